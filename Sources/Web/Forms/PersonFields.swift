import Casework
import Law

/// The fields of one person in a form, under a prefix such as `petitioners.`; repeated rows carry an index.
enum PersonFields {
    static let idKinds: [(String, String)] = [
        ("citizen_id", "Căn cước công dân, căn cước"), ("id_certificate", "Giấy chứng nhận căn cước"),
        ("old_id", "Chứng minh nhân dân (cũ)"),
        ("passport", "Hộ chiếu"), ("other", "Giấy tờ khác"), ("none", "Không có giấy tờ"),
    ]
    static let genders: [(String, String)] = [("male", "Nam"), ("female", "Nữ"), ("other", "Khác")]
    static let paperKinds: [(String, String)] = [
        ("power_of_attorney", "Giấy ủy quyền"), ("lawyer_card", "Thẻ luật sư"), ("legal_aid_card", "Thẻ trợ giúp viên pháp lý"),
        ("introduction", "Giấy giới thiệu"), ("other", "Giấy tờ khác"),
    ]

    /// What the counter asks everybody.
    static func main(_ make: FieldMaker, _ p: String, nameRequired: Bool) -> [Field] {
        [
            make.line(p + "fullName", "Họ và tên", width: 6, required: nameRequired, most: 200),
            make.select(p + "idKind", "Loại giấy tờ", idKinds, width: 3),
            make.line(p + "idNumber", "Số giấy tờ", width: 3, most: 40),
            make.line(
                p + "communeCode", "Xã, phường hiện nay", width: 5, help: "Gõ tên, cả tên cũ, rồi chọn trong danh sách.",
                suggest: "/goi-y/xa"),
            make.line(p + "address", "Số nhà, đường, thôn", width: 4),
            make.line(p + "phone", "Điện thoại", width: 3, most: 30),
        ]
    }

    static let moreNames = ["gender", "birthYear", "idIssuedOn", "idIssuedBy", "noIdReason", "oldAddress", "ethnicCode"]

    /// What is asked when there is reason to.
    static func more(_ make: FieldMaker, _ p: String, ethnicGroups: [CatalogueDesk.EthnicGroup]) -> [Field] {
        [
            make.select(p + "gender", "Giới tính", genders, width: 3),
            make.number(p + "birthYear", "Năm sinh"),
            make.date(p + "idIssuedOn", "Ngày cấp giấy tờ"),
            make.line(p + "idIssuedBy", "Nơi cấp", width: 4, most: 200),
            make.line(p + "oldAddress", "Địa chỉ cũ ghi trong đơn", width: 6, help: "Ví dụ: xã Hồng Nam, thành phố Hưng Yên (cũ)."),
            make.line(p + "noIdReason", "Lý do không có giấy tờ", width: 6),
            make.select(p + "ethnicCode", "Dân tộc", ethnicGroups.map { ($0.code, $0.name) }, width: 3),
        ]
    }

    static func brief(_ make: FieldMaker, _ p: String, index: Int) -> [Field] {
        [
            make.line(p + "fullName", "Họ và tên", width: 4, most: 200, index: index),
            make.line(p + "idNumber", "Số giấy tờ", width: 3, most: 40, index: index),
            make.line(p + "address", "Địa chỉ", width: 5, index: index),
        ]
    }

    /// A list as people keep it: one person a line, name, number and address between semicolons or tabs.
    static func list(_ text: String) throws(Problem) -> [PersonDraft] {
        var people: [PersonDraft] = []
        for line in text.split(whereSeparator: \.isNewline) where !line.allSatisfy(\.isWhitespace) {
            let parts = line.split(omittingEmptySubsequences: false) { $0 == ";" || $0 == "\t" }.map { String($0).trimmed }
            guard !parts[0].isEmpty, parts.count <= 3 else {
                throw Problem.invalid(
                    "list", "invalid_line", "Dòng “\(String(line).trimmed.prefix(60))” không đúng: họ tên; số giấy tờ; địa chỉ.")
            }
            var person = PersonDraft(fullName: parts[0])
            if parts.count > 1, !parts[1].isEmpty { person.idNumber = parts[1] }
            if parts.count > 2, !parts[2].isEmpty { person.address = parts[2] }
            people.append(person)
        }
        if people.isEmpty { throw Problem.invalid("list", "required", "Danh sách còn trống.") }
        return people
    }

    static func authorised(_ make: FieldMaker) -> [Field] {
        let p = "authorised."
        return [
            make.line(p + "fullName", "Họ và tên", width: 6, most: 200),
            make.line(p + "idNumber", "Số giấy tờ", width: 3, most: 40),
            make.line(p + "phone", "Điện thoại", width: 3, most: 30),
            make.line(p + "address", "Địa chỉ, nơi hành nghề", width: 12),
            make.select(p + "paperKind", "Giấy tờ ủy quyền", paperKinds, width: 4),
            make.line(p + "paperNumber", "Số", width: 4, most: 100),
            make.date(p + "paperDate", "Ngày"),
        ]
    }
}

extension FormReader {
    /// nil when no name was typed and nothing else either.
    mutating func person(_ p: String) -> PersonDraft? {
        let own = form.pairs.contains { $0.name.hasPrefix(p) && $0.name != p + "paperKind" && !$0.value.trimmed.isEmpty }
        guard own else { return nil }
        var person = PersonDraft(fullName: form[p + "fullName"])
        person.gender = text(p + "gender")
        person.birthYear = number(p + "birthYear")
        person.idKind = choice(p + "idKind")
        person.idNumber = text(p + "idNumber")
        person.idIssuedOn = day(p + "idIssuedOn")
        person.idIssuedBy = text(p + "idIssuedBy")
        person.noIdReason = text(p + "noIdReason")
        person.phone = text(p + "phone")
        person.ethnicCode = text(p + "ethnicCode")
        person.jobTitle = text(p + "jobTitle")
        person.workplace = text(p + "workplace")
        person.communeCode = text(p + "communeCode")
        person.address = text(p + "address")
        person.oldAddress = text(p + "oldAddress")
        return person
    }

    /// The rows of a repeated group that hold anything.
    func representatives(_ p: String) -> [PersonDraft] {
        let names = form.all(p + "fullName")
        let numbers = form.all(p + "idNumber")
        let addresses = form.all(p + "address")
        return names.indices.compactMap { index in
            let number = index < numbers.count ? numbers[index].trimmed : ""
            let address = index < addresses.count ? addresses[index].trimmed : ""
            if names[index].trimmed.isEmpty && number.isEmpty && address.isEmpty { return nil }
            var person = PersonDraft(fullName: names[index])
            person.idNumber = number.isEmpty ? nil : number
            person.address = address.isEmpty ? nil : address
            return person
        }
    }

    mutating func authorised() -> AuthorisedDraft? {
        guard let person = person("authorised.") else { return nil }
        var draft = AuthorisedDraft(person: person, paperKind: form["authorised.paperKind"])
        draft.paperNumber = text("authorised.paperNumber")
        draft.paperDate = day("authorised.paperDate")
        return draft
    }
}
