import Foundation
import HTTPTypes
import TestSupport
import Testing

/// Whatever is sent, the answer is a precise 4xx and the book stays as it was.
@Suite struct BadInputTests {
    /// Posts bytes as a petition and says what came back.
    private func send(_ story: Story, _ body: [UInt8], type: String = "application/json") async throws -> HTTPClient.Answer {
        try await story.http.send(.post, "/api/v1/petitions", as: "hdnd.clerk", headers: [.contentType: type], body: [body])
    }

    private func bookIsEmpty(_ story: Story) async throws {
        let list = try await story.http.get("/api/v1/petitions", as: "hdnd.clerk").json["items"].list
        #expect(list.isEmpty, "nothing half-written")
        let next = try await story.register(Letters.drain, as: "hdnd.clerk")
        #expect(next["number"].int == 1, "no number was lost")
    }

    @Test func whatIsNoJSONIs400() async throws {
        try await Story.tell { story in
            let broken: [(String, String)] = [
                ("", "syntax"), ("{", "syntax"), ("{\"a\":1,}", "syntax"), ("{\"a\":01}", "syntax"), ("nul", "syntax"), ("{} {}", "syntax"),
                ("{\"a\":\"\u{01}\"}", "syntax"), ("{\"a\":\"\\uD800\"}", "syntax"), ("{\"a\":1,\"a\":2}", "duplicate_member"),
                (String(repeating: "[", count: 100_000), "too_deep"), ("\u{FEFF}{}", "syntax"),
            ]
            for (text, code) in broken {
                let answer = try await send(story, Array(text.utf8))
                #expect(answer.status == 400 && answer.json["code"].text == "malformed_json", "\(text.prefix(20))")
                #expect(answer.json["errors"][0]["code"].text == code, "\(text.prefix(20))")
            }
            for bytes in [[0x22, 0xC3, 0x28, 0x22], [0xFF, 0xFE], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xC0, 0x80, 0x22]] as [[UInt8]] {
                let answer = try await send(story, bytes)
                #expect(answer.status == 400 && answer.json["errors"][0]["code"].text == "invalid_utf8")
            }
            try await bookIsEmpty(story)
        }
    }

    @Test func wrongMembersAreNamed() async throws {
        try await Story.tell { story in
            let cases: [([String: JSONValue], Int, String, String)] = [
                (["title": 5], 400, "title", "wrong_type"), (["petitioners": "Nguyễn Văn A"], 400, "petitioners", "wrong_type"),
                (["petitioners": [["fullName": "A", "birthYear": "1957"]]], 400, "petitioners.0.birthYear", "wrong_type"),
                (["wantsReply": "có"], 400, "wantsReply", "wrong_type"), (["matter": .number(1.5)], 400, "matter", "wrong_type"),
                (["title": nil], 422, "title", "required"), (["receivedOn": "2026-02-30"], 422, "receivedOn", "invalid_date"),
                (["receivedOn": "hôm qua"], 422, "receivedOn", "invalid_date"), (["kind": "xyz"], 422, "kind", "unknown_code"),
                (["channel": "pigeon"], 422, "channel", "unknown_code"), (["filerKind": "crowd"], 422, "filerKind", "unknown_code"),
                (["tilte": "nhầm"], 422, "tilte", "unknown_field"),
                (["petitioners": [["fullName": "A", "hoTen": "B"]]], 422, "petitioners.0.hoTen", "unknown_field"),
                (["title": "   "], 422, "title", "required"),
                (["title": .text(String(repeating: "ạ", count: 301))], 422, "title", "too_long"),
                (["body": .text(String(repeating: "x", count: 20_001))], 422, "body", "too_long"),
                (["title": "Đơn\u{0}ma"], 422, "title", "control_character"), (["body": "Đơn\u{0}ma"], 422, "body", "control_character"),
                (["petitioners": [["fullName": "Ng\u{0}"]]], 422, "petitioners.fullName", "control_character"),
                (["receivedOn": "2026-11-20"], 422, "receivedOn", "date_in_future"),
                (["receivedOn": "1999-01-01"], 422, "receivedOn", "date_too_old"),
                (["people": 0], 422, "people", "out_of_range"), (["people": 99_999_999], 422, "people", "out_of_range"),
                (["representatives": -1], 422, "representatives", "out_of_range"),
                (
                    ["petitioners": [["fullName": "A", "idKind": "citizen_id", "idNumber": "123"]]], 422, "petitioners.idNumber",
                    "invalid_id_number"
                ),
                (["petitioners": [["fullName": "A", "communeCode": "00000"]]], 422, "communeCode", "unknown_commune"),
                (["petitioners": []], 422, "petitioners", "required"), (["fieldCode": "khong.co"], 422, "fieldCode", "unknown_field"),
                (["matter": 999_999], 422, "matter", "unknown_matter"), (["visit": 999_999], 422, "visit", "unknown_visit"),
                (["duplicateOf": 999_999], 422, "duplicateOf", "unknown_petition"),
                (["pseudonym": "X"], 422, "pseudonym", "not_a_denunciation"),
                (["papers": [["name": "Đơn", "pages": 0, "kind": "original"]]], 422, "papers.pages", "out_of_range"),
            ]
            for (changes, status, field, code) in cases {
                let answer = try await send(story, Letters.changed(Letters.drain, changes).bytes)
                #expect(answer.status == status, "\(changes): \(answer.text)")
                #expect(answer.json["errors"][0]["field"].text == field, "\(changes): \(answer.text)")
                #expect(answer.json["errors"][0]["code"].text == code, "\(changes): \(answer.text)")
            }
            guard case .object(var members) = Letters.drain else { return }
            members["title"] = .null
            let null = try await send(story, JSONValue.object(members).bytes)
            #expect(null.status == 422 && null.json["errors"][0]["code"].text == "required", "null is no title")
            let odd = try await send(story, Letters.changed(Letters.drain, ["sourceOrganisation": 424_242]).bytes)
            #expect(odd.status == 422, "\(odd.text)")
            let huge = try await send(story, Letters.changed(Letters.drain, ["matter": .number(1e300)]).bytes)
            #expect(huge.status == 400)
            try await bookIsEmpty(story)
        }
    }

    @Test func bodyOverTheLimitIsCutOff() async throws {
        try await Story.tell { story in
            let long = Letters.changed(Letters.drain, ["body": .text(String(repeating: "x", count: 1_200_000))]).bytes
            let declared = try await send(story, long)
            #expect(declared.status == 413 && declared.cutOff && declared.json["code"].text == "too_large")
            let undeclared = try await story.http.send(
                .post, "/api/v1/petitions", as: "hdnd.clerk", headers: [.contentType: "application/json"],
                body: stride(from: 0, to: long.count, by: 65_536).map { Array(long[$0..<min($0 + 65_536, long.count)]) },
                declaringLength: false)
            #expect(undeclared.status == 413 && undeclared.cutOff)
            #expect(try await send(story, Letters.drain.bytes, type: "text/plain").status == 415)
            #expect(try await send(story, Letters.drain.bytes, type: "application/json; charset=utf-16").status == 415)
            try await bookIsEmpty(story)
        }
    }

    @Test func decomposedNamesAreStoredComposed() async throws {
        try await Story.tell { story in
            let typed = "Nguye\u{302}\u{303}n Thi\u{323} Hoa\u{306}\u{303}ng"
            let entered = try await story.register(
                Letters.changed(Letters.drain, ["petitioners": [["fullName": .text(typed)]]]), as: "hdnd.clerk")
            let view = try await story.http.get("/api/v1/petitions/\(entered["petition"].int ?? 0)", as: "hdnd.clerk").json
            let stored = try #require(view["parties"][0]["fullName"].text)
            #expect(Array(stored.unicodeScalars) == Array("Nguyễn Thị Hoẵng".precomposed.unicodeScalars))
            #expect(stored.unicodeScalars.count < typed.unicodeScalars.count)
            let found = try await story.http.get("/api/v1/petitions?q=nguyen%20thi%20hoang", as: "hdnd.clerk").json["items"]
            #expect(found[0]["petition"] == entered["petition"], "found without diacritics")
        }
    }

    @Test func queriesAreReadStrictly() async throws {
        try await Story.tell { story in
            let cases: [(String, Int, String, String)] = [
                ("petitions?limit=0", 422, "limit", "out_of_range"), ("petitions?limit=abc", 422, "limit", "out_of_range"),
                ("petitions?cursor=abc", 422, "cursor", "invalid_cursor"), ("petitions?overdue=maybe", 422, "overdue", "invalid_flag"),
                ("petitions?kind=nothing", 422, "kind", "unknown_code"), ("petitions?colour=red", 422, "colour", "unknown_parameter"),
                ("petitions?open=true&open=false", 422, "open", "repeated"), ("petitions?q=a%00b", 422, "q", "control_character"),
                ("referrals?direction=up", 422, "direction", "unknown_code"), ("sessions?from=19-11-2026", 422, "from", "invalid_date"),
                ("registers/weekly?from=2026-11-16", 422, "to", "required"),
                ("registers/weekly?from=2026-11-22&to=2026-11-16", 422, "to", "before_from"),
                ("registers/weekly?from=2020-11-22&to=2026-11-16", 422, "to", "too_long"),
                ("registers/weekly?from=2026-11-16&to=2026-11-22&format=exe", 422, "format", "unknown_code"),
                ("law/forwarding?on=never", 422, "on", "invalid_date"),
            ]
            for (path, status, field, code) in cases {
                let answer = try await story.http.get("/api/v1/" + path, as: "hdnd.leader")
                #expect(answer.status == status, "\(path): \(answer.text)")
                #expect(
                    answer.json["errors"][0]["field"].text == field && answer.json["errors"][0]["code"].text == code,
                    "\(path): \(answer.text)")
            }
            let broken = try await story.http.get("/api/v1/petitions?q=%C3%28", as: "hdnd.clerk")
            #expect(broken.status == 400 && broken.json["code"].text == "malformed_query")
            let long = try await story.http.get("/api/v1/petitions?q=" + String(repeating: "a", count: 300), as: "hdnd.clerk")
            #expect(long.status == 422 && long.json["errors"][0]["code"].text == "too_long")
        }
    }
}

extension String {
    fileprivate var precomposed: String { precomposedStringWithCanonicalMapping }
}
