import Testing

@testable import Law

@Suite struct TaskProcedure {
    private let assignment: [String: FactValue] = [
        "assignee": .id(7), "task_kind": .text("verify"), "title": .text("Xác minh thửa 214"), "content": .text("Xác minh nguồn gốc đất"),
        "due_on": .date(Day(2026, 12, 4)),
    ]
    private let reported: [String: FactValue] = ["result": .text("done"), "summary": .text("đã xác minh")]
    private let paper: [String: FactValue] = ["document_number": .text("9/CV"), "document_date": .date(thursday)]

    private func given() throws -> Walk {
        var walk = try Walk("task", CaseFacts(office: .department))
        try walk.go("give", as: .officer, .sender, assignment)
        return walk
    }

    @Test func `given, acknowledged, given more days, reported, returned for more, reported again, accepted`() throws {
        var walk = try given()
        #expect(walk.state == "given" && walk.due("TASK-ACK") == "2026-11-25" && walk.due("TASK-DUE") == "2026-12-04")
        #expect(walk.refusal("acknowledge", as: .clerk, .sender) == "not_permitted", "nobody but the assignee")
        try walk.go("acknowledge", on: Day(2026, 11, 20), as: .clerk, .owner)
        #expect(walk.running == ["TASK-DUE"])
        try walk.go("start", on: Day(2026, 11, 23), as: .officer, .owner)
        let more: [String: FactValue] = ["due_on": .date(Day(2026, 12, 14))]
        #expect(walk.refusal("grant_extension", on: Day(2026, 12, 1), .sender, more) == "extension_asked")
        let asked: [String: FactValue] = ["asked_until": .date(Day(2026, 12, 18)), "reason": .text("chờ bản đồ")]
        #expect(walk.refusal("request_extension", on: Day(2026, 12, 1), .sender, asked) == "not_permitted")
        try walk.go("request_extension", on: Day(2026, 12, 1), .owner, asked)
        #expect(walk.due("TASK-EXT") == "2026-12-04")
        #expect(walk.refusal("grant_extension", on: Day(2026, 12, 2), .owner, more) == "not_permitted", "nobody grants it to himself")
        try walk.go("grant_extension", on: Day(2026, 12, 2), as: .officer, .sender, more)
        #expect(walk.running == ["TASK-DUE"] && walk.due("TASK-DUE") == "2026-12-14")
        #expect(walk.clocks.filter { $0.rule == "TASK-DUE" }.map(\.state) == [.lapsed, .running])
        let no: [String: FactValue] = ["reason": .text("không")]
        #expect(walk.refusal("refuse_extension", on: Day(2026, 12, 3), .sender, no) == "extension_asked", "answered")

        try walk.go("report", on: Day(2026, 12, 14), as: .officer, .owner, reported)
        #expect(walk.state == "reported" && walk.running == ["TASK-REVIEW"] && walk.clock("TASK-DUE") == .met)
        let back: [String: FactValue] = ["reason": .text("thiếu bản đồ"), "due_on": .date(Day(2026, 12, 23))]
        #expect(walk.refusal("return_for_more", on: Day(2026, 12, 16), .owner, back) == "not_permitted")
        try walk.go("return_for_more", on: Day(2026, 12, 16), .sender, back)
        #expect(walk.state == "returned_for_more" && walk.running == ["TASK-DUE"] && walk.due("TASK-DUE") == "2026-12-23")
        #expect(walk.refusal("report", on: Day(2026, 12, 24), .owner, reported) == "flag_reason_missing")
        let step = try walk.go("report", on: Day(2026, 12, 24), .owner, late(reported))
        #expect(step.breaches.map(\.flag) == [.inTime] && walk.clock("TASK-DUE") == .breached)
        #expect(walk.refusal("accept_report", on: Day(2026, 12, 25), .owner) == "not_permitted", "nobody accepts his own report")
        try walk.go("accept_report", on: Day(2026, 12, 25), as: .officer, .sender)
        #expect(walk.state == "accepted" && walk.running.isEmpty)
    }

    @Test func `what stays within one office needs no word that it arrived`() throws {
        var facts = CaseFacts(office: .communeCommittee)
        facts.recipientIsSelf = true
        var walk = try Walk("task", facts)
        var named = assignment
        named["unit"] = .integer(3)
        named["handler"] = .id(9)
        try walk.go("give", as: .leader, .sender, named)
        #expect(walk.running == ["TASK-DUE"] && walk.due("TASK-DUE") == "2026-12-04")
        try walk.go("report", on: Day(2026, 12, 2), as: .officer, .owner, reported)
        #expect(walk.running == ["TASK-REVIEW"] && walk.clock("TASK-DUE") == .met)
    }

    @Test func `it is declined before it is begun, and recalled until it is accepted`() throws {
        let reason: [String: FactValue] = ["reason": .text("không thuộc chức năng")]
        var walk = try given()
        #expect(walk.refusal("decline", as: .clerk, .owner, reason) == "not_permitted" && walk.refusal("decline", .owner) == "fact_missing")
        var declined = walk
        try declined.go("decline", .owner, reason)
        #expect(declined.state == "declined" && declined.running.isEmpty && declined.clock("TASK-DUE") == .lapsed)
        try walk.go("start", as: .officer, .owner)
        #expect(walk.refusal("decline", .owner, reason) == "not_allowed_in_state")
        try walk.go("report", on: Day(2026, 11, 20), .owner, reported)
        #expect(walk.refusal("recall", on: Day(2026, 11, 20), .owner, reason) == "not_permitted")
        var recalled = walk
        try recalled.go("recall", on: Day(2026, 11, 20), as: .system, .none, reason)
        #expect(recalled.state == "recalled" && recalled.running.isEmpty)
        try walk.go("accept_report", on: Day(2026, 11, 20), .sender)
        #expect(walk.refusal("recall", on: Day(2026, 11, 23), .sender, reason) == "not_allowed_in_state")
    }

    @Test func `a reminder sets another date and forgets nothing`() throws {
        var walk = try given()
        try walk.go("urge", on: Day(2026, 12, 7), .sender, letter.merging(["answer_by": .date(Day(2026, 12, 11))]) { $1 })
        #expect(walk.due("TASK-DUE") == "2026-12-04" && walk.due("TASK-URGED") == "2026-12-11" && walk.state == "given")
        try walk.go("urge", on: Day(2026, 12, 14), .sender, letter)
        #expect(walk.running == ["TASK-ACK", "TASK-DUE"], "a reminder without a day sets none")
        try walk.go("report", on: Day(2026, 12, 15), .owner, late(reported))
        #expect(walk.running == ["TASK-REVIEW"] && walk.clock("TASK-DUE") == .breached)
    }

    @Test func `what comes on paper is written down by the giver, and lateness is not his`() throws {
        var walk = try given()
        let answer = paper.merging(reported) { $1 }
        #expect(walk.refusal("record_report", on: Day(2026, 12, 8), as: .clerk, .sender, answer) == "recipient_on_paper")
        walk.facts.recipientOnPaper = true
        #expect(walk.refusal("record_report", on: Day(2026, 12, 8), as: .clerk, .owner, answer) == "not_permitted")
        try walk.go("record_acknowledged", on: Day(2026, 11, 23), as: .clerk, .sender, paper)
        try walk.go(
            "record_extension_request", on: Day(2026, 11, 24), as: .clerk, .sender,
            paper.merging(["asked_until": .date(Day(2026, 12, 10))]) { $1 })
        #expect(walk.running == ["TASK-DUE", "TASK-EXT"])
        try walk.go("refuse_extension", on: Day(2026, 11, 25), as: .officer, .sender, ["reason": .text("gấp")])
        try walk.go("record_report", on: Day(2026, 12, 8), as: .clerk, .sender, answer)
        #expect(walk.state == "reported" && walk.clock("TASK-DUE") == .breached)
    }

    @Test func `a leader's note at the assignee warns and makes nobody late`() throws {
        var walk = try given()
        let note: [String: FactValue] = [
            "direction_text": .text("Phòng Đất đai làm gấp"), "leader_name": .text("Giám đốc"), "given_on": .date(thursday),
        ]
        #expect(walk.refusal("direct", .sender, note) == "not_permitted", "the giver does not divide the assignee's work")
        try walk.go("direct", as: .clerk, .owner, note.merging(["due_on": .date(Day(2026, 11, 25))]) { $1 })
        #expect(walk.due("DIRECT") == "2026-11-25" && walk.due("TASK-DUE") == "2026-12-04")
        try walk.go("direct", on: Day(2026, 11, 20), .owner, note)
        #expect(walk.due("DIRECT") == "2026-11-25")
        #expect(walk.refusal("report", on: Day(2026, 11, 30), .owner, reported) == nil, "late for the note alone")
    }

    @Test func `who has a task in a case moves nothing there`() throws {
        for version in try Shipped.book.get().versions {
            #expect(!version.rows.contains { $0.relation == .tasked }, "\(version.id)")
        }
    }
}
