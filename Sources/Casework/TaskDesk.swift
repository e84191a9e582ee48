public import Law
import Postgres
import Records

/// Tasks between offices: what was given to the actor's office, what it gave, and giving one.
public struct TaskDesk: Sendable {
    let casework: Casework

    /// - Parameters:
    ///   - incoming: true for what the office has to do, false for what it gave to others.
    ///   - open: only tasks that go on, or only finished ones.
    ///   - organisation: only those from, or to, this office.
    public func list(
        incoming: Bool, open: Bool?, overdue: Bool, kind: TaskKind? = nil, state: String? = nil, organisation: Int64? = nil,
        cursor: String?, limit: Int, by actor: Actor
    ) async throws -> Page<TaskView> {
        let limit = min(max(limit, 1), 200)
        let before = try Cursor.parse(cursor)
        return try await casework.read(by: actor) { work in
            let rows = try TaskRecords.list(
                work.db, incoming: incoming, open: open, overdueOn: overdue ? work.today : nil, kind: kind?.rawValue, state: state,
                other: organisation, before: before, limit: limit + 1)
            return Page(
                items: try rows.prefix(limit).map { try work.taskView($0) },
                next: rows.count > limit ? Cursor.text(rows[limit - 1].id) : nil)
        }
    }

    public func task(_ id: Int64, by actor: Actor) async throws -> TaskView {
        try await casework.read(by: actor) { work in
            guard let row = try TaskRecords.task(work.db, id) else { throw Problem.missing("nhiệm vụ") }
            return try work.taskView(row)
        }
    }

    /// The tasks given in a case, as far as the actor's office is their giver or has to do them; oldest first.
    public func ofCase(_ id: Int64, by actor: Actor) async throws -> [TaskView] {
        try await casework.read(by: actor) { work in try TaskRecords.ofCase(work.db, case: id).map { try work.taskView($0) } }
    }

    /// The tasks of a session's conclusion, by the points of the notice.
    public func ofSession(_ id: Int64, by actor: Actor) async throws -> [TaskView] {
        try await casework.read(by: actor) { work in try TaskRecords.ofSession(work.db, session: id).map { try work.taskView($0) } }
    }

    /// Gives a task in a case of the actor's office: a petition's, or a session's as a point of its conclusion.
    ///
    /// - Parameter day: the day on which it is given; today when nil.
    /// - Throws: `Problem`: a field that is wrong; `guard_failed` with the competent office proposed when it would bring a denunciation to
    ///   the denounced (Luật Tố cáo Đ.12); `not_permitted` for who is neither officer nor leader of the office whose case it is.
    public func give(_ draft: TaskDraft, in caseID: Int64, on day: Day? = nil, key: String?, by actor: Actor) async throws -> GivenTask {
        struct Input: Encodable {
            var `case`: Int64
            var draft: TaskDraft
            var day: Day?
        }
        let officer = try actor.officer()
        try officer.require([.officer, .leader])
        var given = draft
        given.parentCase = caseID
        let asked = given
        return try await casework.once("tasks.give", key: key, input: Input(case: caseID, draft: draft, day: day), by: actor) { work in
            let made = try work.giveTask(asked, on: day ?? work.today)
            return GivenTask(task: made.task, caseID: made.caseID)
        }
    }
}

extension Work {
    /// Gives a task in the office's name: the task, its case at the assignee, his sight of the case in which it was given.
    ///
    /// A `parentCase` that is a session's stands for that session. Nothing of the case itself moves: competence and deadlines stay with
    /// the giver.
    ///
    /// - Parameter hands: for a point of a conclusion that the own office carries out, in whose hands it is put there; nil for every other
    ///   task, which goes to another office.
    /// - Parameter underNotice: the letter is the conclusion notice whose point it is, which stands in the book already. A letter of its
    ///   own is entered there; where the book here gives the numbers, a day without a number asks for the next one.
    /// - Throws: `Problem` naming the field of the draft.
    func giveTask(
        _ draft: TaskDraft, on day: Day, within hands: Hands? = nil, underNotice: Bool = false
    ) throws -> (task: Int64, caseID: Int64) {
        let officer = try officer()
        let title = try Text.require(draft.title, field: "title", most: 200)
        let content = try Text.require(draft.content, field: "content", most: 20_000, multiline: true)
        var letter = try Text.optional(draft.letterNumber.map { Self.letterNumber($0) }, field: "letterNumber", most: 100)
        if day > today { throw Problem.invalid("givenOn", "date_in_future", "Ngày giao không được sau hôm nay.") }
        if draft.dueOn < day { throw Problem.invalid("dueOn", "date_in_past", "Thời hạn không được trước ngày giao.") }
        if let written = draft.letterDate, written > today {
            throw Problem.invalid("letterDate", "date_in_future", "Ngày văn bản không được sau hôm nay.")
        }
        if draft.assignee == officer.organisation, hands == nil {
            throw Problem.invalid(
                "assignee", "recipient_is_self",
                "Không giao nhiệm vụ cho chính cơ quan mình; việc trong cơ quan được giao bằng bút phê, hoặc ghi thành điểm kết luận "
                    + "trước khi ban hành thông báo.")
        }
        guard let assignee = try OfficeRecords.organisation(db, id: draft.assignee) else {
            throw Problem.invalid("assignee", "unknown_organisation", "Không có cơ quan này trong danh mục.")
        }
        if assignee.validTo != nil {
            throw Problem.invalid(
                "assignee", "office_closed",
                "\(assignee.name) đã chấm dứt hoạt động do sắp xếp tổ chức; hãy chọn cơ quan kế tiếp.")
        }
        let place = try place(of: draft, officer: officer)
        var facts = CaseFacts(office: officer.office)
        facts.recipientIsSelf = draft.assignee == officer.organisation
        if let held = place.held {
            try refuseDenounced(draft.assignee, held.context, field: "assignee")
            facts.kind = held.context.kind
        }
        let task = try TaskRecords.insert(
            db,
            TaskRecords.NewTask(
                giver: officer.organisation, assignee: draft.assignee, kind: draft.kind.rawValue, title: title, content: content,
                givenOn: day, dueOn: draft.dueOn, letterNumber: letter, letterDate: draft.letterDate, parentCase: place.held?.context.id,
                session: place.session, point: draft.point))
        var declared: [String: FactValue] = [
            "assignee": .id(draft.assignee), "task_kind": .text(draft.kind.rawValue), "title": .text(title), "content": .text(content),
            "due_on": .date(draft.dueOn),
        ]
        if let point = draft.point { declared["point"] = .integer(point) }
        if let unit = hands?.unit { declared["unit"] = .integer(Int(unit)) }
        if let handler = hands?.officer { declared["handler"] = .id(handler) }
        if let written = draft.letterDate { declared["letter_date"] = .date(written) }
        var notes = StepNotes()
        notes.letterDate = draft.letterDate
        notes.created["task"] = task
        // The case is the assignee's own, so that it stands among his work; the giver opens it.
        let (id, version) = try reference.opening("task", on: day)
        let step = try opening(
            version, event: "give", on: day, facts: facts, declared: declared, organisation: draft.assignee, relation: .sender)
        let caseID = try CaseRecords.open(
            db, version: id, organisation: draft.assignee, subject: Subject.task.rawValue, task: task, openedOn: day)
        try CaseRecords.grantAccess(db, case: caseID, organisation: officer.organisation, relation: .sender)
        if !underNotice, letter != nil || draft.letterDate != nil {
            letter = try ownLetter(
                letter, on: draft.letterDate, year: (draft.letterDate ?? day).year, form: "task_letter", .step(case: caseID, seq: 1),
                office: officer.organisation, field: "letterNumber")
            try TaskRecords.setLetter(db, task: task, number: letter)
        }
        if let letter { declared["letter_number"] = .text(letter) }
        notes.letterNumber = letter
        try record(step, of: version, on: caseID, seq: 1, day: day, declared: declared, notes: notes)
        if let hands { try put(caseID, into: hands, on: day) }
        if let parent = place.held?.context.id {
            try CaseRecords.grantAccess(db, case: parent, organisation: draft.assignee, relation: .tasked)
        }
        return (task, caseID)
    }

    /// Where a task is given: the petition's case, locked, and the session of which it carries out a point.
    private func place(of draft: TaskDraft, officer: OfficerActor) throws -> (held: LockedCase?, session: Int64?) {
        var (held, session): (LockedCase?, Int64?) = (nil, draft.session)
        if let parent = draft.parentCase {
            let found = try lock(parent)
            if found.context.organisation != officer.organisation { throw Problem.notPermitted }
            switch found.context.subject {
            case Subject.petition.rawValue: held = found
            case Subject.session.rawValue: session = found.context.session
            default:
                throw Problem.invalid(
                    "parentCase", "not_a_parent", "Chỉ giao nhiệm vụ trong hồ sơ đơn hoặc buổi tiếp công dân của cơ quan.")
            }
        }
        if let session, try TaskRecords.caseOfSession(db, session: session, organisation: officer.organisation) == nil {
            throw Problem.invalid("session", "unknown_session", "Không có buổi tiếp công dân này trong cơ quan của bạn.")
        }
        if held == nil, session == nil {
            throw Problem.invalid("parentCase", "required", "Nhiệm vụ phải thuộc một hồ sơ hoặc một buổi tiếp công dân.")
        }
        if draft.kind == .conclusionPoint, session == nil {
            throw Problem.invalid("kind", "no_conclusion", "Việc trong thông báo kết luận chỉ giao từ buổi tiếp công dân.")
        }
        if draft.kind.needsOpenCase {
            guard let held else {
                throw Problem.invalid("kind", "no_petition", "Xác minh, giải quyết chỉ giao trong hồ sơ của một đơn.")
            }
            if held.context.final {
                throw Problem.invalid("kind", "case_ended", "Hồ sơ đã kết thúc nên không còn việc để xác minh, giải quyết.")
            }
        }
        if let point = draft.point {
            if session == nil { throw Problem.invalid("point", "no_conclusion", "Chỉ ghi số thứ tự của việc trong thông báo kết luận.") }
            if !(1...1000).contains(point) { throw Problem.invalid("point", "out_of_range", "Số thứ tự phải từ 1 trở lên.") }
        }
        return (held, session)
    }
}
