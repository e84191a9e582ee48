import Casework
import Law

/// A step that was refused: its form is shown again with what was typed.
struct FailedStep: Sendable {
    /// The event, `direction`, or `scan-` and the note that was to be given its scan.
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
        /// What a settlement brought, folded: most have none of it.
        var figures: [Field] = []
        var hasFigures = false
        var figuresOpen = false
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
        /// In whose name it was written down, from which paper; nil for what the office did itself.
        var behalf: String?
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
        /// nil where the case is no work that could be given.
        var assignees: CasePanel.Assignees?
        /// nil where nothing is scanned.
        var scans: CasePanel.Scans?
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
    /// What undoes or sets right what was written down.
    var remedies: [EventForm]
    var hasRemedies: Bool
    var remediesOpen: Bool
    /// Where what was written down wrongly is set right; nil for who may not.
    var correction: String?
    var blocked: [Blocked]
    var hasEvents: Bool
    var hasBlocked: Bool
    var documents: [Paper]
    var hasDocuments: Bool
    var settlement: [FactView]
    var hasSettlement: Bool
    var directions: [Direction]
    var hasDirections: Bool
    var directionForm: EventForm?
    /// In whose hands the case is.
    var work: String?
    var journal: [Entry]
    private static let remedies: Set = [
        ProcedureVersion.void, ProcedureVersion.reopen, ProcedureVersion.revoke, ProcedureVersion.withdrawRecord, "move_matter",
    ]
    /// What the other side enters itself, and what it has entered already, is no work to be told of.
    private static let silent: Set = [[Guard.recipientOnPaper.title], [Guard.recipientNotEntered.title], [Guard.stepFromPaper.title]]
    /// Tasks given in the case; nil where none are given.
    var tasks: TaskPanel?

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
        settlement = view.settlement
        hasSettlement = !settlement.isEmpty
        directions = view.directions.map { note in
            Direction(
                note,
                tie: note.attachment == nil ? Tie(note, case: view.id, scans: choices.scans, failed: failed, key: key()) : nil)
        }
        work = Self.workWords(view.work, today: today)
        hasDirections = !directions.isEmpty
        journal = view.journal.reversed().map(Entry.init)
        events = []
        remedies = []
        blocked = []
        var seen: Set<String> = []
        // A leader's note has a form of its own, and so have corrections.
        let apart: Set = ["direct", ProcedureVersion.correct]
        for allowed in view.allowed where officer.works && !apart.contains(allowed.event) && !seen.contains(allowed.event) {
            let rows = view.allowed.filter { $0.event == allowed.event }
            seen.insert(allowed.event)
            if let open = rows.first(where: { $0.blockedBy.isEmpty }) {
                let form = EventForm(
                    open, choices: choices, known: known, today: today, failed: failed?.event == open.event ? failed : nil, key: key())
                if Self.remedies.contains(open.event) { remedies.append(form) } else { events.append(form) }
            } else if !Self.silent.contains(allowed.blockedBy) {
                blocked.append(Blocked(title: allowed.title, basis: allowed.basis, reasons: allowed.blockedBy))
            }
        }
        hasRemedies = !remedies.isEmpty
        remediesOpen = remedies.contains { $0.open }
        if officer.works, view.allowed.contains(where: { $0.event == ProcedureVersion.correct && $0.blockedBy.isEmpty }) {
            correction = "/ho-so/\(view.id)/dinh-chinh?ve=\(back.text)"
        }
        hasEvents = !events.isEmpty
        hasBlocked = !blocked.isEmpty
        if officer.works && officer.organisation == view.organisation && (view.work == nil || !view.final) {
            directionForm = .direction(
                officer: officer, assignees: choices.assignees, scans: choices.scans, today: today,
                failed: failed?.event == "direction" ? failed : nil, key: key())
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
        behalf = Self.behalf(view)
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
        let folded = view.fields.filter { SettlementFigures.names.contains($0.name) && !$0.required }
        fields = view.fields.filter { spec in !folded.contains { $0.name == spec.name } }.map { Self.field($0, make, choices) }
        figures = folded.map { Self.field($0, make, choices) }
        hasFigures = !figures.isEmpty
        figuresOpen = folded.contains { errors["f." + $0.name] != nil || form.text("f." + $0.name) != nil }
        if errors["flag_reason"] != nil || form.text("flag_reason") != nil {
            fields.append(make.area("flag_reason", "Lý do (được lưu cùng vi phạm)", required: true))
        }
        fields.append(make.date("occurred_on", "Ngày thực hiện", required: true))
    }

    static func field(_ spec: AllowedEventView.Field, _ make: FieldMaker, _ choices: CasePanel.Choices) -> Field {
        let name = "f." + spec.name
        switch spec.type {
        case "longtext": return make.area(name, spec.title, required: spec.required, most: 20_000)
        case "date", "date_ahead", "any_date": return make.date(name, spec.title, required: spec.required)
        case "integer" where SettlementFigures.names.contains(spec.name):
            var amount = make.line(name, spec.title, width: 4, required: spec.required, most: 15)
            amount.inputType = "number"
            return amount
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
}
