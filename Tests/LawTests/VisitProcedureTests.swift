import Testing

@testable import Law

@Suite struct VisitProcedure {
    private func arrived(_ change: (inout CaseFacts) -> Void = { _ in }) throws -> Walk {
        var facts = CaseFacts(office: .receptionBoard, identified: false)
        change(&facts)
        var walk = try Walk("visit", facts)
        try walk.go("register_visit", as: .clerk)
        return walk
    }

    @Test func yieldsPetitions() throws {
        var walk = try arrived()
        #expect(walk.refusal("record_petition", as: .clerk) == "flag_reason_missing")
        try walk.go("identify", as: .clerk, .owner, ["capacity": .text("lawyer")])
        walk.facts.identified = true
        try walk.go("record_petition", as: .clerk)
        try walk.go("record_petition", as: .clerk)
        try walk.go("finish", as: .clerk)
        #expect(walk.state == "done")
    }

    @Test func whoDenouncesIsEnteredAnewAndAMistakeIsVoid() throws {
        var walk = try arrived { $0.identified = true }
        try walk.go("enter_as_denunciation", as: .clerk)
        #expect(walk.state == "arrived", "he goes on to be received")
        try walk.go("left", as: .clerk)
        try walk.go("enter_as_denunciation", as: .system, .none)
        #expect(walk.state == "done", "also when it turns out afterwards")
        walk.facts.kind = .denunciation
        #expect(walk.refusal("enter_as_denunciation", as: .officer) == "not_kind_denunciation")
        let reason: [String: FactValue] = ["reason": .text("ghi nhầm")]
        #expect(walk.refusal("void", as: .officer, .owner, reason) == "not_permitted")
        walk.facts.hasPetitions = true
        #expect(walk.refusal("void", as: .leader, .owner, reason) == "no_petitions")
        walk.facts.hasPetitions = false
        walk.facts.letterIssued = true
        #expect(walk.refusal("void", as: .leader, .owner, reason) == "nothing_issued")
        walk.facts.letterIssued = false
        try walk.go("void", as: .leader, .owner, reason)
        #expect(walk.state == "voided" && walk.running.isEmpty)
        #expect(walk.refusal("enter_as_denunciation", as: .clerk) == "not_allowed_in_state")
    }

    @Test func denouncerIsNotAskedForHisName() throws {
        #expect(try arrived { $0.kind = .denunciation }.refusal("record_petition", as: .clerk) == nil)
    }

    @Test(arguments: [
        ("explain_again", ["summary": FactValue.text("đã giải quyết")]), ("guide_with_papers_back", ["competent_body": .text("Sở")]),
        ("show_to_other_body", [:]), ("answer_status", ["summary": .text("đang xác minh")]),
        ("give_appointment", ["appointment_on": .date(Day(2026, 12, 1))]),
    ]) func outcomesWithoutPetition(_ event: String, _ facts: [String: FactValue]) throws {
        var walk = try arrived { $0.identified = true }
        try walk.go(event, as: .clerk, .owner, facts)
        try walk.go("finish", as: .clerk)
        #expect(walk.state == "done")
    }

    @Test func aBodyBelowIsToldToSettle() throws {
        var walk = try arrived { $0.identified = true }
        let request = letter.merging(["competent_body": .text("UBND phường Phố Hiến")]) { $1 }
        #expect(walk.refusal("require_subordinate", as: .clerk, .owner, request) == "not_permitted")
        let step = try walk.go("require_subordinate", as: .officer, .owner, request)
        #expect(step.documents == ["subordinate_request"] && walk.state == "handled")
    }

    @Test func leavingEndsTheVisit() throws {
        var walk = try arrived()
        try walk.go("left", as: .clerk)
        #expect(walk.state == "done")
    }

    @Test(arguments: ["R1", "R2", "Ra", "Rb", "Rc", "Rd", "Rdd", "Re", "Rg", "Rk"]) func refusedOnTheSpotWithoutIdentity(_ ground: String)
        throws
    {
        var walk = try arrived()
        try walk.go("refuse_oral", as: .clerk, .owner, ["ground": .text(ground), "reason": .text("đã giải thích")])
        #expect(walk.state == "refused" && walk.running.isEmpty)
    }

    @Test func courtRulingIsCited() throws {
        let walk = try arrived()
        var facts: [String: FactValue] = ["ground": .text("Ri"), "reason": .text("đã có bản án")]
        #expect(walk.refusal("refuse_oral", as: .clerk, .owner, facts) == "court_reply_cited")
        facts["based_on"] = .text("Văn bản 12/TA")
        #expect(walk.refusal("refuse_oral", as: .clerk, .owner, facts) == nil)
        #expect(walk.refusal("refuse_oral", as: .clerk, .owner, ["ground": .text("R3"), "reason": .text("x")]) == "fact_invalid")
    }

    @Test func writtenRefusalNeedsPapersAndTheLeader() throws {
        let r3: [String: FactValue] = ["ground": .text("R3"), "reason": .text("cố tình kéo dài")]
        #expect(try arrived { $0.settlementPapers = true }.refusal("refuse_written", as: .clerk, .owner, r3) == "refusal_papers")
        #expect(try arrived { $0.reviewPapers = true }.refusal("refuse_written", as: .clerk, .owner, r3) == "refusal_papers")
        #expect(try arrived().refusal("refuse_written", as: .clerk, .owner, ["ground": .text("Rh"), "reason": .text("đã trả lời")]) == nil)
        var walk = try arrived {
            $0.settlementPapers = true
            $0.reviewPapers = true
        }
        try walk.go("refuse_written", as: .clerk, .owner, r3)
        #expect(walk.due("TCD-3") == "2026-11-25")
        #expect(walk.refusal("issue_refusal", as: .officer, .owner, document()) == "not_permitted")
        #expect(walk.refusal("issue_refusal", on: Day(2026, 11, 26), .owner, document()) == "flag_reason_missing")
        try walk.go("approve_refusal")
        try walk.go("issue_refusal", on: Day(2026, 11, 25), .owner, document())
        #expect(walk.state == "refused" && walk.running.isEmpty)
    }

    @Test func disapprovedRefusalMeansReception() throws {
        var walk = try arrived()
        try walk.go("refuse_written", as: .clerk, .owner, ["ground": .text("Rh"), "reason": .text("đã trả lời")])
        try walk.go("reject_refusal", .owner, ["reason": .text("có tình tiết mới")])
        #expect(walk.state == "arrived" && walk.running.isEmpty)
    }

    @Test(arguments: [
        (2, 0, false), (2, 1, true), (4, 4, true), (4, 5, false), (5, 1, true), (5, 2, true), (5, 3, false), (10, 2, true), (10, 3, false),
        (11, 5, true), (11, 6, false), (11, 0, false),
    ]) func sizesOfGroups(_ people: Int, _ representatives: Int, _ fits: Bool) throws {
        var walk = try arrived { $0.people = people }
        let facts: [String: FactValue] = ["representatives": .integer(representatives), "appointment_signed": .flag(true)]
        #expect(walk.refusal("appoint_reps", as: .clerk, .owner, facts) == (fits ? nil : "representatives_in_range"))
        guard fits else { return }
        try walk.go("appoint_reps", as: .clerk, .owner, facts)
        walk.facts.identified = true
        #expect(walk.refusal("record_petition", as: .clerk) == nil)
    }

    @Test(arguments: [
        (1, 0, true), (1, 1, false), (2, 0, true), (2, 2, true), (2, 3, false), (4, 4, true), (4, 5, false), (5, 0, true), (5, 2, true),
        (5, 3, false), (10, 2, true), (10, 3, false), (11, 0, true), (11, 5, true), (11, 6, false), (400, -1, false),
    ]) func mostWhoSpeakForAGroupWhenItArrives(_ people: Int, _ representatives: Int, _ fits: Bool) throws {
        let walk = try Walk("visit", CaseFacts(office: .receptionBoard, people: people, representatives: representatives))
        #expect(walk.refusal("register_visit", as: .clerk) == (fits ? nil : "representatives_within_limit"))
    }

    @Test func appointmentMayFollowLater() throws {
        var walk = try arrived {
            $0.people = 6
            $0.identified = true
        }
        #expect(walk.refusal("record_petition", as: .clerk) == "flag_reason_missing")
        let step = try walk.go("record_petition", as: .clerk, .owner, late([:]))
        #expect(step.breaches.map(\.flag) == [.groupRepresented])
        #expect(walk.refusal("appoint_reps", as: .clerk, .owner, ["representatives": .integer(2)]) == "flag_reason_missing")
    }

    // MARK: corrections

    /// What the counter enters of a visit it can set right, in every state but that of a number struck out.
    @Test(arguments: [Day(2014, 7, 1), thursday]) func whatWasWrittenDownIsCorrected(_ day: Day) throws {
        let version = try Shipped.version("visit", on: day)
        let row = try #require(version.rowsByEvent[ProcedureVersion.correct]?.first)
        #expect(Set(row.from) == Set(version.states.map(\.name)).subtracting(["voided"]) && row.to == .same)
        #expect(row.permissions.flatMap(\.roles) == [.clerk, .officer, .leader] && row.permissions.flatMap(\.relations) == [.owner])
        #expect(row.blocks == [.representativesWithinLimit])
        let person: Set = [
            "full_name", "person_kind", "gender", "birth_year", "id_kind", "id_number", "id_issued_on", "id_issued_by", "no_id_reason",
            "phone", "commune", "address", "old_address", "ethnic_code", "nationality", "occupation", "job_title", "workplace",
            "mandate_kind", "mandate_number", "mandate_date",
        ]
        let visit: Set = [
            "received_on", "session", "visit_summary", "visit_request", "people", "representatives", "filer_kind", "appointment_signed",
            "reps_appointed_on", "repeated", "wants_reply", "prior_bodies", "settlement_papers", "review_papers", "matter",
            "sheet_number", "body",
        ]
        let takes = Set(row.takes.map(\.name))
        #expect(takes.filter { !$0.hasPrefix("clear_") } == person.union(visit).union(["reason", "person_position"]))
        // Of a person nothing stands in the journal in clear, nor of what was said: it is text, which is sealed.
        let sealed = person.union(["visit_summary", "visit_request", "prior_bodies", "settlement_papers", "review_papers"])
        #expect(row.takes.filter { sealed.contains($0.name) }.allSatisfy { $0.kind == .text || $0.kind == .longtext })
        for fact in takes where fact.hasPrefix("clear_") { #expect(takes.contains(String(fact.dropFirst(6))), "\(fact)") }
        // Every clock from a day of the visit would have to be counted anew.
        let fromTheVisit = version.clocks.filter { ["received_on", "session_date"].contains($0.from) }.map(\.id)
        #expect(Set(row.clocks.recount) == Set(fromTheVisit))
    }

    @Test func aClockFromTheDayOfTheVisitMustBeRecounted() throws {
        let source = try Shipped.version("visit", on: thursday).source
        let text = source.text.replacing("amount: 3, unit: working_days", with: "amount: 3, unit: working_days, from: received_on")
        #expect(text != source.text)
        let error = #expect(throws: LawMistakes.self) { try Rulebook([ProcedureText(file: source.file, text: text)]) }
        #expect(error?.description.contains("correct corrects 'received_on' and does not recount clock TCD-3") == true)
    }

    @Test func aCorrectionKeepsStateAndTermAndTheLimitOfTheLaw() throws {
        var walk = try arrived {
            $0.people = 6
            $0.representatives = 2
        }
        try walk.go("refuse_written", as: .clerk, .owner, ["ground": .text("Rh"), "reason": .text("đã trả lời")])
        let due = try #require(walk.due("TCD-3"))
        let reason: [String: FactValue] = ["reason": .text("Ghi nhầm")]
        let alone = reason.merging(["people": .integer(1)]) { $1 }
        #expect(walk.refusal("correct", as: .clerk, .owner, alone) == "representatives_within_limit")
        #expect(walk.refusal("correct", as: .recordsClerk, .owner, reason) == "not_permitted")
        #expect(walk.refusal("correct", as: .clerk, .owner, ["people": .integer(7)]) == "fact_missing")
        let changes: [String: FactValue] = ["people": .integer(12), "received_on": .date(Day(2026, 11, 18))]
        try walk.go("correct", on: Day(2026, 11, 20), as: .clerk, .owner, reason.merging(changes) { $1 })
        #expect(walk.state == "refusal_pending" && walk.due("TCD-3") == due && walk.facts.people == 12)
        #expect(walk.last == thursday, "a correction keeps nobody from entering what happened before it")
    }
}
