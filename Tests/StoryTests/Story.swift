import API
import Law
import TestSupport
import Testing

/// What the stories share: a client whose every exchange is held against the description, and the verbs of the trade.
struct Story {
    let world: TestWorld
    let http: HTTPClient

    static let contract: OpenAPIContract = {
        let bytes = (try? OpenAPIDocument.read(share: TestWorld.root)) ?? []
        return OpenAPIContract(document: (try? JSONValue.read(bytes)) ?? .null)
    }()

    init(_ world: TestWorld, observer: APIRoutes.Observer = .init()) throws {
        self.world = world
        http = try HTTPClient(
            world, observer: observer,
            inspect: { exchange in
                for violation in Self.contract.violations(exchange) { Issue.record("\(violation)") }
            })
    }

    /// Runs a story on a world of its own.
    static func tell(_ body: (Story) async throws -> Void) async throws {
        try await TestWorld.lease { world in try await body(Story(world)) }
    }

    /// Registers a petition; the answer must be 201.
    func register(_ draft: JSONValue, as officer: String, at location: SourceLocation = #_sourceLocation) async throws -> JSONValue {
        let answer = try await http.post("/api/v1/petitions", draft, as: officer)
        try #require(answer.status == 201, "\(answer.text)", sourceLocation: location)
        #expect(answer.header("location") == "/api/v1/petitions/\(answer.json["petition"].int ?? 0)", sourceLocation: location)
        return answer.json
    }

    /// Takes one step of a case as it stands now; the answer must be 201.
    @discardableResult
    func step(
        _ caseID: Int64, _ event: String, _ facts: JSONValue = [:], as officer: String, at location: SourceLocation = #_sourceLocation
    ) async throws -> JSONValue {
        let answer = try await attempt(caseID, event, facts, as: officer)
        try #require(answer.status == 201, "\(event): \(answer.text)", sourceLocation: location)
        return answer.json
    }

    /// The same, whatever comes of it.
    func attempt(_ caseID: Int64, _ event: String, _ facts: JSONValue = [:], as officer: String) async throws -> HTTPClient.Answer {
        let now = try await http.get("/api/v1/cases/\(caseID)", as: officer).json
        return try await http.post(
            "/api/v1/cases/\(caseID)/events", ["event": .text(event), "facts": facts, "expectedSequence": .id(now["sequence"].int ?? 0)],
            as: officer)
    }

    func state(_ caseID: Int64, as officer: String) async throws -> String {
        try await http.get("/api/v1/cases/\(caseID)", as: officer).json["state"].text ?? ""
    }

    /// What the citizen reads, oldest office first; no sign-in.
    func lookup(_ code: JSONValue) async throws -> [String] {
        let answer = try await http.get("/api/v1/lookup/\(code.text ?? "")")
        #expect(answer.status == 200, "\(answer.text)")
        return answer.json["stages"].list.compactMap { $0["words"].text }
    }

    /// Clocks of a case by rule, the running one first.
    func clock(_ rule: String, of caseID: Int64, as officer: String) async throws -> JSONValue {
        let clocks = try await http.get("/api/v1/cases/\(caseID)/clocks", as: officer).json["items"].list.filter { $0["rule"].text == rule }
        return clocks.first { $0["state"].text == "running" } ?? clocks.first ?? .null
    }
}

/// Petitions as citizens write them.
enum Letters {
    static let land: JSONValue = [
        "channel": "post", "receivedOn": "2026-11-16", "letterDate": "2026-11-10", "postmarkOn": "2026-11-12", "kind": "complaint",
        "title": "Khiếu nại quyết định thu hồi đất ruộng của gia đình bà Nguyễn Thị Hoẵng",
        "body":
            "Kính gửi các cấp lãnh đạo. Tôi là Nguyễn Thị Hoẵng, sinh năm 1957, nhà ở thôn Đông, xã Hồng Nam, huyện Tiên Lữ cũ, nay là phường Phố Hiến. Gia đình tôi cày cấy thửa 214 từ năm 1993, có sổ đỏ hẳn hoi, thế mà tháng trước người ta mang quyết định thu hồi đến, bồi thường có 82 triệu, trong khi nhà bên cạnh được gấp đôi!!! Tôi già yếu, chồng tôi là thương binh, tôi đi hỏi xã thì xã bảo lên tỉnh, lên tỉnh thì bảo về xã. Ngoài ra con đường trước ngõ nước ngập quanh năm không ai làm. Tôi xin các ông các bà xem xét cho dân nhờ.",
        "request": "Xem xét lại quyết định thu hồi và mức bồi thường thửa 214.", "fieldCode": "admin.policy", "wantsReply": true,
        "petitioners": [
            [
                "fullName": "Nguyễn Thị Hoẵng", "gender": "female", "birthYear": 1957, "idKind": "old_id", "idNumber": "145012345",
                "communeCode": "11953", "address": "thôn Đông", "oldAddress": "xã Hồng Nam, huyện Tiên Lữ",
            ]
        ], "papers": [["name": "Đơn khiếu nại", "pages": 3, "kind": "original"], ["name": "Sổ đỏ", "pages": 2, "kind": "photocopy"]],
    ]

    static let drain: JSONValue = [
        "channel": "post", "receivedOn": "2026-11-17", "kind": "feedback", "title": "Đề nghị nạo vét mương tiêu nước thôn Đông",
        "body": "Chúng tôi là các hộ dân xóm 3. Cứ mưa là nước tràn vào nhà, muỗi nhiều, trẻ con ốm. Đề nghị tỉnh cho nạo vét mương.",
        "wantsReply": true, "petitioners": [["fullName": "Đỗ Văn Quyết", "address": "xóm 3, thôn Đông", "communeCode": "11953"]],
    ]

    static let denunciation: JSONValue = [
        "channel": "post", "receivedOn": "2026-11-18", "kind": "denunciation", "title": "Tố cáo cán bộ thu tiền sai quy định",
        "body": "Người có đơn nêu việc thu tiền làm thủ tục không có biên lai.", "pseudonym": "Người tố cáo 01",
        "paperFileNumber": "TC-2026/01", "personDenounced": "Ông Trần Văn Mẫu",
    ]

    /// The same letter with some members set otherwise; null takes a member away.
    static func changed(_ letter: JSONValue, _ changes: [String: JSONValue]) -> JSONValue {
        guard case .object(var members) = letter else { return letter }
        for (name, value) in changes {
            if value.isNull { members.removeValue(forKey: name) } else { members[name] = value }
        }
        return .object(members)
    }
}
