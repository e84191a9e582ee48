import Casework
import Foundation
import Law
import Postgres
import TestSupport
import Testing

/// Cases of an old book whose terms stand still, or are longer than usual.
extension CutOverTests {
    @Test func whatStandsStillComesAlongStandingStill() async throws {
        try await TestWorld.lease { world in
            let suspended = ["Ngày thụ lý": "01/09/2026", "Ngày tạm đình chỉ": "11/09/2026"]
            let report = try await carry(
                world,
                [
                    line("1", "20/08/2026", "Khiếu nại", "Tạm đình chỉ", suspended.merging(["Trạng thái trước đó": "Đối thoại"]) { $1 }),
                    line("2", "20/08/2026", "Khiếu nại", "đang tạm đình chỉ", suspended),
                    line("3", "20/08/2026", "Khiếu nại", "Khởi kiện do quá hạn giải quyết", ["Ngày thụ lý": "01/09/2026"]),
                    line("4", "20/08/2026", "Khiếu nại", "Đang tại tòa án", ["Trạng thái trước đó": "Đã gửi quyết định"]),
                    line("5", "20/08/2026", "Khiếu nại", "Đang xác minh", suspended.merging(["Phức tạp": "x", "Gia hạn": "10"]) { $1 }),
                    line("6", "16/11/2026", "Khiếu nại", "Đã đình chỉ, chưa gửi quyết định", ["Ngày quyết định": "16/11/2026"]),
                ])
            #expect(report.errors == 0)
            #expect(
                report.cases.map(\.state) == ["suspended", "suspended", "in_court_unsettled", "in_court", "verifying", "terminated"])
            #expect(report.cases.map(\.overdue) == [false, false, true, false, true, false])
            #expect(report.cases[0].nextDue == nil, "what stands still is due on no day")
            #expect(codes(report, row: 3, .warning).isEmpty && codes(report, row: 4, .warning) == ["prior_assumed"])
            #expect(Set(codes(report, row: 7, .warning)) == ["not_taken", "pause_over"])
            let complex = try await world.count("select count(*)::int from tiepdan.registration where complex")
            #expect(complex == 1)
            #expect(try await world.running(report.cases[4].caseID) == ["KN-2": Day(2026, 10, 16)])
            let paused = try await world.count("select count(*)::int from tiepdan.clock where state = 'paused' and fired_at is null")
            #expect(paused == 2, "nothing of them had passed")
            #expect(try await world.casework.queues.sweepDeadlines() == 0)
            #expect(try await world.findings() == [])

            world.clock.set(Day(2026, 12, 1))
            let decision: [String: FactInput] = ["document_number": .text("8/QĐ"), "document_date": .text("2026-12-01")]
            let other = decision.merging(["document_number": .text("9/QĐ")]) { $1 }
            #expect(try await world.step(report.cases[0].caseID, "resume", decision, by: "ubnd.leader").state == "dialogue")
            #expect(try await world.step(report.cases[1].caseID, "resume", other, by: "ubnd.leader").state == "verifying")
            #expect(try await world.running(report.cases[0].caseID)["KN-2"] == Day(2026, 12, 21))
            let judgment = decision.merging(["court": .text("Tòa án nhân dân tỉnh")]) { $1 }
            #expect(try await world.step(report.cases[2].caseID, "court_upheld", judgment, by: "ubnd.leader").state == "accepted")
            #expect(try await world.step(report.cases[3].caseID, "court_upheld", judgment, by: "ubnd.leader").state == "notified")
            #expect(try await world.findings() == [])
        }
    }

    @Test func aDenunciationKeepsItsExtensionAndWaitsForTheExpert() async throws {
        try await TestWorld.lease { world in
            func denounced(_ number: String, _ state: String, _ more: [String: String]) -> [String: String] {
                line(number, "20/08/2026", "Tố cáo", state, more).merging(
                    ["Họ tên": "", "Bí danh": "Người tố cáo \(number)", "Số hồ sơ giấy": "TC-\(number)", "Ngày thụ lý": "01/09/2026"]
                ) { $1 }
            }
            let report = try await carry(
                world,
                [
                    denounced("1", "Đang xác minh", ["Gia hạn": "45 ngày"]),
                    denounced("2", "Chờ giám định", ["Ngày tạm đình chỉ": "11/09/2026", "Gia hạn": "30"]),
                ])
            #expect(report.errors == 0 && report.cases.map(\.state) == ["verifying", "waiting_expert"])
            #expect(try await world.running(report.cases[0].caseID) == ["TC-6": Day(2026, 11, 16)])
            world.clock.set(Day(2026, 12, 1))
            #expect(try await world.step(report.cases[1].caseID, "expert_result", [:], by: "ubnd.officer").state == "verifying")
            #expect(try await world.running(report.cases[1].caseID) == ["TC-6": Day(2027, 1, 20)])
            #expect(try await world.findings() == [])
        }
    }

    @Test func whatIsWrongWithAPauseIsSaidInItsColumn() async throws {
        try await TestWorld.lease { world in
            let accepted = ["Ngày thụ lý": "01/09/2026"]
            let report = try await carry(
                world,
                [
                    line("1", "20/08/2026", "Khiếu nại", "Tạm đình chỉ", accepted),
                    line("2", "20/08/2026", "Khiếu nại", "Tạm đình chỉ", accepted.merging(["Ngày tạm đình chỉ": "25/08/2026"]) { $1 }),
                    line("3", "20/08/2026", "Khiếu nại", "Tạm đình chỉ", accepted.merging(["Ngày tạm đình chỉ": "31/02/2026"]) { $1 }),
                    line(
                        "4", "20/08/2026", "Khiếu nại", "Tạm đình chỉ",
                        accepted.merging(["Ngày tạm đình chỉ": "11/09/2026", "Trạng thái trước đó": "Đã gửi quyết định"]) { $1 }),
                    line(
                        "5", "04/05/2026", "Khiếu nại", "Tạm đình chỉ",
                        ["Ngày thụ lý": "15/06/2026", "Ngày tạm đình chỉ": "30/06/2026"]),
                    line("6", "20/08/2026", "Khiếu nại", "Đang xác minh", accepted.merging(["Phức tạp": "để xem"]) { $1 }),
                    line("7", "20/08/2026", "Khiếu nại", "Đang xác minh", accepted.merging(["Phức tạp": "Không"]) { $1 }),
                ], mode: .preview)
            #expect(report.errors == 6 && report.ready == 1)
            let said = report.remarks.filter { $0.weight == .error }.map { "\($0.row ?? 0) \($0.column) \($0.code)" }
            #expect(
                said == [
                    "3 Ngày tạm đình chỉ required", "4 Ngày tạm đình chỉ fact_invalid", "5 Ngày tạm đình chỉ date_impossible",
                    "6 Trạng thái trước đó state_unknown", "7 Ngày tạm đình chỉ not_in_force", "8 Phức tạp complex_unknown",
                ])
        }
    }
}
