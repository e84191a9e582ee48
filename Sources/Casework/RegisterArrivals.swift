import Law
import Records

/// What the weekly register says of letters without an entry of their own.
extension Work {
    /// Copies and letters filed unregistered that arrived in the period, and earlier ones that no issued register has shown; those not in
    /// the book of an office that has closed, which issues none any more.
    func registerArrivals(from: Day, to: Day, book: Int64? = nil) throws -> [WeeklyRegister.Arrival] {
        let rows = try ArrivalRecords.list(db, from: from, to: to, book: book)
        return try rows.filter { book == nil || (from...to).contains($0.arrivedOn) }.map { row in
            let late = !(from...to).contains(row.arrivedOn)
            var handling = row.copyOf.map { "bản sao của đơn số \($0)" } ?? ""
            if let ground = row.ground {
                let title = try filingTitle(ground, on: row.arrivedOn)
                handling = [handling, "lưu đơn: \(title.lowercasedFirst)"].filter { !$0.isEmpty }.joined(separator: ", ")
            }
            return WeeklyRegister.Arrival(
                envelope: row.envelope, number: "\(row.number)/\(row.year)", arrivedOn: row.arrivedOn, copyOf: row.copyOf,
                handling: handling, lateEntry: late)
        }
    }

    /// Petition → copies of it that had arrived by the end of a day.
    func copyCounts(of rows: [RegisterRecords.LineRow], by day: Day) throws -> [Int64: Int] {
        let counts = try ArrivalRecords.copies(db, of: rows.map(\.petition), by: day)
        return Dictionary(counts.map { ($0.petition, $0.copies) }, uniquingKeysWith: +)
    }

    /// What an issued register has shown is not shown as late again.
    func noteArrivals(_ arrivals: [WeeklyRegister.Arrival], register: Int64) throws {
        for late in [false, true] {
            try ArrivalRecords.shown(
                db, register: register, envelopes: arrivals.filter { $0.lateEntry == late }.map(\.envelope), late: late)
        }
    }
}

extension String {
    /// As it stands within a sentence.
    fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
