import Testing

@testable import Law

/// What is set right, struck out, taken up again and undone, in every procedure of petitions.
@Suite struct CorrectionProcedureTests {
    private static let petitions: Set<String> = ["complaint", "denunciation", "feedback", "forwarding", "voter-petition"]
    private static func versions() throws -> [ProcedureVersion] {
        try Shipped.book.get().versions.filter { petitions.contains($0.procedure) }
    }
    private let reason: [String: FactValue] = ["reason": .text("Ghi nhầm")]

    private func forwarding(_ kind: PetitionKind = .feedback, receivedOn: Day = thursday) throws -> Walk {
        var walk = try Walk(
            "forwarding", CaseFacts(office: .peopleCouncil, kind: kind, receivedOn: receivedOn, referenceOnly: kind == .denunciation))
        try walk.go("register", on: thursday, as: .clerk)
        return walk
    }

    // MARK: every version

    /// Every clock that starts on the day of receipt is counted anew when that day is set right.
    @Test func everyClockFromTheReceiptIsCountedAnew() throws {
        var seen = 0
        for version in try Self.versions() {
            let rows = try #require(version.rowsByEvent[ProcedureVersion.correct], "\(version.id)")
            let fromReceipt = Set(version.clocks.filter { $0.from == "received_on" }.map(\.id))
            #expect(!fromReceipt.isEmpty, "\(version.id)")
            let remote = Set(version.clocks.filter { $0.remote != nil || $0.remoteComplex != nil }.map(\.id))
            #expect(remote.isEmpty == (version.procedure != "complaint"), "\(version.id)")
            for row in rows {
                #expect(Set(row.clocks.recount) == fromReceipt.union(remote), "\(version.id)")
                #expect(row.takes.contains(where: { $0.name == "remote" }) == !remote.isEmpty, "\(version.id)")
                #expect(Set(row.from) == Set(version.states.map(\.name)) && row.to == .same, "\(version.id): in every state")
            }
            seen += fromReceipt.contains("PAKN-1") ? 1 : 0
        }
        #expect(seen == 2, "both versions of feedback count PAKN-1")
    }

    @Test func aVoidedNumberLeavesNoClock() throws {
        for version in try Self.versions() {
            let rows = try #require(version.rowsByEvent["void"], "\(version.id)")
            let lapsed = Set(rows.flatMap(\.clocks.lapse))
            #expect(lapsed == Set(version.clocks.map(\.id)), "\(version.id)")
            #expect(rows.allSatisfy { $0.blocks.contains(.nothingIssued) && $0.blocks.contains(.noCopies) }, "\(version.id)")
            let state = try #require(version.state("voided"))
            #expect(state.isFinal && state.tags == [.closed], "\(version.id)")
        }
    }

    @Test func deskEventsStandInEveryVersion() throws {
        for version in try Self.versions() {
            for event in ["correct", "move_matter", "void", "reopen", "revoke", "direct", "take_work", "return_work", "hand_over_work"] {
                #expect(version.rowsByEvent[event] != nil, "\(version.id) \(event)")
            }
            let open = Set(version.openStates.map(\.name))
            let brought = (version.rowsByEvent["imported"] ?? []).flatMap { version.targets(of: $0, from: ProcedureVersion.new) }
            #expect(Set(brought).isSubset(of: open) && Set(brought).count == brought.count, "\(version.id): each state once")
        }
    }

    // MARK: corrections

    @Test func aCorrectedDayMovesWhatRunsAndNothingElse() throws {
        var walk = try forwarding()
        #expect(walk.due("TCD-4") == "2026-12-04" && walk.due("ALARM-45") == "2027-01-04")
        try walk.go("classify", on: thursday, as: .clerk, .owner, classification("feedback", "not_competent"))
        let before = walk.last
        try walk.go("correct", on: Day(2026, 11, 25), as: .clerk, .owner, reason.merging(["full_name": .text("Nguyễn Văn Bình")]) { $1 })
        #expect(walk.due("TCD-4") == "2026-12-04" && walk.state == "classified")
        #expect(walk.last == before, "a correction keeps nobody from entering what happened before it")
        try walk.go(
            "correct", on: Day(2026, 11, 18), as: .clerk, .owner, reason.merging(["received_on": .date(Day(2026, 11, 16))]) { $1 })
        #expect(walk.due("TCD-4") == "2026-12-01" && walk.due("ALARM-45") == "2026-12-31")
        #expect(walk.clocks.first { $0.rule == "TCD-4" }?.startedOn == Day(2026, 11, 16))
        try walk.go("refer", on: Day(2026, 11, 20), .owner, referral)
        try walk.go(
            "correct", on: Day(2026, 11, 20), as: .clerk, .owner, reason.merging(["received_on": .date(Day(2026, 11, 18))]) { $1 })
        let met = try #require(walk.clocks.first { $0.rule == "TCD-4" })
        #expect(met.state == .met && met.due == Day(2026, 12, 1), "what was met stays as it was met")
    }

    /// A place that turns out to be remote is more time for what runs; any other correction gives nobody another amount.
    @Test(arguments: [thursday, Day(2026, 6, 10)]) func aCorrectedPlaceMovesTheTermOfSettlement(_ received: Day) throws {
        var walk = try Walk("complaint", CaseFacts(office: .department, kind: .complaint, eligibility: .eligible, receivedOn: received))
        try walk.go("register", on: received, as: .clerk)
        try walk.go("propose_accept", on: received, as: .officer)
        try walk.go("accept", on: received)
        let due = try #require(walk.due("KN-2"))
        // The amount of the ledger is what was found of the case; the facts alone change nothing.
        walk.facts.remote = true
        try walk.go("correct", on: received, as: .clerk, .owner, reason.merging(["people": .integer(2)]) { $1 })
        #expect(walk.due("KN-2") == due)
        walk.facts.remote = false
        let place: [String: FactValue] = ["incident_commune": .text("11953"), "remote": .flag(true)]
        try walk.go("correct", on: received, as: .clerk, .owner, reason.merging(place) { $1 })
        let longer = try #require(walk.due("KN-2"))
        #expect(longer > due && walk.clocks.first { $0.rule == "KN-2" }?.amount == 45)
        walk.facts.remote = true
        try walk.go("correct", on: received, as: .clerk, .owner, reason.merging(["remote": .flag(false)]) { $1 })
        #expect(walk.due("KN-2") == due && walk.clocks.first { $0.rule == "KN-2" }?.amount == 30)
    }

    /// What a clerk types at the counter he can set right, alike in every procedure.
    @Test func whatIsEnteredIsCorrected() throws {
        let letter: Set = [
            "received_on", "written_on", "postmark_on", "channel", "arrival_number", "petition_title", "petition_body", "petition_request",
            "people", "representatives", "filer_kind", "signature_kind", "appointment_signed", "appointment_on", "incident_commune",
            "source_organisation", "source_body", "source_letter_number", "source_letter_date", "prior_bodies", "repeated", "wants_reply",
        ]
        let person: Set = [
            "full_name", "person_kind", "gender", "birth_year", "id_kind", "id_number", "id_issued_on", "id_issued_by", "no_id_reason",
            "phone", "commune", "address", "old_address", "ethnic_code", "nationality", "occupation", "job_title", "workplace",
        ]
        for version in try Self.versions() {
            let row = try #require(version.rowsByEvent[ProcedureVersion.correct]?.first)
            let takes = Set(row.takes.map(\.name))
            #expect(letter.isSubset(of: takes), "\(version.id)")
            let whose = person.union(["person_position"])
            #expect(takes.intersection(whose) == (version.procedure == "denunciation" ? [] : whose), "\(version.id)")
            // Of a person nothing stands in the journal in clear: whatever is taken of one is text, which is sealed.
            #expect(row.takes.filter { person.contains($0.name) }.allSatisfy { $0.kind == .text || $0.kind == .longtext }, "\(version.id)")
            let named = ["denunciation", "forwarding"].contains(version.procedure)
            #expect(takes.isSuperset(of: ["pseudonym", "paper_file_number", "denounced_person"]) == named, "\(version.id)")
            for fact in takes where fact.hasPrefix("clear_") && fact != "clear_request" {
                #expect(takes.contains(String(fact.dropFirst(6))), "\(version.id) \(fact)")
            }
        }
    }

    @Test func anotherOfficesPetitionIsNotCorrected() throws {
        var walk = try forwarding()
        walk.facts.enteredHere = false
        #expect(walk.refusal("correct", as: .clerk, .owner, reason) == "entered_here")
        #expect(walk.refusal("correct", as: .recordsClerk, .owner, reason) == "not_permitted")
    }

    // MARK: reopening

    /// No day of the law counts from the first receipt once a case was reopened.
    @Test func whatIsReopenedIsReceivedAnew() throws {
        var walk = try forwarding(.denunciation)
        try walk.go("classify", on: thursday, as: .clerk, .owner, classification("denunciation", "competent", "ineligible"))
        try walk.go("file_away", on: Day(2026, 11, 20), .owner, ["ground": .text("lacks_elements")])
        #expect(walk.running == ["RETAIN"])
        #expect(walk.refusal("reopen", on: Day(2027, 3, 1), as: .officer, .owner, reason) == "not_permitted")
        try walk.go("reopen", on: Day(2027, 3, 1), .owner, reason)
        #expect(walk.state == "received" && walk.running == ["TCD-4", "ALARM-45", "TC-1"])
        #expect(walk.due("TCD-4") == "2027-03-15" && walk.due("TC-1") == "2027-03-10" && walk.due("ALARM-45") == "2027-04-15")
        // What starts later counts from that day too.
        try walk.go("classify", on: Day(2027, 3, 2), as: .clerk, .owner, classification("denunciation", "not_competent"))
        #expect(walk.due("TC-2") == "2027-03-08" && walk.due("TC-1") == "2027-03-10")
        // The first receipt set right moves nothing that runs.
        try walk.go(
            "correct", on: Day(2027, 3, 3), as: .clerk, .owner, reason.merging(["received_on": .date(Day(2026, 11, 17))]) { $1 })
        #expect(walk.due("TCD-4") == "2027-03-15")
    }

    @Test func everyPetitionProcedureReopens() throws {
        for version in try Self.versions() {
            let row = try #require(version.rowsByEvent["reopen"]?.first)
            #expect(row.from.contains("filed") && row.permissions.flatMap(\.roles) == [.leader], "\(version.id)")
            let register = try #require(version.rowsByEvent["register"]?.first)
            #expect(row.clocks.start == register.clocks.start && row.to == register.to, "\(version.id): as on the first day")
        }
    }

    // MARK: undoing

    @Test func anUndoneStepLeavesTheClocksAsTheyWere() throws {
        var walk = try forwarding()
        let untouched = walk.clocks
        #expect(walk.refusal("revoke", .owner, reason) == "step_revocable", "an opening is voided, not undone")
        try walk.go("classify", on: thursday, as: .clerk, .owner, classification("feedback", "not_competent", "ineligible"))
        try walk.go("file_away", on: Day(2026, 11, 20), .owner, ["ground": .text("lacks_elements")])
        #expect(walk.state == "filed" && walk.clock("TCD-4") == .met && walk.running == ["RETAIN"])
        #expect(walk.refusal("revoke", as: .officer, .owner, reason) == "not_permitted")
        var issued = walk
        issued.facts.lastStepIssued = true
        #expect(issued.refusal("revoke", on: Day(2026, 11, 20), .owner, reason) == "nothing_issued_by_last_step")
        try walk.go("revoke", on: Day(2026, 11, 23), .owner, reason)
        #expect(walk.state == "classified" && walk.clock("RETAIN") == .stopped)
        let again = walk.clocks.filter { $0.rule != "RETAIN" }
        #expect(again.map(\.due) == untouched.map(\.due) && again.allSatisfy { $0.state == .running && $0.endedOn == nil })
        // What lies before the undone step can be undone too, and the same step taken again.
        var further = walk
        try further.go("revoke", on: Day(2026, 11, 23), .owner, reason)
        #expect(further.state == "received" && further.refusal("revoke", on: Day(2026, 11, 23), .owner, reason) == "step_revocable")
        try walk.go("file_away", on: Day(2026, 11, 23), .owner, ["ground": .text("lacks_elements")])
        #expect(walk.state == "filed" && walk.clock("TCD-4") == .met)
    }

    @Test func whatStoodStillOrGotLongerGoesBack() throws {
        var walk = try Walk("complaint", CaseFacts(office: .department, kind: .complaint, eligibility: .eligible, receivedOn: thursday))
        try walk.go("register", as: .clerk)
        try walk.go("propose_accept", as: .officer)
        try walk.go("accept", on: Day(2026, 11, 20))
        let due = try #require(walk.due("KN-2"))
        let complexity = document(["complex": .flag(true), "criterion": .text("complex_a")])
        try walk.go("mark_complex", on: Day(2026, 11, 25), .owner, complexity)
        #expect(walk.due("KN-2") != due)
        walk.facts.complex = false
        try walk.go("revoke", on: Day(2026, 11, 25), .owner, reason)
        #expect(walk.due("KN-2") == due && walk.state == "accepted")

        let ground: [String: FactValue] = ["ground": .text("waiting_other"), "evidence": .text("Công văn")]
        try walk.go("suspend", on: Day(2026, 12, 1), .owner, document(ground))
        #expect(walk.clock("KN-2") == .paused && walk.running.contains("KN-13"))
        var resumed = walk
        try walk.go("revoke", on: Day(2026, 12, 2), .owner, reason)
        #expect(walk.state == "accepted" && walk.clock("KN-2") == .running && walk.due("KN-2") == due && walk.clock("KN-13") == .stopped)
        try resumed.go("resume", on: Day(2026, 12, 10), .owner, document())
        #expect(resumed.state == "accepted" && resumed.due("KN-2") != due)
        try resumed.go("revoke", on: Day(2026, 12, 10), .owner, reason)
        #expect(resumed.state == "suspended" && resumed.clock("KN-2") == .paused)
        try resumed.go("resume", on: Day(2026, 12, 11), .owner, document())
        #expect(resumed.state == "accepted", "the way back is not lost by an undoing")
    }

    @Test func aNoteThatGivesWorkIsUndoneBeforeTheStepBehindIt() throws {
        var walk = try forwarding()
        try walk.go("classify", on: thursday, as: .clerk, .owner, classification("feedback", "not_competent"))
        let note: [String: FactValue] = [
            "direction_text": .text("Giao phòng Tiếp công dân"), "leader_name": .text("Ông Chủ tịch"), "given_on": .date(thursday),
        ]
        try walk.go("direct", on: thursday, .owner, note)
        #expect(!walk.running.contains("DIRECT"))
        try walk.go("direct", on: thursday, .owner, note.merging(["due_on": .date(Day(2026, 11, 30))]) { $1 })
        #expect(walk.due("DIRECT") == "2026-11-30")
        try walk.go("revoke", on: thursday, .owner, reason)
        #expect(walk.state == "classified" && !walk.running.contains("DIRECT"), "the last note first")
        try walk.go("revoke", on: thursday, .owner, reason)
        try walk.go("revoke", on: thursday, .owner, reason)
        #expect(walk.state == "received", "then the one before it, then the classification")
    }

    // MARK: several targets

    @Test func whatIsBroughtAlongStandsWhereItSays() throws {
        let brought: [String: FactValue] = ["old_number": .text("12"), "received_on": .date(Day(2026, 11, 2))]
        let facts = CaseFacts(office: .department, kind: .complaint, eligibility: .eligible)
        var walk = try Walk("complaint", facts)
        #expect(walk.refusal("imported", as: .operator, .none, brought) == "fact_missing")
        #expect(walk.refusal("imported", as: .operator, .none, brought.merging(["state": .text("closed")]) { $1 }) == "fact_invalid")
        try walk.go(
            "imported", as: .operator, .none,
            brought.merging(["state": .text("verifying"), "accepted_on": .date(Day(2026, 11, 10))]) { $1 })
        #expect(walk.state == "verifying" && walk.due("KN-2") == "2026-12-10", "thirty days from the acceptance")
        var decided = try Walk("complaint", facts)
        try decided.go(
            "imported", as: .operator, .none,
            brought.merging(["state": .text("decided"), "decided_on": .date(Day(2026, 11, 12))]) { $1 })
        #expect(decided.state == "decided" && decided.clocks.allSatisfy { $0.startedOn == Day(2026, 11, 12) } && !decided.clocks.isEmpty)
    }

    @Test func theFilesAreProven() throws {
        func mistakes(_ old: String, _ new: String) throws -> String {
            let source = try Small.text(old, new)
            let error = #expect(throws: LawMistakes.self) { try Rulebook([source]) }
            return error?.description ?? ""
        }
        let opening = "from: [new]\n    to: received"
        #expect(try mistakes(opening, "from: [new]\n    to: [received, sent]").contains("does not take 'state' as just that choice"))
        #expect(try mistakes(opening, "from: [new]\n    to: [received, lost]").contains("unknown state 'lost'"))
        #expect(try mistakes(opening, "from: [new]\n    to: undone").contains("a case cannot stay in 'new'"))
        func correcting(_ takes: String) throws -> String {
            try mistakes(
                "  - event: redate\n",
                """
                  - event: correct
                    title: Đính chính
                    from: [received]
                    to: same
                    by: {roles: [clerk], relation: owner}
                    takes: {\(takes)}
                    internal: sửa
                  - event: redate

                """)
        }
        #expect(try correcting("received_on: date").contains("correct corrects 'received_on' and does not recount clock A-1"))
        #expect(try correcting("remote: bool").contains("correct corrects 'remote' and does not recount clock A-2"))
        #expect(try correcting("incident_commune: text").contains("correct corrects 'incident_commune' and does not take 'remote'"))
    }
}
