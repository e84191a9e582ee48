import Testing

@testable import Law

/// The deadline calculator: its options, its limits, its words.
@Suite struct CalculatorTests {
    let accepted = Day(2026, 12, 1)

    private func due(_ question: DueQuestion) throws -> DueAnswer { try ShippedLaw.book.get().due(question, by: Calendars.known) }

    private func refusal(_ question: DueQuestion) throws -> DueRefusal? {
        let book = try ShippedLaw.book.get()
        return #expect(throws: DueRefusal.self) { try book.due(question, by: Calendars.known) }
    }

    @Test func complexAndRemoteMaxima() throws {
        #expect(try due(DueQuestion(rule: "KN-2", start: accepted, complex: true)).due == Day(2027, 1, 15))
        #expect(try due(DueQuestion(rule: "KN-2", start: accepted, remote: true)).due == Day(2027, 1, 15))
        #expect(try due(DueQuestion(rule: "KN-2", start: accepted, complex: true, remote: true)).due == Day(2027, 2, 1))
        #expect(try due(DueQuestion(rule: "KN-3", start: accepted, complex: true)).due == Day(2027, 2, 1))
        #expect(try due(DueQuestion(rule: "KN-6", start: accepted, complex: true)).due == Day(2027, 2, 1))
        let longest = try due(DueQuestion(rule: "KN-7", start: accepted, complex: true))
        #expect(longest.nominal == Day(2027, 2, 9) && longest.due == Day(2027, 2, 12) && longest.provisional)
        #expect(try due(DueQuestion(rule: "KN-5", start: accepted, remote: true)).due == Day(2027, 1, 15))
        #expect(try due(DueQuestion(rule: "KN-10", start: accepted, remote: true)).due == Day(2027, 1, 15))
        #expect(try due(DueQuestion(rule: "KN-16", start: accepted, complex: true)).due == Day(2027, 1, 15))
        #expect(try due(DueQuestion(rule: "TC-1", start: thursday, several: true)).due == Day(2026, 12, 4))
        #expect(try due(DueQuestion(rule: "CFG-2", start: thursday, several: true)).due == Day(2027, 1, 8))
        #expect(try due(DueQuestion(rule: "GS-1", start: accepted, complex: true)).due == Day(2026, 12, 31))
    }

    @Test func theLawOfTheDay() throws {
        let old = try due(DueQuestion(rule: "KN-1", start: Day(2026, 6, 15)))
        #expect(old.due == Day(2026, 6, 25) && old.unit == .calendarDays && old.amount == 10)
        #expect(old.version.hasPrefix("complaint@2020-12-10."))
        #expect(try due(DueQuestion(rule: "kn-1", start: Day(2026, 7, 1))).amount == 7)
        #expect(try due(DueQuestion(rule: "KN-1", start: Day(2026, 6, 30), on: Day(2026, 7, 1))).unit == .workingDays)
        #expect(try refusal(DueQuestion(rule: "KN-13", start: Day(2026, 6, 1)))?.code == "not_in_force")
        let ancient = try due(DueQuestion(rule: "TC-6", start: Day(2013, 3, 1)))
        #expect(ancient.due == Day(2013, 4, 1) && ancient.provisional, "31/03/2013 is a Sunday")
        #expect(ancient.notes.contains { $0.contains("không có bản quy trình của ngày 01/03/2013") })
    }

    @Test func extensions() throws {
        #expect(try due(DueQuestion(rule: "TC-6", start: accepted, extensions: [30])).due == Day(2027, 2, 1))
        #expect(try due(DueQuestion(rule: "TC-7", start: accepted)).amountText == "30 ngày, gia hạn 30 ngày")
        let partly = try due(DueQuestion(rule: "TC-6", start: accepted, extensions: [10]))
        #expect(partly.due == Day(2027, 1, 11), "40 days end on Sunday 10/01/2027")
        let twice = try due(DueQuestion(rule: "TC-6", start: accepted, extensions: [30, 30]))
        #expect(twice.due == Day(2027, 3, 1) && twice.notes.contains { $0.contains("đặc biệt phức tạp") })
        #expect(try refusal(DueQuestion(rule: "TC-6", start: accepted, extensions: [30, 30, 30]))?.code == "too_many_extensions")
        #expect(try refusal(DueQuestion(rule: "TC-6", start: accepted, extensions: [31]))?.code == "extension_out_of_range")
        #expect(try refusal(DueQuestion(rule: "TC-6", start: accepted, extensions: [0]))?.code == "extension_out_of_range")
        #expect(try refusal(DueQuestion(rule: "TC-7", start: accepted, extensions: [10, 10]))?.code == "wrong_extensions")
        #expect(try refusal(DueQuestion(rule: "KN-2", start: accepted, extensions: [30]))?.code == "no_extension")
    }

    @Test func pauses() throws {
        let stay = Pause(from: Day(2026, 12, 11), to: Day(2027, 1, 5))
        let answer = try due(DueQuestion(rule: "KN-2", start: accepted, pauses: [stay]))
        #expect(answer.due == Day(2027, 1, 25) && !answer.paused)
        #expect(answer.derivation.contains("11/12 tạm dừng: đã dùng 10 ngày, còn 20 ngày"))
        let open = try due(DueQuestion(rule: "KN-2", start: accepted, pauses: [Pause(from: Day(2026, 12, 11))]))
        #expect(open.paused)
        let again = Pause(from: Day(2027, 1, 10), to: Day(2027, 1, 20))
        #expect(
            try due(DueQuestion(rule: "KN-2", start: accepted, pauses: [again, stay])).due == Day(2027, 2, 4),
            "10 days to 11/12, 5 to 10/01, 15 left from 20/01; given in any order")
        let refused: [([Pause], String)] = [
            ([Pause(from: Day(2026, 11, 30), to: Day(2026, 12, 5))], "pause_before_start"),
            ([Pause(from: Day(2026, 12, 11), to: Day(2026, 12, 10))], "pause_reversed"),
            ([stay, Pause(from: Day(2027, 1, 4), to: Day(2027, 1, 9))], "pause_overlaps"),
            ([Pause(from: Day(2026, 12, 11)), Pause(from: Day(2026, 12, 20), to: Day(2026, 12, 21))], "pause_overlaps"),
            ([Pause(from: Day(2027, 1, 4), to: Day(2027, 1, 9))], "pause_after_end"),
        ]
        for (pauses, code) in refused {
            #expect(try refusal(DueQuestion(rule: "KN-2", start: accepted, pauses: pauses))?.code == code)
        }
        #expect(try refusal(DueQuestion(rule: "KN-1", start: accepted, pauses: [stay]))?.code == "not_pausable")
        #expect(try refusal(DueQuestion(rule: "TC-10", start: accepted))?.code == "pause_required")
    }

    @Test func limitsOfWhatAnybodyMayAsk() throws {
        func stays(_ count: Int) -> [Pause] {
            (0..<count).map { Pause(from: Day(2026, 12, 2).adding(days: 2 * $0), to: Day(2026, 12, 3).adding(days: 2 * $0)) }
        }
        // One day is counted before each of the ten pauses, twenty are left from the last resumption on 21/12: 10/01/2027 is a Sunday.
        let most = try due(DueQuestion(rule: "KN-2", start: accepted, pauses: stays(10)))
        #expect(most.due == Day(2027, 1, 11) && most.nominal == Day(2027, 1, 10))
        let many = try refusal(DueQuestion(rule: "KN-2", start: accepted, pauses: stays(11)))
        #expect(many?.field == .pause && many?.code == "too_many_pauses")
        let empty = Pause(from: Day(2026, 12, 11), to: Day(2026, 12, 11))
        #expect(try refusal(DueQuestion(rule: "KN-2", start: accepted, pauses: [empty]))?.code == "pause_reversed")

        let far: [(DueQuestion, DueRefusal.Field)] = [
            (DueQuestion(rule: "KN-2", start: Day(1899, 12, 31)), .start), (DueQuestion(rule: "KN-2", start: Day(2201, 1, 1)), .start),
            (DueQuestion(rule: "KN-2", start: accepted, on: Day(2201, 1, 1)), .on),
            (DueQuestion(rule: "KN-2", start: accepted, pauses: [Pause(from: Day(2201, 1, 1))]), .pause),
            (DueQuestion(rule: "KN-2", start: accepted, pauses: [Pause(from: Day(2026, 12, 11), to: Day(9999, 1, 1))]), .pause),
        ]
        for (question, field) in far {
            let refused = try refusal(question)
            #expect(refused?.code == "invalid_date" && refused?.field == field)
            #expect(refused?.message.contains("từ 1900 đến 2200") == true)
        }
        #expect(try due(DueQuestion(rule: "KN-2", start: Day(2200, 12, 31))).provisional, "the last day that may be asked about")
    }

    /// Complaints are suspended since 01/07/2026; denunciations were before.
    @Test func aPauseBeforeTheLawKnewOneIsRemarkedUpon() throws {
        let words = "trước ngày 01/07/2026"
        func notes(_ rule: String, _ from: Day) throws -> [String] {
            try due(DueQuestion(rule: rule, start: Day(2026, 6, 15), pauses: [Pause(from: from, to: Day(2026, 7, 6))])).notes
        }
        for rule in ["KN-2", "KN-6"] {
            let early = try notes(rule, Day(2026, 6, 22))
            #expect(early.contains { $0.contains("Chưa có quy định tạm đình chỉ") && $0.contains(words) }, "\(rule)")
            let later = try notes(rule, Day(2026, 7, 1))
            #expect(!later.contains { $0.contains("tạm đình chỉ") }, "\(rule)")
        }
        let denunciation = try notes("TC-6", Day(2026, 6, 22))
        #expect(!denunciation.contains { $0.contains(words) })
    }

    /// `law.md` §6.3 once more, by the ids of the law.
    @Test func theWorkedExamplesByTheirRules() throws {
        let stay = Pause(from: Day(2026, 12, 11), to: Day(2027, 1, 5))
        let lines: [(question: DueQuestion, nominal: Day, due: Day)] = [
            (DueQuestion(rule: "KN-1", start: thursday), Day(2026, 12, 1), Day(2026, 12, 1)),
            (DueQuestion(rule: "TCD-6", start: thursday), Day(2026, 11, 27), Day(2026, 11, 27)),
            (DueQuestion(rule: "TCD-4", start: thursday), Day(2026, 12, 4), Day(2026, 12, 4)),
            (DueQuestion(rule: "KN-4", start: thursday), Day(2026, 11, 25), Day(2026, 11, 25)),
            (DueQuestion(rule: "KN-2", start: accepted), Day(2026, 12, 31), Day(2026, 12, 31)),
            (DueQuestion(rule: "KN-2", start: accepted, complex: true), Day(2027, 1, 15), Day(2027, 1, 15)),
            (DueQuestion(rule: "KN-2", start: accepted, complex: true, remote: true), Day(2027, 1, 30), Day(2027, 2, 1)),
            (DueQuestion(rule: "KN-6", start: accepted, complex: true, remote: true), Day(2027, 2, 9), Day(2027, 2, 12)),
            (DueQuestion(rule: "TC-6", start: accepted, extensions: [30]), Day(2027, 1, 30), Day(2027, 2, 1)),
            (DueQuestion(rule: "TC-6", start: accepted, extensions: [30, 30]), Day(2027, 3, 1), Day(2027, 3, 1)),
            (DueQuestion(rule: "KN-0", start: Day(2026, 8, 26)), Day(2026, 11, 24), Day(2026, 11, 25)),
            (DueQuestion(rule: "KN-2", start: accepted, pauses: [stay]), Day(2027, 1, 25), Day(2027, 1, 25)),
        ]
        for line in lines {
            let answer = try due(line.question)
            #expect(answer.nominal == line.nominal && answer.due == line.due, "\(line.question)")
            #expect(answer.provisional == (line.due == Day(2027, 2, 12)), "only inside Tết: \(line.question)")
        }
    }

    @Test func whyADateIsProvisional() throws {
        let past = try due(DueQuestion(rule: "TC-6", start: Day(2013, 3, 1)))
        #expect(past.derivation.last == "Tạm tính: chưa có lịch nghỉ của năm đó trong chương trình.")
        let ahead = try due(DueQuestion(rule: "TC-6", start: Day(2190, 3, 1)))
        #expect(ahead.derivation.last == "Tạm tính: lịch nghỉ chưa được công bố chính thức.")
    }

    @Test func amountsThatARuleDoesNotHave() throws {
        #expect(try refusal(DueQuestion(rule: "KN-1", start: accepted, complex: true))?.field == .complex)
        #expect(try refusal(DueQuestion(rule: "TC-6", start: accepted, remote: true))?.field == .remote)
        #expect(try refusal(DueQuestion(rule: "KN-2", start: accepted, several: true))?.field == .several)
        let unknown = try refusal(DueQuestion(rule: "KN-99", start: accepted))
        #expect(unknown?.field == .rule && unknown?.message.contains("KN-15") == true && unknown?.message.contains("TCD-4") == true)
    }

    @Test func wordsOfAnAnswer() throws {
        let answer = try due(DueQuestion(rule: "KN-1", start: thursday))
        #expect(answer.amountText == "07 ngày làm việc")
        #expect(answer.startEvent == "ngày nhận khiếu nại thuộc thẩm quyền")
        #expect(answer.derivation.first == "19/11 xảy ra sự kiện, không tính" && answer.derivation.last == "01/12 ngày 7: hết hạn")
        #expect(try due(DueQuestion(rule: "TCD-1", start: accepted)).amountText == "trước 05 ngày làm việc")
        #expect(try due(DueQuestion(rule: "TC-21", start: accepted)).amountText == "ngay")
        let alarm = try due(DueQuestion(rule: "KN-1-ALARM", start: thursday))
        #expect(alarm.amountText == "07 ngày làm việc, không quá 10 ngày")
        #expect(alarm.notes.contains("Đây là cảnh báo nội bộ, không phải thời hạn của luật."))
        let open = try due(DueQuestion(rule: "KNPA-SET", start: thursday))
        #expect(open.certainty == .unknown && open.notes.contains { $0.contains("feedback.settle_days") })
        let chosen = try ShippedLaw.book.get().due(
            DueQuestion(rule: "KNPA-SET", start: thursday), by: Calendars.known, settings: ["feedback.settle_days": 15])
        #expect(chosen.amount == 15 && chosen.due == Day(2026, 12, 4))
        for word in Certainty.allCases { #expect(!word.title.isEmpty) }
    }

    /// The shipped calendar counts as the one of the tests on the days that both know.
    @Test func theShippedCalendar() throws {
        let book = try ShippedLaw.book.get()
        #expect(try book.due(DueQuestion(rule: "KN-1", start: thursday), by: book.calendar).due == Day(2026, 12, 1))
    }
}
