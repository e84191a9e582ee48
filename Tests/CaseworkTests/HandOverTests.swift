import Casework
import Law
import Postgres
import TestSupport
import Testing

@Suite struct HandOverTests {
    private let leave = Day(2026, 11, 23)

    /// Hand-overs that the program began and ended now.
    private func sweep(_ world: TestWorld) async throws -> [Int] {
        let (begun, ended) = try await world.casework.queues.sweepHandOvers()
        return [begun, ended]
    }

    @Test func `all open work goes in one step, one entry in each case`() async throws {
        try await TestWorld.lease { world in
            let old = try await world.hire("can.bo.cu", "Người Đi")
            let new = try await world.hire("can.bo.moi", "Người Đến")
            let desk = world.casework.work
            let leader = world.actor("hdnd.leader")
            var ids: [Int64] = []
            for title in ["Một", "Hai", "Ba"] { ids.append(try await world.given(to: old, title: title)) }
            let seen = try await desk.handOverPreview(from: old.id, by: leader)
            #expect(seen.count == 3 && Set(seen.cases.map(\.caseID)) == Set(ids) && seen.fromName == "Người Đi")
            let before = try await world.everything()
            let moved = try await problem {
                try await desk.handOver(HandOverDraft(from: old.id, to: new.id, expected: 2), key: nil, by: leader)
            }
            #expect(moved?.code == "work_changed")
            let nobody = try await problem { try await desk.handOver(HandOverDraft(from: old.id, to: 999_999), key: nil, by: leader) }
            #expect(nobody?.errors.map(\.field) == ["to"])
            #expect(try await world.everything() == before, "nothing half done")
            let draft = HandOverDraft(from: old.id, to: new.id, reason: "Chuyển công tác", expected: 3)
            let done = try await desk.handOver(draft, key: "ban-giao-01", by: leader)
            #expect(done.state == "for_good" && done.cases == 3 && done.kept == 0)
            #expect(try await desk.handOver(draft, key: "ban-giao-01", by: leader) == done)
            for id in ids {
                #expect(try await world.handler(of: id) == new.id)
                let events = try await world.casework.cases.journal(id, by: leader).map(\.event)
                #expect(events == ["register", "direct", "hand_over_work"])
            }
            #expect(try await world.count("select count(*)::int from tiepdan.hand_over") == 1)
            world.clock.set(Day(2027, 1, 4))
            #expect(try await sweep(world) == [0, 0])
            let none = try await problem { try await desk.handOver(HandOverDraft(from: old.id, to: new.id), key: nil, by: leader) }
            #expect(none?.errors.map(\.code) == ["no_open_work"])
            #expect(try await world.findings() == [])
        }
    }

    @Test func `what was lent comes back on the day after, but for what was given to somebody else`() async throws {
        try await TestWorld.lease { world in
            let old = try await world.hire("can.bo.nghi", "Người Nghỉ")
            let substitute = try await world.hire("thay.the", "Người Thay")
            let desk = world.casework.work
            let kept = try await world.given(to: old, title: "Giao người khác")
            let back = try await world.given(to: old, title: "Trở về")
            let idle = try await world.given(to: old, title: "Trả lại rồi")
            try await world.act(back, "take_work", by: old)
            let lent = try await desk.handOver(
                HandOverDraft(from: old.id, to: substitute.id, untilDay: Day(2026, 11, 20)), key: nil, by: .officer(old))
            #expect(lent.state == "running" && lent.cases == 3)
            var note = DirectionDraft(leaderName: "Chủ tịch", givenOn: Day(2026, 11, 19), text: "Giao lại.")
            note.handler = world.officer("hdnd.officer").id
            _ = try await world.casework.cases.addDirection(kept, note, key: nil, by: world.actor("hdnd.leader"))
            try await world.act(idle, "return_work", ["reason": .text("Chờ người cũ")], by: substitute)
            world.clock.set(Day(2026, 11, 20))
            #expect(try await sweep(world) == [0, 0], "the last day is the substitute's")
            world.clock.set(Day(2026, 11, 21))
            #expect(try await sweep(world) == [0, 1])
            #expect(try await sweep(world) == [0, 0])
            #expect(try await world.handler(of: back) == old.id)
            #expect(try await world.handler(of: idle) == old.id)
            #expect(try await world.handler(of: kept) == world.officer("hdnd.officer").id)
            let mine = try await desk.list(.mine, by: .officer(old)).items
            #expect(mine.first { $0.caseID == back }?.takenOn == Day(2026, 11, 19), "it stands as before")
            let entry = try #require(try await world.casework.cases.journal(back, by: world.actor("hdnd.leader")).last)
            #expect(entry.event == "hand_over_work" && entry.actor == "system")
            let after = try #require(try await desk.handOvers(by: world.actor("hdnd.leader")).items.first)
            #expect(after.state == "ended" && after.back == 2 && after.kept == 1)
            #expect(try await world.findings() == [])
        }
    }

    @Test func `a leave that begins later starts on its day, and can be called off`() async throws {
        try await TestWorld.lease { world in
            let old = try await world.hire("can.bo.nghi", "Người Nghỉ")
            let substitute = try await world.hire("thay.the", "Người Thay")
            let (desk, leader) = (world.casework.work, world.actor("hdnd.leader"))
            let first = try await world.given(to: old, title: "Có trước")
            let planned = try await desk.handOver(
                HandOverDraft(from: old.id, to: substitute.id, fromDay: leave, untilDay: Day(2026, 11, 27)), key: nil, by: leader)
            let never = try await desk.handOver(
                HandOverDraft(from: substitute.id, to: old.id, fromDay: Day(2026, 12, 1)), key: nil, by: leader)
            #expect(planned.state == "planned" && planned.cases == 0)
            #expect(try await sweep(world) == [0, 0])
            #expect(try await world.handler(of: first) == old.id)
            let second = try await world.given(to: old, title: "Đến sau")
            #expect(try await desk.endHandOver(never.id, key: nil, by: leader).state == "cancelled")
            world.clock.set(leave)
            #expect(try await sweep(world) == [1, 0])
            #expect(try await world.handler(of: first) == substitute.id)
            #expect(try await world.handler(of: second) == substitute.id)
            // He is back two days early.
            world.clock.set(Day(2026, 11, 25))
            let ended = try await desk.endHandOver(planned.id, key: nil, by: leader)
            #expect(ended.state == "ended" && ended.back == 2)
            #expect(try await world.handler(of: first) == old.id)
            let twice = try await problem { try await desk.endHandOver(planned.id, key: nil, by: leader) }
            #expect(twice?.code == "hand_over_ended")
            world.clock.set(Day(2026, 12, 1))
            #expect(try await sweep(world) == [0, 0])
            #expect(try await world.findings() == [])
        }
    }

    /// The substitute of a substitute gives back to the substitute, he to whose work it is.
    @Test func `what was lent on comes back the way it went`() async throws {
        try await TestWorld.lease { world in
            let owner = try await world.hire("chu.viec", "Người Chủ")
            let middle = try await world.hire("thay.mot", "Người Thay Một")
            let last = try await world.hire("thay.hai", "Người Thay Hai")
            let desk = world.casework.work
            let id = try await world.given(to: owner, title: "Đi vòng")
            _ = try await desk.handOver(
                HandOverDraft(from: owner.id, to: middle.id, untilDay: Day(2026, 11, 25)), key: nil, by: .officer(owner))
            _ = try await desk.handOver(
                HandOverDraft(from: middle.id, to: last.id, untilDay: Day(2026, 11, 27)), key: nil, by: .officer(middle))
            world.clock.set(Day(2026, 11, 26))
            #expect(try await sweep(world) == [0, 0], "it is away from who has to give it back")
            #expect(try await world.handler(of: id) == last.id)
            world.clock.set(Day(2026, 11, 28))
            for _ in 0..<2 { _ = try await world.casework.queues.sweepHandOvers() }
            #expect(try await world.handler(of: id) == owner.id)
            #expect(try await world.findings() == [])
        }
    }

    @Test func `what comes back from a leave does not go to a unit that was closed meanwhile`() async throws {
        try await TestWorld.lease { world in
            let old = try await world.hire("can.bo.nghi", "Người Nghỉ")
            let substitute = try await world.hire("thay.the", "Người Thay")
            let op = Actor.operator(user: "test")
            let units = world.casework.units
            let closing = try await units.add(UnitDraft(name: "Phòng Cũ", members: [old.id]), office: "HY-TTHDND", key: nil, by: op)
            _ = try await units.add(UnitDraft(name: "Phòng Thay", members: [substitute.id]), office: "HY-TTHDND", key: nil, by: op)
            let id = try await world.given(to: old, title: "Việc của phòng cũ")
            world.clock.set(Day(2026, 11, 20))
            _ = try await world.casework.work.handOver(
                HandOverDraft(from: old.id, to: substitute.id, untilDay: Day(2026, 11, 20)), key: nil, by: .officer(old))
            _ = try await units.close(closing.id, key: nil, by: op)
            let fresh = try await units.add(UnitDraft(name: "Phòng Mới", members: [old.id]), office: "HY-TTHDND", key: nil, by: op)
            world.clock.set(Day(2026, 11, 21))
            #expect(try await sweep(world) == [0, 1])
            let line = try #require(try await world.casework.work.list(.mine, by: .officer(old)).items.first)
            #expect(line.caseID == id && line.unit == fresh.id)
            #expect(line.givenOn == Day(2026, 11, 19), "what comes back is not given anew")
            #expect(try await world.findings() == [])
        }
    }

    @Test func `an officer hands over his own work, a head his unit's, a leader anybody's`() async throws {
        try await TestWorld.lease { world in
            let head = try await world.hire("truong.phong", "Trần Thị Trưởng")
            let expert = try await world.hire("chuyen.vien", "Lê Văn Viên")
            let stranger = try await world.hire("nguoi.ngoai", "Người Ngoài")
            _ = try await world.casework.units.add(
                UnitDraft(name: "Phòng Một", head: head.id, members: [expert.id]), office: "HY-TTHDND", key: nil,
                by: .operator(user: "test"))
            _ = try await world.given(to: expert, title: "Việc")
            let draft = HandOverDraft(from: expert.id, to: stranger.id)
            for name in ["hdnd.clerk", "hdnd.officer", "ubnd.leader"] {
                let refused = try await problem { try await world.casework.work.handOver(draft, key: nil, by: world.actor(name)) }
                #expect(refused?.kind == .forbidden || ["from", "to"].contains(refused?.errors.first?.field), "\(name)")
            }
            #expect(try await world.casework.work.handOver(draft, key: nil, by: .officer(head)).cases == 1)
        }
    }
}
