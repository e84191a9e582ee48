import Casework
import Law
import Postgres
import TestSupport
import Testing

/// Work that goes from hand to hand in the office of the People's Council.
extension TestWorld {
    /// One more account of the People's Council.
    func hire(_ username: String, _ name: String, role: Role = .officer) async throws -> OfficerActor {
        _ = try await casework.administration.addOfficer(
            username: username, fullName: name, title: "Chuyên viên", organisation: "HY-TTHDND", roles: [role], password: nil,
            by: .operator(user: "test"))
        return try await casework.signIn.impersonate(username: username)
    }

    /// The step as the case stands now, by anybody.
    @discardableResult
    func act(_ caseID: Int64, _ event: String, _ facts: [String: FactInput] = [:], by officer: OfficerActor) async throws -> StepView {
        let seen = try await stand(of: caseID).seq
        return try await casework.cases.step(
            caseID, EventDraft(event: event, facts: facts, expectedSequence: seen), key: nil, by: .officer(officer))
    }

    /// A petition that the leader has given to this officer.
    func given(to officer: OfficerActor, title: String, due: Day? = nil) async throws -> Int64 {
        let entered = try await register(draft(title: title))
        var note = DirectionDraft(leaderName: "Chủ tịch", givenOn: clock.today, text: "Giao xử lý.")
        note.handler = officer.id
        note.dueOn = due
        _ = try await casework.cases.addDirection(entered.caseID, note, key: nil, by: actor("hdnd.leader"))
        return entered.caseID
    }

    func handler(of caseID: Int64) async throws -> Int64? {
        try await superuser.read { db in
            try db.values("select handler from tiepdan.case_file where id = \(caseID)", as: Int64?.self).first ?? nil
        }
    }
}

@Suite struct WorkTests {
    private func office(_ world: TestWorld) async throws -> (head: OfficerActor, expert: OfficerActor, unit: UnitView) {
        let head = try await world.hire("truong.phong", "Trần Thị Trưởng")
        let expert = try await world.hire("chuyen.vien", "Lê Văn Viên")
        let unit = try await world.casework.units.add(
            UnitDraft(name: "Phòng Dân nguyện", head: head.id, members: [expert.id]), office: "HY-TTHDND", key: nil,
            by: .operator(user: "test"))
        return (head, expert, unit)
    }

    @Test func `a note goes from the leader to the unit, from its head to an officer, who takes the work`() async throws {
        try await TestWorld.lease { world in
            let (head, expert, unit) = try await office(world)
            #expect(unit.headName == head.fullName && Set(unit.members.map(\.id)) == [head.id, expert.id])
            let (cases, desk, leader) = (world.casework.cases, world.casework.work, world.actor("hdnd.leader"))
            let id = try await world.register(world.draft()).caseID
            var note = DirectionDraft(leaderName: "Đồng chí Chủ tịch", givenOn: Day(2026, 11, 19), text: "Giao Phòng tham mưu kín.")
            note.unit = unit.id
            note.dueOn = Day(2026, 11, 25)
            let written = try await cases.addDirection(id, note, key: "but-phe-so-1", by: leader)
            #expect(written.unitName == "Phòng Dân nguyện" && written.handlerName == nil && !written.onPaper)
            #expect(try await cases.addDirection(id, note, key: "but-phe-so-1", by: leader) == written)
            #expect(try await world.stand(of: id).seq == 2, "written once, one entry")
            #expect(try await world.running(id)["DIRECT"] == Day(2026, 11, 25))
            let payload = try await world.superuser.read { db in
                try db.value("select payload::text from tiepdan.journal where case_id = \(id) and seq = 2", as: String.self)
            }
            #expect(!payload.contains("kín") && !payload.contains("Chủ tịch") && payload.contains("sealed"))

            let waiting = try await desk.list(.unassigned, by: leader).items
            #expect(waiting.map(\.caseID) == [id] && waiting[0].unitName == "Phòng Dân nguyện" && waiting[0].workDue == Day(2026, 11, 25))
            for (officer, count) in [(head, 1), (expert, 1), (world.officer("hdnd.officer"), 0)] {
                #expect(try await desk.list(.unit, by: .officer(officer)).items.count == count)
            }

            var on = DirectionDraft(leaderName: head.fullName, givenOn: Day(2026, 11, 19), text: "Đồng chí Viên xử lý.")
            on.handler = world.officer("hdnd.officer").id
            let outside = try await problem { try await cases.addDirection(id, on, key: nil, by: .officer(head)) }
            #expect(outside?.errors.map(\.code) == ["officer_of_another_unit"])
            on.handler = expert.id
            on.onPaper = false
            let stranger = try await problem { try await cases.addDirection(id, on, key: nil, by: world.actor("hdnd.officer")) }
            #expect(stranger?.code == "not_head" && stranger?.kind == .forbidden)
            let passed = try await cases.addDirection(id, on, key: nil, by: .officer(head))
            #expect(passed.handlerName == expert.fullName && passed.unitName == "Phòng Dân nguyện" && !passed.onPaper)

            let foreign = try await problem { try await world.act(id, "take_work", by: world.officer("hdnd.officer")) }
            #expect(foreign?.code == "work_of_another")
            try await world.act(id, "take_work", by: expert)
            let mine = try await desk.list(.mine, by: .officer(expert)).items
            #expect(mine.map(\.caseID) == [id] && mine[0].takenOn == Day(2026, 11, 19))
            let again = try await problem { try await world.act(id, "take_work", by: expert) }
            #expect(again?.code == "work_taken")
            let view = try await cases.caseFile(id, by: .officer(expert))
            #expect(view.work?.handlerName == expert.fullName && view.work?.dueOn == Day(2026, 11, 25))
            #expect(!view.allowed.contains { $0.event == "take_work" } && view.allowed.contains { $0.event == "return_work" })
            #expect(try await world.findings() == [])
        }
    }

    @Test func `work is returned with its reason, to the head and by him to the leader`() async throws {
        try await TestWorld.lease { world in
            let (head, expert, unit) = try await office(world)
            let (desk, leader) = (world.casework.work, world.actor("hdnd.leader"))
            let id = try await world.given(to: expert, title: "Ngập úng")
            let reason: [String: FactInput] = ["reason": .text("Không đúng lĩnh vực.")]
            let wrong = try await problem { try await world.act(id, "return_work", reason, by: world.officer("hdnd.officer")) }
            #expect(wrong?.code == "not_yours")
            try await world.act(id, "return_work", reason, by: expert)
            #expect(try await world.handler(of: id) == nil)
            let back = try await desk.list(.returned, by: leader).items
            #expect(back.map(\.caseID) == [id] && back[0].returnReason == "Không đúng lĩnh vực." && back[0].unit == unit.id)
            #expect(back[0].returnedByName == expert.fullName)
            #expect(try await desk.list(.unassigned, by: leader).items.isEmpty)
            try await world.act(id, "return_work", reason, by: head)
            #expect(try await desk.list(.returned, by: leader).items.map(\.unit) == [nil])
            var note = DirectionDraft(leaderName: "Chủ tịch", givenOn: Day(2026, 11, 19), text: "Giao lại.")
            note.handler = world.officer("hdnd.officer").id
            _ = try await world.casework.cases.addDirection(id, note, key: nil, by: leader)
            #expect(try await desk.list(.returned, by: leader).items.isEmpty)
            #expect(try await world.findings() == [])
        }
    }

    @Test func `a clerk enters a note from paper with its scan and those who help`() async throws {
        try await TestWorld.lease { world in
            let (_, expert, _) = try await office(world)
            let clerk = world.actor("hdnd.clerk")
            let id = try await world.register(world.draft()).caseID
            let other = try await world.register(world.draft()).caseID
            let attachments = world.casework.attachments
            let scan = try await attachments.upload(
                Scan.stream("%PDF-1.7 but phe"), name: "but-phe.pdf", kind: nil, to: .caseFile(id), by: clerk)
            let strange = try await attachments.upload(
                Scan.stream("%PDF-1.7 khac"), name: "khac.pdf", kind: nil, to: .caseFile(other), by: clerk)
            var note = DirectionDraft(leaderName: "Phó Chủ tịch", givenOn: Day(2026, 11, 18), text: "Giao xử lý, báo cáo.")
            note.handler = expert.id
            note.others = [world.officer("hdnd.officer").id, expert.id]
            note.attachment = strange.id
            let wrong = try await problem { try await world.casework.cases.addDirection(id, note, key: nil, by: clerk) }
            #expect(wrong?.errors.map(\.field) == ["attachment"])
            note.attachment = scan.id
            let written = try await world.casework.cases.addDirection(id, note, key: nil, by: clerk)
            #expect(written.onPaper && written.attachment == scan.id && written.handlerName == expert.fullName)
            #expect(written.others == [world.officer("hdnd.officer").fullName])
            #expect(try await world.handler(of: id) == expert.id)
            note.dueOn = Day(2026, 11, 1)
            let early = try await problem { try await world.casework.cases.addDirection(id, note, key: nil, by: clerk) }
            #expect(early?.errors.map(\.field) == ["dueOn"])
            note.dueOn = nil
            note.expectedSequence = 1
            let stale = try await problem { try await world.casework.cases.addDirection(id, note, key: nil, by: clerk) }
            #expect(stale?.code == "stale_sequence")
        }
    }

    @Test func `a leader sees what each officer has in hand, an officer does not`() async throws {
        try await TestWorld.lease { world in
            let (head, expert, _) = try await office(world)
            _ = try await world.given(to: expert, title: "Một", due: Day(2026, 11, 19))
            _ = try await world.given(to: expert, title: "Hai", due: Day(2026, 11, 20))
            _ = try await world.given(to: world.officer("hdnd.officer"), title: "Ba")
            world.clock.set(Day(2026, 11, 20))
            let all = try await world.casework.work.loads(by: world.actor("hdnd.leader"))
            let line = try #require(all.first { $0.officer == expert.id })
            #expect(line.open == 2 && line.overdue == 1 && line.dueSoon == 1 && line.untaken == 2)
            #expect(all.first?.officer == expert.id && all.contains { $0.officer == world.officer("hdnd.clerk").id && $0.open == 0 })
            let own = try await world.casework.work.loads(by: .officer(head))
            #expect(Set(own.map(\.officer)) == [head.id, expert.id])
            let refused = try await problem { try await world.casework.work.loads(by: world.actor("hdnd.officer")) }
            #expect(refused?.kind == .forbidden)
            let lines = try await world.casework.work.list(.office, officer: expert.id, by: world.actor("hdnd.leader")).items
            #expect(lines.map(\.timing) == ["overdue", "due_soon"])
            let pages = try await world.casework.work.list(.office, limit: 2, by: world.actor("hdnd.leader"))
            let rest = try await world.casework.work.list(.office, cursor: pages.next, limit: 2, by: world.actor("hdnd.leader"))
            #expect(pages.items.count == 2 && rest.items.count == 1 && rest.next == nil)
        }
    }

    @Test func `units are an administrator's, and a unit with open work does not close`() async throws {
        try await TestWorld.lease { world in
            let (_, expert, unit) = try await office(world)
            let units = world.casework.units
            let refused = try await problem { try await units.add(UnitDraft(name: "Phòng khác"), key: nil, by: world.actor("hdnd.leader")) }
            #expect(refused?.kind == .forbidden)
            let twin = try await problem {
                try await units.add(UnitDraft(name: "phòng dân nguyện"), office: "HY-TTHDND", key: nil, by: .operator(user: "test"))
            }
            #expect(twin?.errors.map(\.code) == ["name_taken"])
            let id = try await world.given(to: expert, title: "Việc của phòng")
            let busy = try await problem { try await units.close(unit.id, key: nil, by: .operator(user: "test")) }
            #expect(busy?.code == "unit_has_work")
            var note = DirectionDraft(leaderName: "Chủ tịch", givenOn: Day(2026, 11, 19), text: "Chuyển người khác.")
            note.handler = world.officer("hdnd.officer").id
            _ = try await world.casework.cases.addDirection(id, note, key: nil, by: world.actor("hdnd.leader"))
            let closed = try await units.close(unit.id, key: nil, by: .operator(user: "test"))
            #expect(!closed.active && closed.members.isEmpty)
            #expect(try await units.list(by: world.actor("hdnd.clerk")).isEmpty)
            let elsewhere = try await problem { try await units.rename(unit.id, to: "Khác", key: nil, by: .operator(user: "test")) }
            #expect(elsewhere?.kind == .missing)
            #expect(try await world.findings() == [])
        }
    }
}
