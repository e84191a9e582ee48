import Law
import Postgres
import Records

extension Effects {
    /// What a step of a task changes beside its case: dates, reports, reminders. The giver's own case is never touched.
    func task(_ notes: inout StepNotes) throws {
        guard let task = held.context.task, let terms = try TaskRecords.terms(db, task: task) else { return }
        if held.context.staysWithin, let refusal = work.refusalWithin(event) { throw refusal }
        switch event {
        case "acknowledge", "start", "record_acknowledged": try TaskRecords.setAcknowledged(db, task: task, on: day)
        case "report", "record_report": try report(task, terms)
        case "return_for_more":
            guard let due = date("due_on") else { return }
            try TaskRecords.sendBack(db, task: task, dueOn: due)
        case "accept_report": try TaskRecords.setAccepted(db, task: task, on: day)
        case "request_extension", "record_extension_request":
            guard let until = date("asked_until") else { return }
            try checkLater(until, than: terms.dueOn, field: "asked_until")
            try TaskRecords.setAsked(db, task: task, until: until)
        case "grant_extension":
            guard let due = date("due_on") else { return }
            try checkLater(due, than: terms.dueOn, field: "due_on")
            try TaskRecords.extend(db, task: task, to: due)
        case "refuse_extension", "decline", "record_decline", "recall": try TaskRecords.setAsked(db, task: task, until: nil)
        case ProcedureVersion.withdrawRecord: try withdrawTaskRecord(task, &notes)
        case "urge":
            let number = try TaskRecords.remind(
                db, task: task, letterNumber: text("letter_number") ?? "", letterDate: date("letter_date") ?? day,
                answerBy: date("answer_by"), sentOn: day)
            notes.created["reminder"] = Int64(number)
        default: break
        }
    }

    private func report(_ task: Int64, _ terms: TaskRecords.Terms) throws {
        let settledAs = text("settled_as")
        let settles = terms.kind == TaskKind.settle.rawValue
        if settles, settledAs == nil, text("result") != "not_done" {
            throw Problem.invalid("settled_as", "required", "Nhiệm vụ giải quyết thì phải ghi kết quả giải quyết.")
        }
        if !settles, settledAs != nil {
            throw Problem.invalid("settled_as", "not_a_settlement", "Chỉ nhiệm vụ giải quyết mới có kết quả giải quyết.")
        }
        try TaskRecords.setReport(
            db, task: task, result: text("result") ?? "done", settledAs: settledAs, on: day, number: text("document_number"),
            date: date("document_date"))
    }

    private func checkLater(_ asked: Day, than due: Day, field: String) throws(Problem) {
        guard asked <= due else { return }
        throw Problem.invalid(field, "date_not_later", "Ngày gia hạn phải sau thời hạn hiện nay (\(due.vietnamese)).")
    }

    /// After the task's own entry stands: whose sight of the giver's case ends with it, and what a session's case may now do.
    func afterTask(_ notes: inout StepNotes) throws {
        guard let task = held.context.task else { return }
        switch event {
        case "decline", "record_decline", "recall": try TaskRecords.endAccess(db, task: task)
        case "accept_report":
            guard let session = try TaskRecords.terms(db, task: task)?.session else { return }
            try work.taskAccepted(task, session: session, on: day, &notes)
        default: break
        }
    }
}

extension Work {
    /// A task of a session's conclusion was done to its giver's content. The session's case, locked with the task's, may be stepped here by
    /// its own events; as it is, an officer records that everything is done, and is shown the way there when this was the last task.
    func taskAccepted(_ task: Int64, session: Int64, on day: Day, _ notes: inout StepNotes) throws {
        guard try !TaskRecords.goesOn(db, session: session) else { return }
        let giver = try officer().organisation
        if let caseID = try TaskRecords.caseOfSession(db, session: session, organisation: giver) { notes.created["sessionCase"] = caseID }
    }

    /// Takes back what was given of a denunciation to an office that turns out to be the denounced's own or below it, and its sight of the
    /// case and of the task (Luật Tố cáo Đ.12, Đ.56).
    func recallBarredTasks(petition: Int64, on day: Day) throws {
        let barred = try TaskRecords.barred(db, petition: petition)
        if barred.isEmpty { return }
        let reason: [String: FactValue] = ["reason": .text("Cơ quan được giao không được tham gia giải quyết tố cáo này.")]
        try asSystem { system in
            for task in barred where !task.final {
                let held = try system.lock(task.caseID)
                let on = max(day, held.context.lastOn ?? day)
                let step = try system.decide("recall", on: on, held, declared: reason)
                try system.record(step, of: held.version, on: task.caseID, seq: held.context.seq + 1, day: on, declared: reason)
                try TaskRecords.setAsked(system.db, task: task.task, until: nil)
            }
        }
        try TaskRecords.revokeBarred(db, petition: petition)
    }

    /// A scan belongs to who works on the case: an office that only has a task in it puts its papers into the task. Nothing of a
    /// denunciation is scanned.
    func mayAttachTask(_ head: CaseRecords.Head) throws {
        if head.relations == [Relation.tasked.rawValue] {
            throw Problem(
                .forbidden, code: "not_permitted",
                message: "Cơ quan được giao nhiệm vụ đưa tài liệu vào nhiệm vụ, không đưa vào hồ sơ này.")
        }
        if let task = head.task, try TaskRecords.isOfDenunciation(db, task: task) {
            throw Problem(
                .refused, code: "denunciation_not_scanned",
                message: "Không lưu bản quét trong hồ sơ tố cáo; chỉ ghi số hồ sơ giấy.", basis: "Luật Tố cáo Đ.9, Đ.56")
        }
    }

    // MARK: the journal as it is read

    /// What a giver wrote down from the assignee's paper is told as the assignee's.
    func nameWhoSpoke(in journal: inout [EntryView], task: Int64?) throws {
        guard let task, journal.contains(where: { Self.onPaper.contains($0.event) }),
            let name = try TaskRecords.task(db, task)?.assigneeName
        else { return }
        for index in journal.indices where Self.onPaper.contains(journal[index].event) { journal[index].onBehalfOf = name }
    }

    private static let onPaper: Set<String> = [
        "record_acknowledged", "record_status", "record_extension_request", "record_report", "record_decline",
    ]

    /// How an office divides its work is its own business: another one sees that it did, not how, nor until when.
    func hideWork(in journal: inout [EntryView]) {
        for index in journal.indices { journal[index].facts.removeAll { Self.ownClocks.contains($0.name) } }
        for index in journal.indices where Self.ownWork.contains(journal[index].event) {
            journal[index].facts = []
            journal[index].officerName = nil
        }
    }

    private static let ownWork: Set<String> = ["direct", "take_work", "return_work", "hand_over_work", "assign"]

    /// Clocks that a leader's note sets, in every procedure.
    static let ownClocks: Set<String> = ["DIRECT"]
}
