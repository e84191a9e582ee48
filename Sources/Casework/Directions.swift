public import Law
import Postgres
import Records

/// Ý kiến chỉ đạo (bút phê) as it is entered: by the leader himself, or from paper with its scan.
public struct DirectionDraft: Codable, Sendable, Equatable {
    public var leaderName: String
    public var givenOn: Day
    /// At most 2,000 characters: the weekly register prints it.
    public var text: String
    /// To which unit of the office the work goes.
    public var unit: Int64?
    /// Who gets the work in hand, and who helps him.
    public var handler: Int64?
    public var others: [Int64]?
    /// Until when; an alarm of the office's own, beside the law's deadlines.
    public var dueOn: Day?
    /// Written on paper and entered by somebody else; nil: as it was entered by no leader.
    public var onPaper: Bool?
    /// The scan, an attachment of the same case.
    public var attachment: Int64?
    /// The journal's sequence the asker saw; nil takes the case as it stands.
    public var expectedSequence: Int?

    public init(leaderName: String, givenOn: Day, text: String) {
        self.leaderName = leaderName
        self.givenOn = givenOn
        self.text = text
    }
}

/// A direction as a case shows it.
public struct DirectionView: Codable, Sendable, Equatable {
    public var id: Int64
    public var leaderName: String
    public var givenOn: Day
    public var text: String
    public var unitName: String?
    /// Who has the work in hand by it.
    public var handlerName: String?
    /// Who helps him.
    public var others: [String]
    public var dueOn: Day?
    public var onPaper: Bool
    public var attachment: Int64?
    /// Said once, to who wrote it: whom it gives work to is on leave.
    public var warnings: [String]?

    init(_ row: CaseRecords.DirectionRow) {
        id = row.id
        leaderName = row.leaderName
        givenOn = row.givenOn
        text = row.text
        unitName = row.unitName
        handlerName = row.handlerName
        others = row.othersNames
        dueOn = row.dueOn
        onPaper = row.onPaper
        attachment = row.attachment
    }
}

extension CaseDesk {
    /// A note without a word on who has to do what.
    public func addDirection(_ id: Int64, leaderName: String, givenOn: Day, text: String, key: String?, by actor: Actor) async throws
        -> DirectionView
    {
        try await addDirection(id, DirectionDraft(leaderName: leaderName, givenOn: givenOn, text: text), key: key, by: actor)
    }

    /// Ý kiến chỉ đạo (bút phê) of a leader, or of the head of the unit that has the work: the case's event `direct`. The work goes to whom it
    /// names.
    ///
    /// - Throws: `Problem`: 404 unless the case is the office's own; `not_head` when somebody else gives work on in his own name;
    ///   `stale_sequence` when a sequence was named and the case has moved.
    public func addDirection(_ id: Int64, _ draft: DirectionDraft, key: String?, by actor: Actor) async throws -> DirectionView {
        let officer = try actor.officer()
        try officer.require([.clerk, .officer, .leader])
        var clean = draft
        clean.leaderName = try Text.require(draft.leaderName, field: "leaderName", most: 200)
        clean.text = try Text.require(draft.text, field: "text", most: Effects.longestDirection, multiline: true)
        if draft.givenOn > casework.today {
            throw Problem.invalid("givenOn", "date_in_future", "Ngày cho ý kiến không được sau hôm nay.")
        }
        if let due = draft.dueOn, due < draft.givenOn {
            throw Problem.invalid("dueOn", "date_before_direction", "Hạn giao không được trước ngày cho ý kiến.")
        }
        let asked = clean
        struct Input: Encodable {
            var `case`: Int64
            var draft: DirectionDraft
        }
        return try await casework.once("cases.direction", key: key, input: Input(case: id, draft: asked), by: actor) { work in
            try work.direct(id, asked, by: officer)
        }
    }

    /// Ties a scan that was uploaded to the case to a direction on it.
    public func scanDirection(_ id: Int64, direction: Int64, attachment: Int64, key: String?, by actor: Actor) async throws
        -> DirectionView
    {
        let officer = try actor.officer()
        try officer.require([.clerk, .officer, .leader])
        return try await casework.once("cases.direction_scan", key: key, input: [id, direction, attachment], by: actor) { work in
            let held = try work.lock(id)
            guard held.context.organisation == officer.organisation else { throw Problem.missing("hồ sơ") }
            guard try CaseRecords.isDirection(work.db, direction, of: id) else { throw Problem.missing("ý kiến chỉ đạo") }
            try work.checkPaper(attachment, of: id)
            try CaseRecords.setScan(work.db, direction: direction, attachment: attachment)
            return try work.directionView(direction)
        }
    }
}

extension Work {
    func direct(_ id: Int64, _ draft: DirectionDraft, by officer: OfficerActor) throws -> DirectionView {
        let held = try lock(id)
        guard held.context.organisation == officer.organisation else { throw Problem.missing("hồ sơ") }
        if let paper = draft.attachment { try checkPaper(paper, of: id) }
        let others = (draft.others ?? []).filter { $0 != draft.handler }
        for other in others { try checkWorks(other, in: officer.organisation, field: "others") }
        let direction = try written(draft, on: held, by: officer)
        try CaseRecords.assign(db, direction: direction, officers: others, leads: false)
        if let paper = draft.attachment { try CaseRecords.setScan(db, direction: direction, attachment: paper) }
        var view = try directionView(direction)
        view.warnings = try warnings(of: [draft.handler].compactMap { $0 } + others, in: officer.organisation, due: draft.dueOn)
        return view
    }

    /// The event `direct`; only beside the case where its procedure has no such event, and then it gives no work.
    private func written(_ draft: DirectionDraft, on held: LockedCase, by officer: OfficerActor) throws -> Int64 {
        guard held.version.transitions.contains(where: { $0.event == "direct" }) else {
            if draft.unit != nil || draft.handler != nil || draft.dueOn != nil {
                throw Problem(.refused, code: "no_work_here", message: "Hồ sơ loại này chỉ ghi ý kiến chỉ đạo, không giao việc.")
            }
            return try CaseRecords.insert(
                db,
                CaseRecords.NewDirection(
                    caseID: held.context.id, seq: nil, leaderName: draft.leaderName, givenOn: draft.givenOn, text: draft.text, unit: nil,
                    handler: nil, dueOn: nil, onPaper: draft.onPaper ?? !officer.roles.contains(.leader), officer: officer.id), now: now)
        }
        var facts: [String: FactInput] = [
            "direction_text": .text(draft.text), "leader_name": .text(draft.leaderName), "given_on": .text(draft.givenOn.iso),
        ]
        if let unit = draft.unit { facts["unit"] = .number(unit) }
        if let handler = draft.handler { facts["handler"] = .number(handler) }
        if let due = draft.dueOn { facts["due_on"] = .text(due.iso) }
        if let onPaper = draft.onPaper { facts["on_paper"] = .flag(onPaper) }
        let event = EventDraft(event: "direct", facts: facts, expectedSequence: draft.expectedSequence ?? held.context.seq)
        do {
            guard let direction = try step(held.context.id, event).created["direction"] else { throw Problem.missing("ý kiến chỉ đạo") }
            return direction
        } catch let problem as Problem {
            var named = problem
            for index in named.errors.indices {
                named.errors[index].field = Self.directionFields[named.errors[index].field] ?? named.errors[index].field
            }
            throw named
        }
    }

    /// The event's facts as the draft spells them.
    private static let directionFields = [
        "direction_text": "text", "leader_name": "leaderName", "given_on": "givenOn", "due_on": "dueOn", "on_paper": "onPaper",
    ]

    func checkPaper(_ attachment: Int64, of caseID: Int64) throws {
        if try !CaseRecords.isPaper(db, attachment: attachment, of: caseID) {
            throw Problem.invalid("attachment", "unknown_attachment", "Không có bản quét này trong hồ sơ.")
        }
    }

    func directionView(_ id: Int64) throws -> DirectionView {
        guard let row = try CaseRecords.direction(db, id) else { throw Problem.missing("ý kiến chỉ đạo") }
        return DirectionView(row)
    }
}
