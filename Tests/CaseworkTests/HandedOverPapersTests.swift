import Casework
import Law
import Postgres
import TestSupport
import Testing

/// What an officer leaves behind beside his cases goes with a hand-over, and comes back with it.
@Suite struct HandedOverPapersTests {
    private func drafted(_ world: TestWorld, in caseID: Int64, by officer: OfficerActor) async throws -> DraftMoved {
        var new = NewDocument(caseID: caseID, event: "refer", form: "transfer_letter", title: "V/v chuyển đơn")
        new.facts = ["recipient": .number(world.office("snnmt"))]
        return try await world.casework.documents.write(new, key: nil, by: .officer(officer))
    }

    private func direct(_ world: TestWorld, _ caseID: Int64, to handler: OfficerActor, helping others: [OfficerActor] = []) async throws {
        var note = DirectionDraft(leaderName: "Chủ tịch", givenOn: Day(2026, 11, 19), text: "Giao xử lý.")
        note.handler = handler.id
        note.others = others.map(\.id)
        _ = try await world.casework.cases.addDirection(caseID, note, key: nil, by: world.actor("hdnd.leader"))
    }

    private func waiting(_ world: TestWorld, _ queue: DraftQueue, _ officer: OfficerActor) async throws -> [Int64] {
        try await world.casework.documents.list(DraftFilter(waiting: queue), by: .officer(officer)).items.map(\.id)
    }

    private func helping(_ world: TestWorld, _ officer: OfficerActor) async throws -> [Int64] {
        try await world.casework.work.list(.helping, by: .officer(officer)).items.map(\.caseID)
    }

    @Test func `drafts and help in other work lie with the substitute during a leave, and come back`() async throws {
        try await TestWorld.lease { world in
            let old = try await world.hire("can.bo.nghi", "Người Nghỉ")
            let substitute = try await world.hire("thay.the", "Người Thay")
            let (desk, documents) = (world.casework.work, world.casework.documents)
            let own = try await world.classified(world.draft(title: "Của người nghỉ")).caseID
            let aside = try await world.classified(world.draft(title: "Của người khác")).caseID
            try await direct(world, own, to: old)
            try await direct(world, aside, to: world.officer("hdnd.officer"), helping: [old])
            let written = try await drafted(world, in: own, by: old)
            let idle = try await drafted(world, in: aside, by: old)
            let sent = try await documents.submit(
                written.id, DocumentDecision(expectedRevision: written.revision), key: nil, by: .officer(old))

            let seen = try await desk.handOverPreview(from: old.id, by: .officer(old))
            #expect(seen.count == 1 && seen.drafts == 2 && seen.helping == 1)
            let lent = try await desk.handOver(
                HandOverDraft(from: old.id, to: substitute.id, untilDay: Day(2026, 11, 25), expected: 1), key: nil, by: .officer(old))
            #expect(lent.cases == 1 && lent.drafts == 2 && lent.helping == 1)

            // The leader sends back what was submitted before the leave: somebody there has to see it.
            world.clock.set(Day(2026, 11, 20))
            _ = try await documents.sendBack(
                sent.id, DocumentDecision(expectedRevision: sent.revision, remark: "Ghi rõ thửa đất."), key: nil,
                by: world.actor("hdnd.leader"))
            #expect(try await waiting(world, .returned, substitute) == [sent.id])
            #expect(try await waiting(world, .drafts, substitute) == [idle.id])
            #expect(try await waiting(world, .returned, old).isEmpty)
            #expect(try await helping(world, substitute) == [aside])
            #expect(try await helping(world, old).isEmpty)
            let digest = try await world.casework.digest.today(by: .officer(substitute))
            #expect(digest.groups.first { $0.code == .returnedDrafts }?.items.map(\.draft) == [sent.id])
            let assigned = digest.groups.first { $0.code == .assigned }?.items.map(\.caseID) ?? []
            #expect(assigned.contains(aside) && assigned.contains(own))
            #expect(try await documents.draft(sent.id, by: .officer(substitute)).line.heldByName == "Người Thay")
            // Who has it in hand gives it up, and what is finished does not come back.
            let decision = DocumentDecision(expectedRevision: idle.revision, remark: "Không cần nữa.")
            let away = try await problem { try await documents.void(idle.id, decision, key: nil, by: .officer(old)) }
            #expect(away?.kind == .forbidden)
            _ = try await documents.void(idle.id, decision, key: nil, by: .officer(substitute))

            world.clock.set(Day(2026, 11, 26))
            let ended = try await world.casework.queues.sweepHandOvers().ended
            #expect(ended == 1)
            #expect(try await waiting(world, .returned, old) == [sent.id])
            #expect(try await waiting(world, .returned, substitute).isEmpty)
            #expect(try await helping(world, old) == [aside])
            #expect(try await helping(world, substitute).isEmpty)
            let kept = try await world.count("select count(*)::int from tiepdan.hand_over_draft where kept_on is not null")
            #expect(kept == 1)
            #expect(try await world.findings() == [])
        }
    }

    @Test func `somebody who has nothing but a draft hands it over, for good`() async throws {
        try await TestWorld.lease { world in
            let old = try await world.hire("nguoi.di", "Người Đi")
            let new = try await world.hire("nguoi.den", "Người Đến")
            let (desk, leader) = (world.casework.work, world.actor("hdnd.leader"))
            let id = try await world.classified(world.draft()).caseID
            let written = try await drafted(world, in: id, by: old)
            let done = try await desk.handOver(HandOverDraft(from: old.id, to: new.id, expected: 0), key: nil, by: leader)
            #expect(done.state == "for_good" && done.cases == 0 && done.drafts == 1)
            #expect(try await waiting(world, .drafts, new) == [written.id])
            #expect(try await waiting(world, .drafts, old).isEmpty)
            let none = try await problem { try await desk.handOver(HandOverDraft(from: old.id, to: new.id), key: nil, by: leader) }
            #expect(none?.errors.map(\.code) == ["no_open_work"])
            #expect(try await world.findings() == [])
        }
    }

    @Test func `one case that is lent takes its drafts along, and no others`() async throws {
        try await TestWorld.lease { world in
            let lender = try await world.hire("nguoi.cho", "Người Cho")
            let helper = try await world.hire("nguoi.giup", "Người Giúp")
            let lent = try await world.classified(world.draft(title: "Cho mượn")).caseID
            let kept = try await world.classified(world.draft(title: "Giữ lại")).caseID
            for id in [lent, kept] { try await direct(world, id, to: lender) }
            let gone = try await drafted(world, in: lent, by: lender)
            let stays = try await drafted(world, in: kept, by: lender)
            try await world.act(lent, "hand_over_work", ["handler": .number(helper.id), "until_day": .text("2026-11-20")], by: lender)
            #expect(try await waiting(world, .drafts, helper) == [gone.id])
            #expect(try await waiting(world, .drafts, lender) == [stays.id])
            world.clock.set(Day(2026, 11, 21))
            _ = try await world.casework.queues.sweepHandOvers()
            #expect(try await waiting(world, .drafts, helper).isEmpty)
            #expect(Set(try await waiting(world, .drafts, lender)) == [gone.id, stays.id])
            #expect(try await world.findings() == [])
        }
    }

    /// The same way back as the cases: from the substitute's substitute over the substitute.
    @Test func `a draft that was lent on waits until it is back where it was lent`() async throws {
        try await TestWorld.lease { world in
            let owner = try await world.hire("chu.viec", "Người Chủ")
            let middle = try await world.hire("thay.mot", "Người Thay Một")
            let last = try await world.hire("thay.hai", "Người Thay Hai")
            let desk = world.casework.work
            let id = try await world.classified(world.draft()).caseID
            let written = try await drafted(world, in: id, by: owner)
            _ = try await desk.handOver(
                HandOverDraft(from: owner.id, to: middle.id, untilDay: Day(2026, 11, 25)), key: nil, by: .officer(owner))
            _ = try await desk.handOver(
                HandOverDraft(from: middle.id, to: last.id, untilDay: Day(2026, 11, 27)), key: nil, by: .officer(middle))
            world.clock.set(Day(2026, 11, 26))
            let early = try await world.casework.queues.sweepHandOvers().ended
            #expect(early == 0)
            #expect(try await waiting(world, .drafts, last) == [written.id])
            world.clock.set(Day(2026, 11, 28))
            for _ in 0..<2 { _ = try await world.casework.queues.sweepHandOvers() }
            #expect(try await waiting(world, .drafts, owner) == [written.id])
            #expect(try await world.findings() == [])
        }
    }
}
