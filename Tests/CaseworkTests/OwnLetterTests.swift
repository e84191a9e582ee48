import Casework
import Law
import Postgres
import TestSupport
import Testing

/// Every paper of a step is a document of its own, and every letter of the office stands once in its book of what goes out.
@Suite struct OwnLetterTests {
    private func number(_ world: TestWorld, _ text: String) async throws -> Int {
        try await world.count("select count(*)::int from tiepdan.outgoing_number where number = \(text)")
    }

    private func guide(_ number: String?, on day: String = "2026-11-19") -> [String: FactInput] {
        var facts: [String: FactInput] = ["competent_body": .text("Tòa án"), "letter_date": .text(day)]
        if let number { facts["letter_number"] = .text(number) }
        return facts
    }

    @Test func `two papers of one step are numbered one after the other and the step is taken once`() async throws {
        try await TestWorld.lease { world in
            let office = try await PaperOffice.open(world)
            let own = try await world.classified(world.draft()).caseID
            let letter = try await office.signed(own, "refer", "transfer_letter", ["recipient": .number(world.office("snnmt"))])
            let issued = try await office.issue(letter, "15/CV")
            #expect(issued.step?.state == "transferred")
            #expect(try await office.papers(own).suffix(2) == ["transfer_letter 15/CV", "transfer_notice"])
            let stood = try await world.stand(of: own)
            let forms = try await world.casework.documents.forms(case: own, by: world.actor("hdnd.officer"))
            #expect(forms.first { $0.event == "refer" }?.forms.map(\.value) == ["transfer_notice"])
            let notice = try await office.signed(own, "refer", "transfer_notice")
            let beside = try await office.issue(notice, "16/TB")
            #expect(beside.step == nil && beside.state == .issued)
            #expect(try await office.papers(own).suffix(2) == ["transfer_letter 15/CV", "transfer_notice 16/TB"])
            #expect(try await world.stand(of: own) == stood, "the step is not taken twice")
            // One that was voided is written anew, beside the letter that stands.
            _ = try await office.void(beside)
            let second = try await office.issue(office.signed(own, "refer", "transfer_notice"), "17/TB")
            #expect(second.step == nil)
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func `with the last numbered paper of a step go the others and the leader may undo it`() async throws {
        try await TestWorld.lease { world in
            let office = try await PaperOffice.open(world)
            let own = try await world.classified(world.draft()).caseID
            let letter = try await office.signed(own, "ask_information", "supplement_request", ["request": .text("Bổ sung sơ đồ.")])
            let asked = try await office.issue(letter, "20/CV")
            #expect(asked.step != nil)
            let early = try await problem { try await world.step(own, "revoke", ["reason": .text("Nhầm")], by: "hdnd.leader") }
            #expect(early?.errors.first?.field == "nothing_issued_by_last_step")
            _ = try await office.void(asked)
            _ = try await world.step(own, "revoke", ["reason": .text("Nhầm")], by: "hdnd.leader")

            let sent = try await office.issue(
                office.signed(own, "refer", "transfer_letter", ["recipient": .number(world.office("snnmt"))]), "21/CV")
            _ = try await office.void(sent)
            let standing = try await world.count(
                """
                select count(*)::int from tiepdan.document
                 where case_id = \(own) and kind in ('transfer_letter', 'transfer_notice') and voided_on is null
                """)
            #expect(standing == 0, "nobody has the notice of a letter that was voided")
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func `the citizen's own paper has no number of the office and is not drafted`() async throws {
        try await TestWorld.lease { world in
            let office = try await PaperOffice.open(world, "ubnd")
            let it = try await FollowedPetition.registered(world, .complaint, by: "ubnd")
            try await it.take("propose_accept", as: "officer", ["summary": .text("Đủ điều kiện.")])
            try await it.take("accept", as: "leader")
            let facts: [String: FactInput] = ["form": .text("withdrawal_minutes"), "withdrawn_on": .text("2026-11-19")]
            let own = it.entry.caseID
            let theirs = try await problem { try await office.signed(own, "withdraw_all", "withdrawal_paper", facts) }
            #expect(theirs?.errors.first?.code == "unknown_form")
            let ended = try await office.issue(office.signed(own, "withdraw_all", "termination_decision", facts), "7/QĐ-UBND")
            #expect(try await office.papers(own).suffix(2) == ["withdrawal_paper", "termination_decision 7/QĐ-UBND"])
            _ = try await office.void(ended)
            let back = try await world.step(own, "revoke", ["reason": .text("Người khiếu nại chưa rút.")], by: "ubnd.leader")
            #expect(back.state == "accepted")
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func `a number typed at a step is used once in a year, whichever way it was used`() async throws {
        try await TestWorld.lease { world in
            let office = try await PaperOffice.open(world)
            let first = try await world.classified(world.draft(.complaint)).caseID
            let second = try await world.classified(world.draft(.complaint, title: "Việc khác")).caseID
            _ = try await world.step(first, "guide", guide(" 7/HD "), by: "hdnd.officer")
            #expect(try await number(world, "7/HD") == 1)
            let before = try await world.everything()
            let twice = try await problem { try await world.step(second, "guide", guide("7/HD"), by: "hdnd.officer") }
            #expect(twice?.errors.map(\.code) == ["number_taken", "flag_reason_missing"] && twice?.errors.first?.field == "letter_number")
            let after = try await world.everything()
            #expect(after == before)
            // Another office has a book of its own, and what the court writes stands in none.
            let elsewhere = try await world.register(world.draft(.complaint, title: "Tại Ban"), by: "btcd.clerk").caseID
            _ = try await world.step(
                elsewhere, "classify",
                ["kind": .text("complaint"), "eligibility": .text("eligible"), "jurisdiction": .text("not_competent")], by: "btcd.officer")
            _ = try await world.step(elsewhere, "guide", guide("7/HD"), by: "btcd.officer")
            #expect(try await number(world, "7/HD") == 2)
            // Nor is a number taken at a step that a draft holds, or by a draft that a step holds.
            let draft = try await office.signed(second, "guide", "guidance", ["competent_body": .text("Tòa án")])
            let held = try await problem { try await office.issue(draft, "7/HD") }
            #expect(held?.errors.map(\.code) == ["number_taken"])
            _ = try await office.issue(draft, "8/HD")
            let third = try await world.classified(world.draft(.complaint, title: "Việc thứ ba")).caseID
            let drafted = try await problem { try await world.step(third, "guide", guide("8/HD"), by: "hdnd.officer") }
            #expect(drafted?.errors.map(\.code) == ["number_taken"])
            // Typed by mistake the first time, it is the number of this letter all the same; the reason stays beside it.
            let reason = guide("7/HD").merging(["flag_reason": .text("Số ở đơn trước ghi nhầm, đúng là 6/HD")]) { $1 }
            let again = try await problem { try await world.step(third, "guide", reason, by: "hdnd.officer") }
            #expect(again == nil)
            let view = try await world.casework.cases.caseFile(third, by: world.actor("hdnd.officer"))
            #expect(view.documents.last?.number == "7/HD")
            #expect(view.journal.last?.facts.contains { $0.name == "flag_reason" && $0.value.contains("6/HD") } == true)
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func `one decision serves the complaints of several people`() async throws {
        try await TestWorld.lease { world in
            var cases: [FollowedPetition] = []
            for _ in 0..<2 { cases.append(try await FollowedPetition.registered(world, .complaint)) }
            for it in cases {
                try await it.take("propose_accept", as: "officer")
                try await it.take("accept", as: "leader")
            }
            let decision: [String: FactInput] = .decision("21/QĐ", "2026-11-19", and: ["report_by": .text("2026-12-16")])
            for it in cases { try await it.take("assign_verification", as: "leader", decision) }
            #expect(try await number(world, "21/QĐ") == 1)
            #expect(try await world.findings() == [])
        }
    }

    @Test func `one letter may bring several petitions, on its day alone`() async throws {
        try await TestWorld.lease { world in
            _ = try await world.referred()
            _ = try await world.referred(world.draft(title: "Việc khác"))
            #expect(try await number(world, "12/HĐND-TT") == 1)
            world.clock.set(Day(2026, 11, 20))
            let later = try await world.classified(world.draft(title: "Việc thứ ba")).caseID
            let other = try await problem { try await world.step(later, "refer", world.referFacts(to: "snnmt"), by: "hdnd.officer") }
            #expect(other?.errors.map(\.code) == ["number_taken", "flag_reason_missing"])
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func `what another body wrote stands in no book of the office`() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.referred()
            _ = try await world.step(sent.caseID, "accept", by: "snnmt.officer")
            let before = try await world.count("select count(*)::int from tiepdan.outgoing_number")
            let (court, draft) = (try await world.court(), world.draft(title: "Việc của tòa"))
            let own = try await world.classified(draft).caseID
            let step = try await world.step(
                own, "refer",
                [
                    "recipient": .number(court), "letter_number": .text("31/HĐND-TT"), "letter_date": .text(world.clock.today.iso),
                ], by: "hdnd.officer")
            let track = try #require(step.created["referralCase"])
            let paper: [String: FactInput] = ["document_number": .text("31/HĐND-TT"), "document_date": .text("2026-11-19")]
            _ = try await world.step(track, "record_acknowledged", paper, by: "hdnd.clerk")
            let entered = try await world.count("select count(*)::int from tiepdan.outgoing_number")
            #expect(entered == before + 1, "the letter of transfer, not the court's")
        }
    }

    @Test func `where the book here gives the numbers nobody types one and none is missing`() async throws {
        try await TestWorld.lease { world in
            try await world.casework.administration.set(
                "numbers.outgoing", to: 0, organisation: "HY-TTHDND", by: .operator(user: "test"))
            let first = try await world.classified(world.draft(.complaint)).caseID
            let typed = try await problem { try await world.step(first, "guide", guide("7/HD"), by: "hdnd.officer") }
            #expect(typed?.errors.map(\.code) == ["number_allocated"])
            _ = try await world.step(first, "guide", guide(nil), by: "hdnd.officer")
            let view = try await world.casework.cases.caseFile(first, by: world.actor("hdnd.officer"))
            #expect(view.documents.last?.number == "01/HDND")
            // The law wants a number with a transfer: the book gives it, the form does not ask.
            let second = try await world.classified(world.draft()).caseID
            let offered = try await world.casework.cases.caseFile(second, by: world.actor("hdnd.officer")).allowed
            let refer = try #require(offered.first { $0.event == "refer" })
            #expect(!refer.fields.contains { $0.name == "letter_number" } && refer.fields.contains { $0.name == "letter_date" })
            var facts = world.referFacts(to: "snnmt")
            facts["letter_number"] = nil
            let sent = try await world.step(second, "refer", facts, by: "hdnd.officer")
            let referral = try #require(sent.created["referral"])
            let shown = try await world.casework.referrals.referral(referral, by: world.actor("snnmt.clerk"))
            #expect(shown.letterNumber == "02/HDND")
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func `a task's letter stands in the book, and no task goes to an office that has closed`() async throws {
        try await TestWorld.lease { world in
            let communes = try await TwoCommunes(world)
            let own = try await world.classified(world.draft(.complaint)).caseID
            func draft(_ assignee: Int64, _ letter: String) -> TaskDraft {
                TaskDraft(
                    kind: .report, title: "Báo cáo tình hình", content: "Báo cáo tình hình vụ việc.", assignee: assignee,
                    dueOn: Day(2026, 12, 4), letterNumber: letter, letterDate: Day(2026, 11, 19))
            }
            func give(_ draft: TaskDraft) async throws -> GivenTask {
                try await world.casework.tasks.give(draft, in: own, key: nil, by: world.actor("hdnd.leader"))
            }
            _ = try await give(draft(world.office("snnmt"), "3/HĐND"))
            #expect(try await number(world, "3/HĐND") == 1)
            _ = try await world.step(own, "guide", guide("4/HD"), by: "hdnd.officer")
            let taken = try await problem { try await give(draft(world.office("snnmt"), "4/HD")) }
            #expect(taken?.errors.map(\.code) == ["number_taken"] && taken?.errors.first?.field == "letterNumber")
            let old = try await communes.office(TwoCommunes.hongNam)
            _ = try await communes.merge()
            let before = try await world.everything()
            let closed = try await problem { try await give(draft(old, "5/HĐND")) }
            #expect(closed?.errors.map(\.code) == ["office_closed"] && closed?.errors.first?.field == "assignee")
            let after = try await world.everything()
            #expect(after == before)
        }
    }

    @Test func `an accepted petition bears the number of the letter among what came in`() async throws {
        try await TestWorld.lease { world in
            try await world.casework.administration.set(
                "numbers.incoming", to: 1, organisation: "HY-SNNMT", by: .operator(user: "test"))
            let sent = try await world.referred()
            let view = try await world.casework.cases.caseFile(sent.caseID, by: world.actor("snnmt.officer"))
            let accept = try #require(view.allowed.first { $0.event == "accept" })
            #expect(accept.fields.contains { $0.name == "arrival_number" && !$0.required })
            let wrong = try await problem {
                try await world.step(sent.caseID, "accept", ["arrival_number": .text("x")], by: "snnmt.officer")
            }
            #expect(wrong?.errors.map(\.field) == ["arrival_number"] && wrong?.errors.first?.code == "out_of_range")
            _ = try await world.step(sent.caseID, "accept", ["arrival_number": .number(812)], by: "snnmt.officer")
            let petition = try await world.casework.petitions.petition(sent.petition.petition, by: world.actor("snnmt.officer"))
            #expect(petition.arrivalNumber == 812 && petition.number == 1)
            let other = try await world.referred(world.draft(title: "Việc khác"))
            let taken = try await problem {
                try await world.step(other.caseID, "accept", ["arrival_number": .number(812)], by: "snnmt.officer")
            }
            #expect(taken?.errors.map(\.field) == ["arrival_number"] && taken?.errors.first?.code == "number_taken")
        }
    }
}
