import API
import Casework
import Documents
import HTTPTypes
import Identity
import Postgres
import Synchronization
import TestSupport
import Testing

/// The edge of the interface: who may enter, what every answer carries, what is counted and told.
@Suite struct BoundaryTests {
    @Test func everyRouteIsDescribedAndEveryDescriptionHasARoute() async throws {
        try await Story.tell { story in
            let routes = story.http.routes.all
            #expect(Set(routes.map { "\($0.method.rawValue) \($0.template)" }) == Story.contract.operations)
            for route in routes {
                let operation = Story.contract.operation(route.method.rawValue, route.template)
                #expect(Story.contract.queryNames(operation) == route.query.sorted(), "\(route.template)")
                let open = operation["security"] == .list([])
                #expect(open == (route.access == .anyone), "\(route.template)")
            }
            let served = try await story.http.get("/api/v1/openapi.json")
            #expect(served.json == Story.contract.document && served.json["openapi"].text?.hasPrefix("3.1") == true)
        }
    }

    @Test func readingEverythingFitsTheDescription() async throws {
        try await Story.tell { story in
            let paths = [
                "me", "settings", "fields", "ethnic-groups", "organisations?q=H%C6%B0ng%20Y%C3%AAn", "communes?q=pho%20hien", "schedule",
                "registers",
                "law/forwarding", "law/complaint?on=2026-11-19", "law/referral", "law/feedback", "law/visit", "law/reception-session",
            ]
            for path in paths {
                let answer = try await story.http.get("/api/v1/" + path, as: "hdnd.clerk")
                #expect(answer.status == 200, "\(path): \(answer.text)")
            }
            let me = try await story.http.get("/api/v1/me", as: "hdnd.clerk").json
            #expect(me["roles"] == ["clerk"] && me["office"].text == "people_council" && me["posts"].list.count == 1)
            let communes = try await story.http.get("/api/v1/communes?q=pho%20hien", as: "hdnd.clerk").json["items"].list
            #expect(communes.contains { $0["code"].text == "11953" })
        }
    }

    @Test func onlyATokenOpensTheDoor() async throws {
        try await Story.tell { story in
            let signed = try await story.world.casework.signIn.signIn(username: "hdnd.clerk", password: TestWorld.password, hours: 1)
            let attempts: [HTTPFields] = [
                [:], [.authorization: "Bearer"], [.authorization: "Bearer abc"], [.authorization: "Basic aGRuZDp4"],
                [.authorization: "Bearer \(String(repeating: "A", count: 43))"], [.cookie: "tiepdan=\(signed.secret.text)"],
                [.authorization: "Bearer \(signed.secret.text)"],
            ]
            for headers in attempts {
                let answer = try await story.http.get("/api/v1/petitions", headers: headers)
                #expect(answer.status == 401 && answer.header("www-authenticate") == "Bearer realm=\"tiepdan\"", "\(headers)")
            }
            let token = try await story.world.casework.administration.addToken(
                username: "hdnd.clerk", organisation: nil, name: "once", days: nil, by: .operator(user: "test"))
            let bearer: HTTPFields = [.authorization: "Bearer \(token.secret.text)"]
            #expect(try await story.http.get("/api/v1/petitions", headers: bearer).status == 200)
            try await story.world.casework.administration.revokeToken(token.id, by: .operator(user: "test"))
            #expect(try await story.http.get("/api/v1/petitions", headers: bearer).status == 401)
        }
    }

    @Test func unknownAddressesAndMethodsAreProblemsToo() async throws {
        try await Story.tell { story in
            for path in ["/api", "/api/", "/api/v2/petitions", "/api/v1/nothing", "/api/v1/petitions/1/nothing"] {
                let answer = try await story.http.get(path)
                #expect(answer.status == 404 && answer.json["code"].text == "unknown_route", "\(path)")
                #expect(answer.header("content-type") == "application/problem+json")
            }
            for method in [HTTPRequest.Method.delete, .put, .patch] {
                let answer = try await story.http.send(method, "/api/v1/petitions/1", as: "hdnd.clerk")
                #expect(answer.status == 405 && answer.header("allow") == "GET" && answer.json["code"].text == "method_not_allowed")
            }
            #expect(try await story.http.send(.put, "/api/v1/petitions").header("allow") == "GET, POST")
            #expect(try await story.http.get("/").text == "another room", "what is not ours passes untouched")
        }
    }

    @Test func everyAnswerCarriesItsIdAndItsGuards() async throws {
        try await Story.tell { story in
            for path in ["/healthz", "/api/v1/petitions", "/api/v1/nothing"] {
                let answer = try await story.http.get(path, headers: [.init("X-Request-Id")!: "khach-0001.a"])
                #expect(answer.header("x-request-id") == "khach-0001.a")
                #expect(answer.header("x-content-type-options") == "nosniff" && answer.header("cache-control") == "no-store")
                #expect(answer.header("content-security-policy")?.contains("default-src 'none'") == true)
                #expect(answer.header("referrer-policy") == "no-referrer")
            }
            let odd = try await story.http.get("/api/v1/nothing", headers: [.init("X-Request-Id")!: "<script>"])
            let made = try #require(odd.header("x-request-id"))
            #expect(made.count == 16 && odd.json["requestId"].text == made)
            #expect(try await story.http.get("/readyz").json["status"].text == "ready")
        }
    }

    @Test func exchangesAreReportedWithoutPersonalData() async throws {
        try await TestWorld.lease { world in
            let heard = Mutex<[APIRoutes.Exchange]>([])
            let observer = APIRoutes.Observer(
                answered: { exchange in heard.withLock { $0.append(exchange) } }, metrics: { "petitions_total 3\n" })
            let http = try HTTPClient(world, observer: observer)
            _ = try await http.get("/api/v1/petitions?q=Nguy%E1%BB%85n", as: "hdnd.clerk")
            _ = try await http.get("/api/v1/cases/42", as: "hdnd.clerk")
            _ = try await http.get("/api/v1/who/Nguyen")
            let told = heard.withLock { $0 }
            #expect(told.map(\.route) == ["/api/v1/petitions", "/api/v1/cases/{id}", "unknown"])
            #expect(told.map(\.status) == [200, 404, 404] && told.allSatisfy { $0.method == "GET" && $0.requestID.count == 16 })
            let metrics = try await http.get("/metrics")
            #expect(metrics.text == "petitions_total 3\n" && metrics.header("content-type")?.hasPrefix("text/plain") == true)
        }
    }

    @Test func lookingUpIsCountedPerMinute() async throws {
        try await TestWorld.lease { world in
            let start = ContinuousClock.now
            let passed = Mutex(Duration.zero)
            let http = try HTTPClient(
                world, options: .init(lookupsPerMinute: 3, linger: .zero), now: { start.advanced(by: passed.withLock { $0 }) })
            let from: (String) -> HTTPFields = { [.init("X-Forwarded-For")!: $0] }
            for _ in 0..<3 { #expect(try await http.get("/api/v1/lookup/x", headers: from("1.1.1.1, 10.0.0.9")).status == 404) }
            let barred = try await http.get("/api/v1/lookup/x", headers: from("2.2.2.2, 10.0.0.9"))
            #expect(
                barred.status == 429 && barred.header("retry-after") == "60", "the proxy's own entry counts, not what the client claims")
            #expect(try await http.get("/api/v1/lookup/x", headers: from("10.0.0.7")).status == 404)
            passed.withLock { $0 = .seconds(61) }
            #expect(try await http.get("/api/v1/lookup/x", headers: from("10.0.0.9")).status == 404)
        }
    }

    @Test func theUnexpectedTellsOnlyItsId() async throws {
        struct Secretive: Error { var text = "mật khẩu cơ sở dữ liệu" }
        try await TestWorld.lease { world in
            let failures = Mutex<[String]>([])
            let observer = APIRoutes.Observer(failed: { _, route, id in failures.withLock { $0.append("\(route) \(id)") } })
            let http = try HTTPClient(
                world, observer: observer,
                printing: .init(html: { _ in throw Secretive() }, pdf: { _ in throw DocumentError.timedOut(after: .seconds(1)) }))
            let week = "/api/v1/registers/weekly?from=2026-11-16&to=2026-11-22"
            let html = try await http.get(week + "&format=html", as: "hdnd.leader")
            #expect(html.status == 500 && html.json["code"].text == "internal_error" && !html.text.contains("mật khẩu"))
            #expect(failures.withLock { $0 } == ["/api/v1/registers/weekly \(html.json["requestId"].text ?? "")"])
            let pdf = try await http.get(week + "&format=pdf", as: "hdnd.leader")
            #expect(pdf.status == 503 && pdf.json["code"].text == "renderer_unavailable")
        }
    }

    @Test func outageIs503AndSaysWhenToComeBack() async throws {
        try await Story.tell { story in
            #expect(try await story.http.get("/api/v1/petitions", as: "hdnd.clerk").status == 200)
            await story.world.app.close()
            let reading = try await story.http.get("/api/v1/petitions", as: "hdnd.clerk")
            #expect(reading.status == 503 && reading.header("retry-after") == "5", "\(reading.text)")
            let writing = try await story.http.post("/api/v1/petitions", Letters.drain, as: "hdnd.clerk")
            #expect(writing.status == 503 && writing.json["code"].text == "database_unavailable")
            #expect(try await story.http.get("/readyz").status == 503)
            #expect(try await story.http.get("/healthz").status == 200)
        }
    }
}
