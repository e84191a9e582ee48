import Casework
import Law
import TestSupport
import Testing

/// A deadline that rests on days off which nobody has announced yet says so on the petition's page.
///
/// `sql/catalogues/calendar.csv` has Tết 2027 (05/02 and 08–11/02) as provisional, and nothing yet of 2028.
@Suite struct WebProvisionalTests {
    /// Registers a petition received on this day, which becomes today; the summary line of each deadline on its page.
    private func deadlines(_ world: TestWorld, receivedOn day: Day) async throws -> (page: Browser.Page, summaries: [String]) {
        world.clock.set(day)
        let browser = try await Browser.signedIn(world, as: "hdnd.clerk")
        let id = try await WebLoopTests.register(
            browser,
            [
                "kind": "feedback", "channel": "desk", "receivedOn": day.iso, "title": "Đường làng ngập nước",
                "body": "Kính gửi quý cơ quan.", "petitioners.fullName": "Nguyễn Văn An",
            ])
        let page = try await browser.get("/don/\(id)")
        #expect(page.status == 200)
        return (page, page.text.components(between: "<details class=\"clock\"><summary>", and: "</summary>"))
    }

    private func isMarked(_ summary: String) -> Bool { summary.contains(">tạm tính</span>") }

    @Test func `a deadline counted over an unannounced holiday is marked, its neighbour is not`() async throws {
        try await TestWorld.lease { world in
            let (page, summaries) = try await deadlines(world, receivedOn: Day(2027, 2, 3))
            #expect(summaries.count == 2)
            let answer = try #require(summaries.first { $0.contains("Trả lời kết quả xử lý đơn") })
            #expect(answer.contains("24/02/2027") && isMarked(answer))
            #expect(page.has("nghỉ lễ: Tết Nguyên đán Đinh Mùi (tạm tính), không tính"))
            #expect(page.has("Tạm tính: lịch nghỉ chưa được công bố chính thức."))
            // 45 calendar days end after Tết, on a day that is sure.
            let alarm = try #require(summaries.first { $0.contains("Đơn chưa được xử lý sau 45 ngày") })
            #expect(alarm.contains("22/03/2027") && !isMarked(alarm))
            #expect(page.has("Hạn gần nhất: <strong>24/02/2027 (tạm tính)</strong>"))
            let browser = try await Browser.signedIn(world, as: "hdnd.leader")
            #expect(try await browser.get("/don").has("24/02/2027 (tạm tính)"), "the list says so too")
            let register = try await world.casework.registers.weekly(
                from: Day(2027, 2, 1), to: Day(2027, 2, 7), leaderName: nil, by: world.actor("hdnd.leader"))
            #expect(register.received.map(\.note) == ["hạn tạm tính"], "and the register")
        }
    }

    @Test func `every deadline that falls into a year without a calendar is marked`() async throws {
        try await TestWorld.lease { world in
            let (_, summaries) = try await deadlines(world, receivedOn: Day(2027, 12, 20))
            #expect(summaries.count == 2)
            let answer = try #require(summaries.first { $0.contains("Trả lời kết quả xử lý đơn") })
            #expect(answer.contains("04/01/2028") && isMarked(answer))
            let alarm = try #require(summaries.first { $0.contains("Đơn chưa được xử lý sau 45 ngày") })
            #expect(alarm.contains("03/02/2028") && isMarked(alarm))
        }
    }

    @Test(arguments: [Day(2026, 11, 19), Day(2027, 2, 15)])
    func `a deadline counted over known days only is not marked`(day: Day) async throws {
        try await TestWorld.lease { world in
            let (page, summaries) = try await deadlines(world, receivedOn: day)
            #expect(summaries.count == 2)
            #expect(summaries.allSatisfy { !isMarked($0) }, "\(summaries)")
            #expect(!page.has("ạm tính"))
        }
    }
}
