import Casework
import Law

/// One line of a list of petitions, ready to show.
struct PetitionRow: Sendable {
    var href: String
    var number: String
    var receivedOn: String
    var kind: String
    var title: String
    var who: String
    var state: String
    var due: String
    var timing: String
    var tone: String

    init(_ line: PetitionLine) {
        href = "/don/\(line.petition)"
        number = line.bookNumber
        receivedOn = line.receivedOn.vietnamese
        kind = line.kind.title
        title = line.title
        who = line.people > 1 ? "\(line.who) (\(line.people) người)" : line.who
        state = line.stateTitle
        due = line.final ? "" : DueText.text(line.nextDue, provisional: line.dueProvisional) ?? ""
        let state = Timing(line.timing, late: line.daysLate, final: line.final)
        (timing, tone) = (state.words, state.tone)
    }
}

/// A due date in words: a holiday that is not decided yet may still move it.
enum DueText {
    static func text(_ day: Day?, provisional: Bool) -> String? { day.map { $0.vietnamese + (provisional ? " (tạm tính)" : "") } }
}

/// How a due date stands, in words and colour.
struct Timing: Sendable {
    var words: String
    var tone: String

    /// - Parameter word: in_time | due_soon | overdue | done | none.
    init(_ word: String, late: Int, final: Bool) {
        switch word {
        case "overdue": (words, tone) = ("quá hạn \(late) ngày", "danger")
        case "due_soon": (words, tone) = ("sắp đến hạn", "warning")
        case "in_time": (words, tone) = ("trong hạn", "success")
        default: (words, tone) = (final ? "đã xong" : "", "secondary")
        }
    }
}

extension VisitView {
    /// The first visitor, as a list names him.
    var who: String { denunciation ? "Người đến tố cáo" : parties.first?.fullName ?? "(không ghi tên)" }
}

/// One line of the inbox or outbox.
struct ReferralRow: Sendable {
    var href: String
    var title: String
    var who: String
    var kind: String
    var other: String
    var letter: String
    var sentOn: String
    var answerBy: String
    var state: String
    var timing: String
    var tone: String
    var reminders: String?
    /// What an office in the list does not do with the program.
    var paper: String?

    /// - Parameter incoming: whether the reader's office received it.
    init(_ view: ReferralView, incoming: Bool) {
        href = "/chuyen/\(view.id)"
        title = view.petitionTitle
        who = view.who
        kind = view.kind.title
        other = incoming ? view.senderName : view.recipientName
        letter = "\(view.letterNumber) ngày \(view.letterDate.vietnamese)"
        sentOn = view.sentOn.vietnamese
        answerBy = view.answerBy?.vietnamese ?? ""
        state = view.stateTitle
        timing = view.daysLate > 0 ? "quá hạn \(view.daysLate) ngày" : ""
        tone = view.daysLate > 0 ? "danger" : "secondary"
        reminders = view.reminders > 0 ? "đôn đốc \(view.reminders) lần" : nil
        paper = !incoming && view.recipientOnPaper ? "chưa dùng hệ thống, ghi thay theo văn bản giấy" : nil
    }
}

/// A row of words: what is it, what does it say.
struct Detail: Sendable {
    var label: String
    var value: String

    /// nil when there is nothing to say.
    init?(_ label: String, _ value: String?) {
        guard let value, !value.trimmed.isEmpty else { return nil }
        self.label = label
        self.value = value
    }
}

/// A person as a page shows him.
struct PersonLine: Sendable {
    var role: String
    var name: String
    var details: String
    /// His own page; nil for another office's person and for anybody of a denunciation.
    var href: String?

    init(linking view: PersonView) {
        self.init(view)
        href = "/nguoi/\(view.id)"
    }

    init(_ view: PersonView) {
        role = Self.roles[view.role] ?? view.role
        name = view.fullName
        let idKind = view.idKind.flatMap { word in PersonFields.idKinds.first { $0.0 == word }?.1.lowercased() } ?? "giấy tờ"
        let paper = view.paperKind.flatMap { word in PersonFields.paperKinds.first { $0.0 == word }?.1.lowercased() }
        var facts: [String?] = [
            view.birthYear.map { "sinh năm \($0)" }, view.idNumber.map { "\(idKind) số \($0)" },
            view.idIssuedOn.map { "ngày cấp giấy tờ: \($0.vietnamese)" }, view.idIssuedBy.map { "nơi cấp: \($0)" },
            view.noIdReason.map { "lý do không có giấy tờ: \($0)" }, view.nationality.map { "quốc tịch: \($0)" },
        ]
        facts += [
            view.occupation.map { "nghề nghiệp: \($0)" }, view.jobTitle, view.workplace,
            view.address.isEmpty ? nil : view.address, view.oldAddress.isEmpty ? nil : "địa chỉ cũ: \(view.oldAddress)",
            view.phone.map { "điện thoại \($0)" }, paper.map { Self.paper($0, view) },
        ]
        details = facts.compactMap { $0 }.filter { !$0.trimmed.isEmpty }.joined(separator: "; ")
    }

    /// What shows that he may act for another: kind, number and date.
    private static func paper(_ kind: String, _ view: PersonView) -> String {
        [kind, view.paperNumber, view.paperDate.map { "ngày \($0.vietnamese)" }].compactMap { $0 }.joined(separator: " ")
    }

    static let roles = [
        "petitioner": "Người gửi đơn", "representative": "Người đại diện", "authorised": "Người được ủy quyền", "member": "Thành viên",
        "respondent": "Người bị khiếu nại, tố cáo",
    ]
}
