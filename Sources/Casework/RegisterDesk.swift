import Identity
public import Law
import Postgres
import Records

/// The weekly register of a leader: any period, as of its last day; issued once, numbered and kept.
///
/// Part I is what was received in the period; part II what was first answered or closed in it, once; part III what has not ended at its
/// end. A petition that was answered and has not ended stands in both.
public struct RegisterDesk: Sendable {
    let casework: Casework

    /// The register as it stands now, not numbered.
    ///
    /// - Parameter book: of an office that the actor's office took over from: what stands in its book, as far as it came here. Nil for all
    ///   that is the office's own now, whatever book it stands in.
    /// - Throws: `Problem` `unknown_book` for any other office.
    public func weekly(from: Day, to: Day, leaderName: String?, book: Int64? = nil, by actor: Actor) async throws -> WeeklyRegister {
        let officer = try actor.officer()
        try check(from, to)
        let leader = try Text.optional(leaderName, field: "leader", most: 200) ?? ""
        return try await casework.read(by: actor) { work in
            try work.checkBook(book, of: officer.organisation)
            return try work.weekly(from: from, to: to, leaderName: leader, organisation: officer.organisation, book: book)
        }
    }

    /// Numbers and stores the register; what was entered late for an earlier issued period comes along as "bổ sung kỳ trước".
    ///
    /// - Parameter number: from the office's own document system, where it types its registers' numbers; else nil.
    public func issue(
        from: Day, to: Day, leaderName: String?, number: Int? = nil, key: String?, by actor: Actor
    ) async throws -> IssuedRegister {
        let officer = try actor.officer()
        try officer.require([.officer, .leader])
        try check(from, to)
        if to > casework.today { throw Problem.invalid("to", "date_in_future", "Chỉ phát hành sổ của kỳ đã hết.") }
        let leader = try Text.optional(leaderName, field: "leader", most: 200) ?? officer.fullName
        let input = [from.iso, to.iso, leader] + (number.map { [String($0)] } ?? [])
        return try await casework.once("registers.issue", key: key, input: input, by: actor) { work in
            var register = try work.weekly(from: from, to: to, leaderName: leader, organisation: officer.organisation)
            let number = try work.takeNumber(.register, year: to.year, typed: number)
            register.number = number
            register.issuedOn = work.today
            let content = try JSON.text(register)
            let seal = ContentHash.hex(Array(content.utf8))
            let id = try RegisterRecords.insert(
                work.db, organisation: officer.organisation, year: to.year, number: number, from: from, to: to, leaderName: leader,
                issuedBy: officer.id, issuedAt: work.now, templateVersion: WeeklyRegister.formVersion, content: content, sha256: seal)
            let late = register.received.filter(\.lateEntry).map(\.caseID)
            for (part, cases) in [
                ("received", register.received.filter { !$0.lateEntry }.map(\.caseID)), ("late_entry", late),
                ("closed", register.closed.map(\.caseID)),
                ("open", register.open.map(\.caseID)),
            ] where !cases.isEmpty {
                try RegisterRecords.insertLines(work.db, register: id, part: part, cases: cases)
            }
            try work.noteArrivals(register.arrivals ?? [], register: id)
            try work.db.run(
                MachineryRecords.post(
                    topic: "register.issued", firingKey: "register:\(id)",
                    payload: JSONB("{\"register\": \(id), \"organisation\": \(officer.organisation)}"), now: work.now))
            return IssuedRegister(
                id: id, number: number, year: to.year, from: from, to: to, leaderName: leader, issuedAt: work.now.vietnamISO8601,
                contentSHA256: seal)
        }
    }

    /// The office's issued registers, or those of one it took over from, newest first. The cursor names year and number, for one issued
    /// later may be of an earlier year.
    public func issued(book: Int64? = nil, cursor: String? = nil, limit: Int = 50, by actor: Actor) async throws -> Page<IssuedRegister> {
        let officer = try actor.officer()
        let limit = min(max(limit, 1), 200)
        let before = try Self.place(cursor)
        return try await casework.read(by: actor) { work in
            try work.checkBook(book, of: officer.organisation)
            let rows = try RegisterRecords.issuedList(work.db, book: book, before: before, limit: limit + 1)
            return Page(
                items: rows.prefix(limit).map(IssuedRegister.init),
                next: rows.count > limit ? "\(rows[limit - 1].year)-\(rows[limit - 1].number)" : nil)
        }
    }

    private static func place(_ cursor: String?) throws(Problem) -> (year: Int, number: Int)? {
        guard let cursor, !cursor.isEmpty else { return nil }
        let parts = cursor.split(separator: "-", omittingEmptySubsequences: false).map { Int32($0) }
        guard parts.count == 2, let year = parts[0], let number = parts[1], year > 0, number > 0 else {
            throw Problem.invalid("cursor", "invalid_cursor", "Con trỏ trang không hợp lệ.")
        }
        return (year: Int(year), number: Int(number))
    }

    /// The stored content of an issued register: every reprint shows exactly this.
    public func reprint(_ id: Int64, by actor: Actor) async throws -> WeeklyRegister {
        try await casework.read(by: actor) { work in
            guard let row = try RegisterRecords.issued(work.db, id: id) else { throw Problem.missing("sổ đã phát hành") }
            var register = try JSON.value(WeeklyRegister.self, from: row.content)
            register.seal = row.contentSHA256
            return register
        }
    }

    /// The page stored for an issued register, if it has been rendered.
    public func html(_ id: Int64, by actor: Actor) async throws -> String? {
        try await casework.read(by: actor) { work in
            guard try RegisterRecords.issued(work.db, id: id) != nil else { throw Problem.missing("sổ đã phát hành") }
            return try RegisterRecords.html(work.db, register: id)
        }
    }

    /// Keeps the first page rendered, as `keep(pdf:of:by:)` does.
    public func keep(html: String, of id: Int64, by actor: Actor) async throws -> String {
        try await casework.write(by: actor) { work in
            guard try RegisterRecords.issued(work.db, id: id) != nil else { throw Problem.missing("sổ đã phát hành") }
            try RegisterRecords.storeHTML(work.db, register: id, sha256: ContentHash.hex(Array(html.utf8)), html: html, now: work.now)
            return try RegisterRecords.html(work.db, register: id) ?? html
        }
    }

    /// The PDF stored for an issued register, if it has been rendered.
    public func pdf(_ id: Int64, by actor: Actor) async throws -> [UInt8]? {
        try await casework.read(by: actor) { work in
            guard try RegisterRecords.issued(work.db, id: id) != nil else { throw Problem.missing("sổ đã phát hành") }
            return try RegisterRecords.pdf(work.db, register: id)
        }
    }

    /// Keeps the first rendering; a later one of the same register is dropped, so that reprints are identical.
    /// - Returns: the bytes that are stored.
    public func keep(pdf: [UInt8], of id: Int64, by actor: Actor) async throws -> [UInt8] {
        try await casework.write(by: actor) { work in
            guard try RegisterRecords.issued(work.db, id: id) != nil else { throw Problem.missing("sổ đã phát hành") }
            try RegisterRecords.storePDF(work.db, register: id, sha256: ContentHash.hex(pdf), pdf: pdf, now: work.now)
            return try RegisterRecords.pdf(work.db, register: id) ?? pdf
        }
    }

    private func check(_ from: Day, _ to: Day) throws(Problem) {
        if to < from { throw Problem.invalid("to", "before_from", "Ngày cuối kỳ phải sau hoặc bằng ngày đầu kỳ.") }
        if to.days(since: from) > 366 { throw Problem.invalid("to", "too_long", "Kỳ dài nhất là một năm.") }
    }
}

extension IssuedRegister {
    init(_ row: RegisterRecords.Issued) {
        self.init(
            id: row.id, number: row.number, year: row.year, from: row.from, to: row.to, leaderName: row.leaderName,
            issuedAt: row.issuedAt.vietnamISO8601, contentSHA256: row.contentSHA256)
    }
}

extension Work {
    /// - Throws: `Problem` `unknown_book` unless the office itself or one it took over from keeps the book.
    func checkBook(_ book: Int64?, of office: Int64) throws {
        guard let book, book != office else { return }
        if try !OfficeChangeRecords.family(db, of: office).contains(where: { $0.id == book }) {
            throw Problem.invalid("book", "unknown_book", "Cơ quan của bạn không kế tiếp cơ quan này.")
        }
    }

    func weekly(from: Day, to: Day, leaderName: String, organisation: Int64, book: Int64? = nil) throws -> WeeklyRegister {
        guard let office = try OfficeRecords.organisation(db, id: book ?? organisation) else { throw Problem.missing("cơ quan") }
        // What the office was called at the end of the period.
        let named = try OfficeChangeRecords.name(db, of: office.id, on: to)
        // What came late goes into the next register that is issued, which is never an old office's.
        var lateClosed: Set<Int64> = []
        var lateEntered: Set<Int64> = []
        if book == nil {
            lateClosed = Set(try RegisterRecords.lateClosings(db, before: from))
            lateEntered = Set(try RegisterRecords.lateEntries(db, before: from, asOf: to))
        }
        let rows = try RegisterRecords.lines(
            db, from: from, to: to, issuedAt: now, late: lateClosed.union(lateEntered).sorted(), book: book)
        let calendar = reference.calendar(of: organisation)
        let soon = DeskSettings.dueSoon.value(in: reference.settings(of: organisation))
        let copies = try copyCounts(of: rows, by: to)
        var received: [WeeklyRegister.Line] = []
        var closed: [WeeklyRegister.Line] = []
        var open: [WeeklyRegister.Line] = []
        for row in rows {
            let tied = copies[row.petition] ?? 0
            let line = registerLine(
                row, asOf: to, calendar: calendar, soon: soon, late: lateEntered.contains(row.caseID), copies: tied,
                oldUnit: book != nil)
            if (from...to).contains(row.receivedOn) || line.lateEntry { received.append(line) }
            if let day = row.doneOn {
                if (from...to).contains(day) {
                    closed.append(line)
                } else if lateClosed.contains(row.caseID) {
                    closed.append(
                        registerLine(row, asOf: to, calendar: calendar, soon: soon, late: true, copies: tied, oldUnit: book != nil))
                }
            }
            // Answered is not over: what is still to be done stands here, in time or not.
            if !row.final { open.append(line) }
        }
        let length = to.days(since: from) + 1
        /// Counted in one way, whichever the period.
        func figures(_ from: Day, _ to: Day) throws -> WeeklyRegister.Figures {
            let f = try RegisterRecords.figures(db, from: from, to: to, book: book)
            return WeeklyRegister.Figures(
                visits: f.visits, people: f.people, matters: f.matters, groups: f.groups, received: f.received, processed: f.processed,
                open: f.open, overdue: f.overdue)
        }
        // What the parts list is what the header counts, even if somebody worked on between the questions.
        var week = try figures(from, to)
        let arrivals = try registerArrivals(from: from, to: to, book: book)
        week.received = received.count { (from...to).contains($0.receivedOn) } + arrivals.count { !$0.lateEntry }
        week.open = open.count
        week.overdue = open.count { $0.overdueDays > 0 }
        return WeeklyRegister(
            organisation: office.id, organisationName: named?.name ?? office.name, parentName: office.parentName ?? "",
            symbol: named?.symbol ?? office.symbol,
            headerStyle: office.headerStyle, place: placeName(office), leaderName: leaderName, from: from, to: to, number: nil,
            issuedOn: nil, week: week,
            weekBefore: try figures(from.adding(days: -length), to.adding(days: -length)),
            sameWeekLastYear: try figures(from.adding(years: -1), to.adding(years: -1)),
            received: received, closed: closed, open: open, arrivals: arrivals.isEmpty ? nil : arrivals)
    }

    /// The head of the office's papers, as it was called on a day.
    func letterhead(of organisation: Int64, on day: Day) throws -> Letterhead {
        guard let office = try OfficeRecords.organisation(db, id: organisation) else { throw Problem.missing("cơ quan") }
        let named = try OfficeChangeRecords.name(db, of: organisation, on: day)
        return Letterhead(
            officeName: named?.name ?? office.name, parentName: office.parentName ?? "", headerStyle: office.headerStyle,
            place: placeName(office))
    }

    /// Địa danh of the office's papers: the commune's or province's name without its kind.
    private func placeName(_ office: OfficeRecords.OrganisationRow) -> String {
        let name = office.level == "commune" ? office.communeName ?? office.provinceName ?? "" : office.provinceName ?? ""
        for prefix in ["Thành phố ", "Tỉnh ", "Phường ", "Xã ", "Đặc khu ", "xã "] where name.hasPrefix(prefix) {
            return String(name.dropFirst(prefix.count))
        }
        return name
    }

    private func registerLine(
        _ row: RegisterRecords.LineRow, asOf day: Day, calendar: WorkCalendar, soon: Int, late: Bool, copies: Int,
        oldUnit: Bool
    ) -> WeeklyRegister.Line {
        let overdue = row.due.map { !row.final && $0 < day ? day.days(since: $0) : 0 } ?? 0
        let timing: String =
            if row.final { "đã xong" } else if overdue > 0 {
                "quá hạn \(overdue) ngày"
            } else if let due = row.due,
                calendar.workingDays(after: day, through: due) <= soon
            { "sắp đến hạn" } else { "trong hạn" }
        var who = row.who
        if row.kind != .denunciation && !row.address.isEmpty { who += ", " + row.address }
        if row.people > 1 { who += " (đoàn \(row.people) người)" }
        var notes: [String] = []
        if late { notes.append("bổ sung kỳ trước") }
        if let number = row.duplicateOf { notes.append("trùng với đơn số \(number)") }
        if copies > 0 { notes.append("kèm \(copies) bản sao") }
        if row.groupFiler { notes.append("đông người") }
        if row.dueProvisional && !row.final { notes.append("hạn tạm tính") }
        if row.complexLong { notes.append("phức tạp, kéo dài") }
        return WeeklyRegister.Line(
            caseID: row.caseID, code: BookNumber.text(row.number, row.bookYear, of: oldUnit ? "" : row.book), receivedOn: row.receivedOn,
            who: who, summary: row.title,
            kind: row.kind.title,
            field: row.fieldName ?? "", source: row.sourceBody.isEmpty ? row.channel.title : "\(row.channel.title): \(row.sourceBody)",
            directions: row.directions ?? "", handling: row.stateTitle, letter: row.letter ?? "", settler: row.settler ?? "", due: row.due,
            timing: timing, overdueDays: overdue, reminders: row.reminders, reply: row.reply ?? "", note: notes.joined(separator: "; "),
            lateEntry: late)
    }
}
