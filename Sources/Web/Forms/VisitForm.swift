import Casework
import Law

/// The form that enters a visit: one person, a group by its head count, somebody refused, or somebody who comes to denounce.
struct VisitForm: Sendable {
    var form: FormData
    var session: Int64
    /// The person is then not written down at all.
    var denunciation: Bool

    func draft() throws(Problem) -> VisitDraft {
        var read = FormReader(form)
        var draft = VisitDraft(session: session)
        draft.denunciation = denunciation
        draft.repeated = read.flag("repeated")
        draft.wantsReply = read.flag("wantsReply")
        draft.summary = read.text("summary")
        draft.request = read.text("request")
        draft.matter = read.id("matter")
        draft.appointment = read.id("appointment")
        draft.number = read.number("number")
        if !denunciation {
            draft.filerKind = read.text("filerKind")
            draft.people = read.number("people")
            draft.representatives = read.number("representatives")
            draft.appointmentSigned = read.flag("appointmentSigned")
            draft.appointmentOn = read.day("appointmentOn")
            let first = read.person("visitors.")
            let others = read.representatives("representative.")
            draft.visitors = first.map { [$0] + others } ?? others
            draft.authorised = read.authorised()
            draft.priorBodies = read.text("priorBodies")
            draft.settlementPapers = read.text("settlementPapers")
            draft.reviewPapers = read.text("reviewPapers")
        }
        try read.finish()
        return draft
    }

    func groups(_ make: FieldMaker, ethnicGroups: [CatalogueDesk.EthnicGroup]) -> [PetitionFormPage.Group] {
        let content = PetitionFormPage.Group(
            title: "Nội dung", note: denunciation ? "Không ghi chi tiết có thể nhận ra người tố cáo." : nil,
            fields: [
                make.area("summary", "Nội dung vụ việc", rows: 4), make.area("request", "Yêu cầu, đề nghị", rows: 2),
                make.check("repeated", "Đã được tiếp nhiều lần", width: 6),
                make.check("wantsReply", "Đề nghị được thông báo kết quả", width: 6),
                make.number("matter", "Mã vụ việc (nếu đã có)", width: 6),
            ], folds: false, open: true)
        if denunciation { return [content] }
        return [visitor(make), aboutVisitor(make, ethnicGroups), content, several(make), lawyer(make), earlier(make)]
    }

    private func visitor(_ make: FieldMaker) -> PetitionFormPage.Group {
        .init(
            title: "Người đến", note: "Người bị từ chối tiếp không bắt buộc ghi tên.",
            fields: PersonFields.main(make, "visitors.", nameRequired: false), folds: false, open: true)
    }

    private func aboutVisitor(_ make: FieldMaker, _ ethnicGroups: [CatalogueDesk.EthnicGroup]) -> PetitionFormPage.Group {
        let kinds = PetitionForm.filerKinds.filter { ["individual", "organisation", "group"].contains($0.0) }
        return .init(
            title: "Thêm về người đến", note: nil,
            fields: PersonFields.more(make, "visitors.", ethnicGroups: ethnicGroups)
                + [make.select("filerKind", "Tư cách", kinds, blank: "– tự nhận biết –", width: 4)], folds: true,
            open: make.touched(["filerKind"] + PersonFields.moreNames.map { "visitors." + $0 }))
    }

    private func several(_ make: FieldMaker) -> PetitionFormPage.Group {
        let count = max(make.form.all("representative.fullName").count, 1)
        var group = PetitionFormPage.Group(
            title: "Đoàn nhiều người",
            note: "Ghi số người và người đại diện trước; danh sách và văn bản cử có thể bổ sung sau (Luật Tiếp công dân Đ.29).",
            fields: [
                make.number("people", "Số người"), make.number("representatives", "Số đại diện"),
                make.date("appointmentOn", "Ngày văn bản cử", width: 3),
                make.check("appointmentSigned", "Văn bản cử có đủ chữ ký", width: 3),
            ], folds: true, open: make.touched(["people", "representative", "appointment"]))
        group.rows = (0..<count).map { .init(fields: PersonFields.brief(make, "representative.", index: $0)) }
        group.blank = .init(fields: PersonFields.brief(FieldMaker(prefix: "moi-"), "representative.", index: 900))
        group.rowsID = "nguoi-dai-dien"
        group.rowTitle = "người đại diện"
        return group
    }

    private func lawyer(_ make: FieldMaker) -> PetitionFormPage.Group {
        .init(
            title: "Luật sư, người được ủy quyền", note: nil, fields: PersonFields.authorised(make), folds: true,
            open: make.touched(["authorised"]))
    }

    private func earlier(_ make: FieldMaker) -> PetitionFormPage.Group {
        .init(
            title: "Việc giải quyết trước đây",
            note: "Từ chối tiếp theo Điều 9 khoản 3 cần cả văn bản giải quyết và văn bản kiểm tra, rà soát.",
            fields: [
                make.line("priorBodies", "Cơ quan đã giải quyết", most: 1000),
                make.line("settlementPapers", "Văn bản giải quyết đã có", width: 6, most: 500),
                make.line("reviewPapers", "Văn bản kiểm tra, rà soát", width: 6, most: 500),
            ], folds: true, open: make.touched(["priorBodies", "settlementPapers", "reviewPapers"]))
    }
}
