import Casework
import Law
import Postgres
import TestSupport
import Testing

@Suite struct DigestTests {
    private func counts(_ world: TestWorld, _ actor: Actor) async throws -> [DigestGroup.Code: Int] {
        let digest = try await world.casework.digest.today(by: actor)
        return Dictionary(uniqueKeysWithValues: digest.groups.map { ($0.code, $0.count) })
    }

    @Test func `what is new since the last working day, due, overdue and returned`() async throws {
        try await TestWorld.lease { world in
            let (officer, clerk) = (world.actor("hdnd.officer"), world.actor("hdnd.clerk"))
            world.clock.set(Day(2026, 11, 17))
            _ = try await world.register(world.draft(receivedOn: Day(2026, 11, 17), title: "Của hôm kia"))
            world.clock.set(Day(2026, 11, 20))
            let sent = try await world.referred(world.draft(receivedOn: Day(2026, 11, 20), title: "Chuyển Sở"))
            let mine = try await world.given(to: world.officer("hdnd.officer"), title: "Giao tôi", due: Day(2026, 11, 25))
            world.clock.set(Day(2026, 11, 23))
            let digest = try await world.casework.digest.today(by: officer)
            #expect(digest.since == Day(2026, 11, 20) && digest.day == Day(2026, 11, 23), "Monday looks back to Friday")
            let first = try await counts(world, officer)
            #expect(first[.arrived] == 2 && first[.assigned] == 1 && first[.returnedReferrals] == 0 && first[.returnedWork] == 0)
            let near = digest.groups.first { $0.code == .due }?.items.map(\.caseID) ?? []
            #expect(near.contains(mine))
            let (recipient, desk) = (try await counts(world, world.actor("snnmt.clerk")), try await counts(world, clerk))
            #expect(recipient[.referred] == 1 && desk[.assigned] == 0)

            _ = try await world.step(sent.caseID, "decline", ["reason": .text("Không thuộc thẩm quyền")], by: "snnmt.officer")
            try await world.act(mine, "return_work", ["reason": .text("Trùng lịch")], by: world.officer("hdnd.officer"))
            world.clock.set(Day(2026, 11, 26))
            let later = try await counts(world, officer)
            #expect(later[.returnedReferrals] == 1 && later[.returnedWork] == 1 && later[.arrived] == 0)
            #expect((later[.overdue] ?? 0) >= 1, "the day that was set with the work")
            let elsewhere = try await counts(world, world.actor("ubnd.clerk"))
            #expect(elsewhere.values.allSatisfy { $0 == 0 })
        }
    }

    @Test func `after a leave one reads what came in meanwhile`() async throws {
        try await TestWorld.lease { world in
            let officer = try await world.hire("can.bo.nghi", "Người Nghỉ")
            _ = try await world.given(to: officer, title: "Đang làm")
            _ = try await world.casework.work.handOver(
                HandOverDraft(from: officer.id, to: world.officer("hdnd.officer").id, untilDay: Day(2026, 11, 20)), key: nil,
                by: .officer(officer))
            world.clock.set(Day(2026, 11, 23))
            _ = try await world.casework.queues.sweepHandOvers()
            #expect(try await world.casework.digest.today(by: .officer(officer)).since == Day(2026, 11, 18))
            #expect(try await world.casework.digest.today(by: world.actor("hdnd.officer")).since == Day(2026, 11, 20))
        }
    }

    @Test func `who lent one case away was not on leave`() async throws {
        try await TestWorld.lease { world in
            let officer = try await world.hire("can.bo.ban", "Người Bận")
            let lent = try await world.given(to: officer, title: "Cho mượn")
            _ = try await world.given(to: officer, title: "Giữ lại")
            let until: [String: FactInput] = ["handler": .number(world.officer("hdnd.officer").id), "until_day": .text("2026-11-27")]
            try await world.act(lent, "hand_over_work", until, by: officer)
            world.clock.set(Day(2026, 11, 26))
            #expect(try await world.casework.digest.today(by: .officer(officer)).since == Day(2026, 11, 25))
        }
    }

    @Test func `a unit's head learns of its work, who helps learns of the note, and nobody of what he took himself`() async throws {
        try await TestWorld.lease { world in
            let head = try await world.hire("truong.phong", "Trần Thị Trưởng")
            let expert = try await world.hire("chuyen.vien", "Lê Văn Viên")
            let unit = try await world.casework.units.add(
                UnitDraft(name: "Phòng Dân nguyện", head: head.id, members: [expert.id]), office: "HY-TTHDND", key: nil,
                by: .operator(user: "test"))
            let id = try await world.register(world.draft()).caseID
            var note = DirectionDraft(leaderName: "Chủ tịch", givenOn: Day(2026, 11, 19), text: "Giao Phòng, đồng chí Viên phối hợp.")
            note.unit = unit.id
            note.others = [expert.id]
            _ = try await world.casework.cases.addDirection(id, note, key: nil, by: world.actor("hdnd.leader"))
            world.clock.set(Day(2026, 11, 20))
            let told = try await counts(world, .officer(head))
            #expect(told[.assigned] == 1, "nobody has it in hand yet, and it is his to give on")
            #expect(try await counts(world, .officer(expert))[.assigned] == 1, "he helps")
            #expect(try await counts(world, world.actor("hdnd.officer"))[.assigned] == 0)
            let helping = try await world.casework.work.list(.helping, by: .officer(expert)).items
            #expect(helping.map(\.caseID) == [id])
            #expect(try await world.casework.work.list(.helping, by: .officer(head)).items.isEmpty)
            try await world.act(id, "take_work", by: head)
            #expect(try await counts(world, .officer(head))[.assigned] == 0, "he knows what he took")
            world.clock.set(Day(2026, 11, 23))
            #expect(try await counts(world, .officer(expert))[.assigned] == 0, "no news any more")
        }
    }

    @Test func `a task is news to its giver too, and a report is the giver's to look at`() async throws {
        try await TestWorld.lease { world in
            var draft = world.draft(.complaint)
            draft.jurisdiction = .competent
            let parent = try await world.register(draft, by: "ubnd.clerk")
            let (giver, assignee) = (world.actor("ubnd.leader"), world.actor("snnmt.leader"))
            func give() async throws -> GivenTask {
                try await world.casework.tasks.give(
                    TaskDraft(
                        kind: .verify, title: "Xác minh thửa 214", content: "Xác minh nguồn gốc đất.", assignee: world.office("snnmt"),
                        dueOn: Day(2026, 11, 24)), in: parent.caseID, key: nil, by: giver)
            }
            let (task, refused) = (try await give(), try await give())
            _ = try await world.step(refused.caseID, "decline", ["reason": .text("Không thuộc chức năng")], by: "snnmt.leader")
            let report: [String: FactInput] = ["result": .text("done"), "summary": .text("Đã xác minh.")]
            _ = try await world.step(task.caseID, "report", report, by: "snnmt.officer")
            world.clock.set(Day(2026, 11, 20))
            let first = try await counts(world, giver)
            #expect(first[.returnedTasks] == 1 && first[.taskAnswers] == 1)
            // TASK-REVIEW is five working days: the report lies with the giver, and is late there, not at who wrote it.
            world.clock.set(Day(2026, 11, 30))
            let late = try await world.casework.digest.today(only: .overdue, by: giver).groups
            #expect(late.map(\.code) == [.overdue] && late[0].items.contains { $0.task == task.task })
            let theirs = try await world.casework.digest.today(only: .overdue, by: assignee).groups
            #expect(theirs[0].items.allSatisfy { $0.task == nil })
            _ = try await world.step(
                task.caseID, "return_for_more", ["reason": .text("Thiếu bản đồ"), "due_on": .text("2026-12-18")], by: "ubnd.leader")
            #expect(try await counts(world, assignee)[.returnedTasks] == 1)
            #expect(try await counts(world, giver)[.taskAnswers] == 0)
            _ = try await world.step(
                task.caseID, "request_extension", ["asked_until": .text("2026-12-25"), "reason": .text("Chờ bản đồ")], by: "snnmt.officer")
            #expect(try await counts(world, giver)[.taskAnswers] == 1)
        }
    }

    @Test func `one group alone goes on behind its first twenty`() async throws {
        try await TestWorld.lease { world in
            for number in 1...21 { _ = try await world.register(world.draft(title: "Đơn thứ \(number)")) }
            let clerk = world.actor("hdnd.clerk")
            let all = try #require(try await world.casework.digest.today(by: clerk).groups.first { $0.code == .arrived })
            #expect(all.count == 21 && all.items.count == 20)
            let alone = try await world.casework.digest.today(only: .arrived, by: clerk).groups
            #expect(alone.count == 1 && alone[0].items.count == 21)
            let rest = try await world.casework.digest.today(only: .arrived, skip: 20, by: clerk).groups[0]
            #expect(rest.items.count == 1 && rest.items.first?.caseID == alone[0].items.last?.caseID)
            let wrong = try await problem { try await world.casework.digest.today(only: .arrived, skip: -1, by: clerk) }
            #expect(wrong?.errors.map(\.field) == ["skip"])
        }
    }

    @Test func `a denunciation is a number and a pseudonym`() async throws {
        try await TestWorld.lease { world in
            _ = try await world.register(world.draft(.denunciation, title: "Nội dung phải giữ kín"))
            let digest = try await world.casework.digest.today(by: world.actor("hdnd.clerk"))
            let item = try #require(digest.groups.first { $0.code == .arrived }?.items.first)
            #expect(item.sealed && item.title == "Người tố cáo A" && item.number == "1/2026")
            let line = try #require(try await world.casework.work.list(.unassigned, by: world.actor("hdnd.leader")).items.first)
            #expect(line.sealed && line.title == "Người tố cáo A" && line.number == "1/2026")
        }
    }

    @Test func `each working morning everybody gets one, of ids alone`() async throws {
        try await TestWorld.lease { world in
            _ = try await world.register(world.draft(name: "Bùi Thị Riêng", title: "Chuyện kín"))
            let queues = world.casework.queues
            world.clock.set(Day(2026, 11, 20), hour: 5)
            #expect(try await queues.composeDigests() == 0, "not before six")
            world.clock.set(Day(2026, 11, 20), hour: 6)
            let everybody = try await world.count("select count(distinct officer)::int from tiepdan.officer_role")
            var composed = 0
            while case let more = try await queues.composeDigests(most: 4), more > 0 { composed += more }
            #expect(composed == everybody && everybody >= 15)
            #expect(try await queues.composeDigests() == 0)
            let messages = try await queues.claim(most: 100).filter { $0.topic == "digest" }
            #expect(messages.count == everybody)
            for message in messages { for word in ["Bùi", "Riêng", "kín"] { #expect(!message.payload.contains(word)) } }
            let reader = world.officer("hdnd.clerk")
            let own = try #require(messages.first { $0.payload.contains("\"officer\": \(reader.id),") })
            #expect(own.payload.contains("\"arrived\": 1"))
            world.clock.set(Day(2026, 11, 21))
            #expect(try await queues.composeDigests() == 0, "Saturday")
            world.clock.set(Day(2026, 11, 23))
            #expect(try await queues.composeDigests(most: 100) == everybody)
        }
    }

    private func items(_ world: TestWorld, _ code: DigestGroup.Code, _ actor: Actor) async throws -> [DigestItem] {
        try await world.casework.digest.today(only: code, by: actor).groups[0].items
    }

    @Test func `what a session needs is watched over`() async throws {
        try await TestWorld.lease { world in
            let (officer, desk) = (world.actor("hdnd.officer"), world.casework.sessions)
            var draft = SessionDraft(kind: .scheduled, sessionDate: Day(2026, 12, 1), place: "Phòng tiếp công dân")
            draft.hostName = "Đồng chí Chủ tịch"
            let plain = try await desk.open(draft, key: nil, by: world.actor("hdnd.clerk"))
            draft.mode = .online
            let online = try await desk.open(draft, key: nil, by: world.actor("hdnd.clerk"))
            _ = try await world.step(online.caseID, "publish", by: "hdnd.officer")
            var adHoc = SessionDraft(kind: .adHoc, sessionDate: Day(2026, 11, 19), place: "Phòng tiếp công dân")
            adHoc.ground = "ADHOC-A"
            let held = try await desk.open(adHoc, key: nil, by: world.actor("hdnd.clerk"))
            _ = try await world.step(held.caseID, "conclude", by: "hdnd.clerk")
            _ = try await world.step(
                held.caseID, "issue_conclusion",
                ["document_number": .text("45/TB-HĐND"), "document_date": .text("2026-11-19"), "tasks_by": .text("2026-11-25")],
                by: "hdnd.leader")
            // TCD-1 and TCD-2: five working days before 01/12, the 24th being off; TASKS as the notice says.
            let near = try await items(world, .due, officer)
            #expect(near.map(\.session) == [plain.session, online.session, held.session])
            #expect(near.map(\.due) == [Day(2026, 11, 23), Day(2026, 11, 23), Day(2026, 11, 25)])
            #expect(
                near.map(\.title) == [
                    "Công bố lịch tiếp công dân, buổi tiếp ngày 01/12/2026",
                    "Thông báo phiên tiếp công dân trực tuyến, buổi tiếp ngày 01/12/2026",
                    "Thực hiện các việc nêu trong thông báo kết luận, buổi tiếp ngày 19/11/2026",
                ])
            let elsewhere = try await items(world, .due, world.actor("ubnd.clerk"))
            #expect(elsewhere.isEmpty)
            world.clock.set(Day(2026, 11, 26))
            let late = try await items(world, .overdue, world.actor("hdnd.leader"))
            #expect(late.map(\.caseID) == [plain.caseID, online.caseID, held.caseID])
        }
    }

    @Test func `the written refusal of a visitor is watched over, without his name`() async throws {
        try await TestWorld.lease { world in
            var session = SessionDraft(kind: .adHoc, sessionDate: Day(2026, 11, 19), place: "Phòng tiếp công dân")
            session.ground = "ADHOC-A"
            let opened = try await world.casework.sessions.open(session, key: nil, by: world.actor("hdnd.clerk"))
            var draft = VisitDraft(session: opened.session)
            draft.visitors = [PersonDraft(fullName: "Bùi Thị Lụa")]
            draft.settlementPapers = "QĐ 12"
            draft.reviewPapers = "TB 3"
            let came = try await world.casework.visits.register(draft, key: nil, by: world.actor("hdnd.clerk"))
            _ = try await world.step(
                came.caseID, "refuse_written", ["ground": .text("R3"), "reason": .text("Đã giải quyết dứt điểm")], by: "hdnd.clerk")
            let near = try await items(world, .due, world.actor("hdnd.leader"))
            #expect(near.map(\.visit) == [came.visit] && near.first?.due == Day(2026, 11, 25) && near.first?.number == "1/2026")
            #expect(near.first?.title == "Thông báo từ chối tiếp công dân bằng văn bản, lượt tiếp ngày 19/11/2026")
            world.clock.set(Day(2026, 11, 26))
            let late = try await items(world, .overdue, world.actor("hdnd.officer"))
            #expect(late.map(\.caseID) == [came.caseID])
            _ = try await world.step(
                came.caseID, "issue_refusal",
                ["document_number": .text("3/TB"), "document_date": .text("2026-11-26"), "flag_reason": .text("Chờ ý kiến")],
                by: "hdnd.leader")
            let after = try await items(world, .overdue, world.actor("hdnd.officer"))
            #expect(after.isEmpty)
        }
    }

    @Test func `a referral that is not answered is its sender's to watch, of whom the case is`() async throws {
        try await TestWorld.lease { world in
            let expert = try await world.hire("chuyen.vien", "Lê Văn Viên")
            let id = try await world.given(to: expert, title: "Đường làng ngập nước")
            try await world.act(
                id, "classify", ["kind": .text("feedback"), "eligibility": .text("eligible"), "jurisdiction": .text("not_competent")],
                by: expert)
            let sent = try await world.act(id, "refer", world.referFacts(to: "snnmt", answerBy: Day(2026, 11, 25)), by: expert)
            let referralCase = try #require(sent.created["referralCase"])
            let secret = try await world.referred(
                world.draft(.denunciation, title: "Nội dung phải giữ kín"), to: "ubnd", answerBy: Day(2026, 12, 10))
            let near = try await items(world, .awaitedDue, .officer(expert))
            let item = try #require(near.first { $0.caseID == referralCase })
            #expect(near.count == 1 && item.referral == sent.created["referral"] && item.due == Day(2026, 11, 25))
            #expect(item.number == "1/2026" && item.title == "Đường làng ngập nước" && item.awaits?.isEmpty == false)
            let leader = try await items(world, .awaitedDue, world.actor("hdnd.leader"))
            #expect(leader == near)
            let colleague = try await items(world, .awaitedDue, world.actor("hdnd.officer"))
            #expect(colleague.isEmpty, "the case is in another's hands")
            let recipient = try await counts(world, world.actor("snnmt.clerk"))
            #expect(recipient[.awaitedDue] == 0 && recipient[.referred] == 1)

            world.clock.set(Day(2026, 11, 26))
            let late = try await counts(world, .officer(expert))
            #expect(late[.awaitedDue] == 0 && late[.awaitedOverdue] == 1)
            _ = try await world.step(referralCase, "accept", by: "snnmt.officer")
            _ = try await world.step(
                referralCase, "answer",
                ["result": .text("explained"), "summary": .text("Đã nạo vét."), "flag_reason": .text("Đã xử lý xong.")],
                by: "snnmt.officer")
            let answered = try await counts(world, .officer(expert))
            #expect(answered[.awaitedOverdue] == 0)

            world.clock.set(Day(2026, 12, 11))
            let sealed = try await items(world, .awaitedOverdue, world.actor("hdnd.leader"))
            #expect(sealed.map(\.caseID) == [secret.caseID] && sealed[0].sealed && sealed[0].title == "Người tố cáo A")
        }
    }

    @Test func `a task that is late at its assignee is its giver's to watch`() async throws {
        try await TestWorld.lease { world in
            var draft = world.draft(.complaint)
            draft.jurisdiction = .competent
            let parent = try await world.register(draft, by: "ubnd.clerk")
            let (giver, assignee) = (world.actor("ubnd.leader"), world.actor("snnmt.leader"))
            let task = try await world.casework.tasks.give(
                TaskDraft(
                    kind: .verify, title: "Xác minh thửa 214", content: "Xác minh nguồn gốc đất.", assignee: world.office("snnmt"),
                    dueOn: Day(2026, 11, 25)), in: parent.caseID, key: nil, by: giver)
            let near = try await items(world, .awaitedDue, giver)
            #expect(near.map(\.task) == [task.task] && near.first?.due == Day(2026, 11, 25) && near.first?.awaits?.isEmpty == false)
            let own = try await counts(world, assignee)
            #expect(own[.due] == 1 && own[.awaitedDue] == 0)
            world.clock.set(Day(2026, 11, 26))
            let late = try await items(world, .awaitedOverdue, giver)
            #expect(late.map(\.task) == [task.task])
            _ = try await world.step(
                task.caseID, "report",
                ["result": .text("done"), "summary": .text("Đã xác minh."), "flag_reason": .text("Chờ bản đồ")], by: "snnmt.officer")
            let reported = try await counts(world, giver)
            #expect(reported[.awaitedOverdue] == 0 && reported[.taskAnswers] == 1)
        }
    }
}
