"""The shipped calendar against two libraries that know nothing of it: `holidays` (announced days off), `vnlunar` (the lunar calendar)."""

import csv
import datetime
import unittest
from pathlib import Path

import holidays
import vnlunar

from workdays import ISO, WEEKEND, Calendar, Calendars, day, edited, shipped

ROOT = Path(__file__).resolve().parent.parent.parent
YEARS = range(2024, 2028)

# Weekdays on which the file and the library do not agree, and why the file is right or waits.
DEVIATIONS = {
    "2026-01-02": "swapped with Saturday 10/01 by 12729/VPCP-KGVX of 25/12/2025; the library does not have it",
    "2027-02-04": "Tết 2027 was not announced when the file was made: it ships 05/02 and 08–11/02, provisional",
    "2027-02-11": "the same: the library believes in 04–10/02",
}
# Weekend days on which the file lets offices work and the library does not.
SWAPPED = {"2026-01-10": "for 02/01, as above"}


def rows():
    with open(ROOT / "sql/catalogues/calendar.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lunar(year, month, number):
    date = vnlunar.convert_lunar_to_solar(number, month, year)
    return datetime.date(date[2], date[1], date[0])


class ShippedCalendar(unittest.TestCase):
    def setUp(self):
        self.off = {row["day"] for row in rows() if row["kind"] == "off"}
        self.work = {row["day"] for row in rows() if row["kind"] == "work"}

    def test_days_off_are_those_of_the_library(self):
        library = {date.isoformat() for date in holidays.country_holidays("VN", years=YEARS) if date.weekday() < 5}
        self.assertEqual(self.off ^ library, set(DEVIATIONS))

    def test_what_is_not_announced_is_marked_provisional(self):
        doubtful = {row["day"] for row in rows() if row["provisional"] == "t"}
        self.assertEqual({date for date in DEVIATIONS if date > "2027"} & self.off, {"2027-02-11"})
        self.assertLessEqual({"2027-02-11"}, doubtful)

    def test_working_saturdays_are_those_of_the_library(self):
        known = holidays.country_holidays("VN", years=YEARS).weekend_workdays
        library = {date.isoformat() for date in known if date.year in YEARS}
        self.assertEqual(self.work ^ library, set(SWAPPED))

    def test_a_working_weekend_day_has_a_day_off_it_stands_for(self):
        for date in self.work:
            self.assertTrue(WEEKEND[day(date)], date)
        swapped = [row for row in rows() if row["kind"] == "off" and "hoán đổi" in row["title"]]
        self.assertEqual(len(swapped), len(self.work))

    def test_tet_surrounds_the_first_day_of_the_lunar_year(self):
        """Five days in a row with the weekends between them, the first day of the year among them (BLLĐ Đ.112.1.b)."""
        for year in YEARS:
            first = lunar(year, 1, 1)
            near = {date for date in self.off if abs((datetime.date.fromisoformat(date) - first).days) <= 10}
            self.assertEqual(len(near), 5, year)
            free = {first.toordinal()} | {datetime.date.fromisoformat(date).toordinal() for date in near}
            stretch = range(min(free), max(free) + 1)
            self.assertTrue(all(number in free or datetime.date.fromordinal(number).weekday() >= 5 for number in stretch), year)

    def test_the_kings_day_is_the_tenth_of_the_third_lunar_month(self):
        """On a weekend it is made up for on the next working day (BLLĐ Đ.111.3)."""
        for year in YEARS:
            date = lunar(year, 3, 10)
            while date.weekday() >= 5:
                date += datetime.timedelta(1)
            self.assertIn(date.isoformat(), self.off)
            self.assertTrue(any(row["day"] == date.isoformat() and "Giỗ Tổ" in row["title"] for row in rows()), year)

    def test_fixed_holidays_on_a_weekend_are_made_up_for(self):
        for year in YEARS:
            for month, number in [(1, 1), (4, 30), (5, 1), (9, 2)] + ([(11, 24)] if year >= 2026 else []):
                date = datetime.date(year, month, number)
                if date.weekday() < 5:
                    self.assertIn(date.isoformat(), self.off)
                else:
                    later = {(date + datetime.timedelta(n)).isoformat() for n in range(1, 4)}
                    self.assertTrue(later & self.off, date)


class WorkingDays(unittest.TestCase):
    """Which days work, in known years and in others."""

    def setUp(self):
        self.calendars = Calendars(ROOT)
        self.calendar = self.calendars.calendar([])

    def off(self, year, calendar=None):
        first, last = day(f"{year}-01-01"), day(f"{year}-12-31")
        return [ISO[n] for n in range(first, last + 1) if not WEEKEND[n] and not (calendar or self.calendar).working[n]]

    def test_a_known_year_has_the_days_of_the_file(self):
        self.assertEqual(self.off(2026), [row["day"] for row in rows() if row["day"][:4] == "2026" and row["kind"] == "off"])
        self.assertTrue(self.calendar.working[day("2026-08-22")])
        self.assertFalse(self.calendar.working[day("2026-08-29")])

    def test_an_unknown_year_has_the_fixed_holidays(self):
        self.assertEqual(self.off(2028), ["2028-01-03", "2028-05-01", "2028-05-02", "2028-09-04", "2028-11-24"])
        self.assertEqual(self.off(2023), ["2023-01-02", "2023-05-01", "2023-05-02", "2023-09-04"])
        # 30/04/2033 is a Saturday, 01/05 a Sunday: Monday and Tuesday make up for them.
        self.assertEqual(self.off(2033), ["2033-01-03", "2033-05-02", "2033-05-03", "2033-09-02", "2033-11-24"])
        self.assertTrue(self.calendar.doubtful(day("2028-03-01"), day("2028-03-01")))
        self.assertFalse(self.calendar.doubtful(day("2026-03-01"), day("2026-03-31")))

    def test_one_national_entry_makes_a_year_known_and_an_entry_of_an_office_does_not(self):
        national = self.calendars.calendar(["2028-03-01 off f national"])
        self.assertEqual(self.off(2028, national), ["2028-03-01"])
        self.assertFalse(national.doubtful(day("2028-05-01"), day("2028-05-01")))
        office = self.calendars.calendar(["2028-03-01 off f office"])
        self.assertEqual(self.off(2028, office), ["2028-01-03", "2028-03-01", "2028-05-01", "2028-05-02", "2028-09-04", "2028-11-24"])
        self.assertFalse(office.doubtful(day("2028-03-01"), day("2028-03-01")))

    def test_what_the_office_says_of_a_day_goes_first(self):
        calendar = self.calendars.calendar(["2026-11-24 work f office", "2026-11-28 work f office", "2026-11-25 off f office"])
        self.assertEqual([ISO[n][8:] for n in range(day("2026-11-23"), day("2026-11-30")) if calendar.working[n]],
                         ["23", "24", "26", "27", "28"])

    def test_an_edit_replaces_or_takes_away(self):
        entries = edited(shipped(ROOT), ["2026-11-24 - f national", "2027-02-05 work f national"])
        self.assertNotIn((day("2026-11-24"), "national"), entries)
        self.assertTrue(Calendar(entries).working[day("2026-11-24")])
        self.assertEqual(entries[(day("2027-02-05"), "national")], ("work", False))


if __name__ == "__main__":
    unittest.main()
