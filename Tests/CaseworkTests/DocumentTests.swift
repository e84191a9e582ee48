import Casework
import Law
import Postgres
import TestSupport
import Testing

@Suite struct DocumentTests {
    /// The provincial committee with a records clerk, an administrator, and a leader who may sign.
    private struct Office {
        let world: TestWorld
        let clerk: Actor

        static func open(_ world: TestWorld) async throws -> Office {
            let administration = world.casework.administration
            for (name, role) in [("records", Role.recordsClerk), ("admin", .admin)] {
                _ = try await administration.addOfficer(
                    username: "ubnd." + name, fullName: role.title, title: role.title, organisation: "HY-UBND", roles: [role],
                    password: nil,
                    by: .operator(user: "test"))
            }
            let admin = Actor.officer(try await world.casework.signIn.impersonate(username: "ubnd.admin"))
            _ = try await world.casework.signing.add(
                AuthorityDraft(
                    officer: world.officer("ubnd.leader").id, authority: "TM", onBehalfOf: "Ủy ban nhân dân", title: "Chủ tịch",
                    validFrom: Day(2026, 11, 1)), key: nil, by: admin)
            return Office(world: world, clerk: .officer(try await world.casework.signIn.impersonate(username: "ubnd.records")))
        }

        /// A complaint of the committee's own, about to be decided.
        func deciding() async throws -> Int64 {
            var draft = world.draft(.complaint)
            draft.jurisdiction = .competent
            let own = try await world.register(draft, by: "ubnd.clerk").caseID
            _ = try await world.step(own, "propose_accept", ["summary": .text("Đủ điều kiện.")], by: "ubnd.officer")
            _ = try await world.step(own, "accept", by: "ubnd.leader")
            _ = try await world.step(own, "find_right", ["summary": .text("Khiếu nại đúng.")], by: "ubnd.officer")
            return own
        }

        func signed(_ own: Int64) async throws -> DraftMoved {
            var new = NewDocument(caseID: own, event: "sign_decision", form: "settlement_decision", title: "Về việc giải quyết khiếu nại")
            new.facts = ["result": .text("right")]
            let desk = world.casework.documents
            var moved = try await desk.write(new, key: nil, by: world.actor("ubnd.officer"))
            moved = try await desk.submit(
                moved.id, DocumentDecision(expectedRevision: moved.revision), key: nil, by: world.actor("ubnd.officer"))
            moved = try await desk.approve(
                moved.id, DocumentDecision(expectedRevision: moved.revision), key: nil, by: world.actor("ubnd.leader"))
            return try await desk.sign(
                moved.id, SignatureDraft(expectedRevision: moved.revision), key: nil, by: world.actor("ubnd.leader"))
        }
    }

    @Test func aClockStopsAtTheIssueAndAnotherOneAtTheSending() async throws {
        try await TestWorld.lease { world in
            let office = try await Office.open(world)
            let own = try await office.deciding()
            let signed = try await office.signed(own)
            #expect(try await world.running(own)["KN-2"] != nil, "drafting, approving and signing stop nothing")
            let issued = try await world.casework.documents.issue(
                signed.id, IssueDraft(expectedRevision: signed.revision, number: "77/QĐ-UBND"), key: nil, by: office.clerk)
            let after = try await world.running(own)
            #expect(after["KN-2"] == nil && after["KN-4"] != nil && issued.step?.state == "decided")
            let decided = try await world.count(
                "select count(*)::int from tiepdan.settlement where case_id = \(own) and decision_number = '77/QĐ-UBND'")
            #expect(decided == 1)
            var sending = DispatchDraft(expectedRevision: issued.revision, addressee: "Ông Nguyễn Văn An", means: .registeredPost)
            sending.event = "send"
            let sent = try await world.casework.documents.dispatch(signed.id, sending, key: nil, by: world.actor("ubnd.clerk"))
            #expect(sent.step?.state == "notified")
            #expect(try await world.running(own)["KN-4"] == nil)
            let found = try await world.findings()
            #expect(found.isEmpty, "\(found)")
        }
    }

    @Test func theEntryBearsTheSignerAndNamesWhoIssuedIt() async throws {
        try await TestWorld.lease { world in
            let office = try await Office.open(world)
            let own = try await office.deciding()
            let signed = try await office.signed(own)
            _ = try await world.casework.documents.issue(
                signed.id, IssueDraft(expectedRevision: signed.revision, number: "77/QĐ-UBND"), key: nil, by: office.clerk)
            guard case .officer(let records) = office.clerk else { return }
            let leader = world.officer("ubnd.leader").id
            let entries = try await world.count(
                """
                select count(*)::int from tiepdan.journal
                 where case_id = \(own) and event = 'sign_decision' and officer = \(leader) and role = 'leader'
                   and (payload -> 'created' ->> 'issuedBy')::bigint = \(records.id)
                """)
            #expect(entries == 1)
            let lines = try await world.count(
                "select count(*)::int from tiepdan.draft_entry where action = 'issue' and officer = \(records.id)")
            #expect(lines == 1, "the history says who numbered it")
        }
    }

    @Test func anIssueIsWholeOrNothing() async throws {
        try await TestWorld.lease { world in
            let office = try await Office.open(world)
            let own = try await office.deciding()
            let signed = try await office.signed(own)
            // The case moved on by hand meanwhile: the law refuses the step, and the number is not taken.
            _ = try await world.step(
                own, "sign_decision",
                ["result": .text("right"), "document_number": .text("1/QĐ"), "document_date": .text(world.clock.today.iso)],
                by: "ubnd.leader")
            let before = try await world.everything()
            let refused = try await problem {
                try await world.casework.documents.issue(
                    signed.id, IssueDraft(expectedRevision: signed.revision, number: "77/QĐ-UBND"), key: "phat-hanh-01", by: office.clerk)
            }
            #expect(refused?.code == "not_allowed_in_state")
            let after = try await world.everything()
            #expect(after == before)
        }
    }

    @Test func whoSignsHoldsTheRoleAndTheAuthorityOnThatDay() async throws {
        try await TestWorld.lease { world in
            let office = try await Office.open(world)
            let admin = Actor.officer(try await world.casework.signIn.impersonate(username: "ubnd.admin"))
            var byOrder = AuthorityDraft(
                officer: world.officer("ubnd.officer").id, authority: "TUQ", onBehalfOf: "Chủ tịch", title: "Chánh Văn phòng",
                validFrom: Day(2026, 11, 1))
            byOrder.validTo = Day(2026, 11, 30)
            let granted = try await world.casework.signing.add(byOrder, key: nil, by: admin)
            #expect(granted.lines == ["TUQ. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"])
            var new = NewDocument(
                caseID: try await office.deciding(), event: "sign_decision", form: "settlement_decision", title: "Quyết định")
            new.facts = ["result": .text("right")]
            let desk = world.casework.documents
            var moved = try await desk.write(new, key: nil, by: world.actor("ubnd.officer"))
            moved = try await desk.submit(
                moved.id, DocumentDecision(expectedRevision: moved.revision), key: nil, by: world.actor("ubnd.officer"))
            moved = try await desk.approve(
                moved.id, DocumentDecision(expectedRevision: moved.revision), key: nil, by: world.actor("ubnd.leader"))
            let last = moved
            let role = try await problem {
                try await desk.sign(last.id, SignatureDraft(expectedRevision: last.revision), key: nil, by: world.actor("ubnd.officer"))
            }
            #expect(role?.code == "signer_not_permitted", "the law leaves the decision to a leader")
            let early = try await problem { try await world.casework.signing.end(granted.id, on: Day(2026, 10, 1), key: nil, by: admin) }
            #expect(early?.errors.first?.field == "validTo")
            world.clock.set(Day(2026, 12, 1))
            let over = try await problem {
                try await desk.sign(last.id, SignatureDraft(expectedRevision: last.revision), key: nil, by: world.actor("ubnd.officer"))
            }
            #expect(over?.code == "no_signing_authority", "it ended with November")
            var onPaper = SignatureDraft(expectedRevision: last.revision)
            onPaper.signer = world.officer("ubnd.leader").id
            let fixed = onPaper
            let notHis = try await problem { try await desk.sign(last.id, fixed, key: nil, by: world.actor("ubnd.clerk")) }
            #expect(notHis?.kind == .forbidden)
            let recorded = try await desk.sign(last.id, fixed, key: nil, by: office.clerk)
            #expect(recorded.state == .signed, "the records clerk notes what was signed on paper")
        }
    }

    @Test func nobodyTakesADocumentFromDraftToNumberAlone() async throws {
        try await TestWorld.lease { world in
            let office = try await Office.open(world)
            let op = Actor.operator(user: "test")
            for role in [Role.officer, .recordsClerk] {
                try await world.casework.administration.grant(role, to: "ubnd.clerk", in: "HY-UBND", by: op)
            }
            try await world.casework.administration.set("documents.levels", to: 0, organisation: "HY-UBND", by: op)
            let alone = Actor.officer(try await world.casework.signIn.impersonate(username: "ubnd.clerk"))
            var new = NewDocument(
                caseID: try await office.deciding(), event: "sign_decision", form: "settlement_decision", title: "Quyết định")
            new.facts = ["result": .text("right")]
            let desk = world.casework.documents
            var moved = try await desk.write(new, key: nil, by: alone)
            moved = try await desk.submit(moved.id, DocumentDecision(expectedRevision: moved.revision), key: nil, by: alone)
            #expect(moved.state == .approved, "no level of approval")
            var onPaper = SignatureDraft(expectedRevision: moved.revision)
            onPaper.signer = world.officer("ubnd.leader").id
            let signed = try await desk.sign(moved.id, onPaper, key: nil, by: alone)
            let issue = IssueDraft(expectedRevision: signed.revision, number: "77/QĐ-UBND")
            let before = try await world.everything()
            let refused = try await problem { try await desk.issue(signed.id, issue, key: nil, by: alone) }
            #expect(refused?.code == "second_person_required" && refused?.kind == .refused)
            let after = try await world.everything()
            #expect(after == before)
            // Where one person does it all the office says so; elsewhere another hand numbers it.
            try await world.casework.administration.set("documents.hands", to: 3, organisation: "HY-UBND", by: op)
            let two = try await problem { try await desk.issue(signed.id, issue, key: nil, by: office.clerk) }
            #expect(two?.code == "second_person_required", "the drafter and the records clerk are two")
            try await world.casework.administration.set("documents.hands", to: 2, organisation: "HY-UBND", by: op)
            #expect(try await desk.issue(signed.id, issue, key: nil, by: office.clerk).state == .issued)
        }
    }

    @Test func theOperatorGrantsAndEndsForAnyOffice() async throws {
        try await TestWorld.lease { world in
            _ = try await Office.open(world)
            let (op, desk) = (Actor.operator(user: "test"), world.casework.signing)
            var draft = AuthorityDraft(
                officer: world.officer("snnmt.leader").id, authority: "DIRECT", title: "Giám đốc", validFrom: Day(2026, 11, 1))
            let direct = draft
            let elsewhere = try await problem { try await desk.add(direct, office: "HY-UBND", key: nil, by: op) }
            #expect(elsewhere?.errors.map(\.code) == ["unknown_officer"])
            let nowhere = try await problem { try await desk.add(direct, office: "NOPE", key: nil, by: op) }
            #expect(nowhere?.kind == .missing)
            let granted = try await desk.add(direct, office: "HY-SNNMT", key: nil, by: op)
            #expect(granted.lines == ["GIÁM ĐỐC"] && granted.inForce)
            #expect(try await desk.authorities(office: "HY-SNNMT", by: op) == [granted])
            #expect(try await desk.authorities(office: "HY-UBND", by: op).map(\.authority) == ["TM"])
            // An administrator keeps his own office's, whatever office he names; the operator's are not his to end.
            let admin = Actor.officer(try await world.casework.signIn.impersonate(username: "ubnd.admin"))
            let foreign = try await problem { try await desk.end(granted.id, on: Day(2026, 11, 30), key: nil, by: admin) }
            #expect(foreign?.kind == .missing)
            draft.officer = world.officer("ubnd.leader").id
            let own = try await desk.add(draft, office: "HY-SNNMT", key: nil, by: admin)
            #expect(try await desk.authorities(by: admin).contains(own))
            #expect(try await desk.end(granted.id, on: Day(2026, 11, 18), key: nil, by: op).inForce == false)
            for other in [world.actor("ubnd.leader"), .citizen, .system(job: "test")] {
                let barred = try await problem { try await desk.end(own.id, on: Day(2026, 11, 30), key: nil, by: other) }
                #expect(barred?.kind == .forbidden)
            }
        }
    }

    @Test func allocatedNumbersLeaveNoGapAndPassOverTypedOnes() async throws {
        try await TestWorld.lease { world in
            let op = Actor.operator(user: "test")
            let administration = world.casework.administration
            var typed = world.draft(title: "Đơn số 2")
            typed.number = 2
            let given = typed
            let against = try await problem { try await world.register(given) }
            #expect(against?.errors.map(\.code) == ["number_allocated"])
            try await administration.set("numbers.petition", to: 1, organisation: "HY-TTHDND", by: op)
            #expect(try await world.register(given).number == 2)
            try await administration.set("numbers.petition", to: 0, organisation: "HY-TTHDND", by: op)
            var numbers: [Int] = []
            for _ in 0..<3 { numbers.append(try await world.register(world.draft()).number) }
            #expect(numbers == [1, 3, 4])
            let found = try await world.findings()
            #expect(found.isEmpty, "\(found)")
        }
    }

    @Test func aTypingOfficeNumbersWhatItAcceptsAndItsRegisters() async throws {
        try await TestWorld.lease { world in
            let op = Actor.operator(user: "test")
            for book in ["petition", "register"] {
                try await world.casework.administration.set("numbers." + book, to: 1, organisation: "HY-SNNMT", by: op)
            }
            let sent = try await world.referred()
            let view = try await world.casework.cases.caseFile(sent.caseID, by: world.actor("snnmt.officer"))
            let accept = try #require(view.allowed.first { $0.event == "accept" })
            #expect(accept.fields.contains { $0.name == "entry_number" && $0.required })
            let bare = try await problem { try await world.step(sent.caseID, "accept", by: "snnmt.officer") }
            #expect(bare?.errors.map(\.field) == ["entry_number"])
            let accepted = try await world.step(sent.caseID, "accept", ["entry_number": .number(310)], by: "snnmt.officer")
            let entry = try #require(accepted.created["registration"])
            #expect(try await world.count("select number from tiepdan.registration where id = \(entry)") == 310)
            let leader = world.actor("snnmt.leader")
            let (from, to) = (Day(2026, 11, 9), Day(2026, 11, 15))
            let unnumbered = try await problem {
                try await world.casework.registers.issue(from: from, to: to, leaderName: nil, key: nil, by: leader)
            }
            #expect(unnumbered?.errors.map(\.field) == ["number"])
            #expect(
                try await world.casework.registers.issue(from: from, to: to, leaderName: nil, number: 12, key: nil, by: leader).number == 12
            )
        }
    }

    @Test func failingAnyRowOfAnIssueLeavesNothing() async throws {
        try await TestWorld.lease { world in
            let office = try await Office.open(world)
            let signed = try await office.signed(try await office.deciding())
            let before = try await world.everything()
            // the last row that an issue writes is its line in the history
            try await world.superuser.write { db in
                try db.script(
                    """
                    create function public.refuse_issue() returns trigger language plpgsql as $$
                    begin if new.action = 'issue' then raise exception 'a fault' using errcode = 'XX001'; end if; return new; end $$;
                    create trigger zz_refuse before insert on tiepdan.draft_entry for each row execute function public.refuse_issue();
                    """)
            }
            await #expect(throws: PostgresError.self) {
                try await world.casework.documents.issue(
                    signed.id, IssueDraft(expectedRevision: signed.revision, number: "77/QĐ-UBND"), key: nil, by: office.clerk)
            }
            try await world.superuser.write { db in try db.script("drop trigger zz_refuse on tiepdan.draft_entry") }
            let after = try await world.everything()
            #expect(after == before)
            let again = try await world.casework.documents.issue(
                signed.id, IssueDraft(expectedRevision: signed.revision, number: "77/QĐ-UBND"), key: nil, by: office.clerk)
            #expect(again.state == .issued)
        }
    }
}
