import Casework
import Law
import Postgres
import TestSupport
import Testing

/// A denunciation at the office that settles it, over the database; who denounces is nowhere in it.
@Suite struct DenunciationStepsTests {
    private let content: [String: FactInput] = ["content": .text("Thu tiền làm thủ tục không có biên lai.")]

    private func registered(
        _ world: TestWorld, by office: String = "ubnd", _ change: (inout PetitionDraft) -> Void = { _ in }
    ) async throws -> FollowedPetition {
        try await FollowedPetition.registered(world, .denunciation, by: office, change)
    }

    private func accept(_ it: FollowedPetition, on day: Day) async throws {
        try await it.take("accept", as: "leader", on: day, .decision("7/QĐ-UBND", day.iso, and: content))
    }

    private func withdrawing(_ ground: String, on day: Day) -> [String: FactInput] {
        ["form": .text("withdrawal_letter"), "withdrawn_on": .text(day.iso), "continue_ground": .text(ground)]
    }

    @Test func fromTheBookToTheClosedFile() async throws {
        try await TestWorld.lease { world in
            let it = try await registered(world) {
                $0.channel = .forwarded
                $0.sourceBody = "Báo Hưng Yên"
            }
            #expect(it.entry.state == "initial_check" && it.entry.nextDue == Day(2026, 12, 1))
            let begun = try await it.fates()
            #expect(
                begun == [
                    "ALARM-45 running 2027-01-04", "TC-1 running 2026-12-01", "TC-4 running 2026-12-09", "TCD-4 running 2026-12-04",
                ])
            world.clock.set(Day(2026, 12, 1))
            let officer = try await it.refused("accept", as: "officer", .decision("7/QĐ-UBND", "2026-12-01", and: content))
            #expect(officer?.kind == .forbidden)
            try await accept(it, on: Day(2026, 12, 1))
            let book = try await it.book()
            #expect(book == "accepted 2026-12-01")
            let notified = try await it.take("notify_acceptance", as: "clerk", on: Day(2026, 12, 3), .letter("8/TB", "2026-12-03"))
            let told = try await it.told(notified)
            #expect(told == ["petitioner", "respondent"])
            try await it.take("from_press_or_body", as: "clerk", on: Day(2026, 12, 4), .letter("9/CV", "2026-12-04"))
            let verifying: [String: FactInput] = .decision(
                "9/QĐ-UBND", "2026-12-07", and: ["verifying_body": .number(world.office("btcd"))])
            try await it.take("assign_verification", as: "leader", on: Day(2026, 12, 7), verifying)

            let once: [String: FactInput] = .decision(
                "10/QĐ-UBND", "2026-12-30", and: ["criteria_count": .number(1), "reason": .text("Nhiều nội dung.")])
            let extended = try await it.take("extend", as: "leader", on: Day(2026, 12, 30), once)
            #expect(extended.state == "verifying" && extended.breaches.isEmpty)
            let longer = try await it.view()
            let term = try #require(longer.clocks.first { $0.rule == "TC-6" })
            #expect(term.nominal == Day(2027, 1, 30) && term.due == Day(2027, 2, 1) && longer.nextDue == Day(2027, 2, 1))
            let twice = try await it.refused("extend", as: "leader", once)
            #expect(twice?.code == "guard_failed" && twice?.errors.first?.field == "extension_left")

            let suspension: [String: FactInput] = .decision(
                "11/QĐ-UBND", "2026-12-31", and: ["ground": .text("other_result"), "reason": .text("Chờ bản án.")])
            try await it.take("suspend", as: "leader", on: Day(2026, 12, 31), suspension)
            let standing = try await it.view()
            #expect(standing.state == "suspended" && standing.nextDue == Day(2027, 1, 8), "only the sending of the decision is due")
            #expect(standing.clocks.first { $0.rule == "TC-6" }?.state == "paused")
            let resumed = try await it.take("resume", as: "leader", on: Day(2027, 1, 4), .decision("1/QĐ-UBND", "2027-01-04"))
            #expect(resumed.state == "verifying", "back where it stood")
            let running = try await world.running(it.entry.caseID)
            #expect(running == ["TC-6": Day(2027, 2, 3), "TC-12": Day(2027, 1, 8)], "thirty of sixty days left")
            try await it.take("send_resumption", as: "clerk", on: Day(2027, 1, 5))

            try await it.take("report", as: "officer", on: Day(2027, 1, 7), ["summary": .text("Có căn cứ.")])
            let conclusion: [String: FactInput] = .decision("2/KL-UBND", "2027-01-08", and: ["result": .text("partly")])
            let concluded = try await it.take("conclude", as: "leader", on: Day(2027, 1, 8), conclusion)
            #expect(concluded.state == "concluded" && concluded.breaches.isEmpty)
            let settled = try await it.settlement()
            #expect(settled == ["partly 2/KL-UBND 2027-01-08 in time"])
            let duties = try await world.running(it.entry.caseID)
            #expect(
                duties == [
                    "TC-13": Day(2027, 1, 15), "TC-14": Day(2027, 1, 19), "TC-16": Day(2027, 1, 19), "TCD-5": Day(2027, 1, 19),
                ])
            try await it.take("send", as: "clerk", on: Day(2027, 1, 11))
            let handling: [String: FactInput] = .decision("3/QĐ-UBND", "2027-01-12", and: ["measures": .text("Khiển trách.")])
            try await it.take("handle", as: "leader", on: Day(2027, 1, 12), handling)
            try await it.take("publish", as: "officer", on: Day(2027, 1, 13), ["means": .text("posting")])
            try await it.take("result_back", as: "officer", on: Day(2027, 1, 14), .letter("12/CV", "2027-01-14"))
            let closed = try await it.take("close", as: "officer")
            #expect(closed.state == "closed" && closed.breaches.isEmpty)
            let ended = try await it.fates()
            #expect(
                ended == [
                    "ALARM-45 met 2026-12-01", "TC-1 met 2026-12-01", "TC-12 met 2027-01-05", "TC-13 met 2027-01-11",
                    "TC-14 met 2027-01-12", "TC-16 met 2027-01-13", "TC-17 running 2027-01-28", "TC-4 met 2026-12-04",
                    "TC-5 met 2026-12-03", "TC-6 met 2027-01-08", "TCD-4 met 2026-12-01", "TCD-5 met 2027-01-14",
                ])
            let words = try await it.words()
            #expect(words == ["Việc giải quyết tố cáo của ông/bà đã kết thúc."])
            let journal = try await world.superuser.read { db in
                try db.values("select payload::text from tiepdan.journal", as: String.self).joined()
            }
            for word in ["biên lai", "Người tố cáo", "TC-01", "Khiển trách"] { #expect(!journal.contains(word)) }
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func aWithdrawalMustGoOnOrEndsTheSettlement() async throws {
        try await TestWorld.lease { world in
            let it = try await registered(world)
            try await accept(it, on: Day(2026, 11, 25))
            let before = try await world.running(it.entry.caseID)
            let signs = withdrawing("violation_signs", on: Day(2026, 11, 26)).merging(["reason": .text("Có dấu hiệu vi phạm.")]) { $1 }
            let unreasoned = try await it.refused(
                "withdraw_all", as: "officer", on: Day(2026, 11, 26), withdrawing("violation_signs", on: Day(2026, 11, 26)))
            #expect(unreasoned?.code == "fact_missing" && unreasoned?.errors.first?.field == "reason")
            let continued = try await it.take("withdraw_all", as: "officer", signs)
            let after = try await world.running(it.entry.caseID)
            #expect(continued.state == "accepted" && after == before, "it goes on as if nobody had withdrawn")
            let papers = try await it.papers()
            #expect(papers.suffix(2) == ["withdrawal_paper", "continuation_record"])
            let none = try await it.settlement()
            #expect(none == [])

            let free = withdrawing("none", on: Day(2026, 11, 30))
            let willing = free.merging(["reason": .text("Tự rút.")]) { $1 }
            let officer = try await it.refused("withdraw_all", as: "officer", on: Day(2026, 11, 30), willing)
            #expect(officer?.code == "guard_failed" && officer?.errors.first?.field == "not_withdrawal_ends")
            let ended = try await it.take("withdraw_all", as: "leader", .decision("12/QĐ-UBND", "2026-11-30", and: free))
            #expect(ended.state == "terminated" && ended.breaches.isEmpty)
            let settled = try await it.settlement()
            #expect(settled == ["withdrawn 12/QĐ-UBND 2026-11-30 in time"])
            let owed = try await world.running(it.entry.caseID)
            #expect(owed == ["TC-12": Day(2026, 12, 7)])
            let late = try await it.refused("send_termination", as: "clerk", on: Day(2026, 12, 8))
            #expect(late?.code == "flag_reason_missing")
            let sent = try await it.take("send_termination", as: "clerk", [String: FactInput]().because("Chờ đóng dấu"))
            let fates = try await it.fates()
            #expect(sent.state == "closed" && fates.contains("TC-12 breached 2026-12-08") && fates.contains("TC-6 met 2026-11-30"))

            let early = try await registered(world)
            let tardy = withdrawing("none", on: Day(2026, 12, 9)).because("Đơn gửi muộn")
            let withdrawn = try await early.take("withdraw_all", as: "officer", on: Day(2026, 12, 9), tardy)
            let book = try await early.book()
            #expect(withdrawn.state == "withdrawn" && book == "filed 2026-12-09")
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func theDenouncedsOwnBodyNeitherVerifiesNorSettles() async throws {
        try await TestWorld.lease { world in
            let head: [String: FactInput] = ["denounced_body": .number(world.office("snnmt")), "denounced_rank": .text("head")]
            let it = try await registered(world)
            try await it.take("name_denounced", as: "clerk", head)
            try await accept(it, on: Day(2026, 11, 25))
            let theirOwn: [String: FactInput] = .decision(
                "8/QĐ-UBND", "2026-11-25", and: ["verifying_body": .number(world.office("snnmt"))])
            let own = try await it.refused("assign_verification", as: "leader", theirOwn)
            #expect(own?.code == "guard_failed")
            #expect(own?.errors.contains { $0.field == "verifying_body" && $0.code == "recipient_not_denounced" } == true)
            let stand = try await world.stand(of: it.entry.caseID)
            #expect(stand.state == "accepted")
            let anothers: [String: FactInput] = .decision(
                "8/QĐ-UBND", "2026-11-25", and: ["verifying_body": .number(world.office("btcd"))])
            let other = try await it.take("assign_verification", as: "leader", anothers)
            #expect(other.state == "verifying")

            // The body of the denounced head gives it to his superior, whose own terms run from the delivery.
            world.clock.set(Day(2026, 11, 19))
            let theirs = try await registered(world, by: "snnmt")
            try await theirs.take("name_denounced", as: "officer", head)
            let barred = try await theirs.refused("accept", as: "leader", .decision("5/QĐ", "2026-11-19", and: content))
            #expect(barred?.errors.first?.field == "office_not_denounced")
            try await theirs.take("not_competent_written", as: "officer", on: Day(2026, 11, 20))
            let due = try await world.running(theirs.entry.caseID)
            #expect(due["TC-2"] == Day(2026, 11, 27))
            world.clock.set(Day(2026, 11, 23))
            let sent = try await theirs.take("refer", as: "officer", world.referFacts(to: "ubnd"))
            let referral = try #require(sent.created["referralCase"])
            let (book, idle) = try await (theirs.book(), world.running(theirs.entry.caseID))
            #expect(sent.state == "transferred" && book == "referred 2026-11-23" && idle.isEmpty)
            world.clock.set(Day(2026, 11, 25))
            let taken = try await world.step(referral, "accept", by: "ubnd.officer")
            let opened = try #require(taken.created["case"])
            let superior = try await world.casework.cases.caseFile(opened, by: world.actor("ubnd.officer"))
            #expect(superior.procedure == "denunciation" && superior.state == "initial_check")
            let running = try await world.running(opened)
            #expect(running["TC-1"] == Day(2026, 12, 3) && running["TC-4"] == Day(2026, 12, 14), "from 23/11, the day of the delivery")
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func aDeclinedTransferComesBackWithTermsOfItsOwn() async throws {
        try await TestWorld.lease { world in
            let it = try await registered(world)
            try await it.take("not_competent_written", as: "officer", on: Day(2026, 11, 20))
            world.clock.set(Day(2026, 11, 23))
            let sent = try await it.take("refer", as: "officer", world.referFacts(to: "btcd"))
            let referral = try #require(sent.created["referralCase"])
            _ = try await world.step(referral, "decline", ["reason": .text("Không thuộc thẩm quyền.")], by: "btcd.officer")
            let (stand, book) = try await (world.stand(of: it.entry.caseID), it.book())
            #expect(stand.state == "to_transfer" && book == "")
            let clocks = try await world.running(it.entry.caseID)
            #expect(
                clocks == ["TC-2R": Day(2026, 12, 1), "TCD-4R": Day(2026, 12, 8), "ALARM-45": Day(2027, 1, 4)],
                "from the day of the return; the alarm from the first receipt")
            try await it.take("find_competent", as: "officer", ["reason": .text("Thuộc thẩm quyền.")])
            try await accept(it, on: Day(2026, 11, 25))
            let fates = try await it.fates()
            #expect(fates.contains("TC-2R lapsed 2026-11-23") && fates.contains("TCD-4R met 2026-11-25"))
            let petition = it.entry.petition
            let competent = try await world.count(
                """
                select count(*) from tiepdan.registration
                 where petition = \(petition) and jurisdiction = 'competent' and outcome = 'accepted'
                """)
            #expect(competent == 1)
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func aDenunciationHandedOverKeepsItsTermsAndItsSecret() async throws {
        try await TestWorld.lease { world in
            let entry = try await world.register(world.draft(.denunciation), by: "ubnd.clerk")
            #expect(entry.state == "received")
            let competent: [String: FactInput] = [
                "kind": .text("denunciation"), "eligibility": .text("eligible"), "jurisdiction": .text("competent"),
            ]
            world.clock.set(Day(2026, 11, 20))
            _ = try await world.step(entry.caseID, "classify", competent, by: "ubnd.officer")
            world.clock.set(Day(2026, 11, 23))
            let handed = try await world.step(entry.caseID, "hand_over", by: "ubnd.officer")
            let opened = try #require(handed.created["case"])
            #expect(handed.state == "handed_over")
            let old = try await FollowedPetition(world: world, entry: entry, office: "ubnd").fates()
            #expect(
                old == [
                    "ALARM-45 lapsed 2026-11-23", "TC-1 lapsed 2026-11-23", "TC-2 lapsed 2026-11-20", "TCD-4 lapsed 2026-11-23",
                ])
            let clocks = try await world.running(opened)
            #expect(clocks == ["TC-1": Day(2026, 12, 1), "TCD-4": Day(2026, 12, 4), "ALARM-45": Day(2027, 1, 4)])
            let view = try await world.casework.petitions.petition(entry.petition, by: world.actor("ubnd.officer"))
            #expect(view.procedure == "denunciation" && view.caseID == opened && view.referenceOnly)
            let people = try await world.count("select count(*) from tiepdan.party where role <> 'respondent'")
            #expect(people == 0)
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func anUnsignedLetterWithEvidenceIsInspected() async throws {
        try await TestWorld.lease { world in
            let it = try await registered(world)
            world.clock.set(Day(2026, 11, 20))
            let here: [String: FactInput] = ["evidence_clear": .flag(true), "jurisdiction": .text("competent")]
            let signed = try await it.refused("anonymous_with_evidence", as: "officer", here)
            #expect(signed?.errors.first?.field == "anonymous_filer")
            let borrowedName: [String: FactInput] = ["found": .text("impersonated"), "reason": .text("Người đứng tên không viết đơn.")]
            try await it.take("find_anonymous", as: "officer", borrowedName)
            let refused = try await it.refused("accept", as: "leader", .decision("7/QĐ", "2026-11-20", and: content))
            #expect(refused?.errors.first?.field == "not_anonymous_filer")
            // Found out to be a mistake, and found out again.
            let writer: [String: FactInput] = ["found": .text("individual"), "reason": .text("Người đứng tên nhận là người viết.")]
            try await it.take("find_anonymous", as: "officer", writer)
            let known = try await it.refused("anonymous_with_evidence", as: "officer", here)
            #expect(known?.errors.first?.field == "anonymous_filer")
            let petition = it.entry.petition
            let individuals = try await world.count(
                "select count(*) from tiepdan.petition where id = \(petition) and filer_kind = 'individual'")
            #expect(individuals == 1)
            try await it.take("find_anonymous", as: "officer", borrowedName)
            let inspected = try await it.take("anonymous_with_evidence", as: "officer", here)
            let book = try await it.book()
            #expect(inspected.state == "inspection" && book == "handed_over 2026-11-20")
            let done = try await it.take("inspection_result", as: "officer", on: Day(2026, 12, 15), ["summary": .text("Có sai phạm.")])
            #expect(done.state == "inspected")
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func aLateExtensionHealsNothing() async throws {
        try await TestWorld.lease { world in
            let it = try await registered(world)
            try await accept(it, on: Day(2026, 11, 25))
            let facts: [String: FactInput] = .decision(
                "20/QĐ-UBND", "2026-12-28", and: ["criteria_count": .number(1), "reason": .text("Nhiều nội dung.")])
            let unexplained = try await it.refused("extend", as: "leader", on: Day(2026, 12, 28), facts)
            #expect(unexplained?.code == "flag_reason_missing")
            let extended = try await it.take("extend", as: "leader", facts.because("Chờ tài liệu"))
            #expect(extended.breaches == ["Thời hạn giải quyết tố cáo đã hết."])
            let (clocks, papers) = try await (world.running(it.entry.caseID), it.papers())
            #expect(clocks["TC-6"] == Day(2026, 12, 25), "the decision is a paper and gives no days")
            #expect(papers.last == "extension_decision 20/QĐ-UBND 2026-12-28", "\(papers)")
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func theDenouncerIsProtectedAndTheProtectionEnds() async throws {
        try await TestWorld.lease { world in
            let it = try await registered(world)
            let measures: [String: FactInput] = ["measures": .text("Bố trí nơi tiếp riêng.")]
            try await it.take("request_protection", as: "clerk", measures)
            let officer = try await it.refused("apply_protection", as: "officer", .decision("5/QĐ", "2026-11-19", and: measures))
            #expect(officer?.kind == .forbidden)
            try await it.take("apply_protection", as: "leader", .decision("5/QĐ", "2026-11-19", and: measures))
            let ended: [String: FactInput] = .decision("6/QĐ", "2026-11-20", and: ["reason": .text("Nguy cơ không còn.")])
            let step = try await it.take("end_protection", as: "leader", on: Day(2026, 11, 20), ended)
            #expect(step.state == "initial_check")
            let kinds = try await it.view().documents.map(\.kind)
            #expect(kinds.filter { $0.hasPrefix("protection") } == ["protection_request", "protection_decision", "protection_end"])
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func whatCameInBeforeTheNewDecreeKeepsItsVersion() async throws {
        try await TestWorld.lease { world in
            let it = try await registered(world) { $0.receivedOn = Day(2026, 6, 25) }
            let view = try await it.view()
            #expect(view.version == "2019-05-28.1" && view.state == "initial_check")
            let clocks = try await world.running(it.entry.caseID)
            #expect(Set(clocks.keys) == ["TC-1", "TCD-4"] && clocks["TC-1"] == Day(2026, 7, 6))
            let late = try await it.refused("accept", as: "leader", .decision("7/QĐ", "2026-11-19", and: content))
            #expect(late?.code == "flag_reason_missing")
        }
    }
}
