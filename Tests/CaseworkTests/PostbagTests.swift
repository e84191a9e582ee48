import Casework
import Law
import Postgres
import TestSupport
import Testing

/// The postbag: one row per envelope, opened or not.
@Suite struct PostbagTests {
    static func envelope(
        _ world: TestWorld, _ name: String? = "Nguyễn Văn An", on day: Day = Day(2026, 11, 19), by who: String = "hdnd.clerk",
        _ change: (inout EnvelopeDraft) -> Void = { _ in }
    ) async throws -> EnvelopeView {
        var draft = EnvelopeDraft(arrivedOn: day)
        draft.senderName = name
        change(&draft)
        return try await world.casework.postbag.enter(draft, key: nil, by: world.actor(who))
    }

    /// Opened as no denunciation.
    static func opened(_ world: TestWorld, _ view: EnvelopeView, gist: String? = "Đường làng ngập nước") async throws -> EnvelopeView {
        var draft = OpeningDraft(denunciation: false, expectedSequence: view.sequence)
        draft.gist = gist
        return try await world.casework.postbag.open(view.id, draft, key: nil, by: world.actor("hdnd.clerk"))
    }

    static func tied(_ world: TestWorld, to petition: Int64, on day: Day = Day(2026, 11, 19)) async throws -> EnvelopeView {
        let envelope = try await opened(world, try await envelope(world, on: day))
        return try await world.casework.postbag.tie(
            envelope.id, TieDraft(petition: petition, expectedSequence: envelope.sequence), key: nil, by: world.actor("hdnd.clerk"))
    }

    @Test func `arrival, postmark and entry are three days, and the numbers have no hole`() async throws {
        try await TestWorld.lease { world in
            let first = try await Self.envelope(world, on: Day(2026, 11, 17)) { draft in
                draft.postmarkOn = Day(2026, 11, 14)
                draft.addressees = ["Chủ tịch HĐND tỉnh", " ", "Ban Pháp chế"]
                draft.form = .photocopy
            }
            #expect(first.arrivalNumber == 1 && first.arrivalYear == 2026 && first.state == .waiting && first.sequence == 1)
            #expect(first.arrivedOn == Day(2026, 11, 17) && first.postmarkOn == Day(2026, 11, 14))
            #expect(first.enteredAt.hasPrefix("2026-11-19T08:00"))
            #expect(first.addressees == ["Chủ tịch HĐND tỉnh", "Ban Pháp chế"] && first.form == .photocopy)
            let wrong = try await problem { try await Self.envelope(world) { $0.postmarkOn = Day(2026, 11, 20) } }
            #expect(wrong?.errors.map(\.field) == ["postmarkOn"])
            let typed = try await problem { try await Self.envelope(world) { $0.number = 7 } }
            #expect(typed?.errors.map(\.code) == ["number_allocated"])
            let second = try await Self.envelope(world)
            let elsewhere = try await Self.envelope(world, by: "ubnd.clerk")
            #expect(second.arrivalNumber == 2 && elsewhere.arrivalNumber == 1)
            let foreign = try await problem { try await world.casework.postbag.envelope(first.id, by: world.actor("ubnd.clerk")) }
            #expect(foreign?.kind == .missing)
            let day = EnvelopeFilter(arrivedOn: Day(2026, 11, 17))
            #expect(try await world.casework.postbag.list(day, by: world.actor("hdnd.leader")).items.map(\.id) == [first.id])
            #expect(try await world.findings() == [])
        }
    }

    @Test func `an envelope marked personal or secret comes and goes unopened`() async throws {
        try await TestWorld.lease { world in
            for marking in [EnvelopeMarking.personal, .secret] {
                let named = try await problem { try await Self.envelope(world) { $0.marking = marking } }
                #expect(named?.errors.map(\.code) == ["marked_unopened"] && named?.errors.first?.field == "senderName")
                let form = try await problem {
                    try await Self.envelope(world, nil) {
                        $0.marking = marking
                        $0.form = .original
                    }
                }
                #expect(form?.errors.first?.field == "form")
                let envelope = try await Self.envelope(world, nil) { $0.marking = marking }
                let opening = OpeningDraft(denunciation: false, expectedSequence: 1)
                let broken = try await problem {
                    try await world.casework.postbag.open(envelope.id, opening, key: nil, by: world.actor("hdnd.clerk"))
                }
                #expect(broken?.code == "marked_unopened")
                var draft = HandOnDraft(to: "Bà Phó Chủ tịch", signed: false, expectedSequence: 1)
                draft.time = "9:05"
                let unsigned = draft
                let refused = try await problem {
                    try await world.casework.postbag.handOn(envelope.id, unsigned, key: nil, by: world.actor("hdnd.clerk"))
                }
                #expect(refused?.errors.map(\.code) == ["signature_missing"])
                draft.signed = true
                let gone = try await world.casework.postbag.handOn(envelope.id, draft, key: nil, by: world.actor("hdnd.clerk"))
                #expect(gone.state == .handedOn && gone.handedTo == "Bà Phó Chủ tịch" && gone.handedTime == "09:05")
                #expect(gone.handedOn == Day(2026, 11, 19) && gone.sequence == 2 && gone.senderName == nil)
            }
            #expect(try await world.findings() == [])
            await #expect(throws: PostgresError.self) {
                try await world.superuser.write { db in
                    try db.run("update tiepdan.envelope set sender_name = 'Ông A' where marking = 'secret'")
                }
            }
        }
    }

    @Test func `a copy is counted and brings nothing with it`() async throws {
        try await TestWorld.lease { world in
            let original = try await world.register(world.draft())
            let before = try await world.count("select count(*)::int from tiepdan.clock")
            for day in [Day(2026, 11, 18), Day(2026, 11, 19)] {
                let tied = try await Self.tied(world, to: original.petition, on: day)
                #expect(tied.state == .tied && tied.isCopy && tied.petitionNumber == "1/2026" && tied.tiedBy?.isEmpty == false)
            }
            #expect(try await world.count("select count(*)::int from tiepdan.clock") == before)
            #expect(try await world.count("select count(*)::int from tiepdan.matter") == 1)
            #expect(try await world.count("select count(*)::int from tiepdan.registration") == 1)
            #expect(try await world.count("select count(*)::int from tiepdan.case_file") == 1)
            #expect(try await world.count("select count(*)::int from tiepdan.document") == 1, "the receipt of the first letter")
            #expect(try await world.stand(of: original.caseID).seq == 1)
            let leader = world.actor("hdnd.leader")
            let view = try await world.casework.petitions.petition(original.petition, by: leader)
            #expect(view.copies.map(\.arrivalNumber) == [1, 2] && view.copies[0].arrivedOn == Day(2026, 11, 18))
            let register = try await world.casework.registers.weekly(
                from: Day(2026, 11, 16), to: Day(2026, 11, 22), leaderName: nil, by: leader)
            #expect(register.week.received == 3 && register.received.count == 1 && register.open.count == 1)
            #expect(register.received[0].note.contains("kèm 2 bản sao"))
            #expect(register.arrivals?.map(\.number) == ["1/2026", "2/2026"] && register.arrivals?.first?.copyOf == "1/2026")
            #expect(register.week.processed == 0, "a copy is dealt with when its petition is")
            _ = try await world.step(
                original.caseID, "classify",
                ["kind": .text("feedback"), "eligibility": .text("eligible"), "jurisdiction": .text("not_competent")], by: "hdnd.officer")
            _ = try await world.step(original.caseID, "refer", world.referFacts(to: "snnmt"), by: "hdnd.officer")
            let later = try await world.casework.registers.weekly(
                from: Day(2026, 11, 16), to: Day(2026, 11, 22), leaderName: nil, by: leader)
            #expect(later.week.processed == 3)
            #expect(try await world.findings() == [])
        }
    }

    @Test func `the machine proposes and a clerk may be wrong`() async throws {
        try await TestWorld.lease { world in
            let original = try await world.register(world.draft())
            let other = try await world.register(world.draft(name: "Trần Thị Bé", title: "Việc khác"))
            let clerk = world.actor("hdnd.clerk")
            let envelope = try await Self.opened(world, try await Self.envelope(world))
            let found = try await world.casework.postbag.comparison(envelope.id, named: nil, by: clerk)
            #expect(found.candidates.map(\.petition) == [original.petition] && found.candidates[0].body.contains("ngập nước"))
            #expect(found.envelope.state == .opened, "nothing is tied by looking")
            let named = try await world.casework.postbag.comparison(envelope.id, named: "2/2026", by: clerk)
            #expect(named.candidates.map(\.petition) == [other.petition, original.petition] && named.candidates[0].named)
            let tie = TieDraft(petition: other.petition, expectedSequence: envelope.sequence)
            let wrong = try await world.casework.postbag.tie(envelope.id, tie, key: nil, by: clerk)
            let stale = try await problem { try await world.casework.postbag.tie(envelope.id, tie, key: nil, by: clerk) }
            #expect(stale?.code == "stale_sequence" && stale?.currentSequence == wrong.sequence)
            let back = try await world.casework.postbag.untie(
                envelope.id, EnvelopeReason(reason: "Gắn nhầm", expectedSequence: wrong.sequence), key: nil, by: clerk)
            #expect(back.state == .opened && back.petition == nil && back.remark == "Gắn nhầm")
            #expect(try await world.casework.petitions.petition(other.petition, by: clerk).copies.isEmpty)
            let foreign = try await problem {
                try await world.casework.postbag.tie(
                    envelope.id, TieDraft(petition: 999_999, expectedSequence: back.sequence), key: nil, by: clerk)
            }
            #expect(foreign?.errors.map(\.code) == ["unknown_petition"])
            let void = try await world.casework.postbag.void(
                envelope.id, EnvelopeReason(reason: "Ghi hai lần", expectedSequence: back.sequence), key: nil, by: clerk)
            #expect(void.state == .voided && void.senderName == nil && void.arrivalNumber == 1)
            #expect(try await Self.envelope(world).arrivalNumber == 2)
            #expect(try await world.findings() == [])
        }
    }

    @Test func `a letter that denounces leaves no word of its writer`() async throws {
        try await TestWorld.lease { world in
            let clerk = world.actor("hdnd.clerk")
            var draft = EnvelopeDraft(arrivedOn: Day(2026, 11, 19))
            draft.senderName = "Bà Lê Thị Kín"
            draft.senderAddress = "Thôn 5"
            let envelope = try await world.casework.postbag.enter(draft, key: "bi-thu-to-cao", by: clerk)
            #expect(envelope.senderName == "Bà Lê Thị Kín")
            let again = try await world.casework.postbag.enter(draft, key: "bi-thu-to-cao", by: clerk)
            #expect(again == envelope, "the same key, the same row")
            var words = OpeningDraft(denunciation: true, expectedSequence: 1)
            words.gist = "Tố cáo"
            let said = words
            let refused = try await problem { try await world.casework.postbag.open(envelope.id, said, key: nil, by: clerk) }
            #expect(refused?.errors.map(\.code) == ["denouncer_not_stored"])
            let opened = try await world.casework.postbag.open(
                envelope.id, OpeningDraft(denunciation: true, expectedSequence: 1), key: nil, by: clerk)
            #expect(opened.denunciation && opened.senderName == nil && opened.senderAddress == nil && opened.sequence == 3)
            let named = try await world.register(world.draft())
            let tie = TieDraft(petition: named.petition, expectedSequence: 3)
            let tied = try await problem { try await world.casework.postbag.tie(envelope.id, tie, key: nil, by: clerk) }
            #expect(tied?.errors.map(\.code) == ["denouncer_not_stored"])
            var letter = world.draft(.denunciation)
            letter.envelope = envelope.id
            let secret = try await world.register(letter)
            let view = try await world.casework.petitions.petition(secret.petition, by: clerk)
            #expect(view.referenceOnly && view.arrivalNumber == 1)

            let copy = try await Self.opened(world, try await Self.envelope(world, "Bà Lê Thị Kín"))
            let second = try await world.casework.postbag.tie(
                copy.id, TieDraft(petition: secret.petition, expectedSequence: copy.sequence), key: nil, by: clerk)
            #expect(second.denunciation && second.senderName == nil && second.gist == nil)
            let everything = try await world.everything()
            #expect(!everything.contains("Lê Thị Kín"))
            #expect(try await world.findings() == [])
        }
    }

    @Test func `a petition keeps its own number and the envelope's`() async throws {
        try await TestWorld.lease { world in
            _ = try await Self.envelope(world, nil)
            let waiting = try await Self.envelope(world, on: Day(2026, 11, 18))
            var draft = world.draft(receivedOn: Day(2026, 11, 18))
            draft.envelope = waiting.id
            let early = draft
            let unopened = try await problem { try await world.register(early) }
            #expect(unopened?.errors.map(\.code) == ["envelope_state"])
            _ = try await Self.opened(world, waiting)
            draft.receivedOn = Day(2026, 11, 19)
            let wrong = draft
            let late = try await problem { try await world.register(wrong) }
            #expect(late?.errors.map(\.code) == ["date_of_envelope"])
            draft.receivedOn = Day(2026, 11, 18)
            let entered = try await world.register(draft)
            let view = try await world.casework.petitions.petition(entered.petition, by: world.actor("hdnd.clerk"))
            #expect(view.number == 1 && view.arrivalNumber == 2)
            let envelope = try await world.casework.postbag.envelope(waiting.id, by: world.actor("hdnd.clerk"))
            #expect(envelope.state == .registered && envelope.petition == entered.petition && !envelope.isCopy)
            let again = draft
            let twice = try await problem { try await world.register(again) }
            #expect(twice?.errors.map(\.code) == ["envelope_state"])
            #expect(try await world.findings() == [])
            // An entry made by mistake is voided; the letter in the envelope is entered again.
            _ = try await world.step(entered.caseID, "void", ["reason": .text("Ghi nhầm người gửi")], by: "hdnd.leader")
            let anew = try await world.register(again)
            let second = try await world.casework.petitions.petition(anew.petition, by: world.actor("hdnd.clerk"))
            #expect(second.number == 2 && second.arrivalNumber == 2)
            #expect(try await world.findings() == [])
        }
    }

    @Test func `what came late for an issued register is shown once in the next`() async throws {
        try await TestWorld.lease { world in
            let leader = world.actor("hdnd.leader")
            let original = try await world.register(world.draft())
            world.clock.set(Day(2026, 11, 23))
            _ = try await world.casework.registers.issue(
                from: Day(2026, 11, 16), to: Day(2026, 11, 22), leaderName: nil, key: nil, by: leader)
            _ = try await Self.tied(world, to: original.petition, on: Day(2026, 11, 20))
            world.clock.set(Day(2026, 11, 30))
            func next() async throws -> WeeklyRegister {
                try await world.casework.registers.weekly(from: Day(2026, 11, 23), to: Day(2026, 11, 29), leaderName: nil, by: leader)
            }
            let shown = try await next()
            #expect(shown.arrivals?.map(\.lateEntry) == [true] && shown.week.received == 0)
            _ = try await world.casework.registers.issue(
                from: Day(2026, 11, 23), to: Day(2026, 11, 29), leaderName: nil, key: nil, by: leader)
            world.clock.set(Day(2026, 12, 7))
            let after = try await world.casework.registers.weekly(
                from: Day(2026, 11, 30), to: Day(2026, 12, 6), leaderName: nil, by: leader)
            #expect(after.arrivals == nil)
        }
    }

    @Test func `what is wrong with the bag is found`() async throws {
        try await TestWorld.lease { world in
            let original = try await world.register(world.draft())
            let tied = try await Self.tied(world, to: original.petition)
            func spoil(_ statement: SQL) async throws {
                try await world.superuser.write(settings: [SessionSetting("session_replication_role", "replica")]) { db in
                    try db.run(statement)
                }
            }
            #expect(try await world.findings() == [])
            try await spoil("update tiepdan.envelope set sender_name = 'Người khác' where id = \(tied.id)")
            #expect(try await world.findings().contains { $0.hasPrefix("postbag.sql") && $0.contains("sealed") })
            try await spoil(
                """
                update tiepdan.petition set reference_only = true, pseudonym = 'A', paper_file_number = '1' where id = \(original.petition)
                """)
            #expect(try await world.findings().contains { $0.hasPrefix("postbag.sql") && $0.contains("may name its writer") })
            try await spoil("delete from tiepdan.envelope_step where envelope = \(tied.id) and seq = 2")
            #expect(try await world.findings().contains { $0.hasPrefix("postbag.sql") && $0.contains("history is broken") })
        }
    }
}
