import Casework
import Law

/// What goes on inside the offices of a province these days: a unit with its head at the council, a leader's note by which work goes to it
/// and on to an officer who will be on leave, a task that the People's Committee gave a department and for which that asks more time,
/// people and bodies who come to the council's next session, calls by telephone.
///
/// Nothing here is left to chance, so that the other stories stay as they are.
struct DeskStory {
    private let world: DemoWorld
    private let council: String
    private let committee: String
    private let department: String

    /// - Parameter council: the code of the province's council; the other offices' codes begin like it.
    init(_ world: DemoWorld, council: String) {
        self.world = world
        self.council = council
        committee = "\(council.prefix(3))UBND"
        department = "\(council.prefix(3))SNNMT"
    }

    func plan(_ stories: [PetitionStory]) {
        planWork(stories)
        planLeave()
        planTask(stories)
        planAppointment(stories)
        planCalls(stories)
    }

    // MARK: work

    private func planWork(_ stories: [PetitionStory]) {
        let officers = world.staff.everybody(.officer, of: council)
        guard let head = officers.first, let expert = officers.last, let leader = world.staff.everybody(.leader, of: council).first else {
            return
        }
        let (world, council) = (world, council)
        let named = Box<Int64>()
        world.timeline.add(world.day(ago: 12), minute: 8 * 60, "unit of \(council)") { _ in
            let draft = UnitDraft(name: "Phòng Dân nguyện", head: head.id, members: officers.map(\.id))
            named.value = try await world.casework.units.add(draft, office: council, key: nil, by: Workplace.actor).id
        }
        let waiting = stories.filter { $0.office == council && $0.petition.story == "new" && $0.petition.kind != .denunciation }
        guard let story = waiting.max(by: { $0.petition.receivedDaysAgo < $1.petition.receivedDaysAgo }) else { return }
        let due = world.calendar.workingDay(onOrAfter: world.clock.lastDay.adding(days: 5))
        world.timeline.add(story.received, minute: 16 * 60, "direction of \(council)") { day in
            var note = DirectionDraft(
                leaderName: leader.fullName, givenOn: day, text: "Giao Phòng Dân nguyện nghiên cứu, đề xuất hướng xử lý.")
            note.unit = named.value
            note.dueOn = due
            _ = try await world.casework.cases.addDirection(story.caseThread().id, note, key: nil, by: .officer(leader))
        }
        guard head != expert else { return }
        world.timeline.add(story.received, minute: 16 * 60 + 30, "direction of the head in \(council)") { day in
            var note = DirectionDraft(leaderName: head.fullName, givenOn: day, text: "Đề nghị nghiên cứu, dự thảo văn bản xử lý.")
            note.handler = expert.id
            _ = try await world.casework.cases.addDirection(story.caseThread().id, note, key: nil, by: .officer(head))
        }
    }

    /// The officer who has the work will be away: from a day that lies ahead all of it goes to the head, and comes back afterwards.
    private func planLeave() {
        let officers = world.staff.everybody(.officer, of: council)
        guard let head = officers.first, let expert = officers.last, head != expert,
            let leader = world.staff.everybody(.leader, of: council).first
        else { return }
        let world = self.world
        let first = world.calendar.workingDay(onOrAfter: world.clock.lastDay.adding(days: 3))
        let last = world.calendar.workingDay(onOrAfter: first.adding(days: 6))
        world.timeline.add(world.day(ago: 1), minute: 16 * 60 + 30, "leave at \(council)") { _ in
            let draft = HandOverDraft(from: expert.id, to: head.id, fromDay: first, untilDay: last, reason: "Nghỉ phép năm.")
            _ = try await world.casework.work.handOver(draft, key: nil, by: .officer(leader))
        }
    }

    // MARK: a task

    private func planTask(_ stories: [PetitionStory]) {
        let settled = stories.filter {
            $0.office == committee && $0.petition.kind == .complaint && $0.settledHere
                && ["accepted", "overdue"].contains($0.petition.story)
        }
        guard let story = settled.min(by: { $0.petition.receivedDaysAgo < $1.petition.receivedDaysAgo }),
            let giver = world.staff.everybody(.leader, of: committee).first, let office = try? world.staff.office(department),
            let clerk = world.staff.everybody(.clerk, of: department).first,
            let expert = world.staff.everybody(.officer, of: department).first
        else { return }
        let world = self.world
        let given = max(story.received, world.day(ago: 6))
        let due = world.calendar.workingDay(onOrAfter: world.clock.lastDay.adding(days: 14))
        let task = Box<CaseThread>()
        world.timeline.add(given, minute: 16 * 60, "task for \(department)") { day in
            let draft = TaskDraft(
                kind: .verify, title: "Xác minh nội dung khiếu nại",
                content: "Kiểm tra hồ sơ, làm việc với các bên liên quan, kiến nghị hướng giải quyết khiếu nại.", assignee: office.id,
                dueOn: due)
            let made = try await world.casework.tasks.give(
                draft, in: story.caseThread().id, on: day, key: nil, by: .officer(giver))
            task.value = world.thread(made.caseID, sequence: 1)
        }
        let next = world.calendar.workingDay(onOrAfter: given.next)
        guard next < world.clock.lastDay else { return }
        world.timeline.add(next, minute: 8 * 60 + 30, "acknowledge the task") { _ in
            guard let thread = task.value else { return }
            try await thread.take("acknowledge", by: clerk)
        }
        world.timeline.add(next, minute: 14 * 60, "start the task") { _ in
            guard let thread = task.value else { return }
            try await thread.take(
                "start", by: expert, ["plan": .text("Làm việc với chính quyền cơ sở, kiểm tra thực địa trong tuần tới.")])
        }
        let later = world.calendar.workingDay(onOrAfter: due.adding(days: 7))
        world.timeline.add(max(next, world.day(ago: 1)), minute: 16 * 60 + 30, "more time for the task") { _ in
            guard let thread = task.value else { return }
            try await thread.take(
                "request_extension", by: expert,
                ["asked_until": .text(later.iso), "reason": .text("Chờ kết quả đo đạc, xác định lại ranh giới thửa đất.")])
        }
    }

    // MARK: the leader's next session

    private func planAppointment(_ stories: [PetitionStory]) {
        let (world, council) = (world, council)
        let told = stories.filter { $0.office == council && $0.petition.kind == .complaint && $0.petition.receivedDaysAgo > 5 }
        guard let story = told.min(by: { $0.petition.receivedDaysAgo < $1.petition.receivedDaysAgo }),
            let clerk = world.staff.everybody(.clerk, of: council).first, let leader = world.staff.everybody(.leader, of: council).first
        else { return }
        let date = world.day(ago: -14)
        let session = Box<(session: Int64, thread: CaseThread)>()
        let planned = world.day(ago: 3)
        world.timeline.add(planned, minute: 9 * 60, "next session of \(council)") { _ in
            var draft = SessionDraft(kind: .scheduled, sessionDate: date, place: "Trụ sở tiếp công dân, \(leader.organisationShortName)")
            draft.hours = "Sáng 8 giờ – 11 giờ 30"
            draft.host = leader.id
            draft.hostTitle = leader.title
            draft.expectedContent = "Tiếp công dân định kỳ của lãnh đạo."
            let opened = try await world.casework.sessions.open(draft, key: nil, by: .officer(clerk))
            session.value = (opened.session, world.thread(opened.caseID, sequence: opened.sequence))
        }
        world.timeline.add(planned, minute: 15 * 60, "publish the next session of \(council)") { _ in
            guard let held = session.value else { return }
            try await held.thread.take("publish", by: leader)
        }
        world.timeline.add(world.day(ago: 1), minute: 15 * 60 + 30, "appointment at \(council)") { _ in
            guard let held = session.value?.session else { return }
            var draft = AppointmentDraft()
            draft.fullName = story.petition.petitioner.name
            draft.people = 1
            draft.slot = "8 giờ 30"
            draft.content = "Đề nghị lãnh đạo cho biết kết quả xem xét đơn đã gửi."
            draft.matter = try await world.casework.petitions.petition(story.petitionID, by: .officer(clerk)).matter
            _ = try await world.casework.leaderSessions.register(draft, in: held, key: nil, by: .officer(clerk))
            // Who comes to denounce gets a slip with a number; nothing of him is written down.
            var nameless = AppointmentDraft()
            nameless.denunciation = true
            nameless.slot = "9 giờ"
            _ = try await world.casework.leaderSessions.register(nameless, in: held, key: nil, by: .officer(clerk))
        }
        planInvitations(by: clerk) { session.value?.session }
    }

    /// The department comes to the session, the court has not answered yet.
    private func planInvitations(by clerk: OfficerActor, to session: @escaping () -> Int64?) {
        guard let office = try? world.staff.office(department) else { return }
        let world = self.world
        let invited = Box<Int64>()
        world.timeline.add(world.day(ago: 1), minute: 15 * 60 + 40, "invitations of \(council)") { _ in
            guard let session = session() else { return }
            var draft = InvitationDraft()
            draft.organisation = office.id
            draft.content = "Cử lãnh đạo dự, mang theo hồ sơ các vụ việc về đất đai."
            invited.value = try await world.casework.leaderSessions.invite(draft, to: session, key: nil, by: .officer(clerk)).id
            var named = InvitationDraft()
            named.body = "Tòa án nhân dân khu vực 1"
            named.content = "Cử đại diện dự, giải thích các nội dung thuộc thẩm quyền của Tòa án."
            _ = try await world.casework.leaderSessions.invite(named, to: session, key: nil, by: .officer(clerk))
        }
        world.timeline.add(world.lastWorkingDay, minute: 16 * 60 + 10, "reply to \(council)") { day in
            guard let id = invited.value else { return }
            let reply = InvitationReply(reply: "coming", repliedOn: day, attendee: "Phó Giám đốc Sở")
            _ = try await world.casework.leaderSessions.reply(reply, to: id, key: nil, by: .officer(clerk))
        }
    }

    // MARK: calls

    /// Somebody who asks by the code of his receipt is told one sentence, somebody of whom nothing is in the book is told that.
    private func planCalls(_ stories: [PetitionStory]) {
        let told = stories.filter { $0.office == council && $0.petition.kind == .feedback && $0.petition.receivedDaysAgo > 5 }
        guard let story = told.min(by: { $0.petition.receivedDaysAgo < $1.petition.receivedDaysAgo }),
            let clerk = world.staff.everybody(.clerk, of: council).first
        else { return }
        let world = self.world
        world.timeline.add(world.day(ago: 1), minute: 16 * 60, "calls at \(council)") { _ in
            let code = try await world.casework.petitions.petition(story.petitionID, by: .officer(clerk)).receiptCode
            for question in [EnquiryDraft(by: .code, words: code), EnquiryDraft(by: .name, words: "Người Chưa Gửi Đơn")] {
                _ = try await world.casework.enquiries.ask(question, key: nil, by: .officer(clerk))
            }
        }
    }
}

/// What one deed leaves for the next.
final class Box<Value> {
    var value: Value?
}
