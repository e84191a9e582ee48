public import Identity
import Law
public import Postgres
import Records
import Synchronization

/// What every decision needs and no request brings: the law as loaded, the calendar, the settings. Read once, read again when its stamp moved.
struct Reference: Sendable {
    var stamp: Int64
    var calendarVersion: Int
    var entries: [CalendarEntry]
    var closings: [Int64: [CalendarEntry]]
    /// Database id of each loaded law version, by its program id (`complaint@2026-07-01.1`), and back.
    var versionIDs: [String: Int]
    var versions: [Int: ProcedureVersion]
    var settings: [Int64?: [String: Int]]
    /// Commune code → lies in a remote area.
    var communes: [String: Bool]
    /// Field code → its name.
    var fields: [String: String]
    private var national: WorkCalendar

    init(
        stamp: Int64, calendarVersion: Int, entries: [CalendarEntry], closings: [Int64: [CalendarEntry]], versionIDs: [String: Int],
        versions: [Int: ProcedureVersion], settings: [Int64?: [String: Int]], communes: [String: Bool], fields: [String: String]
    ) {
        self.stamp = stamp
        self.calendarVersion = calendarVersion
        self.entries = entries
        self.closings = closings
        self.versionIDs = versionIDs
        self.versions = versions
        self.settings = settings
        self.communes = communes
        self.fields = fields
        national = WorkCalendar(version: calendarVersion, entries: entries)
    }

    /// - Throws: a `Problem` naming `field` when there is no such commune.
    func checkCommune(_ code: String, field: String) throws(Problem) {
        if communes[code] == nil { throw Problem.invalid(field, "unknown_commune", "Không có xã, phường mã “\(code)”.") }
    }

    func checkField(_ code: String, field: String) throws(Problem) {
        if fields[code] == nil { throw Problem.invalid(field, "unknown_field", "Không có lĩnh vực “\(code)” trong danh mục.") }
    }

    /// The calendar an office works by: the nation's days and its own closings.
    func calendar(of organisation: Int64) -> WorkCalendar {
        guard let own = closings[organisation] else { return national }
        return WorkCalendar(version: calendarVersion, entries: entries + own)
    }

    /// The same under another calendar, that is not in force: what it would do.
    func under(entries: [CalendarEntry]? = nil, closings: [Int64: [CalendarEntry]]? = nil) -> Reference {
        var other = self
        if let entries { other.entries = entries }
        if let closings { other.closings = closings }
        other.national = WorkCalendar(version: calendarVersion, entries: other.entries)
        return other
    }

    /// Amounts the law leaves open: the office's own, else the installation's; the procedure's default stands behind both.
    func settings(of organisation: Int64) -> [String: Int] {
        (settings[nil] ?? [:]).merging(settings[organisation] ?? [:]) { _, own in own }
    }

    func version(id: Int) throws -> ProcedureVersion {
        guard let version = versions[id] else {
            throw Problem(.unavailable, code: "law_not_loaded", message: "Hồ sơ theo một phiên bản quy trình chưa được nạp.")
        }
        return version
    }

    /// What every office runs for what it does not settle itself.
    static let forwarding = "forwarding"

    /// The procedure in force on `day` by which an office of this kind settles petitions of this kind; nil when it only receives, refers
    /// and follows up.
    func settlement(of kind: PetitionKind, by office: OfficeKind, on day: Day) -> String? {
        let covering = Set(versions.values.lazy.filter { $0.settles != nil }.map(\.procedure)).sorted()
            .compactMap { try? opening($0, on: day).version }.filter { $0.settles?.covers(kind, by: office) == true }
        let inForce = covering.first { $0.from <= day && ($0.until ?? day) >= day }
        return (inForce ?? covering.min { $0.from < $1.from })?.procedure
    }

    /// By which a council collects voters' petitions, sends them on and watches over them, whoever has to settle them.
    static let voterPetition = "voter-petition"

    /// What a petition opens: its settlement when it is the office's own, else receiving and classifying.
    func procedure(for kind: PetitionKind, competent: Bool, by office: OfficeKind, on day: Day) -> String {
        let own = settlement(of: kind, by: office, on: day)
        return (competent || own == Self.voterPetition ? own : nil) ?? Self.forwarding
    }

    /// The version under which a case that began on `day` opens. A beginning before the oldest encoded version runs under the oldest.
    func opening(_ procedure: String, on day: Day) throws -> (id: Int, version: ProcedureVersion) {
        let candidates = versions.filter { $0.value.procedure == procedure }
        let chosen =
            candidates.filter { $0.value.from <= day && ($0.value.until ?? day) >= day }
            .max { ($0.value.from, $0.value.revision) < ($1.value.from, $1.value.revision) }
            ?? candidates.min { $0.value.from < $1.value.from }
        guard let chosen else {
            throw Problem(.unavailable, code: "law_not_loaded", message: "Chưa nạp quy trình \(procedure).")
        }
        return (chosen.key, chosen.value)
    }
}

extension Reference {
    static func read(_ db: Connection, rulebook: Rulebook) throws -> Reference {
        let stamp = try CalendarRecords.stamp(db)
        guard let calendarVersion = try CalendarRecords.newest(db) else {
            throw Problem(.unavailable, code: "calendar_not_loaded", message: "Chưa nạp lịch làm việc.")
        }
        let entries = try CalendarRecords.days(db, version: calendarVersion).map { row in
            CalendarEntry(
                day: row.day, kind: row.kind == "work" ? .work : .off, title: row.title, provisional: row.provisional, source: row.source)
        }
        var closings: [Int64: [CalendarEntry]] = [:]
        for row in try CalendarRecords.closings(db) {
            closings[row.organisation, default: []].append(
                CalendarEntry(day: row.day, kind: .off, title: row.title, provisional: false, source: "", scope: .office))
        }
        var versionIDs: [String: Int] = [:]
        var versions: [Int: ProcedureVersion] = [:]
        for stored in try LawRecords.versions(db) {
            let name = "\(stored.procedure)@\(stored.effectiveFrom.iso).\(stored.revision)"
            guard let version = rulebook.version(id: name) else { continue }
            versionIDs[name] = stored.id
            versions[stored.id] = version
        }
        var settings: [Int64?: [String: Int]] = [:]
        for row in try CalendarRecords.settings(db) { settings[row.organisation, default: [:]][row.key] = row.value }
        return Reference(
            stamp: stamp, calendarVersion: calendarVersion, entries: entries, closings: closings, versionIDs: versionIDs,
            versions: versions,
            settings: settings,
            communes: Dictionary(uniqueKeysWithValues: try CatalogueRecords.communeCodes(db).map { ($0.code, $0.remote) }),
            fields: Dictionary(uniqueKeysWithValues: try CatalogueRecords.fields(db).map { ($0.code, $0.name) }))
    }
}

/// Amounts of the desk itself, which no procedure names.
enum DeskSettings {
    static let dueSoon = DaySetting(key: "worklist.due_soon_days", title: "Số ngày làm việc trước hạn thì báo sắp đến hạn", standard: 3)
}

/// Time, chance and where papers lie: parameters, so that nothing below `main` asks a clock.
public struct Surroundings: Sendable {
    public var now: @Sendable () -> Instant
    public var random: RandomSource
    public var blobs: BlobStore

    public init(now: @escaping @Sendable () -> Instant, random: RandomSource, blobs: BlobStore) {
        self.now = now
        self.random = random
        self.blobs = blobs
    }
}

final class ReferenceBox: Sendable {
    private let state = Mutex<(reference: Reference, checked: Instant)?>(nil)
    var current: (reference: Reference, checked: Instant)? { state.withLock { $0 } }
    func put(_ reference: Reference, at checked: Instant) { state.withLock { $0 = (reference, checked) } }
    func forget() { state.withLock { $0 = nil } }
}
