import Identity
public import Law
import Postgres
import Records

/// One letter of a filed bundle that is to be dealt with after all.
public struct TakeOutDraft: Codable, Sendable, Equatable {
    public var reason: String
    /// Not before the day on which it was filed, not after today; today when absent.
    public var on: Day?
    public var expectedSequence: Int

    public init(reason: String, on: Day? = nil, expectedSequence: Int) {
        self.reason = reason
        self.on = on
        self.expectedSequence = expectedSequence
    }
}

extension FilingDesk {
    /// Takes a letter without a case out of a bundle that was filed: it is open again, to be registered or tied, and a copy hangs on its
    /// petition again. The paper keeps it, as taken out. A petition has its own way back, `reopen`, and a copy that one paper filed with
    /// its petition goes that way with it.
    ///
    /// - Throws: `Problem`: `envelope_state` unless it is filed; `filed_with_petition` while the petition that was filed with it rests;
    ///   about the fields `reason` and `on`.
    public func takeOut(_ envelope: Int64, _ draft: TakeOutDraft, key: String?, by actor: Actor) async throws -> EnvelopeView {
        try actor.officer().require([.officer, .leader])
        let reason = try Text.require(draft.reason, field: "reason", most: 2000, multiline: true)
        let day = draft.on ?? casework.today
        if day > casework.today { throw Problem.invalid("on", "date_in_future", "Ngày lấy ra không được sau hôm nay.") }
        return try await casework.postbag.change(
            envelope, "postbag.take_out", draft, seen: draft.expectedSequence, key: key, by: actor
        ) { work, row, officer in
            try PostbagDesk.require(row, [.filed], "Chỉ lấy ra được thư đã lưu theo phiếu.")
            guard let proposal = row.proposal else { throw Problem.missing("phiếu đề xuất lưu đơn") }
            if let filed = row.filedOn, day < filed {
                throw Problem.invalid("on", "before_filing", "Ngày lấy ra không được trước ngày lưu \(filed.vietnamese).")
            }
            if let registration = row.registration,
                try FilingRecords.restsWithPetition(work.db, proposal: proposal, registration: registration)
            {
                throw Problem(
                    .refused, code: "filed_with_petition",
                    message: "Thư là bản sao của đơn\(row.petitionWords) đã lưu cùng phiếu này nên đi theo đơn: khi có tình tiết mới, hãy "
                        + "mở lại đơn; nếu lưu nhầm, lãnh đạo hủy bước lưu của đơn.")
            }
            try FilingRecords.takeOut(
                work.db, proposal: proposal, envelope: envelope, on: day, by: officer.id, reason: row.denunciation ? nil : reason,
                now: work.now)
            try PostbagRecords.takeOut(work.db, envelope: envelope, remark: row.denunciation ? nil : reason)
            try work.log(
                envelope, at: row.seq, "unfile",
                EnvelopeNote(
                    registration: row.registration, proposal: proposal, reason: SaltedFact(reason, random: work.random).hex, on: day))
        }
    }
}

extension PostbagRecords.EnvelopeRow {
    /// ` số 1/2026` of the petition of which it is a copy; empty without one.
    fileprivate var petitionWords: String {
        guard let number, let bookYear else { return "" }
        return " số \(BookNumber.text(number, bookYear, of: petitionBook))"
    }
}
