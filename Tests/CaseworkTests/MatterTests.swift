import Casework
import Law
import Postgres
import TestSupport
import Testing

@Suite struct MatterTests {
    /// Two letters about one field and a third about something else.
    private func field(_ world: TestWorld) async throws -> (
        first: RegisteredPetition, second: RegisteredPetition, other: RegisteredPetition
    ) {
        let first = try await world.register(world.draft(receivedOn: Day(2026, 11, 12), title: "Ruộng Đồng Sen"))
        let other = try await world.register(world.draft(receivedOn: Day(2026, 11, 16), title: "Đèn đường"))
        var draft = world.draft(receivedOn: Day(2026, 11, 18), title: "Ruộng Đồng Sen, lần hai")
        draft.matter = first.matter
        return (first, try await world.register(draft), other)
    }

    @Test func petitionsAndVisitsOfOneMatterStandTogether() async throws {
        try await TestWorld.lease { world in
            let letters = try await field(world)
            let clerk = world.actor("hdnd.clerk")
            var session = SessionDraft(kind: .adHoc, sessionDate: world.clock.today, place: "Phòng tiếp dân")
            session.ground = "ADHOC-A"
            session.hostName = "Ông Chủ trì"
            let opened = try await world.casework.sessions.open(session, key: nil, by: clerk)
            var visit = VisitDraft(session: opened.session)
            visit.visitors = [PersonDraft(fullName: "Nguyễn Văn An")]
            visit.summary = "Hỏi về ruộng."
            visit.matter = letters.first.matter
            let came = try await world.casework.visits.register(visit, key: nil, by: clerk)

            let view = try await world.casework.matters.matter(letters.first.matter, by: clerk)
            #expect(view.petitions.map(\.petition) == [letters.first.petition, letters.second.petition])
            #expect(view.visits.map(\.visit) == [came.visit] && view.visits[0].who == "Nguyễn Văn An")
            #expect(view.matter.petitions == 2 && view.matter.open == 2 && view.matter.lastReceivedOn == Day(2026, 11, 18))
            #expect(view.matter.nextDue == letters.first.nextDue && view.matter.title == "Ruộng Đồng Sen")
            let elsewhere = try await problem {
                try await world.casework.matters.matter(letters.first.matter, by: world.actor("ubnd.clerk"))
            }
            #expect(elsewhere?.kind == .missing)
        }
    }

    @Test func mattersAreListedByTheirNewestPetitionOverPages() async throws {
        try await TestWorld.lease { world in
            let letters = try await field(world)
            let late = try await world.register(world.draft(receivedOn: Day(2026, 11, 2), title: "Thư đến muộn"))
            var seen: [Int64] = []
            var cursor: String?
            repeat {
                let page = try await world.casework.matters.list(MatterFilter(cursor: cursor, limit: 1), by: world.actor("hdnd.clerk"))
                #expect(page.items.count == 1)
                seen += page.items.map(\.id)
                cursor = page.next
            } while cursor != nil
            #expect(seen == [letters.first.matter, letters.other.matter, late.matter])
            let found = try await world.casework.matters.list(MatterFilter(q: "lan hai"), by: world.actor("hdnd.clerk"))
            #expect(found.items.map(\.id) == [letters.first.matter])
            let elsewhere = try await world.casework.matters.list(MatterFilter(), by: world.actor("ubnd.clerk"))
            #expect(elsewhere.items.isEmpty)
        }
    }

    @Test func aComplexMatterIsMarkedWithItsReasonAndTheRegisterShowsItFromThatDay() async throws {
        try await TestWorld.lease { world in
            let letters = try await field(world)
            let matters = world.casework.matters
            let leader = world.actor("hdnd.leader")
            func notes(_ to: Day) async throws -> [String] {
                let register = try await world.casework.registers.weekly(from: Day(2026, 11, 2), to: to, leaderName: nil, by: leader)
                return register.received.filter { $0.note.contains("phức tạp, kéo dài") }.map(\.summary)
            }
            world.clock.set(Day(2026, 11, 20))
            let mark = try await matters.mark(
                letters.first.matter, complexLong: true, reason: "Đông người, đã kéo dài ba năm.", key: nil, by: leader)
            #expect(mark.markedOn == Day(2026, 11, 20) && mark.officerName?.isEmpty == false)
            #expect(try await notes(Day(2026, 11, 19)).isEmpty, "nobody had judged it by then")
            #expect(try await notes(Day(2026, 11, 20)) == ["Ruộng Đồng Sen", "Ruộng Đồng Sen, lần hai"])
            #expect(try await matters.list(MatterFilter(complexLong: true), by: leader).items.map(\.id) == [letters.first.matter])
            #expect(try await matters.list(MatterFilter(complexLong: false), by: leader).items.map(\.id) == [letters.other.matter])
            #expect(try await world.casework.petitions.petition(letters.second.petition, by: leader).complexLong)

            let again = try await problem {
                try await matters.mark(letters.first.matter, complexLong: true, reason: "Lần nữa", key: nil, by: leader)
            }
            #expect(again?.code == "mark_unchanged")
            world.clock.set(Day(2026, 11, 23))
            _ = try await matters.mark(letters.first.matter, complexLong: false, reason: "Đã đối thoại xong.", key: nil, by: leader)
            #expect(try await notes(Day(2026, 11, 20)).count == 2, "the past is as it was judged then")
            #expect(try await notes(Day(2026, 11, 23)).isEmpty)
            let marks = try await matters.matter(letters.first.matter, by: leader).marks
            #expect(marks.map(\.complexLong) == [false, true] && marks[1].reason == "Đông người, đã kéo dài ba năm.")
        }
    }

    @Test func onlyWhoHoldsTheMatterJudgesItAndOnlyWithAReason() async throws {
        try await TestWorld.lease { world in
            let letters = try await field(world)
            let matters = world.casework.matters
            func refusal(_ name: String, _ reason: String = "Kéo dài") async throws -> Problem? {
                try await problem {
                    try await matters.mark(letters.first.matter, complexLong: true, reason: reason, key: nil, by: world.actor(name))
                }
            }
            #expect(try await refusal("hdnd.clerk")?.kind == .forbidden)
            #expect(try await refusal("ubnd.leader")?.kind == .missing)
            #expect(try await refusal("hdnd.leader", "  ")?.errors.map(\.field) == ["reason"])
            #expect(try await world.count("select count(*)::int from tiepdan.matter_mark") == 0)
        }
    }

    /// Who denounces is not found through what else is about the same thing.
    @Test func denunciationsAndNamedEntriesStayApart() async throws {
        try await TestWorld.lease { world in
            let clerk = world.actor("hdnd.clerk")
            let secret = try await world.register(world.draft(.denunciation))
            let named = try await world.register(world.draft())
            var letter = world.draft()
            letter.matter = secret.matter
            let first = try await problem { try await world.register(letter) }
            #expect(first?.errors.map(\.code) == ["denouncer_not_stored"] && first?.errors.first?.field == "matter")
            var denunciation = world.draft(.denunciation)
            denunciation.matter = named.matter
            let second = try await problem { try await world.register(denunciation) }
            #expect(second?.errors.map(\.code) == ["denouncer_not_stored"])
            var session = SessionDraft(kind: .adHoc, sessionDate: world.clock.today, place: "Phòng tiếp dân")
            session.ground = "ADHOC-A"
            let opened = try await world.casework.sessions.open(session, key: nil, by: clerk)
            var visit = VisitDraft(session: opened.session)
            visit.visitors = [PersonDraft(fullName: "Nguyễn Văn An")]
            visit.matter = secret.matter
            let third = try await problem { try await world.casework.visits.register(visit, key: nil, by: clerk) }
            #expect(third?.errors.map(\.code) == ["denouncer_not_stored"])
            visit.visitors = nil
            visit.denunciation = true
            let came = try await world.casework.visits.register(visit, key: nil, by: clerk)
            var handed = world.draft()
            handed.visit = came.visit
            let atVisit = try await problem { try await world.register(handed) }
            #expect(atVisit?.errors.first?.field == "visit" && atVisit?.errors.map(\.code) == ["denouncer_not_stored"])
            for (kind, original) in [(PetitionKind.denunciation, named.petition), (.feedback, secret.petition)] {
                var copy = world.draft(kind)
                copy.duplicateOf = original
                let tied = try await problem { try await world.register(copy) }
                #expect(tied?.errors.first?.field == "duplicateOf" && tied?.errors.map(\.code) == ["denouncer_not_stored"])
            }
            let again = try await world.casework.matters.matter(secret.matter, by: clerk)
            #expect(
                again.visits.map(\.visit) == [came.visit] && again.visits[0].who == "" && again.petitions.map(\.who) == ["Người tố cáo A"])
            #expect(try await world.findings() == [])
        }
    }

    /// An office reads a matter as its own letters tell it: the sender's first letter was never sent to it.
    @Test func aMatterIsNamedByTheOfficesOwnLetter() async throws {
        try await TestWorld.lease { world in
            let first = try await world.register(world.draft(receivedOn: Day(2026, 11, 12), title: "Chỉ gửi Hội đồng nhân dân"))
            var draft = world.draft(title: "Ruộng Đồng Sen")
            draft.matter = first.matter
            let second = try await world.classified(draft)
            let sent = try await world.step(second.caseID, "refer", world.referFacts(to: "snnmt"), by: "hdnd.officer")
            let recipient = world.actor("snnmt.officer")
            let before = try await world.casework.petitions.petition(second.petition, by: recipient)
            #expect(before.matterTitle == "Ruộng Đồng Sen" && before.siblings.isEmpty)
            _ = try await world.step(try #require(sent.created["referralCase"]), "accept", by: "snnmt.officer")
            let theirs = try await world.casework.matters.matter(first.matter, by: recipient)
            #expect(theirs.matter.title == "Ruộng Đồng Sen" && theirs.matter.openedOn == Day(2026, 11, 19))
            #expect(try await world.casework.matters.list(MatterFilter(), by: recipient).items.map(\.title) == ["Ruộng Đồng Sen"])
            #expect(try await world.casework.petitions.petition(second.petition, by: recipient).matterTitle == "Ruộng Đồng Sen")
            #expect(
                try await world.casework.petitions.petition(second.petition, by: world.actor("hdnd.officer")).matterTitle
                    == "Chỉ gửi Hội đồng nhân dân")
        }
    }

    @Test func whatWasJudgedStays() async throws {
        try await TestWorld.lease { world in
            let letters = try await field(world)
            _ = try await world.casework.matters.mark(
                letters.first.matter, complexLong: true, reason: "Kéo dài.", key: nil, by: world.actor("hdnd.leader"))
            await #expect(throws: PostgresError.self) {
                try await world.superuser.write { db in try db.run("update tiepdan.matter_mark set reason = 'khác'") }
            }
        }
    }

    /// The same officer at another office, the same key, the same words: another deed.
    @Test func aKeyBelongsToTheOfficeToo() async throws {
        try await TestWorld.lease { world in
            let referred = try await world.referred()
            _ = try await world.step(referred.caseID, "accept", by: "snnmt.officer")
            let leader = try world.actor("hdnd.leader").officer()
            let other = try world.actor("snnmt.leader").officer()
            var elsewhere = leader
            elsewhere.organisation = other.organisation
            elsewhere.office = other.office
            let matter = referred.petition.matter
            let mark = { (officer: OfficerActor) in
                try await world.casework.matters.mark(
                    matter, complexLong: true, reason: "Kéo dài.", key: "khoa-chung-1", by: .officer(officer))
            }
            _ = try await mark(leader)
            let reused = try await problem { try await mark(elsewhere) }
            #expect(reused?.code == "idempotency_key_reused")
        }
    }

    /// A mark is the office's own: the recipient of a referral of the same matter judges for himself.
    @Test func anotherOfficeDoesNotSeeTheMark() async throws {
        try await TestWorld.lease { world in
            let referred = try await world.referred()
            _ = try await world.casework.matters.mark(
                referred.petition.matter, complexLong: true, reason: "Kéo dài.", key: nil, by: world.actor("hdnd.leader"))
            _ = try await world.step(referred.caseID, "accept", by: "snnmt.officer")
            let theirs = try await world.casework.matters.matter(referred.petition.matter, by: world.actor("snnmt.officer"))
            #expect(!theirs.matter.complexLong && theirs.marks.isEmpty && theirs.matter.petitions == 1)
        }
    }
}

@Suite struct CaseListTests {
    @Test func everyCaseTheOfficeMaySeeOnceWhateverItIs() async throws {
        try await TestWorld.lease { world in
            let referred = try await world.referred()
            let cases = world.casework.cases
            let mine = try await cases.list(CaseFilter(), by: world.actor("hdnd.officer"))
            #expect(mine.items.map(\.id) == [referred.caseID, referred.petition.caseID])
            #expect(mine.items.map(\.procedure) == ["referral", "forwarding"])
            #expect(mine.items[0].relations == ["sender"] && mine.items[0].referral == referred.referral)
            let theirs = try await cases.list(CaseFilter(), by: world.actor("snnmt.officer"))
            #expect(theirs.items.map(\.id) == [referred.caseID] && theirs.items[0].relations == ["recipient"])
            #expect(try await cases.list(CaseFilter(), by: world.actor("ubnd.officer")).items.isEmpty)
        }
    }

    @Test func filtersAndPages() async throws {
        try await TestWorld.lease { world in
            let referred = try await world.referred(answerBy: Day(2026, 12, 1))
            let letter = try await world.register(world.draft(receivedOn: Day(2026, 11, 2)))
            let officer = world.actor("hdnd.officer")
            func ids(_ filter: CaseFilter) async throws -> [Int64] {
                try await world.casework.cases.list(filter, by: officer).items.map(\.id)
            }
            #expect(try await ids(CaseFilter(procedure: "forwarding")) == [letter.caseID, referred.petition.caseID])
            #expect(try await ids(CaseFilter(subject: "referral")) == [referred.caseID])
            #expect(try await ids(CaseFilter(state: "received")) == [letter.caseID])
            #expect(try await ids(CaseFilter(overdue: true)) == [letter.caseID], "due on 16 November")
            #expect(try await ids(CaseFilter(open: false)) == [])
            #expect(
                try await ids(CaseFilter(organisation: world.office("hdnd"))) == [letter.caseID, referred.caseID, referred.petition.caseID])
            #expect(try await ids(CaseFilter(organisation: world.office("snnmt"))) == [])
            _ = try await world.step(referred.caseID, "recall", ["reason": .text("Nhầm")], by: "hdnd.officer")
            #expect(try await ids(CaseFilter(open: false)) == [referred.caseID])
            let first = try await world.casework.cases.list(CaseFilter(limit: 2), by: officer)
            #expect(first.items.map(\.id) == [letter.caseID, referred.caseID])
            #expect(try await ids(CaseFilter(cursor: first.next)) == [referred.petition.caseID])
        }
    }

    @Test func anOpenCaseWithoutADateIsNotDone() async throws {
        try await TestWorld.lease { world in
            let clerk = world.actor("hdnd.clerk")
            let session = SessionDraft(kind: .regular, sessionDate: world.clock.today, place: "Phòng tiếp dân")
            _ = try await world.casework.sessions.open(session, key: nil, by: clerk)
            let lines = try await world.casework.cases.list(CaseFilter(), by: clerk).items
            #expect(lines.map(\.timing) == ["none"] && !lines[0].final)
        }
    }

    /// A reader's relation beside the owner's must not double the line.
    @Test func severalRelationsMakeOneLine() async throws {
        try await TestWorld.lease { world in
            let letter = try await world.register(world.draft())
            let office = world.office("hdnd")
            try await world.superuser.write { db in
                try db.run(
                    "insert into tiepdan.case_access (case_id, organisation, relation) values (\(letter.caseID), \(office), 'reader')")
            }
            let lines = try await world.casework.cases.list(CaseFilter(), by: world.actor("hdnd.officer")).items
            #expect(lines.map(\.relations) == [["owner", "reader"]])
        }
    }

    @Test func petitionsAndReferralsByTheOtherOffice() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.referred(to: "snnmt")
            let other = try await world.referred(world.draft(title: "Việc khác"), to: "ubnd")
            let officer = world.actor("hdnd.officer")
            let department = world.office("snnmt")
            let petitions = try await world.casework.petitions.list(PetitionFilter(organisation: department), by: officer)
            #expect(petitions.items.map(\.petition) == [sent.petition.petition])
            let out = try await world.casework.referrals.list(
                incoming: false, open: nil, overdue: false, organisation: department, cursor: nil, limit: 50, by: officer)
            #expect(out.items.map(\.id) == [sent.referral])
            let came = try await world.casework.referrals.list(
                incoming: true, open: nil, overdue: false, organisation: world.office("hdnd"), cursor: nil, limit: 50,
                by: world.actor("ubnd.officer"))
            #expect(came.items.map(\.id) == [other.referral])
            let accepted = try await world.casework.referrals.list(
                incoming: false, open: nil, overdue: false, state: "accepted", cursor: nil, limit: 50, by: officer)
            #expect(accepted.items.isEmpty)
        }
    }
}
