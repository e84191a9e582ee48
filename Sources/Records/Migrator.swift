public import Postgres

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Applies the numbered files of `sql/migrations` once each, then re-creates `sql/functions`.
///
/// Each migration runs in one transaction together with its line in the ledger. A file that changed after it was applied, a gap in
/// the numbers, or a database that is ahead by a migration marked *breaking* is an error.
public struct Migrator: Sendable {
    public struct Migration: Sendable, Equatable {
        public var version: Int
        public var name: String
        public var text: String
        public var checksum: String
        /// The first line says `-- breaking`: older programs must not run on a database that has it.
        public var breaking: Bool
    }

    public enum Failure: Error, Equatable, CustomStringConvertible {
        case unreadable(String)
        case gap(expected: Int, found: Int)
        case edited(version: Int, name: String)
        case behind(database: Int, program: Int)
        case aheadBreaking(version: Int, name: String)

        public var description: String {
            switch self {
            case .unreadable(let path): "cannot read migrations at \(path)"
            case .gap(let expected, let found): "migration \(expected) is missing, next file is \(found)"
            case .edited(let version, let name): "migration \(version) \(name) was changed after it had been applied"
            case .behind(let database, let program):
                "database is at migration \(database), this program needs \(program): run `tiepdan migrate`"
            case .aheadBreaking(let version, let name):
                "database has migration \(version) \(name), which this program does not know and which is breaking"
            }
        }
    }

    public let migrations: [Migration]
    /// Files re-created at every run, in name order.
    public let functions: [(name: String, text: String)]

    /// - Parameters:
    ///   - folder: the `sql` folder.
    ///   - checksum: SHA-256 of a text as hexadecimal digits (given in, so that this room needs no cryptography).
    public init(folder: String, checksum: (String) -> String) throws {
        func files(_ path: String) throws -> [(String, String)] {
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else { throw Failure.unreadable(path) }
            return try names.filter { $0.hasSuffix(".sql") }.sorted().map { name in
                guard let data = FileManager.default.contents(atPath: path + "/" + name) else {
                    throw Failure.unreadable(path + "/" + name)
                }
                return (name, String(decoding: data, as: UTF8.self))
            }
        }
        var found: [Migration] = []
        for (file, text) in try files(folder + "/migrations") {
            let parts = file.dropLast(4).split(separator: "_", maxSplits: 1)
            guard parts.count == 2, let version = Int(parts[0]) else { throw Failure.unreadable(file) }
            if version != found.count + 1 { throw Failure.gap(expected: found.count + 1, found: version) }
            found.append(
                Migration(
                    version: version, name: String(parts[1]), text: text, checksum: checksum(text), breaking: text.hasPrefix("-- breaking"))
            )
        }
        migrations = found
        functions = try files(folder + "/functions").map { (name: $0.0, text: $0.1) }
    }

    /// Applies what is missing. Safe to run by several at once: an advisory lock lets one work.
    /// - Returns: the versions applied now.
    public func migrate(_ pool: Pool, now: Instant) async throws -> [Int] {
        try await pool.bare { db in
            try db.script("select pg_advisory_lock(7204000)")
            defer { try? db.script("select pg_advisory_unlock(7204000)") }
            try db.script(
                """
                create schema if not exists tiepdan;
                create table if not exists tiepdan.schema_migration (
                    version int primary key, name text not null, checksum text not null, breaking boolean not null, applied_at timestamptz not null)
                """)
            let applied = try db.all(
                "select version, name, checksum, breaking from tiepdan.schema_migration order by version", as: Applied.self)
            try check(applied)
            var done: [Int] = []
            for migration in migrations.dropFirst(applied.count) {
                try transaction(db) {
                    try db.script(migration.text)
                    try db.run(
                        """
                        insert into tiepdan.schema_migration (version, name, checksum, breaking, applied_at)
                        values (\(migration.version)::int, \(migration.name), \(migration.checksum), \(migration.breaking), \(now))
                        """)
                }
                done.append(migration.version)
            }
            try transaction(db) {
                for function in functions { try db.script(function.text) }
                try db.script("grant select on tiepdan.schema_migration to tiepdan_app")
            }
            return done
        }
    }

    /// Throws unless this program can run on the database as it is: not behind, not ahead by a breaking migration, nothing edited.
    public func verify(_ pool: Pool) async throws {
        let applied = try await pool.bare { db in
            let exists = try db.value("select to_regclass('tiepdan.schema_migration') is not null", as: Bool.self)
            return exists
                ? try db.all("select version, name, checksum, breaking from tiepdan.schema_migration order by version", as: Applied.self)
                : []
        }
        try check(applied)
        if applied.count < migrations.count { throw Failure.behind(database: applied.count, program: migrations.count) }
    }

    func check(_ applied: [Applied]) throws {
        for (row, migration) in zip(applied, migrations) where row.checksum != migration.checksum {
            throw Failure.edited(version: row.version, name: row.name)
        }
        if let ahead = applied.dropFirst(migrations.count).first(where: \.breaking) {
            throw Failure.aheadBreaking(version: ahead.version, name: ahead.name)
        }
    }

    private func transaction(_ db: Connection, _ body: () throws -> Void) throws {
        try db.script("begin")
        do {
            try body()
            try db.script("commit")
        } catch {
            try? db.script("rollback")
            throw error
        }
    }

    struct Applied: RowDecodable, Sendable {
        var version: Int
        var name: String
        var checksum: String
        var breaking: Bool
        init(_ row: Row) throws(DecodeError) {
            version = try row["version"]
            name = try row["name"]
            checksum = try row["checksum"]
            breaking = try row["breaking"]
        }
        init(version: Int, name: String, checksum: String, breaking: Bool) {
            self.version = version
            self.name = name
            self.checksum = checksum
            self.breaking = breaking
        }
    }
}
