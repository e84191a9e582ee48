import Law
import Postgres
import Records

/// What the denounced is in his body; it decides who settles (Luật Tố cáo Đ.12.1, Đ.12.6).
///
/// - `head`, `deputy`: the head of the direct superior settles (Đ.12.1), and so for a `body` that is denounced as such (Đ.12.6): the body
///   itself and everything below it is barred.
/// - `staff`: the head of his own body settles (Đ.12.1): only what is below the body is barred.
///
/// While the rank is not known it counts as `head`; while no body is recorded nobody is barred.
public enum DenouncedRank: String, Codable, Sendable, CaseIterable {
    case head, deputy, body, staff

    /// Vietnamese title.
    public var title: String {
        switch self {
        case .head: "Người đứng đầu cơ quan"
        case .deputy: "Cấp phó của người đứng đầu"
        case .body: "Chính cơ quan, tổ chức"
        case .staff: "Cán bộ, công chức, viên chức của cơ quan"
        }
    }

    /// The article by which the proposed office is competent.
    static func basis(_ rank: String?) -> String {
        rank == DenouncedRank.body.rawValue ? "Luật Tố cáo Đ.12.6" : "Luật Tố cáo Đ.12.1"
    }
}

extension Work {
    /// Whether an office may not be given the denunciation of a case. False for any other petition, and while no body is recorded.
    func isBarred(_ organisation: Int64, from context: CaseRecords.Context) throws -> Bool {
        guard context.kind == .denunciation, let body = context.denouncedBody else { return false }
        return try ChainRecords.isBarred(db, organisation: organisation, body: body, rank: context.denouncedRank)
    }

    /// Refuses what would bring the denunciation to the denounced, whatever the row of the event asks.
    ///
    /// - Throws: the law's own refusal, with the competent superior proposed.
    func refuseDenounced(_ organisation: Int64, _ context: CaseRecords.Context, field: String) throws {
        guard try isBarred(organisation, from: context) else { return }
        let guarded = Guard.recipientNotDenounced
        let problem = Problem(
            .refused, code: Refusal.Code.guardFailed.rawValue, message: guarded.title, basis: DenouncedRank.basis(context.denouncedRank),
            errors: [.init(field: field, code: guarded.rawValue, message: guarded.title)])
        throw try proposing(problem, for: context, declared: [:])
    }

    /// The refusal of an office that is the denounced's own, with the office that is competent instead; any other problem as it is.
    func proposing(_ problem: Problem, for context: CaseRecords.Context, declared: [String: FactValue]) throws -> Problem {
        let refusing = [Guard.recipientNotDenounced.rawValue, Guard.officeNotDenounced.rawValue]
        guard let body = context.denouncedBody, let petition = context.petition,
            problem.errors.contains(where: { refusing.contains($0.field) || refusing.contains($0.code) })
        else { return problem }
        var problem = problem
        // The guard speaks of the recipient; the events that give the verification or the following up away name another field.
        if let named = ["verifying_body", "monitor_body"].first(where: { declared[$0] != nil }) {
            for index in problem.errors.indices where problem.errors[index].field == "recipient" { problem.errors[index].field = named }
        }
        let basis = DenouncedRank.basis(context.denouncedRank)
        if let settler = try ChainRecords.settler(db, body: body, rank: context.denouncedRank) {
            let sentence = "Cơ quan có thẩm quyền giải quyết được đề xuất: \(settler.name) (\(basis))."
            problem.message += " " + sentence
            problem.errors.append(.init(field: "proposed", code: "competent_superior", message: sentence, organisation: settler.id))
        } else {
            let name = try ChainRecords.denounced(db, petition: petition)?.bodyName ?? ""
            problem.message +=
                " Thẩm quyền giải quyết thuộc người đứng đầu cơ quan quản lý trực tiếp của \(name) (\(basis)); "
                + "cơ quan này chưa được khai báo trong danh mục."
        }
        return problem
    }
}

extension Effects {
    /// The event `name_denounced`: of which body the denounced is, and what he is there. An office that was to decide on the competence and
    /// is barred by this has no more say in it; one to which it had been sent reads no more what it answered.
    func nameDenounced() throws {
        guard let petition = held.context.petition, let body = id("denounced_body"), let rank = text("denounced_rank") else { return }
        if held.context.kind != .denunciation {
            throw Problem.invalid("denounced_body", "not_a_denunciation", "Chỉ ghi cơ quan của người bị tố cáo đối với đơn tố cáo.")
        }
        try ChainRecords.setDenounced(db, petition: petition, body: body, rank: rank)
        try ChainRecords.revokeBarredSuperiors(db, petition: petition)
        try ChainRecords.revokeBarredReferrals(db, petition: petition)
        try work.recallBarredTasks(petition: petition, on: day)
    }
}
