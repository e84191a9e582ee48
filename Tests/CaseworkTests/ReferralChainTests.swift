import Casework
import Law
import Postgres
import TestSupport
import Testing

/// The way of a petition from office to office is open to every office that has a case of it; who declined it sees its own link, nobody
/// else anything.
@Suite struct ReferralChainTests {
    @Test func whoHasItSeesTheWholeWayAndWhoDeclinedItsOwnLink() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.classified(world.draft())
            let declined = try await world.sent(registered.caseID, to: "snnmt")
            world.clock.set(Day(2026, 11, 20))
            _ = try await world.step(declined, "decline", ["reason": .text("Lời lẽ riêng giữa hai cơ quan")], by: "snnmt.officer")
            let accepted = try await world.sent(registered.caseID, to: "btcd", letter: "13/HĐND-TT")
            world.clock.set(Day(2026, 11, 23))
            let own = try #require(try await world.step(accepted, "accept", by: "btcd.officer").created["case"])

            let sender = try await world.casework.petitions.petition(registered.petition, by: world.actor("hdnd.clerk")).chain
            #expect(sender.map(\.recipient) == [world.office("snnmt"), world.office("btcd")])
            #expect(sender.map(\.state) == ["declined", "accepted"] && sender.map(\.final) == [true, false])
            #expect(sender.map(\.since) == [Day(2026, 11, 20), Day(2026, 11, 23)])
            #expect(sender.map(\.sentOn) == [Day(2026, 11, 19), Day(2026, 11, 20)])
            #expect(sender.map(\.letterNumber) == ["12/HĐND-TT", "13/HĐND-TT"])
            #expect(sender.allSatisfy { $0.sameContent && $0.sender == world.office("hdnd") })
            let recipient = try await world.casework.cases.caseFile(own, by: world.actor("btcd.clerk")).chain
            #expect(recipient == sender)
            // Who declined has no more business with the letter, and does not follow where it goes.
            let former = try await world.casework.cases.caseFile(declined, by: world.actor("snnmt.clerk")).chain
            #expect(former == [sender[0]])
            let nobody = try await world.count("select count(*) from tiepdan.referral_chain(\(registered.petition))")
            #expect(nobody == 0, "no office asked")

            for (office, seen) in [("hdnd", 2), ("snnmt", 1), ("btcd", 2), ("phohien", 0), ("ubnd", 0)] {
                let scope = [
                    SessionSetting("tiepdan.actor", "officer"), SessionSetting("tiepdan.organisation", String(world.office(office))),
                ]
                let rows = try await world.app.read(settings: scope) { db in
                    try db.value("select count(*) from referral_chain(\(registered.petition))", as: Int.self)
                }
                #expect(rows == seen, "\(office)")
                let said = try await world.app.read(settings: scope) { db in
                    try db.value(
                        "select coalesce(string_agg(c::text, ' '), '') from referral_chain(\(registered.petition)) c", as: String.self)
                }
                #expect(!said.contains("Lời lẽ riêng") && !said.contains("Nguyễn Văn An") && !said.contains("ngập nước"), "\(office)")
            }
        }
    }

    @Test func copiesShareTheWayAndOtherPetitionsOfTheMatterStandBesideIt() async throws {
        try await TestWorld.lease { world in
            let original = try await world.classified(world.draft())
            let letter = try await world.sent(original.caseID, to: "snnmt")
            _ = try await world.step(letter, "accept", by: "snnmt.officer")
            var again = world.draft(title: "Gửi lại đơn cũ")
            again.duplicateOf = original.petition
            let copy = try await world.classified(again)
            let view = try await world.casework.petitions.petition(copy.petition, by: world.actor("hdnd.clerk"))
            #expect(view.chain.map(\.petition) == [original.petition] && view.chain.allSatisfy(\.sameContent))
            let circle = try await problem {
                try await world.step(copy.caseID, "refer", world.referFacts(to: "snnmt"), by: "hdnd.officer")
            }
            #expect(circle?.code == "recipient_already_holds", "it holds the letter of which this is a copy")

            var more = world.draft(title: "Đơn khác cùng việc")
            more.matter = original.matter
            let sibling = try await world.classified(more)
            let beside = try await world.casework.petitions.petition(sibling.petition, by: world.actor("hdnd.clerk"))
            #expect(beside.chain.map(\.sameContent) == [false])
            let sent = try await world.sent(sibling.caseID, to: "btcd")
            let theirs = try await world.casework.cases.caseFile(sent, by: world.actor("btcd.clerk")).chain
            #expect(theirs.map(\.petition) == [sibling.petition], "the other letter never came to them")
        }
    }

    @Test func aCircleIsToldWithTheWholeWayInWords() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.classified(world.draft())
            try await world.refused(registered.caseID, by: "phohien")
            let letter = try await world.sent(registered.caseID, to: "btcd")
            let own = try #require(try await world.step(letter, "accept", by: "btcd.officer").created["case"])
            _ = try await world.step(
                own, "classify",
                ["kind": .text("feedback"), "eligibility": .text("eligible"), "jurisdiction": .text("not_competent")], by: "btcd.officer")
            let circle = try await problem { try await world.step(own, "refer", world.referFacts(to: "hdnd"), by: "btcd.officer") }
            #expect(circle?.code == "recipient_already_holds" && circle?.errors.first?.field == "recipient")
            #expect(
                circle?.message.contains(
                    "Thường trực Hội đồng nhân dân tỉnh Hưng Yên → Ủy ban nhân dân phường Phố Hiến (từ chối 19/11/2026) → "
                        + "Ban Tiếp công dân tỉnh Hưng Yên (tiếp nhận 19/11/2026)") == true)
            #expect(circle?.message.contains("Hãy trình Ủy ban nhân dân tỉnh Hưng Yên") == true)
            let put = try await world.step(own, "put_to_superior", ["circle": .flag(true)], by: "btcd.leader")
            #expect(put.created["superior"] == world.office("ubnd"))
        }
    }

    /// Where nobody refused there is nothing to put to a superior: who got it in error gives it back.
    @Test func aFirstTransferSentBackIsNoDispute() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.classified(world.draft())
            let letter = try await world.sent(registered.caseID, to: "btcd")
            let own = try #require(try await world.step(letter, "accept", by: "btcd.officer").created["case"])
            _ = try await world.step(
                own, "classify",
                ["kind": .text("feedback"), "eligibility": .text("eligible"), "jurisdiction": .text("not_competent")], by: "btcd.officer")
            let circle = try await problem { try await world.step(own, "refer", world.referFacts(to: "hdnd"), by: "btcd.officer") }
            #expect(circle?.code == "recipient_already_holds" && circle?.message.contains("Hãy trình") == false)
            let put = try await problem { try await world.step(own, "put_to_superior", ["circle": .flag(true)], by: "btcd.leader") }
            #expect(put?.errors.map(\.code) == ["no_dispute"])
        }
    }

    @Test func whoDeclinedByMistakeMayBeAskedAgainAndThenSeesItAll() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.classified(world.draft())
            try await world.refused(registered.caseID, by: "snnmt")
            try await world.refused(registered.caseID, by: "btcd")
            let again = try await world.sent(registered.caseID, to: "snnmt")
            let chain = try await world.casework.cases.caseFile(again, by: world.actor("snnmt.clerk")).chain
            #expect(chain.map(\.state) == ["declined", "declined", "delivered"])
        }
    }

    @Test func atMostFiftyOthersOfTheMatterStandBeside() async throws {
        try await TestWorld.lease { world in
            let first = try await world.classified(world.draft())
            _ = try await world.sent(first.caseID, to: "snnmt")
            var petitions: [Int64] = []
            for number in 1...52 {
                var more = world.draft(title: "Đơn thứ \(number)")
                more.matter = first.matter
                let one = try await world.classified(more)
                _ = try await world.sent(one.caseID, to: "snnmt")
                petitions.append(one.petition)
            }
            let chain = try await world.casework.petitions.petition(first.petition, by: world.actor("hdnd.clerk")).chain
            #expect(chain.filter(\.sameContent).map(\.petition) == [first.petition])
            #expect(chain.filter { !$0.sameContent }.map(\.petition) == Array(petitions.suffix(50)))
        }
    }
}
