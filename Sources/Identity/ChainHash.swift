import Crypto

/// The hash that links a journal entry to the one before it: SHA-256 over its fields, each as a 4-byte big-endian length
/// and its UTF-8 bytes, an absent field as the length `FFFFFFFF` alone.
///
/// The lengths make the reading unique: `["ab", "c"]` and `["a", "bc"]` hash differently, and an absent field is not an
/// empty one. The trigger that writes the journal computes the same in SQL; the program computes it to verify.
public enum ChainHash {
    /// The 32 bytes over `fields` in the given order.
    public static func bytes(_ fields: [String?]) -> [UInt8] {
        var hasher = SHA256()
        for field in fields {
            guard let field else {
                hasher.update(data: [0xFF, 0xFF, 0xFF, 0xFF] as [UInt8])
                continue
            }
            let text = Array(field.utf8)
            let length = UInt32(text.count)
            hasher.update(data: (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) })
            hasher.update(data: text)
        }
        return Array(hasher.finalize())
    }

    /// The same in lower-case hexadecimal.
    public static func hex(_ fields: [String?]) -> String {
        Hex.encode(bytes(fields))
    }
}

/// What the journal keeps of a fact instead of the fact: SHA-256(salt ‖ canonical text).
///
/// The salt lies beside the fact's row. While it is there the journal proves what the row said; once it is destroyed
/// (anonymisation) the hash says nothing more about anybody, and the chain still holds.
public struct SaltedFact: Sendable, Hashable {
    /// 16 random bytes, stored with the row.
    public let salt: [UInt8]
    /// The 32 bytes that go into the journal.
    public let digest: [UInt8]

    /// Seals `text` under a fresh salt.
    public init(_ text: String, random: RandomSource = .system) {
        self.init(text, salt: random.bytes(16))
    }

    /// Seals `text` under the salt of its row.
    public init(_ text: String, salt: [UInt8]) {
        self.salt = salt
        digest = Array(SHA256.hash(data: salt + Array(text.utf8)))
    }

    /// The digest in lower-case hexadecimal, as the journal's payload spells it.
    public var hex: String { Hex.encode(digest) }
}
