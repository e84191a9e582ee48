public import Law
import Postgres
import Records

/// Reception sessions and the standing schedule.
public struct SessionDesk: Sendable {
    let casework: Casework

    /// Publishes place and hours of regular reception, at least five working days before they take effect (Luật Tiếp công dân Đ.24);
    /// later than that only with a reason, which is recorded.
    public func publishSchedule(_ draft: ScheduleDraft, key: String?, by actor: Actor) async throws -> ScheduleView {
        let officer = try actor.officer()
        try officer.require([.officer, .leader])
        let place = try Text.require(draft.place, field: "place", most: 300)
        let hours = try Text.require(draft.hours, field: "hours", most: 200)
        guard place.count >= 3, hours.count >= 3 else { throw Problem.invalid("place", "too_short", "Ghi rõ địa điểm và giờ tiếp.") }
        let reason = try Text.optional(draft.lateReason, field: "lateReason", most: 1000, multiline: true)
        if draft.publishedOn > casework.today {
            throw Problem.invalid("publishedOn", "date_in_future", "Ngày niêm yết không được sau hôm nay.")
        }
        return try await casework.once("sessions.schedule", key: key, input: draft, by: actor) { work in
            let (rule, latest) = try work.latestPublication(before: draft.validFrom, organisation: officer.organisation)
            if draft.publishedOn > latest && reason == nil {
                throw Problem(
                    .refused, code: "flag_reason_missing",
                    message: "Lịch phải niêm yết chậm nhất ngày \(latest.vietnamese). Nếu niêm yết muộn, phải ghi rõ lý do.",
                    basis: rule.ground.article,
                    errors: [.init(field: "lateReason", code: "flag_reason_missing", message: "Phải ghi rõ lý do niêm yết muộn.")])
            }
            let late = draft.publishedOn > latest ? reason : nil
            let id = try ReceptionRecords.insertSchedule(
                work.db, organisation: officer.organisation, place: place, hours: hours, validFrom: draft.validFrom,
                publishedOn: draft.publishedOn,
                lateReason: late, officer: officer.id, now: work.now)
            return ScheduleView(
                id: id, place: place, hours: hours, validFrom: draft.validFrom, publishedOn: draft.publishedOn, lateReason: late)
        }
    }

    public func schedules(by actor: Actor) async throws -> [ScheduleView] {
        let officer = try actor.officer()
        return try await casework.read(by: actor) { work in
            try ReceptionRecords.schedules(work.db, organisation: officer.organisation).map {
                ScheduleView(
                    id: $0.id, place: $0.place, hours: $0.hours, validFrom: $0.validFrom, publishedOn: $0.publishedOn,
                    lateReason: $0.lateReason)
            }
        }
    }

    /// Plans a leader's session, opens an ad hoc one on its ground, or opens today's regular one by hand.
    public func open(_ draft: SessionDraft, key: String?, by actor: Actor) async throws -> OpenedSession {
        let officer = try actor.officer()
        try officer.require([.clerk, .officer, .leader])
        var new = ReceptionRecords.NewSession(
            organisation: officer.organisation, kind: draft.kind, sessionDate: draft.sessionDate,
            place: try Text.require(draft.place, field: "place", most: 300))
        new.mode = draft.mode ?? .inPerson
        new.hours = try Text.optional(draft.hours, field: "hours", most: 200) ?? ""
        new.host = draft.host
        new.hostName = try Text.optional(draft.hostName, field: "hostName", most: 200) ?? ""
        new.hostTitle = try Text.optional(draft.hostTitle, field: "hostTitle", most: 200) ?? ""
        new.substitute = draft.substitute ?? false
        new.substituteReason = try Text.optional(draft.substituteReason, field: "substituteReason", most: 500)
        if new.substitute && new.substituteReason == nil {
            throw Problem.invalid("substituteReason", "required", "Tiếp thay người đứng đầu phải ghi lý do.")
        }
        new.participants = try Text.optional(draft.participants, field: "participants", most: 2000, multiline: true) ?? ""
        new.expectedContent = try Text.optional(draft.expectedContent, field: "expectedContent", most: 5000, multiline: true) ?? ""
        new.ground = try Text.choice(draft.ground, of: ["ADHOC-A", "ADHOC-B", "ADHOC-P"], field: "ground")
        if draft.kind == .adHoc && new.ground == nil {
            throw Problem.invalid("ground", "required", "Tiếp đột xuất phải ghi căn cứ (Luật Tiếp công dân Đ.18.3).")
        }
        let session = new
        return try await casework.once("sessions.open", key: key, input: draft, by: actor) { work in
            if session.kind != .scheduled && session.sessionDate != work.today {
                throw Problem.invalid("sessionDate", "not_today", "Buổi tiếp thường xuyên hoặc đột xuất được mở trong ngày.")
            }
            if session.kind == .scheduled && session.sessionDate < work.today {
                throw Problem.invalid("sessionDate", "date_in_past", "Không lập lịch cho ngày đã qua.")
            }
            if let host = session.host,
                try OfficeRecords.identity(work.db, officer: host, organisation: session.organisation)?.roles.isEmpty ?? true
            {
                throw Problem.invalid("host", "unknown_officer", "Người chủ trì phải là cán bộ của cơ quan.")
            }
            return try work.openSession(session)
        }
    }

    public func list(from: Day?, to: Day?, cursor: String?, limit: Int, by actor: Actor) async throws -> Page<SessionView> {
        let limit = min(max(limit, 1), 200)
        let before = try Cursor.parse(cursor)
        return try await casework.read(by: actor) { work in
            let rows = try ReceptionRecords.sessions(work.db, from: from, to: to, before: before, limit: limit + 1)
            return Page(
                items: try rows.prefix(limit).map { try work.sessionView($0) },
                next: rows.count > limit ? Cursor.text(rows[limit - 1].id) : nil)
        }
    }

    public func session(_ id: Int64, by actor: Actor) async throws -> SessionView {
        try await casework.read(by: actor) { work in
            guard let row = try ReceptionRecords.session(work.db, id) else { throw Problem.missing("buổi tiếp") }
            return try work.sessionView(row)
        }
    }

    /// The program's morning round: opens the regular session of every office that has a schedule in force, on a working day of that office
    /// (swapped Saturdays included, holidays not), and concludes forgotten ones of earlier days.
    /// - Returns: sessions opened and concluded.
    public func openRegularSessions() async throws -> (opened: Int, concluded: Int) {
        try await casework.write(by: .system(job: "regular-sessions")) { work in
            var opened = 0
            for schedule in try ReceptionRecords.schedulesWithoutSession(work.db, on: work.today)
            where work.reference.calendar(of: schedule.organisation).isWorkingDay(work.today) {
                var session = ReceptionRecords.NewSession(
                    organisation: schedule.organisation, kind: .regular, sessionDate: work.today, place: schedule.place)
                session.hours = schedule.hours
                session.schedule = schedule.id
                _ = try work.openSession(session)
                opened += 1
            }
            var concluded = 0
            for forgotten in try ReceptionRecords.forgottenRegularSessions(work.db, before: work.today) {
                try work.systemStep("conclude", on: work.today, case: forgotten.caseID)
                concluded += 1
            }
            return (opened, concluded)
        }
    }
}

extension Work {
    /// The last day on which what holds from `day` on may be published, by the clock of the session procedure (Luật Tiếp công dân Đ.24).
    func latestPublication(before day: Day, organisation: Int64) throws -> (rule: ClockRule, latest: Day) {
        guard let rule = try reference.opening("reception-session", on: day).version.clock("TCD-1"), let amount = rule.amount else {
            throw Problem(.unavailable, code: "law_not_loaded", message: "Quy trình tiếp công dân chưa có thời hạn công bố lịch.")
        }
        let days = amount.value(in: reference.settings(of: organisation))
        return (rule, reference.calendar(of: organisation).deadline(from: day, days, rule.unit).due)
    }

    func openSession(_ session: ReceptionRecords.NewSession) throws -> OpenedSession {
        let kind = try office(of: session.organisation)
        var facts = CaseFacts(office: kind)
        facts.sessionKind = session.kind
        facts.sessionMode = session.mode
        facts.sessionDate = session.sessionDate
        facts.hostNamed = session.host != nil || !session.hostName.isEmpty
        let (event, declared): (String, [String: FactValue]) =
            switch session.kind {
            case .regular: ("open_regular", [:])
            case .scheduled: ("plan", ["session_date": .date(session.sessionDate)])
            case .adHoc: ("open_adhoc", ["ground": .text(session.ground ?? "")])
            }
        let id = try ReceptionRecords.insert(db, session)
        let opened = try open(
            "reception-session", event: event, on: today, facts: facts, declared: declared, organisation: session.organisation,
            subject: .session,
            session: id)
        return OpenedSession(session: id, caseID: opened.caseID, sequence: 1, state: opened.step.to)
    }

    func office(of organisation: Int64) throws -> OfficeKind {
        if case .officer(let officer) = actor, officer.organisation == organisation { return officer.office }
        guard let row = try OfficeRecords.organisation(db, id: organisation) else { throw Problem.missing("cơ quan") }
        return row.kind
    }

    func sessionView(_ row: ReceptionRecords.SessionRow) throws -> SessionView {
        SessionView(
            id: row.id, caseID: row.caseID, sequence: row.seq, organisation: row.organisation, kind: row.kind, mode: row.mode,
            sessionDate: row.sessionDate, hours: row.hours, place: row.place, hostName: row.hostName, hostTitle: row.hostTitle,
            substitute: row.substitute, substituteReason: row.substituteReason, ground: row.ground, participants: row.participants,
            expectedContent: row.expectedContent, publishedOn: row.publishedOn, postponedFrom: row.postponedFrom,
            conclusionNumber: row.conclusionNumber, conclusionDate: row.conclusionDate, state: row.state,
            stateTitle: try reference.version(id: row.version).state(row.state)?.title ?? row.state,
            final: row.final, visits: row.visits, people: row.people)
    }
}
