import Casework
import Hummingbird
import Law

/// A document as plain paper: head, number, day, abstract, text, signature block, recipients (Nghị định 30/2020/NĐ-CP, Phụ lục I).
///
/// A draft says so; statutory forms are printed elsewhere.
struct DocumentPrintPage: PageModel {
    static let template = TemplateName.documentPrint
    var title: String
    var draft: Bool
    var voided: Bool
    var party: Bool
    var parentName: String
    var hasParent: Bool
    var officeName: String
    var number: String
    var placeAndDate: String
    var formTitle: String
    var abstract: String
    var addressee: String
    var hasAddressee: Bool
    /// Where the name is written by hand; on the screen alone it says whose.
    var byHand: String?
    var paragraphs: [String]
    var recipients: [String]
    var signatureLines: [String]
    var signer: String

    init(_ paper: PrintedDocument) {
        let view = paper.view
        let line = view.line
        title = "\(line.formTitle) \(line.number ?? "")"
        draft = ![.issued, .dispatched, .voided].contains(line.state)
        voided = line.state == .voided
        party = paper.letterhead.headerStyle == "party"
        parentName = paper.letterhead.parentName
        hasParent = !parentName.isEmpty
        officeName = paper.letterhead.officeName
        let blank = party ? "……-…/\(paper.officeSymbol)" : "……/\(paper.officeSymbol)"
        number = (party ? "Số " : "Số: ") + (line.number ?? blank)
        let place = paper.letterhead.place.isEmpty ? "…………" : paper.letterhead.place
        placeAndDate = line.issuedOn.map { "\(place), \(Self.formal($0))" } ?? "\(place), ngày …… tháng …… năm ………"
        formTitle = line.formTitle
        abstract = line.title
        byHand = view.party == nil ? nil : view.addressee
        addressee = view.party == nil ? view.addressee : ""
        hasAddressee = !addressee.isEmpty
        paragraphs = view.body.split(whereSeparator: \.isNewline).map { String($0) }.filter { !$0.trimmed.isEmpty }
        recipients = view.recipients.split(whereSeparator: \.isNewline).compactMap { line in
            let place = String(line).trimmed
            let name = place.hasPrefix("-") ? String(place.dropFirst()).trimmed : place
            return name.isEmpty ? nil : name
        }
        signatureLines = view.signatureLines
        signer = line.signerName ?? ""
    }

    /// Days below 10 and the months 1 and 2 with a leading zero.
    private static func formal(_ day: Day) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "ngày \(two(day.day)) tháng \(day.month <= 2 ? two(day.month) : "\(day.month)") năm \(day.year)"
    }
}

/// Envelopes, one a page.
struct EnvelopesPage: PageModel {
    static let template = TemplateName.envelopes
    struct Envelope: Sendable {
        var addressee: String
        var address: String
        /// Where name and address are written by hand; on the screen alone it says whose.
        var byHand: String?
        var means: String
        var tracking: String?
        var number: String?
    }
    var sender: String
    var senderAddress: String
    var envelopes: [Envelope]
}

extension WebRoutes {
    var documentPaperRoutes: [Route] {
        [
            Route.get("/van-ban/{id}/in") { call in
                paper(DocumentPrintPage(try await casework.documents.printed(call.id, by: call.actor)))
            },
            Route.get("/van-ban/{id}/bi") { call in
                let paper = try await casework.documents.printed(call.id, by: call.actor)
                if paper.view.dispatches.isEmpty { throw Problem.missing("lần gửi văn bản") }
                let number = paper.view.line.number
                return self.paper(envelopes(paper.view.dispatches, of: paper.letterhead, paper.officeAddress, number: number))
            },
            Route.get("/van-ban/bi") { call in
                let ids = call.query.all("gui").compactMap { Int64($0) }
                let pile = try await casework.documents.envelopes(ids, by: call.actor)
                return self.paper(envelopes(pile.dispatches, of: pile.sender, pile.address, number: nil))
            },
        ]
    }

    private func envelopes(_ sent: [DispatchView], of sender: Letterhead, _ address: String, number: String?) -> EnvelopesPage {
        EnvelopesPage(
            sender: sender.officeName, senderAddress: address,
            envelopes: sent.map {
                .init(
                    addressee: $0.party == nil ? $0.addressee : "", address: $0.address,
                    byHand: $0.party == nil ? nil : $0.addressee, means: $0.meansTitle, tracking: $0.tracking, number: number)
            })
    }
}
