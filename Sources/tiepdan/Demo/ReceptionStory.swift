import Casework
import Law

/// Schedules, sessions and visits of the offices that receive citizens.
final class ReceptionStory {
    private let world: DemoWorld
    private var sessions: [String: (session: Int64, thread: CaseThread)] = [:]

    init(_ world: DemoWorld) { self.world = world }

    /// Publishes each office's standing hours, opens its days, and plans every visit.
    /// - Parameter stories: by key; a visit that hands in one of these petitions registers it.
    func plan(_ visits: [DemoMaterial.Visit], stories: [PetitionStory]) -> Set<String> {
        for code in world.staff.named { planSchedule(code, visits.filter { $0.office == code }) }
        var brought: Set<String> = []
        for group in Dictionary(grouping: visits, by: { "\($0.office) \(world.day(ago: $0.daysAgo).iso) \($0.sessionKind.rawValue)" })
            .values
        {
            planSession(group[0])
            for (index, visit) in group.sorted(by: { $0.key < $1.key }).enumerated() {
                let story = stories.first { !brought.contains($0.petition.key) && Self.same($0, visit) }
                if let story { brought.insert(story.petition.key) }
                let day = world.day(ago: visit.daysAgo)
                let entry = VisitStory(world, visit, story)
                world.timeline.add(day, minute: 8 * 60 + 25 + index * 35, visit.key) { [self] day in
                    try await entry.receive(in: session(of: visit, day), on: day)
                }
            }
        }
        return brought
    }

    /// The visit that brought a petition: same office, same day, same person.
    private static func same(_ story: PetitionStory, _ visit: DemoMaterial.Visit) -> Bool {
        visit.outcome == "petition" && story.office == visit.office && story.petition.receivedDaysAgo == visit.daysAgo
            && (visit.denunciation ? story.petition.kind == .denunciation : story.petition.petitioner.name == visit.visitor.name)
    }

    private func planSchedule(_ code: String, _ visits: [DemoMaterial.Visit]) {
        let oldest = visits.filter { $0.sessionKind == .regular }.map(\.daysAgo).max() ?? 0
        let from = world.day(ago: max(16, oldest + 2))
        var published = from
        for _ in 0..<7 { published = world.calendar.workingDay(onOrBefore: published.previous) }
        world.timeline.add(published, minute: 9 * 60, "schedule of \(code)") { [world] day in
            let office = try world.staff.office(code)
            var place = "Phòng tiếp công dân, \(office.name)"
            if office.kind == .receptionBoard || office.kind == .peopleCouncil { place = "Trụ sở tiếp công dân, \(office.shortName)" }
            _ = try await world.casework.sessions.publishSchedule(
                ScheduleDraft(
                    place: place, hours: "Sáng 7 giờ 30 – 11 giờ 30, chiều 13 giờ 30 – 17 giờ, từ thứ Hai đến thứ Sáu", validFrom: from,
                    publishedOn: day), key: nil, by: .officer(world.staff.somebody(.leader, of: code)))
        }
    }

    private func name(_ visit: DemoMaterial.Visit, _ day: Day) -> String { "\(visit.office) \(day.iso) \(visit.sessionKind.rawValue)" }

    private func planSession(_ visit: DemoMaterial.Visit) {
        let day = world.day(ago: visit.daysAgo)
        let name = name(visit, day)
        let (world, code) = (world, visit.office)
        switch visit.sessionKind {
        case .regular: break
        case .adHoc:
            world.timeline.add(day, minute: 8 * 60 + 5, "open \(name)") { [self] day in
                let leader = try world.staff.somebody(.leader, of: code)
                var draft = SessionDraft(kind: .adHoc, sessionDate: day, place: "Trụ sở tiếp công dân, \(leader.organisationShortName)")
                draft.ground = visit.sessionGround ?? "ADHOC-B"
                draft.host = leader.id
                draft.hostTitle = leader.title
                try await remember(name, try await world.casework.sessions.open(draft, key: nil, by: .officer(leader)))
            }
            conclude(name, code, day)
        case .scheduled:
            var planned = day
            for _ in 0..<9 { planned = world.calendar.workingDay(onOrBefore: planned.previous) }
            world.timeline.add(planned, minute: 10 * 60, "plan \(name)") { [self] _ in
                let leader = try world.staff.somebody(.leader, of: code)
                var draft = SessionDraft(kind: .scheduled, sessionDate: day, place: "Trụ sở tiếp công dân, \(leader.organisationShortName)")
                draft.hours = "Sáng 8 giờ – 11 giờ 30"
                draft.host = leader.id
                draft.hostTitle = leader.title
                draft.expectedContent = "Tiếp công dân định kỳ của lãnh đạo."
                let opened = try await world.casework.sessions.open(draft, key: nil, by: .officer(world.staff.somebody(.clerk, of: code)))
                try await remember(name, opened)
            }
            world.timeline.add(planned, minute: 15 * 60, "publish \(name)") { [self] _ in try await step(name, "publish", .leader, code) }
            world.timeline.add(day, minute: 8 * 60, "start \(name)") { [self] _ in try await step(name, "start", .clerk, code) }
            conclude(name, code, day)
        }
    }

    private func conclude(_ name: String, _ code: String, _ day: Day) {
        let summary = "Lãnh đạo đã tiếp, ghi nhận nội dung và giao bộ phận chuyên môn tham mưu xử lý."
        world.timeline.add(day, minute: 11 * 60 + 40, "conclude \(name)") { [self] _ in
            try await step(name, "conclude", .clerk, code, ["summary": .text(summary)])
        }
        let diary = world.diary(name, from: day)
        guard
            diary.thenIfTime(
                1...2, "conclusion",
                { [self] day in
                    try await step(
                        name, "issue_conclusion", .leader, code,
                        [
                            "document_number": .text(try world.staff.letter(code, "TB")), "document_date": .text(day.iso),
                            "summary": .text(summary),
                        ])
                })
        else { return }
        diary.thenIfTime(3...5, "close") { [self] _ in try await step(name, "close", .officer, code) }
    }

    private func remember(_ name: String, _ opened: OpenedSession) async throws {
        sessions[name] = (opened.session, world.thread(opened.caseID, sequence: opened.sequence))
    }

    private func step(_ name: String, _ event: String, _ role: Role, _ code: String, _ facts: [String: FactInput] = [:]) async throws {
        guard let session = sessions[name] else { throw Complaint("no session \(name)") }
        try await session.thread.take(event, by: world.staff.somebody(role, of: code), facts)
    }

    private func session(of visit: DemoMaterial.Visit, _ day: Day) async throws -> Int64 {
        if let known = sessions[name(visit, day)] { return known.session }
        let clerk = try world.staff.somebody(.clerk, of: visit.office)
        let page = try await world.casework.sessions.list(from: day, to: day, cursor: nil, limit: 20, by: .officer(clerk))
        guard let session = page.items.first(where: { $0.kind == .regular && $0.state == "in_session" }) else {
            throw Complaint("\(visit.office) has no open regular session on \(day.iso)")
        }
        return session.id
    }
}
