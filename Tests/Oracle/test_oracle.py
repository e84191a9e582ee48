"""The oracle counts as the law does, finds errors that are planted, and agrees with the engine."""

import json
import os
import random
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from counting import deadline
from differential import Engine, compare
from guards import GUARDS
from histories import Generator
from procedures import load
from workdays import ISO, Calendars, day

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CALENDARS = Calendars(ROOT)


def count(start, amount, unit, extension=0, pauses=(), cap=None, edits=()):
    """Nominal and legal day, and `?` when they are not certain."""
    nominal, due, doubt = deadline(
        CALENDARS.calendar(edits), day(start), amount, unit, extension, [(day(begin), day(end)) for begin, end in pauses], cap)
    return f"{ISO[nominal]} {ISO[due]}" + ("?" if doubt else "")


def due(*arguments, **more):
    return count(*arguments, **more).split()[1]


class WorkedExamples(unittest.TestCase):
    """`law.md` §6.3, line by line."""

    def test_working_days_around_the_holiday_of_24_11(self):
        self.assertEqual(due("2026-11-19", 7, "working_days"), "2026-12-01")
        self.assertEqual(due("2026-11-19", 5, "working_days"), "2026-11-27")
        self.assertEqual(due("2026-11-19", 10, "working_days"), "2026-12-04")
        self.assertEqual(due("2026-11-19", 3, "working_days"), "2026-11-25")

    def test_settlement_of_complaints(self):
        self.assertEqual(count("2026-12-01", 30, "calendar_days"), "2026-12-31 2026-12-31")
        self.assertEqual(count("2026-12-01", 45, "calendar_days"), "2027-01-15 2027-01-15")
        self.assertEqual(count("2026-12-01", 60, "calendar_days"), "2027-01-30 2027-02-01")
        # Inside a Tết that nobody had announced: the shipped entries give a day, and say that it is not certain.
        self.assertEqual(count("2026-12-01", 70, "calendar_days"), "2027-02-09 2027-02-12?")

    def test_denunciations_extended_once_and_twice(self):
        self.assertEqual(count("2026-12-01", 30, "calendar_days", 30), "2027-01-30 2027-02-01")
        self.assertEqual(count("2026-12-01", 30, "calendar_days", 60), "2027-03-01 2027-03-01")

    def test_a_right_is_not_cut_short_by_a_holiday(self):
        self.assertEqual(count("2026-08-26", 90, "calendar_days"), "2026-11-24 2026-11-25")

    def test_a_suspension_gives_the_rest_back(self):
        self.assertEqual(due("2026-12-01", 30, "calendar_days", pauses=[("2026-12-11", "2027-01-05")]), "2027-01-25")


class Counting(unittest.TestCase):
    def test_months_and_years_end_on_the_corresponding_day(self):
        self.assertEqual(count("2026-01-31", 1, "months"), "2026-02-28 2026-03-02")
        self.assertEqual(count("2024-02-29", 1, "years"), "2025-02-28 2025-02-28")
        self.assertEqual(count("2026-11-24", 1, "years"), "2027-11-24 2027-11-25")
        self.assertEqual(count("2026-10-31", 4, "months"), "2027-02-28 2027-03-01")

    def test_before_deadlines_move_back(self):
        self.assertEqual(count("2026-12-01", -5, "working_days"), "2026-11-23 2026-11-23")
        self.assertEqual(count("2026-11-29", -5, "calendar_days"), "2026-11-24 2026-11-23")

    def test_no_days_at_all(self):
        self.assertEqual(due("2026-11-21", 0, "working_days"), "2026-11-23")
        self.assertEqual(due("2026-11-20", 0, "working_days"), "2026-11-20")
        self.assertEqual(due("2026-11-24", 0, "immediate"), "2026-11-25")

    def test_hours_become_whole_days_and_stay(self):
        self.assertEqual(count("2026-11-20", 1, "hours"), "2026-11-21 2026-11-21")
        self.assertEqual(count("2026-11-20", 24, "hours"), "2026-11-21 2026-11-21")
        self.assertEqual(count("2026-11-20", 25, "hours"), "2026-11-22 2026-11-22")

    def test_an_extension_of_working_days_is_in_working_days(self):
        self.assertEqual(due("2026-11-19", 2, "working_days", 5), due("2026-11-19", 7, "working_days"))

    def test_several_pauses_add_up(self):
        pauses = [("2026-12-11", "2026-12-21"), ("2026-12-31", "2027-01-20")]
        self.assertEqual(count("2026-12-01", 30, "calendar_days", pauses=pauses), "2027-01-30 2027-02-01")
        # Two working days used, none in the pause, five left after Wednesday the 2nd.
        self.assertEqual(due("2026-11-19", 7, "working_days", pauses=[("2026-11-23", "2026-12-02")]), "2026-12-09")

    def test_a_pause_of_no_length_changes_nothing(self):
        self.assertEqual(
            count("2026-12-01", 30, "calendar_days", pauses=[("2026-12-11", "2026-12-11")]), count("2026-12-01", 30, "calendar_days"))

    def test_what_is_over_cannot_stand_still(self):
        late = [("2027-01-04", "2027-02-20")]
        self.assertEqual(count("2026-12-01", 30, "calendar_days", pauses=late), "2026-12-31 2026-12-31")
        self.assertEqual(due("2026-11-19", 7, "working_days", pauses=[("2026-12-02", "2026-12-20")]), "2026-12-01")

    def test_a_period_paused_on_its_last_day_ends_when_it_is_continued(self):
        self.assertEqual(due("2026-12-01", 30, "calendar_days", pauses=[("2026-12-31", "2027-01-16")]), "2027-01-18")
        self.assertEqual(due("2026-11-19", 7, "working_days", pauses=[("2026-12-01", "2026-12-19")]), "2026-12-21")
        # Continued on Saturday the 19th, paused again on the Monday on which it would end: it ends on the day it is continued then.
        twice = [("2026-12-01", "2026-12-19"), ("2026-12-21", "2027-01-06")]
        self.assertEqual(due("2026-11-19", 7, "working_days", pauses=twice), "2027-01-06")

    def test_a_cap_is_the_earlier_of_both(self):
        self.assertEqual(due("2026-11-19", 7, "working_days", cap=10), "2026-11-30")
        self.assertEqual(due("2026-12-01", 7, "working_days", cap=10), "2026-12-10")

    def test_doubt_is_told(self):
        self.assertTrue(count("2027-01-29", 6, "working_days").endswith("?"))
        self.assertFalse(count("2027-01-20", 5, "working_days").endswith("?"))
        self.assertTrue(count("2030-05-06", 5, "calendar_days").endswith("?"))
        self.assertFalse(count("2026-11-19", 7, "working_days", edits=["2026-12-02 off t national"]).endswith("?"))
        self.assertTrue(count("2026-11-19", 7, "working_days", edits=["2026-12-01 off t national"]).endswith("?"))


class Histories(unittest.TestCase):
    def test_the_oracle_knows_every_condition_and_every_kind_of_history(self):
        versions = load(ROOT)
        generator = Generator(versions, CALENDARS, random.Random("kinds"))
        self.assertEqual({word for version in versions.values() for word in version.guards()} - set(GUARDS), set())
        for _ in range(3000):
            generator.next()
        for kind in ("receipts", "back-dated receipts", "acceptances", "pauses", "resumptions", "extensions", "determinations",
                     "corrections", "corrected places", "reopenings", "deadlines passed", "late or flawed events", "calendar changes", "clocks moved by them", "refusals", "periods"):
            self.assertGreater(generator.tally[kind], 20, kind)


def differential(*arguments):
    command = [sys.executable, HERE / "differential.py", *map(str, arguments)]
    return subprocess.run(command, text=True, capture_output=True, timeout=1800)


def engine(folder):
    return f"{sys.executable} {folder / 'answers.py'} {ROOT}"


# What could be wrong in an engine, planted in a copy of the oracle one at a time: file, what stands there, what stands there instead.
PLANTED = [
    ("clocks.py", "return self.state == \"paused\" and self.due < self.pauses[-1][0]", "return False"),
    ("counting.py", "end = start + amount\n", "end = start + amount - 1\n"),
    ("counting.py", "    due = calendar.on_or_after(end)\n", "    due = end\n"),
    ("counting.py", "    end += extension\n", ""),
    ("counting.py", "amount + extension, pauses", "amount, pauses"),
    ("counting.py", "end = resumed + max(0, end - begin)", "end += resumed - begin + 1"),
    ("counting.py", "amount = max(0, amount - (until[begin] - until[start]))", "amount = max(0, amount - (begin - start))"),
    ("counting.py", "due = calendar.on_or_before(end)", "due = calendar.on_or_after(end)"),
    ("counting.py", "if due >= answer[1]:", "if due < answer[1]:"),
    ("counting.py", "doubt or (unit == \"working_days\" and calendar.doubtful(start + 1, due))", "doubt"),
    ("workdays.py", "while WEEKEND[other] or other in off:", "while WEEKEND[other]:"),
    ("workdays.py", '("national", "office")', '("office", "national")'),
    ("workdays.py", "if year >= 2026:", "if year > 9999:"),
    ("workdays.py", 'if scope == "national"}', "}"),
    ("workdays.py", "(datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(1)).day", "28"),
    ("clocks.py", "and not clock.over(today)", ""),
    ("clocks.py", "(final and clock.ends != \"lapse\")", "False"),
    ("clocks.py", "clock.ends == \"lapse\" and late", "False"),
    ("clocks.py", "\"breached\" if late and", "\"breached\" if clock.due <= on and"),
    ("clocks.py", "late = clock.over(on)", "late = clock.due < on"),
    ("clocks.py", "order.insert(0, rule.remote_complex)", "pass"),
    ("clocks.py", "if any(clock.rule == rule.name and clock.open() for clock in self.clocks):", "if False:"),
    ("clocks.py", "old.state, old.ended = state, None\n                return", "pass"),
    ("clocks.py", "clock.start = moment.on if start is None else start", "clock.start = moment.on"),
    ("clocks.py", "clock.pauses[:-1] + [(clock.pauses[-1][0], on)]", "clock.pauses[:-1] + [(clock.pauses[-1][0], on - 1)]"),
    ("clocks.py", "len(clock.extensions) < times", "len(clock.extensions) <= times"),
    ("clocks.py", "on > row.until", "on >= row.until"),
    ("clocks.py", "                clock.start = start\n", ""),
    ("clocks.py", "max(day for day in (value, anew) if day is not None)", "value"),
    ("clocks.py", "\"correct\", \"correction_noted\"", "\"correction_noted\""),
    ("clocks.py", "event == \"correct\" and \"remote\" not in declared", "event == \"correct\""),
    ("clocks.py", "self.prior if row.to == \"prior\"", "self.state if row.to == \"prior\""),
]


class Differential(unittest.TestCase):
    def test_the_oracle_agrees_with_itself_through_the_protocol(self):
        result = differential("--histories", 3000, "--engine", engine(HERE))
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertRegex(result.stdout.splitlines()[-1], r"^3000 histories, 0 differences, seed 1, \d+ s$")

    def test_planted_errors_are_found(self):
        generator = Generator(load(ROOT), CALENDARS, random.Random("planted"))
        chunks = []
        for file, old, new in PLANTED:
            with self.subTest(f"{file}: {old.strip()}"), tempfile.TemporaryDirectory() as folder:
                copy = Path(folder) / "oracle"
                shutil.copytree(HERE, copy, ignore=shutil.ignore_patterns("__pycache__"))
                text = (copy / file).read_text("utf-8")
                self.assertEqual(text.count(old), 1)
                (copy / file).write_text(text.replace(old, new), "utf-8")
                planted = Engine(shlex.split(engine(copy)))
                found = []
                for number in range(40):
                    if number == len(chunks):
                        pairs = [generator.next() for _ in range(300)]
                        chunks.append(([json.dumps(history, ensure_ascii=False) for history, _ in pairs], [answer for _, answer in pairs]))
                    found = compare(planted, *chunks[number])
                    if found:
                        break
                planted.close()
                self.assertTrue(found, "12,000 histories do not find it")
                self.assertIn("\n* ", found[0])

    def test_an_engine_that_fails_is_not_an_engine_that_agrees(self):
        self.assertEqual(differential("--histories", 10, "--engine", "false").returncode, 2)
        self.assertEqual(differential("--histories", 10, "--engine", "yes nonsense").returncode, 2)

    def test_the_engine_agrees(self):
        """A small run; `scripts/oracle` makes the large one."""
        built = Path(os.environ.get("BUILT", ROOT / ".build" / "debug"))
        if "BUILT" not in os.environ and not (built / "law-histories").exists():
            self.skipTest("law-histories is not built")
        result = differential("--histories", os.environ.get("ORACLE_HISTORIES", 20_000), "--seed", "suite")
        print(result.stdout, file=sys.stderr)
        self.assertEqual(result.returncode, 0, result.stdout[:20_000] + result.stderr)


if __name__ == "__main__":
    unittest.main()
