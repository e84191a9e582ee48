import Casework
import Law
import Postgres
import TestSupport
import Testing

/// What voters ask for, from the meeting through the body that answers to the council's report, over the database.
@Suite struct VoterPetitionStepsTests {
    private let meeting = "Hội nghị tiếp xúc cử tri xã Ân Thi ngày 18/11/2026"
    private let sorted: [String: FactInput] = ["field": .text("admin.policy"), "jurisdiction": .text("not_competent")]

    /// Heard at a meeting on 18/11 and entered on the 19th; who said it is not known.
    private func heard(_ world: TestWorld, _ change: (inout PetitionDraft) -> Void = { _ in }) async throws -> FollowedPetition {
        try await FollowedPetition.registered(world, .voterPetition, by: "hdnd") { draft in
            draft.petitioners = nil
            draft.jurisdiction = nil
            draft.channel = .oral
            draft.sourceBody = meeting
            change(&draft)
        }
    }

    /// Grouped on 23/11 and sent to the provincial committee on 25/11.
    private func sent(
        _ world: TestWorld, _ more: [String: FactInput] = [:]
    ) async throws -> (petition: FollowedPetition, referral: Int64, track: Int64) {
        let it = try await heard(world)
        try await it.take("group", as: "officer", on: Day(2026, 11, 23), sorted)
        world.clock.set(Day(2026, 11, 25))
        let step = try await it.take("send", as: "officer", world.referFacts(to: "ubnd").merging(more) { $1 })
        return (it, try #require(step.created["referral"]), try #require(step.created["referralCase"]))
    }

    private func letter(_ number: String, _ day: Day, _ more: [String: FactInput] = [:]) -> [String: FactInput] {
        .letter(number, day.iso, and: more)
    }

    @Test func theBodyAnswersAndTheVotersAreTold() async throws {
        try await TestWorld.lease { world in
            let it = try await heard(world)
            #expect(it.entry.state == "collected" && it.entry.nextDue == Day(2026, 12, 4))
            let clerk = try await it.refused("send", as: "clerk", on: Day(2026, 11, 23), world.referFacts(to: "ubnd"))
            #expect(clerk?.code == "not_allowed_in_state", "what is not grouped is not sent")
            let grouped = try await it.take("group", as: "clerk", sorted)
            #expect(grouped.state == "grouped")
            let waiting = try await world.running(it.entry.caseID)
            #expect(waiting == ["CFG-1B": Day(2026, 12, 1)])

            world.clock.set(Day(2026, 11, 25))
            let sent = try await it.take("send", as: "officer", world.referFacts(to: "ubnd"))
            let referral = try #require(sent.created["referral"])
            let track = try #require(sent.created["referralCase"])
            #expect(sent.state == "sent")
            let own = try await world.running(it.entry.caseID)
            #expect(own == ["CFG-2": Day(2027, 1, 4)], "forty days")
            let theirs = try await world.running(track)
            #expect(theirs["REF-ANSWER"] == Day(2027, 1, 4), "the letter asks by the end of the term")
            let inbox = try await world.casework.referrals.referral(referral, by: world.actor("ubnd.clerk"))
            #expect(inbox.kind == .voterPetition && inbox.who == "Cử tri" && inbox.answerBy == Day(2027, 1, 4))

            _ = try await world.step(track, "acknowledge", on: Day(2026, 11, 25), by: "ubnd.clerk")
            let accepted = try await world.step(track, "accept", on: Day(2026, 11, 25), by: "ubnd.officer")
            let settling = try #require(accepted.created["case"])
            let view = try await world.casework.cases.caseFile(settling, by: world.actor("ubnd.officer"))
            #expect(view.procedure == "feedback")
            let term = try await world.running(settling)
            #expect(term == ["KNPA-SET": Day(2027, 1, 4)], "no reply to a citizen is owed")
            try await it.take("acknowledge", as: "clerk", ["note": .text("UBND tỉnh đã nhận.")])
            _ = try await world.step(settling, "accept", ["unit": .text("Phòng Kinh tế")], by: "ubnd.officer")
            world.clock.set(Day(2026, 12, 30))
            let answer: [String: FactInput] = ["result": .text("upheld"), "summary": .text("Đã bố trí vốn làm đường.")]
            _ = try await world.step(settling, "answer", .decision("9/UBND", "2026-12-30", and: answer), by: "ubnd.leader")
            let told = try await world.step(track, "answer", .decision("9/UBND", "2026-12-30", and: answer), by: "ubnd.leader")
            #expect(told.created["senderCase"] == it.entry.caseID && told.breaches.isEmpty)

            let stand = try await world.stand(of: it.entry.caseID)
            #expect(stand.state == "replied")
            let telling = try await world.running(it.entry.caseID)
            #expect(telling == ["CFG-3": Day(2027, 1, 14)])
            let assessed = try await it.take(
                "assess_reply", as: "officer", ["answer": .text("in_settlement"), "finish_by": .text("2027-06-30")])
            #expect(assessed.state == "replied")
            let roadmap = try await world.running(it.entry.caseID)
            #expect(roadmap["ROADMAP"] == Day(2027, 6, 30))
            let informed = try await it.take(
                "inform_voters", as: "clerk", on: Day(2027, 1, 5),
                letter("3/TB", Day(2027, 1, 5), ["told_on": .text("2027-01-05"), "means": .text("meeting")]))
            #expect(informed.state == "informed" && informed.breaches.isEmpty)
            let petition = it.entry.petition
            let stored = try await world.count(
                """
                select count(*) from tiepdan.registration
                 where petition = \(petition) and told_on = date '2027-01-05' and outcome = 'referred'
                """)
            #expect(stored == 1)
            let words = try await it.words()
            #expect(words.first == "Kết quả giải quyết, trả lời kiến nghị đã được thông báo đến cử tri.")
            let closed = try await it.take("close", as: "officer")
            #expect(closed.state == "closed")
            let ended = try await it.fates()
            #expect(
                ended == [
                    "CFG-1 met 2026-11-23", "CFG-1B met 2026-11-25", "CFG-2 met 2026-12-30", "CFG-3 met 2027-01-05",
                    "ROADMAP lapsed 2027-01-05",
                ])
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func anUnsatisfactoryAnswerGoesUpTheLadder() async throws {
        try await TestWorld.lease { world in
            let (it, referral, track) = try await sent(world)
            _ = try await world.step(track, "accept", by: "ubnd.officer")
            world.clock.set(Day(2026, 12, 29))
            _ = try await world.step(
                track, "answer",
                ["result": .text("explained"), "summary": .text("Đang rà soát."), "flag_reason": .text("Trả lời trước")], by: "ubnd.leader")
            let disputed = try await it.take(
                "dispute", as: "officer", letter("20/HĐND", Day(2026, 12, 29), ["reason": .text("Chưa nêu thời hạn.")]))
            #expect(disputed.state == "sent" && disputed.created["referral"] == nil, "the same body reconsiders by letter")
            let again = try await world.running(it.entry.caseID)
            // Forty days end on Sunday 07/02; 08–11/02 are holidays.
            #expect(again == ["CFG-2": Day(2027, 2, 12)])

            // The referral has ended, so the reminders stand with it alone.
            for number in 1...2 {
                let day = Day(2027, 2, 14 + number)
                let urged = try await it.take("urge", as: "officer", on: day, letter("\(number)/ĐĐ", day))
                #expect(urged.created["reminder"] == Int64(number) && urged.state == "sent")
            }
            let counted = try await world.casework.referrals.referral(referral, by: world.actor("hdnd.clerk"))
            #expect(counted.reminders == 2 && counted.state == "answered")

            let demand = letter("30/HĐND", Day(2027, 2, 17), ["content": .text("Giải trình việc chậm trả lời.")])
            let officer = try await it.refused("explain", as: "officer", on: Day(2027, 2, 17), demand)
            #expect(officer?.kind == .forbidden)
            try await it.take("explain", as: "leader", demand)
            let owed = try await world.running(it.entry.caseID)
            #expect(owed["GS-1"] == Day(2027, 3, 4))
            try await it.take("mark_complex", as: "leader", ["complex": .flag(true), "reason": .text("Nhiều cơ quan.")])
            let longer = try await world.running(it.entry.caseID)
            #expect(longer["GS-1"] == Day(2027, 3, 19))
            let waiting = try await it.words()
            #expect(waiting.first == "Cơ quan có trách nhiệm đã được yêu cầu giải trình về kiến nghị của cử tri.")
            try await it.take("record_explanation", as: "clerk", on: Day(2027, 3, 19), ["summary": .text("Vướng mặt bằng.")])
            try await it.take("question", as: "leader", ["content": .text("Ai chịu trách nhiệm?"), "meeting": .text("Kỳ họp thứ 5")])
            try await it.take("resupervise", as: "leader", ["content": .text("Giám sát tại xã.")])
            let report: [String: FactInput] = .decision("4/BC-HĐND", "2027-03-19")
            let unexplained = try await it.refused("report_council", as: "leader", report)
            #expect(unexplained?.code == "flag_reason_missing", "the answer is overdue")
            let closed = try await it.take("report_council", as: "leader", report.because("Chờ kỳ họp"))
            #expect(closed.state == "closed")
            let papers = try await it.papers()
            #expect(
                papers == [
                    "grouping_report", "transfer_letter 12/HĐND-TT 2026-11-25", "review_request 20/HĐND 2026-12-29",
                    "urge_letter 1/ĐĐ 2027-02-15", "urge_letter 2/ĐĐ 2027-02-16", "explanation_request 30/HĐND 2027-02-17",
                    "question_paper", "supervision_resolution", "supervision_report 4/BC-HĐND 2027-03-19",
                    "draft_resolution",
                ])
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    /// While the referral is open a reminder is one on it: its recipient sees it, and too early it needs a reason.
    @Test func remindersReachTheRecipient() async throws {
        try await TestWorld.lease { world in
            let (it, referral, track) = try await sent(world, ["answer_by": .text("2026-12-10")])
            let early = try await it.refused("urge", as: "officer", on: Day(2026, 12, 1), letter("1/ĐĐ", Day(2026, 12, 1)))
            #expect(early?.code == "flag_reason_missing")
            let unmoved = try await world.stand(of: it.entry.caseID)
            #expect(unmoved.seq == 3)
            let due: [String: FactInput] = ["answer_by": .text("2026-12-21")]
            let first = try await it.take("urge", as: "officer", on: Day(2026, 12, 11), letter("2/ĐĐ", Day(2026, 12, 11), due))
            #expect(first.created["reminder"] == 1 && first.state == "sent")
            let clocks = try await world.running(track)
            #expect(clocks["REF-ANSWER"] == Day(2026, 12, 10) && clocks["REF-URGED"] == Day(2026, 12, 21))
            let seen = try await world.casework.referrals.referral(referral, by: world.actor("ubnd.clerk"))
            #expect(seen.reminders == 1 && seen.answerBy == Day(2026, 12, 21))
            let file = try await world.casework.cases.caseFile(track, by: world.actor("ubnd.clerk"))
            #expect(file.journal.last?.event == "urge")
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func anAnswerOnPaperEndsItAndALaterOneDoesNoHarm() async throws {
        try await TestWorld.lease { world in
            let (it, _, track) = try await sent(world)
            let reply: [String: FactInput] = ["answer": .text("settled"), "summary": .text("Đã sửa đường.")]
            let replied = try await it.take(
                "record_reply", as: "clerk", on: Day(2026, 12, 15), .decision("8/UBND", "2026-12-14", and: reply))
            #expect(replied.state == "replied" && replied.breaches.isEmpty)
            let register = try await world.casework.registers.weekly(
                from: Day(2026, 11, 16), to: Day(2026, 12, 15), leaderName: nil, by: world.actor("hdnd.leader"))
            let line = try #require(register.received.first)
            #expect(line.who == "Cử tri" && line.kind == "Kiến nghị cử tri" && line.reply == "8/UBND, 14/12/2026, Đã sửa đường.")
            #expect(line.source == "Trình bày trực tiếp: \(meeting)" && line.field.isEmpty == false)
            try await it.take(
                "inform_voters", as: "clerk", on: Day(2026, 12, 16), ["told_on": .text("2026-12-16"), "means": .text("portal")])
            try await it.take("close", as: "officer")
            _ = try await world.step(track, "accept", ["flag_reason": .text("Nhận chậm")], by: "ubnd.officer")
            let late = try await world.step(
                track, "answer",
                ["result": .text("settled"), "summary": .text("Đã trả lời bằng văn bản."), "flag_reason": .text("Đã trả lời trên giấy")],
                by: "ubnd.leader")
            #expect(late.state == "answered")
            let stand = try await world.stand(of: it.entry.caseID)
            #expect(stand.state == "closed")
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func givenBackItIsSentToAnother() async throws {
        try await TestWorld.lease { world in
            let (it, _, track) = try await sent(world)
            _ = try await world.step(track, "decline", ["reason": .text("Thuộc sở chuyên ngành.")], by: "ubnd.officer")
            let stand = try await world.stand(of: it.entry.caseID)
            let clocks = try await world.running(it.entry.caseID)
            #expect(stand.state == "grouped" && clocks == ["CFG-1B": Day(2026, 12, 2)])
            let again = try await it.take("send", as: "officer", on: Day(2026, 11, 26), world.referFacts(to: "snnmt"))
            #expect(again.state == "sent")
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func aNewBodyIsAskedOnlyWhenTheFirstHasDone() async throws {
        try await TestWorld.lease { world in
            let (it, _, track) = try await sent(world)
            let reply: [String: FactInput] = ["answer": .text("cannot"), "summary": .text("Không thuộc thẩm quyền.")]
            try await it.take("record_reply", as: "clerk", on: Day(2026, 12, 1), reply)
            let other = world.referFacts(to: "snnmt", letter: "13/HĐND-TT").merging(["reason": .text("Sở có thẩm quyền.")]) { $1 }
            let open = try await it.refused("dispute", as: "officer", other)
            #expect(open?.errors.first?.code == "referral_open" && open?.errors.first?.field == "recipient")
            _ = try await world.step(
                track, "decline", ["reason": .text("Thuộc sở."), "flag_reason": .text("Chậm")], by: "ubnd.officer")
            let kept = try await world.stand(of: it.entry.caseID)
            #expect(kept.state == "replied")
            let asked = try await it.take("dispute", as: "officer", other)
            #expect(asked.state == "sent" && asked.created["referral"] != nil)
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func whatConcernsTheCouncilIsSettledThere() async throws {
        try await TestWorld.lease { world in
            let it = try await heard(world)
            try await it.take(
                "group", as: "officer", on: Day(2026, 11, 23), ["field": .text("admin.policy"), "jurisdiction": .text("competent")])
            let elsewhere = try await it.refused("send", as: "officer", world.referFacts(to: "ubnd"))
            #expect(elsewhere?.errors.first?.field == "outside_competence")
            let own: [String: FactInput] = ["answer": .text("explained"), "summary": .text("Nghị quyết đã quy định.")]
            try await it.take("reply_own", as: "leader", on: Day(2026, 12, 7), .decision("5/HĐND", "2026-12-07", and: own))
            let (settled, book) = try await (it.settlement(), it.book())
            #expect(settled == ["explained 5/HĐND 2026-12-07 in time"] && book == "accepted 2026-12-07")
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func aMeetingStandsForTheVoters() async throws {
        try await TestWorld.lease { world in
            let nowhere = try await problem { try await heard(world) { $0.sourceBody = "  " } }
            #expect(nowhere?.errors.first?.field == "sourceBody" && nowhere?.errors.first?.code == "required")
            var nameless = world.draft(.feedback)
            nameless.petitioners = nil
            nameless.sourceBody = meeting
            let draft = nameless
            let unnamed = try await problem { try await world.register(draft) }
            #expect(unnamed?.errors.first?.field == "petitioners", "only voters may stay unnamed")

            let it = try await heard(world)
            let named = try await heard(world) {
                $0.sourceBody = nil
                $0.petitioners = [PersonDraft(fullName: "Trần Thị Cử")]
            }
            let view = try await world.casework.petitions.petition(it.entry.petition, by: world.actor("hdnd.clerk"))
            #expect(view.filerKind == "group" && view.signatureKind == "other" && view.parties.isEmpty && view.sourceBody == meeting)
            let known = try await world.casework.petitions.petition(named.entry.petition, by: world.actor("hdnd.clerk"))
            #expect(known.filerKind == "individual" && known.parties.map(\.fullName) == ["Trần Thị Cử"])
            let found = try await world.casework.petitions.list(PetitionFilter(q: "xã ân thi"), by: world.actor("hdnd.clerk"))
            #expect(found.items.map(\.petition) == [it.entry.petition] && found.items.first?.who == "Cử tri")
            let all = try await world.casework.petitions.list(PetitionFilter(kind: .voterPetition), by: world.actor("hdnd.clerk"))
            #expect(all.items.map(\.procedure) == ["voter-petition", "voter-petition"])
            let receipt = try await world.casework.petitions.receipt(it.entry.petition, by: world.actor("hdnd.clerk"))
            #expect(receipt.petition.sourceBody == meeting)

            // Entered as an ordinary letter and found to be voters' at the desk.
            let letter = try await world.register(world.draft(.feedback, title: "Kiến nghị cử tri về điện"))
            _ = try await world.step(
                letter.caseID, "classify",
                ["kind": .text("voter_petition"), "eligibility": .text("eligible"), "jurisdiction": .text("not_competent")],
                by: "hdnd.officer")
            let track = try await world.step(letter.caseID, "to_voter_track", by: "hdnd.officer")
            let onward = try #require(track.created["case"])
            let opened = try await world.casework.cases.caseFile(onward, by: world.actor("hdnd.officer"))
            #expect(opened.procedure == "voter-petition" && opened.state == "collected")
            let copy = try await heard(world) { $0.duplicateOf = it.entry.petition }
            let merged = try await copy.take("merge", as: "officer")
            let book = try await copy.book()
            #expect(merged.state == "merged" && book == "merged 2026-11-19")
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }
}
