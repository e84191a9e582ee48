"""One case taken through its events: state, facts, clocks.

Of an event the clocks see, in this order: what stops, what lapses (named ones; on entering a final state every duty left over; by
`deadline_passed` every right whose day is over), what pauses, resumes, is extended, is counted anew, and last what starts.
"""

from counting import deadline, fixed
from guards import GUARDS, Moment
from workdays import DAY, ISO, Day

# What a case remembers of the facts declared with its events.
DATES = {
    "received_on", "delivered_on", "accepted_on", "session_date", "published_on", "answer_by", "letter_date", "first_decision_on"}
FLAGS = {
    "forwarded_by_body", "wants_reply", "appointment_signed", "remote", "complex", "guided_before", "transferred_before",
    "settlement_papers", "review_papers", "identified", "host_named", "is_copy_of", "settled_here"}
NUMBERS = {"people", "representatives"}
WORDS = {
    "kind": {"complaint", "denunciation", "feedback", "mixed", "voter_petition"}, "eligibility": {"eligible", "ineligible"},
    "jurisdiction": {"competent", "not_competent", "subordinate"},
    "channel": {"post", "desk", "oral", "forwarded", "online_session", "email", "portal"},
    "session_kind": {"regular", "scheduled", "ad_hoc"}, "session_mode": {"in_person", "online"}}

# What says nothing of how a case goes on: earlier events may still be entered after it.
SILENT = {"deadline_passed", "redate", "correct", "correction_noted", "move_matter", "office_changed"}
# Events by which an office takes a case on: the settlement begins anew with each.
ACCEPTING = {"accept", "take_over"}


class Clock:
    """A clock of a case."""
    __slots__ = ("rule", "unit", "ends", "start", "amount", "extensions", "pauses", "cap", "nominal", "due", "state", "ended")

    def over(self, day):
        """Its day has passed; for one that stands still, had passed before it was made to: suspending heals no breach."""
        if self.state == "running":
            return self.due < day
        return self.state == "paused" and self.due < self.pauses[-1][0]

    def open(self):
        return self.state == "running" or self.state == "paused"

    def count(self, calendar):
        """Nominal day, legal day, doubt: by the calendar and by nothing but what is written down of the clock."""
        if self.unit == "date":
            return fixed(calendar, self.nominal)
        return deadline(calendar, self.start, self.amount, self.unit, sum(self.extensions), self.pauses, self.cap)

    def recount(self, calendar):
        self.nominal, self.due, _ = self.count(calendar)

    def answer(self, calendar):
        """As the answer shows it; whether it is provisional only while it runs."""
        return [
            self.rule, ISO[self.start], None if self.unit == "date" else self.amount, self.extensions,
            [[ISO[begin], None if end is None else ISO[end]] for begin, end in self.pauses], ISO[self.nominal], ISO[self.due],
            self.count(calendar)[2] if self.state == "running" else None, self.state, None if self.ended is None else ISO[self.ended]]


class Case:
    """State and clocks, from before the first event on."""

    def __init__(self, version, calendar, facts, settings):
        self.version, self.calendar, self.settings = version, calendar, settings
        self.facts = {name: DAY[value] if name in DATES else value for name, value in facts.items()}
        self.state, self.prior, self.last, self.opened = "new", None, None, None
        self.clocks = []

    # MARK: What is asked

    def take(self, event):
        """`accepted:` with the flags that failed, or the set of all reasons for which the event can be refused."""
        kinds = self.version.kinds.get(event["event"], {})
        declared = {}
        for name, value in event["facts"].items():
            if isinstance(value, str) and kinds.get(name) in ("date", "date_ahead", "any_date"):
                value = DAY.get(value, value)
            declared[name] = value
        on, today = DAY[event["on"]], DAY[event["today"]]
        reasons = set()
        if on > today:
            reasons.add("date_in_future")
        # A correction says since when something should have stood so.
        if self.last is not None and on < self.last and event["event"] != "correct":
            reasons.add("date_before_previous")
        rows = self.candidates(event["event"], event["as"], on, declared, today, reasons)
        facts = self.overlaid(declared)
        if event["event"] == "reopen":
            facts["received_anew_on"] = on
        possible = not reasons
        for row in rows:
            wrong = self.misfits(row, declared, on, today)
            moment = self.moment(row, facts, declared, on)
            failed = [word for word in row.blocks if not GUARDS[word](moment)]
            flags = [word for word in row.flags if not GUARDS[word](moment)]
            if failed:
                wrong.add("guard_failed")
            # A machine has no reasons to give.
            if flags and not declared.get("flag_reason") and not event["as"].endswith("/none"):
                wrong.add("flag_reason_missing")
            if possible and not wrong:
                self.enter(row, event["event"], moment, declared)
                return "accepted:" + ",".join(flags)
            reasons |= wrong
        return reasons

    def candidates(self, event, actor, on, declared, today, reasons):
        rows = self.version.events.get(event)
        if rows is None:
            reasons.add("unknown_event")
            return []
        state = self.state
        rows = [row for row in rows if state in row.states]
        if not rows:
            reasons.add("not_allowed_in_state")
            return []
        office = self.facts["office"]
        fitting = []
        refused = set()
        for row in rows:
            wrong = set()
            if row.offices and office not in row.offices:
                wrong.add("wrong_office")
            if actor not in row.allowed:
                wrong.add("not_permitted")
            if (row.since is not None and on < row.since) or (row.until is not None and on > row.until):
                wrong.add("not_in_force")
            if not wrong:
                fitting.append(row)
            refused |= wrong
        if not fitting:
            # Which of several reasons is told is a matter of order, not of law.
            reasons |= refused
            for row in rows:
                reasons |= self.misfits(row, declared, on, today)
        return fitting

    @staticmethod
    def misfits(row, declared, on, today):
        """What is wrong with the declared facts for this row."""
        wrong = set()
        takes = row.takes
        for name in row.required:
            value = declared.get(name)
            if value is None or (isinstance(value, str) and not value.strip()):
                wrong.add("fact_missing")
        for name, value in declared.items():
            if name == "flag_reason":
                continue
            spec = takes.get(name)
            if spec is None:
                wrong.add("fact_unknown")
                continue
            kind = spec[0]
            if kind == "choice":
                fine = value in spec[1] or value == ""
            elif kind == "text" or kind == "longtext":
                fine = isinstance(value, str)
            elif kind == "date":
                fine = type(value) is Day and value <= today
            elif kind == "date_ahead":
                fine = type(value) is Day and value >= on
            elif kind == "any_date":
                fine = type(value) is Day
            elif kind == "bool":
                fine = type(value) is bool
            else:
                fine = type(value) is int
            if not fine:
                wrong.add("fact_invalid")
        return wrong

    def overlaid(self, declared):
        """The facts of the case with the declared ones laid over them, as far as a case remembers such facts."""
        facts = dict(self.facts)
        for name, value in declared.items():
            kind = type(value)
            if ((kind is Day and name in DATES) or (kind is bool and name in FLAGS) or (kind is int and name in NUMBERS)
                    or (kind is str and name in WORDS and value in WORDS[name])):
                facts[name] = value
        return facts

    def moment(self, row, facts, declared, on):
        moment = Moment()
        moment.facts, moment.declared, moment.on = facts, declared, on
        moment.late, moment.overdue, moment.pending, moment.started, moment.extended_late = [], [], [], [], []
        moment.running = []
        moment.left = moment.in_range = bool(row.extend)
        moment.settlement_due = None
        extending = set()
        for clock in self.clocks:
            rule = clock.rule
            moment.started.append(rule)
            if clock.due >= on:
                moment.pending.append(rule)
            if not clock.open():
                continue
            moment.running.append(rule)
            if clock.over(on):
                moment.overdue.append(rule)
                if clock.ends == "stop":
                    # Whoever ends it, lengthens it or counts it anew after its day is late with that.
                    if rule in row.stop or rule in row.extend or rule in row.recount:
                        moment.late.append(rule)
                    # Another amount is more time as much as an extension is.
                    if rule in row.extend or rule in row.recount:
                        moment.extended_late.append(rule)
            if rule == "KN-2" or rule == "KN-6":
                moment.settlement_due = clock.due
            if rule in row.extend:
                extending.add(rule)
                law = self.version.rules[rule]
                days, criteria = declared.get("extension_days", law.extension_days), declared.get("criteria_count", 0)
                times = law.specially_complex if type(criteria) is int and criteria >= 2 else law.times
                moment.left = moment.left and len(clock.extensions) < times
                moment.in_range = moment.in_range and type(days) is int and 1 <= days <= law.extension_days
        if len(extending) < len(row.extend):
            moment.left = moment.in_range = False
        return moment

    # MARK: What becomes of it

    def enter(self, row, event, moment, declared):
        on = moment.on
        self.opened = on if self.opened is None else self.opened
        to = self.state if row.to == "same" else self.prior if row.to == "prior" else row.to
        final = to in self.version.final
        lapsed = []
        for clock in self.clocks:
            if not clock.open():
                continue
            late = clock.over(on)
            if clock.rule in row.stop:
                # A right that runs out is nobody's duty: whoever acts after its day has breached nothing.
                clock.state = "stopped" if clock.ends == "alarm" else "breached" if late and clock.ends == "stop" else "met"
            elif clock.rule in row.lapse or (final and clock.ends != "lapse") or (
                    event == "deadline_passed" and clock.ends == "lapse" and late):
                # In a final state no duty is left over, and nobody to be warned.
                lapsed.append((clock, clock.state))
                clock.state = "lapsed"
            else:
                continue
            clock.ended = on
        for clock in self.clocks:
            if clock.open():
                self.shift(clock, row, event, moment, declared)
        if event in ACCEPTING and "accepted_on" not in declared:
            moment.facts["accepted_on"] = on
        for rule, when, origin in row.start:
            if all(GUARDS[word](moment) for word in when):
                self.start(self.version.rules[rule], origin, moment, declared, lapsed)
        if event == "record_dialogue" and declared.get("attendance") in ("attended", "absent_without_reason"):
            moment.facts["dialogue_held"] = True
        self.facts = moment.facts
        if to != self.state:
            self.prior, self.state = self.state, to
        # What says nothing of how the case goes on keeps nobody from entering what happened before.
        if event not in SILENT:
            self.last = on if self.last is None else max(on, self.last)

    def shift(self, clock, row, event, moment, declared):
        """Pause, resumption, extension, another amount."""
        rule, on = clock.rule, moment.on
        if rule in row.pause and clock.state == "running":
            clock.pauses = clock.pauses + [(on, None)]
            clock.state = "paused"
        if rule in row.resume and clock.state == "paused":
            clock.pauses = clock.pauses[:-1] + [(clock.pauses[-1][0], on)]
            clock.state = "running"
            clock.recount(self.calendar)
        if rule in row.extend:
            clock.extensions = clock.extensions + [declared.get("extension_days", self.version.rules[rule].extension_days)]
            clock.recount(self.calendar)
        if rule in row.recount:
            # Found complex a second time, a case gets nothing more; what is over by an earlier calendar stays over.
            law = self.version.rules[rule]
            if law.start in row.takes:
                # The day it counts from is set right; what was found of the case stays.
                start = self.dated(law.start, moment) if law.start in declared else clock.start
                if start != clock.start:
                    clock.start = start
                    clock.recount(self.calendar)
                return
            if event == "correct" and "remote" not in declared:
                # Whatever else is set right, the place is what it was, and with it the amount.
                return
            amount = self.amount(law, moment)
            if amount != clock.amount:
                clock.amount = amount
                clock.recount(self.calendar)

    def amount(self, rule, moment):
        for when, amount in rule.variants:
            if all(GUARDS[word](moment) for word in when):
                return self.value(amount)
        remote, complex_case = moment.facts.get("remote"), moment.facts.get("complex")
        order = [rule.amount]
        if remote:
            order.insert(0, rule.remote)
        if complex_case:
            order.insert(0, rule.complex)
        if remote and complex_case:
            order.insert(0, rule.remote_complex)
        return self.value(next((amount for amount in order if amount is not None), 0))

    def value(self, amount):
        if isinstance(amount, dict):
            chosen = self.settings.get(amount["setting"])
            return chosen if chosen is not None and 0 <= chosen <= 3660 else amount["default"]
        return amount

    def start(self, rule, origin, moment, declared, lapsed):
        if any(clock.rule == rule.name and clock.open() for clock in self.clocks):
            return
        clock = Clock()
        clock.rule, clock.unit, clock.ends, clock.cap = rule.name, rule.unit, rule.ends, rule.cap
        clock.extensions, clock.pauses, clock.state, clock.ended = [], [], "running", None
        clock.amount, clock.start = None, moment.on
        if rule.unit == "date":
            date = self.dated(rule.until, moment)
            if date is None:
                return
            clock.nominal = date
        else:
            start = self.dated(origin or rule.start, moment)
            clock.start = moment.on if start is None else start
            clock.amount = self.amount(rule, moment)
        clock.recount(self.calendar)
        # A right that has run out does not begin a second time from the same day.
        if clock.ends == "lapse" and clock.due < moment.on and any(
                (old.rule, old.start, old.amount, old.nominal) == (clock.rule, clock.start, clock.amount, clock.nominal) for old in self.clocks):
            return
        for old, state in lapsed:
            # A date set again is the same date, on whatever day it was set.
            same = old.start == clock.start or clock.unit == "date"
            if old.rule == rule.name and same and (old.amount, old.nominal) == (clock.amount, clock.nominal):
                old.state, old.ended = state, None
                return
        self.clocks.append(clock)

    @staticmethod
    def dated(name, moment):
        if name is None:
            return None
        if name == "settlement_due":
            # The end of the time for settling, from which the right to go higher runs when nothing was decided in it.
            return moment.settlement_due
        value = moment.declared.get(name)
        value = value if type(value) is Day else moment.facts.get(name)
        anew = moment.facts.get("received_anew_on")
        # What came back is received on that day, whatever its first receipt was.
        return max(day for day in (value, anew) if day is not None) if name == "received_on" and anew is not None else value

    def redate(self, calendar, today):
        """Counts what may still move by another calendar; the rules whose days moved."""
        self.calendar = calendar
        moved = []
        for clock in self.clocks:
            if clock.open() and not clock.over(today):
                before = clock.nominal, clock.due
                clock.recount(calendar)
                if before != (clock.nominal, clock.due):
                    moved.append(clock.rule)
        return moved


def replay(versions, calendars, history):
    """The answer to one line of the protocol (see `histories.py`): expected events are texts, or sets of texts of which any will do."""
    if "period" in history:
        period = history["period"]
        pauses = [(DAY[begin], DAY[end]) for begin, end in period["pauses"]]
        nominal, due, doubt = deadline(
            calendars.calendar(history["calendar"]), DAY[period["start"]], period["amount"], period["unit"], period["extension"], pauses,
            period["cap"])
        return [ISO[nominal], ISO[due], doubt]
    case = Case(versions[history["version"]], calendars.calendar(history["calendar"]), history["case"], history["settings"])
    events = [step(case, calendars, event) for event in history["events"]]
    return finish(case, events)


def step(case, calendars, event):
    if "event" in event:
        return case.take(event)
    moved = case.redate(calendars.calendar(event["calendar"]), DAY[event["today"]])
    return "redated:" + ",".join(moved)


def finish(case, events):
    return {"events": events, "state": case.state, "clocks": [clock.answer(case.calendar) for clock in case.clocks]}
