import Law
import Postgres
import Records

/// The morning's digest: new, due, overdue, owed by others, returned.
public struct DigestDesk: Sendable {
    let casework: Casework

    /// Entries on a page of one group.
    public static let pageLength = 50

    /// The actor's digest of his office as of now.
    ///
    /// - Parameters:
    ///   - code: only this group, and of it `pageLength` entries; nil for all groups with their first twenty.
    ///   - skip: so many entries of that group are passed over.
    public func today(only code: DigestGroup.Code? = nil, skip: Int = 0, by actor: Actor) async throws -> DigestView {
        let officer = try actor.officer()
        if !(0...100_000).contains(skip) { throw Problem.invalid("skip", "out_of_range", "Số dòng bỏ qua từ 0 đến 100000.") }
        return try await casework.read(by: actor) { work in
            try work.digest(of: officer.id, in: officer.organisation, roles: officer.roles, only: code, skip: skip)
        }
    }
}

extension Queues {
    /// The hour in Việt Nam from which the day's digests are composed.
    static let digestHour = 6

    /// Composes the digest of every officer who has none of today, on a working day from six o'clock: one message of the topic `digest` for
    /// each, ids and counts alone.
    ///
    /// - Returns: how many were composed now.
    public func composeDigests(most: Int = 20) async throws -> Int {
        try await casework.write(by: .system(job: "digest")) { work in
            guard work.hour >= Self.digestHour, work.reference.calendar(of: 0).isWorkingDay(work.today) else { return 0 }
            let waiting = try DigestRecords.without(work.db, on: work.today, most: most)
            for officer in waiting {
                var message = DigestMessage(officer: officer.officer, day: work.today, offices: [])
                for office in officer.offices {
                    let roles = try OfficeRecords.identity(work.db, officer: officer.officer, organisation: office)?.roles ?? []
                    let digest = try work.digest(
                        of: officer.officer, in: office, roles: Set(roles.compactMap(Role.init(rawValue:))))
                    message.offices.append(.init(organisation: office, since: digest.since, groups: digest.groups))
                }
                try work.db.run(
                    MachineryRecords.post(
                        topic: "digest", firingKey: DigestRecords.key(officer: officer.officer, on: work.today),
                        payload: JSONB(try JSON.text(message)), now: work.now))
            }
            return waiting.count
        }
    }
}

/// What travels of a digest: ids and counts.
private struct DigestMessage: Encodable {
    struct Office: Encodable {
        var organisation: Int64
        var since: Day
        var counts: [String: Int]
        var cases: [String: [Int64]]

        init(organisation: Int64, since: Day, groups: [DigestGroup]) {
            self.organisation = organisation
            self.since = since
            counts = Dictionary(uniqueKeysWithValues: groups.map { ($0.code.rawValue, $0.count) })
            cases = Dictionary(uniqueKeysWithValues: groups.filter { $0.count > 0 }.map { ($0.code.rawValue, $0.items.map(\.caseID)) })
        }
    }
    var officer: Int64
    var day: Day
    var offices: [Office]
}

extension Work {
    /// The hour of the day in Việt Nam, 0…23.
    fileprivate var hour: Int {
        let microseconds = now.microseconds + 7 * 3_600_000_000 - Int64(today.daysSince1970) * 86_400_000_000
        return Int(microseconds / 3_600_000_000)
    }

    /// - Parameter roles: those of the officer in that office; a clerk, leader, auditor or records clerk looks at the whole office's work, the
    ///   others at their own, their unit's and nobody's.
    func digest(of officer: Int64, in organisation: Int64, roles: Set<Role>, only code: DigestGroup.Code? = nil, skip: Int = 0) throws
        -> DigestView
    {
        let calendar = reference.calendar(of: organisation)
        let near = DeskSettings.dueSoon.value(in: reference.settings(of: organisation))
        let lastNear = calendar.deadline(from: today, near + 1, .workingDays).due.previous
        let own = try UnitRecords.units(db, of: officer, organisation: organisation)
        var reader = DigestRecords.Reader(
            officer: officer, organisation: organisation, wide: !roles.isDisjoint(with: [.clerk, .leader, .auditor, .recordsClerk]),
            units: own.all, headed: own.headed)
        if code != nil { (reader.skip, reader.most) = (skip, DigestDesk.pageLength) }
        let since = try lastWorkingDay(of: officer, in: organisation, calendar)
        return DigestView(
            day: today, since: since, dueDays: near,
            groups: try (code.map { [$0] } ?? DigestGroup.Code.allCases).map {
                DigestGroup($0, try digestRows($0, reader, since: since, lastNear: lastNear))
            })
    }

    private func digestRows(_ code: DigestGroup.Code, _ reader: DigestRecords.Reader, since: Day, lastNear: Day) throws
        -> [DigestRecords.ItemRow]
    {
        switch code {
        case .arrived: try DigestRecords.arrived(db, reader, since: since)
        case .referred: try DigestRecords.referred(db, reader, since: since)
        case .assigned: try DigestRecords.assigned(db, reader, since: since)
        case .tasks: try DigestRecords.tasks(db, reader, since: since)
        case .taskAnswers: try DigestRecords.taskAnswers(db, reader)
        case .due: try DigestRecords.due(db, reader, from: today, to: lastNear)
        case .overdue: try DigestRecords.overdue(db, reader, on: today)
        case .awaitedDue: try DigestRecords.awaitedDue(db, reader, from: today, to: lastNear)
        case .awaitedOverdue: try DigestRecords.awaitedOverdue(db, reader, on: today)
        case .returnedReferrals: try DigestRecords.declined(db, reader)
        case .returnedTasks: try DigestRecords.returnedTasks(db, reader, since: since)
        case .returnedDrafts: try DigestRecords.returnedDrafts(db, reader)
        case .returnedWork: try DigestRecords.returnedWork(db, reader)
        }
    }

    /// The last day before today on which the office worked and the officer's work did not lie with a substitute.
    private func lastWorkingDay(of officer: Int64, in organisation: Int64, _ calendar: WorkCalendar) throws -> Day {
        let leaves = try HandOverRecords.leaves(db, officer: officer, organisation: organisation, since: today.adding(days: -400))
        var day = calendar.workingDay(onOrBefore: today.previous)
        for _ in 0..<400 where leaves.contains(where: { $0.from <= day && day <= $0.until }) {
            day = calendar.workingDay(onOrBefore: day.previous)
        }
        return day
    }
}
