import Law
import Postgres
import Records

/// What adding people to a visit asks for; the same key with another list is refused.
private struct AddedPeople: Encodable {
    var visit: Int64
    var people: [PersonDraft]
}

/// The reception book: one line per visit.
public struct VisitDesk: Sendable {
    let casework: Casework

    /// Enters a visit. A group is entered by head count and representatives first; a refused visitor or a denouncer needs no name.
    public func register(_ draft: VisitDraft, key: String?, by actor: Actor) async throws -> RegisteredVisit {
        let officer = try actor.officer()
        try officer.require([.clerk, .officer, .leader])
        var communes: Set<String> = []
        let visitors = draft.visitors ?? []
        if draft.denunciation == true && (!visitors.isEmpty || draft.authorised != nil) {
            throw Problem.invalid(
                "visitors", "denouncer_not_stored", "Người đến tố cáo không được ghi danh tính vào lượt tiếp; chỉ ghi số hồ sơ giấy ở đơn.")
        }
        if visitors.count > 6 { throw Problem.invalid("visitors", "too_many", "Chỉ ghi người đến và tối đa 5 người đại diện.") }
        var people: [PersonRecords.NewPerson] = []
        for (index, person) in visitors.enumerated() {
            people.append(
                try PersonIntake.check(
                    person, role: index == 0 ? "petitioner" : "representative", position: index + 1, field: "visitors",
                    today: casework.today,
                    communes: &communes))
        }
        if let authorised = draft.authorised {
            people.append(try PersonIntake.check(authorised, position: people.count + 1, today: casework.today, communes: &communes))
        }
        let count = draft.people ?? 1
        try IntakeLimits.check(people: count, field: "people")
        let representatives = draft.representatives ?? (count >= 2 ? people.filter { $0.role == "representative" }.count : 0)
        var visit = ReceptionRecords.NewVisit(
            session: draft.session, organisation: officer.organisation, visitedOn: casework.today, enteredAt: casework.surroundings.now())
        visit.filerKind =
            try Text.choice(draft.filerKind, of: ["individual", "organisation", "group"], field: "filerKind")
            ?? (count >= 2 ? "group" : "individual")
        visit.people = count
        visit.representatives = representatives
        visit.appointmentSigned = draft.appointmentSigned ?? false
        visit.appointmentOn = draft.appointmentOn
        visit.repeated = draft.repeated ?? false
        visit.wantsReply = draft.wantsReply ?? false
        visit.denunciation = draft.denunciation ?? false
        visit.summary = try Text.optional(draft.summary, field: "summary", most: IntakeLimits.visitWords, multiline: true) ?? ""
        visit.request = try Text.optional(draft.request, field: "request", most: IntakeLimits.visitWords, multiline: true) ?? ""
        visit.priorBodies =
            try Text.optional(draft.priorBodies, field: "priorBodies", most: IntakeLimits.priorBodies, multiline: true) ?? ""
        visit.settlementPapers = try Text.optional(draft.settlementPapers, field: "settlementPapers", most: IntakeLimits.visitPapers)
        visit.reviewPapers = try Text.optional(draft.reviewPapers, field: "reviewPapers", most: IntakeLimits.visitPapers)
        visit.receivedBy = officer.id
        visit.matter = draft.matter
        visit.number = draft.number
        let (new, persons, codes) = (visit, people, communes)
        return try await casework.once("visits.register", key: key, input: draft, by: actor) { work in
            let registered = try work.registerVisit(new, persons: persons, communes: codes)
            if let appointment = draft.appointment {
                try work.came(appointment: appointment, to: new.session, visit: registered.visit, denunciation: new.denunciation)
            }
            return registered
        }
    }

    /// Adds people to a visit that is not over: the list of a group that was registered by its head count first (Luật Tiếp công dân Đ.29).
    ///
    /// - Parameter people: 1 to 500, each with a name.
    public func addPeople(_ people: [PersonDraft], to visit: Int64, key: String?, by actor: Actor) async throws -> VisitView {
        let officer = try actor.officer()
        try officer.require([.clerk, .officer, .leader])
        guard (1...500).contains(people.count) else {
            throw Problem.invalid("people", "out_of_range", "Mỗi lần thêm từ 1 đến 500 người.")
        }
        var communes: Set<String> = []
        var members: [PersonRecords.NewPerson] = []
        for person in people {
            members.append(
                try PersonIntake.check(
                    person, role: "member", position: members.count + 1, field: "people", today: casework.today, communes: &communes))
        }
        let (new, codes) = (members, communes)
        return try await casework.once("visits.add_people", key: key, input: AddedPeople(visit: visit, people: people), by: actor) { work in
            guard let row = try ReceptionRecords.visit(work.db, visit) else { throw Problem.missing("lượt tiếp") }
            // Two lists at once wait for each other here, so that places are not given twice.
            let held = try work.lock(row.caseID)
            if row.denunciation {
                throw Problem.invalid("people", "denouncer_not_stored", "Người đến tố cáo không được ghi danh tính vào lượt tiếp.")
            }
            if held.version.state(held.context.state)?.isFinal == true {
                throw Problem(.refused, code: "visit_over", message: "Lượt tiếp đã kết thúc, không thêm người được nữa.")
            }
            for commune in codes { try work.reference.checkCommune(commune, field: "people.communeCode") }
            let last = try PersonRecords.lastPosition(work.db, visit: visit)
            for var person in new {
                person.position += last
                try work.db.run(PersonRecords.insert(person, petition: nil, visit: visit, organisation: officer.organisation))
            }
            return try work.visitView(row)
        }
    }

    public func visits(session: Int64, by actor: Actor) async throws -> [VisitView] {
        try await casework.read(by: actor) { work in
            guard try ReceptionRecords.session(work.db, session) != nil else { throw Problem.missing("buổi tiếp") }
            return try ReceptionRecords.visits(work.db, session: session).map { try work.visitView($0) }
        }
    }

    public func visit(_ id: Int64, by actor: Actor) async throws -> VisitView {
        try await casework.read(by: actor) { work in
            guard let row = try ReceptionRecords.visit(work.db, id) else { throw Problem.missing("lượt tiếp") }
            return try work.visitView(row)
        }
    }
}

extension Work {
    func registerVisit(_ visit: ReceptionRecords.NewVisit, persons: [PersonRecords.NewPerson], communes: Set<String>) throws
        -> RegisteredVisit
    {
        guard let session = try ReceptionRecords.session(db, visit.session) else {
            throw Problem.invalid("session", "unknown_session", "Không có buổi tiếp này trong cơ quan của bạn.")
        }
        if session.state != "in_session" {
            throw Problem(.refused, code: "session_not_open", message: "Buổi tiếp này chưa mở hoặc đã kết thúc.")
        }
        try checkMatter(visit.matter, denunciation: visit.denunciation)
        for commune in communes { try reference.checkCommune(commune, field: "communeCode") }
        var visit = visit
        visit.visitedOn = session.sessionDate
        var facts = CaseFacts(office: try office(of: visit.organisation))
        facts.people = visit.people
        facts.representatives = visit.representatives
        facts.appointmentSigned = visit.appointmentSigned
        facts.wantsReply = visit.wantsReply
        facts.receivedOn = visit.visitedOn
        facts.settlementPapers = visit.settlementPapers != nil
        facts.reviewPapers = visit.reviewPapers != nil
        facts.identified = !persons.isEmpty
        // The law speaks before a row is written: its refusal comes first, not a constraint's.
        _ = try opening(
            reference.opening("visit", on: today).version, event: "register_visit", on: today, facts: facts,
            organisation: visit.organisation)
        visit.number = try typedNumber(.visit, year: visit.visitedOn.year, typed: visit.number)
        let entered = try ReceptionRecords.insert(db, visit)
        for person in persons {
            try db.later(PersonRecords.insert(person, petition: nil, visit: entered.id, organisation: visit.organisation))
        }
        let opened = try open(
            "visit", event: "register_visit", on: today, facts: facts, organisation: visit.organisation, subject: .visit, visit: entered.id)
        return RegisteredVisit(
            visit: entered.id, caseID: opened.caseID, bookYear: visit.visitedOn.year, number: entered.number, sequence: 1,
            state: opened.step.to)
    }

    func visitView(_ row: ReceptionRecords.VisitRow) throws -> VisitView {
        VisitView(
            id: row.id, caseID: row.caseID, sequence: row.seq, session: row.session, bookYear: row.bookYear, number: row.number,
            book: row.book,
            visitedOn: row.visitedOn, filerKind: row.filerKind, people: row.people, representatives: row.representatives,
            appointmentSigned: row.appointmentSigned, appointmentOn: row.appointmentOn, repeated: row.repeated,
            wantsReply: row.wantsReply, denunciation: row.denunciation, summary: row.summary, request: row.request,
            priorBodies: row.priorBodies, settlementPapers: row.settlementPapers, reviewPapers: row.reviewPapers,
            refusalGround: row.refusalGround,
            outcome: row.outcome, shownTo: row.shownTo, matter: row.matter, state: row.state,
            stateTitle: try reference.version(id: row.version).state(row.state)?.title ?? row.state,
            final: row.final, parties: try PersonRecords.ofVisit(db, row.id).map(PersonView.init), petitions: row.petitions,
            enteredAt: row.enteredAt.vietnamISO8601, paperNumber: row.paperNumber)
    }
}
