import Casework
import Law
import Postgres
import TestSupport
import Testing

/// What was written down wrongly is set right; nothing is lost, and nothing that must not be kept is.
@Suite struct CorrectionTests {
    private func correct(
        _ world: TestWorld, _ caseID: Int64, _ facts: [String: FactInput], by name: String = "hdnd.clerk"
    ) async throws -> StepView {
        try await world.step(caseID, "correct", facts.merging(["reason": .text("Ghi nhầm")]) { first, _ in first }, by: name)
    }

    private func facts(_ world: TestWorld, _ caseID: Int64, by name: String = "hdnd.clerk") async throws -> [String: String] {
        let journal = try await world.casework.cases.journal(caseID, by: world.actor(name))
        let entry = try #require(journal.last { ["correct", "correction_noted"].contains($0.event) })
        return Dictionary(uniqueKeysWithValues: entry.facts.map { ($0.name, $0.value) })
    }

    @Test func wordsAreCorrectedAndWhatStoodBeforeIsKeptOutsideTheJournal() async throws {
        try await TestWorld.lease { world in
            let clerk = world.actor("hdnd.clerk")
            var draft = world.draft(name: "Nguyễn Văn Nhầm", title: "Đường làng ngập nước")
            draft.petitioners![0].idKind = .citizenID
            draft.petitioners![0].idNumber = "033170001234"
            draft.petitioners![0].phone = "0912345678"
            let registered = try await world.register(draft)
            let step = try await correct(
                world, registered.caseID,
                [
                    "full_name": .text("Nguyễn Văn Đúng"), "id_number": .text("033170004321"), "petition_title": .text("Bãi rác Đồng Đỏ"),
                    "people": .number(3), "clear_phone": .flag(true),
                ])
            #expect(step.state == "received" && step.sequence == 2)
            let view = try await world.casework.petitions.petition(registered.petition, by: clerk)
            #expect(view.title == "Bãi rác Đồng Đỏ" && view.people == 3 && view.number == registered.number)
            #expect(view.parties.map(\.fullName) == ["Nguyễn Văn Đúng"] && view.parties[0].idNumber == "033170004321")
            #expect(view.parties[0].phone == nil)
            for (q, count) in [("bai rac dong do", 1), ("van dung", 1), ("Văn Nhầm", 0)] {
                let page = try await world.casework.petitions.list(PetitionFilter(q: q), by: clerk)
                #expect(page.items.count == count, "\(q)")
            }
            let told = try await facts(world, registered.caseID)
            #expect(told["full_name"] == "Nguyễn Văn Đúng" && told["before.full_name"] == "Nguyễn Văn Nhầm")
            #expect(told["before.petition_title"] == "Đường làng ngập nước" && told["before.people"] == "1" && told["reason"] == "Ghi nhầm")
            #expect(told["before.phone"] == "0912345678")
            let journal = try await world.casework.cases.journal(registered.caseID, by: clerk)
            #expect(journal.flatMap(\.facts).contains { $0.title == "Họ tên người gửi đơn (trước đính chính)" })
            let caseID = registered.caseID
            let payload = try await world.superuser.read { db in
                try db.value("select payload::text from tiepdan.journal where case_id = \(caseID) and seq = 2", as: String.self)
            }
            #expect(
                !payload.contains("Nhầm") && !payload.contains("Đúng") && !payload.contains("0331700"), "ids and seals only: \(payload)")
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    /// An identity that slipped into the gist of a denunciation is nowhere any more once it is set right, not even beside the journal.
    @Test func ofADenunciationNothingStaysButTheSeal() async throws {
        try await TestWorld.lease { world in
            var draft = world.draft(.denunciation)
            draft.body = "Bà Phạm Thị Kín tố cáo việc thu tiền."
            let registered = try await world.register(draft)
            _ = try await correct(world, registered.caseID, ["petition_body": .text("Ông Lê Văn Lộ kể việc thu tiền.")])
            _ = try await correct(world, registered.caseID, ["petition_body": .text("Nêu việc thu tiền không có biên lai.")])
            let everything = try await world.everything()
            #expect(!everything.contains("Phạm Thị Kín") && !everything.contains("Lê Văn Lộ"))
            let caseID = registered.caseID
            let sealed = try await world.count(
                "select count(*)::int from tiepdan.journal where case_id = \(caseID) and payload -> 'sealed' ? 'before.petition_body'")
            #expect(sealed == 2)
            let told = try await facts(world, registered.caseID)
            #expect(told["before.petition_body"] == "(không lưu)" && told["petition_body"] == "(không lưu)" && told["reason"] == "Ghi nhầm")
            let named = try await problem { try await correct(world, registered.caseID, ["full_name": .text("Người thật")]) }
            #expect(named?.errors.map(\.code) == ["denouncer_not_stored"])
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
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    /// While another office settles it, that office reads of the correction; its own days stay.
    @Test func theOfficeThatSettlesReadsOfTheCorrection() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.referred(world.draft(.complaint, name: "Trần Văn Sai"))
            let accepted = try await world.step(sent.caseID, "accept", by: "snnmt.officer")
            let theirs = try #require(accepted.created["case"])
            let days = try await world.running(theirs)
            world.clock.set(Day(2026, 11, 20))
            _ = try await correct(
                world, sent.petition.caseID, ["full_name": .text("Trần Văn Sửa"), "received_on": .text("2026-11-18")])
            let told = try await facts(world, theirs, by: "snnmt.officer")
            #expect(told == ["corrected": "Ngày nhận đơn; Họ tên người gửi đơn"])
            let now = try await world.running(theirs)
            #expect(now == days, "they count from their own receipt")
            let read = try await world.casework.petitions.petition(sent.petition.petition, by: world.actor("snnmt.officer"))
            #expect(read.parties.map(\.fullName) == ["Trần Văn Sửa"])
            let met = try await world.casework.cases.caseFile(sent.petition.caseID, by: world.actor("hdnd.clerk"))
            #expect(met.clocks.first { $0.rule == "TCD-4" }?.due == Day(2026, 12, 4), "what was met stays as it was met")
            // It is not theirs to correct.
            let refused = try await problem { try await correct(world, theirs, ["full_name": .text("Khác")], by: "snnmt.clerk") }
            #expect(refused?.code == "guard_failed" && refused?.errors.first?.field == "entered_here")
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func whatCannotBeCorrectedIsRefusedByItsField() async throws {
        try await TestWorld.lease { world in
            var draft = world.draft(receivedOn: Day(2026, 11, 18))
            draft.petitioners![0].idKind = .citizenID
            let registered = try await world.register(draft)
            let nobody = try await world.register(
                {
                    var draft = world.draft()
                    draft.petitioners = []
                    draft.filerKind = "anonymous"
                    return draft
                }())
            func refusal(_ caseID: Int64, _ facts: [String: FactInput]) async throws -> [String] {
                let error = try await problem { try await correct(world, caseID, facts) }?.errors.first
                return [error?.field ?? "", error?.code ?? ""]
            }
            let wrong: [(facts: [String: FactInput], field: String, code: String)] = [
                ([:], "reason", "nothing_to_correct"), (["full_name": .text("Nguyễn Văn An")], "full_name", "unchanged"),
                (["received_on": .text("2025-12-30")], "received_on", "book_year_changes"),
                (["people": .number(0)], "people", "out_of_range"), (["id_number": .text("12")], "id_number", "invalid_id_number"),
                (["petition_title": .text(String(repeating: "x", count: 301))], "petition_title", "too_long"),
                (["phone": .text(String(repeating: "0", count: 31))], "phone", "too_long"),
                (["clear_phone": .flag(true)], "phone", "unchanged"),
                (["phone": .text("0912"), "clear_phone": .flag(true)], "clear_phone", "set_and_cleared"),
                (["written_on": .text("2026-11-19")], "written_on", "after_receipt"),
            ]
            for (facts, field, code) in wrong {
                let told = try await refusal(registered.caseID, facts)
                #expect(told == [field, code])
            }
            let unnamed = try await refusal(nobody.caseID, ["full_name": .text("Ai đó")])
            #expect(unnamed == ["full_name", "nobody_named"])
            // What the program notes and earlier corrections are no steps.
            _ = try await correct(world, registered.caseID, ["people": .number(2)])
            _ = try await correct(world, registered.caseID, ["received_on": .text("2026-11-19")])
            _ = try await world.step(
                registered.caseID, "classify",
                ["kind": .text("feedback"), "eligibility": .text("eligible"), "jurisdiction": .text("not_competent")], by: "hdnd.officer")
            world.clock.set(Day(2026, 11, 20))
            let late = try await refusal(registered.caseID, ["received_on": .text("2026-11-20")])
            #expect(late == ["received_on", "after_next_step"])
        }
    }

    /// Each office puts its own entry where it belongs, the visit at which it was taken down with it; the other's stays.
    @Test func aPetitionMovesToTheMatterItIsAbout() async throws {
        try await TestWorld.lease { world in
            func petitions(_ matter: Int64, by name: String = "hdnd.officer") async throws -> [Int64] {
                try await world.casework.matters.matter(matter, by: world.actor(name)).petitions.map(\.petition)
            }
            func move(_ caseID: Int64, to matter: Int64?, by name: String = "hdnd.officer") async throws -> StepView {
                try await world.step(caseID, "move_matter", matter.map { ["matter": FactInput.number($0)] } ?? [:], by: name)
            }
            let first = try await world.register(world.draft(title: "Ruộng Đồng Sen"))
            var again = world.draft(title: "Ruộng Đồng Sen, lần hai")
            again.matter = first.matter
            let second = try await world.register(again)
            let other = try await world.register(world.draft(title: "Bãi rác"))

            _ = try await move(second.caseID, to: other.matter)
            let (left, joined) = (try await petitions(first.matter), try await petitions(other.matter))
            #expect(left == [first.petition] && Set(joined) == [other.petition, second.petition])
            let alone = try await move(second.caseID, to: nil)
            let own = try #require(alone.created["matter"])
            let view = try await world.casework.matters.matter(own, by: world.actor("hdnd.officer"))
            #expect(view.matter.title == "Ruộng Đồng Sen, lần hai" && view.petitions.map(\.petition) == [second.petition])

            let codes = [
                try await problem { try await move(second.caseID, to: own) }, try await problem { try await move(second.caseID, to: nil) },
                try await problem { try await move(second.caseID, to: 424_242) },
            ].map { $0?.errors.first?.code }
            #expect(codes == ["unchanged", "unchanged", "unknown_matter"])
            let secret = try await world.register(world.draft(.denunciation))
            let mixed = try await problem { try await move(secret.caseID, to: first.matter) }
            #expect(mixed?.errors.map(\.code) == ["denouncer_not_stored"])

            let sent = try await world.referred()
            let accepted = try await world.step(sent.caseID, "accept", by: "snnmt.officer")
            let joint = try await world.register(
                {
                    var draft = world.draft(title: "Khác")
                    draft.jurisdiction = .competent
                    return draft
                }(), by: "snnmt.clerk")
            _ = try await move(try #require(accepted.created["case"]), to: joint.matter, by: "snnmt.officer")
            let (there, here) = (try await petitions(joint.matter, by: "snnmt.officer"), try await petitions(sent.petition.matter))
            #expect(Set(there) == [sent.petition.petition, joint.petition])
            #expect(here == [sent.petition.petition], "the sender's entry stays where it was")
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    /// The days that run are those of the case that went on: a correction of the one that was handed over would leave them wrong.
    @Test func `the newest case of an entry takes the correction, its clocks move`() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.register(world.draft(.complaint), by: "snnmt.clerk")
            _ = try await world.step(
                registered.caseID, "classify",
                ["kind": .text("complaint"), "eligibility": .text("eligible"), "jurisdiction": .text("competent")], by: "snnmt.officer")
            let handed = try await world.step(registered.caseID, "hand_over", by: "snnmt.officer")
            let newest = try #require(handed.created["case"])
            let before = try await world.running(newest)
            let day: [String: FactInput] = ["received_on": .text("2026-11-16")]
            let refused = try await problem { try await correct(world, registered.caseID, day, by: "snnmt.clerk") }
            #expect(refused?.errors.map(\.code) == ["newer_case"])
            let entry = try await world.casework.cases.standingEntry(registered.caseID, by: world.actor("snnmt.clerk"))
            let stand = try await world.stand(of: newest)
            #expect(entry.caseID == newest && entry.sequence == stand.seq && entry.receivedOn == Day(2026, 11, 19))
            _ = try await correct(world, newest, day, by: "snnmt.clerk")
            let after = try await world.running(newest)
            let moved = before.filter { (after[$0.key] ?? $0.value) < $0.value }
            #expect(!moved.isEmpty && before.keys.sorted() == after.keys.sorted())
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }
}
