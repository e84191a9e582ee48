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
}
