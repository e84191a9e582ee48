import Casework
import Hummingbird
import Law

/// One envelope and the comparing of texts.
extension WebRoutes {
    /// - Parameter failed: the form that was refused; it is shown open, with what was typed.
    func envelopePage(_ call: Call, _ problem: Problem?, _ failed: String?) async throws -> EnvelopePage {
        let id = try call.id
        let view = try await casework.postbag.envelope(id, by: call.actor)
        let officer = try call.officerActor
        let works = !officer.roles.isDisjoint(with: [.clerk, .officer, .leader, .recordsClerk])
        let trouble = problem.map { FormTrouble($0) }
        var frame = frame(call, title: "Bì thư số đến \(view.arrival)", at: .postbag)
        var forms = works ? envelopeForms(call, view, trouble, failed) : []
        if view.state == .filed && !officer.roles.isDisjoint(with: [.officer, .leader]) {
            forms.append(takeOutForm(call, view, trouble, failed))
        }
        if let problem, !forms.contains(where: { $0.open }) { frame.warning = problem.message }
        return EnvelopePage(
            frame: frame, heading: "Bì thư số đến \(view.arrival)", state: view.stateTitle,
            marked: view.marking == .plain ? nil : view.marking.title, sequence: view.sequence, details: Self.details(view),
            gist: view.gist,
            links: officer.works ? Self.links(view) : [], forms: forms, trouble: forms.contains(where: { $0.open }) ? trouble : nil)
    }

    private static func details(_ view: EnvelopeView) -> [Detail] {
        let handed = view.handedOn.map { day in [view.handedTime, day.vietnamese].compactMap { $0 }.joined(separator: " ngày ") }
        return [
            Detail("Ngày đến", view.arrivedOn.vietnamese), Detail("Dấu bưu điện", view.postmarkOn?.vietnamese),
            Detail("Vào sổ lúc", DayText.moment(view.enteredAt)), Detail("Người vào sổ", view.enteredBy),
            Detail("Nguồn", Channel(rawValue: view.channel)?.title), Detail("Người gửi ghi trên bì", view.senderName),
            Detail("Địa chỉ ghi trên bì", view.senderAddress), Detail("Gửi cho", view.addressees.joined(separator: "; ")),
            Detail("Thư là", view.form?.title), Detail("Thư tố cáo", view.denunciation ? "Phải; không ghi người gửi ở đây" : nil),
            Detail("Đã bàn giao cho", view.handedTo.map { $0 + " (đã ký nhận)" }), Detail("Bàn giao lúc", handed),
            Detail(view.isCopy ? "Bản sao của đơn số" : "Đơn số", view.petitionNumber),
            Detail("Người đối chiếu", view.tiedBy), Detail("Ngày gắn", view.tiedOn?.vietnamese),
            Detail("Ngày lưu", view.filedOn?.vietnamese), Detail("Đã lấy ra khỏi bó lưu ngày", view.takenOutOn?.vietnamese),
            Detail("Lý do", view.remark),
        ].compactMap { $0 }
    }

    private static func links(_ view: EnvelopeView) -> [EnvelopePage.Link] {
        var links: [EnvelopePage.Link] = []
        if view.state == .opened && view.proposal == nil {
            let here = "/don/moi?bi-thu=\(view.id)&to-cao="
            if !view.denunciation {
                links.append(.init(href: "/bi-thu/\(view.id)/so-sanh", title: "So sánh với đơn đã có", key: "s", primary: true))
                links.append(.init(href: here + "khong", title: "Vào sổ đơn mới", key: "k", primary: false))
            } else {
                links.append(.init(href: here + "co", title: "Vào sổ đơn tố cáo", key: "c", primary: true))
                links.append(.init(href: "/bi-thu/\(view.id)/so-sanh", title: "Là bản sao của đơn tố cáo đã có", key: "s", primary: false))
            }
        }
        if let petition = view.petition {
            links.append(.init(href: "/don/\(petition)", title: view.isCopy ? "Mở đơn gốc" : "Mở đơn", key: "d", primary: false))
        }
        if let proposal = view.proposal {
            links.append(.init(href: "/bi-thu/luu/\(proposal)", title: "Phiếu đề xuất lưu", key: "p", primary: false))
        } else if let earlier = view.takenOutOf {
            links.append(.init(href: "/bi-thu/luu/\(earlier)", title: "Phiếu đã lưu trước đây", key: "p", primary: false))
        }
        return links
    }

    private func envelopeForms(_ call: Call, _ view: EnvelopeView, _ trouble: FormTrouble?, _ failed: String?) -> [EnvelopePage.Form] {
        func maker(_ form: String, _ blank: [(String, String)]) -> FieldMaker {
            let again = failed == form
            return FieldMaker(again ? call.form : FormData(blank), errors: again ? trouble?.byField ?? [:] : [:], prefix: form + "-")
        }
        let here = "/bi-thu/\(view.id)"
        var forms: [EnvelopePage.Form] = []
        if view.state == .waiting || view.state == .opened, view.marking == .plain {
            let make = maker(
                "mo",
                [
                    ("senderName", view.senderName ?? ""), ("senderAddress", view.senderAddress ?? ""), ("form", view.form?.rawValue ?? ""),
                    ("gist", view.gist ?? ""),
                ])
            if view.state == .waiting || !view.denunciation {
                // The first question, before any word of the letter; and the way out for who sees it only while reading.
                forms.append(
                    .init(
                        action: here + "/mo", title: view.state == .waiting ? "Mở bì: thư tố cáo" : "Đọc lại: đây là thư tố cáo",
                        note: "Tên người gửi trên bì bị xóa ngay; thư vào sổ bằng bí danh.", submit: "Thư tố cáo", fields: [],
                        denunciation: "1", open: false))
            }
            forms.append(
                .init(
                    action: here + "/mo", title: view.state == .waiting ? "Mở bì: không phải thư tố cáo" : "Đọc lại thư",
                    note: "Gõ vài câu chính của thư để so sánh với đơn đã có.", submit: "Ghi, so sánh",
                    fields: [
                        make.line("senderName", "Người viết thư", width: 5, most: 200),
                        make.line("senderAddress", "Địa chỉ", width: 5),
                        make.select("form", "Thư là", Self.letterForms, blank: "– chưa rõ –", width: 2),
                        make.area("gist", "Nội dung thư", rows: 6, most: 20_000),
                    ], denunciation: "0", open: failed == "mo" || view.state == .waiting))
        }
        if view.state == .waiting {
            let make = maker("ban-giao", [("on", casework.today.iso)])
            forms.append(
                .init(
                    action: here + "/ban-giao", title: "Bàn giao nguyên bì, không mở", note: nil, submit: "Ghi bàn giao",
                    fields: [
                        make.line("to", "Bàn giao cho", width: 5, required: true, most: 200),
                        make.date("on", "Ngày", width: 3, required: true),
                        make.line("time", "Giờ", width: 2, most: 5), make.check("signed", "Người nhận đã ký nhận", width: 12),
                    ], denunciation: nil, open: failed == "ban-giao" || view.marking != .plain))
        }
        if view.state == .tied && view.proposal == nil {
            forms.append(
                .init(
                    action: here + "/go", title: "Gỡ khỏi đơn (gắn nhầm)", note: nil, submit: "Gỡ",
                    fields: [maker("go", []).area("reason", "Lý do", rows: 2, required: true, most: 2000)], denunciation: nil,
                    open: failed == "go"))
        }
        if view.state == .waiting || view.state == .opened {
            forms.append(
                .init(
                    action: here + "/huy", title: "Hủy số (ghi nhầm)", note: "Số đến giữ nguyên trong sổ, ghi là hủy.", submit: "Hủy số",
                    fields: [maker("huy", []).area("reason", "Lý do", rows: 2, required: true, most: 2000)], denunciation: nil,
                    open: failed == "huy"))
        }
        return forms
    }

    /// Out of the bundle again, for whoever works on cases.
    private func takeOutForm(_ call: Call, _ view: EnvelopeView, _ trouble: FormTrouble?, _ failed: String?) -> EnvelopePage.Form {
        let again = failed == "lay-ra"
        let make = FieldMaker(
            again ? call.form : FormData([("on", casework.today.iso)]), errors: again ? trouble?.byField ?? [:] : [:], prefix: "lay-ra-")
        return .init(
            action: "/bi-thu/\(view.id)/lay-ra", title: "Lấy ra khỏi bó đã lưu",
            note: view.isCopy
                ? "Bản sao lại gắn với đơn gốc như trước khi lưu; phiếu lưu ghi là đã lấy ra."
                : "Thư lại chờ xử lý: vào sổ đơn hoặc gắn với đơn đã có; phiếu lưu ghi là đã lấy ra.",
            submit: "Lấy ra",
            fields: [
                make.area("reason", "Lý do (tình tiết mới, lưu nhầm)", rows: 2, required: true, most: 2000),
                make.date("on", "Ngày lấy ra", required: true),
            ], denunciation: nil, open: again)
    }

    func comparisonPage(_ call: Call, _ problem: Problem?) async throws -> ComparisonPage {
        let id = try call.id
        var trouble = problem.map { FormTrouble($0) }
        let found: EnvelopeComparison
        do {
            found = try await casework.postbag.comparison(id, named: call.query.text("don"), by: call.actor)
        } catch let problem as Problem where problem.showsInForm && call.query.text("don") != nil {
            // No petition has that number: what the machine found is shown all the same.
            trouble = FormTrouble(problem)
            found = try await casework.postbag.comparison(id, named: nil, by: call.actor)
        }
        let view = found.envelope
        let keys = ["t", "y", "u"]
        let make = FieldMaker(FormData([("don", call.query["don"])]), prefix: "tim-")
        return ComparisonPage(
            frame: frame(call, title: "So sánh thư số đến \(view.arrival)", at: .postbag), id: id,
            heading: "So sánh thư số đến \(view.arrival)", sequence: view.sequence,
            sender: [view.senderName, view.senderAddress].compactMap { $0 }.joined(separator: ", "), gist: view.gist,
            candidates: found.candidates.enumerated().map { index, each in
                var likeness = each.named ? "" : ", họ tên giống \(each.nameLikeness)%"
                if each.textLikeness > 0 { likeness += ", nội dung giống \(each.textLikeness)%" }
                return ComparisonPage.Candidate(
                    petition: each.petition, href: "/don/\(each.petition)", number: each.bookNumber, title: each.title,
                    who: each.who, detail: "nhận \(each.receivedOn.vietnamese), \(each.stateTitle.lowercased())\(likeness)",
                    body: each.body,
                    request: each.request.isEmpty ? nil : each.request, key: index < keys.count ? keys[index] : nil)
            }, hasCandidates: !found.candidates.isEmpty,
            search: [make.line("don", "So với đơn số (số/năm)", width: 6, most: 20)], tieAction: "/bi-thu/\(id)/ban-sao",
            newPetition: "/don/moi?bi-thu=\(id)&to-cao=" + (view.denunciation ? "co" : "khong"), trouble: trouble)
    }
}

extension FormData {
    /// What the envelope already says of the petition that came in it; of one that denounces the days alone.
    func prefilled(from envelope: EnvelopeView, denunciation: Bool) -> FormData {
        var form = setting("envelope", String(envelope.id)).setting("receivedOn", envelope.arrivedOn.iso)
            .setting("postmarkOn", envelope.postmarkOn?.iso ?? "").setting("channel", envelope.channel)
            .setting("arrivalNumber", String(envelope.arrivalNumber))
        if !denunciation {
            form = form.setting("petitioners.fullName", envelope.senderName ?? "").setting("body", envelope.gist ?? "")
                .setting("petitioners.address", envelope.senderAddress ?? "")
        }
        return form
    }
}

extension PetitionPage.Copy {
    init(_ view: PetitionCopy) {
        href = "/bi-thu/\(view.envelope)"
        number = view.arrival
        let facts: [String?] = [
            "đến ngày \(view.arrivedOn.vietnamese)", view.form.map { $0.title.lowercased() },
            view.addressees.isEmpty ? nil : "gửi " + view.addressees.joined(separator: "; "), view.tiedBy.map { "người đối chiếu \($0)" },
            view.filedOn.map { "đã lưu ngày \($0.vietnamese)" },
        ]
        words = facts.compactMap { $0 }.joined(separator: ", ")
    }
}
