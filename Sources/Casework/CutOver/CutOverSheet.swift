/// One sheet of a workbook, or a CSV file, as it was read cell by cell.
public struct CutOverSheet: Decodable, Sendable {
    /// One cell: what is in it, as text.
    public struct Cell: Decodable, Sendable, Equatable {
        public enum Kind: String, Decodable, Sendable {
            case text = "t"
            case number = "n"
            case date = "d"
            case flag = "b"
            /// `#REF!` and its like.
            case error = "e"
            /// A formula that was never computed.
            case uncomputed = "u"
        }
        public var kind: Kind
        public var text: String
        /// It repeats the first cell of a merged range.
        public var repeated: Bool

        public init(_ kind: Kind, _ text: String, repeated: Bool = false) {
            self.kind = kind
            self.text = text
            self.repeated = repeated
        }

        public init(from decoder: any Decoder) throws {
            var parts = try decoder.unkeyedContainer()
            kind = try parts.decode(Kind.self)
            text = try parts.decode(String.self)
            repeated = parts.isAtEnd ? false : try parts.decode(Bool.self)
        }
    }

    public struct Row: Decodable, Sendable {
        /// Its number in the sheet, from 1.
        public var row: Int
        public var hidden: Bool?
        public var cells: [Cell?]

        public init(row: Int, hidden: Bool? = nil, cells: [Cell?]) {
            self.row = row
            self.hidden = hidden
            self.cells = cells
        }

        subscript(_ column: Int) -> Cell? { column < cells.count ? cells[column] : nil }
    }

    /// Empty for a CSV file.
    public var sheet: String
    /// The visible sheets of the workbook.
    public var sheets: [String]
    /// Rows that hold anything, in their order.
    public var rows: [Row]

    public init(sheet: String = "", sheets: [String] = [], rows: [Row]) {
        self.sheet = sheet
        self.sheets = sheets
        self.rows = rows
    }
}

/// What is remarked about a row of an old book.
public struct CutOverRemark: Codable, Sendable, Equatable {
    public enum Weight: String, Codable, Sendable {
        /// The row cannot be brought along.
        case error
        /// It can; somebody should look at it.
        case warning
    }
    public var weight: Weight
    /// The row's number in the sheet; nil for what concerns a whole column.
    public var row: Int?
    /// The column's name; empty for the row as such.
    public var column: String
    /// Stable code, for example `date_in_future`.
    public var code: String
    /// What stands there. Never a person's name, address or number, and nothing of who denounced.
    public var value: String?
    /// Vietnamese.
    public var message: String

    public init(weight: Weight, row: Int?, column: String, code: String, value: String? = nil, message: String) {
        self.weight = weight
        self.row = row
        self.column = column
        self.code = code
        self.value = value
        self.message = message
    }
}
