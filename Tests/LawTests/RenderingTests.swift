import Testing

@testable import Law

@Suite struct RenderingTests {
    @Test func mermaid() throws {
        #expect(
            ProcedureRendering(try Small.version()).mermaid == """
                stateDiagram-v2
                  received: Mới tiếp nhận
                  sent: Đã chuyển
                  closed: Đã kết thúc
                  [*] --> received: Vào sổ ▶ A-1, A-2
                  received --> sent: Chuyển đơn ▶ A-3 ■ A-1 × A-2
                  received --> closed: Kết thúc ▶ A-4 ■ A-3
                  sent --> closed: Kết thúc ▶ A-4 ■ A-3
                  closed --> [*]

                """)
    }

    @Test func markdown() throws {
        let text = ProcedureRendering(try Small.version()).markdown
        #expect(text.contains("| sent | Đã chuyển | Đã chuyển | đang giải quyết, đã xử lý xong phần của mình, đang chờ cơ quan khác |"))
        #expect(
            text.contains(
                #"| send | Chuyển đơn | received | sent | officer@owner; leader@owner\|superior | people_council, party_office |  | no_open_referral | in_time | ▶ A-3; ■ A-1; × A-2 | Phiếu chuyển đơn | Luật A Đ.2 [found] |"#
            ))
        #expect(text.contains("| A-2 | Giải quyết | 30; phức tạp 45; vùng sâu, vùng xa 45; vùng sâu, vùng xa và phức tạp 60 ngày |"))
        #expect(text.contains("| A-4 | Lưu đơn | 1 (mức mặc định, cơ quan ấn định được) năm |"))
    }

    @Test func everyEffectOnAClockHasItsSign() throws {
        let text = Small.yaml.replacing(
            "clocks: {recount: [A-2]}", with: "clocks: {recount: [A-2], pause: [A-2], resume: [A-2], extend: [A-2]}\n    since: 2026-08-01"
        ).replacing("A-2: {title: Giải quyết,", with: "A-2: {title: Giải quyết, pausable: true, extension: {days: 10, times: 1},")
        let version = try #require(try Rulebook([ProcedureText(file: Small.file, text: text)]).versions.first)
        let row = try #require(version.transitions.first { $0.event == "deepen" })
        #expect(row.clocks.marks == ["❚❚ A-2", "▷ A-2", "+ A-2", "↻ A-2"])
        #expect(row.clocks.words == ["tạm dừng A-2", "tiếp tục A-2", "gia hạn A-2", "tính lại A-2"])
        let table = ProcedureRendering(version).markdown
        #expect(table.contains("| từ 01/08/2026 |  |  | ❚❚ A-2; ▷ A-2; + A-2; ↻ A-2 |"))
    }

    @Test func limitsOfAClock() throws {
        let version = try Small.version(
            "A-2: {title: Giải quyết, amount: 30, complex: 45, remote: 45, remote_complex: 60, unit: calendar_days,",
            """
            A-2: {title: Giải quyết, amount: 30, unit: calendar_days, cap_days: 40,
                    variants: [{when: [several_places], amount: 35}, {when: [kind_complaint], amount: 20}],
                    extension: {days: 10, times: 1, specially_complex: 2}, ends: alarm,
            """)
        let rule = try #require(version.clock("A-2"))
        #expect(rule.amountText == "30; nhiều nơi, nhiều cơ quan 35; kind_complaint 20 ngày, không quá 40 ngày")
        #expect(rule.extensionText == "1 lần, mỗi lần đến 10 ngày; 2 lần khi đặc biệt phức tạp")
        #expect(rule.manner == ["cảnh báo nội bộ"])
        #expect(ProcedureRendering(version).table.contains("1 lần, mỗi lần đến 10 ngày; 2 lần khi đặc biệt phức tạp"))
    }

    @Test func tableIsAligned() throws {
        let lines = ProcedureRendering(try Small.version()).table.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[0] == "Thủ tục nhỏ (small@2026-07-01.1), có hiệu lực từ 01/07/2026")
        #expect(lines[2].hasPrefix("Trạng thái  Tên            Công dân thấy"))
        #expect(lines[4].hasPrefix("received    Mới tiếp nhận  Đơn đã được tiếp nhận"))
    }
}
