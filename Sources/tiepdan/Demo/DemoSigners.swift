import Casework
import Law

/// Who may sign in the demo's offices and how many approve before, by the kind of the office and the title of who leads it: a head in his
/// own right or for the collective body (TM.), his deputy for him (KT.), the chief of the office by order (TL.) or, for a time, by
/// delegation (TUQ.).
struct DemoSigners {
    private let casework: Casework
    private let staff: DemoStaff

    init(_ casework: Casework, _ staff: DemoStaff) {
        self.casework = casework
        self.staff = staff
    }

    /// Records it all from today on, each authority by the operator, levels of approval by the office's administrator.
    func appoint() async throws {
        for code in staff.acting {
            let office = try staff.office(code)
            for leader in staff.everybody(.leader, of: code) { try await grant(leading(office.kind, leader), in: code) }
            if let chief = staff.chief(of: code) { try await appoint(chief, office) }
            guard let admin = staff.administrator(of: code), staff.chief(of: code) != nil else { continue }
            // The chief reads a letter that sends a petition on before the leader does; a reminder goes out on the chief's own signature.
            for (form, levels) in [("transfer_letter", 2), ("urge_letter", 0)] {
                _ = try await casework.signing.setLevels(form: form, levels: levels, key: nil, by: .officer(admin))
            }
        }
    }

    private func grant(_ draft: AuthorityDraft, in code: String) async throws {
        _ = try await casework.signing.add(draft, office: code, key: nil, by: Workplace.actor)
    }

    private func appoint(_ chief: OfficerActor, _ office: DemoStaff.Office) async throws {
        let body = office.kind == .peopleCouncil ? "Thường trực Hội đồng nhân dân" : "Chủ tịch"
        for form in ["urge_letter", "transfer_letter"] {
            var byOrder = AuthorityDraft(
                officer: chief.id, authority: "TL", onBehalfOf: body, title: chief.title, validFrom: casework.today)
            byOrder.form = form
            try await grant(byOrder, in: office.code)
        }
        guard office.kind == .peopleCommittee else { return }
        var delegated = AuthorityDraft(
            officer: chief.id, authority: "TUQ", onBehalfOf: body, title: chief.title, validFrom: casework.today)
        delegated.form = "guidance"
        delegated.validTo = casework.today.adding(years: 1)
        delegated.basisNumber = "35/QĐ-\(office.symbol)"
        delegated.basisDate = casework.today
        try await grant(delegated, in: office.code)
    }

    /// How the head of such an office signs: by which words, for whom, with what title.
    private static func head(of kind: OfficeKind) -> (authority: String, body: String?, title: String) {
        switch kind {
        case .peopleCouncil, .communeCouncil: ("TM", "Thường trực Hội đồng nhân dân", "Chủ tịch")
        case .peopleCommittee, .communeCommittee: ("TM", "Ủy ban nhân dân", "Chủ tịch")
        case .naDelegation: ("TL", "Đoàn đại biểu Quốc hội", "Chánh Văn phòng")
        case .receptionBoard: ("DIRECT", nil, "Trưởng Ban")
        case .department: ("DIRECT", nil, "Giám đốc")
        case .inspectorate: ("DIRECT", nil, "Chánh Thanh tra")
        case .partyOffice, .other: ("DIRECT", nil, "Thủ trưởng cơ quan")
        }
    }

    private func leading(_ kind: OfficeKind, _ leader: OfficerActor) -> AuthorityDraft {
        let head = Self.head(of: kind)
        guard leader.title.hasPrefix("Phó ") else {
            return AuthorityDraft(
                officer: leader.id, authority: head.authority, onBehalfOf: head.body, title: head.title, validFrom: casework.today)
        }
        var deputy = AuthorityDraft(
            officer: leader.id, authority: "KT", onBehalfOf: head.title, title: "Phó \(head.title)", validFrom: casework.today)
        deputy.leadLine = head.body.map { "\(head.authority). \($0)" }
        return deputy
    }
}
