import Crypto

/// The token a page carries so that a form posted from somebody else's site is refused.
///
/// It is HMAC-SHA256 under the session's secret: nothing is stored, every page of a session carries the same one (so
/// pages stay cacheable and comparable), it dies with the session, and knowing it does not give the secret away.
public enum FormToken {
    private static let purpose = Array("tiepdan form token 1".utf8)

    /// The value of the hidden field of every form of this session.
    public static func text(for session: Secret) -> String {
        Base64.encode(Array(code(session)), .url)
    }

    /// Whether `text` came from a page of this session; compared in constant time.
    public static func isValid(_ text: String, for session: Secret) -> Bool {
        guard let bytes = Base64.decode(text, .url) else { return false }
        return equalInConstantTime(bytes, Array(code(session)))
    }

    private static func code(_ session: Secret) -> HMAC<SHA256>.MAC {
        HMAC<SHA256>.authenticationCode(for: purpose, using: SymmetricKey(data: session.bytes))
    }
}
