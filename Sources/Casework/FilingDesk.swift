public import Law
import Postgres
import Records

/// Lưu đơn: one paper names a whole bundle (petitions, their copies, letters that were never entered), and one step of a leader files all
/// of it.
///
/// A petition is filed by the event of its own procedure (`file_away`, `mark_ineligible`, `mark_duplicate`), so the law judges each; a
/// letter without a case is filed on a ground of the same list. What the law refuses for one of them leaves the whole bundle where it was.
public struct FilingDesk: Sendable {
    let casework: Casework

    /// Items of one paper.
    public static let mostItems = 200

    /// The grounds of the law in force (choices of `file_away`), in its order.
    public func grounds(by actor: Actor) async throws -> [FilingGround] {
        _ = try actor.officer()
        return try await casework.read(by: actor) { work in try work.filingGrounds(on: work.today) }
    }

    public func list(cursor: String?, limit: Int, by actor: Actor) async throws -> Page<FilingLine> {
        _ = try actor.officer()
        let limit = min(max(limit, 1), 200)
        let before = try Cursor.parse(cursor)
        return try await casework.read(by: actor) { work in
            let rows = try FilingRecords.list(work.db, before: before, limit: limit + 1)
            let items = try rows.prefix(limit).map { row in
                FilingLine(
                    id: row.id, number: row.number, proposedOn: row.proposedOn, proposedBy: row.proposedBy,
                    groundTitle: try work.filingTitle(row.ground, on: row.proposedOn), state: row.state,
                    stateTitle: Self.stateTitle(row.state), items: row.items, takenOut: row.takenOut)
            }
            return Page(items: items, next: rows.count > limit ? Cursor.text(rows[limit - 1].id) : nil)
        }
    }

    public func proposal(_ id: Int64, by actor: Actor) async throws -> FilingView {
        _ = try actor.officer()
        return try await casework.read(by: actor) { work in
            guard let row = try FilingRecords.proposal(work.db, id) else { throw Problem.missing("phiếu đề xuất lưu đơn") }
            return try work.filingView(row)
        }
    }

    /// Proposes a bundle for filing. Nothing moves yet; each item is noted as it stands.
    public func propose(_ draft: FilingDraft, key: String?, by actor: Actor) async throws -> FilingView {
        let officer = try actor.officer()
        try officer.require([.clerk, .officer, .leader])
        let number = try Text.require(draft.number, field: "number", most: 100)
        let reason = try Text.optional(draft.reason, field: "reason", most: 5000, multiline: true)
        let late = try Text.optional(draft.lateReason, field: "lateReason", most: 2000, multiline: true)
        let day = draft.on ?? casework.today
        if day > casework.today { throw Problem.invalid("on", "date_in_future", "Ngày phiếu không được sau hôm nay.") }
        return try await casework.once("postbag.propose", key: key, input: draft, by: actor) { work in
            guard try work.filingGrounds(on: day).contains(where: { $0.word == draft.ground }) else {
                throw Problem.invalid("ground", "unknown_code", "Căn cứ lưu đơn không có trong danh mục.")
            }
            let bag = try work.filingBag(draft)
            guard !bag.cases.isEmpty || !bag.envelopes.isEmpty else {
                throw Problem.invalid("envelopes", "required", "Chọn ít nhất một đơn hoặc bì thư để lưu.")
            }
            guard bag.cases.count + bag.envelopes.count <= Self.mostItems else {
                throw Problem.invalid("envelopes", "too_many", "Một phiếu lưu nhiều nhất \(Self.mostItems) đơn, bì thư.")
            }
            let id = try FilingRecords.insert(
                work.db, organisation: officer.organisation, number: number, on: day, by: officer.id, ground: draft.ground, reason: reason,
                lateReason: late, now: work.now)
            var position = 0
            for caseID in bag.cases {
                position += 1
                let held = try work.lock(caseID)
                try work.checkFilable(held, draft.ground, reason: reason, late: late)
                try work.db.run(
                    FilingRecords.insertItem(proposal: id, position: position, envelope: nil, caseID: caseID, seq: held.context.seq))
            }
            for envelope in bag.envelopes {
                position += 1
                guard let row = try PostbagRecords.lock(work.db, envelope) else {
                    throw Problem.invalid("envelopes", "unknown_envelope", "Không có bì thư \(envelope) trong cơ quan của bạn.")
                }
                try work.checkFilable(row, draft.ground)
                try work.db.run(
                    FilingRecords.insertItem(proposal: id, position: position, envelope: envelope, caseID: nil, seq: row.seq))
            }
            guard let row = try FilingRecords.proposal(work.db, id) else { throw Problem.missing("phiếu đề xuất lưu đơn") }
            return try work.filingView(row)
        }
    }

    /// A leader signs: everything on the paper is filed away, or nothing.
    public func sign(_ id: Int64, on day: Day?, key: String?, by actor: Actor) async throws -> FilingView {
        let officer = try actor.officer()
        try officer.require([.leader])
        let day = day ?? casework.today
        if day > casework.today { throw Problem.invalid("on", "date_in_future", "Ngày ký không được sau hôm nay.") }
        return try await casework.once("postbag.sign", key: key, input: [String(id), day.iso], by: actor) { work in
            let row = try work.waitingProposal(id)
            if day < row.proposedOn { throw Problem.invalid("on", "before_proposal", "Ngày ký không được trước ngày phiếu.") }
            let items = try FilingRecords.items(work.db, proposal: id)
            // The paper first: what is filed names a signed one.
            try FilingRecords.decide(work.db, proposal: id, state: "signed", on: day, by: officer.id, now: work.now)
            for item in items.filter({ $0.caseID != nil }).sorted(by: { ($0.caseID ?? 0) < ($1.caseID ?? 0) }) {
                try work.file(item, by: row, on: day)
            }
            for item in items {
                if let envelope = item.envelope { try work.file(envelope, seen: item.seq, by: row, on: day) }
            }
            return try work.filingView(try FilingRecords.proposal(work.db, id) ?? row)
        }
    }

    public func withdraw(_ id: Int64, key: String?, by actor: Actor) async throws -> FilingView {
        let officer = try actor.officer()
        try officer.require([.clerk, .officer, .leader])
        return try await casework.once("postbag.withdraw", key: key, input: [String(id)], by: actor) { work in
            let row = try work.waitingProposal(id)
            try FilingRecords.decide(work.db, proposal: id, state: "withdrawn", on: work.today, by: officer.id, now: work.now)
            return try work.filingView(try FilingRecords.proposal(work.db, id) ?? row)
        }
    }

    static func stateTitle(_ state: String) -> String {
        ["proposed": "Chờ lãnh đạo ký", "signed": "Đã ký, đã lưu", "withdrawn": "Đã rút"][state] ?? state
    }
}

extension Work {
    /// By which a petition is filed away, in the order in which they are looked for.
    private static let filingEvents = ["file_away", "mark_ineligible"]

    func filingGrounds(on day: Day) throws -> [FilingGround] {
        let version = try reference.opening(Reference.forwarding, on: day).version
        let words = version.transitions.first { $0.event == "file_away" }?.takes.first { $0.name == "ground" }
        guard case .choice(let grounds)? = words?.kind else { return [] }
        return grounds.map { FilingGround(word: $0, title: version.choices[$0] ?? $0) }
    }

    func filingTitle(_ ground: String, on day: Day) throws -> String {
        try reference.opening(Reference.forwarding, on: day).version.choices[ground] ?? ground
    }

    func filingBag(_ draft: FilingDraft) throws -> (cases: [Int64], envelopes: [Int64]) {
        var cases: Set<Int64> = []
        var envelopes = Set(draft.envelopes ?? [])
        for petition in draft.petitions ?? [] {
            guard let caseID = try FilingRecords.newestCase(db, petition: petition) else {
                throw Problem.invalid("petitions", "unknown_petition", "Không có đơn \(petition) trong cơ quan của bạn.")
            }
            cases.insert(caseID)
        }
        if let petition = draft.bundle {
            guard try FilingRecords.newestCase(db, petition: petition) != nil else {
                throw Problem.invalid("bundle", "unknown_petition", "Không có đơn này trong cơ quan của bạn.")
            }
            let bundle = try FilingRecords.bundle(db, petition: petition)
            cases.formUnion(bundle.cases)
            envelopes.formUnion(bundle.envelopes)
        }
        // In id order, as everybody locks them.
        return (cases.sorted(), envelopes.sorted())
    }

    /// The event by which a case is filed on a ground, with what it takes; nil where its state has none.
    private func filing(
        _ held: LockedCase, _ ground: String, reason: String?, late: String?
    ) -> (event: String, facts: [String: FactValue])? {
        let here = held.version.transitions.filter { $0.from.contains(held.context.state) }
        var facts: [String: FactValue] = [:]
        facts["reason"] = reason.map { FactValue.text($0) }
        facts["flag_reason"] = late.map { FactValue.text($0) }
        let events = (ground == "copy" ? ["mark_duplicate"] : []) + Self.filingEvents
        guard let event = events.first(where: { event in here.contains { $0.event == event } }) else { return nil }
        if event != "mark_duplicate" { facts["ground"] = .text(ground) }
        return (event, facts)
    }

    /// Would a leader be allowed to file it today? Said when it is proposed, so that no paper goes round in vain.
    func checkFilable(_ held: LockedCase, _ ground: String, reason: String?, late: String?) throws {
        let name = try numberInBook(held)
        guard held.context.organisation == (try officer().organisation), held.context.registration != nil else {
            throw Problem.missing("đơn")
        }
        if try FilingRecords.isProposed(db, envelope: nil, caseID: held.context.id) {
            throw Problem(.conflict, code: "proposal_waiting", message: "\(name) đã nằm trong một phiếu đề xuất lưu đang chờ lãnh đạo.")
        }
        guard let (event, facts) = filing(held, ground, reason: reason, late: late) else {
            throw Problem.invalid("petitions", "not_filable", "\(name): trạng thái hiện nay không lưu đơn được.")
        }
        let request = EventRequest(event: event, occurredOn: today, today: today, facts: facts, roles: [.leader], relations: held.relations)
        do throws(Problem) {
            _ = try decided {
                () throws(Refusal) in
                try held.version.decide(
                    request, state: held.context.state, facts: self.facts(of: held.context), clocks: held.clocks.map(\.running),
                    calendar: reference.calendar(of: held.context.organisation),
                    settings: reference.settings(of: held.context.organisation), previousEntryOn: held.context.lastOn)
            }
        } catch {
            throw Self.about(name, error)
        }
    }

    /// A letter without a case: opened and read, or tied as a copy. One that denounces is registered, its clocks run (Luật Tố cáo Đ.24).
    func checkFilable(_ row: PostbagRecords.EnvelopeRow, _ ground: String) throws {
        let name = "Bì thư số đến \(row.arrivalNumber)/\(row.arrivalYear)"
        try checkNotProposed(envelope: row.id)
        switch row.state {
        case EnvelopeState.tied.rawValue: return
        case EnvelopeState.opened.rawValue:
            if row.denunciation {
                throw Problem.invalid("envelopes", "denunciation_unregistered", "\(name): thư tố cáo phải vào sổ đơn trước khi lưu.")
            }
            if ground == "copy" {
                throw Problem.invalid("envelopes", "not_tied", "\(name): so sánh và gắn với đơn gốc trước khi lưu là bản sao.")
            }
        default: throw Problem.invalid("envelopes", "envelope_state", "\(name): chưa mở hoặc đã được xử lý.")
        }
    }

    func waitingProposal(_ id: Int64) throws -> FilingRecords.ProposalRow {
        guard let row = try FilingRecords.lock(db, id) else { throw Problem.missing("phiếu đề xuất lưu đơn") }
        if row.state != "proposed" {
            throw Problem(.conflict, code: "proposal_decided", message: "Phiếu này đã được ký hoặc đã rút.")
        }
        return row
    }

    /// Files a petition by the event of its procedure; the paper's number and day stand on its filing note.
    func file(_ item: FilingRecords.ItemRow, by proposal: FilingRecords.ProposalRow, on day: Day) throws {
        guard let caseID = item.caseID else { return }
        let held = try lock(caseID)
        let name = try numberInBook(held)
        if held.context.seq != item.seq {
            throw Problem(
                .conflict, code: "item_moved", message: "\(name) đã có diễn biến mới sau khi đề xuất lưu; hãy rút phiếu và đề xuất lại.")
        }
        guard let (event, facts) = filing(held, proposal.ground, reason: proposal.reason, late: proposal.lateReason) else {
            throw Problem(.conflict, code: "item_moved", message: "\(name) không còn ở trạng thái lưu được.")
        }
        let step: Step
        do { step = try decide(event, on: day, held, declared: facts) } catch let problem as Problem { throw Self.about(name, problem) }
        var notes = StepNotes()
        notes.letterNumber = proposal.number
        notes.letterDate = proposal.proposedOn
        notes.created["proposal"] = proposal.id
        try Effects(work: self, held: held, step: step, day: day, declared: facts).before(&notes)
        try record(step, of: held.version, on: caseID, seq: held.context.seq + 1, day: day, declared: facts, notes: notes)
    }

    /// Files a letter that has no case of its own.
    func file(_ envelope: Int64, seen: Int, by proposal: FilingRecords.ProposalRow, on day: Day) throws {
        guard let row = try PostbagRecords.lock(db, envelope) else { throw Problem.missing("bì thư") }
        if row.seq != seen {
            throw Problem(
                .conflict, code: "item_moved",
                message: "Bì thư số đến \(row.arrivalNumber)/\(row.arrivalYear) đã thay đổi sau khi đề xuất; hãy rút phiếu, đề xuất lại.")
        }
        try PostbagRecords.file(db, envelope: envelope, proposal: proposal.id, on: day)
        try log(envelope, at: row.seq, "file", EnvelopeNote(registration: row.registration, proposal: proposal.id))
    }

    func filingView(_ row: FilingRecords.ProposalRow) throws -> FilingView {
        let items = try FilingRecords.items(db, proposal: row.id).map { item in
            var number: String?
            if let own = item.number, let year = item.bookYear { number = BookNumber.text(own, year, of: item.book) }
            let state: String
            if let version = item.version {
                state = try reference.version(id: version).state(item.state)?.title ?? item.state
            } else {
                state = EnvelopeState(rawValue: item.state)?.title ?? item.state
            }
            return FilingView.Item(
                envelope: item.envelope, caseID: item.caseID, petition: item.petition, petitionNumber: number,
                arrivalNumber: item.arrivalNumber, title: item.title, stateTitle: state, takenOutOn: item.takenOutOn,
                takenOutBy: item.takenOutBy, takenOutReason: item.takenOutReason)
        }
        return FilingView(
            id: row.id, number: row.number, proposedOn: row.proposedOn, proposedBy: row.proposedBy, ground: row.ground,
            groundTitle: try filingTitle(row.ground, on: row.proposedOn), reason: row.reason, lateReason: row.lateReason, state: row.state,
            stateTitle: FilingDesk.stateTitle(row.state), decidedBy: row.decidedBy, decidedOn: row.decidedOn, items: items)
    }

    private func numberInBook(_ held: LockedCase) throws -> String {
        guard let petition = held.context.petition, let full = try PetitionRecords.full(db, petition: petition) else { return "Đơn" }
        return "Đơn số \(BookNumber.text(full.number, full.bookYear, of: full.book))"
    }

    /// The same refusal, saying of which item of the bundle.
    private static func about(_ name: String, _ problem: Problem) -> Problem {
        var told = problem
        told.message = "\(name): \(problem.message)"
        return told
    }
}
