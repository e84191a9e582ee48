import Law

/// How much the fields of a petition, of a visit and of their persons may hold: the same at the counter and when they are set right.
/// Lengths are in characters.
enum IntakeLimits {
    static let title = 300
    static let body = 20_000
    static let request = 5000
    static let fullName = 200
    static let idNumber = 40
    static let idIssuedBy = 200
    static let noIDReason = 300
    static let phone = 30
    static let ethnicCode = 3
    static let nationality = 60
    static let occupation = 100
    static let jobTitle = 200
    static let workplace = 200
    static let communeCode = 5
    static let address = 300
    static let priorBodies = 1000
    static let sourceBody = 300
    static let letterNumber = 100
    static let pseudonym = 100
    static let paperFileNumber = 100
    /// What a visitor says, and what he asks for.
    static let visitWords = 5000
    static let visitPapers = 500
    static let sheetNumber = 20
    static let mandateNumber = 100

    static func check(people count: Int, field: String) throws(Problem) {
        guard (1...10_000).contains(count) else { throw Problem.invalid(field, "out_of_range", "Số người từ 1 đến 10000.") }
    }

    static func check(representatives count: Int, field: String) throws(Problem) {
        guard (0...5).contains(count) else {
            throw Problem.invalid(field, "out_of_range", "Người đại diện nhiều nhất 5 người (Luật Tiếp công dân Đ.29).")
        }
    }

    static func check(birthYear year: Int, today: Day, field: String) throws(Problem) {
        guard (1900...today.year).contains(year) else { throw Problem.invalid(field, "out_of_range", "Năm sinh không hợp lệ.") }
    }
}

/// What may be chosen in the fields of a petition and of its persons: the code that is stored, and its Vietnamese title.
enum IntakeWords {
    static let filerKinds = [
        "individual": "Cá nhân", "group": "Nhiều người", "organisation": "Cơ quan, tổ chức", "anonymous": "Nặc danh",
        "impersonated": "Mạo danh",
    ]
    /// Nobody signed, or somebody in another's name.
    static let unsigned: Set<String> = ["anonymous", "impersonated"]
    static let signatureKinds = ["one": "Một người", "many": "Nhiều người", "other": "Không có hoặc khác"]
    static let personKinds = ["individual": "Cá nhân", "organisation": "Cơ quan, tổ chức"]
    static let genders = ["male": "Nam", "female": "Nữ", "other": "Khác"]
    static let idKinds: [String: String] = [
        PersonDraft.IDKind.citizenID.rawValue: "Căn cước công dân, căn cước",
        PersonDraft.IDKind.idCertificate.rawValue: "Giấy chứng nhận căn cước",
        PersonDraft.IDKind.oldID.rawValue: "Chứng minh nhân dân (cũ)", PersonDraft.IDKind.passport.rawValue: "Hộ chiếu",
        PersonDraft.IDKind.other.rawValue: "Giấy tờ khác", PersonDraft.IDKind.none.rawValue: "Không có giấy tờ",
    ]
    /// What somebody authorised shows (NĐ 154/2026 Đ.13).
    static let mandates = [
        "lawyer_card": "Thẻ luật sư", "legal_aid_card": "Thẻ trợ giúp viên pháp lý", "power_of_attorney": "Giấy ủy quyền",
        "introduction": "Giấy giới thiệu", "other": "Giấy tờ khác",
    ]
    static let channels = Dictionary(uniqueKeysWithValues: Channel.allCases.map { ($0.rawValue, $0.title) })
}
