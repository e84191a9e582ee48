import Law
import Postgres
import Records

/// Collects the lines of a copy sheet; what is empty leaves no line.
private struct SheetGroup {
    let title: String
    var items: [NationalSheet.Item] = []

    init(_ title: String) { self.title = title }

    mutating func add(_ name: String, _ title: String, _ value: String?) {
        guard let value, !value.isEmpty else { return }
        items.append(NationalSheet.Item(name: name, title: title, value: value))
    }
}

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
        outcome.add("ketQua", "Kết quả", visit.stateTitle)
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
        var entry = SheetGroup("Đơn")
        entry.add("soDon", "Số đơn", petition.bookNumber)
        entry.add("ngayTiepNhan", "Ngày tiếp nhận", petition.receivedOn.vietnamese)
        entry.add("ngayNhap", "Ngày nhập", Self.day(petition.enteredAt))
        entry.add("loaiDon", "Loại đơn", petition.kind.title)
        entry.add("linhVuc", "Lĩnh vực", [petition.fieldCode, petition.fieldName].compactMap { $0 }.joined(separator: " "))
        if !sealed {
            entry.add("ngayTrenDon", "Ngày ghi trên đơn", petition.letterDate?.vietnamese)
            entry.add("trichYeu", "Trích yếu", petition.title)
            entry.add("noiDung", "Nội dung", petition.body)
            entry.add("yeuCau", "Yêu cầu", petition.request)
            entry.add("noiXayRa", "Nơi xảy ra vụ việc", petition.incidentCommuneName)
            entry.add("vuViec", "Gắn với vụ việc", petition.siblings.isEmpty ? nil : "\(petition.matter) \(petition.matterTitle)")
        }
        var source = SheetGroup("Nguồn đơn đến")
        source.add("nguonDon", "Nguồn đơn", petition.channel.title)
        source.add("coQuanChuyen", "Cơ quan chuyển đến", petition.sourceBody)
        source.add("soVanBanDen", "Số văn bản chuyển", petition.sourceLetterNumber)
        source.add("ngayVanBanDen", "Ngày văn bản chuyển", petition.sourceLetterDate?.vietnamese)
        var groups = [entry, source]
        if !sealed {
            var filer = SheetGroup("Người có đơn")
            filer.add("doiTuong", "Đối tượng", Self.filerTitles[petition.filerKind])
            filer.add("soNguoi", "Số người", String(petition.people))
            filer.add("soNguoiDaiDien", "Số người đại diện", petition.representatives > 0 ? String(petition.representatives) : nil)
            groups.append(filer)
            groups += people(petition.parties)
        }
        var earlier = SheetGroup("Đã giải quyết trước đó")
        if !sealed { earlier.add("coQuanDaGiaiQuyet", "Cơ quan đã giải quyết", petition.priorBodies) }
        groups.append(earlier)
        groups.append(processing(petition, file, steps, sealed: sealed))
        groups.append(acceptance(file))
        groups.append(try settlement(caseID, office: office))
        groups.append(execution(file, steps, sealed: sealed))
        if !sealed, !petition.attachments.isEmpty {
            var papers = SheetGroup("Tài liệu kèm theo")
            for (index, attachment) in petition.attachments.enumerated() {
                papers.add("tep\(index + 1)", "Tệp \(index + 1)", attachment.name)
            }
            groups.append(papers)
        }
        return sheet(
            caseID, office: office, heading: "Đơn số \(petition.bookNumber)", sealed: sealed, groups, steps)
    }

    private static func day(_ moment: String) -> String? { Day(iso: String(moment.prefix(10)))?.vietnamese }

    /// Số and ngày of the letters that a step issued.
    private func letters(_ file: CaseView, of sequence: Int) -> String {
        file.documents.filter { $0.sequence == sequence && $0.number != nil }
            .map { "\($0.title) số \($0.number ?? "")" + ($0.issuedOn.map { " ngày \($0.vietnamese)" } ?? "") }.joined(separator: "; ")
    }

    private func words(_ entry: EntryView?) -> String? {
        entry?.facts.first { $0.name == "summary" || $0.name == "reason" }?.value
    }

    /// capNhatQuyetDinhThuLy: who accepted it, when, by which letter, and until when it must be settled.
    private func acceptance(_ file: CaseView) -> SheetGroup {
        var group = SheetGroup("Thụ lý")
        guard let entry = file.journal.last(where: { $0.event == "accept" }) else { return group }
        group.add("coQuanThuLy", "Cơ quan thụ lý", file.organisationName)
        group.add("ngayThuLy", "Ngày thụ lý", entry.occurredOn.vietnamese)
        group.add("vanBanThuLy", "Văn bản thụ lý", letters(file, of: entry.sequence))
        let due = file.clocks.filter { $0.ends == "stop" && $0.startOn == entry.occurredOn }.map(\.due).max()
        group.add("hanGiaiQuyet", "Hạn giải quyết", due?.vietnamese)
        group.add("canBoDuyet", "Cán bộ duyệt", entry.officerName)
        return group
    }

    /// capNhatThiHanh: each step of it with its day and letter.
    private func execution(_ file: CaseView, _ steps: [NationalStep], sealed: Bool) -> SheetGroup {
        var group = SheetGroup("Thi hành")
        for (index, step) in steps.filter({ $0.stage == "execution" }).enumerated() {
            let entry = file.journal.first { $0.sequence == step.sequence }
            let parts = [
                "\(step.eventTitle) ngày \(step.occurredOn.vietnamese)", letters(file, of: step.sequence), sealed ? "" : words(entry) ?? "",
            ]
            group.add("thiHanh\(index + 1)", "Kết quả thi hành \(index + 1)", parts.filter { !$0.isEmpty }.joined(separator: "; "))
        }
        return group
    }

    private func processing(_ petition: PetitionView, _ file: CaseView, _ steps: [NationalStep], sealed: Bool) -> SheetGroup {
        var group = SheetGroup("Xử lý đơn")
        group.add("duDieuKien", "Điều kiện xử lý", petition.eligibility?.title)
        group.add("nacDanh", "Nặc danh, mạo danh", ["anonymous", "impersonated"].contains(petition.filerKind) ? "Có" : nil)
        group.add("thamQuyen", "Thẩm quyền", petition.jurisdiction?.title)
        group.add("trangThai", "Tình trạng xử lý", petition.stateTitle)
        if let step = steps.last(where: { $0.stage == "processing" && $0.event != "register" }) {
            let entry = file.journal.first { $0.sequence == step.sequence }
            group.add("huongXuLy", "Hướng xử lý", step.eventTitle)
            group.add("ngayXuLy", "Ngày xử lý", step.occurredOn.vietnamese)
            group.add("canBoXuLy", "Cán bộ xử lý", entry?.officerName)
            group.add("vanBanXuLy", "Văn bản xử lý", letters(file, of: step.sequence))
            if !sealed { group.add("tomTatXuLy", "Tóm tắt xử lý", words(entry)) }
        }
        for (index, referral) in petition.referrals.enumerated() {
            group.add(
                "chuyen\(index + 1)", "Chuyển đến",
                "\(referral.recipientName), văn bản số \(referral.letterNumber) ngày \(referral.letterDate.vietnamese)")
            if let answered = referral.answeredOn {
                group.add("ketQuaChuyen\(index + 1)", "Kết quả chuyển đơn", "đã trả lời ngày \(answered.vietnamese)")
            }
        }
        return group
    }

    private func settlement(_ caseID: Int64, office: String) throws -> SheetGroup {
        var group = SheetGroup("Giải quyết")
        guard let row = try NationalRecords.settlement(db, case: caseID) else { return group }
        group.add("coQuanBanHanh", "Cơ quan ban hành", office)
        group.add("soQuyetDinh", "Số quyết định, văn bản", row.decisionNumber)
        group.add("ngayQuyetDinh", "Ngày ban hành", row.decisionDate?.vietnamese)
        group.add("ketQuaGiaiQuyet", "Kết quả", row.result.flatMap { Self.resultTitles[$0] })
        group.add("dungHan", "Giải quyết đúng thời hạn", row.inTime.map { $0 ? "Có" : "Không" })
        return group
    }

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
        _ caseID: Int64, office: String, heading: String, sealed: Bool, _ groups: [SheetGroup], _ steps: [NationalStep]
    ) -> NationalSheet {
        NationalSheet(
            caseID: caseID, office: office, heading: heading, sealed: sealed,
            groups: groups.filter { !$0.items.isEmpty }.map { NationalSheet.Group(title: $0.title, items: $0.items) }, steps: steps)
    }

    private static let filerTitles = [
        "individual": "Cá nhân", "organisation": "Cơ quan, tổ chức", "group": "Đoàn đông người", "anonymous": "Nặc danh",
        "impersonated": "Mạo danh",
    ]
    private static let roleTitles = [
        "petitioner": "Người đứng đơn", "representative": "Người đại diện", "authorised": "Người được ủy quyền",
        "member": "Người cùng đơn", "respondent": "Người bị khiếu nại, phản ánh",
    ]
    private static let resultTitles = [
        "right": "Đúng", "partly": "Đúng một phần", "wrong": "Sai", "recognised": "Công nhận quyết định lần đầu",
        "changed": "Sửa, hủy quyết định lần đầu", "withdrawn": "Rút đơn", "terminated": "Đình chỉ", "explained": "Giải thích, hướng dẫn",
        "settled": "Đã giải quyết",
    ]
}
