import Law
import TestSupport
import Testing

/// The main job from end to end, over HTTP: received by post, referred, settled elsewhere, answered, told, closed, printed.
@Suite struct LoopStory {
    @Test func complaintReferredToDepartmentComesBackDecided() async throws {
        try await Story.tell { story in
            // A session, a visitor, his letter.
            let opened = try await story.http.post(
                "/api/v1/sessions",
                [
                    "kind": "ad_hoc", "sessionDate": "2026-11-19", "place": "Trụ sở Tiếp công dân tỉnh", "hostName": "Ông Chủ Trì",
                    "ground": "ADHOC-A",
                ], as: "hdnd.clerk", key: "open-session-loop")
            let session = try #require(opened.json["session"].int)
            let came = try await story.http.post(
                "/api/v1/sessions/\(session)/visits", ["visitors": [["fullName": "Nguyễn Văn Khiếu"]], "summary": "Nộp đơn."],
                as: "hdnd.clerk")
            let visit = try #require(came.json["visit"].int)
            let entered = try await story.register(Letters.changed(Letters.land, ["visit": .id(visit)]), as: "hdnd.clerk")
            let petition = try #require(entered["petition"].int)
            let own = try #require(entered["case"].int)
            #expect(entered["number"].int == 1 && entered["bookYear"].int == 2026 && entered["state"].text == "received")
            let handedIn = try await story.http.get("/api/v1/visits/\(visit)", as: "hdnd.clerk").json
            #expect(handedIn["state"].text == "recorded" && handedIn["petitions"][0].int == petition)
            #expect(entered["nextDue"].text == "2026-12-01", "ten working days after Monday 16/11; Tuesday 24/11 is a holiday")
            #expect(try await story.lookup(entered["receiptCode"]) == ["Đơn của ông/bà đã được tiếp nhận và đang chờ phân loại."])

            try await story.step(
                own, "classify", ["kind": "complaint", "eligibility": "eligible", "jurisdiction": "not_competent"], as: "hdnd.officer")
            #expect(try await story.lookup(entered["receiptCode"]) == ["Đơn của ông/bà đang được xem xét xử lý."])

            let sent = try await story.http.post(
                "/api/v1/petitions/\(petition)/referrals",
                [
                    "facts": [
                        "recipient": .id(story.world.office("snnmt")), "letter_number": "15/TTHĐND-CV", "letter_date": "2026-11-19",
                        "answer_by": "2026-12-31",
                    ], "expectedSequence": 2,
                ], as: "hdnd.leader", key: "refer-land-0001")
            try #require(sent.status == 201, "\(sent.text)")
            let referral = try #require(sent.json["created"]["referral"].int)
            #expect(sent.header("location") == "/api/v1/referrals/\(referral)")
            let outbox = try await story.http.get("/api/v1/referrals?direction=out", as: "hdnd.clerk")
            #expect(outbox.json["items"][0]["id"].int == referral)
            #expect(try await story.lookup(entered["receiptCode"])[0].contains("đã được chuyển đến cơ quan có thẩm quyền"))

            let settled = try await recipientSettlesComplaint(story, referral, petition: petition)
            #expect(try await story.lookup(entered["receiptCode"]).count == 2)

            let seen = try await story.http.get("/api/v1/referrals/\(referral)", as: "hdnd.clerk").json
            #expect(seen["state"].text == "answered" && seen["result"].text == "upheld" && seen["answerNumber"].text == "77/QĐ-SNNMT")
            #expect(seen["recipientCase"].int == settled)
            #expect(try await story.state(own, as: "hdnd.clerk") == "result_in")

            story.world.clock.set(Day(2026, 12, 17))
            try await story.step(
                own, "tell_citizen", ["told_on": "2026-12-17", "means": "letter", "letter_number": "20/TB"], as: "hdnd.clerk")
            #expect(try await story.state(own, as: "hdnd.clerk") == "closed")
            #expect(try await story.lookup(entered["receiptCode"])[0] == "Việc xử lý đơn của ông/bà đã kết thúc.")
            try await registerTells(story)
        }
    }

    /// The department acknowledges, accepts, settles by `complaint`, answers. Returns its case.
    private func recipientSettlesComplaint(_ story: Story, _ referral: Int64, petition: Int64) async throws -> Int64 {
        let inbox = try await story.http.get("/api/v1/referrals?direction=in&open=true", as: "snnmt.clerk").json["items"]
        #expect(inbox[0]["id"].int == referral && inbox[0]["state"].text == "delivered")
        let track = try #require(inbox[0]["case"].int)
        let read = try await story.http.get("/api/v1/petitions/\(petition)", as: "snnmt.clerk")
        #expect(read.json["title"] == Letters.land["title"], "the recipient reads the letter")
        try await story.step(track, "acknowledge", as: "snnmt.clerk")
        story.world.clock.set(Day(2026, 11, 20))
        let accepted = try await story.step(track, "accept", as: "snnmt.officer")
        let own = try #require(accepted["created"]["case"].int)
        #expect(
            try await story.clock("KN-1", of: own, as: "snnmt.clerk")["startOn"].text == "2026-11-19",
            "the recipient's clock starts at delivery")
        try await story.step(own, "propose_accept", ["summary": "Đủ điều kiện thụ lý."], as: "snnmt.officer")
        try await story.step(own, "accept", ["document_number": "31/TB-SNNMT", "document_date": "2026-11-20"], as: "snnmt.leader")
        let settle = try await story.clock("KN-2", of: own, as: "snnmt.clerk")
        #expect(settle["due"].text == "2026-12-21", "thirty days end on Sunday 20/12 and roll to Monday")
        try await story.step(
            own, "assign_verification",
            ["report_by": "2026-12-10", "document_number": "32/QĐ-SNNMT", "document_date": "2026-11-20"], as: "snnmt.leader")
        try await story.step(track, "report_status", ["status": "Đang xác minh tại thực địa."], as: "snnmt.clerk")
        story.world.clock.set(Day(2026, 12, 9))
        try await story.step(own, "report", ["summary": "Mức bồi thường áp sai vị trí thửa đất."], as: "snnmt.officer")
        try await story.step(own, "draft_decision", as: "snnmt.officer")
        story.world.clock.set(Day(2026, 12, 14))
        try await story.step(
            own, "sign_decision", ["result": "right", "document_number": "77/QĐ-SNNMT", "document_date": "2026-12-14"], as: "snnmt.leader")
        try await story.step(own, "send", as: "snnmt.clerk")
        story.world.clock.set(Day(2026, 12, 15))
        let answered = try await story.step(
            track, "answer",
            [
                "result": "upheld", "summary": "Công nhận khiếu nại đúng, tính lại bồi thường.", "document_number": "77/QĐ-SNNMT",
                "document_date": "2026-12-14",
            ], as: "snnmt.leader")
        #expect(answered["breaches"].list.isEmpty, "in time and settled first")
        return own
    }

    /// The weekly register of the week it came, and of the week it was closed; once issued it reads the same for ever.
    private func registerTells(_ story: Story) async throws {
        let arrival = try await story.http.get("/api/v1/registers/weekly?from=2026-11-16&to=2026-11-22", as: "hdnd.leader").json
        #expect(arrival["received"].list.map { $0["code"].text } == ["1/2026"])
        #expect(arrival["closed"].list.isEmpty && arrival["open"].list.count == 1, "as it stood on 22/11")
        let closing = try await story.http.get("/api/v1/registers/weekly?from=2026-12-14&to=2026-12-17", as: "hdnd.leader").json
        #expect(closing["closed"].list.map { $0["code"].text } == ["1/2026"])
        #expect(closing["open"].list.isEmpty)
        let issued = try await story.http.post("/api/v1/registers", ["from": "2026-11-16", "to": "2026-11-22"], as: "hdnd.leader")
        try #require(issued.status == 201, "\(issued.text)")
        let id = issued.json["id"].int ?? 0
        let reprint = try await story.http.get("/api/v1/registers/\(id)", as: "hdnd.leader").json
        #expect(reprint["number"].int == 1 && reprint["received"] == arrival["received"])
        let html = try await story.http.get("/api/v1/registers/\(id)?format=html", as: "hdnd.leader")
        #expect(html.text.contains("1/2026") && html.header("content-security-policy")?.contains("sandbox") == true)
        let first = try await story.http.get("/api/v1/registers/\(id)?format=pdf", as: "hdnd.leader")
        let second = try await story.http.get("/api/v1/registers/\(id)?format=pdf", as: "hdnd.leader")
        #expect(first.text.hasPrefix("%PDF-") && first.body == second.body)
        #expect(try await story.http.get("/api/v1/registers/\(id)", as: "ubnd.leader").status == 404, "another office's register")
        #expect(try await story.http.get("/api/v1/registers", as: "hdnd.leader").json["items"].list.count == 1)
    }

    @Test func feedbackReferredToCommitteeIsAnswered() async throws {
        try await Story.tell { story in
            let entered = try await story.register(Letters.drain, as: "hdnd.clerk")
            let own = try #require(entered["case"].int)
            let petition = try #require(entered["petition"].int)
            let classified = try await story.http.post(
                "/api/v1/petitions/\(petition)/events",
                [
                    "event": "classify", "facts": ["kind": "feedback", "eligibility": "eligible", "jurisdiction": "not_competent"],
                    "expectedSequence": 1,
                ], as: "hdnd.officer")
            try #require(classified.status == 201, "\(classified.text)")
            let sent = try await story.step(
                own, "refer",
                ["recipient": .id(story.world.office("ubnd")), "letter_number": "16/TTHĐND-CV", "letter_date": "2026-11-19"],
                as: "hdnd.officer")
            let track = try #require(sent["created"]["referralCase"].int)
            let referral = try #require(sent["created"]["referral"].int)
            let byDefault = try await story.http.get("/api/v1/referrals/\(referral)", as: "ubnd.clerk").json["answerBy"]
            #expect(byDefault.text == "2026-12-21", "thirty days from the letter, rolled over the weekend")
            let accepted = try await story.step(track, "accept", as: "ubnd.officer")
            let theirs = try #require(accepted["created"]["case"].int)
            #expect(try await story.http.get("/api/v1/cases/\(theirs)", as: "ubnd.clerk").json["procedure"].text == "feedback")
            try await story.step(theirs, "accept", ["unit": "Phòng Quản lý đô thị"], as: "ubnd.officer")

            story.world.clock.set(Day(2026, 12, 24))
            let urged = try await story.step(track, "urge", ["letter_number": "22/ĐĐ", "letter_date": "2026-12-24"], as: "hdnd.officer")
            #expect(urged["created"]["reminder"].int == 1)
            let late = try await story.http.get("/api/v1/referrals?direction=out&overdue=true", as: "hdnd.clerk").json["items"]
            #expect(late[0]["daysLate"].int == 3 && late[0]["reminders"].int == 1)
            let refused = try await story.attempt(
                theirs, "answer", ["result": "upheld", "summary": "Đã nạo vét.", "document_number": "9/UBND"], as: "ubnd.officer")
            #expect(refused.status == 403, "only a leader answers")
            let answered = try await story.attempt(
                theirs, "answer", ["result": "upheld", "summary": "Đã nạo vét mương trong tháng 12.", "document_number": "9/UBND-ĐT"],
                as: "ubnd.leader")
            #expect(
                answered.status == 422 && answered.json["code"].text == "flag_reason_missing",
                "late is recorded with a reason, never refused")
            try await story.step(
                theirs, "answer",
                [
                    "result": "upheld", "summary": "Đã nạo vét mương trong tháng 12.", "document_number": "9/UBND-ĐT",
                    "document_date": "2026-12-24", "flag_reason": "Chờ bố trí kinh phí.",
                ], as: "ubnd.leader")
            let told = try await story.step(
                track, "answer",
                [
                    "result": "upheld", "summary": "Đã nạo vét mương.", "document_number": "9/UBND-ĐT", "document_date": "2026-12-24",
                    "flag_reason": "Chờ bố trí kinh phí.",
                ], as: "ubnd.leader")
            #expect(told["breaches"].list.count == 1)
            #expect(told["created"]["senderCase"].int == own)
            #expect(try await story.state(own, as: "hdnd.clerk") == "result_in")
            let journal = try await story.http.get("/api/v1/petitions/\(petition)/events", as: "hdnd.clerk").json["items"].list
            #expect(journal.compactMap { $0["event"].text } == ["register", "classify", "refer", "result_received"])
            #expect(journal.last?["actor"].text == "system")
            try await story.step(own, "tell_citizen", ["told_on": "2026-12-24", "means": "phone"], as: "hdnd.clerk")
            #expect(try await story.lookup(entered["receiptCode"]).first == "Việc xử lý đơn của ông/bà đã kết thúc.")
        }
    }
}
