/// A corrected calendar moves what still runs, never what was met, missed or ended (`law.md` §6.2).
public enum Redating {
    /// The due date of a clock by a new calendar; `nil` when it may not move or stays where it is.
    ///
    /// - Parameter today: the day of the correction. A running clock whose due day has passed is a breach that was noted; it stays.
    public static func deadline(of clock: RunningClock, by calendar: WorkCalendar, today: Day) -> Deadline? {
        guard mayMove(clock, today: today) else { return nil }
        let deadline = calendar.deadline(of: clock)
        return deadline.due == clock.due && deadline.nominal == clock.nominal ? nil : deadline
    }

    /// Whether the clock still runs towards its day, or stands still.
    public static func mayMove(_ clock: RunningClock, today: Day) -> Bool { clock.isOpen && !clock.isOverdue(on: today) }
}
