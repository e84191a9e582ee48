import Casework
import Law
import Postgres
import TestSupport
import Testing

/// The letter that invites bodies to a leader's session gets its number after it was signed, from the records clerk.
@Suite struct InvitationTests {
    private struct Table {
        let world: TestWorld
        let records: Actor
        let name: String

        static func laid(_ world: TestWorld) async throws -> Table {
            let records = try await world.hire("van.thu", "Đào Thị Văn Thư", role: .recordsClerk)
            return Table(world: world, records: .officer(records), name: records.fullName)
        }

        func session() async throws -> Int64 {
            var draft = SessionDraft(kind: .adHoc, sessionDate: world.clock.today, place: "Phòng tiếp công dân")
            draft.hostName = "Đồng chí Chủ tịch"
            draft.ground = "ADHOC-A"
            return try await world.casework.sessions.open(draft, key: nil, by: world.actor("hdnd.clerk")).session
        }

        func invite(_ body: String, to session: Int64, number: String? = nil) async throws -> InvitationView {
            var draft = InvitationDraft()
            draft.body = body
            draft.letterNumber = number
            return try await world.casework.leaderSessions.invite(draft, to: session, key: nil, by: world.actor("hdnd.clerk"))
        }

        func number(
            _ invitations: [InvitationView], _ number: String?, notation: String? = nil, on day: Day? = nil, in session: Int64? = nil,
            key: String? = nil, by actor: Actor? = nil
        ) async throws -> [InvitationView] {
            let draft = InvitationNumbering(invitations: invitations.map(\.id), number: number, notation: notation, issuedOn: day)
            return try await world.casework.leaderSessions.number(
                draft, in: session ?? invitations.first?.session ?? 0, key: key, by: actor ?? records)
        }
    }

    @Test func `a typed number is written once, in the book of what goes out`() async throws {
        try await TestWorld.lease { world in
            let table = try await Table.laid(world)
            let session = try await table.session()
            let one = try await table.invite("Công ty Thủy lợi Bắc", to: session)
            let two = try await table.invite("Công ty Thủy lợi Nam", to: session)
            let typed = try await table.invite("Hội Nông dân", to: session, number: "4/GM-HĐND")
            #expect(one.letterNumber == nil && one.numberedBy == nil)
            #expect(typed.numberedBy == world.officer("hdnd.clerk").fullName)

            for name in ["hdnd.clerk", "hdnd.officer", "hdnd.leader"] {
                let refused = try await problem { try await table.number([one], "5/GM-HĐND", by: world.actor(name)) }
                #expect(refused?.kind == .forbidden, "\(name)")
            }
            let none = try await problem { try await table.number([], "5/GM-HĐND", in: session) }
            #expect(none?.errors.map(\.field) == ["invitations"])
            let missing = try await problem { try await table.number([one], nil) }
            #expect(missing?.errors.map(\.field) == ["number"] && missing?.errors.map(\.code) == ["required"])
            let ahead = try await problem { try await table.number([one], "5/GM-HĐND", on: Day(2026, 11, 20)) }
            #expect(ahead?.errors.map(\.field) == ["issuedOn"])

            let done = try await table.number([one, two], " 5/GM-HĐND  ", on: Day(2026, 11, 18), key: "so-giay-moi-1")
            #expect(done.map(\.letterNumber) == ["5/GM-HĐND", "5/GM-HĐND"])
            #expect(done.allSatisfy { $0.letterDate == Day(2026, 11, 18) && $0.numberedBy == table.name })
            #expect(try await table.number([one, two], " 5/GM-HĐND  ", on: Day(2026, 11, 18), key: "so-giay-moi-1") == done)
            #expect(try await world.count("select count(*)::int from tiepdan.outgoing_number where number = '5/GM-HĐND'") == 1)

            let again = try await problem { try await table.number([two], "6/GM-HĐND") }
            #expect(again?.kind == .conflict && again?.code == "already_numbered")
            #expect(again?.message.contains("5/GM-HĐND ngày 18/11/2026, \(table.name) ghi") == true)
            let entered = try await problem { try await table.number([typed], "6/GM-HĐND") }
            #expect(entered?.code == "already_numbered")
            #expect(entered?.message.contains(world.officer("hdnd.clerk").fullName) == true)

            // One more goes with the same letter; at another session the number is used, whoever wrote it down.
            let three = try await table.invite("Công ty Điện lực", to: session)
            #expect(try await table.number([three], "5/GM-HĐND", on: Day(2026, 11, 18)).map(\.letterNumber) == ["5/GM-HĐND"])
            let other = try await table.session()
            let far = try await table.invite("Công ty Cấp nước", to: other)
            for used in ["5/GM-HĐND", "4/GM-HĐND"] {
                let taken = try await problem { try await table.number([far], used) }
                #expect(taken?.errors.map(\.code) == ["number_taken"], "\(used)")
            }
            let stranger = try await problem { try await table.number([far], "7/GM-HĐND", in: session) }
            #expect(stranger?.errors.map(\.code) == ["unknown_invitation"])
            let today = try await table.number([far], "7/GM-HĐND")
            #expect(today.first?.letterDate == Day(2026, 11, 19))
            #expect(try await world.findings() == [])
        }
    }

    @Test func `where the book here gives the numbers nobody types one`() async throws {
        try await TestWorld.lease { world in
            try await world.casework.administration.set(
                "numbers.outgoing", to: 0, organisation: "HY-TTHDND", by: .operator(user: "test"))
            let table = try await Table.laid(world)
            let session = try await table.session()
            let one = try await table.invite("Công ty Thủy lợi Bắc", to: session)
            let two = try await table.invite("Công ty Thủy lợi Nam", to: session)
            let before = try await world.everything()
            let typed = try await problem { try await table.number([one], "5/GM-HĐND") }
            #expect(typed?.errors.map(\.code) == ["number_allocated"])
            #expect(try await world.everything() == before)
            #expect(try await table.number([one], nil, notation: "GM-HĐND").map(\.letterNumber) == ["01/GM-HĐND"])
            #expect(try await table.number([two], nil, notation: "GM-HĐND").map(\.letterNumber) == ["02/GM-HĐND"])
            #expect(try await world.findings() == [])
        }
    }
}
