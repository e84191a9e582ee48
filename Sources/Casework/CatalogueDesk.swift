public import Law
import Postgres
import Records

/// Lists to choose from while typing.
public struct CatalogueDesk: Sendable {
    let casework: Casework

    public struct Commune: Codable, Sendable, Equatable {
        public var code: String
        public var name: String
        public var province: String
        /// The former unit that led here ("xã …, huyện … (cũ)"), or empty.
        public var note: String
    }
    public struct Field: Codable, Sendable, Equatable {
        public var code: String
        public var parent: String?
        public var name: String
        public var appliesTo: [String]
    }
    public struct EthnicGroup: Codable, Sendable, Equatable {
        public var code: String
        public var name: String
    }
    public struct Organisation: Codable, Sendable, Equatable {
        public var id: Int64
        public var code: String
        public var name: String
        public var shortName: String
        public var kind: OfficeKind
        public var level: String
        public var provinceCode: String?
        /// The former name by which it was found ("Ủy ban nhân dân xã … (cũ)"), or empty.
        public var note: String
        /// The last day of an office that has closed.
        public var closedOn: Day?
    }

    /// Communes whose present or former name holds the words, with or without diacritics.
    public func communes(_ q: String, by actor: Actor) async throws -> [Commune] {
        let words = try Text.clean(q, field: "q", most: 100)
        if words.isEmpty { return [] }
        return try await casework.read(by: actor) { work in
            try CatalogueRecords.communes(work.db, q: words, most: 20).map {
                Commune(code: $0.code, name: $0.name, province: $0.province, note: $0.note)
            }
        }
    }
    public func fields(by actor: Actor) async throws -> [Field] {
        try await casework.read(by: actor) { work in
            try CatalogueRecords.fields(work.db).map { Field(code: $0.code, parent: $0.parent, name: $0.name, appliesTo: $0.appliesTo) }
        }
    }
    public func ethnicGroups(by actor: Actor) async throws -> [EthnicGroup] {
        try await casework.read(by: actor) { work in
            try CatalogueRecords.ethnicGroups(work.db).map { EthnicGroup(code: $0.code, name: $0.name) }
        }
    }
    public func organisations(_ q: String?, limit: Int = 50, by actor: Actor) async throws -> [Organisation] {
        let words = try Text.optional(q, field: "q", most: 200)
        return try await casework.read(by: actor) { work in
            try OfficeRecords.organisations(work.db, q: words, most: min(max(limit, 1), 500)).map(Organisation.init)
        }
    }
}

extension CatalogueDesk.Organisation {
    init(_ row: OfficeRecords.OrganisationRow) {
        self.init(
            id: row.id, code: row.code, name: row.name, shortName: row.shortName, kind: row.kind, level: row.level,
            provinceCode: row.provinceCode, note: row.formerly.isEmpty ? "" : "\(row.formerly) (cũ)", closedOn: row.validTo)
    }
}
