import Law
import Postgres
import Records
import TestSupport
import Testing

/// No list, no search, no look-up shows one office what only another holds.
@Suite struct ScopeTests {
    @Test func everyReadingStopsAtTheOffice() async throws {
        try await TestWorld.lease { world in
            let mine = try await world.seat("hdnd.clerk")
            let other = try await world.seat("ubnd.clerk")
            let secret = try await world.enter(other, name: "Đỗ Thị Bí Mật", title: "Việc riêng của tôi", idNumber: "033199000001")
            let own = try await world.enter(mine, name: "Đỗ Thị Bí Mật", title: "Việc riêng của tôi", idNumber: "033199000001")
            let now = world.clock.now
            let attachment = try await world.app.write(settings: other.settings) { db in
                try MachineryRecords.attach(
                    db,
                    MachineryRecords.NewAttachment(
                        sha256: String(repeating: "a", count: 64), bytes: 1, mediaType: "application/pdf", petition: secret.petition,
                        caseID: nil,
                        name: "a.pdf", kind: "scan", uploadedBy: other.officer, organisation: other.office), now: now)
            }
            try await world.app.read(settings: mine.settings) { db in
                for q in ["Bí Mật", "bi mat", "việc riêng"] {
                    let found = try PetitionRecords.listed(db, q: q).map(\.petition)
                    #expect(found == [own.petition], "\(q)")
                }
                let copies = try PetitionRecords.duplicates(
                    db, name: "Đỗ Thị Bí Mật", idNumber: "033199000001", words: "việc riêng", most: 50)
                #expect(copies.map(\.petition) == [own.petition])
                let listed = try PetitionRecords.listed(db)
                #expect(listed.map(\.petition) == [own.petition])
                let secretViewFits = try PetitionRecords.full(db, petition: secret.petition) == nil
                #expect(secretViewFits)
                let ownViewFits = try PetitionRecords.full(db, petition: own.petition) != nil
                #expect(ownViewFits)
                let secretHeadFits = try CaseRecords.head(db, case: secret.caseID) == nil
                #expect(secretHeadFits)
                let secretContextFits = try CaseRecords.context(db, case: secret.caseID) == nil
                #expect(secretContextFits)
                let ownContextFits = try CaseRecords.context(db, case: own.caseID) != nil
                #expect(ownContextFits)
                let secretScanFits = try MachineryRecords.attachment(db, attachment) == nil
                #expect(secretScanFits)
                let secretMatterFits = try !PetitionRecords.matterBelongs(db, matter: secret.matter)
                #expect(secretMatterFits)
                let secretPetitionFits = try PetitionRecords.referenceOnly(db, petition: secret.petition) == nil
                #expect(secretPetitionFits)
                let ownMatterFits = try PetitionRecords.matterBelongs(db, matter: own.matter)
                #expect(ownMatterFits)
                let lines = try RegisterRecords.lines(db, from: Day(2026, 11, 16), to: Day(2026, 11, 22), issuedAt: now)
                #expect(lines.map(\.petition) == [own.petition])
                let figures = try RegisterRecords.figures(db, from: Day(2026, 11, 16), to: Day(2026, 11, 22))
                #expect(figures.received == 1 && figures.open == 1)
            }
            try await world.app.read(settings: other.settings) { db in
                let theirScanFits = try MachineryRecords.attachment(db, attachment) != nil
                #expect(theirScanFits)
            }
        }
    }

    @Test func noScopeMeansNothing() async throws {
        try await TestWorld.lease { world in
            let entered = try await world.enter(try await world.seat("hdnd.clerk"))
            for settings in [[], Scope(actor: "citizen").settings] {
                try await world.app.read(settings: settings) { db in
                    let searchedFits = try PetitionRecords.listed(db, q: "Nguyễn").isEmpty
                    #expect(searchedFits)
                    let doubledFits = try PetitionRecords.duplicates(db, name: "Nguyễn Văn An", idNumber: nil, words: nil, most: 50).isEmpty
                    #expect(doubledFits)
                    let listedFits = try PetitionRecords.listed(db)
                        .isEmpty
                    #expect(listedFits)
                    let viewedFits = try PetitionRecords.full(db, petition: entered.petition) == nil
                    #expect(viewedFits)
                    let headedFits = try CaseRecords.head(db, case: entered.caseID) == nil
                    #expect(headedFits)
                }
            }
        }
    }

    @Test func aReferredPetitionIsSeenByItsRecipientAndByNobodyElse() async throws {
        try await TestWorld.lease { world in
            let sender = try await world.seat("hdnd.clerk")
            let recipient = try await world.seat("snnmt.clerk")
            let third = try await world.seat("ubnd.leader")
            let entered = try await world.enter(sender)
            let (referral, caseID) = try await world.app.write(settings: sender.settings) { db in
                let referral = try ReferralRecords.insert(
                    db, petition: entered.petition, sender: sender.office, recipient: recipient.office, senderCase: entered.caseID,
                    letterNumber: "1", letterDate: Day(2026, 11, 19), sentOn: Day(2026, 11, 19), answerBy: nil)
                let caseID = try CaseRecords.open(
                    db, version: try Store.version(db, "referral"), organisation: sender.office, subject: "referral", referral: referral,
                    openedOn: Day(2026, 11, 19), relation: .sender)
                try CaseRecords.grantAccess(db, case: caseID, organisation: recipient.office, relation: .recipient)
                return (referral, caseID)
            }
            for (seat, sees) in [(sender, true), (recipient, true), (third, false)] {
                try await world.app.read(settings: seat.settings) { db in
                    let sharedReferral = try ReferralRecords.referral(db, referral) != nil
                    #expect(sharedReferral == sees)
                    let sharedList =
                        try db.all(ReferralRecords.ofPetitionQuery(entered.petition), as: ReferralRecords.ReferralRow.self).count == 1
                    #expect(sharedList == sees)
                    let sharedCase = try CaseRecords.head(db, case: caseID) != nil
                    #expect(sharedCase == sees)
                    let sharedPetition = try PetitionRecords.full(db, petition: entered.petition) != nil
                    #expect(sharedPetition == sees)
                    let both = try [true, false].flatMap {
                        try ReferralRecords.list(db, incoming: $0, open: nil, overdueOn: nil, before: nil, limit: 50)
                    }
                    #expect(both.count == (sees ? 1 : 0))
                }
            }
            // The recipient sees the petition, not the sender's own case on it.
            try await world.app.read(settings: recipient.settings) { db in
                let senderCaseFits = try CaseRecords.head(db, case: entered.caseID) == nil
                #expect(senderCaseFits)
                let found = try PetitionRecords.listed(db, q: "Nguyễn")
                #expect(found.isEmpty)
            }
        }
    }

    @Test func theLookUpKnowsNoPersonAndNoContent() async throws {
        try await TestWorld.lease { world in
            let entered = try await world.enter(
                try await world.seat("hdnd.clerk"), name: "Bùi Văn Kín", title: "Chuyện đất của tôi", receipt: "0123456789A")
            let columns = try await world.app.read { db in
                try db.values(
                    """
                    select a.name from pg_proc p, unnest(p.proargnames, p.proargmodes) as a (name, mode)
                     where p.oid = 'tiepdan.lookup_stage'::regproc and a.mode = 't'
                    """, as: String.self)
            }
            #expect(columns == ["office", "stage", "words", "since", "closed", "number", "book_year"])
            let text = try await world.app.read(settings: Scope(actor: "citizen").settings) { db in
                try db.values("select row_to_json(l)::text from tiepdan.lookup_stage('0123456789A') l", as: String.self)
            }
            #expect(text.count == 1)
            for secret in ["Bùi", "Kín", "Chuyện", "đất"] { #expect(!text[0].contains(secret)) }
            #expect(text[0].contains("Đơn của ông/bà đã được tiếp nhận"))
            let nothing = try await world.app.read { db in try PetitionRecords.stages(db, code: "0123456789B") }
            #expect(nothing.isEmpty)
            _ = entered
        }
    }
}
