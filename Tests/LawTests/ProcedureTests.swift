import Foundation
import Testing

@testable import Law

/// The procedures as they are shipped, loaded through the engine.
enum Shipped {
    static let book: Result<Rulebook, any Error> = Result {
        let folder = repository.appending(path: "Sources/Law/Procedures")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }.sorted()
        return try Rulebook(
            files.map { ProcedureText(file: $0, text: try String(contentsOf: folder.appending(path: $0), encoding: .utf8)) })
    }

    static func version(_ procedure: String) throws -> ProcedureVersion {
        try #require(try book.get().version(of: procedure, on: Day(2026, 11, 19)))
    }
}

@Suite struct ShippedProcedures {
    @Test func loadWithoutFindings() throws {
        #expect(
            try Shipped.book.get().procedures == ["complaint", "feedback", "forwarding", "reception-session", "referral", "visit"])
    }

    @Test func everyRowAndClockNamesItsCertainty() throws {
        for version in try Shipped.book.get().versions {
            for row in version.transitions { #expect(row.certainty != nil, "\(version.id) \(row.event)") }
            for clock in version.clocks { #expect(clock.certainty != nil, "\(version.id) \(clock.id)") }
        }
    }

    @Test func auditorsAdministratorsAndRecordsClerksMoveNothing() throws {
        for version in try Shipped.book.get().versions {
            let movers = Set(version.rows.map(\.role))
            #expect(movers.isSubset(of: [.clerk, .officer, .leader, .system]), "\(version.id)")
        }
    }

    /// Whoever may do less may do nothing that the next one may not.
    @Test func officersMayWhatClerksMayAndLeadersWhatOfficersMay() throws {
        for version in try Shipped.book.get().versions {
            func rows(_ role: Role) -> Set<[String]> {
                Set(version.rows.filter { $0.role == role }.map { [$0.from, $0.event, $0.to, $0.relation.rawValue] })
            }
            #expect(rows(.clerk).isSubset(of: rows(.officer)), "\(version.id)")
            #expect(rows(.officer).isSubset(of: rows(.leader)), "\(version.id)")
        }
    }

    @Test func everyGuardIsUsedAndSpeaks() throws {
        var used: Set<Guard> = []
        for row in try Shipped.book.get().versions.flatMap(\.transitions) {
            used.formUnion(row.blocks + row.flags + row.clocks.start.flatMap(\.when))
        }
        #expect(Set(Guard.allCases).subtracting(used).isEmpty)
        for word in Guard.allCases { #expect(word.title.hasSuffix("."), "\(word.rawValue)") }
    }

    @Test func citizensReadSentences() throws {
        for version in try Shipped.book.get().versions {
            for state in version.states {
                #expect(state.citizen.hasSuffix(".") && state.citizen != state.title, "\(version.id) \(state.name)")
            }
        }
    }

    @Test func noTitleIsLeftOver() throws {
        for version in try Shipped.book.get().versions {
            var words: Set<String> = []
            for case .choice(let some) in version.transitions.flatMap(\.takes).map(\.kind) { words.formUnion(some) }
            #expect(Set(version.choices.keys) == words, "\(version.id)")
            #expect(Set(version.factTitles.keys) == Set(version.transitions.flatMap(\.takes).map(\.name)), "\(version.id)")
            #expect(Set(version.documents.keys) == Set(version.transitions.flatMap(\.issues)), "\(version.id)")
        }
    }
}
