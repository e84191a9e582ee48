import Crypto

/// A secret we hand to someone and recognise later: a session cookie, a personal API token. 256 random bits, written as
/// 43 characters of base64url. Only its SHA-256 is stored, so a stolen table opens nothing.
///
/// It never prints itself: in a log it reads `Secret(…)`.
public struct Secret: Sendable, CustomStringConvertible, CustomReflectable {
    static let size = 32

    let bytes: [UInt8]

    /// Draws a new one.
    public init(random: RandomSource = .system) {
        bytes = random.bytes(Self.size)
    }

    /// Reads what a browser or a client sent back; nil when it cannot be one of ours, which saves a look into the table.
    public init?(text: String) {
        guard let bytes = Base64.decode(text, .url), bytes.count == Self.size else { return nil }
        self.bytes = bytes
    }

    /// The form that travels: to be shown once, to its owner.
    public var text: String { Base64.encode(bytes, .url) }

    /// The form that is stored and looked up: SHA-256 of the 32 bytes in lower-case hexadecimal.
    ///
    /// A plain hash is enough here, unlike for passwords, because 256 random bits cannot be guessed.
    public var digest: String { Hex.encode(SHA256.hash(data: bytes)) }

    public var description: String { "Secret(…)" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
