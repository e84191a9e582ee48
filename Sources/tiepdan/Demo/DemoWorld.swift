import Casework
import Law

/// What every story of the demo shares.
final class DemoWorld {
    let casework: Casework
    let staff: DemoStaff
    let calendar: WorkCalendar
    let clock: SimulatedClock
    let timeline = Timeline()
    let seed: String
    /// Petitions by the key of the demo files, once registered, with the code of the office that holds them.
    var registered: [String: (petition: Int64, office: String)] = [:]

    init(casework: Casework, staff: DemoStaff, calendar: WorkCalendar, clock: SimulatedClock, seed: String) {
        self.casework = casework
        self.staff = staff
        self.calendar = calendar
        self.clock = clock
        self.seed = seed
    }

    /// The working day that "so many days ago" falls on.
    func day(ago days: Int) -> Day { calendar.workingDay(onOrBefore: clock.lastDay.adding(days: -days)) }
    var lastWorkingDay: Day { day(ago: 0) }

    func diary(_ label: String, from day: Day) -> Diary {
        Diary(timeline, calendar, last: lastWorkingDay, start: day, label: label, seed: seed)
    }

    func thread(_ id: Int64, sequence: Int = 1) -> CaseThread { CaseThread(casework, id: id, sequence: sequence) }

    static func person(_ person: DemoMaterial.Person) -> PersonDraft {
        var draft = PersonDraft(fullName: person.name)
        draft.gender = person.gender
        draft.birthYear = person.birthYear
        draft.idKind = person.idKind.flatMap(PersonDraft.IDKind.init(rawValue:))
        draft.idNumber = person.idNumber
        if draft.idKind == PersonDraft.IDKind.none { draft.noIdReason = "Không mang theo giấy tờ tùy thân." }
        draft.phone = person.phone
        draft.ethnicCode = person.ethnic
        draft.occupation = person.occupation
        draft.communeCode = person.communeCode
        draft.address = person.address
        draft.oldAddress = person.oldAddress
        return draft
    }

    /// The petitioner first, then the representatives who are somebody else.
    static func people(_ petitioner: DemoMaterial.Person, organisation: Bool) -> [PersonDraft] {
        var first = person(petitioner)
        if organisation {
            first.kind = "organisation"
            first.birthYear = nil
        }
        let others = (petitioner.representatives ?? []).filter { $0.name != petitioner.name }.map(person)
        return [first] + others.prefix(5)
    }

    func authorised(_ paper: DemoMaterial.Authorised?) -> AuthorisedDraft? {
        guard let paper else { return nil }
        var lawyer = PersonDraft(fullName: paper.name)
        lawyer.address = paper.address
        var draft = AuthorisedDraft(person: lawyer, paperKind: paper.paperKind)
        draft.paperNumber = paper.paperNumber
        draft.paperDate = paper.paperDaysAgo.map { clock.lastDay.adding(days: -$0) }
        return draft
    }
}
