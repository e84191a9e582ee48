import Casework
import Law
import Postgres
import TestSupport
import Testing

/// Letters without an entry of their own reach the national database too: filed ones and copies.
@Suite struct NationalArrivalTests {
    private let today = Day(2026, 11, 19)

    private func list(_ world: TestWorld, entered: Bool = false, by name: String = "hdnd.clerk") async throws -> [NationalArrival] {
        try await world.casework.national.arrivals(entered: entered, cursor: nil, limit: 50, by: world.actor(name)).items
    }

    private func mark(
        _ world: TestWorld, _ letters: [NationalArrival], on day: Day? = Day(2026, 11, 19), key: String? = nil,
        by name: String = "hdnd.clerk"
    ) async throws -> NationalMarked {
        try await world.casework.national.mark(
            NationalArrivalMark(letters: letters.map { .init(envelope: $0.envelope, event: $0.event) }, enteredOn: day), key: key,
            by: world.actor(name))
    }

    private func filed(_ world: TestWorld, _ envelopes: [Int64], _ number: String = "11/PĐX") async throws {
        var draft = FilingDraft(number: number, ground: "illegible")
        draft.envelopes = envelopes
        let proposal = try await world.casework.filing.propose(draft, key: nil, by: world.actor("hdnd.clerk"))
        _ = try await world.casework.filing.sign(proposal.id, on: nil, key: nil, by: world.actor("hdnd.leader"))
    }

    private func takeOut(_ world: TestWorld, _ id: Int64) async throws {
        let seen = try await world.casework.postbag.envelope(id, by: world.actor("hdnd.clerk")).sequence
        _ = try await world.casework.filing.takeOut(
            id, TakeOutDraft(reason: "Đọc được dưới đèn", expectedSequence: seen), key: nil, by: world.actor("hdnd.officer"))
    }

    private func unreadable(_ world: TestWorld) async throws -> EnvelopeView {
        try await PostbagTests.opened(world, try await PostbagTests.envelope(world, "Trần Thị Mới"), gist: "Chữ mờ không đọc được")
    }

    @Test func `a filed letter and a copy wait with number and ground until they are marked`() async throws {
        try await TestWorld.lease { world in
            let original = try await world.register(world.draft())
            let copy = try await PostbagTests.tied(world, to: original.petition)
            let letter = try await unreadable(world)
            #expect(try await list(world).map(\.envelope) == [copy.id], "what is not filed yet is nothing")
            try await filed(world, [letter.id])
            let waiting = try await list(world)
            #expect(waiting.map(\.envelope) == [copy.id, letter.id] && waiting.map(\.event) == ["tied", "filed"])
            #expect(waiting.map(\.number) == ["1/2026", "2/2026"] && waiting[0].copyOf == "1/2026" && waiting[1].ground == "illegible")
            #expect(waiting[1].groundTitle?.isEmpty == false && waiting[1].basis.contains("NĐ 55/2022/NĐ-CP"))
            #expect(!"\(waiting)".contains("Trần Thị Mới") && !"\(waiting)".contains("Chữ mờ"))
            #expect(try await list(world, by: "ubnd.clerk").isEmpty)
            let export = try await world.casework.national.export(by: world.actor("hdnd.clerk"))
            #expect(export.arrivals == waiting)

            let ahead = try await problem { try await mark(world, waiting, on: Day(2026, 11, 20)) }
            #expect(ahead?.errors.map(\.code) == ["date_in_future"])
            let early = try await problem { try await mark(world, waiting, on: Day(2026, 11, 18)) }
            #expect(early?.errors.map(\.code) == ["before_step"])
            let strange = try await problem { try await mark(world, waiting, by: "ubnd.clerk") }
            #expect(strange?.code == "mark_unchanged")
            let marked = try await mark(world, waiting, key: "nhap-thu-0001")
            #expect(marked.steps == 2 && marked.waiting == 0)
            #expect(try await mark(world, waiting, key: "nhap-thu-0001") == marked, "the same key is the same deed")
            #expect(try await world.count("select count(*)::int from tiepdan.national_arrival") == 2)
            let twice = try await problem { try await mark(world, waiting) }
            #expect(twice?.code == "mark_unchanged")
            let done = try await list(world, entered: true)
            #expect(done.count == 2 && done.allSatisfy { $0.enteredOn == today && $0.enteredBy?.isEmpty == false })
            #expect(try await mark(world, [done[0]], on: nil).waiting == 1)
            #expect(try await list(world).map(\.envelope) == [done[0].envelope])
            #expect(try await world.findings() == [])
        }
    }

    @Test func `a letter taken out of its bundle leaves the list, or is asked to be struck out`() async throws {
        try await TestWorld.lease { world in
            let quiet = try await unreadable(world)
            let told = try await unreadable(world)
            try await filed(world, [quiet.id, told.id])
            let waiting = try await list(world)
            _ = try await mark(world, waiting.filter { $0.envelope == told.id })
            try await takeOut(world, quiet.id)
            #expect(try await list(world).isEmpty)
            try await takeOut(world, told.id)
            let back = try await list(world)
            #expect(back.map(\.envelope) == [told.id] && back.map(\.event) == ["removed"] && back[0].ground == nil)
            #expect(try await list(world, entered: true).isEmpty)
            let stale = try await problem { try await mark(world, waiting.filter { $0.envelope == told.id }) }
            #expect(stale?.code == "mark_unchanged", "it stands otherwise by now")
            #expect(try await mark(world, back).waiting == 0)
            #expect(try await list(world, entered: true).map(\.event) == ["removed"])
            // Taken back, the mark before it holds again.
            #expect(try await mark(world, back, on: nil).waiting == 1)
            #expect(try await list(world).map(\.event) == ["removed"])
            #expect(try await world.findings() == [])
        }
    }

    @Test func `of a denunciation there is nothing`() async throws {
        try await TestWorld.lease { world in
            let sealed = try await world.register(world.draft(.denunciation))
            let copy = try await PostbagTests.envelope(world, nil)
            let opened = try await world.casework.postbag.open(
                copy.id, OpeningDraft(denunciation: true, expectedSequence: copy.sequence), key: nil, by: world.actor("hdnd.clerk"))
            _ = try await world.casework.postbag.tie(
                opened.id, TieDraft(petition: sealed.petition, expectedSequence: opened.sequence), key: nil, by: world.actor("hdnd.clerk"))
            #expect(try await list(world).isEmpty)
            #expect(try await world.casework.national.export(by: world.actor("hdnd.clerk")).arrivals.isEmpty)
        }
    }
}
