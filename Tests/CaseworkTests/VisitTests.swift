import Casework
import Law
import Postgres
import TestSupport
import Testing

@Suite struct VisitTests {
    private func open(_ world: TestWorld, by name: String = "hdnd.clerk") async throws -> OpenedSession {
        var draft = SessionDraft(kind: .adHoc, sessionDate: world.clock.today, place: "Phòng tiếp công dân")
        draft.ground = "ADHOC-A"
        return try await world.casework.sessions.open(draft, key: nil, by: world.actor(name))
    }

    private func visit(_ world: TestWorld, _ session: Int64, _ change: (inout VisitDraft) -> Void = { _ in }) async throws
        -> RegisteredVisit
    {
        var draft = VisitDraft(session: session)
        change(&draft)
        return try await world.casework.visits.register(draft, key: nil, by: world.actor("hdnd.clerk"))
    }

    @Test func howManySpeakForAGroup() async throws {
        try await TestWorld.lease { world in
            let session = try await open(world).session
            let table: [(people: Int, representatives: Int, fits: Bool)] = [
                (1, 0, true), (1, 1, false), (2, 0, true), (2, 1, true), (2, 2, true), (2, 3, false), (4, 4, true), (4, 5, false),
                (5, 0, true),
                (5, 2, true), (5, 3, false), (10, 1, true), (10, 2, true), (10, 3, false), (11, 3, true), (11, 5, true), (11, 6, false),
                (400, 5, true), (400, -1, false),
            ]
            for row in table {
                let refused = try await problem {
                    try await visit(world, session) {
                        $0.people = row.people
                        $0.representatives = row.representatives
                    }
                }
                #expect((refused == nil) == row.fits, "\(row)")
                if let refused {
                    #expect(refused.code == "guard_failed" && refused.basis?.contains("Luật Tiếp công dân Đ.25, Đ.29") == true)
                    #expect(refused.errors.first?.field == "representatives")
                }
            }
            for people in [0, 10_001] {
                let refused = try await problem { try await visit(world, session) { $0.people = people } }
                #expect(refused?.errors.first?.field == "people")
            }
            let registered = table.count(where: \.fits)
            let numbers = try await world.superuser.read { db in try db.values("select number from tiepdan.visit order by id", as: Int.self)
            }
            #expect(numbers == Array(1...registered))
        }
    }

    @Test func representativesComeLaterWithTheirSignedAppointment() async throws {
        try await TestWorld.lease { world in
            let session = try await open(world).session
            let group = try await visit(world, session) { $0.people = 7 }
            for (number, fits) in [(0, false), (1, true), (2, true), (3, false)] {
                let refused = try await problem {
                    try await world.step(
                        group.caseID, "appoint_reps", ["representatives": .number(Int64(number)), "appointment_signed": .flag(true)],
                        by: "hdnd.clerk")
                }
                #expect((refused == nil) == fits, "\(number)")
            }
            let second = try await visit(world, session) { $0.people = 7 }
            let unsigned = try await problem {
                try await world.step(second.caseID, "appoint_reps", ["representatives": .number(2)], by: "hdnd.clerk")
            }
            #expect(unsigned?.code == "flag_reason_missing")
            let view = try await world.casework.visits.visit(group.visit, by: world.actor("hdnd.clerk"))
            #expect(view.representatives == 2 && view.appointmentSigned && view.people == 7)
        }
    }

    @Test func refusalOnGroundR3NeedsBothPapers() async throws {
        try await TestWorld.lease { world in
            let session = try await open(world).session
            let facts: [String: FactInput] = ["ground": .text("R3"), "reason": .text("Vụ việc đã giải quyết dứt điểm")]
            for (settlement, review) in [(nil, nil), ("QĐ 12", nil), (nil, "TB 3"), ("QĐ 12", "  ")] as [(String?, String?)] {
                let arrived = try await visit(world, session) {
                    $0.settlementPapers = settlement
                    $0.reviewPapers = review
                }
                let refused = try await problem { try await world.step(arrived.caseID, "refuse_written", facts, by: "hdnd.clerk") }
                #expect(refused?.code == "guard_failed" && refused?.basis?.contains("Đ.9.3") == true)
            }
            let arrived = try await visit(world, session) {
                $0.settlementPapers = "QĐ 12"
                $0.reviewPapers = "TB 3"
            }
            let pending = try await world.step(arrived.caseID, "refuse_written", facts, by: "hdnd.clerk")
            #expect(pending.state == "refusal_pending")
            let clocks = try await world.running(arrived.caseID)
            #expect(clocks == ["TCD-3": Day(2026, 11, 25)])
            let officer = try await problem { try await world.step(arrived.caseID, "approve_refusal", by: "hdnd.officer") }
            #expect(officer?.kind == .forbidden)
            _ = try await world.step(arrived.caseID, "approve_refusal", by: "hdnd.leader")
            let refused = try await world.step(
                arrived.caseID, "issue_refusal", ["document_number": .text("3/TB"), "document_date": .text("2026-11-19")], by: "hdnd.leader"
            )
            #expect(refused.state == "refused")
            let view = try await world.casework.visits.visit(arrived.visit, by: world.actor("hdnd.clerk"))
            #expect(view.refusalGround == "R3" && view.parties.isEmpty)
        }
    }

    @Test func theListOfAGroupComesLater() async throws {
        try await TestWorld.lease { world in
            let session = try await open(world).session
            let clerk = world.actor("hdnd.clerk")
            let group = try await visit(world, session) {
                $0.people = 7
                $0.visitors = [PersonDraft(fullName: "Trần Văn Đoàn")]
            }
            let names = (1...6).map { "Thành viên \($0)" }
            let listed = try await world.casework.visits.addPeople(
                names.map { PersonDraft(fullName: $0) }, to: group.visit, key: "danh-sach-1", by: clerk)
            #expect(listed.parties.map(\.fullName) == ["Trần Văn Đoàn"] + names)
            #expect(listed.parties.dropFirst().allSatisfy { $0.role == "member" })
            let again = try await world.casework.visits.addPeople(
                names.map { PersonDraft(fullName: $0) }, to: group.visit, key: "danh-sach-1", by: clerk)
            #expect(again == listed, "the same key adds nobody twice")
            let foreign = try await problem {
                try await world.casework.visits.addPeople(
                    [PersonDraft(fullName: "A")], to: group.visit, key: nil, by: world.actor("ubnd.clerk"))
            }
            #expect(foreign?.kind == .missing)
            let bad = try await problem {
                try await world.casework.visits.addPeople([PersonDraft(fullName: " ")], to: group.visit, key: nil, by: clerk)
            }
            #expect(bad?.errors.first?.field == "people.fullName")
            let denouncer = try await visit(world, session) { $0.denunciation = true }
            let named = try await problem {
                try await world.casework.visits.addPeople([PersonDraft(fullName: "Lộ")], to: denouncer.visit, key: nil, by: clerk)
            }
            #expect(named?.errors.first?.code == "denouncer_not_stored")
            _ = try await world.step(group.caseID, "left", by: "hdnd.clerk")
            let over = try await problem {
                try await world.casework.visits.addPeople([PersonDraft(fullName: "A")], to: group.visit, key: nil, by: clerk)
            }
            #expect(over?.code == "visit_over")
        }
    }

    @Test func aLawyerWhoComesForSomebodyIsWrittenDownWithHisCard() async throws {
        try await TestWorld.lease { world in
            let session = try await open(world).session
            let came = try await visit(world, session) {
                $0.visitors = [PersonDraft(fullName: "Nguyễn Thị Thân Chủ")]
                $0.authorised = AuthorisedDraft(person: PersonDraft(fullName: "Luật sư Phạm Hồng"), paperKind: "lawyer_card")
                $0.authorised?.paperNumber = "1234/LS"
            }
            let view = try await world.casework.visits.visit(came.visit, by: world.actor("hdnd.clerk"))
            #expect(view.parties.map(\.role) == ["petitioner", "authorised"])
            #expect(view.parties[1].paperKind == "lawyer_card" && view.parties[1].paperNumber == "1234/LS")
        }
    }

    /// What a visit without a petition may end in; each is told by the visit itself.
    @Test(
        arguments: [
            ("explain_again", [:]), ("guide_with_papers_back", ["competent_body": .text("UBND xã")]), ("answer_status", [:]),
            ("give_appointment", ["appointment_on": .text("2026-12-01")]), ("left", [:]),
        ] as [(String, [String: FactInput])]) func outcomesWithoutPetition(_ event: String, _ facts: [String: FactInput]) async throws
    {
        try await TestWorld.lease { world in
            let session = try await open(world).session
            let came = try await visit(world, session) { $0.visitors = [PersonDraft(fullName: "Bùi Thị Lụa")] }
            var facts = facts
            facts["summary"] = event == "left" ? nil : .text("Đã trao đổi.")
            let first = try await problem { try await world.step(came.caseID, event, facts, by: "hdnd.clerk") }
            if let first { Issue.record("\(event): \(first)") }
            let view = try await world.casework.visits.visit(came.visit, by: world.actor("hdnd.clerk"))
            #expect(view.outcome == event && view.petitions.isEmpty)
            let found = try await world.findings()
            #expect(found == [])
        }
    }

    @Test func theRefusalMayBringItsPapersWithIt() async throws {
        try await TestWorld.lease { world in
            let session = try await open(world).session
            let came = try await visit(world, session)
            let step = try await world.step(
                came.caseID, "refuse_written",
                [
                    "ground": .text("R3"), "reason": .text("Đã giải quyết dứt điểm"), "settlement_papers": .text("QĐ 12"),
                    "review_papers": .text("TB 3"),
                ], by: "hdnd.clerk")
            #expect(step.state == "refusal_pending")
        }
    }

    @Test func aPetitionOfAVisitIsRecordedThereWhereTheLawLetsIt() async throws {
        try await TestWorld.lease { world in
            let session = try await open(world).session
            let clerk = world.actor("hdnd.clerk")
            func handedIn(_ visit: RegisteredVisit, title: String) async throws -> RegisteredPetition {
                var draft = world.draft(title: title)
                draft.channel = .desk
                draft.visit = visit.visit
                return try await world.register(draft)
            }
            let known = try await visit(world, session) { $0.visitors = [PersonDraft(fullName: "Bùi Thị Lụa")] }
            let first = try await handedIn(known, title: "Đường ngập")
            let recorded = try await world.casework.visits.visit(known.visit, by: clerk)
            #expect(recorded.state == "recorded" && recorded.outcome == "record_petition")
            let entry = try await world.casework.cases.journal(known.caseID, by: clerk)
            #expect(entry.map(\.event) == ["register_visit", "record_petition"])
            let second = try await handedIn(known, title: "Đèn hỏng")
            let both = try await world.casework.visits.visit(known.visit, by: clerk)
            #expect(both.petitions == [first.petition, second.petition] && both.sequence == 2, "once is enough")

            let group = try await visit(world, session) { $0.people = 7 }
            _ = try await handedIn(group, title: "Bảy người")
            let waiting = try await world.casework.visits.visit(group.visit, by: clerk)
            #expect(waiting.state == "arrived" && waiting.petitions.count == 1, "a group without representatives is the clerk's business")
            let found = try await world.findings()
            #expect(found == [])
        }
    }

    @Test func aDenouncerIsNotNamed() async throws {
        try await TestWorld.lease { world in
            let session = try await open(world).session
            let named = try await problem {
                try await visit(world, session) {
                    $0.denunciation = true
                    $0.visitors = [PersonDraft(fullName: "Nguyễn Thị Lộ")]
                }
            }
            #expect(named?.errors.first?.code == "denouncer_not_stored")
            let unnamed = try await visit(world, session) { $0.denunciation = true }
            let persons = try await world.count("select count(*) from tiepdan.person")
            #expect(unnamed.number == 1 && persons == 0)
        }
    }

    @Test func aVisitNeedsAnOpenSessionOfTheOffice() async throws {
        try await TestWorld.lease { world in
            let theirs = try await open(world, by: "ubnd.clerk")
            let foreign = try await problem { try await visit(world, theirs.session) }
            #expect(foreign?.errors.first?.code == "unknown_session")
            var planned = SessionDraft(kind: .scheduled, sessionDate: Day(2026, 12, 1), place: "Phòng tiếp công dân")
            planned.hostName = "Chủ tịch"
            let draft = try await world.casework.sessions.open(planned, key: nil, by: world.actor("hdnd.clerk"))
            let early = try await problem { try await visit(world, draft.session) }
            #expect(early?.code == "session_not_open")
        }
    }

    @Test func aVisitYieldsPetitionsOfItsOwnNumber() async throws {
        try await TestWorld.lease { world in
            let session = try await open(world).session
            let arrived = try await visit(world, session) { $0.visitors = [PersonDraft(fullName: "Nguyễn Văn An")] }
            _ = try await world.step(arrived.caseID, "record_petition", by: "hdnd.clerk")
            var petitions: [Int64] = []
            for title in ["Việc thứ nhất", "Việc thứ hai"] {
                var draft = world.draft(title: title)
                draft.channel = .desk
                draft.visit = arrived.visit
                petitions.append(try await world.register(draft).petition)
            }
            let view = try await world.casework.visits.visit(arrived.visit, by: world.actor("hdnd.clerk"))
            #expect(view.petitions == petitions && view.outcome == "record_petition")
            let done = try await world.step(arrived.caseID, "finish", by: "hdnd.clerk")
            #expect(done.state == "done")
            let list = try await world.casework.visits.visits(session: session, by: world.actor("hdnd.clerk"))
            #expect(list.map(\.id) == [arrived.visit])
        }
    }
}
