import Law
import Records

/// Sentences that may be read aloud: where a petition stands, since when, what comes next. Never a name, never what it is about.
enum EnquiryWords {
    /// For what does not exist and for what is sealed alike.
    static let nothing =
        "Cơ quan không có thông tin để trả lời qua điện thoại; mời ông/bà tra cứu bằng mã trên giấy biên nhận hoặc đến nơi tiếp công dân."

    /// Several persons fit: what else would tell them apart.
    static func more(_ question: EnquiryQuestion) -> String {
        if question.by == .number || (question.born != nil && question.tail != nil && question.commune != nil) {
            return "Xin ông/bà cho biết mã trên giấy biên nhận để cơ quan tìm đúng đơn."
        }
        var marks: [String] = []
        if question.born == nil { marks.append("năm sinh") }
        if question.tail == nil { marks.append("4 số cuối của giấy tờ tùy thân") }
        if question.commune == nil { marks.append("xã, phường nơi ở") }
        return "Để tìm đúng đơn, xin ông/bà cho biết thêm một trong các thông tin: \(marks.joined(separator: "; "))."
    }

    static func sentence(
        _ standing: EnquiryRecords.Standing, version: ProcedureVersion, clocks: [CaseRecords.ClockRow], today: Day
    ) -> String {
        let state = version.state(standing.state)
        var words = plain(state?.citizen ?? "Đơn của ông/bà đang được xử lý")
        if let recipient = standing.recipient, state?.tags.contains(.waitingOther) == true { words += " là \(recipient)" }
        let number = BookNumber.text(standing.number, standing.bookYear, of: standing.book)
        let letter = "đơn số \(number) nhận ngày \(standing.receivedOn.vietnamese)"
        return "\(standing.office) xin trả lời về \(letter): từ ngày \(standing.since.vietnamese), \(words)"
            + (next(version: version, clocks: clocks, today: today) ?? "") + "."
    }

    /// Clocks that watch the office and are no step that a citizen waits for.
    private static let watches: Set<String> = ["ALARM-45"]

    /// The term that a citizen can read in the law himself; the house's own days are not told.
    private static func next(version: ProcedureVersion, clocks: [CaseRecords.ClockRow], today: Day) -> String? {
        let duties = clocks.filter { clock in
            clock.state == "running" && clock.ends == "stop" && !watches.contains(clock.rule)
                && version.clock(clock.rule)?.ground.article != nil
        }
        guard let first = duties.min(by: { ($0.due, $0.id) < ($1.due, $1.id) }) else { return nil }
        let day = first.due.vietnamese + (first.provisional ? " (tạm tính)" : "")
        let what = lowered(first.title)
        return first.due < today ? "; thời hạn \(what) là ngày \(day), nay đã quá" : "; bước tiếp theo là \(what), chậm nhất ngày \(day)"
    }

    /// A sentence of the procedure inside another one: no full stop, a small letter first.
    private static func plain(_ sentence: String) -> String {
        lowered(sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence)
    }

    private static func lowered(_ words: String) -> String { words.prefix(1).lowercased() + words.dropFirst() }
}
