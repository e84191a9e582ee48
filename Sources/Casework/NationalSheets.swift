import Law
import Postgres
import Records

extension Work {
    /// The copy sheet of a case of the actor's office.
    ///
    /// - Throws: `Problem` `missing` for a case of another office, or one about neither a visit nor a petition.
    func nationalSheet(_ caseID: Int64) throws -> NationalSheet {
        let officer = try officer()
        guard let head = try CaseRecords.head(db, case: caseID), head.organisation == officer.organisation else {
            throw Problem.missing("hồ sơ")
        }
        let steps = try NationalRecords.ofCase(db, case: caseID).map { try nationalStep($0) }
        if let visit = head.visit {
            guard let row = try ReceptionRecords.visit(db, visit) else { throw Problem.missing("lượt tiếp") }
            let session = try ReceptionRecords.session(db, row.session)
            return visitSheet(try visitView(row), session, steps: steps, office: head.organisationName)
        }
        guard let petition = head.petition, head.referral == nil else { throw Problem.missing("hồ sơ") }
        return try petitionSheet(try petitionView(petition), case: caseID, steps: steps, office: head.organisationName)
    }

    private func visitSheet(_ visit: VisitView, _ session: ReceptionRecords.SessionRow?, steps: [NationalStep], office: String)
        -> NationalSheet
    {
        var entry = SheetGroup("Lượt tiếp")
        entry.add("so", "Số thứ tự trong sổ", visit.bookNumber)
        entry.add("ngayTiep", "Ngày tiếp", visit.visitedOn.vietnamese)
        entry.add("ngayNhap", "Ngày nhập", Self.day(visit.enteredAt))
        if let session, session.kind != .regular {
            entry.add("lanhDaoTiep", "Lãnh đạo tiếp", [session.hostTitle, session.hostName].filter { !$0.isEmpty }.joined(separator: " "))
            entry.add("tiepDinhKy", "Tiếp định kỳ", session.kind == .scheduled ? "Có" : "Không")
            entry.add("uyQuyen", "Tiếp thay người đứng đầu", session.substitute ? "Có" : "Không")
        }
        entry.add("soNguoi", "Số người", String(visit.people))
        var groups = [entry]
        if visit.denunciation {
            groups[0].add("loai", "Loại", PetitionKind.denunciation.title)
        } else {
            groups[0].add("soNguoiDaiDien", "Số người đại diện", visit.representatives > 0 ? String(visit.representatives) : nil)
            groups += people(visit.parties)
            var content = SheetGroup("Nội dung")
            content.add("noiDung", "Nội dung vụ việc", visit.summary)
            content.add("yeuCau", "Yêu cầu của công dân", visit.request)
            content.add("coQuanDaGiaiQuyet", "Cơ quan đã giải quyết", visit.priorBodies)
            content.add("vanBanGiaiQuyet", "Văn bản giải quyết đã có", visit.settlementPapers)
            content.add("vanBanRaSoat", "Văn bản kiểm tra, rà soát", visit.reviewPapers)
            groups.append(content)
        }
        var outcome = SheetGroup("Kết quả tiếp")
        outcome.add("ketQua", "Kết quả", visit.stateTitle, code: visit.outcome ?? visit.state)
        outcome.add("coQuanHuongDan", "Đã hướng dẫn đến", visit.shownTo)
        groups.append(outcome)
        return sheet(
            visit.caseID, office: office, heading: "Lượt tiếp số \(visit.bookNumber)", sealed: visit.denunciation, groups,
            steps)
    }

    private func petitionSheet(_ petition: PetitionView, case caseID: Int64, steps: [NationalStep], office: String) throws
        -> NationalSheet
    {
        let sealed = petition.referenceOnly || petition.kind == .denunciation
        let file = try caseView(caseID)
        let facts = try sheetSource(caseID, file, steps, sealed: sealed)
        var entry = SheetGroup("Đơn")
        entry.add("soDon", "Số đơn", petition.bookNumber)
        entry.add("ngayTiepNhan", "Ngày tiếp nhận", petition.receivedOn.vietnamese)
        entry.add("ngayNhap", "Ngày nhập", Self.day(petition.enteredAt))
        entry.add("loaiDon", "Loại đơn", petition.kind.title, code: petition.kind.rawValue)
        entry.add(
            "linhVuc", "Lĩnh vực", [petition.fieldCode, petition.fieldName].compactMap { $0 }.joined(separator: " "),
            code: petition.fieldCode)
        if !sealed {
            entry.add("ngayTrenDon", "Ngày ghi trên đơn", petition.letterDate?.vietnamese)
            entry.add("trichYeu", "Trích yếu", petition.title)
            entry.add("noiDung", "Nội dung", petition.body)
            entry.add("yeuCau", "Yêu cầu", petition.request)
            entry.add("noiXayRa", "Nơi xảy ra vụ việc", petition.incidentCommuneName)
            entry.add("vuViec", "Gắn với vụ việc", petition.siblings.isEmpty ? nil : "\(petition.matter) \(petition.matterTitle)")
        }
        var source = SheetGroup("Nguồn đơn đến")
        source.add("nguonDon", "Nguồn đơn", petition.channel.title, code: petition.channel.rawValue)
        source.add("coQuanChuyen", "Cơ quan chuyển đến", petition.sourceBody, code: facts.around?.sourceCode)
        source.add("soVanBanDen", "Số văn bản chuyển", petition.sourceLetterNumber)
        source.add("ngayVanBanDen", "Ngày văn bản chuyển", petition.sourceLetterDate?.vietnamese)
        var groups = [entry, source]
        if !sealed {
            var filer = SheetGroup("Người có đơn")
            filer.add("doiTuong", "Đối tượng", Self.filerTitles[petition.filerKind], code: petition.filerKind)
            filer.add("soNguoi", "Số người", String(petition.people))
            filer.add("soNguoiDaiDien", "Số người đại diện", petition.representatives > 0 ? String(petition.representatives) : nil)
            groups.append(filer)
            groups += people(petition.parties)
        }
        groups.append(earlierGroup(petition, facts))
        groups.append(try processingGroup(petition, facts))
        groups.append(try acceptanceGroup(facts))
        let settled = try SettlementRecords.ofCase(db, case: caseID)
        let figures = try settled.map { try JSON.value([String: FactInput].self, from: $0.figures.text) } ?? [:]
        groups.append(settlementGroup(settled, figures, facts))
        groups.append(executionGroup(figures, facts))
        let files = try sheetFiles(caseID, petition: petition.id, sealed: sealed)
        var papers = SheetGroup("Tài liệu kèm theo")
        for (index, paper) in files.enumerated() {
            papers.add("tep\(index + 1)", paper.kindTitle, "\(paper.name) (\(paper.summary))", code: paper.kind)
        }
        groups.append(papers)
        return sheet(
            caseID, office: office, heading: "Đơn số \(petition.bookNumber)", sealed: sealed, groups, steps, files)
    }

    private static func day(_ moment: String) -> String? { Day(iso: String(moment.prefix(10)))?.vietnamese }

    /// One group per person, in the order of the letter.
    private func people(_ parties: [PersonView]) -> [SheetGroup] {
        parties.enumerated().map { index, person in
            var group = SheetGroup(Self.roleTitles[person.role] ?? "Người liên quan")
            let number = index + 1
            group.add("hoTen\(number)", "Họ tên", person.fullName)
            if person.role == "authorised" {
                let kinds = ["lawyer_card": "Luật sư", "legal_aid_card": "Trợ giúp viên pháp lý"]
                group.add("loaiUyQuyen\(number)", "Loại", kinds[person.paperKind ?? ""] ?? "Người được ủy quyền khác")
            }
            group.add("gioiTinh\(number)", "Giới tính", ["male": "Nam", "female": "Nữ", "other": "Khác"][person.gender ?? ""])
            group.add("danToc\(number)", "Mã dân tộc", person.ethnicCode)
            group.add("quocTich\(number)", "Quốc tịch", person.nationality)
            group.add("diaChi\(number)", "Địa chỉ", person.address)
            group.add("maXa\(number)", "Mã xã", person.communeCode)
            group.add("soDinhDanh\(number)", "Số định danh, giấy tờ", person.idNumber)
            group.add("ngayCap\(number)", "Ngày cấp", person.idIssuedOn?.vietnamese)
            group.add("noiCap\(number)", "Nơi cấp", person.idIssuedBy)
            group.add(
                "chucVu\(number)", "Chức vụ, nơi công tác", [person.jobTitle, person.workplace].compactMap { $0 }.joined(separator: ", "))
            return group
        }
    }

    private func sheet(
        _ caseID: Int64, office: String, heading: String, sealed: Bool, _ groups: [SheetGroup], _ steps: [NationalStep],
        _ files: [NationalSheet.File] = []
    ) -> NationalSheet {
        NationalSheet(
            caseID: caseID, office: office, heading: heading, sealed: sealed,
            groups: groups.filter { !$0.items.isEmpty }.map { NationalSheet.Group(title: $0.title, items: $0.items) }, steps: steps,
            files: files)
    }

    private static let filerTitles = [
        "individual": "Cá nhân", "organisation": "Cơ quan, tổ chức", "group": "Đoàn đông người", "anonymous": "Nặc danh",
        "impersonated": "Mạo danh",
    ]
    private static let roleTitles = [
        "petitioner": "Người đứng đơn", "representative": "Người đại diện", "authorised": "Người được ủy quyền",
        "member": "Người cùng đơn", "respondent": "Người bị khiếu nại, phản ánh",
    ]
}
