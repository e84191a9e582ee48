import Casework
import Foundation

/// What bringing an old book along says to the operator; the remarks are in Vietnamese, for the office whose book it is.
enum CutOverScreen {
    static func show(_ report: CutOverReport) {
        let others = report.otherSheets.joined(separator: ", ")
        if !others.isEmpty { Screen.note("read from “\(report.sheet)”; not from: \(others)") }
        if !report.unknownColumns.isEmpty { Screen.note("columns left alone: \(report.unknownColumns.joined(separator: ", "))") }
        for remark in report.remarks { Screen.say(line(remark)) }
        Screen.say(
            "\(report.lines) lines: \(report.ready) ready, \(report.warned) of them with warnings; \(report.errors) with errors; "
                + "\(report.already) came along before; \(report.finished) finished; \(report.passedOver) rows passed over")
        if report.mode == .preview { return Screen.say("nothing was written") }
        let overdue = report.cases.count { $0.overdue }
        Screen.say("\(report.cases.count) cases came along, \(overdue) of them past a deadline")
        for (year, number) in report.nextNumbers.sorted(by: { $0.key < $1.key }) {
            Screen.say("the book of \(year) goes on with \(number)")
        }
    }

    private static func line(_ remark: CutOverRemark) -> String {
        let place = [remark.row.map { "row \($0)" } ?? "", remark.column].filter { !$0.isEmpty }.joined(separator: ", ")
        let value = remark.value.map { " “\($0.split(whereSeparator: \.isNewline).joined(separator: " "))”" } ?? ""
        return "\(remark.weight.rawValue): \(place):\(value) \(remark.message)"
    }

    /// Writes the remarks about lines that were left out beside the file, for a spreadsheet to read.
    ///
    /// - Returns: the path, `So-2026.errors.csv` beside `So-2026.xlsx`; readable by its owner only.
    static func keep(_ report: CutOverReport, beside file: String) throws -> String {
        let wrong = Set(report.remarks.filter { $0.weight == .error }.compactMap(\.row))
        var text = "\u{FEFF}Hàng,Cột,Mức,Giá trị,Nội dung\r\n"
        for remark in report.remarks {
            guard let row = remark.row, wrong.contains(row) else { continue }
            let weight = remark.weight == .error ? "Lỗi" : "Lưu ý"
            text += [String(row), remark.column, weight, remark.value ?? "", remark.message].map(field).joined(separator: ",") + "\r\n"
        }
        let path = URL(fileURLWithPath: file).deletingPathExtension().path + ".errors.csv"
        guard FileManager.default.createFile(atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600]) else {
            throw Complaint("cannot write \(path)")
        }
        return path
    }

    /// Quoted; what a spreadsheet would take for a formula is made a text.
    private static func field(_ text: String) -> String {
        let safe = text.first.map { "=+-@\t\r".contains($0) } == true ? "'" + text : text
        return "\"" + safe.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }
}
