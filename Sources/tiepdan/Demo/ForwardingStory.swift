import Casework
import Law

extension PetitionStory {
    /// An office that receives, classifies and passes on.
    func planForwarding(_ diary: Diary) {
        if petition.story == "new" { return }
        diary.then(1...3, "classify") { [self] day in try await classify(day) }
        switch petition.story {
        case "filed": diary.then(1...3, "file_away") { [self] _ in try await fileAway() }
        case "guided":
            diary.then(1...4, "guide") { [self] day in try await guide(day) }
        case "referred", "acknowledged", "accepted", "declined", "answered", "closed", "overdue":
            if petition.referTo != nil { planReferral(diary) }
        default: break
        }
    }

    private var ineligible: Bool { petition.story == "filed" || guidedFeedback }
    /// The law guides complainants; what is not a complaint and nobody's task is filed with an explanation.
    private var guidedFeedback: Bool { petition.story == "guided" && petition.kind == .feedback }

    private func classify(_ day: Day) async throws {
        var facts: [String: FactInput] = [
            "kind": .text(petition.kind.rawValue), "eligibility": .text(ineligible ? "ineligible" : "eligible"),
        ]
        let mine = petition.story == "accepted" && petition.referTo == nil
        facts["jurisdiction"] = .text(mine ? "competent" : "not_competent")
        if let field = petition.field { facts["field"] = .text(field) }
        if ineligible {
            facts["reason"] = .text(
                petition.ineligibleReason
                    ?? "Nội dung thuộc quan hệ dân sự, không thuộc phạm vi kiến nghị, phản ánh; đã giải thích cho công dân.")
        }
        try await take("classify", .officer, facts)
        let leader = try staff.somebody(.leader, of: office)
        if leader.office == .peopleCouncil, petition.referTo != nil {
            _ = try await world.casework.cases.addDirection(
                try caseThread().id, leaderName: leader.fullName, givenOn: day,
                text:
                    "Chuyển cơ quan có thẩm quyền xem xét, giải quyết, trả lời công dân và báo cáo kết quả về \(leader.organisationShortName).",
                key: nil, by: .officer(leader))
        }
    }

    private func guide(_ day: Day) async throws {
        switch petition.kind {
        case .mixed:
            try await take(
                "guide_split", .officer,
                [
                    "letter_number": .text(try staff.letter(office, "HD")), "letter_date": .text(day.iso),
                    "reason": .text("Đơn có nhiều nội dung thuộc thẩm quyền của nhiều cơ quan; hướng dẫn công dân tách thành từng đơn."),
                ])
        case .feedback, .voterPetition: try await fileAway()
        case .complaint, .denunciation:
            let body = try petition.referTo.map { try staff.office($0).name } ?? petition.respondent.flatMap { $0.isEmpty ? nil : $0 }
            try await take(
                "guide", .officer,
                [
                    "competent_body": .text(body ?? "Cơ quan đã ban hành quyết định hành chính bị khiếu nại"),
                    "letter_number": .text(try staff.letter(office, "HD")), "letter_date": .text(day.iso),
                ])
        }
    }

    private func fileAway() async throws {
        let ground =
            petition.duplicateOf != nil
            ? "sent_to_competent" : petition.kind == .denunciation ? "anonymous" : guidedFeedback ? "lacks_elements" : "settled"
        try await take("file_away", .officer, ["ground": .text(ground)])
    }
}
