"""Which days an office works, from `sql/catalogues/calendar.csv` and the rules of Bộ luật Lao động Đ.111, Đ.112.

A day is a number: days since 2015-01-01. A calendar is made of arrays over all days up to 2045, so that counting is looking up.
"""

import csv
import datetime
from itertools import accumulate

FIRST = datetime.date(2015, 1, 1)
LENGTH = (datetime.date(2046, 1, 1) - FIRST).days


class Day(int):
    """A declared date, told apart from a declared number."""
    __slots__ = ()


DATES = [FIRST + datetime.timedelta(n) for n in range(LENGTH)]
ISO = [date.isoformat() for date in DATES]
DAY = {text: Day(n) for n, text in enumerate(ISO)}
YEAR = [date.year for date in DATES]
WEEKEND = [date.weekday() >= 5 for date in DATES]


def day(text):
    """The number of a date written `2026-11-19`."""
    return int(DAY[text])


def add_months(start, months):
    """The corresponding day of the month, else the last one of that month (BLDS Đ.148.3)."""
    date = DATES[start]
    years, month = divmod(date.month - 1 + months, 12)
    year, month = date.year + years, month + 1
    last = (datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(1)).day
    return (datetime.date(year, month, min(date.day, last)) - FIRST).days


def fixed_holidays(year):
    """What a year nobody has announced is believed to have: holidays with a date of their own, and the days off that compensate for
    those on a weekend: for each the next day that works (BLLĐ Đ.111.3)."""
    dates = [(1, 1), (4, 30), (5, 1), (9, 2)]
    if year >= 2026:
        dates.append((11, 24))
    days = [(datetime.date(year, month, number) - FIRST).days for month, number in dates]
    off = set(days)
    for holiday in days:
        if WEEKEND[holiday]:
            other = holiday + 1
            while WEEKEND[other] or other in off:
                other += 1
            off.add(other)
    return off


FIXED = {year: fixed_holidays(year) for year in range(2015, 2046)}


def shipped(root):
    """Entries of the shipped file: `{(day, scope): (kind, provisional)}`."""
    with open(f"{root}/sql/catalogues/calendar.csv", encoding="utf-8", newline="") as file:
        return {(day(row["day"]), "national"): (row["kind"], row["provisional"] in ("t", "true")) for row in csv.DictReader(file)}


class Calendar:
    """Working days by the entries of one version."""

    def __init__(self, entries):
        known = {YEAR[day] for day, scope in entries if scope == "national"}
        working = bytearray(LENGTH)
        unsure = bytearray(LENGTH)
        for n in range(LENGTH):
            if YEAR[n] in known:
                working[n] = not WEEKEND[n]
            else:
                working[n] = not WEEKEND[n] and n not in FIXED[YEAR[n]]
                unsure[n] = 1
        # What the office says of a day goes before what the nation says.
        for level in ("national", "office"):
            for (n, scope), (kind, provisional) in entries.items():
                if scope == level:
                    working[n] = kind == "work"
                    unsure[n] = provisional
        self.working = working
        self.days = [n for n in range(LENGTH) if working[n]]
        # How many working days there are up to and with each day; the same of days that are not settled.
        self.until = list(accumulate(working))
        self.unsure = list(accumulate(unsure))

    def on_or_after(self, n):
        """The day itself when it works, else the next one that does."""
        return n if self.working[n] else self.days[self.until[n]]

    def on_or_before(self, n):
        return n if self.working[n] else self.days[self.until[n] - 1]

    def between(self, start, end):
        """Working days after `start` up to and with `end`."""
        return self.until[end] - self.until[start]

    def doubtful(self, first, last):
        """Whether any day from `first` to `last` rests on an entry that is not official or a year that is not known."""
        return self.unsure[last] > self.unsure[first - 1]


def edited(entries, edits):
    """The entries after corrections such as `2027-02-05 off f national`; a kind of `-` takes the entry away."""
    entries = dict(entries)
    for edit in edits:
        date, kind, provisional, scope = edit.split()
        if kind == "-":
            entries.pop((day(date), scope), None)
        else:
            entries[(day(date), scope)] = (kind, provisional == "t")
    return entries


class Calendars:
    """Calendars by their corrections to the shipped one, each made once."""

    def __init__(self, root):
        self.entries = shipped(root)
        self.made = {}

    def calendar(self, edits):
        key = tuple(edits)
        found = self.made.get(key)
        if found is None:
            found = self.made[key] = Calendar(edited(self.entries, edits))
        return found
