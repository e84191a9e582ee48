import Casework
import Law
import Postgres
import TestSupport
import Testing

/// Every role of an officer at every counter.
@Suite struct PermissionTests {
    private static let roles: [Role] = [.clerk, .officer, .leader, .recordsClerk, .auditor, .admin]

    /// An officer of the People's Council for each role.
    private func officers(_ world: TestWorld) async throws -> [Role: Actor] {
        var actors: [Role: Actor] = [:]
        for role in Self.roles {
            let name = "quyen.\(role.rawValue)"
            _ = try await world.casework.administration.addOfficer(
                username: name, fullName: role.title, title: "", organisation: "HY-TTHDND", roles: [role], password: nil,
                by: .operator(user: "test"))
            actors[role] = .officer(try await world.casework.signIn.impersonate(username: name))
        }
        return actors
    }

    private struct Counter: Sendable {
        var name: String
        var allowed: Set<Role>
        var call: @Sendable (TestWorld, Actor) async throws -> Void
        init(_ name: String, _ allowed: Set<Role>, _ call: @escaping @Sendable (TestWorld, Actor) async throws -> Void) {
            self.name = name
            self.allowed = allowed
            self.call = call
        }
    }

    private static let workers: Set<Role> = [.clerk, .officer, .leader]
    private static let deciders: Set<Role> = [.officer, .leader]

    private static let counters: [Counter] = [
        Counter("register a petition", workers) { world, actor in
            _ = try await world.casework.petitions.register(world.draft(), key: nil, by: actor)
        },
        Counter("classify", workers) { world, actor in
            let registered = try await world.register(world.draft())
            _ = try await world.casework.cases.step(
                registered.caseID,
                EventDraft(
                    event: "classify",
                    facts: ["kind": .text("feedback"), "eligibility": .text("eligible"), "jurisdiction": .text("not_competent")],
                    expectedSequence: 1), key: nil, by: actor)
        },
        Counter("refer", deciders) { world, actor in
            let registered = try await world.classified(world.draft())
            _ = try await world.casework.referrals.refer(
                petition: registered.petition,
                EventDraft(event: "refer", facts: world.referFacts(to: "snnmt"), expectedSequence: 2), key: nil, by: actor)
        },
        Counter("give a task", deciders) { world, actor in
            let registered = try await world.register(world.draft())
            let draft = TaskDraft(
                kind: .report, title: "Báo cáo", content: "Báo cáo hiện trạng.", assignee: world.office("snnmt"), dueOn: Day(2026, 12, 4))
            _ = try await world.casework.tasks.give(draft, in: registered.caseID, key: nil, by: actor)
        },
        Counter("open a session", workers) { world, actor in
            var draft = SessionDraft(kind: .adHoc, sessionDate: world.clock.today, place: "Phòng tiếp công dân")
            draft.ground = "ADHOC-A"
            _ = try await world.casework.sessions.open(draft, key: nil, by: actor)
        },
        Counter("register a visit", workers) { world, actor in
            var draft = SessionDraft(kind: .adHoc, sessionDate: world.clock.today, place: "Phòng tiếp công dân")
            draft.ground = "ADHOC-A"
            let session = try await world.casework.sessions.open(draft, key: nil, by: world.actor("hdnd.clerk"))
            _ = try await world.casework.visits.register(VisitDraft(session: session.session), key: nil, by: actor)
        },
        Counter("cancel a session", [.leader]) { world, actor in
            var draft = SessionDraft(kind: .scheduled, sessionDate: Day(2026, 12, 1), place: "Phòng tiếp công dân")
            draft.hostName = "Chủ tịch"
            let session = try await world.casework.sessions.open(draft, key: nil, by: world.actor("hdnd.clerk"))
            _ = try await world.casework.cases.step(
                session.caseID, EventDraft(event: "cancel", facts: ["reason": .text("Nhầm")], expectedSequence: 1), key: nil, by: actor)
        },
        Counter("publish a schedule", deciders) { world, actor in
            let days = try await world.count("select count(*) from tiepdan.reception_schedule")
            _ = try await world.casework.sessions.publishSchedule(
                ScheduleDraft(
                    place: "Số 8", hours: "7h30", validFrom: Day(2027, 1, 4).adding(days: days), publishedOn: Day(2026, 11, 19)), key: nil,
                by: actor)
        },
        Counter("add a direction", workers) { world, actor in
            let registered = try await world.register(world.draft())
            _ = try await world.casework.cases.addDirection(
                registered.caseID, leaderName: "A", givenOn: Day(2026, 11, 19), text: "Khẩn trương", key: nil, by: actor)
        },
        Counter("attach a scan", workers) { world, actor in
            let registered = try await world.register(world.draft())
            _ = try await world.casework.attachments.upload(
                Scan.stream("%PDF-1.7 \(registered.number)"), name: "don.pdf", kind: nil, to: .petition(registered.petition), by: actor)
        },
        Counter("issue a register", deciders) { world, actor in
            _ = try await world.casework.registers.issue(
                from: Day(2026, 11, 9), to: Day(2026, 11, 15), leaderName: nil, key: nil, by: actor)
        },
        Counter("read the worklist", Set(roles)) { world, actor in _ = try await world.casework.petitions.list(PetitionFilter(), by: actor)
        },
        Counter("read the register", Set(roles)) { world, actor in
            _ = try await world.casework.registers.weekly(from: Day(2026, 11, 9), to: Day(2026, 11, 15), leaderName: nil, by: actor)
        },
        Counter("add an account", [.admin]) { world, actor in
            let number = try await world.count("select count(*) from tiepdan.officer")
            _ = try await world.casework.administration.addOfficer(
                username: "moi\(number)", fullName: "Mới", title: "", organisation: "HY-TTHDND", roles: [.clerk], password: nil, by: actor)
        },
        Counter("change a setting", [.admin]) { world, actor in
            try await world.casework.administration.set("referral.decline_days", to: 4, organisation: nil, by: actor)
        },
        Counter("list tokens", [.admin]) { world, actor in _ = try await world.casework.administration.tokens(by: actor) },
    ]

    @Test func everyRoleAtEveryCounter() async throws {
        try await TestWorld.lease { world in
            let officers = try await officers(world)
            for counter in Self.counters {
                for role in Self.roles {
                    let refused = try await problem { try await counter.call(world, officers[role]!) }
                    #expect(
                        (refused == nil) == counter.allowed.contains(role),
                        "\(role.rawValue) at: \(counter.name) — \(refused?.code ?? "done")")
                    if let refused {
                        #expect(refused.kind == .forbidden && refused.code == "not_permitted", "\(role.rawValue) at: \(counter.name)")
                    }
                }
            }
        }
    }

    @Test func citizensAndJobsHaveNoSeatAtTheCounter() async throws {
        try await TestWorld.lease { world in
            for actor in [Actor.citizen, .system(job: "x"), .operator(user: "root")] {
                for counter in Self.counters.prefix(12) where counter.name != "read the worklist" {
                    let refused = try await problem { try await counter.call(world, actor) }
                    #expect(refused != nil, "\(actor) at: \(counter.name)")
                }
                let list = try await problem {
                    let page = try await world.casework.petitions.list(PetitionFilter(), by: actor)
                    #expect(page.items.isEmpty)
                }
                _ = list
            }
        }
    }

    @Test func anOfficerSeesTheAccountsOfHisOwnOfficeOnly() async throws {
        try await TestWorld.lease { world in
            for asked in [nil, "HY-UBND"] {
                let seen = try await world.casework.administration.accounts(organisation: asked, by: world.actor("hdnd.clerk"))
                #expect(seen.map(\.username) == ["hdnd.clerk", "hdnd.leader", "hdnd.officer"])
            }
            let all = try await world.casework.administration.accounts(organisation: nil, by: .operator(user: "root"))
            #expect(all.count == 15)
            for actor in [Actor.citizen, .system(job: "x")] {
                let refused = try await problem { try await world.casework.administration.accounts(organisation: nil, by: actor) }
                #expect(refused?.kind == .forbidden)
            }
        }
    }

    @Test func aRoleHeldInOneOfficeIsNoneInAnother() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.register(world.draft())
            let both = world.officer("snnmt.leader")
            try await world.casework.administration.grant(.auditor, to: "snnmt.leader", in: "HY-TTHDND", by: .operator(user: "test"))
            var here = both
            here.organisation = world.office("hdnd")
            // The program believes the actor it is given; the database does not.
            let forged = Actor.officer(here)
            let step = EventDraft(
                event: "classify",
                facts: ["kind": .text("feedback"), "eligibility": .text("eligible"), "jurisdiction": .text("not_competent")],
                expectedSequence: 1)
            let refused = try await problem { try await world.casework.cases.step(registered.caseID, step, key: nil, by: forged) }
            #expect(refused?.code == "transition_refused")
            let stand = try await world.stand(of: registered.caseID)
            #expect(stand.seq == 1)
        }
    }

    @Test func aDismissedOfficerMovesNothing() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.register(world.draft())
            try await world.casework.administration.setActive("hdnd.officer", false, by: .operator(user: "test"))
            let refused = try await problem {
                try await world.step(
                    registered.caseID, "classify",
                    ["kind": .text("feedback"), "eligibility": .text("eligible"), "jurisdiction": .text("not_competent")],
                    by: "hdnd.officer")
            }
            #expect(refused?.code == "transition_refused")
        }
    }
}
