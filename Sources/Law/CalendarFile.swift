/// The shipped calendar as text: `day,kind,title,provisional,source`, one entry a line, RFC 4180 quoting.
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
        let records = try records(of: text)
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

    private struct Record {
        var line: Int
        var fields: [String]
    }

    private static func records(of text: String) throws(Mistake) -> [Record] {
        var records: [Record] = []
        var fields: [String] = []
        var field = ""
        var quoted = false
        var closed = false
        var line = 1
        var start = 1
        func isBlank() -> Bool { fields.isEmpty && field.isEmpty && !closed }
        var scalars = text.unicodeScalars.makeIterator()
        var pending: Unicode.Scalar?
        while let scalar = pending ?? scalars.next() {
            pending = nil
            if quoted {
                if scalar == "\"" {
                    let following = scalars.next()
                    if following == "\"" {
                        field.unicodeScalars.append("\"")
                    } else {
                        quoted = false
                        closed = true
                        pending = following
                    }
                } else {
                    if scalar == "\n" { line += 1 }
                    field.unicodeScalars.append(scalar)
                }
                continue
            }
            switch scalar {
            case "\u{FEFF}" where line == 1 && isBlank(): break
            case "\"" where field.isEmpty && !closed: quoted = true
            case "\"": throw Mistake(line: line, message: "a quote inside an unquoted field")
            case ",":
                fields.append(field)
                field = ""
                closed = false
            case "\r": break
            case "\n":
                if !isBlank() { records.append(Record(line: start, fields: fields + [field])) }
                fields = []
                field = ""
                closed = false
                line += 1
                start = line
            default:
                if closed { throw Mistake(line: line, message: "text after a closing quote") }
                field.unicodeScalars.append(scalar)
            }
        }
        if quoted { throw Mistake(line: start, message: "a quoted field is not closed") }
        if !isBlank() { records.append(Record(line: start, fields: fields + [field])) }
        return records
    }
}
