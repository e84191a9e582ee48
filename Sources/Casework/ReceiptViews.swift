/// What the head of an office's paper says.
public struct Letterhead: Codable, Sendable, Equatable {
    public var officeName: String
    /// The office above; empty when there is none.
    public var parentName: String
    /// `state` or `party`.
    public var headerStyle: String
    /// Địa danh of the office's papers, for example `Hưng Yên`.
    public var place: String

    public init(officeName: String, parentName: String = "", headerStyle: String = "state", place: String) {
        self.officeName = officeName
        self.parentName = parentName
        self.headerStyle = headerStyle
        self.place = place
    }
}

/// The facts of a receipt for what a citizen handed in (Mẫu số 02/TCD, NĐ 154/2026/NĐ-CP).
public struct Receipt: Codable, Sendable, Equatable {
    public var petition: PetitionView
    public var letterhead: Letterhead
    /// Where the papers were handed over: the place of the session, else the office's name.
    public var receptionPlace: String
    /// Who entered the petition.
    public var officerName: String
    public var officerTitle: String

    public init(petition: PetitionView, letterhead: Letterhead, receptionPlace: String, officerName: String, officerTitle: String) {
        self.petition = petition
        self.letterhead = letterhead
        self.receptionPlace = receptionPlace
        self.officerName = officerName
        self.officerTitle = officerTitle
    }
}
