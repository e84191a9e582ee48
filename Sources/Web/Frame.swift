import Casework
import Identity
import Law

/// What surrounds every page: who is signed in, where he acts, where one can go.
struct Frame: Sendable {
    struct Post: Sendable {
        var organisation: Int64
        var name: String
        var current: Bool
    }
    struct Link: Sendable {
        var href: String
        var title: String
        var key: String
        var active: Bool
    }

    var title: String
    var signedIn = false
    var officerName = ""
    var roles = ""
    var officeName = ""
    var posts: [Post] = []
    var severalPosts = false
    var links: [Link] = []
    /// May act; an auditor only looks.
    var works = false
    /// The hidden token of every form.
    var token = ""
    /// The office in which forms that the browser keeps were opened.
    var organisation = ""
    /// The key of the forms on this page.
    var key = ""
    var notice: String?
    /// What went wrong, when no form on the page can tell it.
    var warning: String?
    var bootstrap = false
    var today = ""
}

/// The rooms of the menu.
enum Section: String, CaseIterable {
    case home, digest, petitions, newPetition, matters, sessions, inbox, outbox, documents, work, postbag, enquiries, register, national,
        law, lookup

    var link: (href: String, title: String, key: String) {
        switch self {
        case .home: ("/", "Bàn làm việc", "1")
        case .digest: ("/hom-nay", "Hôm nay", "m")
        case .petitions: ("/don", "Đơn", "2")
        case .newPetition: ("/don/moi", "Vào sổ đơn", "n")
        case .matters: ("/vu-viec", "Vụ việc", "9")
        case .sessions: ("/tiep-dan", "Tiếp công dân", "3")
        case .inbox: ("/chuyen-den", "Đơn chuyển đến", "4")
        case .outbox: ("/chuyen-di", "Đơn chuyển đi", "5")
        case .documents: ("/van-ban", "Văn bản", "v")
        case .work: ("/viec", "Giao việc", "w")
        case .postbag: ("/bi-thu", "Bì thư", "b")
        case .enquiries: ("/tra-loi", "Trả lời điện thoại", "h")
        case .register: ("/so-tuan", "Sổ tuần", "6")
        case .national: ("/csdl-quoc-gia", "CSDL quốc gia", "0")
        case .law: ("/quy-trinh", "Quy trình", "7")
        case .lookup: ("/tra-cuu", "Tra cứu", "8")
        }
    }
}

/// What was just done, told once on the next page.
enum Notice: String {
    case registered = "da-vao-so"
    case recorded = "da-ghi"
    case breach = "da-ghi-vi-pham"
    case direction = "da-ghi-but-phe"
    case taken = "da-nhan-viec"
    case handedOver = "da-ban-giao"
    case unit = "da-ghi-phong"
    case opened = "da-mo"
    case scheduled = "da-niem-yet"
    case visit = "da-ghi-luot"
    case listed = "da-them-nguoi"
    case marked = "da-danh-gia"
    case corrected = "da-dinh-chinh"
    case merged = "da-ghep"
    case parted = "da-tach"
    case issued = "da-phat-hanh"
    case drafted = "da-soan"
    case moved = "da-chuyen-buoc"
    case numbered = "da-ban-hanh"
    case dispatched = "da-gui-di"
    case signing = "da-ghi-tham-quyen"
    case switched = "da-doi"
    case logged = "da-ghi-bi"
    case tied = "da-gan-ban-sao"
    case filedAway = "da-luu"

    var words: String {
        switch self {
        case .registered: "Đã vào sổ."
        case .recorded: "Đã ghi nhận."
        case .breach: "Đã ghi nhận; có vi phạm thời hạn hoặc điều kiện, lý do đã lưu trong nhật ký."
        case .direction: "Đã ghi ý kiến chỉ đạo."
        case .taken: "Đã nhận việc."
        case .handedOver: "Đã ghi việc bàn giao."
        case .unit: "Đã ghi phòng, bộ phận."
        case .opened: "Đã lập buổi tiếp."
        case .scheduled: "Đã ghi lịch tiếp thường xuyên."
        case .visit: "Đã ghi lượt tiếp vào sổ."
        case .listed: "Đã thêm vào danh sách."
        case .marked: "Đã ghi đánh giá vụ việc."
        case .corrected: "Đã đính chính; lý do và điều ghi trước đã lưu bên cạnh nhật ký."
        case .merged: "Đã ghép hai người làm một."
        case .parted: "Đã tách."
        case .issued: "Đã phát hành sổ."
        case .drafted: "Đã lưu dự thảo."
        case .moved: "Đã chuyển bước văn bản."
        case .numbered: "Đã ban hành văn bản; bước của hồ sơ đã được ghi."
        case .dispatched: "Đã ghi việc gửi văn bản."
        case .signing: "Đã ghi thẩm quyền ký."
        case .switched: "Đã đổi cơ quan làm việc."
        case .logged: "Đã ghi bì thư, lấy số đến."
        case .tied: "Đã gắn bản sao với đơn gốc."
        case .filedAway: "Đã ký, đã lưu cả bó đơn."
        }
    }

    var query: String { "?xong=\(rawValue)" }
}

extension Call {
    /// The key that a form's address carries: the same form, fetched again, sends the same key, so that nothing is entered twice by the
    /// browser's way back.
    var formKey: String? { query.text("khoa").flatMap { Secret(text: $0)?.text } }
}

extension Call {
    /// A form that was opened in one office is not sent in another.
    func checkOffice() throws(Problem) {
        let opened = form["organisation"]
        let officer: OfficerActor
        do { officer = try officerActor } catch { throw Problem.notPermitted }
        if !opened.isEmpty && opened != String(officer.organisation) {
            throw Problem(
                .conflict, code: "office_changed",
                message: "Biểu mẫu này được mở khi làm việc tại cơ quan khác. Hãy kiểm tra lại cơ quan ở đầu trang rồi bấm ghi lần nữa.")
        }
    }
}

extension WebRoutes {
    func frame(_ call: Call, title: String, at section: Section? = nil) -> Frame {
        var frame = frame(call.caller, title: title, at: section)
        frame.notice = Notice(rawValue: call.query["xong"])?.words
        if let key = call.formKey { frame.key = key }
        return frame
    }

    func frame(_ caller: Caller?, title: String, at section: Section? = nil) -> Frame {
        var frame = Frame(title: title)
        frame.bootstrap = assets.hasBootstrap
        frame.today = casework.today.vietnamese
        guard let caller else { return frame }
        let officer = caller.officer
        frame.signedIn = true
        frame.officerName = officer.fullName
        frame.roles = Role.allCases.filter(officer.roles.contains).map(\.title).joined(separator: ", ")
        frame.officeName = officer.organisationName
        frame.organisation = String(officer.organisation)
        frame.posts = caller.posts.map {
            Frame.Post(organisation: $0.organisation, name: $0.name, current: $0.organisation == officer.organisation)
        }
        frame.severalPosts = frame.posts.count > 1
        frame.works = officer.works
        frame.links = Section.allCases.filter { officer.works || $0 != .newPetition }.map {
            Frame.Link(href: $0.link.href, title: $0.link.title, key: $0.link.key, active: $0 == section)
        }
        frame.token = FormToken.text(for: caller.secret)
        frame.key = newKey()
        return frame
    }
}
