import Casework
import Law
import Postgres
import TestSupport
import Testing

/// One sentence on the telephone, and a line in the log.
@Suite struct EnquiryTests {
    private func ask(
        _ world: TestWorld, _ by: EnquiryMark, _ words: String, as name: String = "hdnd.clerk", key: String? = nil,
        _ marks: (inout EnquiryDraft) -> Void = { _ in }
    ) async throws -> EnquiryAnswer {
        var draft = EnquiryDraft(by: by, words: words)
        marks(&draft)
        return try await world.casework.enquiries.ask(draft, key: key, by: world.actor(name))
    }

    private func enter(
        _ world: TestWorld, _ name: String, born: Int? = nil, number: String? = nil, commune: String? = nil, title: String = "Đường làng"
    ) async throws -> RegisteredPetition {
        var draft = world.draft(name: name, title: title)
        draft.petitioners?[0].birthYear = born
        draft.petitioners?[0].idNumber = number
        draft.petitioners?[0].communeCode = commune
        return try await world.register(draft)
    }

    @Test func everyMarkLeadsToOneSentence() async throws {
        try await TestWorld.lease { world in
            let letter = try await enter(world, "Đỗ Văn Quyết", number: "033085001234", title: "Chuyện riêng của tôi")
            let marks: [(EnquiryMark, String)] = [
                (.code, letter.receiptCode.lowercased()), (.number, "\(letter.number)/2026"), (.number, " \(letter.number) "),
                (.name, "do van  quyet"), (.name, "ĐỖ VĂN QUYẾT"), (.idNumber, "033 085 001 234"),
            ]
            for (by, words) in marks {
                let answer = try await ask(world, by, words)
                #expect(answer.outcome == .told && answer.petition == letter.petition && answer.caseID == letter.caseID, "\(by) \(words)")
                #expect(
                    answer.sentence
                        == "Thường trực Hội đồng nhân dân tỉnh Hưng Yên xin trả lời về đơn số 1/2026 nhận ngày 19/11/2026: "
                        + "từ ngày 19/11/2026, đơn của ông/bà đã được tiếp nhận và đang chờ phân loại; bước tiếp theo là trả lời kết quả xử lý đơn, "
                        + "chậm nhất ngày 04/12/2026.")
                #expect(!answer.sentence.contains("Quyết") && !answer.sentence.contains("Chuyện riêng"))
            }
            let none = try await ask(world, .name, "Đỗ Văn")
            #expect(none.outcome == .nothing, "half a name is nobody")
            let elsewhere = try await ask(world, .code, letter.receiptCode, as: "ubnd.clerk")
            #expect(elsewhere.outcome == .nothing && elsewhere.sentence == none.sentence)
        }
    }

    @Test func whereItWentIsSaidAndTheHousesOwnDaysAreNot() async throws {
        try await TestWorld.lease { world in
            let sent = try await world.referred()
            let answer = try await ask(world, .name, "Nguyễn Văn An")
            #expect(
                answer.sentence.contains(
                    "đơn của ông/bà đã được chuyển đến cơ quan có thẩm quyền để xem xét, giải quyết là Sở Nông nghiệp và Môi trường"))
            #expect(!answer.sentence.contains("chậm nhất"), "no term of the citizen's runs here")
            _ = try await world.step(sent.caseID, "decline", ["reason": .text("Không thuộc")], by: "snnmt.officer")
            let back = try await ask(world, .name, "Nguyễn Văn An")
            #expect(!back.sentence.contains("Sở Nông nghiệp"), "who declined has it no more")
        }
    }

    @Test func whatWasUndoneIsNoDayToTell() async throws {
        try await TestWorld.lease { world in
            let letter = try await enter(world, "Đỗ Văn Quyết")
            world.clock.set(Day(2026, 11, 20))
            _ = try await world.step(
                letter.caseID, "classify",
                ["kind": .text("feedback"), "eligibility": .text("eligible"), "jurisdiction": .text("not_competent")], by: "hdnd.officer")
            _ = try await world.step(letter.caseID, "revoke", ["reason": .text("Nhầm đơn")], by: "hdnd.leader")
            let answer = try await ask(world, .code, letter.receiptCode)
            #expect(answer.sentence.contains("từ ngày 19/11/2026, đơn của ông/bà đã được tiếp nhận"), "\(answer.sentence)")
        }
    }

    @Test func ofADenunciationNothingIsSaidNotEvenThatItIsThere() async throws {
        try await TestWorld.lease { world in
            var sealed = world.draft(.denunciation)
            sealed.personDenounced = "Trần Văn Mẫu"
            let letter = try await world.register(sealed)
            let nobody = try await ask(world, .name, "Không Có Ai")
            let marks: [(EnquiryMark, String)] = [
                (.code, letter.receiptCode), (.number, "\(letter.number)/2026"), (.name, "Trần Văn Mẫu"), (.name, "Người tố cáo A"),
            ]
            for (by, words) in marks {
                let answer = try await ask(world, by, words)
                #expect(answer.outcome == .nothing && answer.sentence == nobody.sentence && answer.petition == nil, "\(by) \(words)")
                #expect(answer.others == 0 && answer.caseID == nil)
            }
            let log = try await world.casework.enquiries.log(cursor: nil, limit: 50, by: world.actor("hdnd.leader")).items
            #expect(log.count == 5 && log.allSatisfy { $0.outcome == .nothing && $0.caseID == nil && $0.petition == nil })
            let traces = try await world.count("select count(*) from tiepdan.enquiry where case_id is not null")
            #expect(traces == 0)
        }
    }

    @Test func severalOfOneNameAreAskedForAnotherMark() async throws {
        try await TestWorld.lease { world in
            let old = try await enter(world, "Nguyễn Văn An", born: 1957, number: "033057000111", commune: "11953")
            let young = try await enter(world, "Nguyễn Văn An", born: 1990, number: "033090000222")
            let asked = try await ask(world, .name, "Nguyễn Văn An")
            #expect(asked.outcome == .more && asked.petition == nil && asked.sentence.contains("năm sinh"))
            #expect(!asked.sentence.contains("1957") && !asked.sentence.contains("An"), "nobody is listed: \(asked.sentence)")
            let born = try await ask(world, .name, "Nguyễn Văn An") { $0.birthYear = 1990 }
            let tail = try await ask(world, .name, "Nguyễn Văn An") { $0.idTail = "0111" }
            let commune = try await ask(world, .name, "Nguyễn Văn An") { $0.communeCode = "11953" }
            #expect(born.petition == young.petition && tail.petition == old.petition && commune.petition == old.petition)
            let wrong = try await ask(world, .name, "Nguyễn Văn An") { $0.birthYear = 1958 }
            #expect(wrong.outcome == .nothing)

            // Two letters of one person are no question of who he is: the newest open one, and a word to the officer.
            let second = try await enter(world, "Nguyễn Văn An", born: 1990, number: "033090000222")
            let newest = try await ask(world, .name, "Nguyễn Văn An") { $0.idTail = "0222" }
            #expect(newest.outcome == .told && newest.petition == second.petition && newest.others == 1)
        }
    }

    @Test func mergedPersonsAreOneByEveryName() async throws {
        try await TestWorld.lease { world in
            let first = try await enter(world, "Nguyễn Thị Hoẵng")
            let second = try await enter(world, "Nguyễn Thị Hoàn", title: "Mương nước")
            let clerk = world.actor("hdnd.clerk")
            func person(_ letter: RegisteredPetition) async throws -> Int64 {
                let view = try await world.casework.petitions.petition(letter.petition, by: clerk)
                guard let id = view.parties.first?.id else { throw Problem.missing("người") }
                return id
            }
            let (kept, other) = (try await person(first), try await person(second))
            _ = try await world.casework.persons.merge(other, into: kept, reason: "Một người", key: nil, by: clerk)
            for name in ["nguyen thi hoang", "nguyen thi hoan"] {
                let answer = try await ask(world, .name, name)
                #expect(answer.outcome == .told && answer.petition == second.petition && answer.others == 1, "\(name)")
            }
        }
    }

    @Test func everyCallIsLoggedOnceAndItsWordsNowhere() async throws {
        try await TestWorld.lease { world in
            let letter = try await enter(world, "Đỗ Văn Quyết", number: "033085001234")
            let answer = try await ask(world, .name, "Lò Thị Phủm", key: "goi-dien-01")
            let repeated = try await ask(world, .name, "Lò Thị Phủm", key: "goi-dien-01")
            #expect(repeated == answer && answer.outcome == .nothing)
            let other = try await problem { try await ask(world, .name, "Lò Thị Khác", key: "goi-dien-01") }
            #expect(other?.code == "idempotency_key_reused")
            _ = try await ask(world, .code, letter.receiptCode, as: "hdnd.officer")
            let kept = try await world.everything()
            #expect(!kept.contains("Phủm") && !kept.contains("thi phum"), "what was said is kept nowhere")
            let log = try await world.casework.enquiries.log(cursor: nil, limit: 1, by: world.actor("hdnd.leader"))
            #expect(log.items.map(\.by) == [.code] && log.items[0].petition == letter.petition && log.items[0].outcome == .told)
            #expect(log.items[0].officerName == world.officer("hdnd.officer").fullName)
            #expect(log.items[0].askedAt.hasPrefix("2026-11-19T08:00"))
            let rest = try await world.casework.enquiries.log(cursor: log.next, limit: 10, by: world.actor("hdnd.leader"))
            #expect(rest.items.map(\.by) == [.name] && rest.next == nil)
            for name in ["hdnd.clerk", "hdnd.officer"] {
                let refused = try await problem { try await world.casework.enquiries.log(cursor: nil, limit: 10, by: world.actor(name)) }
                #expect(refused?.kind == .forbidden, "\(name)")
            }
            let theirs = try await world.casework.enquiries.log(cursor: nil, limit: 10, by: world.actor("ubnd.leader"))
            #expect(theirs.items.isEmpty)
        }
    }

    @Test func whatCannotBeAMarkIsRefusedAndNotLogged() async throws {
        try await TestWorld.lease { world in
            let wrong: [(EnquiryMark, String, String)] = [
                (.code, "7K3QX-9MA2", "invalid_receipt"), (.number, "mười hai", "invalid_number"),
                (.number, "12/2026/3", "invalid_number"), (.idNumber, "12", "invalid_id_number"), (.name, "A", "too_short"),
                (.name, "  ", "required"),
            ]
            for (by, words, code) in wrong {
                let refused = try await problem { try await ask(world, by, words) }
                #expect(refused?.errors.first?.code == code && refused?.errors.first?.field == "words", "\(by) \(words)")
            }
            let late = try await problem { try await ask(world, .name, "Đỗ Văn Quyết") { $0.birthYear = 2027 } }
            #expect(late?.errors.first?.field == "birthYear")
            let logged = try await world.count("select count(*) from tiepdan.enquiry")
            #expect(logged == 0)
        }
    }
}
