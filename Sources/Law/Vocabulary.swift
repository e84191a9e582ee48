/// A role an account holds, or a pseudo role of an actor who is no officer.
public enum Role: String, Sendable, Hashable, CaseIterable, Codable {
    case clerk, officer, leader
    case recordsClerk = "records_clerk"
    case auditor, admin
    case system, `operator`, citizen

    /// Pseudo roles are never granted to an account.
    public var isPseudo: Bool { self == .system || self == .operator || self == .citizen }

    /// Vietnamese title.
    public var title: String {
        switch self {
        case .clerk: "Cán bộ tiếp nhận"
        case .officer: "Cán bộ xử lý"
        case .leader: "Lãnh đạo"
        case .recordsClerk: "Văn thư"
        case .auditor: "Kiểm tra, giám sát"
        case .admin: "Quản trị"
        case .system: "Hệ thống"
        case .operator: "Người vận hành"
        case .citizen: "Công dân"
        }
    }
}

/// What an organisation is to a case.
public enum Relation: String, Sendable, Hashable, CaseIterable, Codable {
    case owner, sender, recipient, reader, superior
    /// Has a task in the case: reads it, with its words and papers, and does not move it.
    case tasked
    /// The relation of the pseudo roles.
    case none

    /// Vietnamese title.
    public var title: String {
        switch self {
        case .owner: "Cơ quan đang giữ hồ sơ"
        case .sender: "Cơ quan chuyển đến"
        case .recipient: "Cơ quan nhận"
        case .reader: "Cơ quan được xem"
        case .superior: "Cơ quan cấp trên"
        case .tasked: "Cơ quan được giao nhiệm vụ"
        case .none: "Không thuộc cơ quan nào"
        }
    }
}

/// The kind of an office; raw values are the database's text.
public enum OfficeKind: String, Sendable, Hashable, CaseIterable, Codable {
    case peopleCouncil = "people_council"
    case naDelegation = "na_delegation"
    case partyOffice = "party_office"
    case receptionBoard = "reception_board"
    case peopleCommittee = "people_committee"
    case department
    case inspectorate
    case communeCommittee = "commune_committee"
    case communeCouncil = "commune_council"
    case other

    /// Vietnamese title.
    public var title: String {
        switch self {
        case .peopleCouncil: "Thường trực Hội đồng nhân dân cấp tỉnh"
        case .naDelegation: "Đoàn đại biểu Quốc hội"
        case .partyOffice: "Cơ quan Đảng"
        case .receptionBoard: "Ban Tiếp công dân"
        case .peopleCommittee: "Ủy ban nhân dân cấp tỉnh"
        case .department: "Sở, ngành"
        case .inspectorate: "Cơ quan thanh tra"
        case .communeCommittee: "Ủy ban nhân dân cấp xã"
        case .communeCouncil: "Thường trực Hội đồng nhân dân cấp xã"
        case .other: "Cơ quan khác"
        }
    }
}

/// What a petition is by its content, not by its heading (TT 05/2021/TT-TTCP Đ.6).
public enum PetitionKind: String, Sendable, Hashable, CaseIterable, Codable {
    case complaint, denunciation, feedback, mixed
    case voterPetition = "voter_petition"

    /// Vietnamese title.
    public var title: String {
        switch self {
        case .complaint: "Khiếu nại"
        case .denunciation: "Tố cáo"
        case .feedback: "Kiến nghị, phản ánh"
        case .mixed: "Đơn có nhiều nội dung khác nhau"
        case .voterPetition: "Kiến nghị cử tri"
        }
    }
}

/// Whether a petition meets the conditions to be processed.
public enum Eligibility: String, Sendable, Hashable, CaseIterable, Codable {
    case eligible, ineligible

    /// Vietnamese title.
    public var title: String {
        switch self {
        case .eligible: "Đủ điều kiện xử lý"
        case .ineligible: "Không đủ điều kiện xử lý"
        }
    }
}

/// Whose business the content is, seen from the office that holds the petition.
public enum Jurisdiction: String, Sendable, Hashable, CaseIterable, Codable {
    case competent
    case notCompetent = "not_competent"
    case subordinate

    /// Vietnamese title.
    public var title: String {
        switch self {
        case .competent: "Thuộc thẩm quyền"
        case .notCompetent: "Không thuộc thẩm quyền"
        case .subordinate: "Thuộc thẩm quyền của cơ quan cấp dưới"
        }
    }
}

/// How a petition reached the office.
public enum Channel: String, Sendable, Hashable, CaseIterable, Codable {
    case post, desk, oral, forwarded
    case onlineSession = "online_session"
    case email, portal

    /// Vietnamese title.
    public var title: String {
        switch self {
        case .post: "Qua bưu chính"
        case .desk: "Nộp trực tiếp"
        case .oral: "Trình bày trực tiếp"
        case .forwarded: "Cơ quan khác chuyển đến"
        case .onlineSession: "Tiếp công dân trực tuyến"
        case .email: "Thư điện tử"
        case .portal: "Cổng dịch vụ công, cổng thông tin điện tử"
        }
    }
}

/// The kinds of reception session by time (Luật Tiếp công dân Đ.2.1).
public enum SessionKind: String, Sendable, Hashable, CaseIterable, Codable {
    case regular, scheduled
    case adHoc = "ad_hoc"

    /// Vietnamese title.
    public var title: String {
        switch self {
        case .regular: "Thường xuyên"
        case .scheduled: "Định kỳ"
        case .adHoc: "Đột xuất"
        }
    }
}

/// The modes of a reception session (Luật Tiếp công dân Đ.3a; NĐ 154/2026 Đ.3.3).
public enum SessionMode: String, Sendable, Hashable, CaseIterable, Codable {
    case inPerson = "in_person"
    case online

    /// Vietnamese title.
    public var title: String {
        switch self {
        case .inPerson: "Trực tiếp"
        case .online: "Trực tuyến"
        }
    }
}
