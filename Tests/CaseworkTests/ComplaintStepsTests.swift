import Casework
import Law
import Postgres
import TestSupport
import Testing

/// A complaint at the office that settles it, to the end of each of its ways.
@Suite struct ComplaintStepsTests {
    private let complex: [String: FactInput] = ["complex": .flag(true), "criterion": .text("complex_b")]
    private let nothing: [String: FactInput] = [:]

    private func remote(_ it: FollowedPetition) async throws -> Bool {
        let petition = it.entry.petition
        return try await it.world.superuser.read { db in
            try db.value("select remote from tiepdan.registration where petition = \(petition)", as: Bool.self)
        }
    }

    private func forwarded(_ draft: inout PetitionDraft) {
        draft.channel = .forwarded
        draft.sourceBody = "Đoàn đại biểu Quốc hội tỉnh Hưng Yên"
    }

    @Test func aComplaintFromARemoteAreaIsSettledOverTheLongTerms() async throws {
        try await TestWorld.lease { world in
            let it = try await FollowedPetition.registered(world, .complaint) { forwarded(&$0) }
            #expect(it.entry.state == "registered" && it.entry.nextDue == Day(2026, 12, 1))
            let clerk = try await it.refused("propose_accept", as: "clerk")
            #expect(clerk?.kind == .forbidden)
            let unproposed = try await it.refused("accept", as: "leader")
            #expect(unproposed?.code == "not_allowed_in_state")
            let proposed = try await it.take("propose_accept", as: "officer", on: Day(2026, 11, 20), ["summary": .text("Đủ điều kiện.")])
            #expect(proposed.state == "awaiting_decision" && proposed.breaches.isEmpty)
            let waiting = try await it.fates()
            // Ten days end on a Sunday.
            #expect(
                waiting == [
                    "ALARM-45 running 2027-01-04", "KN-1 running 2026-12-01", "KN-1-ALARM running 2026-11-30", "TCD-4 running 2026-12-04",
                ])
            let awaited = try await it.words()
            #expect(awaited == ["Đơn khiếu nại của ông/bà đang chờ quyết định thụ lý."])

            world.clock.set(Day(2026, 11, 23))
            let acceptance: [String: FactInput] = .decision("15/TB-SNN", "2026-11-23", and: ["remote": .flag(true)])
            let officer = try await it.refused("accept", as: "officer", acceptance)
            #expect(officer?.kind == .forbidden)
            let accepted = try await it.take("accept", as: "leader", acceptance)
            #expect(accepted.state == "accepted" && accepted.breaches.isEmpty)
            let informed = try await it.told(accepted)
            #expect(informed == ["petitioner", "forwarder", "inspectorate"])
            let started = try await it.fates()
            #expect(
                started == [
                    "ALARM-45 met 2026-11-23", "KN-1 met 2026-11-23", "KN-1-ALARM stopped 2026-11-23", "KN-2 running 2027-01-07",
                    "TCD-4 met 2026-11-23",
                ])
            let book = try await it.book()
            #expect(book == "accepted 2026-11-23")
            let kept = try await remote(it)
            #expect(kept, "the later steps count by it")

            world.clock.set(Day(2026, 12, 1))
            let found: [String: FactInput] = .decision("20/SNN", "2026-12-01", and: complex)
            let notHis = try await it.refused("mark_complex", as: "officer", found)
            #expect(notHis?.kind == .forbidden)
            let plain = try await it.refused("mark_complex", as: "leader", found.merging(["complex": .flag(false)]) { $1 })
            #expect(plain?.code == "guard_failed")
            let marked = try await it.take("mark_complex", as: "leader", found)
            #expect(marked.state == "accepted" && marked.breaches.isEmpty)
            let longer = try await it.view()
            let term = try #require(longer.clocks.first { $0.rule == "KN-2" })
            #expect(term.amount == 60 && term.startOn == Day(2026, 11, 23) && term.due == Day(2027, 1, 22))
            #expect(longer.nextDue == Day(2027, 1, 22))

            let verifier = world.officer("snnmt.officer").id
            let assigned = try await it.take(
                "assign_verification", as: "leader", on: Day(2026, 12, 2),
                .decision("21/QĐ-SNN", "2026-12-02", and: ["verifier": .number(verifier), "report_by": .text("2026-12-16")]))
            #expect(assigned.state == "verifying")
            let verifying = try await world.running(it.entry.caseID)
            #expect(verifying == ["KN-2": Day(2027, 1, 22), "VERIFY": Day(2026, 12, 16)])
            let empty = try await it.refused("report", as: "officer", on: Day(2026, 12, 15))
            #expect(empty?.code == "fact_missing" && empty?.errors.first?.field == "summary")
            let reported = try await it.take(
                "report", as: "officer", .decision("5/BC", "2026-12-15", and: ["summary": .text("Có căn cứ.")]))
            #expect(reported.state == "verified")

            let tooSoon = try await it.refused(
                "invite_dialogue", as: "officer", on: Day(2026, 12, 16), ["dialogue_on": .text("2026-12-20")])
            #expect(tooSoon?.code == "flag_reason_missing")
            let invited = try await it.take(
                "invite_dialogue", as: "officer",
                .letter("31/TB", "2026-12-16", and: ["dialogue_on": .text("2026-12-21"), "place": .text("Phòng họp")]))
            let guests = try await it.told(invited)
            #expect(invited.state == "dialogue" && guests == ["petitioner", "respondent"])
            let recorded = try await it.take(
                "record_dialogue", as: "officer", on: Day(2026, 12, 21),
                .decision("1/BB", "2026-12-21", and: ["attendance": .text("attended")]))
            #expect(recorded.state == "dialogue")

            let drafted = try await it.take("draft_decision", as: "officer", on: Day(2026, 12, 22))
            #expect(drafted.state == "deciding")
            let back: [String: FactInput] = ["reason": .text("Xác minh thêm ranh giới."), "report_by": .text("2026-12-30")]
            let ownDraft = try await it.refused("return_draft", as: "officer", on: Day(2026, 12, 23), back)
            #expect(ownDraft?.kind == .forbidden)
            let returned = try await it.take("return_draft", as: "leader", back)
            #expect(returned.state == "verifying")
            let again = try await world.running(it.entry.caseID)
            #expect(again == ["KN-2": Day(2027, 1, 22), "VERIFY": Day(2026, 12, 30)])
            try await it.take("report", as: "officer", on: Day(2026, 12, 29), ["summary": .text("Đã xác minh thêm.")])
            try await it.take("draft_decision", as: "officer", on: Day(2027, 1, 4))

            world.clock.set(Day(2027, 1, 20))
            let decision: [String: FactInput] = .decision("77/QĐ-SNN", "2027-01-20", and: ["result": .text("right")])
            let unsigned = try await it.refused("sign_decision", as: "officer", decision)
            #expect(unsigned?.kind == .forbidden)
            let signed = try await it.take("sign_decision", as: "leader", decision)
            #expect(signed.state == "decided" && signed.breaches.isEmpty)
            let after = try await world.running(it.entry.caseID)
            // Forty-five days after the signature fall on a Saturday.
            #expect(after == ["KN-4": Day(2027, 1, 25), "KN-10": Day(2027, 3, 8), "TCD-5": Day(2027, 1, 29)])
            let settled = try await it.settlement()
            #expect(settled == ["right 77/QĐ-SNN 2027-01-20 in time"])

            let sent = try await it.take("send", as: "clerk", on: Day(2027, 1, 22), ["recipients": .text("Người khiếu nại")])
            let receivers = try await it.told(sent)
            #expect(sent.state == "notified" && receivers == ["petitioner", "respondent", "forwarder", "inspectorate", "superior"])
            let answered = try await it.take("result_back", as: "officer", on: Day(2027, 1, 25), .letter("12/SNN", "2027-01-25"))
            #expect(answered.state == "notified")
            let early = try await it.refused("take_effect", as: "officer", on: Day(2027, 3, 8))
            #expect(early?.code == "guard_failed" && early?.errors.first?.field == "second_instance_period_over")
            let inForce = try await it.take("take_effect", as: "officer", on: Day(2027, 3, 9))
            #expect(inForce.state == "effective")
            let executing = try await it.take(
                "execute", as: "officer", on: Day(2027, 3, 10), ["plan": .text("Cấp lại giấy."), "finish_by": .text("2027-04-30")])
            #expect(executing.state == "executing")
            let plan = try await world.running(it.entry.caseID)
            #expect(plan == ["EXECUTE": Day(2027, 5, 4), "KN-15": Day(2028, 1, 24)], "moved off the holidays")
            let closed = try await it.take("close", as: "officer", on: Day(2027, 4, 28))
            #expect(closed.state == "closed" && closed.breaches.isEmpty)

            let ended = try await it.fates()
            #expect(
                ended == [
                    "ALARM-45 met 2026-11-23", "EXECUTE met 2027-04-28", "KN-1 met 2026-11-23", "KN-1-ALARM stopped 2026-11-23",
                    "KN-10 lapsed 2027-03-09", "KN-15 running 2028-01-24", "KN-2 met 2027-01-20", "KN-4 met 2027-01-22",
                    "KN-5 lapsed 2027-03-09", "TCD-4 met 2026-11-23", "TCD-5 met 2027-01-25",
                    "VERIFY met 2026-12-15", "VERIFY met 2026-12-29",
                ])
            let papers = try await it.papers()
            #expect(
                papers == [
                    "receipt", "acceptance_proposal", "acceptance_notice 15/TB-SNN 2026-11-23", "complexity_record 20/SNN 2026-12-01",
                    "verification_assignment 21/QĐ-SNN 2026-12-02", "verification_report 5/BC 2026-12-15",
                    "dialogue_notice 31/TB 2026-12-16", "dialogue_minutes 1/BB 2026-12-21", "verification_report",
                    "settlement_decision 77/QĐ-SNN 2027-01-20", "result_report 12/SNN 2027-01-25", "execution_plan",
                ])
            let last = try await it.words()
            #expect(last == ["Việc giải quyết khiếu nại của ông/bà đã kết thúc."])
            let view = try await it.view()
            #expect(view.final && view.sequence == 18 && view.nextDue == nil)
            #expect(Set(view.allowed.map(\.event)).isSubset(of: ["correct", "move_matter", "revoke"]), "what is over is only set right")
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    /// What the commune of the incident says stands unless the leader says otherwise.
    @Test func theLeadersWordOnTheAreaGoesBeforeTheCommunes() async throws {
        let cases: [(said: Bool?, commune: Bool, after: Bool, due: Day)] = [
            (nil, true, true, Day(2027, 1, 4)), (false, true, false, Day(2026, 12, 21)), (nil, false, false, Day(2026, 12, 21)),
            (true, false, true, Day(2027, 1, 4)),
        ]
        try await TestWorld.lease { world in
            for (said, commune, after, due) in cases {
                world.clock.set(Day(2026, 11, 19))
                let it = try await FollowedPetition.registered(world, .complaint)
                let petition = it.entry.petition
                _ = try await world.superuser.write { db in
                    try db.run("update tiepdan.registration set remote = \(commune) where petition = \(petition)")
                }
                try await it.take("propose_accept", as: "officer", on: Day(2026, 11, 20))
                let facts: [String: FactInput] = if let said { ["remote": .flag(said)] } else { [:] }
                try await it.take("accept", as: "leader", facts)
                let clocks = try await world.running(it.entry.caseID)
                #expect(clocks == ["KN-2": due])
                let kept = try await remote(it)
                #expect(kept == after)
            }
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func theContestedActIsStoppedWhileItIsSettled() async throws {
        try await TestWorld.lease { world in
            let it = try await FollowedPetition.registered(world, .complaint, by: "phohien")
            try await it.take("propose_accept", as: "leader")
            try await it.take("accept", as: "leader", on: Day(2026, 11, 20))
            world.clock.set(Day(2026, 11, 23))
            let stop: [String: FactInput] = ["stop_until": .text("2026-12-12"), "reason": .text("Sắp cưỡng chế.")]
            let first: [String: FactInput] = .decision("1/QĐ", "2026-11-23", and: stop)
            let officer = try await it.refused("emergency_stop", as: "officer", first)
            #expect(officer?.kind == .forbidden)
            let past = try await it.refused("emergency_stop", as: "leader", first.merging(["stop_until": .text("2026-11-22")]) { $1 })
            #expect(past?.code == "fact_invalid" && past?.errors.first?.field == "stop_until")
            let stopped = try await it.take("emergency_stop", as: "leader", first)
            let told = try await it.told(stopped)
            #expect(stopped.state == "accepted" && told == ["petitioner", "respondent"])
            // The twelfth is a Saturday.
            let stopping = try await world.running(it.entry.caseID)
            #expect(stopping == ["KN-2": Day(2026, 12, 21), "STOP-EXEC": Day(2026, 12, 14)])
            let view = try await it.view()
            #expect(view.nextDue == Day(2026, 12, 21), "the end of the stop is nothing the office could miss")

            let second = stop.merging(["stop_until": .text("2026-12-18")]) { $1 }
            try await it.take("emergency_stop", as: "leader", on: Day(2026, 11, 25), .decision("2/QĐ", "2026-11-25", and: second))
            let replaced = try await it.fates()
            #expect(replaced.contains("STOP-EXEC lapsed 2026-11-25") && replaced.contains("STOP-EXEC running 2026-12-18"))
            let lifted = try await it.take("lift_emergency_stop", as: "leader", on: Day(2026, 12, 1), .decision("3/QĐ", "2026-12-01"))
            #expect(lifted.state == "accepted")
            let free = try await world.running(it.entry.caseID)
            #expect(free == ["KN-2": Day(2026, 12, 21)])
            try await it.take("emergency_stop", as: "leader", on: Day(2026, 12, 2), .decision("4/QĐ", "2026-12-02", and: second))

            let right = try await it.take("find_right", as: "officer", on: Day(2026, 12, 3), ["summary": .text("Sai diện tích.")])
            #expect(right.state == "deciding")
            let words = try await it.words()
            #expect(words == ["Khiếu nại của ông/bà đang chờ quyết định giải quyết."])
            try await it.take(
                "sign_decision", as: "leader", on: Day(2026, 12, 10), .decision("8/QĐ", "2026-12-10", and: ["result": .text("partly")]))
            let settled = try await it.settlement()
            #expect(settled == ["partly 8/QĐ 2026-12-10 in time"])
            let running = try await world.running(it.entry.caseID)
            #expect(running == ["KN-4": Day(2026, 12, 15), "KN-10": Day(2027, 1, 11)])
            let nobody = try await it.refused("result_back", as: "officer")
            #expect(nobody?.code == "guard_failed" && nobody?.errors.first?.field == "forwarded_by_body")

            try await it.take("send", as: "officer", on: Day(2026, 12, 15))
            let agreed: [String: FactInput] = ["reason": .text("Người khiếu nại đồng ý.")]
            let notHis = try await it.refused("close_notified", as: "officer", on: Day(2026, 12, 28), agreed)
            #expect(notHis?.kind == .forbidden)
            let bare = try await it.refused("close_notified", as: "leader")
            #expect(bare?.code == "fact_missing" && bare?.errors.first?.field == "reason")
            let closed = try await it.take("close_notified", as: "leader", agreed)
            #expect(closed.state == "closed" && closed.breaches.isEmpty)
            let ended = try await it.fates()
            #expect(
                ended == [
                    "ALARM-45 met 2026-11-20", "KN-1 met 2026-11-20", "KN-1-ALARM stopped 2026-11-20", "KN-10 lapsed 2026-12-28",
                    "KN-15 running 2027-12-15", "KN-2 met 2026-12-10", "KN-4 met 2026-12-15", "KN-5 lapsed 2026-12-28",
                    "STOP-EXEC lapsed 2026-11-25", "STOP-EXEC lapsed 2026-12-01", "STOP-EXEC lapsed 2026-12-10",
                    "TCD-4 met 2026-11-20",
                ])
            let papers = try await it.papers()
            #expect(
                papers == [
                    "receipt", "acceptance_proposal", "acceptance_notice", "emergency_decision 1/QĐ 2026-11-23",
                    "emergency_decision 2/QĐ 2026-11-25", "emergency_lift 3/QĐ 2026-12-01", "emergency_decision 4/QĐ 2026-12-02",
                    "settlement_decision 8/QĐ 2026-12-10",
                ])
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func everyLateStepSaysSoAndGoesOn() async throws {
        try await TestWorld.lease { world in
            let it = try await FollowedPetition.registered(world, .complaint) { forwarded(&$0) }
            try await it.take("propose_accept", as: "officer")
            let silent = try await it.refused("accept", as: "leader", on: Day(2026, 12, 2))
            #expect(silent?.code == "flag_reason_missing")
            let accepted = try await it.take("accept", as: "leader", nothing.because("Chờ hồ sơ"))
            #expect(accepted.breaches == ["Thụ lý hoặc thông báo không thụ lý quá thời hạn 07 ngày làm việc."])
            // Thirty days end on New Year's Day, a Friday.
            let started = try await it.fates()
            #expect(
                started == [
                    "ALARM-45 met 2026-12-02", "KN-1 breached 2026-12-02", "KN-1-ALARM stopped 2026-12-02", "KN-2 running 2027-01-04",
                    "TCD-4 met 2026-12-02",
                ])
            try await it.take("find_right", as: "leader", on: Day(2026, 12, 3))

            world.clock.set(Day(2027, 1, 5))
            let fired = try await world.casework.queues.sweepDeadlines()
            #expect(fired == 1)
            let found: [String: FactInput] = .decision("2/SNN", "2027-01-05", and: complex)
            let unexplained = try await it.refused("mark_complex", as: "leader", found)
            #expect(unexplained?.code == "flag_reason_missing")
            let marked = try await it.take("mark_complex", as: "leader", found.because("Phát hiện muộn"))
            #expect(marked.breaches == ["Vụ việc được xác định là phức tạp khi thời hạn giải quyết đã hết."])
            let recounted = try await world.running(it.entry.caseID)
            #expect(
                recounted == ["KN-2": Day(2027, 1, 4), "KN-5": Day(2027, 2, 3), "KN-15": Day(2028, 1, 4)],
                "a late finding moves nothing, and the ways to the superior and to the court stay open")
            world.clock.set(Day(2027, 1, 19))
            let firedAgain = try await world.casework.queues.sweepDeadlines()
            #expect(firedAgain == 0, "one day is missed once")

            let decision: [String: FactInput] = .decision("9/QĐ", "2027-01-19", and: ["result": .text("wrong")])
            let late = try await it.refused("sign_decision", as: "leader", decision)
            #expect(late?.code == "flag_reason_missing")
            let signed = try await it.take("sign_decision", as: "leader", decision.because("Xin ý kiến"))
            #expect(signed.breaches == ["Ra quyết định giải quyết quá thời hạn."])
            let settled = try await it.settlement()
            #expect(settled == ["wrong 9/QĐ 2027-01-19 late"])
            let sent = try await it.take("send", as: "clerk", on: Day(2027, 1, 25), nothing.because("Nghỉ ốm"))
            #expect(sent.breaches == ["Thực hiện quá thời hạn quy định."])
            let closing: [String: FactInput] = ["reason": .text("Đã khởi kiện.")]
            let untold = try await it.refused("close_notified", as: "leader", on: Day(2027, 1, 29), closing)
            #expect(untold?.code == "flag_reason_missing")
            let closed = try await it.take("close_notified", as: "leader", closing.because("Sẽ thông báo sau"))
            #expect(closed.breaches == ["Thực hiện quá thời hạn quy định.", "Cơ quan chuyển đơn chưa được thông báo kết quả giải quyết."])
            let ended = try await it.fates()
            #expect(
                ended == [
                    "ALARM-45 met 2026-12-02", "KN-1 breached 2026-12-02", "KN-1-ALARM stopped 2026-12-02", "KN-10 lapsed 2027-01-29",
                    "KN-15 lapsed 2027-01-25", "KN-15 running 2028-01-25", "KN-2 breached 2027-01-19", "KN-4 breached 2027-01-25",
                    "KN-5 lapsed 2027-01-25", "KN-5 lapsed 2027-01-29", "TCD-4 met 2026-12-02", "TCD-5 breached 2027-01-29",
                ])
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func aRefusalToAcceptNamesItsGround() async throws {
        try await TestWorld.lease { world in
            let it = try await FollowedPetition.registered(world, .complaint) { forwarded(&$0) }
            let second = try await FollowedPetition.registered(world, .complaint)
            try await second.take("propose_accept", as: "officer")
            world.clock.set(Day(2026, 12, 1))
            let ground: [String: FactInput] = .decision(
                "3/TB", "2026-12-01", and: ["ground": .text("K6"), "reason": .text("Hết thời hiệu.")])
            let officer = try await it.refused("refuse_acceptance", as: "officer", ground)
            #expect(officer?.kind == .forbidden)
            let invented = try await it.refused("refuse_acceptance", as: "leader", ground.merging(["ground": .text("K10")]) { $1 })
            #expect(invented?.code == "fact_invalid" && invented?.errors.first?.field == "ground")
            let refusal = try await it.take("refuse_acceptance", as: "leader", ground)
            let told = try await it.told(refusal)
            #expect(refusal.state == "not_accepted" && refusal.breaches.isEmpty && told == ["petitioner", "forwarder"])
            let (book, clocks, papers, words) = try await (it.book(), it.fates(), it.papers(), it.words())
            #expect(book == "not_accepted 2026-12-01")
            #expect(
                clocks == [
                    "ALARM-45 met 2026-12-01", "KN-1 met 2026-12-01", "KN-1-ALARM stopped 2026-12-01", "KN-15 running 2027-12-01",
                    "TCD-4 met 2026-12-01",
                ])
            #expect(papers == ["receipt", "non_acceptance_notice 3/TB 2026-12-01"])
            #expect(words == ["Khiếu nại của ông/bà không được thụ lý; lý do được nêu trong thông báo gửi ông/bà."])
            let view = try await it.view()
            let named = view.journal.last?.facts.first(where: { $0.name == "ground" })?.value
            #expect(view.final && named?.hasPrefix("Thời hiệu") == true)

            let late = try await second.refused("refuse_acceptance", as: "leader", on: Day(2026, 12, 2), ground)
            #expect(late?.code == "flag_reason_missing")
            let another = ground.merging(["document_number": .text("4/TB")]) { $1 }
            try await second.take("refuse_acceptance", as: "leader", another.because("Chờ tra cứu"))
            let (secondBook, secondClocks) = try await (second.book(), second.fates())
            #expect(secondBook == "not_accepted 2026-12-02")
            #expect(
                secondClocks == [
                    "ALARM-45 met 2026-12-02", "KN-1 breached 2026-12-02", "KN-1-ALARM stopped 2026-12-02", "KN-15 running 2027-12-02",
                    "TCD-4 met 2026-12-02",
                ])
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func whatIsNoCaseOfItsOwnEndsAtTheDesk() async throws {
        try await TestWorld.lease { world in
            let kept = try await FollowedPetition.registered(world, .complaint)
            let nameless = try await FollowedPetition.registered(world, .complaint) { $0.eligibility = .ineligible }
            let copy = try await FollowedPetition.registered(world, .complaint) { $0.duplicateOf = kept.entry.petition }
            let denied = try await nameless.refused("propose_accept", as: "officer", on: Day(2026, 11, 20))
            #expect(denied?.errors.first?.field == "eligibility_not_denied")
            let filed = try await nameless.take("mark_ineligible", as: "officer", ["ground": .text("anonymous")])
            let (filedBook, filedClocks, filedWords) = try await (nameless.book(), nameless.fates(), nameless.words())
            #expect(filed.state == "filed" && filedBook == "filed 2026-11-20")
            #expect(
                filedClocks == [
                    "ALARM-45 met 2026-11-20", "KN-1 met 2026-11-20", "KN-1-ALARM stopped 2026-11-20", "RETAIN running 2027-11-22",
                    "TCD-4 met 2026-11-20",
                ])
            #expect(filedWords == ["Đơn của ông/bà đã được lưu theo quy định về xử lý đơn."])

            let alone = try await kept.refused("mark_duplicate", as: "officer")
            #expect(alone?.code == "guard_failed" && alone?.errors.first?.field == "is_copy")
            let merged = try await copy.take("mark_duplicate", as: "officer")
            let (mergedBook, mergedClocks, mergedWords) = try await (copy.book(), copy.fates(), copy.words())
            #expect(merged.state == "merged" && mergedBook == "merged 2026-11-20")
            #expect(
                mergedClocks == [
                    "ALARM-45 lapsed 2026-11-20", "KN-1 lapsed 2026-11-20", "KN-1-ALARM lapsed 2026-11-20", "TCD-4 lapsed 2026-11-20",
                ])
            #expect(mergedWords.first?.hasPrefix("Đơn của ông/bà trùng nội dung") == true)

            // It is no complaint after all: the same entry goes on in the other procedure, with the dates of its receipt.
            try await kept.take("propose_accept", as: "officer")
            let why: [String: FactInput] = ["kind": .text("feedback"), "reason": .text("Chỉ là kiến nghị.")]
            let named = try await kept.refused("reclassify", as: "officer", why.merging(["kind": .text("denunciation")]) { $1 })
            #expect(named?.code == "guard_failed" && named?.errors.first?.field == "kind")
            let other = try await kept.take("reclassify", as: "officer", why)
            let opened = try #require(other.created["case"])
            let running = try await world.running(opened)
            #expect(other.state == "reclassified" && running == ["TCD-4": Day(2026, 12, 4), "ALARM-45": Day(2027, 1, 4)])
            let (oldClocks, words) = try await (kept.fates(), kept.words())
            #expect(
                oldClocks == [
                    "ALARM-45 lapsed 2026-11-20", "KN-1 lapsed 2026-11-20", "KN-1-ALARM lapsed 2026-11-20", "TCD-4 lapsed 2026-11-20",
                ])
            #expect(words.count == 2 && words.last == "Kiến nghị, phản ánh của ông/bà đã được tiếp nhận.")
            let petition = try await world.casework.petitions.petition(kept.entry.petition, by: world.actor("snnmt.officer"))
            #expect(petition.kind == .feedback && petition.caseID == opened && petition.number == 1)
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }
}
