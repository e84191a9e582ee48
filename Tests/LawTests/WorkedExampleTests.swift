import Testing

@testable import Law

/// `law.md` §6.3, line by line.
@Suite struct WorkedExampleTests {
    let calendar = Calendars.known

    @Test func complaintAcceptanceSevenWorkingDays() {
        let deadline = calendar.deadline(from: Day(2026, 11, 19), 7, .workingDays)
        #expect(deadline.due == Day(2026, 12, 1))
        #expect(deadline.nominal == deadline.due)
        #expect(!deadline.provisional)
        #expect(
            deadline.derivation.map(\.description) == [
                "19/11 xảy ra sự kiện, không tính", "20/11 ngày 1", "21/11 thứ bảy, không tính", "22/11 chủ nhật, không tính",
                "23/11 ngày 2",
                "24/11 nghỉ lễ: Ngày Văn hóa Việt Nam, không tính", "25/11 ngày 3", "26/11 ngày 4", "27/11 ngày 5",
                "28/11 thứ bảy, không tính", "29/11 chủ nhật, không tính", "30/11 ngày 6", "01/12 ngày 7: hết hạn",
            ])
    }

    @Test func otherWorkingDays() {
        #expect(calendar.deadline(from: Day(2026, 11, 19), 5, .workingDays).due == Day(2026, 11, 27))
        #expect(calendar.deadline(from: Day(2026, 11, 19), 10, .workingDays).due == Day(2026, 12, 4))
        #expect(calendar.deadline(from: Day(2026, 11, 19), 3, .workingDays).due == Day(2026, 11, 25))
    }

    @Test func complaintFirstInstance() {
        #expect(calendar.deadline(from: Day(2026, 12, 1), 30, .calendarDays).due == Day(2026, 12, 31))
        #expect(calendar.deadline(from: Day(2026, 12, 1), 45, .calendarDays).due == Day(2027, 1, 15))
    }

    @Test func complaintRemoteAndComplexRollsToMonday() {
        let deadline = calendar.deadline(from: Day(2026, 12, 1), 60, .calendarDays)
        #expect(deadline.nominal == Day(2027, 1, 30))
        #expect(deadline.due == Day(2027, 2, 1))
        #expect(!deadline.provisional)
        #expect(
            deadline.derivation.map(\.description) == [
                "01/12 xảy ra sự kiện, không tính", "02/12 ngày 1", "30/01/2027 ngày 60, ngày cuối",
                "30/01/2027 thứ bảy, chuyển sang ngày làm việc tiếp theo", "31/01/2027 chủ nhật, chuyển sang ngày làm việc tiếp theo",
                "01/02/2027 ngày làm việc tiếp theo: hết hạn",
            ])
    }

    @Test func secondInstanceInsideTetIsProvisional() {
        let deadline = calendar.deadline(from: Day(2026, 12, 1), 70, .calendarDays)
        #expect(deadline.nominal == Day(2027, 2, 9))
        #expect(deadline.due == Day(2027, 2, 12))
        #expect(deadline.provisional)
        #expect(
            deadline.derivation.contains {
                $0.description == "09/02/2027 nghỉ lễ: Tết Đinh Mùi (tạm tính), chuyển sang ngày làm việc tiếp theo"
            })
        #expect(deadline.derivation.last?.description == "Tạm tính: lịch nghỉ chưa được công bố chính thức.")
    }

    @Test func denunciationExtendedOnceAndTwice() {
        let once = calendar.deadline(of: Period(start: Day(2026, 12, 1), amount: 30, unit: .calendarDays, extensionDays: 30))
        #expect(once.nominal == Day(2027, 1, 30))
        #expect(once.due == Day(2027, 2, 1))
        let twice = calendar.deadline(of: Period(start: Day(2026, 12, 1), amount: 30, unit: .calendarDays, extensionDays: 60))
        #expect(twice.due == Day(2027, 3, 1))
        #expect(!twice.provisional)
    }

    @Test func ninetyDaysEndingOnAHoliday() {
        let deadline = calendar.deadline(from: Day(2026, 8, 26), 90, .calendarDays)
        #expect(deadline.nominal == Day(2026, 11, 24))
        #expect(deadline.due == Day(2026, 11, 25))
        #expect(
            deadline.derivation.map(\.description).suffix(2) == [
                "24/11 nghỉ lễ: Ngày Văn hóa Việt Nam, chuyển sang ngày làm việc tiếp theo", "25/11 ngày làm việc tiếp theo: hết hạn",
            ])
    }

    @Test func suspendedAfterTenDays() {
        let deadline = calendar.deadline(
            of: Period(
                start: Day(2026, 12, 1), amount: 30, unit: .calendarDays, pauses: [Pause(from: Day(2026, 12, 11), to: Day(2027, 1, 5))]))
        #expect(deadline.due == Day(2027, 1, 25))
        #expect(
            deadline.derivation.map(\.description) == [
                "01/12 xảy ra sự kiện, không tính", "02/12 ngày 1", "11/12 tạm dừng: đã dùng 10 ngày, còn 20 ngày",
                "05/01/2027 tiếp tục, không tính ngày này", "25/01/2027 hết 20 ngày còn lại (ngày 30)",
            ])
    }
}
