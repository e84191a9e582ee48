/// Comma-separated values (RFC 4180): quotes double themselves, lines end in LF or CRLF, empty lines are passed over.
public enum CSV {
    public struct Record: Sendable, Hashable {
        /// The line on which it begins, from 1.
        public let line: Int
        public let fields: [String]
    }

    public struct Mistake: Error, Sendable, Hashable {
        public let line: Int
        public let message: String
    }

    /// Every record of the text, the header included.
    public static func records(of text: String) throws(Mistake) -> [Record] {
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
