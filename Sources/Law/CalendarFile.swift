/// The shipped calendar as text: `day,kind,title,provisional,source`, one entry a line.
public enum CalendarFile {
    public struct Mistake: Error, Sendable, Hashable, CustomStringConvertible {
        /// 1 is the header.
        public let line: Int
        public let message: String
        public var description: String { "calendar.csv:\(line): \(message)" }
    }

    static let header = ["day", "kind", "title", "provisional", "source"]
    /// As PostgreSQL writes and reads them.
    static let flags = ["t": true, "f": false, "true": true, "false": false]

    /// Reads the whole file or throws at its first mistake; a day may occur once.
    public static func entries(in text: String) throws(Mistake) -> [CalendarEntry] {
        let records: [CSV.Record]
        do { records = try CSV.records(of: text) } catch { throw Mistake(line: error.line, message: error.message) }
        guard let first = records.first, first.fields == header else {
            throw Mistake(line: 1, message: "the header must be \(header.joined(separator: ","))")
        }
        var seen: Set<Day> = []
        var entries: [CalendarEntry] = []
        for record in records.dropFirst() {
            let fields = record.fields
            func mistake(_ message: String) -> Mistake { Mistake(line: record.line, message: message) }
            guard fields.count == header.count else {
                throw mistake("\(fields.count) columns instead of \(header.count)")
            }
            guard let day = Day(iso: fields[0]) else { throw mistake("not a date: '\(fields[0])'") }
            guard let kind = CalendarEntry.Kind(rawValue: fields[1]) else {
                throw mistake("kind must be off or work, not '\(fields[1])'")
            }
            guard !fields[2].isEmpty else { throw mistake("title is empty") }
            guard let provisional = flags[fields[3]] else {
                throw mistake("provisional must be t or f, not '\(fields[3])'")
            }
            guard seen.insert(day).inserted else { throw mistake("\(day.iso) occurs twice") }
            entries.append(
                CalendarEntry(day: day, kind: kind, title: fields[2], provisional: provisional, source: fields[4]))
        }
        return entries
    }
}
