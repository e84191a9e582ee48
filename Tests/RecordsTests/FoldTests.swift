import Foundation
import Law
import Postgres
import Records
import TestSupport
import Testing

@Suite struct FoldTests {
    @Test func diacriticsCaseAndFormsMeet() async throws {
        try await TestWorld.lease { world in
            let cases: [(String, String)] = [
                ("Nguyễn Thị Đào", "nguyen thi dao"), ("ĐẶNG ĐÌNH ĐỨC", "dang dinh duc"), ("Ưng Hoàng Phúc", "ung hoang phuc"),
                ("Trường Sơn – Ỷ Lan", "truong son - y lan"), ("nguyễn", "nguyen"),
            ]
            for (typed, folded) in cases {
                for form in [typed, typed.decomposedStringWithCanonicalMapping] {
                    let got = try await world.app.read { db in try db.value("select tiepdan.fold(\(form))", as: String.self) }
                    #expect(got == folded)
                }
            }
            // Every letter of the alphabet, in every tone.
            let letters = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
            let tones = ["", "\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}"]
            for letter in letters {
                for tone in tones where "aăâeêioôơuưy".contains(letter) || tone.isEmpty {
                    let typed = String(letter) + tone
                    let plain = ["ă": "a", "â": "a", "đ": "d", "ê": "e", "ô": "o", "ơ": "o", "ư": "u"][String(letter)] ?? String(letter)
                    for form in [
                        typed.precomposedStringWithCanonicalMapping, typed.precomposedStringWithCanonicalMapping.uppercased(), typed,
                    ] {
                        let got = try await world.app.read { db in try db.value("select tiepdan.fold(\(form))", as: String.self) }
                        #expect(got == plain, "\(form)")
                    }
                }
            }
        }
    }

    @Test func aCommuneIsFoundByItsNewAndItsOldName() async throws {
        try await TestWorld.lease { world in
            func codes(_ q: String) async throws -> [CatalogueRecords.Commune] {
                try await world.app.read { db in try CatalogueRecords.communes(db, q: q, most: 20) }
            }
            for q in ["Phố Hiến", "pho hien", "PHỐ HIẾN", "Phố Hiến".decomposedStringWithCanonicalMapping] {
                let found = try await codes(q)
                #expect(found.contains { $0.code == "11953" && $0.note.isEmpty }, "\(q)")
            }
            // A ward that was merged into Phố Hiến in 2025.
            let former = try await world.app.read { db in
                try db.value(
                    "select name from tiepdan.former_unit where successor_code = '11953' and level = 'commune' and name not like '%Phố Hiến%' order by id limit 1",
                    as: String.self)
            }
            let found = try await codes(former)
            #expect(found.contains { $0.code == "11953" && $0.note.contains(former) && $0.note.hasSuffix("(cũ)") }, "\(former)")
            for odd in ["%", "_", "\\", "a%", "'; drop table commune; --", ""] {
                let answer = try await codes(odd)
                #expect(answer.count <= 20, "\(odd)")
            }
        }
    }
}
