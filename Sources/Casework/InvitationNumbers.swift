public import Law
import Postgres
import Records

/// Number and day of the signed letter by which bodies are invited to a session. One letter may go to several of them.
public struct InvitationNumbering: Codable, Sendable, Equatable {
    /// Invitations of the session that go with this letter and have no number yet.
    public var invitations: [Int64]
    /// Số, ký hiệu from the office's document system; nil where the book here gives it.
    public var number: String?
    /// Ký hiệu after the number that the book here gives; nil for the office's symbol.
    public var notation: String?
    /// The day on the letter; nil: today.
    public var issuedOn: Day?

    public init(invitations: [Int64], number: String? = nil, notation: String? = nil, issuedOn: Day? = nil) {
        self.invitations = invitations
        self.number = number
        self.notation = notation
        self.issuedOn = issuedOn
    }
}

extension LeaderSessionDesk {
    /// Whether the office types the numbers of what goes out from its own document system.
    public func typesNumbers(by actor: Actor) async throws -> Bool {
        _ = try actor.officer()
        return try await casework.read(by: actor) { work in try work.typesNumbers(.outgoing) }
    }

    /// The records clerk numbers the letter of these invitations, once, in the book of what goes out.
    ///
    /// - Throws: `Problem`: `already_numbered` (409) saying by whom; about `number` as at the issue of a document (missing, given against
    ///   the office's rule, used in that year), `invitations`, `issuedOn`.
    public func number(_ draft: InvitationNumbering, in session: Int64, key: String?, by actor: Actor) async throws -> [InvitationView] {
        let officer = try actor.officer()
        try officer.require([.recordsClerk])
        let asked = Set(draft.invitations)
        if asked.isEmpty { throw Problem.invalid("invitations", "required", "Chọn ít nhất một giấy mời.") }
        let day = draft.issuedOn ?? casework.today
        if day > casework.today { throw Problem.invalid("issuedOn", "date_in_future", "Ngày giấy mời không được sau hôm nay.") }
        struct Input: Encodable {
            var session: Int64
            var draft: InvitationNumbering
        }
        let input = Input(session: session, draft: draft)
        return try await casework.once("sessions.invitation-number", key: key, input: input, by: actor) { work in
            guard try LeaderSessionRecords.lock(work.db, session: session) else { throw Problem.missing("buổi tiếp") }
            let all = try LeaderSessionRecords.invitations(work.db, session: session)
            let chosen = all.filter { asked.contains($0.id) }
            guard chosen.count == asked.count, let first = chosen.first else {
                throw Problem.invalid("invitations", "unknown_invitation", "Buổi tiếp này không có giấy mời đã chọn.")
            }
            for row in chosen {
                if let number = row.letterNumber { throw Self.numbered(row, number) }
            }
            let number =
                try work.sharedNumber(draft.number, on: day, among: all)
                ?? work.takeLetterNumber(.invitation(first.id), year: day.year, typed: draft.number, notation: draft.notation)
            try LeaderSessionRecords.setNumber(work.db, invitations: chosen.map(\.id), number, on: day, by: officer.id, now: work.now)
            return try chosen.map { try work.invitationView($0.id) }
        }
    }

    private static func numbered(_ row: LeaderSessionRecords.InvitationRow, _ number: String) -> Problem {
        let day = row.letterDate.map { " ngày \($0.vietnamese)" } ?? ""
        let by = row.numberedBy.map { ", \($0) ghi" } ?? ""
        return Problem(
            .conflict, code: "already_numbered", message: "Giấy mời gửi \(row.body) đã có số \(number)\(day)\(by); không ghi lại.")
    }
}

extension Work {
    /// The number that another invitation of the session bears already: it goes with the same letter of the same day, which has its place
    /// in the book. nil where the book here allocates, or no other has it.
    fileprivate func sharedNumber(
        _ typed: String?, on day: Day, among invitations: [LeaderSessionRecords.InvitationRow]
    ) throws -> String? {
        guard try typesNumbers(.outgoing), let typed = try Text.optional(typed, field: "number", most: 100) else { return nil }
        let number = Self.letterNumber(typed)
        return invitations.contains { $0.letterNumber == number && ($0.letterDate ?? day) == day } ? number : nil
    }
}
