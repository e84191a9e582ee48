import Casework
import Law
import Postgres
import TestSupport
import Testing

@Suite struct WorklistTests {
    @Test func dueSoonCountsWorkingDaysOverHolidays() async throws {
        try await TestWorld.lease { world in
            let officer = world.actor("hdnd.officer")
            // TCD-4: ten working days from receipt; 24/11 is a holiday.
            for day in [Day(2026, 11, 9), Day(2026, 11, 10), Day(2026, 11, 11), Day(2026, 11, 12)] {
                _ = try await world.register(world.draft(receivedOn: day, title: "Đơn ngày \(day.vietnamese)"))
            }
            let soon = try await world.casework.petitions.list(PetitionFilter(dueSoon: true), by: officer)
            let all = try await world.casework.petitions.list(PetitionFilter(), by: officer)
            #expect(all.items.count == 4)
            #expect(soon.items.map(\.petition) == all.items.filter { $0.timing == "due_soon" }.map(\.petition))
            #expect(soon.items.map(\.nextDue) == [Day(2026, 11, 25), Day(2026, 11, 23)])
            world.clock.set(Day(2026, 11, 26))
            let later = try await world.casework.petitions.list(PetitionFilter(dueSoon: true), by: officer)
            #expect(later.items.map(\.nextDue) == [Day(2026, 11, 27), Day(2026, 11, 26)])
            let late = try await world.casework.petitions.list(PetitionFilter(overdue: true), by: officer)
            #expect(late.items.map(\.nextDue) == [Day(2026, 11, 25), Day(2026, 11, 23)])
        }
    }

    @Test func aSearchTurnsPagesAndKeepsTheOtherFilters() async throws {
        try await TestWorld.lease { world in
            let officer = world.actor("hdnd.officer")
            var ids: [Int64] = []
            for number in 1...7 {
                let kind: PetitionKind = number % 2 == 0 ? .complaint : .feedback
                ids.append(try await world.register(world.draft(kind, title: "Ngập úng đồng Sen lần \(number)")).petition)
            }
            _ = try await world.register(world.draft(title: "Việc khác hẳn"))
            var seen: [Int64] = []
            var cursor: String?
            repeat {
                let page = try await world.casework.petitions.list(
                    PetitionFilter(q: "ngap ung dong sen", cursor: cursor, limit: 3), by: officer)
                seen += page.items.map(\.petition)
                cursor = page.next
            } while cursor != nil
            #expect(seen == ids.reversed())
            let complaints = try await world.casework.petitions.list(
                PetitionFilter(q: "ngập úng", kind: .complaint, limit: 50), by: officer)
            #expect(complaints.items.count == 3 && complaints.items.allSatisfy { $0.kind == .complaint })
            let overdue = try await world.casework.petitions.list(PetitionFilter(q: "ngập úng", overdue: true), by: officer)
            #expect(overdue.items.isEmpty)
        }
    }

    /// What stands on an identity card, or on the book's line, finds the letter; a denouncer is not found by his card.
    @Test func aSearchKnowsNumbers() async throws {
        try await TestWorld.lease { world in
            var draft = world.draft(title: "Đèn đường hỏng")
            draft.petitioners![0].idNumber = "033170001234"
            let lamp = try await world.register(draft)
            let other = try await world.register(world.draft(title: "Bãi rác 033170001234"))
            func found(_ q: String, by name: String = "hdnd.officer") async throws -> [Int64] {
                try await world.casework.petitions.list(PetitionFilter(q: q), by: world.actor(name)).items.map(\.petition)
            }
            #expect(try await found("033170001234") == [lamp.petition])
            #expect(try await found(" 033 170 001 234") == [lamp.petition])
            #expect(try await found("033170001235").isEmpty)
            #expect(try await found("\(other.number)/2026") == [other.petition])
            #expect(try await found("\(other.number)/2025").isEmpty)
            #expect(try await found("033170001234", by: "ubnd.officer").isEmpty)
            let sent = try await world.referred(draft)
            _ = try await world.step(sent.caseID, "accept", by: "snnmt.officer")
            #expect(try await found("033170001234", by: "snnmt.officer") == [sent.petition.petition], "the recipient finds it too")
        }
    }

    /// An old entry whose newest case is the youngest of all must not fall between two pages.
    @Test func aSearchLosesNobodyBetweenItsPages() async throws {
        try await TestWorld.lease { world in
            var ids: [Int64] = []
            var first: Int64 = 0
            for number in 1...6 {
                let registered = try await world.register(world.draft(title: "Ngập úng lần \(number)"), by: "ubnd.clerk")
                ids.append(registered.petition)
                if number == 1 { first = registered.caseID }
            }
            _ = try await world.step(
                first, "classify",
                ["kind": .text("feedback"), "eligibility": .text("eligible"), "jurisdiction": .text("competent")], by: "ubnd.officer")
            _ = try await world.step(first, "hand_over", by: "ubnd.officer")
            var seen: [Int64] = []
            var cursor: String?
            repeat {
                let page = try await world.casework.petitions.list(
                    PetitionFilter(q: "ngập úng", cursor: cursor, limit: 2), by: world.actor("ubnd.officer"))
                seen += page.items.map(\.petition)
                cursor = page.next
            } while cursor != nil
            #expect(seen == ids.reversed())
        }
    }

    @Test func aSearchShowsTheNewestCaseOfAnEntryOnly() async throws {
        try await TestWorld.lease { world in
            var draft = world.draft(.feedback, title: "Đèn đường hỏng")
            draft.jurisdiction = nil
            let registered = try await world.register(draft, by: "ubnd.clerk")
            _ = try await world.step(
                registered.caseID, "classify",
                ["kind": .text("feedback"), "eligibility": .text("eligible"), "jurisdiction": .text("competent")], by: "ubnd.officer")
            let handed = try await world.step(registered.caseID, "hand_over", by: "ubnd.officer")
            let own = try #require(handed.created["case"])
            let found = try await world.casework.petitions.list(PetitionFilter(q: "đèn đường"), by: world.actor("ubnd.officer"))
            #expect(found.items.map(\.caseID) == [own])
        }
    }

    /// The letter on file bears no number, the one being typed does: likeness of the name is all there is.
    @Test func duplicatesAreShownWhenOnlyOneOfTheTwoHasANumber() async throws {
        try await TestWorld.lease { world in
            let clerk = world.actor("hdnd.clerk")
            let plain = try await world.register(world.draft(name: "Nguyễn Thị Đượm Hường"))
            var draft = world.draft(name: "Nguyễn Thị Đượm Hường")
            draft.petitioners![0].idNumber = "145678902"
            let numbered = try await world.register(draft)
            let byBoth = try await world.casework.petitions.duplicates(
                name: "Nguyễn Thị Đượm Hường", idNumber: "145678902", words: nil, by: clerk)
            #expect(byBoth.map(\.petition) == [numbered.petition, plain.petition])
            #expect(byBoth.map(\.sameID) == [true, false])
            let byNumber = try await world.casework.petitions.duplicates(name: nil, idNumber: "145678902", words: "đường", by: clerk)
            #expect(byNumber.map(\.petition) == [numbered.petition])
        }
    }

    /// Another program changes the calendar; this one notices within ten seconds without being told.
    @Test func whatAnotherProgramChangesShowsWithinTenSeconds() async throws {
        try await TestWorld.lease { world in
            let officer = world.actor("hdnd.officer")
            _ = try await world.register(world.draft(receivedOn: Day(2026, 11, 19)))
            func timing() async throws -> String? {
                let page = try await world.casework.petitions.list(PetitionFilter(), by: officer)
                return page.items.first?.timing
            }
            let before = try await timing()
            #expect(before == "in_time")
            let office = world.office("hdnd")
            try await world.superuser.write { db in
                try db.run(
                    "insert into tiepdan.setting (organisation, key, value) values (\(office), 'worklist.due_soon_days', 60)")
            }
            world.clock.advance(seconds: 9)
            let believed = try await timing()
            #expect(believed == "in_time")
            world.clock.advance(seconds: 2)
            let after = try await timing()
            #expect(after == "due_soon")
        }
    }
}
