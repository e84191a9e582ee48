import Testing

@testable import Law

@Suite struct ForwardingProcedure {
    private func classified(
        _ office: OfficeKind, _ kind: PetitionKind, _ jurisdiction: String = "not_competent", _ change: (inout CaseFacts) -> Void = { _ in }
    ) throws -> Walk {
        var facts = CaseFacts(office: office, kind: kind == .denunciation ? .denunciation : nil, channel: .post, receivedOn: thursday)
        facts.referenceOnly = kind == .denunciation
        change(&facts)
        var walk = try Walk("forwarding", facts)
        try walk.go("register", as: .clerk)
        try walk.go("classify", as: .clerk, .owner, classification(kind.rawValue, jurisdiction))
        return walk
    }

    @Test func loop() throws {
        var walk = try classified(.peopleCouncil, .feedback) { $0.wantsReply = true }
        #expect(walk.running == ["TCD-4", "ALARM-45"])
        #expect(walk.due("TCD-4") == "2026-12-04" && walk.due("ALARM-45") == "2027-01-04")
        #expect(walk.refusal("refer", as: .clerk, .owner, referral) == "not_permitted")
        #expect(walk.refusal("refer", .owner, letter) == "fact_missing")
        let step = try walk.go("refer", on: Day(2026, 11, 23), as: .officer, .owner, referral)
        #expect(step.documents == ["transfer_letter", "transfer_notice"] && step.breaches.isEmpty && walk.running.isEmpty)
        try walk.go("follow_up", on: Day(2026, 11, 25), as: .clerk, .owner, ["note": .text("đã hỏi")])
        try walk.go("result_received", on: Day(2026, 12, 21), as: .system, .none)
        #expect(walk.due("TCD-6") == "2026-12-28")
        let told: [String: FactValue] = ["told_on": .date(Day(2026, 12, 22)), "means": .text("letter")]
        try walk.go("tell_citizen", on: Day(2026, 12, 22), as: .clerk, .owner, told)
        #expect(walk.state == "closed" && walk.running.isEmpty)
    }

    @Test(arguments: administrative) func administrationGuidesComplaints(_ office: OfficeKind) throws {
        var walk = try classified(office, .complaint)
        #expect(walk.refusal("refer", .owner, referral) == "complaint_transfer_allowed")
        try walk.go("guide", as: .officer, .owner, ["competent_body": .text("Ủy ban nhân dân xã")])
        #expect(walk.state == "guided" && walk.running.isEmpty)
        #expect(try classified(office, .complaint, "subordinate").refusal("refer", .owner, referral) == nil)
        #expect(try classified(office, .complaint, "competent").refusal("hand_over") == nil)
    }

    @Test(arguments: representative) func representativesMayPassComplaintsOn(_ office: OfficeKind) throws {
        let walk = try classified(office, .complaint)
        #expect(walk.refusal("refer", .owner, referral) == nil)
        #expect(walk.refusal("guide", .owner, ["competent_body": .text("Sở")]) == nil)
        #expect(try classified(office, .complaint, "competent").refusal("hand_over") == "own_settlement_possible")
    }

    @Test(arguments: administrative + representative) func everybodyRefersFeedbackAndWrittenDenunciations(_ office: OfficeKind) throws {
        let body: [String: FactValue] = ["competent_body": .text("Sở")]
        let feedback = try classified(office, .feedback)
        #expect(feedback.refusal("refer", .owner, referral) == nil && feedback.refusal("guide", .owner, body) == "guidance_fits_kind")
        let written = try classified(office, .denunciation)
        #expect(written.due("TC-1") == "2026-12-01" && written.due("TC-2") == "2026-11-27")
        #expect(written.refusal("refer", .owner, referral) == nil && written.refusal("guide", .owner, body) == "guidance_fits_kind")
        let oral = try classified(office, .denunciation) { $0.channel = .oral }
        #expect(oral.running.contains("TC-1") && !oral.running.contains("TC-2"))
        #expect(oral.refusal("refer", .owner, referral) == "denunciation_in_writing" && oral.refusal("guide", .owner, body) == nil)
    }

    @Test func onlyOnce() throws {
        let body: [String: FactValue] = ["competent_body": .text("Sở")]
        #expect(try classified(.department, .complaint) { $0.guidedBefore = true }.refusal("guide", .owner, body) == "not_guided_before")
        let again = try classified(.department, .denunciation) { $0.transferredBefore = true }
        #expect(again.refusal("refer", .owner, referral) == "not_transferred_before")
        #expect(again.refusal("file_away", .owner, ["ground": .text("transferred_before")]) == nil)
        #expect(try classified(.department, .feedback) { $0.transferredBefore = true }.refusal("refer", .owner, referral) == nil)
    }

    @Test func wrongRecipients() throws {
        #expect(try classified(.department, .feedback, "competent").refusal("refer", .owner, referral) == "outside_competence")
        #expect(
            try classified(.department, .feedback) { $0.recipientIsSelf = true }.refusal("refer", .owner, referral) == "recipient_not_self")
        #expect(try classified(.department, .feedback) { $0.openReferral = true }.refusal("refer", .owner, referral) == "no_open_referral")
        #expect(
            try classified(.department, .complaint) { $0.kind = nil }.refusal(
                "to_police", .owner, letter.merging(["competent_body": .text("CA")]) { $1 }) == "kind_denunciation")
    }

    @Test func onlyForwardedPetitionsGoBack() throws {
        let facts = letter.merging(["reason": .text("không thuộc thẩm quyền")]) { $1 }
        #expect(try classified(.department, .complaint).refusal("return_to_sender", .owner, facts) == "forwarded_by_body")
        var walk = try classified(.department, .complaint) { $0.forwardedByBody = true }
        #expect(walk.refusal("return_to_sender", .owner, letter) == "fact_missing")
        try walk.go("return_to_sender", .owner, facts)
        #expect(walk.state == "returned")
    }

    @Test func lateTransferIsRecordedWithItsReason() throws {
        var walk = try classified(.inspectorate, .denunciation)
        let day = Day(2026, 11, 30)
        #expect(walk.refusal("refer", on: day, .owner, referral) == "flag_reason_missing")
        let step = try walk.go("refer", on: day, .owner, late(referral))
        #expect(step.breaches.map(\.flag) == [.inTime] && walk.state == "transferred")
        let stops = step.clockChanges.compactMap { if case .stop(_, let rule, _, true) = $0 { rule } else { nil } }
        #expect(stops == ["TC-2"])
    }

    @Test(arguments: ["referral_declined", "referral_recalled"]) func comesBackWithClocksFromFirstReceipt(_ event: String) throws {
        var walk = try classified(.inspectorate, .denunciation)
        try walk.go("refer", on: Day(2026, 11, 20), .owner, referral)
        #expect(walk.running.isEmpty && walk.refusal(event, on: Day(2026, 11, 25)) == "not_permitted")
        try walk.go(event, on: Day(2026, 11, 25), as: .system, .none)
        #expect(walk.state == "classified" && walk.running == ["TCD-4", "ALARM-45", "TC-1", "TC-2"])
        #expect(walk.due("TCD-4") == "2026-12-04" && walk.due("TC-2") == "2026-11-27")
    }

    @Test func competentDenunciationNeedsNoTransfer() throws {
        let walk = try classified(.inspectorate, .denunciation, "competent")
        #expect(walk.running == ["TCD-4", "ALARM-45", "TC-1"] && walk.refusal("hand_over") == nil)
    }

    @Test func reclassifyingChangesTheClocks() throws {
        let asDenunciation = classification("denunciation", "not_competent")
        let named = try classified(.department, .complaint)
        #expect(named.refusal("reclassify", on: Day(2026, 11, 20), .owner, asDenunciation) == "denunciation_by_reference")
        var walk = try classified(.department, .complaint) { $0.referenceOnly = true }
        try walk.go("reclassify", on: Day(2026, 11, 20), .owner, asDenunciation)
        #expect(walk.running == ["TCD-4", "ALARM-45", "TC-1", "TC-2"] && walk.due("TC-2") == "2026-11-27")
        try walk.go("reclassify", on: Day(2026, 11, 20), .owner, classification("feedback", "not_competent"))
        #expect(walk.running == ["TCD-4", "ALARM-45"])
    }

    @Test func informationIsAskedForAndSupplied() throws {
        var walk = try classified(.department, .complaint)
        let asked: [String: FactValue] = ["request": .text("bổ sung chữ ký"), "supplement_by": .date(Day(2026, 12, 10))]
        try walk.go("ask_information", on: Day(2026, 11, 20), as: .officer, .owner, asked)
        #expect(walk.state == "waiting_information" && walk.running == ["ALARM-45", "SUPPLEMENT"])
        try walk.go("supplement_received", on: Day(2026, 12, 1), as: .clerk)
        #expect(walk.state == "received" && walk.due("TCD-4B") == "2026-12-15" && !walk.running.contains("SUPPLEMENT"))
    }

    @Test func severalMattersAreSplitFirst() throws {
        var walk = try classified(.peopleCouncil, .mixed)
        #expect(walk.refusal("refer", .owner, referral) == "not_kind_mixed" && walk.refusal("guide_split") == nil)
        try walk.go("split")
        #expect(walk.state == "split")
        #expect(try classified(.peopleCouncil, .complaint).refusal("split") == "kind_mixed")
    }

    @Test func filingKeepsTheFileOneYear() throws {
        let ground: [String: FactValue] = ["ground": .text("lacks_elements")]
        #expect(try classified(.department, .complaint).refusal("file_away", .owner, ground) == "filing_ground")
        var walk = try classified(.department, .complaint)
        try walk.go("reclassify", .owner, classification("complaint", "not_competent", "ineligible"))
        #expect(walk.refusal("refer", .owner, referral) == "eligible")
        try walk.go("file_away", .owner, ground)
        #expect(walk.state == "filed" && walk.running == ["RETAIN"] && walk.due("RETAIN") == "2027-11-19")
    }

    @Test func closingWithoutTellingIsMarkedWhenTheCitizenAsked() throws {
        var walk = try classified(.peopleCouncil, .feedback) { $0.wantsReply = true }
        try walk.go("refer", .owner, referral)
        try walk.go("result_received", on: Day(2026, 12, 1), as: .system, .none)
        #expect(walk.refusal("close", on: Day(2026, 12, 2)) == "flag_reason_missing")
        walk.facts.wantsReply = false
        try walk.go("close", on: Day(2026, 12, 2))
        #expect(walk.state == "closed")
    }
}
