import Foundation
import Identity
public import Law
public import Postgres
import Records

/// Makes a database fit to work on: migrations, catalogues, law versions, calendar. Run by `tiepdan migrate` as the owner; idempotent.
public enum Installation {
    /// What a run did.
    public struct Report: Codable, Sendable, Equatable {
        public var migrations: [Int]
        /// Rows loaded per catalogue; empty when they stood already.
        public var catalogues: [String: Int]
        /// Law versions loaded now, for example `complaint@2026-07-01.1`.
        public var laws: [String]
        /// The calendar's version now in force.
        public var calendarVersion: Int
    }

    public enum Failure: Error, Equatable, CustomStringConvertible {
        case unreadable(String)
        case lawChanged(String)
        case lawMissing(String)
        case badCatalogue(file: String, line: Int)

        public var description: String {
            switch self {
            case .unreadable(let path): "cannot read \(path)"
            case .lawChanged(let id): "law version \(id) differs from the one that cases already run under: publish a new revision instead"
            case .lawMissing(let id): "law version \(id) is not loaded or differs: run `tiepdan migrate`"
            case .badCatalogue(let file, let line): "\(file):\(line): not a well-formed row, or a wrong number of columns"
            }
        }
    }

    /// The law of the share folder: the procedures, the deadline catalogue proven against them, the calendar that comes with them.
    /// - Throws: `LawMistakes` when they are unsound, `CalendarFile.Mistake`, `Failure.unreadable`.
    public static func rulebook(share: String) throws -> Rulebook {
        let paths = SharePaths(share: share)
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: paths.procedures) else {
            throw Failure.unreadable(paths.procedures)
        }
        let texts = try names.filter { $0.hasSuffix(".yaml") }.sorted().map {
            ProcedureText(file: $0, text: try text(paths.procedures + "/" + $0))
        }
        return try Rulebook(
            texts, catalogue: try catalogue(share: share), calendar: try CalendarFile.entries(in: try text(paths.calendar)))
    }

    /// The deadline catalogue of the share folder as text.
    public static func catalogue(share: String) throws -> ProcedureText {
        ProcedureText(file: "deadlines.yaml", text: try text(SharePaths(share: share).catalogue + "/deadlines.yaml"))
    }

    /// Applies everything that is missing. Law files that do not fit are refused before the first migration: a database that was in use
    /// stays as it was.
    public static func prepare(owner: Pool, share: String, now: Instant) async throws -> Report {
        let paths = SharePaths(share: share)
        let migrator = try Migrator(folder: paths.sql) { ContentHash.hex(Array($0.utf8)) }
        do { try await migrator.verify(owner) } catch Migrator.Failure.behind {}
        let rulebook = try rulebook(share: share)
        try await refuseChangedLaws(owner, rulebook)
        let migrations = try await migrator.migrate(owner, now: now)
        let catalogues = try await loadCatalogues(owner, folder: paths.sql + "/catalogues")
        let laws = try await loadLaws(owner, rulebook, now: now)
        let calendar = try await loadCalendar(
            owner, text: try text(paths.sql + "/catalogues/calendar.csv"), source: "calendar.csv", now: now, replacing: false)
        return Report(migrations: migrations, catalogues: catalogues, laws: laws, calendarVersion: calendar)
    }

    /// Refuses a database on which this program must not run: behind, ahead by a breaking migration, or with other law than the program's.
    public static func verify(pool: Pool, share: String, rulebook: Rulebook) async throws {
        try await Migrator(folder: SharePaths(share: share).sql) { ContentHash.hex(Array($0.utf8)) }.verify(pool)
        let stored = try await pool.read { db in try LawRecords.versions(db) }
        for version in rulebook.versions {
            let hash = ContentHash.hex(Array(version.source.text.utf8))
            let found = stored.first {
                $0.procedure == version.procedure && $0.effectiveFrom == version.from && $0.revision == version.revision
            }
            if found?.sha256 != hash { throw Failure.lawMissing(version.id) }
        }
    }

    /// Loads a calendar as a new version when it differs from the newest; with `replacing` false only when there is none yet.
    /// - Returns: the version in force afterwards.
    public static func loadCalendar(_ owner: Pool, text: String, source: String, now: Instant, replacing: Bool) async throws -> Int {
        let entries = try CalendarFile.entries(in: text)
        let hash = ContentHash.hex(Array(text.utf8))
        return try await owner.write(settings: Scope(actor: "operator").settings) { db in
            var checksum = hash
            if let newest = try CalendarRecords.newest(db) {
                let same = try CalendarRecords.checksumOfNewest(db)?.hasPrefix(checksum) == true
                if same || !replacing { return newest }
                // An earlier file that rules again is a version of its own.
                if try RedatingRecords.isKnown(db, calendar: checksum) { checksum += "-\(newest)" }
            }
            try RedatingRecords.holdClocks(db)
            let version = try CalendarRecords.insert(
                db, source: source, checksum: checksum,
                days: entries.map {
                    (day: $0.day, kind: $0.kind.rawValue, title: $0.title, provisional: $0.provisional, source: $0.source)
                }, now: now)
            try OfficeRecords.note(db, topic: "calendar", event: "loaded", target: String(version), payload: JSONB("{}"), now: now)
            return version
        }
    }

    /// Throws when a version that cases run under differs from its file. A database without tables has no such version.
    private static func refuseChangedLaws(_ owner: Pool, _ rulebook: Rulebook) async throws {
        try await owner.read { db in
            guard try LawRecords.haveTables(db) else { return }
            let stored = try LawRecords.versions(db)
            for version in rulebook.versions {
                let found = stored.first {
                    $0.procedure == version.procedure && $0.effectiveFrom == version.from && $0.revision == version.revision
                }
                guard let found, found.sha256 != ContentHash.hex(Array(version.source.text.utf8)) else { continue }
                if try LawRecords.isUsed(db, version: found.id) { throw Failure.lawChanged(version.id) }
            }
        }
    }

    private static func loadLaws(_ owner: Pool, _ rulebook: Rulebook, now: Instant) async throws -> [String] {
        try await owner.write(settings: Scope(actor: "operator").settings) { db in
            var loaded: [String] = []
            let stored = try LawRecords.versions(db)
            for version in rulebook.versions {
                let hash = ContentHash.hex(Array(version.source.text.utf8))
                let found = stored.first {
                    $0.procedure == version.procedure && $0.effectiveFrom == version.from && $0.revision == version.revision
                }
                if let found {
                    if found.sha256 == hash { continue }
                    if try LawRecords.isUsed(db, version: found.id) { throw Failure.lawChanged(version.id) }
                    try LawRecords.remove(db, version: found.id)
                }
                let id = try LawRecords.insert(db, version, sha256: hash, source: version.source.text, now: now)
                try OfficeRecords.note(db, topic: "procedure", event: "loaded", target: String(id), payload: JSONB("{}"), now: now)
                loaded.append(version.id)
            }
            return loaded
        }
    }

    private static func loadCatalogues(_ owner: Pool, folder: String) async throws -> [String: Int] {
        var files: [String: [[String]]] = [:]
        for name in CatalogueRecords.loadOrder { files[name] = try rows(folder + "/" + name + ".csv") }
        let contents = files
        return try await owner.write { db in
            var loaded: [String: Int] = [:]
            for name in CatalogueRecords.loadOrder where try CatalogueRecords.isEmpty(db, name) {
                loaded[name] = try CatalogueRecords.load(db, name, rows: contents[name] ?? [])
            }
            return loaded
        }
    }

    /// The records of a CSV file, its header first; every one has as many columns as the header.
    public static func rows(_ path: String) throws -> [[String]] {
        let records: [CSV.Record]
        do { records = try CSV.records(of: try text(path)) } catch let mistake as CSV.Mistake {
            throw Failure.badCatalogue(file: path, line: mistake.line)
        }
        for record in records where record.fields.count != records[0].fields.count {
            throw Failure.badCatalogue(file: path, line: record.line)
        }
        return records.map(\.fields)
    }

    static func text(_ path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else { throw Failure.unreadable(path) }
        return String(decoding: data, as: UTF8.self)
    }
}
