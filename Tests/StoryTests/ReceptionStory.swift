import Casework
import Law
import TestSupport
import Testing

/// A reception clerk's day: the session, single citizens, a group, a refusal, and the end of it.
@Suite struct ReceptionStory {
    private func openSession(_ story: Story) async throws -> (session: Int64, caseID: Int64) {
        let opened = try await story.http.post(
            "/api/v1/sessions",
            [
                "kind": "ad_hoc", "sessionDate": "2026-11-19", "place": "Trụ sở Tiếp công dân tỉnh", "hostName": "Bà Phạm Thị Chủ Trì",
                "ground": "ADHOC-A",
            ],
            as: "btcd.clerk", key: "open-session-1119")
        try #require(opened.status == 201, "\(opened.text)")
        #expect(opened.json["state"].text == "in_session")
        return (opened.json["session"].int ?? 0, opened.json["case"].int ?? 0)
    }

    private func visit(_ story: Story, _ session: Int64, _ draft: JSONValue) async throws -> (visit: Int64, caseID: Int64) {
        let answer = try await story.http.post("/api/v1/sessions/\(session)/visits", draft, as: "btcd.clerk")
        try #require(answer.status == 201, "\(answer.text)")
        #expect(answer.header("location") == "/api/v1/visits/\(answer.json["visit"].int ?? 0)")
        return (answer.json["visit"].int ?? 0, answer.json["case"].int ?? 0)
    }

    @Test func oneCitizenBringsAPetition() async throws {
        try await Story.tell { story in
            let session = try await openSession(story)
            let visit = try await visit(
                story, session.session,
                ["visitors": [["fullName": "Vũ Đình Ước", "noIdReason": "Mất giấy tờ"]], "summary": "Hỏi về đền bù.", "wantsReply": true])
            try await story.step(
                visit.caseID, "identify", ["capacity": "self", "papers_shown": false, "no_papers_reason": "Mất giấy tờ"], as: "btcd.clerk")
            let petition = try await story.register(
                Letters.changed(
                    Letters.drain, ["channel": "desk", "receivedOn": "2026-11-19", "visit": .id(visit.visit), "kind": "feedback"]),
                as: "btcd.clerk")
            try await story.step(visit.caseID, "record_petition", ["form": "written"], as: "btcd.clerk")
            let open = try await story.attempt(session.caseID, "conclude", as: "btcd.clerk")
            #expect(open.status == 422 && open.json["code"].text == "guard_failed", "a visit is still open")
            try await story.step(visit.caseID, "finish", as: "btcd.clerk")
            let seen = try await story.http.get("/api/v1/visits/\(visit.visit)", as: "btcd.clerk").json
            #expect(seen["state"].text == "done" && seen["petitions"][0] == petition["petition"] && seen["number"].int == 1)
            try await story.step(session.caseID, "conclude", ["summary": "Tiếp 01 lượt."], as: "btcd.clerk")
            let book = try await story.http.get("/api/v1/sessions/\(session.session)/visits", as: "btcd.leader").json["items"]
            #expect(book.list.count == 1)
            let listed = try await story.http.get("/api/v1/sessions?from=2026-11-19&to=2026-11-19", as: "btcd.leader").json["items"]
            #expect(listed[0]["visits"].int == 1 && listed[0]["people"].int == 1 && listed[0]["state"].text == "concluded")
            let closed = try await story.http.post("/api/v1/sessions/\(session.session)/visits", [:], as: "btcd.clerk")
            #expect(closed.status == 422 && closed.json["code"].text == "session_not_open")
        }
    }

    @Test func groupIsRegisteredByHeadCountFirst() async throws {
        try await Story.tell { story in
            let session = try await openSession(story)
            let crowd = try await story.http.post(
                "/api/v1/sessions/\(session.session)/visits", ["people": 12, "representatives": 6, "summary": "Đông người."],
                as: "btcd.clerk")
            #expect(crowd.status == 422 && crowd.json["basis"].text?.contains("Luật Tiếp công dân Đ.25, Đ.29") == true)
            #expect(crowd.json["errors"][0]["field"].text == "representatives")
            let visit = try await visit(story, session.session, ["people": 12, "summary": "Đòi quyền lợi đất dịch vụ."])
            try await story.step(
                visit.caseID, "appoint_reps", ["people": 12, "representatives": 3, "appointment_signed": true], as: "btcd.clerk")
            let seen = try await story.http.get("/api/v1/visits/\(visit.visit)", as: "btcd.clerk").json
            #expect(seen["filerKind"].text == "group" && seen["people"].int == 12 && seen["representatives"].int == 3)
            #expect(seen["appointmentSigned"].flag == true)
            try await story.step(visit.caseID, "left", ["summary": "Hẹn lại."], as: "btcd.clerk")
        }
    }

    @Test func refusalNeedsItsPapersAndALeader() async throws {
        try await Story.tell { story in
            let session = try await openSession(story)
            let bare = try await visit(story, session.session, ["summary": "Vụ việc cũ."])
            let refused = try await story.attempt(
                bare.caseID, "refuse_written", ["ground": "R3", "reason": "Đã giải quyết đúng."], as: "btcd.clerk")
            #expect(refused.status == 422 && refused.json["code"].text == "guard_failed", "R3 rests on two documents")
            #expect(refused.json["basis"].text?.contains("Đ.9") == true)

            let visit = try await visit(
                story, session.session,
                [
                    "summary": "Vụ việc cũ.", "settlementPapers": "QĐ 12/QĐ-UBND ngày 02/3/2024",
                    "reviewPapers": "TB 45/TB-UBND ngày 10/10/2025",
                ])
            try await story.step(
                visit.caseID, "refuse_written", ["ground": "R3", "reason": "Đã giải quyết đúng, đã rà soát."], as: "btcd.clerk")
            #expect(try await story.attempt(visit.caseID, "approve_refusal", as: "btcd.clerk").status == 403)
            try await story.step(visit.caseID, "approve_refusal", as: "btcd.leader")
            let clock = try await story.clock("TCD-3", of: visit.caseID, as: "btcd.clerk")
            #expect(clock["startOn"].text == "2026-11-19" && clock["unit"].text == "working_days" && clock["amount"].int == 3)
            try await story.step(
                visit.caseID, "issue_refusal", ["document_number": "3/TB-TCD", "document_date": "2026-11-19"], as: "btcd.leader")
            let seen = try await story.http.get("/api/v1/visits/\(visit.visit)", as: "btcd.clerk").json
            #expect(seen["state"].text == "refused" && seen["refusalGround"].text == "R3" && seen["parties"].list.isEmpty)
        }
    }

    @Test func standingScheduleOpensTheDay() async throws {
        try await Story.tell { story in
            let late: JSONValue = [
                "place": "Số 10 Chùa Chuông", "hours": "7:30–11:30, 13:30–17:00", "validFrom": "2026-11-20", "publishedOn": "2026-11-19",
            ]
            let refused = try await story.http.post("/api/v1/schedule", late, as: "btcd.leader")
            #expect(refused.status == 422 && refused.json["code"].text == "flag_reason_missing")
            #expect(refused.json["basis"].text == "Luật Tiếp công dân Đ.24.4")
            let published = try await story.http.post(
                "/api/v1/schedule", Letters.changed(late, ["lateReason": "Chuyển trụ sở đột xuất."]), as: "btcd.leader")
            #expect(published.status == 201)
            story.world.clock.set(Day(2026, 11, 20))
            #expect(try await story.world.casework.sessions.openRegularSessions().opened == 1)
            let today = try await story.http.get("/api/v1/sessions?from=2026-11-20", as: "btcd.clerk").json["items"]
            #expect(today[0]["kind"].text == "regular" && today[0]["place"].text == "Số 10 Chùa Chuông")
            #expect(try await story.http.get("/api/v1/schedule", as: "btcd.clerk").json["items"].list.count == 1)
        }
    }
}
