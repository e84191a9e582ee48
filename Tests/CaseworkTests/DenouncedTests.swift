import Casework
import Law
import Postgres
import TestSupport
import Testing

/// A denunciation does not come to the denounced, his body or what is below it; who is competent instead is said by name.
@Suite struct DenouncedTests {
    /// A denunciation at the council against somebody of an office, classified as another's business.
    private func denounced(_ world: TestWorld, body: String?, rank: String? = nil, file: String = "TC-01") async throws
        -> RegisteredPetition
    {
        var draft = world.draft(.denunciation, title: "Tố cáo thu tiền sai")
        draft.paperFileNumber = file
        draft.denouncedBody = body.map { world.office($0) }
        draft.denouncedRank = rank
        return try await world.classified(draft)
    }

    private func refusal(_ world: TestWorld, _ caseID: Int64, to office: String) async throws -> Problem? {
        try await problem { try await world.step(caseID, "refer", world.referFacts(to: office), by: "hdnd.leader") }
    }

    @Test func theBodyOfTheDenouncedAndWhatIsBelowItAreRefusedWithTheSuperiorNamed() async throws {
        try await TestWorld.lease { world in
            try await world.put("snnmt", under: "ubnd")
            try await world.put("phohien", under: "snnmt")
            for rank in ["head", "deputy", "body", nil] {
                let registered = try await denounced(world, body: "snnmt", rank: rank, file: "TC-\(rank ?? "?")")
                for office in ["snnmt", "phohien"] {
                    let refused = try await refusal(world, registered.caseID, to: office)
                    #expect(refused?.code == "guard_failed" && refused?.kind == .refused, "\(office)")
                    #expect(refused?.errors.first?.field == "recipient" && refused?.errors.first?.code == "recipient_not_denounced")
                    #expect(refused?.errors.last?.field == "proposed" && refused?.errors.last?.code == "competent_superior")
                    #expect(refused?.errors.last?.organisation == world.office("ubnd"), "\(rank ?? "unknown")")
                    #expect(refused?.message.contains("Ủy ban nhân dân tỉnh Hưng Yên") == true)
                    #expect(refused?.message.contains(rank == "body" ? "Luật Tố cáo Đ.12.6" : "Luật Tố cáo Đ.12.1") == true)
                }
                let sent = try await world.step(registered.caseID, "refer", world.referFacts(to: "ubnd"), by: "hdnd.leader")
                #expect(sent.state == "transferred", "the superior receives it")
            }
            let found = try await world.findings()
            #expect(found == [])
        }
    }

    @Test func theHeadOfItsOwnBodySettlesWhatIsSaidOfStaff() async throws {
        try await TestWorld.lease { world in
            try await world.put("phohien", under: "snnmt")
            let registered = try await denounced(world, body: "snnmt", rank: "staff")
            let below = try await refusal(world, registered.caseID, to: "phohien")
            #expect(below?.errors.first?.code == "recipient_not_denounced")
            #expect(below?.errors.last?.organisation == world.office("snnmt"), "the body itself is competent")
            let letter = try await world.sent(registered.caseID, to: "snnmt", by: "hdnd.leader")
            let accepted = try await world.step(letter, "accept", by: "snnmt.leader")
            #expect(accepted.state == "accepted")
            let found = try await world.findings()
            #expect(found == [])
        }
    }

    @Test func nothingIsRefusedWhileNobodyIsNamedAndNamingItChangesThat() async throws {
        try await TestWorld.lease { world in
            let registered = try await denounced(world, body: nil)
            let named = try await world.step(
                registered.caseID, "name_denounced",
                ["denounced_body": .number(world.office("snnmt")), "denounced_rank": .text("deputy")], by: "hdnd.clerk")
            #expect(named.state == "classified")
            let view = try await world.casework.petitions.petition(registered.petition, by: world.actor("hdnd.clerk"))
            #expect(view.denouncedBody == world.office("snnmt") && view.denouncedRank == "deputy")
            #expect(view.denouncedBodyName == "Sở Nông nghiệp và Môi trường tỉnh Hưng Yên")
            let refused = try await refusal(world, registered.caseID, to: "snnmt")
            // No superior is entered: the provincial people's committee stands in for it.
            #expect(refused?.errors.last?.organisation == world.office("ubnd"))

            let free = try await denounced(world, body: nil, file: "TC-02")
            let sent = try await world.step(free.caseID, "refer", world.referFacts(to: "snnmt"), by: "hdnd.leader")
            #expect(sent.state == "transferred")
            let other = try await world.classified(world.draft())
            let wrong = try await problem {
                try await world.step(
                    other.caseID, "name_denounced",
                    ["denounced_body": .number(world.office("snnmt")), "denounced_rank": .text("head")], by: "hdnd.clerk")
            }
            #expect(wrong?.code == "guard_failed", "not a denunciation")
        }
    }

    @Test func neitherAcceptedNorTakenOverByTheDenouncedsOffice() async throws {
        try await TestWorld.lease { world in
            let registered = try await denounced(world, body: nil)
            let letter = try await world.sent(registered.caseID, to: "snnmt", by: "hdnd.leader")
            let (petition, body) = (registered.petition, world.office("snnmt"))
            try await world.superuser.write { db in
                _ = try db.run("update tiepdan.petition set denounced_body = \(body), denounced_rank = 'head' where id = \(petition)")
            }
            let findings = try await world.findings()
            #expect(findings.contains { $0.hasPrefix("denounced.sql") && $0.contains("referred to the office of the denounced") })
            let accept = try await problem { try await world.step(letter, "accept", by: "snnmt.leader") }
            #expect(accept?.code == "guard_failed" && accept?.errors.first?.code == "recipient_not_denounced")
            #expect(accept?.errors.last?.organisation == world.office("ubnd"))
            let returned = try await world.step(letter, "decline", ["reason": .text("Tố cáo lãnh đạo Sở")], by: "snnmt.leader")
            #expect(returned.state == "declined")

            var own = world.draft(.denunciation)
            own.denouncedBody = world.office("phohien")
            let here = try await world.register(own, by: "phohien.clerk")
            _ = try await world.step(
                here.caseID, "classify",
                ["kind": .text("denunciation"), "eligibility": .text("eligible"), "jurisdiction": .text("competent")],
                by: "phohien.officer")
            let taken = try await problem { try await world.step(here.caseID, "hand_over", by: "phohien.leader") }
            #expect(taken?.code == "guard_failed" && taken?.errors.first?.field == "office_not_denounced")
            #expect(taken?.errors.last?.code == "competent_superior" && taken?.errors.last?.organisation == world.office("ubnd"))
            let found = try await world.findings()
            #expect(found == [])
        }
    }

    @Test func theSuperiorNamesNoBodyOfTheDenouncedEither() async throws {
        try await TestWorld.lease { world in
            let registered = try await denounced(world, body: "snnmt", rank: "head")
            try await world.refused(registered.caseID, by: "btcd", sender: "hdnd.leader")
            _ = try await world.step(registered.caseID, "put_to_superior", ["circle": .flag(true)], by: "hdnd.leader")
            let decided = try await problem {
                try await world.step(
                    registered.caseID, "competence_decided", ["recipient": .number(world.office("snnmt"))], by: "ubnd.leader")
            }
            #expect(decided?.errors.first?.code == "recipient_not_denounced")
        }
    }

    /// The only common superior is the denounced himself: the denunciation stays with its holder.
    @Test func aDisputeDoesNotOpenItToTheDenounced() async throws {
        try await TestWorld.lease { world in
            let registered = try await denounced(world, body: "ubnd", rank: "head")
            for office in ["snnmt", "btcd", "phohien"] { try await world.refused(registered.caseID, by: office, sender: "hdnd.leader") }
            let stand = try await world.stand(of: registered.caseID)
            #expect(stand.state == "classified")
            let put = try await problem { try await world.step(registered.caseID, "put_to_superior", by: "hdnd.leader") }
            #expect(put?.code == "no_common_superior")
            let opened = try await world.count(
                "select count(*) from tiepdan.case_access where case_id = \(registered.caseID) and relation = 'superior'")
            #expect(opened == 0)
            let hidden = try await problem { try await world.casework.cases.caseFile(registered.caseID, by: world.actor("ubnd.leader")) }
            #expect(hidden?.kind == .missing)
            let found = try await world.findings()
            #expect(found == [])
        }
    }

    @Test func theCommonSuperiorSkipsWhoIsBarred() async throws {
        try await TestWorld.lease { world in
            try await world.put("snnmt", under: "ubnd")
            try await world.put("phohien", under: "ubnd")
            try await world.put("ubnd", under: "hdnd")
            let (one, other, body, above) = (world.office("snnmt"), world.office("phohien"), world.office("ubnd"), world.office("hdnd"))
            func superior(_ denounced: Int64?, _ rank: String?) async throws -> Int64? {
                try await world.superuser.read { db in
                    try db.valueIfAny(
                        """
                        select s from tiepdan.common_superior(
                            array[\(one), \(other)]::bigint[], '{}', \(denounced)::bigint, \(rank)::text) s where s is not null
                        """, as: Int64.self)
                }
            }
            let free = try await superior(nil, nil)
            #expect(free == body)
            let staff = try await superior(body, "staff")
            #expect(staff == body, "the head settles what is said of his staff")
            for rank in ["head", "body", nil] {
                let skipped = try await superior(body, rank)
                #expect(skipped == above, "\(rank ?? "unknown")")
            }
            let nobody = try await superior(above, "head")
            #expect(nobody == nil)
        }
    }

    /// Who was asked whose business it is and turns out to be the denounced has no more say in it, and does not see it any more.
    @Test func namingTheDenouncedTakesTheCaseFromTheSuperior() async throws {
        try await TestWorld.lease { world in
            let registered = try await denounced(world, body: nil)
            for office in ["snnmt", "btcd", "phohien"] { try await world.refused(registered.caseID, by: office, sender: "hdnd.leader") }
            _ = try await world.step(
                registered.caseID, "competence_decided", ["recipient": .number(world.office("btcd"))], by: "ubnd.leader")
            let seen = try await world.casework.cases.caseFile(registered.caseID, by: world.actor("ubnd.leader"))
            #expect(seen.relations == ["superior"])
            let (petition, body) = (registered.petition, world.office("ubnd"))
            try await world.superuser.write { db in
                _ = try db.run("update tiepdan.petition set denounced_body = \(body), denounced_rank = 'head' where id = \(petition)")
            }
            let open = try await world.findings()
            #expect(open.contains { $0.hasPrefix("denounced.sql") && $0.contains("as the superior") })
            _ = try await world.step(
                registered.caseID, "name_denounced", ["denounced_body": .number(body), "denounced_rank": .text("head")], by: "hdnd.clerk")
            let hidden = try await problem { try await world.casework.cases.caseFile(registered.caseID, by: world.actor("ubnd.leader")) }
            #expect(hidden?.kind == .missing)
            let letter = try await problem { try await world.casework.petitions.petition(petition, by: world.actor("ubnd.leader")) }
            #expect(letter?.kind == .missing)
            let found = try await world.findings()
            #expect(found == [])
        }
    }

    /// A transfer that was on its way when the denounced became known does not show the letter to his office any more.
    @Test func aReferralToTheDenouncedDoesNotShowTheLetter() async throws {
        try await TestWorld.lease { world in
            let registered = try await denounced(world, body: nil)
            let letter = try await world.sent(registered.caseID, to: "snnmt", by: "hdnd.leader")
            let before = try await world.casework.petitions.petition(registered.petition, by: world.actor("snnmt.clerk"))
            #expect(before.id == registered.petition)
            let (petition, body) = (registered.petition, world.office("snnmt"))
            try await world.superuser.write { db in
                _ = try db.run("update tiepdan.petition set denounced_body = \(body), denounced_rank = 'head' where id = \(petition)")
            }
            let hidden = try await problem { try await world.casework.petitions.petition(petition, by: world.actor("snnmt.clerk")) }
            #expect(hidden?.kind == .missing)
            let returned = try await world.step(letter, "decline", ["reason": .text("Tố cáo lãnh đạo Sở")], by: "snnmt.leader")
            #expect(returned.state == "declined")
        }
    }

    /// Nor is it given to the denounced's office to follow up what was concluded about him.
    @Test func theDenouncedsOfficeDoesNotFollowUpTheConclusion() async throws {
        try await TestWorld.lease { world in
            let it = try await FollowedPetition.registered(world, .denunciation, by: "ubnd")
            let head: [String: FactInput] = ["denounced_body": .number(world.office("snnmt")), "denounced_rank": .text("head")]
            try await it.take("name_denounced", as: "clerk", head)
            try await it.take(
                "accept", as: "leader", on: Day(2026, 11, 25),
                .decision("7/QĐ-UBND", "2026-11-25", and: ["content": .text("Thu tiền sai quy định.")]))
            let conclusion: [String: FactInput] = .decision(
                "2/KL-UBND", "2026-12-01", and: ["result": .text("right"), "evidence_clear": .flag(true)])
            try await it.take("conclude", as: "leader", on: Day(2026, 12, 1), conclusion)
            let handling: [String: FactInput] = .decision("3/QĐ-UBND", "2026-12-02", and: ["measures": .text("Khiển trách.")])
            try await it.take("handle", as: "leader", on: Day(2026, 12, 2), handling)
            let own = try await it.refused("monitor", as: "officer", ["monitor_body": .number(world.office("snnmt"))])
            #expect(own?.code == "guard_failed" && own?.errors.first?.field == "monitor_body")
            #expect(own?.errors.first?.code == "recipient_not_denounced")
            let stand = try await world.stand(of: it.entry.caseID)
            #expect(stand.state == "handling")
            let other = try await it.take("monitor", as: "officer", ["monitor_body": .number(world.office("btcd"))])
            #expect(other.state == "monitored")
        }
    }

    @Test func whatIsWrongWithTheDraftIsSaid() async throws {
        try await TestWorld.lease { world in
            let body = world.office("snnmt")
            let bad: [(PetitionKind, Int64?, String?, String, String)] = [
                (.feedback, body, nil, "denouncedBody", "not_a_denunciation"),
                (.feedback, nil, "head", "denouncedBody", "not_a_denunciation"),
                (.denunciation, nil, "head", "denouncedBody", "required"),
                (.denunciation, body, "boss", "denouncedRank", "unknown_code"),
                (.denunciation, 424_242, "head", "denouncedBody", "unknown_organisation"),
            ]
            for (kind, organisation, rank, field, code) in bad {
                var draft = world.draft(kind)
                draft.denouncedBody = organisation
                draft.denouncedRank = rank
                let wrong = draft
                let refused = try await problem { try await world.register(wrong) }
                #expect(refused?.errors.map(\.field) == [field] && refused?.errors.map(\.code) == [code], "\(field) \(code)")
            }
            let kept = try await world.count("select count(*) from tiepdan.petition")
            #expect(kept == 0)
        }
    }
}
