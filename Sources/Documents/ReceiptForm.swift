import Casework
import Law

/// Giấy biên nhận thông tin, tài liệu, Mẫu số 02/TCD of Nghị định 154/2026/NĐ-CP.
///
/// The giver of a denunciation stands on it by pseudonym only (Điều 12 of the decree: name, address, handwriting are confidential).
struct ReceiptForm: Sendable {
    struct Paper: Sendable {
        let position: String
        let name: String
        let pages: Int
        let kind: String
    }

    let css: String
    /// Goes up whenever the form prints equal facts differently.
    let templateVersion = 1
    let documentTitle: String
    let dated: String
    let head: OfficialHead
    let time: String
    let date: String
    let receptionPlace: String
    let officerName: String
    let officerTitle: String
    let identified: Bool
    let giver: String
    let idTitle: String
    let idNumber: String
    let address: String
    let hasPhone: Bool
    let phone: String
    let hasPapers: Bool
    let papers: [Paper]
    let onlyPaper: String
    let copies: String
    let bookNumber: String
    let receiptCode: String

    init(_ receipt: Receipt, css: String) {
        let petition = receipt.petition
        let letterhead = receipt.letterhead
        self.css = css
        documentTitle = "Giấy biên nhận thông tin, tài liệu, đơn số \(petition.bookNumber)"
        dated = petition.receivedOn.iso
        head = OfficialHead(
            style: letterhead.headerStyle, parentName: letterhead.parentName, officeName: letterhead.officeName, number: nil,
            place: letterhead.place,
            day: petition.receivedOn, year: petition.receivedOn.year)
        time = Self.time(of: petition)
        date = FormalText.date(petition.receivedOn)
        receptionPlace = receipt.receptionPlace
        officerName = receipt.officerName
        officerTitle = receipt.officerTitle
        let person = petition.parties.first { $0.role == "petitioner" }
        identified = person != nil && !petition.referenceOnly && petition.kind != .denunciation
        if identified, let person {
            giver = person.fullName + (petition.people > 1 ? " (đại diện cho \(FormalText.count(petition.people)) người)" : "")
        } else {
            let voters = petition.kind == .voterPetition && !petition.sourceBody.isEmpty ? "cử tri, tại \(petition.sourceBody)" : nil
            giver = petition.pseudonym.map { "người cung cấp thông tin, bí danh \($0)" } ?? voters ?? "………………………………………………"
        }
        idTitle = Self.idTitles[person?.idKind ?? ""] ?? "căn cước công dân/hộ chiếu/giấy tờ tùy thân"
        idNumber = identified ? person?.idNumber ?? "………………………" : ""
        address = identified ? person.map(\.address).flatMap { $0.isEmpty ? nil : $0 } ?? "………………………………………………" : ""
        phone = identified ? person?.phone ?? "" : ""
        hasPhone = !phone.isEmpty
        papers = petition.papers.enumerated().map {
            Paper(
                position: FormalText.twoDigits($0.offset + 1), name: $0.element.name, pages: $0.element.pages,
                kind: Self.paperKinds[$0.element.kind] ?? $0.element.kind)
        }
        hasPapers = !papers.isEmpty
        onlyPaper = Self.onlyPaper(petition.kind)
        copies = FormalText.twoDigits(2)
        bookNumber = petition.bookNumber
        receiptCode = petition.receiptCode
    }

    /// What was handed over when no list of papers was made.
    private static func onlyPaper(_ kind: PetitionKind) -> String {
        switch kind {
        case .mixed: "Đơn"
        case .voterPetition: kind.title
        case .complaint, .denunciation, .feedback: "Đơn \(kind.title.lowercased())"
        }
    }

    static let paperKinds = ["original": "bản chính", "copy": "bản sao công chứng, chứng thực", "photocopy": "bản phô tô"]
    static let idTitles = [
        "citizen_id": "căn cước/căn cước công dân", "id_certificate": "giấy chứng nhận căn cước", "old_id": "chứng minh nhân dân",
        "passport": "hộ chiếu",
    ]

    /// The hour of entry when it was entered the day it arrived; else blanks.
    private static func time(of petition: PetitionView) -> String {
        let entered = petition.enteredAt
        guard entered.hasPrefix(petition.receivedOn.iso), entered.count >= 16 else { return "…… giờ ……" }
        let clock = entered.dropFirst(11).prefix(5).split(separator: ":")
        return clock.count == 2 ? "\(clock[0]) giờ \(clock[1])" : "…… giờ ……"
    }
}
