/// Proves a deadline catalogue against the procedures beside which it is loaded.
struct CatalogueProof {
    let catalogue: DeadlineCatalogue
    let versions: [ProcedureVersion]
    let file: String

    func mistakes() -> [LawMistake] { catalogue.rules.flatMap(ofRow) + leftOut() }

    private func mistake(_ row: CatalogueRule, _ message: String) -> LawMistake {
        LawMistake(file: file, line: row.line, message: "\(row.id): \(message)")
    }

    private func ofRow(_ row: CatalogueRule) -> [LawMistake] {
        if row.id != row.id.uppercased() { return [mistake(row, "an id is written in capitals")] }
        switch row.source {
        case .own(let rule): return wanted(row, of: rule, in: nil) + disagreements(row)
        case .clock(let procedure, let id):
            let all = versions.filter { $0.procedure == procedure }
            guard !all.isEmpty else { return [mistake(row, "there is no procedure '\(procedure)'")] }
            var found: [LawMistake] = []
            var named = false
            for version in all {
                guard let rule = version.clock(id) else {
                    // A version that ended before the deadline came into being need not know it.
                    if version.window.meets(Window(since: row.since)) { found.append(mistake(row, "\(version.id) has no clock '\(id)'")) }
                    continue
                }
                named = true
                found += wanted(row, of: rule, in: version)
            }
            if !named && found.isEmpty { found.append(mistake(row, "no version of '\(procedure)' has the clock '\(id)'")) }
            return found + disagreements(row)
        }
    }

    /// What the row asks for, the clock must have.
    private func wanted(_ row: CatalogueRule, of rule: ClockRule, in version: ProcedureVersion?) -> [LawMistake] {
        let place = version.map { " in \($0.id)" } ?? ""
        var found: [LawMistake] = []
        if row.remote, rule.remote == nil { found.append(mistake(row, "the clock has no amount for remote areas\(place)")) }
        if row.complex, rule.complex == nil { found.append(mistake(row, "the clock has no amount for complex cases\(place)")) }
        if row.several, rule.severalPlaces == nil { found.append(mistake(row, "the clock has no amount for several places\(place)")) }
        if row.extensions > (rule.extension?.speciallyComplex ?? 0) {
            found.append(mistake(row, "the clock cannot be extended \(row.extensions) times\(place)"))
        }
        if row.needsPause, !rule.pausable { found.append(mistake(row, "the clock cannot be paused\(place)")) }
        if !row.rolls, rule.unit != .date { found.append(mistake(row, "only a declared date can be one that does not move\(place)")) }
        return found
    }

    /// One id, one amount: every procedure that runs a clock of this id counts as the row's does, on the days when both hold.
    private func disagreements(_ row: CatalogueRule) -> [LawMistake] {
        guard DeadlineCatalogue.isCatalogueID(row.id) else { return [] }
        var found: [LawMistake] = []
        for version in versions {
            guard let rule = version.clock(row.id) else { continue }
            for known in meant(row) where known.version.map({ $0.window.meets(version.window) }) ?? true {
                if rule.amount != known.rule.amount || rule.unit != known.rule.unit {
                    found.append(
                        LawMistake(
                            file: version.source.file, line: rule.line,
                            message: "clock \(row.id) counts otherwise than \(known.version?.id ?? "the catalogue") on the same days"))
                }
            }
        }
        return found
    }

    private struct Meant {
        /// `nil`: the catalogue's own.
        let version: ProcedureVersion?
        let rule: ClockRule
    }

    private func meant(_ row: CatalogueRule) -> [Meant] {
        switch row.source {
        case .own(let rule): return [Meant(version: nil, rule: rule)]
        case .clock(let procedure, let id):
            // An alias of another clock (KN-3) says nothing of a clock called KN-3.
            guard id == row.id else { return [] }
            var meant: [Meant] = []
            for version in versions where version.procedure == procedure {
                if let rule = version.clock(id) { meant.append(Meant(version: version, rule: rule)) }
            }
            return meant
        }
    }

    /// Clocks that have a catalogue id and no row.
    private func leftOut() -> [LawMistake] {
        let known = Set(catalogue.rules.map(\.id))
        return versions.flatMap { version in
            version.clocks.filter { DeadlineCatalogue.isCatalogueID($0.id) && !known.contains($0.id) }.map {
                LawMistake(file: version.source.file, line: $0.line, message: "clock \($0.id) has no row in the deadline catalogue")
            }
        }
    }
}

extension ClockRule {
    /// The words of the guards that hold where several places or bodies are involved, which are those of the declared facts too.
    static let severalWords: Set<String> = ["several_places", "several_bodies"]

    /// The amount where several places or bodies are involved.
    public var severalPlaces: Amount? { variants.first { $0.when.contains { Self.severalWords.contains($0.rawValue) } }?.amount }
}
