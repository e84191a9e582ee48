import Casework
import Law
import Postgres
import TestSupport
import Testing

/// Proposals and feedback at the office that settles them, step by step.
@Suite struct FeedbackStepsTests {
    private let elsewhere: [String: FactInput] = ["outside_competence": .flag(true)]

    /// Passed on to the reception board on 27/11, accepted there and answered on 7/12.
    private func answeredElsewhere(_ it: FollowedPetition) async throws {
        let world = it.world
        world.clock.set(Day(2026, 11, 27))
        let sent = try await it.take("refer", as: "officer", world.referFacts(to: "btcd"))
        let referral = try #require(sent.created["referralCase"])
        _ = try await world.step(referral, "accept", by: "btcd.officer")
        world.clock.set(Day(2026, 12, 7))
        _ = try await world.step(
            referral, "answer",
            ["result": .text("explained"), "summary": .text("Đã giải thích."), "flag_reason": .text("Giải quyết trên giấy")],
            by: "btcd.officer")
    }

    private func answer(_ result: String, _ number: String, _ iso: String) -> [String: FactInput] {
        .decision(number, iso, and: ["result": .text(result), "summary": .text("Nội dung trả lời.")])
    }

    @Test func aRegulationOfAnotherOfficeIsPassedOnSooner() async throws {
        try await TestWorld.lease { world in
            let it = try await FollowedPetition.registered(world, .feedback)
            let own = try await FollowedPetition.registered(world, .feedback)
            world.clock.set(Day(2026, 11, 20))
            let clerk = try await it.refused("about_regulation", as: "clerk", elsewhere)
            #expect(clerk?.kind == .forbidden)
            let unsaid = try await it.refused("about_regulation", as: "officer")
            #expect(unsaid?.code == "fact_missing" && unsaid?.errors.first?.field == "outside_competence")
            let step = try await it.take("about_regulation", as: "officer", elsewhere)
            #expect(step.state == "registered" && step.breaches.isEmpty)
            // Five working days after the receipt, the 24th being a holiday.
            let clocks = try await it.fates()
            #expect(clocks == ["ALARM-45 running 2027-01-04", "PAKN-1 running 2026-11-27", "TCD-4 running 2026-12-04"])
            let view = try await it.view()
            #expect(view.nextDue == Day(2026, 11, 27))
            try await own.take("about_regulation", as: "officer", ["outside_competence": .flag(false)])
            let ownClocks = try await world.running(own.entry.caseID)
            #expect(ownClocks == ["ALARM-45": Day(2027, 1, 4), "TCD-4": Day(2026, 12, 4)])

            try await answeredElsewhere(it)
            let (book, papers) = try await (it.book(), it.papers())
            #expect(book == "referred 2026-11-27")
            #expect(
                papers == ["receipt", "transfer_letter 12/HĐND-TT 2026-11-27", "transfer_notice"], "a paper has its own number")
            let stand = try await world.stand(of: it.entry.caseID)
            #expect(stand.state == "result_in")
            let ended = try await it.fates()
            #expect(ended == ["ALARM-45 met 2026-11-27", "PAKN-1 met 2026-11-27", "TCD-4 met 2026-11-27"])
            let refusedClerk = try await it.refused("close_unasked", as: "clerk")
            #expect(refusedClerk?.kind == .forbidden)
            let closed = try await it.take("close_unasked", as: "officer", on: Day(2026, 12, 8))
            #expect(closed.state == "closed" && closed.breaches.isEmpty)
            let words = try await it.words()
            #expect(words.first == "Việc giải quyết kiến nghị, phản ánh của ông/bà đã kết thúc.")
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func keptAfterAllTheShorterDateFallsAway() async throws {
        try await TestWorld.lease { world in
            let it = try await FollowedPetition.registered(world, .feedback)
            try await it.take("about_regulation", as: "officer", on: Day(2026, 11, 20), elsewhere)
            world.clock.set(Day(2026, 11, 30))
            let late = try await it.refused("refer", as: "officer", world.referFacts(to: "btcd"))
            #expect(late?.code == "flag_reason_missing")
            try await it.take("about_regulation", as: "officer", ["outside_competence": .flag(false)])
            let accepted = try await it.take("accept", as: "officer")
            #expect(accepted.state == "in_progress" && accepted.breaches.isEmpty)
            let clocks = try await it.fates()
            #expect(
                clocks == ["ALARM-45 met 2026-11-30", "KNPA-SET running 2026-12-30", "PAKN-1 lapsed 2026-11-30", "TCD-4 met 2026-11-30"])
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func whoAskedForTheResultIsNotForgottenSilently() async throws {
        try await TestWorld.lease { world in
            let it = try await FollowedPetition.registered(world, .feedback) { $0.wantsReply = true }
            let other = try await FollowedPetition.registered(world, .feedback) { $0.wantsReply = true }
            try await answeredElsewhere(it)
            let waiting = try await world.running(it.entry.caseID)
            #expect(waiting == ["TCD-6": Day(2026, 12, 14)])
            let silent = try await it.refused("close_unasked", as: "officer", on: Day(2026, 12, 8))
            #expect(silent?.code == "flag_reason_missing")
            let reason: [String: FactInput] = ["reason": .text("Không liên lạc được.")]
            let closed = try await it.take("close_unasked", as: "officer", reason.because("Công dân đã chuyển đi"))
            #expect(closed.state == "closed")
            #expect(closed.breaches == ["Công dân đã yêu cầu được thông báo kết quả nhưng chưa được thông báo."])
            let ended = try await it.fates()
            #expect(ended == ["ALARM-45 met 2026-11-27", "TCD-4 met 2026-11-27", "TCD-6 lapsed 2026-12-08"])

            // Told in time, though by telephone.
            world.clock.set(Day(2026, 11, 27))
            try await answeredElsewhere(other)
            let told = try await other.take(
                "tell_citizen", as: "clerk", on: Day(2026, 12, 14),
                .letter("50/SNN", "2026-12-14", and: ["told_on": .text("2026-12-14"), "means": .text("phone")]))
            #expect(told.state == "closed" && told.breaches.isEmpty)
            let (clocks, papers) = try await (other.fates(), other.papers())
            #expect(clocks.last == "TCD-6 met 2026-12-14" && papers.last == "result_notice 50/SNN 2026-12-14")
            let petition = other.entry.petition
            let stored = try await world.count(
                """
                select count(*) from tiepdan.registration r join tiepdan.organisation o on o.id = r.organisation
                 where r.petition = \(petition) and r.told_on = date '2026-12-14' and o.code = 'HY-SNNMT'
                """)
            #expect(stored == 1)
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func aDeclinedReferralComesBackToTheDesk() async throws {
        try await TestWorld.lease { world in
            let it = try await FollowedPetition.registered(world, .feedback)
            world.clock.set(Day(2026, 11, 23))
            let sent = try await it.take("refer", as: "officer", world.referFacts(to: "btcd"))
            let referral = try #require(sent.created["referralCase"])
            #expect(sent.state == "transferred")
            let idle = try await world.running(it.entry.caseID)
            #expect(idle.isEmpty)
            let followed = try await it.take("follow_up", as: "clerk", ["note": .text("Đã gọi điện hỏi.")])
            #expect(followed.state == "transferred")
            _ = try await world.step(
                referral, "decline", ["reason": .text("Không thuộc thẩm quyền.")], on: Day(2026, 11, 23), by: "btcd.officer")
            let stand = try await world.stand(of: it.entry.caseID)
            #expect(stand.state == "registered" && stand.seq == 4)
            let clocks = try await world.running(it.entry.caseID)
            #expect(clocks == ["ALARM-45": Day(2027, 1, 4), "TCD-4R": Day(2026, 12, 8)], "counted from the day it came back")
            let petition = it.entry.petition
            let free = try await world.count(
                "select count(*) from tiepdan.registration where petition = \(petition) and outcome is null")
            #expect(free == 1)
            let accepted = try await it.take("accept", as: "leader", on: Day(2026, 11, 25))
            #expect(accepted.state == "in_progress")
            let book = try await it.book()
            #expect(book == "accepted 2026-11-25")
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func anAnswerMayBeAskedForPublishedAndGivenAgain() async throws {
        try await TestWorld.lease { world in
            let it = try await FollowedPetition.registered(world, .feedback)
            world.clock.set(Day(2026, 11, 20))
            let handler: [String: FactInput] = ["handler": .number(world.officer("snnmt.officer").id), "unit": .text("Phòng Đất đai")]
            let clerk = try await it.refused("accept", as: "clerk", handler)
            #expect(clerk?.kind == .forbidden)
            let accepted = try await it.take("accept", as: "officer", handler)
            #expect(accepted.state == "in_progress" && accepted.breaches.isEmpty)
            // Thirty days end on a Sunday.
            let started = try await it.fates()
            #expect(started == ["ALARM-45 met 2026-11-20", "KNPA-SET running 2026-12-21", "TCD-4 met 2026-11-20"])
            let officer = try await it.refused("assign", as: "officer", on: Day(2026, 11, 23), handler)
            #expect(officer?.kind == .forbidden)
            let assigned = try await it.take("assign", as: "leader", handler)
            let handlers = try await it.told(assigned)
            #expect(assigned.state == "in_progress" && handlers == ["handler"])
            let book = try await it.book()
            #expect(book == "accepted 2026-11-20", "who does the work is no new outcome")

            let bare = try await it.refused("need_info", as: "officer", on: Day(2026, 11, 25))
            #expect(bare?.code == "fact_missing" && bare?.errors.first?.field == "request")
            let asked = try await it.take(
                "need_info", as: "officer",
                .letter("40/SNN", "2026-11-25", and: ["request": .text("Bổ sung sơ đồ."), "supplement_by": .text("2026-12-05")]))
            #expect(asked.state == "waiting_information")
            let waiting = try await it.view()
            #expect(waiting.nextDue == Day(2026, 12, 21), "the settlement's term runs on")
            let clocks = try await world.running(it.entry.caseID)
            #expect(clocks == ["KNPA-SET": Day(2026, 12, 21), "SUPPLEMENT": Day(2026, 12, 7)])
            let asking = try await it.words()
            #expect(asking == ["Cơ quan đang chờ ông/bà bổ sung thông tin, tài liệu theo văn bản đã gửi."])
            let unready = try await it.refused("answer", as: "leader", answer("upheld", "42/SNN", "2026-11-25"))
            #expect(unready?.code == "not_allowed_in_state")
            let came = try await it.take("supplement_received", as: "clerk", on: Day(2026, 12, 2), ["content": .text("Sơ đồ.")])
            #expect(came.state == "in_progress")
            let again: [String: FactInput] = ["request": .text("Bổ sung ảnh."), "supplement_by": .text("2026-12-10")]
            try await it.take("need_info", as: "officer", on: Day(2026, 12, 3), again)
            world.clock.set(Day(2026, 12, 11))
            let fired = try await world.casework.queues.sweepDeadlines()
            #expect(fired == 0)
            let went = try await it.take("continue_without_supplement", as: "officer", ["reason": .text("Không bổ sung.")])
            #expect(went.state == "in_progress")

            world.clock.set(Day(2026, 12, 14))
            let policy: [String: FactInput] = .letter("41/SNN", "2026-12-14", and: ["competent_body": .text("Bộ Nông nghiệp")])
            let notHis = try await it.refused("to_policy", as: "officer", policy)
            #expect(notHis?.kind == .forbidden)
            let forwarded = try await it.take("to_policy", as: "leader", policy)
            let stillRuns = try await world.running(it.entry.caseID)
            #expect(forwarded.state == "forwarded_policy" && stillRuns == ["KNPA-SET": Day(2026, 12, 21)])
            let proposed = try await it.words()
            #expect(proposed == ["Nội dung của ông/bà đã được kiến nghị đến cơ quan có thẩm quyền về chính sách."])

            let unsigned = try await it.refused("answer", as: "officer", on: Day(2026, 12, 21), answer("upheld", "42/SNN", "2026-12-21"))
            #expect(unsigned?.kind == .forbidden)
            let answered = try await it.take("answer", as: "leader", answer("upheld", "42/SNN", "2026-12-21"))
            let receivers = try await it.told(answered)
            #expect(answered.state == "answered" && answered.breaches.isEmpty && receivers == ["petitioner", "forwarder"])
            let settled = try await it.settlement()
            #expect(settled == ["right 42/SNN 2026-12-21 in time"])
            let published = try await it.take(
                "publish_result", as: "officer", on: Day(2026, 12, 22), ["means": .text("portal"), "published_on": .text("2026-12-22")])
            let shown = try await it.words()
            #expect(published.state == "published")
            #expect(shown == ["Kết quả xử lý kiến nghị, phản ánh của ông/bà đã được công khai."])

            let dissent = try await it.take(
                "citizen_dissent", as: "officer", on: Day(2026, 12, 28), ["reason": .text("Có tình tiết mới.")])
            let anew = try await world.running(it.entry.caseID)
            #expect(dissent.state == "in_progress" && anew == ["KNPA-SET": Day(2027, 1, 27), "TCD-4B": Day(2027, 1, 12)])
            let kept = try await it.book()
            #expect(kept == "accepted 2026-11-20")
            let second = answer("rejected", "43/SNN", "2027-01-28")
            let late = try await it.refused("answer", as: "leader", on: Day(2027, 1, 28), second)
            #expect(late?.code == "flag_reason_missing")
            let last = try await it.take("answer", as: "leader", second.because("Chờ ý kiến của Bộ"))
            #expect(last.breaches == ["Thực hiện quá thời hạn quy định."])
            let amended = try await it.settlement()
            #expect(amended == ["wrong 43/SNN 2027-01-28 late"])
            let closed = try await it.take("close", as: "officer")
            #expect(closed.state == "closed")

            let ended = try await it.fates()
            #expect(
                ended == [
                    "ALARM-45 met 2026-11-20", "KNPA-SET met 2026-12-21", "KNPA-SET breached 2027-01-28", "SUPPLEMENT lapsed 2026-12-02",
                    "SUPPLEMENT lapsed 2026-12-10", "TCD-4 met 2026-11-20", "TCD-4B breached 2027-01-28",
                ])
            let papers = try await it.papers()
            #expect(
                papers == [
                    "receipt", "acceptance_proposal", "assignment", "supplement_request 40/SNN 2026-11-25", "supplement_request",
                    "policy_letter 41/SNN 2026-12-14", "answer_letter 42/SNN 2026-12-21", "answer_letter 43/SNN 2027-01-28",
                ])
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    /// What a department finds to be voters' runs the term of a council's letter there; a council has a track of its own for it.
    @Test func voterPetitionsInOrdinaryLetters() async throws {
        try await TestWorld.lease { world in
            let it = try await FollowedPetition.registered(world, .feedback)
            world.clock.set(Day(2026, 11, 20))
            let clerk = try await it.refused("voters_petition", as: "clerk", ["meeting": .text("Hội nghị xã Ân Thi")])
            #expect(clerk?.kind == .forbidden)
            let unsaid = try await it.refused("voters_petition", as: "officer")
            #expect(unsaid?.code == "fact_missing" && unsaid?.errors.first?.field == "meeting")
            let found = try await it.take("voters_petition", as: "officer", ["meeting": .text("Hội nghị xã Ân Thi")])
            #expect(found.state == "reclassified")
            let ended = try await it.fates()
            #expect(ended == ["ALARM-45 lapsed 2026-11-20", "TCD-4 lapsed 2026-11-20"])
            let opened = try #require(found.created["case"])
            let view = try await world.casework.cases.caseFile(opened, by: world.actor("snnmt.officer"))
            #expect(view.procedure == "feedback" && view.state == "registered")
            let term = try await world.running(opened)
            #expect(Set(term.keys) == ["KNPA-SET"], "no reply to a citizen is owed")
            let again = try await problem {
                try await world.step(opened, "voters_petition", ["meeting": .text("Hội nghị xã Ân Thi")], by: "snnmt.officer")
            }
            #expect(again?.errors.first?.field == "kind_feedback")

            // The council's own desk has it in the forwarding procedure, whoever settles it.
            let letter = try await FollowedPetition.registered(world, .feedback, by: "hdnd")
            let here = try await letter.view()
            #expect(here.procedure == "forwarding")
            let sorted: [String: FactInput] = [
                "kind": .text("voter_petition"), "eligibility": .text("eligible"), "jurisdiction": .text("competent"),
            ]
            try await letter.take("classify", as: "officer", sorted)
            let track = try await letter.take("to_voter_track", as: "officer")
            #expect(track.state == "handed_over")
            let own = try #require(track.created["case"])
            let collected = try await world.casework.cases.caseFile(own, by: world.actor("hdnd.officer"))
            #expect(collected.procedure == "voter-petition" && collected.state == "collected")
            let words = try await letter.words()
            #expect(words.contains("Kiến nghị của cử tri đã được ghi nhận và đang chờ tổng hợp."))
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func withdrawnItIsFiledAndUrgedItGoesOn() async throws {
        try await TestWorld.lease { world in
            let it = try await FollowedPetition.registered(world, .feedback)
            try await it.take("accept", as: "officer", on: Day(2026, 11, 20))
            let officer = try await it.refused("urge", as: "officer", .letter("4/SNN", "2026-11-20"))
            #expect(officer?.kind == .forbidden)
            let urged = try await it.take("urge", as: "leader", .letter("4/SNN", "2026-11-20"))
            let papers = try await it.papers()
            #expect(urged.state == "in_progress" && papers.last == "urge_letter 4/SNN 2026-11-20")
            let withdrawn = try await it.take(
                "withdraw", as: "officer", on: Day(2026, 11, 25),
                ["form": .text("withdrawal_minutes"), "withdrawn_on": .text("2026-11-25")])
            let (book, clocks) = try await (it.book(), it.fates())
            #expect(withdrawn.state == "withdrawn" && book == "filed 2026-11-25")
            #expect(clocks == ["ALARM-45 met 2026-11-20", "KNPA-SET met 2026-11-25", "TCD-4 met 2026-11-20"])
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    /// What the leader found is kept in the words of the reports.
    @Test func theSettlementKeepsWhatTheLeaderFound() async throws {
        let kept = [
            ("upheld", "right"), ("partly", "partly"), ("rejected", "wrong"), ("explained", "explained"), ("settled", "settled"),
            ("other", "settled"),
        ]
        try await TestWorld.lease { world in
            for (index, (declared, stored)) in kept.enumerated() {
                let number = "\(index + 1)/SNN"
                let it = try await FollowedPetition.registered(world, .feedback)
                try await it.take("accept", as: "officer")
                let invented = try await it.refused("answer", as: "leader", answer("wrong", number, "2026-11-19"))
                #expect(invented?.code == "fact_invalid")
                let none = try await it.settlement()
                #expect(none.isEmpty)
                try await it.take("answer", as: "leader", answer(declared, number, "2026-11-19"))
                let settled = try await it.settlement()
                #expect(settled == ["\(stored) \(number) 2026-11-19 in time"])
            }
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func whatIsNotSettledHereEndsAtTheDesk() async throws {
        try await TestWorld.lease { world in
            let plain = try await FollowedPetition.registered(world, .feedback)
            let nameless = try await FollowedPetition.registered(world, .feedback) { $0.eligibility = .ineligible }
            let copy = try await FollowedPetition.registered(world, .feedback) { $0.duplicateOf = plain.entry.petition }
            world.clock.set(Day(2026, 11, 20))
            for it in [nameless, copy] { try await it.take("about_regulation", as: "officer", elsewhere) }

            let denied = try await nameless.refused("accept", as: "officer")
            #expect(denied?.errors.first?.field == "eligibility_not_denied")
            let filed = try await nameless.take("mark_ineligible", as: "officer", ["ground": .text("lacks_elements")])
            let (filedBook, filedClocks, filedPapers) = try await (nameless.book(), nameless.fates(), nameless.papers())
            #expect(filed.state == "filed" && filedBook == "filed 2026-11-20" && filedPapers == ["receipt", "filing_note"])
            #expect(
                filedClocks == [
                    "ALARM-45 met 2026-11-20", "PAKN-1 lapsed 2026-11-20", "RETAIN running 2027-11-22", "TCD-4 met 2026-11-20",
                ])

            let alone = try await plain.refused("mark_duplicate", as: "officer")
            #expect(alone?.code == "guard_failed" && alone?.errors.first?.field == "is_copy")
            let merged = try await copy.take("mark_duplicate", as: "officer")
            let (mergedBook, mergedClocks) = try await (copy.book(), copy.fates())
            #expect(merged.state == "merged" && mergedBook == "merged 2026-11-20")
            #expect(mergedClocks == ["ALARM-45 lapsed 2026-11-20", "PAKN-1 lapsed 2026-11-20", "TCD-4 lapsed 2026-11-20"])

            // A complaint after all: it opens with the dates of its receipt, whatever was done before.
            try await plain.take("accept", as: "officer")
            let other = try await plain.take(
                "reclassify", as: "officer", on: Day(2026, 11, 23), ["kind": .text("complaint"), "reason": .text("Khiếu nại quyết định.")])
            let opened = try #require(other.created["case"])
            let running = try await world.running(opened)
            #expect(other.state == "reclassified")
            #expect(
                running == [
                    "KN-1": Day(2026, 12, 1), "KN-1-ALARM": Day(2026, 11, 30), "TCD-4": Day(2026, 12, 4), "ALARM-45": Day(2027, 1, 4),
                ])
            let (clocks, words) = try await (plain.fates(), plain.words())
            #expect(clocks == ["ALARM-45 met 2026-11-20", "KNPA-SET lapsed 2026-11-23", "TCD-4 met 2026-11-20"])
            #expect(words.last == "Đơn khiếu nại của ông/bà đã được tiếp nhận và đang được xem xét điều kiện thụ lý.")
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }
}
