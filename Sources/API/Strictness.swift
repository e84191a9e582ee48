import Casework

/// What a body or a query that cannot be read says to its sender.
enum Strictness {
    /// Decodes a body: malformed text and wrong types are 400 and name the field, missing, unknown or impossible members are 422.
    static func decode<T: Decodable>(_ type: T.Type, from bytes: [UInt8]) throws(Problem) -> T {
        let tree: JSONTree
        do throws(JSONMistake) {
            tree = try JSONReader.read(bytes)
        } catch {
            throw malformed(error)
        }
        let decoded: (value: T, unknown: [String])
        do {
            decoded = try TreeDecoder.decode(type, from: tree)
        } catch let error as DecodingError {
            throw explained(error)
        } catch {
            throw Problem(.malformed, code: "malformed_json", message: "Không đọc được nội dung gửi lên.")
        }
        if !decoded.unknown.isEmpty {
            let errors = decoded.unknown.prefix(20).map {
                Problem.FieldError(field: String($0.prefix(100)), code: "unknown_field", message: "Không có trường này.")
            }
            throw Problem(
                .refused, code: "unknown_field", message: "Có trường không được hỗ trợ trong nội dung gửi lên.", errors: Array(errors))
        }
        return decoded.value
    }

    private static func malformed(_ mistake: JSONMistake) -> Problem {
        let message =
            switch mistake.code {
            case "invalid_utf8": "Nội dung gửi lên không phải UTF-8 hợp lệ."
            case "duplicate_member": "Một trường xuất hiện hai lần trong cùng một đối tượng (vị trí \(mistake.offset))."
            case "too_deep": "Nội dung lồng nhau quá sâu."
            default: "Nội dung gửi lên không phải JSON hợp lệ (vị trí \(mistake.offset))."
            }
        return Problem(
            .malformed, code: "malformed_json", message: message, errors: [.init(field: "", code: mistake.code, message: message)])
    }

    private static func explained(_ error: DecodingError) -> Problem {
        switch error {
        case .typeMismatch(_, let context):
            let message = context.debugDescription
            return Problem(
                .malformed, code: "malformed_json", message: "Trường “\(context.codingPath.spelled)” sai kiểu dữ liệu. \(message)",
                errors: [.init(field: context.codingPath.spelled, code: "wrong_type", message: message)])
        case .keyNotFound(let key, let context):
            return .invalid((context.codingPath + [key]).spelled, "required", "Thiếu trường bắt buộc.")
        case .valueNotFound(_, let context):
            return .invalid(context.codingPath.spelled, "required", "Không được để trống.")
        case .dataCorrupted(let context):
            return context.debugDescription.hasPrefix("not a date")
                ? .invalid(context.codingPath.spelled, "invalid_date", "Ngày phải theo dạng năm-tháng-ngày, ví dụ 2026-11-21.")
                : .invalid(context.codingPath.spelled, "unknown_code", "Mã không có trong danh mục.")
        @unknown default:
            return Problem(.malformed, code: "malformed_json", message: "Không đọc được nội dung gửi lên.")
        }
    }
}
