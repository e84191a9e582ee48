import Casework
import Law

/// One case as the demo follows it: takes a step as whoever may, gives the reason when the law finds it late.
final class CaseThread {
    let casework: Casework
    let id: Int64
    private var sequence: Int

    init(_ casework: Casework, id: Int64, sequence: Int) {
        self.casework = casework
        self.id = id
        self.sequence = sequence
    }

    @discardableResult
    func take(_ event: String, by officer: OfficerActor, _ facts: [String: FactInput] = [:]) async throws -> StepView {
        var facts = facts
        for _ in 0..<4 {
            do {
                let step = try await casework.cases.step(
                    id, EventDraft(event: event, facts: facts.isEmpty ? nil : facts, expectedSequence: sequence), key: nil,
                    by: .officer(officer))
                sequence = step.sequence
                return step
            } catch let problem as Problem {
                if let current = problem.currentSequence, current != sequence {
                    // The program itself noted a deadline meanwhile.
                    sequence = current
                } else if problem.code == "flag_reason_missing", facts["flag_reason"] == nil {
                    facts["flag_reason"] = .text(Self.excuse(problem.message))
                } else {
                    throw problem
                }
            }
        }
        throw Complaint("case \(id) does not take \(event)")
    }

    /// What an officer writes when the law asks why.
    private static func excuse(_ question: String) -> String {
        if question.contains("nhân thân") { return "Người đến không mang theo giấy tờ; đã ghi theo lời khai và đề nghị bổ sung sau." }
        if question.contains("đại diện") { return "Đoàn đông người, văn bản cử người đại diện đang được lấy chữ ký bổ sung." }
        if question.contains("Hồ sơ giải quyết") { return "Cơ quan đã trả lời trực tiếp công dân, hồ sơ nội bộ đang hoàn tất." }
        if question.contains("yêu cầu được thông báo") { return "Công dân đã được thông báo qua điện thoại." }
        if question.contains("hạn trả lời") { return "Công dân tiếp tục gửi đơn, đề nghị cơ quan nhận đơn sớm trả lời." }
        if question.contains("lịch") || question.contains("Lịch") { return "Lịch công tác của lãnh đạo thay đổi đột xuất." }
        return "Vụ việc phức tạp, phải chờ cung cấp hồ sơ, tài liệu nên chậm so với thời hạn."
    }
}

/// A stretch of one story: each deed some working days after the one before, within office hours.
final class Diary {
    private let timeline: Timeline
    private let calendar: WorkCalendar
    private let last: Day
    private let label: String
    private(set) var day: Day
    private var minute: Int
    var dice: Dice

    init(_ timeline: Timeline, _ calendar: WorkCalendar, last: Day, start: Day, label: String, seed: String) {
        self.timeline = timeline
        self.calendar = calendar
        self.last = last
        self.label = label
        day = start
        dice = Dice(seed + label)
        minute = 8 * 60 + dice.among(0...360)
    }

    /// Puts a deed some working days later; when that lies ahead of us, on the last day there is.
    func then(_ wait: ClosedRange<Int>, _ what: String, _ deed: @escaping Timeline.Deed) {
        place(dayAfter(dice.among(wait)), what, deed)
    }

    /// Puts a deed only if its day has come; once one has not, the story stands.
    /// - Returns: whether it was put.
    @discardableResult
    func thenIfTime(_ wait: ClosedRange<Int>, _ what: String, _ deed: @escaping Timeline.Deed) -> Bool {
        let target = dayAfter(dice.among(wait))
        if target > last { return false }
        place(target, what, deed)
        return true
    }

    /// Working days from here to the last day there is.
    var workingDaysLeft: Int { calendar.workingDays(after: day, through: last) }

    private func dayAfter(_ workingDays: Int) -> Day {
        var target = day
        for _ in 0..<workingDays { target = calendar.workingDay(onOrAfter: target.next) }
        return target
    }

    private func place(_ target: Day, _ what: String, _ deed: @escaping Timeline.Deed) {
        let target = max(day, min(target, last))
        minute = target == day ? minute + dice.among(4...18) : 8 * 60 + dice.among(0...480)
        day = target
        timeline.add(day, minute: minute, "\(label) \(what)", deed)
    }
}
