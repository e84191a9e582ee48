import Law
import TestSupport
import Testing

/// What voters ask for at a meeting, over HTTP: a council collects and watches over it, a commune's committee settles and answers.
@Suite struct VoterPetitionStory {
    static let road: JSONValue = [
        "channel": "oral", "receivedOn": "2026-11-18", "kind": "voter_petition", "title": "Cử tri đề nghị mở rộng đường liên thôn",
        "body": "Cử tri thôn Đông đề nghị mở rộng đường liên thôn, lắp đèn chiếu sáng trước Tết.",
        "sourceBody": "Hội nghị tiếp xúc cử tri phường Phố Hiến ngày 17/11/2026",
    ]
    private let sorted: JSONValue = ["field": "admin.policy", "jurisdiction": "not_competent"]

    @Test func fromTheMeetingToTheVotersAndTheCouncil() async throws {
        try await Story.tell { story in
            let entered = try await story.register(Self.road, as: "hdnd.clerk")
            let own = try #require(entered["case"].int)
            let petition = try #require(entered["petition"].int)
            #expect(entered["state"].text == "collected" && entered["nextDue"].text == "2026-12-03", "fifteen days, the office's setting")
            #expect(
                try await story.lookup(entered["receiptCode"]) == ["Kiến nghị của cử tri đã được ghi nhận và đang chờ tổng hợp."])
            let line = try await story.http.get("/api/v1/petitions?kind=voter_petition", as: "hdnd.clerk").json["items"][0]
            #expect(line["petition"].int == petition && line["who"].text == "Cử tri" && line["procedure"].text == "voter-petition")

            try await story.step(own, "group", sorted, as: "hdnd.officer")
            let letter: JSONValue = [
                "recipient": .id(story.world.office("phohien")), "letter_number": "40/TTHĐND-CV", "letter_date": "2026-11-19",
                "several_bodies": true,
            ]
            #expect(try await story.attempt(own, "send", letter, as: "hdnd.clerk").status == 403, "a clerk sends nothing on")
            let sent = try await story.step(own, "send", letter, as: "hdnd.officer")
            let track = try #require(sent["created"]["referralCase"].int)
            let referral = try #require(sent["created"]["referral"].int)
            let clock = try await story.clock("CFG-2", of: own, as: "hdnd.clerk")
            #expect(clock["due"].text == "2027-01-08" && clock["derivation"].list.count > 1, "fifty days where several bodies answer")
            #expect(try await story.http.get("/api/v1/referrals/\(referral)", as: "phohien.clerk").json["answerBy"].text == "2027-01-08")

            try await story.step(track, "acknowledge", as: "phohien.clerk")
            let accepted = try await story.step(track, "accept", as: "phohien.officer")
            let theirs = try #require(accepted["created"]["case"].int)
            try await story.step(theirs, "accept", ["unit": "Phòng Kinh tế, Hạ tầng và Đô thị"], as: "phohien.officer")
            try await story.step(own, "acknowledge", as: "hdnd.clerk")
            try await pressed(story, own, track)
            try await answered(story, own, track, theirs)

            let dispute: JSONValue = ["letter_number": "1/TTHĐND-CV", "letter_date": "2027-01-12", "reason": "Chưa có mốc hoàn thành."]
            try await story.step(own, "dispute", dispute, as: "hdnd.officer")
            #expect(try await story.state(own, as: "hdnd.clerk") == "sent")
            try await explained(story, own)

            let told: JSONValue = ["told_on": "2027-01-28", "means": "meeting", "letter_number": "5/TB"]
            try await story.step(own, "inform_voters", told, as: "hdnd.clerk")
            #expect(
                try await story.lookup(entered["receiptCode"]).first
                    == "Kết quả giải quyết, trả lời kiến nghị đã được thông báo đến cử tri.")
            let report: JSONValue = ["document_number": "6/BC-HĐND", "document_date": "2027-01-28", "summary": "Đã giải quyết."]
            #expect(try await story.attempt(own, "report_council", report, as: "hdnd.officer").status == 403)
            try await story.step(own, "report_council", report, as: "hdnd.leader")
            #expect(try await story.state(own, as: "hdnd.clerk") == "closed")
            try await registerTells(story)
        }
    }

    /// Past the term the council presses, and the committee's inbox shows it.
    private func pressed(_ story: Story, _ own: Int64, _ track: Int64) async throws {
        story.world.clock.set(Day(2027, 1, 11))
        let urge: JSONValue = ["letter_number": "50/ĐĐ", "letter_date": "2027-01-11", "answer_by": "2027-01-15"]
        #expect(try await story.attempt(own, "urge", urge, as: "hdnd.clerk").status == 403)
        let urged = try await story.step(own, "urge", urge, as: "hdnd.officer")
        #expect(urged["created"]["reminder"].int == 1)
        let inbox = try await story.http.get("/api/v1/referrals?direction=in&open=true", as: "phohien.clerk").json["items"][0]
        #expect(inbox["case"].int == track && inbox["reminders"].int == 1 && inbox["kind"].text == "voter_petition")
    }

    /// The committee settles, late, and answers; the council's case follows in the same transaction.
    private func answered(_ story: Story, _ own: Int64, _ track: Int64, _ theirs: Int64) async throws {
        story.world.clock.set(Day(2027, 1, 12))
        let answer: JSONValue = [
            "result": "explained", "summary": "Đang lập dự án.", "document_number": "7/UBND", "document_date": "2027-01-12",
            "flag_reason": "Chờ kế hoạch vốn.",
        ]
        try await story.step(theirs, "answer", answer, as: "phohien.leader")
        let told = try await story.step(track, "answer", answer, as: "phohien.leader")
        #expect(told["created"]["senderCase"].int == own)
        #expect(try await story.state(own, as: "hdnd.clerk") == "replied")
        #expect(try await story.clock("CFG-2", of: own, as: "hdnd.clerk")["state"].text == "breached")
    }

    /// The explanation is demanded by the leader and taken as the answer.
    private func explained(_ story: Story, _ own: Int64) async throws {
        let demand: JSONValue = ["letter_number": "2/TTHĐND-CV", "letter_date": "2027-01-12", "content": "Lý do chậm và mốc hoàn thành."]
        #expect(try await story.attempt(own, "explain", demand, as: "hdnd.officer").status == 403)
        try await story.step(own, "explain", demand, as: "hdnd.leader")
        let clock = try await story.clock("GS-1", of: own, as: "hdnd.clerk")
        #expect(clock["due"].text == "2027-01-27" && clock["basis"].text?.contains("121/2025/QH15 Đ.40") == true)
        story.world.clock.set(Day(2027, 1, 28))
        let summary: JSONValue = ["summary": "Hoàn thành trong quý I.", "document_number": "11/UBND", "document_date": "2027-01-27"]
        let late = try await story.attempt(own, "record_explanation", summary, as: "hdnd.clerk")
        #expect(late.status == 422 && late.json["code"].text == "flag_reason_missing")
        try await story.step(
            own, "record_explanation", Letters.changed(summary, ["flag_reason": "Văn bản đến chậm một ngày."]), as: "hdnd.clerk")
        try await story.step(own, "accept_explanation", as: "hdnd.leader")
        #expect(try await story.state(own, as: "hdnd.clerk") == "replied")
    }

    private func registerTells(_ story: Story) async throws {
        let arrival = try await story.http.get("/api/v1/registers/weekly?from=2026-11-16&to=2026-11-22", as: "hdnd.leader").json
        let line = arrival["received"][0]
        #expect(line["who"].text == "Cử tri" && line["kind"].text == "Kiến nghị cử tri")
        #expect(line["source"].text?.hasSuffix("Hội nghị tiếp xúc cử tri phường Phố Hiến ngày 17/11/2026") == true)
        #expect(line["settler"].text == "Ủy ban nhân dân phường Phố Hiến")
    }

    @Test func aVoterPetitionWithoutMeetingOrNameIsNotEntered() async throws {
        try await Story.tell { story in
            let nowhere = Letters.changed(Self.road, ["sourceBody": nil])
            let refused = try await story.http.post("/api/v1/petitions", nowhere, as: "hdnd.clerk")
            #expect(refused.status == 422 && refused.json["errors"][0]["field"].text == "sourceBody")
            let named = Letters.changed(nowhere, ["petitioners": [["fullName": "Nguyễn Thị Cử"]]])
            let entered = try await story.register(named, as: "hdnd.clerk")
            #expect(entered["state"].text == "collected")
            // Where nobody watches over others' answers, it is an ordinary petition to be classified.
            let board = try await story.register(Self.road, as: "btcd.clerk")
            #expect(board["state"].text == "received")
        }
    }
}
