import Casework

extension FieldMaker {
    /// Whose book is read: the office's own, or that of an office it took over from; nil for an office that took over from nobody.
    ///
    /// - Parameter blank: the words for all of them together.
    func book(_ books: [BookOwner], label: String = "Sổ của", blank: String, width: Int = 4) -> Field? {
        guard books.count > 1 else { return nil }
        let choices = books.map { (String($0.id), $0.closedOn == nil ? $0.name : "\($0.name) (cũ)") }
        return select("book", label, choices, blank: blank, width: width)
    }
}

extension FormData {
    /// The office in `book`; nil when none is named.
    var chosenBook: Int64? { text("book").flatMap { Int64($0) } }
}
