@testable import Law

/// The day on which most walks begin: a Thursday before the holiday of 24/11/2026.
let thursday = Day(2026, 11, 19)

/// One case led through a procedure, its clocks and facts kept as the program would keep them.
struct Walk {
    private var replay: CaseReplay
    var facts: CaseFacts
    var calendar = Calendars.known

    /// The version in force on `day`.
    init(_ procedure: String, _ facts: CaseFacts, inForceOn day: Day = thursday) throws {
        self.init(try Shipped.version(procedure, on: day), facts)
    }

    init(_ version: ProcedureVersion, _ facts: CaseFacts) {
        replay = CaseReplay(version: version)
        self.facts = facts
    }

    var version: ProcedureVersion { replay.version }
    var state: String { replay.state }
    var clocks: [RunningClock] { replay.clocks }
    var last: Day? { replay.lastOn }

    @discardableResult
    mutating func go(
        _ event: String, on day: Day = thursday, as role: Role = .leader, _ relation: Relation = .owner,
        _ declared: [String: FactValue] = [:]
    ) throws -> Step {
        let step = try replay.take(request(event, day, role, relation, declared), facts: facts, calendar: calendar)
        facts = facts.declaring(declared, on: day)
        facts.declared = [:]
        return step
    }

    private func request(_ event: String, _ day: Day, _ role: Role, _ relation: Relation, _ declared: [String: FactValue]) -> EventRequest {
        EventRequest(event: event, occurredOn: day, today: Day(2030, 1, 1), facts: declared, roles: [role], relations: [relation])
    }

    /// Counts the open clocks by another calendar.
    @discardableResult
    mutating func redate(by calendar: WorkCalendar, on day: Day) -> [Int64] {
        self.calendar = calendar
        return replay.redate(by: calendar, today: day)
    }

    /// Why the event is refused now: the guard's word, or the code of the refusal; `nil` when it is not.
    func refusal(
        _ event: String, on day: Day = thursday, as role: Role = .leader, _ relation: Relation = .owner,
        _ declared: [String: FactValue] = [:]
    ) -> String? {
        var tried = replay
        do throws(Refusal) {
            _ = try tried.take(request(event, day, role, relation, declared), facts: facts, calendar: calendar)
            return nil
        } catch {
            return error.reason == .guardFailed ? error.field : error.code
        }
    }

    var running: Set<String> { Set(clocks.filter(\.isOpen).map(\.rule)) }
    func due(_ rule: String) -> String? { clocks.last { $0.rule == rule && $0.isOpen }?.due.iso }
    /// How the newest clock of a rule stands, ended ones too.
    func clock(_ rule: String) -> ClockState? { clocks.last { $0.rule == rule }?.state }
}

let letter: [String: FactValue] = ["letter_number": .text("12/CV"), "letter_date": .date(thursday)]
let referral = letter.merging(["recipient": .id(7), "answer_by": .date(Day(2026, 12, 21))]) { $1 }

func document(_ more: [String: FactValue] = [:]) -> [String: FactValue] {
    more.merging(["document_number": .text("5/QĐ"), "document_date": .date(thursday)]) { $1 }
}

func late(_ facts: [String: FactValue]) -> [String: FactValue] { facts.merging(["flag_reason": .text("chờ xác minh")]) { $1 } }

func classification(_ kind: String, _ jurisdiction: String, _ eligibility: String = "eligible") -> [String: FactValue] {
    ["kind": .text(kind), "jurisdiction": .text(jurisdiction), "eligibility": .text(eligibility)]
}

let administrative: [OfficeKind] = [.receptionBoard, .peopleCommittee, .department, .inspectorate, .communeCommittee, .other]
let representative: [OfficeKind] = [.peopleCouncil, .naDelegation, .partyOffice, .communeCouncil]
