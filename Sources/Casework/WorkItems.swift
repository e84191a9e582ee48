import Law
import Postgres
import Records

/// The work on a case goes from leader to unit to officer: what these steps change beside the journal.
extension Effects {
    func workItem(_ notes: inout StepNotes) throws {
        switch event {
        case "direct": try direct(&notes)
        case "take_work": try takeWork()
        case "return_work": try returnWork()
        case "hand_over_work": try handOver(&notes)
        default: break
        }
    }

    /// The office in which somebody acts on the case.
    private var office: Int64 { (try? work.officer().organisation) ?? held.context.organisation }
    /// The sequence of the entry that follows.
    private var seq: Int { held.context.seq + 1 }

    // MARK: bút phê

    /// The longest direction, in characters: the weekly register prints it.
    static let longestDirection = 2000

    private func direct(_ notes: inout StepNotes) throws {
        let officer = try work.officer()
        let words = text("direction_text") ?? ""
        if words.unicodeScalars.count > Self.longestDirection {
            throw Problem.invalid("direction_text", "too_long", "Nội dung dài quá \(Self.longestDirection) ký tự.")
        }
        let given = date("given_on") ?? day
        let due = date("due_on")
        if let due, due < given {
            throw Problem.invalid("due_on", "date_before_direction", "Hạn giao không được trước ngày cho ý kiến.")
        }
        let item = try WorkRecords.item(db, case: held.context.id)
        let decides = officer.roles.contains(.leader) || item.unitHead == officer.id
        let onPaper = flag("on_paper") ?? !decides
        let unit = number("unit").map(Int64.init)
        let handler = id("handler")
        var named = unit
        if let handler, named == nil { named = try UnitRecords.home(db, officer: handler, organisation: office) }
        if unit != nil || handler != nil {
            if !onPaper && !officer.roles.contains(.leader) {
                try mayPassOn(item, as: officer, unit: unit, handler: handler)
            }
            // Given to somebody of no unit, it leaves the unit that had it.
            try give(unit: unit, officer: handler, due: due)
        } else if let due {
            try WorkRecords.setDue(db, case: held.context.id, due: due, by: officer.id, on: day)
        }
        notes.created["direction"] = try CaseRecords.insert(
            db,
            CaseRecords.NewDirection(
                caseID: held.context.id, seq: seq, leaderName: text("leader_name") ?? officer.fullName, givenOn: given, text: words,
                unit: named, handler: handler, dueOn: due, onPaper: onPaper, officer: officer.id), now: work.now)
    }

    /// In his own name, who is no leader gives work on only as the head of the unit that has it, and to its officers.
    private func mayPassOn(_ item: WorkRecords.Item, as officer: OfficerActor, unit: Int64?, handler: Int64?) throws {
        guard let own = item.unit, item.unitHead == officer.id, unit == nil || unit == own else {
            throw Problem(
                .forbidden, code: "not_head", message: "Chỉ lãnh đạo hoặc người phụ trách phòng, bộ phận đang giữ việc mới được giao việc.")
        }
        if let handler, try UnitRecords.home(db, officer: handler, organisation: office) != own {
            throw Problem.invalid(
                "handler", "officer_of_another_unit", "Người phụ trách chỉ giao việc cho cán bộ của phòng, bộ phận mình.")
        }
    }

    /// Puts the work into the hands of a unit, an officer or both.
    ///
    /// - Parameter fallback: the unit when none is named and the officer belongs to none.
    func give(unit: Int64?, officer: Int64?, due: Day? = nil, fallback: Int64? = nil) throws {
        let home = try work.checkHands(unit: unit, officer: officer, in: office)
        try CaseRecords.setHandler(db, case: held.context.id, officer: officer, unit: unit ?? home ?? fallback)
        try WorkRecords.given(db, case: held.context.id, by: work.officerID, on: day, seq: seq, due: due)
    }

    // MARK: take and return

    private func takeWork() throws {
        let officer = try work.officer()
        let item = try WorkRecords.item(db, case: held.context.id)
        if item.handler == officer.id {
            if item.takenOn != nil { throw Problem(.conflict, code: "work_taken", message: "Bạn đã nhận việc này rồi.") }
            try WorkRecords.taken(db, case: held.context.id, by: officer.id, on: day)
            return
        }
        if item.handler != nil {
            throw Problem(.conflict, code: "work_of_another", message: "Việc này đang do cán bộ khác xử lý.")
        }
        guard item.unit == nil || item.ownUnit else {
            throw Problem(.conflict, code: "work_of_another_unit", message: "Việc này đã giao cho phòng, bộ phận khác.")
        }
        let home = try UnitRecords.home(db, officer: officer.id, organisation: office)
        try CaseRecords.setHandler(db, case: held.context.id, officer: officer.id, unit: item.unit ?? home)
        try WorkRecords.given(db, case: held.context.id, by: officer.id, on: day, seq: seq, due: nil, taken: day)
    }

    /// The officer gives it back to his unit's head, the head to the leader.
    private func returnWork() throws {
        let officer = try work.officer()
        let item = try WorkRecords.item(db, case: held.context.id)
        let heads = item.unitHead == officer.id
        guard item.handler == officer.id || (item.handler == nil && heads) else {
            throw Problem(.conflict, code: "not_yours", message: "Bạn không giữ việc này nên không thể trả lại.")
        }
        try CaseRecords.setHandler(db, case: held.context.id, officer: nil, unit: heads ? nil : item.unit)
        try WorkRecords.returned(db, case: held.context.id, by: officer.id, on: day, seq: seq)
    }

    // MARK: hand over

    /// One case changes hands; with a last day it is lent, and comes back.
    private func handOver(_ notes: inout StepNotes) throws {
        guard let receiver = id("handler") else { return }
        let officer = try work.officer()
        let item = try WorkRecords.item(db, case: held.context.id)
        guard officer.roles.contains(.leader) || item.handler == officer.id || item.unitHead == officer.id else {
            throw Problem(
                .forbidden, code: "not_yours", message: "Bạn chỉ được bàn giao việc của mình hoặc của phòng, bộ phận mình phụ trách.")
        }
        if item.handler == receiver { throw Problem.invalid("handler", "same_officer", "Người nhận đang giữ việc này rồi.") }
        let until = date("until_day")
        if let until {
            if until < day { throw Problem.invalid("until_day", "date_in_past", "Ngày cuối không được trước ngày bàn giao.") }
            if item.handler == nil {
                throw Problem.invalid("until_day", "nobody_to_return_to", "Việc chưa có người giữ nên không thể bàn giao có thời hạn.")
            }
        }
        try give(unit: nil, officer: receiver, fallback: item.unit)
        guard let from = item.handler else { return }
        let reason = text("reason") ?? ""
        if reason.unicodeScalars.count > 2000 { throw Problem.invalid("reason", "too_long", "Nội dung dài quá 2000 ký tự.") }
        let id =
            try HandOverRecords.current(db, organisation: office, from: from, to: receiver, until: until, now: work.now)
            ?? HandOverRecords.insert(
                db,
                HandOverRecords.NewHandOver(
                    organisation: office, from: from, to: receiver, fromDay: day, untilDay: until, reason: reason, begunOn: day,
                    endedOn: until == nil ? day : nil, whole: false), now: work.now)
        try HandOverRecords.insertLine(
            db, id,
            HandOverRecords.Line(
                caseID: held.context.id, seq: seq, unitBefore: item.unit, givenBefore: item.givenSeq, takenBefore: item.takenOn))
        try HandOverRecords.passDrafts(db, id, from: from, to: receiver, organisation: office, case: held.context.id)
        notes.created["handOver"] = id
    }
}

extension Work {
    /// Whoever gets work must be there to do it: an active account that is clerk, officer or leader of the office.
    func checkWorks(_ officer: Int64, in organisation: Int64, field: String) throws {
        if try !works(officer, in: organisation) {
            throw Problem.invalid(field, "unknown_officer", "Người được giao phải là cán bộ của cơ quan.")
        }
    }

    /// Whether a step about the work itself is something for the actor, as the work stands.
    func offers(_ event: String, _ item: WorkRecords.Item) -> Bool {
        guard case .officer(let officer) = actor else { return true }
        let heads = item.unitHead == officer.id
        switch event {
        case "take_work":
            return item.handler == officer.id ? item.takenOn == nil : item.handler == nil && (item.unit == nil || item.ownUnit)
        case "return_work": return item.handler == officer.id || (item.handler == nil && heads)
        case "hand_over_work": return officer.roles.contains(.leader) || item.handler == officer.id || heads
        default: return true
        }
    }
}
