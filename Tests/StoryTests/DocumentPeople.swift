import Casework
import Identity
import Law
import TestSupport
import Testing

extension TestWorld {
    /// `hdnd.records` numbers and sends, `hdnd.admin` keeps who may sign, `hdnd.deputy` is a second leader.
    func addDocumentPeople() async throws {
        let password = PasswordHash(
            of: TestWorld.password, cost: .init(logRounds: 4, blockSize: 8, parallelism: 1)!, random: .seeded("papers"))
        for (name, role) in [("records", Role.recordsClerk), ("admin", .admin), ("deputy", .leader)] {
            _ = try await casework.administration.addOfficer(
                username: "hdnd." + name, fullName: "\(role.title) \(name)", title: role.title, organisation: "HY-TTHDND", roles: [role],
                password: password, by: .operator(user: "test"))
        }
    }

    func set(_ key: String, to value: Int) async throws {
        try await casework.administration.set(key, to: value, organisation: "HY-TTHDND", by: .operator(user: "test"))
    }
}

/// What the stories do to documents.
struct Papers {
    let story: Story
    var http: HTTPClient { story.http }

    /// A petition of the council that is another's business, classified.
    func petition(_ letter: JSONValue = Letters.land) async throws -> Int64 {
        let entered = try await story.register(letter, as: "hdnd.clerk")
        let own = try #require(entered["case"].int)
        let kind = letter["kind"]
        try await story.step(
            own, "classify", ["kind": kind, "eligibility": "eligible", "jurisdiction": "not_competent"], as: "hdnd.officer")
        return own
    }

    /// Drafts the letter that refers the petition to the department.
    func draft(_ caseID: Int64, title: JSONValue = "V/v chuyển đơn của công dân", at location: SourceLocation = #_sourceLocation)
        async throws
        -> JSONValue
    {
        let made = try await http.post(
            "/api/v1/documents",
            [
                "case": .id(caseID), "event": "refer", "form": "transfer_letter", "title": title,
                "addressee": "Sở Nông nghiệp và Môi trường",
                "body": "Thường trực HĐND tỉnh chuyển đơn để giải quyết theo thẩm quyền.", "recipients": "- Như trên;\n- Lưu: VT.",
                "facts": ["recipient": .id(story.world.office("snnmt")), "answer_by": "2026-12-31"],
            ], as: "hdnd.officer")
        try #require(made.status == 201, "\(made.text)", sourceLocation: location)
        #expect(made.header("location") == "/api/v1/documents/\(made.json["id"].int ?? 0)", sourceLocation: location)
        return made.json
    }

    /// One thing done to a document as it stands now, whatever comes of it.
    func attempt(_ id: JSONValue, _ action: String, _ more: [String: JSONValue] = [:], as officer: String) async throws -> HTTPClient.Answer
    {
        let number = id.int ?? 0
        let view = try await http.get("/api/v1/documents/\(number)", as: "hdnd.leader").json
        var body = more
        if body["expectedRevision"] == nil { body["expectedRevision"] = view["line"]["revision"] }
        return try await http.post("/api/v1/documents/\(number)/\(action)", .object(body), as: officer)
    }

    /// The same; the answer must be 201.
    @discardableResult
    func act(
        _ id: JSONValue, _ action: String, _ more: [String: JSONValue] = [:], as officer: String,
        at location: SourceLocation = #_sourceLocation
    ) async throws -> JSONValue {
        let answer = try await attempt(id, action, more, as: officer)
        try #require(answer.status == 201, "\(action): \(answer.text)", sourceLocation: location)
        return answer.json
    }

    /// The leader may sign everything from the 1st of the month on.
    func authorise(_ officer: String = "hdnd.leader", form: JSONValue = .null) async throws {
        let id = try await story.world.casework.signIn.impersonate(username: officer).id
        var body: [String: JSONValue] = [
            "officer": .id(id), "authority": "KT", "onBehalfOf": "Chủ tịch", "leadLine": "TM. Thường trực HĐND", "title": "Phó Chủ tịch",
            "validFrom": "2026-11-01", "basisNumber": "7/QĐ-HĐND", "basisDate": "2026-11-01",
        ]
        if !form.isNull { body["form"] = form }
        let answer = try await http.post("/api/v1/signing-authorities", .object(body), as: "hdnd.admin")
        try #require(answer.status == 201, "\(answer.text)")
        #expect(answer.json["lines"] == ["TM. THƯỜNG TRỰC HĐND", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"])
    }

    /// Submitted, approved and signed.
    func signed(_ caseID: Int64) async throws -> JSONValue {
        let id = try await draft(caseID)["id"]
        try await act(id, "submit", as: "hdnd.officer")
        try await act(id, "approve", as: "hdnd.leader")
        try await act(id, "sign", as: "hdnd.leader")
        return id
    }
}
