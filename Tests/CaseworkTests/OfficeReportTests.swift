import Casework
import Law
import Postgres
import TestSupport
import Testing

/// Reports by old and by new units.
@Suite struct OfficeReportTests {
    /// A session of the commune's chair, published.
    private func planned(_ communes: TwoCommunes, _ key: String, for day: Day) async throws -> OpenedSession {
        var draft = SessionDraft(kind: .scheduled, sessionDate: day, place: "Phòng tiếp công dân")
        draft.hostName = "Đồng chí Chủ tịch"
        draft.hostTitle = "Chủ tịch"
        let opened = try await communes.world.casework.sessions.open(draft, key: nil, by: communes.actor("\(key).clerk"))
        try await communes.step(opened.caseID, "publish", ["flag_reason": .text("Lịch thay đổi")], by: "\(key).officer")
        return opened
    }

    private func start(_ communes: TwoCommunes, _ session: OpenedSession, on day: Day, by key: String) async throws {
        communes.world.clock.set(day)
        try await communes.step(session.caseID, "start", ["flag_reason": .text("Theo lịch")], by: "\(key).clerk")
    }

    private func hold(_ communes: TwoCommunes, _ key: String, on day: Day) async throws {
        try await start(communes, try await planned(communes, key, for: day), on: day, by: key)
    }

    private func report(
        _ communes: TwoCommunes, _ from: Day, _ to: Day, book: String? = nil, by name: String = "qc.leader"
    ) async throws -> [DutyMonth] {
        var id: Int64?
        if let book { id = try await communes.office(book) }
        return try await communes.world.casework.duties.report(from: from, to: to, book: id, by: communes.actor(name)).months
    }

    private func chair(_ month: DutyMonth, _ code: String) -> DutyLine? {
        month.offices.first { $0.code == code }?.duties.first { $0.duty == "commune_chair" }
    }

    @Test func `each month is counted for who was there and nothing twice`() async throws {
        try await TestWorld.lease { world in
            let communes = try await TwoCommunes(world)
            try await hold(communes, "qc", on: Day(2026, 11, 25))
            try await hold(communes, "qc", on: Day(2026, 11, 27))
            try await hold(communes, "hn", on: Day(2026, 11, 27))
            let missed = try await planned(communes, "hn", for: Day(2026, 12, 2))
            // It has begun when the offices merge, and is not over.
            try await hold(communes, "hn", on: Day(2026, 12, 3))
            let ahead = try await planned(communes, "qc", for: Day(2026, 12, 22))
            world.clock.set(Day(2026, 12, 15))
            _ = try await communes.merge(on: Day(2026, 12, 15))

            let months = try await report(communes, Day(2026, 11, 1), Day(2026, 12, 31))
            let codes = months.map { $0.offices.map(\.code) }
            let all = [TwoCommunes.successor, TwoCommunes.hongNam, TwoCommunes.quangChau]
            #expect(codes.allSatisfy { $0.first == all[0] && Set($0) == Set(all) })
            // November: what the two owed, each by itself; the successor was not there.
            let before = months[0]
            #expect(before.offices.first?.duties.isEmpty == true && before.offices.first?.since == Day(2026, 12, 15))
            let short = try #require(chair(before, TwoCommunes.hongNam))
            let met = try #require(chair(before, TwoCommunes.quangChau))
            #expect(short.verdict == .short && short.held == [Day(2026, 11, 27)] && short.missing == 1)
            #expect(met.verdict == .met && met.held == [Day(2026, 11, 25), Day(2026, 11, 27)])
            let sum = try #require(before.together?.first { $0.duty == "commune_chair" })
            #expect(sum.offices == 2 && sum.required == 4 && sum.credited == 3 && sum.held == 3 && sum.missing == 1)
            // December: the number is the successor's, with the day that the old chair held; who closed is asked for none.
            let change = months[1]
            let new = try #require(chair(change, TwoCommunes.successor))
            #expect(new.required == 2 && new.credited == 1 && new.held.isEmpty && new.inherited == [Day(2026, 12, 3)])
            #expect(new.announced == [Day(2026, 12, 22)] && new.toCome == 1 && new.missed.isEmpty)
            let closed = try #require(chair(change, TwoCommunes.hongNam))
            #expect(closed.verdict == .notOwed && closed.held == [Day(2026, 12, 3)] && closed.missed == [Day(2026, 12, 2)])
            #expect(chair(change, TwoCommunes.quangChau)?.announced.isEmpty == true, "what is still to be held is the successor's")
            let one = try #require(change.together?.first { $0.duty == "commune_chair" })
            #expect(one.required == 2 && one.credited == 1 && one.held == 1 && one.toCome == 1)

            // Held by the successor, on whichever desk it was planned.
            try await start(communes, ahead, on: Day(2026, 12, 22), by: "qc")
            let december = try await report(communes, Day(2026, 12, 1), Day(2026, 12, 31))[0]
            let done = try #require(chair(december, TwoCommunes.successor))
            #expect(done.verdict == .met && done.held == [Day(2026, 12, 22)] && done.credited == 2)
            // What a closed office had planned and did not hold is held by who comes after it, on the day on which it begins.
            try await start(communes, missed, on: Day(2026, 12, 23), by: "hn")
            let later = try await report(communes, Day(2026, 12, 1), Day(2026, 12, 31))[0]
            #expect(chair(later, TwoCommunes.hongNam)?.missed.isEmpty == true)
            #expect(chair(later, TwoCommunes.successor)?.held == [Day(2026, 12, 22), Day(2026, 12, 23)])
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func `one unit alone and who may ask for it`() async throws {
        try await TestWorld.lease { world in
            let communes = try await TwoCommunes(world)
            try await hold(communes, "hn", on: Day(2026, 11, 27))
            world.clock.set(Day(2026, 12, 15))
            _ = try await communes.merge(on: Day(2026, 12, 15))
            let part = try await report(communes, Day(2026, 11, 1), Day(2027, 1, 31), book: TwoCommunes.hongNam)
            #expect(part.allSatisfy { $0.offices.map(\.code) == [TwoCommunes.hongNam] && $0.together == nil })
            #expect(part[0].offices[0].closedOn == Day(2026, 12, 14) && part[0].offices[0].succeeded)
            #expect(chair(part[0], TwoCommunes.hongNam)?.held == [Day(2026, 11, 27)])
            #expect(part[2].offices[0].duties.isEmpty, "nothing is owed after the last day")
            let own = try await report(communes, Day(2026, 12, 1), Day(2026, 12, 31), book: TwoCommunes.successor)
            #expect(own[0].offices.map(\.code) == [TwoCommunes.successor] && own[0].together == nil)
            let next = try await report(communes, Day(2027, 1, 1), Day(2027, 1, 31))
            #expect(next[0].offices.map(\.code) == [TwoCommunes.successor] && next[0].together == nil)

            let desk = world.casework.duties
            let old = try await communes.office(TwoCommunes.hongNam)
            let stranger = try await problem {
                try await desk.report(from: Day(2026, 11, 1), to: Day(2026, 11, 30), book: old, by: world.actor("hdnd.leader"))
            }
            #expect(stranger?.errors.first?.code == "unknown_book")
            let mixed = try await problem {
                try await desk.report(
                    from: Day(2026, 11, 1), to: Day(2026, 11, 30), subordinates: true, book: old, by: world.actor("ubnd.leader"))
            }
            #expect(mixed?.errors.first?.code == "not_with_subordinates")
            // The province looks at a month by the units of then.
            let below = try await desk.report(
                from: Day(2026, 11, 1), to: Day(2027, 1, 31), subordinates: true, by: world.actor("ubnd.leader")
            ).months.map { Set($0.offices.map(\.code)) }
            let both: Set = [TwoCommunes.hongNam, TwoCommunes.quangChau]
            #expect(both.isSubset(of: below[0]) && !below[0].contains(TwoCommunes.successor))
            #expect(both.isDisjoint(with: below[2]) && below[2].contains(TwoCommunes.successor))
        }
    }

    @Test func `an office that takes another one in keeps its own number for the months before`() async throws {
        try await TestWorld.lease { world in
            let communes = try await TwoCommunes(world)
            try await hold(communes, "hn", on: Day(2026, 11, 26))
            try await hold(communes, "hn", on: Day(2026, 11, 27))
            world.clock.set(Day(2026, 12, 15))
            let merge = OfficeMerge(olds: [TwoCommunes.hongNam], into: TwoCommunes.quangChau, on: Day(2026, 12, 15))
            _ = try await world.casework.offices.merge(merge, preview: false, owner: world.owner, by: TwoCommunes.operator)
            let november = try await report(communes, Day(2026, 11, 1), Day(2026, 11, 30))[0]
            let own = try #require(chair(november, TwoCommunes.quangChau))
            #expect(own.verdict == .short && own.missing == 2 && own.inherited.isEmpty, "its own chair did not receive")
            #expect(chair(november, TwoCommunes.hongNam)?.verdict == .met)
            let sum = try #require(november.together?.first { $0.duty == "commune_chair" })
            #expect(sum.required == 4 && sum.credited == 2 && sum.missing == 2)
        }
    }

    @Test func `a month is told under the name of then`() async throws {
        try await TestWorld.lease { world in
            let communes = try await TwoCommunes(world)
            world.clock.set(Day(2026, 11, 25))
            try await world.casework.offices.rename(
                TwoCommunes.hongNam, name: "Ủy ban nhân dân phường Hồng Châu", shortName: nil, symbol: nil, on: Day(2026, 11, 23),
                documentNumber: nil, documentDate: nil, owner: world.owner, by: TwoCommunes.operator)
            let months = try await report(communes, Day(2026, 10, 1), Day(2026, 11, 30), by: "hn.leader")
            let names = months.map { $0.offices.map(\.name) }
            #expect(names == [["Ủy ban nhân dân xã Hồng Nam"], ["Ủy ban nhân dân phường Hồng Châu"]])
            #expect(months.allSatisfy { $0.together == nil }, "a new name is no other office")
        }
    }

    @Test func `petitions and national steps are listed by the book they stand in`() async throws {
        try await TestWorld.lease { world in
            let communes = try await TwoCommunes(world)
            let ours = try await communes.register("Mương thôn Đông tắc", by: "hn.clerk")
            let theirs = try await communes.register("Chợ lấn đường", name: "Trần Thị Bình", by: "qc.clerk")
            let (old, other) = (try await communes.office(TwoCommunes.hongNam), try await communes.office(TwoCommunes.quangChau))
            _ = try await communes.merge()
            let new = try await communes.office(TwoCommunes.successor)
            let fresh = try await communes.register("Cầu mới hẹp", by: "qc.clerk")
            let clerk = try await communes.actor("hn.clerk")
            for (book, petition) in [(old, ours), (other, theirs), (new, fresh)] {
                let listed = try await world.casework.petitions.list(PetitionFilter(book: book), by: clerk).items.map(\.petition)
                let numbered = PetitionFilter(q: "1/2026", book: book)
                let found = try await world.casework.petitions.list(numbered, by: clerk).items.map(\.petition)
                #expect(listed == [petition.petition] && found == [petition.petition])
                let steps = try await world.casework.national.list(
                    entered: false, stage: nil, cursor: nil, limit: 50, book: book, by: clerk
                ).items
                #expect(!steps.isEmpty && Set(steps.map(\.caseID)) == [petition.caseID])
                let sheets = try await world.casework.national.export(book: book, by: clerk).sheets.map(\.caseID)
                #expect(sheets == [petition.caseID])
            }
            let export = try await world.casework.national.export(book: old, by: clerk)
            #expect(export.office == "Ủy ban nhân dân xã Hồng Nam")
            let whole = try await world.casework.national.export(by: clerk)
            #expect(whole.office == "Ủy ban nhân dân phường Sơn Nam" && whole.sheets.count == 3)
            let stranger = world.actor("hdnd.clerk")
            let list = try await problem { try await world.casework.petitions.list(PetitionFilter(book: old), by: stranger) }
            let steps = try await problem {
                try await world.casework.national.list(entered: true, stage: nil, cursor: nil, limit: 50, book: old, by: stranger)
            }
            let file = try await problem { try await world.casework.national.export(book: old, by: stranger) }
            for refused in [list, steps, file] { #expect(refused?.errors.first?.code == "unknown_book") }
        }
    }
}
