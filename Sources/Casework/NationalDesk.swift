import Law
import Postgres
import Records

/// The duty to keep the national database of reception and petitions up to date (NĐ 154/2026/NĐ-CP Đ.27, 35; NĐ 124/2020/NĐ-CP Đ.30a;
/// NĐ 31/2019/NĐ-CP Đ.19a): which steps are not entered there yet, who entered which, and what is copied.
public struct NationalDesk: Sendable {
    let casework: Casework

    /// Cases in one export file.
    static let mostSheets = 500
    /// Steps marked in one go.
    static let mostMarks = 500
    /// Up to here waiting steps are counted.
    public static let mostCounted = 1000

    /// Steps of the actor's office: those not yet entered, the oldest first; or those entered, the last first.
    ///
    /// - Parameter book: only what stands in the book of this office, the actor's own or one that it took over from.
    /// - Throws: `Problem` `unknown_book` for any other office.
    public func list(
        entered: Bool, stage: String?, cursor: String?, limit: Int, book: Int64? = nil, by actor: Actor
    ) async throws -> Page<NationalStep> {
        let stage = try Text.choice(stage, of: Set(NationalStep.stages.map(\.word)), field: "stage")
        let limit = min(max(limit, 1), 200)
        let after = try Self.place(cursor)
        return try await casework.read(by: actor) { work in
            if let book { try work.checkBook(book, of: actor.officer().organisation) }
            let rows = try NationalRecords.list(work.db, entered: entered, stage: stage, book: book, after: after, limit: limit + 1)
            let last = rows.prefix(limit).last
            return Page(
                items: try rows.prefix(limit).map { try work.nationalStep($0) },
                next: rows.count > limit
                    ? last.map { "\(((entered ? $0.enteredOn : nil) ?? $0.occurredOn).iso).\($0.caseID).\($0.seq)" } : nil)
        }
    }

    /// How many steps of the office wait; `mostCounted` stands for that many and more.
    public func waiting(by actor: Actor) async throws -> Int {
        try await casework.read(by: actor) { work in try NationalRecords.waiting(work.db, most: Self.mostCounted) }
    }

    /// Notes the day on which steps were entered and by whom, or takes such marks back; all of them or none.
    ///
    /// - Throws: `Problem` `mark_unchanged` (409) when one of them is not the office's or stands so already.
    public func mark(_ mark: NationalMark, key: String?, by actor: Actor) async throws -> NationalMarked {
        let officer = try actor.officer()
        try officer.require([.clerk, .officer, .leader, .recordsClerk])
        let reference = try Text.optional(mark.reference, field: "reference", most: 100)
        guard !mark.steps.isEmpty else { throw Problem.invalid("steps", "required", "Hãy chọn ít nhất một bước.") }
        guard mark.steps.count <= Self.mostMarks else {
            throw Problem.invalid("steps", "too_many", "Mỗi lần đánh dấu nhiều nhất \(Self.mostMarks) bước.")
        }
        if let day = mark.enteredOn, day > casework.today {
            throw Problem.invalid("enteredOn", "date_in_future", "Ngày nhập không được sau hôm nay.")
        }
        if mark.enteredOn == nil && reference != nil {
            throw Problem.invalid("reference", "not_entered", "Bước chưa nhập thì không có mã.")
        }
        return try await casework.once("national.mark", key: key, input: mark, by: actor) { work in
            let (cases, sequences) = (mark.steps.map(\.caseID), mark.steps.map(\.sequence))
            if let day = mark.enteredOn, try NationalRecords.happened(work.db, cases: cases, sequences: sequences, after: day) {
                throw Problem.invalid("enteredOn", "before_step", "Ngày nhập không được trước ngày của bước.")
            }
            let moved = try NationalRecords.mark(
                work.db, cases: cases, sequences: sequences, enteredOn: mark.enteredOn,
                reference: reference, officer: officer.id, now: work.now)
            guard moved == mark.steps.count else {
                throw Problem(
                    .conflict, code: "mark_unchanged",
                    message: "Có bước đã được đánh dấu trước hoặc không thuộc cơ quan này. Hãy tải lại danh sách.")
            }
            return NationalMarked(steps: moved, waiting: try NationalRecords.waiting(work.db, most: Self.mostCounted))
        }
    }

    /// What is copied about one case of the office.
    public func sheet(of caseID: Int64, by actor: Actor) async throws -> NationalSheet {
        try await casework.read(by: actor) { work in try work.nationalSheet(caseID) }
    }

    /// The sheets of the cases whose steps wait, the oldest first.
    ///
    /// - Parameter book: as for `list`; the file is then that office's.
    public func export(book: Int64? = nil, by actor: Actor) async throws -> NationalExport {
        let officer = try actor.officer()
        try officer.require([.clerk, .officer, .leader, .recordsClerk])
        return try await casework.read(by: actor) { work in
            try work.checkBook(book, of: officer.organisation)
            let keeper = try book.flatMap { try OfficeRecords.organisation(work.db, id: $0)?.name }
            let rows = try NationalRecords.list(
                work.db, entered: false, stage: nil, book: book, after: nil, limit: Self.mostSheets * 4)
            var seen: Set<Int64> = []
            let cases = rows.map(\.caseID).filter { seen.insert($0).inserted }
            let letters = try NationalArrivalRecords.list(work.db, entered: false, book: book, after: nil, limit: Self.mostSheets + 1)
            return NationalExport(
                exportedOn: work.today, office: keeper ?? officer.organisationName,
                more: cases.count > Self.mostSheets || rows.count == Self.mostSheets * 4 || letters.count > Self.mostSheets,
                sheets: try cases.prefix(Self.mostSheets).map { try work.nationalSheet($0) },
                arrivals: try letters.prefix(Self.mostSheets).map { try work.nationalArrival($0) })
        }
    }

    /// `2026-11-21.123.4`
    private static func place(_ cursor: String?) throws(Problem) -> NationalRecords.Place? {
        guard let cursor, !cursor.isEmpty else { return nil }
        let parts = cursor.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let day = Day(iso: String(parts[0])), let caseID = Int64(parts[1]), let seq = Int(parts[2]) else {
            throw Problem.invalid("cursor", "invalid_cursor", "Con trỏ trang không hợp lệ.")
        }
        return NationalRecords.Place(on: day, caseID: caseID, seq: seq)
    }
}

extension Work {
    func nationalStep(_ row: NationalRecords.DueRow) throws -> NationalStep {
        let version = try reference.version(id: row.version)
        return NationalStep(
            caseID: row.caseID, sequence: row.seq, event: row.event,
            eventTitle: version.transitions.first { $0.event == row.event }?.title ?? row.event, stage: row.stage,
            stageTitle: NationalStep.stageTitle(row.stage), basis: row.basis, occurredOn: row.occurredOn, petition: row.petition,
            visit: row.visit, number: BookNumber.text(row.number, row.bookYear, of: row.book), kind: row.kind, title: row.title,
            enteredOn: row.enteredOn,
            enteredBy: row.enteredByName, reference: row.reference)
    }
}
