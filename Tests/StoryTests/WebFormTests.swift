import Casework
import Documents
import Law
import Testing

@testable import Web

@Suite struct WebFormTests {
    @Test func `a form keeps order, repeats, Vietnamese and line breaks`() throws {
        let form = try FormData(urlEncoded: "a=1&b=%C4%91%C6%A1n+th%C6%B0&a=2&c=x%0D%0Ay&d=&=e&e".utf8)
        #expect(form.all("a") == ["1", "2"])
        #expect(form["b"] == "đơn thư")
        #expect(form["c"] == "x\ny")
        #expect(form["d"] == "")
        #expect(form.text("d") == nil)
        #expect(form["e"] == "")
        #expect(form.pairs.count == 7)
    }

    @Test(arguments: ["a=%", "a=%4", "a=%zz", "a=%FF", "a=%C4", "a=%00", "%00=a", "a=%ED%A0%80"])
    func `what is no form is refused`(text: String) {
        #expect(throws: Problem.self) { try FormData(urlEncoded: text.utf8) }
    }

    @Test func `too many fields are refused`() {
        let text = Array(repeating: "a=1", count: 2001).joined(separator: "&")
        #expect(throws: Problem.self) { try FormData(urlEncoded: text.utf8) }
    }

    @Test func `a name comes back as it was typed`() throws {
        let typed = "Nguyễn & Đỗ = 100% + \"x\"?"
        let form = try FormData(urlEncoded: PercentText.query([("q", typed)]).dropFirst().utf8)
        #expect(form["q"] == typed)
    }

    @Test func `days are read in both spellings`() {
        #expect(DayText.parse("2026-11-21") == Day(2026, 11, 21))
        for day in [" 1/2/2026 ", "01-02-2026", "1.2.2026", "01022026"] { #expect(DayText.parse(day) == Day(2026, 2, 1), "\(day)") }
        #expect(FieldMaker(FormData([("d", "2026-02-01")])).date("d", "").value == "01/02/2026")
        #expect(FieldMaker(FormData([("d", "31/2/2026")])).date("d", "").value == "31/2/2026", "what cannot be read stays as typed")
        for wrong in ["31/2/2026", "99999999", "2026-13-01", "1/2/26", "mai", "1/2", "1//2026"] {
            #expect(DayText.parse(wrong) == nil, "\(wrong)")
        }
    }

    @Test func `escaping sees bytes, so a combining mark hides no quote`() {
        #expect(HTMLText.escape("<b a=\"1\" c='2'>&") == "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;")
        #expect(HTMLText.escape("\"\u{301} x=\u{300}<\u{323}") == "&quot;\u{301} x=\u{300}&lt;\u{323}")
    }

    @Test func `one goes back to our own pages only`() {
        #expect(SafePath.checked("/don?q=1") == "/don?q=1")
        for wrong in ["//evil.vn", "https://evil.vn", "/\\evil.vn", "don", "/a b", "/\n", ""] {
            #expect(SafePath.checked(wrong) == "", "\(wrong)")
        }
    }

    @Test func `a step goes back to the page it was taken on`() {
        #expect(Back(text: "don:12")?.path == "/don/12")
        #expect(Back(text: "chuyen:3") == .referral(3))
        for wrong in ["don:0", "don:-1", "don:x", "evil:1", "don:1:2", "", "//evil:1"] { #expect(Back(text: wrong) == nil, "\(wrong)") }
    }

    @Test func `a commune's code is read from its brackets`() {
        #expect(CommuneText.code(in: "Phường Phố Hiến, Tỉnh Hưng Yên (11953) ") == "11953")
        for wrong in ["Phường Phố Hiến", "(1195)", "(abcde)", "11953"] { #expect(CommuneText.code(in: wrong) == nil, "\(wrong)") }
    }

    @Test func `the denunciation form has no field that could name the denouncer`() {
        let form = PetitionForm.blank(denunciation: true, today: Day(2026, 11, 19), visit: nil)
        let page = PetitionFormPage(frame: Frame(title: ""), petition: form, trouble: nil, fields: [], ethnicGroups: [])
        let names = page.groups.flatMap { $0.fields + $0.rows.flatMap(\.fields) }.map(\.name)
        #expect(names.contains("pseudonym"))
        for prefix in ["petitioners", "representative", "authorised", "people", "filerKind"] {
            #expect(!names.contains { $0.hasPrefix(prefix) }, "\(prefix)")
        }
        #expect(!page.watchesDuplicates)
    }

    @Test func `what cannot be read is told for every field at once`() {
        let form = FormData([("channel", "pigeon"), ("receivedOn", "31/2/2026"), ("kind", ""), ("title", "  "), ("people", "ba")])
        do {
            _ = try PetitionForm(form: form, denunciation: false).draft()
            Issue.record("read")
        } catch {
            #expect(Set(error.errors.map(\.field)) == ["channel", "receivedOn", "kind", "title", "body", "people"])
        }
    }

    @Test func `a denunciation cannot come in by the other form`() {
        let form = FormData([("channel", "post"), ("receivedOn", "2026-11-19"), ("kind", "denunciation"), ("title", "a"), ("body", "b")])
        #expect { try PetitionForm(form: form, denunciation: false).draft() } throws: {
            ($0 as? Problem)?.errors.first?.code == "denunciation_form"
        }
    }
}
