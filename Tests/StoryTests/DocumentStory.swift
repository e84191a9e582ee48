import Casework
import HTTPTypes
import Law
import TestSupport
import Testing

/// Documents have a life: drafted, returned, approved, signed, numbered, sent; the case moves when its letter is issued and not before.
@Suite struct DocumentStory {
    private func tell(_ body: (Story, Papers) async throws -> Void) async throws {
        try await Story.tell { story in
            try await story.world.addDocumentPeople()
            try await body(story, Papers(story: story))
        }
    }

    @Test func aLetterGoesFromDraftToAddresseeAndTheCaseMovesAtItsIssue() async throws {
        try await tell { story, papers in
            let own = try await papers.petition()
            let before = try await story.http.get("/api/v1/cases/\(own)", as: "hdnd.clerk").json
            func unmoved() async throws -> Bool {
                let now = try await story.http.get("/api/v1/cases/\(own)", as: "hdnd.clerk").json
                return now["sequence"] == before["sequence"] && now["state"] == before["state"] && now["clocks"] == before["clocks"]
            }
            let forms = try await story.http.get("/api/v1/cases/\(own)/forms", as: "hdnd.officer").json["items"].list
            let refer = try #require(forms.first { $0["event"].text == "refer" })
            #expect(refer["forms"].list.compactMap { $0["value"].text } == ["transfer_letter", "transfer_notice"])
            #expect(!refer["fields"].list.contains { $0["name"].text == "letter_number" }, "the number comes at the issue")

            let id = try await papers.draft(own)["id"]
            let early = try await papers.attempt(id, "approve", as: "hdnd.leader")
            #expect(early.status == 422 && early.json["code"].text == "document_state")
            try await papers.act(id, "submit", as: "hdnd.officer")
            #expect(try await papers.attempt(id, "approve", as: "hdnd.officer").status == 403, "a leader approves")
            let silent = try await papers.attempt(id, "return", as: "hdnd.leader")
            #expect(silent.status == 422 && silent.json["errors"][0]["field"].text == "remark")
            try await papers.act(id, "return", ["remark": "Ghi rõ thửa đất."], as: "hdnd.leader")
            let returned = try await story.http.get("/api/v1/documents?waiting=returned", as: "hdnd.officer").json["items"].list
            #expect(returned.map { $0["id"] } == [id])
            try await papers.act(
                id, "content",
                [
                    "title": "V/v chuyển đơn về thửa 214",
                    "facts": ["recipient": .id(story.world.office("snnmt")), "answer_by": "2026-12-31"],
                ],
                as: "hdnd.officer")
            try await papers.act(id, "submit", as: "hdnd.officer")
            let piled = try await story.http.get("/api/v1/documents?waiting=approve", as: "hdnd.leader").json["items"].list
            #expect(piled.map { $0["id"] } == [id])
            try await papers.act(id, "approve", as: "hdnd.leader")
            #expect(try await unmoved())

            let nobody = try await papers.attempt(id, "sign", as: "hdnd.leader")
            #expect(nobody.status == 403 && nobody.json["code"].text == "no_signing_authority")
            try await papers.authorise(form: "guidance")
            #expect(try await papers.attempt(id, "sign", as: "hdnd.leader").status == 403, "for another form only")
            try await papers.authorise()
            #expect(try await papers.attempt(id, "sign", as: "hdnd.officer").status == 403, "not his to sign")
            let backdated = try await papers.attempt(id, "sign", ["signedOn": "2026-10-31"], as: "hdnd.leader")
            #expect(backdated.status == 422 && backdated.json["errors"][0]["field"].text == "signedOn")
            try await papers.act(id, "sign", as: "hdnd.leader")
            #expect(try await unmoved(), "a signature stops no clock")

            #expect(try await papers.attempt(id, "issue", ["number": "15/TTHĐND-CV"], as: "hdnd.leader").status == 403)
            let bare = try await papers.attempt(id, "issue", as: "hdnd.records")
            #expect(bare.status == 422 && bare.json["errors"][0]["field"].text == "number", "typed from the office's own system")
            #expect(try await unmoved(), "a refused issue leaves nothing")
            let issued = try await papers.act(id, "issue", ["number": "15/TTHĐND-CV"], as: "hdnd.records")
            #expect(issued["number"].text == "15/TTHĐND-CV" && issued["state"].text == "issued")
            #expect(issued["step"]["event"].text == "refer" && issued["step"]["created"]["issuedBy"].int != nil)
            try await afterIssue(story, papers, id, own)
        }
    }

    /// What the case shows, and how the letter goes out.
    private func afterIssue(_ story: Story, _ papers: Papers, _ id: JSONValue, _ own: Int64) async throws {
        let moved = try await story.http.get("/api/v1/cases/\(own)", as: "hdnd.clerk").json
        let leader = try await story.world.casework.signIn.impersonate(username: "hdnd.leader").fullName
        #expect(moved["state"].text == "transferred" && moved["journal"].list.last?["officerName"].text == leader, "in the signer's name")
        #expect(moved["documents"].list.contains { $0["kind"].text == "transfer_letter" && $0["number"].text == "15/TTHĐND-CV" })
        let view = try await story.http.get("/api/v1/documents/\(id.int ?? 0)", as: "hdnd.clerk").json
        #expect(view["signatureLines"] == ["TM. THƯỜNG TRỰC HĐND", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"])
        let done = ["draft", "submit", "return", "edit", "submit", "approve", "sign", "issue"]
        #expect(view["history"].list.compactMap { $0["action"].text } == done)
        #expect(view["history"][2]["remark"].text == "Ghi rõ thửa đất.")
        #expect(try await story.http.get("/api/v1/documents/\(id.int ?? 0)", as: "snnmt.clerk").status == 404, "the office's own business")

        let early = try await papers.attempt(
            id, "dispatches", ["addressee": "Sở", "means": "post", "sentOn": "2026-11-18"], as: "hdnd.records")
        #expect(early.status == 422 && early.json["errors"][0]["field"].text == "sentOn")
        let sent = try await papers.act(
            id, "dispatches",
            [
                "addressee": "Sở Nông nghiệp và Môi trường", "address": "Số 1, đường An Vũ", "means": "registered_post",
                "tracking": "RB123456789VN",
            ],
            as: "hdnd.records")
        let dispatch = try #require(sent["dispatch"].int)
        let path = "/api/v1/dispatches/\(dispatch)/outcome"
        let mute = try await story.http.post(path, ["returnedOn": "2026-11-19"], as: "hdnd.records")
        #expect(mute.status == 422 && mute.json["errors"][0]["field"].text == "reason")
        let back = try await story.http.post(
            path, ["returnedOn": "2026-11-19", "reason": "Sai địa chỉ"], as: "hdnd.records", key: "tra-ve-0001")
        #expect(back.status == 201, "\(back.text)")
        try await papers.act(id, "dispatches", ["addressee": "Sở Nông nghiệp và Môi trường", "means": "hand"], as: "hdnd.records")
        let after = try await story.http.get("/api/v1/documents/\(id.int ?? 0)", as: "hdnd.clerk").json
        #expect(after["dispatches"].list.count == 2 && after["dispatches"][0]["returnReason"].text == "Sai địa chỉ")
        let late = try await papers.attempt(id, "void", ["remark": "Nhầm"], as: "hdnd.leader")
        #expect(late.status == 422, "what has gone out is answered by another document")
    }

    @Test func twoNumberingsOfOneLetterAreOne() async throws {
        try await tell { story, papers in
            try await papers.authorise()
            let id = try await papers.signed(try await papers.petition())
            let revision = try await story.http.get("/api/v1/documents/\(id.int ?? 0)", as: "hdnd.records").json["line"]["revision"]
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in ["21/HĐND", "22/HĐND"] {
                    group.addTask {
                        try await papers.attempt(id, "issue", ["number": .text(number), "expectedRevision": revision], as: "hdnd.records")
                            .status
                    }
                }
                var found: [Int] = []
                for try await status in group { found.append(status) }
                return found.sorted()
            }
            #expect(statuses == [201, 409])
            let referrals = try await story.http.get("/api/v1/referrals?direction=out", as: "hdnd.clerk").json["items"].list
            #expect(referrals.count == 1, "one step was taken")
        }
    }

    @Test func numbersAreTypedOrAllocatedAndNeverTwice() async throws {
        try await tell { story, papers in
            try await papers.authorise()
            let first = try await papers.signed(try await papers.petition())
            try await papers.act(first, "issue", ["number": "5/HĐND-TT"], as: "hdnd.records")
            let second = try await papers.signed(try await papers.petition(Letters.drain))
            let twice = try await papers.attempt(second, "issue", ["number": " 5/HĐND-TT "], as: "hdnd.records")
            #expect(twice.status == 422 && twice.json["errors"][0]["code"].text == "number_taken")
            try await papers.act(second, "issue", ["number": "9/HĐND-TT"], as: "hdnd.records")
            try await papers.act(second, "void", ["remark": "In sai tên."], as: "hdnd.leader")
            let third = try await papers.signed(try await papers.petition(Letters.drain))
            let voided = try await papers.attempt(third, "issue", ["number": "9/HĐND-TT"], as: "hdnd.records")
            #expect(voided.status == 422, "a voided number keeps its place")

            try await story.world.set("numbers.outgoing", to: 0)
            let typed = try await papers.attempt(third, "issue", ["number": "10/HĐND-TT"], as: "hdnd.records")
            #expect(typed.status == 422 && typed.json["errors"][0]["code"].text == "number_allocated")
            #expect(try await papers.act(third, "issue", as: "hdnd.records")["number"].text == "01/HDND")
            let fourth = try await papers.signed(try await papers.petition(Letters.drain))
            #expect(try await papers.act(fourth, "issue", ["notation": "HĐND-TT"], as: "hdnd.records")["number"].text == "02/HĐND-TT")
        }
    }

    @Test func aPileIsDecidedWholeOrNotAtAll() async throws {
        try await tell { story, papers in
            var items: [JSONValue] = []
            for letter in [Letters.land, Letters.drain] {
                let id = try await papers.draft(try await papers.petition(letter))["id"]
                let moved = try await papers.act(id, "submit", as: "hdnd.officer")
                items.append(["id": id, "expectedRevision": moved["revision"]])
            }
            let path = "/api/v1/documents/decisions"
            var stale = items
            stale[1]["expectedRevision"] = 1
            let refused = try await story.http.post(path, ["decision": "approve", "items": .list(stale)], as: "hdnd.leader")
            #expect(refused.status == 422 && refused.json["errors"].list.compactMap { $0["field"].text } == ["items.1"])
            let waiting = try await story.http.get("/api/v1/documents?waiting=approve", as: "hdnd.leader").json["items"].list
            #expect(waiting.count == 2, "the first one was not approved either")
            let mute = try await story.http.post(path, ["decision": "return", "items": .list(items)], as: "hdnd.leader")
            #expect(mute.status == 422 && mute.json["errors"][0]["field"].text == "remark")
            #expect(try await story.http.post(path, ["decision": "approve", "items": .list(items)], as: "hdnd.clerk").status == 422)
            let done = try await story.http.post(
                path, ["decision": "approve", "items": .list(items)], as: "hdnd.leader", key: "duyet-ca-chong")
            #expect(done.status == 200 && done.json["items"].list.compactMap { $0["state"].text } == ["approved", "approved"])
        }
    }

    @Test func levelsAreSetByFormAndEachIsAnotherLeader() async throws {
        try await tell { story, papers in
            let form: JSONValue = ["form": "transfer_letter", "levels": 2]
            #expect(try await story.http.post("/api/v1/approval-levels", form, as: "hdnd.leader").status == 403)
            #expect(try await story.http.post("/api/v1/approval-levels", form, as: "hdnd.admin").status == 200)
            let id = try await papers.draft(try await papers.petition())["id"]
            try await papers.act(id, "submit", as: "hdnd.officer")
            let first = try await papers.act(id, "approve", as: "hdnd.leader")
            #expect(first["state"].text == "submitted")
            let again = try await papers.attempt(id, "approve", as: "hdnd.leader")
            #expect(again.status == 422 && again.json["code"].text == "already_approved")
            #expect(try await papers.act(id, "approve", as: "hdnd.deputy")["state"].text == "approved")
            let levels = try await story.http.get("/api/v1/approval-levels", as: "hdnd.clerk").json
            #expect(levels["usual"].int == 1 && levels["forms"][0]["levels"].int == 2)
        }
    }

    @Test func anOfficeThatDraftsDoesNotNumberAtTheStep() async throws {
        try await tell { story, papers in
            try await story.world.set("documents.flow", to: 1)
            let own = try await papers.petition()
            let direct = try await story.attempt(
                own, "refer",
                ["recipient": .id(story.world.office("snnmt")), "letter_number": "15/TTHĐND", "letter_date": "2026-11-19"],
                as: "hdnd.leader")
            #expect(direct.status == 422 && direct.json["code"].text == "draft_required")
            try await papers.authorise()
            let id = try await papers.signed(own)
            #expect(try await papers.act(id, "issue", ["number": "15/TTHĐND"], as: "hdnd.records")["step"]["state"].text == "transferred")
        }
    }

    @Test func whatIsDraftedInADenunciationStaysWithItsOffice() async throws {
        try await tell { story, _ in
            let entered = try await story.register(Letters.denunciation, as: "hdnd.clerk")
            let own = try #require(entered["case"].int)
            let forms = try await story.http.get("/api/v1/cases/\(own)/forms", as: "hdnd.officer").json["items"].list
            let first = try #require(forms.first)
            let made = try await story.http.post(
                "/api/v1/documents",
                ["case": .id(own), "event": first["event"], "form": first["forms"][0]["value"], "title": "V/v đơn tố cáo"],
                as: "hdnd.officer")
            try #require(made.status == 201, "\(made.text)")
            let id = made.json["id"].int ?? 0
            for stranger in ["ubnd.leader", "snnmt.clerk", "btcd.officer"] {
                #expect(try await story.http.get("/api/v1/documents/\(id)", as: stranger).status == 404)
                #expect(try await story.http.get("/api/v1/documents?case=\(own)", as: stranger).json["items"].list.isEmpty)
                #expect(try await story.http.get("/api/v1/cases/\(own)/forms", as: stranger).status == 404)
            }
            let scan = try await story.http.send(
                .post, "/api/v1/documents/\(id)/attachments?name=ban-ky.pdf", as: "hdnd.clerk", body: [Array("%PDF-1.7 x".utf8)])
            #expect(scan.status == 422 && scan.json["code"].text == "denunciation_not_scanned")
        }
    }

    @Test func theSignedCopyBelongsToTheIssuedLetter() async throws {
        try await tell { story, papers in
            try await papers.authorise()
            let own = try await papers.petition()
            let id = try await papers.signed(own)
            let path = "/api/v1/documents/\(id.int ?? 0)/attachments"
            let working = try await story.http.send(.post, path + "?name=du-thao.pdf", as: "hdnd.officer", body: [Array("%PDF-1.7 a".utf8)])
            #expect(working.status == 201, "\(working.text)")
            try await papers.act(id, "issue", ["number": "15/TTHĐND"], as: "hdnd.records")
            let signed = try await story.http.send(.post, path + "?name=ban-ky.pdf", as: "hdnd.records", body: [Array("%PDF-1.7 b".utf8)])
            #expect(signed.status == 201, "\(signed.text)")
            let view = try await story.http.get("/api/v1/documents/\(id.int ?? 0)", as: "hdnd.clerk").json
            #expect(view["attachments"].list.compactMap { $0["name"].text } == ["du-thao.pdf", "ban-ky.pdf"])
            let file = try await story.http.get("/api/v1/cases/\(own)", as: "hdnd.clerk").json
            #expect(file["attachments"].list.count == 2)
        }
    }

    @Test func aTypedBookAsksForItsNumberAndKeepsTheArrivalNumberBesideIt() async throws {
        try await tell { story, _ in
            try await story.world.set("numbers.petition", to: 1)
            try await story.world.set("numbers.incoming", to: 1)
            let bare = try await story.http.post("/api/v1/petitions", Letters.land, as: "hdnd.clerk")
            #expect(bare.status == 422 && bare.json["errors"][0]["field"].text == "number")
            let entered = try await story.register(Letters.changed(Letters.land, ["number": 40, "arrivalNumber": 812]), as: "hdnd.clerk")
            #expect(entered["number"].int == 40)
            let read = try await story.http.get("/api/v1/petitions/\(entered["petition"].int ?? 0)", as: "hdnd.clerk").json
            #expect(read["number"].int == 40 && read["arrivalNumber"].int == 812)
            let twice = try await story.http.post(
                "/api/v1/petitions", Letters.changed(Letters.drain, ["number": 40]), as: "hdnd.clerk")
            #expect(twice.status == 422 && twice.json["errors"][0]["code"].text == "number_taken")
            let arrival = try await story.http.post(
                "/api/v1/petitions", Letters.changed(Letters.drain, ["number": 41, "arrivalNumber": 812]), as: "hdnd.clerk")
            #expect(arrival.status == 422 && arrival.json["errors"][0]["field"].text == "arrivalNumber")
            _ = try await story.register(Letters.changed(Letters.drain, ["number": 44]), as: "hdnd.clerk")
            try await story.world.set("numbers.petition", to: 0)
            let next = try await story.register(Letters.drain, as: "hdnd.clerk")
            #expect(next["number"].int == 1, "the book here counts on its own")
        }
    }
}
