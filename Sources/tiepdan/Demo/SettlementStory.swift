import Casework
import Law

extension PetitionStory {
    /// First instance: accept, verify, talk, decide, send.
    func planComplaint(_ diary: Diary) {
        diary.then(1...2, "propose_accept") { [self] _ in
            try await take("propose_accept", .officer, ["summary": .text("Đơn đủ điều kiện thụ lý, thuộc thẩm quyền giải quyết lần đầu.")])
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
            facts["result"] = .text(["right", "partly", "wrong"][petitionID % 3 == 0 ? 0 : petitionID % 3 == 1 ? 1 : 2])
            facts["summary"] = .text("Giải quyết khiếu nại lần đầu.")
            try await take("sign_decision", .leader, facts)
        }
        diary.then(1...2, "send") { [self] day in try await take("send", .clerk, ["sent_on": .text(day.iso)]) }
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

    private func document(_ day: Day, _ kind: String) throws -> [String: FactInput] {
        ["document_number": .text(try staff.letter(office, kind)), "document_date": .text(day.iso)]
    }
}
