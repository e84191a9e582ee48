import Casework
import Law

extension PersonPage {
    static func details(_ file: PersonFile) -> [Detail] {
        [
            Detail("Mã số", String(file.id)), Detail("Là", file.kind == "organisation" ? "Tổ chức" : nil),
            Detail("Năm sinh", file.birthYear.map { String($0) }),
            Detail("Giới tính", file.gender.flatMap { ["male": "Nam", "female": "Nữ", "other": "Khác"][$0] }),
            Detail("Giấy tờ", paper(file.idNumber, file.idKind)), Detail("Địa chỉ", file.address),
            Detail("Địa chỉ cũ", file.oldAddress), Detail("Điện thoại", file.phone),
        ].compactMap { $0 }
    }

    private static func paper(_ number: String?, _ kind: String?) -> String? {
        number.map { number in
            let kind = kind.flatMap { word in PersonFields.idKinds.first { $0.0 == word }?.1 } ?? "Giấy tờ"
            return "\(kind) số \(number)"
        }
    }
}

extension PersonPage.Appearance {
    init(_ view: PersonAppearance) {
        href = view.petition.map { "/don/\($0)" } ?? "/luot/\(view.visit ?? 0)"
        what = view.petition == nil ? "Lượt tiếp" : "Đơn"
        number = view.bookNumber
        day = view.day.vietnamese
        role = PersonLine.roles[view.role] ?? view.role
        title = view.title.count > 200 ? view.title.prefix(199) + "…" : view.title
        state = view.stateTitle
        enteredAs = view.enteredAs.map { "ghi là \($0)" }
    }
}

extension PersonPage.Same {
    init(_ view: ProbablePerson) {
        href = "/nguoi/\(view.person)"
        name = view.fullName
        born = view.birthYear.map { String($0) } ?? ""
        paper = view.idNumber ?? ""
        address = view.address
        appearances = view.appearances
        likeness = view.sameID ? "trùng số giấy tờ" : "họ tên giống \(view.nameLikeness)%"
    }
}

extension PersonPage.Merge {
    init(_ view: PersonMerge) {
        switch view.kind {
        case "merge": words = "Ghép “\(view.otherName)” (mã \(view.other)) vào “\(view.keptName)” (mã \(view.kept)), \(view.parties) mục"
        case "undo": words = "Gỡ việc ghép “\(view.otherName)” (mã \(view.other)), trả lại \(view.parties) mục"
        default: words = "Tách một mục của “\(view.keptName)” (mã \(view.kept)) thành người riêng (mã \(view.other))"
        }
        reason = view.reason
        by = [view.recordedOn.vietnamese, view.officerName ?? ""].filter { !$0.isEmpty }.joined(separator: ", ")
        undone = view.undone
    }
}
