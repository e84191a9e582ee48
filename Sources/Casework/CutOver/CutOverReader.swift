import Law

/// Reads the lines of an old book, each with what is wrong with it.
struct CutOverReader {
    typealias Column = CutOverWords.Column

    let dictionary: CutOverDictionary
    let header: CutOverHeader
    let today: Day

    /// Lines, and how many rows between them are none. A row whose state says that nothing is open is only marked so.
    func lines(of sheet: CutOverSheet) -> (lines: [CutOverLine], passedOver: Int) {
        var lines: [CutOverLine] = []
        var passedOver = 0
        for row in sheet.rows.dropFirst(header.skipped) {
            if header.isNoLine(row, dictionary) { passedOver += 1 } else { lines.append(line(row)) }
        }
        markTwice(&lines)
        return (lines, passedOver)
    }

    private func line(_ row: CutOverSheet.Row) -> CutOverLine {
        var line = CutOverLine(row: row.row)
        let stateWords = text(.state, row, &line, most: 200)
        if let words = stateWords, let state = dictionary.state(words) {
            line.state = state
            if state.finished {
                line.remarks = []
                line.finished = true
                return line
            }
        } else if let words = stateWords {
            wrong(&line, .state, "state_unknown", words, "Không hiểu trạng thái này; xin khai trong tệp ghép từ hoặc sửa lại.")
        } else {
            missing(.state, row, &line, "Thiếu trạng thái.")
        }
        line.receivedOn = date(.receivedOn, row, &line, needed: true)
        number(row, &line)
        kind(row, &line)
        content(row, &line)
        line.acceptedOn = date(.acceptedOn, row, &line)
        line.pausedOn = date(.pausedOn, row, &line)
        line.decidedOn = date(.decidedOn, row, &line)
        line.sentOn = date(.sentOn, row, &line)
        line.letterDate = date(.letterDate, row, &line)
        line.answerBy = date(.answerBy, row, &line, ahead: true)
        order(&line)
        line.letterNumber = text(.letterNumber, row, &line, most: 100)
        line.recipient = text(.recipient, row, &line, most: 300)
        line.handler = text(.handler, row, &line, most: 200)
        line.law = text(.law, row, &line, most: 60)
        line.source = text(.source, row, &line, most: 300)
        line.reminders = count(.reminders, row, &line)
        line.priorState = text(.priorState, row, &line, most: 200)
        complexity(row, &line)
        line.extensionDays = count(.extensionDays, row, &line)
        choices(row, &line)
        people(row, &line)
        if row.hidden == true { line.remark(.warning, nil, "", "row_hidden", nil, "Hàng này đang bị ẩn trong tệp.") }
        return line
    }

    // MARK: cells

    func wrong(_ line: inout CutOverLine, _ column: Column, _ code: String, _ value: String?, _ message: String) {
        line.remark(.error, column, dictionary.title(column), code, value, message)
    }

    func doubtful(_ line: inout CutOverLine, _ column: Column, _ code: String, _ value: String?, _ message: String) {
        line.remark(.warning, column, dictionary.title(column), code, value, message)
    }

    /// Nothing stands in a cell that must hold something; what could not be read was said before.
    func missing(_ column: Column, _ row: CutOverSheet.Row, _ line: inout CutOverLine, _ message: String) {
        guard let cell = cell(column, row) else { return wrong(&line, column, "required", nil, message) }
        if cell.kind == .text, cell.text.allSatisfy(\.isWhitespace) { wrong(&line, column, "required", nil, message) }
    }

    func cell(_ column: Column, _ row: CutOverSheet.Row) -> CutOverSheet.Cell? { header.columns[column].flatMap { row[$0] } }

    func text(_ column: Column, _ row: CutOverSheet.Row, _ line: inout CutOverLine, most: Int, multiline: Bool = false) -> String? {
        guard let cell = cell(column, row) else { return nil }
        if cell.kind == .error || cell.kind == .uncomputed {
            wrong(&line, column, "cell_error", cell.text, "Ô này là lỗi hoặc công thức chưa được tính; xin thay bằng giá trị.")
            return nil
        }
        let raw = multiline ? cell.text : cell.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        do throws(Problem) {
            return try Text.optional(raw, field: column.rawValue, most: most, multiline: multiline)
        } catch {
            wrong(&line, column, error.errors.first?.code ?? error.code, nil, error.message)
            return nil
        }
    }

    /// - Parameter ahead: the day may lie in the future.
    private func date(
        _ column: Column, _ row: CutOverSheet.Row, _ line: inout CutOverLine, needed: Bool = false, ahead: Bool = false
    ) -> Day? {
        guard let cell = cell(column, row) else {
            if needed { wrong(&line, column, "required", nil, "Thiếu ngày.") }
            return nil
        }
        do throws(CutOverDate.Unclear) {
            let day = try CutOverDate.day(cell)
            if day > today && !ahead {
                wrong(&line, column, "date_in_future", cell.text, "Ngày \(day.vietnamese) ở sau hôm nay (\(today.vietnamese)).")
                return nil
            }
            if day < today.adding(years: -50) {
                wrong(&line, column, "date_too_old", cell.text, "Ngày \(day.vietnamese) quá xa trong quá khứ.")
                return nil
            }
            return day
        } catch {
            wrong(&line, column, error.code, cell.text, error.message)
            return nil
        }
    }

    private func count(_ column: Column, _ row: CutOverSheet.Row, _ line: inout CutOverLine) -> Int {
        guard let words = text(column, row, &line, most: 100) else { return 0 }
        let parts = Folded.words(words)
        if parts.count <= 2, let number = parts.first.flatMap({ Int($0) }), (0...999).contains(number) { return number }
        if ["khong", "chua", "0"].contains(parts.first ?? "") { return 0 }
        wrong(&line, column, "number_unreadable", words, "Không đọc được con số này; xin ghi bằng chữ số.")
        return 0
    }

    // MARK: what stands in the columns

    /// Other words than yes or no could mean either, and fifteen days hang on it.
    private func complexity(_ row: CutOverSheet.Row, _ line: inout CutOverLine) {
        guard let words = text(.complex, row, &line, most: 100) else { return }
        line.complex = dictionary.isYes(words)
        if line.complex || dictionary.isNo(words) { return }
        wrong(&line, .complex, "complex_unknown", words, "Không hiểu ô này; xin ghi “có” hoặc “không”.")
    }

    private func number(_ row: CutOverSheet.Row, _ line: inout CutOverLine) {
        guard let words = text(.oldNumber, row, &line, most: 50) else {
            return missing(.oldNumber, row, &line, "Thiếu số vào sổ cũ.")
        }
        if cell(.oldNumber, row)?.kind == .date {
            wrong(&line, .oldNumber, "number_is_date", words, "Bảng tính đã đổi số này thành ngày; xin ghi lại số dưới dạng văn bản.")
            return
        }
        let received = line.receivedOn?.year ?? today.year
        line.oldNumber = CutOverLine.OldNumber(written: words, receivedIn: received)
        if line.oldNumber.year != received {
            doubtful(&line, .oldNumber, "year_differs", words, "Năm của số vào sổ khác năm nhận đơn (\(received)).")
        }
    }

    private func kind(_ row: CutOverSheet.Row, _ line: inout CutOverLine) {
        guard let words = text(.kind, row, &line, most: 100) else {
            return missing(.kind, row, &line, "Thiếu loại đơn.")
        }
        guard let word = dictionary.kind(words) else {
            return wrong(&line, .kind, "kind_unknown", words, "Không hiểu loại đơn này; xin khai trong tệp ghép từ hoặc sửa lại.")
        }
        line.secondInstance = word == CutOverWords.secondInstance
        line.kind = line.secondInstance ? .complaint : PetitionKind(rawValue: word)
    }

    private func content(_ row: CutOverSheet.Row, _ line: inout CutOverLine) {
        if let words = text(.content, row, &line, most: 20_000, multiline: true) {
            line.content = words
        } else {
            missing(.content, row, &line, "Thiếu nội dung đơn.")
        }
        let note = text(.note, row, &line, most: 5_000, multiline: true)
        if line.isDenunciation, note != nil {
            doubtful(&line, .note, "note_left", nil, "Ghi chú của đơn tố cáo không được chuyển sang, để không lộ danh tính người tố cáo.")
        } else {
            line.note = note
        }
    }

    private func choices(_ row: CutOverSheet.Row, _ line: inout CutOverLine) {
        if let words = text(.channel, row, &line, most: 100) {
            if let channel = dictionary.channel(words) {
                line.channel = channel
            } else {
                doubtful(&line, .channel, "channel_unknown", words, "Không hiểu hình thức nhận; ghi là qua bưu chính.")
            }
        }
        if let words = text(.jurisdiction, row, &line, most: 100) {
            line.jurisdiction = dictionary.jurisdiction(words)
            if line.jurisdiction == nil { wrong(&line, .jurisdiction, "jurisdiction_unknown", words, "Không hiểu thẩm quyền này.") }
        }
        line.wantsReply = text(.wantsReply, row, &line, most: 100).map { dictionary.isYes($0) } ?? false
    }

    /// What came first must stand first.
    private func order(_ line: inout CutOverLine) {
        guard let received = line.receivedOn else { return }
        for (column, day) in [
            (Column.acceptedOn, line.acceptedOn), (.pausedOn, line.pausedOn), (.decidedOn, line.decidedOn), (.sentOn, line.sentOn),
        ] {
            guard let day, day < received else { continue }
            wrong(&line, column, "date_order", day.vietnamese, "Ngày này ở trước ngày nhận đơn (\(received.vietnamese)).")
        }
        if let accepted = line.acceptedOn, let decided = line.decidedOn, decided < accepted {
            wrong(&line, .decidedOn, "date_order", decided.vietnamese, "Ngày này ở trước ngày thụ lý (\(accepted.vietnamese)).")
        }
        if let letter = line.letterDate, letter < received {
            doubtful(&line, .letterDate, "date_order", letter.vietnamese, "Ngày văn bản ở trước ngày nhận đơn (\(received.vietnamese)).")
        }
        if let answer = line.answerBy, answer < received {
            wrong(&line, .answerBy, "date_order", answer.vietnamese, "Hạn trả lời ở trước ngày nhận đơn (\(received.vietnamese)).")
        }
    }

    /// A spreadsheet set to month before day reads 05/11 as the eleventh of May and 25/11 as no day at all: days up to 12 became real dates
    /// with day and month exchanged, the others stayed text.
    func exchangedDays(in sheet: CutOverSheet) -> [CutOverRemark] {
        let dated: [Column] = [.receivedOn, .acceptedOn, .pausedOn, .decidedOn, .sentOn, .letterDate, .answerBy]
        return dated.compactMap { column -> CutOverRemark? in
            let cells = sheet.rows.dropFirst(header.skipped).compactMap { cell(column, $0) }.filter { !$0.repeated }
            let real = cells.filter { $0.kind == .date }.compactMap { Day(iso: $0.text) }
            let texts = cells.filter { $0.kind == .text }.compactMap { try? CutOverDate.day($0.text) }
            guard real.count >= 3, texts.count >= 3, real.allSatisfy({ $0.day <= 12 }), texts.allSatisfy({ $0.day > 12 }) else {
                return nil
            }
            return CutOverRemark(
                weight: .warning, row: nil, column: dictionary.title(column), code: "dates_exchanged",
                message: "Mọi ngày thật của cột này đều từ 1 đến 12, mọi ngày ghi bằng chữ đều sau 12: có thể đã đảo ngày và tháng.")
        }
    }

    /// One number of a year stands for one petition.
    private func markTwice(_ lines: inout [CutOverLine]) {
        var seen: [String: Int] = [:]
        for index in lines.indices where !lines[index].finished && !lines[index].oldNumber.key.isEmpty {
            let key = "\(lines[index].oldNumber.year) \(lines[index].oldNumber.key)"
            if let first = seen[key] {
                let written = lines[index].oldNumber.written
                wrong(&lines[index], .oldNumber, "number_twice", written, "Số vào sổ này đã có ở hàng \(first) của tệp.")
            } else {
                seen[key] = lines[index].row
            }
        }
    }
}
