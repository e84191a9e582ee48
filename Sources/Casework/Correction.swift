import Law
import Records

/// One correction: which facts it changes, and what stood there before.
struct Correction {
    /// Names of the facts it changes, of the emptied ones too, in the order of a form.
    let changed: [String]
    /// What stood there, by the name of the fact; nothing for what was empty.
    let before: [String: String]
    private let declared: [String: FactValue]
    private let cleared: Set<String>

    /// Facts in words, of which a petition kept by reference keeps no former reading.
    static let words: Set<String> = ["petition_title", "petition_body", "petition_request"]
    private static let personal = ["full_name", "id_number", "address", "phone"]
    private static let order = ["received_on", "written_on", "petition_title", "petition_body", "petition_request", "people"] + personal
    /// What may be emptied, by the fact that asks for it.
    static let clearing = [
        "clear_written_on": "written_on", "clear_request": "petition_request", "clear_id_number": "id_number", "clear_address": "address",
        "clear_phone": "phone",
    ]
    /// The longest text of each, in characters.
    private static let longest = [
        "petition_title": 300, "petition_body": 20_000, "petition_request": 5000, "full_name": 200, "id_number": 40, "address": 300,
        "phone": 30,
    ]

    /// - Throws: `Problem`: see `Effects.correct`.
    init(_ declared: [String: FactValue], of entry: CorrectionRecords.Entry) throws(Problem) {
        var cleared: Set<String> = []
        for (name, field) in Self.clearing.sorted(by: { $0.key < $1.key }) where declared[name] == .flag(true) {
            if declared[field] != nil {
                throw Problem.invalid(name, "set_and_cleared", "Không vừa ghi nội dung mới vừa xóa trống cùng một mục.")
            }
            cleared.insert(field)
        }
        let changed = Self.order.filter { declared[$0] != nil || cleared.contains($0) }
        guard !changed.isEmpty else {
            throw Problem.invalid("reason", "nothing_to_correct", "Hãy ghi ít nhất một điều cần đính chính.")
        }
        let all: [String: String?] = [
            "received_on": entry.receivedOn.vietnamese, "written_on": entry.writtenOn?.vietnamese, "petition_title": entry.title,
            "petition_body": entry.body, "petition_request": entry.request, "full_name": entry.fullName, "id_number": entry.idNumber,
            "address": entry.address, "phone": entry.phone, "people": String(entry.people),
        ]
        let stood = all.compactMapValues { $0 }.filter { !$0.value.isEmpty }
        for name in changed {
            if entry.referenceOnly, Self.personal.contains(name) {
                throw Problem.invalid(name, "denouncer_not_stored", "Không ghi danh tính người tố cáo.")
            }
            try Self.check(name, declared[name], stood: stood[name])
        }
        self.declared = declared
        self.cleared = cleared
        self.changed = changed
        before = stood.filter { changed.contains($0.key) }
    }

    private static func check(_ name: String, _ value: FactValue?, stood: String?) throws(Problem) {
        let new: String? =
            switch value {
            case .text(let text)?: text
            case .date(let day)?: day.vietnamese
            case .integer(let number)?: String(number)
            default: nil
            }
        if new == stood { throw Problem.invalid(name, "unchanged", "Thông tin này đã đúng như vậy.") }
        if case .text(let text)? = value, let most = longest[name], text.unicodeScalars.count > most {
            throw Problem.invalid(name, "too_long", "Nội dung dài quá \(most) ký tự.")
        }
        if case .integer(let number)? = value, !(1...10_000).contains(number) {
            throw Problem.invalid(name, "out_of_range", "Số người từ 1 đến 10000.")
        }
    }

    /// Whom it concerns, when it changes anything of a person.
    func person(of entry: CorrectionRecords.Entry) throws(Problem) -> Int64? {
        guard let first = changed.first(where: Self.personal.contains) else { return nil }
        guard let person = entry.person else { throw Problem.invalid(first, "nobody_named", "Đơn này không ghi tên người gửi.") }
        if case .text(let number)? = declared["id_number"] {
            try PersonIntake.check(number, of: entry.idKind.flatMap(PersonDraft.IDKind.init(rawValue:)), field: "id_number")
        }
        return person
    }

    func change(_ name: String) -> CorrectionRecords.Change<String> {
        if case .text(let text)? = declared[name] { return .set(text) }
        return cleared.contains(name) ? .clear : .keep
    }

    func day(_ name: String) -> CorrectionRecords.Change<Day> {
        if case .date(let day)? = declared[name] { return .set(day) }
        return cleared.contains(name) ? .clear : .keep
    }
}
