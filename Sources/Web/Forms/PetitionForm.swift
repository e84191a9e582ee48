import Casework
import Law

/// The form that enters a petition: what was typed, as a draft, and the same again as fields.
struct PetitionForm: Sendable {
    var form: FormData
    /// Everything that could tell who denounces is absent from this variant of the form.
    var denunciation: Bool

    static let filerKinds: [(String, String)] = [
        ("individual", "Cá nhân"), ("group", "Nhiều người"), ("organisation", "Cơ quan, tổ chức"), ("anonymous", "Nặc danh"),
        ("impersonated", "Mạo danh"),
    ]
    static let priorResolutions: [(String, String)] = [
        ("none", "Chưa giải quyết"), ("first", "Đã giải quyết lần đầu"), ("second", "Đã giải quyết lần hai"),
        ("judgment", "Đã có bản án, quyết định của Tòa án"),
        ("late_unresolved", "Quá hạn chưa giải quyết"), ("concluded", "Đã có kết luận nội dung tố cáo"),
    ]
    static let denouncedRanks: [(String, String)] = DenouncedRank.allCases.map { ($0.rawValue, $0.title) }
    static let paperKinds: [(String, String)] = [("photocopy", "Bản phô tô"), ("copy", "Bản sao có chứng thực"), ("original", "Bản chính")]

    /// The form as it first opens.
    static func blank(denunciation: Bool, today: Day, visit: VisitView?) -> PetitionForm {
        var form = FormData([("receivedOn", today.iso), ("channel", "desk"), ("kind", denunciation ? "denunciation" : "")])
        if let visit {
            form = FormData([("receivedOn", visit.visitedOn.iso), ("channel", "desk"), ("visit", String(visit.id))])
            if let matter = visit.matter { form = form.setting("matter", String(matter)) }
            if !denunciation { form = form.prefilled(from: visit) }
        }
        return PetitionForm(form: form, denunciation: denunciation)
    }

    func draft() throws(Problem) -> PetitionDraft {
        var read = FormReader(form)
        let channel: Channel? = read.choice("channel", required: true)
        let receivedOn = read.day("receivedOn", required: true)
        let kind: PetitionKind? = denunciation ? .denunciation : read.choice("kind", required: true)
        if !denunciation && kind == .denunciation {
            read.refuse("kind", "denunciation_form", "Đơn tố cáo phải vào sổ bằng biểu mẫu riêng, không ghi danh tính.")
        }
        for name in ["title", "body"] where form.text(name) == nil { read.refuse(name, "required", "Không được để trống.") }
        var draft = PetitionDraft(
            channel: channel ?? .desk, receivedOn: receivedOn ?? Day(2000, 1, 1), kind: kind ?? .feedback, title: form["title"],
            body: form["body"])
        draft.letterDate = read.day("letterDate")
        draft.postmarkOn = read.day("postmarkOn")
        draft.fieldCode = read.text("fieldCode")
        draft.request = read.text("request")
        draft.wantsReply = read.flag("wantsReply")
        draft.repeated = read.flag("repeated")
        draft.eligibility = read.choice("eligibility")
        draft.ineligibleReason = read.text("ineligibleReason")
        draft.jurisdiction = read.choice("jurisdiction")
        draft.priorResolution = read.text("priorResolution")
        draft.priorBodies = read.text("priorBodies")
        draft.sourceBody = read.text("sourceBody")
        draft.sourceLetterNumber = read.text("sourceLetterNumber")
        draft.sourceLetterDate = read.day("sourceLetterDate")
        draft.incidentCommune = read.text("incidentCommune")
        draft.matter = read.id("matter")
        draft.visit = read.id("visit")
        draft.duplicateOf = read.id("duplicateOf")
        draft.envelope = read.id("envelope")
        draft.partOf = read.id("partOf")
        draft.number = read.number("number")
        draft.arrivalNumber = read.number("arrivalNumber")
        draft.papers = papers(&read)
        if denunciation {
            draft.pseudonym = read.text("pseudonym")
            draft.paperFileNumber = read.text("paperFileNumber")
            draft.personDenounced = read.text("personDenounced")
            draft.denouncedRank = read.text("denouncedRank")
        } else {
            people(&draft, &read)
        }
        try read.finish()
        return draft
    }

    private func people(_ draft: inout PetitionDraft, _ read: inout FormReader) {
        let petitioner = read.person("petitioners.")
        draft.filerKind = read.text("filerKind")
        draft.people = read.number("people")
        draft.representatives = read.number("representatives")
        draft.appointmentSigned = read.flag("appointmentSigned")
        draft.appointmentOn = read.day("appointmentOn")
        let others = read.representatives("representative.")
        draft.petitioners = petitioner.map { [$0] + others } ?? others
        draft.authorised = read.authorised()
        draft.respondent = read.person("respondent.")
    }

    private func papers(_ read: inout FormReader) -> [PaperDraft] {
        let names = form.all("papers.name")
        let pages = form.all("papers.pages")
        let kinds = form.all("papers.kind")
        var papers: [PaperDraft] = []
        for index in names.indices where !names[index].trimmed.isEmpty {
            let count = read.number(index < pages.count ? pages[index] : "", "papers.pages") ?? 1
            papers.append(PaperDraft(name: names[index], pages: count, kind: index < kinds.count ? kinds[index] : "photocopy"))
        }
        return papers
    }
}

extension FormData {
    /// What the visit already knows goes into the petition's form.
    func prefilled(from visit: VisitView) -> FormData {
        var form = setting("people", visit.people > 1 ? String(visit.people) : "").setting("body", visit.summary).setting(
            "request", visit.request)
        form = form.setting("filerKind", visit.filerKind).setting("wantsReply", visit.wantsReply ? "1" : "")
            .setting("repeated", visit.repeated ? "1" : "").setting("priorBodies", visit.priorBodies)
        if visit.representatives > 0 { form = form.setting("representatives", String(visit.representatives)) }
        if let first = visit.parties.first(where: { $0.role == "petitioner" }) { form = form.naming(first) }
        var pairs = form.pairs.map { ($0.name, $0.value) }
        for other in visit.parties where other.role == "representative" {
            pairs += [
                ("representative.fullName", other.fullName), ("representative.idNumber", other.idNumber ?? ""),
                ("representative.address", other.address),
            ]
        }
        return FormData(pairs)
    }

    /// What a part of a split petition has from the whole: day, way and writer.
    func prefilled(from whole: PetitionView) -> FormData {
        var form = setting("receivedOn", whole.receivedOn.iso).setting("channel", whole.channel.rawValue).setting(
            "partOf", String(whole.id)
        )
        .setting("filerKind", whole.filerKind).setting("wantsReply", whole.wantsReply ? "1" : "")
        if whole.people > 1 { form = form.setting("people", String(whole.people)) }
        if let first = whole.parties.first(where: { $0.role == "petitioner" }) { form = form.naming(first) }
        return form
    }

    private func naming(_ first: PersonView) -> FormData {
        let known: [(String, String?)] = [
            ("fullName", first.fullName), ("gender", first.gender), ("birthYear", first.birthYear.map(String.init)),
            ("idKind", first.idKind),
            ("idNumber", first.idNumber), ("phone", first.phone), ("ethnicCode", first.ethnicCode),
            ("communeCode", first.communeCode.map { "\(first.communeName) (\($0))" }), ("address", first.detailAddress),
            ("oldAddress", first.oldAddress),
        ]
        return known.reduce(self) { form, pair in form.setting("petitioners." + pair.0, pair.1 ?? "") }
    }
}

extension PersonView {
    /// The address line ends with commune and province when the commune is known.
    private var addressParts: [String] { address.split(separator: ",").map { String($0).trimmed } }
    var communeName: String { addressParts.suffix(2).joined(separator: ", ") }
    var detailAddress: String { communeCode == nil ? address : addressParts.dropLast(2).joined(separator: ", ") }
}
