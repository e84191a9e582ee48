import Postgres
import TestSupport
import Testing

/// Years of weekly registers: every one can be found again.
@Suite struct RegisterListStory {
    private func fill(_ world: TestWorld, _ count: Int) async throws {
        let office = world.office("hdnd")
        try await world.superuser.write { db in
            try db.run(
                """
                insert into tiepdan.weekly_register (organisation, year, number, from_day, to_day, leader_name, issued_at, template_version,
                                                     content, content_sha256)
                select \(office), 2025, n, date '2025-01-01', date '2025-01-07', 'Bà Chủ Tọa', now(), 1, '{}', repeat('0', 64)
                  from generate_series(1, \(count)::int) n
                """)
        }
    }

    @Test func moreThanTwoHundredAreReadPageByPage() async throws {
        try await Story.tell { story in
            try await fill(story.world, 230)
            var numbers: [Int64] = []
            var path: String? = "/api/v1/registers?limit=200"
            while let asked = path {
                let page = try await story.http.get(asked, as: "hdnd.leader")
                try #require(page.status == 200, "\(page.text)")
                numbers += page.json["items"].list.compactMap { $0["number"].int }
                path = page.json["next"].text.map { "/api/v1/registers?limit=200&cursor=\($0)" }
            }
            #expect(numbers == (1...230).reversed().map { Int64($0) })
            let plain = try await story.http.get("/api/v1/registers", as: "hdnd.leader").json
            #expect(plain["items"].list.count == 50 && plain["next"].text != nil)
            let wrong = try await story.http.get("/api/v1/registers?cursor=abc", as: "hdnd.leader")
            #expect(wrong.status == 422 && wrong.json["errors"][0]["code"].text == "invalid_cursor")
            #expect(try await story.http.get("/api/v1/registers?limit=201", as: "hdnd.leader").status == 422)
        }
    }

    @Test func thePageLeadsToTheOlderOnes() async throws {
        try await TestWorld.lease { world in
            try await fill(world, 60)
            let browser = try await Browser.signedIn(world, as: "hdnd.leader")
            let first = try await browser.get("/so-tuan?from=2026-11-16&to=2026-11-19")
            #expect(first.has("<td>60/2025</td>") && first.has("<td>11/2025</td>") && !first.has("<td>10/2025</td>"))
            let links = first.text.components(between: "<a class=\"btn btn-outline-secondary\" href=\"", and: "\"").map(\.unescaped)
            let older = try #require(links.first { $0.contains("cursor=") })
            let second = try await browser.get(older)
            #expect(second.has("<td>10/2025</td>") && second.has("<td>1/2025</td>") && !second.has("<td>11/2025</td>"))
            #expect(second.has("16/11/2026 – 19/11/2026") && !second.has("rel=\"next\""))
        }
    }
}
