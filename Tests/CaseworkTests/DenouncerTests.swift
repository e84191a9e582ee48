import Casework
import Law
import Postgres
import TestSupport
import Testing

/// Whoever denounces is not found in the system, whatever way the letter came to be one (Luật Tố cáo Đ.56).
@Suite struct DenouncerTests {
    static let asDenunciation: [String: FactInput] = [
        "kind": .text("denunciation"), "eligibility": .text("eligible"), "jurisdiction": .text("not_competent"),
    ]

    @Test func aNamedPetitionDoesNotBecomeADenunciation() async throws {
        try await TestWorld.lease { world in
            let named = try await world.register(world.draft(name: "Nguyễn Thị Lộ"))
            let refused = try await problem { try await world.step(named.caseID, "classify", Self.asDenunciation, by: "hdnd.officer") }
            #expect(refused?.code == "guard_failed" && refused?.errors.first?.field == "kind")
            #expect(refused?.errors.first?.code == "denunciation_by_reference")
            let again = try await world.classified(world.draft(name: "Nguyễn Thị Lộ"))
            let reclassified = try await problem {
                try await world.step(again.caseID, "reclassify", Self.asDenunciation, by: "hdnd.officer")
            }
            #expect(reclassified?.errors.first?.code == "denunciation_by_reference")
            let byReference = try await world.register(world.draft(.denunciation))
            let step = try await world.step(byReference.caseID, "classify", Self.asDenunciation, by: "hdnd.officer")
            #expect(step.state == "classified")
        }
    }

    @Test func aDenunciationIsNotTiedToAVisitThatMayHoldAName() async throws {
        try await TestWorld.lease { world in
            let clerk = world.actor("hdnd.clerk")
            let session = try await world.casework.sessions.open(
                SessionDraft(kind: .regular, sessionDate: Day(2026, 11, 19), place: "Phòng tiếp công dân"), key: nil, by: clerk)
            var named = VisitDraft(session: session.session)
            named.visitors = [PersonDraft(fullName: "Nguyễn Thị Lộ")]
            let known = try await world.casework.visits.register(named, key: nil, by: clerk)
            var letter = world.draft(.denunciation)
            letter.visit = known.visit
            let refused = try await problem { try await world.register(letter) }
            #expect(refused?.errors.first?.field == "visit" && refused?.errors.first?.code == "denouncer_not_stored")
            let kept = try await world.count("select count(*) from tiepdan.petition")
            #expect(kept == 0)
            var unnamed = VisitDraft(session: session.session)
            unnamed.denunciation = true
            let visit = try await world.casework.visits.register(unnamed, key: nil, by: clerk)
            letter.visit = visit.visit
            _ = try await world.register(letter)
            let view = try await world.casework.visits.visit(visit.visit, by: clerk)
            #expect(view.state == "recorded" && view.petitions.count == 1, "a denouncer's visit is recorded without a reason being asked")
        }
    }

    @Test func partsOfASplitLetterAreGuidedEachForItself() async throws {
        try await TestWorld.lease { world in
            let whole = try await world.register(world.draft(.mixed, title: "Nhiều việc"))
            _ = try await world.step(
                whole.caseID, "classify",
                ["kind": .text("mixed"), "eligibility": .text("eligible"), "jurisdiction": .text("not_competent")], by: "hdnd.officer")
            _ = try await world.step(whole.caseID, "split", by: "hdnd.officer")
            func guide(_ number: Int) -> [String: FactInput] {
                ["competent_body": .text("UBND xã"), "letter_number": .text("\(number)/HD"), "letter_date": .text("2026-11-19")]
            }
            for number in 1...2 {
                var part = world.draft(.complaint, title: "Phần \(number)")
                part.matter = whole.matter
                let entered = try await world.classified(part)
                let step = try await world.step(entered.caseID, "guide", guide(number), by: "hdnd.officer")
                #expect(step.state == "guided", "part \(number)")
            }
            // A letter that comes again in a matter that was never split is guided once.
            let first = try await world.classified(world.draft(.complaint, title: "Một việc"))
            _ = try await world.step(first.caseID, "guide", guide(3), by: "hdnd.officer")
            var again = world.draft(.complaint, title: "Một việc, gửi lại")
            again.matter = first.matter
            let second = try await world.classified(again)
            let refused = try await problem { try await world.step(second.caseID, "guide", guide(4), by: "hdnd.officer") }
            #expect(refused?.errors.first?.field == "not_guided_before")
        }
    }
}
