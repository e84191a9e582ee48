import Casework
import HTTPTypes

/// An error of HTTP itself, for which no desk was asked: unknown route, wrong method or media type.
struct Fault: Error {
    var status: HTTPResponse.Status
    var code: String
    var detail: String
    var headers: HTTPFields = [:]
}

/// What every refusal looks like: RFC 9457 with a stable code, the article where the law refused, and the wrong fields.
struct ProblemDocument: Codable, Sendable, Equatable {
    var type: String
    var title: String
    var status: Int
    var code: String
    /// Vietnamese, for the person who asked.
    var detail: String
    var basis: String?
    var errors: [Problem.FieldError]
    var currentSequence: Int?
    var requestId: String

    static let mediaType = "application/problem+json"

    init(_ status: HTTPResponse.Status, code: String, detail: String, requestId: String) {
        type = "urn:tiepdan:problem:\(code)"
        title = status.vietnamese
        self.status = status.code
        self.code = code
        self.detail = detail
        errors = []
        self.requestId = requestId
    }

    init(_ problem: Problem, requestId: String) {
        self.init(problem.kind.status, code: problem.code, detail: problem.message, requestId: requestId)
        basis = problem.basis
        errors = problem.errors
        currentSequence = problem.currentSequence
    }

    init(_ fault: Fault, requestId: String) {
        self.init(fault.status, code: fault.code, detail: fault.detail, requestId: requestId)
    }
}

extension Problem.Kind {
    /// One status per family of problems.
    var status: HTTPResponse.Status {
        switch self {
        case .malformed: .badRequest
        case .unauthenticated: .unauthorized
        case .forbidden: .forbidden
        case .missing: .notFound
        case .conflict: .conflict
        case .tooLarge: .contentTooLarge
        case .refused: .unprocessableContent
        case .tooMany: .tooManyRequests
        case .unavailable: .serviceUnavailable
        }
    }
}

extension HTTPResponse.Status {
    fileprivate var vietnamese: String {
        switch code {
        case 400: "Yêu cầu không đúng định dạng"
        case 401: "Chưa xác thực"
        case 403: "Không có quyền"
        case 404: "Không tìm thấy"
        case 405: "Phương thức không được hỗ trợ"
        case 409: "Xung đột dữ liệu"
        case 413: "Nội dung quá lớn"
        case 415: "Kiểu nội dung không được hỗ trợ"
        case 422: "Dữ liệu không hợp lệ"
        case 429: "Quá nhiều yêu cầu"
        case 503: "Tạm thời không phục vụ được"
        default: "Lỗi hệ thống"
        }
    }
}
