import Casework
import Law
import Postgres
import TestSupport
import Testing

@Suite struct CorrectionTests {
    private func correct(
        _ world: TestWorld, _ caseID: Int64, _ facts: [String: FactInput], by name: String = "hdnd.clerk"
    ) async throws -> StepView {
        try await world.step(caseID, "correct", facts.merging(["reason": .text("Ghi nhầm")]) { first, _ in first }, by: name)
    }

    @Test func wordsAreCorrectedAndWhatStoodBeforeIsKeptOutsideTheJournal() async throws {
        try await TestWorld.lease { world in
            let clerk = world.actor("hdnd.clerk")
            var draft = world.draft(name: "Nguyễn Văn Nhầm", title: "Đường làng ngập nước")
            draft.petitioners![0].idKind = PersonDraft.IDKind(rawValue: "citizen_id")
            draft.petitioners![0].idNumber = "033170001234"
            let registered = try await world.register(draft)
            let step = try await correct(
                world, registered.caseID,
                [
                    "full_name": .text("Nguyễn Văn Đúng"), "id_number": .text("033170004321"), "petition_title": .text("Bãi rác Đồng Đỏ"),
                    "people": .number(3),
                ])
            #expect(step.state == "received" && step.sequence == 2)
            let view = try await world.casework.petitions.petition(registered.petition, by: clerk)
            #expect(view.title == "Bãi rác Đồng Đỏ" && view.people == 3 && view.number == registered.number)
            #expect(view.parties.map(\.fullName) == ["Nguyễn Văn Đúng"] && view.parties[0].idNumber == "033170004321")
            for (q, count) in [("bai rac dong do", 1), ("van dung", 1), ("Văn Nhầm", 0)] {
                let page = try await world.casework.petitions.list(PetitionFilter(q: q), by: clerk)
                #expect(page.items.count == count, "\(q)")
            }

            let entry = try #require(try await world.casework.cases.journal(registered.caseID, by: clerk).first { $0.event == "correct" })
            let facts = Dictionary(uniqueKeysWithValues: entry.facts.map { ($0.name, $0.value) })
            #expect(facts["full_name"] == "Nguyễn Văn Đúng" && facts["before.full_name"] == "Nguyễn Văn Nhầm")
            #expect(
                facts["before.petition_title"] == "Đường làng ngập nước" && facts["before.people"] == "1" && facts["reason"] == "Ghi nhầm")
            #expect(entry.facts.contains { $0.title == "Họ tên người gửi đơn (trước đính chính)" })
            let caseID = registered.caseID
            let payload = try await world.superuser.read { db in
                try db.value("select payload::text from tiepdan.journal where case_id = \(caseID) and seq = 2", as: String.self)
            }
            #expect(
                !payload.contains("Nhầm") && !payload.contains("Đúng") && !payload.contains("0331700"), "ids and seals only: \(payload)")
            #expect(try await world.findings() == [])
        }
    }

    @Test func theDayOfArrivalMovesTheClocksThatRun() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.register(world.draft(receivedOn: Day(2026, 11, 19)))
            let before = try await world.running(registered.caseID)
            #expect(before["TCD-4"] == Day(2026, 12, 4))
            _ = try await correct(world, registered.caseID, ["received_on": .text("2026-11-16")])
            let after = try await world.running(registered.caseID)
            #expect(after["TCD-4"] == Day(2026, 12, 1) && after["ALARM-45"] == Day(2026, 12, 31))
            let view = try await world.casework.petitions.petition(registered.petition, by: world.actor("hdnd.clerk"))
            #expect(view.receivedOn == Day(2026, 11, 16) && view.nextDue == Day(2026, 12, 1))
            let file = try await world.casework.cases.caseFile(registered.caseID, by: world.actor("hdnd.clerk"))
            #expect(file.clocks.first { $0.rule == "TCD-4" }?.startOn == Day(2026, 11, 16))
            // What was met stays as it was met.
            world.clock.set(Day(2026, 11, 20))
            _ = try await world.step(
                registered.caseID, "classify",
                ["kind": .text("complaint"), "eligibility": .text("eligible"), "jurisdiction": .text("not_competent")], by: "hdnd.officer")
            _ = try await world.step(registered.caseID, "refer", world.referFacts(to: "snnmt"), by: "hdnd.officer")
            _ = try await correct(world, registered.caseID, ["received_on": .text("2026-11-17")])
            let met = try await world.casework.cases.caseFile(registered.caseID, by: world.actor("hdnd.clerk"))
            #expect(met.clocks.first { $0.rule == "TCD-4" }?.due == Day(2026, 12, 1))
            #expect(try await world.findings() == [])
        }
    }

    @Test func whatCannotBeCorrectedIsRefusedByItsField() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.register(world.draft(receivedOn: Day(2026, 11, 18)))
            let secret = try await world.register(world.draft(.denunciation))
            let sent = try await world.referred()
            let accepted = try await world.step(sent.caseID, "accept", by: "snnmt.officer")
            let theirs = try #require(accepted.created["case"])
            func refusal(_ caseID: Int64, _ facts: [String: FactInput], by name: String = "hdnd.clerk") async throws -> [String] {
                let error = try await problem { try await correct(world, caseID, facts, by: name) }?.errors.first
                return [error?.field ?? "", error?.code ?? ""]
            }
            #expect(try await refusal(registered.caseID, [:]) == ["reason", "nothing_to_correct"])
            #expect(try await refusal(registered.caseID, ["full_name": .text("Nguyễn Văn An")]) == ["full_name", "unchanged"])
            #expect(try await refusal(registered.caseID, ["received_on": .text("2025-12-30")]) == ["received_on", "book_year_changes"])
            #expect(try await refusal(registered.caseID, ["people": .number(0)]) == ["people", "out_of_range"])
            #expect(try await refusal(secret.caseID, ["full_name": .text("Người thật")]) == ["full_name", "denouncer_not_stored"])
            #expect(
                try await refusal(theirs, ["petition_title": .text("Khác")], by: "snnmt.clerk") == [
                    "petition_title", "letter_of_other_office",
                ])
            _ = try await world.step(
                registered.caseID, "classify",
                ["kind": .text("feedback"), "eligibility": .text("eligible"), "jurisdiction": .text("not_competent")],
                on: Day(2026, 11, 18), by: "hdnd.officer")
            #expect(try await refusal(registered.caseID, ["received_on": .text("2026-11-19")]) == ["received_on", "after_next_step"])
            let gist = try await correct(world, secret.caseID, ["petition_body": .text("Thu tiền không có biên lai.")])
            #expect(gist.sequence == 2, "the gist of a denunciation may be put right")
            let people = try await world.count(
                "select count(*)::int from tiepdan.party y join tiepdan.petition p on p.id = y.petition and p.reference_only")
            #expect(people == 0)
        }
    }
}
