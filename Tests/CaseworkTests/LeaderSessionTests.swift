import Casework
import Law
import Postgres
import TestSupport
import Testing

/// The leader's own session, from its place in the calendar to its conclusion.
@Suite struct LeaderSessionTests {
    private func planned(
        _ world: TestWorld, for day: Day = Day(2026, 12, 1), _ change: (inout SessionDraft) -> Void = { _ in }
    ) async throws -> OpenedSession {
        var draft = SessionDraft(kind: .scheduled, sessionDate: day, place: "Phòng tiếp công dân")
        draft.hostName = "Đồng chí Chủ tịch"
        draft.hostTitle = "Chủ tịch"
        change(&draft)
        return try await world.casework.sessions.open(draft, key: nil, by: world.actor("hdnd.clerk"))
    }

    /// Published on Friday 20/11 and started on its day, Tuesday 01/12.
    private func started(_ world: TestWorld) async throws -> OpenedSession {
        let opened = try await planned(world)
        world.clock.set(Day(2026, 11, 20))
        _ = try await world.step(opened.caseID, "publish", by: "hdnd.officer")
        world.clock.set(Day(2026, 12, 1))
        _ = try await world.step(opened.caseID, "start", by: "hdnd.clerk")
        return opened
    }

    private func received(_ world: TestWorld, at session: Int64, _ name: String = "Bùi Thị Lụa", people: Int = 1) async throws
        -> RegisteredVisit
    {
        var draft = VisitDraft(session: session)
        draft.visitors = [PersonDraft(fullName: name)]
        draft.people = people
        return try await world.casework.visits.register(draft, key: nil, by: world.actor("hdnd.clerk"))
    }

    private func view(_ world: TestWorld, _ session: OpenedSession) async throws -> SessionView {
        try await world.casework.sessions.session(session.session, by: world.actor("hdnd.clerk"))
    }

    private func file(_ world: TestWorld, _ caseID: Int64) async throws -> CaseView {
        try await world.casework.cases.caseFile(caseID, by: world.actor("hdnd.clerk"))
    }

    /// Name → words of what was declared with the last entry.
    private func lastFacts(_ view: CaseView) -> [String: String] {
        Dictionary(uniqueKeysWithValues: (view.journal.last?.facts ?? []).map { ($0.name, $0.value) })
    }

    /// What became of each clock of a case: `TCD-1 met 2026-11-20`, or its due day while it runs.
    private func fates(_ world: TestWorld, _ caseID: Int64) async throws -> [String] {
        try await world.superuser.read { db in
            try db.values(
                """
                select concat_ws(' ', rule, state, coalesce(ended_on, due)::text) from tiepdan.clock
                 where case_id = \(caseID) order by rule, id
                """, as: String.self)
        }
    }

    /// Number and day of the conclusion, empty when there is none.
    private func conclusion(_ world: TestWorld, _ session: Int64) async throws -> String {
        try await world.superuser.read { db in
            try db.value(
                "select concat_ws(' ', conclusion_number, conclusion_date::text) from tiepdan.session where id = \(session)",
                as: String.self)
        }
    }

    /// Outcome of a visit and the body it was shown to.
    private func outcome(_ world: TestWorld, _ visit: Int64) async throws -> String {
        try await world.superuser.read { db in
            try db.value("select concat_ws(' ', outcome, shown_to::text) from tiepdan.visit where id = \(visit)", as: String.self)
        }
    }

    @Test func fromThePlanToTheConclusionNotice() async throws {
        try await TestWorld.lease { world in
            let session = try await planned(world)
            let draft = try await view(world, session)
            #expect(draft.state == "draft" && draft.kind == .scheduled && draft.hostName == "Đồng chí Chủ tịch" && draft.publishedOn == nil)
            // Five working days before 01/12, the 24th being off.
            let due = try await world.running(session.caseID)
            #expect(due == ["TCD-1": Day(2026, 11, 23)])

            world.clock.set(Day(2026, 11, 23))
            let clerk = try await problem { try await world.step(session.caseID, "publish", by: "hdnd.clerk") }
            #expect(clerk?.kind == .forbidden)
            let unpublished = try await problem { try await world.step(session.caseID, "start", by: "hdnd.clerk") }
            #expect(unpublished?.code == "not_allowed_in_state")
            let published = try await world.step(
                session.caseID, "publish", ["place": .text("Trụ sở Hội đồng nhân dân tỉnh"), "content": .text("Đất đai")],
                by: "hdnd.officer")
            #expect(published.state == "published" && published.breaches.isEmpty)
            let inTime = try await fates(world, session.caseID)
            #expect(inTime == ["TCD-1 met 2026-11-23"])
            let announced = try await view(world, session)
            #expect(announced.publishedOn == Day(2026, 11, 23))

            world.clock.set(Day(2026, 11, 30))
            let early = try await problem { try await world.step(session.caseID, "start", by: "hdnd.clerk") }
            #expect(early?.code == "flag_reason_missing")
            let closedDoor = try await problem { try await received(world, at: session.session) }
            #expect(closedDoor?.code == "session_not_open")
            world.clock.set(Day(2026, 12, 1))
            let started = try await world.step(session.caseID, "start", by: "hdnd.clerk")
            #expect(started.state == "in_session" && started.breaches.isEmpty)

            let one = try await received(world, at: session.session)
            let group = try await received(world, at: session.session, "Trần Văn Đoàn", people: 7)
            let visited = try await view(world, session)
            #expect(visited.visits == 2 && visited.people == 8)
            _ = try await world.step(one.caseID, "explain_again", ["summary": .text("Đã giải thích.")], by: "hdnd.officer")
            _ = try await world.step(one.caseID, "finish", by: "hdnd.officer")
            let open = try await problem { try await world.step(session.caseID, "conclude", by: "hdnd.clerk") }
            #expect(open?.code == "guard_failed")
            let waiting = try await file(world, session.caseID)
            #expect(waiting.allowed.contains { $0.event == "conclude" && $0.blockedBy == ["Còn lượt tiếp công dân chưa kết thúc."] })
            _ = try await world.step(group.caseID, "left", by: "hdnd.clerk")

            let concluded = try await world.step(session.caseID, "conclude", ["summary": .text("Tiếp hai lượt.")], by: "hdnd.clerk")
            #expect(concluded.state == "concluded", "a leader's session waits for its notice")
            let tooLate = try await problem { try await received(world, at: session.session) }
            #expect(tooLate?.code == "session_not_open")

            world.clock.set(Day(2026, 12, 3))
            let notice: [String: FactInput] = ["document_number": .text("45/TB-HĐND"), "document_date": .text("2026-12-03")]
            let officer = try await problem { try await world.step(session.caseID, "issue_conclusion", notice, by: "hdnd.officer") }
            #expect(officer?.kind == .forbidden)
            let undated = try await problem {
                try await world.step(session.caseID, "issue_conclusion", ["document_number": .text("45/TB-HĐND")], by: "hdnd.leader")
            }
            #expect(undated?.code == "fact_missing" && undated?.errors.first?.field == "document_date")
            let none = try await conclusion(world, session.session)
            #expect(none == "")
            let issued = try await world.step(session.caseID, "issue_conclusion", notice, by: "hdnd.leader")
            #expect(issued.state == "notice_issued")
            let kept = try await conclusion(world, session.session)
            #expect(kept == "45/TB-HĐND 2026-12-03")
            let shut = try await world.step(session.caseID, "close", by: "hdnd.officer")
            #expect(shut.state == "closed")
            let over = try await file(world, session.caseID)
            #expect(over.final && over.nextDue == nil)
            #expect(over.journal.map(\.event) == ["plan", "publish", "start", "conclude", "issue_conclusion", "close"])
            #expect(over.documents.map(\.kind) == ["schedule", "minutes", "conclusion_notice"])
            #expect(over.documents.last?.number == "45/TB-HĐND" && over.documents.last?.issuedOn == Day(2026, 12, 3))
            let found = try await world.findings()
            #expect(found == [])
        }
    }

    @Test func aLatePublicationNeedsItsReason() async throws {
        try await TestWorld.lease { world in
            let session = try await planned(world)
            world.clock.set(Day(2026, 11, 25))
            let fired = try await world.casework.queues.sweepDeadlines()
            #expect(fired == 1)
            let bare = try await problem { try await world.step(session.caseID, "publish", by: "hdnd.leader") }
            #expect(bare?.code == "flag_reason_missing" && bare?.errors.first?.field == "flag_reason")
            #expect(bare?.basis?.contains("Luật Tiếp công dân Đ.24") == true)
            let unheard = try await view(world, session)
            #expect(unheard.state == "draft" && unheard.publishedOn == nil)
            let late = try await world.step(
                session.caseID, "publish", ["flag_reason": .text("Chủ tịch đi công tác đột xuất")], by: "hdnd.leader")
            #expect(late.state == "published")
            #expect(late.breaches == ["Lịch tiếp công dân được công bố sau thời hạn (chậm nhất 05 ngày làm việc trước ngày tiếp)."])
            let marked = try await file(world, session.caseID)
            let clock = try #require(marked.clocks.first { $0.rule == "TCD-1" })
            #expect(clock.state == "breached" && clock.due == Day(2026, 11, 23) && clock.daysLate == 2)
            #expect(lastFacts(marked)["flag_reason"] == "Chủ tịch đi công tác đột xuất")
            #expect(marked.journal.map(\.event) == ["plan", "deadline_passed", "publish"])

            // Posted on its last day, written down a day later: in time.
            let next = try await planned(world, for: Day(2026, 12, 8))
            let due = try await world.running(next.caseID)
            #expect(due == ["TCD-1": Day(2026, 12, 1)])
            world.clock.set(Day(2026, 12, 2))
            let posted = try await world.step(next.caseID, "publish", on: Day(2026, 12, 1), by: "hdnd.officer")
            #expect(posted.breaches.isEmpty)
            let shown = try await view(world, next)
            #expect(shown.publishedOn == Day(2026, 12, 1))
            let met = try await fates(world, next.caseID)
            #expect(met == ["TCD-1 met 2026-12-01"])
        }
    }

    @Test func aPostponedSessionIsPublishedAnewForItsNewDay() async throws {
        try await TestWorld.lease { world in
            let session = try await planned(world)
            let unposted = try await planned(world)
            world.clock.set(Day(2026, 11, 20))
            _ = try await world.step(session.caseID, "publish", by: "hdnd.officer")
            let later: [String: FactInput] = ["session_date": .text("2026-12-15"), "reason": .text("Bão số 12")]
            let clerk = try await problem { try await world.step(session.caseID, "postpone", later, by: "hdnd.clerk") }
            #expect(clerk?.kind == .forbidden)
            for missing in ["session_date", "reason"] {
                let facts = later.filter { $0.key != missing }
                let bare = try await problem { try await world.step(session.caseID, "postpone", facts, by: "hdnd.officer") }
                #expect(bare?.code == "fact_missing" && bare?.errors.first?.field == missing)
            }
            let draft = try await world.step(unposted.caseID, "postpone", later, by: "hdnd.officer")
            #expect(draft.state == "draft")
            let moved = try await fates(world, unposted.caseID)
            #expect(moved == ["TCD-1 lapsed 2026-11-20", "TCD-1 running 2026-12-08"])

            world.clock.set(Day(2026, 11, 30))
            let earlier = later.merging(["session_date": .text("2026-12-01")]) { $1 }
            let forward = try await problem { try await world.step(session.caseID, "postpone", earlier, by: "hdnd.officer") }
            #expect(forward?.errors.first?.code == "date_not_later" && forward?.errors.first?.field == "session_date")
            let postponed = try await world.step(session.caseID, "postpone", later, by: "hdnd.officer")
            #expect(postponed.state == "published")
            let again = try await fates(world, session.caseID)
            #expect(again == ["TCD-1 met 2026-11-20", "TCD-1 running 2026-12-08"])
            let shown = try await view(world, session)
            #expect(shown.sessionDate == Day(2026, 12, 15))
            let number = session.session
            let was = try await world.superuser.read { db in
                try db.value("select postponed_from::text from tiepdan.session where id = \(number)", as: String.self)
            }
            #expect(was == "2026-12-01")
            let papers = try await file(world, session.caseID)
            #expect(papers.documents.map(\.kind) == ["schedule", "postponement"])
            #expect(lastFacts(papers) == ["session_date": "15/12/2026", "reason": "Bão số 12"])

            world.clock.set(Day(2026, 12, 1))
            let oldDay = try await problem { try await world.step(session.caseID, "start", by: "hdnd.clerk") }
            #expect(oldDay?.code == "flag_reason_missing")
            world.clock.set(Day(2026, 12, 8))
            let published = try await world.step(session.caseID, "publish", by: "hdnd.officer")
            #expect(published.breaches.isEmpty)
            let announced = try await view(world, session)
            #expect(announced.publishedOn == Day(2026, 12, 8))
            world.clock.set(Day(2026, 12, 15))
            let started = try await world.step(session.caseID, "start", by: "hdnd.clerk")
            #expect(started.state == "in_session" && started.breaches.isEmpty)
            let ended = try await fates(world, session.caseID)
            #expect(ended == ["TCD-1 met 2026-11-20", "TCD-1 met 2026-12-08"])
            let running = try await problem { try await world.step(session.caseID, "postpone", later, by: "hdnd.officer") }
            #expect(running?.code == "not_allowed_in_state")
            let found = try await world.findings()
            #expect(found == [])
        }
    }

    @Test func aCancelledSessionIsOverAndOwesNothing() async throws {
        try await TestWorld.lease { world in
            let session = try await planned(world)
            let reason: [String: FactInput] = ["reason": .text("Lập nhầm ngày")]
            let officer = try await problem { try await world.step(session.caseID, "cancel", reason, by: "hdnd.officer") }
            #expect(officer?.kind == .forbidden)
            let bare = try await problem { try await world.step(session.caseID, "cancel", by: "hdnd.leader") }
            #expect(bare?.code == "fact_missing" && bare?.errors.first?.field == "reason")
            world.clock.set(Day(2026, 11, 20))
            let step = try await world.step(session.caseID, "cancel", reason, by: "hdnd.leader")
            #expect(step.state == "cancelled")
            let clocks = try await fates(world, session.caseID)
            #expect(clocks == ["TCD-1 lapsed 2026-11-20"])
            let over = try await file(world, session.caseID)
            #expect(over.final && over.nextDue == nil && over.documents.map(\.kind) == ["cancellation"])
            #expect(lastFacts(over) == ["reason": "Lập nhầm ngày"])
            let published = try await problem { try await world.step(session.caseID, "publish", by: "hdnd.officer") }
            #expect(published?.code == "not_allowed_in_state")
            world.clock.set(Day(2026, 12, 1))
            let fired = try await world.casework.queues.sweepDeadlines()
            #expect(fired == 0)
            let visitor = try await problem { try await received(world, at: session.session) }
            #expect(visitor?.code == "session_not_open")

            // One that has begun is concluded, not cancelled.
            let begun = try await planned(world)
            _ = try await world.step(begun.caseID, "publish", ["flag_reason": .text("Lập trong ngày")], by: "hdnd.leader")
            _ = try await world.step(begun.caseID, "start", by: "hdnd.clerk")
            let late = try await problem { try await world.step(begun.caseID, "cancel", reason, by: "hdnd.leader") }
            #expect(late?.code == "not_allowed_in_state")
            let found = try await world.findings()
            #expect(found == [])
        }
    }

    @Test func aSessionMayCloseWithoutANoticeOnlyByItsLeader() async throws {
        try await TestWorld.lease { world in
            let session = try await started(world)
            let hurried = try await problem {
                try await world.step(session.caseID, "close_without_notice", ["reason": .text("Không có ai đến")], by: "hdnd.leader")
            }
            #expect(hurried?.code == "not_allowed_in_state")
            _ = try await world.step(session.caseID, "conclude", by: "hdnd.clerk")
            let unissued = try await problem { try await world.step(session.caseID, "close", by: "hdnd.leader") }
            #expect(unissued?.code == "not_allowed_in_state", "without its notice it is closed only with a reason")
            let officer = try await problem {
                try await world.step(session.caseID, "close_without_notice", ["reason": .text("Không có ai đến")], by: "hdnd.officer")
            }
            #expect(officer?.kind == .forbidden)
            let bare = try await problem { try await world.step(session.caseID, "close_without_notice", by: "hdnd.leader") }
            #expect(bare?.code == "fact_missing" && bare?.errors.first?.field == "reason")
            let step = try await world.step(
                session.caseID, "close_without_notice", ["reason": .text("Không có ai đến")], by: "hdnd.leader")
            #expect(step.state == "closed")
            let none = try await conclusion(world, session.session)
            #expect(none == "")
            let over = try await file(world, session.caseID)
            #expect(over.final && over.documents.map(\.kind) == ["schedule", "minutes"])
            #expect(lastFacts(over) == ["reason": "Không có ai đến"])

            // A regular session has no notice to wait for.
            let regular = try await world.casework.sessions.open(
                SessionDraft(kind: .regular, sessionDate: Day(2026, 12, 1), place: "Phòng tiếp công dân"), key: nil,
                by: world.actor("hdnd.clerk"))
            let closed = try await world.step(regular.caseID, "conclude", by: "hdnd.clerk")
            #expect(closed.state == "closed")
            let found = try await world.findings()
            #expect(found == [])
        }
    }

    @Test func anOnlineSessionIsAnnouncedToItsVisitors() async throws {
        try await TestWorld.lease { world in
            let session = try await planned(world) { $0.mode = .online }
            let inPerson = try await planned(world)
            world.clock.set(Day(2026, 11, 20))
            _ = try await world.step(session.caseID, "publish", by: "hdnd.officer")
            _ = try await world.step(inPerson.caseID, "publish", by: "hdnd.officer")
            let running = try await world.running(session.caseID)
            #expect(running == ["TCD-2": Day(2026, 11, 23), "TCD-2-TEST": Day(2026, 11, 30)])
            let idle = try await world.running(inPerson.caseID)
            #expect(idle.isEmpty)
            let ground: [String: FactInput] = ["ground": .text("online_remote"), "notice_number": .text("31/TB-HĐND")]
            let wrong = try await problem { try await world.step(inPerson.caseID, "notify_online", ground, by: "hdnd.officer") }
            #expect(wrong?.code == "guard_failed" && wrong?.errors.first?.field == "session_online")
            world.clock.set(Day(2026, 11, 25))
            let bare = try await problem { try await world.step(session.caseID, "notify_online", ground, by: "hdnd.officer") }
            #expect(bare?.code == "flag_reason_missing")
            let late = try await world.step(
                session.caseID, "notify_online", ground.merging(["flag_reason": .text("Đường truyền hỏng")]) { $1 }, by: "hdnd.officer")
            #expect(late.state == "published" && late.breaches == ["Thực hiện quá thời hạn quy định."])
            let clocks = try await fates(world, session.caseID)
            #expect(Set(clocks) == ["TCD-1 met 2026-11-20", "TCD-2 breached 2026-11-25", "TCD-2-TEST running 2026-11-30"])
            let papers = try await file(world, session.caseID)
            #expect(papers.documents.map(\.kind) == ["schedule", "online_notice"])
            #expect(papers.documents.last?.number == "31/TB-HĐND")
        }
    }

    @Test func aVisitorIsShownToABodyAtTheSameSeat() async throws {
        try await TestWorld.lease { world in
            let session = try await started(world)
            let came = try await received(world, at: session.session)
            let board = world.office("btcd")
            let nowhere = try await problem {
                try await world.step(came.caseID, "show_to_other_body", ["body": .number(424_242)], by: "hdnd.clerk")
            }
            #expect(nowhere?.errors.map(\.code) == ["unknown_organisation"] && nowhere?.errors.first?.field == "body")
            let untouched = try await outcome(world, came.visit)
            #expect(untouched == "")
            let step = try await world.step(
                came.caseID, "show_to_other_body", ["body": .number(board), "summary": .text("Đã chỉ dẫn đến phòng số 3.")],
                by: "hdnd.clerk")
            #expect(step.state == "handled")
            let shown = try await outcome(world, came.visit)
            #expect(shown == "show_to_other_body \(board)")
            let seen = try await world.casework.visits.visit(came.visit, by: world.actor("hdnd.clerk"))
            #expect(seen.shownTo == "Ban Tiếp công dân tỉnh Hưng Yên")
            let entry = try await file(world, came.caseID)
            #expect(lastFacts(entry) == ["body": "Ban Tiếp công dân tỉnh Hưng Yên", "summary": "Đã chỉ dẫn đến phòng số 3."])

            // A body without an account is written down in words.
            let other = try await received(world, at: session.session, "Đỗ Văn Khách")
            _ = try await world.step(
                other.caseID, "show_to_other_body", ["competent_body": .text("Đoàn đại biểu Quốc hội tỉnh")], by: "hdnd.clerk")
            let named = try await outcome(world, other.visit)
            #expect(named == "show_to_other_body")
            let words = try await file(world, other.caseID)
            #expect(lastFacts(words) == ["competent_body": "Đoàn đại biểu Quốc hội tỉnh"])
            let done = try await world.step(other.caseID, "finish", by: "hdnd.clerk")
            #expect(done.state == "done")
        }
    }

    @Test func anAppointmentKeepsItsDay() async throws {
        try await TestWorld.lease { world in
            let session = try await started(world)
            let came = try await received(world, at: session.session)
            let undated = try await problem {
                try await world.step(came.caseID, "give_appointment", ["place": .text("Phòng 101")], by: "hdnd.clerk")
            }
            #expect(undated?.code == "fact_missing" && undated?.errors.first?.field == "appointment_on")
            let misread = try await problem {
                try await world.step(came.caseID, "give_appointment", ["appointment_on": .text("15/12/2026")], by: "hdnd.clerk")
            }
            #expect(misread?.errors.first?.field == "appointment_on" && misread?.errors.first?.code == "invalid_date")
            let past = try await problem {
                try await world.step(came.caseID, "give_appointment", ["appointment_on": .text("2026-11-02")], by: "hdnd.clerk")
            }
            #expect(past?.code == "fact_invalid" && past?.errors.first?.field == "appointment_on")
            let step = try await world.step(
                came.caseID, "give_appointment",
                ["appointment_on": .text("2026-12-15"), "place": .text("Phòng 101"), "summary": .text("Gặp Phó Chủ tịch.")],
                by: "hdnd.clerk")
            #expect(step.state == "handled")
            let (caseID, sequence) = (came.caseID, step.sequence)
            let stored = try await world.superuser.read { db in
                try db.value(
                    """
                    select payload -> 'facts' ->> 'appointment_on' from tiepdan.journal where case_id = \(caseID) and seq = \(sequence)
                    """, as: String.self)
            }
            #expect(stored == "2026-12-15")
            let entry = try await file(world, came.caseID)
            #expect(lastFacts(entry) == ["appointment_on": "15/12/2026", "place": "Phòng 101", "summary": "Gặp Phó Chủ tịch."])
            #expect(entry.documents.map(\.kind) == ["appointment_slip"])
            let ended = try await outcome(world, came.visit)
            #expect(ended == "give_appointment")
        }
    }
}
