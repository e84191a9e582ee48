import Casework
import HTTPTypes
import Law
import TestSupport
import Testing

@testable import Web

/// A petition goes to a court without accounts: receipt, refusal, status and answer come by letter and are entered by the sender.
@Suite struct PaperPartnerStory {
    static let court = "Tòa án nhân dân tỉnh Hưng Yên"

    /// A court where nobody uses the program.
    private func court(_ world: TestWorld) async throws -> Int64 {
        var new = AdministrationDesk.NewOrganisation(
            code: "TAND-HY", kind: .other, level: "province", name: Self.court, shortName: "TAND tỉnh", symbol: "TAND")
        new.province = "33"
        return try await world.casework.administration.addOrganisation(new, by: .operator(user: "test"))
    }

    /// Registered, classified and sent to the court.
    private func sent(_ story: Story) async throws -> (own: Int64, track: Int64, referral: Int64) {
        let court = try await court(story.world)
        let own = try #require(try await story.register(Letters.drain, as: "hdnd.clerk")["case"].int)
        try await story.step(
            own, "classify", ["kind": "feedback", "eligibility": "eligible", "jurisdiction": "not_competent"], as: "hdnd.officer")
        let sent = try await story.step(
            own, "refer", ["recipient": .id(court), "letter_number": "21/CV", "letter_date": "2026-11-19"], as: "hdnd.officer")
        return (own, try #require(sent["created"]["referralCase"].int), try #require(sent["created"]["referral"].int))
    }

    @Test func receiptStatusReminderAndAnswerComeOnPaper() async throws {
        try await Story.tell { story in
            let (own, track, referral) = try await sent(story)
            let listed = try await story.http.get("/api/v1/referrals?direction=out", as: "hdnd.clerk").json["items"][0]
            #expect(listed["id"].int == referral && listed["recipientOnPaper"] == true)
            let allowed = try await story.http.get("/api/v1/cases/\(track)", as: "hdnd.clerk").json["allowed"].list
            let open = allowed.filter { $0["blockedBy"].list.isEmpty }.compactMap { $0["event"].text }
            let paper = ["record_acknowledged", "record_declined", "record_accepted", "record_status", "record_answer"]
            #expect(Set(open).isSuperset(of: paper))

            story.world.clock.set(Day(2026, 11, 23))
            try await story.step(
                track, "record_acknowledged", ["document_number": "45/TA", "document_date": "2026-11-20"], as: "hdnd.clerk")
            #expect(try await story.clock("REF-ACK", of: track, as: "hdnd.clerk")["state"].text == "met")
            let scan = try await story.http.send(
                .post, "/api/v1/cases/\(track)/attachments?name=giay-bao-nhan.pdf&kind=result", as: "hdnd.clerk",
                headers: [.contentType: "application/pdf"], body: [Array("%PDF-1.7 45/TA".utf8)])
            #expect(scan.status == 201, "\(scan.text)")
            try await story.step(
                track, "record_accepted", ["document_number": "46/TA", "document_date": "2026-11-23"], as: "hdnd.clerk")
            story.world.clock.set(Day(2026, 12, 22))
            let urge: JSONValue = ["letter_number": "30/CV", "letter_date": "2026-12-22", "answer_by": "2026-12-31"]
            try await story.step(track, "urge", urge, as: "hdnd.officer")
            let status: JSONValue = ["document_number": "50/TA", "document_date": "2026-12-22", "status": "Đang xác minh tại xã."]
            try await story.step(track, "record_status", status, as: "hdnd.officer")
            let seen = try await story.http.get("/api/v1/referrals/\(referral)", as: "hdnd.leader").json
            #expect(seen["state"].text == "accepted" && seen["reminders"].int == 1)

            story.world.clock.set(Day(2026, 12, 28))
            let answer: JSONValue = [
                "document_number": "55/TA", "document_date": "2026-12-25", "result": "explained", "summary": "Đã giải thích cho công dân.",
            ]
            try await story.step(track, "record_answer", answer, as: "hdnd.clerk")
            #expect(try await story.state(own, as: "hdnd.clerk") == "result_in")
            let ended = try await story.http.get("/api/v1/referrals/\(referral)", as: "hdnd.clerk").json
            #expect(ended["answerNumber"].text == "55/TA" && ended["answerSummary"].text == "Đã giải thích cho công dân.")
            let entry = try #require(try await story.http.get("/api/v1/cases/\(track)/events", as: "hdnd.clerk").json["items"].list.last)
            #expect(entry["onBehalfOf"].text == Self.court && entry["actor"].text == "officer")
            let twice = try await story.attempt(own, "record_result", answer, as: "hdnd.officer")
            #expect(twice.status == 422 && twice.json["code"].text == "not_allowed_in_state")
            #expect(try await story.clock("TCD-6", of: own, as: "hdnd.clerk")["state"].text == "running", "the citizen is told now")
        }
    }

    @Test func `an answer entered at the wrong referral is taken back by a leader`() async throws {
        try await Story.tell { story in
            let (own, track, referral) = try await sent(story)
            story.world.clock.set(Day(2026, 11, 25))
            let answer: JSONValue = [
                "document_number": "55/TA", "document_date": "2026-11-25", "result": "explained", "summary": "Đã giải thích cho công dân.",
            ]
            try await story.step(track, "record_answer", answer, as: "hdnd.clerk")
            #expect(try await story.state(own, as: "hdnd.clerk") == "result_in")
            let reason: JSONValue = ["reason": "Công văn 55/TA trả lời đơn khác"]
            let clerk = try await story.attempt(track, "withdraw_record", reason, as: "hdnd.clerk")
            #expect(clerk.status == 403)
            let undone = try await story.step(track, "withdraw_record", reason, as: "hdnd.leader")
            #expect(undone["state"].text == "delivered" && undone["created"]["senderCase"].int == own)
            #expect(try await story.state(own, as: "hdnd.clerk") == "transferred")
            #expect(try await story.clock("REF-ANSWER", of: track, as: "hdnd.clerk")["state"].text == "running")
            let read = try await story.http.get("/api/v1/referrals/\(referral)", as: "hdnd.clerk").json
            #expect(read["answerNumber"].text == nil && read["result"].text == nil)
            let journal = try await story.http.get("/api/v1/cases/\(track)/events", as: "hdnd.clerk").json["items"].list
            #expect(journal.suffix(2).compactMap { $0["event"].text } == ["record_answer", "withdraw_record"])
            try await story.step(track, "record_answer", answer, as: "hdnd.clerk")
            try await story.step(own, "tell_citizen", ["told_on": "2026-11-25", "means": "phone"], as: "hdnd.officer")
            let late = try await story.attempt(track, "withdraw_record", reason, as: "hdnd.leader")
            #expect(late.status == 422 && late.json["errors"][0]["field"].text == "nothing_built_on_record")
        }
    }

    @Test func aRefusalOnPaperBringsThePetitionBack() async throws {
        try await Story.tell { story in
            let (own, track, _) = try await sent(story)
            story.world.clock.set(Day(2026, 11, 25))
            let bare = try await story.attempt(track, "record_declined", ["reason": "Không thuộc thẩm quyền"], as: "hdnd.clerk")
            #expect(bare.status == 422 && bare.json["code"].text == "fact_missing", "it rests on a letter")
            let stranger = try await story.attempt(track, "record_declined", ["reason": "x"], as: "ubnd.leader")
            #expect(stranger.status == 404)
            let refusal: JSONValue = [
                "document_number": "47/TA", "document_date": "2026-11-23", "reason": "Không thuộc thẩm quyền Tòa án.",
            ]
            try await story.step(track, "record_declined", refusal, as: "hdnd.clerk")
            #expect(try await story.state(own, as: "hdnd.clerk") == "classified")
            #expect(try await story.clock("TCD-4R", of: own, as: "hdnd.clerk")["state"].text == "running")
            let journal = try await story.http.get("/api/v1/cases/\(own)/events", as: "hdnd.clerk").json["items"].list
            #expect(journal.compactMap { $0["event"].text } == ["register", "classify", "refer", "referral_declined"])
            let again = try await story.step(
                own, "refer", ["recipient": .id(story.world.office("snnmt")), "letter_number": "22/CV", "letter_date": "2026-11-25"],
                as: "hdnd.officer")
            let there = try #require(again["created"]["referralCase"].int)
            let blocked = try await story.attempt(there, "record_declined", refusal, as: "hdnd.clerk")
            #expect(blocked.status == 422 && blocked.json["code"].text == "guard_failed", "the department speaks for itself")
        }
    }

    @Test func `the page says in whose name and from which paper`() async throws {
        try await TestWorld.lease { world in
            _ = try await court(world)
            let leader = try await Browser.signedIn(world, as: "hdnd.leader")
            let id = try await WebLoopTests.register(leader)
            _ = try await WebLoopTests.step(
                leader, "/don/\(id)", "classify", ["f.kind": "complaint", "f.eligibility": "eligible", "f.jurisdiction": "not_competent"])
            let referred = try await WebLoopTests.step(
                leader, "/don/\(id)", "refer",
                ["f.recipient": Self.court, "f.letter_number": "15/TTHDND", "f.letter_date": "19/11/2026", "f.answer_by": "21/12/2026"])
            let referral = try #require(referred.value(after: "href=\"/chuyen/"))
            #expect(try await leader.get("/chuyen-di").has("chưa dùng hệ thống"))
            let clerk = try await Browser.signedIn(world, as: "hdnd.clerk")
            let page = try await clerk.get("/chuyen/\(referral)")
            #expect(page.has("Cơ quan nhận chưa dùng hệ thống.") && page.has("data-upload=\"/ho-so/"))
            let done = try await WebLoopTests.step(
                clerk, "/chuyen/\(referral)", "record_accepted", ["f.document_number": "46/TA", "f.document_date": "19/11/2026"])
            let name = world.officer("hdnd.clerk").fullName
            #expect(done.has("Ghi thay \(Self.court), theo văn bản số 46/TA ngày 19/11/2026; người ghi \(name)."))
            #expect(done.has("Đã tiếp nhận giải quyết"))
            #expect(!done.has("Rút lại nội dung ghi thay"), "a leader's")
            let back = try await WebLoopTests.step(leader, "/chuyen/\(referral)", "withdraw_record", ["f.reason": "Ghi nhầm đơn khác"])
            #expect(back.has("Đã đến cơ quan nhận") && back.has("Rút lại nội dung ghi thay cơ quan nhận"))
        }
    }
}
