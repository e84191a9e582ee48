import Casework
import Law
import TestSupport
import Testing

/// An office of the test world with a records clerk, and a leader who may sign everything.
struct PaperOffice {
    let world: TestWorld
    let name: String
    let records: Actor

    static func open(_ world: TestWorld, _ name: String = "hdnd") async throws -> PaperOffice {
        let code = try #require(TestWorld.offices.first { $0.key == name }).code
        for (key, role) in [("records", Role.recordsClerk), ("admin", .admin)] {
            _ = try await world.casework.administration.addOfficer(
                username: "\(name).\(key)", fullName: role.title, title: role.title, organisation: code, roles: [role], password: nil,
                by: .operator(user: "test"))
        }
        let admin = Actor.officer(try await world.casework.signIn.impersonate(username: "\(name).admin"))
        _ = try await world.casework.signing.add(
            AuthorityDraft(
                officer: world.officer("\(name).leader").id, authority: "TM", onBehalfOf: "Thường trực", title: "Chủ tịch",
                validFrom: Day(2026, 11, 1)), key: nil, by: admin)
        return PaperOffice(
            world: world, name: name, records: .officer(try await world.casework.signIn.impersonate(username: "\(name).records")))
    }

    /// Drafted, submitted, approved, signed.
    func signed(
        _ caseID: Int64, _ event: String, _ form: String, _ facts: [String: FactInput] = [:], change: (inout NewDocument) -> Void = { _ in }
    ) async throws -> DraftMoved {
        var new = NewDocument(caseID: caseID, event: event, form: form, title: "Về việc giải quyết đơn")
        new.facts = facts
        change(&new)
        let desk = world.casework.documents
        var moved = try await desk.write(new, key: nil, by: world.actor("\(name).officer"))
        moved = try await desk.submit(
            moved.id, DocumentDecision(expectedRevision: moved.revision), key: nil, by: world.actor("\(name).officer"))
        moved = try await desk.approve(
            moved.id, DocumentDecision(expectedRevision: moved.revision), key: nil, by: world.actor("\(name).leader"))
        return try await desk.sign(
            moved.id, SignatureDraft(expectedRevision: moved.revision), key: nil, by: world.actor("\(name).leader"))
    }

    func issue(_ moved: DraftMoved, _ number: String?) async throws -> DraftMoved {
        try await world.casework.documents.issue(
            moved.id, IssueDraft(expectedRevision: moved.revision, number: number), key: nil, by: records)
    }

    func void(_ moved: DraftMoved) async throws -> DraftMoved {
        try await world.casework.documents.void(
            moved.id, DocumentDecision(expectedRevision: moved.revision, remark: "In sai tên."), key: nil,
            by: world.actor("\(name).leader"))
    }

    /// Every paper of a case that stands: `transfer_letter 15/CV`.
    func papers(_ caseID: Int64) async throws -> [String] {
        try await world.casework.cases.caseFile(caseID, by: world.actor("\(name).leader")).documents.map {
            [$0.kind, $0.number].compactMap { $0 }.joined(separator: " ")
        }
    }
}
