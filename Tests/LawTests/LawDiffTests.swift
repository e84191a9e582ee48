import Foundation
import Testing

@testable import Law

@Suite struct LawDiffTests {
    private func diff(_ old: String, _ new: String) throws -> LawDiff {
        LawDiff(from: try Small.version(), to: try Small.version(old, new))
    }

    private func only(_ old: String, _ new: String) throws -> LawDiff.Change {
        let diff = try diff(old, new)
        #expect(diff.changes.count == 1, "\(diff.text)")
        return try #require(diff.changes.first)
    }

    @Test func equalVersions() throws {
        let diff = LawDiff(from: try Small.version(), to: try Small.version())
        #expect(diff.changes == [] && diff.text.contains("Hai bản như nhau."))
    }

    @Test func amountOfAClock() throws {
        let change = try only("amount: 10, unit: working_days", "amount: 7, unit: calendar_days")
        #expect(change.kind == .changed && change.part == .clock && change.name == "A-1")
        #expect(change.details == [LawDiff.Detail(field: "Số lượng", before: "10 ngày làm việc", after: "7 ngày")])
    }

    @Test func guardsOfARow() throws {
        let change = try only("blocks: [no_open_referral]", "blocks: [recipient_not_self]")
        #expect(change.part == .row && change.name == "send (received)" && change.title == "Chuyển đơn")
        #expect(
            change.details == [
                LawDiff.Detail(
                    field: "Từ chối khi không đạt", before: Guard.noOpenReferral.title, after: Guard.recipientNotSelf.title)
            ])
    }

    @Test func whoMayDoIt() throws {
        let change = try only("by: [{roles: [officer], relation: owner}, {roles: [leader]", "by: [{roles: [leader]")
        #expect(change.details == [LawDiff.Detail(field: "Ai được làm", before: "Cán bộ xử lý – cơ quan đang giữ hồ sơ", after: "")])
    }

    @Test func aRowThatComesAndOneThatGoes() throws {
        let diff = try diff("event: deepen", "event: widen")
        #expect(diff.changes.map(\.kind) == [.added, .removed] && diff.changes.map(\.name) == ["widen (received)", "deepen (received)"])
        #expect(diff.changes[0].details.contains { $0.field == "Căn cứ" && $0.after == "Luật A Đ.3" })
        #expect(diff.text.contains("+ widen (received): Xác định phức tạp") && diff.text.contains("− deepen (received)"))
    }

    @Test func clocksThatARowStops() throws {
        let change = try only("clocks: {start: [A-4], stop: [A-3]}", "clocks: {start: [A-4], stop: [A-3, A-1]}")
        #expect(change.details == [LawDiff.Detail(field: "Thời hạn kết thúc", before: "", after: "A-1")])
    }

    @Test func windowOfARow() throws {
        let change = try only("    internal: không cần luật", "    since: 2026-08-01\n    internal: không cần luật")
        #expect(change.details == [LawDiff.Detail(field: "Áp dụng", before: "", after: "từ 01/08/2026")])
    }

    @Test func words() throws {
        let diff = try diff("documents: {letter: Phiếu chuyển đơn}", "documents: {letter: Phiếu chuyển}")
        #expect(diff.changes.map(\.part) == [.row, .document], "the row that issues it says so too")
        #expect(diff.changes[1].details == [LawDiff.Detail(field: "Tên", before: "Phiếu chuyển đơn", after: "Phiếu chuyển")])
    }

    /// Rows of one event are held beside the one they are most like, not the one that stands at the same place.
    @Test func rowsOfOneEvent() throws {
        let two = """
              - event: close
                title: Kết thúc đơn tố cáo
                from: [received, sent]
                to: closed
                by: {roles: [officer], relation: owner}
                blocks: [kind_denunciation]
                internal: không cần luật
              - event: close
                title: Kết thúc đơn kiến nghị
                from: [received, sent]
                to: closed
                by: {roles: [officer], relation: owner}
                blocks: [kind_feedback]
                clocks: {start: [A-4], stop: [A-3]}
                internal: không cần luật
              - event: deepen
            """
        let start = try #require(Small.yaml.range(of: "  - event: close"))
        let end = try #require(Small.yaml.range(of: "  - event: deepen"))
        let text = Small.yaml.replacingCharacters(in: start.lowerBound..<end.upperBound, with: two)
        let version = try #require(try Rulebook([ProcedureText(file: Small.file, text: text)]).versions.first)
        let swapped = ProcedureText(
            file: Small.file,
            text: text.replacing("[kind_denunciation]", with: "[X]").replacing("[kind_feedback]", with: "[kind_denunciation]")
                .replacing("[X]", with: "[kind_feedback]").replacing("đơn tố cáo", with: "Y").replacing("đơn kiến nghị", with: "đơn tố cáo")
                .replacing("Y", with: "đơn kiến nghị"))
        let other = try #require(try Rulebook([swapped]).versions.first)
        let diff = LawDiff(from: version, to: other)
        // Only the clocks have moved from the one row to the other.
        #expect(diff.changes.map(\.kind) == [.changed, .changed], "\(diff.text)")
        #expect(diff.changes.flatMap(\.details).allSatisfy { $0.field.contains("hời hạn") }, "\(diff.text)")
    }

    @Test func oldAndNewComplaints() throws {
        let book = try Shipped.book.get()
        let old = try #require(book.version(of: "complaint", on: Day(2026, 6, 30)))
        let new = try #require(book.version(of: "complaint", on: Day(2026, 7, 1)))
        let diff = LawDiff(from: old, to: new)
        let clock = try #require(diff.changes.first { $0.part == .clock && $0.name == "KN-1" })
        #expect(clock.details.contains(LawDiff.Detail(field: "Số lượng", before: "10 ngày", after: "7 ngày làm việc")))
        #expect(diff.text.hasPrefix("\(old.id) → \(new.id)\n") && diff.text.contains("~ KN-1: "))
    }

    @Test func everyVersionEqualsItself() throws {
        for version in try Shipped.book.get().versions { #expect(LawDiff(from: version, to: version).changes == [], "\(version.id)") }
    }
}
