import Casework
import Hummingbird
import Law

/// The office's petitions, filtered and searched.
struct PetitionsPage: PageModel {
    static let template = TemplateName.petitions
    var frame: Frame
    var filters: [Field]
    var rows: [PetitionRow]
    var hasRows: Bool
    var next: String?
    var searched: Bool
}

/// A petition: the letter, its people, its scans beside the steps that may be taken.
struct PetitionPage: PageModel {
    static let template = TemplateName.petition
    struct Sibling: Sendable {
        var href: String
        var title: String
    }
    struct Copy: Sendable {
        var href: String
        var number: String
        var words: String
    }
    struct ListedPaper: Sendable {
        var name: String
        var pages: Int
        var kind: String
    }

    var frame: Frame
    var id: Int64
    var heading: String
    var number: String
    var officeName: String
    var kind: String
    var body: String
    var request: String?
    var details: [Detail]
    var people: [PersonLine]
    var hasPeople: Bool
    var listed: [ListedPaper]
    var hasListed: Bool
    var referrals: [ReferralRow]
    var hasReferrals: Bool
    /// The matter's own page; nil at another office.
    var matterHref: String?
    var complexLong: Bool
    var siblings: [Sibling]
    var referenceOnly: Bool
    var own: Bool
    var receiptHref: String
    /// Where another petition of the same matter is entered, for example a part of a split one; nil for who may not.
    var sameMatterHref: String?
    /// Where a part of this split petition is entered.
    var partHref: String?
    /// Split, and no part is in the book yet.
    var lacksParts: Bool
    var panel: CasePanel?
    var papers: PapersPanel
    var chain: ChainPanel?
    /// Copies tied to it, each with its own arrival number.
    var copies: [Copy]
    var hasCopies: Bool
    /// Where the whole bundle is proposed for filing; nil for who may not.
    var bundleHref: String?

    init(frame: Frame, view: PetitionView, officer: OfficerActor, panel: CasePanel?, papers: PapersPanel) {
        self.frame = frame
        chain = ChainPanel(view.chain, officer: officer)
        copies = view.copies.map(Copy.init)
        hasCopies = !copies.isEmpty
        let bundles = officer.works && view.organisation == officer.organisation && !view.copies.isEmpty
        bundleHref = bundles ? "/bi-thu/luu/moi?bo=\(view.id)" : nil
        self.panel = panel
        self.papers = papers
        id = view.id
        heading = view.title
        number = view.bookNumber
        officeName = view.organisationName
        kind = view.kind.title
        body = view.body
        request = view.request.isEmpty ? nil : view.request
        referenceOnly = view.referenceOnly
        own = view.organisation == officer.organisation && !view.referrals.contains { $0.recipient == officer.organisation }
        receiptHref = "/don/\(view.id)/bien-nhan"
        sameMatterHref = own && officer.works && !view.referenceOnly && view.state != "split" ? "/don/moi?vu=\(view.matter)" : nil
        partHref = own && officer.works && !view.referenceOnly && view.state == "split" ? "/don/moi?tach=\(view.id)" : nil
        lacksParts = partHref != nil && view.parts.isEmpty
        details = Self.details(view)
        let isLinked = own && !view.referenceOnly && view.kind != .denunciation
        people = view.parties.map { isLinked ? PersonLine(linking: $0) : PersonLine($0) }
        hasPeople = !people.isEmpty
        listed = view.papers.map {
            ListedPaper(name: $0.name, pages: $0.pages, kind: PaperWords.kind($0.kind))
        }
        hasListed = !listed.isEmpty
        referrals = view.referrals.map { ReferralRow($0, incoming: $0.recipient == officer.organisation) }
        hasReferrals = !referrals.isEmpty
        matterHref = view.organisation == officer.organisation ? "/vu-viec/\(view.matter)" : nil
        complexLong = view.complexLong
        siblings = view.siblings.map { Sibling(href: "/don/\($0)", title: "Đơn mã \($0)") }
        if let whole = view.partOf { siblings.insert(Sibling(href: "/don/\(whole)", title: "Tách từ đơn mã \(whole)"), at: 0) }
        if let copy = view.duplicateOf { siblings.insert(Sibling(href: "/don/\(copy)", title: "Trùng với đơn mã \(copy)"), at: 0) }
    }

    private static func details(_ view: PetitionView) -> [Detail] {
        let filer = PetitionForm.filerKinds.first { $0.0 == view.filerKind }?.1
        let prior = PetitionForm.priorResolutions.first { $0.0 == view.priorResolution }?.1
        let group =
            view.people > 1
            ? "\(view.people) người, \(view.representatives) đại diện\(view.appointmentSigned ? ", văn bản cử đủ chữ ký" : "")" : nil
        let incident = view.incidentCommuneName ?? view.incidentCommune
        return [
            Detail("Mã biên nhận", view.receiptCode), Detail("Số đến", view.arrivalNumber.map { String($0) }),
            Detail("Mã đơn, mã vụ việc", "\(view.id), \(view.matter)"),
            Detail("Ngày nhận", view.receivedOn.vietnamese), Detail("Vào sổ lúc", DayText.moment(view.enteredAt)),
            Detail("Nguồn đơn", view.channel.title), Detail("Chuyển từ", view.sourceBody),
            Detail("Số văn bản chuyển", view.sourceLetterNumber), Detail("Ngày văn bản chuyển", view.sourceLetterDate?.vietnamese),
            Detail("Ngày ghi trên đơn", view.letterDate?.vietnamese),
            Detail("Dấu bưu điện", view.postmarkOn?.vietnamese), Detail("Lĩnh vực", view.fieldName), Detail("Đơn của", filer),
            Detail("Nơi xảy ra sự việc", incident),
            Detail("Số người", group), Detail("Ngày văn bản cử", view.appointmentOn?.vietnamese),
            Detail("Điều kiện xử lý", view.eligibility?.title), Detail("Lý do", view.ineligibleReason),
            Detail("Thẩm quyền", view.jurisdiction?.title),
            Detail("Giải quyết trước đó", view.priorResolution == "none" ? nil : prior), Detail("Cơ quan đã giải quyết", view.priorBodies),
            Detail("Đề nghị báo kết quả", view.wantsReply ? "Có" : nil), Detail("Nhiều lần", view.repeated ? "Có" : nil),
            Detail("Bí danh", view.pseudonym), Detail("Số hồ sơ giấy", view.paperFileNumber),
            Detail("Cơ quan của người bị tố cáo", view.denouncedBodyName),
            Detail("Chức vụ của người bị tố cáo", view.denouncedRank.flatMap { DenouncedRank(rawValue: $0)?.title }),
        ].compactMap { $0 }
    }
}

extension WebRoutes {
    var petitionRoutes: [Route] {
        [
            Route.get("/don") { call in
                let query = call.query
                let filter = PetitionFilter(
                    q: query.text("q"), state: query.text("state"), kind: PetitionKind(rawValue: query["kind"]),
                    overdue: query["timing"] == "overdue", dueSoon: query["timing"] == "soon",
                    open: query["timing"] == "done" ? false : query["timing"] == "all" || query.text("q") != nil ? nil : true,
                    book: query.chosenBook, cursor: query.text("cursor"), limit: 50)
                let found = try await casework.petitions.list(filter, by: call.actor)
                let books = try await casework.offices.books(by: call.actor)
                let next = found.next.map { cursor in
                    "/don"
                        + PercentText.query([
                            ("q", query["q"]), ("state", query["state"]), ("kind", query["kind"]), ("timing", query["timing"]),
                            ("book", query["book"]), ("cursor", cursor),
                        ])
                }
                return page(
                    PetitionsPage(
                        frame: frame(call, title: "Đơn", at: .petitions), filters: petitionFilters(query, books),
                        rows: found.items.map(PetitionRow.init),
                        hasRows: !found.items.isEmpty, next: next, searched: query.text("q") != nil))
            },
            Route.get("/don/{id}") { call in try await show(.petition(call.id), call) },
            Route.post("/don/{id}/tep", .data, .raw) { call in try await upload(call, to: .petition(call.id)) },
        ]
    }

    private func petitionFilters(_ query: FormData, _ books: [BookOwner]) -> [Field] {
        let make = FieldMaker(query, prefix: "loc-")
        var states: [(String, String)] = []
        for procedure in ["forwarding", "complaint", "denunciation", "feedback", "voter-petition"] {
            for state in casework.rulebook.version(of: procedure, on: casework.today)?.states ?? []
            where !states.contains(where: { $0.0 == state.name }) {
                states.append((state.name, state.title))
            }
        }
        var search = make.line("q", "Tìm (tên, trích yếu, số giấy tờ, số đơn/năm)", width: 4, most: 200).focused
        search.inputType = "search"
        let chosen = [
            search,
            make.select(
                "timing", "Hồ sơ", [("overdue", "Quá hạn"), ("soon", "Sắp đến hạn"), ("done", "Đã kết thúc"), ("all", "Tất cả")],
                blank: "Đang xử lý", width: 2),
            make.select("kind", "Loại đơn", PetitionKind.allCases.map { ($0.rawValue, $0.title) }, blank: "Mọi loại", width: 2),
            make.select("state", "Trạng thái", states, blank: "Mọi trạng thái", width: 3),
        ]
        guard let book = make.book(books, blank: "Mọi sổ") else { return chosen }
        return chosen + [book]
    }

    func petitionPage(_ id: Int64, _ call: Call, _ failed: FailedStep?) async throws -> PetitionPage {
        let view = try await casework.petitions.petition(id, by: call.actor)
        let officer = try call.officerActor
        let own = view.organisation == officer.organisation
        var panel: CasePanel?
        if let file = try await visible({ try await casework.cases.caseFile(view.caseID, by: call.actor) }) {
            var known = ["kind": view.kind.rawValue]
            known["eligibility"] = view.eligibility?.rawValue
            known["jurisdiction"] = view.jurisdiction?.rawValue
            known["field"] = view.fieldCode
            panel = try await self.panel(
                file, .petition(id), call, failed, known: known, scanned: !view.referenceOnly && view.kind != .denunciation)
        }
        let scans = own && officer.works && !view.referenceOnly
        let papers = PapersPanel(
            view.attachments, shown: call.query["tep"], here: "/don/\(id)", upload: scans ? "/don/\(id)/tep" : nil,
            note: view.referenceOnly ? "Đơn tố cáo không được quét lên hệ thống; bản giấy ở hồ sơ số \(view.paperFileNumber ?? "")." : nil)
        var frame = frame(call, title: "Đơn số \(view.bookNumber)", at: .petitions)
        if let panel { frame.failed(failed, in: panel) }
        return PetitionPage(frame: frame, view: view, officer: officer, panel: panel, papers: papers)
    }

    /// nil where the reader may not see it, instead of a page that cannot be shown at all.
    func visible<Found: Sendable>(_ read: @Sendable () async throws -> Found) async throws -> Found? {
        do {
            return try await read()
        } catch let problem as Problem where problem.kind == .missing || problem.kind == .forbidden {
            return nil
        }
    }
}
