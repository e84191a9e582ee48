/// A number of a book as people read it: "12/2026"; with whose book it is where that is not the office's own: "12/2026 (UBND xã Hồng Nam)".
public enum BookNumber {
    public static func text(_ number: Int, _ year: Int, of book: String? = nil) -> String {
        guard let book, !book.isEmpty else { return "\(number)/\(year)" }
        return "\(number)/\(year) (\(book))"
    }
}

extension PetitionView {
    /// Its number as people read it.
    public var bookNumber: String { BookNumber.text(number, bookYear, of: book) }
}
extension PetitionLine {
    /// Its number as people read it.
    public var bookNumber: String { BookNumber.text(number, bookYear, of: book) }
}
extension DuplicateView {
    /// Its number as people read it.
    public var bookNumber: String { BookNumber.text(number, bookYear, of: book) }
}
extension VisitView {
    /// Its number as people read it.
    public var bookNumber: String { BookNumber.text(number, bookYear, of: book) }
}
extension PersonAppearance {
    /// Its number as people read it.
    public var bookNumber: String { BookNumber.text(number, bookYear, of: book) }
}
extension VisitLine {
    /// Its number as people read it.
    public var bookNumber: String { BookNumber.text(number, bookYear, of: book) }
}
extension CopyCandidate {
    /// Its number as people read it.
    public var bookNumber: String { BookNumber.text(number, bookYear, of: book) }
}
extension PaperVisitLine {
    /// Its number as people read it.
    public var bookNumber: String { BookNumber.text(number, bookYear, of: book) }
}
extension EnvelopeView {
    /// Its arrival number (số đến) as people read it.
    public var arrival: String { BookNumber.text(arrivalNumber, arrivalYear, of: book) }
}
extension PetitionCopy {
    /// Its arrival number (số đến) as people read it.
    public var arrival: String { BookNumber.text(arrivalNumber, arrivalYear, of: book) }
}
