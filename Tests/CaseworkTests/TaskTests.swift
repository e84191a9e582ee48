import Casework
import Law
import Postgres
import TestSupport
import Testing

/// Tasks beside referrals: competence and deadlines stay with the giver.
@Suite struct TaskTests {
    private let report: [String: FactInput] = ["result": .text("done"), "summary": .text("Đã xác minh tại chỗ.")]

    private func complaint(_ world: TestWorld) async throws -> RegisteredPetition {
        var draft = world.draft(.complaint)
        draft.jurisdiction = .competent
        return try await world.register(draft, by: "ubnd.clerk")
    }

    private func draft(_ world: TestWorld, _ kind: TaskKind = .verify, to office: String = "snnmt") -> TaskDraft {
        TaskDraft(
            kind: kind, title: "Xác minh thửa 214", content: "Xác minh nguồn gốc đất, đề xuất hướng giải quyết.",
            assignee: world.office(office), dueOn: Day(2026, 12, 4), letterNumber: "7/UBND-NC", letterDate: Day(2026, 11, 19))
    }

    private func give(
        _ world: TestWorld, _ draft: TaskDraft, in caseID: Int64, by name: String = "ubnd.leader", key: String? = nil
    ) async throws -> GivenTask {
        try await world.casework.tasks.give(draft, in: caseID, key: key, by: world.actor(name))
    }

    @Test func `the assignee reads the case and moves the task, the giver's case stays as it is`() async throws {
        try await TestWorld.lease { world in
            let entered = try await complaint(world)
            let before = try await (world.stand(of: entered.caseID), world.running(entered.caseID))
            let given = try await give(world, draft(world), in: entered.caseID)
            let (assignee, giver) = (world.actor("snnmt.officer"), world.actor("ubnd.officer"))
            let seen = try await world.casework.cases.caseFile(entered.caseID, by: assignee)
            #expect(seen.relations == ["tasked"] && seen.allowed.isEmpty)
            let letter = try await world.casework.petitions.petition(entered.petition, by: assignee)
            #expect(letter.body.contains("Kính gửi") && letter.parties.first?.fullName == "Nguyễn Văn An")
            let moved = try await problem { try await world.step(entered.caseID, "propose_accept", by: "snnmt.leader") }
            #expect(moved?.kind == .forbidden)

            _ = try await world.step(given.caseID, "acknowledge", by: "snnmt.clerk")
            _ = try await world.step(
                given.caseID, "request_extension", ["asked_until": .text("2026-12-18"), "reason": .text("Chờ bản đồ")], by: "snnmt.officer")
            let waiting = try await world.casework.tasks.task(given.task, by: giver)
            #expect(waiting.askedUntil == Day(2026, 12, 18) && waiting.acknowledgedOn == Day(2026, 11, 19))
            let sooner = try await problem {
                try await world.step(given.caseID, "grant_extension", ["due_on": .text("2026-12-01")], by: "ubnd.officer")
            }
            #expect(sooner?.errors.first?.code == "date_not_later")
            _ = try await world.step(given.caseID, "grant_extension", ["due_on": .text("2026-12-14")], by: "ubnd.officer")
            #expect(try await world.running(given.caseID) == ["TASK-DUE": Day(2026, 12, 14)])
            let urged = try await world.step(
                given.caseID, "urge", ["letter_number": .text("9/ĐĐ"), "letter_date": .text("2026-11-19")], by: "ubnd.leader")
            #expect(urged.created["reminder"] == 1)
            _ = try await world.step(given.caseID, "report", report, by: "snnmt.officer")
            _ = try await world.step(
                given.caseID, "return_for_more", ["reason": .text("Thiếu bản đồ"), "due_on": .text("2026-12-18")], by: "ubnd.officer")
            _ = try await world.step(given.caseID, "report", report, by: "snnmt.officer")
            _ = try await world.step(given.caseID, "accept_report", by: "ubnd.leader")

            let done = try await world.casework.tasks.task(given.task, by: assignee)
            #expect(done.state == "accepted" && done.final && done.extensions == 1 && done.returns == 1 && done.reminders == 1)
            #expect(done.answerSummary == "Đã xác minh tại chỗ." && done.dueOn == Day(2026, 12, 18) && done.askedUntil == nil)
            #expect(done.parentCase == entered.caseID, "what is done stays readable")
            let after = try await (world.stand(of: entered.caseID), world.running(entered.caseID))
            #expect(after.0 == before.0 && after.1 == before.1)
            #expect(try await world.findings() == [])
        }
    }

    @Test func `sight of the case ends with a task that is declined or recalled`() async throws {
        try await TestWorld.lease { world in
            let entered = try await complaint(world)
            let assignee = world.actor("snnmt.officer")
            let first = try await give(world, draft(world), in: entered.caseID)
            let second = try await give(world, draft(world, .report), in: entered.caseID, by: "ubnd.officer")
            _ = try await world.step(first.caseID, "decline", ["reason": .text("Không thuộc chức năng")], by: "snnmt.leader")
            let still = try await world.casework.cases.caseFile(entered.caseID, by: assignee)
            #expect(still.relations == ["tasked"], "the other one goes on")
            _ = try await world.step(second.caseID, "recall", ["reason": .text("Giao nhầm")], by: "ubnd.leader")
            let file = try await problem { try await world.casework.cases.caseFile(entered.caseID, by: assignee) }
            let letter = try await problem { try await world.casework.petitions.petition(entered.petition, by: assignee) }
            #expect(file?.kind == .missing && letter?.kind == .missing)
            let own = try await world.casework.tasks.task(first.task, by: assignee)
            #expect(own.state == "declined" && own.parentCase == nil && own.petition == nil)
            #expect(try await world.findings() == [])
        }
    }

    @Test func `other offices know nothing of it`() async throws {
        try await TestWorld.lease { world in
            let entered = try await complaint(world)
            let given = try await give(world, draft(world), in: entered.caseID)
            for name in ["btcd.leader", "hdnd.leader", "phohien.officer"] {
                let actor = world.actor(name)
                let task = try await problem { try await world.casework.tasks.task(given.task, by: actor) }
                let file = try await problem { try await world.casework.cases.caseFile(given.caseID, by: actor) }
                let another = try await problem { try await give(world, draft(world), in: entered.caseID, by: name) }
                #expect(task?.kind == .missing && file?.kind == .missing && another?.kind == .missing, "\(name)")
                for incoming in [true, false] {
                    let list = try await world.casework.tasks.list(
                        incoming: incoming, open: nil, overdue: false, cursor: nil, limit: 50, by: actor)
                    #expect(list.items.isEmpty)
                }
            }
            let ahead = try await problem {
                try await world.casework.tasks.give(
                    draft(world), in: entered.caseID, on: Day(2026, 11, 20), key: nil, by: world.actor("ubnd.leader"))
            }
            #expect(ahead?.errors.map(\.field) == ["givenOn"], "no task is given tomorrow")
            // The assignee gives nothing on in a case that is not its own.
            let onward = try await problem { try await give(world, draft(world, to: "phohien"), in: entered.caseID, by: "snnmt.leader") }
            #expect(onward?.kind == .forbidden)
            let clerk = try await problem { try await give(world, draft(world), in: entered.caseID, by: "ubnd.clerk") }
            #expect(clerk?.kind == .forbidden)
        }
    }

    @Test func `a subordinate that settles reports how`() async throws {
        try await TestWorld.lease { world in
            let entered = try await complaint(world)
            let before = try await world.running(entered.caseID)
            let given = try await give(world, draft(world, .settle, to: "phohien"), in: entered.caseID)
            let bare = try await problem { try await world.step(given.caseID, "report", report, by: "phohien.leader") }
            #expect(bare?.errors.first?.field == "settled_as")
            _ = try await world.step(given.caseID, "report", report.merging(["settled_as": .text("partly")]) { $1 }, by: "phohien.leader")
            _ = try await world.step(given.caseID, "accept_report", by: "ubnd.leader")
            let view = try await world.casework.tasks.task(given.task, by: world.actor("ubnd.clerk"))
            #expect(view.settledAs == "partly" && view.settledAsTitle == "Chấp nhận một phần")
            #expect(try await world.running(entered.caseID) == before, "the giver still has to settle in time")
            let other = try await give(world, draft(world), in: entered.caseID)
            let wrong = try await problem {
                try await world.step(other.caseID, "report", report.merging(["settled_as": .text("partly")]) { $1 }, by: "snnmt.leader")
            }
            #expect(wrong?.errors.first?.code == "not_a_settlement")
        }
    }

    @Test func `a task in a denunciation never reaches the denounced`() async throws {
        try await TestWorld.lease { world in
            var secret = world.draft(.denunciation)
            secret.denouncedBody = world.office("snnmt")
            secret.denouncedRank = "head"
            let registered = try await world.classified(secret)
            let refused = try await problem { try await give(world, draft(world), in: registered.caseID, by: "hdnd.leader") }
            #expect(refused?.code == "guard_failed" && refused?.errors.first?.field == "assignee")
            #expect(refused?.errors.first?.code == "recipient_not_denounced" && refused?.errors.last?.organisation == world.office("ubnd"))
            let given = try await give(world, draft(world, to: "btcd"), in: registered.caseID, by: "hdnd.leader")
            let seen = try await world.casework.petitions.petition(registered.petition, by: world.actor("btcd.officer"))
            #expect(seen.referenceOnly && seen.parties.isEmpty && seen.pseudonym == "Người tố cáo A")

            // It turns out that the denounced is at the assignee's: the task comes back, and nothing of it stays in sight there.
            _ = try await world.step(
                registered.caseID, "name_denounced",
                ["denounced_body": .number(world.office("btcd")), "denounced_rank": .text("head")], by: "hdnd.clerk")
            let stand = try await world.stand(of: given.caseID)
            #expect(stand.state == "recalled")
            let denounced = world.actor("btcd.officer")
            for id in [registered.caseID, given.caseID] {
                let file = try await problem { try await world.casework.cases.caseFile(id, by: denounced) }
                #expect(file?.kind == .missing)
            }
            let task = try await problem { try await world.casework.tasks.task(given.task, by: denounced) }
            #expect(task?.kind == .missing)
            let view = try await world.casework.tasks.task(given.task, by: world.actor("hdnd.officer"))
            #expect(view.state == "recalled" && view.assignee == world.office("btcd"))
            #expect(try await world.findings() == [])
        }
    }

    @Test func `a body without accounts speaks by paper`() async throws {
        try await TestWorld.lease { world in
            var court = AdministrationDesk.NewOrganisation(
                code: "HY-TAND", kind: .other, level: "province", name: "Tòa án nhân dân tỉnh Hưng Yên", shortName: "TAND tỉnh",
                symbol: "TA")
            court.province = "33"
            _ = try await world.casework.administration.addOrganisation(court, by: .operator(user: "test"))
            let body = Int64(try await world.count("select id from tiepdan.organisation where code = 'HY-TAND'"))
            let entered = try await complaint(world)
            var asked = draft(world, .report)
            asked.assignee = body
            let given = try await give(world, asked, in: entered.caseID)
            let paper: [String: FactInput] = ["document_number": .text("15/TA"), "document_date": .text("2026-11-19")]
            _ = try await world.step(given.caseID, "record_acknowledged", paper, by: "ubnd.clerk")
            let step = try await world.step(given.caseID, "record_report", paper.merging(report) { $1 }, by: "ubnd.clerk")
            #expect(step.state == "reported")
            let view = try await world.casework.tasks.task(given.task, by: world.actor("ubnd.clerk"))
            #expect(view.assigneeOnPaper && view.answerNumber == "15/TA" && view.answerSummary == "Đã xác minh tại chỗ.")
            let journal = try await world.casework.cases.journal(given.caseID, by: world.actor("ubnd.clerk"))
            #expect(journal.last?.onBehalfOf == "Tòa án nhân dân tỉnh Hưng Yên" && journal.last?.officerName == "Cán bộ tiếp nhận ubnd")

            let other = try await give(world, draft(world), in: entered.caseID)
            let itself = try await problem { try await world.step(other.caseID, "record_acknowledged", paper, by: "ubnd.clerk") }
            #expect(itself?.code == "guard_failed", "an office with accounts speaks for itself")
            #expect(try await world.findings() == [])
        }
    }

    @Test func `points of a session's conclusion are tasks, and the last one done shows the way to its case`() async throws {
        try await TestWorld.lease { world in
            var session = SessionDraft(kind: .adHoc, sessionDate: world.clock.today, place: "Phòng tiếp công dân")
            session.ground = "ADHOC-A"
            let opened = try await world.casework.sessions.open(session, key: nil, by: world.actor("ubnd.clerk"))
            var tasks: [GivenTask] = []
            for (point, office) in [(1, "snnmt"), (2, "phohien")] {
                var asked = draft(world, .conclusionPoint, to: office)
                asked.point = point
                tasks.append(try await give(world, asked, in: opened.caseID))
            }
            let listed = try await world.casework.tasks.ofSession(opened.session, by: world.actor("ubnd.clerk"))
            #expect(listed.map(\.point) == [1, 2] && listed.map(\.id) == tasks.map(\.task))
            let own = try await world.casework.tasks.ofSession(opened.session, by: world.actor("snnmt.clerk"))
            #expect(own.map(\.id) == [tasks[0].task])
            let hidden = try await problem { try await world.casework.cases.caseFile(opened.caseID, by: world.actor("snnmt.leader")) }
            #expect(hidden?.kind == .missing, "a session is about other people too")
            for (given, office) in zip(tasks, ["snnmt", "phohien"]) {
                _ = try await world.step(given.caseID, "report", report, by: "\(office).officer")
                let accepted = try await world.step(given.caseID, "accept_report", by: "ubnd.leader")
                #expect(accepted.created["sessionCase"] == (office == "phohien" ? opened.caseID : nil))
            }
            #expect(try await world.findings() == [])
        }
    }

    @Test func `what is wrong with a task is said, and nothing is written`() async throws {
        try await TestWorld.lease { world in
            let entered = try await complaint(world)
            let before = try await world.everything()
            let wrong: [(String, String, (inout TaskDraft) -> Void)] = [
                ("title", "required", { $0.title = " " }), ("content", "required", { $0.content = "" }),
                ("title", "too_long", { $0.title = String(repeating: "a", count: 201) }),
                ("dueOn", "date_in_past", { $0.dueOn = Day(2026, 11, 18) }),
                ("letterDate", "date_in_future", { $0.letterDate = Day(2026, 11, 20) }),
                ("assignee", "unknown_organisation", { $0.assignee = 424_242 }), ("assignee", "recipient_is_self", { $0.assignee = 0 }),
                ("kind", "no_conclusion", { $0.kind = .conclusionPoint }), ("point", "no_conclusion", { $0.point = 1 }),
                ("session", "unknown_session", { $0.session = 424_242 }),
            ]
            for (field, code, change) in wrong {
                var bad = draft(world)
                change(&bad)
                if code == "recipient_is_self" { bad.assignee = world.office("ubnd") }
                let asked = bad
                let refused = try await problem { try await give(world, asked, in: entered.caseID) }
                #expect(refused?.errors.map(\.field) == [field] && refused?.errors.map(\.code) == [code], "\(field) \(code)")
            }
            #expect(try await world.everything() == before)
            let first = try await give(world, draft(world), in: entered.caseID, key: "giao-viec-01")
            let again = try await give(world, draft(world), in: entered.caseID, key: "giao-viec-01")
            #expect(again == first)
            #expect(try await world.count("select count(*) from tiepdan.task") == 1)
        }
    }

    @Test func `scans go into the task, not into the giver's case`() async throws {
        try await TestWorld.lease { world in
            let entered = try await complaint(world)
            let given = try await give(world, draft(world), in: entered.caseID)
            func upload(_ caseID: Int64, by name: String) async throws -> AttachmentView {
                let scan = AsyncThrowingStream<[UInt8], any Error> { stream in
                    stream.yield(Array("%PDF-1.7 báo cáo".utf8))
                    stream.finish()
                }
                return try await world.casework.attachments.upload(
                    scan, name: "bao-cao.pdf", kind: "result", to: .caseFile(caseID), by: world.actor(name))
            }
            let scan = try await upload(given.caseID, by: "snnmt.clerk")
            let opened = try await world.casework.attachments.open(scan.id, by: world.actor("ubnd.clerk"))
            #expect(opened.view.id == scan.id)
            let into = try await problem { try await upload(entered.caseID, by: "snnmt.clerk") }
            #expect(into?.kind == .forbidden)
        }
    }
}
