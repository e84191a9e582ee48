import Law

/// Invented people, as their names sound here.
enum DemoNames {
    private static let families = [
        "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương", "Đào", "Đoàn", "Trịnh", "Mai", "Tạ", "Hà",
        "Lương",
    ]
    private static let women = [
        "Thị Thu Hằng", "Thị Minh Châu", "Thị Ngọc Lan", "Thị Hải Yến", "Thị Kim Thoa", "Thị Bích Đào", "Thị Tuyết Nhung", "Thanh Thủy",
        "Thị Quế Anh",
    ]
    private static let men = [
        "Văn Thắng", "Đức Hiếu", "Quang Vinh", "Minh Đức", "Hữu Phước", "Xuân Hòa", "Đình Toàn", "Công Thành", "Việt Dũng", "Trọng Nghĩa",
    ]

    static func fullName(_ dice: inout Dice) -> (name: String, female: Bool) {
        let female = dice.chance(50)
        return ("\(dice.pick(families)) \(dice.pick(female ? women : men))", female)
    }

    /// `hy.snv.chuyenvien` of HY-SNV.
    static func officer(_ role: Role, of office: DemoStaff.Office, _ dice: inout Dice) -> DemoMaterial.Officer {
        let (suffix, title) =
            switch role {
            case .clerk: ("vanthu", "Văn thư")
            case .leader: ("lanhdao", "Lãnh đạo cơ quan")
            default: ("chuyenvien", "Chuyên viên")
            }
        let place = office.code.lowercased().map { $0 == "-" ? "." : $0 }
        return DemoMaterial.Officer(
            username: "\(String(place)).\(suffix)", fullName: fullName(&dice).name, title: title, organisation: office.code,
            // Who counts what goes in counts what goes out, where nobody was named for it.
            roles: role == .clerk ? [.clerk, .recordsClerk] : [role])
    }
}
