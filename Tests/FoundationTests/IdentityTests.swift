import Testing

@testable import Identity

/// Gives 0, 1, 2, … on every draw, so expected values can be computed elsewhere.
let countingBytes = RandomSource { (0..<$0).map { UInt8($0) } }

@Suite("Identity: secrets, form tokens, hashes")
struct IdentityTests {
    @Test func `a secret travels as base64url and is stored as a hash`() throws {
        let secret = Secret(random: countingBytes)
        #expect(secret.text == "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8")
        #expect(secret.digest == "630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd")
        #expect(try #require(Secret(text: secret.text)).digest == secret.digest)
    }

    @Test(arguments: [
        "", "AAEC", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8A", " AECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
        "////AwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
    ])
    func `what cannot be a secret is refused`(text: String) {
        #expect(Secret(text: text) == nil)
    }

    @Test func `a secret does not print itself`() {
        let secret = Secret(random: countingBytes)
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped] {
            #expect(text.contains("Secret(…)"))
            #expect(!text.contains("31") && !text.contains("AAEC"))
        }
    }

    @Test func `the system's randomness does not repeat`() {
        #expect(Set((0..<100).map { _ in Secret().text }).count == 100)
    }

    @Test func `a seeded source repeats, and depends on its seed`() {
        func draws(_ seed: String) -> [[UInt8]] {
            let source = RandomSource.seeded(seed)
            return [source.bytes(5), source.bytes(40), source.bytes(0), source.bytes(32)]
        }
        #expect(draws("a") == draws("a"))
        #expect(draws("a") != draws("b"))
        #expect(draws("a").map(\.count) == [5, 40, 0, 32])
    }

    @Test func `a form token belongs to its session`() {
        let session = Secret(random: countingBytes)
        let token = FormToken.text(for: session)
        #expect(token == "o-in1uhNzV6AsRH_Bkta79U5JO060n3kCnuCDCUBlNo")
        #expect(FormToken.isValid(token, for: session))
        #expect(!FormToken.isValid(token, for: Secret(random: .seeded("other"))))
        #expect(!FormToken.isValid("", for: session))
        #expect(!FormToken.isValid(session.text, for: session))
    }

    @Test func `the chain hash is the one computed elsewhere`() {
        let fields = ["petition 12", "classify", nil, "", "Đơn khiếu nại", "2026-07-01T01:02:03.000004Z"]
        #expect(ChainHash.hex(fields) == "859db65919261b83b090ab312aae0608f10913a5b7ba0da1ca3d6bd31b2c61c2")
        #expect(ChainHash.hex([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(ChainHash.hex([nil]) == "ad95131bc0b799c0b1af477fb14fcf26a6a9f76079e48bf090acb7e8367bfd0e")
        #expect(ChainHash.hex([""]) == "df3f619804a92fdb4057192dc43dd748ea778adc52bc498ce80524c014b81119")
    }

    @Test func `fields cannot run into each other`() {
        let readings: [[String?]] = [["ab", "c"], ["a", "bc"], ["abc"], ["abc", nil], ["abc", ""], [nil, "abc"]]
        #expect(Set(readings.map(ChainHash.hex)).count == readings.count)
    }

    @Test func `a salted fact is proved by its salt and text`() {
        let fact = SaltedFact("Nguyễn Văn A", random: countingBytes)
        #expect(fact.hex == "a36dd3caaae6ef2affe466d101fa0d60694d45a340e3f6fbed8f114b397120bd")
        #expect(SaltedFact("Nguyễn Văn A", salt: fact.salt) == fact)
        #expect(SaltedFact("Nguyễn Văn B", salt: fact.salt).digest != fact.digest)
        #expect(SaltedFact("Nguyễn Văn A", random: .seeded("other")).digest != fact.digest)
    }

    @Test func `hexadecimal goes both ways`() {
        #expect(Hex.encode([0, 15, 16, 255] as [UInt8]) == "000f10ff")
        #expect(Hex.decode("000F10ff") == [0, 15, 16, 255])
        #expect(Hex.decode("abc") == nil)
        #expect(Hex.decode("0g") == nil)
    }
}
