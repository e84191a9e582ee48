import Foundation

/// Petitions as citizens write them: the demo province's letters under other names, about other plots. The same number gives
/// the same letter for ever.
struct Letters {
    struct Letter {
        var title: String
        var body: String
        var request: String
        var kind: String
        var fullName: String
        var gender: String
        var birthYear: Int
        var idNumber: String
        var address: String
        var communeCode: String
        /// Words that few other letters hold.
        var words: String
    }

    private struct Sample: Decodable {
        struct Petitioner: Decodable {
            var communeCode: String?
            enum CodingKeys: String, CodingKey { case communeCode = "commune_code" }
        }
        var kind: String
        var title: String
        var body: String
        var request: String?
        var petitioner: Petitioner?
    }

    private let samples: [Sample]

    /// - Parameter file: `demo/petitions.json`.
    init(file: String) throws {
        let all = try JSONDecoder().decode([Sample].self, from: Data(contentsOf: URL(fileURLWithPath: file)))
        // A denunciation is kept by reference only and names nobody; the bench registers what most letters are.
        samples = all.filter { ["complaint", "feedback", "mixed"].contains($0.kind) && $0.petitioner?.communeCode != nil }
        if samples.isEmpty { throw BenchFailure("no letters in \(file)") }
    }

    func letter(_ number: Int) -> Letter {
        var draw = Draw(seed: UInt64(bitPattern: Int64(number)))
        let sample = samples[draw.below(samples.count)]
        let female = draw.below(2) == 0
        let given = (female ? Self.women : Self.men)
        let name =
            "\(Self.surnames[draw.below(Self.surnames.count)]) \((female ? Self.middleWomen : Self.middleMen)[draw.below(8)]) \(given[draw.below(given.count)])"
        let plot = "thửa đất số \(1 + draw.below(400)), tờ bản đồ số \(1 + draw.below(60))"
        let hamlet = "thôn \(1 + draw.below(12))"
        return Letter(
            title: "\(sample.title) (\(plot))", body: "\(sample.body)\nTôi là \(name), ở \(hamlet). Việc trên liên quan đến \(plot).",
            request: sample.request ?? "", kind: sample.kind, fullName: name, gender: female ? "female" : "male",
            birthYear: 1940 + draw.below(62),
            idNumber: "0331\(10_000_000 + draw.below(89_999_999))", address: hamlet, communeCode: sample.petitioner?.communeCode ?? "",
            words: draw.below(2) == 0 ? name : plot)
    }

    private static let surnames = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương", "Đào"]
    private static let middleWomen = ["Thị", "Thị Thu", "Thị Hồng", "Thị Kim", "Ngọc", "Thị Minh", "Thị Bích", "Thanh"]
    private static let middleMen = ["Văn", "Đức", "Hữu", "Quang", "Xuân", "Công", "Đình", "Minh"]
    private static let women = [
        "Ngoãn", "Hương", "Lan", "Huệ", "Mận", "Thoa", "Tươi", "Xuyến", "Nhàn", "Thủy", "Yến", "Hạnh", "Oanh", "Loan", "Phượng", "Sửu",
        "Dậu", "Gái",
    ]
    private static let men = [
        "Tuất", "Hùng", "Dũng", "Thắng", "Chiến", "Khoát", "Nghĩa", "Quyết", "Đường", "Lưỡng", "Thịnh", "Sơn", "Hải", "Tuyến", "Bường",
        "Khải", "Ước", "Phú",
    ]
}

/// Repeatable chance (SplitMix64).
struct Draw {
    private var state: UInt64
    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
