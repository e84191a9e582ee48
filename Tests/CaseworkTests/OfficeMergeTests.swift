import Casework
import Law
import Postgres
import TestSupport
import Testing

@Suite struct OfficeMergeTests {
    @Test func `cases accounts and referrals go over and the numbers stay where they stand`() async throws {
        try await TestWorld.lease { world in
            let communes = try await TwoCommunes(world)
            let ours = try await communes.register("Mương thôn Đông tắc", by: "hn.clerk")
            let second = try await communes.register("Đèn đường hỏng", by: "hn.clerk")
            let theirs = try await communes.register("Chợ lấn đường", name: "Trần Thị Bình", by: "qc.clerk")
            #expect(ours.number == 1 && second.number == 2 && theirs.number == 1)
            let province = try await world.classified(world.draft(title: "Ngập úng thôn Đoài"))
            let recipient = try await communes.office(TwoCommunes.hongNam)
            let sent = try await world.step(
                province.caseID, "refer",
                ["recipient": .number(recipient), "letter_number": .text("12/HĐND-TT"), "letter_date": .text("2026-11-19")],
                by: "hdnd.officer")
            let referralCase = try #require(sent.created["referralCase"])
            let cases = [ours.caseID, second.caseID, theirs.caseID, province.caseID, referralCase]
            let before = try await communes.clocks(cases)
            #expect(!before.isEmpty)

            let report = try await communes.merge()
            #expect(!report.preview && report.offices.map(\.closes) == [true, true, false] && report.undecided.isEmpty)
            func figure(_ office: Int, _ what: String) -> [Int] {
                let total = report.offices[office].total(what)
                return [total.before, total.after]
            }
            #expect(figure(0, "open_cases") == [2, 0] && figure(1, "open_cases") == [1, 0] && figure(2, "open_cases") == [0, 3])
            #expect(figure(2, "accounts") == [0, 6] && figure(0, "accounts") == [3, 0])
            #expect(figure(0, "referrals_in") == [1, 0] && figure(2, "referrals_in") == [0, 1])
            #expect(figure(0, "book") == [2, 2], "a closed book keeps its last number")
            let after = try await communes.clocks(cases)
            #expect(after == before, "deadlines run on as they were counted")
            let entries = try await world.count(
                "select count(*) from tiepdan.journal where event = 'office_changed' and actor = 'operator' and case_id = any(\(cases))")
            #expect(entries == 4, "one entry per open case, the sender's own is not moved")

            // The clerk of before works in the new office and sees both offices' petitions, each under its own number.
            let clerk = try await communes.actor("hn.clerk")
            let office = try await communes.office(TwoCommunes.successor)
            let works = try clerk.officer()
            #expect(works.organisation == office)
            let found = try await world.casework.petitions.list(PetitionFilter(q: "1/2026"), by: clerk).items
            #expect(Set(found.map(\.bookNumber)) == ["1/2026 (UBND xã Hồng Nam)", "1/2026 (UBND xã Quảng Châu)"])
            let named = try await world.casework.petitions.list(PetitionFilter(q: "1/2026 (Quảng Châu)"), by: clerk).items
            #expect(named.map(\.petition) == [theirs.petition])
            let fresh = try await communes.register("Cầu mới hẹp", by: "qc.clerk")
            #expect(fresh.number == 1, "its own book begins")
            let own = try await world.casework.petitions.petition(fresh.petition, by: clerk)
            #expect(own.book == nil && own.bookNumber == "1/2026")
            let findings = try await world.findings()
            #expect(findings == [])

            // What the province sent to the old office is answered by the new one, under the name it was sent to.
            try await communes.step(referralCase, "acknowledge", by: "hn.clerk")
            try await communes.step(referralCase, "accept", by: "qc.officer")
            try await communes.step(
                referralCase, "answer",
                ["result": .text("explained"), "summary": .text("Đã nạo vét mương."), "flag_reason": .text("Đã xử lý xong.")],
                by: "hn.officer")
            let stand = try await world.stand(of: province.caseID)
            #expect(stand.state == "result_in")
            let chain = try await world.casework.petitions.petition(province.petition, by: world.actor("hdnd.officer")).chain
            #expect(chain.map(\.recipientName) == ["Ủy ban nhân dân xã Hồng Nam"], "as it was called when it was sent")
        }
    }

    @Test func `an answer that is being drafted and a conclusion that is not issued go over`() async throws {
        try await TestWorld.lease { world in
            let communes = try await TwoCommunes(world)
            let petition = try await world.classified(world.draft(title: "Ngập úng thôn Đoài"))
            let recipient = try await communes.office(TwoCommunes.hongNam)
            let sent = try await world.step(
                petition.caseID, "refer",
                ["recipient": .number(recipient), "letter_number": .text("12/HĐND-TT"), "letter_date": .text("2026-11-19")],
                by: "hdnd.officer")
            let referralCase = try #require(sent.created["referralCase"])
            try await communes.step(referralCase, "accept", by: "hn.officer")
            // The case is its sender's: the draft belongs to who has to answer.
            let draft = try await world.casework.documents.write(
                NewDocument(caseID: referralCase, event: "answer", form: "result_report", title: "V/v kết quả giải quyết"), key: nil,
                by: communes.actor("hn.officer"))
            var session = SessionDraft(kind: .adHoc, sessionDate: world.clock.today, place: "Phòng tiếp công dân")
            session.hostName = "Phạm Thị Chủ Trì"
            session.ground = "ADHOC-A"
            let opened = try await world.casework.sessions.open(session, key: nil, by: world.actor("ubnd.clerk"))
            let decided = try await world.casework.leaderSessions.decide(
                ConclusionPointDraft(text: "Nạo vét mương.", assignee: recipient, dueOn: Day(2026, 12, 10)), in: opened.session, key: nil,
                by: world.actor("ubnd.leader"))
            #expect(decided.assignee == recipient)

            _ = try await communes.merge()
            let office = try await communes.office(TwoCommunes.successor)
            let view = try await world.casework.documents.draft(draft.id, by: communes.actor("hn.officer"))
            #expect(view.line.id == draft.id && view.may.contains(.edit))
            let points = try await world.casework.leaderSessions.points(of: opened.session, by: world.actor("ubnd.leader"))
            #expect(points.map(\.assignee) == [office])
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    @Test func `a preview measures the same and changes nothing`() async throws {
        try await TestWorld.lease { world in
            let communes = try await TwoCommunes(world)
            _ = try await communes.register("Mương thôn Đông tắc", by: "hn.clerk")
            let before = try await world.everything()
            let preview = try await communes.merge(preview: true)
            #expect(preview.preview)
            let after = try await world.everything()
            #expect(after == before)
            let done = try await communes.merge()
            #expect(done.moved == preview.moved && done.offices == preview.offices)
            let again = try await problem { try await communes.merge() }
            #expect(again?.code == "not_in_force")
        }
    }

    @Test func `a referral between the two is answered by their successor`() async throws {
        try await TestWorld.lease { world in
            let communes = try await TwoCommunes(world)
            let ours = try await communes.register("Nước thải từ làng bên", by: "hn.clerk")
            let to = try await communes.office(TwoCommunes.quangChau)
            let sent = try await communes.refer(ours, to: to, by: "hn.officer")
            let accepted = try await communes.step(sent.caseID, "accept", by: "qc.officer")
            let theirs = try #require(accepted.created["case"])
            _ = try await communes.merge()
            let findings = try await world.findings()
            #expect(findings == [], "the petition stands in both books, and both entries are the successor's")
            let both = try await world.casework.petitions.list(PetitionFilter(q: "1/2026"), by: communes.actor("qc.officer")).items
            #expect(Set(both.map(\.caseID)) == [ours.caseID, theirs])
            try await communes.step(
                sent.caseID, "answer",
                ["result": .text("settled"), "summary": .text("Đã xử lý nguồn thải."), "flag_reason": .text("Đã xử lý xong.")],
                by: "hn.officer")
            let stand = try await world.stand(of: ours.caseID)
            #expect(stand.state == "result_in")
            let chain = try await world.casework.petitions.petition(ours.petition, by: communes.actor("qc.officer")).chain
            #expect(chain.map(\.senderName) == ["Ủy ban nhân dân xã Hồng Nam"])
            #expect(chain.map(\.recipientName) == ["Ủy ban nhân dân xã Quảng Châu"])
        }
    }

    @Test func `a closed office takes no number receives nothing and employs nobody`() async throws {
        try await TestWorld.lease { world in
            let communes = try await TwoCommunes(world)
            _ = try await communes.register("Mương thôn Đông tắc", by: "hn.clerk")
            let old = try await communes.office(TwoCommunes.hongNam)
            _ = try await communes.merge()
            await #expect(throws: PostgresError.self) {
                try await world.app.write { db in
                    _ = try db.value("select next_number(\(old), 'petition', 2026::int)", as: Int.self)
                }
            }
            let province = try await world.classified(world.draft())
            let refused = try await problem {
                try await world.step(
                    province.caseID, "refer",
                    ["recipient": .number(old), "letter_number": .text("1/CV"), "letter_date": .text("2026-11-19")], by: "hdnd.officer")
            }
            #expect(refused?.errors.first?.code == "office_closed" && refused?.errors.first?.field == "recipient")
            let grant = try await problem {
                try await world.casework.administration.grant(
                    .leader, to: "hn.clerk", in: TwoCommunes.hongNam, by: TwoCommunes.operator)
            }
            #expect(grant?.errors.first?.code == "office_closed")
            // The old name finds who is there now.
            let found = try await world.casework.catalogues.organisations("hong nam", by: world.actor("hdnd.clerk"))
            #expect(found.map(\.code) == [TwoCommunes.successor] && found[0].note == "Ủy ban nhân dân xã Hồng Nam (cũ)")
        }
    }

    @Test func `a number is read with the book it stands in`() async throws {
        try await TestWorld.lease { world in
            let communes = try await TwoCommunes(world)
            let ours = try await communes.register("Mương thôn Đông tắc", by: "hn.clerk")
            _ = try await communes.register("Chợ lấn đường", name: "Trần Thị Bình", by: "qc.clerk")
            _ = try await communes.merge()
            let clerk = try await communes.actor("hn.clerk")
            let bag = world.casework.postbag
            let entered = try await bag.enter(EnvelopeDraft(arrivedOn: Day(2026, 11, 19)), key: nil, by: clerk)
            #expect(entered.arrival == "1/2026", "in the successor's own book")
            _ = try await bag.open(
                entered.id, OpeningDraft(denunciation: false, expectedSequence: entered.sequence), key: nil, by: clerk)
            let both: Set = ["1/2026 (UBND xã Hồng Nam)", "1/2026 (UBND xã Quảng Châu)"]
            let found = try await bag.comparison(entered.id, named: "1/2026", by: clerk).candidates
            #expect(Set(found.map(\.bookNumber)) == both, "the clerk chooses, not the machine")
            let due = try await world.casework.national.list(entered: false, stage: nil, cursor: nil, limit: 50, by: clerk).items
            #expect(both.isSubset(of: Set(due.map(\.number))))
            let told = try await world.casework.enquiries.ask(
                EnquiryDraft(by: .name, words: "Nguyễn Văn An"), key: "hoi-so-cu-001", by: clerk)
            #expect(told.sentence.contains("đơn số 1/2026 (UBND xã Hồng Nam) nhận ngày"))
            let person = try await world.superuser.read { db in
                try db.value("select person from tiepdan.party where petition = \(ours.petition) limit 1", as: Int64.self)
            }
            let file = try await world.casework.persons.person(person, by: communes.actor("hn.officer"))
            #expect(file.appearances.map(\.bookNumber) == ["1/2026 (UBND xã Hồng Nam)"])
            let work = try await world.casework.petitions.petition(ours.petition, by: clerk)
            #expect(work.bookNumber == "1/2026 (UBND xã Hồng Nam)")
        }
    }

    @Test func `registers are composed for the new office and for each old one`() async throws {
        try await TestWorld.lease { world in
            let communes = try await TwoCommunes(world)
            let ours = try await communes.register("Mương thôn Đông tắc", by: "hn.clerk")
            _ = try await communes.register("Chợ lấn đường", by: "qc.clerk")
            let issued = try await world.casework.registers.issue(
                from: Day(2026, 11, 16), to: Day(2026, 11, 19), leaderName: "Bà Chủ Tịch", key: nil, by: communes.actor("hn.leader"))
            let old = try await communes.office(TwoCommunes.hongNam)
            _ = try await communes.merge()
            let leader = try await communes.actor("qc.leader")
            let desk = world.casework.registers
            let whole = try await desk.weekly(from: Day(2026, 11, 16), to: Day(2026, 11, 22), leaderName: nil, by: leader)
            #expect(whole.organisationName == "Ủy ban nhân dân phường Sơn Nam" && whole.week.received == 2)
            #expect(Set(whole.received.map(\.code)) == ["1/2026 (UBND xã Hồng Nam)", "1/2026 (UBND xã Quảng Châu)"])
            let part = try await desk.weekly(from: Day(2026, 11, 16), to: Day(2026, 11, 22), leaderName: nil, book: old, by: leader)
            #expect(part.organisationName == "Ủy ban nhân dân xã Hồng Nam" && part.week.received == 1)
            #expect(part.received.map(\.caseID) == [ours.caseID] && part.received.map(\.code) == ["1/2026"])
            let reprint = try await desk.reprint(issued.id, by: leader)
            #expect(reprint.organisationName == "Ủy ban nhân dân xã Hồng Nam" && reprint.number == 1)
            let listed = try await desk.issued(book: old, by: leader).items
            #expect(listed.map(\.id) == [issued.id])
            let none = try await desk.issued(by: leader).items
            #expect(none.isEmpty)
            let stranger = try await problem {
                try await desk.weekly(
                    from: Day(2026, 11, 16), to: Day(2026, 11, 22), leaderName: nil, book: old, by: world.actor("hdnd.leader"))
            }
            #expect(stranger?.errors.first?.code == "unknown_book")
        }
    }
}
