import ArgumentParser
import Casework
import Foundation
import Identity
import Law
import Postgres
import Records
import Settings

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Examines an installation; exit code 1 when something is wrong.",
        discussion: """
            Migrations and law versions match this program; the calendar knows this year and, from October on, the next; every check of sql/checks
            returns no rows; every attachment lies where it should, with its length. Signs in as the owner, changes nothing.
            """)

    @OptionGroup var common: WorkplaceOptions
    @OptionGroup var owner: OwnerOption

    struct Finding: Codable, Equatable {
        var check: String
        var detail: String
    }

    func run() async throws {
        let settings = try common.settings()
        let pool = owner.pool(settings)
        let examination = Examination(pool: pool, settings: settings)
        let findings: [Finding]
        var asked = examination.names
        do {
            findings = try await examination.findings()
            // On a database that is behind nothing else could be asked.
            if findings.contains(where: { $0.check == "installation" }) { asked = ["installation"] }
        } catch {
            await pool.close()
            throw error
        }
        await pool.close()
        struct Answer: Encodable {
            var healthy: Bool
            var checks: [String]
            var findings: [Finding]
        }
        if common.json {
            try Screen.show(Answer(healthy: findings.isEmpty, checks: asked, findings: findings))
        } else {
            for name in asked {
                let own = findings.filter { $0.check == name }
                Screen.say("\(name): \(own.isEmpty ? "ok" : "\(own.count) finding(s)")")
                for finding in own.prefix(20) { Screen.say("  \(finding.detail)") }
                if own.count > 20 { Screen.say("  … and \(own.count - 20) more") }
            }
        }
        if !findings.isEmpty { throw ExitCode(1) }
    }
}

/// The questions a doctor asks, in order.
private struct Examination {
    typealias Finding = DoctorCommand.Finding

    let pool: Pool
    let settings: DaemonSettings
    private let checks: [(name: String, text: String)]

    init(pool: Pool, settings: DaemonSettings) {
        self.pool = pool
        self.settings = settings
        let folder = SharePaths(share: settings.share).sql + "/checks"
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        checks = files.filter { $0.hasSuffix(".sql") }.sorted().compactMap { file in
            FileManager.default.contents(atPath: folder + "/" + file).map {
                (String(file.dropLast(4)), String(decoding: $0, as: UTF8.self))
            }
        }
    }

    var names: [String] { ["installation", "calendar"] + checks.map(\.name) + ["attachments"] }

    func findings() async throws -> [Finding] {
        let installation = try await installationFindings()
        // A database that is behind has other tables: nothing else can be asked.
        if !installation.isEmpty { return installation }
        var findings = try await calendarFindings()
        if checks.isEmpty { findings.append(Finding(check: "installation", detail: "no checks found beside the migrations")) }
        for check in checks { findings += try await run(check.name, check.text) }
        return try await findings + attachmentFindings()
    }

    private func installationFindings() async throws -> [Finding] {
        do {
            let rulebook = try Installation.rulebook(share: settings.share)
            try await Installation.verify(pool: pool, share: settings.share, rulebook: rulebook)
            return []
        } catch let error as PostgresError {
            throw error
        } catch {
            return [Finding(check: "installation", detail: Complaint.text(error))]
        }
    }

    private func calendarFindings() async throws -> [Finding] {
        let current = try await pool.read { db in try CalendarRecords.current(db) }
        let known = WorkCalendar(version: current.version, entries: current.entries).knownYears
        let today = Instant.now().dayInVietnam
        var wanted = [today.year]
        if today.month >= 10 { wanted.append(today.year + 1) }
        return wanted.filter { !known.contains($0) }.map {
            Finding(check: "calendar", detail: "version \(current.version) does not know the year \($0): run `tiepdan calendar import`")
        }
    }

    /// A check is a query whose rows are what is wrong. It runs into a temporary table, whatever its columns, and is rolled back.
    private func run(_ name: String, _ text: String) async throws -> [Finding] {
        let query = text.split(separator: "\n").filter { !$0.hasPrefix("--") }.joined(separator: "\n")
        return try await pool.bare { db in
            try db.script("begin; create temporary table doctor_finding on commit drop as \(query)")
            defer { try? db.script("rollback") }
            return try db.values("select to_jsonb(f)::text from pg_temp.doctor_finding f limit 1000", as: String.self).map {
                Finding(check: name, detail: $0)
            }
        }
    }

    private func attachmentFindings() async throws -> [Finding] {
        struct Blob: RowDecodable {
            var sha256: String
            var bytes: Int64
            init(_ row: Row) throws(DecodeError) {
                sha256 = try row["sha256"]
                bytes = try row["bytes"]
            }
        }
        let blobs = try await pool.read { db in try db.all("select sha256, bytes from blob order by sha256", as: Blob.self) }
        return blobs.compactMap { blob in
            let path = "\(settings.attachments)/\(blob.sha256.prefix(2))/\(blob.sha256)"
            let length = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? NSNumber
            if length == nil { return Finding(check: "attachments", detail: "\(blob.sha256) is missing under \(settings.attachments)") }
            return length?.int64Value == blob.bytes
                ? nil : Finding(check: "attachments", detail: "\(blob.sha256) has \(length ?? 0) bytes instead of \(blob.bytes)")
        }
    }
}
