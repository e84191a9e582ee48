import Casework
import Law
import Postgres
import TestSupport
import Testing

@Suite struct ReferralTests {
    @Test func sendingDeliversAndStopsTheSendersClocks() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.referred()
            let sender = try await world.stand(of: sent.petition.caseID)
            #expect(sender.state == "transferred")
            let referral = try await world.casework.referrals.referral(sent.referral, by: world.actor("snnmt.clerk"))
            #expect(referral.state == "delivered" && referral.deliveredOn == Day(2026, 11, 19) && referral.letterNumber == "12/HĐND-TT")
            // Thirty days from 19/11 end on a Saturday.
            #expect(referral.answerBy == Day(2026, 12, 21))
            let open = try await world.running(sent.petition.caseID)
            #expect(open.isEmpty)
            let clocks = try await world.running(sent.caseID)
            #expect(clocks == ["REF-ACK": Day(2026, 11, 25), "REF-DECLINE": Day(2026, 11, 27), "REF-ANSWER": Day(2026, 12, 21)])
            let found = try await world.findings()
            #expect(found == [])
        }
    }

    /// What was handed over at the sender's counter is receipted there, not by who accepts it later.
    @Test func theRecipientPrintsNoReceipt() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.referred()
            _ = try await world.step(sent.caseID, "accept", by: "snnmt.officer")
            let receipt = try await world.casework.petitions.receipt(sent.petition.petition, by: world.actor("hdnd.clerk"))
            #expect(receipt.letterhead.officeName == receipt.receptionPlace && receipt.petition.id == sent.petition.petition)
            let theirs = try await problem {
                try await world.casework.petitions.receipt(sent.petition.petition, by: world.actor("snnmt.officer"))
            }
            #expect(theirs?.kind == .missing)
        }
    }

    /// Accepted first and found to be another's afterwards: the letter goes back to the office that sent it, which may go on.
    @Test func aReturnAfterAcceptanceReachesTheSender() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.referred()
            let accepted = try await world.step(sent.caseID, "accept", by: "snnmt.officer")
            let own = try #require(accepted.created["case"])
            _ = try await world.step(
                own, "return_to_sender",
                ["reason": .text("Không thuộc thẩm quyền"), "letter_number": .text("9/CV"), "letter_date": .text("2026-11-19")],
                by: "snnmt.officer")
            let referral = try await world.casework.referrals.referral(sent.referral, by: world.actor("hdnd.officer"))
            #expect(referral.state == "declined" && referral.final)
            let sender = try await world.stand(of: sent.petition.caseID)
            #expect(sender.state == "classified")
            let clocks = try await world.running(sent.petition.caseID)
            #expect(clocks["TCD-4R"] == Day(2026, 12, 4) && clocks["TCD-4"] == nil, "counted from the day it came back")
            let waiting = try await world.running(sent.caseID)
            #expect(waiting.isEmpty)
            let again = try await world.step(sent.petition.caseID, "refer", world.referFacts(to: "btcd"), by: "hdnd.officer")
            #expect(again.state == "transferred")
            let found = try await world.findings()
            #expect(found == [])
        }
    }

    @Test func aDeclinedPetitionReturnsWithNewDeadlines() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.classified(world.draft())
            world.clock.set(Day(2026, 11, 25))
            let sent = try await world.step(registered.caseID, "refer", world.referFacts(to: "snnmt"), by: "hdnd.officer")
            let referralCase = try #require(sent.created["referralCase"])
            let shown = try await world.casework.petitions.petition(registered.petition, by: world.actor("snnmt.officer"))
            #expect(shown.id == registered.petition)
            world.clock.set(Day(2026, 11, 27))
            let unexplained = try await problem { try await world.step(referralCase, "decline", by: "snnmt.officer") }
            #expect(unexplained?.errors.first?.field == "reason")
            let clerk = try await problem {
                try await world.step(referralCase, "decline", ["reason": .text("Không thuộc")], by: "snnmt.clerk")
            }
            #expect(clerk?.kind == .forbidden)
            _ = try await world.step(referralCase, "decline", ["reason": .text("Không thuộc thẩm quyền")], by: "snnmt.officer")
            // Who declined has no more business with the letter and its scans.
            let gone = try await problem {
                try await world.casework.petitions.petition(registered.petition, by: world.actor("snnmt.officer"))
            }
            #expect(gone?.kind == .missing)
            let sender = try await world.stand(of: registered.caseID)
            #expect(sender.state == "classified" && sender.seq == 4)
            let clocks = try await world.running(registered.caseID)
            #expect(clocks == ["TCD-4R": Day(2026, 12, 11), "ALARM-45": Day(2027, 1, 4)])
            let view = try await world.casework.cases.caseFile(registered.caseID, by: world.actor("hdnd.officer"))
            #expect(view.journal.last?.event == "referral_declined" && view.journal.last?.actor == "system")
            let starts = view.clocks.filter { $0.state == "running" }.map { "\($0.rule) \($0.startOn.iso)" }.sorted()
            #expect(starts == ["ALARM-45 2026-11-19", "TCD-4R 2026-11-27"])
            // It may be sent to another office now.
            let other = try await world.step(
                registered.caseID, "refer", world.referFacts(to: "btcd", letter: "13/HĐND-TT"), by: "hdnd.officer")
            #expect(other.state == "transferred")
            let found = try await world.findings()
            #expect(found == [])
        }
    }

    @Test func declininglateNeedsAReasonAndIsRecorded() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.referred()
            world.clock.set(Day(2026, 12, 1))
            let bare = try await problem { try await world.step(sent.caseID, "decline", ["reason": .text("Nhầm")], by: "snnmt.officer") }
            #expect(bare?.code == "flag_reason_missing")
            let step = try await world.step(
                sent.caseID, "decline", ["reason": .text("Nhầm"), "flag_reason": .text("Văn thư chuyển chậm")], by: "snnmt.officer")
            #expect(step.breaches.count == 1)
        }
    }

    @Test func acceptingOpensTheRecipientsOwnEntryAsOfDelivery() async throws {
        try await TestWorld.lease { world in
            _ = try await world.register(world.draft(), by: "snnmt.clerk")
            let sent = try await world.referred()
            world.clock.set(Day(2026, 11, 23))
            _ = try await world.step(sent.caseID, "acknowledge", by: "snnmt.clerk")
            let step = try await world.step(sent.caseID, "accept", by: "snnmt.officer")
            let own = try #require(step.created["case"])
            let view = try await world.casework.petitions.petition(sent.petition.petition, by: world.actor("snnmt.officer"))
            #expect(view.caseID == own && view.procedure == "feedback" && view.number == 2 && view.bookYear == 2026)
            #expect(view.receivedOn == Day(2026, 11, 19))
            let clocks = try await world.running(own)
            #expect(clocks["TCD-4"] == Day(2026, 12, 4))
            #expect(sent.petition.number == 1)
            let senders = try await world.casework.petitions.petition(sent.petition.petition, by: world.actor("hdnd.officer"))
            #expect(senders.caseID == sent.petition.caseID && senders.number == 1)
            let still = try await world.stand(of: sent.petition.caseID)
            #expect(still.state == "transferred")
            let found = try await world.findings()
            #expect(found == [])
        }
    }

    @Test func acceptedInJanuaryItStandsInTheBookOfItsDelivery() async throws {
        try await TestWorld.lease { world in
            world.clock.set(Day(2026, 12, 31))
            let sent = try await world.referred(world.draft(receivedOn: Day(2026, 12, 31)))
            world.clock.set(Day(2027, 1, 4))
            _ = try await world.step(sent.caseID, "accept", by: "snnmt.officer")
            let view = try await world.casework.petitions.petition(sent.petition.petition, by: world.actor("snnmt.officer"))
            #expect(view.bookYear == 2026 && view.number == 1 && view.receivedOn == Day(2026, 12, 31))
        }
    }

    @Test func theAnswerMovesTheSendersCaseInTheSameTransaction() async throws {
        try await TestWorld.lease { world in
            var draft = world.draft()
            draft.wantsReply = true
            let sent = try await world.referred(draft)
            _ = try await world.step(sent.caseID, "accept", by: "snnmt.officer")
            world.clock.set(Day(2026, 11, 23))
            let step = try await world.step(
                sent.caseID, "answer",
                [
                    "result": .text("explained"), "summary": .text("Đã sửa đường."), "document_number": .text("5/SNN"),
                    "document_date": .text("2026-11-23"), "flag_reason": .text("Trả lời trước khi đóng hồ sơ"),
                ], by: "snnmt.officer")
            #expect(step.state == "answered")
            let sender = try await world.stand(of: sent.petition.caseID)
            #expect(sender.state == "result_in")
            let clocks = try await world.running(sent.petition.caseID)
            // Five working days after 23/11, the 24th being a holiday.
            #expect(clocks == ["TCD-6": Day(2026, 12, 1)])
            let view = try await world.casework.referrals.referral(sent.referral, by: world.actor("hdnd.clerk"))
            #expect(view.result == "explained" && view.answerSummary == "Đã sửa đường." && view.answerNumber == "5/SNN")
            let instants = try await world.count(
                """
                select count(distinct xmin::text) from tiepdan.journal
                 where (case_id = \(sent.caseID) and event = 'answer') or (case_id = \(sent.petition.caseID) and event = 'result_received')
                """)
            #expect(instants == 1)
            let told = try await world.step(
                sent.petition.caseID, "tell_citizen", ["told_on": .text("2026-11-23"), "means": .text("letter")], by: "hdnd.clerk")
            #expect(told.state == "closed")
            let found = try await world.findings()
            #expect(found == [])
        }
    }

    @Test func aRecalledReferralIsOverForBoth() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.referred()
            let wrong = try await problem { try await world.step(sent.caseID, "recall", ["reason": .text("x")], by: "snnmt.officer") }
            #expect(wrong?.kind == .forbidden)
            _ = try await world.step(sent.caseID, "recall", ["reason": .text("Chuyển nhầm")], by: "hdnd.officer")
            let sender = try await world.stand(of: sent.petition.caseID)
            #expect(sender.state == "classified")
            let late = try await problem { try await world.step(sent.caseID, "accept", by: "snnmt.officer") }
            #expect(late?.code == "not_allowed_in_state")
            let clocks = try await world.running(sent.caseID)
            #expect(clocks.isEmpty)
            let again = try await world.step(sent.petition.caseID, "refer", world.referFacts(to: "snnmt"), by: "hdnd.officer")
            #expect(again.state == "transferred")
        }
    }

    @Test func remindersAreCountedAndKeepTheFirstDate() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.referred(answerBy: Day(2026, 11, 30))
            let early = try await problem {
                try await world.step(sent.caseID, "urge", ["letter_number": .text("1/ĐĐ")], by: "hdnd.officer")
            }
            #expect(early?.code == "flag_reason_missing")
            world.clock.set(Day(2026, 12, 2))
            for number in 1...2 {
                let step = try await world.step(
                    sent.caseID, "urge",
                    ["letter_number": .text("\(number)/ĐĐ"), "letter_date": .text("2026-12-02"), "answer_by": .text("2026-12-1\(number)")],
                    by: "hdnd.officer")
                #expect(step.created["reminder"] == Int64(number))
            }
            let clocks = try await world.running(sent.caseID)
            #expect(clocks["REF-ANSWER"] == Day(2026, 11, 30))
            // The 12th is a Saturday.
            #expect(clocks["REF-URGED"] == Day(2026, 12, 14))
            let view = try await world.casework.referrals.referral(sent.referral, by: world.actor("snnmt.clerk"))
            #expect(view.reminders == 2)
            #expect(view.answerBy == Day(2026, 12, 12))
            let recipient = try await problem { try await world.step(sent.caseID, "urge", by: "snnmt.officer") }
            #expect(recipient?.kind == .forbidden)
        }
    }

    @Test func noCirclesAndNoReferralToOneself() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.referred()
            let step = try await world.step(sent.caseID, "accept", by: "snnmt.officer")
            let own = try #require(step.created["case"])
            let back = try await problem { try await world.step(own, "refer", world.referFacts(to: "hdnd"), by: "snnmt.officer") }
            #expect(back?.code == "recipient_already_holds" && back?.errors.first?.field == "recipient")
            let fresh = try await world.classified(world.draft(title: "Việc thứ hai"))
            let oneself = try await problem {
                try await world.step(fresh.caseID, "refer", world.referFacts(to: "hdnd"), by: "hdnd.officer")
            }
            #expect(oneself?.code == "guard_failed")
            var nowhere = world.referFacts(to: "snnmt")
            nowhere["recipient"] = .number(424_242)
            let (facts, caseID) = (nowhere, fresh.caseID)
            let unknown = try await problem { try await world.step(caseID, "refer", facts, by: "hdnd.officer") }
            #expect(unknown?.errors.first?.code == "unknown_organisation")
            let stand = try await world.stand(of: caseID)
            #expect(stand.state == "classified")
        }
    }

    @Test func thePeoplesCommitteeGuidesComplaintsAndTheCouncilMayPassThemOn() async throws {
        try await TestWorld.lease { world in
            let council = try await world.referred(world.draft(.complaint), to: "ubnd")
            let accepted = try await world.step(council.caseID, "accept", by: "ubnd.officer")
            let own = try #require(accepted.created["case"])
            let clocks = try await world.running(own)
            #expect(clocks["KN-1"] == Day(2026, 12, 1))
            let registered = try await world.register(world.draft(.complaint), by: "btcd.clerk")
            _ = try await world.step(
                registered.caseID, "classify",
                ["kind": .text("complaint"), "eligibility": .text("eligible"), "jurisdiction": .text("not_competent")], by: "btcd.officer")
            let refused = try await problem {
                try await world.step(registered.caseID, "refer", world.referFacts(to: "phohien"), by: "btcd.officer")
            }
            #expect(refused?.code == "guard_failed")
            #expect(refused?.basis?.contains("Luật Tiếp công dân Đ.26") == true)
            let guided = try await world.step(
                registered.caseID, "guide", ["competent_body": .text("UBND phường Phố Hiến")], by: "btcd.officer")
            #expect(guided.state == "guided")
        }
    }

    @Test func whoIsNotPartOfItKnowsNothingOfIt() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.referred()
            for office in ["ubnd", "btcd", "phohien"] {
                let seen = try await problem {
                    try await world.casework.referrals.referral(sent.referral, by: world.actor("\(office).leader"))
                }
                #expect(seen?.kind == .missing)
                let moved = try await problem { try await world.step(sent.caseID, "accept", at: 2, by: "\(office).leader") }
                #expect(moved?.kind == .missing)
                let read = try await problem {
                    try await world.casework.petitions.petition(sent.petition.petition, by: world.actor("\(office).leader"))
                }
                #expect(read?.kind == .missing)
                let list = try await world.casework.referrals.list(
                    incoming: true, open: nil, overdue: false, cursor: nil, limit: 50, by: world.actor("\(office).leader"))
                #expect(list.items.isEmpty)
            }
            // The recipient does not move the sender's own case, nor see its journal.
            let peek = try await problem { try await world.casework.cases.caseFile(sent.petition.caseID, by: world.actor("snnmt.leader")) }
            #expect(peek?.kind == .missing)
        }
    }
}
