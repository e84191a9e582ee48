import Casework
import Law
import TestSupport
import Testing

/// A morning's bag, as clerk and leader work through it over HTTP.
@Suite struct PostbagStory {
    private func enter(_ story: Story, _ draft: JSONValue, at location: SourceLocation = #_sourceLocation) async throws -> JSONValue {
        let answer = try await story.http.post("/api/v1/postbag/envelopes", draft, as: "hdnd.clerk")
        try #require(answer.status == 201, "\(answer.text)", sourceLocation: location)
        #expect(answer.header("location") == "/api/v1/postbag/envelopes/\(answer.json["id"].int ?? 0)", sourceLocation: location)
        return answer.json
    }

    private func act(
        _ story: Story, _ envelope: JSONValue, _ deed: String, _ said: [String: JSONValue], as officer: String = "hdnd.clerk",
        at location: SourceLocation = #_sourceLocation
    ) async throws -> JSONValue {
        let answer = try await attempt(story, envelope, deed, said, as: officer)
        try #require(answer.status == 200, "\(deed): \(answer.text)", sourceLocation: location)
        return answer.json
    }

    private func attempt(
        _ story: Story, _ envelope: JSONValue, _ deed: String, _ said: [String: JSONValue], as officer: String = "hdnd.clerk"
    ) async throws -> HTTPClient.Answer {
        let id = envelope["id"].int ?? 0
        let now = try await story.http.get("/api/v1/postbag/envelopes/\(id)", as: officer).json
        var body = said
        body["expectedSequence"] = .id(now["sequence"].int ?? 0)
        return try await story.http.post("/api/v1/postbag/envelopes/\(id)/\(deed)", .object(body), as: officer)
    }

    private let sender: JSONValue = "Nguyễn Thị Hoẵng"

    @Test func `the bag of a morning`() async throws {
        try await Story.tell { story in
            // One row per envelope: the letter itself, two copies, a personal, a secret, a denunciation, one nobody can read.
            let letter = try await enter(
                story,
                [
                    "arrivedOn": "2026-11-18", "postmarkOn": "2026-11-16", "senderName": sender, "form": "original",
                    "addressees": ["Chủ tịch HĐND tỉnh", "Ban Pháp chế HĐND tỉnh"],
                ])
            let copies = [
                try await enter(story, ["arrivedOn": "2026-11-18", "senderName": sender, "form": "photocopy"]),
                try await enter(story, ["arrivedOn": "2026-11-19", "senderName": sender, "form": "photocopy", "channel": "forwarded"]),
            ]
            let personal = try await enter(story, ["arrivedOn": "2026-11-19", "marking": "personal"])
            let secret = try await enter(story, ["arrivedOn": "2026-11-19", "marking": "secret"])
            let denunciation = try await enter(story, ["arrivedOn": "2026-11-19", "senderName": "Lê Văn Kín", "senderAddress": "Thôn 5"])
            let torn = try await enter(story, ["arrivedOn": "2026-11-19"])
            let bag = [letter, copies[0], copies[1], personal, secret, denunciation, torn]
            #expect(bag.map { $0["arrivalNumber"].int } == [1, 2, 3, 4, 5, 6, 7])
            #expect(letter["enteredAt"].text?.hasPrefix("2026-11-19T") == true && letter["postmarkOn"].text == "2026-11-16")

            // Marked: unopened, nothing more is written, handed on against a signature.
            let named = try await story.http.post(
                "/api/v1/postbag/envelopes", ["arrivedOn": "2026-11-19", "marking": "secret", "senderName": "Ông A"], as: "hdnd.clerk")
            #expect(named.status == 422 && named.json["errors"][0]["code"].text == "marked_unopened")
            #expect(try await attempt(story, secret, "open", ["denunciation": false]).json["code"].text == "marked_unopened")
            #expect(try await attempt(story, secret, "hand-on", ["to": "Chánh Văn phòng", "signed": false]).status == 422)
            for envelope in [personal, secret] {
                let gone = try await act(
                    story, envelope, "hand-on", ["to": "Chánh Văn phòng", "time": "08:20", "signed": true])
                #expect(gone["state"].text == "handed_on" && gone["handedOn"].text == "2026-11-19" && gone["senderName"].isNull)
            }

            // The letter is opened and becomes a petition under both numbers.
            _ = try await act(story, letter, "open", ["denunciation": false])
            let petition = try await story.register(
                Letters.changed(Letters.land, ["receivedOn": "2026-11-18", "postmarkOn": "2026-11-16", "envelope": letter["id"]]),
                as: "hdnd.clerk")
            let view = try await story.http.get("/api/v1/petitions/\(petition["petition"].int ?? 0)", as: "hdnd.clerk").json
            #expect(view["number"].int == 1 && view["arrivalNumber"].int == 1)

            // The copies are compared and tied; the machine only proposes.
            let clocks = try await story.http.get("/api/v1/cases/\(petition["case"].int ?? 0)/clocks", as: "hdnd.clerk").json
            for copy in copies {
                _ = try await act(
                    story, copy, "open", ["denunciation": false, "gist": "Khiếu nại thu hồi đất, bồi thường thửa 214"])
                let beside = try await story.http.get(
                    "/api/v1/postbag/envelopes/\(copy["id"].int ?? 0)/candidates", as: "hdnd.clerk"
                ).json
                #expect(beside["candidates"][0]["petition"] == petition["petition"] && beside["envelope"]["state"].text == "opened")
                #expect(beside["candidates"][0]["body"].text?.contains("thửa 214") == true)
                let tied = try await act(story, copy, "tie", ["petition": petition["petition"]])
                #expect(tied["state"].text == "tied" && tied["petitionNumber"].text == "1/2026")
            }
            #expect(try await attempt(story, copies[0], "tie", ["petition": petition["petition"]]).status == 422)
            let after = try await story.http.get("/api/v1/petitions/\(petition["petition"].int ?? 0)", as: "hdnd.clerk").json
            #expect(after["copies"].list.map { $0["arrivalNumber"].int } == [2, 3] && after["sequence"] == view["sequence"])
            #expect(try await story.http.get("/api/v1/cases/\(petition["case"].int ?? 0)/clocks", as: "hdnd.clerk").json == clocks)
            let matters = try await story.http.get("/api/v1/matters", as: "hdnd.clerk").json["items"]
            #expect(matters.list.count == 1 && matters[0]["petitions"].int == 1)
            let cases = try await story.http.get("/api/v1/cases?subject=petition", as: "hdnd.clerk").json["items"]
            #expect(cases.list.count == 1)

            // The denunciation goes its own way, and nothing of its envelope names anybody.
            let opened = try await act(story, denunciation, "open", ["denunciation": true])
            #expect(opened["senderName"].isNull && opened["senderAddress"].isNull && opened["denunciation"] == true)
            let sealed = try await story.register(
                Letters.changed(Letters.denunciation, ["receivedOn": "2026-11-19", "envelope": denunciation["id"]]), as: "hdnd.clerk")
            #expect(sealed["number"].int == 2)

            // Each arrival counts as a petition: the two entries and the two copies.
            let register = try await story.http.get(
                "/api/v1/registers/weekly?from=2026-11-16&to=2026-11-22", as: "hdnd.leader"
            ).json
            #expect(register["week"]["received"].int == 4 && register["received"].list.count == 2)
            #expect(register["arrivals"].list.map { $0["number"].text } == ["2/2026", "3/2026"])

            // What cannot be read is proposed with the whole bundle of what was classified as ineligible, and one signature files it.
            _ = try await act(story, torn, "open", ["denunciation": false, "gist": "Thư rách, không đọc được"])
            try await story.step(
                petition["case"].int ?? 0, "classify",
                ["kind": "complaint", "eligibility": "ineligible", "jurisdiction": "not_competent", "reason": "Đơn gửi nhiều nơi."],
                as: "hdnd.officer")
            let proposal = try await story.http.post(
                "/api/v1/postbag/proposals",
                [
                    "number": "03/PĐX-VP", "ground": "sent_to_competent", "reason": "Đã gửi cơ quan có thẩm quyền.",
                    "bundle": petition["petition"], "envelopes": [torn["id"]],
                ], as: "hdnd.clerk", key: "propose-bundle-1")
            try #require(proposal.status == 201, "\(proposal.text)")
            #expect(proposal.json["items"].list.count == 4)
            let paper = "/api/v1/postbag/proposals/\(proposal.json["id"].int ?? 0)"
            #expect(try await story.http.post(paper + "/sign", [:], as: "hdnd.clerk").status == 403)
            #expect(try await story.http.get(paper, as: "ubnd.leader").status == 404)
            let signed = try await story.http.post(paper + "/sign", ["on": "2026-11-19"], as: "hdnd.leader", key: "sign-bundle-01")
            #expect(signed.status == 200 && signed.json["state"].text == "signed", "\(signed.text)")
            #expect(try await story.state(petition["case"].int ?? 0, as: "hdnd.clerk") == "filed")
            for envelope in [copies[0], copies[1], torn] {
                let filed = try await story.http.get("/api/v1/postbag/envelopes/\(envelope["id"].int ?? 0)", as: "hdnd.clerk").json
                #expect(filed["state"].text == "filed" && filed["proposal"] == proposal.json["id"])
            }
            #expect(try await story.http.post(paper + "/withdraw", [:], as: "hdnd.leader").status == 409)
            let listed = try await story.http.get("/api/v1/postbag/proposals", as: "hdnd.leader").json["items"]
            #expect(listed.list.map { $0["items"].int } == [4])
            let filed = try await story.http.get("/api/v1/postbag/envelopes?state=filed&limit=2", as: "hdnd.leader").json
            #expect(filed["items"].list.count == 2 && filed["next"].text != nil)
            let theirs = try await story.http.get("/api/v1/postbag/envelopes?arrivedOn=2026-11-18", as: "ubnd.leader").json
            #expect(theirs["items"].list.isEmpty)

            // One letter is read after all: an officer takes it out, and the paper says so. What was filed with its petition goes with it.
            let why: [String: JSONValue] = ["reason": "Đọc được dưới đèn.", "on": "2026-11-19"]
            #expect(try await attempt(story, torn, "take-out", why).status == 403)
            let bound = try await attempt(story, copies[0], "take-out", why, as: "hdnd.officer")
            #expect(bound.status == 422 && bound.json["code"].text == "filed_with_petition", "\(bound.text)")
            let out = try await act(story, torn, "take-out", why, as: "hdnd.officer")
            #expect(out["state"].text == "opened" && out["takenOutOf"] == proposal.json["id"] && out["takenOutOn"].text == "2026-11-19")
            #expect(try await attempt(story, torn, "take-out", why, as: "hdnd.leader").json["code"].text == "envelope_state")
            let kept = try await story.http.get(paper, as: "hdnd.clerk").json["items"].list
            let gone = kept.filter { !$0["takenOutOn"].isNull }
            #expect(kept.count == 4 && gone.map { $0["takenOutReason"].text } == ["Đọc được dưới đèn."])
            #expect(gone.first?["takenOutBy"].text?.isEmpty == false)
            let papers = try await story.http.get("/api/v1/postbag/proposals", as: "hdnd.leader").json["items"]
            #expect(papers[0]["items"].int == 4 && papers[0]["takenOut"].int == 1)
            let counted = try await story.http.get(
                "/api/v1/registers/weekly?from=2026-11-16&to=2026-11-22", as: "hdnd.leader"
            ).json
            #expect(counted["week"]["received"].int == 4)
            let entered = try await story.register(
                Letters.changed(Letters.drain, ["receivedOn": "2026-11-19", "envelope": torn["id"]]), as: "hdnd.clerk")
            #expect(entered["number"].int == 3)
        }
    }

    @Test func `visits of an outage are typed in the next day`() async throws {
        try await Story.tell { story in
            story.world.clock.set(Day(2026, 11, 20))
            func row(_ said: [String: JSONValue]) async throws -> HTTPClient.Answer {
                var body = said
                body["day"] = "2026-11-19"
                return try await story.http.post("/api/v1/paper-visits", .object(body), as: "btcd.clerk")
            }
            let first = try await row(["number": "1", "visitor": ["fullName": "Vũ Đình Ước"], "summary": "Hỏi đền bù", "place": "Trụ sở"])
            #expect(first.status == 201 && first.json["number"].int == 1, "\(first.text)")
            let second = try await row(["number": "2", "people": 7, "summary": "Đông người"])
            #expect(second.json["number"].int == 2)
            #expect(try await row(["number": "2"]).json["errors"][0]["code"].text == "already_entered")
            let visit = try await story.http.get("/api/v1/visits/\(first.json["visit"].int ?? 0)", as: "btcd.clerk").json
            #expect(visit["visitedOn"].text == "2026-11-19" && visit["paperNumber"].text == "1")
            #expect(visit["enteredAt"].text?.hasPrefix("2026-11-20") == true)
            let sessions = try await story.http.get("/api/v1/sessions?from=2026-11-19&to=2026-11-19", as: "btcd.clerk").json["items"]
            #expect(sessions.list.count == 1 && sessions[0]["visits"].int == 2 && sessions[0]["people"].int == 8)
            let week = try await story.http.get("/api/v1/registers/weekly?from=2026-11-16&to=2026-11-19", as: "btcd.leader").json["week"]
            #expect(week["visits"].int == 2 && week["groups"].int == 1)
            // The visit goes on in its own procedure, on its day.
            try await story.step(first.json["case"].int ?? 0, "left", ["summary": "Đã về."], as: "btcd.clerk")
        }
    }
}
