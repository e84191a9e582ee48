import Casework
import Law
import Postgres
import TestSupport
import Testing

/// Work given to somebody on leave: said to who gives it, and never refused.
@Suite struct AbsenceTests {
    private func away(_ world: TestWorld, _ officer: OfficerActor) async throws -> Absence? {
        try await world.casework.units.colleagues(by: world.actor("hdnd.leader")).first { $0.id == officer.id }?.away
    }

    private func note(to officer: OfficerActor, due: Day? = nil) -> DirectionDraft {
        var note = DirectionDraft(leaderName: "Chủ tịch", givenOn: Day(2026, 11, 19), text: "Giao xử lý.")
        note.handler = officer.id
        note.dueOn = due
        return note
    }

    @Test func `who gives work to somebody on leave is told, before and after`() async throws {
        try await TestWorld.lease { world in
            let old = try await world.hire("can.bo.nghi", "Người Nghỉ")
            let substitute = try await world.hire("thay.the", "Người Thay")
            let (desk, cases, leader) = (world.casework.work, world.casework.cases, world.actor("hdnd.leader"))
            _ = try await world.given(to: old, title: "Có trước")
            #expect(try await away(world, old) == nil)
            let leave = try await desk.handOver(
                HandOverDraft(from: old.id, to: substitute.id, untilDay: Day(2026, 11, 25)), key: nil, by: leader)
            #expect(leave.warnings == nil)
            let seen = try #require(try await away(world, old))
            #expect(seen.until == Day(2026, 11, 25) && seen.toName == "Người Thay")
            #expect(seen.words(on: Day(2026, 11, 19)) == "nghỉ đến 25/11/2026, việc bàn giao cho Người Thay")
            #expect(try await away(world, substitute) == nil)
            let loads = try await desk.loads(by: leader)
            #expect(loads.first { $0.officer == old.id }?.away == seen)

            let id = try await world.register(world.draft(title: "Đến sau")).caseID
            let told = ["Người Nghỉ nghỉ đến 25/11/2026, việc bàn giao cho Người Thay."]
            let given = try await cases.addDirection(id, note(to: old), key: "giao-nguoi-nghi", by: leader)
            #expect(given.warnings == told && given.handlerName == "Người Nghỉ")
            #expect(try await cases.addDirection(id, note(to: old), key: "giao-nguoi-nghi", by: leader) == given)
            #expect(try await world.handler(of: id) == old.id, "a warning, no refusal")
            let work = try #require(try await cases.caseFile(id, by: leader).work)
            #expect(work.handlerAway == seen)
            let moved = try await world.act(id, "hand_over_work", ["handler": .number(substitute.id)], by: world.officer("hdnd.leader"))
            #expect(moved.warnings == nil)
            let back = try await world.act(id, "hand_over_work", ["handler": .number(old.id)], by: world.officer("hdnd.leader"))
            #expect(back.warnings == told)
            let third = try await world.hire("nguoi.thu.ba", "Người Thứ Ba")
            _ = try await world.given(to: third, title: "Của người thứ ba")
            let whole = try await desk.handOver(HandOverDraft(from: third.id, to: old.id), key: nil, by: leader)
            #expect(whole.warnings == told)

            _ = try await desk.endHandOver(leave.id, key: nil, by: leader)
            #expect(try await away(world, old) == nil)
            #expect(try await cases.caseFile(id, by: leader).work?.handlerAway == nil)
            #expect(try await cases.addDirection(id, note(to: old), key: nil, by: leader).warnings == nil)
            #expect(try await world.findings() == [])
        }
    }

    @Test func `a leave that is to come counts when the work is due in it`() async throws {
        try await TestWorld.lease { world in
            let old = try await world.hire("can.bo.nghi", "Người Nghỉ")
            let substitute = try await world.hire("thay.the", "Người Thay")
            let (desk, cases, leader) = (world.casework.work, world.casework.cases, world.actor("hdnd.leader"))
            let draft = HandOverDraft(from: old.id, to: substitute.id, fromDay: Day(2026, 11, 30), untilDay: Day(2026, 12, 4))
            _ = try await desk.handOver(draft, key: nil, by: leader)
            #expect(try await away(world, old)?.from == Day(2026, 11, 30), "the choice of officers names it already")
            let id = try await world.register(world.draft()).caseID
            for day in [nil, Day(2026, 11, 27), Day(2026, 12, 7)] {
                #expect(try await cases.addDirection(id, note(to: old, due: day), key: nil, by: leader).warnings == nil)
            }
            let due = try await cases.addDirection(id, note(to: old, due: Day(2026, 12, 2)), key: nil, by: leader)
            #expect(due.warnings == ["Người Nghỉ nghỉ từ 30/11/2026 đến 04/12/2026, việc bàn giao cho Người Thay."])
            let work = try #require(try await cases.caseFile(id, by: leader).work)
            #expect(work.handlerAway?.from == Day(2026, 11, 30))
        }
    }

    @Test func `one case that is lent is no leave, and a going for good is none`() async throws {
        try await TestWorld.lease { world in
            let lender = try await world.hire("nguoi.cho", "Người Cho")
            let helper = try await world.hire("nguoi.giup", "Người Giúp")
            let (desk, leader) = (world.casework.work, world.actor("hdnd.leader"))
            let id = try await world.given(to: lender, title: "Cho mượn")
            try await world.act(
                id, "hand_over_work", ["handler": .number(helper.id), "until_day": .text("2026-11-25")], by: lender)
            #expect(try await world.handler(of: id) == helper.id)
            #expect(try await away(world, lender) == nil)
            _ = try await world.given(to: lender, title: "Chuyển hẳn")
            _ = try await desk.handOver(HandOverDraft(from: lender.id, to: helper.id), key: nil, by: leader)
            #expect(try await away(world, lender) == nil)
        }
    }
}
