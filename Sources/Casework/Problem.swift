public import Law

/// Why a request was not carried out, in words for the person who asked and a code for the program that did.
///
/// Nothing was written when a `Problem` is thrown: it leaves the transaction before COMMIT.
public struct Problem: Error, Sendable, Equatable {
    /// The family of the problem; the web layers map each to one HTTP status.
    public enum Kind: String, Sendable {
        /// The input is malformed (400).
        case malformed
        /// Nobody is signed in, or the credentials are wrong (401).
        case unauthenticated
        /// The actor may not do this (403).
        case forbidden
        /// There is no such thing, or the actor may not know of it (404).
        case missing
        /// Somebody moved it first, or an idempotency key was used for something else (409).
        case conflict
        /// Too large (413).
        case tooLarge
        /// Well-formed, but a field's value or the law stands against it (422).
        case refused
        /// Too many attempts (429).
        case tooMany
        /// The database or a queue cannot serve now; try again (503).
        case unavailable
    }

    /// One field that is wrong: its name as the API spells it, a stable code, a Vietnamese sentence.
    public struct FieldError: Sendable, Equatable, Codable {
        public var field: String
        public var code: String
        public var message: String
        /// The office that is proposed instead, where there is one.
        public var organisation: Int64?

        public init(field: String, code: String, message: String, organisation: Int64? = nil) {
            self.field = field
            self.code = code
            self.message = message
            self.organisation = organisation
        }
    }

    public var kind: Kind
    /// Stable machine code, for example `guard_failed`.
    public var code: String
    /// Vietnamese, for the user.
    public var message: String
    /// The article that refuses, where the law did.
    public var basis: String?
    public var errors: [FieldError]
    /// Where the case really stands, when `code` is `stale_sequence`.
    public var currentSequence: Int?

    public init(
        _ kind: Kind, code: String, message: String, basis: String? = nil, errors: [FieldError] = [], currentSequence: Int? = nil
    ) {
        self.kind = kind
        self.code = code
        self.message = message
        self.basis = basis
        self.errors = errors
        self.currentSequence = currentSequence
    }

    /// The law's refusal, with its article and the field it points at.
    public init(_ refusal: Refusal) {
        let errors = refusal.field.map { field in
            // a guard that looks at one fact points at that fact
            let about = Guard(rawValue: field)?.about
            return [FieldError(field: about ?? field, code: about == nil ? refusal.code : field, message: refusal.message)]
        }
        self.init(
            refusal.code == "not_permitted" ? .forbidden : .refused, code: refusal.code, message: refusal.message,
            basis: refusal.basis, errors: errors ?? [])
    }

    public static func missing(_ what: String) -> Problem {
        Problem(.missing, code: "not_found", message: "Không tìm thấy \(what), hoặc bạn không được xem.")
    }

    public static func invalid(_ errors: [FieldError]) -> Problem {
        Problem(.refused, code: "invalid_fields", message: errors.first?.message ?? "Dữ liệu chưa hợp lệ.", errors: errors)
    }

    public static func invalid(_ field: String, _ code: String, _ message: String) -> Problem {
        invalid([FieldError(field: field, code: code, message: message)])
    }

    public static func stale(current: Int) -> Problem {
        Problem(
            .conflict, code: "stale_sequence",
            message: "Hồ sơ đã được người khác cập nhật. Hãy tải lại trang rồi thực hiện lại.", currentSequence: current)
    }

    public static let notPermitted = Problem(
        .forbidden, code: "not_permitted", message: "Tài khoản của bạn không có quyền thực hiện việc này.")
}
