import Casework
import Law
import TestSupport
import Testing

@testable import Web

/// What went wrong at the counter is set right by those who may, over HTTP and on the pages.
@Suite struct CorrectionStory {
    private static let classification: JSONValue = ["kind": "complaint", "eligibility": "ineligible", "jurisdiction": "not_competent"]

    @Test func aMistakenEntryIsCorrectedAndAVoidedNumberStaysInTheBook() async throws {
        try await Story.tell { story in
            let entered = try await story.register(Letters.land, as: "hdnd.clerk")
            let (own, petition) = (try #require(entered["case"].int), try #require(entered["petition"].int))
            // The form is filled with what stands.
            let standing = try await story.http.get("/api/v1/cases/\(own)/entry", as: "hdnd.clerk")
            #expect(standing.status == 200 && standing.json["fullName"].text == "Nguyễn Thị Hoẵng" && standing.json["sequence"].int == 1)
            let foreign = try await story.http.get("/api/v1/cases/\(own)/entry", as: "snnmt.clerk")
            #expect(foreign.status == 404)
            let empty = try await story.attempt(own, "correct", ["reason": "Ghi nhầm"], as: "hdnd.clerk")
            #expect(empty.status == 422 && empty.json["errors"][0]["code"].text == "nothing_to_correct")
            try await story.step(
                own, "correct", ["reason": "Ghi nhầm", "received_on": "2026-11-18", "full_name": "Nguyễn Thị Hoẳng"], as: "hdnd.clerk")
            let read = try await story.http.get("/api/v1/petitions/\(petition)", as: "hdnd.clerk").json
            #expect(read["receivedOn"].text == "2026-11-18" && read["parties"][0]["fullName"].text == "Nguyễn Thị Hoẳng")
            let clock = try await story.clock("TCD-4", of: own, as: "hdnd.clerk")
            #expect(clock["startOn"].text == "2026-11-18" && clock["due"].text == "2026-12-03")

            let twice = try await story.register(Letters.land, as: "hdnd.clerk")
            let mistaken = try #require(twice["case"].int)
            let clerk = try await story.attempt(mistaken, "void", ["reason": "Vào sổ hai lần"], as: "hdnd.clerk")
            #expect(clerk.status == 403)
            try await story.step(mistaken, "void", ["reason": "Vào sổ hai lần"], as: "hdnd.leader")
            let void = try await story.http.get("/api/v1/petitions/\(twice["petition"].int ?? 0)", as: "hdnd.clerk").json
            #expect(void["number"].int == twice["number"].int && void["stateTitle"].text == "Đã hủy số (vào sổ nhầm)")
            let third = try await story.register(Letters.drain, as: "hdnd.clerk")
            #expect(third["number"].int == (twice["number"].int ?? 0) + 1)
            let week = try await story.http.get("/api/v1/registers/weekly?from=2026-11-16&to=2026-11-22", as: "hdnd.leader").json
            #expect(week["week"]["received"].int == 2)
        }
    }

    /// Not only names and days: whatever the form of intake asks, of everybody whom the petition names.
    @Test func anythingTypedAtTheCounterIsSetRight() async throws {
        try await Story.tell { story in
            let people: JSONValue = [["fullName": "Đỗ Văn Quyết", "communeCode": "11953"], ["fullName": "Vũ Thị Thảo"]]
            let entered = try await story.register(Letters.changed(Letters.drain, ["petitioners": people]), as: "hdnd.clerk")
            let (own, petition) = (try #require(entered["case"].int), try #require(entered["petition"].int))
            try await story.step(
                own, "correct",
                [
                    "reason": "Ghi nhầm", "gender": "male", "birth_year": "1961", "postmark_on": "2026-11-15", "wants_reply": false,
                    "source_body": "Báo Hưng Yên", "source_letter_number": "15/CV", "representatives": 1, "channel": "desk",
                ], as: "hdnd.clerk")
            try await story.step(
                own, "correct", ["reason": "Ghi nhầm", "person_position": 2, "full_name": "Vũ Thị Thao", "commune": "11953"],
                as: "hdnd.clerk")
            let read = try await story.http.get("/api/v1/petitions/\(petition)", as: "hdnd.clerk").json
            #expect(read["postmarkOn"].text == "2026-11-15" && read["sourceLetterNumber"].text == "15/CV" && read["channel"].text == "desk")
            #expect(read["parties"][0]["gender"].text == "male" && read["parties"][1]["fullName"].text == "Vũ Thị Thao")
            let second = try await story.http.get("/api/v1/cases/\(own)/entry?position=2", as: "hdnd.clerk").json
            #expect(second["values"]["commune"].text == "11953" && second["titles"]["commune"].text?.contains("Phường Phố Hiến") == true)
            #expect(second["persons"][0]["fullName"].text == "Đỗ Văn Quyết" && second["position"].int == 2)
            let nobody = try await story.http.get("/api/v1/cases/\(own)/entry?position=7", as: "hdnd.clerk")
            #expect(nobody.status == 404)
            let wrong = try await story.attempt(own, "correct", ["reason": "Ghi nhầm", "gender": "x"], as: "hdnd.clerk")
            #expect(wrong.status == 422 && wrong.json["errors"][0]["field"].text == "gender")
        }
    }

    @Test func `the page of corrections has every field and a page for each person`() async throws {
        try await TestWorld.lease { world in
            var draft = PetitionDraft(
                channel: .post, receivedOn: Day(2026, 11, 19), kind: .feedback, title: "Bãi rác", body: "Xin xem xét bãi rác.")
            draft.petitioners = [PersonDraft(fullName: "Nguyễn Văn An"), PersonDraft(fullName: "Trần Thị Bình")]
            let entered = try await world.casework.petitions.register(draft, key: nil, by: world.actor("hdnd.clerk"))
            let browser = try await Browser.signedIn(world, as: "hdnd.clerk")
            let path = "/ho-so/\(entered.caseID)/dinh-chinh"
            let page = try await browser.get(path)
            #expect(page.has("Người đại diện: Trần Thị Bình") && page.has("name=\"incident_commune\"") && page.has("name=\"gender\""))
            let (form, fields) = (try page.form(path), CorrectionFields(page))
            let unknown = try await browser.post(
                path, form.hidden + fields.typed(["commune": "Xã Không Đâu", "reason": "Ghi nhầm"]) + [("gender", "female")])
            #expect(unknown.status == 422 && unknown.has("Không có xã, phường") && unknown.has("value=\"female\" selected"))
            let again = try unknown.form(path)
            let done = try await browser.post(
                path,
                again.hidden + CorrectionFields(unknown).typed(["commune": "Phường Phố Hiến, tỉnh Hưng Yên (11953)", "reason": "Ghi nhầm"])
                    + [("gender", "female"), ("wants_reply", "true")])
            #expect(done.status == 303, "\(done.text.components(between: "role=\"alert\"", and: "</div>").joined())")
            let after = try await browser.follow(done)
            #expect(after.has("Giới tính") && after.has("Nữ") && !after.has("Trích yếu (trước đính chính)"))
            let second = try await browser.get(path + "?nguoi=2")
            #expect(second.has("value=\"Trần Thị Bình\"") && second.has("Người gửi đơn: Nguyễn Văn An"))
            let other = try second.form(path)
            let renamed = try await browser.post(
                path, other.hidden + CorrectionFields(second).typed(["full_name": "Trần Thị Bính", "reason": "Ghi nhầm"]))
            #expect(renamed.status == 303)
            let parties = try await world.casework.petitions.petition(entered.petition, by: world.actor("hdnd.clerk")).parties
            #expect(parties.map(\.fullName) == ["Nguyễn Văn An", "Trần Thị Bính"] && parties[0].gender == "female")
        }
    }

    @Test func `the page of a case that was handed over leads to the case that goes on`() async throws {
        try await TestWorld.lease { world in
            var draft = PetitionDraft(
                channel: .post, receivedOn: Day(2026, 11, 19), kind: .complaint, title: "Khiếu nại thu hồi đất", body: "Xin xem xét lại.")
            draft.petitioners = [PersonDraft(fullName: "Nguyễn Văn An")]
            let entered = try await world.casework.petitions.register(draft, key: nil, by: world.actor("snnmt.clerk"))
            func take(_ event: String, _ facts: [String: FactInput], at sequence: Int) async throws -> StepView {
                let step = EventDraft(event: event, facts: facts, expectedSequence: sequence)
                return try await world.casework.cases.step(entered.caseID, step, key: nil, by: world.actor("snnmt.officer"))
            }
            _ = try await take(
                "classify", ["kind": .text("complaint"), "eligibility": .text("eligible"), "jurisdiction": .text("competent")], at: 1)
            let newest = try #require(try await take("hand_over", [:], at: 2).created["case"])
            let browser = try await Browser.signedIn(world, as: "snnmt.clerk")
            let moved = try await browser.get("/ho-so/\(entered.caseID)/dinh-chinh")
            #expect(moved.status == 303)
            let page = try await browser.follow(moved)
            #expect(page.has("action=\"/ho-so/\(newest)/dinh-chinh\""))
        }
    }

    @Test func aWrongStepIsTakenBackUntilItsLetterIsIssued() async throws {
        try await Story.tell { story in
            let entered = try await story.register(Letters.land, as: "hdnd.clerk")
            let own = try #require(entered["case"].int)
            try await story.step(own, "classify", Self.classification, as: "hdnd.officer")
            try await story.step(own, "file_away", ["ground": "lacks_elements"], as: "hdnd.officer")
            let officer = try await story.attempt(own, "revoke", ["reason": "Nhầm đơn"], as: "hdnd.officer")
            #expect(officer.status == 403)
            let undone = try await story.step(own, "revoke", ["reason": "Nhầm đơn"], as: "hdnd.leader")
            #expect(undone["state"].text == "classified")
            let clock = try await story.clock("TCD-4", of: own, as: "hdnd.clerk")
            #expect(clock["state"].text == "running" && clock["due"].text == entered["nextDue"].text)
            try await story.step(own, "reclassify", Self.classification.setting("eligibility", "eligible"), as: "hdnd.officer")
            try await story.step(
                own, "guide", ["competent_body": "Tòa án", "letter_number": "9/HD", "letter_date": "2026-11-19"], as: "hdnd.officer")
            let issued = try await story.attempt(own, "revoke", ["reason": "Nhầm nơi"], as: "hdnd.leader")
            #expect(issued.status == 422 && issued.json["errors"][0]["field"].text == "nothing_issued_by_last_step")

            // New facts: it goes on from the day of the reopening.
            story.world.clock.set(Day(2026, 11, 25))
            try await story.step(own, "reopen", ["reason": "Có quyết định mới"], as: "hdnd.leader")
            let state = try await story.state(own, as: "hdnd.clerk")
            let reopened = try await story.clock("TCD-4", of: own, as: "hdnd.clerk")
            #expect(state == "received" && reopened["startOn"].text == "2026-11-25" && reopened["due"].text == "2026-12-09")
        }
    }

    @Test func aPetitionMovesBetweenMatters() async throws {
        try await Story.tell { story in
            let first = try await story.register(Letters.land, as: "hdnd.clerk")
            let second = try await story.register(Letters.drain, as: "hdnd.clerk")
            let matter = try #require(first["matter"].int)
            try await story.step(try #require(second["case"].int), "move_matter", ["matter": .id(matter)], as: "hdnd.clerk")
            let held = try await story.http.get("/api/v1/matters/\(matter)", as: "hdnd.officer").json["petitions"].list
            #expect(Set(held.compactMap { $0["petition"].int }) == Set([first, second].compactMap { $0["petition"].int }))
            let stranger = try await story.attempt(
                try #require(second["case"].int), "move_matter", ["matter": 424_242], as: "hdnd.officer")
            #expect(stranger.status == 422 && stranger.json["errors"][0]["code"].text == "unknown_matter")
        }
    }

    @Test func `the form of corrections is filled with what stands and sends only what was changed`() async throws {
        try await TestWorld.lease { world in
            let browser = try await Browser.signedIn(world, as: "hdnd.clerk")
            let id = try await WebLoopTests.register(browser)
            let file = try await browser.get("/don/\(id)")
            let link = try #require(file.text.components(between: "href=\"/ho-so/", and: "\"").first { $0.contains("dinh-chinh") })
            #expect(!file.has("value=\"correct\""), "corrections have a page of their own")
            let page = try await browser.get("/ho-so/" + link.unescaped)
            #expect(page.status == 200 && page.has("<label class=\"form-label\" for=\"dinh-chinh-full-name\">"))
            let form = try page.form(try #require(page.components(action: "/dinh-chinh")))
            let standing = CorrectionFields(page)
            func send(_ form: PageForm, _ changes: [String: String]) async throws -> Browser.Page {
                try await browser.post(form.action, form.hidden + standing.typed(changes))
            }
            let same = try await send(form, ["reason": "Ghi nhầm"])
            #expect(same.status == 422 && same.has("Hãy ghi ít nhất một điều cần đính chính."))
            let again = try same.form(form.action)
            let done = try await send(again, ["full_name": "Phạm Thị Đúng", "id_number": "", "reason": "Ghi nhầm"])
            #expect(done.status == 303, "\(done.text.components(between: "role=\"alert\"", and: "</div>").joined())")
            let after = try await browser.follow(done)
            #expect(after.has("Phạm Thị Đúng") && after.has("Đã đính chính") && after.has("Họ tên người gửi đơn (trước đính chính)"))
            #expect(after.has("Số giấy tờ tùy thân (trước đính chính)"), "what was emptied is told too")
            #expect(!after.has("Trích yếu (trước đính chính)"), "what was left alone is not corrected")
            // Somebody else was faster.
            let fresh = try (try await browser.get("/ho-so/" + link.unescaped)).form(form.action)
            let stale = try await send(
                fresh.changing("sequence", form["sequence"]), ["full_name": "Người khác", "id_number": "", "reason": "Ghi nhầm"])
            #expect(stale.status == 409)
            // What he left alone is not set back to what he had seen.
            let opened = try await browser.get("/ho-so/" + link.unescaped)
            let (mine, seen) = (try opened.form(form.action), CorrectionFields(opened))
            let other = try await Browser.signedIn(world, as: "hdnd.officer")
            let theirs = try (try await other.get("/ho-so/" + link.unescaped)).form(form.action)
            let faster = try await other.post(
                theirs.action, theirs.hidden + seen.typed(["petition_title": "Trích yếu đã sửa", "reason": "Ghi nhầm"]))
            #expect(faster.status == 303)
            let late = try await browser.post(mine.action, mine.hidden + seen.typed(["address": "Thôn Đoài", "reason": "Ghi nhầm"]))
            #expect(late.status == 409 && late.has("Trích yếu đã sửa") && late.has("Thôn Đoài"))
            let once = try late.form(form.action)
            let kept = try await browser.post(once.action, once.hidden + CorrectionFields(late).typed([:]))
            #expect(kept.status == 303)
            let both = try await browser.follow(kept)
            #expect(both.has("Trích yếu đã sửa") && both.has("Thôn Đoài"))
            let leader = try await Browser.signedIn(world, as: "hdnd.leader")
            #expect(try await leader.get("/don/\(id)").has("Hủy số vào sổ (ghi nhầm)"))
            #expect(!(try await browser.get("/don/\(id)").has("Hủy số vào sổ (ghi nhầm)")), "a clerk strikes nothing out")
        }
    }
}

extension JSONValue {
    fileprivate func setting(_ name: String, _ value: JSONValue) -> JSONValue { Letters.changed(self, [name: value]) }
}

/// The fields of the correction's page as they were shown, typed anew with a few changes.
private struct CorrectionFields {
    private var pairs: [(String, String)] = []

    init(_ page: Browser.Page) {
        for input in page.text.components(between: "<input class=\"form-control", and: ">") {
            guard let name = input.components(between: "name=\"", and: "\"").first else { continue }
            pairs.append((name, (input.components(between: "value=\"", and: "\"").first ?? "").unescaped))
        }
        for area in page.text.components(between: "<textarea class=\"form-control", and: "</textarea>") {
            guard let name = area.components(between: "name=\"", and: "\"").first, let end = area.firstIndex(of: ">") else { continue }
            pairs.append((name, String(area[area.index(after: end)...]).unescaped))
        }
    }

    func typed(_ changes: [String: String]) -> [(String, String)] {
        pairs.map { ($0.0, changes[$0.0] ?? $0.1) }
    }
}
