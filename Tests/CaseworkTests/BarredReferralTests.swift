import Casework
import Law
import Postgres
import TestSupport
import Testing

/// Who declined, answered or got back a denunciation that turns out to be of himself reads nothing of it any more (Luật Tố cáo Đ.9, Đ.12).
@Suite struct BarredReferralTests {
    private func sent(_ world: TestWorld) async throws -> (own: RegisteredPetition, letter: Int64, referral: Int64) {
        let registered = try await world.classified(world.draft(.denunciation, title: "Tố cáo thu tiền sai"))
        let letter = try await world.sent(registered.caseID, to: "snnmt", by: "hdnd.leader")
        let listed = try await world.casework.referrals.list(
            incoming: false, open: nil, overdue: false, cursor: nil, limit: 10, by: world.actor("hdnd.leader"))
        return (registered, letter, try #require(listed.items.first?.id))
    }

    private func name(_ world: TestWorld, in caseID: Int64) async throws {
        _ = try await world.step(
            caseID, "name_denounced", ["denounced_body": .number(world.office("snnmt")), "denounced_rank": .text("head")], by: "hdnd.clerk")
    }

    /// What the department still reads of it.
    private func seen(_ world: TestWorld, _ sent: (own: RegisteredPetition, letter: Int64, referral: Int64)) async throws -> [String] {
        let reader = world.actor("snnmt.leader")
        var found: [String] = []
        let listed = try await world.casework.referrals.list(
            incoming: true, open: nil, overdue: false, cursor: nil, limit: 10, by: reader)
        if !listed.items.isEmpty { found.append("list") }
        if try await problem({ try await world.casework.referrals.referral(sent.referral, by: reader) }) == nil { found.append("referral") }
        if try await problem({ try await world.casework.cases.caseFile(sent.letter, by: reader) }) == nil { found.append("case") }
        let letter = try await problem { try await world.casework.petitions.petition(sent.own.petition, by: reader) }
        if letter == nil { found.append("letter") }
        return found
    }

    @Test(arguments: ["decline", "recall"])
    func `naming him closes what had ended`(_ ending: String) async throws {
        try await TestWorld.lease { world in
            let sent = try await sent(world)
            let reason: [String: FactInput] = ["reason": .text("Không thuộc thẩm quyền")]
            _ = try await world.step(sent.letter, ending, reason, by: ending == "recall" ? "hdnd.leader" : "snnmt.leader")
            let before = try await seen(world, sent)
            #expect(before == ["list", "referral", "case"])
            try await name(world, in: sent.own.caseID)
            let after = try await seen(world, sent)
            #expect(after.isEmpty)
            let sender = try await world.casework.referrals.referral(sent.referral, by: world.actor("hdnd.leader"))
            #expect(sender.final, "its sender reads it as before")
            #expect(try await world.findings() == [])
        }
    }

    @Test func `a body named by mistake has its referral back when the leader undoes it`() async throws {
        try await TestWorld.lease { world in
            let sent = try await sent(world)
            _ = try await world.step(sent.letter, "decline", ["reason": .text("Không thuộc thẩm quyền")], by: "snnmt.leader")
            try await name(world, in: sent.own.caseID)
            let barred = try await seen(world, sent)
            #expect(barred.isEmpty)
            _ = try await world.step(sent.own.caseID, "revoke", ["reason": .text("Ghi nhầm cơ quan")], by: "hdnd.leader")
            let again = try await seen(world, sent)
            #expect(again == ["list", "referral", "case"])
            #expect(try await world.findings() == [])
        }
    }

    @Test func `what still lies with him closes when he sends it back`() async throws {
        try await TestWorld.lease { world in
            let sent = try await sent(world)
            let (petition, body) = (sent.own.petition, world.office("snnmt"))
            try await world.superuser.write { db in
                _ = try db.run("update tiepdan.petition set denounced_body = \(body), denounced_rank = 'head' where id = \(petition)")
            }
            let step = try await world.step(sent.letter, "decline", ["reason": .text("Tố cáo lãnh đạo Sở")], by: "snnmt.leader")
            #expect(step.state == "declined")
            let after = try await seen(world, sent)
            #expect(after.isEmpty)
            #expect(try await world.findings() == [])
        }
    }
}
