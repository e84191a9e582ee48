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

    static func version(_ procedure: String, on day: Day = Day(2026, 11, 19)) throws -> ProcedureVersion {
        try #require(try book.get().version(of: procedure, on: day))
    }
}

@Suite struct ShippedProcedures {
    @Test func loadWithoutFindings() throws {
        #expect(
            try Shipped.book.get().procedures
                == [
                    "complaint", "denunciation", "feedback", "forwarding", "reception-session", "referral", "task", "visit",
                    "voter-petition",
                ])
    }

    @Test func everyRowAndClockNamesItsCertainty() throws {
        for version in try Shipped.book.get().versions {
            for row in version.transitions { #expect(row.certainty != nil, "\(version.id) \(row.event)") }
            for clock in version.clocks { #expect(clock.certainty != nil, "\(version.id) \(clock.id)") }
        }
    }

    @Test func auditorsAndAdministratorsMoveNothing() throws {
        for version in try Shipped.book.get().versions {
            let movers = Set(version.rows.map(\.role))
            #expect(movers.isSubset(of: [.clerk, .officer, .leader, .recordsClerk, .system, .operator]), "\(version.id)")
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
        for clock in try Shipped.book.get().versions.flatMap(\.clocks) { used.formUnion(clock.variants.flatMap(\.when)) }
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

/// Who settles what, as the files say it (Luật Khiếu nại Đ.17–26; Luật Tiếp công dân Đ.12, 22, 26).
@Suite struct SettlementTests {
    static let settlers: Set<OfficeKind> = [.peopleCommittee, .department, .inspectorate, .communeCommittee]

    @Test(arguments: OfficeKind.allCases) func officesThatSettle(_ office: OfficeKind) throws {
        let rulebook = try Shipped.book.get()
        for kind in PetitionKind.allCases {
            let names = Set(rulebook.versions.filter { $0.settles?.covers(kind, by: office) == true }.map(\.procedure)).sorted()
            let expected: [String] =
                switch kind {
                case .complaint where Self.settlers.contains(office): ["complaint"]
                case .denunciation where Self.settlers.contains(office): ["denunciation"]
                case .feedback where Self.settlers.contains(office), .voterPetition where Self.settlers.contains(office): ["feedback"]
                case .voterPetition where [.peopleCouncil, .naDelegation, .communeCouncil].contains(office): ["voter-petition"]
                default: []
                }
            #expect(names == expected, "\(kind) by \(office)")
        }
    }

    @Test(arguments: PetitionKind.allCases) func everyKindHasAnAnswerByDay(_ kind: PetitionKind) throws {
        let setting = try #require(try Shipped.version("referral").daySetting("referral.answer_days.\(kind.rawValue)"))
        let standard: [PetitionKind: Int] = [.complaint: 45, .denunciation: 45, .voterPetition: 40]
        #expect(setting.value(in: [:]) == standard[kind] ?? 30)
        #expect(setting.value(in: [setting.key: 7]) == 7 && setting.value(in: [setting.key: -1]) == setting.standard)
    }
}
