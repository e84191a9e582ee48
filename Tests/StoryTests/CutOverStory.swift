import Casework
import TestSupport
import Testing

@testable import Web

/// What came along from an old book, as the offices find it the next morning: in their lists, on its page, in the recipient's inbox.
@Suite struct CutOverStory {
    private static let rows: [[String]] = [
        [
            "Số vào sổ", "Ngày nhận", "Họ tên", "Loại đơn", "Nội dung", "Trạng thái", "Số văn bản", "Ngày văn bản", "Cơ quan nhận",
            "Hạn trả lời",
        ],
        [
            "128", "12/10/2026", "Trần Thị Sổ Cũ", "Kiến nghị", "Mương Đồng Sen", "Đã chuyển", "45/CV", "20/10/2026", "HY-SNNMT",
            "10/11/2026",
        ],
        ["KN-7", "16/11/2026", "Lê Văn Mới", "Khiếu nại", "Ruộng Đồng Sen", "Mới tiếp nhận"],
    ]

    private func carry(_ world: TestWorld) async throws -> CutOverReport {
        let rows = Self.rows.enumerated().map { index, texts in
            CutOverSheet.Row(row: index + 1, cells: texts.map { CutOverSheet.Cell(.text, $0) })
        }
        return try await world.casework.cutOver.carry(
            CutOverSheet(rows: rows), office: "HY-TTHDND", words: try Installation.cutOverWords(share: TestWorld.root),
            source: String(repeating: "5c", count: 32), mode: .whole, by: world.actor("hdnd.leader"))
    }

    @Test func whatCameAlongGoesOnOverHTTP() async throws {
        try await Story.tell { story in
            let report = try await carry(story.world)
            try #require(report.cases.count == 2)
            let (sent, new) = (report.cases[0], report.cases[1])

            let listed = try await story.http.get("/api/v1/petitions?q=128", as: "hdnd.clerk").json["items"].list
            #expect(listed.map { $0["number"].int } == [128] && listed[0]["state"].text == "transferred")
            let old = try await story.http.get("/api/v1/petitions?q=KN-7", as: "hdnd.clerk").json["items"].list
            #expect(old.map { $0["number"].int } == [129], "a number that is none is found by search")
            let file = try await story.http.get("/api/v1/cases/\(sent.caseID)", as: "hdnd.officer").json
            #expect(file["journal"].list.map { $0["event"].text } == ["imported"] && file["documents"][0]["number"].text == "45/CV")
            let elsewhere = try await story.http.get("/api/v1/cases/\(new.caseID)", as: "snnmt.officer")
            #expect(elsewhere.status == 404)

            let inbox = try await story.http.get("/api/v1/referrals?direction=in", as: "snnmt.officer").json["items"].list
            try #require(inbox.count == 1)
            #expect(inbox[0]["state"].text == "delivered" && inbox[0]["daysLate"].int == 9)
            #expect(try await story.world.casework.queues.sweepDeadlines() == 0, "its answer was late before it came along")

            let track = try #require(inbox[0]["case"].int)
            try await story.step(track, "accept", as: "snnmt.officer")
            try await story.step(
                new.caseID, "classify", ["kind": "complaint", "eligibility": "eligible", "jurisdiction": "not_competent"],
                as: "hdnd.officer")
            #expect(try await story.state(new.caseID, as: "hdnd.officer") == "classified")
        }
    }

    @Test func `it stands on the pages like any other`() async throws {
        try await TestWorld.lease { world in
            let report = try await carry(world)
            let clerk = try await Browser.signedIn(world, as: "hdnd.clerk")
            let list = try await clerk.get("/don")
            #expect(list.has("Mương Đồng Sen") && list.has("128/2026") && list.has("Ruộng Đồng Sen"))
            let page = try await clerk.get("/don/\(report.cases[0].petition)")
            #expect(page.status == 200 && page.has("Chuyển từ sổ cũ sang") && page.has("45/CV"))
            let recipient = try await Browser.signedIn(world, as: "snnmt.officer")
            #expect(try await recipient.get("/chuyen-den").has("Mương Đồng Sen"))
        }
    }
}
