import Casework
import Law
import Postgres
import TestSupport
import Testing

/// Fails the Nth row that an operation writes, for every N: the database stays as it was, and the operation can be repeated.
@Suite struct FaultTests {
    private static let trap = """
        create table public.probe_target (n bigint); insert into public.probe_target values (0);
        create sequence public.probe;
        create function public.probe_row() returns trigger language plpgsql security definer as $$
        begin
            if nextval('public.probe') = (select n from public.probe_target) then
                raise exception 'a fault' using errcode = 'XX001';
            end if;
            return null;
        end $$;
        do $$
        declare t text;
        begin
            for t in select relname from pg_class c join pg_namespace s on s.oid = c.relnamespace where s.nspname = 'tiepdan' and c.relkind = 'r' loop
                execute format('create trigger zz_probe after insert or update or delete on tiepdan.%I for each row execute function public.probe_row()', t);
            end loop;
        end $$;
        """

    private func failEvery(_ world: TestWorld, atLeast rows: Int, _ operation: () async throws -> Void) async throws {
        try await world.superuser.write { db in try db.script(Self.trap) }
        let before = try await world.everything()
        for n in 1...200 {
            try await world.superuser.write { db in
                try db.script("alter sequence public.probe restart; update public.probe_target set n = \(n)")
            }
            do {
                try await operation()
                #expect(n > rows, "the operation writes \(n - 1) rows")
                return
            } catch PostgresError.server(let error) where error.code.rawValue == "XX001" {
                let after = try await world.everything()
                #expect(after == before, "row \(n) failed and something stayed")
            }
        }
        Issue.record("no end after 200 rows")
    }

    @Test func registering() async throws {
        try await TestWorld.lease { world in
            var draft = world.draft(.complaint)
            draft.papers = [PaperDraft(name: "Sổ đỏ", pages: 1, kind: "copy")]
            draft.jurisdiction = .competent
            let fixed = draft
            try await failEvery(world, atLeast: 12) {
                let registered = try await world.casework.petitions.register(fixed, key: "loi-giua-chung", by: world.actor("ubnd.clerk"))
                #expect(registered.number == 1)
            }
        }
    }

    @Test func referring() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.classified(world.draft())
            try await failEvery(world, atLeast: 15) {
                _ = try await world.step(registered.caseID, "refer", world.referFacts(to: "snnmt"), by: "hdnd.officer")
            }
        }
    }

    @Test func acceptingAReferral() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.referred()
            try await failEvery(world, atLeast: 12) { _ = try await world.step(sent.caseID, "accept", by: "snnmt.officer") }
        }
    }

    @Test func givingATask() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.classified(world.draft())
            let draft = TaskDraft(
                kind: .report, title: "Báo cáo việc ngập nước", content: "Báo cáo hiện trạng.", assignee: world.office("snnmt"),
                dueOn: Day(2026, 12, 4))
            try await failEvery(world, atLeast: 10) {
                _ = try await world.casework.tasks.give(draft, in: registered.caseID, key: "giao-viec-hong", by: world.actor("hdnd.leader"))
            }
        }
    }

    @Test func decliningAReferral() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.referred()
            try await failEvery(world, atLeast: 8) {
                _ = try await world.step(sent.caseID, "decline", ["reason": .text("Không thuộc thẩm quyền")], by: "snnmt.officer")
            }
            let sender = try await world.stand(of: sent.petition.caseID)
            #expect(sender.state == "classified")
        }
    }

    @Test func answeringAReferral() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.referred()
            _ = try await world.step(sent.caseID, "accept", by: "snnmt.officer")
            try await failEvery(world, atLeast: 8) {
                _ = try await world.step(
                    sent.caseID, "answer",
                    ["result": .text("explained"), "summary": .text("Xong"), "flag_reason": .text("Trả lời trước")], by: "snnmt.officer")
            }
            let sender = try await world.stand(of: sent.petition.caseID)
            #expect(sender.state == "result_in")
        }
    }

    @Test func writingDownAnAnswerOnPaper() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.sentToCourt(try await world.court())
            try await failEvery(world, atLeast: 8) {
                let facts: [String: FactInput] = .decision(
                    "9/TA", "2026-11-19", and: ["result": .text("explained"), "summary": .text("Xong")])
                _ = try await world.step(sent.track, "record_answer", facts, by: "hdnd.clerk")
            }
            let own = try await world.stand(of: sent.own)
            #expect(own.state == "result_in")
        }
    }

    @Test func mergingPersons() async throws {
        try await TestWorld.lease { world in
            var people: [Int64] = []
            for title in ["Việc một", "Việc hai"] {
                let letter = try await world.register(world.draft(title: title))
                let view = try await world.casework.petitions.petition(letter.petition, by: world.actor("hdnd.clerk"))
                people.append(try #require(view.parties.first?.id))
            }
            let (kept, other) = (people[0], people[1])
            try await failEvery(world, atLeast: 4) {
                let merge = try await world.casework.persons.merge(
                    other, into: kept, reason: "Một người", key: nil, by: world.actor("hdnd.clerk"))
                #expect(merge.parties == 1)
            }
        }
    }

    @Test func sweepingDeadlines() async throws {
        try await TestWorld.lease { world in
            _ = try await world.register(world.draft())
            world.clock.set(Day(2026, 12, 7))
            try await failEvery(world, atLeast: 4) {
                let fired = try await world.casework.queues.sweepDeadlines()
                #expect(fired == 1)
            }
        }
    }

    @Test func issuingARegister() async throws {
        try await TestWorld.lease { world in
            _ = try await world.register(world.draft())
            world.clock.set(Day(2026, 11, 23))
            try await failEvery(world, atLeast: 5) {
                let issued = try await world.casework.registers.issue(
                    from: Day(2026, 11, 16), to: Day(2026, 11, 22), leaderName: nil, key: nil, by: world.actor("hdnd.leader"))
                #expect(issued.number == 1)
            }
        }
    }

    @Test func tyingACopy() async throws {
        try await TestWorld.lease { world in
            let original = try await world.register(world.draft())
            let envelope = try await PostbagTests.opened(world, try await PostbagTests.envelope(world))
            let tie = TieDraft(petition: original.petition, expectedSequence: envelope.sequence)
            try await failEvery(world, atLeast: 3) {
                let tied = try await world.casework.postbag.tie(envelope.id, tie, key: "gan-ban-sao", by: world.actor("hdnd.clerk"))
                #expect(tied.state == .tied)
            }
        }
    }

    @Test func takingALetterOut() async throws {
        try await TestWorld.lease { world in
            let letter = try await PostbagTests.opened(world, try await PostbagTests.envelope(world))
            var draft = FilingDraft(number: "06/PĐX", ground: "illegible")
            draft.envelopes = [letter.id]
            let proposal = try await world.casework.filing.propose(draft, key: nil, by: world.actor("hdnd.clerk"))
            _ = try await world.casework.filing.sign(proposal.id, on: nil, key: nil, by: world.actor("hdnd.leader"))
            let filed = try await world.casework.postbag.envelope(letter.id, by: world.actor("hdnd.clerk"))
            let out = TakeOutDraft(reason: "Có tình tiết mới", expectedSequence: filed.sequence)
            try await failEvery(world, atLeast: 3) {
                let open = try await world.casework.filing.takeOut(letter.id, out, key: "lay-ra-hong", by: world.actor("hdnd.leader"))
                #expect(open.state == .opened)
            }
        }
    }

    @Test func signingABundle() async throws {
        try await TestWorld.lease { world in
            let original = try await world.register(world.draft())
            _ = try await world.step(
                original.caseID, "classify",
                ["kind": .text("feedback"), "eligibility": .text("ineligible"), "jurisdiction": .text("not_competent")], by: "hdnd.officer")
            _ = try await PostbagTests.tied(world, to: original.petition)
            var draft = FilingDraft(number: "05/PĐX", ground: "lacks_elements")
            draft.bundle = original.petition
            let proposal = try await world.casework.filing.propose(draft, key: nil, by: world.actor("hdnd.clerk"))
            try await failEvery(world, atLeast: 8) {
                let signed = try await world.casework.filing.sign(proposal.id, on: nil, key: nil, by: world.actor("hdnd.leader"))
                #expect(signed.state == "signed")
            }
        }
    }
}
