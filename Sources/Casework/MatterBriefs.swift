import Law
import Postgres
import Records

extension LeaderSessionDesk {
    /// The brief of one matter of the actor's office, for a session at which its people are received.
    public func brief(of matter: Int64, by actor: Actor) async throws -> MatterBrief {
        try await casework.read(by: actor) { work in try work.matterBrief(matter) }
    }
}

extension Work {
    /// Petitions of one brief; a longer matter shows its newest.
    private static let mostPetitions = 20
    private static let voided = "voided"

    func matterBrief(_ id: Int64) throws -> MatterBrief {
        let view = try matterView(id)
        var brief = MatterBrief(
            matter: id, title: view.matter.title, complexLong: view.matter.complexLong, preparedOn: today, petitions: [], history: [],
            letters: [], replies: [], directions: [], tasks: [])
        for visit in view.visits {
            brief.history.append(
                MatterBrief.Line(
                    on: visit.visitedOn, office: "", what: "Lượt tiếp số \(visit.bookNumber): \(visit.stateTitle)",
                    remark: visit.denunciation ? "" : visit.summary))
        }
        // A number that was taken by mistake is no petition of the matter.
        for line in view.petitions.filter({ $0.state != Self.voided }).suffix(Self.mostPetitions) {
            try add(try petitionView(line.petition), who: line.who, registration: line.registration, to: &brief)
        }
        let sealed = brief.petitions.contains(where: \.sealed)
        // Nothing but denunciations and visits of those who came to denounce: what names the matter would tell what was said.
        let told = brief.petitions.contains { !$0.sealed } || view.visits.contains { !$0.denunciation }
        if !told && !(brief.petitions.isEmpty && view.visits.isEmpty) { brief.title = "" }
        brief.tasks = try TaskRecords.openTasks(db, matter: id).map { try taskView($0) }.map {
            MatterBrief.Line(
                on: $0.dueOn, office: $0.doer, what: sealed ? "Nhiệm vụ mã \($0.id)" : $0.title,
                remark: "giao ngày \($0.givenOn.vietnamese)")
        }
        brief.history.sort { $0.on < $1.on }
        brief.letters.sort { $0.on < $1.on }
        brief.replies.sort { $0.on < $1.on }
        brief.directions.sort { $0.on < $1.on }
        return brief
    }

    /// One petition with everything that its cases hold: it may have gone on in another procedure. Of a denunciation only what happened and
    /// when is told: a brief lies on a table at which others sit (Luật Tố cáo Đ.56).
    private func add(_ petition: PetitionView, who: String, registration: Int64, to brief: inout MatterBrief) throws {
        let sealed = petition.referenceOnly || petition.kind == .denunciation
        func words(_ text: String?) -> String { sealed ? "" : text ?? "" }
        var clocks: [MatterBrief.Clock] = []
        let number = "Đơn \(petition.bookNumber)"
        for id in try LeaderSessionRecords.cases(db, registration: registration) {
            let file = try caseView(id)
            clocks += file.clocks.filter { ["running", "paused"].contains($0.state) }.map {
                MatterBrief.Clock(title: $0.title, due: $0.due, daysLate: $0.daysLate)
            }
            brief.history += file.journal.filter { !ProcedureVersion.systemEvents.contains($0.event) }.map { entry in
                MatterBrief.Line(
                    on: entry.occurredOn, office: entry.organisationName ?? "", what: "\(number): \(entry.eventTitle)",
                    remark: words(entry.facts.first { $0.name == "reason" || $0.name == "summary" }?.value))
            }
            brief.letters += file.documents.filter { $0.number != nil }.map {
                MatterBrief.Line(
                    on: $0.issuedOn ?? petition.receivedOn, office: file.organisationName, what: $0.title, remark: "số \($0.number ?? "")")
            }
            brief.directions += file.directions.map {
                MatterBrief.Line(on: $0.givenOn, office: $0.leaderName, what: sealed ? "Có ý kiến chỉ đạo" : $0.text, remark: "")
            }
            brief.replies += try TaskRecords.ofCase(db, case: id).filter { $0.answeredOn != nil }.map {
                MatterBrief.Line(
                    on: $0.answeredOn ?? $0.givenOn, office: $0.assigneeName,
                    what: "Báo cáo nhiệm vụ" + ($0.answerNumber.map { ", văn bản số \($0)" } ?? ""), remark: words($0.answerSummary))
            }
        }
        brief.petitions.append(
            MatterBrief.Petition(
                petition: petition.id, number: petition.bookNumber, receivedOn: petition.receivedOn, kind: petition.kind,
                who: sealed ? petition.pseudonym ?? "" : who, sealed: sealed, title: words(petition.title),
                request: words(petition.request), stateTitle: petition.stateTitle, clocks: clocks))
        brief.replies += petition.referrals.filter { $0.answeredOn != nil }.map {
            MatterBrief.Line(
                on: $0.answeredOn ?? $0.sentOn, office: $0.recipientName, what: $0.answerNumber.map { "văn bản số \($0)" } ?? "",
                remark: words($0.answerSummary))
        }
    }
}
