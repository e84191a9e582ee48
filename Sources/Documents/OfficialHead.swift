import Law

/// The two-column head of an official paper: the office on the left, Quốc hiệu and Tiêu ngữ on the right (Nghị định 30/2020/NĐ-CP),
/// or, for a Party office, the Party's head (Hướng dẫn 36-HD/VPTW).
struct OfficialHead: Sendable {
    let style: String
    let party: Bool
    let hasParent: Bool
    let parentName: String
    let officeName: String
    let hasNumber: Bool
    let number: String
    let placeAndDate: String

    /// - Parameters:
    ///   - style: `state` or `party`, as the organisation is set up.
    ///   - number: the line under the office's name; nil leaves it out.
    ///   - day: nil leaves blanks.
    init(style: String, parentName: String, officeName: String, number: String?, place: String, day: Day?, year: Int) {
        party = style == "party"
        self.style = party ? "party" : "state"
        hasParent = !parentName.isEmpty
        self.parentName = parentName
        self.officeName = officeName
        hasNumber = number != nil
        self.number = number ?? ""
        placeAndDate = FormalText.placeAndDate(place, day, year: year)
    }

    /// `Số: 05/STD-HĐND` for a state office, `Số 05-STD/TU` for a Party office; dots when the register has no number yet.
    /// The kind STD (sổ theo dõi) keeps the series apart from the office's letters.
    static func registerNumber(_ number: Int?, symbol: String, party: Bool) -> String {
        let written = number.map(FormalText.twoDigits) ?? "……"
        return party ? "Số \(written)-STD/\(symbol)" : "Số: \(written)/STD-\(symbol)"
    }
}
