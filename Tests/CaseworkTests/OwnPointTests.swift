import Casework
import Law
import Postgres
import TestSupport
import Testing

/// Points of a leader's conclusion that the own office carries out: by one of its units or officers, watched like a task.
@Suite struct OwnPointTests {
    private let due = Day(2026, 12, 10)
    private let notice: [String: FactInput] = ["document_number": .text("10/TB-UBND"), "document_date": .text("2026-11-19")]
    private let report: [String: FactInput] = ["result": .text("done"), "summary": .text("Đã đo lại thửa 214.")]

    private func opened(_ world: TestWorld, by clerk: Actor) async throws -> OpenedSession {
        var draft = SessionDraft(kind: .adHoc, sessionDate: world.clock.today, place: "Phòng tiếp công dân")
        draft.hostName = "Phạm Thị Chủ Trì"
        draft.ground = "ADHOC-A"
        return try await world.casework.sessions.open(draft, key: nil, by: clerk)
    }

    private func point(handler: Int64? = nil, unit: Int64? = nil, assignee: Int64? = nil) -> ConclusionPointDraft {
        var draft = ConclusionPointDraft(text: "Đo lại ranh giới thửa 214.", assignee: assignee, dueOn: due)
        draft.handler = handler
        draft.unit = unit
        return draft
    }

    private func landUnit(_ world: TestWorld, of members: [Int64] = []) async throws -> UnitView {
        try await world.casework.units.add(
            UnitDraft(name: "Bộ phận Địa chính", members: members), office: "HY-UB-11953", key: nil, by: .operator(user: "test"))
    }

    /// A session of the commune with this point, whose notice was issued; the point's task.
    private func issued(_ world: TestWorld, _ draft: ConclusionPointDraft, before: () async throws -> Void = {}) async throws -> TaskView {
        let session = try await opened(world, by: world.actor("phohien.clerk"))
        _ = try await world.casework.leaderSessions.decide(draft, in: session.session, key: nil, by: world.actor("phohien.leader"))
        _ = try await world.step(session.caseID, "conclude", by: "phohien.clerk")
        try await before()
        _ = try await world.step(session.caseID, "issue_conclusion", notice, by: "phohien.leader")
        let points = try await world.casework.leaderSessions.points(of: session.session, by: world.actor("phohien.clerk"))
        let task = try #require(points.first?.task)
        return try await world.casework.tasks.task(task, by: world.actor("phohien.clerk"))
    }

    @Test func `who carries it out is the own office's or another body, never both, and has a day`() async throws {
        try await TestWorld.lease { world in
            let leader = world.actor("phohien.leader")
            let session = try await opened(world, by: world.actor("phohien.clerk"))
            let (officer, stranger) = (world.officer("phohien.officer").id, world.officer("ubnd.officer").id)
            let clerk = world.officer("phohien.clerk").id
            let unit = try await landUnit(world, of: [officer])
            let other = try await world.casework.units.add(
                UnitDraft(name: "Văn phòng", members: [clerk]), office: "HY-UB-11953", key: nil, by: .operator(user: "test"))
            let foreign = try await world.casework.units.add(
                UnitDraft(name: "Phòng Tiếp dân"), office: "HY-UBND", key: nil, by: .operator(user: "test"))
            var undated = point(handler: officer)
            undated.dueOn = nil
            let wrong: [(ConclusionPointDraft, String, String)] = [
                (undated, "dueOn", "required"), (point(), "assignee", "required"), (point(handler: stranger), "handler", "unknown_officer"),
                (point(unit: foreign.id), "unit", "unknown_unit"),
                (point(handler: officer, unit: other.id), "handler", "officer_of_another_unit"),
                (point(handler: officer, assignee: world.office("snnmt")), "assignee", "one_executor"),
                (point(assignee: world.office("phohien")), "assignee", "recipient_is_self"),
            ]
            let before = try await world.everything()
            for (draft, field, code) in wrong {
                let refused = try await problem {
                    try await world.casework.leaderSessions.decide(draft, in: session.session, key: nil, by: leader)
                }
                #expect(refused?.errors.first?.field == field && refused?.errors.first?.code == code, "\(field) \(code)")
            }
            #expect(try await world.everything() == before)
            let made = try await world.casework.leaderSessions.decide(
                point(handler: officer, unit: unit.id), in: session.session, key: nil, by: leader)
            #expect(made.assignee == world.office("phohien") && made.unitName == "Bộ phận Địa chính" && made.warnings == nil)
            #expect(made.executor?.hasSuffix(", Bộ phận Địa chính)") == true)
        }
    }

    @Test func `it lies with its officer until the leader confirms what he reports`() async throws {
        try await TestWorld.lease { world in
            let (officer, clerk, leader) = (
                world.actor("phohien.officer"), world.actor("phohien.clerk"), world.actor("phohien.leader")
            )
            let id = world.officer("phohien.officer").id
            let task = try await issued(world, point(handler: id))
            #expect(task.isWithin && task.handlerName != nil && task.doer == task.handlerName && task.dueOn == due)
            #expect(try await world.running(task.caseID) == ["TASK-DUE": due], "nobody waits for a word that it arrived")
            let mine = try await world.casework.work.list(.mine, by: officer).items
            #expect(mine.map(\.caseID) == [task.caseID] && mine.first?.nextDue == due && mine.first?.task == task.id)
            world.clock.set(Day(2026, 11, 20))
            let news = try await groups(world, officer)
            #expect(news[.assigned] == 1 && news[.tasks] == 0)

            // He may ask for more time, not give it to himself, nor refuse what the leader gave.
            let seen = try await world.casework.cases.caseFile(task.caseID, by: officer).allowed.map(\.event)
            let offered = try await world.casework.cases.caseFile(task.caseID, by: leader).allowed.map(\.event)
            #expect(seen.contains("report") && seen.contains("request_extension"))
            #expect(!seen.contains("recall") && !seen.contains("decline") && !seen.contains("record_report") && offered.contains("recall"))
            let busy: [String: FactInput] = ["reason": .text("Bận")]
            let declined = try await problem { try await world.step(task.caseID, "decline", busy, by: "phohien.officer") }
            #expect(declined?.code == "return_instead")
            let wanted: [String: FactInput] = ["asked_until": .text("2026-12-18"), "reason": .text("Chờ máy đo")]
            _ = try await world.step(task.caseID, "request_extension", wanted, by: "phohien.officer")
            let himself = try await problem {
                try await world.step(task.caseID, "grant_extension", ["due_on": .text("2026-12-18")], by: "phohien.officer")
            }
            #expect(himself?.kind == .forbidden)
            _ = try await world.step(task.caseID, "grant_extension", ["due_on": .text("2026-12-18")], by: "phohien.leader")

            // On leave, the clerk has it; afterwards it is his again.
            _ = try await world.casework.work.handOver(
                HandOverDraft(from: id, to: world.officer("phohien.clerk").id, untilDay: Day(2026, 11, 24)), key: nil, by: officer)
            #expect(try await world.casework.work.list(.mine, by: clerk).items.map(\.caseID) == [task.caseID])
            world.clock.set(Day(2026, 11, 25))
            _ = try await world.casework.queues.sweepHandOvers()
            #expect(try await world.casework.work.list(.mine, by: officer).items.map(\.caseID) == [task.caseID])

            _ = try await world.step(task.caseID, "report", report, by: "phohien.officer")
            let (waits, his) = try await (groups(world, leader), groups(world, officer))
            #expect(waits[.taskAnswers] == 1 && his[.taskAnswers] == 0)
            let own = try await problem { try await world.step(task.caseID, "accept_report", by: "phohien.officer") }
            #expect(own?.kind == .forbidden, "nobody confirms his own report")
            let done = try await world.step(task.caseID, "accept_report", by: "phohien.leader")
            #expect(done.created["sessionCase"] != nil, "it was the session's last one")
            let view = try await world.casework.tasks.task(task.id, by: clerk)
            #expect(view.final && view.result == "done" && view.extensions == 1 && view.answerSummary == "Đã đo lại thửa 214.")
            #expect(try await world.findings() == [])
        }
    }

    @Test func `its day passes with an alarm`() async throws {
        try await TestWorld.lease { world in
            let task = try await issued(world, point(handler: world.officer("phohien.officer").id))
            world.clock.set(Day(2026, 12, 11))
            _ = try await world.casework.queues.sweepDeadlines()
            let file = try await world.casework.cases.caseFile(task.caseID, by: world.actor("phohien.leader"))
            #expect(file.journal.last?.event == "deadline_passed")
            let late = try await world.casework.tasks.list(
                incoming: true, open: true, overdue: true, cursor: nil, limit: 10, by: world.actor("phohien.leader"))
            #expect(late.items.map(\.id) == [task.id] && late.items.first?.daysLate == 1)
            let digest = try await world.casework.digest.today(by: world.actor("phohien.officer"))
            let overdue = digest.groups.first { $0.code == .overdue }?.items.map(\.caseID) ?? []
            #expect(overdue.contains(task.caseID))
        }
    }

    @Test func `a unit that was closed meanwhile leaves its work to be given out`() async throws {
        try await TestWorld.lease { world in
            let unit = try await landUnit(world)
            let op = Actor.operator(user: "test")
            let task = try await issued(world, point(unit: unit.id)) {
                _ = try await world.casework.units.close(unit.id, key: nil, by: op)
            }
            #expect(task.isWithin && task.unitName == nil && task.doer == task.assigneeName)
            let waiting = try await world.casework.work.list(.unassigned, by: world.actor("phohien.leader")).items
            #expect(waiting.map(\.caseID) == [task.caseID])
            #expect(try await world.findings() == [])
        }
    }

    @Test func `what an office gave to its own people stays its own through a merge`() async throws {
        try await TestWorld.lease { world in
            let communes = try await TwoCommunes(world)
            let (clerk, leader) = (try await communes.actor("hn.clerk"), try await communes.actor("hn.leader"))
            let officer = try await world.casework.signIn.impersonate(username: "hn.officer").id
            var sessions: [OpenedSession] = []
            for _ in 0..<2 {
                let session = try await opened(world, by: clerk)
                _ = try await world.casework.leaderSessions.decide(point(handler: officer), in: session.session, key: nil, by: leader)
                try await communes.step(session.caseID, "conclude", by: "hn.clerk")
                sessions.append(session)
            }
            try await communes.step(sessions[0].caseID, "issue_conclusion", notice, by: "hn.leader")
            _ = try await communes.merge()
            let office = try await communes.office(TwoCommunes.successor)
            let second: [String: FactInput] = ["document_number": .text("11/TB-UBND"), "document_date": .text("2026-11-19")]
            try await communes.step(sessions[1].caseID, "issue_conclusion", second, by: "hn.leader")
            let theirs = try await communes.actor("hn.officer")
            let tasks = try await world.casework.tasks.list(
                incoming: true, open: true, overdue: false, cursor: nil, limit: 10, by: theirs
            ).items
            #expect(tasks.count == 2 && tasks.allSatisfy { $0.giver == office && $0.isWithin && $0.handlerName != nil })
            #expect(try await world.casework.work.list(.mine, by: theirs).items.count == 2)
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    private func groups(_ world: TestWorld, _ actor: Actor) async throws -> [DigestGroup.Code: Int] {
        let digest = try await world.casework.digest.today(by: actor)
        return Dictionary(uniqueKeysWithValues: digest.groups.map { ($0.code, $0.count) })
    }
}
