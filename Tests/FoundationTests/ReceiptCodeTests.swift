import Testing

@testable import Identity

@Suite("Identity: receipt codes")
struct ReceiptCodeTests {
    private let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    @Test func `a code is the one computed elsewhere`() {
        #expect(ReceiptCode(random: countingBytes).text == "01234567890")
        let code = ReceiptCode(random: RandomSource { _ in [255, 17, 33, 250, 100, 7, 8, 9, 200, 31] })
        #expect(code.text == "ZH1T47898ZA")
        #expect(code.display == "ZH1T4-7898Z-A")
        #expect("\(code)" == code.display)
    }

    @Test(arguments: [
        "ZH1T4-7898Z-A", "zh1t47898za", " zh1 t47 898 za ", "ZHIT4—7898Z—A", "zhlt4 7898z a", "Z-H-1-T-4-7-8-9-8-Z-A",
        "zh1t4\u{A0}7898z\u{2011}a\n",
    ])
    func `what a person types is read forgivingly`(typed: String) {
        #expect(ReceiptCode.parse(typed)?.text == "ZH1T47898ZA")
    }

    @Test func `the letter O is read as zero`() {
        #expect(ReceiptCode.parse("o1234-56789-O")?.text == "01234567890")
    }

    @Test(arguments: [
        "", "ZH1T4-7898Z", "ZH1T4-7898Z-AA", "ZH1T4-7898Z-U", "ZH1T4-7898Z-B", "ZH1T4_7898Z_A", "ZH1T47898Z\u{C1}", "\u{110}H1T47898ZA",
    ])
    func `what is not a code is refused`(typed: String) {
        #expect(ReceiptCode.parse(typed) == nil)
    }

    @Test func `every single wrong character is noticed`() {
        for round in 0..<20 {
            let code = Array(ReceiptCode(random: .seeded("single \(round)")).text)
            for place in code.indices {
                for character in alphabet where character != code[place] {
                    var wrong = code
                    wrong[place] = character
                    #expect(ReceiptCode.parse(String(wrong)) == nil)
                }
            }
        }
    }

    @Test func `every exchange of two characters is noticed`() {
        for round in 0..<50 {
            let code = Array(ReceiptCode(random: .seeded("exchange \(round)")).text)
            for first in code.indices {
                for second in code.indices where first < second && code[first] != code[second] {
                    var wrong = code
                    wrong.swapAt(first, second)
                    #expect(ReceiptCode.parse(String(wrong)) == nil)
                }
            }
        }
    }

    @Test func `drawn codes parse, and use every character at every place`() {
        var seen = [Set<Character>](repeating: [], count: 11)
        let random = RandomSource.seeded("spread")
        for _ in 0..<2000 {
            let code = ReceiptCode(random: random)
            #expect(ReceiptCode.parse(code.display) == code)
            for (place, character) in code.text.enumerated() { seen[place].insert(character) }
        }
        #expect(seen.allSatisfy { $0 == Set(alphabet) })
    }
}
