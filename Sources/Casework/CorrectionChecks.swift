import Law
import Postgres
import Records

/// What a correction may not say, beyond what a field may hold.
extension Effects {
    /// - Throws: `Problem`: see `correct`.
    func check(_ correction: Correction, of entry: CorrectionRecords.Entry) throws {
        try checkPlaces(received: date("received_on") ?? entry.receivedOn)
        try checkFiler(entry)
        try checkSource(correction, entry)
        try checkArrival(correction, entry)
        try checkEthnicGroup()
    }

    func checkEthnicGroup() throws {
        if let code = text("ethnic_code"), try !CatalogueRecords.ethnicGroups(db).contains(where: { $0.code == code }) {
            throw Problem.invalid("ethnic_code", "unknown_ethnic_group", "Không có dân tộc mã này trong danh mục.")
        }
    }

    /// A commune is one of the day on which the petition was received, or the visitor came.
    func checkPlaces(received day: Day, of what: String = "ngày nhận đơn") throws {
        for name in ["commune", "incident_commune"] {
            guard let code = text(name) else { continue }
            try work.reference.checkCommune(code, field: name)
            if try !CommuneRecords.inForce(db, code: code, on: day) {
                throw Problem.invalid(
                    name, "commune_not_in_force", "Xã, phường mã “\(code)” không có vào \(what) (\(day.vietnamese)).")
            }
        }
    }

    /// Whether a denunciation is anonymous is found by a step of its procedure; any other petition is as its entry says.
    private func checkFiler(_ entry: CorrectionRecords.Entry) throws(Problem) {
        guard let kind = text("filer_kind") else { return }
        let was = entry.values["filer_kind"].map(IntakeWords.unsigned.contains) ?? false
        let unsigned = IntakeWords.unsigned.contains(kind)
        if entry.referenceOnly, was || unsigned {
            throw Problem.invalid("filer_kind", "own_step", "Đơn tố cáo nặc danh, mạo danh hay có người tố cáo được ghi bằng bước riêng.")
        }
        if was, !unsigned, entry.persons.isEmpty, entry.kind != .voterPetition {
            throw Problem.invalid(
                "filer_kind", "nobody_named", "Đơn này không ghi tên người gửi: hãy hủy số này và vào sổ lại với họ tên người gửi.")
        }
    }

    /// Who passed the petition on is told what became of it: a term that the law counts from the receipt does not begin afterwards.
    private func checkSource(_ correction: Correction, _ entry: CorrectionRecords.Entry) throws(Problem) {
        let names = ["source_organisation", "source_body"]
        guard let field = correction.changed.first(where: names.contains) else { return }
        let had = entry.viaReferral || names.contains { entry.values[$0] != nil }
        let has = entry.viaReferral || names.contains { correction.stands($0) != nil }
        if had != has, held.version.countsForSender {
            throw Problem.invalid(
                field, "duty_from_receipt",
                "Có hay không có cơ quan chuyển đơn thì thời hạn thông báo từ ngày nhận cũng khác: hãy hủy số này và vào sổ lại.")
        }
        if !has, entry.kind == .voterPetition, entry.persons.isEmpty {
            throw Problem.invalid(field, "required", "Kiến nghị cử tri không ghi họ tên cử tri thì phải ghi nơi tiếp nhận.")
        }
    }

    private func checkArrival(_ correction: Correction, _ entry: CorrectionRecords.Entry) throws {
        let field = "arrival_number"
        guard correction.changed.contains(field) else { return }
        if entry.inEnvelope {
            throw Problem.invalid(field, "number_of_envelope", "Đơn vào sổ từ phong bì: số đến là số của phong bì trong sổ văn bản đến.")
        }
        do {
            try work.checkArrival(number(field), year: entry.bookYear, part: entry.part)
        } catch var problem as Problem {
            for index in problem.errors.indices where problem.errors[index].field == "arrivalNumber" { problem.errors[index].field = field }
            throw problem
        }
    }

    /// Whom a denunciation is about stands beside it under his name.
    func nameDenounced(_ name: String, of entry: CorrectionRecords.Entry) throws {
        if let person = entry.denounced {
            try CorrectionRecords.rename(db, person: person, name)
        } else {
            let denounced = PersonRecords.NewPerson(role: "respondent", position: 1, fullName: name)
            try db.run(PersonRecords.insert(denounced, petition: entry.petition, visit: nil, organisation: held.context.organisation))
        }
    }
}

extension Work {
    /// Whether the place that a correction names makes the entry remote, or no longer: nil when the place says nothing else than before,
    /// and what was found of it at the acceptance stays.
    func remote(_ declared: [String: FactValue], of entry: CorrectionRecords.Entry) -> Bool? {
        let name = "incident_commune"
        guard declared[name] != nil || declared["clear_\(name)"] == .flag(true) else { return nil }
        let stood = entry.values[name].flatMap { reference.communes[$0] } ?? false
        let stands = declared[name].map(CorrectableFacts.stored).flatMap { reference.communes[$0] } ?? false
        return stood == stands || stands == entry.remote ? nil : stands
    }

    /// A corrected place says of itself whether it is remote, where that makes a term longer; a leader may say it outright.
    ///
    /// - Throws: `Problem` `leader_only` when somebody else does.
    func relocating(_ declared: [String: FactValue], event: String, of held: LockedCase) throws -> [String: FactValue] {
        guard event == ProcedureVersion.correct else { return declared }
        if let visit = held.context.visit { return try onDayOfSession(declared, visit: visit) }
        let fact = ProcedureVersion.remoteFact
        if declared[fact] != nil {
            guard roles.contains(.leader) else {
                throw Problem.invalid(
                    fact, "leader_only", "Vùng sâu, vùng xa theo nơi xảy ra sự việc; ghi khác với danh mục phải do lãnh đạo.")
            }
            return declared
        }
        guard held.version.transitions.contains(where: { row in row.event == event && row.takes.contains { $0.name == fact } }),
            declared["incident_commune"] != nil || declared["clear_incident_commune"] != nil, let registration = held.context.registration,
            let entry = try CorrectionRecords.entry(db, registration: registration), let stands = self.remote(declared, of: entry)
        else { return declared }
        return declared.merging([fact: .flag(stands)]) { $1 }
    }

    /// Titles of what stands in catalogues, by fact and code: of what stood in an entry and of what is declared.
    func titles(of entry: some StandingRecord, _ declared: [String: FactValue] = [:]) throws -> [String: [String: String]] {
        func values(_ name: String) -> [String] {
            [entry.values[name], declared[name].map(CorrectableFacts.stored)].compactMap { $0 }
        }
        let communes = try CommuneRecords.titles(db, codes: values("commune") + values("incident_commune"))
        let offices = try CaseRecords.organisationNames(
            db, ids: (values("source_organisation") + values("body")).compactMap { Int64($0) })
        let names = Dictionary(offices.map { (String($0.key), $0.value) }) { first, _ in first }
        var titles = [
            "commune": communes, "incident_commune": communes,
            "source_organisation": names, "body": names,
        ]
        if !values("ethnic_code").isEmpty {
            let groups = try CatalogueRecords.ethnicGroups(db).map { ($0.code, $0.name) }
            titles["ethnic_code"] = Dictionary(groups) { first, _ in first }
        }
        return titles
    }
}

extension ProcedureVersion {
    /// A duty towards who passed the petition on counts from the receipt.
    fileprivate var countsForSender: Bool {
        transitions.filter { $0.event == "register" }.flatMap(\.clocks.start).contains { $0.when.contains(.forwardedByBody) }
    }
}
