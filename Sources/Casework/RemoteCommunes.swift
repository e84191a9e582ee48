public import Postgres
import Records

/// Which communes are remote: where the contested act happened decides how long a complaint may take (Luật Khiếu nại Đ.28, Đ.37). No list
/// of the State is shipped, so the operator says it; petitions registered before keep what held then.
extension AdministrationDesk {
    public struct Commune: Codable, Sendable, Equatable {
        public var code: String
        public var name: String
        /// Code of the province.
        public var province: String
        public var remote: Bool
    }

    /// The communes of today, by code.
    ///
    /// - Parameter province: only of this province, by its code.
    public func communes(remoteOnly: Bool = false, province: String? = nil, by actor: Actor) async throws -> [Commune] {
        try requireOperator(actor)
        return try await casework.read(by: actor) { work in
            try CommuneRecords.list(work.db, remoteOnly: remoteOnly, province: province).map(Commune.init)
        }
    }

    /// Marks communes as remote, or takes the mark back. Each change is a line of the installation's chain.
    ///
    /// - Parameter owner: signed in as the owner of the tables, for the catalogue is nobody else's to write.
    /// - Returns: the communes whose mark changed.
    /// - Throws: `Problem` `unknown_commune` when one of them is not a commune of today; then nothing is changed.
    public func setRemote(_ codes: [String], _ remote: Bool, owner: Pool, by actor: Actor) async throws -> [Commune] {
        try requireOperator(actor)
        let known = Dictionary(try await communes(by: actor).map { ($0.code, $0) }) { first, _ in first }
        for code in codes where known[code] == nil {
            throw Problem.invalid("code", "unknown_commune", "Không có xã, phường mã “\(code)” trong danh mục hiện hành.")
        }
        let now = casework.surroundings.now()
        let changed = try await owner.write(settings: Scope(actor: "operator").settings) { db in
            let changed = try CommuneRecords.mark(db, codes: codes, remote: remote)
            for code in changed {
                try OfficeRecords.note(
                    db, topic: "catalogue", event: remote ? "commune_remote" : "commune_not_remote", target: code, payload: JSONB("{}"),
                    now: now)
            }
            return changed
        }
        casework.forgetReference()
        return changed.compactMap { known[$0] }.map { commune in
            var commune = commune
            commune.remote = remote
            return commune
        }
    }
}

extension AdministrationDesk.Commune {
    fileprivate init(_ row: CommuneRecords.CommuneRow) {
        self.init(code: row.code, name: row.name, province: row.province, remote: row.remote)
    }
}
