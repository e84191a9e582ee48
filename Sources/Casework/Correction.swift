import Law
import Records

/// One correction: which facts it changes, and what stood there before.
struct Correction {
    /// Names of the facts it changes, of the emptied ones too, in the order of a form.
    let changed: [String]
    /// What stood there in words, by the name of the fact; nothing for what was empty.
    let before: [String: String]
    /// Codes among the new values, in words.
    let spoken: [String: String]
    /// What is written, by the names of the facts.
    let changes: [CorrectionRecords.Change]
    private let declared: [String: FactValue]
    private let cleared: Set<String>
    private let stood: [String: String]

    /// - Parameter titles: of what stands in catalogues, by fact and code.
    /// - Throws: `Problem`: see `Effects.correct`.
    init(
        _ declared: [String: FactValue], of entry: some StandingRecord, titles: [String: [String: String]], today: Day
    ) throws(Problem) {
        var cleared: Set<String> = []
        for (name, field) in CorrectableFacts.clearing.sorted(by: { $0.key < $1.key }) where declared[name] == .flag(true) {
            if declared[field] != nil {
                throw Problem.invalid(name, "set_and_cleared", "Không vừa ghi nội dung mới vừa xóa trống cùng một mục.")
            }
            cleared.insert(field)
        }
        let changed = CorrectableFacts.order.filter { declared[$0] != nil || cleared.contains($0) }
        guard !changed.isEmpty else {
            throw Problem.invalid("reason", "nothing_to_correct", "Hãy ghi ít nhất một điều cần đính chính.")
        }
        for name in changed {
            try Self.refuse(name, entry, person: declared["person_position"] != nil)
            let value = declared[name]
            if value.map(CorrectableFacts.stored) == entry.values[name] {
                throw Problem.invalid(name, "unchanged", "Thông tin này đã đúng như vậy.")
            }
            if let value { try CorrectableFacts.check(name, value, today: today) }
        }
        self.declared = declared
        self.cleared = cleared
        self.changed = changed
        stood = entry.values
        before = Dictionary(
            uniqueKeysWithValues: changed.compactMap { name -> (String, String)? in
                entry.values[name].map { (name, CorrectableFacts.readable(name, $0, titles: titles)) }
            })
        spoken = Dictionary(
            uniqueKeysWithValues: changed.compactMap { name -> (String, String)? in
                guard case .text(let text)? = declared[name] else { return nil }
                let words = CorrectableFacts.readable(name, text, titles: titles)
                return words == text ? nil : (name, words)
            })
        changes = changed.map { CorrectionRecords.Change(name: $0, value: declared[$0].map(CorrectableFacts.stored)) }
        try checkPaper(of: entry)
    }

    /// Whose they are not, or where they are nobody's.
    private static func refuse(_ name: String, _ entry: some StandingRecord, person asked: Bool) throws(Problem) {
        let visit = entry is CorrectionRecords.VisitEntry
        if CorrectableFacts.personal.contains(name) {
            if entry.referenceOnly { throw Problem.invalid(name, "denouncer_not_stored", "Không ghi danh tính người tố cáo.") }
            if entry.person == nil, asked {
                throw Problem.invalid(
                    "person_position", "unknown_person", "\(visit ? "Lượt tiếp" : "Đơn") này không ghi người nào ở thứ tự ấy.")
            }
            if entry.person == nil {
                throw Problem.invalid(
                    name, "nobody_named", visit ? "Lượt tiếp này không ghi tên người đến." : "Đơn này không ghi tên người gửi.")
            }
            // Set right here it would change the other one wherever he stands, and be lost when they are parted.
            if entry.merged {
                throw Problem.invalid(
                    name, "merged_person",
                    "Người này đã được ghép với người khác: hãy đính chính ở mục của người được giữ lại, hoặc gỡ lần ghép trước.")
            }
        }
        if CorrectableFacts.denunciation.contains(name), !entry.referenceOnly {
            throw Problem.invalid(name, "not_a_denunciation", "Bí danh, số hồ sơ giấy, người bị tố cáo chỉ ghi đối với đơn tố cáo.")
        }
    }

    /// The number that stands afterwards has the form of the kind of paper that stands afterwards.
    private func checkPaper(of entry: some StandingRecord) throws(Problem) {
        guard let field = changed.first(where: { $0 == "id_number" || $0 == "id_kind" }), let number = stands("id_number") else { return }
        try PersonIntake.check(number, of: stands("id_kind").flatMap(PersonDraft.IDKind.init(rawValue:)), field: field)
    }

    /// What is there once the correction is written.
    func stands(_ name: String) -> String? {
        declared[name].map(CorrectableFacts.stored) ?? (cleared.contains(name) ? nil : stood[name])
    }
}
