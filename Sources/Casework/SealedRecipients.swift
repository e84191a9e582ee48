import Law
import Postgres
import Records

/// Whom a paper of a denunciation is for, where it is not an office: nobody is named, his name and address are written by hand on the paper
/// and its envelope (Luật Tố cáo Đ.9, Đ.56).
public enum SealedParty: String, Codable, Sendable, CaseIterable {
    case denouncer, denounced

    /// Vietnamese.
    public var title: String {
        switch self {
        case .denouncer: "Người tố cáo"
        case .denounced: "Người bị tố cáo"
        }
    }
}

/// One of whom a paper of a denunciation may be for, in words that name nobody.
public struct SealedRecipient: Codable, Sendable, Equatable {
    public var party: SealedParty
    /// For example `Người tố cáo (bí danh Người tố cáo A, hồ sơ giấy số TC-01)`.
    public var words: String
}

/// Whom a paper is for as it is kept.
struct PaperRecipient {
    var words: String
    var party: SealedParty?
    var organisation: Int64?
}

extension DocumentDesk {
    /// What who writes a paper of a denunciation, or sends one, is told.
    public static let sealedWarning =
        "Hồ sơ tố cáo: không ghi họ tên, địa chỉ, bút tích hay thông tin khác làm lộ người tố cáo vào trích yếu, nội dung, nơi nhận, "
        + "ý kiến, lý do. Họ tên và địa chỉ người nhận viết tay trên bản giấy và trên bì thư (Luật Tố cáo Đ.9, Đ.56)."

    /// For whom the papers of a denunciation may be, beside the offices of the list; nil when the case is none.
    public func sealedRecipients(case id: Int64, by actor: Actor) async throws -> [SealedRecipient]? {
        _ = try actor.officer()
        return try await casework.read(by: actor) { work in
            guard let seal = try work.seal(of: id) else { return nil }
            return SealedParty.allCases.map { SealedRecipient(party: $0, words: seal.words(for: $0)) }
        }
    }
}

/// By what the people of a denunciation are told instead of by their names.
struct DenunciationSeal {
    var pseudonym: String?
    var paperFileNumber: String?

    func words(for party: SealedParty) -> String {
        let known = [
            party == .denouncer ? pseudonym.map { "bí danh \($0)" } : nil, paperFileNumber.map { "hồ sơ giấy số \($0)" },
        ].compactMap { $0 }.joined(separator: ", ")
        return String((known.isEmpty ? party.title : "\(party.title) (\(known))").prefix(300))
    }
}

extension Work {
    /// nil when nothing of a denunciation is in the case.
    func seal(of caseID: Int64) throws -> DenunciationSeal? {
        guard let context = try CaseRecords.context(db, case: caseID), context.referenceOnly || context.kind == .denunciation else {
            return nil
        }
        var known: PaperRecords.Reference?
        if let petition = context.petition { known = try PaperRecords.reference(db, petition: petition) }
        return DenunciationSeal(pseudonym: known?.pseudonym, paperFileNumber: known?.paperFileNumber)
    }

    /// Whom a paper is for: the typed words, or in a denunciation one who is not named, or an office of the list.
    ///
    /// - Throws: `Problem`: `name_not_stored` about `addressee` where words may name the denouncer, `not_a_denunciation` about `party`,
    ///   `unknown_organisation`, `one_of_two`.
    func paperRecipient(
        _ typed: String?, party: SealedParty?, organisation: Int64?, most: Int, of caseID: Int64
    ) throws -> PaperRecipient {
        let words = try Text.optional(typed, field: "addressee", most: most, multiline: most > 300)
        var office: OfficeRecords.OrganisationRow?
        if let organisation {
            office = try OfficeRecords.organisation(db, id: organisation)
            if office == nil { throw Problem.invalid("organisation", "unknown_organisation", "Không có cơ quan này trong danh mục.") }
        }
        guard let seal = try seal(of: caseID) else {
            if party != nil {
                throw Problem.invalid("party", "not_a_denunciation", "Chỉ văn bản của hồ sơ tố cáo mới gửi cho người không nêu tên.")
            }
            return PaperRecipient(words: words ?? office.map { String($0.name.prefix(most)) } ?? "", organisation: organisation)
        }
        if words != nil {
            throw Problem.invalid(
                "addressee", "name_not_stored",
                "Hồ sơ tố cáo không lưu tên người nhận: hãy chọn người tố cáo (bí danh), người bị tố cáo hoặc một cơ quan trong danh mục; "
                    + "họ tên viết tay trên bản giấy (Luật Tố cáo Đ.9, Đ.56).")
        }
        if party != nil && office != nil {
            throw Problem.invalid("party", "one_of_two", "Chọn một nơi nhận: người không nêu tên, hoặc một cơ quan trong danh mục.")
        }
        if let party { return PaperRecipient(words: seal.words(for: party), party: party) }
        return PaperRecipient(words: office.map { String($0.name.prefix(most)) } ?? "", organisation: organisation)
    }

    /// The same for a copy that goes out, with the address on its envelope: in a denunciation none is typed, an office's is the list's.
    ///
    /// - Throws: `Problem` as `paperRecipient`; `address_not_stored` about `address`, `required` when nobody is named.
    func dispatchRecipient(_ draft: DispatchDraft, of caseID: Int64) throws -> (recipient: PaperRecipient, address: String) {
        let address = try Text.optional(draft.address, field: "address", most: 1000, multiline: true)
        let sealed = try seal(of: caseID) != nil
        if sealed, address != nil {
            throw Problem.invalid(
                "address", "address_not_stored",
                "Hồ sơ tố cáo không lưu địa chỉ người nhận; địa chỉ viết tay trên bì thư (Luật Tố cáo Đ.9, Đ.56).")
        }
        if !sealed { _ = try Text.require(draft.addressee ?? "", field: "addressee", most: 300) }
        let recipient = try paperRecipient(
            draft.addressee, party: draft.party, organisation: draft.organisation, most: 300, of: caseID)
        if recipient.words.isEmpty {
            throw Problem.invalid(
                "party", "required", "Chọn nơi nhận: người tố cáo (bí danh), người bị tố cáo hoặc một cơ quan trong danh mục.")
        }
        if sealed, let office = recipient.organisation { return (recipient, try PaperRecords.address(db, of: office)) }
        return (recipient, address ?? "")
    }
}
