import Law
import Postgres
import Records
import TestSupport

/// One officer's seat: as whom a transaction is scoped.
struct Seat: Sendable {
    var officer: Int64
    var office: Int64
    var settings: [SessionSetting] { Scope(actor: "officer", officer: officer, organisation: office).settings }
}

/// What entering a petition brought into being.
struct Entered: Sendable, Equatable {
    var petition: Int64
    var matter: Int64
    var registration: Int64
    var number: Int
    var caseID: Int64
}

extension TestWorld {
    /// The officer `hdnd.clerk` at his office.
    func seat(_ name: String) async throws -> Seat {
        try await superuser.read { db in
            Seat(
                officer: try db.value("select id from tiepdan.officer where username = \(name)"),
                office: try db.value("select home from tiepdan.officer where username = \(name)"))
        }
    }

    /// Enters a petition with the functions of the store, as the daemon's role.
    func enter(
        _ seat: Seat, receivedOn: Day = Day(2026, 11, 19), name: String = "Nguyễn Văn An", title: String = "Đường làng ngập nước",
        idNumber: String? = nil, receipt: String = Receipts.next()
    ) async throws -> Entered {
        let now = clock.now
        return try await app.write(settings: seat.settings) { db in
            try Store.enter(db, seat, receivedOn: receivedOn, now: now, name: name, title: title, idNumber: idNumber, receipt: receipt)
        }
    }

    /// The SQLSTATE with which the database refuses a statement, or nil when it carries it out. Nothing is kept.
    func refusal(_ pool: Pool, _ settings: [SessionSetting] = [], _ sql: SQL) async throws -> String? {
        struct Undo: Error {}
        do {
            try await pool.write(settings: settings) { db in
                try db.run(sql)
                throw Undo()
            }
            return nil
        } catch is Undo {
            return nil
        } catch let error as PostgresError {
            return error.code?.rawValue ?? "\(error)"
        }
    }
}

/// Receipt codes for tests: unique and of the right shape.
enum Receipts {
    static func next() -> String {
        let digits = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        return String((0..<11).map { _ in digits.randomElement()! })
    }
}

enum Store {
    static func enter(
        _ db: Connection, _ seat: Seat, receivedOn: Day, now: Instant, name: String, title: String, idNumber: String? = nil, receipt: String
    ) throws -> Entered {
        var petition = PetitionRecords.NewPetition(
            receiptCode: receipt, office: seat.office, channel: .post, receivedOn: receivedOn, enteredAt: now, title: title,
            body: "Kính gửi quý cơ quan. \(title).")
        petition.searchWords = "\(name) \(title)"
        let entered = try PetitionRecords.enter(
            db, petition,
            PetitionRecords.NewRegistration(
                organisation: seat.office, receivedOn: receivedOn, enteredAt: now, enteredBy: seat.officer, kind: .feedback),
            version: try version(db, "forwarding"), openedOn: receivedOn)
        var person = PersonRecords.NewPerson(role: "petitioner", position: 1, fullName: name)
        person.idNumber = idNumber
        person.idKind = idNumber == nil ? nil : "citizen_id"
        _ = try db.batch([PersonRecords.insert(person, petition: entered.petition, visit: nil, organisation: seat.office)])
        try append(db, entered.caseID, 1, "register", to: "received", on: receivedOn, now: now)
        return Entered(
            petition: entered.petition, matter: entered.matter, registration: entered.registration, number: entered.number,
            caseID: entered.caseID)
    }

    static func version(_ db: Connection, _ procedure: String) throws -> Int {
        try db.value("select max(id) from tiepdan.procedure_version where procedure = \(procedure)", as: Int.self)
    }

    static func append(
        _ db: Connection, _ caseID: Int64, _ seq: Int, _ event: String, to: String, on day: Day, now: Instant, payload: String = "{}"
    ) throws {
        try db.run(
            CaseRecords.append(
                CaseRecords.Entry(
                    caseID: caseID, seq: seq, event: event, occurredOn: day, recordedAt: now, to: to, role: .clerk, relation: .owner,
                    payload: JSONB(payload), request: nil)))
    }
}

extension PetitionRecords {
    /// `list` with everything that a test does not care about.
    static func listed(
        _ db: Connection, q: String? = nil, open: Bool? = nil, due: DueFilter? = nil, before: Int64? = nil, limit: Int = 51
    ) throws -> [Line] {
        try list(db, q: q, open: open, state: nil, kind: nil, due: due, before: before, limit: limit)
    }
}
