import Testing

@testable import Identity

/// Cheap enough to compute hundreds of times.
let cheap = PasswordHash.Cost(logRounds: 4, blockSize: 8, parallelism: 1)!

@Suite("Identity: passwords")
struct PasswordTests {
    /// RFC 7914 §12, third vector, written as a PHC string.
    private let published = """
        $scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$\
        cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw
        """

    @Test func `a published hash is read, matched and written back`() throws {
        let hash = try #require(PasswordHash(phc: published))
        #expect(hash.matches("pleaseletmein"))
        #expect(!hash.matches("pleaseletmeim"))
        #expect(hash.phc == published)
        #expect(hash.needsRehash)
    }

    @Test func `a new hash has today's cost and its own salt`() throws {
        let random = RandomSource.seeded("passwords")
        let first = PasswordHash(of: "Mật khẩu 1", random: random)
        let second = PasswordHash(of: "Mật khẩu 1", random: random)
        #expect(first.phc.hasPrefix("$scrypt$ln=15,r=8,p=1$"))
        #expect(first.phc != second.phc)
        #expect(!first.needsRehash)
        #expect(try #require(PasswordHash(phc: first.phc)).matches("Mật khẩu 1"))
    }

    @Test func `composed and decomposed letters are the same password`() {
        let hash = PasswordHash(of: "tiếng", cost: cheap)
        #expect(hash.matches("tie\u{302}\u{301}ng"))
        #expect(!hash.matches("tieng"))
    }

    @Test func `the empty password is a password of its own`() {
        let hash = PasswordHash(of: "", cost: cheap)
        #expect(hash.matches(""))
        #expect(!hash.matches(" "))
    }

    @Test(arguments: [
        "", "$scrypt$", "x$scrypt$ln=4,r=8,p=1$U29kaXVtQ2hsb3JpZGU$U29kaXVtQ2hsb3JpZGVz",
        "$argon2$ln=4,r=8,p=1$U29kaXVtQ2hsb3JpZGU$U29kaXVtQ2hsb3JpZGVz",
        "$scrypt$ln=21,r=8,p=1$U29kaXVtQ2hsb3JpZGU$U29kaXVtQ2hsb3JpZGVzMTIz",
        "$scrypt$ln=20,r=32,p=1$U29kaXVtQ2hsb3JpZGU$U29kaXVtQ2hsb3JpZGVzMTIz",
        "$scrypt$ln=0,r=8,p=1$U29kaXVtQ2hsb3JpZGU$U29kaXVtQ2hsb3JpZGVzMTIz",
        "$scrypt$r=8,ln=4,p=1$U29kaXVtQ2hsb3JpZGU$U29kaXVtQ2hsb3JpZGVzMTIz",
        "$scrypt$ln=4,r=8,p=1$U29kaXVtQ2hsb3JpZGU$", "$scrypt$ln=4,r=8,p=1$U29kaXVtQ2hsb3JpZGU=$U29kaXVtQ2hsb3JpZGVzMTIz",
        "$scrypt$ln=4,r=8,p=1$U29kaXVtQ2hsb3JpZGU$U29kaXVtQ2hsb3JpZGVzMTIz$more",
    ])
    func `a string we did not write is refused`(text: String) {
        #expect(PasswordHash(phc: text) == nil)
    }
}

@Suite("Identity: the password queue")
struct PasswordVerifierTests {
    @Test func `it hashes and verifies`() async throws {
        let verifier = PasswordVerifier(cost: cheap, random: .seeded("verifier"))
        let hash = try await verifier.hash("a")
        #expect(hash.cost == cheap)
        #expect(try await verifier.verify("a", against: hash))
        #expect(try await !verifier.verify("b", against: hash))
        #expect(verifier.load == 0)
    }

    @Test func `an unknown name is refused, and costs what a known one costs`() async throws {
        let verifier = PasswordVerifier()
        let start = ContinuousClock.now
        #expect(try await !verifier.verify("", against: nil))
        #expect(ContinuousClock.now - start > .milliseconds(10))
        #expect(PasswordHash.decoy.cost == .current)
    }

    @Test func `beyond its capacity it turns away at once`() async throws {
        let verifier = PasswordVerifier(capacity: 2)
        let hash = PasswordHash(of: "a")
        let outcomes = await withTaskGroup(of: Bool?.self) { group in
            for _ in 0..<12 {
                group.addTask { try? await verifier.verify("a", against: hash) }
            }
            return await group.reduce(into: [Bool?]()) { $0.append($1) }
        }
        #expect(outcomes.contains(nil))
        #expect(outcomes.count { $0 == true } >= 2)
        #expect(!outcomes.contains(false))
        // Whoever was let in has left again.
        #expect(try await verifier.verify("a", against: hash))
    }
}
