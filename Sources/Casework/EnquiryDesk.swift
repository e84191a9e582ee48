import Identity
import Law
import Postgres
import Records

/// Answers on the telephone: one sentence about one case, and a line in the log for every question.
///
/// Of a denunciation nothing is said, not even that it is there (Luật Tố cáo Đ.9, Đ.56): the answer is the one for what does not exist.
public struct EnquiryDesk: Sendable {
    let casework: Casework

    /// Finds the case that a caller means and says what he may know of it.
    ///
    /// - Throws: `Problem` for a code, number or mark that cannot be one; such a question is not logged.
    public func ask(_ draft: EnquiryDraft, key: String?, by actor: Actor) async throws -> EnquiryAnswer {
        let officer = try actor.officer()
        try officer.require([.clerk, .officer, .leader])
        let question = try EnquiryQuestion(draft, today: casework.today)
        return try await casework.once("enquiries.ask", key: key, input: question.fingerprint(under: key), by: actor) { work in
            try work.answer(question, by: officer)
        }
    }

    /// The log of the office's calls, for those who look after it.
    public func log(cursor: String?, limit: Int, by actor: Actor) async throws -> Page<EnquiryLine> {
        try actor.officer().require([.leader, .auditor])
        let limit = min(max(limit, 1), 200)
        let before = try Cursor.parse(cursor)
        return try await casework.read(by: actor) { work in
            let rows = try EnquiryRecords.list(work.db, before: before, limit: limit + 1)
            return Page(
                items: rows.prefix(limit).compactMap { EnquiryLine($0) },
                next: rows.count > limit ? Cursor.text(rows[limit - 1].id) : nil)
        }
    }
}

extension EnquiryLine {
    fileprivate init?(_ row: EnquiryRecords.LogRow) {
        guard let mark = EnquiryMark(rawValue: row.kind), let outcome = EnquiryOutcome(rawValue: row.outcome) else { return nil }
        self.init(
            id: row.id, askedAt: row.askedAt.vietnamISO8601, officerName: row.officerName, by: mark, outcome: outcome, caseID: row.caseID,
            petition: row.petition)
    }
}

/// A question as it is put to the database.
struct EnquiryQuestion: Sendable {
    var by: EnquiryMark
    var words: String
    var year: Int?
    var born: Int?
    var tail: String?
    var commune: String?

    init(_ draft: EnquiryDraft, today: Day) throws(Problem) {
        by = draft.by
        let typed = try Text.require(draft.words, field: "words", most: 200)
        switch draft.by {
        case .code:
            guard let code = ReceiptCode.parse(typed) else {
                throw Problem.invalid("words", "invalid_receipt", "Mã biên nhận không đúng. Hãy hỏi lại từng ký tự.")
            }
            words = code.text
        case .number:
            let parts = typed.split(separator: "/", omittingEmptySubsequences: false).map { $0.filter { !$0.isWhitespace } }
            guard (1...2).contains(parts.count), let number = Int(parts[0]), (1...99_999_999).contains(number),
                let year = parts.count == 2 ? Int(parts[1]) : today.year, (1900...2200).contains(year)
            else {
                throw Problem.invalid("words", "invalid_number", "Số trong sổ ghi như 12/2026, hoặc chỉ số 12 đối với sổ năm nay.")
            }
            words = String(number)
            self.year = year
        case .name:
            guard typed.count >= 2 else { throw Problem.invalid("words", "too_short", "Cần đủ họ và tên.") }
            words = typed
        case .idNumber:
            words = typed.filter { !$0.isWhitespace && $0 != "." }
            guard (6...40).contains(words.count) else {
                throw Problem.invalid("words", "invalid_id_number", "Số giấy tờ không đúng. Hãy hỏi lại từng chữ số.")
            }
        }
        if let year = draft.birthYear {
            guard (1900...today.year).contains(year) else {
                throw Problem.invalid("birthYear", "out_of_range", "Năm sinh không hợp lệ.")
            }
            born = year
        }
        if let typed = try Text.optional(draft.idTail, field: "idTail", most: 10) {
            guard typed.count == 4 else { throw Problem.invalid("idTail", "out_of_range", "Ghi đúng 4 ký tự cuối của số giấy tờ.") }
            tail = typed
        }
        commune = try Text.optional(draft.communeCode, field: "communeCode", most: 5)
    }

    /// What a repeated question is known by: its words only as a hash under the client's key.
    func fingerprint(under key: String?) -> [String] {
        [by.rawValue, ChainHash.hex([key, words, year.map { String($0) }, born.map { String($0) }, tail, commune])]
    }
}

extension Work {
    /// Answers a question and logs it.
    fileprivate func answer(_ question: EnquiryQuestion, by officer: OfficerActor) throws -> EnquiryAnswer {
        let matches = try EnquiryRecords.matches(
            db, by: question.by.rawValue, words: question.words, year: question.year, born: question.born, tail: question.tail,
            commune: question.commune)
        var answer = EnquiryAnswer(id: 0, outcome: .nothing, sentence: EnquiryWords.nothing, caseID: nil, petition: nil, others: 0)
        if Set(matches.map(\.who)).count > 1 && Set(matches.map(\.caseID)).count > 1 {
            answer.outcome = .more
            answer.sentence = EnquiryWords.more(question)
        } else if let found = matches.first, let standing = try EnquiryRecords.standing(db, case: found.caseID) {
            answer.outcome = .told
            answer.caseID = found.caseID
            answer.petition = standing.petition
            answer.others = Set(matches.map(\.caseID)).count - 1
            let version = try reference.version(id: standing.version)
            let clocks: [CaseRecords.ClockRow] = try db.all(CaseRecords.clocksQuery(found.caseID))
            answer.sentence = EnquiryWords.sentence(standing, version: version, clocks: clocks, today: today)
        }
        answer.id = try EnquiryRecords.log(
            db, officer: officer.id, at: now, by: question.by.rawValue, outcome: answer.outcome.rawValue, caseID: answer.caseID)
        return answer
    }
}
