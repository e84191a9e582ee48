"""How long a period lasts (`law.md` §6; Bộ luật Dân sự Đ.145–148), apart from any case.

- The event's day is not counted (Đ.147.3). Working days are counted by the calendar; days, months and years end on the corresponding
  day, and when that day does not work, on the next one that does (Đ.148.5).
- A negative amount is the last day that leaves so much time before `start`; it moves back, never forward.
- An extension is added to the nominal day, in the unit of the period for working days, else in days.
- A pause uses up the days to the day of its decision and gives the rest back from the day of the decision to continue, which is not
  counted. A pause after the period has ended changes nothing: what is over cannot stand still. A period paused on its last day has no day
  left and ends on the day it is continued, moved on when that day does not work.
- Hours become whole days, rounded up, and are not moved. Immediate is the day itself, moved on when it does not work.
- With a cap the period ends on the earlier of both days. It rests on every day that was looked at up to that day: working days that were
  counted and did not suffice could have sufficed.
"""

from workdays import add_months


def fixed(calendar, date):
    """A date that somebody set, moved on when it does not work."""
    due = calendar.on_or_after(date)
    return date, due, calendar.doubtful(date, due)


def deadline(calendar, start, amount, unit, extension=0, pauses=(), cap=None):
    """Nominal day, legal day, and whether they rest on something that is not official. `pauses` are `(from, to)`; an open one,
    without `to`, is passed over."""
    answer = uncapped(calendar, start, amount, unit, extension, pauses)
    if cap is None:
        return answer
    nominal, due, doubt = uncapped(calendar, start, cap, "calendar_days", 0, pauses)
    if due >= answer[1]:
        return answer
    return nominal, due, doubt or (unit == "working_days" and calendar.doubtful(start + 1, due))


def uncapped(calendar, start, amount, unit, extension, pauses):
    if unit == "working_days":
        return working_days(calendar, start, amount + extension, pauses)
    if unit == "immediate":
        return fixed(calendar, start)
    if unit == "hours":
        day = start + -(-amount // 24)
        return day, day, False
    if unit == "calendar_days":
        end = start + amount
    else:
        end = add_months(start, amount if unit == "months" else amount * 12)
    end += extension
    if amount < 0:
        due = calendar.on_or_before(end)
        return end, due, calendar.doubtful(due, end)
    for begin, resumed in pauses:
        if resumed is None or begin > calendar.on_or_after(end):
            break
        end = resumed + max(0, end - begin)
    due = calendar.on_or_after(end)
    return end, due, calendar.doubtful(end, due)


def working_days(calendar, start, amount, pauses):
    days, until = calendar.days, calendar.until
    if amount < 0:
        due = days[until[start - 1] + amount]
        return due, due, calendar.doubtful(due, start - 1)
    doubt = False
    for begin, resumed in pauses:
        if resumed is None or begin > last_of(calendar, start, amount):
            break
        doubt = doubt or (begin > start and calendar.doubtful(start + 1, begin))
        # With no day left a pause may still begin on the day to which the end was moved: that day is not owed a second time.
        amount = max(0, amount - (until[begin] - until[start]))
        start = resumed
    if amount == 0:
        day, due, unsure = fixed(calendar, start)
        return day, due, unsure or doubt
    due = days[until[start] + amount - 1]
    return due, due, doubt or calendar.doubtful(start + 1, due)


def last_of(calendar, start, amount):
    return calendar.on_or_after(start) if amount == 0 else calendar.days[calendar.until[start] + amount - 1]
