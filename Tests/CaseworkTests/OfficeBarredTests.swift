import Casework
import Law
import Postgres
import TestSupport
import Testing

/// Offices that merge over a denunciation of one of them: whoever takes over is what the denounced's body was (Luật Tố cáo Đ.12).
@Suite struct OfficeBarredTests {
    /// A denunciation at the council of somebody at the commune of Hồng Nam, which is another's business.
    private func denounced(_ communes: TwoCommunes, file: String) async throws -> RegisteredPetition {
        var draft = communes.world.draft(.denunciation, title: "Tố cáo thu tiền sai")
        draft.paperFileNumber = file
        draft.denouncedBody = try await communes.office(TwoCommunes.hongNam)
        draft.denouncedRank = "head"
        return try await communes.world.classified(draft)
    }

    private func give(_ communes: TwoCommunes, in caseID: Int64) async throws -> GivenTask {
        let draft = TaskDraft(
            kind: .report, title: "Báo cáo tình hình", content: "Báo cáo tình hình thu các khoản trên địa bàn.",
            assignee: try await communes.office(TwoCommunes.quangChau), dueOn: Day(2026, 12, 4))
        return try await communes.world.casework.tasks.give(draft, in: caseID, key: nil, by: communes.world.actor("hdnd.leader"))
    }

    @Test func `one that is on its way to the other or in which it has a task holds the merger up`() async throws {
        try await TestWorld.lease { world in
            let communes = try await TwoCommunes(world)
            let task = try await give(communes, in: denounced(communes, file: "TC-01").caseID)
            let sent = try await denounced(communes, file: "TC-02")
            let other = try await communes.office(TwoCommunes.quangChau)
            let letter: [String: FactInput] = [
                "recipient": .number(other), "letter_number": .text("12/HĐND-TT"), "letter_date": .text(world.clock.today.iso),
            ]
            let step = try await world.step(sent.caseID, "refer", letter, by: "hdnd.leader")
            let referral = try #require(step.created["referralCase"])

            let preview = try await communes.merge(preview: true)
            #expect(preview.barred == [task.caseID, referral])
            let before = try await world.everything()
            let refused = try await problem { try await communes.merge() }
            #expect(refused?.code == "denounced_body")
            let after = try await world.everything()
            #expect(after == before)

            let reason: [String: FactInput] = ["reason": .text("Cơ quan nhận sắp sáp nhập với cơ quan của người bị tố cáo.")]
            _ = try await world.step(task.caseID, "recall", reason, by: "hdnd.leader")
            _ = try await world.step(referral, "recall", reason, by: "hdnd.leader")
            let done = try await communes.merge()
            #expect(done.barred.isEmpty)
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func `what the other had done in one is not read by who took over`() async throws {
        try await TestWorld.lease { world in
            let communes = try await TwoCommunes(world)
            let registered = try await denounced(communes, file: "TC-01")
            let task = try await give(communes, in: registered.caseID)
            try await communes.step(
                task.caseID, "report", ["result": .text("done"), "summary": .text("Đã báo cáo.")], by: "qc.officer")
            _ = try await world.step(task.caseID, "accept_report", by: "hdnd.leader")
            let before = try await world.casework.petitions.petition(registered.petition, by: communes.actor("qc.officer"))
            #expect(before.referenceOnly)
            _ = try await communes.merge()
            let officer = try await communes.actor("qc.officer")
            let letter = try await problem { try await world.casework.petitions.petition(registered.petition, by: officer) }
            #expect(letter?.kind == .missing)
            for id in [registered.caseID, task.caseID] {
                let file = try await problem { try await world.casework.cases.caseFile(id, by: officer) }
                #expect(file?.kind == .missing)
            }
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }
}
