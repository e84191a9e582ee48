/// Whether the declared facts are what the rows of an event take.
struct FactCheck {
    static let flagReason = "flag_reason"
    static let longest = (text: 200, longtext: 20_000)

    let version: ProcedureVersion
    let occurredOn: Day
    let today: Day

    /// Every declared fact is known to some candidate row and well formed for it; what all rows need is there.
    func check(_ declared: [String: FactValue], against rows: [Transition]) throws(Refusal) {
        for (name, value) in declared.sorted(by: { $0.key < $1.key }) {
            if name == Self.flagReason {
                if let problem = problem(of: value, as: .longtext) { throw invalid(name, problem) }
                continue
            }
            let specs = rows.flatMap(\.takes).filter { $0.name == name }
            guard let spec = specs.first else {
                throw Refusal(.factUnknown, field: name, message: "Thao tác “\(rows[0].title)” không nhận thông tin “\(label(name))”.")
            }
            if let problem = problem(of: value, as: spec.kind), specs.allSatisfy({ self.problem(of: value, as: $0.kind) != nil }) {
                throw invalid(name, problem)
            }
        }
        for spec in rows[0].takes where spec.required {
            if rows.allSatisfy({ row in row.takes.contains { $0.name == spec.name && $0.required } }) {
                try need(spec, in: declared, for: rows[0])
            }
        }
    }

    /// The chosen row gets exactly what it takes.
    func complete(_ declared: [String: FactValue], for row: Transition) throws(Refusal) {
        try check(declared, against: [row])
    }

    private func need(_ spec: FactSpec, in declared: [String: FactValue], for row: Transition) throws(Refusal) {
        let missing =
            switch declared[spec.name] {
            case nil: true
            case .text(let text)?: text.isBlank
            default: false
            }
        guard missing else { return }
        throw Refusal(
            .factMissing, field: spec.name, message: "Thiếu thông tin bắt buộc: \(label(spec.name)).", basis: row.ground.article)
    }

    private func problem(of value: FactValue, as kind: FactSpec.Kind) -> String? {
        switch (kind, value) {
        case (.text, .text(let text)): tooLong(text, Self.longest.text)
        case (.longtext, .text(let text)): tooLong(text, Self.longest.longtext)
        case (.choice(let words), .text(let word)):
            words.contains(word) || word.isEmpty
                ? nil : "“\(word)” không phải là một lựa chọn (\(words.map(choice).joined(separator: "; ")))"
        case (.date, .date(let day)): day > today ? "không được sau hôm nay (\(today.vietnamese))" : nil
        case (.dateAhead, .date(let day)):
            day < occurredOn ? "không được trước ngày thực hiện (\(occurredOn.vietnamese))" : nil
        case (.anyDate, .date), (.integer, .integer), (.bool, .flag), (.organisation, .id), (.officer, .id): nil
        case (.text, _), (.longtext, _), (.choice, _): "phải là văn bản"
        case (.date, _), (.dateAhead, _), (.anyDate, _): "phải là ngày"
        case (.integer, _): "phải là số nguyên"
        case (.bool, _): "phải là có hoặc không"
        case (.organisation, _): "phải là một cơ quan"
        case (.officer, _): "phải là một cán bộ"
        }
    }

    private func tooLong(_ text: String, _ limit: Int) -> String? {
        text.unicodeScalars.count > limit ? "dài quá \(limit) ký tự" : nil
    }

    private func invalid(_ name: String, _ problem: String) -> Refusal {
        Refusal(.factInvalid, field: name, message: "Thông tin “\(label(name))” không hợp lệ: \(problem).")
    }

    private func label(_ name: String) -> String {
        version.factTitles[name] ?? (name == Self.flagReason ? "Lý do" : name)
    }

    private func choice(_ word: String) -> String { version.choices[word] ?? word }
}

extension String {
    var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
