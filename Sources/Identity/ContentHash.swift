import Crypto

/// SHA-256 of content that comes in pieces: what papers and prints are known by.
public struct ContentHash: Sendable {
    private var hash = SHA256()

    public init() {}

    public mutating func update(_ bytes: [UInt8]) { hash.update(data: bytes) }

    /// Hexadecimal digits of everything so far.
    public var hex: String { Hex.encode(Array(hash.finalize())) }

    /// Hexadecimal SHA-256 of bytes at hand.
    public static func hex(_ bytes: [UInt8]) -> String {
        var hash = ContentHash()
        hash.update(bytes)
        return hash.hex
    }
}
