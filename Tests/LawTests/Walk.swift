@testable import Law

/// The day on which most walks begin: a Thursday before the holiday of 24/11/2026.
let thursday = Day(2026, 11, 19)

/// One case led through a procedure, its clocks and facts kept as the program would keep them.
struct Walk {
    let version: ProcedureVersion
    var facts: CaseFacts
    var state = ProcedureVersion.new
    var clocks: [RunningClock] = []
    var last: Day?

    init(_ procedure: String, _ facts: CaseFacts) throws {
        version = try Shipped.version(procedure)
        self.facts = facts
    }

    private func decide(_ event: String, _ day: Day, _ role: Role, _ relation: Relation, _ declared: [String: FactValue]) throws(Refusal)
        -> Step
    {
        try version.decide(
            EventRequest(event: event, occurredOn: day, today: Day(2030, 1, 1), facts: declared, roles: [role], relations: [relation]),
            state: state, facts: facts, clocks: clocks, calendar: Calendars.known, previousEntryOn: last)
    }

    @discardableResult
    mutating func go(
        _ event: String, on day: Day = thursday, as role: Role = .leader, _ relation: Relation = .owner,
        _ declared: [String: FactValue] = [:]
    ) throws -> Step {
        let step = try decide(event, day, role, relation, declared)
        for change in step.clockChanges {
            switch change {
            case .start(let clock):
                clocks.append(
                    RunningClock(
                        id: Int64(clocks.count + 1), rule: clock.rule, startedOn: clock.from, amount: clock.amount, unit: clock.unit,
                        nominal: clock.nominal, due: clock.due))
            case .stop(let id, _, _, _): set(id, .stopped)
            case .lapse(let id, _, _): set(id, .lapsed)
            case .recount(let id, _, let amount, let deadline):
                if let index = clocks.firstIndex(where: { $0.id == id }) {
                    clocks[index].amount = amount
                    clocks[index].nominal = deadline.nominal
                    clocks[index].due = deadline.due
                }
            }
        }
        facts = facts.declaring(declared, on: day)
        facts.declared = [:]
        state = step.to
        last = day
        return step
    }

    private mutating func set(_ id: Int64, _ state: ClockState) {
        if let index = clocks.firstIndex(where: { $0.id == id }) { clocks[index].state = state }
    }

    /// Why the event is refused now: the guard's word, or the code of the refusal; `nil` when it is not.
    func refusal(
        _ event: String, on day: Day = thursday, as role: Role = .leader, _ relation: Relation = .owner,
        _ declared: [String: FactValue] = [:]
    ) -> String? {
        do throws(Refusal) {
            _ = try decide(event, day, role, relation, declared)
            return nil
        } catch {
            return error.reason == .guardFailed ? error.field : error.code
        }
    }

    var running: Set<String> { Set(clocks.filter(\.isOpen).map(\.rule)) }
    func due(_ rule: String) -> String? { clocks.last { $0.rule == rule && $0.isOpen }?.due.iso }
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
