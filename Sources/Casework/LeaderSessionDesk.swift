import Law
import Postgres
import Records

/// What goes on around a leader's session: who registered, who is invited, what the leader decided on each visit, the notice that follows
/// (NĐ 154/2026/NĐ-CP Đ.25).
public struct LeaderSessionDesk: Sendable {
    let casework: Casework

    private static let takesAppointments: Set = ["draft", "published", "in_session"]
    private static let takesPoints: Set = ["in_session", "concluded"]

    // MARK: appointments

    /// Registers somebody to be received, under the session's next number.
    ///
    /// - Throws: `Problem` naming the field; `session_over` (409) when the session takes nobody any more.
    public func register(_ draft: AppointmentDraft, in session: Int64, key: String?, by actor: Actor) async throws -> AppointmentView {
        let officer = try actor.officer()
        try officer.require([.clerk, .officer, .leader])
        let denunciation = draft.denunciation ?? false
        let name = try Text.optional(draft.fullName, field: "fullName", most: 200)
        let phone = try Text.optional(draft.phone, field: "phone", most: 40)
        let address = try Text.optional(draft.address, field: "address", most: 500) ?? ""
        if denunciation && (name != nil || phone != nil || !address.isEmpty) {
            throw Problem.invalid(
                "fullName", "denouncer_not_stored", "Người đăng ký để tố cáo không được ghi danh tính; chỉ giao phiếu có số.")
        }
        if !denunciation && name == nil { throw Problem.invalid("fullName", "required", "Ghi họ tên người đăng ký.") }
        let people = draft.people ?? 1
        guard (1...10_000).contains(people) else { throw Problem.invalid("people", "out_of_range", "Số người từ 1 đến 10000.") }
        let new = LeaderSessionRecords.NewAppointment(
            denunciation: denunciation, fullName: name ?? "", phone: phone, address: address, people: people,
            content: try Text.optional(draft.content, field: "content", most: 5000, multiline: true) ?? "", matter: draft.matter,
            slot: try Text.optional(draft.slot, field: "slot", most: 50) ?? "")
        struct Input: Encodable {
            var session: Int64
            var draft: AppointmentDraft
        }
        // The answer that a key keeps for days names nobody.
        let input = Input(session: session, draft: draft)
        let noted = try await casework.once("sessions.appointment", key: key, input: input, by: actor) { work -> AppointmentNoted in
            try work.hold(session, states: Self.takesAppointments)
            try work.checkMatter(new.matter, denunciation: denunciation)
            return AppointmentNoted(
                appointment: try LeaderSessionRecords.add(work.db, session: session, new, on: work.today, officer: officer.id))
        }
        return try await appointment(noted.appointment, by: actor)
    }

    public func appointments(of session: Int64, by actor: Actor) async throws -> [AppointmentView] {
        try await casework.read(by: actor) { work in
            _ = try work.ownSession(session)
            return try LeaderSessionRecords.appointments(work.db, session: session).map { work.appointmentView($0) }
        }
    }

    public func appointment(_ id: Int64, by actor: Actor) async throws -> AppointmentView {
        try await casework.read(by: actor) { work in try work.appointmentView(id) }
    }

    /// Notes that somebody did not come, or took his registration back; or, while the session goes on, that he is expected again after all.
    /// That he came is noted by his visit.
    ///
    /// - Parameter state: `absent` or `withdrawn`; `registered` takes either of them back.
    public func close(_ id: Int64, as state: String, key: String?, by actor: Actor) async throws -> AppointmentView {
        let officer = try actor.officer()
        try officer.require([.clerk, .officer, .leader])
        guard let word = try Text.choice(state, of: ["absent", "withdrawn", "registered"], field: "state") else {
            throw Problem.invalid("state", "required", "Ghi rõ không đến, rút đăng ký hay mở lại.")
        }
        let from = word == "registered" ? ["absent", "withdrawn"] : ["registered"]
        let noted = try await casework.once("sessions.appointment-close", key: key, input: [String(id), word], by: actor) {
            work -> AppointmentNoted in
            guard let row = try LeaderSessionRecords.appointment(work.db, id) else { throw Problem.missing("lượt đăng ký") }
            if word == "registered" { try work.hold(row.session, states: Self.takesAppointments) }
            guard try LeaderSessionRecords.set(work.db, appointment: id, state: word, visit: nil, from: from) else {
                throw Problem(.conflict, code: "appointment_over", message: "Lượt đăng ký này đã được ghi kết quả.")
            }
            return AppointmentNoted(appointment: id)
        }
        return try await appointment(noted.appointment, by: actor)
    }

    // MARK: invitations

    /// Invites a body of the catalogue, or one that is named.
    public func invite(_ draft: InvitationDraft, to session: Int64, key: String?, by actor: Actor) async throws -> InvitationView {
        let officer = try actor.officer()
        try officer.require([.clerk, .officer, .leader])
        let named = try Text.optional(draft.body, field: "body", most: 300)
        let content = try Text.optional(draft.content, field: "content", most: 5000, multiline: true) ?? ""
        let letter = try Text.optional(draft.letterNumber, field: "letterNumber", most: 100)
        if let day = draft.letterDate, day > casework.today {
            throw Problem.invalid("letterDate", "date_in_future", "Ngày giấy mời không được sau hôm nay.")
        }
        struct Input: Encodable {
            var session: Int64
            var draft: InvitationDraft
        }
        return try await casework.once("sessions.invitation", key: key, input: Input(session: session, draft: draft), by: actor) { work in
            try work.hold(session, states: Self.takesAppointments)
            if let matter = draft.matter, try MatterRecords.matter(work.db, matter) == nil {
                throw Problem.invalid("matter", "unknown_matter", "Không có vụ việc này trong cơ quan của bạn.")
            }
            var body = named
            if let organisation = draft.organisation {
                guard let found = try OfficeRecords.organisation(work.db, id: organisation) else {
                    throw Problem.invalid("organisation", "unknown_organisation", "Không có cơ quan này trong danh mục.")
                }
                body = found.name
            }
            guard let body else { throw Problem.invalid("body", "required", "Ghi cơ quan được mời.") }
            let id = try LeaderSessionRecords.invite(
                work.db, session: session, organisation: draft.organisation, body: body, matter: draft.matter, content: content,
                letterNumber: letter, letterDate: draft.letterDate, officer: officer.id, now: work.now)
            return try work.invitationView(id)
        }
    }

    public func invitations(of session: Int64, by actor: Actor) async throws -> [InvitationView] {
        try await casework.read(by: actor) { work in
            _ = try work.ownSession(session)
            return try LeaderSessionRecords.invitations(work.db, session: session).map { work.invitationView($0) }
        }
    }

    /// Notes what an invited body answered; a later answer replaces the earlier.
    public func reply(_ reply: InvitationReply, to id: Int64, key: String?, by actor: Actor) async throws -> InvitationView {
        let officer = try actor.officer()
        try officer.require([.clerk, .officer, .leader])
        guard let word = try Text.choice(reply.reply, of: ["coming", "substitute", "declined"], field: "reply") else {
            throw Problem.invalid("reply", "required", "Ghi rõ có dự hay không.")
        }
        let attendee = try Text.optional(reply.attendee, field: "attendee", most: 300) ?? ""
        let day = reply.repliedOn ?? casework.today
        if day > casework.today { throw Problem.invalid("repliedOn", "date_in_future", "Ngày trả lời không được sau hôm nay.") }
        return try await casework.once("sessions.invitation-reply", key: key, input: [String(id), word, attendee, day.iso], by: actor) {
            work in
            guard try LeaderSessionRecords.invitation(work.db, id) != nil else { throw Problem.missing("giấy mời") }
            try LeaderSessionRecords.reply(work.db, invitation: id, word, on: day, attendee: attendee)
            return try work.invitationView(id)
        }
    }

    // MARK: the conclusion

    /// Writes down what the leader decided, on a visit or in general.
    public func decide(_ draft: ConclusionPointDraft, in session: Int64, key: String?, by actor: Actor) async throws
        -> ConclusionPointView
    {
        let officer = try actor.officer()
        try officer.require([.clerk, .officer, .leader])
        let text = try Text.require(draft.text, field: "text", most: 5000, multiline: true)
        if draft.givesWork && draft.dueOn == nil {
            throw Problem.invalid("dueOn", "required", "Việc giao thực hiện phải có thời hạn (NĐ 154/2026/NĐ-CP Đ.25.2).")
        }
        if !draft.givesWork && draft.dueOn != nil {
            throw Problem.invalid("assignee", "required", "Việc có thời hạn phải có cơ quan, bộ phận hoặc cán bộ thực hiện.")
        }
        struct Input: Encodable {
            var session: Int64
            var draft: ConclusionPointDraft
        }
        return try await casework.once("sessions.point", key: key, input: Input(session: session, draft: draft), by: actor) { work in
            try work.hold(session, states: Self.takesPoints)
            try work.refuseWhileNoticeIsInHand(session)
            if let visit = draft.visit {
                guard let denounces = try LeaderSessionRecords.denounces(work.db, session: session, visit: visit) else {
                    throw Problem.invalid("visit", "unknown_visit", "Lượt tiếp này không thuộc buổi tiếp.")
                }
                // What a denouncer said goes to nobody by a notice (Luật Tố cáo Đ.56); his denunciation is passed on in its own case.
                if denounces && draft.givesWork {
                    throw Problem.invalid(
                        "assignee", "denouncer_not_stored",
                        "Việc của lượt tố cáo không giao qua thông báo kết luận; hãy chuyển đơn hoặc giao nhiệm vụ ở hồ sơ tố cáo.")
                }
            }
            let assignee = try work.assignee(of: draft)
            if let due = draft.dueOn, due < work.today {
                throw Problem.invalid("dueOn", "date_in_past", "Thời hạn không được trước hôm nay.")
            }
            let id = try LeaderSessionRecords.addPoint(
                work.db, session: session, visit: draft.visit, text: text, assignee: assignee, unit: draft.unit, handler: draft.handler,
                dueOn: draft.dueOn, officer: officer.id, now: work.now)
            let points = try work.pointViews(of: session)
            guard var point = points.first(where: { $0.id == id }) else { throw Problem.missing("điểm kết luận") }
            if let handler = draft.handler {
                point.warnings = try work.warnings(of: [handler], in: officer.organisation, due: draft.dueOn)
            }
            return point
        }
    }

    public func points(of session: Int64, by actor: Actor) async throws -> [ConclusionPointView] {
        try await casework.read(by: actor) { work in
            _ = try work.ownSession(session)
            return try work.pointViews(of: session)
        }
    }

    /// Takes a point back before the notice is issued.
    public func remove(point id: Int64, key: String?, by actor: Actor) async throws -> [ConclusionPointView] {
        let officer = try actor.officer()
        try officer.require([.clerk, .officer, .leader])
        return try await casework.once("sessions.point-remove", key: key, input: [String(id)], by: actor) { work in
            guard let point = try LeaderSessionRecords.point(work.db, id) else { throw Problem.missing("điểm kết luận") }
            try work.hold(point.session, states: Self.takesPoints)
            try work.refuseWhileNoticeIsInHand(point.session)
            try LeaderSessionRecords.removePoint(work.db, id)
            return try work.pointViews(of: point.session)
        }
    }

    /// The notice as the decisions on the visits make it.
    public func notice(of session: Int64, by actor: Actor) async throws -> ConclusionNotice {
        try await casework.read(by: actor) { work in try work.conclusionNotice(try work.ownSession(session)) }
    }

    /// Tasks of the office's earlier conclusions that still go on.
    public func openTasks(besides session: Int64, by actor: Actor) async throws -> [TaskView] {
        try await casework.read(by: actor) { work in
            _ = try work.ownSession(session)
            return try LeaderSessionRecords.openTasksOfOthers(work.db, than: session).compactMap { id in
                try TaskRecords.task(work.db, id).map { try work.taskView($0) }
            }
        }
    }
}

/// What a key is answered with.
private struct AppointmentNoted: Codable, Sendable {
    var appointment: Int64
}

extension Work {
    func ownSession(_ id: Int64) throws -> ReceptionRecords.SessionRow {
        guard let row = try ReceptionRecords.session(db, id), row.organisation == (try officer().organisation) else {
            throw Problem.missing("buổi tiếp")
        }
        return row
    }

    /// Locks an own session of a leader that is in one of these states.
    func hold(_ id: Int64, states: Set<String>) throws {
        guard try LeaderSessionRecords.lock(db, session: id) else { throw Problem.missing("buổi tiếp") }
        let row = try ownSession(id)
        if row.kind == .regular {
            throw Problem(
                .conflict, code: "session_regular", message: "Buổi tiếp thường xuyên không có đăng ký, giấy mời và thông báo kết luận.")
        }
        guard states.contains(row.state) else {
            throw Problem(.conflict, code: "session_over", message: "Buổi tiếp đang ở trạng thái không ghi thêm được nội dung này.")
        }
    }

    /// What is being approved or is signed does not change under the leaders' hands.
    func refuseWhileNoticeIsInHand(_ session: Int64) throws {
        guard let draft = try LeaderSessionRecords.noticeInHand(db, session: session) else { return }
        throw Problem(
            .conflict, code: "notice_in_hand",
            message: "Thông báo kết luận (văn bản mã \(draft)) đang trình duyệt hoặc đã ký; hãy trả lại dự thảo rồi mới sửa các kết luận.")
    }

    /// Of a visit of somebody who came to denounce it tells that there was one, and nothing of what was said (Luật Tố cáo Đ.56).
    func conclusionNotice(_ row: ReceptionRecords.SessionRow) throws -> ConclusionNotice {
        let points = try pointViews(of: row.id)
        let visits = try ReceptionRecords.visits(db, session: row.id).map { try visitView($0) }
        return ConclusionNotice(
            session: try sessionView(row),
            letterhead: try letterhead(of: row.organisation, on: row.conclusionDate ?? today),
            visits: visits.filter { $0.outcome != "voided" }.map { visit in
                let who = visit.parties.first { $0.role == "petitioner" } ?? visit.parties.first
                return ConclusionNotice.Visit(
                    number: visit.number,
                    who: visit.denunciation ? "Người đến tố cáo" : who?.fullName ?? "(không ghi tên)",
                    people: visit.people, summary: visit.denunciation ? ConclusionNotice.untold : visit.summary,
                    points: visit.denunciation ? [] : points.filter { $0.visit == visit.id })
            }, general: points.filter { $0.visit == nil }, tasksBy: points.compactMap(\.dueOn).max())
    }

    /// A draft of the conclusion notice begins with what was decided, as long as nobody has worded it.
    func beginning(_ content: DocumentContent, form: String, case id: Int64) throws -> DocumentContent {
        guard form == ConclusionNotice.form, content.body == nil, let session = try CaseRecords.head(db, case: id)?.session,
            let row = try ReceptionRecords.session(db, session), row.organisation == (try officer().organisation)
        else { return content }
        let notice = try conclusionNotice(row)
        let text = notice.paragraphs.joined(separator: "\n")
        var content = content
        if content.title.isEmpty { content.title = "Kết luận việc tiếp công dân ngày \(row.sessionDate.vietnamese)" }
        // Longer than a document holds, it goes with a file.
        if text.count <= 50_000 { content.body = text }
        if content.recipients == nil {
            let recipients = notice.recipients.map { "- \($0)" }.joined(separator: "\n")
            if recipients.count <= 3000 { content.recipients = recipients }
        }
        return content
    }

    /// All tasks of a notice run until the last of them, unless who issues it names a day.
    func concluding(_ declared: [String: FactValue], event: String, of held: LockedCase) throws -> [String: FactValue] {
        guard event == "issue_conclusion", declared["tasks_by"] == nil, let session = held.context.session,
            held.version.transitions.contains(where: { $0.event == event && $0.takes.contains { $0.name == "tasks_by" } }),
            let last = try LeaderSessionRecords.lastDue(db, session: session)
        else { return declared }
        return declared.merging(["tasks_by": .date(last)]) { $1 }
    }

    func appointmentView(_ id: Int64) throws -> AppointmentView {
        guard let row = try LeaderSessionRecords.appointment(db, id) else { throw Problem.missing("lượt đăng ký") }
        return appointmentView(row)
    }

    func appointmentView(_ row: LeaderSessionRecords.AppointmentRow) -> AppointmentView {
        AppointmentView(
            id: row.id, session: row.session, number: row.number, denunciation: row.denunciation, fullName: row.fullName, phone: row.phone,
            address: row.address, people: row.people, content: row.content, matter: row.matter, slot: row.slot,
            registeredOn: row.registeredOn, state: row.state, visit: row.visit)
    }

    func invitationView(_ id: Int64) throws -> InvitationView {
        guard let row = try LeaderSessionRecords.invitation(db, id) else { throw Problem.missing("giấy mời") }
        return invitationView(row)
    }

    func invitationView(_ row: LeaderSessionRecords.InvitationRow) -> InvitationView {
        InvitationView(
            id: row.id, session: row.session, organisation: row.organisation, body: row.body, matter: row.matter, content: row.content,
            letterNumber: row.letterNumber, letterDate: row.letterDate, numberedBy: row.numberedBy, reply: row.reply,
            repliedOn: row.repliedOn, attendee: row.attendee)
    }

    func pointViews(of session: Int64) throws -> [ConclusionPointView] {
        try LeaderSessionRecords.points(db, session: session).enumerated().map { index, row in
            ConclusionPointView(
                id: row.id, session: row.session, visit: row.visit, visitNumber: row.visitNumber, point: index + 1, text: row.text,
                assignee: row.assignee, assigneeName: row.assigneeName, unit: row.unit, unitName: row.unitName, handler: row.handler,
                handlerName: row.handlerName, executor: row.executor, dueOn: row.dueOn, task: row.task)
        }
    }

    /// The visit of somebody who had registered: his registration is answered by it.
    func came(appointment id: Int64, to session: Int64, visit: Int64, denunciation: Bool) throws {
        guard let row = try LeaderSessionRecords.appointment(db, id), row.session == session else {
            throw Problem.invalid("appointment", "unknown_appointment", "Không có lượt đăng ký này trong buổi tiếp.")
        }
        if row.denunciation && !denunciation {
            throw Problem.invalid(
                "appointment", "denouncer_not_stored", "Người đăng ký để tố cáo không được ghi danh tính vào lượt tiếp.")
        }
        // Who had given his name when he registered, and denounces on the day, is named there no more.
        if denunciation && !row.denunciation { try LeaderSessionRecords.erase(db, appointment: id) }
        guard try LeaderSessionRecords.set(db, appointment: id, state: "came", visit: visit, from: ["registered", "absent", "withdrawn"])
        else {
            throw Problem(.conflict, code: "appointment_over", message: "Lượt đăng ký này đã được ghi kết quả.")
        }
    }
}

extension Effects {
    /// The notice is issued: each of its points that names a body, or a unit or officer of the own office, becomes a task
    /// (NĐ 154/2026/NĐ-CP Đ.25.2).
    func giveConclusionTasks(_ session: Int64, _ notes: inout StepNotes) throws {
        _ = try LeaderSessionRecords.lock(work.db, session: session)
        var given: Int64 = 0
        for (index, point) in try LeaderSessionRecords.points(work.db, session: session).enumerated() {
            guard let assignee = point.assignee, let due = point.dueOn, point.task == nil else { continue }
            // The leader's own day is not moved behind his back.
            if due < day {
                throw Problem(
                    .refused, code: "date_in_past",
                    message: "Điểm \(index + 1) có thời hạn \(due.vietnamese), trước ngày ban hành thông báo; "
                        + "hãy ghi lại kết luận ấy với thời hạn khác.")
            }
            let draft = TaskDraft(
                kind: .conclusionPoint, title: "Điểm \(index + 1) của thông báo kết luận", content: point.text, assignee: assignee,
                dueOn: due, session: session, point: index + 1, letterNumber: text("document_number"),
                letterDate: date("document_date"))
            let own = try work.officer().organisation
            let hands: Hands? = try assignee == own ? work.hands(of: point, in: own) : nil
            let made = try work.giveTask(draft, on: day, within: hands, underNotice: true)
            try LeaderSessionRecords.setTask(work.db, point: point.id, task: made.task)
            given += 1
        }
        if given > 0 { notes.created["tasks"] = given }
    }

    /// Who was told to do something must be told so: a session whose conclusion gives work to somebody is not closed without its notice.
    func refuseUntoldPoints(_ session: Int64) throws {
        let untold = try LeaderSessionRecords.points(db, session: session).contains { $0.assignee != nil && $0.task == nil }
        if untold {
            throw Problem(
                .refused, code: "points_not_given",
                message: "Kết luận có việc giao thực hiện: hãy ban hành thông báo kết luận, hoặc bỏ các điểm ấy.",
                basis: "NĐ 154/2026/NĐ-CP Đ.25.2")
        }
    }
}
