import Foundation
import Law
import Testing

@testable import Casework
@testable import Documents

@Suite("The weekly register as HTML")
struct RegisterHTMLTests {
    @Test("an issued register of a state office")
    func stateHead() throws {
        let html = try Fixtures.documents().html(Fixtures.ordinary)
        try GoldenFile.expect(html, is: "register-state.html")
        #expect(html.contains("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"))
        #expect(html.contains("Số: 05/STD-HĐND"))
        #expect(html.contains("Hưng Yên, ngày 02 tháng 02 năm 2026"))
        #expect(html.components(separatedBy: "<span class=\"added\">bổ sung kỳ trước</span>").count == 3)
        #expect(html.contains("<td class=\"mid late\">quá hạn 12 ngày</td>"))
    }

    @Test("a Party office has the Party's head and number")
    func partyHead() throws {
        var register = Fixtures.ordinary
        let party = Fixtures.register(party: true, number: 5)
        register.headerStyle = party.headerStyle
        register.organisationName = party.organisationName
        register.parentName = party.parentName
        register.symbol = party.symbol
        let html = try Fixtures.documents().html(register)
        try GoldenFile.expect(html, is: "register-party.html")
        #expect(html.contains("ĐẢNG CỘNG SẢN VIỆT NAM"))
        #expect(html.contains("<div class=\"star\">*</div>"))
        #expect(html.contains("Số 05-STD/VPTU"))
        #expect(!html.contains("CỘNG HÒA") && !html.contains("Độc lập"))
    }

    @Test("an empty week, not issued, says so in every part")
    func empty() throws {
        let html = try Fixtures.documents().html(Fixtures.register())
        try GoldenFile.expect(html, is: "register-empty.html")
        #expect(html.components(separatedBy: "<tr class=\"none\">").count == 4)
        #expect(html.contains("Số: ……/STD-HĐND"))
        #expect(html.contains("Bản xem trước"))
        #expect(!html.contains("SHA-256"))
    }

    @Test("sixty long rows, every one with all columns")
    func long() throws {
        let html = try Fixtures.documents().html(Fixtures.long)
        try GoldenFile.expect(html, is: "register-long.html")
        let rows = html.components(separatedBy: "<tr>\n<td class=\"mid\">").dropFirst()
        #expect(rows.count == 60)
        for row in rows { #expect(row.components(separatedBy: "</tr>")[0].components(separatedBy: "</td>").count == 18) }
    }

    @Test("what a citizen writes stays text")
    func escaping() throws {
        let html = try Fixtures.documents().html(Fixtures.hostile)
        try GoldenFile.expect(html, is: "register-hostile.html")
        #expect(!html.contains("<script") && !html.contains("<img") && !html.contains("<b onclick"))
        #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt; {{leader}} {{{css}}}"))
        #expect(!html.contains("display: none"))
    }

    @Test("a combining mark does not carry a bracket past the escaping")
    func combining() throws {
        var register = Fixtures.ordinary
        register.leaderName = "<\u{301}script>\"\u{323}"
        let html = try Fixtures.documents().html(register)
        #expect(html.contains("&lt;\u{301}script&gt;&quot;\u{323}"))
    }

    @Test("equal facts give equal HTML")
    func same() throws {
        #expect(try Fixtures.documents().html(Fixtures.long) == Fixtures.documents().html(Fixtures.long))
    }

    @Test("a period longer than a week is not called one")
    func month() throws {
        var register = Fixtures.ordinary
        register.from = Day(2026, 1, 1)
        register.to = Day(2026, 1, 31)
        let html = try Fixtures.documents().html(register)
        #expect(html.contains("TRONG KỲ") && !html.contains("TRONG TUẦN"))
        #expect(html.contains("Kỳ trước (01/12–31/12/2025)"))
    }

    @Test("a missing or broken form is found at the start")
    func missingForm() throws {
        #expect(throws: DocumentError.self) { try Documents(forms: "/nonexistent") }
    }
}

@Suite("The receipt, Mẫu 02/TCD")
struct ReceiptTests {
    @Test("lists each paper with pages and kind")
    func receipt() throws {
        let html = try Fixtures.documents().html(Fixtures.receipt())
        try GoldenFile.expect(html, is: "receipt.html")
        #expect(html.contains("Vào 08 giờ 05 ngày 05 tháng 11 năm 2026, tại: Trụ sở tiếp công dân"))
        #expect(html.contains("bản phô tô") && html.contains("bản chính") && html.contains("bản sao công chứng"))
    }

    @Test("of a denunciation names nobody")
    func denunciation() throws {
        var petition = Fixtures.petition
        petition.kind = .denunciation
        petition.referenceOnly = true
        petition.pseudonym = "TC-07"
        petition.papers = []
        let html = try Fixtures.documents().html(Fixtures.receipt(petition))
        try GoldenFile.expect(html, is: "receipt-denunciation.html")
        for secret in ["Khuê", "033057001234", "0912", "Đức Nghĩa"] { #expect(!html.contains(secret)) }
        #expect(html.contains("bí danh TC-07"))
    }
}

@Suite("Numbers and dates of official papers")
struct FormalTextTests {
    @Test("days below ten and January and February have a leading zero")
    func dates() {
        #expect(FormalText.date(Day(2026, 2, 5)) == "ngày 05 tháng 02 năm 2026")
        #expect(FormalText.date(Day(2026, 3, 10)) == "ngày 10 tháng 3 năm 2026")
        #expect(FormalText.placeAndDate("", nil, year: 2026) == "…………, ngày …… tháng …… năm 2026")
    }

    @Test("changes with sign and percentage")
    func changes() {
        #expect(FormalText.change(from: 12, to: 15) == "+3 (+25,0%)")
        #expect(FormalText.change(from: 3, to: 2) == "−1 (−33,3%)")
        #expect(FormalText.change(from: 0, to: 4) == "+4")
        #expect(FormalText.change(from: 4, to: 4) == "0")
        #expect(FormalText.count(1_234_567) == "1.234.567")
    }

    @Test("a long note ends at a word")
    func clipping() {
        #expect(FormalText.clipped("một hai ba", to: 10) == "một hai ba")
        #expect(FormalText.clipped("một hai ba bốn", to: 9) == "một hai…")
    }
}
