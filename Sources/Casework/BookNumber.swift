/// A number of a book as people read it: "12/2026"; with whose book it is where that is not the office's own: "12/2026 (UBND xã Hồng Nam)".
public enum BookNumber {
    public static func text(_ number: Int, _ year: Int, of book: String? = nil) -> String {
        guard let book, !book.isEmpty else { return "\(number)/\(year)" }
        return "\(number)/\(year) (\(book))"
    }
}

/// What stands in an office's book under a number of a year.
public protocol InBook {
    var number: Int { get }
    var bookYear: Int { get }
    /// Short name of the office in whose book it stands, where that is not the office's own.
    var book: String? { get }
}

extension InBook {
    /// Its number as people read it.
    public var bookNumber: String { BookNumber.text(number, bookYear, of: book) }
}

extension PetitionView: InBook {}
extension PetitionLine: InBook {}
extension DuplicateView: InBook {}
extension VisitView: InBook {}
extension PersonAppearance: InBook {}
extension VisitLine: InBook {}
extension CopyCandidate: InBook {}
extension PaperVisitLine: InBook {}

extension EnvelopeView {
    /// Its arrival number (số đến) as people read it.
    public var arrival: String { BookNumber.text(arrivalNumber, arrivalYear, of: book) }
}
extension PetitionCopy {
    /// Its arrival number (số đến) as people read it.
    public var arrival: String { BookNumber.text(arrivalNumber, arrivalYear, of: book) }
}
