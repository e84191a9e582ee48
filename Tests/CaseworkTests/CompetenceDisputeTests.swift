import Casework
import Law
import Postgres
import TestSupport
import Testing

extension TestWorld {
    /// Gives an office its superior.
    func put(_ office: String, under superior: String) async throws {
        let (below, above) = (self.office(office), self.office(superior))
        try await superuser.write { db in _ = try db.run("update tiepdan.organisation set parent = \(above) where id = \(below)") }
    }

    /// Sends a classified case to an office; the answer is the referral's case.
    func sent(
        _ caseID: Int64, to office: String, by officer: String = "hdnd.officer", letter: String = "12/HĐND-TT"
    ) async throws -> Int64 {
        try #require(try await step(caseID, "refer", referFacts(to: office, letter: letter), by: officer).created["referralCase"])
    }

    /// Sends a classified case to an office that says that it is not its business.
    @discardableResult
    func refused(_ caseID: Int64, by office: String, sender: String = "hdnd.officer") async throws -> StepView {
        let letter = try await sent(caseID, to: office, by: sender)
        return try await step(letter, "decline", ["reason": .text("Không thuộc thẩm quyền của chúng tôi")], by: "\(office).officer")
    }

    func journal(_ caseID: Int64, by officer: String) async throws -> [EntryView] {
        try await casework.cases.caseFile(caseID, by: actor(officer)).journal
    }
}

/// Three refusals of one matter, or a circle, go to the lowest office above all that disagree.
@Suite struct CompetenceDisputeTests {
    @Test func theThirdRefusalGoesToTheCommonSuperiorAtOnce() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.classified(world.draft())
            for office in ["snnmt", "btcd"] {
                try await world.refused(registered.caseID, by: office)
                let still = try await world.stand(of: registered.caseID)
                #expect(still.state == "classified", "\(office)")
            }
            let letter = try await world.sent(registered.caseID, to: "phohien")
            _ = try await world.step(letter, "decline", ["reason": .text("Không thuộc")], by: "phohien.officer")
            let stand = try await world.stand(of: registered.caseID)
            #expect(stand.state == "competence_dispute")
            let journal = try await world.journal(registered.caseID, by: "hdnd.officer")
            #expect(journal.suffix(2).map(\.event) == ["referral_declined", "put_to_superior"] && journal.last?.actor == "system")
            let transactions = try await world.count(
                """
                select count(distinct xmin::text) from tiepdan.journal
                 where (case_id = \(letter) and event = 'decline') or (case_id = \(registered.caseID) and event = 'put_to_superior')
                """)
            #expect(transactions == 1)
            let told = try await world.count(
                """
                select count(*) from tiepdan.outbox where topic = 'notice' and (payload ->> 'case')::bigint = \(registered.caseID)
                   and payload -> 'tells' ? 'superior'
                """)
            #expect(told == 1)

            // These offices have no root in common: the provincial people's committee decides.
            let waiting = try await world.casework.cases.competenceDisputes(by: world.actor("ubnd.leader"))
            #expect(waiting.map(\.caseID) == [registered.caseID] && waiting.first?.refusals == 3)
            #expect(waiting.first?.since == world.clock.today && waiting.first?.petition == registered.petition)
            let listed = try await world.casework.cases.list(CaseFilter(state: "competence_dispute"), by: world.actor("ubnd.leader"))
            #expect(listed.items.map(\.id) == [registered.caseID] && listed.items.first?.relations == ["superior"])
            let letterThere = try await world.casework.petitions.petition(registered.petition, by: world.actor("ubnd.leader"))
            #expect(letterThere.caseID == registered.caseID && letterThere.chain.count == 3)
            let elsewhere = try await world.casework.cases.competenceDisputes(by: world.actor("snnmt.leader"))
            #expect(elsewhere.isEmpty)

            let stopped = try await problem {
                try await world.step(registered.caseID, "refer", world.referFacts(to: "ubnd"), by: "hdnd.officer")
            }
            #expect(stopped?.code == "not_allowed_in_state")
            let found = try await world.findings()
            #expect(found == [])
        }
    }

    @Test func theSuperiorNamesTheBodyWhichMayReceiveItAgainOnce() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.classified(world.draft())
            for office in ["snnmt", "btcd", "phohien"] { try await world.refused(registered.caseID, by: office) }
            let decision: [String: FactInput] = [
                "recipient": .number(world.office("snnmt")), "letter_number": .text("5/UBND-NC"), "letter_date": .text("2026-11-19"),
            ]
            for stranger in ["hdnd.officer", "snnmt.leader"] {
                let refused = try await problem { try await world.step(registered.caseID, "competence_decided", decision, by: stranger) }
                #expect(refused?.kind == (stranger == "hdnd.officer" ? .forbidden : .missing), "\(stranger)")
            }
            let step = try await world.step(registered.caseID, "competence_decided", decision, by: "ubnd.leader")
            #expect(step.state == "classified")
            let view = try await world.casework.petitions.petition(registered.petition, by: world.actor("hdnd.officer"))
            #expect(view.jurisdiction == .notCompetent)
            let over = try await world.casework.cases.competenceDisputes(by: world.actor("ubnd.leader"))
            #expect(over.isEmpty)

            try await world.refused(registered.caseID, by: "snnmt")
            let counted = try await world.stand(of: registered.caseID)
            #expect(counted.state == "classified", "the counting began anew")
            // Who only declined may be asked again, but the third refusal is the third refusal.
            try await world.refused(registered.caseID, by: "snnmt")
            let second = try await world.stand(of: registered.caseID)
            #expect(second.state == "classified")
            try await world.refused(registered.caseID, by: "btcd")
            let third = try await world.stand(of: registered.caseID)
            #expect(third.state == "competence_dispute")
            let found = try await world.findings()
            #expect(found == [])
        }
    }

    /// A superior that does not use the program decides on paper; the holder's leader writes it down with its number. One that does use it
    /// speaks for itself.
    @Test func aDecisionOnPaperIsWrittenDownByTheHolder() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.classified(world.draft())
            for office in ["snnmt", "btcd", "phohien"] { try await world.refused(registered.caseID, by: office) }
            let named: [String: FactInput] = ["recipient": .number(world.office("snnmt"))]
            let theirs = named.merging(["letter_number": .text("5/UBND-NC"), "letter_date": .text("2026-11-19")]) { $1 }
            let usurped = try await problem { try await world.step(registered.caseID, "competence_decided", theirs, by: "hdnd.leader") }
            #expect(usurped?.kind == .forbidden && usurped?.message.contains("Ủy ban nhân dân tỉnh Hưng Yên") == true)
            let waits = try await world.stand(of: registered.caseID)
            #expect(waits.state == "competence_dispute")
            _ = try await world.superuser.write { db in
                try db.run("update tiepdan.officer set active = false where username like 'ubnd.%'")
            }
            let unproven = try await problem { try await world.step(registered.caseID, "competence_decided", named, by: "hdnd.leader") }
            #expect(unproven?.errors.first?.field == "letter_number")
            let step = try await world.step(registered.caseID, "competence_decided", theirs, by: "hdnd.leader")
            #expect(step.state == "classified")
            _ = try await world.sent(registered.caseID, to: "snnmt")
        }
    }

    @Test func whoHadItInHisBookGetsItBackUnderTheSameNumber() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.classified(world.draft())
            let letter = try await world.sent(registered.caseID, to: "snnmt")
            let accepted = try await world.step(letter, "accept", by: "snnmt.officer")
            let first = try #require(accepted.created["registration"])
            // A return of what was accepted is a refusal like any other.
            _ = try await world.step(
                try #require(accepted.created["case"]), "return_to_sender",
                ["reason": .text("Không thuộc thẩm quyền"), "letter_number": .text("9/CV"), "letter_date": .text("2026-11-19")],
                by: "snnmt.officer")
            for office in ["btcd", "phohien"] { try await world.refused(registered.caseID, by: office) }
            let stand = try await world.stand(of: registered.caseID)
            #expect(stand.state == "competence_dispute")
            _ = try await world.step(
                registered.caseID, "competence_decided", ["recipient": .number(world.office("snnmt"))], by: "ubnd.officer")
            let again = try await world.sent(registered.caseID, to: "snnmt")
            let second = try await world.step(again, "accept", by: "snnmt.officer")
            #expect(second.created["registration"] == first && second.created["case"] != accepted.created["case"])
            let theirs = try await world.casework.petitions.petition(registered.petition, by: world.actor("snnmt.officer"))
            #expect(theirs.number == 1 && theirs.caseID == second.created["case"] && theirs.state == "registered")
            let found = try await world.findings()
            #expect(found == [])
        }
    }

    @Test func aCircleMayBePutToTheSuperiorByHand() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.classified(world.draft())
            let early = try await problem {
                try await world.step(registered.caseID, "put_to_superior", ["circle": .flag(true)], by: "hdnd.officer")
            }
            #expect(early?.errors.first?.code == "no_dispute")
            // Sent and called back, nobody has refused it yet.
            let recalled = try await world.sent(registered.caseID, to: "btcd")
            _ = try await world.step(recalled, "recall", ["reason": .text("Gửi nhầm")], by: "hdnd.officer")
            let unrefused = try await problem {
                try await world.step(registered.caseID, "put_to_superior", ["circle": .flag(true)], by: "hdnd.officer")
            }
            #expect(unrefused?.errors.map(\.code) == ["no_dispute"])
            // Entered in their book and returned: sending it there again would close a circle.
            let letter = try await world.sent(registered.caseID, to: "snnmt")
            let own = try #require(try await world.step(letter, "accept", by: "snnmt.officer").created["case"])
            _ = try await world.step(
                own, "return_to_sender",
                ["reason": .text("Không thuộc thẩm quyền"), "letter_number": .text("9/CV"), "letter_date": .text("2026-11-19")],
                by: "snnmt.officer")
            let without = try await problem { try await world.step(registered.caseID, "put_to_superior", by: "hdnd.officer") }
            #expect(without?.code == "guard_failed")
            let circle = try await problem {
                try await world.step(registered.caseID, "refer", world.referFacts(to: "snnmt"), by: "hdnd.officer")
            }
            #expect(circle?.errors.map(\.code) == ["recipient_already_holds", "common_superior"])
            #expect(circle?.errors.last?.organisation == world.office("ubnd"))
            let put = try await world.step(
                registered.caseID, "put_to_superior", ["circle": .flag(true), "reason": .text("Sở trả lại")], by: "hdnd.officer")
            #expect(put.state == "competence_dispute" && put.created["superior"] == world.office("ubnd"))
            let waiting = try await world.casework.cases.competenceDisputes(by: world.actor("ubnd.officer"))
            #expect(waiting.map(\.refusals) == [1])
        }
    }

    @Test func theLowestOfficeAboveAllDecidesWhoRefusedDoesNot() async throws {
        try await TestWorld.lease { world in
            for office in ["snnmt", "phohien", "btcd"] { try await world.put(office, under: "ubnd") }
            // The committee itself is above all who refused, and did not refuse.
            let own = try await world.register(world.draft(), by: "ubnd.clerk")
            _ = try await world.step(
                own.caseID, "classify",
                ["kind": .text("feedback"), "eligibility": .text("eligible"), "jurisdiction": .text("subordinate")], by: "ubnd.officer")
            for office in ["snnmt", "btcd", "phohien"] { try await world.refused(own.caseID, by: office, sender: "ubnd.officer") }
            let put = try await world.casework.cases.caseFile(own.caseID, by: world.actor("ubnd.leader"))
            #expect(put.state == "competence_dispute" && put.relations == ["owner", "superior"])
            let decided = try await world.step(
                own.caseID, "competence_decided", ["recipient": .number(world.office("ubnd"))], by: "ubnd.leader")
            #expect(decided.state == "classified")
            let view = try await world.casework.petitions.petition(own.petition, by: world.actor("ubnd.officer"))
            #expect(view.jurisdiction == .competent, "named itself, it settles itself")

            // Where it refused too, somebody above it has to be entered first: the refusal stands, the case waits with its sender.
            let other = try await world.classified(world.draft(title: "Việc khác"))
            for office in ["ubnd", "snnmt", "phohien"] { try await world.refused(other.caseID, by: office) }
            let waits = try await world.stand(of: other.caseID)
            #expect(waits.state == "classified")
            let stopped = try await problem {
                try await world.step(other.caseID, "refer", world.referFacts(to: "btcd"), by: "hdnd.officer")
            }
            #expect(stopped?.code == "guard_failed" && stopped?.errors.first?.field == "not_competence_disputed")
            let nobody = try await problem { try await world.step(other.caseID, "put_to_superior", by: "hdnd.officer") }
            #expect(nobody?.code == "no_common_superior" && nobody?.message.contains("khai báo cơ quan cấp trên") == true)
            let found = try await world.findings()
            #expect(found == [])
        }
    }

    /// What others sent of the same matter counts in the dispute, and stays out of the words.
    @Test func theTransfersOfOthersAreNotTold() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.classified(world.draft())
            let letter = try await world.sent(registered.caseID, to: "snnmt")
            _ = try await world.step(letter, "accept", by: "snnmt.officer")
            // Of the same matter: one that only the department knows, refused by the province, and one that only the council knows.
            var theirs = world.draft(title: "Đơn gửi riêng Sở")
            theirs.matter = registered.matter
            let own = try await world.register(theirs, by: "snnmt.clerk")
            _ = try await world.step(
                own.caseID, "classify",
                ["kind": .text("feedback"), "eligibility": .text("eligible"), "jurisdiction": .text("not_competent")], by: "snnmt.officer")
            try await world.refused(own.caseID, by: "ubnd", sender: "snnmt.officer")
            var more = world.draft(title: "Đơn khác cùng việc")
            more.matter = registered.matter
            let sibling = try await world.classified(more)
            let nobody = try await problem {
                try await world.step(sibling.caseID, "put_to_superior", ["circle": .flag(true)], by: "hdnd.officer")
            }
            #expect(nobody?.code == "no_common_superior", "the refusal counts, and the only superior is who refused")
            #expect(nobody?.message.contains("Sở Nông nghiệp và Môi trường tỉnh Hưng Yên (tiếp nhận 19/11/2026)") == true)
            #expect(nobody?.message.contains("Ủy ban nhân dân tỉnh") == false)
        }
    }

    @Test func aSecondComplaintIsNotTheFirstSentOn() async throws {
        try await TestWorld.lease { world in
            let first = try await world.classified(world.draft(title: "Lần đầu"))
            try await world.refused(first.caseID, by: "snnmt")
            var more = world.draft(title: "Lần hai")
            more.matter = first.matter
            let second = try await world.classified(more)
            try await world.refused(second.caseID, by: "btcd")
            let (petition, other) = (first.petition, second.petition)
            let together = try await world.count("select tiepdan.competence_refusals(\(petition))")
            #expect(together == 2)
            try await world.superuser.write { db in
                _ = try db.run("update tiepdan.registration set instance = 2 where petition = \(other)")
            }
            for one in [petition, other] {
                let apart = try await world.count("select tiepdan.competence_refusals(\(one))")
                #expect(apart == 1)
            }
        }
    }

    @Test func refusalsOfOneMatterCountTogetherAndThoseOfSplitPartsDoNot() async throws {
        try await TestWorld.lease { world in
            let first = try await world.classified(world.draft(title: "Lá đơn đầu"))
            try await world.refused(first.caseID, by: "snnmt")
            try await world.refused(first.caseID, by: "btcd")
            var more = world.draft(title: "Lá đơn sau, cùng việc")
            more.matter = first.matter
            let second = try await world.classified(more)
            try await world.refused(second.caseID, by: "phohien")
            let put = try await world.stand(of: second.caseID)
            #expect(put.state == "competence_dispute", "the third of the matter, the first of the letter")

            let whole = try await world.register(world.draft(.mixed, title: "Nhiều việc"))
            _ = try await world.step(
                whole.caseID, "classify",
                ["kind": .text("mixed"), "eligibility": .text("eligible"), "jurisdiction": .text("not_competent")], by: "hdnd.officer")
            _ = try await world.step(whole.caseID, "split", by: "hdnd.officer")
            for office in ["snnmt", "btcd", "phohien"] {
                var part = world.draft(title: "Phần gửi \(office)")
                part.partOf = whole.petition
                let entered = try await world.classified(part)
                try await world.refused(entered.caseID, by: office)
                let stand = try await world.stand(of: entered.caseID)
                #expect(stand.state == "classified", "\(office)")
            }
        }
    }
}
