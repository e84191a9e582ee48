public import Law

/// What becomes of offices when they merge: said by the operator.
public struct OfficeMerge: Sendable {
    /// Codes of the offices that close.
    public var olds: [String]
    /// Code of the office that takes over; it may stand already.
    public var into: String
    /// The office to be made, where none has that code yet.
    public var new: AdministrationDesk.NewOrganisation?
    /// The first day of the new order.
    public var on: Day
    /// Number and day of the decision (nghị quyết, quyết định).
    public var documentNumber: String?
    public var documentDate: Day?

    public init(olds: [String], into: String, on: Day) {
        self.olds = olds
        self.into = into
        self.on = on
    }
}

/// One office becomes several.
public struct OfficeSplit: Sendable {
    /// Where something goes: the case or the account, and the code of the office.
    public enum Assignment: Sendable, Equatable {
        case caseFile(Int64, office: String)
        case officer(String, office: String)
    }
    public var old: String
    /// Codes of the successors, which stand already. What has ended and is not assigned goes to the first.
    public var into: [String]
    public var on: Day
    /// Cases whose place of the incident (else the petitioner's) lies in the commune of one successor go there.
    public var byCommune: Bool
    /// What is listed goes where the list says, whatever its place.
    public var assignments: [Assignment]
    public var documentNumber: String?
    public var documentDate: Day?

    public init(old: String, into: [String], on: Day, byCommune: Bool, assignments: [Assignment]) {
        self.old = old
        self.into = into
        self.on = on
        self.byCommune = byCommune
        self.assignments = assignments
    }
}

/// What a change of offices did, or would do: each office before and after.
public struct OfficeChangeReport: Codable, Sendable, Equatable {
    public struct Figure: Codable, Sendable, Equatable {
        /// accounts | open_cases | ended_cases | running_clocks | referrals_in | referrals_out | tasks | book
        public var what: String
        /// The procedure, or the book and its year; else empty.
        public var detail: String
        public var before: Int
        public var after: Int
    }
    public struct Office: Codable, Sendable, Equatable {
        public var code: String
        public var name: String
        public var closes: Bool
        public var figures: [Figure]

        /// The sum of a figure over its details.
        public func total(_ what: String) -> (before: Int, after: Int) {
            figures.filter { $0.what == what }.reduce((0, 0)) { ($0.0 + $1.before, $0.1 + $1.after) }
        }
    }
    public struct Count: Codable, Sendable, Equatable {
        public var what: String
        public var amount: Int
    }
    /// What a closing office had arranged for itself and nobody takes over.
    public struct Remainder: Codable, Sendable, Equatable {
        public var office: String
        /// The name of the table: unit, signing_authority, setting, office_closing, reception_schedule …
        public var what: String
        public var amount: Int
    }
    /// A hand-over of work that ends with the old office, for the substitute goes to another successor: one that has not begun does not
    /// begin, what was lent comes back at the next round of hand-overs.
    public struct HandOver: Codable, Sendable, Equatable {
        public var id: Int64
        /// Names to sign in with: whose work it is, and his substitute.
        public var from: String
        public var to: String
        public var fromDay: Day
        /// The last day as it was set; nil: for good.
        public var untilDay: Day?
        public var begun: Bool
        /// Cases that are with the substitute.
        public var cases: Int
    }
    /// Something whose successor has still to be said.
    public struct Undecided: Codable, Sendable, Equatable {
        /// case | officer
        public var thing: String
        /// The case's id or the officer's name to sign in with.
        public var id: String
        /// Of a case: its subject and number.
        public var note: String
    }

    /// merge | split
    public var kind: String
    public var on: Day
    /// Nothing was changed.
    public var preview: Bool
    public var offices: [Office]
    /// entries, open_cases, ended_cases, referrals_out, referrals_in, accounts, clocks
    public var moved: [Count]
    /// Open cases that nobody has in hand any more (hồ sơ chưa có người xử lý): who had them goes to another successor, or had left. Not
    /// those that come back from a hand-over that ends.
    public var withoutHandler: Int
    public var handOvers: [HandOver]
    public var notMoved: [Remainder]
    public var undecided: [Undecided]
    /// Open denunciations that would come to the body of the denounced: they go to its superior first (Luật Tố cáo Đ.12).
    public var barred: [Int64]
}

/// One line of a change of communes.
public struct CommuneChange: Codable, Sendable, Equatable {
    public var oldCode: String
    public var newCode: String
    public var newName: String
    /// xa | phuong | dac_khu
    public var newKind: String

    public init(oldCode: String, newCode: String, newName: String, newKind: String) {
        self.oldCode = oldCode
        self.newCode = newCode
        self.newName = newName
        self.newKind = newKind
    }
}

/// What a change of communes did, or would do.
public struct CommuneChangeReport: Codable, Sendable, Equatable {
    public struct Use: Codable, Sendable, Equatable {
        public var code: String
        /// Open offices that stand there.
        public var offices: Int
        /// Open petitions about what happened there; they keep the code.
        public var petitions: Int
    }
    public var on: Day
    public var preview: Bool
    public var lines: [CommuneChange]
    public var closed: Int
    public var opened: Int
    public var uses: [Use]
}

/// An office whose books another one keeps.
public struct BookOwner: Codable, Sendable, Equatable {
    public var id: Int64
    public var code: String
    public var name: String
    /// Its last day; absent while it is open.
    public var closedOn: Day?
}
