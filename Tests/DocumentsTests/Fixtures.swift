import Foundation
import Law

@testable import Casework
@testable import Documents

/// Registers and petitions as the offices of Hưng Yên would have them; no clock and no chance, so every run prints the same.
enum Fixtures {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .path
    static let forms = root + "/Sources/Documents/Forms"

    static func documents() throws -> Documents { try Documents(forms: forms) }

    static func figures(_ n: Int...) -> WeeklyRegister.Figures {
        WeeklyRegister.Figures(
            visits: n[0], people: n[1], matters: n[2], groups: n[3], received: n[4], processed: n[5], open: n[6], overdue: n[7])
    }

    static let nothing = figures(0, 0, 0, 0, 0, 0, 0, 0)

    static func line(
        _ number: Int, on day: Day, who: String, summary: String, kind: PetitionKind = .complaint, field: String = "Đất đai, nhà cửa",
        source: String = "Bưu chính", directions: String = "", handling: String = "Đã chuyển đơn", letter: String = "",
        settler: String = "",
        due: Day? = nil, timing: String = "trong hạn", overdueDays: Int = 0, reminders: Int = 0, reply: String = "", note: String = "",
        late: Bool = false
    ) -> WeeklyRegister.Line {
        WeeklyRegister.Line(
            caseID: Int64(number), code: "\(number)/2026", receivedOn: day, who: who, summary: summary, kind: kind.title, field: field,
            source: source,
            directions: directions, handling: handling, letter: letter, settler: settler, due: due, timing: timing,
            overdueDays: overdueDays,
            reminders: reminders, reply: reply, note: note, lateEntry: late)
    }

    static func register(
        party: Bool = false, number: Int? = nil, received: [WeeklyRegister.Line] = [], closed: [WeeklyRegister.Line] = [],
        open: [WeeklyRegister.Line] = [], week: WeeklyRegister.Figures = nothing, before: WeeklyRegister.Figures = nothing,
        lastYear: WeeklyRegister.Figures = nothing
    ) -> WeeklyRegister {
        WeeklyRegister(
            organisation: 1,
            organisationName: party ? "Văn phòng Tỉnh ủy Hưng Yên" : "Thường trực Hội đồng nhân dân tỉnh Hưng Yên",
            parentName: party ? "Tỉnh ủy Hưng Yên" : "Hội đồng nhân dân tỉnh Hưng Yên", symbol: party ? "VPTU" : "HĐND",
            headerStyle: party ? "party" : "state", place: "Hưng Yên", leaderName: "Nguyễn Thị Thuỳ Dương", from: Day(2026, 1, 26),
            to: Day(2026, 2, 1), number: number, issuedOn: number.map { _ in Day(2026, 2, 2) }, week: week, weekBefore: before,
            sameWeekLastYear: lastYear, received: received, closed: closed, open: open,
            seal: number.map { _ in "3f5a9c0e7b1d42688e90aa17c4d6b2f1035e8d7c6b5a49382716050f4e3d2c1b" })
    }

    static var ordinary: WeeklyRegister {
        let first = line(
            11, on: Day(2026, 1, 26), who: "Phạm Văn Khuê, thôn Đức Nghĩa, xã Văn Giang, tỉnh Hưng Yên",
            summary:
                "Khiếu nại Quyết định số 1182/QĐ-UBND về thu hồi đất nông nghiệp và phương án bồi thường, hỗ trợ khi làm đường vành đai 4",
            source: "Bưu chính: Ban Dân nguyện và Giám sát",
            directions: "Nguyễn Thị Thuỳ Dương (27/01/2026): Chuyển Ủy ban nhân dân tỉnh xem xét, trả lời công dân trước Tết",
            letter: "14/HĐND-TT, 28/01/2026", settler: "Ủy ban nhân dân tỉnh Hưng Yên", due: Day(2026, 2, 27))
        let second = line(
            12, on: Day(2026, 1, 28), who: "Trần Thị Lụa, tổ dân phố An Lạc, phường Phố Hiến (đoàn 12 người)",
            summary: "Phản ánh trại chăn nuôi xả thải ra kênh tưới, mùi hôi thối không chịu được", kind: .feedback, field: "Môi trường",
            source: "Tiếp công dân", handling: "Đã phân loại", settler: "Thường trực HĐND tỉnh", due: Day(2026, 2, 3),
            timing: "sắp đến hạn",
            note: "đông người; phức tạp, kéo dài")
        let late = line(
            9, on: Day(2026, 1, 21), who: "Lò Thị Ưng, xã Ân Thi", summary: "Đề nghị xem xét chế độ thương binh của chồng", kind: .feedback,
            field: "Chính sách xã hội", handling: "Mới tiếp nhận", settler: "Thường trực HĐND tỉnh", note: "bổ sung kỳ trước", late: true)
        let answered = line(
            3, on: Day(2026, 1, 5), who: "Đặng Quốc Toản, xã Khoái Châu", summary: "Kiến nghị sửa cống Từ Hồ", kind: .feedback,
            field: "Giao thông, thủy lợi", handling: "Đã kết thúc", letter: "05/HĐND-TT, 08/01/2026",
            settler: "Sở Nông nghiệp và Môi trường tỉnh Hưng Yên", timing: "đã xong", reminders: 1,
            reply: "118/SNNMT-TL, 27/01/2026, Đã bố trí kinh phí, khởi công trong quý I/2026", note: "trùng với đơn số 1")
        let overdue = line(
            1, on: Day(2025, 12, 15), who: "Bí danh TC-07", summary: "Tố cáo cán bộ địa chính nhận tiền làm sổ đỏ", kind: .denunciation,
            field: "Công chức, công vụ", handling: "Đã chuyển đơn", letter: "201/HĐND-TT, 22/12/2025", settler: "Thanh tra tỉnh Hưng Yên",
            due: Day(2026, 1, 20), timing: "quá hạn 12 ngày", overdueDays: 12, reminders: 2)
        return register(
            number: 5, received: [late, first, second], closed: [answered], open: [overdue, late, first, second],
            week: figures(15, 27, 13, 1, 3, 2, 4, 1), before: figures(12, 30, 13, 0, 4, 4, 3, 0),
            lastYear: figures(1210, 1500, 900, 12, 0, 3, 6, 2))
    }

    /// Sixty petitions as citizens write them, long and in anger.
    static var long: WeeklyRegister {
        let names = ["Nguyễn Thị Nghiêng", "Vũ Đình Quyết", "Đoàn Thị Huyền Trang", "Hoàng Văn Thưởng", "Bùi Thị Tuyết Nhung"]
        let matters = [
            "Kêu cứu việc cưỡng chế thu hồi 360 m² đất thổ cư của gia đình ở từ năm 1968, đền bù không thỏa đáng, đã gửi đơn mười bốn lần không ai trả lời; đề nghị các cấp về tận nơi xem xét nguồn gốc đất, làm rõ trách nhiệm của từng cán bộ đã ký giấy tờ",
            "Phản ánh đường liên thôn bị xe tải chở đất san lấp cày nát, bụi mù mịt, trẻ con đi học không thở được",
            "Kiến nghị giải quyết tranh chấp ranh giới thửa đất số 214, tờ bản đồ số 17, huyện Khoái Châu cũ",
        ]
        let received = (0..<30).map { n in
            line(
                n + 20, on: Day(2026, 1, 26).adding(days: n % 5),
                who: "\(names[n % names.count]), thôn Phương Trù, xã Tứ Dân cũ, nay là xã Khoái Châu",
                summary: matters[n % matters.count],
                source: n % 3 == 0 ? "Đơn do cơ quan khác chuyển đến: Văn phòng Đoàn đại biểu Quốc hội" : "Tại bàn tiếp",
                directions: n % 4 == 0
                    ? "Nguyễn Thị Thuỳ Dương (29/01/2026): Giao Ban Pháp chế nghiên cứu, tham mưu văn bản chuyển, theo dõi kết quả" : "",
                letter: n % 2 == 0 ? "\(n + 40)/HĐND-TT, 30/01/2026" : "", settler: "Ủy ban nhân dân xã Khoái Châu", due: Day(2026, 2, 20))
        }
        let open = (0..<30).map { n in
            line(
                n + 100, on: Day(2025, 11, 3).adding(days: n), who: "\(names[(n + 2) % names.count]), phường Phố Hiến",
                summary: matters[(n + 1) % matters.count],
                handling: "Đã chuyển đơn, chờ kết quả", letter: "\(n + 300)/HĐND-TT, 20/11/2025",
                settler: "Sở Nông nghiệp và Môi trường tỉnh Hưng Yên",
                due: Day(2026, 1, 5).adding(days: n), timing: n < 27 ? "quá hạn \(27 - n) ngày" : "trong hạn", overdueDays: max(27 - n, 0),
                reminders: n % 4,
                reply: n % 5 == 0
                    ? "Báo cáo số 118/BC-SNNMT, 27/01/2026, đang xác minh nguồn gốc đất tại Chi nhánh Văn phòng Đăng ký đất đai" : "")
        }
        return register(
            number: 12, received: received, closed: [], open: open, week: figures(60, 88, 41, 3, 30, 21, 30, 27),
            before: figures(40, 52, 30, 2, 22, 25, 28, 20), lastYear: figures(71, 90, 60, 4, 35, 30, 19, 3))
    }

    static var hostile: WeeklyRegister {
        var register = register(
            number: 7,
            received: [
                line(
                    1, on: Day(2026, 1, 27), who: "<b onclick=\"x()\">Ông 'A' & bà \"B\"</b>",
                    summary: "</td></table><script>alert(1)</script> {{leader}} {{{css}}}",
                    directions: "a < b && c > d", note: "\u{1F1FB}\u{1F1F3} & <img src=x onerror=y>")
            ])
        register.organisationName = "Sở <Văn hóa> & \"Thể thao\""
        register.leaderName = "Trần <i>Văn</i> 'Tuấn'"
        register.seal = "0123\"; } body { display: none } /* abc"
        return register
    }

    static var petition: PetitionView {
        PetitionView(
            id: 7, receiptCode: "7K3M-9QWD-4T2", registration: 7, caseID: 9, sequence: 1, procedure: "forwarding", state: "received",
            stateTitle: "Mới tiếp nhận", final: false, organisation: 1, organisationName: "Ban Tiếp công dân tỉnh Hưng Yên", bookYear: 2026,
            number: 128,
            matter: 3, matterTitle: "Thu hồi đất", complexLong: false, siblings: [], channel: .desk, receivedOn: Day(2026, 11, 5),
            enteredAt: "2026-11-05T08:05:00+07:00",
            letterDate: nil, postmarkOn: nil, kind: .complaint, title: "Khiếu nại thu hồi đất", body: "…", request: "", fieldCode: nil,
            fieldName: nil,
            eligibility: nil, ineligibleReason: nil, jurisdiction: nil, filerKind: "person", signatureKind: "signed", people: 1,
            representatives: 0,
            appointmentSigned: false, wantsReply: true, repeated: false, priorResolution: "", priorBodies: "", sourceBody: "",
            duplicateOf: nil, partOf: nil, parts: [],
            visit: nil, referenceOnly: false, pseudonym: nil, paperFileNumber: nil, nextDue: nil,
            parties: [
                PersonView(
                    id: 1, role: "petitioner", fullName: "Phạm Văn Khuê", gender: nil, birthYear: 1957, idKind: "citizen_id",
                    idNumber: "033057001234",
                    phone: "0912 345 678", ethnicCode: nil, jobTitle: nil, workplace: nil, communeCode: nil,
                    address: "thôn Đức Nghĩa, xã Văn Giang, tỉnh Hưng Yên", oldAddress: "", paperKind: nil, paperNumber: nil)
            ],
            papers: [
                PaperDraft(name: "Đơn khiếu nại ghi ngày 02/11/2026", pages: 4, kind: "original"),
                PaperDraft(name: "Quyết định số 1182/QĐ-UBND ngày 12/10/2026", pages: 2, kind: "photocopy"),
                PaperDraft(name: "Giấy chứng nhận quyền sử dụng đất số BC 123456", pages: 4, kind: "copy"),
            ], attachments: [], referrals: [])
    }

    static func receipt(_ petition: PetitionView = petition) -> Receipt {
        Receipt(
            petition: petition,
            letterhead: Letterhead(
                officeName: "Ban Tiếp công dân tỉnh Hưng Yên", parentName: "Ủy ban nhân dân tỉnh Hưng Yên", place: "Hưng Yên"),
            receptionPlace: "Trụ sở tiếp công dân tỉnh Hưng Yên, số 10 đường Chùa Chuông", officerName: "Lê Thị Hồng Nhung",
            officerTitle: "Chuyên viên")
    }
}
