import Casework
import Law

/// The fields of a page of corrections, by part.
enum CorrectionFields {
    /// Without the names of the ethnic groups and of the sessions: for reading what was sent.
    static func all(_ entry: StandingEntry) -> [CorrectionField] {
        if entry.visit != nil { return visit(entry) + said(entry) + group(entry) + person(entry) + mandate(entry) }
        return letter(entry) + sender(entry) + several(entry) + person(entry) + denunciation(entry)
    }

    static func letter(_ entry: StandingEntry) -> [CorrectionField] {
        var fields: [CorrectionField] = []
        if !entry.viaReferral {
            fields.append(day("received_on", "Ngày nhận đơn", empties: false) { $0.focused })
        }
        fields += [
            day("written_on", "Ngày ghi trên đơn"), day("postmark_on", "Ngày dấu bưu điện"),
            code("channel", "Nguồn đơn", Channel.allCases.map { ($0.rawValue, $0.title) }, empties: false),
        ]
        if !entry.inEnvelope { fields.append(number("arrival_number", "Số đến")) }
        fields += [
            words("petition_title", empties: false) { $0.line("petition_title", "Trích yếu", required: true, most: 300) },
            words("petition_body", empties: false) {
                $0.area("petition_body", "Nội dung đơn", rows: 8, required: true, most: 20_000)
            },
            words("petition_request") { $0.area("petition_request", "Yêu cầu của đơn", rows: 3) },
            CorrectionField(name: "incident_commune", kind: .commune) {
                $0.line(
                    "incident_commune", "Nơi xảy ra sự việc", width: 6,
                    help: "Vùng sâu, vùng xa thì thời hạn giải quyết khiếu nại dài hơn.", suggest: "/goi-y/xa")
            },
            flag("wants_reply", "Đề nghị được thông báo kết quả"), flag("repeated", "Đã gửi, đã được tiếp nhiều lần"),
        ]
        return fields
    }

    static func sender(_ entry: StandingEntry) -> [CorrectionField] {
        [
            CorrectionField(name: "source_organisation", kind: .office) {
                $0.line(
                    "source_organisation", "Cơ quan chuyển đơn đến, theo danh mục", width: 6, suggest: "/goi-y/co-quan")
            },
            line("source_body", "Cơ quan, đại biểu chuyển đơn đến", 6, most: 300),
            line("source_letter_number", "Số văn bản chuyển", 4, most: 100),
            day("source_letter_date", "Ngày văn bản"),
            line("prior_bodies", "Cơ quan đã giải quyết", 12, most: 1000),
        ]
    }

    static func several(_ entry: StandingEntry) -> [CorrectionField] {
        var fields = [
            number("people", "Số người", empties: false), number("representatives", "Số đại diện", empties: false),
            day("appointment_on", "Ngày văn bản cử"), flag("appointment_signed", "Văn bản cử có đủ chữ ký"),
            code(
                "signature_kind", "Chữ ký trên đơn", [("one", "Một người"), ("many", "Nhiều người"), ("other", "Không có hoặc khác")],
                empties: false),
        ]
        // Whether a denunciation is anonymous is found by a step of its own.
        let unsigned = ["anonymous", "impersonated"]
        let kinds = PetitionForm.filerKinds.filter { !entry.referenceOnly || !unsigned.contains($0.0) }
        if kinds.contains(where: { $0.0 == entry.values["filer_kind"] }) {
            fields.append(code("filer_kind", "Đơn của", kinds, empties: false))
        }
        return fields
    }

    static func person(_ entry: StandingEntry, ethnicGroups: [CatalogueDesk.EthnicGroup] = []) -> [CorrectionField] {
        guard entry.named, !entry.merged else { return [] }
        return [
            words("full_name", empties: false) {
                $0.line("full_name", entry.visit == nil ? "Họ tên người gửi đơn" : "Họ và tên", width: 6, required: true, most: 200)
            },
            code("person_kind", "Cá nhân hay tổ chức", [("individual", "Cá nhân"), ("organisation", "Cơ quan, tổ chức")], empties: false),
            code("id_kind", "Loại giấy tờ", PersonFields.idKinds), line("id_number", "Số giấy tờ tùy thân", 4, most: 40),
            day("id_issued_on", "Ngày cấp giấy tờ"), line("id_issued_by", "Nơi cấp", 4, most: 200),
            line("no_id_reason", "Lý do không có giấy tờ", 6, most: 300), line("phone", "Điện thoại", 3, most: 30),
            CorrectionField(name: "commune", kind: .commune) {
                $0.line(
                    "commune", "Xã, phường nơi ở", width: 6, help: "Gõ tên, cả tên cũ, rồi chọn trong danh sách.", suggest: "/goi-y/xa")
            },
            line("address", "Số nhà, đường, thôn", 6, most: 300), line("old_address", "Địa chỉ cũ ghi trong đơn", 6, most: 300),
            code("gender", "Giới tính", PersonFields.genders), number("birth_year", "Năm sinh"),
            code("ethnic_code", "Dân tộc", ethnicGroups.map { ($0.code, $0.name) }), line("nationality", "Quốc tịch", 3, most: 60),
            line("occupation", "Nghề nghiệp", 4, most: 100), line("job_title", "Chức vụ", 4, most: 200),
            line("workplace", "Nơi làm việc", 4, most: 200),
        ]
    }

    static func denunciation(_ entry: StandingEntry) -> [CorrectionField] {
        guard entry.referenceOnly else { return [] }
        let denounced = entry.values["denounced_person"] != nil
        return [
            words("pseudonym", empties: false) { $0.line("pseudonym", "Bí danh", width: 4, required: true, most: 100) },
            words("paper_file_number", empties: false) {
                $0.line("paper_file_number", "Số hồ sơ giấy", width: 4, required: true, most: 100)
            },
            words("denounced_person", empties: false) {
                $0.line("denounced_person", "Người bị tố cáo", width: 4, required: denounced, most: 200)
            },
        ]
    }

    // MARK: one field

    static func words(
        _ name: String, empties: Bool = true, _ show: @escaping @Sendable (FieldMaker) -> Field
    ) -> CorrectionField {
        CorrectionField(name: name, kind: .words, empties: empties, show: show)
    }

    static func line(_ name: String, _ label: String, _ width: Int, most: Int) -> CorrectionField {
        words(name) { $0.line(name, label, width: width, most: most) }
    }

    static func day(
        _ name: String, _ label: String, empties: Bool = true, _ finish: @escaping @Sendable (Field) -> Field = { $0 }
    ) -> CorrectionField {
        CorrectionField(name: name, kind: .day, empties: empties) { finish($0.date(name, label, required: !empties)) }
    }

    static func number(_ name: String, _ label: String, empties: Bool = true) -> CorrectionField {
        CorrectionField(name: name, kind: .number, empties: empties) { $0.number(name, label, required: !empties) }
    }

    static func code(_ name: String, _ label: String, _ choices: [(String, String)], empties: Bool = true) -> CorrectionField {
        CorrectionField(name: name, kind: .code, empties: empties) {
            $0.select(name, label, choices, blank: empties ? "– chưa ghi –" : nil, required: !empties)
        }
    }

    static func flag(_ name: String, _ label: String) -> CorrectionField {
        CorrectionField(name: name, kind: .flag, empties: false) {
            $0.select(name, label, [("true", "Có"), ("false", "Không")], blank: nil)
        }
    }
}
