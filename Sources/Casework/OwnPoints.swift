import Law
import Postgres
import Records

/// In whose hands work of the own office is put: a unit's, an officer's, both, or nobody's yet.
struct Hands: Sendable, Equatable {
    var unit: Int64?
    var officer: Int64?
}

extension CaseRecords.Context {
    /// The case is a task that an office gave to its own people: what they tell their leader is no letter unless they number it.
    var staysWithin: Bool { task != nil && recipient != nil && recipient == sender }
}

extension ConclusionPointDraft {
    /// Whether it gives somebody something to do.
    var givesWork: Bool { assignee != nil || unit != nil || handler != nil }
}

extension LeaderSessionRecords.PointRow {
    /// Who has to do it, as the notice names him: `Lê Văn Đất (Công chức địa chính, Bộ phận Địa chính)`, a unit, another body.
    var executor: String? {
        guard unit != nil || handler != nil else { return assigneeName }
        guard let handlerName else { return unitName }
        let more = [handlerTitle, unitName].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ", ")
        return more.isEmpty ? handlerName : "\(handlerName) (\(more))"
    }
}

extension TaskView {
    /// It stays within one office: a point of the leader's conclusion for his own staff.
    public var isWithin: Bool { giver == assignee }

    /// Who has to do it: within one office its officer and unit, else the office.
    public var doer: String {
        let hands = [handlerName, unitName].compactMap { $0 }.joined(separator: ", ")
        return isWithin && !hands.isEmpty ? hands : assigneeName
    }
}

extension Work {
    /// The office that has to do what the leader decided: another one, or the own one by its unit or officer; nil where nobody has to.
    ///
    /// - Throws: `Problem` naming the field of the draft.
    func assignee(of draft: ConclusionPointDraft) throws -> Int64? {
        let own = try officer().organisation
        if draft.unit != nil || draft.handler != nil {
            if let assignee = draft.assignee, assignee != own {
                throw Problem.invalid(
                    "assignee", "one_executor", "Giao cho cơ quan khác thì không chọn bộ phận, cán bộ của mình; hãy ghi thành hai điểm.")
            }
            _ = try checkHands(unit: draft.unit, officer: draft.handler, in: own)
            return own
        }
        guard let assignee = draft.assignee else { return nil }
        if assignee == own {
            throw Problem.invalid(
                "assignee", "recipient_is_self",
                "Việc của chính cơ quan mình: để trống cơ quan, chọn phòng, bộ phận hoặc cán bộ thực hiện.")
        }
        guard let body = try OfficeRecords.organisation(db, id: assignee) else {
            throw Problem.invalid("assignee", "unknown_organisation", "Không có cơ quan này trong danh mục.")
        }
        if body.validTo != nil {
            throw Problem.invalid(
                "assignee", "office_closed", "Cơ quan này đã chấm dứt hoạt động do sắp xếp tổ chức; hãy chọn cơ quan kế tiếp.")
        }
        return assignee
    }

    /// Whom a point names that is still there when the notice is issued; where nobody is, the work waits in the office to be given out.
    func hands(of point: LeaderSessionRecords.PointRow, in organisation: Int64) throws -> Hands {
        var hands = Hands()
        if let officer = point.handler, try works(officer, in: organisation) {
            hands.officer = officer
            hands.unit = try UnitRecords.home(db, officer: officer, organisation: organisation)
        }
        if hands.unit == nil, let unit = point.unit, let row = try UnitRecords.unit(db, unit), row.active,
            row.organisation == organisation
        {
            hands.unit = unit
        }
        return hands
    }

    /// Puts a task of the own office into these hands, by its first entry.
    func put(_ caseID: Int64, into hands: Hands, on day: Day) throws {
        if hands == Hands() { return }
        try CaseRecords.setHandler(db, case: caseID, officer: hands.officer, unit: hands.unit)
        try WorkRecords.given(db, case: caseID, by: officerID, on: day, seq: 1, due: nil)
    }

    /// Why a step of a task that stays within one office is not the actor's; nil when it is his to take. The leader alone stands on the
    /// giver's side there, and nobody refuses what he gave: the work is given back to him instead.
    func refusalWithin(_ event: String) -> Problem? {
        guard case .officer(let officer) = actor else { return nil }
        switch event {
        case "accept_report", "return_for_more", "grant_extension", "refuse_extension", "recall", "urge":
            if officer.roles.contains(.leader) { return nil }
            return Problem(
                .forbidden, code: "not_permitted", message: "Việc giao trong cơ quan do lãnh đạo xem xét, gia hạn, thu hồi và kết thúc.")
        case "decline":
            return Problem(
                .refused, code: "return_instead", message: "Việc giao trong cơ quan không từ chối nhận; hãy trả lại việc, nêu lý do.")
        case "record_acknowledged", "record_status", "record_extension_request", "record_report", "record_decline":
            return Problem(.refused, code: "own_office", message: "Việc giao trong cơ quan do người thực hiện tự ghi, không ghi thay.")
        default: return nil
        }
    }

    // MARK: who is there

    /// Whether somebody is there to do work: an active account that is clerk, officer or leader of the office.
    func works(_ officer: Int64, in organisation: Int64) throws -> Bool {
        let held = try OfficeRecords.identity(db, officer: officer, organisation: organisation)?.roles ?? []
        return !Set(held.compactMap(Role.init(rawValue:))).isDisjoint(with: [.clerk, .officer, .leader])
    }

    /// Checks that a unit and an officer are the office's and belong together.
    ///
    /// - Returns: the officer's own unit; nil when none is named or he belongs to none.
    /// - Throws: `Problem` about `handler` (`unknown_officer`, `officer_of_another_unit`) or `unit` (`unknown_unit`).
    func checkHands(unit: Int64?, officer: Int64?, in organisation: Int64) throws -> Int64? {
        var home: Int64?
        if let officer {
            try checkWorks(officer, in: organisation, field: "handler")
            home = try UnitRecords.home(db, officer: officer, organisation: organisation)
        }
        guard let unit else { return home }
        guard let row = try UnitRecords.unit(db, unit), row.active, row.organisation == organisation else {
            throw Problem.invalid("unit", "unknown_unit", "Không có phòng, bộ phận này trong cơ quan.")
        }
        if let home, home != unit {
            throw Problem.invalid("handler", "officer_of_another_unit", "Cán bộ này thuộc phòng, bộ phận khác.")
        }
        return home
    }
}
