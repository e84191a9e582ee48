import Casework
import Identity
import Law
import Postgres
import Records

/// Fills a database with a believable province by driving the real desks through simulated months.
struct DemoLoader {
    let casework: Casework
    let clock: SimulatedClock
    let material: DemoMaterial
    /// Loads the petitions so many times, each time with other people and other days.
    let scale: Int
    let password: PasswordHash

    /// - Returns: how many deeds were done.
    func load() async throws -> Int {
        let staff = DemoStaff(casework: casework, password: password)
        // The offices and accounts stand before anything happens in them.
        clock.set(SimulatedClock.instant(clock.lastDay.adding(days: -oldest - 30), minute: 8 * 60))
        try await staff.load(material)
        try await DemoSigners(casework, staff).appoint()
        let world = DemoWorld(casework: casework, staff: staff, calendar: try await calendar(), clock: clock, seed: "demo")
        for turn in 0..<scale {
            let petitions = turn == 0 ? material.petitions : DemoVariation.turn(turn, of: material.petitions)
            // Whoever wrote first is registered first, so that a duplicate finds its original.
            let stories = petitions.map { PetitionStory(world, $0) }
            let brought = turn == 0 ? ReceptionStory(world).plan(material.visits, stories: stories) : []
            for story in stories { story.plan(arrivesByVisit: brought.contains(story.petition.key)) }
            if turn == 0 { planDesks(world, stories) }
        }
        planRounds(world)
        planRegisters(world)
        try await world.timeline.run(clock)
        try await settleToday()
        return world.timeline.done
    }

    /// What goes on inside the offices besides the petitions' own ways.
    private func planDesks(_ world: DemoWorld, _ stories: [PetitionStory]) {
        for council in material.councils {
            DeskStory(world, council: council).plan(stories)
            PostbagStory(world, council: council)?.plan(stories)
        }
        for code in world.staff.named { PaperStory(world, office: code)?.plan(stories) }
    }

    private var oldest: Int {
        max(material.petitions.map(\.receivedDaysAgo).max() ?? 0, material.visits.map(\.daysAgo).max() ?? 0) + (scale - 1) * 3
    }

    private func calendar() async throws -> WorkCalendar {
        try await casework.pool.read { db in
            guard let version = try CalendarRecords.newest(db) else { throw Complaint("no calendar is loaded: run `tiepdan migrate`") }
            return WorkCalendar(
                version: version,
                entries: try CalendarRecords.days(db, version: version).map {
                    CalendarEntry(
                        day: $0.day, kind: $0.kind == "work" ? .work : .off, title: $0.title, provisional: $0.provisional, source: $0.source
                    )
                })
        }
    }

    /// What the daemon would have done every morning: note passed deadlines, open the regular sessions.
    private func planRounds(_ world: DemoWorld) {
        let first = world.clock.lastDay.adding(days: -oldest - 20)
        for offset in 0..<world.clock.lastDay.days(since: first) {
            let day = first.adding(days: offset)
            world.timeline.add(day, minute: 6 * 60, "deadlines") { [casework] _ in
                while try await casework.queues.sweepDeadlines(most: 500) == 500 {}
            }
            guard world.calendar.isWorkingDay(day) else { continue }
            world.timeline.add(day, minute: 7 * 60, "regular sessions") { [casework] _ in
                _ = try await casework.sessions.openRegularSessions()
            }
        }
    }

    /// The councils' leaders had their registers of the two weeks before this one.
    private func planRegisters(_ world: DemoWorld) {
        let monday = world.clock.lastDay.adding(days: -((world.clock.lastDay.daysSince1970 + 3) % 7))
        for code in material.councils {
            for weeks in [2, 1] {
                let from = monday.adding(days: -7 * weeks)
                world.timeline.add(from.adding(days: 7), minute: 9 * 60, "register of \(code)") { [casework] _ in
                    let leader = try world.staff.somebody(.leader, of: code)
                    _ = try await casework.registers.issue(
                        from: from, to: from.adding(days: 6), leaderName: leader.fullName, key: nil, by: .officer(leader))
                }
            }
        }
    }

    /// Brings the installation to the real now, and drops messages about the past that nobody should get any more.
    private func settleToday() async throws {
        clock.set(clock.end)
        while try await casework.queues.sweepDeadlines(most: 500) == 500 {}
        _ = try await casework.sessions.openRegularSessions()
        let now = clock.end
        try await casework.pool.write { db in
            try db.run("update outbox set done_at = \(now) where done_at is null and created_at <= \(now)")
        }
    }
}

/// More of the same petitions, by other people at other times.
enum DemoVariation {
    static func turn(_ turn: Int, of petitions: [DemoMaterial.Petition]) -> [DemoMaterial.Petition] {
        var dice = Dice("variation \(turn)")
        return petitions.map { original in
            var petition = original
            petition.key += "-\(turn)"
            petition.duplicateOf = nil
            petition.receivedDaysAgo += turn * 3
            petition.letterDaysAgo = petition.letterDaysAgo.map { $0 + turn * 3 }
            if petition.kind != .denunciation, petition.petitionerKind != "organisation" {
                let name = DemoNames.fullName(&dice)
                petition.petitioner.name = name.name
                petition.petitioner.gender = name.female ? "female" : "male"
                petition.petitioner.idKind = nil
                petition.petitioner.idNumber = nil
                petition.petitioner.representatives = petition.petitioner.representatives.map { Array($0.prefix(1)) }
            } else if petition.kind == .denunciation {
                petition.pseudonym = petition.pseudonym.map { "\($0)-\(turn)" }
                petition.paperFileNumber = petition.paperFileNumber.map { "\($0)-\(turn)" }
            }
            return petition
        }
    }
}
