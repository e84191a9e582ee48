import Casework
import Law

extension PetitionStory {
    /// Two offices on one letter: the sender follows up, the recipient acts. The steps run in the order of time by construction.
    func planReferral(_ diary: Diary) {
        guard let recipient = petition.referTo else { return }
        let referral = Referral(self, recipient: recipient)
        // A letter that waits for its recipient went out a few days ago; the other stories began at once.
        let lull = ["referred": 2, "acknowledged": 4][petition.story].map {
            max(1, min(petition.kind == .denunciation ? 2 : 6, diary.workingDaysLeft - $0))
        }
        diary.then(lull.map { $0...$0 } ?? 1...3, "refer") { day in try await referral.send(day) }
        switch petition.story {
        case "referred":
            // Nobody leaves a letter lying for weeks.
            guard petition.receivedDaysAgo > 14 else { break }
            diary.thenIfTime(1...2, "acknowledge") { _ in try await referral.acknowledge() }
            diary.thenIfTime(1...2, "accept") { _ in try await referral.accept() }
            if diary.dice.chance(70) { diary.thenIfTime(1...3, "start settling") { day in try await referral.startSettling(day) } }
        case "acknowledged":
            diary.then(1...2, "acknowledge") { _ in try await referral.acknowledge() }
        case "accepted":
            diary.then(1...2, "acknowledge") { _ in try await referral.acknowledge() }
            diary.then(1...2, "accept") { _ in try await referral.accept() }
            diary.thenIfTime(1...4, "start settling") { day in try await referral.startSettling(day) }
        case "declined":
            diary.then(2...4, "decline") { day in try await referral.decline(day) }
        case "answered", "closed":
            diary.then(1...2, "acknowledge") { _ in try await referral.acknowledge() }
            diary.then(1...2, "accept") { _ in try await referral.accept() }
            diary.then(1...3, "start settling") { day in try await referral.startSettling(day) }
            let old = petition.story == "closed" || petition.receivedDaysAgo > 60
            diary.then(old ? 9...14 : 6...16, "settle") { day in try await referral.settle(day) }
            diary.then(0...1, "answer") { day in try await referral.answer(day) }
            if old { diary.then(1...3, "tell the citizen") { [self] day in try await tell(day) } }
        case "overdue":
            diary.then(1...2, "acknowledge") { _ in try await referral.acknowledge() }
            diary.thenIfTime(1...3, "accept") { _ in try await referral.accept() }
            diary.thenIfTime(1...3, "start settling") { day in try await referral.startSettling(day) }
            if diary.thenIfTime(24...26, "urge", { day in try await referral.urge(day) }) {
                diary.thenIfTime(12...14, "urge again") { day in try await referral.urge(day) }
            }
        default: break
        }
    }

    private func tell(_ day: Day) async throws {
        try await take(
            "tell_citizen", .officer,
            [
                "told_on": .text(day.iso), "means": .text("letter"), "letter_number": .text(try staff.letter(office, "TB")),
                "letter_date": .text(day.iso),
            ])
    }
}

/// The letter between the two, and the recipient's own case once he accepts.
final class Referral {
    private let story: PetitionStory
    private let recipient: String
    private var letter: CaseThread?
    private var theirs: CaseThread?

    init(_ story: PetitionStory, recipient: String) {
        self.story = story
        self.recipient = recipient
    }

    private var staff: DemoStaff { story.staff }

    private func onLetter(_ event: String, by officer: OfficerActor, _ facts: [String: FactInput] = [:]) async throws -> StepView {
        guard let letter else { throw Complaint("\(story.petition.key) has not been referred yet") }
        return try await letter.take(event, by: officer, facts)
    }

    func send(_ day: Day) async throws {
        let sender = try staff.somebody(story.petition.kind == .denunciation ? .leader : .officer, of: story.office)
        let step = try await story.caseThread().take(
            "refer", by: sender,
            [
                "recipient": .number(try staff.office(recipient).id), "letter_number": .text(try staff.letter(story.office, "PC")),
                "letter_date": .text(day.iso),
                "reason": .text("Nội dung thuộc thẩm quyền giải quyết của \(try staff.office(recipient).name)."),
            ])
        guard let id = step.created["referralCase"] else { throw Complaint("a referral opened no case") }
        letter = story.world.thread(id, sequence: 2)
        story.letter = letter
    }

    func acknowledge() async throws { _ = try await onLetter("acknowledge", by: staff.somebody(.clerk, of: recipient)) }

    func decline(_ day: Day) async throws {
        _ = try await onLetter(
            "decline", by: staff.somebody(.leader, of: recipient),
            [
                "reason": .text("Nội dung đơn không thuộc thẩm quyền của cơ quan; đề nghị chuyển cơ quan có thẩm quyền theo quy định."),
                "letter_number": .text(try staff.letter(recipient, "CV")), "letter_date": .text(day.iso),
            ])
    }

    func accept() async throws {
        let step = try await onLetter("accept", by: staff.somebody(.officer, of: recipient))
        if let id = step.created["case"] { theirs = story.world.thread(id) }
    }

    /// Only offices that settle run a case of settlement; the others work on paper and answer.
    private func settles(_ kind: PetitionKind) throws -> Bool {
        [.peopleCommittee, .department, .inspectorate, .communeCommittee].contains(try staff.office(recipient).kind)
            && story.petition.kind == kind
    }

    func startSettling(_ day: Day) async throws {
        guard let theirs else { return }
        let officer = try staff.somebody(.officer, of: recipient)
        if try settles(.feedback) {
            try await theirs.take("accept", by: officer, ["unit": .text("Phòng chuyên môn")])
        } else if try settles(.complaint) {
            try await theirs.take("propose_accept", by: officer)
        } else if try settles(.denunciation) {
            try await theirs.take(
                "accept", by: staff.somebody(.leader, of: recipient),
                [
                    "document_number": .text(try staff.letter(recipient, "QĐ")), "document_date": .text(day.iso),
                    "content": .text("Các hành vi nêu trong đơn; chi tiết ở hồ sơ giấy."),
                ])
            try await theirs.take(
                "notify_acceptance", by: officer,
                ["letter_number": .text(try staff.letter(recipient, "TB")), "letter_date": .text(day.iso)])
        } else {
            try await theirs.take(
                "classify", by: officer,
                ["kind": .text(story.petition.kind.rawValue), "eligibility": .text("eligible"), "jurisdiction": .text("competent")])
        }
    }

    func settle(_ day: Day) async throws {
        guard let theirs, try settles(.feedback) else { return }
        try await theirs.take(
            "answer", by: staff.somebody(.leader, of: recipient),
            [
                "result": .text("settled"), "summary": .text(Self.outcome), "document_number": .text(try staff.letter(recipient, "CV")),
                "document_date": .text(day.iso),
            ])
    }

    func answer(_ day: Day) async throws {
        _ = try await onLetter(
            "answer", by: staff.somebody(.leader, of: recipient),
            [
                "result": .text("settled"), "summary": .text(Self.outcome), "document_number": .text(try staff.letter(recipient, "BC")),
                "document_date": .text(day.iso),
            ])
    }

    func urge(_ day: Day) async throws {
        _ = try await onLetter(
            "urge", by: staff.somebody(.officer, of: story.office),
            [
                "letter_number": .text(try staff.letter(story.office, "CV")), "letter_date": .text(day.iso),
                "answer_by": .text(story.world.calendar.workingDay(onOrAfter: day.adding(days: 10)).iso),
                "reason": .text("Quá thời hạn nhưng chưa nhận được kết quả giải quyết."),
            ])
    }

    static let outcome = """
        Cơ quan đã kiểm tra thực tế, làm việc với các bên liên quan; nội dung phản ánh có cơ sở, đã có biện pháp khắc phục và thông báo cho công dân biết.
        """
}
