import Casework
import Foundation
import Law
import Postgres
import TestSupport
import Testing

/// What was entered by name and turned out to denounce: nothing of it is left, anywhere (Luật Tố cáo Đ.9, Đ.56).
@Suite struct SealedEntryTests {
    private static let name = "Lò Thị Mẩy"
    private static let words = ["Lò Thị Mẩy", "lo thi may", "033057000111", "Việc kín của bản", "viec kin cua ban"]

    private func named(_ world: TestWorld, _ kind: PetitionKind = .feedback) -> PetitionDraft {
        var draft = world.draft(kind, name: Self.name, title: "Việc kín của bản")
        draft.petitioners?[0].idNumber = "033057000111"
        draft.petitioners?[0].idKind = .citizenID
        return draft
    }

    /// Which of the words stand in some row of some table that a desk writes.
    private func left(_ world: TestWorld) async throws -> [String] {
        let everything = try await world.everything()
        return Self.words.filter(everything.contains)
    }

    @Test func nothingOfTheLetterIsLeftInTheDatabase() async throws {
        try await TestWorld.lease { world in
            let clerk = world.actor("hdnd.clerk")
            let arrived = try await PostbagTests.opened(
                world, try await PostbagTests.envelope(world, Self.name), gist: "Việc kín của bản")
            var draft = named(world)
            draft.envelope = arrived.id
            let letter = try await world.register(draft)
            let copy = try await PostbagTests.opened(
                world, try await PostbagTests.envelope(world, Self.name), gist: "Việc kín của bản")
            _ = try await world.casework.postbag.tie(
                copy.id, TieDraft(petition: letter.petition, expectedSequence: copy.sequence), key: nil, by: clerk)
            let scan = try await world.casework.attachments.upload(
                Scan.stream("%PDF-1.7 chữ viết tay"), name: "don.pdf", kind: "scan", to: .petition(letter.petition), by: clerk)
            let path = try await world.casework.attachments.open(scan.id, by: clerk).path
            _ = try await world.step(
                letter.caseID, "classify",
                [
                    "kind": .text("feedback"), "eligibility": .text("eligible"), "jurisdiction": .text("not_competent"),
                    "reason": .text("Việc kín của bản"),
                ], by: "hdnd.officer")
            #expect(try await left(world) == Self.words)

            let step = try await world.step(letter.caseID, "entered_as_denunciation", by: "hdnd.leader")
            #expect(step.state == "reclassified" && step.created.isEmpty)
            #expect(try await left(world) == [])
            #expect(!FileManager.default.fileExists(atPath: path), "the handwriting is gone too")
            let envelopes = try await world.superuser.read { db in
                try db.values(
                    """
                    select e.state || ' ' || e.denunciation || ' ' || (select s.event from tiepdan.envelope_step s where s.envelope = e.id
                                                                        order by s.seq desc limit 1)
                      from tiepdan.envelope e order by e.id
                    """, as: String.self)
            }
            #expect(envelopes == ["registered true erase", "tied true erase"])
            #expect(try await world.findings() == [])
        }
    }

    @Test func nothingIsTiedToItAndNothingIsTakenBack() async throws {
        try await TestWorld.lease { world in
            let clerk = world.actor("hdnd.clerk")
            let letter = try await world.register(named(world))
            _ = try await world.step(letter.caseID, "entered_as_denunciation", by: "hdnd.leader")
            var again = world.draft(.denunciation)
            again.duplicateOf = letter.petition
            let tied = try await problem { try await world.register(again) }
            #expect(tied?.errors.map(\.code) == ["unknown_petition"])
            again.duplicateOf = nil
            again.matter = letter.matter
            let beside = try await problem { try await world.register(again) }
            #expect(beside?.errors.map(\.field) == ["matter"])
            let copy = try await PostbagTests.opened(world, try await PostbagTests.envelope(world))
            let hung = try await problem {
                try await world.casework.postbag.tie(
                    copy.id, TieDraft(petition: letter.petition, expectedSequence: copy.sequence), key: nil, by: clerk)
            }
            #expect(hung?.errors.map(\.code) == ["unknown_petition"])

            let view = try await world.casework.cases.caseFile(letter.caseID, by: world.actor("hdnd.leader"))
            #expect(!view.allowed.contains { ["correct", "move_matter"].contains($0.event) })
            #expect(view.allowed.first { $0.event == "revoke" }?.blockedBy.isEmpty != true)
            let reason: [String: FactInput] = ["reason": .text("Nhầm")]
            let attempts: [(String, [String: FactInput])] = [("correct", ["petition_title": .text("Khác")]), ("move_matter", [:])]
            for (event, facts) in attempts {
                let refused = try await problem {
                    try await world.step(letter.caseID, event, reason.merging(facts) { $1 }, by: "hdnd.leader")
                }
                #expect(refused?.code == "entry_sealed", "\(event)")
            }
            let undone = try await problem { try await world.step(letter.caseID, "revoke", reason, by: "hdnd.leader") }
            #expect(undone?.code == "guard_failed")
            #expect(try await world.findings() == [])
        }
    }

    /// He wrote other letters too; whoever else has this one has it no more by name.
    @Test func whatHeSaidElsewhereStaysAndOtherOfficesAreTold() async throws {
        try await TestWorld.lease { world in
            let clerk = world.actor("hdnd.clerk")
            let sent = try await world.referred(named(world))
            let accepted = try await world.step(sent.caseID, "accept", by: "snnmt.officer")
            let own = try #require(accepted.created["case"])
            let other = try await world.register(world.draft(name: Self.name, title: "Đèn đường"))
            let people = try await world.superuser.read { db in
                try db.values("select person from tiepdan.party where role = 'petitioner' order by id", as: Int64.self)
            }
            _ = try await world.casework.persons.merge(people[0], into: people[1], reason: "Một người", key: nil, by: clerk)

            _ = try await world.step(own, "entered_as_denunciation", by: "snnmt.leader")
            let kept = try await world.casework.petitions.petition(other.petition, by: clerk)
            #expect(kept.parties.map(\.fullName) == [Self.name] && !kept.referenceOnly)
            let here = try await world.casework.petitions.petition(sent.petition.petition, by: clerk)
            #expect(here.referenceOnly && here.parties.isEmpty && here.body.isEmpty && here.matter != kept.matter)
            let told = try await world.casework.cases.caseFile(sent.petition.caseID, by: clerk)
            #expect(told.journal.last?.event == "correction_noted" && !told.journal.flatMap(\.facts).contains { $0.value.contains("kín") })
            let remains = try await left(world)
            #expect(!remains.contains("033057000111") && !remains.contains("Việc kín của bản"))
            #expect(try await world.findings() == [])
        }
    }

    /// The visit at which he handed it in is erased with it, and leads neither to another letter nor to the new entry.
    @Test func theVisitGoesWithItsLetter() async throws {
        try await TestWorld.lease { world in
            let clerk = world.actor("hdnd.clerk")
            let session = try await world.casework.sessions.open(
                SessionDraft(kind: .regular, sessionDate: Day(2026, 11, 19), place: "Phòng tiếp công dân"), key: nil, by: clerk)
            var visit = VisitDraft(session: session.session)
            visit.visitors = [PersonDraft(fullName: Self.name)]
            visit.summary = "Việc kín của bản"
            let came = try await world.casework.visits.register(visit, key: nil, by: clerk)
            var draft = named(world)
            draft.visit = came.visit
            let letter = try await world.register(draft)
            _ = try await world.step(letter.caseID, "entered_as_denunciation", by: "hdnd.leader")
            #expect(try await left(world) == [])
            let view = try await world.casework.visits.visit(came.visit, by: clerk)
            #expect(view.denunciation && view.petitions.isEmpty && view.parties.isEmpty && view.summary.isEmpty)
            let journal = try await world.casework.cases.caseFile(came.caseID, by: clerk).journal
            #expect(journal.last?.event == "enter_as_denunciation" && journal.last?.actor == "system")
            var again = world.draft(.denunciation)
            again.visit = came.visit
            let refused = try await problem { try await world.register(again) }
            #expect(refused?.errors.map(\.code) == ["denouncer_not_stored"])
            again.visit = nil
            _ = try await world.register(again)
            #expect(try await world.findings() == [])
        }
    }

    @Test func aCopyHandedInAtAVoidVisitDoesNotKeepTheNameInTheBook() async throws {
        try await TestWorld.lease { world in
            let clerk = world.actor("hdnd.clerk")
            let session = try await world.casework.sessions.open(
                SessionDraft(kind: .regular, sessionDate: Day(2026, 11, 19), place: "Phòng tiếp công dân"), key: nil, by: clerk)
            var visit = VisitDraft(session: session.session)
            visit.visitors = [PersonDraft(fullName: Self.name)]
            let came = try await world.casework.visits.register(visit, key: nil, by: clerk)
            let letter = try await world.register(named(world))
            var draft = named(world)
            draft.visit = came.visit
            draft.duplicateOf = letter.petition
            let copy = try await world.register(draft)
            let reason: [String: FactInput] = ["reason": .text("Ghi nhầm")]
            _ = try await world.step(copy.caseID, "void", reason, by: "hdnd.leader")
            _ = try await world.step(came.caseID, "void", reason, by: "hdnd.leader")
            _ = try await world.step(letter.caseID, "entered_as_denunciation", by: "hdnd.leader")
            #expect(try await left(world) == [])
            #expect(try await world.findings() == [])
        }
    }

    @Test func aVisitorWhoDenouncesIsForgottenAndHisLetterTied() async throws {
        try await TestWorld.lease { world in
            let clerk = world.actor("hdnd.clerk")
            let session = try await world.casework.sessions.open(
                SessionDraft(kind: .regular, sessionDate: Day(2026, 11, 19), place: "Phòng tiếp công dân"), key: nil, by: clerk)
            var visit = VisitDraft(session: session.session)
            visit.visitors = [PersonDraft(fullName: Self.name)]
            visit.summary = "Việc kín của bản"
            let came = try await world.casework.visits.register(visit, key: nil, by: clerk)
            _ = try await world.step(came.caseID, "explain_again", ["summary": .text("Việc kín của bản")], by: "hdnd.clerk")
            var letter = world.draft(.denunciation)
            letter.visit = came.visit
            let refused = try await problem { try await world.register(letter) }
            #expect(refused?.errors.first?.message.contains("ghi lại lượt tiếp") == true, "the way out is named")
            let step = try await world.step(came.caseID, "enter_as_denunciation", by: "hdnd.clerk")
            #expect(step.state == "handled")
            #expect(try await left(world) == [])
            _ = try await world.register(letter)
            let twice = try await problem { try await world.step(came.caseID, "enter_as_denunciation", by: "hdnd.clerk") }
            #expect(twice?.code == "guard_failed")
            #expect(try await world.findings() == [])
        }
    }

    @Test func aVoidVisitKeepsItsNumberAndCountsNowhere() async throws {
        try await TestWorld.lease { world in
            let clerk = world.actor("hdnd.clerk")
            let session = try await world.casework.sessions.open(
                SessionDraft(kind: .regular, sessionDate: Day(2026, 11, 19), place: "Phòng tiếp công dân"), key: nil, by: clerk)
            func enter() async throws -> RegisteredVisit {
                var visit = VisitDraft(session: session.session)
                visit.visitors = [PersonDraft(fullName: Self.name)]
                visit.summary = "Việc kín của bản"
                return try await world.casework.visits.register(visit, key: nil, by: clerk)
            }
            let mistaken = try await enter()
            let reason: [String: FactInput] = ["reason": .text("Ghi nhầm buổi")]
            let byClerk = try await problem { try await world.step(mistaken.caseID, "void", reason, by: "hdnd.clerk") }
            #expect(byClerk?.kind == .forbidden)
            let step = try await world.step(mistaken.caseID, "void", reason, by: "hdnd.leader")
            #expect(step.state == "voided")
            #expect(try await left(world) == [])
            let next = try await enter()
            #expect(next.number == mistaken.number + 1)
            let view = try await world.casework.sessions.session(session.session, by: clerk)
            #expect(view.visits == 1 && view.people == 1)
            let week = try await world.casework.registers.weekly(
                from: Day(2026, 11, 16), to: Day(2026, 11, 19), leaderName: nil, by: world.actor("hdnd.leader")
            ).week
            #expect(week.visits == 1 && week.people == 1)
            var letter = world.draft()
            letter.visit = mistaken.visit
            let tied = try await problem { try await world.register(letter) }
            #expect(tied?.errors.map(\.code) == ["visit_voided"])
            letter.visit = next.visit
            let petition = try await world.register(letter)
            let held = try await problem { try await world.step(next.caseID, "void", reason, by: "hdnd.leader") }
            #expect(held?.code == "guard_failed" && held?.errors.first?.field == "no_petitions")
            _ = try await world.step(petition.caseID, "void", reason, by: "hdnd.leader")
            _ = try await world.step(next.caseID, "void", reason, by: "hdnd.leader")

            let guided = try await enter()
            _ = try await world.step(guided.caseID, "identify", ["capacity": .text("self")], by: "hdnd.clerk")
            _ = try await world.step(guided.caseID, "guide_with_papers_back", ["competent_body": .text("UBND xã")], by: "hdnd.clerk")
            let issued = try await problem { try await world.step(guided.caseID, "void", reason, by: "hdnd.leader") }
            #expect(issued?.errors.first?.field == "nothing_issued")
            #expect(try await world.findings() == [])
        }
    }
}
