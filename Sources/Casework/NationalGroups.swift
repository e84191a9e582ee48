import Law
import Postgres
import Records

/// Collects the lines of a copy sheet; what is empty leaves no line.
struct SheetGroup {
    let title: String
    var items: [NationalSheet.Item] = []

    init(_ title: String) { self.title = title }

    /// - Parameter code: the word or code of the value, by which a program maps it.
    mutating func add(_ name: String, _ title: String, _ value: String?, code: String? = nil) {
        guard let value, !value.isEmpty else { return }
        items.append(NationalSheet.Item(name: name, title: title, value: value, code: code))
    }
}

/// What a sheet is made of: the case as it is shown, its steps, and what stands around it.
struct SheetSource {
    let file: CaseView
    let steps: [NationalStep]
    let around: NationalRecords.Around?
    /// Nobody is named, and nothing that was said.
    let sealed: Bool
    /// Entries that were undone and those that undid them: no group tells of them, whatever the list still asks.
    let undone: Set<Int>

    /// The steps of a stage that stand.
    func standing(_ stage: String) -> [NationalStep] { steps.filter { $0.stage == stage && !undone.contains($0.sequence) } }

    /// Số and ngày of the letters that a step issued.
    func letters(of sequence: Int) -> String {
        file.documents.filter { $0.sequence == sequence && $0.number != nil }
            .map { "\($0.title) số \($0.number ?? "")" + ($0.issuedOn.map { " ngày \($0.vietnamese)" } ?? "") }.joined(separator: "; ")
    }

    func entry(_ sequence: Int) -> EntryView? { file.journal.first { $0.sequence == sequence } }

    /// What an officer said of a step in his own words; nothing of a sealed case.
    func words(of sequence: Int) -> String? {
        sealed ? nil : entry(sequence)?.facts.first { $0.name == "summary" || $0.name == "reason" }?.value
    }
}

extension Work {
    func sheetSource(_ caseID: Int64, _ file: CaseView, _ steps: [NationalStep], sealed: Bool) throws -> SheetSource {
        SheetSource(
            file: file, steps: steps, around: try NationalRecords.around(db, case: caseID), sealed: sealed,
            undone: Set(try NationalRecords.undone(db, case: caseID)))
    }

    /// cơ quan đã giải quyết: who settled it before, in which instance, with which result.
    func earlierGroup(_ petition: PetitionView, _ source: SheetSource) -> SheetGroup {
        var group = SheetGroup("Đã giải quyết trước đó")
        if source.sealed { return group }
        let around = source.around
        if source.file.procedure == "complaint", let instance = around?.instance {
            group.add("lanKhieuNai", "Lần khiếu nại", instance == 2 ? "Lần hai" : "Lần đầu", code: String(instance))
        }
        group.add("coQuanDaGiaiQuyet", "Cơ quan đã giải quyết", petition.priorBodies, code: around?.firstCode)
        if let prior = NationalSheet.priorResolutions[petition.priorResolution] {
            group.add("lanDaGiaiQuyet", "Lần đã giải quyết", prior.instance.map { "Lần \($0)" }, code: prior.instance.map { String($0) })
            group.add("loaiDaGiaiQuyet", "Loại văn bản đã giải quyết", prior.title, code: petition.priorResolution)
        }
        group.add("soDaGiaiQuyet", "Số văn bản đã giải quyết", around?.firstNumber)
        group.add("ngayDaGiaiQuyet", "Ngày đã giải quyết", around?.firstDecisionOn?.vietnamese)
        group.add(
            "ketQuaDaGiaiQuyet", "Kết quả đã giải quyết", around?.firstResult.flatMap { NationalSheet.resultTitles[$0] },
            code: around?.firstResult)
        return group
    }

    /// capNhatKQXuLy: how the petition was dealt with, by whom, who approved, where it went.
    func processingGroup(_ petition: PetitionView, _ source: SheetSource) throws -> SheetGroup {
        var group = SheetGroup("Xử lý đơn")
        group.add("duDieuKien", "Điều kiện xử lý", petition.eligibility?.title, code: petition.eligibility?.rawValue)
        group.add("nacDanh", "Nặc danh, mạo danh", ["anonymous", "impersonated"].contains(petition.filerKind) ? "Có" : nil)
        group.add("thamQuyen", "Thẩm quyền", petition.jurisdiction?.title, code: petition.jurisdiction?.rawValue)
        group.add("trangThai", "Tình trạng xử lý", petition.stateTitle, code: petition.state)
        if let step = source.standing("processing").last(where: { $0.event != "register" }) {
            group.add("huongXuLy", "Hướng xử lý", step.eventTitle, code: step.event)
            group.add("ngayXuLy", "Ngày xử lý", step.occurredOn.vietnamese)
            group.add("canBoXuLy", "Cán bộ xử lý", source.entry(step.sequence)?.officerName)
            // In a denunciation who decided may tell who is denounced, or who denounces.
            if !source.sealed {
                let approver = try NationalRecords.approver(db, case: source.file.id, seq: step.sequence)
                group.add("canBoDuyetXuLy", "Cán bộ duyệt", approver)
            }
            group.add("vanBanXuLy", "Văn bản xử lý", source.letters(of: step.sequence))
            group.add("tomTatXuLy", "Tóm tắt xử lý", source.words(of: step.sequence))
        }
        for (index, referral) in petition.referrals.enumerated() {
            let came = ["declined", "recalled"].contains(referral.state) ? "; \(referral.stateTitle)" : ""
            group.add(
                "chuyen\(index + 1)", "Chuyển đến",
                "\(referral.recipientName), văn bản số \(referral.letterNumber) ngày \(referral.letterDate.vietnamese)\(came)",
                code: try OfficeRecords.organisation(db, id: referral.recipient)?.code)
            if let answered = referral.answeredOn {
                group.add(
                    "ketQuaChuyen\(index + 1)", "Kết quả chuyển đơn", "đã trả lời ngày \(answered.vietnamese)", code: referral.result)
            }
        }
        return group
    }

    /// capNhatQuyetDinhThuLy: who accepted it, when, by which letter, and until when it must be settled.
    func acceptanceGroup(_ source: SheetSource) throws -> SheetGroup {
        var group = SheetGroup("Thụ lý")
        let file = source.file
        guard let accepted = try NationalRecords.acceptance(db, case: file.id) else { return group }
        group.add("coQuanThuLy", "Cơ quan thụ lý", file.organisationName, code: source.around?.officeCode)
        group.add("ngayThuLy", "Ngày thụ lý", accepted.on.vietnamese, code: accepted.event)
        let due = file.clocks.filter { $0.ends == "stop" && $0.startOn == accepted.on }.map(\.due).max()
        // Who typed an old book in decided nothing, and its last letter may be any.
        if accepted.event != ProcedureVersion.imported {
            group.add("vanBanThuLy", "Văn bản thụ lý", source.letters(of: accepted.seq))
        }
        group.add("hanGiaiQuyet", "Hạn giải quyết", due?.vietnamese)
        if accepted.event != ProcedureVersion.imported, !source.sealed {
            let approver = try NationalRecords.approver(db, case: file.id, seq: accepted.seq)
            group.add("canBoDuyet", "Cán bộ duyệt", approver ?? source.entry(accepted.seq)?.officerName)
        }
        return group
    }

    /// capNhatKQGiaiQuyet: decision, result, and what it brings.
    func settlementGroup(_ settled: SettlementRecords.Settled?, _ stored: [String: FactInput], _ source: SheetSource) -> SheetGroup {
        var group = SheetGroup("Giải quyết")
        guard let settled else { return group }
        if settled.result != nil {
            group.add("coQuanBanHanh", "Cơ quan ban hành", source.file.organisationName, code: source.around?.officeCode)
        }
        group.add("soQuyetDinh", "Số quyết định, văn bản", settled.decisionNumber)
        group.add("ngayQuyetDinh", "Ngày ban hành", settled.decisionDate?.vietnamese)
        group.add("ketQuaGiaiQuyet", "Kết quả", settled.result.flatMap { NationalSheet.resultTitles[$0] }, code: settled.result)
        group.add("dungHan", "Giải quyết đúng thời hạn", settled.inTime.map { $0 ? "Có" : "Không" })
        if case .text(let word)? = stored[SettlementFigures.form.name] {
            group.add(SettlementFigures.form.item, SettlementFigures.form.title, SettlementFigures.forms[word] ?? word, code: word)
        }
        if case .flag(let sues)? = stored[SettlementFigures.rightToSue.name] {
            group.add(SettlementFigures.rightToSue.item, SettlementFigures.rightToSue.title, sues ? "Có" : "Không")
        }
        if case .flag(true)? = stored[SettlementFigures.afterExplanation.column] {
            group.add("rutSauGiaiThich", "Rút sau khi được giải thích, thuyết phục", "Có")
        }
        for (figure, value) in SettlementFigures.items(SettlementFigures.decided, in: stored) {
            group.add(figure.item, figure.title, value)
        }
        return group
    }

    /// capNhatThiHanh: each step of it with its day and letter, and what came of it.
    func executionGroup(_ stored: [String: FactInput], _ source: SheetSource) -> SheetGroup {
        var group = SheetGroup("Thi hành")
        for (index, step) in source.standing("execution").enumerated() {
            let parts = [
                "\(step.eventTitle) ngày \(step.occurredOn.vietnamese)", source.letters(of: step.sequence),
                source.words(of: step.sequence) ?? "",
            ]
            group.add(
                "thiHanh\(index + 1)", "Kết quả thi hành \(index + 1)", parts.filter { !$0.isEmpty }.joined(separator: "; "),
                code: step.event)
        }
        if case .text(let iso)? = stored[SettlementFigures.executedOn.name] {
            group.add(SettlementFigures.executedOn.item, SettlementFigures.executedOn.title, Day(iso: iso)?.vietnamese)
        }
        for (figure, value) in SettlementFigures.items(SettlementFigures.carriedOut, in: stored) {
            group.add(figure.item, figure.title, value)
        }
        return group
    }

    /// The files of a petition and its case; none of a sealed one.
    func sheetFiles(_ caseID: Int64, petition: Int64, sealed: Bool) throws -> [NationalSheet.File] {
        if sealed { return [] }
        return try NationalRecords.files(db, case: caseID, petition: petition).map { row in
            let summary: String
            if let title = row.documentTitle {
                let number = row.documentNumber.map { " số \($0)" } ?? ""
                summary = title + number + (row.documentDate.map { " ngày \($0.vietnamese)" } ?? "")
            } else if row.withPetition {
                summary = "Kèm theo đơn"
            } else {
                summary = row.withReferral ? "Kèm theo việc chuyển đơn" : "Kèm theo hồ sơ giải quyết"
            }
            return NationalSheet.File(
                id: row.id, name: row.name, kind: row.kind, kindTitle: NationalSheet.fileKinds[row.kind] ?? row.kind, summary: summary,
                sha256: row.sha256, mediaType: row.mediaType, bytes: row.bytes)
        }
    }
}

extension NationalSheet {
    /// Words of `settlement.result`.
    static let resultTitles = [
        "right": "Đúng", "partly": "Đúng một phần", "wrong": "Sai", "recognised": "Công nhận quyết định lần đầu",
        "changed": "Sửa, hủy quyết định lần đầu", "withdrawn": "Rút đơn", "terminated": "Đình chỉ", "explained": "Giải thích, hướng dẫn",
        "settled": "Đã giải quyết",
    ]
    /// Words of `registration.prior_resolution`; `none` says nothing.
    static let priorResolutions: [String: (instance: Int?, title: String)] = [
        "first": (1, "Quyết định giải quyết lần đầu"), "second": (2, "Quyết định giải quyết lần hai"),
        "judgment": (nil, "Bản án, quyết định của Tòa án"), "late_unresolved": (nil, "Quá hạn chưa giải quyết"),
        "concluded": (nil, "Kết luận nội dung tố cáo"),
    ]
    /// Words of `attachment.kind`.
    static let fileKinds = [
        "scan": "Bản chụp", "evidence": "Tài liệu, chứng cứ", "result": "Văn bản kết quả", "appointment": "Giấy cử người đại diện",
        "other": "Tài liệu khác",
    ]
}
