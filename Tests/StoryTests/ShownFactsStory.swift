import Law
import TestSupport
import Testing

/// What a clerk typed is given back, over HTTP and on the pages.
@Suite struct ShownFactsStory {
    private static let person: [String: JSONValue] = [
        "fullName": "Bùi Thị Nhạn", "gender": "female", "birthYear": 1957, "idKind": "citizen_id", "idNumber": "033157001234",
        "idIssuedOn": "2021-03-02", "idIssuedBy": "Cục Cảnh sát quản lý hành chính", "noIdReason": "Chỉ mang theo bản chụp",
        "phone": "0912345678", "nationality": "Việt Nam", "occupation": "Nông dân", "jobTitle": "Tổ trưởng", "workplace": "Tổ dân phố 3",
        "communeCode": "11953", "oldAddress": "xã Hồng Nam",
    ]
    private static let lawyer: JSONValue = [
        "person": ["fullName": "Trần Văn Lý"], "paperKind": "lawyer_card", "paperNumber": "1234/LS", "paperDate": "2020-03-15",
    ]
    private static let group: [String: JSONValue] = [
        "people": 6, "representatives": 1, "appointmentSigned": true, "appointmentOn": "2026-11-09",
    ]
    private static let source: [String: JSONValue] = [
        "sourceBody": "Báo Nhân Dân", "sourceLetterNumber": "112-CV/BND", "sourceLetterDate": "2026-11-13", "incidentCommune": "11953",
    ]
    private static var people: JSONValue { .list([.object(person), ["fullName": "Lê Văn Đại"]]) }

    /// Members that do not come back as they were typed.
    private func lost(_ typed: [String: JSONValue], _ view: JSONValue) -> [String] {
        typed.filter { view[$0.key] != $0.value }.map(\.key).sorted()
    }

    private func expectPeople(_ parties: JSONValue, at location: SourceLocation = #_sourceLocation) {
        #expect(lost(Self.person, parties[0]) == [], sourceLocation: location)
        #expect(parties[1]["fullName"].text == "Lê Văn Đại", sourceLocation: location)
        let acting = parties[2]
        #expect(acting["role"].text == "authorised" && acting["paperKind"].text == "lawyer_card", sourceLocation: location)
        #expect(acting["paperNumber"].text == "1234/LS" && acting["paperDate"].text == "2020-03-15", sourceLocation: location)
    }

    @Test func aPetitionGivesBackWhatWasTyped() async throws {
        try await Story.tell { story in
            var changes = Self.source.merging(Self.group) { $1 }
            changes["petitioners"] = Self.people
            changes["authorised"] = Self.lawyer
            let entered = try await story.register(Letters.changed(Letters.land, changes), as: "hdnd.clerk")
            let petition = try #require(entered["petition"].int)
            let own = try #require(entered["case"].int)
            let path = "/api/v1/petitions/\(petition)"
            let typed = Self.source.merging(Self.group) { $1 }
            let view = try await story.http.get(path, as: "hdnd.clerk").json
            #expect(lost(typed, view) == [])
            #expect(view["incidentCommuneName"].text == "phường Phố Hiến, tỉnh Hưng Yên")
            expectPeople(view["parties"])

            try await story.step(
                own, "classify", ["kind": "complaint", "eligibility": "eligible", "jurisdiction": "not_competent"], as: "hdnd.officer")
            #expect(try await story.http.get(path, as: "snnmt.clerk").status == 404)
            let recipient = story.world.office("snnmt")
            try await story.step(
                own, "refer", ["recipient": .id(recipient), "letter_number": "15/TTHĐND-CV", "letter_date": "2026-11-19"],
                as: "hdnd.leader")
            let read = try await story.http.get(path, as: "snnmt.clerk").json
            #expect(lost(typed, read) == [], "the recipient reads the letter as it came")
            expectPeople(read["parties"])

            let plain = try await story.register(Letters.drain, as: "hdnd.clerk")
            let bare = try await story.http.get("/api/v1/petitions/\(plain["petition"].int ?? 0)", as: "hdnd.clerk").json
            let silent = ["sourceLetterNumber", "sourceLetterDate", "incidentCommune", "incidentCommuneName", "appointmentOn"]
            #expect(silent.filter { bare.names.contains($0) } == [], "what was not typed is not said")
        }
    }

    @Test func aVisitGivesBackWhatWasTyped() async throws {
        try await Story.tell { story in
            let opened = try await story.http.post(
                "/api/v1/sessions", ["kind": "regular", "sessionDate": "2026-11-19", "place": "Phòng tiếp công dân"], as: "btcd.clerk")
            let session = try #require(opened.json["session"].int)
            var typed = Self.group
            typed["priorBodies"] = "Ủy ban nhân dân phường Phố Hiến"
            typed["settlementPapers"] = "QĐ 12/QĐ-UBND ngày 02/3/2024"
            typed["reviewPapers"] = "TB 45/TB-UBND ngày 10/10/2025"
            var draft = typed
            draft["summary"] = "Đòi quyền lợi đất dịch vụ."
            draft["visitors"] = Self.people
            draft["authorised"] = Self.lawyer
            let came = try await story.http.post("/api/v1/sessions/\(session)/visits", .object(draft), as: "btcd.clerk")
            try #require(came.status == 201, "\(came.text)")
            let view = try await story.http.get("/api/v1/visits/\(came.json["visit"].int ?? 0)", as: "btcd.leader").json
            #expect(lost(typed, view) == [])
            expectPeople(view["parties"])
        }
    }

    @Test func aSessionShowsItsPublicationItsOldDayAndItsConclusion() async throws {
        try await Story.tell { story in
            let planned: [String: JSONValue] = [
                "kind": "scheduled", "sessionDate": "2026-12-01", "place": "Phòng họp số 2", "hostName": "Ông Phó Chủ tịch",
                "substitute": true, "substituteReason": "Chủ tịch dự kỳ họp Quốc hội", "expectedContent": "Đất đai",
            ]
            let opened = try await story.http.post("/api/v1/sessions", .object(planned), as: "hdnd.clerk")
            try #require(opened.status == 201, "\(opened.text)")
            let file = try #require(opened.json["case"].int)
            let path = "/api/v1/sessions/\(opened.json["session"].int ?? 0)"
            let draft = try await story.http.get(path, as: "hdnd.clerk").json
            #expect(lost(planned, draft) == [])

            try await story.step(
                file, "publish", ["place": "Trụ sở Hội đồng nhân dân tỉnh", "content": "Đất dịch vụ,\nô nhiễm làng nghề"],
                as: "hdnd.officer")
            let announced: [String: JSONValue] = [
                "place": "Trụ sở Hội đồng nhân dân tỉnh", "expectedContent": "Đất dịch vụ,\nô nhiễm làng nghề", "publishedOn": "2026-11-19",
            ]
            let published = try await story.http.get(path, as: "hdnd.clerk").json
            #expect(lost(announced, published) == [])

            try await story.step(file, "postpone", ["session_date": "2026-12-08", "reason": "Bão số 12"], as: "hdnd.officer")
            try await story.step(file, "publish", as: "hdnd.officer")
            let again = try await story.http.get(path, as: "hdnd.clerk").json
            #expect(lost(announced, again) == [], "named nowhere anew, place and content stay")
            #expect(again["sessionDate"].text == "2026-12-08" && again["postponedFrom"].text == "2026-12-01")
            #expect(again["conclusionNumber"].isNull && again["conclusionDate"].isNull)

            story.world.clock.set(Day(2026, 12, 8))
            try await story.step(file, "start", as: "hdnd.clerk")
            try await story.step(file, "conclude", ["summary": "Không có ai đến."], as: "hdnd.clerk")
            story.world.clock.set(Day(2026, 12, 10))
            try await story.step(
                file, "issue_conclusion", ["document_number": "45/TB-HĐND", "document_date": "2026-12-09"], as: "hdnd.leader")
            let over = try await story.http.get(path, as: "hdnd.clerk").json
            #expect(over["conclusionNumber"].text == "45/TB-HĐND" && over["conclusionDate"].text == "2026-12-09")
        }
    }

    @Test func `the pages show what was typed`() async throws {
        try await TestWorld.lease { world in
            let browser = try await Browser.signedIn(world, as: "hdnd.leader")
            let id = try await WebLoopTests.register(
                browser,
                [
                    "kind": "complaint", "channel": "forwarded", "receivedOn": "17/11/2026", "title": "Khiếu nại về đất dịch vụ",
                    "body": "Nhà tôi chưa được giao đất dịch vụ.", "petitioners.fullName": "Bùi Thị Nhạn",
                    "petitioners.idKind": "citizen_id", "petitioners.idNumber": "033157001234", "petitioners.idIssuedOn": "02/03/2021",
                    "petitioners.idIssuedBy": "Công an tỉnh", "petitioners.noIdReason": "Chỉ mang theo bản chụp", "people": "6",
                    "representatives": "1", "representative.fullName": "Lê Văn Đại", "appointmentSigned": "1",
                    "appointmentOn": "09/11/2026",
                    "authorised.fullName": "Trần Văn Lý", "authorised.paperKind": "lawyer_card", "authorised.paperNumber": "1234/LS",
                    "authorised.paperDate": "15/03/2020", "sourceBody": "Báo Nhân Dân", "sourceLetterNumber": "112-CV/BND",
                    "sourceLetterDate": "13/11/2026", "incidentCommune": "Phường Phố Hiến",
                ])
            let petition = try await browser.get("/don/\(id)")
            for (label, value) in [
                ("Chuyển từ", "Báo Nhân Dân"), ("Số văn bản chuyển", "112-CV/BND"), ("Ngày văn bản chuyển", "13/11/2026"),
                ("Nơi xảy ra sự việc", "phường Phố Hiến, tỉnh Hưng Yên"), ("Ngày văn bản cử", "09/11/2026"),
            ] { #expect(petition.has("<dt>\(label)</dt><dd>\(value)</dd>"), "\(label)") }
            #expect(petition.has("số 033157001234; ngày cấp giấy tờ: 02/03/2021; nơi cấp: Công an tỉnh"))
            #expect(petition.has("lý do không có giấy tờ: Chỉ mang theo bản chụp"))
            #expect(petition.has("thẻ luật sư 1234/LS ngày 15/03/2020"))
            try await visitPage(browser)
            try await sessionPage(browser)
        }
    }

    private func visitPage(_ browser: Browser) async throws {
        let opened = try await browser.submit(
            try await browser.get("/tiep-dan/moi").form("/tiep-dan/moi"),
            ["kind": "regular", "sessionDate": "19/11/2026", "place": "Phòng tiếp công dân"])
        let path = String(opened.location.prefix { $0 != "?" }) + "/luot-moi?to-cao=khong"
        let entered = try await browser.submit(
            try await browser.get(path).form(path),
            [
                "people": "6", "representatives": "1", "appointmentSigned": "1", "appointmentOn": "09/11/2026",
                "visitors.fullName": "Bùi Thị Nhạn", "visitors.noIdReason": "Mất giấy tờ", "representative.fullName": "Lê Văn Đại",
                "summary": "Đòi quyền lợi đất dịch vụ.", "settlementPapers": "QĐ 12/QĐ-UBND", "reviewPapers": "TB 45/TB-UBND",
            ])
        try #require(entered.status == 303)
        let visit = try await browser.follow(entered)
        for (label, value) in [
            ("Ngày văn bản cử", "09/11/2026"), ("Văn bản giải quyết đã có", "QĐ 12/QĐ-UBND"),
            ("Văn bản kiểm tra, rà soát", "TB 45/TB-UBND"),
        ] { #expect(visit.has("<dt>\(label)</dt><dd class=\"multiline\">\(value)</dd>"), "\(label)") }
        #expect(visit.has("lý do không có giấy tờ: Mất giấy tờ"))
    }

    private func sessionPage(_ browser: Browser) async throws {
        let opened = try await browser.submit(
            try await browser.get("/tiep-dan/moi").form("/tiep-dan/moi"),
            [
                "kind": "scheduled", "sessionDate": "01/12/2026", "place": "Phòng họp số 2", "hostName": "Ông Phó Chủ tịch",
                "substitute": "1", "substituteReason": "Chủ tịch dự kỳ họp Quốc hội", "expectedContent": "Đất đai",
            ])
        let path = String(opened.location.prefix { $0 != "?" })
        _ = try await WebLoopTests.step(
            browser, path, "publish", ["f.place": "Trụ sở Hội đồng nhân dân tỉnh", "f.content": "Đất dịch vụ"])
        _ = try await WebLoopTests.step(browser, path, "postpone", ["f.session_date": "08/12/2026", "f.reason": "Bão số 12"])
        let session = try await browser.get(path)
        #expect(!session.has("Phòng họp số 2"), "the place of the publication stands")
        for (label, value) in [
            ("Địa điểm", "Trụ sở Hội đồng nhân dân tỉnh"), ("Nội dung dự kiến", "Đất dịch vụ"), ("Ngày công bố", "19/11/2026"),
            ("Lý do tiếp thay", "Chủ tịch dự kỳ họp Quốc hội"), ("Lùi từ ngày", "01/12/2026"),
        ] { #expect(session.has("<dt>\(label)</dt><dd class=\"multiline\">\(value)</dd>"), "\(label)") }
        browser.world.clock.set(Day(2026, 12, 8))
        let later = try await Browser.signedIn(browser.world, as: "hdnd.leader")
        _ = try await WebLoopTests.step(later, path, "start", ["f.flag_reason": "Lịch mới niêm yết tại trụ sở, chưa ghi vào sổ"])
        _ = try await WebLoopTests.step(later, path, "conclude", ["f.summary": "Không có ai đến."])
        let over = try await WebLoopTests.step(
            later, path, "issue_conclusion", ["f.document_number": "45/TB-HĐND", "f.document_date": "08/12/2026"])
        for (label, value) in [("Số thông báo kết luận", "45/TB-HĐND"), ("Ngày thông báo kết luận", "08/12/2026")] {
            #expect(over.has("<dt>\(label)</dt><dd class=\"multiline\">\(value)</dd>"), "\(label)")
        }
    }
}
