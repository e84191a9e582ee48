import Casework
import Law
import TestSupport
import Testing

@testable import Web

/// Documents on their pages: by mouse and keyboard, without script.
@Suite struct WebDocumentTests {
    private func open(_ body: (TestWorld, Papers) async throws -> Void) async throws {
        try await Story.tell { story in
            try await story.world.addDocumentPeople()
            try await body(story.world, Papers(story: story))
        }
    }

    @Test func `an officer drafts, a leader approves a pile, the records clerk issues and sends`() async throws {
        try await open { world, papers in
            try await papers.authorise()
            let own = try await papers.petition()
            let officer = try await Browser.signedIn(world, as: "hdnd.officer")
            let file = try await officer.get("/ho-so/\(own)")
            #expect(file.has("href=\"/van-ban?ho-so=\(own)\""))
            let steps = try await officer.get("/van-ban/moi?ho-so=\(own)")
            #expect(steps.has("buoc=refer"))
            let blank = try await officer.get("/van-ban/moi?ho-so=\(own)&buoc=refer")
            #expect(!blank.has("f.letter_number") && blank.has("f.recipient"))
            let form = try blank.form("/van-ban/moi")
            let nameless = try await officer.submit(form, ["form": "transfer_letter", "title": " "])
            #expect(nameless.status == 422 && nameless.has("van-ban-title-loi"))
            let drafted = try await officer.submit(
                form,
                [
                    "form": "transfer_letter", "title": "V/v chuyển đơn", "body": "Kính chuyển <đơn>.", "recipients": "- Như trên;",
                    "f.recipient": "sở nông nghiệp và môi trường tỉnh hưng yên", "f.answer_by": "31/12/2026",
                ])
            try #require(drafted.status == 303, "\(drafted.text)")
            let path = String(drafted.location.split(separator: "?")[0])
            let page = try await officer.get(path)
            #expect(page.has("Kính chuyển &lt;đơn&gt;.") && page.has("31/12/2026") && page.has("Đang dự thảo"))
            #expect(try await officer.submit(try page.form("\(path)/buoc", event: "submit"), ["remark": ""]).status == 303)

            let leader = try await Browser.signedIn(world, as: "hdnd.leader")
            let pile = try await leader.get("/van-ban")
            let choice = try #require(pile.value(after: "name=\"chon\" value=\""))
            let piled = try pile.form("/van-ban/duyet-loat")
            let empty = try await leader.submit(piled, ["decision": "approve"])
            #expect(empty.status == 422 && empty.has("Hãy chọn từ 1 đến 200 văn bản."))
            #expect(try await leader.submit(piled, ["decision": "approve", "chon": choice]).status == 303)
            let toSign = try await leader.get(path)
            #expect(try await leader.submit(try toSign.form("\(path)/buoc", event: "sign"), ["signedOn": ""]).status == 303)

            let records = try await Browser.signedIn(world, as: "hdnd.records")
            #expect(try await records.get("/van-ban").has("Chờ lấy số"))
            let toIssue = try await records.get(path).form("\(path)/buoc", event: "issue")
            let unnumbered = try await records.submit(toIssue, ["number": ""])
            #expect(unnumbered.status == 422 && unnumbered.has("id=\"issue-number-loi\""))
            #expect(try await records.submit(toIssue, ["number": "15/TTHĐND-CV"]).status == 303)
            #expect(try await officer.get("/ho-so/\(own)").has("Đã chuyển đơn, chờ kết quả"))
            try await sends(records, path)
        }
    }

    private func sends(_ records: Browser, _ path: String) async throws {
        let form = try await records.get(path).form("\(path)/buoc", event: "dispatch")
        let sent = try await records.submit(
            form, ["addressee": "Sở Nông nghiệp và Môi trường", "address": "Số 1 An Vũ\nHưng Yên", "means": "post", "tracking": "RB1"])
        #expect(sent.status == 303)
        let page = try await records.get(path)
        let outcome = try #require(page.value(after: "action=\"/van-ban/gui/"))
        let settle = try page.form("/van-ban/gui/\(outcome)")
        let both = try await records.submit(settle, ["receivedOn": "19/11/2026", "returnedOn": "19/11/2026"])
        #expect(both.status == 422 && both.has("Ghi ngày nhận, hoặc ngày bị trả lại."))
        #expect(try await records.submit(settle, ["receivedOn": "19/11/2026"]).status == 303)
        #expect(try await records.get(path).has("Đã nhận 19/11/2026"))
        let paper = try await records.get("\(path)/in")
        #expect(paper.has("Số: 15/TTHĐND-CV") && paper.has("KT. CHỦ TỊCH") && paper.has("ngày 19 tháng 11 năm 2026"))
        #expect(paper.has("<li>- Như trên;</li>") && !paper.has("DỰ THẢO"))
        let envelope = try await records.get("\(path)/bi")
        #expect(envelope.has("Kính gửi: <span class=\"who\">Sở Nông nghiệp và Môi trường") && envelope.has("Số: 15/TTHĐND-CV"))
        let dispatch = outcome.split(separator: "/")[0]
        #expect(try await records.get("/van-ban/bi?gui=\(dispatch)").has("RB1"))
        #expect(try await records.get("/van-ban/bi?gui=999999").status == 404)
    }

    @Test func `the administrator keeps who may sign`() async throws {
        try await open { world, _ in
            let admin = try await Browser.signedIn(world, as: "hdnd.admin")
            let page = try await admin.get("/van-ban/tham-quyen")
            #expect(page.has("Chưa ghi thẩm quyền ký nào"))
            let form = try page.form("/van-ban/tham-quyen")
            let leader = "\(world.officer("hdnd.leader").id)"
            let wrong = try await admin.submit(
                form, ["officer": leader, "authority": "TM", "title": "Chủ tịch", "validFrom": "01/11/2026"])
            #expect(wrong.status == 422 && wrong.has("id=\"ky-onBehalfOf-loi\""))
            let right = try await admin.submit(
                form,
                ["officer": leader, "authority": "TM", "onBehalfOf": "Thường trực HĐND", "title": "Chủ tịch", "validFrom": "01/11/2026"])
            #expect(right.status == 303)
            #expect(try await admin.get("/van-ban/tham-quyen").has("TM. THƯỜNG TRỰC HĐND"))
            let clerk = try await Browser.signedIn(world, as: "hdnd.clerk")
            let seen = try await clerk.get("/van-ban/tham-quyen")
            #expect(seen.has("TM. THƯỜNG TRỰC HĐND") && !seen.has("name=\"authority\""))
        }
    }
}
