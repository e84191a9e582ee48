import Casework
import Law
import Postgres
import TestSupport
import Testing

/// How an office divides its work: who may take it, what of it another office sees, and what a task at another office holds up.
@Suite struct InnerWorkTests {
    private func complaint(_ world: TestWorld) async throws -> RegisteredPetition {
        var draft = world.draft(.complaint)
        draft.jurisdiction = .competent
        return try await world.register(draft, by: "ubnd.clerk")
    }

    private func give(_ world: TestWorld, in caseID: Int64) async throws -> GivenTask {
        let draft = TaskDraft(
            kind: .verify, title: "Xác minh thửa 214", content: "Xác minh nguồn gốc đất.", assignee: world.office("snnmt"),
            dueOn: Day(2026, 12, 4), letterNumber: "7/UBND-NC", letterDate: Day(2026, 11, 19))
        return try await world.casework.tasks.give(draft, in: caseID, key: nil, by: world.actor("ubnd.leader"))
    }

    private func note(to handler: OfficerActor, due: Day? = nil) -> DirectionDraft {
        var note = DirectionDraft(leaderName: "Lãnh đạo", givenOn: Day(2026, 11, 19), text: "Giao xử lý.")
        note.handler = handler.id
        note.dueOn = due
        return note
    }

    @Test func `a petition is not voided while another office has a task in it, nor after its letter is out`() async throws {
        try await TestWorld.lease { world in
            let entered = try await complaint(world)
            func obstacles() async throws -> [String] {
                let view = try await world.casework.cases.caseFile(entered.caseID, by: world.actor("ubnd.leader"))
                return try #require(view.allowed.first { $0.event == "void" }).blockedBy
            }
            #expect(try await obstacles().isEmpty)
            let task = try await give(world, in: entered.caseID)
            #expect(try await obstacles() == [Guard.nothingIssued.title, Guard.noOpenTask.title])
            let reason: [String: FactInput] = ["reason": .text("Vào sổ hai lần")]
            let refused = try await problem { try await world.step(entered.caseID, "void", reason, by: "ubnd.leader") }
            #expect(refused?.errors.first?.field == "nothing_issued")
            _ = try await world.step(task.caseID, "recall", ["reason": .text("Giao nhầm")], by: "ubnd.leader")
            #expect(try await obstacles() == [Guard.nothingIssued.title], "the letter of the task went out")
        }
    }

    @Test func `a clerk takes, returns and hands over what was given to him`() async throws {
        try await TestWorld.lease { world in
            let clerk = world.officer("hdnd.clerk")
            let (desk, cases) = (world.casework.work, world.casework.cases)
            let first = try await world.given(to: clerk, title: "Việc thứ nhất")
            let second = try await world.given(to: clerk, title: "Việc thứ hai")
            let offered = try await cases.caseFile(first, by: .officer(clerk)).allowed.map(\.event)
            #expect(Set(["take_work", "return_work", "hand_over_work"]).isSubset(of: offered))
            try await world.act(first, "take_work", by: clerk)
            let mine = try await desk.list(.mine, by: .officer(clerk)).items
            #expect(mine.first { $0.caseID == first }?.takenOn == Day(2026, 11, 19))
            try await world.act(second, "return_work", ["reason": .text("Không đúng người")], by: clerk)
            #expect(try await world.handler(of: second) == nil)
            let over = HandOverDraft(from: clerk.id, to: world.officer("hdnd.officer").id, expected: 1)
            #expect(try await desk.handOver(over, key: nil, by: .officer(clerk)).cases == 1)
            let another = HandOverDraft(from: world.officer("hdnd.officer").id, to: clerk.id)
            let stranger = try await problem { try await desk.handOver(another, key: nil, by: .officer(clerk)) }
            #expect(stranger?.kind == .forbidden, "his own alone")

            let task = try await give(world, in: try await complaint(world).caseID)
            _ = try await cases.addDirection(
                task.caseID, note(to: world.officer("snnmt.clerk")), key: nil, by: world.actor("snnmt.leader"))
            try await world.act(task.caseID, "take_work", by: world.officer("snnmt.clerk"))
            #expect(try await world.findings() == [])
        }
    }

    @Test func `neither side of a task sees to whom the other gave the work, nor until when`() async throws {
        try await TestWorld.lease { world in
            let cases = world.casework.cases
            let entered = try await complaint(world)
            let (handler, due) = (world.officer("ubnd.officer"), Day(2026, 11, 25))
            _ = try await world.step(entered.caseID, "assign", ["handler": .number(handler.id)], by: "ubnd.leader")
            _ = try await cases.addDirection(entered.caseID, note(to: handler, due: due), key: nil, by: world.actor("ubnd.leader"))
            let task = try await give(world, in: entered.caseID)
            let theirs = note(to: world.officer("snnmt.officer"), due: due)
            _ = try await cases.addDirection(task.caseID, theirs, key: nil, by: world.actor("snnmt.leader"))
            for (id, own, other) in [
                (entered.caseID, world.actor("ubnd.leader"), world.actor("snnmt.officer")),
                (task.caseID, world.actor("snnmt.leader"), world.actor("ubnd.leader")),
            ] {
                let inside = try await cases.caseFile(id, by: own)
                let outside = try await cases.caseFile(id, by: other)
                #expect(inside.clocks.contains { $0.rule == "DIRECT" })
                #expect(outside.clocks.map(\.rule) == inside.clocks.map(\.rule).filter { $0 != "DIRECT" })
                let told = try await cases.clocks(id, by: other).map(\.rule)
                #expect(!told.contains("DIRECT"))
                for entry in outside.journal where ["assign", "direct"].contains(entry.event) {
                    #expect(entry.facts.isEmpty && entry.officerName == nil, "\(entry.event)")
                }
                #expect(inside.journal.contains { $0.event == "direct" && !$0.facts.isEmpty && $0.officerName != nil })
            }
            let assigned = try await cases.journal(entered.caseID, by: world.actor("ubnd.leader")).first { $0.event == "assign" }
            #expect(assigned?.facts.isEmpty == false)
        }
    }

    @Test func `the scan of a note is its office's alone, from the upload on`() async throws {
        try await TestWorld.lease { world in
            let (attachments, cases) = (world.casework.attachments, world.casework.cases)
            let (clerk, tasked) = (world.actor("ubnd.clerk"), world.actor("snnmt.officer"))
            let entered = try await complaint(world)
            let task = try await give(world, in: entered.caseID)
            let scan = try await attachments.upload(
                Scan.stream("%PDF-1.7 but phe"), name: "but-phe.pdf", kind: "direction", to: .caseFile(entered.caseID), by: clerk)
            #expect(scan.kind == "direction")
            func hidden() async throws {
                let file = try await problem { try await attachments.open(scan.id, by: tasked) }
                #expect(file?.kind == .missing)
                #expect(try await cases.caseFile(entered.caseID, by: tasked).attachments.isEmpty)
                #expect(try await cases.caseFile(entered.caseID, by: clerk).attachments.map(\.id) == [scan.id])
            }
            try await hidden()
            var written = note(to: world.officer("ubnd.officer"))
            written.attachment = scan.id
            #expect(try await cases.addDirection(entered.caseID, written, key: nil, by: clerk).attachment == scan.id)
            try await hidden()
            // It is a paper of the office's own case, never of the petition or of another office's case.
            for owner in [AttachmentDesk.Owner.petition(entered.petition), .caseFile(task.caseID)] {
                let wrong = try await problem {
                    try await attachments.upload(Scan.stream("%PDF-1.7"), name: "a.pdf", kind: "direction", to: owner, by: clerk)
                }
                #expect(wrong?.errors.map(\.field) == ["kind"], "\(owner)")
            }
            #expect(try await world.findings() == [])
        }
    }
}
