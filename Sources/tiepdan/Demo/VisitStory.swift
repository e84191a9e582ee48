import Casework
import Law

/// One visitor or group, from the door to the end of the visit.
final class VisitStory {
    private let world: DemoWorld
    private let visit: DemoMaterial.Visit
    /// The petition of the demo files that this visit hands in, when there is one.
    private let story: PetitionStory?

    init(_ world: DemoWorld, _ visit: DemoMaterial.Visit, _ story: PetitionStory?) {
        self.world = world
        self.visit = visit
        self.story = story
    }

    func receive(in session: Int64, on day: Day) async throws {
        let clerk = try world.staff.somebody(.clerk, of: visit.office)
        let entered = try await world.casework.visits.register(draft(session, day), key: nil, by: .officer(clerk))
        let thread = world.thread(entered.caseID, sequence: entered.sequence)
        switch visit.outcome {
        case "refused":
            try await refuse(thread, clerk, day)
            return
        case "left":
            try await thread.take("left", by: clerk, ["summary": .text(visit.summary)])
            return
        case "petition":
            try await thread.take(
                "record_petition", by: clerk, ["form": .text(visit.writtenByOfficer == true ? "oral" : "written"), "signed": .flag(true)])
            try await petition(entered.visit, on: day)
        case "explained_again":
            try await thread.take("explain_again", by: clerk, ["summary": .text(visit.summary)])
        case "status_asked":
            try await thread.take("answer_status", by: clerk, ["summary": .text(visit.summary)])
        case "shown_other_body":
            let body = try visit.shownTo.map { try world.staff.office($0) }
            try await thread.take(
                "show_to_other_body", by: clerk,
                (body.map { ["body": .number($0.id)] } ?? [:]).merging(["summary": .text(visit.summary)]) { first, _ in first })
        case "appointment":
            let on = world.calendar.workingDay(onOrAfter: day.adding(days: visit.appointmentInDays ?? 5))
            try await thread.take("give_appointment", by: clerk, ["appointment_on": .text(on.iso), "summary": .text(visit.summary)])
        default:
            try await thread.take(
                "guide_with_papers_back", by: clerk,
                ["competent_body": .text("Cơ quan có thẩm quyền theo hướng dẫn tại phiếu"), "summary": .text(visit.summary)])
        }
        try await thread.take("finish", by: clerk)
    }

    private func draft(_ session: Int64, _ day: Day) -> VisitDraft {
        var draft = VisitDraft(session: session)
        draft.denunciation = visit.denunciation
        draft.summary = visit.denunciation ? "Nội dung tố cáo; ghi ở hồ sơ giấy." : visit.summary
        draft.repeated = visit.repeated
        draft.wantsReply = visit.outcome == "petition"
        draft.people = visit.people
        let nameless = visit.denunciation || (visit.outcome == "refused" && visit.refusalGround == "R1")
        if !nameless { draft.visitors = DemoWorld.people(visit.visitor, organisation: false) }
        if visit.people > 1 {
            draft.representatives = (visit.visitor.representatives ?? []).count
            draft.appointmentSigned = visit.people < 20
            if visit.people < 20 { draft.appointmentOn = day }
        }
        draft.authorised = world.authorised(visit.visitor.authorised)
        if visit.refusalGround == "R3" {
            draft.settlementPapers = "Quyết định giải quyết khiếu nại (lần hai) đã có hiệu lực pháp luật"
            draft.reviewPapers = "Thông báo kết quả kiểm tra, rà soát vụ việc"
        }
        return draft
    }

    private func refuse(_ thread: CaseThread, _ clerk: OfficerActor, _ day: Day) async throws {
        let facts: [String: FactInput] = ["ground": .text(visit.refusalGround ?? "R2"), "reason": .text(visit.summary)]
        guard ["R3", "Rh"].contains(visit.refusalGround) else {
            try await thread.take("refuse_oral", by: clerk, facts)
            return
        }
        try await thread.take("refuse_written", by: clerk, facts)
        let diary = world.diary(visit.key, from: day)
        let code = visit.office
        diary.thenIfTime(1...1, "approve_refusal") { [world] _ in
            try await thread.take("approve_refusal", by: world.staff.somebody(.leader, of: code))
        }
        diary.thenIfTime(1...1, "issue_refusal") { [world] day in
            try await thread.take(
                "issue_refusal", by: world.staff.somebody(.leader, of: code),
                ["document_number": .text(try world.staff.letter(code, "TB")), "document_date": .text(day.iso)])
        }
    }

    /// The petition handed in: one of the demo files', or what the visitor said in short.
    private func petition(_ id: Int64, on day: Day) async throws {
        let story = story ?? PetitionStory(world, told)
        story.visit = id
        try await story.register(day, channel: visit.writtenByOfficer == true ? .oral : .desk)
        if self.story == nil { story.planForwarding(world.diary(visit.key, from: day)) }
    }

    /// Complaints are guided to who decided, the rest goes to the department that looks after land and water.
    private var told: DemoMaterial.Petition {
        let kind = visit.kind ?? .feedback
        let department = visit.office.prefix(3) + "SNNMT"
        let refers = kind == .feedback && visit.daysAgo > 3 && String(department) != visit.office && world.staff.has(String(department))
        var visitor = visit.visitor
        visitor.people = visit.people
        return DemoMaterial.Petition(
            key: visit.key, kind: kind, title: String(visit.summary.split(separator: ";")[0].prefix(120)), body: visit.summary,
            petitioner: visitor,
            field: visit.field, channel: .desk, receivedDaysAgo: visit.daysAgo, bookOffice: visit.office,
            story: refers ? "referred" : kind == .complaint && visit.daysAgo > 2 ? "guided" : "new",
            referTo: refers ? String(department) : nil)
    }
}
