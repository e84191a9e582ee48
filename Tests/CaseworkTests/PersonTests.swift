import Casework
import Law
import Postgres
import TestSupport
import Testing

/// Persons of an office: merged, parted, found by every name; nobody of a denunciation among them.
@Suite struct PersonTests {
    private static func draft(_ name: String, born: Int? = nil, number: String? = nil, title: String) -> PetitionDraft {
        var draft = PetitionDraft(
            channel: .post, receivedOn: Day(2026, 11, 19), kind: .feedback, title: title, body: "Kính gửi quý cơ quan. \(title).")
        var person = PersonDraft(fullName: name)
        person.birthYear = born
        person.idNumber = number
        draft.petitioners = [person]
        return draft
    }

    /// The person of a petition.
    private func person(_ world: TestWorld, _ petition: RegisteredPetition, by name: String = "hdnd.clerk") async throws -> Int64 {
        try #require(try await world.casework.petitions.petition(petition.petition, by: world.actor(name)).parties.first?.id)
    }

    private func names(_ world: TestWorld, _ petition: RegisteredPetition) async throws -> [String] {
        try await world.casework.petitions.petition(petition.petition, by: world.actor("hdnd.clerk")).parties.map(\.fullName)
    }

    private func found(_ world: TestWorld, _ q: String) async throws -> Set<Int64> {
        Set(try await world.casework.petitions.list(PetitionFilter(q: q), by: world.actor("hdnd.clerk")).items.map(\.petition))
    }

    @Test func mergingMovesEveryEntryAndUndoingRestoresExactlyThose() async throws {
        try await TestWorld.lease { world in
            let desk = world.casework.persons
            let clerk = world.actor("hdnd.clerk")
            let first = try await world.register(Self.draft("Nguyễn Thị Hoẵng", born: 1957, number: "145012345", title: "Việc ruộng"))
            let second = try await world.register(Self.draft("Nguyễn Thị Hoàn", born: 1957, title: "Việc mương"))
            let third = try await world.register(Self.draft("Đỗ Văn Quyết", title: "Việc đèn"))
            let (a, b, c) = (try await person(world, first), try await person(world, second), try await person(world, third))
            let offered = try await desk.person(a, by: clerk).probable
            #expect(offered.map(\.person) == [b] && offered[0].sameID == false && offered[0].nameLikeness > 60)

            let merged = try await desk.merge(b, into: a, reason: "Cùng số điện thoại.", key: "ghep-hai-nguoi", by: clerk)
            #expect(merged.kind == "merge" && merged.kept == a && merged.other == b && merged.parties == 1 && !merged.undone)
            let repeated = try await desk.merge(b, into: a, reason: "Cùng số điện thoại.", key: "ghep-hai-nguoi", by: clerk)
            #expect(repeated == merged)
            let file = try await desk.person(a, by: clerk)
            #expect(Set(file.appearances.compactMap(\.petition)) == [first.petition, second.petition] && file.probable.isEmpty)
            #expect(file.appearances.first { $0.petition == second.petition }?.enteredAs == "Nguyễn Thị Hoàn")
            #expect(try await names(world, second) == ["Nguyễn Thị Hoẵng"])
            let gone = try await desk.person(b, by: clerk)
            #expect(gone.mergedInto == a && gone.appearances.isEmpty && gone.fullName == "Nguyễn Thị Hoàn")
            let both: Set = [first.petition, second.petition]
            for q in ["nguyen thi hoang", "Nguyễn Thị Hoàn", "145012345"] {
                let here = try await found(world, q)
                #expect(here == both, "\(q)")
            }
            let again = try await problem { try await desk.merge(b, into: a, reason: "Lần nữa", key: nil, by: clerk) }
            #expect(again?.code == "already_merged")
            #expect(try await world.findings() == [])

            // A third one joins them; taking the first merge back moves its own entry and no other.
            _ = try await desk.merge(c, into: a, reason: "Ghi nhầm tên chồng.", key: nil, by: clerk)
            let undone = try await desk.part(.merge(merged.id), of: a, reason: "Hai chị em.", key: nil, by: clerk)
            #expect(undone.kind == "undo" && undone.parties == 1 && undone.other == b)
            let rest = try await desk.person(a, by: clerk)
            #expect(Set(rest.appearances.compactMap(\.petition)) == [first.petition, third.petition])
            #expect(try await names(world, second) == ["Nguyễn Thị Hoàn"])
            #expect(try await desk.person(b, by: clerk).mergedInto == nil)
            let twice = try await problem { try await desk.part(.merge(merged.id), of: a, reason: "Lần nữa", key: nil, by: clerk) }
            #expect(twice?.code == "already_undone")
            let noted = try await desk.person(a, by: clerk).merges
            #expect(noted.map(\.kind) == ["undo", "merge", "merge"] && noted.allSatisfy { $0.officerName != nil && !$0.reason.isEmpty })
            #expect(try await world.findings() == [])
            _ = try await desk.part(.merge(noted[1].id), of: a, reason: "Không phải.", key: nil, by: clerk)
            for (petition, person) in [(first, a), (second, b), (third, c)] {
                let holds = try await self.person(world, petition)
                #expect(holds == person)
            }
            #expect(try await world.findings() == [])
        }
    }

    @Test func oneEntryIsTakenOutIntoAPersonOfItsOwn() async throws {
        try await TestWorld.lease { world in
            let desk = world.casework.persons
            let officer = world.actor("hdnd.officer")
            var entered: [RegisteredPetition] = []
            for (index, name) in ["Trần Văn Bình", "Trần Văn Bính", "Trần Văn Binh"].enumerated() {
                entered.append(try await world.register(Self.draft(name, title: "Việc số \(index)")))
            }
            let a = try await person(world, entered[0])
            for other in entered.dropFirst() {
                _ = try await desk.merge(try await person(world, other), into: a, reason: "Một người", key: nil, by: officer)
            }
            let file = try await desk.person(a, by: officer)
            let party = try #require(file.appearances.first { $0.petition == entered[1].petition }?.party)
            let strange = try await problem { try await desk.part(.party(party), of: a + 1000, reason: "Nhầm", key: nil, by: officer) }
            #expect(strange?.kind == .missing)
            let parted = try await desk.part(.party(party), of: a, reason: "Người cùng tên ở xã bên.", key: nil, by: officer)
            #expect(parted.kind == "part" && parted.kept == a && parted.otherName == "Trần Văn Bính", "as he was entered")
            #expect(try await names(world, entered[1]) == ["Trần Văn Bính"] && parted.other > a)
            #expect(try await desk.person(a, by: officer).appearances.count == 2)
            #expect(try await desk.person(parted.other, by: officer).appearances.map(\.petition) == [entered[1].petition])
            let only = try await problem {
                let one = try #require(try await desk.person(parted.other, by: officer).appearances.first?.party)
                return try await desk.part(.party(one), of: parted.other, reason: "Lần nữa", key: nil, by: officer)
            }
            #expect(only?.errors.first?.code == "only_entry")
            let moved = try await problem { try await desk.part(.party(party), of: a, reason: "Lần nữa", key: nil, by: officer) }
            #expect(moved?.errors.first?.code == "not_his_entry")
            #expect(try await world.findings() == [])
        }
    }

    @Test func whatDoesNotFitTheMergesIsFound() async throws {
        try await TestWorld.lease { world in
            let first = try await world.register(Self.draft("Trần Văn Bình", title: "Việc một"))
            let second = try await world.register(Self.draft("Trần Văn Bính", title: "Việc hai"))
            let (kept, other) = (try await person(world, first), try await person(world, second))
            let spoiled = "update tiepdan.person set merged_into = \(kept) where id = \(other)" as SQL
            try await world.superuser.write { db in _ = try db.run(spoiled) }
            let found = try await world.findings().filter { $0.hasPrefix("persons.sql") }
            #expect(found.contains { $0.contains("still appears") } && found.contains { $0.contains("without a merge") })
        }
    }

    @Test func nobodyOfADenunciationIsShownOrOffered() async throws {
        try await TestWorld.lease { world in
            let desk = world.casework.persons
            let clerk = world.actor("hdnd.clerk")
            var sealed = world.draft(.denunciation)
            sealed.personDenounced = "Trần Văn Mẫu"
            let denunciation = try await world.register(sealed)
            let plain = try await world.register(Self.draft("Trần Văn Mẫu", title: "Đường hỏng"))
            let denounced = try await world.superuser.read { db in
                try db.value("select person from tiepdan.party where petition = \(denunciation.petition)", as: Int64.self)
            }
            let mine = try await person(world, plain)
            #expect(try await desk.person(mine, by: clerk).probable.isEmpty)
            let shown = try await problem { try await desk.person(denounced, by: clerk) }
            #expect(shown?.kind == .missing)
            let joined = try await problem { try await desk.merge(denounced, into: mine, reason: "Một người", key: nil, by: clerk) }
            let into = try await problem { try await desk.merge(mine, into: denounced, reason: "Một người", key: nil, by: clerk) }
            #expect(joined?.errors.first?.code == "unknown_person" && into?.kind == .missing)
            let elsewhere = try await problem { try await desk.person(mine, by: world.actor("ubnd.clerk")) }
            let theirs = try await problem {
                try await desk.merge(mine, into: mine + 1, reason: "x", key: nil, by: world.actor("ubnd.clerk"))
            }
            #expect(elsewhere?.kind == .missing && theirs?.kind == .missing)
        }
    }

    /// What is said of a person who was taken for another one is that one's: it is set right there, and parted each has his own again.
    @Test func aMergedPersonIsSetRightWhereTheOtherWasEntered() async throws {
        try await TestWorld.lease { world in
            let (desk, clerk) = (world.casework.persons, world.actor("hdnd.clerk"))
            let first = try await world.register(Self.draft("Nguyễn Thị Hoẵng", born: 1957, title: "Việc ruộng"))
            let second = try await world.register(Self.draft("Lê Văn Thuận", title: "Việc mương"))
            let (a, b) = (try await person(world, first), try await person(world, second))
            let merged = try await desk.merge(b, into: a, reason: "Cùng số điện thoại.", key: nil, by: clerk)
            func correct(_ petition: RegisteredPetition, _ name: String) async throws -> StepView {
                try await world.step(
                    petition.caseID, "correct", ["full_name": .text(name), "reason": .text("Ghi nhầm")], by: "hdnd.clerk")
            }
            let refused = try await problem { try await correct(second, "Lê Văn Thuần") }
            #expect(refused?.errors.map(\.field) == ["full_name"] && refused?.errors.map(\.code) == ["merged_person"])
            let entry = try await world.casework.cases.standingEntry(second.caseID, by: clerk)
            let kept = try await world.casework.cases.standingEntry(first.caseID, by: clerk)
            #expect(entry.merged && entry.named && !kept.merged)
            _ = try await world.step(
                second.caseID, "correct", ["petition_title": .text("Việc kênh mương"), "reason": .text("Ghi nhầm")], by: "hdnd.clerk")
            _ = try await correct(first, "Nguyễn Thị Hoàng")
            #expect(try await names(world, second) == ["Nguyễn Thị Hoàng"])

            _ = try await desk.part(.merge(merged.id), of: a, reason: "Hai người.", key: nil, by: clerk)
            #expect(try await names(world, first) == ["Nguyễn Thị Hoàng"])
            #expect(try await names(world, second) == ["Lê Văn Thuận"], "nothing of his was lost, nothing of the other's stayed")
            #expect(try await found(world, "Lê Văn Thuận") == [second.petition])
            #expect(try await found(world, "Nguyễn Thị Hoàng") == [first.petition])
            _ = try await correct(second, "Lê Văn Thuần")
            #expect(try await found(world, "Lê Văn Thuần") == [second.petition])
            #expect(try await world.findings() == [])
        }
    }
}
