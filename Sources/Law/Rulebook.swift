/// All procedures that hold, by effective date: loaded and proven, or not made at all.
public struct Rulebook: Sendable {
    /// By procedure, then by effective date.
    public let versions: [ProcedureVersion]
    /// Every deadline by the id it is cited by; empty when none was handed over.
    public let catalogue: DeadlineCatalogue
    /// The calendar that is shipped beside the law: what is counted by where no database says otherwise.
    public let calendar: WorkCalendar

    /// Loads and validates files of procedures, and the deadline catalogue against them. Throws every mistake found, not the first.
    public init(_ sources: [ProcedureText], catalogue: ProcedureText? = nil, calendar: [CalendarEntry] = []) throws(LawMistakes) {
        var versions: [ProcedureVersion] = []
        var mistakes: [LawMistake] = []
        for source in sources {
            do throws(LawMistake) {
                versions.append(try ProcedureVersion(source))
            } catch {
                mistakes.append(error)
            }
        }
        versions.sort { ($0.procedure, $0.from, $0.revision) < ($1.procedure, $1.from, $1.revision) }
        if mistakes.isEmpty {
            mistakes = versions.flatMap { Validator($0).mistakes() } + Validator.overlaps(versions) + Validator.contested(versions)
        }
        guard mistakes.isEmpty else { throw LawMistakes(mistakes: mistakes) }
        self.versions = versions
        self.calendar = WorkCalendar(entries: calendar)
        if let catalogue { self.catalogue = try DeadlineCatalogue(catalogue, versions: versions) } else { self.catalogue = .empty }
    }

    /// Names of the procedures, sorted.
    public var procedures: [String] {
        var names: [String] = []
        for version in versions where names.last != version.procedure { names.append(version.procedure) }
        return names
    }

    /// The version under which a new case opens on a day; `nil` when none holds yet or any more.
    public func version(of procedure: String, on day: Day) -> ProcedureVersion? {
        versions.last { $0.procedure == procedure && $0.from <= day && ($0.until.map { day <= $0 } ?? true) }
    }

    /// The version with this `ProcedureVersion.id`.
    public func version(id: String) -> ProcedureVersion? { versions.first { $0.id == id } }
}
