import Casework
import Law

/// Who gives the receipt, and where: what the petition itself does not know.
public struct ReceiptIssuer: Sendable, Equatable {
    public var officeName: String
    /// The office above; empty when there is none.
    public var parentName: String
    /// `state` or `party`.
    public var headerStyle: String
    /// Địa danh of the office's papers, for example `Hưng Yên`.
    public var place: String
    /// Where the papers were handed over; the office's name when empty.
    public var receptionPlace: String
    public var officerName: String
    public var officerTitle: String
    /// How many copies are made out; one goes to the giver.
    public var copies: Int

    public init(
        officeName: String, parentName: String = "", headerStyle: String = "state", place: String, receptionPlace: String = "",
        officerName: String,
        officerTitle: String, copies: Int = 2
    ) {
        self.officeName = officeName
        self.parentName = parentName
        self.headerStyle = headerStyle
        self.place = place
        self.receptionPlace = receptionPlace
        self.officerName = officerName
        self.officerTitle = officerTitle
        self.copies = copies
    }
}

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
    let templateVersion = Documents.templateVersion
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

    init(_ petition: PetitionView, issuer: ReceiptIssuer, css: String) {
        self.css = css
        documentTitle = "Giấy biên nhận thông tin, tài liệu, đơn số \(petition.number)/\(petition.bookYear)"
        dated = petition.receivedOn.iso
        head = OfficialHead(
            style: issuer.headerStyle, parentName: issuer.parentName, officeName: issuer.officeName, number: nil, place: issuer.place,
            day: petition.receivedOn, year: petition.receivedOn.year)
        time = Self.time(of: petition)
        date = FormalText.date(petition.receivedOn)
        receptionPlace = issuer.receptionPlace.isEmpty ? issuer.officeName : issuer.receptionPlace
        officerName = issuer.officerName
        officerTitle = issuer.officerTitle
        let person = petition.parties.first { $0.role == "petitioner" }
        identified = person != nil && !petition.referenceOnly && petition.kind != .denunciation
        if identified, let person {
            giver = person.fullName + (petition.people > 1 ? " (đại diện cho \(FormalText.count(petition.people)) người)" : "")
        } else {
            giver = petition.pseudonym.map { "người cung cấp thông tin, bí danh \($0)" } ?? "………………………………………………"
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
        onlyPaper = "Đơn" + (petition.kind == .mixed ? "" : " \(petition.kind.title.lowercased())")
        copies = FormalText.twoDigits(max(issuer.copies, 1))
        bookNumber = "\(petition.number)/\(petition.bookYear)"
        receiptCode = petition.receiptCode
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
