import Casework
import Law
import Postgres
import TestSupport
import Testing

extension TestWorld {
    /// A court where nobody uses the program.
    func court() async throws -> Int64 {
        var new = AdministrationDesk.NewOrganisation(
            code: "TAND-HY", kind: .other, level: "province", name: "Tòa án nhân dân tỉnh Hưng Yên", shortName: "TAND tỉnh", symbol: "TAND")
        new.province = "33"
        return try await casework.administration.addOrganisation(new, by: .operator(user: "test"))
    }

    /// Sends a classified petition of the People's Council to the court; the answer names referral and track.
    func sentToCourt(_ court: Int64, _ draft: PetitionDraft? = nil) async throws -> (own: Int64, referral: Int64, track: Int64) {
        let registered = try await classified(draft ?? self.draft())
        let facts: [String: FactInput] = [
            "recipient": .number(court), "letter_number": .text("31/HĐND-TT"), "letter_date": .text(clock.today.iso),
        ]
        let step = try await step(registered.caseID, "refer", facts, by: "hdnd.officer")
        return (registered.caseID, try #require(step.created["referral"]), try #require(step.created["referralCase"]))
    }
}

/// Bodies without accounts: what they say comes on paper, and their sender writes it down.
@Suite struct PaperPartnerTests {
    private let answer: [String: FactInput] = .decision(
        "9/TA", "2026-12-01", and: ["result": .text("explained"), "summary": .text("Tòa án đã trả lời công dân.")])
    private let refusal: [String: FactInput] = .decision("8/TA", "2026-11-20", and: ["reason": .text("Không thuộc thẩm quyền")])

    @Test func anAnswerWrittenDownEndsBothOnce() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.sentToCourt(try await world.court())
            world.clock.set(Day(2026, 12, 1))
            let step = try await world.step(sent.track, "record_answer", answer, by: "hdnd.clerk")
            #expect(step.state == "answered" && step.created["senderCase"] == sent.own)
            let own = try await world.stand(of: sent.own)
            #expect(own.state == "result_in")
            let view = try await world.casework.referrals.referral(sent.referral, by: world.actor("hdnd.leader"))
            #expect(view.result == "explained" && view.answerNumber == "9/TA" && view.answerDate == Day(2026, 12, 1))
            #expect(view.answerSummary == "Tòa án đã trả lời công dân." && view.answeredOn == Day(2026, 12, 1))
            let file = try await world.casework.cases.caseFile(sent.track, by: world.actor("hdnd.leader"))
            #expect(file.journal.last?.onBehalfOf == "Tòa án nhân dân tỉnh Hưng Yên")
            #expect(file.journal.last?.officerName == world.officer("hdnd.clerk").fullName && file.journal.first?.onBehalfOf == nil)
            // The other way of writing the same answer down has nothing left to do.
            let again = try await problem { try await world.step(sent.own, "record_result", answer, by: "hdnd.officer") }
            #expect(again?.code == "not_allowed_in_state")
            let register = try await world.casework.registers.weekly(
                from: Day(2026, 11, 30), to: Day(2026, 12, 1), leaderName: nil, by: world.actor("hdnd.leader"))
            let lines = register.received + register.closed + register.open
            #expect(lines.contains { $0.reply.contains("9/TA") && $0.reply.contains("Tòa án đã trả lời công dân.") })
            #expect(try await world.findings() == [])
        }
    }

    @Test func bothWaysOfWritingAnAnswerDownAtOnceLeaveOne() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.sentToCourt(try await world.court())
            world.clock.set(Day(2026, 12, 1))
            let said = answer
            async let there = problem { try await world.step(sent.track, "record_answer", said, by: "hdnd.officer") }
            async let here = problem { try await world.step(sent.own, "record_result", said, by: "hdnd.leader") }
            let refused = [try await there, try await here].compactMap { $0 }
            #expect(refused.count == 1 && ["stale_sequence", "not_allowed_in_state"].contains(refused.first?.code))
            let (own, track) = (try await world.stand(of: sent.own), try await world.stand(of: sent.track))
            #expect(own.state == "result_in" && track.state == "answered")
            let entries = try await world.count(
                """
                select count(*) from tiepdan.journal
                 where (case_id = \(sent.own) and event in ('record_result', 'result_received'))
                    or (case_id = \(sent.track) and event in ('record_answer', 'answer_on_paper'))
                """)
            #expect(entries == 2)
            #expect(try await world.findings() == [])
        }
    }

    @Test func aRefusalOnPaperCountsAmongTheThree() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.classified(world.draft())
            for office in ["snnmt", "btcd"] { try await world.refused(registered.caseID, by: office) }
            let court = try await world.court()
            let facts: [String: FactInput] = [
                "recipient": .number(court), "letter_number": .text("32/HĐND-TT"), "letter_date": .text("2026-11-19"),
            ]
            let sent = try await world.step(registered.caseID, "refer", facts, by: "hdnd.officer")
            let track = try #require(sent.created["referralCase"])
            world.clock.set(Day(2026, 11, 20))
            let wordless = try await problem {
                try await world.step(track, "record_declined", .decision("8/TA", "2026-11-20", and: [:]), by: "hdnd.clerk")
            }
            #expect(wordless?.errors.first?.field == "reason")
            _ = try await world.step(track, "record_declined", refusal, by: "hdnd.clerk")
            let stand = try await world.stand(of: registered.caseID)
            #expect(stand.state == "competence_dispute")
            let view = try await world.casework.cases.caseFile(registered.caseID, by: world.actor("hdnd.officer"))
            #expect(view.chain.last?.state == "declined" && view.chain.last?.recipient == court)
            #expect(view.journal.suffix(2).map(\.event) == ["referral_declined", "put_to_superior"])
            #expect(try await world.findings() == [])
        }
    }

    @Test func whoGetsAccountsLaterSpeaksForItself() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.sentToCourt(try await world.court())
            _ = try await world.step(sent.track, "record_acknowledged", ["document_date": .text("2026-11-19")], by: "hdnd.clerk")
            _ = try await world.casework.administration.addOfficer(
                username: "tand.officer", fullName: "Thẩm tra viên", title: "Thẩm tra viên", organisation: "TAND-HY", roles: [.officer],
                password: nil, by: .operator(user: "test"))
            let stopped = try await problem {
                try await world.step(sent.track, "record_accepted", .decision("9/TA", "2026-11-19", and: [:]), by: "hdnd.clerk")
            }
            #expect(stopped?.code == "guard_failed")
            let officer = Actor.officer(try await world.casework.signIn.impersonate(username: "tand.officer"))
            let inbox = try await world.casework.referrals.list(
                incoming: true, open: true, overdue: false, cursor: nil, limit: 10, by: officer)
            #expect(inbox.items.map(\.id) == [sent.referral] && inbox.items.first?.recipientOnPaper == false)
            let draft = EventDraft(event: "accept", facts: nil, expectedSequence: try await world.stand(of: sent.track).seq)
            let accepted = try await world.casework.cases.step(sent.track, draft, key: nil, by: officer)
            #expect(accepted.state == "accepted" && accepted.created["case"] != nil)
            #expect(try await world.findings() == [])
        }
    }

    @Test func whoAcceptedOnPaperOpensItsOwnCaseOnceItHasAccounts() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.sentToCourt(try await world.court())
            _ = try await world.step(sent.track, "record_accepted", .decision("9/TA", "2026-11-19", and: [:]), by: "hdnd.clerk")
            func hire(_ username: String, _ role: Role) async throws -> Actor {
                _ = try await world.casework.administration.addOfficer(
                    username: username, fullName: "Thẩm tra viên", title: "Thẩm tra viên", organisation: "TAND-HY", roles: [role],
                    password: nil, by: .operator(user: "test"))
                return .officer(try await world.casework.signIn.impersonate(username: username))
            }
            // Who only reads there says nothing for it.
            _ = try await hire("tand.auditor", .auditor)
            let status: [String: FactInput] = .decision("10/TA", "2026-11-19", and: ["status": .text("Đang xem xét")])
            _ = try await world.step(sent.track, "record_status", status, by: "hdnd.clerk")
            let officer = try await hire("tand.officer", .officer)
            func accept() async throws -> StepView {
                let seen = try await world.stand(of: sent.track).seq
                return try await world.casework.cases.step(
                    sent.track, EventDraft(event: "accept", facts: nil, expectedSequence: seen), key: nil, by: officer)
            }
            let accepted = try await accept()
            #expect(accepted.state == "accepted" && accepted.created["registration"] != nil)
            let theirs = try #require(accepted.created["case"])
            let view = try await world.casework.referrals.referral(sent.referral, by: officer)
            #expect(view.recipientCase == theirs)
            let twice = try await problem { try await accept() }
            #expect(twice?.code == "guard_failed" && twice?.errors.first?.field == "recipient_not_entered")
            #expect(try await world.findings() == [])
        }
    }

    @Test func nobodyElseSpeaksForABody() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.sentToCourt(try await world.court())
            for name in ["ubnd.leader", "snnmt.officer"] {
                let refused = try await problem { try await world.step(sent.track, "record_answer", answer, by: name) }
                #expect(refused?.kind == .missing, "\(name)")
            }
            let toUsers = try await world.referred()
            let refused = try await problem { try await world.step(toUsers.caseID, "record_declined", refusal, by: "hdnd.leader") }
            #expect(refused?.kind == .refused)
        }
    }
}
