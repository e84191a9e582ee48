import Casework
import Law

extension PetitionStory {
    /// Accept, verify, talk, decide, send; against a decision of before, as the second instance.
    func planComplaint(_ diary: Diary) {
        diary.then(1...2, "propose_accept") { [self] _ in
            let summary = "Đơn đủ điều kiện thụ lý, thuộc thẩm quyền giải quyết \(instanceWord)."
            try await take("propose_accept", .officer, ["summary": .text(summary)])
        }
        diary.then(1...3, "accept") { [self] day in
            try await take("accept", .leader, try document(day, "TB"))
        }
        if petition.story == "accepted" { return }
        diary.then(1...1, "assign_verification") { [self] day in
            var facts = try document(day, "QĐ")
            facts["report_by"] = .text(world.calendar.workingDay(onOrAfter: day.adding(days: 15)).iso)
            try await take("assign_verification", .leader, facts)
        }
        if petition.story == "overdue" { return }
        let decided = petition.story == "decided"
        let goesOn = diary.thenIfTime(decided ? 8...9 : 8...12, "report") { [self] day in
            var facts = try document(day, "BC")
            facts["summary"] = .text("Đã kiểm tra hồ sơ, làm việc với người khiếu nại và người bị khiếu nại; kiến nghị tổ chức đối thoại.")
            try await take("report", .officer, facts)
        }
        guard goesOn else { return }
        diary.thenIfTime(1...1, "invite_dialogue") { [self] day in
            try await take(
                "invite_dialogue", .officer,
                [
                    "dialogue_on": .text(world.calendar.workingDay(onOrAfter: day.adding(days: 6)).iso),
                    "place": .text("Phòng tiếp công dân"),
                    "letter_number": .text(try staff.letter(office, "GM")), "letter_date": .text(day.iso),
                ])
        }
        if decided { planDecision(diary) }
    }

    /// As the office is asked: against the act itself, or against a decision or a silence of whoever settled first.
    private var isSecondInstance: Bool { ["first", "late_unresolved"].contains(petition.priorResolution ?? "none") }
    private var instanceWord: String { isSecondInstance ? "lần hai" : "lần đầu" }

    private func planDecision(_ diary: Diary) {
        diary.then(5...5, "record_dialogue") { [self] _ in
            try await take(
                "record_dialogue", .officer,
                [
                    "attendance": .text("attended"),
                    "summary": .text("Người khiếu nại giữ nguyên nội dung; các bên thống nhất số liệu đo đạc."),
                ])
        }
        diary.then(1...1, "draft_decision") { [self] _ in try await take("draft_decision", .officer) }
        diary.then(0...1, "sign_decision") { [self] day in
            var facts = try document(day, "QĐ")
            let results = isSecondInstance ? ["recognised", "changed"] : ["right", "partly", "wrong"]
            facts["result"] = .text(results[Int(petitionID) % results.count])
            facts["summary"] = .text("Giải quyết khiếu nại \(instanceWord).")
            try await take("sign_decision", .leader, facts)
        }
        diary.then(1...2, "send") { [self] _ in try await take("send", .clerk) }
        if isSecondInstance {
            diary.thenIfTime(1...3, "publish") { [self] _ in try await take("publish", .officer, ["means": .text("media")]) }
        }
        if diary.thenIfTime(24...26, "take_effect", { [self] _ in try await take("take_effect", .officer) }) {
            diary.thenIfTime(2...5, "close") { [self] _ in try await take("close", .officer) }
        }
    }

    /// The office answers for itself.
    func planFeedback(_ diary: Diary) {
        diary.then(1...4, "accept") { [self] _ in try await take("accept", .officer, ["unit": .text("Bộ phận chuyên môn")]) }
        if petition.story == "accepted" { return }
        diary.thenIfTime(0...1, "assign") { [self] _ in try await take("assign", .leader, ["unit": .text("Bộ phận chuyên môn")]) }
        if petition.story == "overdue" || petition.story == "settling" { return }
        diary.then(8...15, "answer") { [self] day in
            var facts = try document(day, "CV")
            facts["result"] = .text("settled")
            facts["summary"] = .text(Referral.outcome)
            try await take("answer", .leader, facts)
        }
        if petition.story == "closed" { diary.then(3...6, "close") { [self] _ in try await take("close", .officer) } }
    }

    /// A denunciation within the office's competence, of which only the pseudonym is known here.
    func planDenunciation(_ diary: Diary) {
        diary.then(3...5, "accept") { [self] day in
            var facts = try document(day, "QĐ")
            facts["content"] = .text("Các hành vi nêu trong đơn; chi tiết ở hồ sơ giấy.")
            try await take("accept", .leader, facts)
        }
        diary.thenIfTime(1...2, "notify_acceptance") { [self] day in
            try await take("notify_acceptance", .officer, try letter(day, "TB"))
        }
    }

    /// What voters ask for at a council: grouped, and sent to the body that has to answer.
    func planVoterPetition(_ diary: Diary) {
        diary.then(1...3, "group") { [self] _ in
            try await take(
                "group", .officer,
                ["field": .text(petition.field ?? "admin.other.environment"), "jurisdiction": .text("not_competent")])
        }
        guard let recipient = petition.referTo else { return }
        diary.thenIfTime(1...2, "send") { [self] day in
            var facts = try letter(day, "CV")
            facts["recipient"] = .number(try staff.office(recipient).id)
            try await take("send", .officer, facts)
        }
    }

    private func letter(_ day: Day, _ kind: String) throws -> [String: FactInput] {
        ["letter_number": .text(try staff.letter(office, kind)), "letter_date": .text(day.iso)]
    }

    private func document(_ day: Day, _ kind: String) throws -> [String: FactInput] {
        ["document_number": .text(try staff.letter(office, kind)), "document_date": .text(day.iso)]
    }
}
