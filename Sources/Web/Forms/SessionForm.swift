import Casework
import Law

/// The form that plans or opens a session.
struct SessionForm: Sendable {
    var form: FormData

    static let grounds: [(String, String)] = [
        ("ADHOC-A", "Vụ việc gay gắt, phức tạp, nhiều người tham gia (Đ.18.3.a)"),
        ("ADHOC-B", "Không chỉ đạo kịp thời có thể gây hậu quả nghiêm trọng (Đ.18.3.b)"),
        ("ADHOC-P", "Người đứng đầu cấp ủy tiếp đột xuất (Quy định 11-QĐi/TW)"),
    ]

    func fields(_ make: FieldMaker) -> [Field] {
        let kinds = [SessionKind.scheduled, .adHoc, .regular].map { ($0.rawValue, $0.title) }
        return [
            make.select("kind", "Loại buổi tiếp", kinds, blank: nil, required: true).focused,
            make.select("mode", "Hình thức", SessionMode.allCases.map { ($0.rawValue, $0.title) }, blank: nil),
            make.date("sessionDate", "Ngày tiếp", required: true),
            make.line("place", "Địa điểm", width: 8, required: true), make.line("hours", "Giờ", width: 4, most: 200),
            make.line("hostName", "Người chủ trì", width: 6, most: 200), make.line("hostTitle", "Chức vụ", width: 6, most: 200),
            make.check("substitute", "Tiếp thay người đứng đầu", width: 4),
            make.line("substituteReason", "Lý do tiếp thay", width: 8, most: 500),
            make.select("ground", "Căn cứ tiếp đột xuất", Self.grounds, width: 12),
            make.area("participants", "Thành phần tham gia", rows: 2, most: 2000),
            make.area("expectedContent", "Nội dung dự kiến", rows: 2),
        ]
    }

    func draft() throws(Problem) -> SessionDraft {
        var read = FormReader(form)
        let kind: SessionKind? = read.choice("kind", required: true)
        let day = read.day("sessionDate", required: true)
        var draft = SessionDraft(kind: kind ?? .scheduled, sessionDate: day ?? Day(2000, 1, 1), place: form["place"])
        draft.mode = read.choice("mode")
        draft.hours = read.text("hours")
        draft.hostName = read.text("hostName")
        draft.hostTitle = read.text("hostTitle")
        draft.substitute = read.flag("substitute")
        draft.substituteReason = read.text("substituteReason")
        draft.ground = read.text("ground")
        draft.participants = read.text("participants")
        draft.expectedContent = read.text("expectedContent")
        try read.finish()
        return draft
    }
}
