import Casework
import Identity
import Law
import Postgres
import TestSupport
import Testing

@testable import Web

/// The deadline calculator as a page and as an answer to programs: nobody has to sign in.
@Suite struct WebDeadlineTests {
    @Test func `anybody counts a deadline and reads how`() async throws {
        try await TestWorld.lease { world in
            let browser = try Browser(world)
            let empty = try await browser.get("/tinh-han")
            #expect(empty.status == 200 && !empty.has("field-error") && !empty.has("id=\"ket-qua\""))
            #expect(empty.has("<optgroup label=\"Khiếu nại\">") && empty.has("<option value=\"KN-1\">KN-1 – Thụ lý"))
            let page = try await browser.get("/tinh-han?han=KN-1&tu=19%2F11%2F2026")
            #expect(page.status == 200 && page.has("<strong>thứ ba, ngày 01/12/2026</strong>"))
            #expect(page.has("<li>24/11 nghỉ lễ: Ngày Văn hóa Việt Nam, không tính</li>") && page.has("07 ngày làm việc"))
            #expect(page.has("lịch đang áp dụng của hệ thống (bản "))
            #expect(page.has("<option value=\"KN-1\" selected>") && page.has("value=\"19/11/2026\""), "what was asked stands there")
        }
    }

    @Test func `pauses, extensions and the law of another day`() async throws {
        try await TestWorld.lease { world in
            let browser = try Browser(world)
            let paused = try await browser.get(
                "/tinh-han?han=KN-2&tu=01%2F12%2F2026&dung-tu=11%2F12%2F2026&dung-den=05%2F01%2F2027&dung-tu=&dung-den=&gia-han=&gia-han=")
            #expect(paused.has("<strong>thứ hai, ngày 25/01/2027</strong>") && paused.has("đã dùng 10 ngày, còn 20 ngày"))
            let open = try await browser.get("/tinh-han?han=KN-2&tu=01%2F12%2F2026&dung-tu=11%2F12%2F2026")
            #expect(open.has("Thời hạn đang tạm dừng"))
            let twice = try await browser.get("/tinh-han?han=TC-6&tu=01%2F12%2F2026&gia-han=30&gia-han=30")
            #expect(twice.has("ngày 01/03/2027</strong>") && twice.has("đặc biệt phức tạp"))
            let remote = try await browser.get("/tinh-han?han=KN-2&tu=01%2F12%2F2026&phuc-tap=1&vung-sau=1")
            #expect(remote.has("<strong>thứ hai, ngày 01/02/2027</strong>") && remote.has("thứ bảy, ngày 30/01/2027"))
            let old = try await browser.get("/tinh-han?han=KN-1&tu=30%2F06%2F2026")
            #expect(old.has("complaint@2020-12-10.") && old.has("10 ngày"))
            #expect(try await browser.get("/tinh-han?han=KN-1&tu=30%2F06%2F2026&theo-ngay=01%2F07%2F2026").has("complaint@2026-07-01."))
        }
    }

    @Test func `what is wrong is told at its field`() async throws {
        try await TestWorld.lease { world in
            let browser = try Browser(world)
            for (query, field, words) in [
                ("han=&tu=19%2F11%2F2026", "han", "Phải chọn một thời hạn."), ("han=KN-99&tu=19%2F11%2F2026", "han", "Không có thời hạn"),
                ("han=KN-1&tu=", "tu", "Không được để trống."), ("han=KN-1&tu=32%2F11%2F2026", "tu", "Ngày không đúng"),
                ("han=KN-1&tu=19%2F11%2F2026&dung-tu=20%2F11%2F2026", "dung-tu-0", "không có trường hợp tạm dừng"),
                ("han=KN-2&tu=19%2F11%2F2026&dung-tu=18%2F11%2F2026", "dung-tu-0", "trước khi thời hạn bắt đầu"),
                ("han=KN-2&tu=19%2F11%2F2026&dung-den=18%2F12%2F2026", "dung-tu-0", "phải có ngày bắt đầu"),
                ("han=KN-1&tu=19%2F11%2F2026&phuc-tap=1", "phuc-tap", "không có mức riêng cho vụ việc phức tạp"),
                ("han=TC-6&tu=19%2F11%2F2026&gia-han=31", "gia-han-0", "31 ngày không hợp lệ"),
                ("han=KN-13&tu=01%2F06%2F2026", "theo-ngay", "áp dụng từ ngày 01/07/2026"),
            ] {
                let page = try await browser.get("/tinh-han?" + query)
                #expect(page.status == 422, "\(query)")
                #expect(page.has("id=\"\(field)-loi\"") && page.has(words), "\(query)")
                #expect(!page.has("id=\"ket-qua\""), "\(query)")
            }
            let script = try await browser.get("/tinh-han?han=%3Cscript%3E&tu=19%2F11%2F2026")
            #expect(script.status == 422 && script.has("“&lt;script&gt;”") && !script.has("“<script>"), "typed text is text")
        }
    }

    @Test func `the pages lead there`() async throws {
        try await TestWorld.lease { world in
            let guest = try Browser(world)
            #expect(try await guest.get("/tra-cuu").has("href=\"/tinh-han\""))
            let browser = try await Browser.signedIn(world, as: "hdnd.officer")
            #expect(try await browser.get("/quy-trinh").has("href=\"/tinh-han\""))
            let complaint = try await browser.get("/quy-trinh/complaint")
            #expect(complaint.has("href=\"/tinh-han?han=KN-2\"") && complaint.has("tạm dừng được"))
            #expect(complaint.has("href=\"/quy-trinh/complaint?tu=2020-12-10\""), "the older version can be chosen")
            #expect(complaint.has("đã đọc trong văn bản hiện hành") && complaint.has("/quy-trinh/complaint/so-do.mmd?tu=2026-07-01"))
            let drawing = try await browser.get("/quy-trinh/complaint/so-do.mmd?tu=2026-07-01")
            #expect(drawing.status == 200 && drawing.has("stateDiagram-v2") && drawing.has("KN-2"))
            #expect(try await browser.get("/quy-trinh/nothing/so-do.mmd").status == 404)
            let old = try await browser.get("/quy-trinh/complaint?tu=2020-12-10")
            #expect(old.has("hiệu lực từ 10/12/2020 đến 30/06/2026") && old.has("href=\"/quy-trinh/complaint?tu=2026-07-01\""))
            let denunciation = try await browser.get("/quy-trinh/denunciation")
            #expect(denunciation.has("1 lần, mỗi lần đến 30 ngày; 2 lần khi đặc biệt phức tạp"))
        }
    }

    @Test func `programs ask without a token`() async throws {
        try await Story.tell { story in
            let answer = try await story.http.get("/api/v1/law/due/KN-1?start=2026-11-19")
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.json["due"].text == "2026-12-01" && answer.json["nominal"].text == "2026-12-01")
            #expect(answer.json["derivation"].list.count == 13 && answer.json["version"].text?.hasPrefix("complaint@2026-07-01.") == true)
            let long = try await story.http.get("/api/v1/law/due/TC-8?start=2026-12-01&pause=2026-12-11..2027-01-05")
            #expect(long.status == 200 && long.json["extensions"] == [30, 30], "\(long.text)")
            let eleven = Array(repeating: "2026-12-01..2026-12-02", count: 11).joined(separator: ",")
            for (path, status, field, code) in [
                ("KN-99?start=2026-11-19", 404, "", "unknown_rule"), ("KN-1", 422, "start", "required"),
                ("KN-1?start=19/11/2026", 422, "start", "invalid_date"),
                ("KN-2?start=2026-11-19&pause=2026-12-11", 422, "pause", "invalid_pause"),
                ("KN-2?start=2026-11-19&pause=2026-11-01..2026-11-02", 422, "pause", "pause_before_start"),
                ("KN-2?start=2026-11-19&extend=thirty", 422, "extend", "invalid_number"),
                ("KN-2?start=2026-11-19&extend=30", 422, "extend", "no_extension"),
                ("KN-1?start=2026-11-19&remote=true", 422, "remote", "no_remote_amount"),
                ("KN-2?start=2026-11-19&pause=\(eleven)", 422, "pause", "too_many_pauses"),
                ("KN-2?start=2201-01-01", 422, "start", "invalid_date"), ("KN-2?start=2026-11-19&on=1899-01-01", 422, "on", "invalid_date"),
            ] {
                let refused = try await story.http.get("/api/v1/law/due/" + path)
                #expect(refused.status == status, "\(path): \(refused.text)")
                if status == 404 { #expect(refused.json["code"].text == code) }
                if status == 422 {
                    #expect(refused.json["errors"].list.first?["field"].text == field, "\(path)")
                    #expect(refused.json["errors"].list.first?["code"].text == code, "\(path)")
                }
            }
        }
    }

    @Test func `without a database the shipped calendar counts`() async throws {
        try await TestWorld.lease { world in
            let pool = Pool(
                PoolConfiguration(
                    conninfo: "host=/nonexistent dbname=tiepdan", lanes: 1, acquireTimeout: .milliseconds(500), connectTimeout: .seconds(1))
            )
            let alone = Casework(
                pool: pool, rulebook: world.casework.rulebook, surroundings: world.casework.surroundings, passwords: PasswordVerifier())
            let (calendar, name) = await alone.law.calendar()
            await pool.close()
            #expect(name.contains("kèm theo phần mềm"))
            let answer = try alone.rulebook.due(DueQuestion(rule: "KN-1", start: Day(2026, 11, 19)), by: calendar)
            #expect(answer.due == Day(2026, 12, 1))
        }
    }

    @Test func `a database that went away leaves its calendar behind`() async throws {
        try await TestWorld.lease { world in
            let pool = Pool(PoolConfiguration(conninfo: world.conninfo("tiepdan_app"), lanes: 1))
            let reader = Casework(
                pool: pool, rulebook: world.casework.rulebook, surroundings: world.casework.surroundings, passwords: PasswordVerifier())
            let (read, _) = await reader.law.calendar()
            await pool.close()
            // What was read is asked for again after some seconds.
            world.clock.set(Day(2026, 11, 20))
            let (kept, name) = await reader.law.calendar()
            #expect(kept == read && name.contains("lịch đã đọc của hệ thống"))
        }
    }
}
