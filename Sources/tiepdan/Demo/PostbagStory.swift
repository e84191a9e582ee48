import Casework
import Law

/// What came to a council by post these days: letters that wait, one that was opened, envelopes for one person's hand alone or with a seal
/// of secrecy, a copy that a clerk has tied to its petition, two letters that were filed by one paper.
///
/// Nothing here is left to chance, so that the other stories stay as they are; the writers are invented, none of them denounces.
struct PostbagStory {
    private let world: DemoWorld
    private let council: String
    private let clerk: OfficerActor
    private let leader: OfficerActor

    /// - Returns: nil where nobody opens the post or decides.
    init?(_ world: DemoWorld, council: String) {
        guard let clerk = world.staff.everybody(.clerk, of: council).first, let leader = world.staff.everybody(.leader, of: council).first
        else { return nil }
        self.world = world
        self.council = council
        self.clerk = clerk
        self.leader = leader
    }

    func plan(_ stories: [PetitionStory]) {
        planCopy(stories)
        planMarked()
        planFiled()
        planWaiting()
    }

    private func at(_ day: Day, _ hour: Int, _ what: String, _ deed: @escaping Timeline.Deed) {
        world.timeline.add(day, minute: hour * 60 + 10, "\(what) at \(council)", deed)
    }

    private func plain(_ name: String, _ address: String, on day: Day) -> EnvelopeDraft {
        var draft = EnvelopeDraft(arrivedOn: day)
        draft.postmarkOn = day.adding(days: -2)
        draft.senderName = name
        draft.senderAddress = address
        draft.addressees = [clerk.organisationShortName]
        draft.form = .original
        return draft
    }

    /// Enters the letter and opens it.
    private func opened(_ draft: EnvelopeDraft, _ gist: String) async throws -> EnvelopeView {
        let entered = try await world.casework.postbag.enter(draft, key: nil, by: .officer(clerk))
        var opening = OpeningDraft(denunciation: false, expectedSequence: entered.sequence)
        opening.gist = gist
        return try await world.casework.postbag.open(entered.id, opening, key: nil, by: .officer(clerk))
    }

    /// The petitioner of an earlier petition has written the same to several bodies.
    private func planCopy(_ stories: [PetitionStory]) {
        let known = stories.filter {
            $0.office == council && $0.petition.kind == .feedback && $0.petition.receivedDaysAgo > 8 && $0.petition.duplicateOf == nil
        }
        guard let story = known.min(by: { $0.petition.receivedDaysAgo < $1.petition.receivedDaysAgo }) else { return }
        at(world.day(ago: 3), 9, "a copy") { day in
            var draft = plain(story.petition.petitioner.name, story.petition.petitioner.address ?? "", on: day)
            if draft.senderAddress?.isEmpty == true { draft.senderAddress = nil }
            draft.addressees = [clerk.organisationShortName, "Thanh tra Chính phủ", "Ban Tiếp công dân Trung ương"]
            draft.form = .photocopy
            let letter = try await opened(draft, String(story.petition.body.prefix(400)))
            _ = try await world.casework.postbag.tie(
                letter.id, TieDraft(petition: story.petitionID, expectedSequence: letter.sequence), key: nil, by: .officer(clerk))
        }
    }

    /// Marked envelopes are entered unopened and handed on; whoever receives one signs for it.
    private func planMarked() {
        let marked: [(EnvelopeMarking, String)] = [
            (.personal, "\(leader.fullName), \(leader.title)"), (.secret, "Cán bộ phụ trách văn bản mật, Văn phòng"),
        ]
        for (marking, to) in marked {
            at(world.day(ago: 3), 10, "an envelope marked \(marking.rawValue)") { day in
                var draft = EnvelopeDraft(arrivedOn: day)
                draft.marking = marking
                let entered = try await world.casework.postbag.enter(draft, key: nil, by: .officer(clerk))
                var given = HandOnDraft(to: to, signed: true, expectedSequence: entered.sequence)
                given.on = day
                given.time = "10:30"
                _ = try await world.casework.postbag.handOn(entered.id, given, key: nil, by: .officer(clerk))
            }
        }
    }

    /// Two letters that ask for nothing are proposed for filing on one paper, which a leader signs.
    private func planFiled() {
        let proposal = Box<Int64>()
        at(world.day(ago: 3), 14, "a bundle") { day in
            let letters = [
                try await opened(plain("Ngô Văn Tảo", "tổ dân phố 3", on: day), "Thư chúc mừng, không có nội dung đề nghị xem xét."),
                try await opened(plain("Một cử tri", "không ghi địa chỉ", on: day), "Góp ý chung, không nêu sự việc, cơ quan cụ thể."),
            ]
            var paper = FilingDraft(number: "03/PĐX", ground: "lacks_elements")
            paper.reason = "Thư không có nội dung khiếu nại, tố cáo, kiến nghị, phản ánh."
            paper.envelopes = letters.map(\.id)
            proposal.value = try await world.casework.filing.propose(paper, key: nil, by: .officer(clerk)).id
        }
        at(world.day(ago: 3), 15, "the bundle is filed") { _ in
            guard let id = proposal.value else { return }
            _ = try await world.casework.filing.sign(id, on: nil, key: nil, by: .officer(leader))
        }
    }

    /// The last post: two letters nobody has opened, one that waits to be dealt with.
    private func planWaiting() {
        at(world.lastWorkingDay, 14, "the last post") { day in
            for (name, address) in [("Hoàng Văn Lực", "thôn Thượng"), ("Trịnh Thị Mơ", "tổ dân phố số 5")] {
                _ = try await world.casework.postbag.enter(plain(name, address, on: day), key: nil, by: .officer(clerk))
            }
            _ = try await opened(
                plain("Đào Văn Kỷ", "thôn Hạ", on: day), "Đề nghị sửa đoạn mương tưới bị sạt từ đợt mưa tháng trước, ruộng không có nước.")
        }
    }
}
