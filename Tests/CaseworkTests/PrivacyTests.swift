import Law
import Postgres
import TestSupport
import Testing

@testable import Casework

/// What an office keeps to itself, and in whose name something is done.
@Suite struct PrivacyTests {
    private struct Refused: Error {}

    @Test func `who acts in the name of the signer is himself again whatever became of it`() async throws {
        try await TestWorld.lease { world in
            let (clerk, leader) = (world.officer("ubnd.clerk"), world.officer("ubnd.leader"))
            let names = try await world.casework.write(by: .officer(clerk)) { work -> [Int64] in
                func name() throws -> Int64 { try work.db.value("select scope_officer()", as: Int64.self) }
                var names = [try name()]
                try work.acting(as: leader) { (_: Work) throws -> Void in names.append(try name()) }
                names.append(try name())
                do {
                    try work.acting(as: leader) { (_: Work) throws -> Void in throw Refused() }
                } catch is Refused {
                    names.append(try name())
                }
                return names
            }
            #expect(names == [clerk.id, leader.id, clerk.id, clerk.id])
            let later = try await world.casework.read(by: .officer(clerk)) { work in
                try work.db.value("select scope_officer()", as: Int64.self)
            }
            #expect(later == clerk.id)
        }
    }

    @Test func `the scan of a leader's note is not for whom the case is open by a task`() async throws {
        try await TestWorld.lease { world in
            var draft = world.draft(.complaint)
            draft.jurisdiction = .competent
            let entered = try await world.register(draft, by: "ubnd.clerk")
            let (clerk, desk) = (world.actor("ubnd.clerk"), world.casework.attachments)
            let scan = try await desk.upload(
                Scan.stream("%PDF-1.7 but phe"), name: "but-phe.pdf", kind: nil, to: .caseFile(entered.caseID), by: clerk)
            let map = try await desk.upload(
                Scan.stream("%PDF-1.7 ban do"), name: "ban-do.pdf", kind: nil, to: .caseFile(entered.caseID), by: clerk)
            var note = DirectionDraft(leaderName: "Chủ tịch", givenOn: Day(2026, 11, 19), text: "Xem kỹ việc này.")
            note.attachment = scan.id
            _ = try await world.casework.cases.addDirection(entered.caseID, note, key: nil, by: clerk)
            let task = TaskDraft(
                kind: .verify, title: "Xác minh thửa 214", content: "Xác minh nguồn gốc đất.", assignee: world.office("snnmt"),
                dueOn: Day(2026, 12, 4))
            _ = try await world.casework.tasks.give(task, in: entered.caseID, key: nil, by: world.actor("ubnd.leader"))
            let own = try await world.casework.cases.caseFile(entered.caseID, by: world.actor("ubnd.officer"))
            #expect(own.attachments.map(\.id) == [scan.id, map.id])
            let assignee = world.actor("snnmt.officer")
            let seen = try await world.casework.cases.caseFile(entered.caseID, by: assignee)
            #expect(seen.attachments.map(\.id) == [map.id] && seen.directions.isEmpty)
            let opened = try await problem { try await desk.open(scan.id, by: assignee) }
            #expect(opened?.kind == .missing)
            _ = try await desk.open(map.id, by: assignee)
        }
    }

    @Test func `what a key is answered with names nobody`() async throws {
        try await TestWorld.lease { world in
            let clerk = world.actor("hdnd.clerk")
            var people: [Int64] = []
            for title in ["Việc một", "Việc hai"] {
                let letter = try await world.register(world.draft(name: "Lò Thị Mẩy", title: title))
                let view = try await world.casework.petitions.petition(letter.petition, by: clerk)
                people.append(try #require(view.parties.first?.id))
            }
            let desk = world.casework.persons
            let merge = try await desk.merge(people[1], into: people[0], reason: "Một người.", key: "ghep-khong-ten", by: clerk)
            #expect(merge.keptName == "Lò Thị Mẩy")
            let parted = try await desk.part(.merge(merge.id), of: people[0], reason: "Hai người.", key: "tach-khong-ten", by: clerk)
            #expect(parted.otherName == "Lò Thị Mẩy" && parted.kind == "undo")
            var session = SessionDraft(kind: .scheduled, sessionDate: Day(2026, 12, 1), place: "Phòng tiếp công dân")
            session.hostName = "Đồng chí Chủ tịch"
            session.hostTitle = "Chủ tịch"
            let opened = try await world.casework.sessions.open(session, key: nil, by: clerk)
            var draft = AppointmentDraft()
            draft.fullName = "Lò Thị Mẩy"
            let asked = draft
            let sessions = world.casework.leaderSessions
            let registered = try await sessions.register(asked, in: opened.session, key: "dang-ky-khong-ten", by: clerk)
            let repeated = try await sessions.register(asked, in: opened.session, key: "dang-ky-khong-ten", by: clerk)
            #expect(registered.fullName == "Lò Thị Mẩy" && repeated == registered)
            let kept = try await world.count(
                "select count(*)::int from tiepdan.idempotency where key like '%khong-ten' and response is not null")
            let named = try await world.count("select count(*)::int from tiepdan.idempotency where response like '%Mẩy%'")
            #expect(kept == 3 && named == 0)
        }
    }

    @Test func `who hands work over learns no name of another office's people`() async throws {
        try await TestWorld.lease { world in
            let leader = world.actor("hdnd.leader")
            let strange = world.officer("ubnd.officer").id
            let preview = try await problem { try await world.casework.work.handOverPreview(from: strange, by: leader) }
            #expect(preview?.kind == .missing)
            let draft = HandOverDraft(from: strange, to: world.officer("hdnd.officer").id, fromDay: Day(2026, 11, 23))
            let planned = try await problem { try await world.casework.work.handOver(draft, key: nil, by: leader) }
            #expect(planned?.errors.map(\.field) == ["from"])
        }
    }
}
