public import Law
public import Postgres
import Records

/// Communes are temporal: one that closes keeps its code in every address written under it, and its name finds what it became.
extension AdministrationDesk {
    /// Closes and opens communes from a day on.
    ///
    /// - Parameters:
    ///   - lines: each from a commune of today to one that is opened or stands already; several to one, or one to several.
    ///   - owner: signed in as the owner of the tables.
    ///   - preview: change nothing.
    /// - Throws: `Problem` `unknown_commune` when one that closes is not of today, `commune_stays` when a target is closed by another line
    ///   and not opened anew, `different_names` when two lines name one target differently, `date_in_future`.
    public func changeCommunes(
        _ lines: [CommuneChange], on day: Day, preview: Bool, owner: Pool, by actor: Actor
    ) async throws -> CommuneChangeReport {
        try requireOperator(actor)
        if day > casework.today && !preview {
            throw Problem.invalid("on", "date_in_future", "Chỉ thực hiện từ ngày có hiệu lực; trước đó chỉ xem trước.")
        }
        let today = Dictionary(try await communes(by: actor).map { ($0.code, $0) }) { first, _ in first }
        try Self.check(lines, today)
        let now = casework.surroundings.now()
        struct TakenBack: Error { let report: CommuneChangeReport }
        let report: CommuneChangeReport
        do {
            report = try await casework.guarded {
                try await owner.write(settings: Scope(actor: "operator").settings) { db in
                    let olds = Array(Set(lines.map(\.oldCode))).sorted()
                    let uses = try OfficeChangeRecords.uses(db, of: olds)
                    let moved = try OfficeChangeRecords.changeCommunes(
                        db, lines.map { .init(old: $0.oldCode, new: $0.newCode, name: $0.newName, kind: $0.newKind) }, on: day)
                    for code in olds {
                        try OfficeRecords.note(
                            db, topic: "catalogue", event: "commune_changed", target: code,
                            payload: JSONB("{\"on\": \"\(day.iso)\"}"), now: now)
                    }
                    func amount(_ what: String) -> Int { moved.first { $0.what == what }?.amount ?? 0 }
                    let done = CommuneChangeReport(
                        on: day, preview: preview, lines: lines, closed: amount("closed"), opened: amount("opened"),
                        uses: uses.map { .init(code: $0.code, offices: $0.offices, petitions: $0.petitions) })
                    if preview { throw TakenBack(report: done) }
                    return done
                }
            }
        } catch let back as TakenBack {
            return back.report
        }
        casework.forgetReference()
        return report
    }

    private static func check(_ lines: [CommuneChange], _ today: [String: Commune]) throws(Problem) {
        if lines.isEmpty { throw Problem.invalid("file", "empty", "Tệp không có dòng nào.") }
        var targets: [String: CommuneChange] = [:]
        for line in lines {
            guard today[line.oldCode] != nil else {
                throw Problem.invalid("old_code", "unknown_commune", "Không có xã, phường mã “\(line.oldCode)” trong danh mục hiện hành.")
            }
            guard line.newCode.count == 5, line.newCode.allSatisfy({ $0.isASCII && $0.isNumber }) else {
                throw Problem.invalid("new_code", "invalid_code", "Mã “\(line.newCode)” phải gồm năm chữ số.")
            }
            guard ["xa", "phuong", "dac_khu"].contains(line.newKind) else {
                throw Problem.invalid("new_kind", "invalid_kind", "Loại “\(line.newKind)” phải là xa, phuong hoặc dac_khu.")
            }
            if let other = targets[line.newCode], other.newName != line.newName || other.newKind != line.newKind {
                throw Problem.invalid("new_name", "different_names", "Mã “\(line.newCode)” được ghi với hai tên khác nhau.")
            }
            targets[line.newCode] = line
        }
    }
}
