public import Law
import Records

/// A letter without an entry of its own that must be entered in the national database: a copy tied to its petition, or a letter filed by a
/// signed proposal. It shows its arrival number and its ground, nothing of who wrote or what about.
public struct NationalArrival: Codable, Sendable, Equatable {
    public var envelope: Int64
    /// Số đến and year, `12/2026`.
    public var number: String
    public var arrivedOn: Day
    /// tied | filed | removed
    public var event: String
    public var eventTitle: String
    /// When it came to stand so.
    public var occurredOn: Day
    /// The ground on which it was filed, and its title in the law's list.
    public var ground: String?
    public var groundTitle: String?
    /// Number of the petition of which it is a copy.
    public var copyOf: String?
    /// The articles by which it must be entered.
    public var basis: String
    /// The day on which it was entered; absent while it is not.
    public var enteredOn: Day?
    public var enteredBy: String?
    /// The code that the national database gave it.
    public var reference: String?

    static func eventTitle(_ word: String) -> String {
        ["tied": "Bản sao của đơn đã vào sổ", "filed": "Xếp lưu", "removed": "Đề nghị xóa: không còn xếp lưu"][word] ?? word
    }
}

/// Marks letters as entered, or takes their last marks back.
public struct NationalArrivalMark: Codable, Sendable, Equatable {
    public struct Letter: Codable, Sendable, Equatable {
        public var envelope: Int64
        /// As the list showed it: tied | filed | removed
        public var event: String

        public init(envelope: Int64, event: String) {
            self.envelope = envelope
            self.event = event
        }
    }
    public var letters: [Letter]
    /// The day on which they were entered; nil takes the marks back.
    public var enteredOn: Day?
    public var reference: String?

    public init(letters: [Letter], enteredOn: Day?, reference: String? = nil) {
        self.letters = letters
        self.enteredOn = enteredOn
        self.reference = reference
    }
}

extension NationalDesk {
    /// Letters without an entry of the actor's office: those not yet entered as they stand, the oldest first; or those entered, the last
    /// first.
    ///
    /// - Parameter book: only what stands in the book of this office, the actor's own or one that it took over from.
    /// - Throws: `Problem` `unknown_book` for any other office.
    public func arrivals(
        entered: Bool, cursor: String?, limit: Int, book: Int64? = nil, by actor: Actor
    ) async throws -> Page<NationalArrival> {
        let officer = try actor.officer()
        let limit = min(max(limit, 1), 200)
        let after = try Self.letter(cursor)
        return try await casework.read(by: actor) { work in
            if let book { try work.checkBook(book, of: officer.organisation) }
            let rows = try NationalArrivalRecords.list(work.db, entered: entered, book: book, after: after, limit: limit + 1)
            let last = rows.prefix(limit).last
            return Page(
                items: try rows.prefix(limit).map { try work.nationalArrival($0) },
                next: rows.count > limit
                    ? last.map { "\(((entered ? $0.enteredOn : nil) ?? $0.occurredOn).iso).\($0.envelope)" } : nil)
        }
    }

    /// How many letters without an entry wait; `mostCounted` stands for that many and more.
    public func arrivalsWaiting(by actor: Actor) async throws -> Int {
        try await casework.read(by: actor) { work in try NationalArrivalRecords.waiting(work.db, most: Self.mostCounted) }
    }

    /// Notes the day on which letters were entered as they stand, or takes the last marks back; all of them or none.
    ///
    /// - Throws: `Problem` `mark_unchanged` (409) when one of them is not the office's, stands otherwise by now or is marked already.
    public func mark(_ mark: NationalArrivalMark, key: String?, by actor: Actor) async throws -> NationalMarked {
        let officer = try actor.officer()
        try officer.require([.clerk, .officer, .leader, .recordsClerk])
        let reference = try Text.optional(mark.reference, field: "reference", most: 100)
        guard !mark.letters.isEmpty else { throw Problem.invalid("letters", "required", "Hãy chọn ít nhất một thư.") }
        guard mark.letters.count <= Self.mostMarks else {
            throw Problem.invalid("letters", "too_many", "Mỗi lần đánh dấu nhiều nhất \(Self.mostMarks) thư.")
        }
        if let day = mark.enteredOn, day > casework.today {
            throw Problem.invalid("enteredOn", "date_in_future", "Ngày nhập không được sau hôm nay.")
        }
        if mark.enteredOn == nil && reference != nil {
            throw Problem.invalid("reference", "not_entered", "Thư chưa nhập thì không có mã.")
        }
        return try await casework.once("national.mark_arrivals", key: key, input: mark, by: actor) { work in
            let (envelopes, events) = (mark.letters.map(\.envelope), mark.letters.map(\.event))
            try NationalArrivalRecords.lock(work.db, envelopes: envelopes)
            let moved: Int
            if let day = mark.enteredOn {
                if try NationalArrivalRecords.happened(work.db, envelopes: envelopes, after: day) {
                    throw Problem.invalid("enteredOn", "before_step", "Ngày nhập không được trước ngày lưu hoặc gắn thư.")
                }
                moved = try NationalArrivalRecords.mark(
                    work.db, envelopes: envelopes, events: events, enteredOn: day, reference: reference, officer: officer.id, now: work.now)
            } else {
                moved = try NationalArrivalRecords.takeBack(
                    work.db, envelopes: envelopes, events: events, officer: officer.id, now: work.now)
            }
            guard moved == mark.letters.count else {
                throw Problem(
                    .conflict, code: "mark_unchanged",
                    message: "Có thư đã được đánh dấu trước, đã thay đổi hoặc không thuộc cơ quan này. Hãy tải lại danh sách.")
            }
            return NationalMarked(steps: moved, waiting: try NationalArrivalRecords.waiting(work.db, most: Self.mostCounted))
        }
    }

    /// `2026-11-21.123`
    private static func letter(_ cursor: String?) throws(Problem) -> (on: Day, envelope: Int64)? {
        guard let cursor, !cursor.isEmpty else { return nil }
        let parts = cursor.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let day = Day(iso: String(parts[0])), let envelope = Int64(parts[1]) else {
            throw Problem.invalid("cursor", "invalid_cursor", "Con trỏ trang không hợp lệ.")
        }
        return (day, envelope)
    }
}

extension Work {
    func nationalArrival(_ row: NationalArrivalRecords.ArrivalRow) throws -> NationalArrival {
        NationalArrival(
            envelope: row.envelope, number: BookNumber.text(row.number, row.year, of: row.book), arrivedOn: row.arrivedOn, event: row.event,
            eventTitle: NationalArrival.eventTitle(row.event), occurredOn: row.occurredOn, ground: row.ground,
            groundTitle: try row.ground.map { try filingTitle($0, on: row.occurredOn) }, copyOf: row.copyOf, basis: row.basis,
            enteredOn: row.enteredOn, enteredBy: row.enteredByName, reference: row.reference)
    }
}
