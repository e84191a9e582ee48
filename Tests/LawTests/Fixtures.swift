import Foundation
import Testing

@testable import Law

/// The package root, found from this file.
let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// The calendar of 2026 and 2027 as far as `law.md` §6 knows it.
enum Calendars {
    static let known = WorkCalendar(
        version: 1,
        entries: [
            off(Day(2026, 1, 1), "Tết Dương lịch"), off(Day(2026, 1, 2), "hoán đổi"), work(Day(2026, 1, 10), "hoán đổi ngày 02/01"),
            off(Day(2026, 2, 16), "Tết Bính Ngọ"), off(Day(2026, 2, 17), "Tết Bính Ngọ"), off(Day(2026, 2, 18), "Tết Bính Ngọ"),
            off(Day(2026, 2, 19), "Tết Bính Ngọ"), off(Day(2026, 2, 20), "Tết Bính Ngọ"), off(Day(2026, 4, 27), "Giỗ Tổ (nghỉ bù)"),
            off(Day(2026, 4, 30), "Ngày Chiến thắng"), off(Day(2026, 5, 1), "Ngày Quốc tế lao động"),
            work(Day(2026, 8, 22), "hoán đổi ngày 31/08"), off(Day(2026, 8, 31), "hoán đổi"), off(Day(2026, 9, 1), "Quốc khánh"),
            off(Day(2026, 9, 2), "Quốc khánh"), off(Day(2026, 11, 24), "Ngày Văn hóa Việt Nam"),
            off(Day(2027, 1, 1), "Tết Dương lịch"), off(Day(2027, 2, 5), "Tết Đinh Mùi", provisional: true),
            off(Day(2027, 2, 8), "Tết Đinh Mùi", provisional: true), off(Day(2027, 2, 9), "Tết Đinh Mùi", provisional: true),
            off(Day(2027, 2, 10), "Tết Đinh Mùi", provisional: true), off(Day(2027, 2, 11), "Tết Đinh Mùi", provisional: true),
            off(Day(2027, 4, 16), "Giỗ Tổ Hùng Vương"), off(Day(2027, 4, 30), "Ngày Chiến thắng"),
            off(Day(2027, 5, 3), "Ngày Quốc tế lao động (nghỉ bù)"), off(Day(2027, 9, 2), "Quốc khánh"),
            off(Day(2027, 9, 3), "Quốc khánh", provisional: true), off(Day(2027, 11, 24), "Ngày Văn hóa Việt Nam"),
        ])

    static func off(_ day: Day, _ title: String, provisional: Bool = false) -> CalendarEntry {
        CalendarEntry(day: day, kind: .off, title: title, provisional: provisional)
    }

    static func work(_ day: Day, _ title: String) -> CalendarEntry { CalendarEntry(day: day, kind: .work, title: title) }
}

/// A small procedure that passes every proof; tests break it in one way each.
enum Small {
    static let file = "small@2026-07-01.yaml"
    static let yaml = """
        procedure: small
        title: Thủ tục nhỏ
        subject: petition
        effective: {from: 2026-07-01}
        states:
          received: {title: Mới tiếp nhận, citizen: Đơn đã được tiếp nhận}
          sent:     {title: Đã chuyển, active: true, tags: [processed, waiting_other]}
          closed:   {title: Đã kết thúc, final: true, tags: [closed]}
        transitions:
          - event: register
            title: Vào sổ
            from: [new]
            to: received
            by: {roles: [clerk, officer], relation: owner}
            takes: {kind: choice(complaint|denunciation|feedback)!, received_on: date!, count: integer, urgent: bool, note: longtext}
            clocks: {start: [A-1, {rule: A-2, when: kind_denunciation}]}
            basis: Luật A Đ.1
            certainty: found
          - event: send
            title: Chuyển đơn
            from: [received]
            to: sent
            by: [{roles: [officer], relation: owner}, {roles: [leader], relation: [owner, superior]}]
            offices: [people_council, party_office]
            takes: {recipient: organisation!, letter_number: text!, letter_date: date!, answer_by: date_ahead}
            blocks: [no_open_referral]
            flags: [in_time]
            issues: [letter]
            clocks: {start: [A-3], stop: [A-1], lapse: [A-2]}
            tells: [petitioner]
            basis: Luật A Đ.2
            certainty: found
          - event: close
            title: Kết thúc
            from: [received, sent]
            to: closed
            by: {roles: [officer], relation: owner}
            clocks: {start: [A-4], stop: [A-3]}
            internal: không cần luật
          - event: deepen
            title: Xác định phức tạp
            from: [received]
            to: same
            by: {roles: [leader], relation: owner}
            takes: {complex: bool!}
            clocks: {recount: [A-2]}
            basis: Luật A Đ.3
            certainty: found
          - event: deadline_passed
            title: Quá hạn
            from: [received, sent]
            to: same
            by: {roles: [system], relation: none}
            internal: hệ thống ghi nhận
          - event: redate
            title: Tính lại thời hạn
            from: [received, sent]
            to: same
            by: {roles: [operator], relation: none}
            internal: lịch đổi
        clocks:
          A-1: {title: Trả lời, amount: 10, unit: working_days, from: received_on, basis: Luật A Đ.4, certainty: found}
          A-2: {title: Giải quyết, amount: 30, complex: 45, remote: 45, remote_complex: 60, unit: calendar_days, basis: Luật A Đ.5, certainty: found}
          A-3: {title: Hạn trả lời, until: answer_by, internal: ngày ấn định}
          A-4: {title: Lưu đơn, amount: {setting: small.keep_years, default: 1}, unit: years, ends: lapse, internal: lưu}
        documents: {letter: Phiếu chuyển đơn}
        choices: {complaint: Khiếu nại, denunciation: Tố cáo, feedback: "Kiến nghị, phản ánh"}
        facts:
          kind: Loại đơn
          received_on: Ngày nhận
          count: Số người
          urgent: Khẩn
          note: Ghi chú
          recipient: Cơ quan nhận
          letter_number: Số công văn
          letter_date: Ngày công văn
          answer_by: Hạn trả lời
          complex: Phức tạp
        """

    static func text(_ old: String? = nil, _ new: String = "", file: String = Small.file) throws -> ProcedureText {
        guard let old else { return ProcedureText(file: file, text: yaml) }
        try #require(yaml.contains(old), "the fixture has no '\(old)'")
        return ProcedureText(file: file, text: yaml.replacing(old, with: new))
    }

    static func version(_ old: String? = nil, _ new: String = "") throws -> ProcedureVersion {
        let rulebook = try Rulebook([text(old, new)])
        return try #require(rulebook.versions.first)
    }
}
