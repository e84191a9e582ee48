import Casework
import Foundation
import Law
import Postgres
import TestSupport
import Testing

/// Open cases that come along from an old book.
@Suite struct CutOverTests {
    private static let headings = [
        "Số vào sổ", "Ngày nhận", "Họ tên", "Địa chỉ", "Loại đơn", "Nội dung", "Trạng thái", "Ngày thụ lý", "Ngày quyết định",
        "Số văn bản cuối", "Ngày văn bản cuối", "Cơ quan nhận", "Hạn trả lời", "Số lần đôn đốc", "Cán bộ xử lý", "Bí danh",
        "Số hồ sơ giấy", "Phiên bản quy trình", "Ngày tạm đình chỉ", "Trạng thái trước đó", "Phức tạp", "Gia hạn",
    ]

    /// A sheet with one title row, the headings, and a row for each line: heading → text.
    private func sheet(_ lines: [[String: String]]) -> CutOverSheet {
        func row(_ number: Int, _ texts: [String]) -> CutOverSheet.Row {
            CutOverSheet.Row(row: number, cells: texts.map { $0.isEmpty ? nil : CutOverSheet.Cell(.text, $0) })
        }
        let body = lines.enumerated().map { index, line in row(index + 3, Self.headings.map { line[$0] ?? "" }) }
        return CutOverSheet(sheet: "Sổ", rows: [row(1, ["SỔ THEO DÕI ĐƠN"]), row(2, Self.headings)] + body)
    }

    func line(
        _ number: String, _ received: String, _ kind: String, _ state: String, _ more: [String: String] = [:]
    ) -> [String: String] {
        let line = [
            "Số vào sổ": number, "Ngày nhận": received, "Họ tên": "Trần Thị Bình", "Loại đơn": kind, "Nội dung": "Đất làng",
            "Trạng thái": state,
        ]
        return line.merging(more) { _, new in new }
    }

    func carry(
        _ world: TestWorld, _ lines: [[String: String]], office: String = "HY-UBND", mode: CutOverDesk.Mode = .whole, by actor: Actor? = nil
    ) async throws -> CutOverReport {
        try await world.casework.cutOver.carry(
            sheet(lines), office: office, words: try Installation.cutOverWords(share: TestWorld.root),
            source: String(repeating: "0a", count: 32), mode: mode, by: actor ?? .operator(user: "test"))
    }

    func codes(_ report: CutOverReport, row: Int? = nil, _ weight: CutOverRemark.Weight = .error) -> [String] {
        report.remarks.filter { $0.weight == weight && (row == nil || $0.row == row) }.map(\.code)
    }

    // MARK: words and days

    @Test func everyStateOfTheWordsCanBeEntered() async throws {
        let words = try Installation.cutOverWords(share: TestWorld.root)
        let rulebook = try Installation.rulebook(share: TestWorld.root)
        #expect(words.states.contains { $0.to["complaint"] == "verifying" })
        for version in rulebook.versions {
            let rows = version.transitions.filter { $0.event == "imported" }
            let entered = Set(rows.flatMap { version.targets(of: $0, from: ProcedureVersion.new) })
            if version.procedure == "referral" {
                for state in words.states { #expect(state.referral.map { entered.contains($0) } ?? true, "\(state.words)") }
            }
            for state in words.states {
                if let to = state.to[version.procedure] { #expect(entered.contains(to), "\(state.words): \(version.id) \(to)") }
            }
            if version.procedure == "referral" { continue }
            for state in entered {
                #expect(words.states.contains { $0.to[version.procedure] == state }, "no word leads to \(state) of \(version.id)")
            }
        }
    }

    @Test func aMappingSaysWhatTheOfficeMeans() throws {
        var words = try Installation.cutOverWords(share: TestWorld.root)
        try words.add(
            ProcedureText(
                file: "own.yaml",
                text: "{columns: {old_number: [Mã HS], note: [Số đơn]}, states: {Chờ sếp ký: Chờ ký quyết định}, "
                    + "offices: {Sở TNMT: HY-SNNMT}}"))
        #expect(words.columns[.oldNumber]?.contains("Mã HS") == true && words.columns[.oldNumber]?.contains("số đơn") == false)
        #expect(words.columns[.note]?.contains("Số đơn") == true && words.offices == ["Sở TNMT": "HY-SNNMT"])
        #expect(words.states.first { $0.words.contains("Chờ sếp ký") }?.to["complaint"] == "deciding")
        for text in ["{columns: {nonsense: [A]}}", "{states: {A: không có}}", "{kinds: {letter: [A]}}", "{more: 1}"] {
            #expect(throws: LawMistake.self) { try words.add(ProcedureText(file: "own.yaml", text: text)) }
        }
    }

    @Test func daysAsTheyAreWritten() async throws {
        let written = [
            ("05/11/2026", ""), ("5-11-26", ""), ("2026-11-05", ""), ("ngày 05 tháng 11 năm 2026", ""), ("Ngày 5 tháng 11 năm 2026", ""),
            ("05.11.2026", ""), ("05/11/2026 08:30", ""), ("31/02/2026", "date_impossible"), ("11/25/2026", "date_impossible"),
            ("11/2026", "date_ambiguous"), ("05/11", "date_ambiguous"), ("2026", "date_ambiguous"),
            ("05/11/2026 - 10/11/2026", "date_ambiguous"), ("hôm qua", "date_unreadable"), ("05/11/20266", "date_unreadable"),
            ("20/11/2026", "date_in_future"), ("05/11/1926", "date_too_old"),
        ]
        let lines = written.enumerated().map { line(String($0.offset + 1), $0.element.0, "Kiến nghị", "Mới tiếp nhận") }
        try await TestWorld.lease { world in
            let report = try await carry(world, lines, mode: .preview)
            for (index, (text, code)) in written.enumerated() {
                let wrong = report.remarks.filter { $0.row == index + 3 && $0.weight == .error }
                #expect(wrong.map(\.code) == (code.isEmpty ? [] : [code]), "\(text)")
                #expect(wrong.allSatisfy { $0.column == "Ngày nhận" && $0.value == text }, "\(text)")
            }
            let ready = try await carry(world, Array(lines.prefix(7)))
            #expect(ready.cases.count == 7)
            let days = try await world.count("select count(distinct received_on)::int from tiepdan.registration")
            let right = try await world.count("select count(*)::int from tiepdan.registration where received_on = '2026-11-05'")
            #expect(days == 1 && right == 7)
        }
    }

    // MARK: clocks and alarms

    @Test func deadlinesCountFromTheDaysOfTheBookAndWhatPassedIsSilent() async throws {
        try await TestWorld.lease { world in
            let report = try await carry(
                world,
                [
                    line("12", "02/11/2026", "Khiếu nại", "Đang xác minh", ["Ngày thụ lý": "10/11/2026", "Cán bộ xử lý": "ubnd.officer"]),
                    line("7", "05/08/2026", "Khiếu nại", "Đang xác minh", ["Ngày thụ lý": "12/08/2026"]),
                    line("3/2026", "20/05/2026", "Khiếu nại lần 2", "Đã thụ lý", ["Ngày thụ lý": "01/06/2026"]),
                    line("KN-9", "16/11/2026", "Kiến nghị", "Mới tiếp nhận"),
                ])
            #expect(report.errors == 0 && report.cases.count == 4 && codes(report, row: 6, .warning) == ["number_new"])
            let cases = report.cases
            #expect(cases.map(\.state) == ["verifying", "verifying", "accepted", "received"])
            #expect(cases.map(\.number) == [12, 7, 3, 13] && report.nextNumbers == ["2026": 14])
            #expect(cases.map(\.version) == ["2026-07-01.1", "2026-07-01.1", "2020-12-10.1", "2026-07-01.1"])
            #expect(cases.map(\.overdue) == [false, true, true, false])
            #expect(try await world.running(cases[0].caseID) == ["KN-2": Day(2026, 12, 10)])
            #expect(try await world.running(cases[2].caseID)["KN-6"] == Day(2026, 7, 16))
            let open = try await world.running(cases[3].caseID)
            #expect(open["TCD-4"] == Day(2026, 12, 1) && open["ALARM-45"] != nil)
            #expect(try await world.findings() == [])

            // What had passed makes no entry and no message.
            let sent = try await world.count("select count(*)::int from tiepdan.outbox")
            #expect(sent == 0, "bringing a book along tells nobody")
            #expect(try await world.casework.queues.sweepDeadlines() == 0)
            #expect(try await world.stand(of: cases[1].caseID).seq == 1)

            let view = try await world.casework.cases.caseFile(cases[0].caseID, by: world.actor("ubnd.leader"))
            #expect(view.journal.map(\.event) == ["imported"] && view.state == "verifying")
            #expect(view.journal[0].facts.contains { $0.name == "old_number" && $0.value == "12" })
            let found = try await world.casework.petitions.list(.init(q: "KN-9"), by: world.actor("ubnd.clerk"))
            #expect(found.items.map(\.petition) == [cases[3].petition])
            let handled = try await world.count(
                """
                select count(*)::int from tiepdan.case_file f join tiepdan.officer o on o.id = f.handler
                 where o.username = 'ubnd.officer'
                """)
            #expect(handled == 1)

            // The case goes on by the law like any other, and what passes from now on is reported.
            let step = try await world.step(cases[0].caseID, "mark_complex", Self.complex, by: "ubnd.leader")
            #expect(step.state == "verifying")
            #expect(try await world.running(cases[0].caseID)["KN-2"] == Day(2026, 12, 25))
            world.clock.set(Day(2026, 12, 14))
            #expect(try await world.casework.queues.sweepDeadlines() == 1)
            #expect(try await world.stand(of: cases[3].caseID).seq == 2, "TCD-4 passed after it came along")
            #expect(try await world.stand(of: cases[1].caseID).seq == 1)
            let passed = try await world.count("select count(*)::int from tiepdan.outbox where topic = 'deadline'")
            #expect(passed == 1)
            #expect(try await world.findings() == [])
        }
    }

    private static let complex: [String: FactInput] = [
        "complex": .flag(true), "criterion": .text("complex_a"), "document_number": .text("9/QĐ"), "document_date": .text("2026-11-19"),
        "reason": .text("Nhiều hộ dân"),
    ]

    @Test func aNamedVersionHoldsAndADayThatIsMissingIsAskedFor() async throws {
        try await TestWorld.lease { world in
            let report = try await carry(
                world,
                [
                    line("1", "02/11/2026", "Khiếu nại", "Đã thụ lý", ["Ngày thụ lý": "10/11/2026", "Phiên bản quy trình": "2020-12-10"]),
                    line("2", "02/11/2026", "Khiếu nại", "Đã thụ lý", ["Ngày thụ lý": "10/11/2026", "Phiên bản quy trình": "1999"]),
                    line("3", "02/11/2026", "Khiếu nại", "Đã thụ lý"),
                    line("4", "02/11/2026", "Kiến nghị", "Đối thoại"),
                    line("5", "02/11/2026", "Khiếu nại", "Đã có quyết định", ["Ngày thụ lý": "01/11/2026"]),
                    line("6", "02/11/2016", "Khiếu nại", "Mới tiếp nhận"),
                ], mode: .preview)
            #expect(report.ready == 1 && report.errors == 5 && report.cases.isEmpty)
            #expect(codes(report, row: 4) == ["law_unknown"])
            #expect(codes(report, row: 5) == ["day_missing"])
            #expect(codes(report, row: 6) == ["state_not_here"])
            #expect(codes(report, row: 7) == ["date_order"])
            #expect(codes(report, row: 8) == ["date_too_old"])
        }
    }

    @Test func whatIsSetRightLaterIsStillFoundByItsOldNumber() async throws {
        try await TestWorld.lease { world in
            let report = try await carry(world, [line("KN-9", "16/11/2026", "Kiến nghị", "Mới tiếp nhận")])
            let one = try #require(report.cases.first)
            _ = try await world.step(
                one.caseID, "correct", ["reason": .text("Ghi nhầm"), "petition_title": .text("Đường làng")], by: "ubnd.clerk")
            let found = try await world.casework.petitions.list(.init(q: "KN-9"), by: world.actor("ubnd.clerk"))
            #expect(found.items.map(\.title) == ["Đường làng"])
        }
    }

    @Test func aCommuneOfBeforeTwoReformsIsFoundWhereItLiesToday() async throws {
        try await TestWorld.lease { world in
            let change = CommuneChange(oldCode: "11977", newCode: "99001", newName: "Phường Nam Phố", newKind: "phuong")
            _ = try await world.casework.administration.changeCommunes(
                [change], on: Day(2026, 11, 19), preview: false, owner: world.owner, by: .operator(user: "test"))
            let report = try await carry(
                world,
                [line("1", "02/11/2026", "Kiến nghị", "Mới tiếp nhận", ["Địa chỉ": "Thôn 3, xã Tân Hưng, TP. Hưng Yên"])])
            let petition = try #require(report.cases.first?.petition)
            let view = try await world.casework.petitions.petition(petition, by: world.actor("ubnd.officer"))
            #expect(view.parties.map(\.communeCode) == ["99001"])
        }
    }

    // MARK: referrals

    @Test func aPetitionThatWasSentOnWaitsAtItsRecipient() async throws {
        try await TestWorld.lease { world in
            func sent(_ more: [String: String]) -> [String: String] {
                let letter = [
                    "Số văn bản cuối": "45/HĐND-TT", "Ngày văn bản cuối": "20/10/2026",
                    "Cơ quan nhận": "Sở Nông nghiệp và Môi trường tỉnh Hưng Yên", "Số lần đôn đốc": "2 lần",
                ]
                return letter.merging(more) { _, new in new }
            }
            let report = try await carry(
                world,
                [
                    line("31", "12/10/2026", "Kiến nghị", "Đã chuyển, chờ kết quả", sent(["Hạn trả lời": "20/11/2026"])),
                    line("30", "12/09/2026", "Phản ánh", "Cơ quan nhận đã thụ lý", sent(["Hạn trả lời": "30/10/2026"])),
                    line("29", "12/09/2026", "Phản ánh", "Đã có kết quả", sent(["Ngày quyết định": "10/11/2026"])),
                ], office: "HY-TTHDND")
            #expect(report.errors == 0 && report.cases.map(\.state) == ["transferred", "transferred", "result_in"])
            let inbox = try await world.casework.referrals.list(
                incoming: true, open: nil, overdue: false, cursor: nil, limit: 10, by: world.actor("snnmt.officer"))
            #expect(Set(inbox.items.map(\.state)) == ["delivered", "accepted", "answered"])
            let waiting = try #require(inbox.items.first { $0.state == "delivered" })
            #expect(waiting.reminders == 2 && waiting.letterNumber == "45/HĐND-TT" && waiting.answerBy == Day(2026, 11, 20))
            #expect(waiting.nextDue == Day(2026, 11, 20))
            let asked = try await world.running(waiting.caseID)
            #expect(asked == ["REF-ANSWER": Day(2026, 11, 20)], "what it should have done by now is not asked")
            let late = try #require(inbox.items.first { $0.state == "accepted" })
            #expect(late.daysLate > 0)
            #expect(try await world.casework.queues.sweepDeadlines() == 0, "the answer was due before it came along")
            #expect(try await world.findings() == [])
            // The recipient goes on with it, and the third reminder is the third.
            _ = try await world.step(waiting.caseID, "accept", by: "snnmt.officer")
            let urged = try await world.step(late.caseID, "urge", ["flag_reason": .text("Chậm")], by: "hdnd.officer")
            #expect(urged.created["reminder"] == 3)
            let answer = try await world.step(
                waiting.caseID, "answer",
                ["result": .text("explained"), "summary": .text("Đã trả lời."), "flag_reason": .text("Trả lời ngay")], by: "snnmt.officer")
            #expect(answer.state == "answered")
            #expect(try await world.stand(of: report.cases[0].caseID).state == "result_in")
            #expect(try await world.findings() == [])
        }
    }

    @Test func anUnknownRecipientIsAnErrorWithSuggestions() async throws {
        try await TestWorld.lease { world in
            func sent(_ number: String, to name: String) -> [String: String] {
                line(number, "12/10/2026", "Kiến nghị", "Đã chuyển", ["Cơ quan nhận": name, "Ngày văn bản cuối": "20/10/2026"])
            }
            let report = try await carry(
                world,
                [
                    sent("1", to: "Sở Nông nghiệp & Môi trường Hưng Yên"), sent("2", to: "HY-SNNMT"), sent("3", to: "UBND tỉnh Hưng Yên"),
                    sent("4", to: "HY-TTHDND"), sent("5", to: ""),
                ], office: "HY-TTHDND", mode: .preview)
            #expect(codes(report, row: 3) == ["office_unknown"])
            #expect(report.remarks.first { $0.row == 3 && $0.weight == .error }?.message.contains("HY-SNNMT") == true)
            #expect(codes(report, row: 4) == [] && codes(report, row: 5) == [])
            #expect(codes(report, row: 6) == ["recipient_self"] && codes(report, row: 7) == ["required"])
        }
    }

    // MARK: people and places

    @Test func aDenunciationComesAlongByReferenceOnly() async throws {
        try await TestWorld.lease { world in
            func denunciation(_ number: String, _ more: [String: String]) -> [String: String] {
                line(number, "02/11/2026", "Tố cáo", "Đang xác minh", ["Họ tên": "", "Ngày thụ lý": "09/11/2026"])
                    .merging(more) { _, new in new }
            }
            let lines = [
                denunciation("1", ["Bí danh": "Người tố cáo A", "Số hồ sơ giấy": "TC-7"]),
                denunciation(
                    "2",
                    ["Bí danh": "B", "Số hồ sơ giấy": "TC-8", "Họ tên": "Lê Văn Kín", "Địa chỉ": "xã Tân Hưng, tỉnh Hưng Yên"]),
                denunciation("3", [:]),
            ]
            let preview = try await carry(world, lines, mode: .preview)
            #expect(codes(preview, row: 3) == [] && codes(preview, row: 4) == ["denouncer_not_stored", "denouncer_not_stored"])
            #expect(codes(preview, row: 5) == ["required", "required"])
            let report = try await carry(world, lines, mode: .good)
            #expect(report.cases.map(\.state) == ["verifying"] && report.errors == 2)
            let said = try [report, preview].map(text).joined()
            #expect(!said.contains("Kín") && said.contains("denouncer_not_stored"))
            let stored = try await world.everything()
            #expect(!stored.contains("Kín"), "a denouncer's name is stored nowhere")
            #expect(try await world.running(report.cases[0].caseID) == ["TC-6": Day(2026, 12, 9)])
            let view = try await world.casework.petitions.petition(report.cases[0].petition, by: world.actor("ubnd.officer"))
            #expect(view.referenceOnly && view.pseudonym == "Người tố cáo A" && view.parties.isEmpty)
            #expect(try await world.findings() == [])
        }
    }

    private func text(_ report: CutOverReport) throws -> String {
        String(decoding: try JSONEncoder().encode(report), as: UTF8.self)
    }

    @Test func oldAddressesLieWhereTheyLieToday() async throws {
        try await TestWorld.lease { world in
            func at(_ number: String, _ address: String) -> [String: String] {
                line(number, "02/03/2025", "Kiến nghị", "Mới tiếp nhận", ["Địa chỉ": address, "Họ tên": "Ông Nguyễn Văn Hòa và 12 hộ dân"])
            }
            let report = try await carry(
                world,
                [
                    at("1", "Thôn 3, xã Tân Hưng, TP. Hưng Yên"), at("2", "xã Ngọc Thanh, H. Kim Động, Hưng Yên"), at("3", "Xóm Đình"),
                    at("4", "Số 7, P.Phố Hiến, tỉnh Hưng Yên"),
                ], mode: .good)
            #expect(codes(report, row: 4) == ["commune_ambiguous"])
            let candidates = try #require(report.remarks.first { $0.code == "commune_ambiguous" }?.message)
            #expect(candidates.contains("Phường Sơn Nam") && candidates.contains("Xã Hiệp Cường"))
            #expect(codes(report, row: 5, .warning) == ["commune_unknown"])
            #expect(report.cases.map(\.row) == [3, 5, 6])
            func person(_ index: Int) async throws -> PersonView {
                let view = try await world.casework.petitions.petition(report.cases[index].petition, by: world.actor("ubnd.officer"))
                #expect(view.people == 13 && view.parties.count == 1 && view.parties[0].fullName == "Nguyễn Văn Hòa")
                return view.parties[0]
            }
            let moved = try await person(0)
            #expect(moved.communeCode == "11977" && moved.oldAddress == "Thôn 3, xã Tân Hưng, TP. Hưng Yên")
            #expect(moved.address.hasPrefix("Thôn 3, xã Tân Hưng"))
            #expect(try await person(1).address == "Xóm Đình")
            let today = try await person(2)
            #expect(today.communeCode == "11953" && today.oldAddress.isEmpty)
        }
    }

    // MARK: all or nothing, once

    @Test func allOrNothingAndNeverTwice() async throws {
        try await TestWorld.lease { world in
            let wrong = line("2", "31/02/2026", "Kiến nghị", "Mới tiếp nhận")
            let lines = [
                line("1", "02/11/2026", "Kiến nghị", "Mới tiếp nhận"), wrong, line("01", "03/11/2026", "Kiến nghị", "Mới tiếp nhận"),
                line("3", "03/11/2026", "Kiến nghị", "Đã kết thúc"), line("4", "03/11/2026", "Kiến nghị", "Nằm đâu đó"),
            ]
            let before = try await world.everything()
            let preview = try await carry(world, lines, mode: .preview)
            #expect(preview.lines == 5 && preview.ready == 1 && preview.errors == 3 && preview.finished == 1)
            #expect(codes(preview, row: 5) == ["number_twice"] && codes(preview, row: 7) == ["state_unknown"])
            let nothing = try await carry(world, lines)
            #expect(nothing.cases.isEmpty && nothing.remarks == preview.remarks)
            #expect(try await world.everything() == before, "a wrong line keeps all of them out")

            let good = try await carry(world, lines, mode: .good)
            #expect(good.cases.map(\.row) == [3] && good.nextNumbers == ["2026": 2])
            let after = try await world.everything()
            var mended = lines
            mended[1]["Ngày nhận"] = "03/11/2026"
            mended[2]["Số vào sổ"] = "5"
            mended[4]["Trạng thái"] = "Mới"
            let rest = try await carry(world, mended)
            #expect(rest.already == 1 && rest.cases.map(\.row) == [4, 5, 7] && rest.cases.map(\.number) == [2, 5, 4])
            let again = try await carry(world, mended)
            #expect(again.already == 4 && again.cases.isEmpty && again.errors == 0 && again.remarks.isEmpty)
            #expect(try await world.everything() != after)
            // A number that a petition has here already is not given twice, and the book goes on without a hole after the highest.
            let entered = try await world.register(world.draft(), by: "ubnd.clerk")
            #expect(entered.number == 6)
            let kept = try await carry(
                world, [line("6", "03/11/2026", "Kiến nghị", "Mới"), line("4/2025", "03/11/2025", "Kiến nghị", "Mới")])
            #expect(kept.cases.map(\.number) == [7, 4] && kept.nextNumbers == ["2025": 5, "2026": 8])
            #expect(try await world.findings() == [])
        }
    }

    @Test func theOperatorAndTheLeaderMayAndNobodyElse() async throws {
        try await TestWorld.lease { world in
            let lines = [line("1", "02/11/2026", "Kiến nghị", "Mới tiếp nhận")]
            for name in ["ubnd.clerk", "ubnd.officer", "hdnd.leader"] {
                #expect(try await problem { try await carry(world, lines, by: world.actor(name)) }?.kind == .forbidden)
            }
            let report = try await carry(world, lines, by: world.actor("ubnd.leader"))
            #expect(report.cases.count == 1)
            let entry = try await world.casework.cases.journal(report.cases[0].caseID, by: world.actor("ubnd.leader"))
            #expect(entry.map(\.event) == ["imported"] && entry[0].officerName != nil)
            #expect(try await problem { try await carry(world, lines, office: "KHONG-CO") }?.kind == .missing)
            let noted = try await world.count("select count(*)::int from tiepdan.admin_journal where event = 'cases_carried'")
            #expect(noted == 1)
        }
    }

    @Test func aSheetWithoutItsColumnsIsRefused() async throws {
        try await TestWorld.lease { world in
            let words = try Installation.cutOverWords(share: TestWorld.root)
            func refused(_ headings: [String]) async throws -> Problem? {
                let rows = [CutOverSheet.Row(row: 1, cells: headings.map { CutOverSheet.Cell(.text, $0) })]
                return try await problem {
                    try await world.casework.cutOver.carry(
                        CutOverSheet(rows: rows), office: "HY-UBND", words: words, source: "00", mode: .preview,
                        by: .operator(user: "test"))
                }
            }
            #expect(try await refused(["A", "B", "C"])?.errors.map(\.code) == ["no_header"])
            let missing = try await refused(["Số vào sổ", "Ngày nhận", "Họ tên", "Nội dung", "Trạng thái"])
            #expect(missing?.errors.map(\.field) == ["kind"])
            let twice = try await refused(["Số vào sổ", "Ngày nhận", "Loại đơn", "Nội dung", "Trạng thái", "Tình trạng"])
            #expect(twice?.errors.map(\.code) == ["column_twice"])
        }
    }
}
