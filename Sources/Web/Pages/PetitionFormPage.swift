import Casework
import Law

/// A form that enters a petition, as a page.
struct PetitionFormPage: PageModel {
    static let template = TemplateName.petitionForm

    struct Group: Sendable {
        var title: String
        var note: String?
        var fields: [Field]
        /// Shown folded; opened when something in it was typed or is wrong.
        var folds: Bool
        var open: Bool
        /// Rows of a repeated group, with the row to copy.
        var rows: [Row] = []
        var blank: Row?
        var rowsID = ""
        var rowTitle = ""
        var hasRows: Bool { blank != nil }
    }
    struct Row: Sendable { var fields: [Field] }

    var frame: Frame
    var denunciation: Bool
    var trouble: FormTrouble?
    var groups: [Group]
    var visit: String
    var envelope: String
    var action: String
    var watchesDuplicates: Bool

    init(
        frame: Frame, petition: PetitionForm, trouble: FormTrouble?, fields: [CatalogueDesk.Field],
        ethnicGroups: [CatalogueDesk.EthnicGroup]
    ) {
        self.frame = frame
        self.trouble = trouble
        denunciation = petition.denunciation
        visit = petition.form["visit"]
        envelope = petition.form["envelope"]
        action = "/don/moi?to-cao=" + (petition.denunciation ? "co" : "khong")
        watchesDuplicates = !petition.denunciation
        let make = FieldMaker(petition.form, errors: trouble?.byField ?? [:])
        // The sender stands before the text: possible duplicates show while the letter is still to be typed.
        groups = [Self.arrival(make, petition.denunciation)]
        if petition.denunciation {
            groups.append(Self.reference(make))
        } else {
            groups += [Self.petitioner(make), Self.aboutPetitioner(make, ethnicGroups)]
        }
        groups.append(Self.letter(make, petition.denunciation, fields))
        if !petition.denunciation { groups += [Self.several(make), Self.authorised(make), Self.respondent(make)] }
        groups += [Self.papers(make), Self.classification(make, petition.denunciation)]
        groups[0].fields[0] = groups[0].fields[0].focused
    }

    private static func arrival(_ make: FieldMaker, _ denunciation: Bool) -> Group {
        let kinds: [(String, String)] = [PetitionKind.complaint, .feedback, .voterPetition, .mixed].map { ($0.rawValue, $0.title) }
        var group = Group(title: "Tiếp nhận", note: nil, fields: [], folds: false, open: true)
        if !denunciation { group.fields.append(make.select("kind", "Loại đơn", kinds, required: true)) }
        group.fields += [
            make.select("channel", "Nguồn đơn", Channel.allCases.map { ($0.rawValue, $0.title) }, blank: nil, required: true),
            make.date("receivedOn", "Ngày nhận", required: true, help: "Thời hạn và số vào sổ tính theo ngày này."),
        ]
        return group
    }

    private static func letter(_ make: FieldMaker, _ denunciation: Bool, _ fields: [CatalogueDesk.Field]) -> Group {
        let wanted = denunciation ? fields.filter { $0.appliesTo.isEmpty || $0.appliesTo.contains("denunciation") } : fields
        let body = denunciation ? "Tóm tắt nội dung tố cáo" : "Nội dung đơn"
        let help = denunciation ? "Không ghi tên, địa chỉ, chức vụ hay chi tiết có thể nhận ra người tố cáo." : nil
        let content = [
            make.line("title", "Trích yếu", required: true),
            make.area("body", body, rows: 8, required: true, help: help, most: 20_000),
            make.area("request", "Yêu cầu của công dân", rows: 2),
            make.select("fieldCode", "Lĩnh vực", wanted.map { ($0.code, $0.parent == nil ? $0.name : "– " + $0.name) }, width: 6),
            make.date("letterDate", "Ngày ghi trên đơn", width: 3),
            make.date("postmarkOn", "Ngày dấu bưu điện", width: 3),
            make.number("arrivalNumber", "Số đến", width: 3),
            make.check("wantsReply", "Công dân đề nghị được thông báo kết quả"),
        ]
        return Group(title: "Đơn", note: nil, fields: content, folds: false, open: true)
    }

    private static func reference(_ make: FieldMaker) -> Group {
        Group(
            title: "Hồ sơ giấy", note: "Danh tính người tố cáo chỉ nằm trong hồ sơ giấy được niêm phong (Luật Tố cáo Đ.56).",
            fields: [
                make.line("pseudonym", "Bí danh", width: 4, required: true, help: "Ví dụ: Người tố cáo 07/2026.", most: 100),
                make.line("paperFileNumber", "Số hồ sơ giấy", width: 4, required: true, most: 100),
                make.line("personDenounced", "Người bị tố cáo", width: 4, most: 200),
                make.line(
                    "denouncedBody", "Cơ quan của người bị tố cáo", width: 8,
                    help: "Đơn không được chuyển, giao cho cơ quan này và cơ quan cấp dưới (Luật Tố cáo Đ.12).", suggest: "/goi-y/co-quan"),
                make.select("denouncedRank", "Chức vụ của người bị tố cáo", PetitionForm.denouncedRanks, width: 4),
            ], folds: false, open: true)
    }

    private static func petitioner(_ make: FieldMaker) -> Group {
        Group(
            title: "Người gửi đơn", note: nil, fields: PersonFields.main(make, "petitioners.", nameRequired: false), folds: false,
            open: true)
    }

    private static func aboutPetitioner(_ make: FieldMaker, _ ethnicGroups: [CatalogueDesk.EthnicGroup]) -> Group {
        Group(
            title: "Thêm về người gửi đơn", note: nil,
            fields: [make.select("filerKind", "Đơn của", PetitionForm.filerKinds, blank: "– tự nhận biết –", width: 6)]
                + PersonFields.more(make, "petitioners.", ethnicGroups: ethnicGroups), folds: true,
            open: make.touched(["filerKind"] + PersonFields.moreNames.map { "petitioners." + $0 }))
    }

    private static func several(_ make: FieldMaker) -> Group {
        let count = max(make.form.all("representative.fullName").count, 1)
        var group = Group(
            title: "Nhiều người, người đại diện",
            note: "2–4 người cử người đại diện; 5–10 người cử 1–2; trên 10 người cử nhiều nhất 5 (Luật Tiếp công dân Đ.29).",
            fields: [
                make.number("people", "Số người"), make.number("representatives", "Số đại diện"),
                make.date("appointmentOn", "Ngày văn bản cử", width: 3),
                make.check("appointmentSigned", "Văn bản cử có đủ chữ ký", width: 3),
            ], folds: true, open: make.touched(["people", "representative", "representatives", "appointment"]))
        group.rows = (0..<count).map { Row(fields: PersonFields.brief(make, "representative.", index: $0)) }
        group.blank = Row(fields: PersonFields.brief(FieldMaker(prefix: "moi-"), "representative.", index: 900))
        group.rowsID = "nguoi-dai-dien"
        group.rowTitle = "người đại diện"
        return group
    }

    private static func authorised(_ make: FieldMaker) -> Group {
        Group(
            title: "Người được ủy quyền, luật sư", note: nil, fields: PersonFields.authorised(make), folds: true,
            open: make.touched(["authorised"]))
    }

    private static func respondent(_ make: FieldMaker) -> Group {
        Group(
            title: "Người, cơ quan bị khiếu nại", note: nil,
            fields: [
                make.line("respondent.fullName", "Tên", width: 6, most: 200),
                make.line("respondent.jobTitle", "Chức vụ", width: 3, most: 200),
                make.line("respondent.workplace", "Cơ quan", width: 3, most: 200),
            ], folds: true, open: make.touched(["respondent"]))
    }

    private static func papers(_ make: FieldMaker) -> Group {
        func row(_ make: FieldMaker, _ index: Int) -> Row {
            Row(fields: [
                make.line("papers.name", "Tên giấy tờ", width: 6, index: index),
                make.number("papers.pages", "Số trang", width: 2, index: index),
                make.select("papers.kind", "Tình trạng", PetitionForm.paperKinds, blank: nil, width: 4, index: index),
            ])
        }
        var group = Group(
            title: "Giấy tờ kèm theo", note: "Giấy biên nhận (Mẫu 02/TCD) liệt kê đúng các mục này.", fields: [], folds: false, open: true)
        let count = max(make.form.all("papers.name").count, 1)
        group.rows = (0..<count).map { row(make, $0) }
        group.blank = row(FieldMaker(prefix: "moi-"), 900)
        group.rowsID = "giay-to-kem"
        group.rowTitle = "giấy tờ"
        return group
    }

    private static func classification(_ make: FieldMaker, _ denunciation: Bool) -> Group {
        let names = [
            "eligibility", "ineligibleReason", "jurisdiction", "repeated", "priorResolution", "priorBodies", "source", "incidentCommune",
            "matter",
            "duplicateOf", "partOf",
        ]
        return Group(
            title: "Phân loại ban đầu, nguồn chuyển, vụ việc", note: "Để trống nếu chưa rõ; phân loại được làm ở bước sau.",
            fields: [
                make.select("eligibility", "Điều kiện xử lý", Eligibility.allCases.map { ($0.rawValue, $0.title) }),
                make.select("jurisdiction", "Thẩm quyền", Jurisdiction.allCases.map { ($0.rawValue, $0.title) }),
                make.line("ineligibleReason", "Lý do không đủ điều kiện", width: 4),
                make.select("priorResolution", "Đã giải quyết trước đó", PetitionForm.priorResolutions, width: 4),
                make.line("priorBodies", "Cơ quan đã giải quyết", width: 8, most: 1000),
                make.line(
                    "sourceBody", "Cơ quan, đại biểu chuyển đơn đến", width: 6,
                    help: "Kiến nghị cử tri: ghi hội nghị tiếp xúc cử tri, đại biểu hoặc cơ quan đã ghi nhận.", suggest: "/goi-y/co-quan"),
                make.line("sourceLetterNumber", "Số văn bản chuyển", width: 3, most: 100),
                make.date("sourceLetterDate", "Ngày văn bản", width: 3),
                make.line("incidentCommune", "Nơi xảy ra sự việc", width: 6, suggest: "/goi-y/xa"),
                make.number("matter", "Mã vụ việc"), make.number("duplicateOf", "Trùng với đơn mã"),
                make.number("partOf", "Tách từ đơn mã"),
                make.check("repeated", "Đã gửi, đã được tiếp nhiều lần"),
            ], folds: true, open: make.touched(names))
    }
}

extension FieldMaker {
    /// Whether anything under these names was typed or is wrong.
    func touched(_ names: [String]) -> Bool {
        form.pairs.contains { pair in names.contains { pair.name.hasPrefix($0) } && !pair.value.trimmed.isEmpty }
            || errors.keys.contains { key in names.contains { key.hasPrefix($0) } }
    }
}
