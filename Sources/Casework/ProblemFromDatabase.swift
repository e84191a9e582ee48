import Postgres
import Records

extension Problem {
    /// What a database error means to the person who asked; nil when it is nobody's business but the maintainers'.
    init?(database error: PostgresError) {
        switch error {
        case .server(let server):
            switch server.code.rawValue {
            case "TD001":
                self.init(.refused, code: "transition_refused", message: "Bước xử lý này không có trong quy trình của hồ sơ.")
            case "TD002":
                self = .stale(current: 0)
            case "TD003":
                self.init(.refused, code: "date_refused", message: "Ngày thực hiện không hợp lệ so với diễn biến của hồ sơ.")
            case "TD012":
                self.init(.refused, code: "book_closed", message: "Cơ quan này đã chấm dứt hoạt động, sổ của cơ quan đã khóa.")
            case "TD013":
                self.init(.refused, code: "not_in_force", message: "Cơ quan hoặc đơn vị hành chính này không còn hiệu lực vào ngày đó.")
            case "TD404":
                self = .missing("hồ sơ")
            case "23505" where server.constraint == "session_regular_once":
                self.init(.conflict, code: "session_exists", message: "Buổi tiếp thường xuyên của ngày này đã được mở.")
            case "23505" where server.constraint == "reception_schedule_organisation_valid_from_key":
                self.init(.conflict, code: "schedule_exists", message: "Đã có lịch tiếp thường xuyên áp dụng từ ngày này.")
            case "23505" where server.constraint == "officer_username_key":
                self.init(.conflict, code: "username_taken", message: "Tên đăng nhập đã có người dùng.")
            case "23505" where server.constraint == "organisation_code_key":
                self.init(.conflict, code: "code_taken", message: "Mã cơ quan đã có.")
            case "23505" where server.constraint == MachineryRecords.keyConstraint:
                return nil  // `once` answers it with what the key was used for
            case "23505", "23P01":
                self.init(.conflict, code: "already_exists", message: "Dữ liệu này đã có hoặc trùng với dữ liệu đang có.")
            case "23503" where server.constraint == "person_ethnic_code_fkey":
                self = .invalid("ethnicCode", "unknown_ethnic_group", "Không có dân tộc mã này trong danh mục.")
            case "23503" where server.constraint == "registration_source_organisation_fkey":
                self = .invalid("sourceOrganisation", "unknown_organisation", "Không có cơ quan này trong danh mục.")
            case "23503", "23514", "22001", "22003", "22007", "22008", "22021", "22P02", "22P05":
                self.init(.refused, code: "value_refused", message: "Có giá trị không hợp lệ trong dữ liệu gửi lên.")
            case "40001", "40P01", "55P03":
                self.init(.unavailable, code: "busy", message: "Hệ thống đang bận, hãy thử lại.")
            case "57014":
                self.init(.unavailable, code: "timeout", message: "Yêu cầu mất quá nhiều thời gian, hãy thử lại.")
            case let code where code.hasPrefix("57P") || code.hasPrefix("08") || code.hasPrefix("53"):
                self.init(.unavailable, code: "database_unavailable", message: "Cơ sở dữ liệu tạm thời không sẵn sàng, hãy thử lại.")
            default: return nil
            }
        case .nulInText:
            self.init(.refused, code: "control_character", message: "Nội dung có ký tự điều khiển không hợp lệ.")
        case .unreachable, .connectionLost, .acquireTimeout, .deadlineExceeded, .statementTimeout, .commitUnknown, .closed:
            self.init(.unavailable, code: "database_unavailable", message: "Cơ sở dữ liệu tạm thời không sẵn sàng, hãy thử lại.")
        default: return nil
        }
    }
}
