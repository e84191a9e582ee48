import Law
import Postgres
import Records

extension Effects {
    /// Corrects what was written down of a visit, as `correct` does for a petition: the entry holds which facts, their words are sealed
    /// beside it, and of somebody who denounces nothing but the seals stays.
    ///
    /// - Throws: `Problem`: `nothing_to_correct`, `denouncer_not_stored`, `nobody_named`, `unknown_person`, `unchanged`,
    ///   `set_and_cleared`, `book_year_changes`, `after_next_step`, `of_session`, `unknown_session`, `session_not_held`,
    ///   `date_of_session`, `no_session`, `already_entered`, `commune_not_in_force`, `not_authorised`, `not_from_sheet`, `not_shown`,
    ///   `matter_of_petition`, and whatever the intake of a visit refuses, each naming its field.
    func correct(visit: Int64, _ notes: inout StepNotes) throws {
        guard let entry = try CorrectionRecords.visit(db, visit, position: number("person_position")) else {
            throw Problem.missing("lượt tiếp")
        }
        let correction = try Correction(declared, of: entry, titles: try work.titles(of: entry, declared), today: work.today)
        notes.before = correction.before
        notes.spoken = correction.spoken
        if entry.referenceOnly { notes.unspoken = CorrectableFacts.words }
        try check(correction, of: entry)
        try move(correction, of: entry)
        try CorrectionRecords.correct(db, entry, correction.changes)
        // Who came is found by his name wherever else he stands.
        if text("full_name") != nil, let person = entry.person { try CorrectionRecords.indexAnew(db, petition: nil, person: person) }
    }

    private func check(_ correction: Correction, of entry: CorrectionRecords.VisitEntry) throws {
        try checkPlaces(received: date("received_on") ?? entry.visitedOn, of: "ngày tiếp")
        try checkEthnicGroup()
        if let kind = text("filer_kind"), IntakeWords.unsigned.contains(kind) {
            throw Problem.invalid("filer_kind", "unknown_code", "Người đến là cá nhân, nhiều người hoặc cơ quan, tổ chức.")
        }
        if let field = correction.changed.first(where: CorrectableFacts.mandate.contains), entry.role != "authorised" {
            throw Problem.invalid(field, "not_authorised", "Giấy tờ ủy quyền chỉ ghi đối với luật sư, người được ủy quyền.")
        }
        if correction.changed.contains("body"), !entry.shownElsewhere {
            throw Problem.invalid("body", "not_shown", "Lượt tiếp này không hướng dẫn sang cơ quan cùng trụ sở.")
        }
        if correction.changed.contains("sheet_number"), !entry.fromSheet {
            throw Problem.invalid("sheet_number", "not_from_sheet", "Lượt tiếp này không nhập từ sổ giấy.")
        }
        if correction.changed.contains("matter") {
            if held.context.hasPetitions {
                throw Problem.invalid(
                    "matter", "matter_of_petition", "Lượt tiếp này đã nhận đơn nên theo vụ việc của đơn; hãy chuyển đơn sang vụ việc khác.")
            }
            try work.checkMatter(number("matter").map(Int64.init), denunciation: entry.referenceOnly)
        }
    }

    /// Day and session go together, and with them the number on the sheet of that day.
    private func move(_ correction: Correction, of entry: CorrectionRecords.VisitEntry) throws {
        let moves = ["received_on", "session"].first(where: correction.changed.contains)
        let day = date("received_on") ?? entry.visitedOn
        var session = entry.session
        if let field = moves {
            try refuse(moving: entry, to: day)
            session = try self.session(on: day, of: entry)
            if session != entry.session, entry.ofSession {
                throw Problem.invalid(
                    field, "of_session",
                    "Người đến đã đăng ký buổi tiếp này, hoặc kết luận của buổi có điểm về lượt này; không chuyển sang buổi khác được.")
            }
        }
        let sheet = correction.stands("sheet_number")
        let renumbered = correction.changed.contains("sheet_number")
        if let sheet, renumbered || session != entry.session,
            try CorrectionRecords.isOnSheet(db, session: session, number: sheet, besides: entry.visit)
        {
            throw Problem.invalid(
                renumbered ? "sheet_number" : moves ?? "session", "already_entered", "Số \(sheet) trên giấy của buổi này đã được nhập.")
        }
        if moves != nil { try CorrectionRecords.move(db, visit: entry.visit, to: session, on: day, sheet: sheet) }
    }

    private func refuse(moving entry: CorrectionRecords.VisitEntry, to day: Day) throws(Problem) {
        if day.year != entry.bookYear {
            throw Problem.invalid(
                "received_on", "book_year_changes", "Ngày tiếp sang năm khác thì số trong sổ cũng khác: hãy hủy số này và ghi lại.")
        }
        if let next = entry.nextStepOn, day > next {
            throw Problem.invalid("received_on", "after_next_step", "Lượt tiếp đã được xử lý từ ngày \(next.vietnamese).")
        }
    }

    /// The session named; else the one where the visit stands, when it was held on that day; else the regular one of the day, opened for it
    /// as for a sheet.
    private func session(on day: Day, of entry: CorrectionRecords.VisitEntry) throws -> Int64 {
        let named = number("session").map(Int64.init)
        if named == nil, try ReceptionRecords.session(db, entry.session)?.sessionDate == day { return entry.session }
        do {
            return try work.sessionOnPaper(named, day: day, place: nil, of: work.officer())
        } catch var problem as Problem {
            if problem.errors.contains(where: { $0.field == "place" }) {
                throw Problem.invalid("received_on", "no_session", "Chưa có buổi tiếp của ngày này; hãy lập buổi tiếp của ngày đó trước.")
            }
            for index in problem.errors.indices where problem.errors[index].field == "day" { problem.errors[index].field = "received_on" }
            throw problem
        }
    }
}

extension Work {
    /// A session that is named says the day on which the visit was.
    func onDayOfSession(_ declared: [String: FactValue], visit: Int64) throws -> [String: FactValue] {
        guard case .integer(let named)? = declared["session"], declared["received_on"] == nil,
            let session = try ReceptionRecords.session(db, Int64(named)), let row = try ReceptionRecords.visit(db, visit),
            session.sessionDate != row.visitedOn
        else { return declared }
        return declared.merging(["received_on": .date(session.sessionDate)]) { $1 }
    }
}
