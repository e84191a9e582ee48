import Casework
import Law
import TestSupport
import Testing

/// The office's own warnings on the page of a petition: nobody is late by them.
@Suite struct WebAlarmTests {
    /// The summary line of the warning on the petition's page, seen on a day.
    private func alarm(_ world: TestWorld, _ entry: RegisteredPetition, on day: Day) async throws -> String {
        world.clock.set(day)
        let view = try await world.casework.cases.caseFile(entry.caseID, by: world.actor("snnmt.clerk"))
        let clock = try #require(view.clocks.first { $0.rule == "KN-1-ALARM" })
        #expect(clock.ends == "alarm" && clock.daysLate == 0)
        let browser = try await Browser.signedIn(world, as: "snnmt.clerk")
        let page = try await browser.get("/don/\(entry.petition)")
        let summaries = page.text.components(between: "<details class=\"clock\"><summary>", and: "</summary>")
        return try #require(summaries.first { $0.contains(clock.title + ":") })
    }

    @Test func `a warning is called one, before its day, after it and when it has ended`() async throws {
        try await TestWorld.lease { world in
            var draft = PetitionDraft(
                channel: .desk, receivedOn: Day(2026, 11, 19), kind: .complaint, title: "Khiếu nại quyết định thu hồi đất",
                body: "Kính gửi quý cơ quan.")
            draft.jurisdiction = .competent
            draft.petitioners = [PersonDraft(fullName: "Nguyễn Văn An")]
            let entry = try await world.casework.petitions.register(draft, key: nil, by: world.actor("snnmt.clerk"))
            // Ten days end on Sunday 29/11.
            let before = try await alarm(world, entry, on: Day(2026, 11, 30))
            #expect(before.contains("cảnh báo nội bộ") && before.contains("30/11/2026"))
            let after = try await alarm(world, entry, on: Day(2026, 12, 1))
            #expect(after.contains("đã quá mốc cảnh báo") && !after.contains("quá hạn"))

            let proposed = try await world.casework.cases.step(
                entry.caseID, EventDraft(event: "propose_accept", facts: nil, expectedSequence: entry.sequence), key: nil,
                by: world.actor("snnmt.officer"))
            _ = try await world.casework.cases.step(
                entry.caseID, EventDraft(event: "accept", facts: nil, expectedSequence: proposed.sequence), key: nil,
                by: world.actor("snnmt.leader"))
            let ended = try await alarm(world, entry, on: Day(2026, 12, 1))
            #expect(ended.contains("đã dừng") && !ended.contains("quá hạn"))
        }
    }
}
