import Casework
import Law
import Postgres
import TestSupport
import Testing

@Suite struct OfficeSplitTests {
    @Test func `every open case and every account must have its place`() async throws {
        try await TestWorld.lease { world in
            let communes = try await TwoCommunes(world)
            for (code, commune) in [("HY-UB-M1", "11953"), ("HY-UB-M2", "11977")] {
                var new = AdministrationDesk.NewOrganisation(
                    code: code, kind: .communeCommittee, level: "commune", name: "Ủy ban nhân dân \(code)", shortName: code, symbol: code)
                new.province = "33"
                new.commune = commune
                _ = try await world.casework.administration.addOrganisation(new, by: TwoCommunes.operator)
            }
            let east = try await communes.register("Mương thôn Đông tắc", commune: "11953", by: "hn.clerk")
            let west = try await communes.register("Đèn đường hỏng", commune: "11977", by: "hn.clerk")
            let nowhere = try await communes.register("Chó thả rông", by: "hn.clerk")
            var split = OfficeSplit(
                old: TwoCommunes.hongNam, into: ["HY-UB-M1", "HY-UB-M2"], on: Day(2026, 11, 19), byCommune: true, assignments: [])
            let desk = world.casework.offices
            let preview = try await desk.split(split, preview: true, owner: world.owner, by: TwoCommunes.operator)
            #expect(preview.undecided.filter { $0.thing == "case" }.map(\.id) == [String(nowhere.caseID)])
            #expect(preview.undecided.filter { $0.thing == "officer" }.map(\.id) == ["hn.clerk", "hn.leader", "hn.officer"])
            let chosen = split
            let refused = try await problem {
                try await desk.split(chosen, preview: false, owner: world.owner, by: TwoCommunes.operator)
            }
            #expect(refused?.errors.count == 4 && refused?.errors.first?.code == "undecided")

            split.assignments = [
                .caseFile(nowhere.caseID, office: "HY-UB-M2"), .officer("hn.clerk", office: "HY-UB-M1"),
                .officer("hn.officer", office: "HY-UB-M2"), .officer("hn.leader", office: "HY-UB-M1"),
            ]
            let report = try await desk.split(split, preview: false, owner: world.owner, by: TwoCommunes.operator)
            let open = report.offices.map { $0.total("open_cases").after }
            #expect(open == [0, 1, 2])
            let first = try await communes.office("HY-UB-M1")
            let rows = try await world.superuser.read { db in
                try db.values(
                    "select r.id from tiepdan.registration r where r.organisation = \(first)", as: Int64.self)
            }
            #expect(rows.count == 1)
            let clerk = try await communes.actor("hn.clerk")
            let works = try clerk.officer()
            #expect(works.organisation == first)
            let seen = try await world.casework.petitions.petition(east.petition, by: clerk)
            #expect(seen.bookNumber == "1/2026 (UBND xã Hồng Nam)")
            let hidden = try await problem { try await world.casework.petitions.petition(west.petition, by: clerk) }
            #expect(hidden?.kind == .missing)
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func `a letter goes with its petition and the successor decides on a paper that waits`() async throws {
        try await TestWorld.lease { world in
            let communes = try await TwoCommunes(world)
            for (code, commune) in [("HY-UB-M1", "11953"), ("HY-UB-M2", "11977")] {
                var new = AdministrationDesk.NewOrganisation(
                    code: code, kind: .communeCommittee, level: "commune", name: "Ủy ban nhân dân \(code)", shortName: code, symbol: code)
                new.province = "33"
                new.commune = commune
                _ = try await world.casework.administration.addOrganisation(new, by: TwoCommunes.operator)
            }
            let west = try await communes.register("Đèn đường hỏng", commune: "11977", by: "hn.clerk")
            let bag = world.casework.postbag
            let before = try await communes.actor("hn.clerk")
            let entered = try await bag.enter(EnvelopeDraft(arrivedOn: Day(2026, 11, 19)), key: nil, by: before)
            let read = try await bag.open(
                entered.id, OpeningDraft(denunciation: false, expectedSequence: entered.sequence), key: nil, by: before)
            _ = try await bag.tie(entered.id, TieDraft(petition: west.petition, expectedSequence: read.sequence), key: nil, by: before)
            var paper = FilingDraft(number: "1/PĐX", ground: "copy")
            paper.envelopes = [entered.id]
            let proposed = try await world.casework.filing.propose(paper, key: nil, by: before)
            let split = OfficeSplit(
                old: TwoCommunes.hongNam, into: ["HY-UB-M1", "HY-UB-M2"], on: Day(2026, 11, 19), byCommune: true,
                assignments: [
                    .officer("hn.clerk", office: "HY-UB-M2"), .officer("hn.leader", office: "HY-UB-M2"),
                    .officer("hn.officer", office: "HY-UB-M1"),
                ])
            _ = try await world.casework.offices.split(split, preview: false, owner: world.owner, by: TwoCommunes.operator)

            let clerk = try await communes.actor("hn.clerk")
            let petition = try await world.casework.petitions.petition(west.petition, by: clerk)
            #expect(petition.copies.map(\.envelope) == [entered.id], "the copy is where its petition is, not with the first successor")
            let view = try await bag.envelope(entered.id, by: clerk)
            #expect(view.arrival == "1/2026 (UBND xã Hồng Nam)" && view.petitionNumber == "1/2026 (UBND xã Hồng Nam)")
            #expect(view.proposal == proposed.id)
            let signed = try await world.casework.filing.sign(proposed.id, on: nil, key: nil, by: communes.actor("hn.leader"))
            #expect(signed.state == "signed")
            let filed = try await bag.envelope(entered.id, by: clerk)
            #expect(filed.state == .filed)
            let stranger = try await problem { try await bag.envelope(entered.id, by: communes.actor("hn.officer")) }
            #expect(stranger?.kind == .missing)
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func `a new name holds from its day on`() async throws {
        try await TestWorld.lease { world in
            let communes = try await TwoCommunes(world)
            let early = try await communes.register("Mương thôn Đông tắc", by: "hn.clerk")
            world.clock.set(Day(2026, 11, 25))
            try await world.casework.offices.rename(
                TwoCommunes.hongNam, name: "Ủy ban nhân dân phường Hồng Châu", shortName: "UBND phường Hồng Châu", symbol: nil,
                on: Day(2026, 11, 23), documentNumber: "5/QĐ", documentDate: nil, owner: world.owner, by: TwoCommunes.operator)
            let leader = try await communes.actor("hn.leader")
            let desk = world.casework.registers
            let before = try await desk.weekly(from: Day(2026, 11, 16), to: Day(2026, 11, 22), leaderName: nil, by: leader)
            let after = try await desk.weekly(from: Day(2026, 11, 23), to: Day(2026, 11, 29), leaderName: nil, by: leader)
            #expect(before.organisationName == "Ủy ban nhân dân xã Hồng Nam")
            #expect(after.organisationName == "Ủy ban nhân dân phường Hồng Châu")
            let receipt = try await world.casework.petitions.receipt(early.petition, by: communes.actor("hn.clerk"))
            #expect(receipt.letterhead.officeName == "Ủy ban nhân dân xã Hồng Nam" && receipt.petition.book == nil)
            let found = try await world.casework.catalogues.organisations("hồng nam", by: leader)
            #expect(found.map(\.name) == ["Ủy ban nhân dân phường Hồng Châu"] && found[0].note.hasSuffix("(cũ)"))
        }
    }

    @Test func `an old commune finds the new one and addresses keep their code`() async throws {
        try await TestWorld.lease { world in
            let communes = try await TwoCommunes(world)
            let petition = try await communes.register("Mương thôn Đông tắc", commune: "11953", by: "hn.clerk")
            let lines = [
                CommuneChange(oldCode: "11953", newCode: "99001", newName: "Phường Nam Phố", newKind: "phuong"),
                CommuneChange(oldCode: "11977", newCode: "99001", newName: "Phường Nam Phố", newKind: "phuong"),
            ]
            let desk = world.casework.administration
            let preview = try await desk.changeCommunes(
                lines, on: Day(2026, 11, 19), preview: true, owner: world.owner, by: TwoCommunes.operator)
            #expect(preview.closed == 2 && preview.opened == 1 && preview.uses.map(\.petitions) == [1, 0])
            let clerk = try await communes.actor("hn.clerk")
            let untouched = try await world.casework.catalogues.communes("Phố Hiến", by: clerk)
            #expect(untouched.contains { $0.code == "11953" })
            _ = try await desk.changeCommunes(lines, on: Day(2026, 11, 19), preview: false, owner: world.owner, by: TwoCommunes.operator)
            let found = try await world.casework.catalogues.communes("Phố Hiến", by: clerk)
            #expect(found.contains { $0.code == "99001" && $0.note.contains("(cũ)") } && !found.contains { $0.code == "11953" })
            // A district of before 2025 leads through both reforms.
            let district = try await world.casework.catalogues.communes("Huyện Tiên Lữ", by: clerk)
            #expect(district.contains { $0.code == "99001" } && !district.contains { $0.code == "11977" })
            let view = try await world.casework.petitions.petition(petition.petition, by: clerk)
            #expect(view.incidentCommune == "11953" && view.incidentCommuneName?.hasPrefix("phường Phố Hiến") == true)
            let again = try await problem {
                try await desk.changeCommunes(lines, on: Day(2026, 11, 19), preview: false, owner: world.owner, by: TwoCommunes.operator)
            }
            #expect(again?.errors.first?.code == "unknown_commune")
        }
    }

    /// The two offices that Hồng Nam becomes: M1 where its commune was, M2 where the other one is.
    private func successors(_ world: TestWorld) async throws {
        for (code, commune) in [("HY-UB-M1", "11953"), ("HY-UB-M2", "11977")] {
            var new = AdministrationDesk.NewOrganisation(
                code: code, kind: .communeCommittee, level: "commune", name: "Ủy ban nhân dân \(code)", shortName: code, symbol: code)
            new.province = "33"
            new.commune = commune
            _ = try await world.casework.administration.addOrganisation(new, by: TwoCommunes.operator)
        }
    }

    /// One more officer of Hồng Nam.
    private func hire(_ username: String, _ world: TestWorld) async throws {
        _ = try await world.casework.administration.addOfficer(
            username: username, fullName: "Cán bộ \(username)", title: "Chuyên viên", organisation: TwoCommunes.hongNam, roles: [.officer],
            password: nil, by: TwoCommunes.operator)
    }

    private func id(_ communes: TwoCommunes, _ username: String) async throws -> Int64 {
        try await communes.actor(username).officer().id
    }

    /// The leader gives a case to an officer.
    private func give(_ caseID: Int64, to username: String, _ communes: TwoCommunes) async throws {
        var note = DirectionDraft(leaderName: "Chủ tịch", givenOn: communes.world.clock.today, text: "Giao xử lý.")
        note.handler = try await id(communes, username)
        _ = try await communes.world.casework.cases.addDirection(caseID, note, key: nil, by: communes.actor("hn.leader"))
    }

    private func lend(
        _ communes: TwoCommunes, from: String, to: String, on first: Day? = nil, until last: Day
    ) async throws -> HandOverView {
        try await communes.world.casework.work.handOver(
            HandOverDraft(from: id(communes, from), to: id(communes, to), fromDay: first, untilDay: last), key: nil,
            by: communes.actor("hn.leader"))
    }

    /// Hand-overs that the program began and ended now.
    private func sweep(_ world: TestWorld) async throws -> [Int] {
        let (begun, ended) = try await world.casework.queues.sweepHandOvers()
        return [begun, ended]
    }

    @Test func `a hand-over goes with whose work it is, and ends where the substitute goes elsewhere`() async throws {
        try await TestWorld.lease { world in
            let communes = try await TwoCommunes(world)
            try await successors(world)
            for name in ["hn.second", "hn.third"] { try await hire(name, world) }
            let late = try await communes.register("Đèn đường hỏng", commune: "11977", by: "hn.clerk").caseID
            let lent = try await communes.register("Chợ lấn đường", commune: "11977", by: "hn.clerk").caseID
            let apart = try await communes.register("Mương thôn Đông tắc", commune: "11953", by: "hn.clerk").caseID
            try await give(late, to: "hn.officer", communes)
            try await give(lent, to: "hn.third", communes)
            try await give(apart, to: "hn.leader", communes)
            let planned = try await lend(communes, from: "hn.officer", to: "hn.second", on: Day(2026, 11, 23), until: Day(2026, 11, 27))
            let running = try await lend(communes, from: "hn.third", to: "hn.second", until: Day(2026, 11, 24))
            let parted = try await lend(communes, from: "hn.leader", to: "hn.second", until: Day(2026, 12, 10))
            let never = try await lend(communes, from: "hn.second", to: "hn.clerk", on: Day(2026, 12, 1), until: Day(2026, 12, 4))
            #expect(running.cases == 1 && parted.cases == 1 && planned.state == "planned")

            world.clock.set(Day(2026, 11, 20))
            let split = OfficeSplit(
                old: TwoCommunes.hongNam, into: ["HY-UB-M1", "HY-UB-M2"], on: Day(2026, 11, 20), byCommune: true,
                assignments: [
                    .officer("hn.clerk", office: "HY-UB-M1"), .officer("hn.leader", office: "HY-UB-M1"),
                    .officer("hn.officer", office: "HY-UB-M2"), .officer("hn.second", office: "HY-UB-M2"),
                    .officer("hn.third", office: "HY-UB-M2"),
                ])
            let desk = world.casework.offices
            let preview = try await desk.split(split, preview: true, owner: world.owner, by: TwoCommunes.operator)
            #expect(preview.handOvers.map(\.id) == [parted.id, never.id] && preview.handOvers.map(\.begun) == [true, false])
            #expect(
                preview.handOvers.map(\.from) == ["hn.leader", "hn.second"] && preview.handOvers.map(\.to) == ["hn.second", "hn.clerk"])
            #expect(preview.handOvers.map(\.cases) == [1, 0] && preview.handOvers.first?.untilDay == Day(2026, 12, 10))
            #expect(preview.withoutHandler == 0, "what comes back is not left without a handler")
            let report = try await desk.split(split, preview: false, owner: world.owner, by: TwoCommunes.operator)
            #expect(report.handOvers == preview.handOvers && report.withoutHandler == 0)

            let list = try await world.casework.work.handOvers(by: communes.actor("hn.second")).items
            #expect(list.map(\.id) == [never.id, running.id, planned.id], "those of the second office")
            #expect(list.map(\.state) == ["cancelled", "running", "planned"])
            let leader = try await id(communes, "hn.leader")
            let substitute = try await id(communes, "hn.second")
            #expect(try await sweep(world) == [0, 1], "what was lent over the new border comes back at once")
            #expect(try await world.handler(of: apart) == leader)
            world.clock.set(Day(2026, 11, 23))
            #expect(try await sweep(world) == [1, 0], "a leave that had not begun begins in the second office")
            #expect(try await world.handler(of: late) == substitute)
            world.clock.set(Day(2026, 11, 25))
            #expect(try await sweep(world) == [0, 1])
            let owner = try await id(communes, "hn.third")
            #expect(try await world.handler(of: lent) == owner, "and what was lent before comes back there")
            world.clock.set(Day(2026, 12, 1))
            #expect(try await sweep(world) == [0, 1])
            let officer = try await id(communes, "hn.officer")
            #expect(try await world.handler(of: late) == officer)
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func `a case that goes elsewhere than its officer is nobody's there`() async throws {
        try await TestWorld.lease { world in
            let communes = try await TwoCommunes(world)
            try await successors(world)
            let left = try await communes.register("Mương thôn Đông tắc", commune: "11953", by: "hn.clerk").caseID
            let handed = try await communes.register("Chợ lấn đường", commune: "11953", by: "hn.clerk").caseID
            let kept = try await communes.register("Đèn đường hỏng", commune: "11977", by: "hn.clerk").caseID
            for caseID in [left, handed, kept] { try await give(caseID, to: "hn.officer", communes) }
            try await communes.step(left, "take_work", by: "hn.officer")
            try await give(handed, to: "hn.clerk", communes)
            let officer = try await id(communes, "hn.officer")
            let split = OfficeSplit(
                old: TwoCommunes.hongNam, into: ["HY-UB-M1", "HY-UB-M2"], on: Day(2026, 11, 19), byCommune: true,
                assignments: [
                    .officer("hn.clerk", office: "HY-UB-M1"), .officer("hn.leader", office: "HY-UB-M1"),
                    .officer("hn.officer", office: "HY-UB-M2"),
                ])
            let desk = world.casework.offices
            let preview = try await desk.split(split, preview: true, owner: world.owner, by: TwoCommunes.operator)
            let report = try await desk.split(split, preview: false, owner: world.owner, by: TwoCommunes.operator)
            #expect(preview.withoutHandler == 1 && report.withoutHandler == 1 && report.handOvers.isEmpty)
            #expect(try await world.handler(of: left) == nil)
            #expect(try await world.handler(of: kept) == officer)
            let leader = try await communes.actor("hn.leader")
            let waiting = try await world.casework.work.list(.unassigned, by: leader).items
            #expect(waiting.map(\.caseID) == [left] && waiting.first?.takenOn == nil)
            let mine = try await world.casework.work.list(.mine, by: communes.actor("hn.officer")).items
            #expect(mine.map(\.caseID) == [kept])

            // Undoing the last note gives the work back to nobody, for who had it before works in the other office.
            try await communes.step(handed, "revoke", ["reason": .text("Giao nhầm")], by: "hn.leader")
            #expect(try await world.handler(of: handed) == nil)
            #expect(try await world.findings() == [])

            // Who left has his work until it is handed over; work of an officer of another office is found.
            try await world.casework.administration.grant(
                .officer, to: "hn.officer", in: "HY-UB-M2", revoke: true, by: TwoCommunes.operator)
            #expect(try await world.findings() == [])
            let stranger = world.officer("snnmt.officer").id
            try await world.superuser.write(settings: [SessionSetting("session_replication_role", "replica")]) { db in
                try db.run("update tiepdan.case_file set handler = \(stranger) where id = \(left)")
            }
            let found = try await world.findings()
            #expect(found.count == 1 && found.first?.contains("in the hands of an officer of another office") == true)
        }
    }
}
