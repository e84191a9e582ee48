import Testing

@testable import Law

/// Who does what with the work itself, and what stands in the way of striking a number out.
@Suite struct DeskRolesTests {
    @Test func `a clerk to whom work is given takes it, gives it back and hands it over, in every procedure`() throws {
        var seen = 0
        for version in try Shipped.book.get().versions where version.rowsByEvent["direct"] != nil {
            for event in ["take_work", "return_work", "hand_over_work"] {
                let rows = try #require(version.rowsByEvent[event], "\(version.id) \(event)")
                for role in [Role.clerk, .officer, .leader] {
                    #expect(
                        rows.allSatisfy { $0.permissions.contains { $0.roles.contains(role) && $0.relations.contains(.owner) } },
                        "\(version.id) \(event) \(role)")
                }
            }
            seen += 1
        }
        #expect(seen > 9, "petitions and tasks")
        var walk = try Walk("forwarding", CaseFacts(office: .peopleCouncil, kind: .feedback, receivedOn: thursday))
        try walk.go("register", as: .clerk)
        try walk.go("take_work", as: .clerk)
        try walk.go("return_work", as: .clerk, .owner, ["reason": .text("Không đúng người")])
        try walk.go("hand_over_work", as: .clerk, .owner, ["handler": .id(4)])
        #expect(walk.state == "received")
    }

    @Test func `a number is not struck out while another office has a task in the case`() throws {
        let reason: [String: FactValue] = ["reason": .text("Ghi nhầm")]
        let petitions: Set = ["complaint", "denunciation", "feedback", "forwarding", "voter-petition"]
        for version in try Shipped.book.get().versions where petitions.contains(version.procedure) {
            let rows = try #require(version.rowsByEvent["void"], "\(version.id)")
            #expect(rows.allSatisfy { $0.blocks.contains(.noOpenTask) }, "\(version.id)")
        }
        var walk = try Walk("complaint", CaseFacts(office: .department, kind: .complaint, eligibility: .eligible, receivedOn: thursday))
        try walk.go("register", as: .clerk)
        walk.facts.openTask = true
        #expect(walk.refusal("void", .owner, reason) == "no_open_task")
        walk.facts.openTask = false
        try walk.go("void", .owner, reason)
        #expect(walk.state == "voided")
    }
}
