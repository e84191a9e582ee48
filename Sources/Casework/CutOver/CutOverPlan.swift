import Law
import Postgres
import Records

/// A line of an old book with everything that bringing it along needs: what is written, decided and looked up, nothing written yet.
struct CutOverPlan {
    var line: CutOverLine
    /// Brought along before.
    var already = false
    var intake: PetitionIntake?
    var versionID = 0
    var version: ProcedureVersion?
    var step: Step?
    var declared: [String: FactValue] = [:]
    var facts = CaseFacts()
    /// The number it keeps; nil takes the next one of its year.
    var number: Int?
    var recipient: Int64?
    var handler: Int64?
    /// The day on which the letter went to its recipient.
    var sentOn: Day?

    var isReady: Bool { !already && !line.finished && !line.hasErrors && step != nil }
}

/// The office whose old book it is.
struct CutOverOffice {
    let id: Int64
    let row: OfficeRecords.OrganisationRow
    /// As whom a petition is checked; the operator has no account.
    let officer: OfficerActor
}

/// Decides every line of an old book on the data as they stand.
struct CutOverPlanner {
    typealias Column = CutOverWords.Column

    let work: Work
    let office: CutOverOffice
    let dictionary: CutOverDictionary
    let finds: CutOverFinds

    func plan(_ line: CutOverLine) throws -> CutOverPlan {
        var plan = CutOverPlan(line: line)
        if line.finished { return plan }
        if finds.carried.contains(.init(year: line.oldNumber.year, number: line.oldNumber.key)) {
            // Nothing of it is looked at again, so nothing is said of it either.
            plan.line.remarks = []
            plan.already = true
            return plan
        }
        number(&plan)
        lookUp(&plan)
        try choose(&plan)
        if plan.line.hasErrors { return plan }
        try check(&plan)
        if plan.line.hasErrors { return plan }
        try decide(&plan)
        return plan
    }

    func wrong(_ plan: inout CutOverPlan, _ column: Column, _ code: String, _ value: String?, _ message: String) {
        plan.line.remark(.error, column, dictionary.title(column), code, value, message)
    }

    func doubtful(_ plan: inout CutOverPlan, _ column: Column, _ code: String, _ value: String?, _ message: String) {
        plan.line.remark(.warning, column, dictionary.title(column), code, value, message)
    }

    // MARK: number, recipient, handler

    private func number(_ plan: inout CutOverPlan) {
        let old = plan.line.oldNumber
        if old.key.isEmpty { return }
        if let plain = old.plain, !finds.taken.contains(.init(year: old.year, number: String(plain))) {
            plan.number = plain
        } else if finds.typesNumbers {
            wrong(
                &plan, .oldNumber, "number_needed", old.written,
                "Cơ quan lấy số từ phần mềm văn bản của mình; số vào sổ cũ phải là số nguyên chưa dùng trong năm \(old.year).")
        } else {
            doubtful(
                &plan, .oldNumber, "number_new", old.written,
                old.plain == nil
                    ? "Số cũ không phải số nguyên: đơn được cấp số mới, số cũ được giữ để tra cứu."
                    : "Số này đã có trong sổ năm \(old.year): đơn được cấp số mới, số cũ được giữ để tra cứu.")
        }
    }

    private func lookUp(_ plan: inout CutOverPlan) {
        if let name = plan.line.recipient {
            let found = finds.offices[name] ?? []
            let exact = found.filter(\.exact)
            if exact.count == 1 {
                plan.recipient = exact[0].id
            } else {
                let suggestions = found.map { "\($0.name) (\($0.code))" }.joined(separator: "; ")
                wrong(
                    &plan, .recipient, exact.isEmpty ? "office_unknown" : "office_ambiguous", name,
                    exact.isEmpty
                        ? "Không có cơ quan tên này." + (suggestions.isEmpty ? "" : " Có phải: \(suggestions)?")
                        : "Tên này có thể là: \(suggestions). Xin ghi mã cơ quan.")
            }
            if plan.recipient == office.id { wrong(&plan, .recipient, "recipient_self", name, "Đơn không chuyển cho chính cơ quan mình.") }
        }
        if let name = plan.line.handler {
            plan.handler = finds.handler(name, dictionary)
            if plan.handler == nil {
                doubtful(&plan, .handler, "handler_unknown", name, "Không có cán bộ tên này trong cơ quan; hồ sơ chưa giao cho ai.")
            }
        }
    }

    // MARK: procedure, version

    private func choose(_ plan: inout CutOverPlan) throws {
        guard let kind = plan.line.kind, let state = plan.line.state, let received = plan.line.receivedOn else { return }
        let own = work.reference.settlement(of: kind, by: office.row.kind, on: received)
        let competent = (plan.line.jurisdiction ?? state.jurisdiction) == .competent || state.settles
        let ownFirst = competent || own == Reference.voterPetition
        let candidates = ownFirst ? [own, Reference.forwarding] : [Reference.forwarding, own]
        guard let procedure = candidates.compactMap({ $0 }).first(where: { state.to[$0] != nil }) else {
            return wrong(
                &plan, .state, "state_not_here", state.words.first,
                "Cơ quan này không có trạng thái đó cho loại đơn “\(kind.title)”.")
        }
        guard let law = plan.line.law else {
            let chosen = try work.reference.opening(procedure, on: received)
            plan.versionID = chosen.id
            plan.version = chosen.version
            return
        }
        let known = work.reference.versions.filter { $0.value.procedure == procedure }
        guard let named = known.first(where: { Self.names(law, $0.value) }) else {
            let days = known.values.map(\.from.iso).sorted().joined(separator: ", ")
            return wrong(&plan, .law, "law_unknown", law, "Không có phiên bản này của quy trình \(procedure); có: \(days).")
        }
        plan.versionID = named.key
        plan.version = named.value
    }

    /// `2020-12-10`, `10/12/2020`, `complaint@2020-12-10` or with its revision.
    private static func names(_ law: String, _ version: ProcedureVersion) -> Bool {
        law == version.id || law == "\(version.procedure)@\(version.from.iso)" || (try? CutOverDate.day(law)) == version.from
    }

    // MARK: what is written

    /// Checks the line as a petition that a clerk would enter.
    private func check(_ plan: inout CutOverPlan) throws {
        let draft = draft(&plan)
        do {
            plan.intake = try PetitionIntake(draft, office: office.officer, today: work.today)
        } catch let problem as Problem {
            if problem.errors.isEmpty { plan.line.remark(.error, nil, "", problem.code, nil, problem.message) }
            for error in problem.errors {
                let column = Self.columns.first { error.field.hasSuffix($0.key) }?.value
                plan.line.remark(.error, column, column.map { dictionary.title($0) } ?? "", error.code, nil, error.message)
            }
        }
    }

    /// The column about which a field of the draft speaks.
    private static let columns: [String: Column] = [
        "receivedOn": .receivedOn, "title": .content, "body": .content, "fullName": .fullName, "petitioners": .fullName,
        "idNumber": .idNumber, "phone": .phone, "address": .address, "oldAddress": .address, "pseudonym": .pseudonym,
        "paperFileNumber": .paperFile, "people": .fullName, "sourceBody": .source,
    ]

    private func draft(_ plan: inout CutOverPlan) -> PetitionDraft {
        let line = plan.line
        var draft = PetitionDraft(
            channel: line.channel, receivedOn: line.receivedOn ?? work.today, kind: line.kind ?? .mixed,
            title: String(line.content.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(300)), body: line.content)
        draft.eligibility = line.state?.eligibility
        draft.jurisdiction = line.jurisdiction ?? line.state?.jurisdiction
        draft.wantsReply = line.wantsReply
        draft.sourceBody = line.source
        if line.secondInstance { draft.priorResolution = "first" }
        if line.nobody { draft.filerKind = "anonymous" }
        if line.isDenunciation {
            draft.pseudonym = line.pseudonym
            draft.paperFileNumber = line.paperFile
            return draft
        }
        draft.people = line.headCount ?? max(line.people.count, 1)
        if line.kind == .voterPetition, line.people.isEmpty, line.source == nil {
            draft.sourceBody = "Sổ kiến nghị cử tri trước khi dùng hệ thống"
        }
        var people: [PersonDraft] = []
        for written in line.people {
            var person = PersonDraft(fullName: written.name)
            person.idNumber = written.idNumber
            person.idKind = written.idKind
            // Phone and address of the book are those of who stands first.
            if people.isEmpty {
                person.phone = line.phone
                place(line.address, of: &person, &plan)
            }
            people.append(person)
        }
        draft.petitioners = people
        return draft
    }

    /// Puts a person's address where it lies today; the old words stay beside it.
    private func place(_ raw: String?, of person: inout PersonDraft, _ plan: inout CutOverPlan) {
        guard let raw else { return }
        guard let address = CutOverAddress(raw, dictionary), let received = plan.line.receivedOn else {
            person.address = raw
            return doubtful(
                &plan, .address, "commune_unknown", nil, "Không thấy tên xã, phường trong địa chỉ; giữ nguyên địa chỉ như đã ghi.")
        }
        let found = finds.communes[.init(address: address, day: received)] ?? []
        switch found.count {
        case 0:
            person.address = raw
            doubtful(&plan, .address, "commune_unknown", nil, "Không tìm thấy xã, phường “\(address.unit)”; giữ nguyên địa chỉ như đã ghi.")
        case 1:
            person.communeCode = found[0].code
            person.address = address.detail
            if found[0].former != nil { person.oldAddress = raw }
        default:
            let names = found.map { "\($0.name), \($0.province) (\($0.code))" }.joined(separator: "; ")
            let old = ([address.unit] + address.above).joined(separator: ", ")
            wrong(
                &plan, .address, "commune_ambiguous", nil,
                "“\(old)” nay thuộc một trong các xã, phường: \(names). Xin ghi tên hiện nay.")
        }
    }

    // MARK: what the law says

    private func decide(_ plan: inout CutOverPlan) throws {
        guard let version = plan.version, let state = plan.line.state, let intake = plan.intake, let received = plan.line.receivedOn,
            let target = state.to[version.procedure]
        else { return }
        let line = plan.line
        var facts = intake.facts(remote: false)
        if let kind = line.kind { facts.settledHere = work.reference.settlement(of: kind, by: office.row.kind, on: received) != nil }
        var declared: [String: FactValue] = [
            "state": .text(target), "old_number": .text(line.oldNumber.written), "received_on": .date(received),
        ]
        // A letter that went out with the petition is what the book calls the last one.
        plan.sentOn = line.sentOn ?? (state.referral == nil ? nil : line.letterDate)
        var accepted = line.acceptedOn
        if accepted == nil, state.accepted == "received_on" {
            accepted = received
            doubtful(&plan, .acceptedOn, "accepted_assumed", nil, "Thiếu ngày thụ lý: tính từ ngày nhận đơn \(received.vietnamese).")
        }
        for (name, day) in [
            ("accepted_on", accepted), ("decided_on", line.decidedOn), ("sent_on", plan.sentOn), ("answer_by", line.answerBy),
            ("last_letter_date", line.letterDate),
        ] {
            if let day { declared[name] = .date(day) }
        }
        if let number = line.letterNumber { declared["last_letter_number"] = .text(number) }
        if let note = line.note { declared["reason"] = .text(note) }
        before(&plan, version, target, &declared)
        if plan.line.hasErrors { return }
        if line.law != nil { declared["law"] = .text(version.id) }
        if let recipient = plan.recipient { declared["recipient"] = .id(recipient) }
        if line.reminders > 0 { declared["reminders"] = .integer(line.reminders) }
        do throws(Problem) {
            let step = try work.opening(
                version, event: ProcedureVersion.imported, on: work.today, facts: facts, declared: declared, organisation: office.id)
            refuseUndated(step, version, facts.declaring(declared, on: work.today), &plan)
            plan.step = step
        } catch {
            // Who may not do it may do it for no line.
            if error.kind == .forbidden { throw error }
            let column = error.errors.first.flatMap { Column(rawValue: $0.field) }
            plan.line.remark(
                .error, column ?? .state, dictionary.title(column ?? .state), error.code, column == nil ? state.words.first : nil,
                error.message)
        }
        plan.declared = declared
        plan.facts = facts
        referral(state, &plan)
        if state.eligibility == .eligible, facts.jurisdiction == nil {
            doubtful(
                &plan, .jurisdiction, "jurisdiction_missing", nil, "Chưa rõ thẩm quyền giải quyết; sau khi chuyển sang cần phân loại lại.")
        }
    }

    /// A deadline counts from the day the law names, never from the day on which the case came along.
    private func refuseUndated(_ step: Step, _ version: ProcedureVersion, _ facts: CaseFacts, _ plan: inout CutOverPlan) {
        for case .start(let clock) in step.clockChanges {
            let origin = step.transition.clocks.start.first { $0.rule == clock.rule }?.from ?? version.clock(clock.rule)?.from
            guard let origin, facts.date(origin) == nil else { continue }
            let column = Column(rawValue: origin)
            let title = column.map { dictionary.title($0) } ?? version.factTitles[origin] ?? origin
            plan.line.remark(
                .error, column, title, "day_missing", nil, "Thiếu ngày này, nên không tính được thời hạn “\(clock.title)”.")
        }
    }

    private func referral(_ state: CutOverWords.State, _ plan: inout CutOverPlan) {
        guard let stands = state.referral else { return }
        if plan.recipient == nil, plan.line.recipient == nil, stands != "answered" {
            wrong(&plan, .recipient, "required", nil, "Đơn đã chuyển thì cần ghi cơ quan nhận.")
        }
        if plan.recipient == nil { return }
        if plan.line.letterNumber == nil {
            doubtful(&plan, .letterNumber, "letter_missing", nil, "Thiếu số văn bản chuyển đơn.")
        }
        if stands != "answered", plan.line.answerBy == nil {
            doubtful(&plan, .answerBy, "answer_by_missing", nil, "Thiếu hạn trả lời: việc chuyển đơn được theo dõi mà không có hạn.")
        }
    }
}
