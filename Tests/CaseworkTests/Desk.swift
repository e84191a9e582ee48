import Casework
import Foundation
import Law
import Postgres
import TestSupport

/// Short words for what the tests do at the counters.
extension TestWorld {
    func draft(
        _ kind: PetitionKind = .feedback, receivedOn: Day = Day(2026, 11, 19), name: String = "Nguyễn Văn An",
        title: String = "Đường làng ngập nước"
    ) -> PetitionDraft {
        var draft = PetitionDraft(
            channel: .post, receivedOn: receivedOn, kind: kind, title: title, body: "Kính gửi quý cơ quan. \(title), xin xem xét.")
        if kind == .denunciation {
            draft.pseudonym = "Người tố cáo A"
            draft.paperFileNumber = "TC-01"
        } else {
            draft.petitioners = [PersonDraft(fullName: name)]
        }
        return draft
    }

    func register(_ draft: PetitionDraft, by name: String = "hdnd.clerk") async throws -> RegisteredPetition {
        try await casework.petitions.register(draft, key: nil, by: actor(name))
    }

    func step(
        _ caseID: Int64, _ event: String, _ facts: [String: FactInput] = [:], at sequence: Int? = nil, on day: Day? = nil, by name: String
    ) async throws -> StepView {
        let seen: Int
        if let sequence { seen = sequence } else { seen = try await stand(of: caseID).seq }
        return try await casework.cases.step(
            caseID, EventDraft(event: event, occurredOn: day, facts: facts, expectedSequence: seen), key: nil, by: actor(name))
    }

    /// Registered by the People's Council, classified as eligible and another's business.
    func classified(_ draft: PetitionDraft) async throws -> RegisteredPetition {
        let registered = try await register(draft)
        _ = try await step(
            registered.caseID, "classify",
            ["kind": .text(draft.kind.rawValue), "eligibility": .text("eligible"), "jurisdiction": .text("not_competent")],
            by: "hdnd.officer")
        return registered
    }

    /// Referred by the People's Council; the answer names the referral's case.
    func referred(
        _ draft: PetitionDraft? = nil, to office: String = "snnmt", answerBy: Day? = nil
    ) async throws -> (petition: RegisteredPetition, referral: Int64, caseID: Int64) {
        let registered = try await classified(draft ?? self.draft())
        let step = try await step(registered.caseID, "refer", referFacts(to: office, answerBy: answerBy), by: "hdnd.officer")
        return (registered, step.created["referral"]!, step.created["referralCase"]!)
    }

    /// A letter of transfer; one of another day has another number.
    func referFacts(to office: String, answerBy: Day? = nil, letter: String = "12/HĐND-TT") -> [String: FactInput] {
        var facts: [String: FactInput] = [
            "recipient": .number(self.office(office)), "letter_number": .text(letter), "letter_date": .text(clock.today.iso),
        ]
        if let answerBy { facts["answer_by"] = .text(answerBy.iso) }
        return facts
    }

    struct Stand: RowDecodable, Sendable, Equatable {
        var state: String
        var seq: Int
        init(_ row: Row) throws(DecodeError) {
            state = try row["state"]
            seq = try row["seq"]
        }
    }
    func stand(of caseID: Int64) async throws -> Stand {
        try await superuser.read { db in try db.one("select state, seq from tiepdan.case_file where id = \(caseID)") }
    }

    /// Rule → due day of the case's running clocks.
    func running(_ caseID: Int64) async throws -> [String: Day] {
        struct Clock: RowDecodable, Sendable {
            var rule: String
            var due: PGDate
            init(_ row: Row) throws(DecodeError) {
                rule = try row["rule"]
                due = try row["due"]
            }
        }
        let clocks = try await superuser.read { db in
            try db.all("select rule, due from tiepdan.clock where case_id = \(caseID) and state = 'running'", as: Clock.self)
        }
        return Dictionary(uniqueKeysWithValues: clocks.map { ($0.rule, Day(daysSince1970: $0.due.daysSince1970)) })
    }

    func count(_ sql: SQL) async throws -> Int { try await superuser.read { db in try db.value(sql, as: Int.self) } }

    /// Runs every file of `sql/checks`; the findings, by file.
    func findings() async throws -> [String] {
        let folder = TestWorld.root + "/sql/checks"
        var found: [String] = []
        for file in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() where file.hasSuffix(".sql") {
            let text = try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
            found += try await superuser.write { db in
                try db.script("create temp view findings as \(text)")
                let rows = try db.values("select row_to_json(f)::text from findings f", as: String.self)
                try db.script("drop view findings")
                return rows.map { "\(file): \($0)" }
            }
        }
        return found
    }

    /// Every row of every table that a desk writes, as one text: equal texts, equal databases.
    func everything() async throws -> String {
        try await superuser.read { db in
            let tables = try db.values(
                """
                select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
                 where n.nspname = 'tiepdan' and c.relkind = 'r'
                   and c.relname not in ('commune', 'former_unit', 'province', 'field', 'calendar_day', 'procedure_transition', 'procedure_state')
                 order by 1
                """, as: String.self)
            var text = ""
            for table in tables {
                try db.script(
                    "select set_config('probe.content', coalesce((select string_agg(t::text, chr(10) order by t::text) from tiepdan.\"\(table)\" t), ''), true)"
                )
                text += "== \(table)\n" + (try db.value("select current_setting('probe.content')", as: String.self)) + "\n"
            }
            return text
        }
    }
}

/// The problem that a desk answers with, or nil when it does what it was asked.
func problem<R>(_ body: () async throws -> R) async throws -> Problem? {
    do {
        _ = try await body()
        return nil
    } catch let problem as Problem {
        return problem
    }
}
