import Casework
import Law
import Postgres
import TestSupport
import Testing

/// The less travelled steps of a petition at the office that received it, and of a referral whose recipient is silent.
@Suite struct ForwardingStepsTests {
    /// What became of each clock of a case, by rule: `TCD-4 met 2026-11-20`, or its due day while it runs.
    private func fates(_ world: TestWorld, _ caseID: Int64) async throws -> [String] {
        try await world.superuser.read { db in
            try db.values(
                """
                select concat_ws(' ', rule, state, coalesce(ended_on, due)::text) from tiepdan.clock
                 where case_id = \(caseID) order by rule, id
                """, as: String.self)
        }
    }

    /// Outcome and day of the petition's only entry in a book.
    private func outcome(_ world: TestWorld, _ petition: Int64) async throws -> String {
        try await world.superuser.read { db in
            try db.value(
                "select concat_ws(' ', outcome, outcome_on::text) from tiepdan.registration where petition = \(petition)", as: String.self)
        }
    }

    /// Who is told of an entry.
    private func told(_ world: TestWorld, _ step: StepView) async throws -> [String] {
        let (caseID, sequence) = (step.caseID, step.sequence)
        return try await world.superuser.read { db in
            try db.values(
                """
                select t.word from tiepdan.outbox o, jsonb_array_elements_text(o.payload -> 'tells') as t (word)
                 where o.topic = 'notice' and o.payload ->> 'case' = \(caseID)::text and o.payload ->> 'sequence' = \(sequence)::text
                """, as: String.self)
        }
    }

    /// Name → words of what was declared with the last entry.
    private func lastFacts(_ view: CaseView) -> [String: String] {
        Dictionary(uniqueKeysWithValues: (view.journal.last?.facts ?? []).map { ($0.name, $0.value) })
    }

    private func classify(
        _ world: TestWorld, _ caseID: Int64, as kind: PetitionKind = .feedback, eligibility: String = "eligible",
        jurisdiction: String = "not_competent", reason: String? = nil, event: String = "classify", by name: String = "hdnd.officer"
    ) async throws {
        var facts: [String: FactInput] = [
            "kind": .text(kind.rawValue), "eligibility": .text(eligibility), "jurisdiction": .text(jurisdiction),
        ]
        if let reason { facts["reason"] = .text(reason) }
        _ = try await world.step(caseID, event, facts, by: name)
    }

    @Test func whatIsAskedForComesAndStartsTheReplyAnew() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.classified(world.draft())
            world.clock.set(Day(2026, 11, 20))
            let clerk = try await problem { try await world.step(registered.caseID, "ask_information", by: "hdnd.clerk") }
            #expect(clerk?.kind == .forbidden)
            let empty = try await problem { try await world.step(registered.caseID, "ask_information", by: "hdnd.officer") }
            #expect(empty?.code == "fact_missing" && empty?.errors.first?.field == "request")
            let asked = try await world.step(
                registered.caseID, "ask_information",
                [
                    "request": .text("Bổ sung sơ đồ đoạn đường."), "letter_number": .text("15/HĐND-TT"),
                    "letter_date": .text("2026-11-20"), "supplement_by": .text("2026-12-05"),
                ], by: "hdnd.officer")
            #expect(asked.state == "waiting_information" && asked.breaches.isEmpty)
            let whoIsTold = try await told(world, asked)
            #expect(whoIsTold == ["petitioner"])
            // The fifth is a Saturday.
            let waiting = try await fates(world, registered.caseID)
            #expect(waiting == ["ALARM-45 running 2027-01-04", "SUPPLEMENT running 2026-12-07", "TCD-4 met 2026-11-20"])
            let view = try await world.casework.cases.caseFile(registered.caseID, by: world.actor("hdnd.clerk"))
            #expect(view.nextDue == Day(2027, 1, 4), "the citizen's date is no deadline of the office")
            #expect(view.documents.map(\.kind) == ["receipt", "supplement_request"])
            #expect(view.documents.last?.number == "15/HĐND-TT" && view.documents.last?.issuedOn == Day(2026, 11, 20))
            let facts = lastFacts(view)
            #expect(facts["request"] == "Bổ sung sơ đồ đoạn đường." && facts["supplement_by"] == "05/12/2026")
            let stages = try await world.casework.petitions.lookup(registered.receiptCode).stages
            #expect(stages.map(\.words) == ["Cơ quan đang chờ ông/bà bổ sung thông tin, tài liệu theo văn bản đã gửi."])
            let tooEarly = try await problem {
                try await world.step(registered.caseID, "refer", world.referFacts(to: "snnmt"), by: "hdnd.officer")
            }
            #expect(tooEarly?.code == "not_allowed_in_state")

            world.clock.set(Day(2026, 12, 1))
            let came = try await world.step(
                registered.caseID, "supplement_received", ["content": .text("Sơ đồ vẽ tay.")], by: "hdnd.clerk")
            #expect(came.state == "received")
            let running = try await world.running(registered.caseID)
            #expect(running == ["ALARM-45": Day(2027, 1, 4), "TCD-4B": Day(2026, 12, 15)])
            let after = try await world.casework.cases.caseFile(registered.caseID, by: world.actor("hdnd.clerk"))
            #expect(after.nextDue == Day(2026, 12, 15) && lastFacts(after) == ["content": "Sơ đồ vẽ tay."])
            #expect(after.documents.map(\.kind) == ["receipt", "supplement_request", "receipt"])

            try await classify(world, registered.caseID)
            world.clock.set(Day(2026, 12, 3))
            let sent = try await world.step(registered.caseID, "refer", world.referFacts(to: "snnmt"), by: "hdnd.officer")
            #expect(sent.state == "transferred" && sent.breaches.isEmpty)
            let ended = try await fates(world, registered.caseID)
            #expect(
                ended == ["ALARM-45 met 2026-12-03", "SUPPLEMENT lapsed 2026-12-01", "TCD-4 met 2026-11-20", "TCD-4B met 2026-12-03"])
            let found = try await world.findings()
            #expect(found == [])
        }
    }

    @Test func withoutTheSupplementItGoesOnWithAReason() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.register(world.draft())
            _ = try await world.step(
                registered.caseID, "ask_information", ["request": .text("Bổ sung chữ ký."), "supplement_by": .text("2026-11-30")],
                by: "hdnd.officer")
            world.clock.set(Day(2026, 12, 2))
            let fired = try await world.casework.queues.sweepDeadlines()
            #expect(fired == 0, "a citizen who sends nothing breaches nothing")
            let lapsed = try await fates(world, registered.caseID)
            #expect(lapsed == ["ALARM-45 running 2027-01-04", "SUPPLEMENT lapsed 2026-11-30", "TCD-4 met 2026-11-19"])
            let still = try await world.stand(of: registered.caseID)
            #expect(still.state == "waiting_information" && still.seq == 2)

            let reason: [String: FactInput] = ["reason": .text("Hết hạn, công dân không bổ sung.")]
            let clerk = try await problem {
                try await world.step(registered.caseID, "continue_without_supplement", reason, by: "hdnd.clerk")
            }
            #expect(clerk?.kind == .forbidden)
            let bare = try await problem { try await world.step(registered.caseID, "continue_without_supplement", by: "hdnd.officer") }
            #expect(bare?.code == "fact_missing" && bare?.errors.first?.field == "reason")
            let step = try await world.step(registered.caseID, "continue_without_supplement", reason, by: "hdnd.officer")
            #expect(step.state == "received")
            let running = try await world.running(registered.caseID)
            #expect(running == ["ALARM-45": Day(2027, 1, 4), "TCD-4B": Day(2026, 12, 16)])
            let view = try await world.casework.cases.caseFile(registered.caseID, by: world.actor("hdnd.officer"))
            #expect(lastFacts(view) == ["reason": "Hết hạn, công dân không bổ sung."])

            // The new date binds like the first one.
            try await classify(world, registered.caseID)
            world.clock.set(Day(2026, 12, 18))
            let facts = world.referFacts(to: "snnmt")
            let unexplained = try await problem { try await world.step(registered.caseID, "refer", facts, by: "hdnd.officer") }
            #expect(unexplained?.code == "flag_reason_missing")
            let late = try await world.step(
                registered.caseID, "refer", facts.merging(["flag_reason": .text("Chờ xác minh")]) { $1 }, by: "hdnd.officer")
            #expect(late.breaches == ["Thực hiện quá thời hạn quy định."])
            let ended = try await fates(world, registered.caseID)
            #expect(ended.last == "TCD-4B breached 2026-12-18")
        }
    }

    @Test func askingAfterTheReplyWasDueIsMarked() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.register(world.draft())
            world.clock.set(Day(2026, 12, 8))
            let request: [String: FactInput] = ["request": .text("Bổ sung địa chỉ.")]
            let bare = try await problem { try await world.step(registered.caseID, "ask_information", request, by: "hdnd.officer") }
            #expect(bare?.code == "flag_reason_missing")
            let asked = try await world.step(
                registered.caseID, "ask_information", request.merging(["flag_reason": .text("Thất lạc trong phòng")]) { $1 },
                by: "hdnd.officer")
            #expect(asked.breaches == ["Thực hiện quá thời hạn quy định."])
            // No date was set for the citizen: nothing waits for one.
            let clocks = try await fates(world, registered.caseID)
            #expect(clocks == ["ALARM-45 running 2027-01-04", "TCD-4 breached 2026-12-08"])
        }
    }

    @Test func anIneligiblePetitionIsFiledAndKeptForAYear() async throws {
        try await TestWorld.lease { world in
            let eligible = try await world.classified(world.draft(title: "Việc đủ điều kiện"))
            let ground: [String: FactInput] = ["ground": .text("lacks_elements"), "reason": .text("Không có chữ ký.")]
            let groundless = try await problem { try await world.step(eligible.caseID, "file_away", ground, by: "hdnd.officer") }
            #expect(groundless?.code == "guard_failed" && groundless?.errors.first?.field == "filing_ground")

            let registered = try await world.register(world.draft())
            try await classify(world, registered.caseID, eligibility: "ineligible", reason: "Thiếu chữ ký")
            let classified = try await world.casework.petitions.petition(registered.petition, by: world.actor("hdnd.clerk"))
            #expect(classified.eligibility == .ineligible && classified.ineligibleReason == "Thiếu chữ ký")
            let passedOn = try await problem {
                try await world.step(registered.caseID, "refer", world.referFacts(to: "snnmt"), by: "hdnd.officer")
            }
            #expect(passedOn?.errors.first?.field == "eligible")
            let clerk = try await problem { try await world.step(registered.caseID, "file_away", ground, by: "hdnd.clerk") }
            #expect(clerk?.kind == .forbidden)
            let unnamed = try await problem { try await world.step(registered.caseID, "file_away", by: "hdnd.officer") }
            #expect(unnamed?.code == "fact_missing" && unnamed?.errors.first?.field == "ground")
            let invented = try await problem {
                try await world.step(registered.caseID, "file_away", ["ground": .text("boring")], by: "hdnd.officer")
            }
            #expect(invented?.code == "fact_invalid")

            world.clock.set(Day(2026, 11, 20))
            let step = try await world.step(registered.caseID, "file_away", ground, by: "hdnd.officer")
            #expect(step.state == "filed" && step.breaches.isEmpty)
            let book = try await outcome(world, registered.petition)
            #expect(book == "filed 2026-11-20")
            // A year later is a Saturday.
            let kept = try await fates(world, registered.caseID)
            #expect(kept == ["ALARM-45 met 2026-11-20", "RETAIN running 2027-11-22", "TCD-4 met 2026-11-20"])
            let view = try await world.casework.cases.caseFile(registered.caseID, by: world.actor("hdnd.officer"))
            #expect(view.final && view.nextDue == nil)
            #expect(view.allowed.map(\.event) == ["correct", "move_matter"], "what is over is only set right")
            #expect(view.documents.last?.title == "Phiếu đề xuất lưu đơn")
            let why = "Thiếu ngày tháng, họ tên, địa chỉ, chữ ký hoặc điểm chỉ, nội dung theo quy định"
            #expect(lastFacts(view) == ["ground": why, "reason": "Không có chữ ký."])
            let stages = try await world.casework.petitions.lookup(registered.receiptCode).stages
            #expect(stages.count == 1 && stages.first?.office == "Thường trực Hội đồng nhân dân tỉnh Hưng Yên")
            #expect(stages.first?.words == "Đơn của ông/bà đã được lưu theo quy định về xử lý đơn.")
            #expect(stages.first?.closed == true && stages.first?.since == Day(2026, 11, 20))

            world.clock.set(Day(2027, 11, 23))
            _ = try await world.casework.queues.sweepDeadlines()
            let over = try await fates(world, registered.caseID)
            #expect(over == ["ALARM-45 met 2026-11-20", "RETAIN lapsed 2027-11-22", "TCD-4 met 2026-11-20"])
            let stand = try await world.stand(of: registered.caseID)
            #expect(stand.state == "filed" && stand.seq == 3, "the year's end is no breach and no entry")
            let found = try await world.findings()
            #expect(found == [])
        }
    }

    @Test func aDenunciationOnThePartysWayIsPassedOnOnce() async throws {
        try await TestWorld.lease { world in
            let facts: [String: FactInput] = [
                "competent_body": .text("Ủy ban Kiểm tra Tỉnh ủy"), "letter_number": .text("3/HĐND-M"), "letter_date": .text("2026-11-23"),
            ]
            let feedback = try await world.classified(world.draft())
            world.clock.set(Day(2026, 11, 23))
            let wrongKind = try await problem { try await world.step(feedback.caseID, "party_route", facts, by: "hdnd.officer") }
            #expect(wrongKind?.code == "guard_failed" && wrongKind?.errors.first?.field == "kind_denunciation")

            world.clock.set(Day(2026, 11, 19))
            let first = try await world.classified(world.draft(.denunciation))
            world.clock.set(Day(2026, 11, 23))
            let clerk = try await problem { try await world.step(first.caseID, "party_route", facts, by: "hdnd.clerk") }
            #expect(clerk?.kind == .forbidden)
            let unnumbered = try await problem {
                try await world.step(
                    first.caseID, "party_route",
                    ["competent_body": .text("Ủy ban Kiểm tra Tỉnh ủy"), "letter_date": .text("2026-11-23")], by: "hdnd.officer")
            }
            #expect(unnumbered?.code == "fact_missing" && unnumbered?.errors.first?.field == "letter_number")
            let step = try await world.step(first.caseID, "party_route", facts, by: "hdnd.officer")
            #expect(step.state == "party_routed" && step.breaches.isEmpty && step.created.isEmpty)
            let book = try await outcome(world, first.petition)
            #expect(book == "referred 2026-11-23")
            let clocks = try await fates(world, first.caseID)
            #expect(clocks == ["ALARM-45 met 2026-11-23", "TC-1 met 2026-11-23", "TC-2 met 2026-11-23", "TCD-4 met 2026-11-23"])
            let referrals = try await world.count("select count(*) from tiepdan.referral")
            #expect(referrals == 0, "the Party's body is no office of the system")
            let view = try await world.casework.cases.caseFile(first.caseID, by: world.actor("hdnd.officer"))
            #expect(view.final && view.documents.last?.kind == "party_letter" && view.documents.last?.number == "3/HĐND-M")
            let stages = try await world.casework.petitions.lookup(first.receiptCode).stages
            #expect(stages.map(\.words) == ["Đơn của ông/bà đã được chuyển đến cơ quan có thẩm quyền."])

            // The same matter a second time: no further transfer, the letter is filed.
            var letter = world.draft(.denunciation, title: "Gửi lại lần hai")
            letter.matter = first.matter
            let again = try await world.classified(letter)
            let twice = try await problem {
                try await world.step(again.caseID, "refer", world.referFacts(to: "ubnd"), by: "hdnd.officer")
            }
            #expect(twice?.code == "guard_failed" && twice?.errors.first?.field == "not_transferred_before")
            let filed = try await world.step(again.caseID, "file_away", ["ground": .text("transferred_before")], by: "hdnd.officer")
            #expect(filed.state == "filed")
            let ended = try await fates(world, again.caseID)
            #expect(
                ended == [
                    "ALARM-45 met 2026-11-23", "RETAIN running 2027-11-23", "TC-1 met 2026-11-23", "TC-2 lapsed 2026-11-23",
                    "TCD-4 met 2026-11-23",
                ])
            let found = try await world.findings()
            #expect(found == [])
        }
    }

    @Test func aForwardedPetitionGoesBackToWhoSentIt() async throws {
        try await TestWorld.lease { world in
            let back: [String: FactInput] = [
                "reason": .text("Không thuộc thẩm quyền"), "competent_body": .text("Ủy ban nhân dân phường Phố Hiến"),
                "letter_number": .text("21/BTCD"), "letter_date": .text("2026-11-20"),
            ]
            let direct = try await world.classified(world.draft())
            world.clock.set(Day(2026, 11, 20))
            let nobody = try await problem { try await world.step(direct.caseID, "return_to_sender", back, by: "hdnd.officer") }
            world.clock.set(Day(2026, 11, 19))
            #expect(nobody?.code == "guard_failed" && nobody?.errors.first?.field == "forwarded_by_body")

            var draft = world.draft(.complaint)
            draft.channel = .forwarded
            draft.sourceOrganisation = world.office("ubnd")
            draft.sourceLetterNumber = "77/UBND-NC"
            let registered = try await world.register(draft, by: "btcd.clerk")
            try await classify(world, registered.caseID, as: .complaint, jurisdiction: "competent", by: "btcd.officer")
            world.clock.set(Day(2026, 11, 20))
            let own = try await problem { try await world.step(registered.caseID, "return_to_sender", back, by: "btcd.officer") }
            #expect(own?.code == "guard_failed" && own?.errors.first?.field == "outside_competence")
            try await classify(world, registered.caseID, as: .complaint, event: "reclassify", by: "btcd.officer")
            let clerk = try await problem { try await world.step(registered.caseID, "return_to_sender", back, by: "btcd.clerk") }
            #expect(clerk?.kind == .forbidden)
            let bare = try await problem {
                try await world.step(
                    registered.caseID, "return_to_sender", ["letter_number": .text("21/BTCD"), "letter_date": .text("2026-11-20")],
                    by: "btcd.officer")
            }
            #expect(bare?.code == "fact_missing" && bare?.errors.first?.field == "reason")
            let step = try await world.step(registered.caseID, "return_to_sender", back, by: "btcd.officer")
            #expect(step.state == "returned" && step.breaches.isEmpty)
            let whoIsTold = try await told(world, step)
            #expect(whoIsTold == ["forwarder"])
            let book = try await outcome(world, registered.petition)
            #expect(book == "returned 2026-11-20")
            let clocks = try await fates(world, registered.caseID)
            #expect(clocks == ["ALARM-45 met 2026-11-20", "TCD-4 met 2026-11-20"])
            let view = try await world.casework.cases.caseFile(registered.caseID, by: world.actor("btcd.officer"))
            #expect(view.final && view.documents.last?.kind == "return_letter" && view.documents.last?.number == "21/BTCD")
            #expect(lastFacts(view)["competent_body"] == "Ủy ban nhân dân phường Phố Hiến")
            let stages = try await world.casework.petitions.lookup(registered.receiptCode).stages
            #expect(stages.count == 1 && stages.first?.closed == true)
            #expect(stages.first?.words.hasPrefix("Đơn của ông/bà đã được trả lại cơ quan chuyển đơn") == true)

            // A body that is no office of the system is a sender too.
            var typed = world.draft(title: "Đại biểu chuyển đến")
            typed.channel = .forwarded
            typed.sourceBody = "Đoàn đại biểu Quốc hội tỉnh Hưng Yên"
            let other = try await world.classified(typed)
            let returned = try await world.step(other.caseID, "return_to_sender", back, by: "hdnd.officer")
            #expect(returned.state == "returned")
            let found = try await world.findings()
            #expect(found == [])
        }
    }

    @Test func aSilentRecipientIsReportedToItsSuperior() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.referred(answerBy: Day(2026, 11, 30))
            world.clock.set(Day(2026, 12, 2))
            let before = try await world.running(sent.caseID)
            let senderBefore = try await world.stand(of: sent.petition.caseID)
            let facts: [String: FactInput] = [
                "addressee": .text("Chủ tịch Ủy ban nhân dân tỉnh"), "letter_number": .text("8/BC-HĐND"),
                "letter_date": .text("2026-12-02"), "reason": .text("Quá hạn trả lời."),
            ]
            for name in ["snnmt.leader", "hdnd.clerk"] {
                let refused = try await problem { try await world.step(sent.caseID, "escalate", facts, by: name) }
                #expect(refused?.kind == .forbidden, "\(name)")
            }
            let nowhere = try await problem {
                try await world.step(
                    sent.caseID, "escalate", ["letter_number": .text("8/BC-HĐND"), "letter_date": .text("2026-12-02")], by: "hdnd.officer")
            }
            #expect(nowhere?.code == "fact_missing" && nowhere?.errors.first?.field == "addressee")
            // Reporting a delay before there is one needs a reason.
            let early = try await problem {
                try await world.step(
                    sent.caseID, "escalate", facts.merging(["letter_date": .text("2026-11-30")]) { $1 }, on: Day(2026, 11, 30),
                    by: "hdnd.officer")
            }
            #expect(early?.code == "flag_reason_missing")
            let step = try await world.step(sent.caseID, "escalate", facts, by: "hdnd.officer")
            #expect(step.state == "delivered" && step.created.isEmpty && step.breaches.isEmpty)
            let whoIsTold = try await told(world, step)
            #expect(whoIsTold == ["superior"])

            // It changes no date and is no reminder.
            let clocks = try await world.running(sent.caseID)
            #expect(clocks == before && clocks["REF-ANSWER"] == Day(2026, 11, 30))
            let referral = try await world.casework.referrals.referral(sent.referral, by: world.actor("hdnd.officer"))
            #expect(referral.reminders == 0 && referral.answerBy == Day(2026, 11, 30) && referral.state == "delivered")
            let sender = try await world.stand(of: sent.petition.caseID)
            #expect(sender == senderBefore)
            let view = try await world.casework.cases.caseFile(sent.caseID, by: world.actor("hdnd.officer"))
            #expect(view.documents.map(\.kind) == ["escalation_report"] && view.documents.first?.number == "8/BC-HĐND")
            #expect(
                lastFacts(view) == [
                    "addressee": "Chủ tịch Ủy ban nhân dân tỉnh", "letter_number": "8/BC-HĐND", "letter_date": "02/12/2026",
                    "reason": "Quá hạn trả lời.",
                ])

            _ = try await world.step(sent.caseID, "recall", ["reason": .text("Giải quyết cách khác")], by: "hdnd.officer")
            let over = try await problem { try await world.step(sent.caseID, "escalate", facts, by: "hdnd.officer") }
            #expect(over?.code == "not_allowed_in_state")
            let found = try await world.findings()
            #expect(found == [])
        }
    }

    /// An office without a procedure of its own for a matter settles it on paper; the case stays open until the citizen is told.
    @Test func anOfficesOwnMatterStaysOpenUntilItsResult() async throws {
        try await TestWorld.lease { world in
            var draft = world.draft()
            draft.wantsReply = true
            let registered = try await world.register(draft)
            _ = try await world.step(
                registered.caseID, "classify",
                ["kind": .text("feedback"), "eligibility": .text("eligible"), "jurisdiction": .text("competent")], by: "hdnd.officer")
            let handed = try await world.step(registered.caseID, "hand_over", ["unit": .text("Ban Pháp chế")], by: "hdnd.officer")
            #expect(handed.state == "own_handling" && handed.created["case"] == nil)
            let running = try await world.running(registered.caseID)
            #expect(running == ["OWN-SET": Day(2026, 12, 21)], "30 days end on a Saturday")
            world.clock.set(Day(2026, 11, 26))
            let register = try await world.casework.registers.weekly(
                from: Day(2026, 11, 16), to: Day(2026, 11, 26), leaderName: nil, by: world.actor("hdnd.leader"))
            #expect(register.open.map(\.caseID) == [registered.caseID] && register.closed.isEmpty)
            let done = try await world.step(
                registered.caseID, "own_result",
                ["summary": .text("Đã sửa đường."), "document_number": .text("5/TB-HĐND"), "document_date": .text("2026-11-26")],
                by: "hdnd.officer")
            #expect(done.state == "result_in")
            let owed = try await world.running(registered.caseID)
            #expect(owed == ["TCD-6": Day(2026, 12, 3)])
            let answered = try await world.casework.registers.weekly(
                from: Day(2026, 11, 16), to: Day(2026, 11, 26), leaderName: nil, by: world.actor("hdnd.leader"))
            #expect(answered.closed.map(\.letter) == ["5/TB-HĐND, 26/11/2026"] && answered.open.count == 1, "answered, not over")
            let told = try await world.step(
                registered.caseID, "tell_citizen", ["told_on": .text("2026-11-26"), "means": .text("phone")], by: "hdnd.clerk")
            #expect(told.state == "closed")
            #expect(try await world.findings() == [])
        }
    }

    @Test func withdrawnLettersAreFiledInTheBook() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.classified(world.draft())
            let paper: [String: FactInput] = ["form": .text("withdrawal_letter"), "withdrawn_on": .text("2026-11-20")]
            let free = paper.merging(["continue_ground": .text("none")]) { $1 }
            world.clock.set(Day(2026, 11, 20))
            let unsaid = try await problem { try await world.step(registered.caseID, "withdraw", paper, by: "hdnd.officer") }
            #expect(unsaid?.errors.first?.field == "continue_ground")
            let step = try await world.step(registered.caseID, "withdraw", free, by: "hdnd.officer")
            #expect(step.state == "withdrawn" && step.breaches.isEmpty)
            let (book, clocks) = (try await outcome(world, registered.petition), try await fates(world, registered.caseID))
            #expect(book == "filed 2026-11-20" && clocks == ["ALARM-45 met 2026-11-20", "TCD-4 met 2026-11-20"])
            #expect(try await world.findings() == [])
        }
    }

    /// A letter with names whose content denounces somebody: the case ends without a word that leads to the new entry.
    @Test func enteredAgainAsADenunciationItLeavesNoTrace() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.classified(world.draft())
            let stuck = try await problem {
                try await world.step(
                    registered.caseID, "reclassify",
                    ["kind": .text("denunciation"), "eligibility": .text("eligible"), "jurisdiction": .text("not_competent")],
                    by: "hdnd.officer")
            }
            #expect(stuck?.errors.first?.field == "kind" || stuck?.errors.first?.field == "denunciation_by_reference")
            let step = try await world.step(registered.caseID, "entered_as_denunciation", by: "hdnd.leader")
            #expect(step.state == "reclassified" && step.created.isEmpty)
            #expect(try await world.running(registered.caseID).isEmpty)
            let stages = try await world.casework.petitions.lookup(registered.receiptCode).stages
            #expect(stages.map(\.words) == ["Đơn của ông/bà được xử lý theo thủ tục phù hợp với nội dung đơn."])
            #expect(try await world.findings() == [])
        }
    }

    @Test func theLeaderNamesAnOfficerOfHisOwn() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.classified(world.draft())
            let stranger: [String: FactInput] = ["handler": .number(world.officer("snnmt.officer").id)]
            let refused = try await problem { try await world.step(registered.caseID, "assign", stranger, by: "hdnd.leader") }
            #expect(refused?.errors.first?.code == "unknown_officer")
            let officer = world.officer("hdnd.officer").id
            let step = try await world.step(registered.caseID, "assign", ["handler": .number(officer)], by: "hdnd.leader")
            #expect(step.state == "classified")
            let caseID = registered.caseID
            #expect(try await world.count("select count(*) from tiepdan.case_file where id = \(caseID) and handler = \(officer)") == 1)
        }
    }

    @Test func partsToBeSentApartAreSaidSo() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.classified(world.draft(.mixed))
            let step = try await world.step(registered.caseID, "guide_split", by: "hdnd.officer")
            #expect(step.state == "split_guided")
            let book = try await outcome(world, registered.petition)
            #expect(book == "split 2026-11-19")
            let stages = try await world.casework.petitions.lookup(registered.receiptCode).stages
            #expect(stages.map(\.words) == ["Ông/bà đã được hướng dẫn tách đơn để gửi riêng từng nội dung."])
        }
    }

    /// A letter that is written down late has its default answer day where it lies, even if that has passed.
    @Test func aLetterWrittenDownLateIsTakenWithItsDates() async throws {
        try await TestWorld.lease { world in
            world.clock.set(Day(2026, 8, 3))
            let registered = try await world.classified(world.draft(receivedOn: Day(2026, 8, 3)))
            world.clock.set(Day(2026, 11, 19))
            let facts = world.referFacts(to: "snnmt").merging(["letter_date": .text("2026-08-05"), "flag_reason": .text("Quên ghi")]) { $1 }
            let step = try await world.step(registered.caseID, "refer", facts, by: "hdnd.officer")
            let referral = try await world.casework.referrals.referral(
                try #require(step.created["referral"]), by: world.actor("hdnd.officer"))
            #expect(referral.answerBy == Day(2026, 9, 4) && referral.daysLate == Day(2026, 11, 19).days(since: Day(2026, 9, 4)))
        }
    }
}
