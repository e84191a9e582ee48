public import Identity
public import Law
public import Postgres
import Records

/// Carries out one request of one actor in one transaction.
///
/// The desks (`sessions`, `visits`, `petitions`, …) are the rooms' counters; each operation takes the actor, decides by the law and
/// writes by `Records`. Nothing is half done: an operation that throws has written nothing.
public final class Casework: Sendable {
    public let pool: Pool
    public let rulebook: Rulebook
    /// Who must receive citizens how often.
    public let receptionDuties: ReceptionDuties
    public let surroundings: Surroundings
    let passwords: PasswordVerifier
    let reference = ReferenceBox()

    public init(
        pool: Pool, rulebook: Rulebook, duties: ReceptionDuties = .empty, surroundings: Surroundings, passwords: PasswordVerifier
    ) {
        self.pool = pool
        self.rulebook = rulebook
        receptionDuties = duties
        self.surroundings = surroundings
        self.passwords = passwords
    }

    public var signIn: SignInDesk { SignInDesk(casework: self) }
    public var sessions: SessionDesk { SessionDesk(casework: self) }
    public var leaderSessions: LeaderSessionDesk { LeaderSessionDesk(casework: self) }
    public var visits: VisitDesk { VisitDesk(casework: self) }
    public var petitions: PetitionDesk { PetitionDesk(casework: self) }
    public var postbag: PostbagDesk { PostbagDesk(casework: self) }
    public var filing: FilingDesk { FilingDesk(casework: self) }
    public var matters: MatterDesk { MatterDesk(casework: self) }
    public var persons: PersonDesk { PersonDesk(casework: self) }
    public var enquiries: EnquiryDesk { EnquiryDesk(casework: self) }
    public var cases: CaseDesk { CaseDesk(casework: self) }
    public var cutOver: CutOverDesk { CutOverDesk(casework: self) }
    public var referrals: ReferralDesk { ReferralDesk(casework: self) }
    public var tasks: TaskDesk { TaskDesk(casework: self) }
    public var attachments: AttachmentDesk { AttachmentDesk(casework: self) }
    public var documents: DocumentDesk { DocumentDesk(casework: self) }
    public var signing: SigningDesk { SigningDesk(casework: self) }
    public var registers: RegisterDesk { RegisterDesk(casework: self) }
    public var duties: DutyDesk { DutyDesk(casework: self) }
    public var catalogues: CatalogueDesk { CatalogueDesk(casework: self) }
    public var administration: AdministrationDesk { AdministrationDesk(casework: self) }
    public var offices: OfficeChangeDesk { OfficeChangeDesk(casework: self) }
    public var redating: RedatingDesk { RedatingDesk(casework: self) }
    public var national: NationalDesk { NationalDesk(casework: self) }
    public var units: UnitDesk { UnitDesk(casework: self) }
    public var work: WorkDesk { WorkDesk(casework: self) }
    public var digest: DigestDesk { DigestDesk(casework: self) }
    public var queues: Queues { Queues(casework: self) }

    /// The day in Việt Nam by the surroundings' clock.
    public var today: Day { surroundings.now().dayInVietnam }

    // MARK: transactions

    /// A read-only transaction under the actor's scope.
    func read<R: Sendable>(by actor: Actor, _ body: @Sendable (Work) throws -> R) async throws -> R {
        try await guarded { [self] in
            let reference = try await currentReference()
            let now = surroundings.now()
            return try await pool.read(settings: Self.scope(of: actor).settings) { db in
                try body(Work(db: db, reference: reference, now: now, actor: actor, random: surroundings.random))
            }
        }
    }

    /// A writing transaction under the actor's scope; repeated with a fresh reading when calendar, law or settings moved meanwhile.
    func write<R: Sendable>(by actor: Actor, _ body: @Sendable (Work) throws -> R) async throws -> R {
        try await guarded { [self] in
            for _ in 0..<3 {
                let reference = try await currentReference()
                let now = surroundings.now()
                do {
                    return try await pool.write(settings: Self.scope(of: actor).settings) { db in
                        try body(Work(db: db, reference: reference, now: now, actor: actor, random: surroundings.random))
                    }
                } catch let error as PostgresError where error.code == Self.referenceMoved {
                    self.reference.forget()
                }
            }
            throw Problem(.unavailable, code: "reference_moving", message: "Lịch làm việc hoặc thiết lập đang được thay đổi, hãy thử lại.")
        }
    }

    /// A write that a client may repeat: the key is claimed in the same transaction, and a repetition gets the first answer.
    ///
    /// - Parameters:
    ///   - key: from the client, 8…100 characters; nil makes the write unrepeatable.
    ///   - input: what was asked; the same key with another input is refused.
    func once<R: Codable & Sendable>(
        _ operation: String, key: String?, input: some Encodable, by actor: Actor, _ body: @Sendable (Work) throws -> R
    ) async throws -> R {
        guard let key else { return try await write(by: actor, body) }
        try Self.check(key: key)
        let caller: OfficerActor? = if case .officer(let officer) = actor { officer } else { nil }
        let owner = caller?.id ?? 0
        let office = caller?.organisation ?? 0
        // What one office was answered is no answer for another one of the same officer.
        let fingerprint = ChainHash.hex([operation, String(office), try JSON.text(input)])
        do {
            return try await write(by: actor) { work in
                try work.db.later(
                    MachineryRecords.claim(officer: owner, key: key, fingerprint: fingerprint, operation: operation, now: work.now))
                let answer = try body(work)
                try work.db.later(MachineryRecords.remember(officer: owner, key: key, response: try JSON.text(answer)))
                return answer
            }
        } catch let error as PostgresError where error.constraint == MachineryRecords.keyConstraint {
            let earlier = try await read(by: actor) { work in try MachineryRecords.answered(work.db, officer: owner, key: key) }
            guard let earlier, earlier.fingerprint == fingerprint, let response = earlier.response else {
                throw Problem(
                    .conflict, code: "idempotency_key_reused", message: "Khóa chống trùng này đã được dùng cho một yêu cầu khác.")
            }
            return try JSON.value(R.self, from: response)
        }
    }

    static func check(key: String) throws(Problem) {
        guard (8...100).contains(key.unicodeScalars.count), key.unicodeScalars.allSatisfy({ $0.value > 32 && $0.value < 127 }) else {
            throw Problem.invalid("Idempotency-Key", "invalid_key", "Khóa chống trùng phải dài 8–100 ký tự ASCII.")
        }
    }

    /// Forgets the cached reference data; the next request reads them anew.
    public func forgetReference() { reference.forget() }

    /// Microseconds for which reference data are believed without asking for their stamp: what another program changed shows after it.
    static let referenceAge: Int64 = 10_000_000

    func currentReference() async throws -> Reference {
        let now = surroundings.now()
        let rulebook = rulebook
        if let (known, checked) = reference.current {
            if abs(now.microseconds - checked.microseconds) < Self.referenceAge { return known }
            if try await pool.bare({ db in try CalendarRecords.stamp(db) }) == known.stamp {
                reference.put(known, at: now)
                return known
            }
        }
        let fresh = try await pool.read { db in try Reference.read(db, rulebook: rulebook) }
        reference.put(fresh, at: now)
        return fresh
    }

    /// Raised by `reference_holds` when a clock was computed on an older reading.
    static let referenceMoved = SQLState(rawValue: "TD010")

    static func scope(of actor: Actor) -> Scope {
        switch actor {
        case .officer(let officer): Scope(actor: "officer", officer: officer.id, organisation: officer.organisation)
        case .system(_, let organisation): Scope(actor: "system", organisation: organisation)
        case .operator: Scope(actor: "operator")
        case .citizen: Scope(actor: "citizen")
        }
    }

    /// Turns what the database says into problems; anything unknown passes as it is and becomes a 500 above.
    func guarded<R>(_ body: () async throws -> R) async throws -> R {
        do {
            return try await body()
        } catch let error as PostgresError {
            throw Problem(database: error) ?? error
        }
    }
}
