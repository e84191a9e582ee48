import Casework
import Foundation
import Law
import Postgres
import TestSupport
import Testing

/// What the national database is told of a case: which steps wait, what the copy sheet holds, what it leaves out.
@Suite struct NationalTests {
    private func sheet(_ world: TestWorld, _ caseID: Int64, by name: String) async throws -> NationalSheet {
        try await world.casework.national.sheet(of: caseID, by: world.actor(name))
    }

    private func item(_ sheet: NationalSheet, _ name: String) -> NationalSheet.Item? {
        sheet.groups.flatMap(\.items).first { $0.name == name }
    }

    private func waiting(_ world: TestWorld, _ caseID: Int64, by name: String) async throws -> [String] {
        try await world.casework.national.list(entered: false, stage: nil, cursor: nil, limit: 200, by: world.actor(name)).items
            .filter { $0.caseID == caseID }.map(\.event)
    }

    private func accepted(_ world: TestWorld) async throws -> FollowedPetition {
        let it = try await FollowedPetition.registered(world, .complaint)
        try await it.take("propose_accept", as: "officer", on: Day(2026, 11, 20), ["summary": .text("Đủ điều kiện.")])
        try await it.take("accept", as: "leader")
        return it
    }

    // MARK: acceptance

    @Test func `an acceptance that was undone is on no sheet, even where it had been entered`() async throws {
        try await TestWorld.lease { world in
            let it = try await accepted(world)
            let before = try await sheet(world, it.entry.caseID, by: "snnmt.clerk")
            #expect(item(before, "ngayThuLy")?.value == "20/11/2026")
            let accept = try #require(try await it.view().journal.first { $0.event == "accept" })
            _ = try await world.casework.national.mark(
                NationalMark(steps: [.init(caseID: it.entry.caseID, sequence: accept.sequence)], enteredOn: Day(2026, 11, 20)), key: nil,
                by: world.actor("snnmt.clerk"))
            try await it.take("revoke", as: "leader", ["reason": .text("Nhầm đơn")])
            let after = try await sheet(world, it.entry.caseID, by: "snnmt.clerk")
            #expect(after.steps.map(\.event).contains("accept"), "it was entered, its undoing is asked for")
            #expect(after.steps.last?.event == "revoke" && after.steps.last?.enteredOn == nil)
            #expect(!after.groups.map(\.title).contains("Thụ lý"))
        }
    }

    @Test func `a superior that takes over accepts, and every step of it is asked for`() async throws {
        try await TestWorld.lease { world in
            let it = try await FollowedPetition.registered(world, .denunciation, by: "ubnd")
            let settler: [String: FactInput] = ["settler_body": .text("Chủ tịch UBND phường")]
            try await it.take("further_denunciation_law", as: "officer", on: Day(2026, 11, 20), settler)
            let over: [String: FactInput] = .decision(
                "5/QĐ-UBND", "2026-12-07",
                and: settler.merging(["ground": .text("settled_wrongly"), "content": .text("Thu tiền sai.")]) { $1 })
            try await it.take("take_over", as: "leader", on: Day(2026, 12, 7), over)
            #expect(try await waiting(world, it.entry.caseID, by: "ubnd.clerk") == ["register", "take_over"])
            let told = try await sheet(world, it.entry.caseID, by: "ubnd.clerk")
            #expect(told.sealed && item(told, "ngayThuLy")?.value == "07/12/2026" && item(told, "ngayThuLy")?.code == "take_over")
            #expect(item(told, "vanBanThuLy")?.value.contains("5/QĐ-UBND") == true)
            #expect(item(told, "canBoDuyet") == nil && item(told, "canBoDuyetXuLy") == nil && told.files.isEmpty)
        }
    }

    @Test func `what an old book brought along is asked for and was accepted on its day`() async throws {
        try await TestWorld.lease { world in
            let headings = ["Số vào sổ", "Ngày nhận", "Họ tên", "Loại đơn", "Nội dung", "Trạng thái", "Ngày thụ lý"]
            let line = ["12", "02/11/2026", "Trần Thị Bình", "Khiếu nại", "Đất làng", "Đang xác minh", "10/11/2026"]
            func row(_ number: Int, _ texts: [String]) -> CutOverSheet.Row {
                CutOverSheet.Row(row: number, cells: texts.map { CutOverSheet.Cell(.text, $0) })
            }
            let report = try await world.casework.cutOver.carry(
                CutOverSheet(sheet: "Sổ", rows: [row(1, ["SỔ THEO DÕI ĐƠN"]), row(2, headings), row(3, line)]), office: "HY-UBND",
                words: try Installation.cutOverWords(share: TestWorld.root), source: String(repeating: "0a", count: 32), mode: .whole,
                by: .operator(user: "test"))
            let caseID = try #require(report.cases.first?.caseID)
            let steps = try await world.casework.national.list(
                entered: false, stage: nil, cursor: nil, limit: 50, by: world.actor("ubnd.clerk")
            ).items
            #expect(steps.map(\.event) == ["imported"] && steps[0].basis == "NĐ 55/2022/NĐ-CP Đ.8")
            let told = try await sheet(world, caseID, by: "ubnd.clerk")
            #expect(item(told, "ngayThuLy")?.value == "10/11/2026" && item(told, "hanGiaiQuyet")?.value == "10/12/2026")
            #expect(item(told, "canBoDuyet") == nil, "who typed the book in decided nothing")
        }
    }

    // MARK: the list

    @Test func `a petition that comes back is asked for again`() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.referred()
            _ = try await world.step(sent.caseID, "decline", ["reason": .text("Không thuộc thẩm quyền")], by: "snnmt.officer")
            let events = try await waiting(world, sent.petition.caseID, by: "hdnd.clerk")
            #expect(events == ["register", "classify", "refer", "referral_declined"])
            let told = try await sheet(world, sent.petition.caseID, by: "hdnd.clerk")
            #expect(item(told, "huongXuLy")?.code == "referral_declined")
            #expect(item(told, "chuyen1")?.code == "HY-SNNMT" && item(told, "chuyen1")?.value.contains("; ") == true)
        }
    }

    @Test func `an event that is neither asked for nor left out is found`() async throws {
        try await TestWorld.lease { world in
            #expect(try await world.findings() == [])
            for event in ["take_over", "imported", "some_withdraw", "referral_recalled"] {
                try await world.superuser.write { db in try db.run("delete from tiepdan.national_step where event = \(event)") }
                let found = try await world.findings()
                #expect(found.contains { $0.hasPrefix("national.sql") && $0.contains("neither") && $0.contains(event) }, "\(event)")
            }
        }
    }

    // MARK: what a settlement brought

    @Test func `amounts are whole, kept with the settlement, shown, and undone with their step`() async throws {
        try await TestWorld.lease { world in
            let it = try await accepted(world)
            try await it.take("find_right", as: "officer", on: Day(2026, 12, 3), ["summary": .text("Sai diện tích.")])
            func decision(_ more: [String: FactInput]) -> [String: FactInput] {
                .decision("8/QĐ", "2026-12-10", and: more.merging(["result": .text("right")]) { $1 })
            }
            for (name, number) in [("recover_state_money", Int64(-1)), ("people_to_discipline", 2_000_000_000)] {
                let wrong = try await it.refused("sign_decision", as: "leader", on: Day(2026, 12, 10), decision([name: .number(number)]))
                #expect(wrong?.errors.map(\.field) == [name] && wrong?.errors.map(\.code) == ["invalid_number"])
            }
            try await it.take(
                "sign_decision", as: "leader",
                decision([
                    "recover_state_money": .text("1500000000000"), "return_person_residential_land": .number(120),
                    "persons_to_restore": .number(3), "settlement_form": .text("annulled"), "right_to_sue": .flag(true),
                ]))
            let decided = try await it.view().settlement
            #expect(decided.first { $0.name == "recover_state_money" }?.value == "1.500.000.000.000")
            #expect(decided.first { $0.name == "persons_to_restore" }?.value == "3")
            var told = try await sheet(world, it.entry.caseID, by: "snnmt.clerk")
            #expect(item(told, "thuHoiTien")?.title.contains("đồng") == true && item(told, "traCaNhanDatO")?.value == "120")
            #expect(item(told, "hinhThucGiaiQuyet")?.code == "annulled" && item(told, "quyenKhoiKien")?.value == "Có")
            #expect(item(told, "ketQuaGiaiQuyet")?.code == "right" && item(told, "coQuanBanHanh")?.code == "HY-SNNMT")
            #expect(item(told, "thuHoiDatO") == nil, "what is nothing leaves no line")

            try await it.take("send", as: "officer", on: Day(2026, 12, 11))
            try await it.take("take_effect", as: "officer", on: Day(2027, 1, 12))
            try await it.take(
                "close", as: "officer", on: Day(2027, 1, 13),
                ["recovered_state_money": .number(2_000_000), "executed_on": .text("2027-01-12")])
            told = try await sheet(world, it.entry.caseID, by: "snnmt.clerk")
            #expect(item(told, "daThuHoiTien")?.value == "2.000.000" && item(told, "ngayThiHanhXong")?.value == "12/01/2027")
            #expect(item(told, "thuHoiTien")?.value == "1.500.000.000.000", "what was decided stays")
            try await it.take("revoke", as: "leader", ["reason": .text("Chưa thi hành xong")])
            told = try await sheet(world, it.entry.caseID, by: "snnmt.clerk")
            #expect(item(told, "daThuHoiTien") == nil && item(told, "ngayThiHanhXong") == nil)
            #expect(item(told, "soNguoiTraQuyenLoi")?.value == "3")
            #expect(try await world.findings() == [])
        }
    }

    // MARK: codes and files

    @Test func `values carry their codes, files their hash, and who settled before is told`() async throws {
        try await TestWorld.lease { world in
            var draft = world.draft(.complaint)
            draft.jurisdiction = .competent
            draft.priorResolution = "first"
            draft.priorBodies = "UBND phường Phố Hiến"
            let entry = try await world.register(draft, by: "snnmt.clerk")
            let scan = try await world.casework.attachments.upload(
                Scan.stream("%PDF-1.7 nội dung"), name: "đơn.pdf", kind: "evidence", to: .petition(entry.petition),
                by: world.actor("snnmt.clerk"))
            _ = try await world.step(entry.caseID, "propose_accept", ["summary": .text("Đủ điều kiện.")], by: "snnmt.officer")
            _ = try await world.step(entry.caseID, "accept", by: "snnmt.leader")
            let told = try await sheet(world, entry.caseID, by: "snnmt.clerk")
            #expect(item(told, "nguonDon")?.code == "post" && item(told, "loaiDon")?.code == "complaint")
            #expect(item(told, "coQuanThuLy")?.code == "HY-SNNMT" && item(told, "doiTuong")?.code == "individual")
            #expect(item(told, "lanDaGiaiQuyet")?.code == "1" && item(told, "loaiDaGiaiQuyet")?.code == "first")
            #expect(item(told, "lanKhieuNai")?.code == "2" && item(told, "canBoDuyet")?.value.isEmpty == false)
            #expect(told.files.map(\.id) == [scan.id] && told.files.map(\.sha256) == [scan.sha256] && told.files[0].kind == "evidence")
            let text = String(decoding: try JSONEncoder().encode(told.files), as: UTF8.self)
            #expect(!text.contains("nội dung"), "the content stays where it is")
        }
    }

    @Test func `no file of a denunciation is told`() async throws {
        try await TestWorld.lease { world in
            let entry = try await world.register(world.draft(.denunciation))
            try await world.superuser.write(settings: [SessionSetting("session_replication_role", "replica")]) { db in
                let sha = String(repeating: "ab", count: 32)
                try db.run("insert into tiepdan.blob (sha256, bytes, media_type, stored_at) values (\(sha), 1, 'application/pdf', now())")
                try db.run(
                    """
                    insert into tiepdan.attachment (sha256, case_id, name, organisation, uploaded_at)
                    select \(sha), f.id, 'chữ viết.pdf', f.organisation, now() from tiepdan.case_file f where f.id = \(entry.caseID)
                    """)
            }
            let told = try await sheet(world, entry.caseID, by: "hdnd.clerk")
            #expect(told.sealed && told.files.isEmpty && !told.groups.map(\.title).contains("Tài liệu kèm theo"))
        }
    }
}
