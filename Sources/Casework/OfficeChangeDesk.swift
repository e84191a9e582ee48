public import Law
public import Postgres
import Records

/// Offices merge, split and take other names (sắp xếp tổ chức bộ máy).
///
/// Everything of an old office goes to its successor in one transaction: accounts, cases, referrals, tasks. Numbers stay in the old book,
/// which closes; deadlines run on as they were counted. A preview does the whole change and takes it back: its figures are measured.
public struct OfficeChangeDesk: Sendable {
    let casework: Casework

    /// - Parameters:
    ///   - owner: signed in as the owner of the tables, for whose case a case is, is nobody else's to write.
    ///   - preview: change nothing.
    /// - Throws: `Problem`: `not_found` for an unknown office, `not_in_force` for a closed one, `date_in_future`, `successor_is_old`,
    ///   `successor_missing`, `denounced_body` when an open denunciation would come to the body of the denounced.
    public func merge(_ merge: OfficeMerge, preview: Bool, owner: Pool, by actor: Actor) async throws -> OfficeChangeReport {
        try check(actor, on: merge.on, preview: preview)
        if Set(merge.olds).count != merge.olds.count || merge.olds.contains(merge.into) {
            throw Problem.invalid(
                "into", "successor_is_old", "Cơ quan kế tiếp không thể là cơ quan bị sáp nhập; mỗi cơ quan chỉ ghi một lần.")
        }
        return try await run(preview: preview, owner: owner) { db, now in
            let olds = try merge.olds.map { try Self.open($0, db) }
            let successor = try Self.successor(merge, db, now: now)
            var change = OfficeChangeRecords.Change(kind: "merge", olds: olds.map(\.id), successors: [successor.id], on: merge.on)
            change.documentNumber = merge.documentNumber
            change.documentDate = merge.documentDate
            return try Self.carryOut(change, olds: olds, successors: [successor], undecided: [], preview: preview, db, now: now)
        }
    }

    /// - Throws: as `merge`, and `undecided` when an open case or an account is assigned to nobody.
    public func split(_ split: OfficeSplit, preview: Bool, owner: Pool, by actor: Actor) async throws -> OfficeChangeReport {
        try check(actor, on: split.on, preview: preview)
        if split.into.count < 2 || Set(split.into).count != split.into.count || split.into.contains(split.old) {
            throw Problem.invalid("into", "successor_is_old", "Tách phải có từ hai cơ quan kế tiếp khác nhau, khác cơ quan bị tách.")
        }
        return try await run(preview: preview, owner: owner) { db, now in
            let old = try Self.open(split.old, db)
            let successors = try split.into.map { try Self.open($0, db) }
            var change = OfficeChangeRecords.Change(kind: "split", olds: [old.id], successors: successors.map(\.id), on: split.on)
            change.documentNumber = split.documentNumber
            change.documentDate = split.documentDate
            let undecided = try Self.assign(split, &change, of: old, to: successors, db)
            if !undecided.isEmpty && !preview {
                throw Problem.invalid(
                    undecided.map {
                        .init(
                            field: "list", code: "undecided",
                            message: "Chưa ghi nơi nhận: \($0.thing == "case" ? "hồ sơ" : "tài khoản") \($0.id) \($0.note).")
                    })
            }
            return try Self.carryOut(change, olds: [old], successors: successors, undecided: undecided, preview: preview, db, now: now)
        }
    }

    /// Gives an office another name from a day on; what was issued before keeps the old one.
    ///
    /// - Throws: `Problem` `not_found`, `not_in_force`, `date_in_future`.
    public func rename(
        _ code: String, name: String, shortName: String?, symbol: String?, on day: Day, documentNumber: String?, documentDate: Day?,
        owner: Pool, by actor: Actor
    ) async throws {
        try check(actor, on: day, preview: false)
        let name = try Text.require(name, field: "name", most: 300)
        let now = casework.surroundings.now()
        try await casework.guarded {
            try await owner.write(settings: Scope(actor: "operator").settings) { db in
                let office = try Self.open(code, db)
                try OfficeChangeRecords.rename(
                    db, office: office.id, name: name, shortName: shortName ?? name, symbol: symbol ?? office.symbol, on: day,
                    documentNumber: documentNumber, documentDate: documentDate, now: now)
                try OfficeRecords.note(
                    db, topic: "organisation", event: "renamed", target: String(office.id), payload: JSONB("{\"on\": \"\(day.iso)\"}"),
                    now: now)
            }
        }
    }

    /// Who is in an office's place today: itself while it is open, and itself too when several took over from it.
    public func today(_ code: String, by actor: Actor) async throws -> CatalogueDesk.Organisation {
        try await casework.read(by: actor) { work in
            guard let row = try OfficeRecords.organisation(work.db, code: code) else { throw Problem.missing("cơ quan mã \(code)") }
            let successors = try OfficeChangeRecords.today(work.db, of: row.id)
            guard successors.count == 1, let only = try OfficeRecords.organisation(work.db, id: successors[0]) else {
                return CatalogueDesk.Organisation(row)
            }
            return CatalogueDesk.Organisation(only)
        }
    }

    /// What a new office takes from the one it succeeds, where nothing else is said.
    public func model(_ code: String, by actor: Actor) async throws -> AdministrationDesk.NewOrganisation {
        try await casework.read(by: actor) { work in
            let row = try Self.open(code, work.db)
            var model = AdministrationDesk.NewOrganisation(
                code: row.code, kind: row.kind, level: row.level, name: row.name, shortName: row.shortName, symbol: row.symbol)
            model.parent = try row.parent.flatMap { try OfficeRecords.organisation(work.db, id: $0)?.code }
            model.headerStyle = row.headerStyle
            model.province = row.provinceCode
            model.commune = row.communeCode
            return model
        }
    }

    /// The offices whose books the actor's office keeps: its own first, then those it took over from.
    public func books(by actor: Actor) async throws -> [BookOwner] {
        let officer = try actor.officer()
        return try await casework.read(by: actor) { work in
            try OfficeChangeRecords.family(work.db, of: officer.organisation).map {
                BookOwner(id: $0.id, code: $0.code, name: $0.name, closedOn: $0.closedOn)
            }
        }
    }

    // MARK: pieces

    private func check(_ actor: Actor, on day: Day, preview: Bool) throws(Problem) {
        guard case .operator = actor else { throw Problem.notPermitted }
        if day > casework.today && !preview {
            throw Problem.invalid("on", "date_in_future", "Chỉ thực hiện từ ngày có hiệu lực; trước đó chỉ xem trước.")
        }
    }

    /// A preview leaves its transaction this way, with what it found.
    private struct TakenBack: Error { let report: OfficeChangeReport }

    private func run(
        preview: Bool, owner: Pool, _ body: @Sendable (Connection, Instant) throws -> OfficeChangeReport
    ) async throws -> OfficeChangeReport {
        let now = casework.surroundings.now()
        do {
            return try await casework.guarded {
                try await owner.write(settings: Scope(actor: "operator").settings) { db in
                    if preview { try OfficeChangeRecords.hasten(db) }
                    let report = try body(db, now)
                    if preview { throw TakenBack(report: report) }
                    return report
                }
            }
        } catch let back as TakenBack {
            return back.report
        }
    }

    private static func open(_ code: String, _ db: Connection) throws -> OfficeRecords.OrganisationRow {
        guard let office = try OfficeRecords.organisation(db, code: code) else { throw Problem.missing("cơ quan mã \(code)") }
        if office.validTo != nil {
            throw Problem(.refused, code: "not_in_force", message: "Cơ quan mã \(code) đã chấm dứt hoạt động.")
        }
        return office
    }

    private static func successor(_ merge: OfficeMerge, _ db: Connection, now: Instant) throws -> OfficeRecords.OrganisationRow {
        if try OfficeRecords.organisation(db, code: merge.into) != nil { return try open(merge.into, db) }
        guard let new = merge.new else {
            throw Problem.invalid(
                "into", "successor_missing", "Chưa có cơ quan mã \(merge.into): hãy ghi tên để lập mới, hoặc lập trước.")
        }
        let id = try OfficeRecords.insertOrganisation(
            db, code: merge.into, parent: new.parent, kind: new.kind, level: new.level, name: new.name, shortName: new.shortName,
            symbol: new.symbol, headerStyle: new.headerStyle, province: new.province, commune: new.commune, address: new.address,
            phone: new.phone)
        try OfficeChangeRecords.setValidFrom(db, office: id, merge.on)
        try OfficeRecords.note(db, topic: "organisation", event: "added", target: String(id), payload: JSONB("{}"), now: now)
        return try open(merge.into, db)
    }

    /// Fills in who goes where, by the list and then by the place.
    /// - Returns: open cases and accounts of which neither says it.
    private static func assign(
        _ split: OfficeSplit, _ change: inout OfficeChangeRecords.Change, of old: OfficeRecords.OrganisationRow,
        to successors: [OfficeRecords.OrganisationRow], _ db: Connection
    ) throws -> [OfficeChangeReport.Undecided] {
        let ids = Dictionary(uniqueKeysWithValues: successors.map { ($0.code, $0.id) })
        func target(_ code: String) throws(Problem) -> Int64 {
            guard let id = ids[code] else {
                throw Problem.invalid("list", "not_a_successor", "Cơ quan mã \(code) không phải cơ quan kế tiếp.")
            }
            return id
        }
        var listed: [Int64: Int64] = [:]
        var people: [String: Int64] = [:]
        for assignment in split.assignments {
            switch assignment {
            case .caseFile(let id, let office): listed[id] = try target(office)
            case .officer(let name, let office): people[name.lowercased()] = try target(office)
            }
        }
        var undecided: [OfficeChangeReport.Undecided] = []
        let cases = try OfficeChangeRecords.splitCases(db, of: old.id, into: successors.map(\.id), byCommune: split.byCommune)
        let known = Set(cases.map(\.caseID))
        if let stranger = listed.keys.filter({ !known.contains($0) }).min() {
            throw Problem.invalid("list", "unknown_case", "Hồ sơ \(stranger) không phải hồ sơ cần phân về cơ quan kế tiếp.")
        }
        for row in cases {
            if let target = listed[row.caseID] ?? row.successor {
                change.cases.append((id: row.caseID, target: target))
            } else if row.open {
                undecided.append(.init(thing: "case", id: String(row.caseID), note: "\(row.subject) \(row.number)"))
            }
        }
        let officers = try OfficeRecords.officers(db, organisation: old.id)
        let names = Set(officers.map(\.username))
        if let stranger = people.keys.filter({ !names.contains($0) }).min() {
            throw Problem.invalid("list", "unknown_officer", "Tài khoản \(stranger) không thuộc cơ quan bị tách.")
        }
        for officer in officers {
            if let target = people[officer.username] {
                change.officers.append((id: officer.id, target: target))
            } else {
                undecided.append(.init(thing: "officer", id: officer.username, note: ""))
            }
        }
        return undecided
    }

    private static func carryOut(
        _ change: OfficeChangeRecords.Change, olds: [OfficeRecords.OrganisationRow], successors: [OfficeRecords.OrganisationRow],
        undecided: [OfficeChangeReport.Undecided], preview: Bool, _ db: Connection, now: Instant
    ) throws -> OfficeChangeReport {
        let offices = olds + successors
        let barred = try OfficeChangeRecords.barred(db, olds: change.olds, successors: change.successors)
        if !barred.isEmpty && !preview {
            throw Problem(
                .refused, code: "denounced_body",
                message: "Hồ sơ tố cáo \(barred.map(String.init).joined(separator: ", ")) sẽ về chính cơ quan của người bị tố cáo; "
                    + "hãy chuyển lên cấp trên, rút phiếu chuyển hoặc thu hồi nhiệm vụ trước.", basis: "Luật Tố cáo Đ.12")
        }
        let before = try offices.map { try OfficeChangeRecords.figures(db, office: $0.id) }
        let remains = try OfficeChangeRecords.remains(db, of: change.olds)
        let parted = try OfficeChangeRecords.parted(db, change)
        let moved = try OfficeChangeRecords.change(db, change, now: now)
        let after = try offices.map { try OfficeChangeRecords.figures(db, office: $0.id) }
        let event = change.kind == "merge" ? "merged" : "split"
        for old in olds {
            let payload = "{\"on\": \"\(change.on.iso)\", \"into\": [\(change.successors.map(String.init).joined(separator: ", "))]}"
            try OfficeRecords.note(db, topic: "organisation", event: event, target: String(old.id), payload: JSONB(payload), now: now)
        }
        let codes = Dictionary(uniqueKeysWithValues: olds.map { ($0.id, $0.code) })
        return OfficeChangeReport(
            kind: change.kind, on: change.on, preview: preview,
            offices: offices.enumerated().map { place, office in
                .init(
                    code: office.code, name: office.name, closes: place < olds.count,
                    figures: figures(before: before[place], after: after[place]))
            },
            moved: moved.filter { $0.what != "without_handler" }.map { .init(what: $0.what, amount: $0.amount) },
            withoutHandler: moved.first { $0.what == "without_handler" }?.amount ?? 0,
            handOvers: parted.map {
                .init(
                    id: $0.id, from: $0.from, to: $0.to, fromDay: $0.fromDay, untilDay: $0.untilDay, begun: $0.begun, cases: $0.away)
            },
            notMoved: remains.map { .init(office: codes[$0.organisation] ?? "", what: $0.what, amount: $0.amount) },
            undecided: undecided, barred: barred)
    }

    /// Both readings of one office, line by line; what is nothing before and after is left out.
    private static func figures(
        before: [OfficeChangeRecords.Figure], after: [OfficeChangeRecords.Figure]
    ) -> [OfficeChangeReport.Figure] {
        var lines = before.map { OfficeChangeReport.Figure(what: $0.what, detail: $0.detail, before: $0.amount, after: 0) }
        for figure in after {
            if let place = lines.firstIndex(where: { $0.what == figure.what && $0.detail == figure.detail }) {
                lines[place].after = figure.amount
            } else {
                lines.append(.init(what: figure.what, detail: figure.detail, before: 0, after: figure.amount))
            }
        }
        return lines.filter { $0.before != 0 || $0.after != 0 }
    }
}
