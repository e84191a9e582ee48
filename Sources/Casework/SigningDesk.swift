public import Law
import Postgres
import Records

/// Thẩm quyền ký: who may sign which form on which day, and what stands above his name.
public struct AuthorityView: Codable, Sendable, Equatable {
    public var id: Int64
    public var officer: Int64
    public var officerName: String
    /// A kind of document; nil: every kind.
    public var form: String?
    public var formTitle: String?
    /// DIRECT | TM | KT | TL | TUQ
    public var authority: String
    public var onBehalfOf: String
    public var leadLine: String?
    public var title: String
    /// The block as it is printed, line by line.
    public var lines: [String]
    public var validFrom: Day
    public var validTo: Day?
    public var basisNumber: String?
    public var basisDate: Day?
    public var inForce: Bool
}

/// A signing authority to be recorded, with the paper it rests on.
public struct AuthorityDraft: Codable, Sendable, Equatable {
    public var officer: Int64
    /// nil: every kind of document.
    public var form: String?
    /// DIRECT | TM | KT | TL | TUQ
    public var authority: String
    /// For whom; not for DIRECT: the head in his own right.
    public var onBehalfOf: String?
    /// A line above it, for example `TL. THƯỜNG TRỰC HĐND` above `KT. CHÁNH VĂN PHÒNG`.
    public var leadLine: String?
    public var title: String
    public var validFrom: Day
    public var validTo: Day?
    public var basisNumber: String?
    public var basisDate: Day?

    public init(officer: Int64, authority: String, onBehalfOf: String? = nil, title: String, validFrom: Day) {
        self.officer = officer
        self.authority = authority
        self.onBehalfOf = onBehalfOf
        self.title = title
        self.validFrom = validFrom
    }
}

/// Approvals that one form needs where it is not the office's usual number.
public struct FormLevels: Codable, Sendable, Equatable {
    public var form: String
    public var formTitle: String
    public var levels: Int
}

/// How many leaders approve a document before it is signed.
public struct ApprovalLevels: Codable, Sendable, Equatable {
    /// For every form that is not named.
    public var usual: Int
    public var forms: [FormLevels]
}

/// Keeps who may sign for an office and how many leaders approve before. Who may sign is recorded by the office's administrator, or by the
/// operator for any office; every change stands in the installation's chain.
public struct SigningDesk: Sendable {
    let casework: Casework

    public static let authorities = ["DIRECT", "TM", "KT", "TL", "TUQ"]

    /// Every authority of the actor's office, those in force first; for the operator of the office with the code.
    public func authorities(office: String? = nil, by actor: Actor) async throws -> [AuthorityView] {
        try await casework.read(by: actor) { work in
            let titles = work.formTitles
            let organisation = try work.signingOffice(office)
            return try AuthorityRecords.all(work.db, organisation: organisation, on: work.today).map { work.authorityView($0, titles) }
        }
    }

    /// Kinds of document that any procedure issues, by title.
    public func forms(by actor: Actor) async throws -> [DraftableStep.Form] {
        _ = try actor.officer()
        return try await casework.read(by: actor) { work in
            work.formTitles.map { DraftableStep.Form(value: $0.key, title: $0.value) }.sorted {
                ($0.title, $0.value) < ($1.title, $1.value)
            }
        }
    }

    /// Grants an authority in the actor's office; for the operator in the office with the code.
    ///
    /// - Throws: `Problem` about a field of the draft; `not_found` for an office that there is not.
    public func add(_ draft: AuthorityDraft, office: String? = nil, key: String?, by actor: Actor) async throws -> AuthorityView {
        try check(actor)
        return try await casework.once("signing.add", key: key, input: draft, by: actor) { work in
            try work.addAuthority(draft, in: try work.signingOffice(office))
        }
    }

    /// Ends an authority with a day, its last one; what was signed under it stays signed.
    public func end(_ id: Int64, on day: Day, key: String?, by actor: Actor) async throws -> AuthorityView {
        try check(actor)
        return try await casework.once("signing.end", key: key, input: [String(id), day.iso], by: actor) { work in
            guard let row = try AuthorityRecords.authority(work.db, id), work.keeps(row) else { throw Problem.missing("thẩm quyền ký") }
            if day < row.validFrom {
                throw Problem.invalid("validTo", "before_from", "Ngày cuối không được trước ngày bắt đầu \(row.validFrom.vietnamese).")
            }
            if let ended = row.validTo, ended < work.today, day > ended {
                throw Problem.invalid(
                    "validTo", "already_ended", "Thẩm quyền này đã hết từ \(ended.vietnamese); hãy ghi một thẩm quyền mới.")
            }
            try AuthorityRecords.end(work.db, authority: id, on: day)
            try work.note("role", "signing_ended", target: String(id), payload: "{\"validTo\": \"\(day.iso)\"}")
            guard let after = try AuthorityRecords.authority(work.db, id) else { throw Problem.missing("thẩm quyền ký") }
            return work.authorityView(after, work.formTitles)
        }
    }

    /// Forms whose number of approvals differs, and the office's usual one.
    public func levels(by actor: Actor) async throws -> ApprovalLevels {
        let officer = try actor.officer()
        return try await casework.read(by: actor) { work in
            let titles = work.formTitles
            let usual = DeskSettings.approvalLevels.value(in: work.reference.settings(of: officer.organisation))
            return ApprovalLevels(
                usual: min(usual, 4),
                forms: try AuthorityRecords.levels(work.db).map {
                    FormLevels(form: $0.form, formTitle: titles[$0.form] ?? $0.form, levels: $0.levels)
                })
        }
    }

    /// - Parameter levels: 0…4; nil lets the office's usual number hold again.
    public func setLevels(form: String, levels: Int?, key: String?, by actor: Actor) async throws -> [FormLevels] {
        try actor.officer().require([.admin])
        if let levels, !(0...4).contains(levels) { throw Problem.invalid("levels", "out_of_range", "Số cấp duyệt từ 0 đến 4.") }
        let input = [form, levels.map { String($0) } ?? ""]
        return try await casework.once("signing.levels", key: key, input: input, by: actor) { work in
            let titles = work.formTitles
            if titles[form] == nil { throw Problem.invalid("form", "unknown_form", "Không có loại văn bản này.") }
            try AuthorityRecords.setLevels(work.db, form: form, levels: levels)
            try work.note("setting", "approval_levels", target: form, payload: "{\"levels\": \(levels.map { String($0) } ?? "null")}")
            return try AuthorityRecords.levels(work.db).map {
                FormLevels(form: $0.form, formTitle: titles[$0.form] ?? $0.form, levels: $0.levels)
            }
        }
    }

    private func check(_ actor: Actor) throws(Problem) {
        switch actor {
        case .operator: return
        case .officer(let officer): try officer.require([.admin])
        default: throw Problem.notPermitted
        }
    }
}

extension Work {
    /// The office whose authorities are meant: an officer's own, else, for the operator, the one with the code.
    fileprivate func signingOffice(_ code: String?) throws -> Int64 {
        if case .officer(let officer) = actor { return officer.organisation }
        guard case .operator = actor else { throw Problem.notPermitted }
        guard let code, let row = try OfficeRecords.organisation(db, code: code) else {
            throw Problem.missing("cơ quan mã \(code ?? "")")
        }
        return row.id
    }

    /// Whether the actor keeps this authority: an officer those of his office, the operator every one.
    fileprivate func keeps(_ row: AuthorityRecords.AuthorityRow) -> Bool {
        if case .officer(let officer) = actor { return officer.organisation == row.organisation }
        return true
    }

    /// Kinds of document by their words, of the newest law that names them.
    var formTitles: [String: String] {
        var titles: [String: String] = [:]
        for version in reference.versions.values.sorted(by: { ($0.from, $0.id) < ($1.from, $1.id) }) {
            titles.merge(version.documents) { $1 }
        }
        return titles
    }

    func authorityView(_ row: AuthorityRecords.AuthorityRow, _ titles: [String: String]) -> AuthorityView {
        AuthorityView(
            id: row.id, officer: row.officer, officerName: row.officerName, form: row.form, formTitle: row.form.map { titles[$0] ?? $0 },
            authority: row.authority, onBehalfOf: row.onBehalfOf, leadLine: row.leadLine, title: row.title,
            lines: SignatureBlock.lines(row),
            validFrom: row.validFrom, validTo: row.validTo, basisNumber: row.basisNumber, basisDate: row.basisDate,
            inForce: row.validFrom <= today && (row.validTo.map { today <= $0 } ?? true))
    }

    fileprivate func addAuthority(_ draft: AuthorityDraft, in organisation: Int64) throws -> AuthorityView {
        let titles = formTitles
        if let form = draft.form, titles[form] == nil { throw Problem.invalid("form", "unknown_form", "Không có loại văn bản này.") }
        guard SigningDesk.authorities.contains(draft.authority) else {
            throw Problem.invalid("authority", "unknown_code", "Chỉ nhận: \(SigningDesk.authorities.joined(separator: ", ")).")
        }
        let identity = try OfficeRecords.identity(db, officer: draft.officer, organisation: organisation)
        if identity?.roles.isEmpty ?? true {
            throw Problem.invalid("officer", "unknown_officer", "Người ký phải là cán bộ đang làm việc của cơ quan.")
        }
        let behalf = try Text.optional(draft.onBehalfOf, field: "onBehalfOf", most: 200)
        if (draft.authority == "DIRECT") != (behalf == nil) {
            throw Problem.invalid(
                "onBehalfOf", behalf == nil ? "required" : "not_for_direct",
                behalf == nil
                    ? "Cần ghi ký thay mặt, ký thay, thừa lệnh hay thừa ủy quyền của ai." : "Thủ trưởng trực tiếp ký thì để trống mục này.")
        }
        let lead = try Text.optional(draft.leadLine, field: "leadLine", most: 200)
        if let lead, !["TM. ", "TL. ", "TUQ. "].contains(where: { lead.hasPrefix($0) && lead.count > $0.count + 1 }) {
            throw Problem.invalid("leadLine", "invalid_lead_line", "Dòng trên bắt đầu bằng TM., TL. hoặc TUQ. và một khoảng trắng.")
        }
        if let to = draft.validTo, to < draft.validFrom {
            throw Problem.invalid("validTo", "before_from", "Ngày cuối không được trước ngày bắt đầu.")
        }
        if let day = draft.basisDate, day > today {
            throw Problem.invalid("basisDate", "date_in_future", "Ngày văn bản không được sau hôm nay.")
        }
        var new = AuthorityRecords.NewAuthority(
            organisation: organisation, officer: draft.officer, authority: draft.authority, onBehalfOf: behalf ?? "",
            title: try Text.require(draft.title, field: "title", most: 200), validFrom: draft.validFrom)
        if new.title.count < 2 { throw Problem.invalid("title", "too_short", "Cần ghi chức vụ của người ký.") }
        new.form = draft.form
        new.leadLine = lead
        new.validTo = draft.validTo
        new.basisNumber = try Text.optional(draft.basisNumber, field: "basisNumber", most: 100)
        new.basisDate = draft.basisDate
        let id = try AuthorityRecords.insert(db, new, by: officerID, now: now)
        try note("role", "signing_granted", target: String(id), payload: "{\"officer\": \(draft.officer)}")
        guard let row = try AuthorityRecords.authority(db, id) else { throw Problem.missing("thẩm quyền ký") }
        return authorityView(row, titles)
    }
}
