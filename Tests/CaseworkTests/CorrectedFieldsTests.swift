import Casework
import Law
import Postgres
import TestSupport
import Testing

/// Whatever a clerk typed wrongly at the counter, field by field.
@Suite struct CorrectedFieldsTests {
    private let commune = "11953"

    private func correct(
        _ world: TestWorld, _ caseID: Int64, _ facts: [String: FactInput], by name: String = "hdnd.clerk"
    ) async throws -> StepView {
        try await world.step(caseID, "correct", facts.merging(["reason": .text("Ghi nhầm")]) { first, _ in first }, by: name)
    }

    private func refusal(
        _ world: TestWorld, _ caseID: Int64, _ facts: [String: FactInput], by name: String = "hdnd.clerk"
    ) async throws -> [String] {
        let error = try await problem { try await correct(world, caseID, facts, by: name) }?.errors.first
        return [error?.field ?? "", error?.code ?? ""]
    }

    private func values(_ world: TestWorld, _ caseID: Int64, person: Int? = nil) async throws -> [String: String] {
        try await world.casework.cases.standingEntry(caseID, position: person, by: world.actor("hdnd.clerk")).values
    }

    private func told(_ world: TestWorld, _ caseID: Int64) async throws -> [String: String] {
        let journal = try await world.casework.cases.journal(caseID, by: world.actor("hdnd.clerk"))
        let entry = try #require(journal.last { $0.event == "correct" })
        return Dictionary(uniqueKeysWithValues: entry.facts.map { ($0.name, $0.value) })
    }

    private func payloads(_ world: TestWorld, _ caseID: Int64) async throws -> String {
        try await world.superuser.read { db in
            try db.value(
                "select string_agg(payload::text, ' ') from tiepdan.journal where case_id = \(caseID) and event = 'correct'",
                as: String.self)
        }
    }

    @Test func everyFieldOfTheLetterIsSetRightAndEmptied() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.register(world.draft())
            let caseID = registered.caseID
            let fields: [(name: String, input: FactInput, stored: String)] = [
                ("postmark_on", .text("2026-11-17"), "2026-11-17"), ("channel", .text("desk"), "desk"), ("people", .number(3), "3"),
                ("representatives", .number(2), "2"), ("filer_kind", .text("group"), "group"), ("signature_kind", .text("many"), "many"),
                ("appointment_on", .text("2026-11-16"), "2026-11-16"), ("appointment_signed", .flag(true), "true"),
                ("incident_commune", .text(commune), commune), ("source_body", .text("Báo Hưng Yên"), "Báo Hưng Yên"),
                ("source_organisation", .number(world.office("snnmt")), String(world.office("snnmt"))),
                ("source_letter_number", .text("15/CV-BHY"), "15/CV-BHY"), ("source_letter_date", .text("2026-11-15"), "2026-11-15"),
                ("prior_bodies", .text("Ủy ban nhân dân xã"), "Ủy ban nhân dân xã"), ("repeated", .flag(true), "true"),
                ("wants_reply", .flag(true), "true"),
            ]
            for field in fields {
                let step = try await correct(world, caseID, [field.name: field.input])
                #expect(step.state == "received", "\(field.name)")
                let stands = try await values(world, caseID)
                #expect(stands[field.name] == field.stored, "\(field.name)")
                let again = try await refusal(world, caseID, [field.name: field.input])
                #expect(again == [field.name, "unchanged"])
            }
            let view = try await world.casework.petitions.petition(registered.petition, by: world.actor("hdnd.clerk"))
            #expect(view.wantsReply && view.sourceLetterNumber == "15/CV-BHY" && view.incidentCommune == commune)

            // Codes are told in words, the old ones beside the new.
            _ = try await correct(world, caseID, ["channel": .text("post"), "signature_kind": .text("one")])
            let words = try await told(world, caseID)
            #expect(words["channel"] == "Qua bưu chính" && words["before.channel"] == "Nộp trực tiếp")
            #expect(words["signature_kind"] == "Một người" && words["before.signature_kind"] == "Nhiều người")
            for name in [
                "postmark_on", "appointment_on", "incident_commune", "source_body", "source_organisation", "source_letter_number",
                "source_letter_date", "prior_bodies",
            ] {
                _ = try await correct(world, caseID, ["clear_\(name)": .flag(true)])
                let (stands, told) = (try await values(world, caseID), try await told(world, caseID))
                #expect(stands[name] == nil && told["before.\(name)"] != nil, "\(name)")
            }
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    /// Of a person the journal holds which facts, and seals.
    @Test func everyFieldOfThePersonIsSetRightAndStaysOutOfTheJournal() async throws {
        try await TestWorld.lease { world in
            let registered = try await world.register(world.draft())
            let caseID = registered.caseID
            let fields: [(name: String, value: String)] = [
                ("person_kind", "organisation"), ("gender", "female"), ("birth_year", "1971"), ("id_kind", "passport"),
                ("id_number", "C7654321"), ("id_issued_on", "2020-03-04"), ("id_issued_by", "Cục Quản lý xuất nhập cảnh"),
                ("no_id_reason", "Mất giấy tờ"), ("commune", commune), ("old_address", "xã Hồng Nam"), ("ethnic_code", "02"),
                ("nationality", "Lào"), ("occupation", "Thợ mộc"), ("job_title", "Tổ trưởng"), ("workplace", "Xưởng gỗ Phố Hiến"),
            ]
            for field in fields {
                _ = try await correct(world, caseID, [field.name: .text(field.value)])
                let stands = try await values(world, caseID)
                #expect(stands[field.name] == field.value, "\(field.name)")
            }
            let read = try await world.casework.petitions.petition(registered.petition, by: world.actor("hdnd.clerk"))
            let person = try #require(read.parties.first)
            #expect(person.gender == "female" && person.birthYear == 1971 && person.communeCode == commune)
            #expect(person.address.contains("phường Phố Hiến"), "the province follows from the commune")
            _ = try await correct(
                world, caseID, ["gender": .text("male"), "id_issued_on": .text("2020-03-05"), "ethnic_code": .text("01")])
            let words = try await told(world, caseID)
            #expect(words["gender"] == "Nam" && words["before.gender"] == "Nữ" && words["before.id_issued_on"] == "04/03/2020")
            #expect(words["ethnic_code"] == "Kinh" && words["before.ethnic_code"] == "Tày")
            for field in fields where field.name != "person_kind" {
                _ = try await correct(world, caseID, ["clear_\(field.name)": .flag(true)])
                let stands = try await values(world, caseID)
                #expect(stands[field.name] == nil, "\(field.name)")
            }
            let journal = try await payloads(world, caseID)
            for field in fields { #expect(!journal.contains("\"\(field.value)\""), "\(field.name)") }
            #expect(!journal.contains(": 1971") && !journal.contains("2020-03"))
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    /// Anybody the petition names, by his place; the others stay as they are.
    @Test func theRepresentativeIsSetRightByHisPlace() async throws {
        try await TestWorld.lease { world in
            var draft = world.draft(name: "Nguyễn Văn An")
            draft.petitioners?.append(PersonDraft(fullName: "Trần Thị Nhầm"))
            let registered = try await world.register(draft)
            _ = try await correct(
                world, registered.caseID, ["person_position": .number(2), "full_name": .text("Trần Thị Đúng"), "phone": .text("0912")])
            let entry = try await world.casework.cases.standingEntry(registered.caseID, position: 2, by: world.actor("hdnd.clerk"))
            #expect(entry.persons.map(\.fullName) == ["Nguyễn Văn An", "Trần Thị Đúng"] && entry.phone == "0912" && entry.position == 2)
            let first = try await values(world, registered.caseID)
            #expect(first["full_name"] == "Nguyễn Văn An" && first["phone"] == nil)
            let nobody = try await refusal(world, registered.caseID, ["person_position": .number(9), "phone": .text("0913")])
            #expect(nobody == ["person_position", "unknown_person"])
            let missing = try await problem {
                try await world.casework.cases.standingEntry(registered.caseID, position: 9, by: world.actor("hdnd.clerk"))
            }
            #expect(missing?.kind == .missing)
        }
    }

    @Test func whatTheIntakeRefusesIsRefusedHere() async throws {
        try await TestWorld.lease { world in
            var draft = world.draft()
            draft.petitioners?[0].idNumber = "B123"
            let registered = try await world.register(draft)
            let wrong: [(facts: [String: FactInput], field: String, code: String)] = [
                (["gender": .text("x")], "gender", "unknown_code"), (["birth_year": .text("1800")], "birth_year", "out_of_range"),
                (["birth_year": .text("năm")], "birth_year", "invalid_number"),
                (["id_issued_on": .text("2027-01-01")], "id_issued_on", "date_in_future"),
                (["id_issued_on": .text("4/3/2020")], "id_issued_on", "invalid_date"),
                (["id_kind": .text("citizen_id")], "id_kind", "invalid_id_number"),
                (["commune": .text("99999")], "commune", "unknown_commune"),
                (["incident_commune": .text("99999")], "incident_commune", "unknown_commune"),
                (["representatives": .number(6)], "representatives", "out_of_range"),
                (["channel": .text("fax")], "channel", "unknown_code"),
                (["nationality": .text(String(repeating: "x", count: 61))], "nationality", "too_long"),
                (["ethnic_code": .text("999")], "ethnic_code", "unknown_ethnic_group"),
                (["pseudonym": .text("Người tố cáo A")], "pseudonym", "not_a_denunciation"),
                (["arrival_number": .number(7)], "arrival_number", "number_allocated"),
                (["clear_source_body": .flag(true)], "source_body", "unchanged"),
            ]
            for (facts, field, code) in wrong {
                let told = try await refusal(world, registered.caseID, facts)
                #expect(told == [field, code])
            }
            let later = try await refusal(world, registered.caseID, ["postmark_on": .text("2026-11-20")])
            #expect(later[0] == "postmark_on")
        }
    }

    /// A commune is one of the day of receipt.
    @Test func aCommuneOfAnotherDayIsNotTaken() async throws {
        try await TestWorld.lease { world in
            let before = try await world.register(world.draft(receivedOn: Day(2026, 10, 30)))
            let after = try await world.register(world.draft())
            let code = "11953"
            func close(_ day: String?) async throws {
                _ = try await world.superuser.write { db in
                    try db.run("update tiepdan.commune set valid_to = \(day)::date where code = \(code)")
                }
            }
            try await close("2026-11-01")
            let refused = try await refusal(world, after.caseID, ["commune": .text(commune)])
            let taken = try await problem { try await correct(world, before.caseID, ["commune": .text(commune)]) }
            try await close(nil)
            #expect(refused == ["commune", "commune_not_in_force"] && taken == nil)
        }
    }

    /// Where it is passed on nothing says whether the place is remote; a corrected commune does, and an undone step leaves it.
    @Test func anUndoneStepLeavesTheCorrectedPlaceRemote() async throws {
        try await TestWorld.lease { world in
            let (desk, root) = (world.casework.administration, Actor.operator(user: "root"))
            _ = try await desk.setRemote([commune], true, owner: world.owner, by: root)
            let registered = try await world.classified(world.draft())
            _ = try await correct(world, registered.caseID, ["incident_commune": .text(commune)])
            let remote: SQL = "select count(*)::int from tiepdan.registration where petition = \(registered.petition) and remote"
            #expect(try await world.count(remote) == 1)
            _ = try await world.step(registered.caseID, "revoke", ["reason": .text("Phân loại nhầm")], by: "hdnd.leader")
            #expect(try await world.count(remote) == 1)
            _ = try await desk.setRemote([commune], false, owner: world.owner, by: root)
        }
    }

    /// What happened in a remote area may take longer: the terms that run are counted anew with the place, and an undone step leaves it.
    @Test func aPlaceThatIsRemoteMovesTheTerm() async throws {
        try await TestWorld.lease { world in
            let (desk, root) = (world.casework.administration, Actor.operator(user: "root"))
            _ = try await desk.setRemote([commune], true, owner: world.owner, by: root)
            let it = try await FollowedPetition.registered(world, .complaint)
            try await it.take("propose_accept", as: "officer", on: Day(2026, 11, 20))
            try await it.take("accept", as: "leader")
            let ordinary = try await world.running(it.entry.caseID)
            #expect(ordinary == ["KN-2": Day(2026, 12, 21)], "30 days end on Sunday 20/12")
            let reason: [String: FactInput] = ["reason": .text("Ghi nhầm nơi xảy ra")]
            let place = reason.merging(["incident_commune": .text(commune)]) { $1 }
            try await it.take("correct", as: "clerk", place)
            let remote = try await world.running(it.entry.caseID)
            #expect(remote == ["KN-2": Day(2027, 1, 4)], "45 days")
            try await it.take("correct", as: "clerk", reason.merging(["people": .number(2)]) { $1 })
            let same = try await world.running(it.entry.caseID)
            #expect(same == remote)
            try await it.take("correct", as: "clerk", reason.merging(["clear_incident_commune": .flag(true)]) { $1 })
            let back = try await world.running(it.entry.caseID)
            #expect(back == ordinary)

            let clerk = try await it.refused("correct", as: "clerk", reason.merging(["remote": .flag(true)]) { $1 })
            #expect(clerk?.errors.map(\.code) == ["leader_only"])
            try await it.take("correct", as: "leader", reason.merging(["remote": .flag(true)]) { $1 })
            let said = try await world.running(it.entry.caseID)
            #expect(said == remote)
            try await it.take("revoke", as: "leader", reason)
            let petition = it.entry.petition
            let kept = try await world.count("select count(*)::int from tiepdan.registration where petition = \(petition) and remote")
            #expect(kept == 1, "undoing the acceptance does not bring the wrong place back")
            _ = try await desk.setRemote([commune], false, owner: world.owner, by: root)
            let findings = try await world.findings()
            #expect(findings == [])
        }
    }

    /// Of who denounces there is a pseudonym and the number of a paper file: both are set right, and nothing of them stays but the seals.
    @Test func ofADenunciationTheReferenceIsSetRight() async throws {
        try await TestWorld.lease { world in
            var draft = world.draft(.denunciation)
            draft.pseudonym = "Bà Phạm Thị Kín"
            let registered = try await world.register(draft)
            _ = try await correct(
                world, registered.caseID,
                [
                    "pseudonym": .text("Người tố cáo 07"), "paper_file_number": .text("TC-07"), "denounced_person": .text("Lê Văn Lẫn"),
                    "source_body": .text("Ông Vũ Văn Tỏ chuyển"), "wants_reply": .flag(true),
                ])
            _ = try await correct(
                world, registered.caseID, ["denounced_person": .text("Trần Văn Mẫu"), "clear_source_body": .flag(true)])
            let stands = try await values(world, registered.caseID)
            #expect(stands["pseudonym"] == "Người tố cáo 07" && stands["paper_file_number"] == "TC-07")
            #expect(stands["denounced_person"] == "Trần Văn Mẫu" && stands["full_name"] == nil)
            let everything = try await world.everything()
            for gone in ["Phạm Thị Kín", "pham thi kin", "Lê Văn Lẫn", "le van lan", "Vũ Văn Tỏ"] {
                #expect(!everything.contains(gone), "\(gone)")
            }
            let words = try await told(world, registered.caseID)
            #expect(words["denounced_person"] == "(không lưu)" && words["before.source_body"] == "(không lưu)")
            for facts: [String: FactInput] in [["gender": .text("male")], ["commune": .text(commune)], ["birth_year": .text("1970")]] {
                let refused = try await refusal(world, registered.caseID, facts)
                #expect(refused[1] == "denouncer_not_stored")
            }
            let anonymous = try await refusal(world, registered.caseID, ["filer_kind": .text("anonymous")])
            #expect(anonymous == ["filer_kind", "own_step"])
            // A term of the one who passed it on counts from the receipt.
            let settled = try await FollowedPetition.registered(world, .denunciation)
            let source = try await settled.refused(
                "correct", as: "clerk", ["reason": .text("Ghi thiếu"), "source_body": .text("Báo Nhân Dân")])
            #expect(source?.errors.map(\.code) == ["duty_from_receipt"])
        }
    }
}
