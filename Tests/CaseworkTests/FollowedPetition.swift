import Casework
import Law
import Postgres
import TestSupport

/// A petition followed through the office that settles it: its steps, and what a test looks at after each of them.
struct FollowedPetition: Sendable {
    let world: TestWorld
    let entry: RegisteredPetition
    let office: String

    /// Entered by the office as its own business, received on 19/11/2026.
    static func registered(
        _ world: TestWorld, _ kind: PetitionKind, by office: String = "snnmt", _ change: (inout PetitionDraft) -> Void = { _ in }
    ) async throws -> FollowedPetition {
        var draft = world.draft(kind)
        draft.jurisdiction = .competent
        change(&draft)
        let entry = try await world.register(draft, by: "\(office).clerk")
        return FollowedPetition(world: world, entry: entry, office: office)
    }

    /// Takes a step, on `day` when the clock has to move there first.
    @discardableResult
    func take(_ event: String, as role: String, on day: Day? = nil, _ facts: [String: FactInput] = [:]) async throws -> StepView {
        if let day { world.clock.set(day) }
        return try await world.step(entry.caseID, event, facts, by: "\(office).\(role)")
    }

    func refused(_ event: String, as role: String, on day: Day? = nil, _ facts: [String: FactInput] = [:]) async throws -> Problem? {
        try await problem { try await take(event, as: role, on: day, facts) }
    }

    func view() async throws -> CaseView { try await world.casework.cases.caseFile(entry.caseID, by: world.actor("\(office).officer")) }

    /// What became of each clock, by rule: `TCD-4 met 2026-11-20`, or its due day while it runs.
    func fates() async throws -> [String] {
        let caseID = entry.caseID
        return try await world.superuser.read { db in
            try db.values(
                """
                select concat_ws(' ', rule, state, coalesce(ended_on, due)::text) from tiepdan.clock
                 where case_id = \(caseID) order by rule, id
                """, as: String.self)
        }
    }

    /// Outcome and its day in the office's book.
    func book() async throws -> String {
        let (petition, organisation) = (entry.petition, world.office(office))
        return try await world.superuser.read { db in
            try db.value(
                """
                select concat_ws(' ', outcome, outcome_on::text) from tiepdan.registration
                 where petition = \(petition) and organisation = \(organisation)
                """, as: String.self)
        }
    }

    /// Result, number, day, in time or not; empty while nothing is settled.
    func settlement() async throws -> [String] {
        let caseID = entry.caseID
        return try await world.superuser.read { db in
            try db.values(
                """
                select concat_ws(' ', result, decision_number, decision_date::text, case when in_time then 'in time' else 'late' end)
                  from tiepdan.settlement where case_id = \(caseID)
                """, as: String.self)
        }
    }

    /// Kind, number and day of every document issued.
    func papers() async throws -> [String] {
        try await view().documents.map { document in
            let parts: [String?] = [document.kind, document.number, document.issuedOn?.iso]
            return parts.compactMap { $0 }.joined(separator: " ")
        }
    }

    /// What the citizen reads of every case of the entry.
    func words() async throws -> [String] { try await world.casework.petitions.lookup(entry.receiptCode).stages.map(\.words) }

    /// Who is told of an entry.
    func told(_ step: StepView) async throws -> [String] {
        let (caseID, sequence) = (step.caseID, step.sequence)
        return try await world.superuser.read { db in
            try db.values(
                """
                select t.word from tiepdan.outbox o, jsonb_array_elements_text(o.payload -> 'tells') as t (word)
                 where o.topic = 'notice' and o.payload ->> 'case' = \(caseID)::text and o.payload ->> 'sequence' = \(sequence)::text
                """, as: String.self)
        }
    }
}

extension [String: FactInput] {
    static func decision(_ number: String, _ iso: String, and more: [String: FactInput] = [:]) -> [String: FactInput] {
        more.merging(["document_number": .text(number), "document_date": .text(iso)]) { $1 }
    }
    static func letter(_ number: String, _ iso: String, and more: [String: FactInput] = [:]) -> [String: FactInput] {
        more.merging(["letter_number": .text(number), "letter_date": .text(iso)]) { $1 }
    }
    func because(_ reason: String) -> [String: FactInput] { merging(["flag_reason": .text(reason)]) { $1 } }
}
