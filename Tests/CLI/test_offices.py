"""Two communes of the demo province become one: looked at before, done, looked at after; a new name; communes that change."""

import unittest
from datetime import datetime, timedelta, timezone

from tool import Tool

TODAY = (datetime.now(timezone.utc) + timedelta(hours=7)).date().isoformat()
OLDS = ("HY-UB-11953", "HY-UB-12970")
NEW = "HY-UB-99001"


class MergeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tool = Tool()
        cls.addClassCleanup(cls.tool.close)
        cls.tool.done("migrate")
        cls.tool.done("demo", "--province", "33")

    def merge(self, *more):
        return ("office", "merge", *OLDS, "--into", NEW, "--name", "Ủy ban nhân dân phường Phố Hải", "--short-name", "UBND phường Phố Hải",
                "--on", TODAY, "--document", "123/NQ-HĐND", *more)

    def rows(self, what):
        return self.tool.sql(f"select {what}")

    def figures(self, report):
        return {(office["code"], figure["what"], figure["detail"]): (figure["before"], figure["after"])
                for office in report["offices"] for figure in office["figures"]}

    def test_01_the_preview_changes_nothing(self):
        state = "md5(string_agg(f::text, ';' order by f.id)) from case_file f"
        before = self.rows(state)
        report = self.tool.json(*self.merge())
        self.assertTrue(report["preview"])
        self.assertEqual(self.rows(state), before)
        self.assertEqual(self.rows(f"count(*) from organisation where code = '{NEW}'"), [["0"]])
        said = self.tool.done(*self.merge())
        self.assertIn("nothing is changed without --yes", said)
        self.assertRegex(said, r"open cases +\w+ +\d+ +0")
        self.assertIn("Ủy ban nhân dân phường Phố Hải", said)

    def test_02_before_and_after(self):
        codes = ", ".join(f"'{code}'" for code in OLDS)
        of = f"join organisation o on o.id = f.organisation and o.code in ({codes})"
        open_before = int(self.rows(f"count(*) from case_file f {of} where not f.final")[0][0])
        clocks = f"k.id, k.due, k.state from clock k where k.case_id in (select f.id from case_file f {of}) order by k.id"
        due = self.rows(clocks)
        cases = [row[0] for row in self.rows(f"f.id from case_file f {of} order by f.id")]
        numbers = self.rows(f"o.code, b.book, b.year, b.last from book_number b join organisation o on o.id = b.organisation and o.code in ({codes}) order by 1, 2, 3")
        accounts = int(self.rows(f"count(distinct r.officer) from officer_role r join organisation o on o.id = r.organisation and o.code in ({codes})")[0][0])
        self.assertGreater(open_before, 3)
        report = self.tool.json(*self.merge("--yes"))
        self.assertFalse(report["preview"])
        told = self.figures(report)
        for code in OLDS:
            self.assertTrue(all(after == 0 for (office, what, _), (_, after) in told.items() if office == code and what != "book"), told)
        self.assertEqual(sum(after for (office, what, _), (_, after) in told.items() if office == NEW and what == "open_cases"), open_before)
        self.assertEqual(told[(NEW, "accounts", "")], (0, accounts))
        print("\n" + "\n".join(f"{office} {what} {detail}: {before} -> {after}" for (office, what, detail), (before, after) in told.items()))
        self.assertEqual(self.rows(f"k.id, k.due, k.state from clock k where k.case_id in ({', '.join(cases)}) order by k.id"), due, "clocks run on")
        self.assertEqual(
            self.rows(f"o.code, b.book, b.year, b.last from book_number b join organisation o on o.id = b.organisation and o.code in ({codes}) order by 1, 2, 3"),
            numbers, "closed books keep their numbers")
        self.assertEqual(self.rows(f"count(*) from book_number b join organisation o on o.id = b.organisation where o.code = '{NEW}'"), [["0"]])
        healthy = self.tool.json("doctor")
        self.assertEqual((healthy["healthy"], healthy["findings"]), (True, []))
        noted = self.rows("event from admin_journal where topic = 'organisation' and event = 'merged' order by seq")
        self.assertEqual(noted, [["merged"], ["merged"]])

    def test_03_the_old_officer_works_in_the_new_office(self):
        number = self.rows(f"r.number || '/' || r.book_year from registration r join organisation o on o.id = r.book and o.code = '{OLDS[0]}' order by r.id limit 1")[0][0]
        shown = self.tool.json("petition", "show", number, "--office", OLDS[0])
        self.assertEqual(shown["petition"]["organisationName"], "Ủy ban nhân dân phường Phố Hải")
        self.assertIn("phohien.chuyenvien", [account["username"] for account in self.tool.json("user", "list", "--office", NEW)])
        self.assertIn("Phố Hiến", shown["petition"]["book"])
        self.assertIn("[Ủy ban nhân dân phường Phố Hiến (cũ)]", self.tool.done("office", "list", "pho hien"))
        self.assertIn("closed: its last day was", self.tool.done("office", "show", OLDS[0]))
        week = ("register", "weekly", "--office", NEW, "--from", "2026-01-01", "--to", "2026-12-31")
        whole, part = self.tool.json(*week), self.tool.json(*week, "--book", OLDS[0])
        self.assertEqual(part["organisationName"], "Ủy ban nhân dân phường Phố Hiến")
        self.assertGreater(len(whole["received"]), len(part["received"]))
        self.assertTrue(all("(" not in line["code"] for line in part["received"]))
        # Who owed reception in the month before: each old office by itself, both together, and the new one not yet.
        before = (datetime.fromisoformat(TODAY).replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
        month = self.tool.json("session", "duties", "--office", NEW, "--month", before)["months"][0]
        self.assertEqual([office["code"] for office in month["offices"]][:1], [NEW])
        self.assertEqual({office["code"] for office in month["offices"] if office["succeeded"]}, set(OLDS))
        self.assertEqual((month["offices"][0]["duties"], month["together"][0]["offices"]), ([], 2))
        alone = self.tool.json("session", "duties", "--office", NEW, "--book", OLDS[0], "--month", before)["months"][0]
        self.assertEqual([office["code"] for office in alone["offices"]], [OLDS[0]])
        self.assertNotIn("together", alone)
        self.assertIn("Ủy ban nhân dân phường Phố Hiến", self.tool.done("session", "duties", "--office", NEW, "--book", OLDS[0], "--month", before))
        self.assertEqual(self.tool.run("session", "duties", "--book", OLDS[0]).returncode, 64)

    def test_04_what_is_refused(self):
        for arguments, says in [
            (("office", "merge", OLDS[0], "--into", NEW, "--on", TODAY, "--yes"), "not_in_force"),
            (("office", "merge", NEW, "--into", NEW, "--on", TODAY, "--yes"), "successor_is_old"),
            (("office", "merge", NEW, "--into", "HY-NOPE", "--on", TODAY), "successor_missing"),
            (("user", "grant", "phohien.lanhdao", "--office", OLDS[0], "--role", "clerk"), "office_closed"),
        ]:
            result = self.tool.run(*arguments)
            self.assertEqual((result.returncode, len(result.stderr.splitlines())), (1, 1), result.stderr)
            self.assertTrue(says in result.stderr or "[" in result.stderr, result.stderr)
        self.assertEqual(self.tool.run("office", "merge", "--into", NEW, "--on", TODAY).returncode, 64)

    def test_05_another_name(self):
        looked = self.tool.done("office", "rename", NEW, "--name", "Ủy ban nhân dân phường Hải Phố", "--on", TODAY)
        self.assertIn("would be called", looked)
        result = self.tool.run("office", "rename", NEW, "--name", "Ủy ban nhân dân phường Hải Phố", "--on", TODAY, "--yes")
        self.assertEqual(result.returncode, 1, "it has had its name for less than a day")
        self.tool.done("office", "rename", "HY-UB-12826", "--name", "Ủy ban nhân dân phường Đổi Tên", "--on", TODAY, "--yes")
        self.assertEqual(self.rows("count(*) from organisation_name"), [["1"]])

    def test_06_communes(self):
        change = self.tool.folder / "communes.csv"
        change.write_text("old_code,new_code,new_name,new_kind\n11953,99001,Phường Phố Hải,phuong\n12970,99001,Phường Phố Hải,phuong\n")
        self.assertIn("would close 2", self.tool.done("commune", "change", change, "--on", TODAY))
        self.assertEqual(self.rows("count(*) from commune where code = '99001'"), [["0"]])
        report = self.tool.json("commune", "change", change, "--on", TODAY, "--yes")
        self.assertEqual((report["closed"], report["opened"]), (2, 1))
        self.assertEqual(self.rows("communes_today('11953')"), [["99001"]])
        change.write_text("old_code,new_code\n1,2\n")
        self.assertEqual(self.tool.run("commune", "change", change, "--on", TODAY).returncode, 1)


if __name__ == "__main__":
    unittest.main()
