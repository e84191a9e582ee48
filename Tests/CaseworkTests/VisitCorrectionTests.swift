import Casework
import Law
import Postgres
import TestSupport
import Testing

/// What was written down wrongly of a visit is set right; what stood there is kept beside the journal, and of a denouncer nothing.
@Suite struct VisitCorrectionTests {
    private let commune = "11953"

    private func open(_ world: TestWorld, by name: String = "hdnd.clerk") async throws -> Int64 {
        var draft = SessionDraft(kind: .adHoc, sessionDate: world.clock.today, place: "Phòng tiếp công dân")
        draft.ground = "ADHOC-A"
        return try await world.casework.sessions.open(draft, key: nil, by: world.actor(name)).session
    }

    private func visit(_ world: TestWorld, _ session: Int64, _ change: (inout VisitDraft) -> Void = { _ in }) async throws
        -> RegisteredVisit
    {
        var draft = VisitDraft(session: session)
        change(&draft)
        return try await world.casework.visits.register(draft, key: nil, by: world.actor("hdnd.clerk"))
    }

    private func correct(
        _ world: TestWorld, _ caseID: Int64, _ facts: [String: FactInput], by name: String = "hdnd.clerk"
    ) async throws -> StepView {
        try await world.step(caseID, "correct", facts.merging(["reason": .text("Ghi nhầm")]) { first, _ in first }, by: name)
    }

    private func refusal(_ world: TestWorld, _ caseID: Int64, _ facts: [String: FactInput]) async throws -> [String] {
        let error = try await problem { try await correct(world, caseID, facts) }?.errors.first
        return [error?.field ?? "", error?.code ?? ""]
    }

    private func values(_ world: TestWorld, _ caseID: Int64, person: Int? = nil) async throws -> [String: String] {
        try await world.casework.cases.standingEntry(caseID, position: person, by: world.actor("hdnd.clerk")).values
    }

    private func read(_ world: TestWorld, _ visit: RegisteredVisit) async throws -> VisitView {
        try await world.casework.visits.visit(visit.visit, by: world.actor("hdnd.clerk"))
    }

    private func told(_ world: TestWorld, _ caseID: Int64) async throws -> [String: String] {
        let journal = try await world.casework.cases.journal(caseID, by: world.actor("hdnd.clerk"))
        let entry = try #require(journal.last { $0.event == "correct" })
        return Dictionary(uniqueKeysWithValues: entry.facts.map { ($0.name, $0.value) })
    }

    private func payloads(_ world: TestWorld, _ caseID: Int64) async throws -> String {
        try await world.superuser.read { db in
            try db.value(
                "select string_agg(payload::text, ' ') from tiepdan.journal where case_id = \(caseID) and event = 'correct'",
                as: String.self)
        }
    }

    @Test func everyFieldOfTheVisitIsSetRightAndEmptied() async throws {
        try await TestWorld.lease { world in
            let matter = try await world.register(world.draft()).matter
            let came = try await visit(world, try await open(world)) {
                $0.visitors = [PersonDraft(fullName: "Bùi Thị Lụa")]
                $0.summary = "Hỏi về đền bù."
            }
            let caseID = came.caseID
            let fields: [(name: String, input: FactInput, stored: String)] = [
                ("people", .number(7), "7"), ("representatives", .number(2), "2"), ("filer_kind", .text("group"), "group"),
                ("appointment_signed", .flag(true), "true"), ("reps_appointed_on", .text("2026-11-18"), "2026-11-18"),
                ("repeated", .flag(true), "true"), ("wants_reply", .flag(true), "true"),
                ("visit_summary", .text("Hỏi về đường ngập."), "Hỏi về đường ngập."), ("visit_request", .text("Nạo cống."), "Nạo cống."),
                ("prior_bodies", .text("Ủy ban nhân dân xã"), "Ủy ban nhân dân xã"),
                ("settlement_papers", .text("QĐ 12/QĐ-UBND"), "QĐ 12/QĐ-UBND"), ("review_papers", .text("TB 45/TB-UBND"), "TB 45/TB-UBND"),
                ("matter", .number(matter), String(matter)),
            ]
            for field in fields {
                let step = try await correct(world, caseID, [field.name: field.input])
                #expect(step.state == "arrived", "\(field.name)")
                let stands = try await values(world, caseID)
                #expect(stands[field.name] == field.stored, "\(field.name)")
                let again = try await refusal(world, caseID, [field.name: field.input])
                #expect(again == [field.name, "unchanged"])
            }
            let view = try await read(world, came)
            #expect(view.people == 7 && view.representatives == 2 && view.appointmentSigned && view.appointmentOn == Day(2026, 11, 18))
            #expect(view.summary == "Hỏi về đường ngập." && view.matter == matter && view.number == came.number)
            _ = try await correct(world, caseID, ["visit_summary": .text("Hỏi về rác."), "filer_kind": .text("organisation")])
            let words = try await told(world, caseID)
            #expect(words["visit_summary"] == "Hỏi về rác." && words["before.visit_summary"] == "Hỏi về đường ngập.")
            #expect(words["filer_kind"] == "Cơ quan, tổ chức" && words["before.filer_kind"] == "Nhiều người")
            for name in [
                "visit_summary", "visit_request", "reps_appointed_on", "prior_bodies", "settlement_papers", "review_papers", "matter",
            ] {
                _ = try await correct(world, caseID, ["clear_\(name)": .flag(true)])
                let (stands, told) = (try await values(world, caseID), try await told(world, caseID))
                #expect(stands[name] == nil && told["before.\(name)"] != nil, "\(name)")
            }
            let journal = try await payloads(world, caseID)
            #expect(!journal.contains("đường ngập") && !journal.contains("QĐ 12") && !journal.contains("Hỏi về"))
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    /// Who came, the one whose business it is, who came with him and his lawyer: nothing of them stands in the journal.
    @Test func everybodyWhoCameIsSetRightByHisPlace() async throws {
        try await TestWorld.lease { world in
            let came = try await visit(world, try await open(world)) {
                $0.people = 2
                $0.visitors = [PersonDraft(fullName: "Nguyễn Văn Nhầm"), PersonDraft(fullName: "Trần Thị Nhầm")]
                $0.authorised = AuthorisedDraft(person: PersonDraft(fullName: "Phạm Hồng"), paperKind: "lawyer_card")
                $0.authorised?.paperNumber = "1234/LS"
            }
            let caseID = came.caseID
            let fields: [(name: String, value: String)] = [
                ("full_name", "Nguyễn Văn Đúng"), ("person_kind", "organisation"), ("gender", "female"), ("birth_year", "1971"),
                ("id_kind", "passport"), ("id_number", "C7654321"), ("id_issued_on", "2020-03-04"),
                ("id_issued_by", "Cục Quản lý xuất nhập cảnh"), ("no_id_reason", "Mất giấy tờ"), ("phone", "0912345678"),
                ("commune", commune), ("address", "số 7"), ("old_address", "xã Hồng Nam"), ("ethnic_code", "02"), ("nationality", "Lào"),
                ("occupation", "Thợ mộc"), ("job_title", "Tổ trưởng"), ("workplace", "Xưởng gỗ Phố Hiến"),
            ]
            for field in fields {
                _ = try await correct(world, caseID, [field.name: .text(field.value)])
                let stands = try await values(world, caseID)
                #expect(stands[field.name] == field.value, "\(field.name)")
            }
            let first = try #require(try await read(world, came).parties.first)
            #expect(first.fullName == "Nguyễn Văn Đúng" && first.gender == "female" && first.communeCode == commune)
            #expect(first.address.contains("phường Phố Hiến"), "the province follows from the commune")
            let found = try await world.count("select count(*)::int from tiepdan.person where folded like '%van dung%'")
            #expect(found == 1, "he is found by the name he has")
            for field in fields where !["person_kind", "full_name"].contains(field.name) {
                _ = try await correct(world, caseID, ["clear_\(field.name)": .flag(true)])
                let stands = try await values(world, caseID)
                #expect(stands[field.name] == nil, "\(field.name)")
            }

            _ = try await correct(world, caseID, ["person_position": .number(2), "full_name": .text("Trần Thị Đúng")])
            _ = try await correct(
                world, caseID,
                [
                    "person_position": .number(3), "full_name": .text("Phạm Hồng Hà"), "mandate_kind": .text("power_of_attorney"),
                    "mandate_number": .text("56/UQ"), "mandate_date": .text("2026-11-02"),
                ])
            let words = try await told(world, caseID)
            #expect(words["mandate_kind"] == "Giấy ủy quyền" && words["before.mandate_kind"] == "Thẻ luật sư")
            #expect(words["before.mandate_number"] == "1234/LS" && words["before.full_name"] == "Phạm Hồng")
            let parties = try await read(world, came).parties
            #expect(parties.map(\.fullName) == ["Nguyễn Văn Đúng", "Trần Thị Đúng", "Phạm Hồng Hà"])
            #expect(parties[2].paperKind == "power_of_attorney" && parties[2].paperNumber == "56/UQ")
            let mandate = try await refusal(world, caseID, ["mandate_number": .text("7/UQ")])
            let nobody = try await refusal(world, caseID, ["person_position": .number(9), "phone": .text("0913")])
            #expect(mandate == ["mandate_number", "not_authorised"] && nobody == ["person_position", "unknown_person"])

            let journal = try await payloads(world, caseID)
            for field in fields { #expect(!journal.contains("\"\(field.value)\""), "\(field.name)") }
            for words in ["Nhầm", "Hồng Hà", "56/UQ", "2026-11-02"] { #expect(!journal.contains(words), "\(words)") }
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    /// Of somebody who denounces no name can be entered, and what was said is nowhere any more once it is set right.
    @Test func ofADenouncerNothingStaysButTheSeal() async throws {
        try await TestWorld.lease { world in
            let came = try await visit(world, try await open(world)) {
                $0.denunciation = true
                $0.summary = "Bà Phạm Thị Kín tố cáo việc thu tiền."
            }
            for fact in ["full_name", "gender", "id_number", "phone", "address"] {
                let told = try await refusal(world, came.caseID, [fact: .text("Người thật")])
                #expect(told == [fact, "denouncer_not_stored"])
            }
            let mandate = try await refusal(world, came.caseID, ["mandate_number": .text("7/UQ")])
            #expect(mandate[1] == "not_authorised")
            _ = try await correct(world, came.caseID, ["visit_summary": .text("Ông Lê Văn Lộ kể việc thu tiền.")])
            _ = try await correct(world, came.caseID, ["visit_summary": .text("Nêu việc thu tiền."), "people": .number(2)])
            let everything = try await world.everything()
            #expect(!everything.contains("Phạm Thị Kín") && !everything.contains("Lê Văn Lộ"))
            let words = try await told(world, came.caseID)
            #expect(words["before.visit_summary"] == "(không lưu)" && words["visit_summary"] == "(không lưu)" && words["people"] == "2")
            let entry = try await world.casework.cases.standingEntry(came.caseID, by: world.actor("hdnd.clerk"))
            #expect(entry.referenceOnly && !entry.named && entry.persons.isEmpty && entry.visit == came.visit && entry.petition == nil)
            let named = try await world.register(world.draft()).matter
            let mixed = try await refusal(world, came.caseID, ["matter": .number(named)])
            #expect(mixed == ["matter", "denouncer_not_stored"])
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    /// What was corrected goes with the rest when he turns out to denounce, or the number is struck out; nobody is named there again.
    @Test func whatIsErasedTakesItsCorrectionsAlong() async throws {
        try await TestWorld.lease { world in
            let session = try await open(world)
            let (named, mistaken) = (
                try await visit(world, session) { $0.visitors = [PersonDraft(fullName: "Đặng Thị Sơ Ý")] },
                try await visit(world, session) { $0.visitors = [PersonDraft(fullName: "Đặng Thị Hai Lần")] }
            )
            for came in [named, mistaken] { _ = try await correct(world, came.caseID, ["full_name": .text("Đặng Thị Sửa Lại")]) }
            _ = try await world.step(named.caseID, "enter_as_denunciation", by: "hdnd.clerk")
            _ = try await world.step(mistaken.caseID, "void", ["reason": .text("Ghi hai lần")], by: "hdnd.leader")
            let everything = try await world.everything()
            #expect(!everything.contains("Sơ Ý") && !everything.contains("Hai Lần") && !everything.contains("Sửa Lại"))
            let again = try await refusal(world, named.caseID, ["full_name": .text("Đặng Thị Sơ Ý")])
            #expect(again == ["full_name", "denouncer_not_stored"])
            let struck = try await problem { try await correct(world, mistaken.caseID, ["people": .number(2)]) }
            #expect(struck?.code == "not_allowed_in_state")
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    /// Day and session are one: who was put into the wrong session came on the day of the right one. His number stays.
    @Test func theDayFollowsTheSession() async throws {
        try await TestWorld.lease { world in
            world.clock.set(Day(2026, 11, 18))
            let yesterday = try await open(world)
            world.clock.set(Day(2026, 11, 19))
            let (session, theirs) = (try await open(world), try await open(world, by: "ubnd.clerk"))
            let came = try await visit(world, session)
            let nowhere = try await refusal(world, came.caseID, ["received_on": .text("2026-11-17")])
            let foreign = try await refusal(world, came.caseID, ["session": .number(theirs)])
            let year = try await refusal(world, came.caseID, ["received_on": .text("2025-12-30")])
            let both = try await refusal(world, came.caseID, ["session": .number(yesterday), "received_on": .text("2026-11-17")])
            #expect(nowhere == ["received_on", "no_session"] && foreign == ["session", "unknown_session"])
            #expect(year == ["received_on", "book_year_changes"] && both == ["received_on", "date_of_session"])

            _ = try await correct(world, came.caseID, ["session": .number(yesterday)])
            let moved = try await read(world, came)
            #expect(moved.session == yesterday && moved.visitedOn == Day(2026, 11, 18) && moved.number == came.number)
            let words = try await told(world, came.caseID)
            #expect(words["received_on"] == "18/11/2026" && words["before.received_on"] == "19/11/2026")
            #expect(words["session"] == String(yesterday) && words["before.session"] == String(session))
            let counts = try await world.casework.sessions.list(
                from: nil, to: nil, cursor: nil, limit: 10, by: world.actor("hdnd.clerk")
            ).items
            #expect(Dictionary(uniqueKeysWithValues: counts.map { ($0.id, $0.visits) }) == [yesterday: 1, session: 0])

            // Where a schedule was in force, the regular session of the day is opened for it, as for a sheet.
            let office = world.office("hdnd")
            _ = try await world.superuser.write { db in
                try db.run(
                    """
                    insert into tiepdan.reception_schedule (organisation, place, hours, valid_from, published_on, recorded_at)
                    values (\(office), 'Phòng số 1', '7:30–11:30', '2026-01-01', '2025-12-01', now())
                    """)
            }
            _ = try await correct(world, came.caseID, ["received_on": .text("2026-11-17")])
            let regular = try await read(world, came)
            #expect(regular.visitedOn == Day(2026, 11, 17) && ![yesterday, session].contains(regular.session))
            _ = try await world.step(came.caseID, "left", by: "hdnd.clerk")
            world.clock.set(Day(2026, 11, 20))
            let later = try await open(world)
            let late = try await refusal(world, came.caseID, ["session": .number(later)])
            #expect(late == ["received_on", "after_next_step"])
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func aRowOfASheetKeepsANumberOfItsOwn() async throws {
        try await TestWorld.lease { world in
            let session = try await open(world)
            let clerk = world.actor("hdnd.clerk")
            func row(_ number: String) async throws -> RegisteredVisit {
                var draft = PaperVisitDraft(day: Day(2026, 11, 19), number: number)
                draft.session = session
                return try await world.casework.visits.enterFromPaper(draft, key: nil, by: clerk)
            }
            let (first, second) = (try await row("1"), try await row("2"))
            let taken = try await refusal(world, second.caseID, ["sheet_number": .text("1")])
            #expect(taken == ["sheet_number", "already_entered"])
            _ = try await correct(world, first.caseID, ["sheet_number": .text("3")])
            _ = try await correct(world, second.caseID, ["sheet_number": .text("1")])
            let numbers = [try await read(world, first).paperNumber, try await read(world, second).paperNumber]
            #expect(numbers == ["3", "1"])
            let typed = try await visit(world, session)
            let none = try await refusal(world, typed.caseID, ["sheet_number": .text("4")])
            #expect(none == ["sheet_number", "not_from_sheet"])
        }
    }

    @Test func whatTheCounterRefusesIsRefusedHere() async throws {
        try await TestWorld.lease { world in
            let session = try await open(world)
            let came = try await visit(world, session) {
                $0.visitors = [PersonDraft(fullName: "Bùi Thị Lụa")]
                $0.visitors?[0].idNumber = "B123"
            }
            let nobody = try await visit(world, session)
            let wrong: [(facts: [String: FactInput], field: String, code: String)] = [
                ([:], "reason", "nothing_to_correct"), (["people": .number(0)], "people", "out_of_range"),
                (["representatives": .number(1)], "representatives", "representatives_within_limit"),
                (["filer_kind": .text("anonymous")], "filer_kind", "unknown_code"), (["gender": .text("x")], "gender", "unknown_code"),
                (["birth_year": .text("1800")], "birth_year", "out_of_range"),
                (["id_kind": .text("citizen_id")], "id_kind", "invalid_id_number"),
                (["commune": .text("99999")], "commune", "unknown_commune"),
                (["ethnic_code": .text("999")], "ethnic_code", "unknown_ethnic_group"),
                (["visit_summary": .text(String(repeating: "x", count: 5001))], "visit_summary", "too_long"),
                (["settlement_papers": .text(String(repeating: "x", count: 501))], "settlement_papers", "too_long"),
                (["matter": .number(424_242)], "matter", "unknown_matter"), (["body": .number(world.office("snnmt"))], "body", "not_shown"),
                (["phone": .text("0912"), "clear_phone": .flag(true)], "clear_phone", "set_and_cleared"),
                (["clear_visit_request": .flag(true)], "visit_request", "unchanged"),
                (["petition_title": .text("Khác")], "petition_title", "fact_unknown"),
            ]
            for (facts, field, code) in wrong {
                let told = try await refusal(world, came.caseID, facts)
                #expect(told == [field, code])
            }
            let unnamed = try await refusal(world, nobody.caseID, ["full_name": .text("Ai đó")])
            #expect(unnamed == ["full_name", "nobody_named"])
            // Where he was shown is set right like the rest; his matter is that of the letter he handed in.
            _ = try await world.step(
                nobody.caseID, "show_to_other_body", ["body": .number(world.office("ubnd"))], by: "hdnd.clerk")
            _ = try await correct(world, nobody.caseID, ["body": .number(world.office("snnmt"))])
            let stands = try await values(world, nobody.caseID)
            #expect(stands["body"] == String(world.office("snnmt")))
            var letter = world.draft(title: "Đường ngập")
            letter.channel = .desk
            letter.visit = came.visit
            _ = try await world.register(letter)
            let other = try await world.register(world.draft(title: "Bãi rác")).matter
            let tied = try await refusal(world, came.caseID, ["matter": .number(other)])
            #expect(tied == ["matter", "matter_of_petition"])
        }
    }

    /// The counts follow, the register that was issued says what it said; what the office above and others see stays theirs.
    @Test func theCountsFollowAndTheIssuedRegisterStays() async throws {
        try await TestWorld.lease { world in
            let came = try await visit(world, try await open(world)) { $0.visitors = [PersonDraft(fullName: "Bùi Thị Lụa")] }
            world.clock.set(Day(2026, 11, 23))
            let week = (from: Day(2026, 11, 16), to: Day(2026, 11, 22))
            let leader = world.actor("hdnd.leader")
            let issued = try await world.casework.registers.issue(
                from: week.from, to: week.to, leaderName: "Ông Chủ tịch", key: nil, by: leader)
            _ = try await correct(world, came.caseID, ["people": .number(7), "full_name": .text("Bùi Thị Lụa Đào")])
            let printed = try await world.casework.registers.reprint(issued.id, by: leader)
            let now = try await world.casework.registers.weekly(from: week.from, to: week.to, leaderName: nil, by: leader)
            #expect(printed.week.people == 1 && printed.week.groups == 0 && now.week.people == 7 && now.week.groups == 1)
            #expect(printed.week.visits == 1 && now.week.visits == 1)

            let sheet = try await world.casework.national.sheet(of: came.caseID, by: world.actor("hdnd.clerk"))
            #expect(sheet.groups.flatMap(\.items).contains { $0.value == "Bùi Thị Lụa Đào" })
            #expect(sheet.steps.last?.event == "correct" && sheet.steps.last?.stage == "correction")

            let unseen = try await problem {
                try await world.casework.cases.standingEntry(came.caseID, by: world.actor("ubnd.clerk"))
            }
            let untouched = try await problem { try await correct(world, came.caseID, ["people": .number(3)], by: "ubnd.clerk") }
            #expect(unseen?.kind == .missing && untouched?.kind == .missing)
        }
    }

    /// A letter of the same person is found by the name that was set right at his visit.
    @Test func hisLettersAreFoundByTheNewName() async throws {
        try await TestWorld.lease { world in
            let clerk = world.actor("hdnd.clerk")
            let came = try await visit(world, try await open(world)) { $0.visitors = [PersonDraft(fullName: "Nguyễn Văn Nhầm")] }
            let letter = try await world.register(world.draft(name: "Nguyễn Văn Nhầm"))
            let (visit, petition) = (came.visit, letter.petition)
            let kept = try await world.superuser.read { db in
                try db.value("select person from tiepdan.party where visit = \(visit)", as: Int64.self)
            }
            let other = try await world.superuser.read { db in
                try db.value("select person from tiepdan.party where petition = \(petition)", as: Int64.self)
            }
            _ = try await world.casework.persons.merge(other, into: kept, reason: "Cùng một người", key: nil, by: clerk)
            _ = try await correct(world, came.caseID, ["full_name": .text("Nguyễn Văn Chỉnh Tề")])
            let found = try await world.casework.petitions.list(PetitionFilter(q: "chinh te"), by: clerk).items
            #expect(found.map(\.petition) == [letter.petition])
        }
    }
}
