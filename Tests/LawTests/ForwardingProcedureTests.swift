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

    @Test(arguments: ["referral_declined", "referral_recalled"]) func comesBackWithClocksFromThatDay(_ event: String) throws {
        var walk = try classified(.inspectorate, .denunciation)
        try walk.go("refer", on: Day(2026, 11, 20), .owner, referral)
        #expect(walk.running.isEmpty && walk.refusal(event, on: Day(2026, 11, 25)) == "not_permitted")
        try walk.go(event, on: Day(2026, 11, 25), as: .system, .none)
        #expect(walk.state == "classified" && walk.running == ["TCD-4R", "ALARM-45", "TC-2R"])
        #expect(walk.due("TCD-4R") == "2026-12-09" && walk.due("TC-2R") == "2026-12-02")
        #expect(walk.due("ALARM-45") == "2027-01-04", "the alarm counts from the first receipt")
        // What was punctual stays so, and the second transfer is, too.
        #expect(walk.clock("TCD-4") == .met && walk.clock("TC-2") == .met)
        let again = try walk.go("refer", on: Day(2026, 12, 2), .owner, referral)
        #expect(again.breaches.isEmpty && walk.running.isEmpty && walk.clock("TC-2R") == .met)
    }

    @Test(arguments: [thursday, Day(2026, 6, 22)]) func anAnswerOnPaperEndsTheWaiting(_ day: Day) throws {
        for wanted in [true, false] {
            var facts = CaseFacts(office: .peopleCouncil, channel: .post, receivedOn: day)
            facts.wantsReply = wanted
            var walk = try Walk("forwarding", facts, inForceOn: day)
            try walk.go("register", on: day, as: .clerk)
            try walk.go("classify", on: day, as: .clerk, .owner, classification("feedback", "not_competent"))
            let dates: [String: FactValue] = ["letter_date": .date(day), "answer_by": .date(day.adding(days: 30))]
            try walk.go("refer", on: day, .owner, referral.merging(dates) { $1 })
            let later = day.adding(days: 4)
            let answer: [String: FactValue] = [
                "result": .text("explained"), "document_number": .text("8/SNN"), "document_date": .date(later),
                "summary": .text("đã giải thích"),
            ]
            #expect(walk.refusal("record_result", on: later, as: .clerk, .owner, answer) == "not_permitted")
            for name in answer.keys {
                #expect(walk.refusal("record_result", on: later, .owner, answer.filter { $0.key != name }) == "fact_missing", "\(name)")
            }
            try walk.go("record_result", on: later, as: .officer, .owner, answer)
            let left: Set<String> = wanted ? ["TCD-6"] : []
            #expect(walk.state == "result_in" && walk.running == left)
        }
    }

    @Test func aDenunciationWithNamesEndsAndIsEnteredAnew() throws {
        for event in [nil, "classify"] {
            var walk = try Walk("forwarding", CaseFacts(office: .inspectorate, channel: .post, receivedOn: thursday))
            try walk.go("register", as: .clerk)
            if let event { try walk.go(event, as: .clerk, .owner, classification("feedback", "not_competent")) }
            #expect(walk.refusal("entered_as_denunciation", as: .officer) == "not_permitted")
            #expect(walk.refusal("entered_as_denunciation", .owner, ["reason": .text("đơn số 5")]) != nil, "nothing may tie the two")
            let step = try walk.go("entered_as_denunciation")
            #expect(step.documents.isEmpty && step.tells.isEmpty && walk.state == "reclassified" && walk.running.isEmpty)
            #expect(walk.clock("TCD-4") == .lapsed)
        }
        let words = try Shipped.version("forwarding").state("reclassified")?.citizen ?? ""
        #expect(!words.isEmpty && !words.contains("tố cáo"))
    }

    @Test(arguments: [thursday, Day(2026, 6, 15)]) func aComplaintThatDenouncesEndsTheSameWay(_ day: Day) throws {
        let facts = CaseFacts(office: .communeCommittee, kind: .complaint, eligibility: .eligible, receivedOn: day)
        var walk = try Walk("complaint", facts, inForceOn: day)
        try walk.go("register", on: day, as: .clerk)
        #expect(walk.refusal("entered_as_denunciation", on: day, as: .officer) == "not_permitted")
        try walk.go("entered_as_denunciation", on: day)
        #expect(walk.state == "reclassified" && walk.running.isEmpty)
    }

    @Test func whatIsWithdrawnEnds() throws {
        let paper: [String: FactValue] = ["form": .text("withdrawal_letter"), "withdrawn_on": .date(thursday)]
        let free = paper.merging(["continue_ground": .text("none")]) { $1 }
        var walk = try classified(.department, .complaint)
        #expect(walk.refusal("withdraw", .owner, paper) == "fact_missing")
        #expect(walk.refusal("withdraw", as: .clerk, .owner, free) == "not_permitted")
        #expect(walk.refusal("withdraw", on: Day(2026, 12, 7), .owner, free) == "flag_reason_missing")
        let step = try walk.go("withdraw", on: Day(2026, 11, 20), as: .officer, .owner, free)
        #expect(step.breaches.isEmpty && walk.state == "withdrawn" && walk.running.isEmpty && walk.clock("TCD-4") == .met)
        // Whoever was coerced has not withdrawn.
        var denunciation = try classified(.department, .denunciation)
        let coerced = paper.merging(["continue_ground": .text("coerced")]) { $1 }
        #expect(denunciation.refusal("withdraw", .owner, coerced) == "withdrawal_ends")
        try denunciation.go("withdraw", .owner, free)
        #expect(denunciation.state == "withdrawn" && denunciation.running.isEmpty)
        // While information is awaited, too.
        var waiting = try classified(.department, .complaint)
        let asked: [String: FactValue] = ["request": .text("chữ ký"), "supplement_by": .date(Day(2026, 12, 10))]
        try waiting.go("ask_information", as: .officer, .owner, asked)
        try waiting.go("withdraw", .owner, free)
        #expect(waiting.state == "withdrawn" && waiting.running.isEmpty)
    }

    @Test func ownHandlingOnPaperIsAReplyToo() throws {
        var walk = try classified(.partyOffice, .feedback, "competent") { $0.settledHere = false }
        #expect(walk.refusal("hand_over", on: Day(2026, 12, 7)) == "flag_reason_missing")
        var overdue = walk
        let step = try overdue.go("hand_over", on: Day(2026, 12, 7), .owner, ["flag_reason": .text("chờ họp")])
        #expect(step.breaches.map(\.flag) == [.inTime] && overdue.clock("TCD-4") == .breached)
        try walk.go("hand_over", on: Day(2026, 12, 4))
        #expect(walk.state == "own_handling" && walk.running == ["OWN-SET"] && walk.clock("TCD-4") == .met)
    }

    @Test(arguments: administrative + representative) func votersAskEverywhere(_ office: OfficeKind) throws {
        let walk = try classified(office, .voterPetition)
        #expect(walk.refusal("refer", .owner, referral) == nil)
        let collects: Set<OfficeKind> = [.peopleCouncil, .naDelegation, .communeCouncil]
        #expect(walk.refusal("to_voter_track") == (collects.contains(office) ? nil : "wrong_office"))
    }

    /// The joint resolution on voters' petitions came into force on 20/02/2025.
    @Test func votersTrackBeginsWithItsResolution() throws {
        for (day, refused) in [(Day(2025, 2, 19), "not_in_force"), (Day(2025, 2, 20), nil)] as [(Day, String?)] {
            var walk = try Walk("forwarding", CaseFacts(office: .peopleCouncil, channel: .post, receivedOn: day), inForceOn: day)
            try walk.go("register", on: day, as: .clerk)
            try walk.go("classify", on: day, as: .clerk, .owner, classification("voter_petition", "not_competent"))
            #expect(walk.refusal("to_voter_track", on: day) == refused)
        }
    }

    @Test func aLeaderNamesWhoHandlesIt() throws {
        var walk = try classified(.department, .feedback)
        #expect(walk.refusal("assign", as: .officer, .owner, ["handler": .id(3)]) == "not_permitted")
        #expect(walk.refusal("assign") == "fact_missing")
        try walk.go("assign", .owner, ["handler": .id(3)])
        #expect(walk.state == "classified" && walk.running == ["TCD-4", "ALARM-45"])
    }

    @Test func crimesPassedOnLateAreMarked() throws {
        let walk = try classified(.inspectorate, .denunciation)
        let facts = letter.merging(["competent_body": .text("Công an tỉnh")]) { $1 }
        #expect(walk.refusal("to_police", on: Day(2026, 12, 1), .owner, facts) == nil)
        #expect(walk.refusal("to_police", on: Day(2026, 12, 2), .owner, facts) == "flag_reason_missing")
    }

    @Test func aRecordsClerkTellsTheCitizen() throws {
        var walk = try classified(.peopleCouncil, .feedback) { $0.wantsReply = true }
        try walk.go("refer", .owner, referral)
        try walk.go("result_received", on: Day(2026, 12, 1), as: .system, .none)
        let told: [String: FactValue] = ["told_on": .date(Day(2026, 12, 2)), "means": .text("letter")]
        try walk.go("tell_citizen", on: Day(2026, 12, 2), as: .recordsClerk, .owner, told)
        #expect(walk.state == "closed")
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
        var guided = walk
        try guided.go("guide_split")
        #expect(guided.state == "split_guided" && guided.running.isEmpty)
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
