import Casework
import Law

/// A step that was refused: its form is shown again with what was typed.
struct FailedStep: Sendable {
    /// The event, or `direction`.
    var event: String
    var form: FormData
    var problem: Problem
}

/// A case on any page that shows one: where it stands, what may be done, its deadlines with their proof, its journal.
struct CasePanel: Sendable {
    struct Clock: Sendable {
        var rule: String
        var title: String
        var due: String
        var state: String
        var tone: String
        var provisional: Bool
        var basis: String
        var certainty: String
        var count: String
        var derivation: [String]
        /// What the due date was before, and why it is another one now.
        var history: [String]
        var hasHistory: Bool
    }
    struct EventForm: Sendable {
        var event: String
        var title: String
        var basis: String
        var fields: [Field]
        var open: Bool
        var key: String
        var trouble: FormTrouble?
    }
    struct Blocked: Sendable {
        var title: String
        var basis: String
        var reasons: [String]
    }
    struct Entry: Sendable {
        var sequence: Int
        var title: String
        var day: String
        var recordedAt: String
        var who: String
        var toTitle: String
        var facts: [FactView]
        var seal: String
    }
    struct Paper: Sendable {
        var title: String
        var number: String
        var day: String
    }
    /// Values and words of what a form lets choose from beyond the procedure's own lists.
    struct Choices: Sendable {
        var officers: [(String, String)] = []
        var fields: [(String, String)] = []
    }
    struct Direction: Sendable {
        var leader: String
        var day: String
        var text: String
    }

    var caseID: Int64
    var sequence: Int
    var procedureTitle: String
    var version: String
    var procedure: String
    var organisationName: String
    var stateTitle: String
    var stateTone: String
    var openedOn: String
    var due: String?
    var dueTone: String
    var back: String
    var clocks: [Clock]
    var hasClocks: Bool
    var events: [EventForm]
    var blocked: [Blocked]
    var hasEvents: Bool
    var hasBlocked: Bool
    var documents: [Paper]
    var hasDocuments: Bool
    var directions: [Direction]
    var hasDirections: Bool
    var directionForm: EventForm?
    var journal: [Entry]

    /// - Parameters:
    ///   - choices: what to choose from, where the catalogues know and the procedure does not.
    ///   - known: facts that the petition already has, put into the forms that ask for them again.
    ///   - key: makes a fresh idempotency key for each form.
    init(
        _ view: CaseView, back: Back, officer: OfficerActor, choices: Choices, known: [String: String], today: Day, failed: FailedStep?,
        key: () -> String
    ) {
        caseID = view.id
        sequence = view.sequence
        procedureTitle = view.procedureTitle
        procedure = view.procedure
        version = view.version
        organisationName = view.organisationName
        stateTitle = view.stateTitle
        stateTone = view.final ? "secondary" : "primary"
        openedOn = view.openedOn.vietnamese
        due = view.final ? nil : DueText.text(view.nextDue, provisional: view.dueProvisional)
        dueTone = view.nextDue.map { $0 < today ? "danger" : "body" } ?? "body"
        self.back = back.text
        clocks = view.clocks.map { Clock($0, today: today) }
        hasClocks = !clocks.isEmpty
        documents = view.documents.map { Paper(title: $0.title, number: $0.number ?? "", day: $0.issuedOn?.vietnamese ?? "") }
        hasDocuments = !documents.isEmpty
        directions = view.directions.map { Direction(leader: $0.leaderName, day: $0.givenOn.vietnamese, text: $0.text) }
        hasDirections = !directions.isEmpty
        journal = view.journal.reversed().map(Entry.init)
        events = []
        blocked = []
        var seen: Set<String> = []
        for allowed in view.allowed where officer.works && !seen.contains(allowed.event) {
            let rows = view.allowed.filter { $0.event == allowed.event }
            seen.insert(allowed.event)
            if let open = rows.first(where: { $0.blockedBy.isEmpty }) {
                events.append(
                    EventForm(
                        open, choices: choices, known: known, today: today, failed: failed?.event == open.event ? failed : nil, key: key()))
            } else {
                blocked.append(Blocked(title: allowed.title, basis: allowed.basis, reasons: allowed.blockedBy))
            }
        }
        hasEvents = !events.isEmpty
        hasBlocked = !blocked.isEmpty
        if officer.works && officer.organisation == view.organisation {
            directionForm = .direction(officer: officer, today: today, failed: failed?.event == "direction" ? failed : nil, key: key())
        }
    }
}

extension CasePanel.Clock {
    init(_ view: ClockView, today: Day) {
        rule = view.rule
        title = view.title
        due = view.due.vietnamese
        provisional = view.provisional
        basis = view.basis
        derivation = view.derivation
        history = view.history.map { "\($0.on.vietnamese): từ \($0.before.vietnamese) sang \($0.after.vietnamese) (\($0.eventTitle))" }
        hasHistory = !history.isEmpty
        certainty = Self.certainties[view.certainty] ?? ""
        let unit = TimeUnit(rawValue: view.unit)?.title ?? view.unit
        count = view.amount.map { $0 == 0 ? unit : "\(abs($0)) \(unit)" } ?? unit
        let late = view.daysLate > 0 ? "quá hạn \(view.daysLate) ngày" : nil
        switch view.state {
        case "running" where view.ends == "alarm", "breached" where view.ends == "alarm" && view.endedOn == nil:
            // The office's own warning: past its day nothing of the law is late.
            (state, tone) = view.due < today ? ("đã quá mốc cảnh báo", "warning") : ("cảnh báo nội bộ", "secondary")
        case "stopped": (state, tone) = ("đã dừng", "secondary")
        case "running": (state, tone) = (late ?? "đang chạy", late == nil ? "primary" : "danger")
        case "breached" where view.endedOn == nil: (state, tone) = (late ?? "quá hạn", "danger")
        case "paused": (state, tone) = ("tạm dừng", "warning")
        case "lapsed": (state, tone) = ("không còn áp dụng", "secondary")
        default: (state, tone) = (late.map { "xong, " + $0 } ?? "xong trong hạn", late == nil ? "success" : "danger")
        }
    }

    private static let certainties = [
        "found-old": "theo văn bản có trước 01/7/2026", "secondary": "theo tài liệu hướng dẫn", "inferred": "suy ra từ quy định",
        "unknown": "quy định nội bộ, luật không nêu",
    ]
}

extension CasePanel.Entry {
    init(_ view: EntryView) {
        sequence = view.sequence
        title = view.eventTitle
        day = view.occurredOn.vietnamese
        recordedAt = DayText.moment(view.recordedAt)
        who = [view.officerName ?? ActorWords.title(view.actor), view.organisationName].compactMap { $0 }.joined(separator: ", ")
        toTitle = view.toTitle
        facts = view.facts
        seal = String(view.hash.prefix(12))
    }
}

enum ActorWords {
    static func title(_ actor: String) -> String { Role(rawValue: actor)?.title ?? actor }
}

extension CasePanel.EventForm {
    init(_ view: AllowedEventView, choices: CasePanel.Choices, known: [String: String], today: Day, failed: FailedStep?, key: String) {
        event = view.event
        title = view.title
        basis = view.basis
        open = failed != nil
        self.key = key
        let names = Set(view.fields.map(\.name))
        trouble = failed.map { FormTrouble($0.problem, shown: { names.contains($0) || ["occurred_on", "flag_reason"].contains($0) }) }
        var errors: [String: String] = [:]
        for (name, message) in trouble?.byField ?? [:] { errors[names.contains(name) ? "f." + name : name] = message }
        let form = failed?.form ?? FormData([("occurred_on", today.iso)] + known.map { ("f." + $0.key, $0.value) })
        let make = FieldMaker(form, errors: errors, prefix: view.event + "-")
        fields = view.fields.map { Self.field($0, make, choices) }
        if errors["flag_reason"] != nil || form.text("flag_reason") != nil {
            fields.append(make.area("flag_reason", "Lý do (được lưu cùng vi phạm)", required: true))
        }
        fields.append(make.date("occurred_on", "Ngày thực hiện", required: true))
    }

    private static func field(_ spec: AllowedEventView.Field, _ make: FieldMaker, _ choices: CasePanel.Choices) -> Field {
        let name = "f." + spec.name
        switch spec.type {
        case "longtext": return make.area(name, spec.title, required: spec.required, most: 20_000)
        case "date", "date_ahead", "any_date": return make.date(name, spec.title, required: spec.required)
        case "integer": return make.number(name, spec.title, width: 4, required: spec.required)
        case "bool": return make.check(name, spec.title)
        case "choice":
            return make.select(
                name, spec.title, spec.choices.map { ($0.value, $0.title) }, width: spec.choices.count > 5 ? 12 : 6, required: spec.required
            )
        case "organisation":
            return make.line(
                name, spec.title, required: spec.required, help: "Gõ vài chữ rồi chọn trong danh sách.", suggest: "/goi-y/co-quan")
        case "officer": return make.select(name, spec.title, choices.officers, width: 6, required: spec.required)
        case "text" where spec.name == "field": return make.select(name, spec.title, choices.fields, width: 6, required: spec.required)
        default: return make.line(name, spec.title, width: 6, required: spec.required, most: 200)
        }
    }

    static func direction(officer: OfficerActor, today: Day, failed: FailedStep?, key: String) -> CasePanel.EventForm {
        let trouble = failed.map { FormTrouble($0.problem) }
        let leader = officer.roles.contains(.leader) ? officer.fullName : ""
        let make = FieldMaker(
            failed?.form ?? FormData([("givenOn", today.iso), ("leaderName", leader)]), errors: trouble?.byField ?? [:], prefix: "chi-dao-")
        return CasePanel.EventForm(
            event: "direction", title: "Ghi ý kiến chỉ đạo (bút phê)", basis: "",
            fields: [
                make.line("leaderName", "Lãnh đạo cho ý kiến", width: 8, required: true, most: 200),
                make.date("givenOn", "Ngày", required: true),
                make.area("text", "Nội dung", required: true, most: 2000),
            ], open: failed != nil, key: key, trouble: trouble)
    }
}
