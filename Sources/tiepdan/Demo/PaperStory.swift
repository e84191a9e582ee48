import Casework
import Law

/// Documents of an office on their way to their addressees, so that everybody's pile at `/van-ban` has something in it: drafted, returned,
/// submitted, waiting for a signature, for a number, for the post, sent.
///
/// Nothing here is left to chance, so that the other stories stay as they are; nothing is written of denunciations.
struct PaperStory {
    private let world: DemoWorld
    private let code: String
    private let office: DemoStaff.Office
    private let writer: OfficerActor
    private let second: OfficerActor
    private let leader: OfficerActor
    private let records: OfficerActor
    private let chief: OfficerActor?

    /// - Returns: nil where nobody drafts, decides or numbers.
    init?(_ world: DemoWorld, office code: String) {
        let staff = world.staff
        let officers = staff.everybody(.officer, of: code)
        guard let office = try? staff.office(code), let writer = officers.first, let second = officers.last,
            let leader = staff.everybody(.leader, of: code).first, let records = staff.everybody(.recordsClerk, of: code).first
        else { return nil }
        self.world = world
        self.code = code
        self.office = office
        self.writer = writer
        self.second = second
        self.leader = leader
        self.records = records
        chief = staff.chief(of: code)
    }

    func plan(_ stories: [PetitionStory]) {
        let own = stories.filter { $0.office == code && $0.petition.kind != .denunciation && !$0.settledHere }
            .sorted { ($1.petition.receivedDaysAgo, $0.petition.key) < ($0.petition.receivedDaysAgo, $1.petition.key) }
        planQuestions(own.filter { $0.petition.story == "new" })
        planClassified(own.filter { $0.petition.story == "classified" })
        let open = own.filter {
            $0.petition.referTo != nil && $0.petition.kind != .voterPetition && $0.petition.receivedDaysAgo > 20
                && ["overdue", "referred", "accepted"].contains($0.petition.story)
        }
        planReminders(open.filter { $0.petition.story == "overdue" } + open.filter { $0.petition.story != "overdue" })
    }

    // MARK: what is written

    private struct Sheet {
        var event: String
        var form: String
        var title: String
        var addressee: String
        var body: String
        var facts: [String: FactInput]
        var recipient: DemoStaff.Office?
        /// Why the step is out of time, where it is.
        var late: String?
    }

    /// What is unclear in a new petition is asked: one question being drafted, one that came back.
    private func planQuestions(_ waiting: [PetitionStory]) {
        for (story, end) in zip(waiting, [DraftState.drafted, .returned]) {
            let sheet = Sheet(
                event: "ask_information", form: "supplement_request", title: "V/v đề nghị bổ sung thông tin, tài liệu",
                addressee: "Ông (bà) \(story.petition.petitioner.name)",
                body: "\(office.name) đã nhận được đơn của ông (bà). Để có cơ sở xem xét, đề nghị ông (bà) bổ sung bản sao giấy tờ, "
                    + "tài liệu liên quan đến nội dung đơn.",
                facts: ["request": .text("Bản sao giấy tờ, tài liệu liên quan đến nội dung đơn.")])
            follow(
                sheet, named: story.petition.key, by: end == .drafted ? second : writer, from: story.received, to: end,
                of: { story.own })
        }
    }

    /// Of what is classified: guidance to split on the leader's table, a letter with its first approval, guidance that is signed.
    private func planClassified(_ classified: [PetitionStory]) {
        let from = world.day(ago: 2)
        func first(_ kind: PetitionKind) -> PetitionStory? { classified.first { $0.petition.kind == kind } }
        if let story = first(.mixed) {
            let sheet = Sheet(
                event: "guide_split", form: "split_guidance", title: "V/v hướng dẫn tách đơn có nhiều nội dung",
                addressee: "Ông (bà) \(story.petition.petitioner.name)",
                body: "Đơn của ông (bà) có nhiều nội dung thuộc thẩm quyền của nhiều cơ quan; đề nghị tách thành từng đơn.",
                facts: ["reason": .text("Đơn có nhiều nội dung thuộc thẩm quyền của nhiều cơ quan.")])
            follow(sheet, named: story.petition.key, by: writer, from: max(from, story.received), to: .submitted, of: { story.own })
        }
        if let story = first(.feedback), let department = try? world.staff.office("\(code.prefix(3))SNNMT"), department.id != office.id {
            let sheet = Sheet(
                event: "refer", form: "transfer_letter", title: "V/v chuyển đơn của công dân", addressee: department.name,
                body: "\(office.name) chuyển đơn của công dân đến \(department.name) để xem xét, giải quyết theo thẩm quyền, trả lời "
                    + "công dân và thông báo kết quả.",
                facts: [
                    "recipient": .number(department.id),
                    "reason": .text("Nội dung thuộc thẩm quyền giải quyết của \(department.name)."),
                ], recipient: department)
            follow(sheet, named: story.petition.key, by: writer, from: max(from, story.received), to: .submitted, of: { story.own })
        }
        if let story = first(.complaint) {
            let body = story.petition.respondent.flatMap { $0.isEmpty ? nil : $0 } ?? "Cơ quan đã ban hành quyết định bị khiếu nại"
            let sheet = Sheet(
                event: "guide", form: "guidance", title: "V/v hướng dẫn gửi đơn khiếu nại",
                addressee: "Ông (bà) \(story.petition.petitioner.name)",
                body: "Khiếu nại của ông (bà) thuộc thẩm quyền giải quyết của \(body); đề nghị gửi đơn đến cơ quan đó.",
                facts: ["competent_body": .text(body)])
            follow(sheet, named: story.petition.key, by: second, from: max(from, story.received), to: .signed, of: { story.own })
        }
    }

    /// Letters that remind who has not answered: the oldest went out, one has its number, one waits for its signature.
    private func planReminders(_ open: [PetitionStory]) {
        for (story, end) in zip(open, [DraftState.dispatched, .issued, .approved]) {
            guard let code = story.petition.referTo, let recipient = try? world.staff.office(code) else { continue }
            let sheet = Sheet(
                event: "urge", form: "urge_letter", title: "V/v đôn đốc giải quyết đơn của công dân", addressee: recipient.name,
                body: "\(office.name) đã chuyển đơn của công dân đến \(recipient.name) nhưng đến nay chưa nhận được kết quả giải quyết; "
                    + "đề nghị giải quyết, trả lời công dân và thông báo kết quả.",
                facts: ["reason": .text("Chưa nhận được kết quả giải quyết.")], recipient: recipient,
                late: "Công dân tiếp tục gửi đơn, đề nghị cơ quan nhận đơn sớm trả lời.")
            follow(sheet, named: story.petition.key, by: writer, from: world.day(ago: 6), to: end, of: { story.letter })
        }
    }

    // MARK: the way of a document

    /// Plans the life of a document as far as it has come by today. A case that there is not yet is left alone.
    private func follow(
        _ sheet: Sheet, named name: String, by writer: OfficerActor, from day: Day, to end: DraftState,
        of thread: @escaping () -> CaseThread?
    ) {
        let desk = world.casework.documents
        let paper = Box<DraftMoved>()
        let pen = Pen(world, label: "\(sheet.form) of \(name)", from: day)
        func move(_ what: String, overnight: Bool = false, _ deed: @escaping (DraftMoved, Day) async throws -> DraftMoved) {
            pen.put(what, overnight: overnight) { day in
                if let held = paper.value { paper.value = try await deed(held, day) }
            }
        }
        pen.put("draft", overnight: false) { _ in
            guard let caseID = thread()?.id else { return }
            paper.value = try await desk.write(draft(sheet, of: caseID), key: nil, by: .officer(writer))
        }
        if end == .drafted { return }
        move("submit") { held, _ in
            try await desk.submit(held.id, DocumentDecision(expectedRevision: held.revision), key: nil, by: .officer(writer))
        }
        if end == .returned {
            move("return", overnight: true) { held, _ in
                let remark = "Nêu cụ thể từng loại giấy tờ cần bổ sung và thời hạn gửi; sửa lại phần căn cứ."
                return try await desk.sendBack(
                    held.id, DocumentDecision(expectedRevision: held.revision, remark: remark), key: nil, by: .officer(leader))
            }
            return
        }
        // The chief reads first where there is one; of a letter that stays on the table he alone has approved, if two have to.
        let waiting = end == .submitted
        var approvers = [chief, leader].compactMap { $0 }
        if waiting {
            let needsTwo = sheet.form == "transfer_letter" && chief != nil && world.staff.administrator(of: code) != nil
            approvers = needsTwo ? [approvers[0]] : []
        }
        for approver in approvers {
            move("approve", overnight: true) { held, _ in
                guard held.state == .submitted else { return held }
                return try await desk.approve(held.id, DocumentDecision(expectedRevision: held.revision), key: nil, by: .officer(approver))
            }
        }
        if waiting || end == .approved { return }
        let signer = sheet.form == "urge_letter" ? chief ?? leader : leader
        move("sign") { held, _ in
            try await desk.sign(held.id, SignatureDraft(expectedRevision: held.revision), key: nil, by: .officer(signer))
        }
        if end == .signed { return }
        move("issue", overnight: true) { held, _ in
            var issue = IssueDraft(expectedRevision: held.revision, number: try world.staff.outgoing(code))
            issue.flagReason = sheet.late
            return try await desk.issue(held.id, issue, key: nil, by: .officer(records))
        }
        if end == .issued { return }
        move("dispatch") { held, _ in
            try await desk.dispatch(held.id, sending(sheet, held), key: nil, by: .officer(records))
        }
        move("receipt", overnight: true) { held, day in
            guard let sent = held.dispatch else { return held }
            return try await desk.settle(dispatch: sent, DispatchOutcome(receivedOn: day), key: nil, by: .officer(records))
        }
    }

    private func draft(_ sheet: Sheet, of caseID: Int64) -> NewDocument {
        var new = NewDocument(caseID: caseID, event: sheet.event, form: sheet.form, title: sheet.title)
        new.addressee = sheet.addressee
        new.body = sheet.body
        new.recipients = "- Như trên;\n- Lưu: VT."
        new.facts = sheet.facts
        return new
    }

    private func sending(_ sheet: Sheet, _ held: DraftMoved) -> DispatchDraft {
        var sending = DispatchDraft(expectedRevision: held.revision, addressee: sheet.addressee, means: .registeredPost)
        sending.organisation = sheet.recipient?.id
        sending.address = sheet.recipient?.address
        sending.tracking = "RE\(100_200_300 + held.id)VN"
        return sending
    }
}

/// Puts what is done to one paper one after the other: in the late afternoon, some minutes apart, or on the morning of the next working day
/// as long as there is one.
private final class Pen {
    private let world: DemoWorld
    private let label: String
    private var day: Day
    private var minute = 16 * 60 + 40

    init(_ world: DemoWorld, label: String, from day: Day) {
        self.world = world
        self.label = label
        self.day = day
    }

    func put(_ what: String, overnight: Bool, _ deed: @escaping Timeline.Deed) {
        let next = world.calendar.workingDay(onOrAfter: day.next)
        if overnight, next <= world.lastWorkingDay { (day, minute) = (next, 8 * 60 + 10) }
        minute += 6
        world.timeline.add(day, minute: minute, "\(what): \(label)", deed)
    }
}
