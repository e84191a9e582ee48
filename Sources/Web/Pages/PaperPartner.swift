import Casework
import Law

extension CasePanel.Entry {
    /// “Ghi thay Tòa án …, theo văn bản số … ngày …; người ghi …”, for what was written down from a body's paper; nil for any other entry.
    static func behalf(_ view: EntryView) -> String? {
        guard let body = view.onBehalfOf else { return nil }
        func fact(_ name: String) -> String? { view.facts.first { $0.name == name }?.value }
        var words = "Ghi thay \(body)"
        switch (fact("document_number"), fact("document_date")) {
        case (let number?, let day?): words += ", theo văn bản số \(number) ngày \(day)"
        case (nil, let day?): words += ", theo giấy báo ngày \(day)"
        case (let number?, nil): words += ", theo văn bản số \(number)"
        case (nil, nil): break
        }
        if let officer = view.officerName { words += "; người ghi \(officer)" }
        return words + "."
    }
}

extension ReferralPage {
    /// What the sender of a petition must know when nobody at the recipient can enter anything.
    static func paperNote(_ view: ReferralView, officer: OfficerActor) -> String? {
        guard view.recipientOnPaper, officer.organisation == view.sender else { return nil }
        let note =
            "Cơ quan nhận chưa dùng hệ thống. Việc nhận, từ chối, tình hình và kết quả của cơ quan nhận "
            + "do cơ quan chuyển ghi thay theo văn bản giấy."
        return view.kind == .denunciation ? note : note + " Bản quét văn bản đính kèm ở mục bản quét."
    }

    /// Where the sender puts the scans of the recipient's letters; nil for who may not. A denunciation takes no scan (Luật Tố cáo Đ.56).
    static func scans(_ view: ReferralView, officer: OfficerActor) -> String? {
        let may = officer.works && officer.organisation == view.sender && view.recipientOnPaper && view.kind != .denunciation
        return may ? "/ho-so/\(view.caseID)/tep" : nil
    }
}
