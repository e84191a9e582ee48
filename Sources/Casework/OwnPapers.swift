import Law
import Postgres
import Records

/// Which papers of a step are the office's own: those that it signs, numbers and enters into its book of what goes out.
///
/// The rest is kept in the case and is another's (a court's, the citizen's, a partner's): its number is a fact of the case. No source says
/// which papers a single letter may bring along; what stands here is how offices write to one another.
enum OwnPapers {
    /// Papers that are never the office's own, and events that keep what another wrote; `competence_letter` is the superior's, and his own
    /// where he decides in the case himself.
    static let others = PaperRecords.Others(
        kinds: ["withdrawal_paper", "expert_conclusion", "handling_notice", "appointment", "task_reply"], events: ["settler_report"],
        fromAbove: ["competence_letter"])

    /// Papers of which one may serve several cases on one day: letters to bodies, reports and resolutions on many petitions, decisions
    /// about several people's complaints.
    static let shared: Set<String> = [
        "transfer_letter", "task_letter", "urge_letter", "escalation_report", "return_letter", "police_letter", "party_letter",
        "information_letter", "policy_letter", "late_report", "own_reply", "answer_letter", "voters_notice", "explanation_request",
        "review_request", "question_paper", "supervision_resolution", "supervision_report", "verification_assignment",
        "settlement_decision", "second_decision", "conclusion",
    ]

    /// Papers that may be the decision itself, or its publication: they name any letter of the office.
    static let reports: Set<String> = ["result_report", "task_report", "publication_record", "forwarder_answer"]

    static func isOwn(_ form: String, of row: Transition) -> Bool {
        if others.kinds.contains(form) || others.events.contains(row.event) { return false }
        return !others.fromAbove.contains(form) || row.permissions.contains { $0.relations.contains(.superior) }
    }

    static func own(_ row: Transition) -> [String] { row.issues.filter { isOwn($0, of: row) } }

    /// The one paper of a step that bears the number declared with it: its first own one, else the first of another. The others are
    /// documents of their own and are numbered when they are issued.
    static func numbered(_ step: Step) -> String? {
        step.documents.first { isOwn($0, of: step.transition) } ?? step.documents.first
    }
}

extension Work {
    /// What stands for a number until the step is decided and the book here has given one; never stored.
    private static let awaited = "…"
    private static let taken = "number_taken"

    /// Where the book here numbers what goes out: nobody types the number that the law wants with the step.
    ///
    /// - Returns: the facts with a place kept for the number, when every way that the step may go issues a paper of the office's own.
    func awaitingNumber(_ declared: [String: FactValue], event: String, of held: LockedCase) throws -> [String: FactValue] {
        guard case .officer = actor else { return declared }
        let rows = held.version.transitions.filter { row in
            row.event == event && row.from.contains(held.context.state)
                && row.permissions.contains { !held.relations.isDisjoint(with: $0.relations) }
        }
        let wanted: [String?] = rows.map { row in
            OwnPapers.own(row).isEmpty ? nil : row.takes.first { $0.required && IssuedFacts.numbers.contains($0.name) }?.name
        }
        guard let first = wanted.first, let name = first, wanted.allSatisfy({ $0 == name }), declared[name] == nil,
            try !typesNumbers(.outgoing)
        else { return declared }
        return declared.merging([name: .text(Self.awaited)]) { $1 }
    }

    /// Enters the letter of a step, taken without a draft, into the book of what goes out: the typed số, ký hiệu, or the next one of the
    /// book here. A letter of another body, typed as a fact, never stands there.
    ///
    /// - Returns: the facts as they are recorded, with the number as the book keeps it.
    /// - Throws: `Problem` about the fact: `number_taken`, or `number_allocated` when it is typed against the office's rule. One that was
    ///   typed at another step is taken all the same when `flag_reason` says why; the book keeps it where it stands.
    func enteringLetter(
        _ step: Step, on day: Day, of caseID: Int64, seq: Int, declared: [String: FactValue]
    ) throws -> [String: FactValue] {
        guard case .officer(let officer) = actor, let form = OwnPapers.numbered(step), OwnPapers.isOwn(form, of: step.transition),
            let name = step.transition.takes.map(\.name).first(where: { IssuedFacts.numbers.contains($0) })
        else { return declared }
        var typed: String?
        if case .text(let text)? = declared[name], text != Self.awaited {
            typed = try Text.optional(Self.letterNumber(text), field: name, most: 100)
        }
        var written: Day?
        for fact in IssuedFacts.days { if case .date(let date)? = declared[fact] { written = date } }
        // Who tells somebody by telephone or face to face sends no letter.
        if typed == nil, case .text(let means)? = declared["means"], means != "letter" { return declared }
        let bearer = NumberRecords.Bearer.step(case: caseID, seq: seq)
        let year = (written ?? day).year
        do {
            let found = try ownLetter(typed, on: written, year: year, form: form, bearer, office: officer.organisation, field: name)
            guard let number = found else { return declared }
            return declared.merging([name: .text(number)]) { $1 }
        } catch let problem as Problem where problem.errors.map(\.code) == [Self.taken] {
            guard let typed, try NumberRecords.typedAtStep(db, organisation: officer.organisation, year: year, number: typed) else {
                throw problem
            }
            // A slip of the pen at another step keeps nobody from entering the letter that bears the number.
            if case .text(let reason)? = declared[IssuedFacts.reason], !reason.allSatisfy(\.isWhitespace) {
                return declared.merging([name: .text(typed)]) { $1 }
            }
            throw Problem.invalid(
                problem.errors + [
                    Problem.FieldError(
                        field: IssuedFacts.reason, code: "flag_reason_missing",
                        message: "Nếu số “\(typed)” ở hồ sơ kia đã ghi nhầm, hãy ghi lý do rồi ghi lại.")
                ])
        }
    }

    /// The number of a letter of the office that goes without a draft, in the book; nil for a letter that has none where numbers are typed.
    func ownLetter(
        _ typed: String?, on written: Day?, year: Int, form: String, _ bearer: NumberRecords.Bearer, office: Int64, field: String
    ) throws -> String? {
        let types = try typesNumbers(.outgoing, of: office)
        guard let number = typed else {
            return types ? nil : try takeLetterNumber(bearer, year: year, typed: nil, notation: nil)
        }
        if types, try enterNumber(number, position: nil, bearer, year: year, of: office) { return number }
        if try bringsAlong(number, on: written, year: year, form: form, office: office) { return number }
        if types { throw Problem.invalid(field, Self.taken, "Số, ký hiệu “\(number)” đã dùng trong năm \(year).") }
        throw Problem.invalid(
            field, "number_allocated",
            "Số văn bản đi do hệ thống cấp liên tục: hãy để trống (thiết lập \(Book.outgoing.setting.key)).")
    }

    /// Whether the number is that of a letter which stands in the book and may go with several steps: a shared one on its day, any for
    /// what only reports it, where a day that is not named is any of the year.
    private func bringsAlong(_ number: String, on day: Day?, year: Int, form: String, office: Int64) throws -> Bool {
        let reports = OwnPapers.reports.contains(form)
        guard reports || (day != nil && OwnPapers.shared.contains(form)) else { return false }
        return try NumberRecords.stands(
            db, organisation: office, number: number, on: day, year: year, kind: reports ? nil : form, others: OwnPapers.others)
    }

    /// What a step asks where the book here numbers its paper: the number is not asked for.
    func withoutNumber(_ fields: [AllowedEventView.Field], of row: Transition) throws -> [AllowedEventView.Field] {
        guard case .officer = actor, !OwnPapers.own(row).isEmpty, fields.contains(where: { IssuedFacts.numbers.contains($0.name) }),
            try !typesNumbers(.outgoing)
        else { return fields }
        return fields.filter { !IssuedFacts.numbers.contains($0.name) }
    }
}
