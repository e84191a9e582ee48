import Casework
import Law

/// One petition from the day it arrives to where its story stands today.
final class PetitionStory {
    let world: DemoWorld
    let petition: DemoMaterial.Petition
    let received: Day
    /// Set once the petition is in the book.
    var own: CaseThread?
    /// The letter by which it was passed on, once it was.
    var letter: CaseThread?
    var petitionID: Int64 = 0
    /// The visit that brought it, when one did.
    var visit: Int64?

    init(_ world: DemoWorld, _ petition: DemoMaterial.Petition) {
        self.world = world
        self.petition = petition
        received = world.day(ago: petition.receivedDaysAgo)
    }

    var office: String { petition.bookOffice }
    var staff: DemoStaff { world.staff }

    /// Denunciations are followed no further than their acceptance.
    private var settledKinds: Set<PetitionKind> {
        petition.story == "accepted" ? [.complaint, .feedback, .denunciation] : [.complaint, .feedback]
    }

    /// Stories in which the office itself accepts and settles.
    var settledHere: Bool {
        guard petition.referTo == nil, ["accepted", "settling", "decided", "answered", "closed", "overdue"].contains(petition.story) else {
            return false
        }
        let kinds: Set<OfficeKind> = [.peopleCommittee, .department, .inspectorate, .communeCommittee]
        return (try? kinds.contains(staff.office(office).kind)) == true && settledKinds.contains(petition.kind)
    }

    func plan(arrivesByVisit: Bool) {
        let diary = world.diary(petition.key, from: received)
        if !arrivesByVisit { diary.then(0...0, "register") { [self] day in try await register(day, channel: petition.channel) } }
        switch petition.kind {
        case .voterPetition: planVoterPetition(diary)
        case .complaint where settledHere: planComplaint(diary)
        case .denunciation where settledHere: planDenunciation(diary)
        case .feedback where settledHere: planFeedback(diary)
        default: planForwarding(diary)
        }
    }

    func register(_ day: Day, channel: Channel) async throws {
        let clerk = try staff.somebody(.clerk, of: office)
        let done = try await world.casework.petitions.register(try draft(day, channel), key: nil, by: .officer(clerk))
        petitionID = done.petition
        own = world.thread(done.caseID, sequence: done.sequence)
        world.registered[petition.key] = (done.petition, office)
    }

    private func draft(_ day: Day, _ channel: Channel) throws -> PetitionDraft {
        var draft = PetitionDraft(channel: channel, receivedOn: day, kind: petition.kind, title: petition.title, body: petition.body)
        draft.letterDate = petition.letterDaysAgo.map { min(world.clock.lastDay.adding(days: -$0), day) }
        if channel == .post { draft.postmarkOn = max(draft.letterDate ?? day.adding(days: -2), day.adding(days: -3)) }
        draft.request = petition.request
        draft.fieldCode = petition.field
        draft.visit = visit
        if settledHere { draft.jurisdiction = .competent }
        draft.priorResolution = petition.priorResolution
        draft.sourceBody = petition.sourceBody
        draft.sourceLetterNumber = petition.sourceLetterNumber
        if petition.sourceBody != nil { draft.sourceLetterDate = draft.letterDate }
        if let original = petition.duplicateOf, let known = world.registered[original], known.office == office {
            draft.duplicateOf = known.petition
        }
        draft.papers = (petition.papers ?? []).map { PaperDraft(name: $0.name, pages: $0.pages, kind: $0.kind) }
        if petition.kind == .denunciation {
            draft.pseudonym = petition.pseudonym
            draft.paperFileNumber = petition.paperFileNumber
            draft.personDenounced = petition.respondent
            if petition.story == "filed" { draft.filerKind = "anonymous" }
            return draft
        }
        let people = DemoWorld.people(petition.petitioner, organisation: petition.petitionerKind == "organisation")
        let head = petition.petitioner.people ?? 1
        draft.petitioners = people
        draft.people = head
        draft.filerKind = petition.petitionerKind
        if head > 1 {
            draft.representatives = (petition.petitioner.representatives ?? []).count
            draft.appointmentSigned = true
            draft.appointmentOn = draft.letterDate ?? day
        }
        draft.authorised = world.authorised(petition.petitioner.authorised)
        if let respondent = petition.respondent, !respondent.isEmpty { draft.respondent = PersonDraft(fullName: respondent) }
        // A visitor wants to know; whoever has his answer already is not owed another.
        draft.wantsReply = petition.referTo != nil
        return draft
    }

    func caseThread() throws -> CaseThread {
        guard let own else { throw Complaint("\(petition.key) is not registered yet") }
        return own
    }

    func take(_ event: String, _ role: Role, _ facts: [String: FactInput] = [:]) async throws {
        try await caseThread().take(event, by: staff.somebody(role, of: office), facts)
    }
}
