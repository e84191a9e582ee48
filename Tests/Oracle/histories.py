"""Random histories of cases, walked along the procedure files themselves.

The protocol: one JSON object a line, answered by one line.

A history
    {"version": "complaint@2026-07-01.1", "calendar": [edit, …], "settings": {"feedback.settle_days": 20},
     "case": {"office": "department", "kind": "complaint", "received_on": "2026-11-19", "remote": false, …},
     "events": [{"event": "register", "on": day, "today": day, "as": "clerk/owner", "facts": {…}},
                {"calendar": [edit, …], "today": day}, …]}
An event without a name is a corrected calendar. An edit is `2027-02-05 off f national` (day, kind, provisional, scope) and goes over the
shipped entry of that day; a kind of `-` takes it away. Each list of edits starts from the shipped calendar. What the case remembers of
declared facts stands in `clocks.py`.
    → {"events": ["accepted:in_time,…" with the flags that failed | code of the refusal | "redated:KN-1,…", …], "state": "accepted",
       "clocks": [[rule, start, amount or null, [extension, …], [[from, to or null], …], nominal, due, provisional, state, ended], …]}
`provisional` is null unless the clock runs; `start` of a clock with a set date is the day of its event.

A period
    {"period": {"start": day, "amount": 7, "unit": "working_days", "extension": 0, "pauses": [[from, to], …], "cap": null},
     "calendar": [edit, …]}
    → [nominal, due, provisional]
"""

from collections import Counter

from clocks import ACCEPTING, Case, finish, replay, step
from guards import GUARDS, UnknownCondition
from workdays import DAY, ISO, WEEKEND, day

OPENING, LAST_OPENING = day("2024-01-02"), day("2030-12-31")
BUSY = day("2026-04-01"), day("2027-12-31")
OFFICES = [
    "people_council", "na_delegation", "party_office", "reception_board", "people_committee", "department", "inspectorate",
    "commune_committee", "commune_council", "other"]
SUBJECT = {"complaint": "complaint", "denunciation": "denunciation", "feedback": "feedback", "voter-petition": "voter_petition"}
PROCEDURES = ["complaint", "denunciation", "feedback", "forwarding", "voter-petition", "visit"]
WEIGHTS = {"complaint": 10, "denunciation": 10, "feedback": 2, "forwarding": 3, "voter-petition": 2, "visit": 1}

# Not walked: what comes in from an older book, and what is undone, of which only the store knows all.
LEFT_OUT = {"imported", "revoke", "record_withdrawn"}
# What an office does with its own entries and its own work, in every state: seldom, or nothing else would happen.
DESK = {"correction_noted", "move_matter", "direct", "take_work", "return_work", "hand_over_work", "office_changed", "void"}

# Facts of the case that let a condition hold; what is declared comes by chance.
HELPFUL = {
    "first_instance": {"instance": 1}, "second_instance": {"instance": 2}, "is_copy": {"is_copy_of": True},
    "forwarded_by_body": {"forwarded_by_body": True}, "kind_mixed": {"kind": "mixed"}, "anonymous_filer": {"anonymous": True},
    "competence_disputed": {"refusals": 3}, "settled_here": {"settled_here": True}, "not_settled_here": {"settled_here": False},
    "wants_reply": {"wants_reply": True}, "reply_not_owed": {"wants_reply": False}, "guidance_fits_kind": {"kind": "complaint"},
    "not_competent": {"jurisdiction": "not_competent"}, "competent": {"jurisdiction": "competent"}, "eligible": {"eligibility": "eligible"}}


def calendars(random, shipped, number):
    """Lists of corrections: none, then random ones around the years in which most histories lie."""
    lists = [[]]
    provisional = [key for key, (_, unsure) in shipped.items() if unsure]
    while len(lists) < number:
        edits = {}
        for _ in range(random.randint(1, 6) if random.random() < 0.4 else random.randint(10, 30)):
            what = random.random()
            scope, unsure = "national", "t" if random.random() < 0.3 else "f"
            if what < 0.2 and provisional:
                date, scope = random.choice(provisional)
                kind = random.choice(["off", "off", "work", "-"])
                unsure = "f"
            elif what < 0.3:
                date, _ = random.choice(list(shipped))
                scope = random.choice(["national", "office"])
                kind = random.choice(["-", "work", "off"])
            else:
                date = random.randint(*(BUSY if random.random() < 0.75 else (OPENING, LAST_OPENING)))
                kind = "work" if WEEKEND[date] else "off"
                if what < 0.4:
                    kind = "off" if kind == "work" else "work"
                if what > 0.75:
                    scope, unsure = "office", "f"
            edits[(date, scope)] = f"{ISO[date]} {kind} {unsure} {scope}"
        lists.append([edits[key] for key in sorted(edits)])
    return lists


def walked(version):
    return [row for row in version.rows if row.event not in LEFT_OUT]


class Map:
    """Where the rows of a version lead, so that a walk can make for a certain row and not end early by chance."""

    def __init__(self, version, unknown):
        self.rows = [row for row in walked(version) if unknown.isdisjoint(row.guards(version.rules))]
        self.leaving = {}
        for row in self.rows:
            for state in row.states:
                self.leaving.setdefault(state, []).append(row)
        self.weights = {state: [self.weight(version, row) for row in rows] for state, rows in self.leaving.items()}
        # Rows by (state, goal) that come nearer to the goal.
        self.nearer = {}
        for goal in self.leaving:
            distance = self.distances(goal)
            for state, rows in self.leaving.items():
                if state in distance and state != goal:
                    self.nearer[(state, goal)] = [row for row in rows if distance.get(row.to, 99) < distance[state]]

    def distances(self, goal):
        distance, edge = {goal: 0}, {goal}
        while edge:
            reached = {state for row in self.rows if row.to in edge for state in row.states if state not in distance}
            for state in reached:
                distance[state] = 1 + min(distance[row.to] for row in self.leaving[state] if row.to in edge)
            edge = reached
        return distance

    @staticmethod
    def weight(version, row):
        if row.event in ("redate", "deadline_passed"):
            return 0.15
        if row.event in DESK:
            return 0.03
        if row.event == "correct":
            return 0.3
        if row.to in version.final:
            return 0.1
        if row.event == "record_dialogue" or row.extend:
            return 6.0
        return 2.0 if row.pause or row.resume or row.extend or row.recount else 1.0

    def choose(self, random, state, goal, refused):
        """A row out of this state: towards the goal, the goal itself, or any."""
        if random.random() < 0.6:
            if state in goal.states:
                there = [goal]
            else:
                there = self.nearer.get((state, next(iter(goal.states))), ())
            there = [row for row in there if row not in refused]
            if there:
                return random.choice(there)
        return random.choices(self.leaving[state], self.weights[state])[0]


class Generator:
    """Makes one history after the other and answers it on the way."""

    def __init__(self, versions, calendars_made, random, number=60):
        self.versions, self.calendars, self.random = versions, calendars_made, random
        self.lists = calendars(random, calendars_made.entries, number)
        known = [version for version in versions.values() if version.procedure in PROCEDURES]
        self.walkable = known
        self.weights = [WEIGHTS[version.procedure] for version in known]
        # Rows whose conditions the oracle does not know are not walked; `unknown` names the words.
        self.unknown = {word for version in known for word in version.guards() if word not in GUARDS}
        self.taken = {(version.id, row.event, row.index): 0 for version in known for row in walked(version)}
        self.maps = {version.id: Map(version, self.unknown) for version in known}
        self.tally = Counter()

    def next(self):
        """A history and the oracle's answer to it."""
        if self.random.random() < 0.1:
            self.tally["periods"] += 1
            return self.period()
        while True:
            try:
                return self.walk()
            except UnknownCondition:
                continue

    # MARK: Periods

    def period(self):
        random = self.random
        unit = random.choice(["working_days"] * 4 + ["calendar_days"] * 4 + ["months", "years", "hours", "immediate"])
        amount = {
            "working_days": random.randint(0, 30), "calendar_days": random.randint(0, 120), "months": random.randint(0, 18),
            "years": random.randint(0, 3), "hours": random.randint(0, 200), "immediate": 0}[unit]
        start, extension, pauses, cap = self.opening_day(), 0, [], None
        if unit in ("working_days", "calendar_days") and random.random() < 0.2:
            amount = -random.randint(1, 40)
        elif unit in ("working_days", "calendar_days", "months", "years"):
            if random.random() < 0.3:
                extension = random.randint(1, 60)
            if amount and random.random() < 0.4:
                pauses = self.pauses(start)
            elif not extension and unit == "working_days" and random.random() < 0.6:
                cap = random.randint(1, 40)
        history = {
            "period": {
                "start": ISO[start], "amount": amount, "unit": unit, "extension": extension, "cap": cap,
                "pauses": [[ISO[begin], ISO[end]] for begin, end in pauses]},
            "calendar": random.choice(self.lists)}
        return history, replay(self.versions, self.calendars, history)

    def pauses(self, start):
        pauses, at = [], start
        for _ in range(self.random.choice([1, 1, 1, 2, 3])):
            begin = at + self.random.randint(0, 25)
            at = begin + self.random.randint(0, 60)
            pauses.append((begin, at))
        return pauses

    def opening_day(self, version=None):
        first, last = BUSY if self.random.random() < 0.65 else (OPENING, LAST_OPENING)
        if version is not None:
            first, last = max(first, version.since), min(last, LAST_OPENING if version.until is None else version.until)
            if last < first:
                first, last = max(version.since, OPENING), LAST_OPENING if version.until is None else version.until
        return self.random.randint(first, last)

    # MARK: Cases

    def walk(self):
        random = self.random
        version = random.choices(self.walkable, self.weights)[0]
        opened = self.opening_day(version)
        chart = self.maps[version.id]
        goal = random.choice(chart.rows)
        case, settings = self.opening(version, opened), {}
        if random.random() < 0.6:
            for word in goal.blocks:
                case.update(HELPFUL.get(word, {}))
        for key in version.settings:
            if random.random() < 0.3:
                settings[key] = random.randint(0, 60) if random.random() < 0.95 else 5000
        history = {
            "version": version.id, "calendar": random.choice(self.lists) if random.random() < 0.6 else [], "settings": settings,
            "case": case, "events": []}
        file = Case(version, self.calendars.calendar(history["calendar"]), case, settings)
        answers = []
        today = opened
        for _ in range(random.randint(3, 24 if random.random() < 0.8 else 45)):
            if file.state in version.final:
                back = [row for row in chart.leaving.get(file.state, ()) if row.event == "reopen"]
                row = random.choice(back) if back and random.random() < 0.4 else None
                if row is None and random.random() < 0.9:
                    break
                event = self.event(version, file, row or random.choice(walked(version)), today)
                answer = file.take(event)
                if row is not None and isinstance(answer, str):
                    self.taken[(version.id, row.event, row.index)] += 1
                    self.count(row, event, answer, case)
            elif file.clocks and random.random() < 0.09:
                day = today + random.choice([0, 0, 0, 0, 1, 5, 20])
                event = {"calendar": self.correction(file, day), "today": ISO[day]}
                answer = step(file, self.calendars, event)
            else:
                if file.state not in chart.leaving:
                    break
                event, answer, row = self.attempt(version, file, chart, goal, today, opened if file.state == "new" else None)
                if isinstance(answer, str):
                    self.count(row, event, answer, case)
                if row is goal:
                    goal = random.choice(chart.rows)
            history["events"].append(event)
            answers.append(answer)
            if not isinstance(answer, str):
                self.tally["refusals"] += 1
            elif "event" not in event:
                self.tally["calendar changes"] += 1
                self.tally["clocks moved by them"] += len(answer) > 8 and answer.count(",") + 1
            today = max(today, int(DAY[event["today"]]))
        for clock in file.clocks:
            self.tally["clocks"] += 1
            self.tally["clocks breached"] += clock.state == "breached"
            self.tally["pauses"] += len(clock.pauses)
            self.tally["resumptions"] += sum(resumed is not None for _, resumed in clock.pauses)
            self.tally["extensions"] += len(clock.extensions)
        return history, finish(file, answers)

    def count(self, row, event, answer, case):
        """What the run can say of itself at its end."""
        self.tally["events"] += 1
        self.tally["late or flawed events"] += answer != "accepted:"
        if "new" in row.states:
            self.tally["receipts"] += 1
            self.tally["back-dated receipts"] += case["received_on"] < event["on"] or event["on"] < event["today"]
        self.tally["acceptances"] += row.event in ACCEPTING
        self.tally["corrections"] += row.event == "correct" and "received_on" in event["facts"]
        self.tally["corrected places"] += row.event == "correct" and "remote" in event["facts"]
        self.tally["reopenings"] += row.event == "reopen"
        self.tally["determinations"] += bool(row.recount) and row.event != "correct"
        self.tally["deadlines passed"] += row.event == "deadline_passed"

    def opening(self, version, opened):
        random = self.random
        subject = SUBJECT.get(version.procedure)
        kind = subject if subject and random.random() < 0.9 else random.choice(["complaint", "denunciation", "feedback", "mixed"])
        offices = [office for row in version.rows if "new" in row.states for office in row.offices] or OFFICES
        if version.offices_settling and random.random() < 0.8:
            offices = [office for office in version.offices_settling if office in offices] or offices
        if random.random() < 0.02:
            offices = OFFICES
        people = 1 if random.random() < 0.7 else random.randint(2, 14)
        facts = {
            "office": random.choice(offices), "kind": kind, "received_on": ISO[opened - random.choice([0, 0, 0, 1, 2, 5, 12, 30])],
            "channel": random.choice(["post", "desk", "oral", "forwarded", "email", "portal"]), "people": people,
            "representatives": 0 if people == 1 else random.randint(0, 5)}
        if random.random() < 0.6:
            facts["eligibility"] = "eligible" if random.random() < 0.8 else "ineligible"
        if random.random() < 0.7:
            facts["jurisdiction"] = random.choice(["competent", "competent", "not_competent", "subordinate"])
        if version.procedure == "complaint" and random.random() < 0.3:
            facts["instance"] = 2
            facts["first_decision_on"] = ISO[opened - random.randint(1, 40)]
        for name, often in (
                ("reference_only", 0.9), ("forwarded_by_body", 0.4), ("wants_reply", 0.5), ("appointment_signed", 0.6), ("remote", 0.3),
                ("guided_before", 0.1), ("transferred_before", 0.1), ("settlement_papers", 0.2), ("review_papers", 0.2),
                ("is_copy_of", 0.15), ("settled_here", 0.5), ("open_referral", 0.1), ("recipient_is_self", 0.05), ("anonymous", 0.2),
                ("office_denounced", 0.06), ("recipient_denounced", 0.06)):
            if random.random() < often:
                facts[name] = True
        if random.random() < 0.1:
            facts["refusals"] = random.randint(1, 4)
        if random.random() < 0.05:
            facts["identified"] = False
        return facts

    def correction(self, file, today):
        """Another calendar, one that moves a clock when some tries find it."""
        open_clocks = [clock for clock in file.clocks if clock.open() and clock.due >= today]
        for _ in range(6 if open_clocks else 1):
            edits = self.random.choice(self.lists)
            calendar = self.calendars.calendar(edits)
            if any(clock.count(calendar)[1] != clock.due for clock in open_clocks):
                break
        return edits

    def attempt(self, version, file, chart, goal, today, opened):
        """An event, what becomes of it, and its row; most that are refused are thrown away."""
        refused = []
        for _ in range(6):
            row = chart.choose(self.random, file.state, goal, refused)
            event = self.event(version, file, row, today, opened)
            answer = file.take(event)
            if isinstance(answer, str):
                self.taken[(version.id, row.event, row.index)] += 1
                return event, answer, row
            refused.append(row)
            if self.random.random() < (0.5 if row.extend else 0.1):
                break
        return event, answer, row

    def event(self, version, file, row, today, opened=None):
        random = self.random
        last = file.last if file.last is not None else today if opened is None else opened
        on = last if opened is not None else self.occurred(file, last, row)
        edges = [edge for edge in (row.since, row.until) if edge is not None and last - 1 <= edge <= last + 90]
        if edges and random.random() < 0.3:
            on = max(last, edges[0] + random.randint(-1, 1))
        today = max(today, on)
        if random.random() < 0.15:
            today += random.randint(1, 20)
        if random.random() < 0.01:
            on = today + 1
        elif random.random() < 0.01:
            on = last - 1
        actor = random.choice(row.actors) if random.random() < 0.98 else random.choice(["clerk/owner", "officer/reader", "leader/sender"])
        event = {"event": row.event, "on": ISO[on], "today": ISO[today], "as": actor, "facts": self.facts(version, row, on, today)}
        if row.event == "correct" and file.opened is not None and random.random() < 0.9:
            # Nothing is received after what was done with it.
            received = file.facts["received_on"] + random.choice([-20, -5, -2, -1, 1, 2, 4])
            event["facts"]["received_on"] = ISO[min(received, file.opened)]
        if random.random() < 0.005:
            event["event"] = "no_such_event"
        return event

    def occurred(self, file, last, row):
        random = self.random
        due = [clock.due for clock in file.clocks if clock.open() and clock.due >= last - 2]
        kind = random.random()
        if due and (kind < 0.2 or row.event == "deadline_passed"):
            return max(last, random.choice(due) + random.choice([-2, -1, 0, 0, 1, 1, 2, 5]))
        if kind < 0.4:
            return last
        if kind < 0.8:
            return last + random.randint(1, 5)
        return last + (random.randint(6, 30) if kind < 0.96 else random.randint(31, 120))

    def facts(self, version, row, on, today):
        random = self.random
        facts = {}
        for name, (kind, words, required) in row.takes.items():
            if random.random() < (0.99 if required else 0.45):
                facts[name] = self.value(version, row, name, kind, words, on, today)
        if row.flags and random.random() < 0.93:
            facts["flag_reason"] = "chờ xác minh"
        if random.random() < 0.005:
            facts["no_such_fact"] = "x"
        return facts

    def value(self, version, row, name, kind, words, on, today):
        random = self.random
        if kind == "choice":
            return random.choice(words) if random.random() < 0.995 else "no_such_word"
        if kind == "date":
            return ISO[on - random.choice([0, 0, 0, 1, 3, 10])] if random.random() < 0.99 else ISO[today + 1]
        if kind == "date_ahead":
            return ISO[on + random.randint(0, 60)] if random.random() < 0.99 else ISO[on - 1]
        if kind == "any_date":
            return ISO[on + random.randint(-30, 60)]
        if kind == "bool":
            return random.random() < (0.85 if name in ("complex", "several_places", "evidence_clear") else 0.5)
        if name == "extension_days":
            most = max((version.rules[rule].extension_days or 30 for rule in row.extend), default=30)
            return random.choice([most, most, most, random.randint(1, most), random.randint(1, most), random.choice([0, most + 1])])
        if kind in ("integer", "organisation", "officer"):
            return random.randint(0, 6)
        return "12/CV" if kind == "text" else "nội dung"
