public import Law
import Postgres
import Records

/// When offices disagree about whose business a petition is: a transfer that would close a circle, or the third refusal of competence of
/// one matter, is stopped and put to the lowest office above all of them, which names the competent body.
///
/// The law knows the duty to give a petition to the competent body and no end of giving it back; the ladder is an internal rule.
enum CompetenceDispute {
    /// The event of the law's files.
    static let event = "put_to_superior"

    /// Where nobody stands above all of them.
    static func noSuperior(_ chain: String) -> Problem {
        let message =
            "Chưa xác định được cơ quan cấp trên chung của các cơ quan: \(chain). "
            + "Đề nghị quản trị hệ thống khai báo cơ quan cấp trên của các cơ quan này."
        return Problem(
            .refused, code: "no_common_superior", message: message,
            errors: [.init(field: "superior", code: "no_common_superior", message: "Chưa khai báo cơ quan cấp trên chung.")])
    }
}

extension Work {
    /// Whether a body refused the competence, and who has to decide on it.
    ///
    /// Every referral of the matter counts, those that the actor's office may not see too: nothing but these two answers leaves here.
    ///
    /// - Parameter recipient: an office to which it was about to be sent, which has its word in the dispute too.
    /// - Returns: no superior where none is entered, or the only one is barred from the denunciation (Luật Tố cáo Đ.12).
    func dispute(of context: CaseRecords.Context, adding recipient: Int64? = nil) throws -> (
        refused: Bool, superior: ChainRecords.Office?
    ) {
        guard let petition = context.petition else { return (false, nil) }
        return try asSystem { system in
            let links = try ChainRecords.chain(system.db, petition: petition)
            var offices = [context.organisation] + links.filter { $0.state != "recalled" }.flatMap { [$0.sender, $0.recipient] }
            if let recipient { offices.append(recipient) }
            let refusing = links.filter { $0.state == "declined" }.map(\.recipient)
            let body = context.kind == .denunciation ? context.denouncedBody : nil
            let superior = try ChainRecords.commonSuperior(
                system.db, of: offices, refusing: refusing, body: body, rank: context.denouncedRank)
            return (!refusing.isEmpty, superior)
        }
    }

    /// The way of the case's petition as far as the actor's office may know it: what a message may say.
    func knownLinks(of context: CaseRecords.Context) throws -> [ChainRecords.Link] {
        guard let petition = context.petition else { return [] }
        return try ChainRecords.chain(db, petition: petition)
    }

    /// Puts a case back in its sender's hands to the common superior when that was the refusal too many. Where nobody stands above all of
    /// them the case stays with the sender, who can then do nothing but say so to the operator.
    ///
    /// - Returns: the superior that was asked; nil when nothing was put.
    @discardableResult
    func putToSuperiorIfDisputed(_ caseID: Int64, on day: Day) throws -> Int64? {
        let held = try lock(caseID)
        let knows = held.version.transitions.contains { row in
            row.event == CompetenceDispute.event && row.from.contains(held.context.state)
                && row.permissions.contains { $0.roles.contains(.system) }
        }
        guard knows, held.context.refusals >= CaseFacts.refusalsThatDispute, try dispute(of: held.context).superior != nil
        else { return nil }
        let step = try decide(CompetenceDispute.event, on: day, held, declared: [:])
        var notes = StepNotes()
        try Effects(work: self, held: held, step: step, day: day, declared: [:]).putToSuperior(&notes)
        try record(step, of: held.version, on: caseID, seq: held.context.seq + 1, day: day, declared: [:], notes: notes)
        return notes.created["superior"]
    }
}

extension Effects {
    /// The event `put_to_superior`: the common superior sees the case from now on.
    func putToSuperior(_ notes: inout StepNotes) throws {
        let (refused, superior) = try work.dispute(of: held.context)
        if !refused {
            throw Problem.invalid("circle", "no_dispute", "Chưa cơ quan nào từ chối hoặc trả lại đơn nên chưa có tranh chấp thẩm quyền.")
        }
        guard let superior else { throw CompetenceDispute.noSuperior(ChainWords.text(try work.knownLinks(of: held.context))) }
        try work.refuseDenounced(superior.id, held.context, field: "superior")
        try CaseRecords.grantAccess(db, case: held.context.id, organisation: superior.id, relation: .superior)
        notes.created["superior"] = superior.id
    }

    /// The event `competence_decided`: the superior that was asked names the body; the counting of refusals starts anew with this entry.
    func competenceDecided() throws {
        guard let body = id("recipient"), let registration = held.context.registration else { return }
        let officer = try work.officer()
        if let asked = try ChainRecords.askedSuperior(db, case: held.context.id), asked.id != officer.organisation {
            // The holder itself writes down what a superior without the program decided on paper.
            let fromPaper = officer.organisation == held.context.organisation
            if !fromPaper {
                throw Problem(
                    .forbidden, code: "not_permitted", message: "Thẩm quyền của vụ việc này đã được trình cơ quan khác xác định.")
            }
            if asked.decidesItself {
                throw Problem(
                    .forbidden, code: "not_permitted",
                    message: "\(asked.name) đang sử dụng hệ thống và tự ghi văn bản xác định thẩm quyền của mình.")
            }
        }
        try work.refuseDenounced(body, held.context, field: "recipient")
        try PetitionRecords.classify(
            db, registration: registration, kind: nil, fieldCode: nil, eligibility: nil, ineligibleReason: nil,
            jurisdiction: body == held.context.organisation ? .competent : .notCompetent)
    }

    /// Stops a transfer to an office that has or had the petition or one it copies in its book, sent it on, or has it before it now, and
    /// every transfer of a matter that was refused too often. The body that the superior named is let through, once; one that only declined
    /// may be asked again, which the number of refusals bounds.
    func stopCircle(_ petition: Int64, to recipient: Int64) throws {
        if try ChainRecords.decidedBody(db, case: held.context.id) == recipient { return }
        let links = try work.knownLinks(of: held.context)
        let line = links.filter { $0.inLine && $0.state != "recalled" }
        let stood = line.contains { $0.sender == recipient || ($0.recipient == recipient && $0.state != "declined") }
        var holds = stood
        for copied in Set(line.map(\.petition) + [petition]) where !holds {
            holds = try ReferralRecords.holds(db, petition: copied, organisation: recipient)
        }
        // A procedure of settlement knows no such step: there the body returns the petition to who sent it.
        let mayBePut = held.version.transitions.contains { $0.event == CompetenceDispute.event }
        let disputed = mayBePut && held.context.refusals >= CaseFacts.refusalsThatDispute
        guard holds || disputed else { return }
        let (refused, superior) = try work.dispute(of: held.context, adding: recipient)
        let chain = ChainWords.text(line.isEmpty ? links : line)
        var message =
            holds
            ? "Cơ quan nhận đã từng tiếp nhận chính đơn này; chuyển tiếp sẽ thành vòng tròn."
            : "Vụ việc đã bị từ chối thẩm quyền \(held.context.refusals) lần, không chuyển tiếp được nữa."
        if !chain.isEmpty { message += " Đơn đã được chuyển: \(chain)." }
        var errors = [
            Problem.FieldError(
                field: "recipient", code: holds ? "recipient_already_holds" : "competence_disputed", message: "Chọn cơ quan khác.")
        ]
        if let superior {
            let sentence =
                mayBePut && refused
                ? "Hãy trình \(superior.name) là cơ quan cấp trên chung xác định thẩm quyền."
                : "Cơ quan cấp trên chung là \(superior.name)."
            message += " " + sentence
            errors.append(.init(field: "superior", code: "common_superior", message: sentence, organisation: superior.id))
        } else if disputed {
            message += " " + CompetenceDispute.noSuperior(chain).message
        }
        throw Problem(
            .refused, code: holds ? "recipient_already_holds" : "competence_disputed", message: message, errors: errors)
    }
}

/// A case on whose competence the reader's office has to decide.
public struct CompetenceDisputeLine: Codable, Sendable, Equatable {
    public var caseID: Int64
    public var petition: Int64
    public var title: String
    public var kind: PetitionKind
    /// The office that holds it.
    public var organisationName: String
    /// The day on which it was put to the reader's office.
    public var since: Day
    /// Refusals of competence so far; fewer than three when a circle was stopped.
    public var refusals: Int

    enum CodingKeys: String, CodingKey { case caseID = "case", petition, title, kind, organisationName, since, refusals }
}

extension CaseDesk {
    /// What waits for the actor's office to say whose business it is, longest waiting first.
    ///
    /// - Parameter limit: 1…200.
    public func competenceDisputes(limit: Int = 200, by actor: Actor) async throws -> [CompetenceDisputeLine] {
        let most = min(max(limit, 1), 200)
        return try await casework.read(by: actor) { work in
            try ChainRecords.disputes(work.db, limit: most).map { row in
                CompetenceDisputeLine(
                    caseID: row.caseID, petition: row.petition, title: row.title, kind: row.kind, organisationName: row.organisationName,
                    since: row.since, refusals: row.refusals)
            }
        }
    }
}
