import Casework
import Foundation
import Law

/// A change of offices as it is printed: each office before and after, what moved, what did not.
enum OfficeChangeScreen {
    static func show(_ report: OfficeChangeReport) {
        let done = report.preview ? "what would happen (nothing is changed without --yes)" : "done"
        Screen.say("\(report.kind) on \(report.on.iso): \(done)")
        for office in report.offices {
            Screen.say("")
            Screen.say("\(office.code)  \(office.name)\(office.closes ? "  (closes)" : "")")
            Screen.table(
                ["", "", "before", "after"],
                office.figures.map { [titles[$0.what] ?? $0.what, $0.detail, String($0.before), String($0.after)] })
        }
        Screen.say("")
        let verb = report.preview ? "would move" : "moved"
        for count in report.moved { Screen.say("\(verb): \(titles[count.what] ?? count.what) \(count.amount)") }
        if report.withoutHandler > 0 {
            Screen.say("left without a handler (hồ sơ chưa có người xử lý): \(report.withoutHandler) open case(s)")
        }
        for over in report.handOvers {
            let days = "\(over.fromDay.iso)\(over.untilDay.map { " to \($0.iso)" } ?? "")"
            let what = over.begun ? "\(over.cases) case(s) come back" : "does not begin"
            Screen.say("hand-over \(over.id) ends: \(over.from) to \(over.to), \(days), \(what); the substitute goes to another office")
        }
        for rest in report.notMoved where rest.amount > 0 {
            Screen.say("not taken over: \(rest.amount) row(s) of \(rest.what) of \(rest.office)")
        }
        for one in report.undecided { Screen.say("undecided: \(one.thing) \(one.id) \(one.note)") }
        if !report.barred.isEmpty {
            let cases = report.barred.map(String.init).joined(separator: ", ")
            Screen.say("refused: denunciations \(cases) would come to the body of the denounced (Luật Tố cáo Đ.12)")
        }
    }

    private static let titles = [
        "accounts": "accounts", "open_cases": "open cases", "ended_cases": "ended cases", "running_clocks": "running deadlines",
        "referrals_in": "open referrals received", "referrals_out": "open referrals sent", "tasks": "open tasks", "book": "last number",
        "entries": "entries in journals", "clocks": "running deadlines, none of them changed",
    ]
}

/// A CSV file with known columns, in any order.
enum CommaFile {
    /// The rows below the header, each in the order of `columns`.
    static func rows(_ file: String, columns: [String]) throws -> [[String]] {
        guard let data = FileManager.default.contents(atPath: file) else { throw Complaint("cannot read \(file)") }
        let records: [CSV.Record]
        do { records = try CSV.records(of: String(decoding: data, as: UTF8.self)) } catch {
            throw Complaint("\(file):\(error.line): \(error.message)")
        }
        guard let header = records.first?.fields.map({ $0.trimmingCharacters(in: .whitespaces) }) else {
            throw Complaint("\(file) is empty")
        }
        let places = try columns.map { column in
            guard let place = header.firstIndex(of: column) else { throw Complaint("\(file) has no column \(column)") }
            return place
        }
        return try records.dropFirst().map { record in
            guard record.fields.count == header.count else { throw Complaint("\(file):\(record.line): a wrong number of columns") }
            return places.map { record.fields[$0].trimmingCharacters(in: .whitespaces) }
        }
    }
}
