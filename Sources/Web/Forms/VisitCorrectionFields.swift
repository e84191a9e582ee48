import Casework
import Law

/// The fields of a visit on a page of corrections.
extension CorrectionFields {
    /// Without sessions to choose from: for reading what was sent.
    static func visit(_ entry: StandingEntry, sessions: [SessionView] = []) -> [CorrectionField] {
        let stands = entry.values["session"] ?? ""
        var choices = sessions.map { session in
            (String(session.id), "\(session.sessionDate.vietnamese) – \(session.kind.title), \(session.place)")
        }
        if !choices.contains(where: { $0.0 == stands }) { choices.append((stands, "Buổi tiếp mã số \(stands)")) }
        let known = choices
        var fields = [
            day("received_on", "Ngày tiếp", empties: false) { $0.focused },
            CorrectionField(name: "session", kind: .code, empties: false) {
                $0.select(
                    "session", "Buổi tiếp", known, blank: nil, width: 8, required: true,
                    help: "Chọn buổi khác thì ngày tiếp theo buổi ấy; chỉ sửa ngày thì lấy buổi thường xuyên của ngày đó.")
            },
        ]
        if entry.values["sheet_number"] != nil {
            fields.append(
                words("sheet_number", empties: false) { $0.line("sheet_number", "Số trên giấy", width: 3, required: true, most: 20) })
        }
        if entry.values["body"] != nil {
            fields.append(
                CorrectionField(name: "body", kind: .office, empties: false) {
                    $0.line("body", "Đã hướng dẫn sang cơ quan cùng trụ sở", width: 6, required: true, suggest: "/goi-y/co-quan")
                })
        }
        fields.append(number("matter", "Mã vụ việc"))
        return fields
    }

    /// What was said, and what was shown of earlier settlements.
    static func said(_ entry: StandingEntry) -> [CorrectionField] {
        [
            words("visit_summary") { $0.area("visit_summary", "Nội dung vụ việc", rows: 4) },
            words("visit_request") { $0.area("visit_request", "Yêu cầu, đề nghị", rows: 2) },
            line("prior_bodies", "Cơ quan đã giải quyết", 12, most: 1000),
            line("settlement_papers", "Văn bản giải quyết đã có", 6, most: 500),
            line("review_papers", "Văn bản kiểm tra, rà soát", 6, most: 500),
            flag("repeated", "Đã được tiếp nhiều lần"), flag("wants_reply", "Đề nghị được thông báo kết quả"),
        ]
    }

    static func group(_ entry: StandingEntry) -> [CorrectionField] {
        let kinds = PetitionForm.filerKinds.filter { ["individual", "organisation", "group"].contains($0.0) }
        return [
            number("people", "Số người", empties: false), number("representatives", "Số đại diện", empties: false),
            day("reps_appointed_on", "Ngày văn bản cử"), flag("appointment_signed", "Văn bản cử có đủ chữ ký"),
            code("filer_kind", "Tư cách", kinds, empties: false),
        ]
    }

    /// What somebody authorised showed; nothing for anybody else.
    static func mandate(_ entry: StandingEntry) -> [CorrectionField] {
        guard entry.visit != nil, entry.persons.first(where: { $0.position == entry.position })?.role == "authorised" else { return [] }
        return [
            code("mandate_kind", "Giấy tờ ủy quyền", PersonFields.paperKinds, empties: false),
            line("mandate_number", "Số", 4, most: 100),
            CorrectionField(name: "mandate_date", kind: .day) { $0.date("mandate_date", "Ngày") },
        ]
    }
}
