import Casework
import Law

/// One input of a form as its template shows it.
struct Field: Sendable {
    struct Option: Sendable {
        var value: String
        var title: String
        var selected: Bool
    }

    var name: String
    var id: String
    var label: String
    var value = ""
    var error: String?
    var help: String?
    var required = false
    var autofocus = false
    /// Columns of twelve.
    var width = 12
    var isLine = false
    var isArea = false
    var isSelect = false
    var isCheck = false
    var checked = false
    /// text | number | password | search
    var inputType = "text"
    /// Digits only, for the keyboards of tablets.
    var inputMode = "text"
    var placeholder: String?
    var rows = 3
    var most = 300
    /// Where suggestions come from while typing; the list of choices is filled by the script, the page works without it.
    var suggest: String?
    var options: [Option] = []
    /// Where a new file for this choice goes; the script sends it and adds it to the options.
    var scan: String?
    var autocomplete = "off"
}

/// Builds the fields of a form from what was typed and what was wrong with it.
struct FieldMaker: Sendable {
    var form = FormData()
    var errors: [String: String] = [:]
    /// Put before ids, so that several forms can stand on one page.
    var prefix = ""

    init(_ form: FormData = FormData(), errors: [String: String] = [:], prefix: String = "") {
        self.form = form
        self.errors = errors
        self.prefix = prefix
    }

    private func field(_ name: String, _ label: String, _ width: Int, _ required: Bool, _ help: String?, index: Int? = nil) -> Field {
        let id = (prefix + name).map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined() + (index.map { "-\($0)" } ?? "")
        var field = Field(name: name, id: id, label: label, help: help)
        field.width = width
        field.required = required
        if let index {
            let values = form.all(name)
            field.value = index < values.count ? values[index] : ""
        } else {
            field.value = form[name]
        }
        if index == nil || index == 0 { field.error = errors[name] }
        return field
    }

    func line(
        _ name: String, _ label: String, width: Int = 12, required: Bool = false, help: String? = nil, most: Int = 300, index: Int? = nil,
        suggest: String? = nil
    ) -> Field {
        var field = field(name, label, width, required, help, index: index)
        field.isLine = true
        field.most = most
        field.suggest = suggest
        return field
    }

    /// A day is typed as people write it, day first: a browser's own date field follows the language of the browser, and month and day change places.
    func date(_ name: String, _ label: String, width: Int = 4, required: Bool = false, help: String? = nil, index: Int? = nil) -> Field {
        var field = line(name, label, width: width, required: required, help: help, most: 10, index: index)
        field.inputMode = "numeric"
        field.placeholder = "ngày/tháng/năm"
        if let day = DayText.parse(field.value) { field.value = day.vietnamese }
        return field
    }

    func number(_ name: String, _ label: String, width: Int = 3, required: Bool = false, help: String? = nil, index: Int? = nil) -> Field {
        var field = line(name, label, width: width, required: required, help: help, most: 9, index: index)
        field.inputType = "number"
        return field
    }

    func area(
        _ name: String, _ label: String, width: Int = 12, rows: Int = 3, required: Bool = false, help: String? = nil, most: Int = 5000
    ) -> Field {
        var field = field(name, label, width, required, help)
        field.isArea = true
        field.rows = rows
        field.most = most
        return field
    }

    func check(_ name: String, _ label: String, width: Int = 12, help: String? = nil) -> Field {
        var field = field(name, label, width, false, help)
        field.isCheck = true
        field.checked = form.flag(name)
        return field
    }

    /// - Parameter blank: the words of the empty choice; nil when there is none.
    func select(
        _ name: String, _ label: String, _ choices: [(String, String)], blank: String? = "– chọn –", width: Int = 4, required: Bool = false,
        help: String? = nil, index: Int? = nil
    ) -> Field {
        var field = field(name, label, width, required, help, index: index)
        field.isSelect = true
        let chosen = field.value
        field.options = (blank.map { [("", $0)] } ?? []).map { Field.Option(value: $0.0, title: $0.1, selected: chosen.isEmpty) }
        field.options += choices.map { Field.Option(value: $0.0, title: $0.1, selected: $0.0 == chosen) }
        return field
    }
}

extension Field {
    var focused: Field {
        var copy = self
        copy.autofocus = true
        return copy
    }
}

/// What was wrong with a posted form: told above it, and beside the fields it names.
struct FormTrouble: Sendable {
    var message: String
    var basis: String?
    var others: [String]
    var byField: [String: String]

    /// What is wrong with a list stands at its first field.
    private static let lists = ["petitioners": "petitioners.fullName", "visitors": "visitors.fullName"]

    /// - Parameter shown: the names of the fields that the form has; what points elsewhere is told above.
    init(_ problem: Problem, shown: (String) -> Bool = { _ in true }) {
        message =
            problem.code == "idempotency_key_reused"
            ? "Biểu mẫu này đã được gửi và đã được ghi rồi. Nếu đây đúng là một việc khác, hãy bấm nút ghi lần nữa." : problem.message
        basis = problem.basis
        byField = Dictionary(problem.errors.map { (Self.lists[$0.field] ?? $0.field, $0.message) }, uniquingKeysWith: { first, _ in first })
        others = problem.errors.filter { !problem.message.contains($0.message) && !shown($0.field) }.map(\.message)
    }
}
