public import Law

/// What became, or would become, of the lines of an old book. JSON member names are those of `tiepdan import cases --json`.
public struct CutOverReport: Codable, Sendable, Equatable {
    /// One case that came along.
    public struct Case: Codable, Sendable, Equatable {
        /// The row of the sheet.
        public var row: Int
        public var oldNumber: String
        public var year: Int
        /// The number in the office's book here.
        public var number: Int
        public var petition: Int64
        public var caseID: Int64
        public var procedure: String
        /// Effective date and revision of the version it runs under.
        public var version: String
        public var state: String
        public var stateTitle: String
        /// The earliest day of its duties.
        public var nextDue: Day?
        public var overdue: Bool

        enum CodingKeys: String, CodingKey {
            case row, oldNumber, year, number, petition, caseID = "case", procedure, version, state, stateTitle, nextDue, overdue
        }
    }

    /// What the installation's chain keeps of it.
    struct Noted: Encodable {
        var cases: Int
        var source: String
    }

    public var office = ""
    public var sheet: String
    public var otherSheets: [String]
    public var mode: CutOverDesk.Mode
    /// Which column of the sheet, from 1, holds what.
    public var columns: [String: Int] = [:]
    /// Headings that say nothing to the program.
    public var unknownColumns: [String] = []
    /// Rows between the lines that are none: titles of parts, sums, headings again.
    public var passedOver = 0
    /// Lines of the book.
    public var lines = 0
    /// Lines that can come along, and those of them of which something is remarked.
    public var ready = 0
    public var warned = 0
    /// Lines that cannot.
    public var errors = 0
    /// Lines that came along before, and lines of which nothing is open.
    public var already = 0
    public var finished = 0
    /// In the order of the rows; what concerns a whole column comes first.
    public var remarks: [CutOverRemark] = []
    /// What came along now.
    public var cases: [Case] = []
    /// Year → the number with which the office's book goes on.
    public var nextNumbers: [String: Int] = [:]

    init(sheet: String, otherSheets: [String], mode: CutOverDesk.Mode) {
        self.sheet = sheet
        self.otherSheets = otherSheets
        self.mode = mode
    }
}
