import Identity
import Law
import Postgres
import Records

/// The postbag: every envelope gets a row and a number of the book of what came in (số đến) the moment it arrives, opened or not.
///
/// An opened letter becomes a petition of its own (`PetitionDesk.register` with `envelope`), or a clerk who has compared the texts ties it
/// to the petition of which it is a copy. A copy keeps its own arrival number and counts as a petition received (đơn); it brings no matter,
/// no clock and no letter with it, for what it asks is dealt with under the petition it repeats.
public struct PostbagDesk: Sendable {
    let casework: Casework

    /// Who works on the bag: the counter, and the records clerk who opens the post.
    static let workers: Set<Role> = [.clerk, .officer, .leader, .recordsClerk]

    public func list(_ filter: EnvelopeFilter, by actor: Actor) async throws -> Page<EnvelopeView> {
        _ = try actor.officer()
        let limit = min(max(filter.limit, 1), 200)
        let before = try Cursor.parse(filter.cursor)
        return try await casework.read(by: actor) { work in
            let rows = try PostbagRecords.list(
                work.db, arrivedOn: filter.arrivedOn, states: filter.states.map(\.rawValue), before: before, limit: limit + 1)
            return Page(items: rows.prefix(limit).map(EnvelopeView.init), next: rows.count > limit ? Cursor.text(rows[limit - 1].id) : nil)
        }
    }

    public func envelope(_ id: Int64, by actor: Actor) async throws -> EnvelopeView {
        _ = try actor.officer()
        return try await casework.read(by: actor) { work in EnvelopeView(try work.envelope(id)) }
    }

    /// Whether the office types its arrival numbers from its own document system.
    public func typesNumbers(by actor: Actor) async throws -> Bool {
        _ = try actor.officer()
        return try await casework.read(by: actor) { work in try work.typesNumbers(.incoming) }
    }

    /// Logs an envelope under the next arrival number, or the typed one where the office's rule says so.
    ///
    /// - Throws: `Problem` when something beside days, channel and marking is typed of an envelope marked personal or secret.
    public func enter(_ draft: EnvelopeDraft, key: String?, by actor: Actor) async throws -> EnvelopeView {
        let officer = try actor.officer()
        try officer.require(Self.workers)
        let today = casework.today
        if draft.arrivedOn > today { throw Problem.invalid("arrivedOn", "date_in_future", "Ngày đến không được sau hôm nay.") }
        if draft.arrivedOn < today.adding(years: -10) {
            throw Problem.invalid("arrivedOn", "date_too_old", "Ngày đến quá xa trong quá khứ.")
        }
        if let postmark = draft.postmarkOn, postmark > draft.arrivedOn {
            throw Problem.invalid("postmarkOn", "after_arrival", "Dấu bưu điện không được sau ngày đến.")
        }
        let channel = draft.channel ?? .post
        guard [.post, .desk, .forwarded, .email, .portal].contains(channel) else {
            throw Problem.invalid("channel", "not_by_letter", "Nguồn này không có bì thư.")
        }
        let name = try Text.optional(draft.senderName, field: "senderName", most: 200)
        let address = try Text.optional(draft.senderAddress, field: "senderAddress", most: 300)
        let addressees = try Self.addressees(draft.addressees)
        let marking = draft.marking ?? .plain
        if marking != .plain && (name != nil || address != nil || !addressees.isEmpty || draft.form != nil) {
            let typed: [(String, Bool)] = [
                ("senderName", name != nil), ("senderAddress", address != nil), ("addressees", !addressees.isEmpty), ("form", true),
            ]
            throw Problem.invalid(
                typed.first { $0.1 }?.0 ?? "marking", "marked_unopened",
                "Bì thư ghi riêng hoặc dấu mật chỉ vào sổ số, ngày đến rồi bàn giao nguyên bì; không ghi gì thêm.")
        }
        // What a key is answered with is kept for days: the id, and none of the words, which an erasure would not find there.
        let entered = try await casework.once("postbag.enter", key: key, input: draft, by: actor) { work in
            let number = try work.takeNumber(.incoming, year: draft.arrivedOn.year, typed: draft.number)
            var new = PostbagRecords.NewEnvelope(
                organisation: officer.organisation, arrivalNumber: number, arrivedOn: draft.arrivedOn, enteredAt: work.now,
                enteredBy: officer.id)
            new.postmarkOn = draft.postmarkOn
            new.channel = channel.rawValue
            new.marking = marking.rawValue
            new.senderName = name
            new.senderAddress = address
            new.addressees = addressees
            new.form = draft.form?.rawValue
            let seal = work.seal(name, address, nil)
            new.salt = seal?.salt
            let id = try PostbagRecords.insert(work.db, new)
            try work.log(id, at: 0, "enter", EnvelopeNote(sealed: seal?.hex))
            return EnvelopeDone(envelope: id)
        }
        return try await envelope(entered.envelope, by: actor)
    }

    /// Hands an unopened envelope on: one marked personal or secret, or one that is for somebody else.
    public func handOn(_ id: Int64, _ draft: HandOnDraft, key: String?, by actor: Actor) async throws -> EnvelopeView {
        let to = try Text.require(draft.to, field: "to", most: 200)
        let time = try Self.time(draft.time)
        if !draft.signed { throw Problem.invalid("signed", "signature_missing", "Chỉ ghi đã bàn giao khi người nhận đã ký nhận.") }
        let day = draft.on ?? casework.today
        if day > casework.today { throw Problem.invalid("on", "date_in_future", "Ngày bàn giao không được sau hôm nay.") }
        return try await change(id, "postbag.hand_on", draft, seen: draft.expectedSequence, key: key, by: actor) { work, row, _ in
            try Self.require(row, [.waiting], "Chỉ bàn giao bì thư chưa mở.")
            if day < row.arrivedOn { throw Problem.invalid("on", "before_arrival", "Ngày bàn giao không được trước ngày đến.") }
            try PostbagRecords.handOn(work.db, envelope: id, to: to, on: day, time: time)
            try work.log(id, at: row.seq, "hand_on")
        }
    }

    /// Opens an envelope, or reads its letter again. Of a letter that denounces every word of the sender goes at once.
    public func open(_ id: Int64, _ draft: OpeningDraft, key: String?, by actor: Actor) async throws -> EnvelopeView {
        let gist = try Text.optional(draft.gist, field: "gist", most: 20_000, multiline: true)
        let name = try Text.optional(draft.senderName, field: "senderName", most: 200)
        let address = try Text.optional(draft.senderAddress, field: "senderAddress", most: 300)
        let addressees = try draft.addressees.map { try Self.addressees($0) }
        if draft.denunciation && (gist != nil || name != nil || address != nil) {
            throw Problem.invalid(
                gist != nil ? "gist" : name != nil ? "senderName" : "senderAddress", "denouncer_not_stored",
                "Thư tố cáo không ghi nội dung, người gửi ở đây; hãy vào sổ theo lối đơn tố cáo (bí danh, số hồ sơ giấy).")
        }
        return try await change(id, "postbag.open", draft, seen: draft.expectedSequence, key: key, by: actor) { work, row, _ in
            if row.marking != EnvelopeMarking.plain.rawValue {
                throw Problem(
                    .refused, code: "marked_unopened", message: "Bì thư ghi riêng hoặc dấu mật không mở, chỉ bàn giao nguyên bì.")
            }
            try Self.require(row, [.waiting, .opened], "Bì thư này đã được xử lý.")
            var opened = row
            opened.denunciation = draft.denunciation
            opened.senderName = draft.denunciation ? nil : name ?? row.senderName
            opened.senderAddress = draft.denunciation ? nil : address ?? row.senderAddress
            opened.gist = draft.denunciation ? nil : gist ?? row.gist
            opened.addressees = addressees ?? row.addressees
            opened.form = draft.form?.rawValue ?? row.form
            let seal = work.seal(opened.senderName, opened.senderAddress, opened.gist)
            try PostbagRecords.open(work.db, opened, salt: seal?.salt)
            var seq = row.seq
            if draft.denunciation {
                try PostbagRecords.erase(work.db, envelope: id)
                try work.log(id, at: seq, "erase")
                seq += 1
            }
            try work.log(id, at: seq, row.state == "waiting" ? "open" : "revise", EnvelopeNote(sealed: seal?.hex))
        }
    }

    /// A tie taken back: the clerk was wrong, the letter stands to be dealt with again.
    public func untie(_ id: Int64, _ draft: EnvelopeReason, key: String?, by actor: Actor) async throws -> EnvelopeView {
        let reason = try Text.require(draft.reason, field: "reason", most: 2000, multiline: true)
        return try await change(id, "postbag.untie", draft, seen: draft.expectedSequence, key: key, by: actor) { work, row, _ in
            try Self.require(row, [.tied], "Bì thư này không gắn với đơn nào.")
            try work.checkNotProposed(envelope: id)
            try PostbagRecords.untie(work.db, envelope: id, remark: row.denunciation ? nil : reason)
            try work.log(
                id, at: row.seq, "untie",
                EnvelopeNote(registration: row.registration, reason: SaltedFact(reason, random: work.random).hex))
        }
    }

    /// A row typed by mistake: its number stays in the book as void, its words go.
    public func void(_ id: Int64, _ draft: EnvelopeReason, key: String?, by actor: Actor) async throws -> EnvelopeView {
        let reason = try Text.require(draft.reason, field: "reason", most: 2000, multiline: true)
        return try await change(id, "postbag.void", draft, seen: draft.expectedSequence, key: key, by: actor) { work, row, _ in
            try Self.require(row, [.waiting, .opened], "Bì thư này đã được xử lý.")
            try work.checkNotProposed(envelope: id)
            try PostbagRecords.void(work.db, envelope: id, remark: row.denunciation || row.marking != "none" ? nil : reason)
            try work.log(id, at: row.seq, "void", EnvelopeNote(reason: SaltedFact(reason, random: work.random).hex))
        }
    }

    /// Locks an envelope that stands where the asker saw it, changes it, and shows it as it then is.
    func change(
        _ id: Int64, _ operation: String, _ draft: some Encodable & Sendable, seen: Int, key: String?, by actor: Actor,
        _ body: @escaping @Sendable (Work, PostbagRecords.EnvelopeRow, OfficerActor) throws -> Void
    ) async throws -> EnvelopeView {
        let officer = try actor.officer()
        try officer.require(Self.workers)
        let changed = try await casework.once(operation, key: key, input: EnvelopeInput(envelope: id, draft: draft), by: actor) { work in
            guard let row = try PostbagRecords.lock(work.db, id) else { throw Problem.missing("bì thư") }
            if row.seq != seen { throw Problem.stale(current: row.seq) }
            try body(work, row, officer)
            return EnvelopeDone(envelope: id)
        }
        return try await envelope(changed.envelope, by: actor)
    }

    static func require(_ row: PostbagRecords.EnvelopeRow, _ states: [EnvelopeState], _ message: String) throws(Problem) {
        guard let state = EnvelopeState(rawValue: row.state), states.contains(state) else {
            throw Problem(.refused, code: "envelope_state", message: message)
        }
    }

    private static func addressees(_ given: [String]?) throws(Problem) -> [String] {
        let given = given ?? []
        if given.count > 20 { throw Problem.invalid("addressees", "too_many", "Nhiều nhất 20 nơi nhận.") }
        var names: [String] = []
        for name in given {
            if let name = try Text.optional(name, field: "addressees", most: 200) { names.append(name) }
        }
        return names
    }

    /// - Throws: `Problem` unless it is `HH:MM`.
    private static func time(_ text: String?) throws(Problem) -> String? {
        guard let text = try Text.optional(text, field: "time", most: 5) else { return nil }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].count <= 2, parts[1].count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]),
            (0...23).contains(hour), (0...59).contains(minute)
        else { throw Problem.invalid("time", "invalid_time", "Giờ ghi như 08:30.") }
        return "\(hour < 10 ? "0\(hour)" : "\(hour)"):\(minute < 10 ? "0\(minute)" : "\(minute)")"
    }
}

/// What a key stands for: this change of this envelope.
struct EnvelopeInput<Draft: Encodable>: Encodable {
    var envelope: Int64
    var draft: Draft
}

/// What a key is answered with.
struct EnvelopeDone: Codable, Sendable {
    var envelope: Int64
}

/// The payload of an envelope's step: ids and seals, never a word of a person.
struct EnvelopeNote: Encodable {
    /// Hexadecimal SHA-256(salt ‖ words) of what stands beside the history from here on.
    var sealed: String?
    var registration: Int64?
    var proposal: Int64?
    /// Seal of a reason.
    var reason: String?
    /// The day of a step that names its own.
    var on: Day?
}

extension Work {
    func envelope(_ id: Int64) throws -> PostbagRecords.EnvelopeRow {
        guard let row = try PostbagRecords.envelope(db, id) else { throw Problem.missing("bì thư") }
        return row
    }

    /// The seal of an envelope's words; nil when there are none.
    func seal(_ name: String?, _ address: String?, _ gist: String?) -> SaltedFact? {
        if name == nil && address == nil && gist == nil { return nil }
        return SaltedFact([name, address, gist].map { $0 ?? "" }.joined(separator: "\u{1F}"), random: random)
    }

    /// Writes the step that follows the one numbered `at`.
    func log(_ envelope: Int64, at seq: Int, _ event: String, _ note: EnvelopeNote = EnvelopeNote()) throws {
        try db.later(
            PostbagRecords.step(envelope: envelope, seq: seq + 1, event: event, payload: JSONB(try JSON.text(note)), now: now))
    }

    func checkNotProposed(envelope: Int64) throws {
        if try FilingRecords.isProposed(db, envelope: envelope, caseID: nil) {
            throw Problem(
                .conflict, code: "proposal_waiting",
                message: "Bì thư này nằm trong một phiếu đề xuất lưu đang chờ lãnh đạo; hãy rút phiếu trước.")
        }
    }
}
