import Foundation
import Law

extension CutOverReader {
    /// Who wrote, with what identifies him. Nobody is named where it is a denunciation: pseudonym and paper file stand for him
    /// (Luật Tố cáo Đ.56).
    func people(_ row: CutOverSheet.Row, _ line: inout CutOverLine) {
        let name = text(.fullName, row, &line, most: 2_000, multiline: true)
        line.nobody = name.map { dictionary.isNobody($0) } ?? false
        line.pseudonym = text(.pseudonym, row, &line, most: 100)
        line.paperFile = text(.paperFile, row, &line, most: 100)
        if line.isDenunciation { return denouncer(name, row, &line) }
        if line.pseudonym != nil {
            doubtful(&line, .pseudonym, "pseudonym_left", nil, "Bí danh chỉ dùng cho đơn tố cáo; ô này không được chuyển sang.")
        }
        line.address = text(.address, row, &line, most: 300)
        line.phone = text(.phone, row, &line, most: 30)
        guard let name, !line.nobody else {
            if name == nil, line.kind != .voterPetition {
                missing(.fullName, row, &line, "Thiếu họ tên người gửi; đơn không ghi tên thì ghi “nặc danh”.")
            }
            return
        }
        names(name, &line)
        numbers(row, &line)
        if line.people.count > 6 {
            wrong(&line, .fullName, "too_many", nil, "Chỉ ghi người gửi đơn và tối đa 5 người đại diện.")
        }
    }

    private func denouncer(_ name: String?, _ row: CutOverSheet.Row, _ line: inout CutOverLine) {
        let named: [(column: Column, there: Bool)] = [
            (.fullName, name != nil && !line.nobody), (.address, cell(.address, row) != nil), (.idNumber, cell(.idNumber, row) != nil),
            (.phone, cell(.phone, row) != nil),
        ]
        for (column, there) in named where there {
            wrong(
                &line, column, "denouncer_not_stored", nil,
                "Đơn tố cáo chỉ ghi bí danh và số hồ sơ giấy; xin xóa ô này, danh tính người tố cáo không được nhập vào hệ thống.")
        }
        if line.pseudonym == nil { missing(.pseudonym, row, &line, "Đơn tố cáo cần bí danh của người tố cáo.") }
        if line.paperFile == nil { missing(.paperFile, row, &line, "Đơn tố cáo cần số hồ sơ giấy.") }
    }

    /// One name in each line or between signs; "và 12 hộ dân" counts heads.
    private func names(_ raw: String, _ line: inout CutOverLine) {
        for piece in raw.split(whereSeparator: { "\n;,+&".contains($0) }) {
            var words = piece.split(whereSeparator: \.isWhitespace).map(String.init)
            while let first = words.first, Self.isAddress(first) { words.removeFirst() }
            let folded = words.map { Folded.text($0) }
            for index in folded.indices.dropLast(2) where ["va", "cung"].contains(folded[index]) {
                guard let others = Int(folded[index + 1]), ["ho", "nguoi", "cong"].contains(folded[index + 2]) else { continue }
                line.headCount = others
                words.removeSubrange(index...)
                break
            }
            let name = words.joined(separator: " ")
            if !name.isEmpty { line.people.append(.init(name: String(name.prefix(200)))) }
        }
        if let others = line.headCount { line.headCount = others + line.people.count }
        if line.people.isEmpty { wrong(&line, .fullName, "required", nil, "Không đọc được họ tên người gửi.") }
    }

    /// “Ông”, “Bà:”, “Ông/Bà”.
    private static func isAddress(_ word: String) -> Bool {
        let parts = Folded.words(word)
        return !parts.isEmpty && parts.allSatisfy { $0 == "ong" || $0 == "ba" }
    }

    private func numbers(_ row: CutOverSheet.Row, _ line: inout CutOverLine) {
        guard let raw = text(.idNumber, row, &line, most: 500, multiline: true) else { return }
        let typed = cell(.idNumber, row)?.kind == .number
        let pieces = raw.split(whereSeparator: { "\n;,+&".contains($0) })
        if pieces.count > line.people.count {
            doubtful(&line, .idNumber, "numbers_left", nil, "Có nhiều số giấy tờ hơn họ tên; số thừa không được chuyển sang.")
        }
        for (index, piece) in pieces.enumerated() where line.people.indices.contains(index) {
            var number = String(piece.filter { $0.isLetter || $0.isNumber }.uppercased().prefix(40))
            if number.isEmpty { continue }
            let digits = number.allSatisfy { $0.isASCII && $0.isNumber }
            // A workbook that took it for a number lost the zeros before it.
            if digits, typed, [8, 10, 11].contains(number.count) {
                number = String(repeating: "0", count: number.count == 8 ? 1 : 12 - number.count) + number
                doubtful(&line, .idNumber, "zeros_restored", nil, "Số giấy tờ thiếu số 0 ở đầu; đã thêm lại, xin kiểm tra.")
            }
            line.people[index].idNumber = number
            switch (digits, number.count) {
            case (true, 12): line.people[index].idKind = .citizenID
            case (true, 9): line.people[index].idKind = .oldID
            case (false, 8): line.people[index].idKind = .passport
            default:
                line.people[index].idKind = .other
                doubtful(&line, .idNumber, "id_unclear", nil, "Số giấy tờ không phải 12 hay 9 chữ số; ghi là giấy tờ khác.")
            }
        }
    }
}

/// The units that an address names, to be looked up.
struct CutOverAddress: Hashable {
    /// What lies below the commune: house, street, hamlet.
    var detail: String
    /// The commune, with its kind or without.
    var unit: String
    /// What lies above it: district and province of its time.
    var above: [String]

    /// - Returns: nil when no part of it can be a commune.
    init?(_ raw: String, _ dictionary: CutOverDictionary) {
        let parts = raw.split(whereSeparator: { ",;\n".contains($0) }).flatMap { Self.pieces(String($0)) }
        let written = parts.map { dictionary.unit($0) }
        let folded = written.map { Folded.text($0) }
        func begins(_ index: Int, _ kinds: [String]) -> Bool { kinds.contains { folded[index].hasPrefix($0 + " ") } }
        let higher = ["huyen", "quan", "thi xa", "thanh pho", "tinh"]
        let named = folded.indices.last { begins($0, ["xa", "phuong", "thi tran", "dac khu"]) }
        guard let place = named ?? folded.indices.dropFirst().first(where: { begins($0, higher) }).map({ $0 - 1 }), !folded[place].isEmpty
        else { return nil }
        detail = parts[..<place].joined(separator: ", ")
        unit = written[place]
        above = folded.indices.filter { $0 > place && !folded[$0].isEmpty && folded[$0] != "viet nam" }.map { written[$0] }
    }

    /// Hyphens part what commas do not.
    private static func pieces(_ part: String) -> [String] {
        part.replacingOccurrences(of: " – ", with: " - ").components(separatedBy: " - ")
            .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }.filter { !$0.isEmpty }
    }
}
