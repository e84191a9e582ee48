import Casework
import Law
import TestSupport
import Testing

@Suite struct SplitTests {
    private func split(_ world: TestWorld) async throws -> RegisteredPetition {
        let whole = try await world.register(world.draft(.mixed, receivedOn: Day(2026, 11, 16), title: "Đất đai và điện"))
        _ = try await world.step(
            whole.caseID, "classify", ["kind": .text("mixed"), "eligibility": .text("eligible"), "jurisdiction": .text("competent")],
            by: "hdnd.officer")
        _ = try await world.step(whole.caseID, "split", ["reason": .text("Hai nội dung khác nhau")], by: "hdnd.officer")
        return whole
    }

    private func part(_ world: TestWorld, of whole: RegisteredPetition, _ change: (inout PetitionDraft) -> Void = { _ in }) -> PetitionDraft
    {
        var draft = world.draft(receivedOn: Day(2026, 11, 16), title: "Phần về điện")
        draft.partOf = whole.petition
        change(&draft)
        return draft
    }

    /// TCD-4 of a part counts from the day on which the whole letter came.
    @Test func aPartKeepsTheDayAndTheMatterOfTheWhole() async throws {
        try await TestWorld.lease { world in
            let whole = try await split(world)
            let entered = try await world.register(part(world, of: whole))
            #expect(entered.matter == whole.matter && entered.nextDue == whole.nextDue)
            let reader = world.actor("hdnd.officer")
            let view = try await world.casework.petitions.petition(entered.petition, by: reader)
            #expect(view.partOf == whole.petition && view.parts.isEmpty)
            #expect(try await world.casework.petitions.petition(whole.petition, by: reader).parts == [entered.petition])
            // What is referred tells the recipient nothing of the rest.
            _ = try await world.step(
                entered.caseID, "classify",
                ["kind": .text("feedback"), "eligibility": .text("eligible"), "jurisdiction": .text("not_competent")], by: "hdnd.officer")
            let sent = try await world.step(entered.caseID, "refer", world.referFacts(to: "snnmt"), by: "hdnd.officer")
            let recipient = world.actor("snnmt.officer")
            let seen = try await world.casework.petitions.petition(entered.petition, by: recipient)
            #expect(seen.partOf == nil && seen.siblings.isEmpty && seen.matterTitle == "Phần về điện")
            _ = try await world.step(try #require(sent.created["referralCase"]), "accept", by: "snnmt.officer")
            let accepted = try await world.casework.petitions.petition(entered.petition, by: recipient)
            #expect(accepted.siblings.isEmpty && accepted.partOf == nil, "the whole is not in its book")
            #expect(try await world.findings() == [])
        }
    }

    @Test func whatIsNoPartIsRefused() async throws {
        try await TestWorld.lease { world in
            let whole = try await split(world)
            let plain = try await world.register(world.draft())
            func refusal(_ draft: PetitionDraft, by name: String = "hdnd.clerk") async throws -> Problem.FieldError? {
                try await problem { try await world.register(draft, by: name) }?.errors.first
            }
            let otherDay = try await refusal(part(world, of: whole) { $0.receivedOn = Day(2026, 11, 19) })
            #expect(otherDay?.field == "receivedOn" && otherDay?.code == "date_of_whole")
            let unsplit = try await refusal(part(world, of: plain))
            #expect(unsplit?.field == "partOf" && unsplit?.code == "not_split")
            let elsewhere = try await refusal(part(world, of: whole), by: "ubnd.clerk")
            #expect(elsewhere?.field == "partOf" && elsewhere?.code == "unknown_petition")
            var secret = world.draft(.denunciation, receivedOn: Day(2026, 11, 16))
            secret.partOf = whole.petition
            let denunciation = try await refusal(secret)
            #expect(denunciation?.code == "denouncer_not_stored")
            let alone = world.draft(.denunciation, receivedOn: Day(2026, 11, 16))
            #expect(try await refusal(alone) == nil, "it is entered by itself")
        }
    }
}
