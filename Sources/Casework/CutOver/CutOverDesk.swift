public import Law
import Postgres
import Records

/// Open cases that an office brings along from Excel or another system.
public struct CutOverDesk: Sendable {
    let casework: Casework

    public enum Mode: String, Codable, Sendable {
        /// Says what would be done.
        case preview
        /// Writes all lines, or none when one of them is wrong.
        case whole
        /// Writes the lines that are right.
        case good
    }

    /// Reads an old book and brings its open cases along, each by one entry `imported`. A line that came along before, from whatever file,
    /// is passed over, so that the same file can be brought twice. Deadlines are counted by the law of the day of receipt from the days the
    /// book names; what had passed before alarms nobody.
    ///
    /// - Parameters:
    ///   - office: code of the office whose book it is.
    ///   - words: how the book is worded.
    ///   - source: SHA-256 of the file, in hexadecimal digits.
    /// - Throws: `Problem`: the columns are not recognised; who asks is neither the operator nor a leader of the office.
    public func carry(
        _ sheet: CutOverSheet, office code: String, words: CutOverWords, source: String, mode: Mode, key: String? = nil, by actor: Actor
    ) async throws -> CutOverReport {
        let dictionary = CutOverDictionary(words)
        let header = try CutOverHeader.find(in: sheet, dictionary)
        let reader = CutOverReader(dictionary: dictionary, header: header, today: casework.today)
        let (lines, passedOver) = reader.lines(of: sheet)
        var report = CutOverReport(sheet: sheet.sheet, otherSheets: sheet.sheets.filter { $0 != sheet.sheet }, mode: mode)
        report.columns = Dictionary(uniqueKeysWithValues: header.columns.map { ($0.key.rawValue, $0.value + 1) })
        report.unknownColumns = header.unknown
        report.passedOver = passedOver
        report.remarks = reader.exchangedDays(in: sheet)
        let begun = report
        if mode == .preview {
            return try await casework.read(by: actor) { work in
                var report = begun
                _ = try work.plans(lines, ofOffice: code, dictionary, &report)
                return report
            }
        }
        return try await casework.once("cases.carry", key: key, input: [source, code, mode.rawValue], by: actor) { work in
            var report = begun
            let (office, plans) = try work.plans(lines, ofOffice: code, dictionary, &report)
            if mode == .whole && report.errors > 0 { return report }
            // Numbers that are kept come first, in their order, so that a new one is taken by no old.
            let ready = plans.filter(\.isReady).sorted {
                ($0.number == nil ? 1 : 0, $0.line.oldNumber.year, $0.number ?? 0, $0.line.row)
                    < ($1.number == nil ? 1 : 0, $1.line.oldNumber.year, $1.number ?? 0, $1.line.row)
            }
            if ready.isEmpty { return report }
            for plan in ready { report.cases.append(try work.carry(plan, of: office, source: source)) }
            report.cases.sort { $0.row < $1.row }
            report.nextNumbers = try work.nextNumbers(of: office)
            try work.note(
                "organisation", "cases_carried", target: String(office.id),
                payload: try JSON.text(CutOverReport.Noted(cases: ready.count, source: source)))
            return report
        }
    }
}

extension Work {
    /// What is to be done with each line, counted in the report.
    func plans(
        _ lines: [CutOverLine], ofOffice code: String, _ dictionary: CutOverDictionary, _ report: inout CutOverReport
    ) throws -> (office: CutOverOffice, plans: [CutOverPlan]) {
        let office = try office(carrying: code)
        let finds = try CutOverFinds(lines, office: office, dictionary: dictionary, work: self)
        let planner = CutOverPlanner(work: self, office: office, dictionary: dictionary, finds: finds)
        let plans = try lines.map { try planner.plan($0) }
        report.office = office.row.code
        report.lines = plans.count
        report.finished = plans.count { $0.line.finished }
        report.already = plans.count(where: \.already)
        report.ready = plans.count(where: \.isReady)
        report.warned = plans.count { $0.isReady && !$0.line.remarks.isEmpty }
        report.errors = plans.count(where: \.line.hasErrors)
        report.remarks += plans.flatMap(\.line.remarks)
        return (office, plans)
    }

    /// The operator carries for any office, a leader for his own.
    private func office(carrying code: String) throws -> CutOverOffice {
        guard let row = try OfficeRecords.organisation(db, code: code) else { throw Problem.missing("cơ quan mã \(code)") }
        switch actor {
        case .operator:
            let nobody = OfficerActor(
                id: 0, fullName: "", title: "", organisation: row.id, organisationName: row.name, organisationShortName: row.shortName,
                office: row.kind, roles: [])
            return CutOverOffice(id: row.id, row: row, officer: nobody)
        case .officer(let officer):
            try officer.require([.leader])
            guard officer.organisation == row.id else { throw Problem.notPermitted }
            return CutOverOffice(id: row.id, row: row, officer: officer)
        case .system, .citizen: throw Problem.notPermitted
        }
    }

    /// From which number the book of each year goes on.
    fileprivate func nextNumbers(of office: CutOverOffice) throws -> [String: Int] {
        let counters = try CutOverRecords.counters(db, office: office.id)
        return Dictionary(counters.map { (String($0.year), (Int($0.number) ?? 0) + 1) }) { first, _ in first }
    }
}
