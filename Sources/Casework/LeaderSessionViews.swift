public import Law

/// Somebody who registered to be received at a leader's session.
public struct AppointmentView: Codable, Sendable, Equatable {
    public var id: Int64
    public var session: Int64
    /// The order in which they registered; it stands on the slip.
    public var number: Int
    /// He comes to denounce: nothing of him is written down.
    public var denunciation: Bool
    public var fullName: String
    public var phone: String?
    public var address: String
    public var people: Int
    public var content: String
    public var matter: Int64?
    /// The hour given to him, as printed.
    public var slot: String
    public var registeredOn: Day
    /// registered | came | absent | withdrawn
    public var state: String
    public var visit: Int64?
}

/// What is written down of somebody who registers.
public struct AppointmentDraft: Codable, Sendable, Equatable {
    /// When true no person may be given.
    public var denunciation: Bool?
    public var fullName: String?
    public var phone: String?
    public var address: String?
    public var people: Int?
    public var content: String?
    public var matter: Int64?
    public var slot: String?

    public init() {}
}

/// A body that is asked to a session.
public struct InvitationView: Codable, Sendable, Equatable {
    public var id: Int64
    public var session: Int64
    public var organisation: Int64?
    public var body: String
    public var matter: Int64?
    public var content: String
    public var letterNumber: String?
    public var letterDate: Day?
    /// Who wrote the number down.
    public var numberedBy: String?
    /// coming | substitute | declined
    public var reply: String?
    public var repliedOn: Day?
    public var attendee: String
}

public struct InvitationDraft: Codable, Sendable, Equatable {
    /// A body of the catalogue; else `body` names it.
    public var organisation: Int64?
    public var body: String?
    public var matter: Int64?
    public var content: String?
    public var letterNumber: String?
    public var letterDate: Day?

    public init() {}
}

/// What an invited body answered.
public struct InvitationReply: Codable, Sendable, Equatable {
    /// coming | substitute | declined
    public var reply: String
    public var repliedOn: Day?
    public var attendee: String?

    public init(reply: String, repliedOn: Day? = nil, attendee: String? = nil) {
        self.reply = reply
        self.repliedOn = repliedOn
        self.attendee = attendee
    }
}

/// What the leader decided: a point of the conclusion notice.
public struct ConclusionPointView: Codable, Sendable, Equatable {
    public var id: Int64
    public var session: Int64
    public var visit: Int64?
    /// STT of the visit in the reception book.
    public var visitNumber: Int?
    /// Its number in the notice, from 1.
    public var point: Int
    public var text: String
    public var assignee: Int64?
    public var assigneeName: String?
    /// Which unit and officer of the own office have to do it; the office itself is the assignee then.
    public var unit: Int64?
    public var unitName: String?
    public var handler: Int64?
    public var handlerName: String?
    /// Who has to do it, as the notice names him.
    public var executor: String?
    public var dueOn: Day?
    /// The task it became when the notice was issued.
    public var task: Int64?
    /// Said once, to who wrote it down: whom it gives work to is on leave.
    public var warnings: [String]?
}

public struct ConclusionPointDraft: Codable, Sendable, Equatable {
    public var visit: Int64?
    public var text: String
    /// The body that has to do it; nil where the leader settled it on the spot, or the own office does it.
    public var assignee: Int64?
    /// The unit or officer of the own office, or both, that has to do it.
    public var unit: Int64?
    public var handler: Int64?
    public var dueOn: Day?

    public init(text: String, visit: Int64? = nil, assignee: Int64? = nil, dueOn: Day? = nil) {
        self.text = text
        self.visit = visit
        self.assignee = assignee
        self.dueOn = dueOn
    }
}

/// The draft of the conclusion notice (Thông báo kết luận việc tiếp công dân, NĐ 154/2026/NĐ-CP Đ.25.2).
public struct ConclusionNotice: Codable, Sendable, Equatable {
    public struct Visit: Codable, Sendable, Equatable {
        public var number: Int
        public var who: String
        public var people: Int
        public var summary: String
        public var points: [ConclusionPointView]
    }
    public var session: SessionView
    public var letterhead: Letterhead
    public var visits: [Visit]
    /// Points of no visit.
    public var general: [ConclusionPointView]
    /// The last day of all its tasks.
    public var tasksBy: Day?

    /// The kind of document that it becomes.
    public static let form = "conclusion_notice"
    /// What the notice says of a denouncer's visit.
    static let untold = "Nội dung được xử lý theo thủ tục giải quyết tố cáo, không nêu trong thông báo này."

    /// Its text, one string a paragraph: who received, who took part, each visit with what was decided on it, what was decided in general.
    public var paragraphs: [String] {
        let host = [session.hostTitle, session.hostName].filter { !$0.isEmpty }.joined(separator: " ")
        let day = session.sessionDate.vietnamese
        var text = ["Ngày \(day), tại \(session.place), \(host.isEmpty ? "lãnh đạo cơ quan" : host) đã chủ trì tiếp công dân."]
        if !session.participants.isEmpty { text.append("Thành phần dự: \(session.participants)") }
        for visit in visits {
            let people = visit.people > 1 ? " (\(visit.people) người)" : ""
            text.append("Lượt tiếp số \(visit.number): \(visit.who)\(people). \(visit.summary)")
            text += visit.points.map(\.sentence)
        }
        if !general.isEmpty {
            text.append("Kết luận chung:")
            text += general.map(\.sentence)
        }
        return text
    }

    /// Nơi nhận: everybody who has something to do, once; the people; the file.
    public var recipients: [String] {
        var bodies: [String] = []
        for name in (visits.flatMap(\.points) + general).compactMap(\.executor) where !bodies.contains(name) { bodies.append(name) }
        return bodies + ["Công dân được tiếp", "Lưu: hồ sơ"]
    }
}

extension ConclusionPointView {
    /// `2. Rà soát lại mức bồi thường. Giao Sở … thực hiện, chậm nhất ngày 10/12/2026.`
    var sentence: String {
        guard let executor, let dueOn else { return "\(point). \(text)" }
        return "\(point). \(text) Giao \(executor) thực hiện, chậm nhất ngày \(dueOn.vietnamese)."
    }
}

/// Everything a leader needs to know of a matter before he receives the people: history, letters, replies, clocks, open tasks.
public struct MatterBrief: Codable, Sendable, Equatable {
    public struct Line: Codable, Sendable, Equatable {
        public var on: Day
        public var office: String
        public var what: String
        public var remark: String
    }
    public struct Clock: Codable, Sendable, Equatable {
        public var title: String
        public var due: Day
        public var daysLate: Int
    }
    public struct Petition: Codable, Sendable, Equatable {
        public var petition: Int64
        public var number: String
        public var receivedOn: Day
        public var kind: PetitionKind
        public var who: String
        /// Of a denunciation the pseudonym stands for who, and neither title nor request is told.
        public var sealed: Bool
        public var title: String
        public var request: String
        public var stateTitle: String
        public var clocks: [Clock]
    }
    public var matter: Int64
    /// Empty where all of it is sealed.
    public var title: String
    public var complexLong: Bool
    public var preparedOn: Day
    public var petitions: [Petition]
    /// What happened, the oldest first.
    public var history: [Line]
    /// Letters that went out, with number and day.
    public var letters: [Line]
    /// What other bodies answered.
    public var replies: [Line]
    public var directions: [Line]
    public var tasks: [Line]
}
