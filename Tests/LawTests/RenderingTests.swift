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
                  [*] --> received: Vào sổ
                  received --> sent: Chuyển đơn
                  received --> closed: Kết thúc
                  sent --> closed: Kết thúc
                  closed --> [*]

                """)
    }

    @Test func markdown() throws {
        let text = ProcedureRendering(try Small.version()).markdown
        #expect(text.contains("| sent | Đã chuyển | Đã chuyển | đang giải quyết, đã xử lý xong phần của mình, đang chờ cơ quan khác |"))
        #expect(
            text.contains(
                #"| send | Chuyển đơn | received | sent | officer@owner; leader@owner\|superior | people_council, party_office | no_open_referral | in_time | ▶ A-3; ■ A-1; × A-2 | Phiếu chuyển đơn | Luật A Đ.2 [found] |"#
            ))
        #expect(text.contains("| A-2 | Giải quyết | 30; phức tạp 45; vùng sâu, vùng xa 45; vùng sâu, vùng xa và phức tạp 60 ngày |"))
        #expect(text.contains("| A-4 | Lưu đơn | 1 (cài đặt small.keep_years) năm |"))
    }

    @Test func tableIsAligned() throws {
        let lines = ProcedureRendering(try Small.version()).table.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[0] == "Thủ tục nhỏ (small@2026-07-01.1), có hiệu lực từ 01/07/2026")
        #expect(lines[2].hasPrefix("Trạng thái  Tên            Công dân thấy"))
        #expect(lines[4].hasPrefix("received    Mới tiếp nhận  Đơn đã được tiếp nhận"))
    }
}
