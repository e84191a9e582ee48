import ArgumentParser
import Casework
import Foundation
import Law
import Postgres

/// What every change of an office takes.
struct OfficeChangeOptions: ParsableArguments {
    @Option(help: "First day of the new order, 2026-11-21.") var on: Day
    @Option(help: "Number of the decision.") var document: String?
    @Option(help: "Date of the decision.") var documentDate: Day?
    @Flag(help: "Do it. Without this nothing is changed: the whole change is made, measured and taken back.") var yes = false
}

struct OfficeMergeVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Several offices become one, or one is taken over by another.",
        discussion: """
            Accounts with their roles, sign-ins and tokens, cases, referrals and tasks go to the office named with --into, in one \
            transaction. Numbers stay in the old books, which close; the books of an office that is made begin with 1, those of one that \
            stands already go on. Deadlines stay as they are. An office with that code is made when there is none: it takes kind, level, \
            superior, province and commune of the first old one unless they are said. Units, signing authority, settings, closings and \
            reception schedules are not taken over: they are counted. Without --yes the whole change is made and taken back, in seconds, \
            and gives up where somebody is at a case for longer. Signs in as the owner of the tables.
            """)

    @OptionGroup var common: WorkplaceOptions
    @OptionGroup var owner: OwnerOption
    @OptionGroup var change: OfficeChangeOptions
    @Argument(help: "Codes of the offices that close.") var olds: [String]
    @Option(help: "Code of the office that takes over.") var into: String
    @Option(help: "Full name of the new office.") var name: String?
    @Option(help: "Its short name (default: the full name).") var shortName: String?
    @Option(help: "Its letters in document numbers (default: those of the first old office).") var symbol: String?
    @Option var kind: OfficeKind?
    @Option(help: "central, province or commune.") var level: String?
    @Option(help: "Code of its superior office.") var parent: String?
    @Option(help: "Province code, two digits.") var province: String?
    @Option(help: "Commune code, five digits.") var commune: String?
    @Option var address: String = ""
    @Option var phone: String = ""

    func validate() throws {
        if olds.isEmpty { throw ValidationError("name the offices that close") }
        if let level, !["central", "province", "commune"].contains(level) {
            throw ValidationError("--level is central, province or commune")
        }
    }

    func run() async throws {
        try await Workplace.open(common) { place in
            var merge = OfficeMerge(olds: olds, into: into, on: change.on)
            merge.documentNumber = change.document
            merge.documentDate = change.documentDate
            if let name { merge.new = try await new(name, place) }
            let pool = owner.pool(place.settings)
            let report: OfficeChangeReport
            do {
                report = try await place.casework.offices.merge(merge, preview: !change.yes, owner: pool, by: place.actor)
                await pool.close()
            } catch {
                await pool.close()
                throw error
            }
            if common.json { return try Screen.show(report) }
            OfficeChangeScreen.show(report)
        }
    }

    private func new(_ name: String, _ place: Workplace) async throws -> AdministrationDesk.NewOrganisation {
        let model = try await place.casework.offices.model(olds[0], by: place.actor)
        var new = AdministrationDesk.NewOrganisation(
            code: into, kind: kind ?? model.kind, level: level ?? model.level, name: name, shortName: shortName ?? name,
            symbol: symbol ?? model.symbol)
        new.parent = parent ?? model.parent
        new.headerStyle = model.headerStyle
        new.province = province ?? model.province
        new.commune = commune ?? model.commune
        new.address = address
        new.phone = phone
        return new
    }
}

struct OfficeSplitVerb: AsyncParsableCommand {
    enum Rule: String, ExpressibleByArgument, CaseIterable { case commune, list }

    static let configuration = CommandConfiguration(
        commandName: "split", abstract: "One office becomes several, which stand already.",
        discussion: """
            --rule commune sends each case where the place of the incident (else the petitioner's) lies; --rule list takes it from --list \
            alone. The list is a CSV file with the columns thing,id,office: `case,118,HY-UB-1` or `officer,hy.a.vanthu,HY-UB-2`; it goes \
            before the place. Every open case and every account must be decided; what has ended goes to the first office unless said. \
            A case that goes to another office than its officer is nobody's there, and is counted; a hand-over of work whose substitute \
            goes elsewhere ends, and what was lent comes back. Signs in as the owner of the tables.
            """)

    @OptionGroup var common: WorkplaceOptions
    @OptionGroup var owner: OwnerOption
    @OptionGroup var change: OfficeChangeOptions
    @Argument(help: "Code of the office that closes.") var old: String
    @Option(help: "Code of a successor; at least two.") var into: [String]
    @Option(help: "commune or list.") var rule: Rule
    @Option(help: "CSV: thing,id,office", completion: .file()) var list: String?

    func validate() throws {
        if into.count < 2 { throw ValidationError("--into is given at least twice") }
        if rule == .list && list == nil { throw ValidationError("--rule list needs --list FILE") }
    }

    func run() async throws {
        let assignments = try list.map(read) ?? []
        try await Workplace.open(common) { place in
            var split = OfficeSplit(old: old, into: into, on: change.on, byCommune: rule == .commune, assignments: assignments)
            split.documentNumber = change.document
            split.documentDate = change.documentDate
            let pool = owner.pool(place.settings)
            let report: OfficeChangeReport
            do {
                report = try await place.casework.offices.split(split, preview: !change.yes, owner: pool, by: place.actor)
                await pool.close()
            } catch {
                await pool.close()
                throw error
            }
            if common.json { return try Screen.show(report) }
            OfficeChangeScreen.show(report)
        }
    }

    private func read(_ file: String) throws -> [OfficeSplit.Assignment] {
        let rows = try CommaFile.rows(file, columns: ["thing", "id", "office"])
        return try rows.map { row in
            switch (row[0], Int64(row[1])) {
            case ("case", let id?): return .caseFile(id, office: row[2])
            case ("officer", _): return .officer(row[1], office: row[2])
            default: throw Complaint("\(file): \(row.joined(separator: ",")) names neither a case nor an officer")
            }
        }
    }
}

struct OfficeRenameVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rename", abstract: "Gives an office another name from a day on; papers of the days before keep the old one.")

    @OptionGroup var common: WorkplaceOptions
    @OptionGroup var owner: OwnerOption
    @OptionGroup var change: OfficeChangeOptions
    @Argument(help: "Code of the office.") var code: String
    @Option(help: "The new full name.") var name: String
    @Option(help: "The new short name (default: the full name).") var shortName: String?
    @Option(help: "The new letters in document numbers (default: as they are).") var symbol: String?

    func run() async throws {
        try await Workplace.open(common) { place in
            let office = try await place.casework.administration.organisation(code: code, by: place.actor)
            if change.yes {
                let pool = owner.pool(place.settings)
                do {
                    try await place.casework.offices.rename(
                        code, name: name, shortName: shortName, symbol: symbol, on: change.on, documentNumber: change.document,
                        documentDate: change.documentDate, owner: pool, by: place.actor)
                    await pool.close()
                } catch {
                    await pool.close()
                    throw error
                }
            }
            struct Answer: Encodable {
                var code: String
                var before: String
                var after: String
                var on: Day
                var preview: Bool
            }
            if common.json {
                return try Screen.show(Answer(code: code, before: office.name, after: name, on: change.on, preview: !change.yes))
            }
            Screen.say("\(code): \(office.name) \(change.yes ? "is called" : "would be called") \(name) from \(change.on.iso)")
        }
    }
}
