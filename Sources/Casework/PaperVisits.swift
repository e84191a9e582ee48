public import Law
import Postgres
import Records

/// Visits that were written on paper while the program was away, typed in afterwards row by row.
extension VisitDesk {
    /// Enters one row of the sheet with its real day; when it was typed stands apart, and so does its number on the sheet.
    ///
    /// The visit stands in the session that was held then. Where the program was away and never opened the day's regular session, that is
    /// opened for its day now. A session that is over takes the row too: the sheet was written while it went on.
    /// - Throws: `Problem` when the row was entered before, or the session is another day's or was never held.
    public func enterFromPaper(_ draft: PaperVisitDraft, key: String?, by actor: Actor) async throws -> RegisteredVisit {
        let officer = try actor.officer()
        try officer.require([.clerk, .officer, .leader])
        let number = try Text.require(draft.number, field: "number", most: IntakeLimits.sheetNumber)
        if draft.day > casework.today { throw Problem.invalid("day", "date_in_future", "Ngày tiếp không được sau hôm nay.") }
        if draft.day < casework.today.adding(years: -10) { throw Problem.invalid("day", "date_too_old", "Ngày tiếp quá xa trong quá khứ.") }
        let denunciation = draft.denunciation ?? false
        if denunciation && draft.visitor != nil {
            throw Problem.invalid(
                "visitor", "denouncer_not_stored", "Người đến tố cáo không được ghi danh tính vào lượt tiếp; chỉ ghi số hồ sơ giấy ở đơn.")
        }
        var communes: Set<String> = []
        var people: [PersonRecords.NewPerson] = []
        if let visitor = draft.visitor {
            people.append(
                try PersonIntake.check(
                    visitor, role: "petitioner", position: 1, field: "visitor", today: casework.today, communes: &communes))
        }
        let count = draft.people ?? 1
        try IntakeLimits.check(people: count, field: "people")
        let place = try Text.optional(draft.place, field: "place", most: 300)
        var visit = ReceptionRecords.NewVisit(
            session: 0, organisation: officer.organisation, visitedOn: draft.day, enteredAt: casework.surroundings.now())
        visit.filerKind = count >= 2 ? "group" : "individual"
        visit.people = count
        visit.denunciation = denunciation
        visit.repeated = draft.repeated ?? false
        visit.wantsReply = draft.wantsReply ?? false
        visit.summary = try Text.optional(draft.summary, field: "summary", most: IntakeLimits.visitWords, multiline: true) ?? ""
        visit.request = try Text.optional(draft.request, field: "request", most: IntakeLimits.visitWords, multiline: true) ?? ""
        visit.receivedBy = officer.id
        visit.number = draft.bookNumber
        let (new, persons, codes) = (visit, people, communes)
        return try await casework.once("visits.paper", key: key, input: draft, by: actor) { work in
            var visit = new
            visit.enteredAt = work.now
            for commune in codes { try work.reference.checkCommune(commune, field: "visitor.communeCode") }
            visit.session = try work.sessionOnPaper(draft.session, day: draft.day, place: place, of: officer)
            let entered = try work.registerPaperVisit(visit, number: number, persons: persons)
            if let appointment = draft.appointment {
                try work.came(appointment: appointment, to: visit.session, visit: entered.visit, denunciation: visit.denunciation)
            }
            return entered
        }
    }
}

extension Work {
    /// In these a session went on; a draft or a cancelled one never did.
    private static let heldStates: Set<String> = ["in_session", "concluded", "notice_issued", "closed"]

    /// The session of a sheet: the one named, or the regular one of the day, opened for it when the program was away.
    func sessionOnPaper(_ named: Int64?, day: Day, place: String?, of officer: OfficerActor) throws -> Int64 {
        let known = try named ?? ReceptionRecords.regularSession(db, organisation: officer.organisation, on: day)
        if let known {
            guard let session = try ReceptionRecords.session(db, known) else {
                throw Problem.invalid("session", "unknown_session", "Không có buổi tiếp này trong cơ quan của bạn.")
            }
            if session.sessionDate != day {
                throw Problem.invalid("day", "date_of_session", "Buổi tiếp này là của ngày \(session.sessionDate.vietnamese).")
            }
            guard Self.heldStates.contains(session.state) else {
                throw Problem(
                    .refused, code: "session_not_held",
                    message: "Buổi tiếp này chưa được ghi là đã mở; hãy ghi việc mở buổi tiếp với đúng ngày trước.")
            }
            return session.id
        }
        guard let place = try place ?? ReceptionRecords.placeInForce(db, organisation: officer.organisation, on: day) else {
            throw Problem.invalid(
                "place", "required", "Chưa có buổi tiếp của ngày này; ghi địa điểm để mở buổi tiếp thường xuyên của ngày đó.")
        }
        var facts = CaseFacts(office: officer.office)
        facts.sessionKind = .regular
        facts.sessionMode = .inPerson
        facts.sessionDate = day
        let new = ReceptionRecords.NewSession(organisation: officer.organisation, kind: .regular, sessionDate: day, place: place)
        let id = try ReceptionRecords.insert(db, new)
        _ = try open(
            "reception-session", event: "open_regular", on: day, facts: facts, organisation: officer.organisation, subject: .session,
            session: id)
        return id
    }

    func registerPaperVisit(
        _ visit: ReceptionRecords.NewVisit, number: String, persons: [PersonRecords.NewPerson]
    ) throws -> RegisteredVisit {
        if try ReceptionRecords.isEntered(db, session: visit.session, paperNumber: number) {
            throw Problem.invalid("number", "already_entered", "Số \(number) trên giấy của buổi này đã được nhập.")
        }
        var facts = CaseFacts(office: try office(of: visit.organisation))
        facts.people = visit.people
        facts.wantsReply = visit.wantsReply
        facts.receivedOn = visit.visitedOn
        facts.identified = !persons.isEmpty
        let day = visit.visitedOn
        // The law speaks before a row is written.
        _ = try opening(
            reference.opening("visit", on: day).version, event: "register_visit", on: day, facts: facts, organisation: visit.organisation)
        var visit = visit
        visit.number = try typedNumber(.visit, year: day.year, typed: visit.number)
        let entered = try ReceptionRecords.insert(db, visit)
        try ReceptionRecords.setPaperNumber(db, visit: entered.id, number: number)
        for person in persons {
            try db.later(PersonRecords.insert(person, petition: nil, visit: entered.id, organisation: visit.organisation))
        }
        let opened = try open(
            "visit", event: "register_visit", on: day, facts: facts, organisation: visit.organisation, subject: .visit, visit: entered.id)
        return RegisteredVisit(
            visit: entered.id, caseID: opened.caseID, bookYear: day.year, number: entered.number, sequence: 1, state: opened.step.to)
    }
}

/// A row of a sheet as it is in the book now.
public struct PaperVisitLine: Sendable, Equatable {
    public var visit: Int64
    /// Its number on the sheet.
    public var paperNumber: String
    /// STT in the year's reception book.
    public var bookYear: Int
    public var number: Int
    /// Short name of the office in whose book the number stands, where that is another one's.
    public var book: String?
    public var who: String
    public var people: Int
    public var summary: String
    public var enteredAt: String
}

extension VisitDesk {
    /// Whether the office types the numbers of its reception book from its own document system.
    public func typesNumbers(by actor: Actor) async throws -> Bool {
        _ = try actor.officer()
        return try await casework.read(by: actor) { work in try work.typesNumbers(.visit) }
    }

    /// What has been entered from paper for one day, as it was typed.
    public func fromPaper(on day: Day, by actor: Actor) async throws -> [PaperVisitLine] {
        _ = try actor.officer()
        return try await casework.read(by: actor) { work in
            try ReceptionRecords.paperLines(work.db, on: day).map {
                PaperVisitLine(
                    visit: $0.visit, paperNumber: $0.paperNumber, bookYear: $0.bookYear, number: $0.number, book: $0.book, who: $0.who,
                    people: $0.people, summary: $0.summary, enteredAt: $0.enteredAt.vietnamISO8601)
            }
        }
    }
}
