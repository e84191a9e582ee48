import Casework
import Foundation
import Law
import Postgres
import TestSupport
import Testing

@Suite struct RegistrationTests {
    private struct Bad: Sendable {
        var field: String
        var code: String
        var change: @Sendable (inout PetitionDraft) -> Void
        init(_ field: String, _ code: String, _ change: @escaping @Sendable (inout PetitionDraft) -> Void) {
            self.field = field
            self.code = code
            self.change = change
        }
    }

    private static let long = String(repeating: "a", count: 20_001)

    private static let bad: [Bad] = [
        Bad("receivedOn", "date_in_future") { $0.receivedOn = Day(2026, 11, 20) },
        Bad("receivedOn", "date_too_old") { $0.receivedOn = Day(2016, 11, 18) },
        Bad("letterDate", "date_in_future") { $0.letterDate = Day(2026, 11, 20) },
        Bad("postmarkOn", "date_in_future") { $0.postmarkOn = Day(2026, 11, 20) },
        Bad("sourceLetterDate", "date_in_future") { $0.sourceLetterDate = Day(2027, 1, 1) },
        Bad("appointmentOn", "date_in_future") { $0.appointmentOn = Day(2027, 1, 1) },
        Bad("title", "required") { $0.title = " \n " },
        Bad("title", "too_long") { $0.title = String(repeating: "đ", count: 301) },
        Bad("title", "control_character") { $0.title = "a\u{0}b" },
        Bad("title", "control_character") { $0.title = "hai\ndòng" },
        Bad("body", "required") { $0.body = "" },
        Bad("body", "too_long") { $0.body = long },
        Bad("body", "control_character") { $0.body = "a\u{1B}b" },
        Bad("petitioners", "required") { $0.petitioners = [] },
        Bad("petitioners", "required") { $0.petitioners = nil },
        Bad("petitioners", "too_many") { $0.petitioners = Array(repeating: PersonDraft(fullName: "A"), count: 7) },
        Bad("petitioners.fullName", "required") { $0.petitioners = [PersonDraft(fullName: "  ")] },
        Bad("petitioners.fullName", "too_long") { $0.petitioners = [PersonDraft(fullName: String(repeating: "n", count: 201))] },
        Bad("petitioners.gender", "unknown_code") { $0.petitioners![0].gender = "nam" },
        Bad("petitioners.kind", "unknown_code") { $0.petitioners![0].kind = "robot" },
        Bad("petitioners.birthYear", "out_of_range") { $0.petitioners![0].birthYear = 1899 },
        Bad("petitioners.birthYear", "out_of_range") { $0.petitioners![0].birthYear = 2027 },
        Bad("petitioners.idNumber", "invalid_id_number") {
            $0.petitioners![0].idKind = .citizenID
            $0.petitioners![0].idNumber = "145123456"
        },
        Bad("petitioners.idNumber", "invalid_id_number") {
            $0.petitioners![0].idKind = .oldID
            $0.petitioners![0].idNumber = "14512345A"
        },
        Bad("petitioners.idNumber", "invalid_id_number") {
            $0.petitioners![0].idKind = .citizenID
            $0.petitioners![0].idNumber = "٠٣٣١٩٩٠٠٠٠٠١"
        },
        Bad("petitioners.idNumber", "too_long") { $0.petitioners![0].idNumber = String(repeating: "1", count: 41) },
        Bad("petitioners.phone", "too_long") { $0.petitioners![0].phone = String(repeating: "1", count: 31) },
        Bad("petitioners.address", "control_character") { $0.petitioners![0].address = "a\u{7F}" },
        Bad("communeCode", "unknown_commune") { $0.petitioners![0].communeCode = "99999" },
        Bad("incidentCommune", "unknown_commune") { $0.incidentCommune = "00000" },
        Bad("authorised.paperKind", "unknown_code") { $0.authorised = AuthorisedDraft(person: PersonDraft(fullName: "B"), paperKind: "x") },
        Bad("authorised.paperKind", "required") { $0.authorised = AuthorisedDraft(person: PersonDraft(fullName: "B"), paperKind: "") },
        Bad("authorised.fullName", "required") {
            $0.authorised = AuthorisedDraft(person: PersonDraft(fullName: ""), paperKind: "lawyer_card")
        },
        Bad("respondent.gender", "unknown_code") {
            $0.respondent = PersonDraft(fullName: "C")
            $0.respondent!.gender = "?"
        },
        Bad("papers.pages", "out_of_range") { $0.papers = [PaperDraft(name: "Sổ đỏ", pages: 0, kind: "copy")] },
        Bad("papers.kind", "unknown_code") { $0.papers = [PaperDraft(name: "Sổ đỏ", pages: 1, kind: "fax")] },
        Bad("papers.name", "required") { $0.papers = [PaperDraft(name: "", pages: 1, kind: "copy")] },
        Bad("papers", "too_many") { $0.papers = Array(repeating: PaperDraft(name: "a", pages: 1, kind: "copy"), count: 201) },
        Bad("people", "out_of_range") { $0.people = 0 },
        Bad("people", "out_of_range") { $0.people = 10_001 },
        Bad("ethnicCode", "unknown_ethnic_group") { $0.petitioners![0].ethnicCode = "99" },
        Bad("sourceOrganisation", "unknown_organisation") { $0.sourceOrganisation = 424_242 },
        Bad("representatives", "out_of_range") { $0.representatives = 6 },
        Bad("representatives", "out_of_range") { $0.representatives = -1 },
        Bad("filerKind", "unknown_code") { $0.filerKind = "crowd" },
        Bad("signatureKind", "unknown_code") { $0.signatureKind = "none" },
        Bad("priorResolution", "unknown_code") { $0.priorResolution = "third" },
        Bad("priorBodies", "too_long") { $0.priorBodies = String(repeating: "b", count: 1001) },
        Bad("request", "too_long") { $0.request = String(repeating: "b", count: 5001) },
        Bad("sourceBody", "too_long") { $0.sourceBody = String(repeating: "b", count: 301) },
        Bad("fieldCode", "unknown_field") { $0.fieldCode = "land.unknown" },
        Bad("matter", "unknown_matter") { $0.matter = 424_242 },
        Bad("duplicateOf", "unknown_petition") { $0.duplicateOf = 424_242 },
        Bad("visit", "unknown_visit") { $0.visit = 424_242 },
        Bad("pseudonym", "not_a_denunciation") { $0.pseudonym = "X" },
        Bad("petitioners", "denouncer_not_stored") { $0.kind = .denunciation },
        Bad("petitioners", "denouncer_not_stored") {
            $0.kind = .denunciation
            $0.petitioners = nil
            $0.authorised = AuthorisedDraft(person: PersonDraft(fullName: "B"), paperKind: "lawyer_card")
        },
        Bad("pseudonym", "required") {
            $0.kind = .denunciation
            $0.petitioners = nil
            $0.paperFileNumber = "1"
        },
        Bad("paperFileNumber", "required") {
            $0.kind = .denunciation
            $0.petitioners = nil
            $0.pseudonym = "A"
        },
    ]

    @Test func everyBadFieldIsNamedAndNothingIsWritten() async throws {
        try await TestWorld.lease { world in
            let before = try await world.everything()
            for bad in Self.bad {
                var draft = world.draft()
                bad.change(&draft)
                let answer = try await problem { try await world.register(draft) }
                #expect(answer?.kind == .refused, "\(bad.field) \(bad.code)")
                #expect(answer?.errors.map(\.field) == [bad.field], "\(bad.field) \(bad.code)")
                #expect(answer?.errors.map(\.code) == [bad.code], "\(bad.field) \(bad.code)")
            }
            let after = try await world.everything()
            #expect(after == before)
        }
    }

    @Test func unknownIdsOfCataloguesAreRefusedWithoutAFault() async throws {
        try await TestWorld.lease { world in
            for change: @Sendable (inout PetitionDraft) -> Void in [
                { $0.petitioners![0].ethnicCode = "99" }, { $0.sourceOrganisation = 424_242 }, { $0.sourceOrganisation = -1 },
                { $0.fieldCode = "a\u{0}" }, { $0.matter = Int64.min }, { $0.incidentCommune = "a\u{0}" },
            ] {
                var draft = world.draft()
                change(&draft)
                let answer = try await problem { try await world.register(draft) }
                #expect(answer?.kind == .refused)
            }
        }
    }

    @Test func anotherOfficesMatterVisitOrPetitionIsUnknownHere() async throws {
        try await TestWorld.lease { world in
            let theirs = try await world.register(world.draft(), by: "ubnd.clerk")
            for (field, change): (String, @Sendable (inout PetitionDraft) -> Void) in [
                ("matter", { $0.matter = theirs.matter }), ("duplicateOf", { $0.duplicateOf = theirs.petition }),
            ] {
                var draft = world.draft()
                change(&draft)
                let answer = try await problem { try await world.register(draft) }
                #expect(answer?.errors.first?.field == field)
            }
            var own = world.draft()
            own.matter = theirs.matter
            own.duplicateOf = theirs.petition
            let second = try await world.register(own, by: "ubnd.clerk")
            #expect(second.matter == theirs.matter)
            let view = try await world.casework.petitions.petition(second.petition, by: world.actor("ubnd.clerk"))
            #expect(view.siblings == [theirs.petition])
            #expect(view.duplicateOf == theirs.petition)
        }
    }

    @Test func everythingTypedComesBackAsItWas() async throws {
        try await TestWorld.lease { world in
            var draft = world.draft(.complaint, name: "Trần Thị Bưởi", title: "Khiếu nại quyết định thu hồi đất")
            draft.petitioners![0].gender = "female"
            draft.petitioners![0].birthYear = 1961
            draft.petitioners![0].idKind = .oldID
            draft.petitioners![0].idNumber = "145123456"
            draft.petitioners![0].communeCode = "11953"
            draft.petitioners![0].address = "Số 7, ngõ 3"
            draft.petitioners![0].oldAddress = "phường Hiến Nam, thành phố Hưng Yên"
            draft.petitioners!.append(PersonDraft(fullName: "Lê Văn Cò"))
            draft.authorised = AuthorisedDraft(person: PersonDraft(fullName: "Luật sư Phạm Hồng"), paperKind: "lawyer_card")
            draft.respondent = PersonDraft(fullName: "Chủ tịch UBND xã X")
            draft.people = 8
            draft.representatives = 1
            draft.wantsReply = true
            draft.repeated = true
            draft.request = "Hủy quyết định"
            draft.papers = [
                PaperDraft(name: "Quyết định 12", pages: 3, kind: "photocopy"), PaperDraft(name: "Sổ đỏ", pages: 2, kind: "copy"),
            ]
            let registered = try await world.register(draft)
            let view = try await world.casework.petitions.petition(registered.petition, by: world.actor("hdnd.officer"))
            #expect(view.parties.map(\.role) == ["petitioner", "representative", "authorised", "respondent"])
            #expect(view.parties[0].idNumber == "145123456")
            #expect(view.parties[0].address == "Số 7, ngõ 3, phường Phố Hiến, tỉnh Hưng Yên")
            #expect(view.parties[2].paperKind == "lawyer_card")
            #expect(view.papers == draft.papers)
            #expect(view.people == 8 && view.filerKind == "group" && view.signatureKind == "many")
            #expect(view.wantsReply && view.repeated && view.request == "Hủy quyết định")
            #expect(view.receiptCode == registered.receiptCode)
            #expect(view.body == draft.body)
        }
    }

    @Test func aPersonWithoutPapersIsReceived() async throws {
        try await TestWorld.lease { world in
            var draft = world.draft()
            draft.petitioners![0].idKind = PersonDraft.IDKind.none
            draft.petitioners![0].noIdReason = "Mất giấy tờ"
            let registered = try await world.register(draft)
            let view = try await world.casework.petitions.petition(registered.petition, by: world.actor("hdnd.clerk"))
            #expect(view.parties[0].idKind == "none" && view.parties[0].idNumber == nil)
            var anonymous = world.draft()
            anonymous.petitioners = nil
            anonymous.filerKind = "anonymous"
            let second = try await world.register(anonymous)
            #expect(second.number == 2)
        }
    }

    @Test func decomposedNamesAreStoredComposedAndFound() async throws {
        try await TestWorld.lease { world in
            let name = "Đặng Thị Thuỷ Tiên"
            var draft = world.draft(
                name: name.decomposedStringWithCanonicalMapping, title: "Hồ chứa nước ô nhiễm".decomposedStringWithCanonicalMapping)
            draft.request = "Xử lý sớm".decomposedStringWithCanonicalMapping
            let registered = try await world.register(draft)
            let stored = try await world.superuser.read { db in
                try db.values(
                    "select full_name from tiepdan.person union all select title from tiepdan.petition union all select request from tiepdan.petition",
                    as: String.self)
            }
            for text in stored { #expect(Array(text.unicodeScalars) == Array(text.precomposedStringWithCanonicalMapping.unicodeScalars)) }
            #expect(stored.contains { Array($0.utf8) == Array(name.precomposedStringWithCanonicalMapping.utf8) })
            for q in [name, name.decomposedStringWithCanonicalMapping, "dang thi thuy tien", "ho chua nuoc", "HỒ CHỨA"] {
                let page = try await world.casework.petitions.list(PetitionFilter(q: q), by: world.actor("hdnd.clerk"))
                #expect(page.items.map(\.petition) == [registered.petition], "\(q)")
            }
            let copies = try await world.casework.petitions.duplicates(
                name: "Dang Thi Thuy Tien", idNumber: nil, words: nil, by: world.actor("hdnd.clerk"))
            #expect(copies.map(\.petition) == [registered.petition])
            let elsewhere = try await world.casework.petitions.duplicates(
                name: "Dang Thi Thuy Tien", idNumber: nil, words: nil, by: world.actor("ubnd.clerk"))
            #expect(elsewhere.isEmpty)
        }
    }

    @Test func wildcardsInASearchAreLetters() async throws {
        try await TestWorld.lease { world in
            _ = try await world.register(world.draft(title: "Giảm 100% tiền thuê"))
            _ = try await world.register(world.draft(title: "Giảm 1000 tiền thuê"))
            for (q, hits) in [("100%", 1), ("1_0", 0), ("%", 1), ("\\", 0), ("giam", 2)] {
                let page = try await world.casework.petitions.list(PetitionFilter(q: q), by: world.actor("hdnd.clerk"))
                #expect(page.items.count == hits, "\(q)")
            }
        }
    }

    @Test func aDenunciationIsKeptByReferenceOnly() async throws {
        try await TestWorld.lease { world in
            var draft = world.draft(.denunciation, title: "Tố cáo cán bộ nhận tiền")
            draft.personDenounced = "Ông Trần Văn Quan"
            let registered = try await world.register(draft)
            let view = try await world.casework.petitions.petition(registered.petition, by: world.actor("hdnd.officer"))
            #expect(view.referenceOnly && view.pseudonym == "Người tố cáo A" && view.paperFileNumber == "TC-01")
            #expect(view.parties.map(\.role) == ["respondent"])
            let clocks = try await world.running(registered.caseID)
            #expect(clocks["TC-1"] == Day(2026, 12, 1))
            #expect(clocks["TC-2"] == Day(2026, 11, 27))
            let scan = AsyncThrowingStream<[UInt8], any Error> {
                $0.yield(Array("%PDF-1.4".utf8))
                $0.finish()
            }
            let refused = try await problem {
                try await world.casework.attachments.upload(
                    scan, name: "a.pdf", kind: nil, to: .petition(registered.petition), by: world.actor("hdnd.clerk"))
            }
            #expect(refused?.code == "denunciation_not_scanned")
            let found = try await world.casework.petitions.list(PetitionFilter(q: "Người tố cáo A"), by: world.actor("hdnd.clerk"))
            #expect(found.items.first?.who == "Người tố cáo A")
            let journal = try await world.superuser.read { db in
                try db.values("select payload::text from tiepdan.journal", as: String.self).joined()
            }
            for word in ["Quan", "Tố cáo", "TC-01", "Người"] { #expect(!journal.contains(word)) }
        }
    }

    @Test func theBookAndTheClocksFollowTheDayOfArrival() async throws {
        try await TestWorld.lease { world in
            world.clock.set(Day(2027, 1, 5))
            let late = try await world.register(world.draft(receivedOn: Day(2026, 12, 30)))
            #expect(late.bookYear == 2026 && late.number == 1)
            let clocks = try await world.running(late.caseID)
            // Ten working days from 30/12/2026 with the first of January off.
            #expect(clocks["TCD-4"] == Day(2027, 1, 14))
            let fresh = try await world.register(world.draft(receivedOn: Day(2027, 1, 5)))
            #expect(fresh.bookYear == 2027 && fresh.number == 1)
        }
    }

    @Test func dueDaysSkipTheHolidayOf24November() async throws {
        try await TestWorld.lease { world in
            let feedback = try await world.register(world.draft())
            let forwarded = try await world.running(feedback.caseID)
            #expect(forwarded["TCD-4"] == Day(2026, 12, 4))
            #expect(forwarded["ALARM-45"] == Day(2027, 1, 4))
            var complaint = world.draft(.complaint)
            complaint.jurisdiction = .competent
            let own = try await world.register(complaint, by: "ubnd.clerk")
            let settled = try await world.running(own.caseID)
            #expect(settled["KN-1"] == Day(2026, 12, 1))
            #expect(settled["TCD-4"] == Day(2026, 12, 4))
            #expect(own.nextDue == Day(2026, 12, 1))
            let found = try await world.findings()
            #expect(found == [])
        }
    }
}
