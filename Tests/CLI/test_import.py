"""Five hundred open cases out of a messy workbook: previewed with every mistake named, mended, brought along whole, never twice."""

import csv
import json
import subprocess
import unittest
from datetime import date, timedelta
from pathlib import Path

from test_loop import TODAY
from tool import Tool

# Debian's own, as the tool uses it: openpyxl is its package.
PYTHON = "/usr/bin/python3"
ALONG = [("HY-TTHDND", "people_council", "province", "Thường trực Hội đồng nhân dân tỉnh Hưng Yên"),
         ("HY-VPDBQH", "na_delegation", "province", "Văn phòng Đoàn đại biểu Quốc hội tỉnh Hưng Yên"),
         ("HY-UBND", "people_committee", "province", "Ủy ban nhân dân tỉnh Hưng Yên"),
         ("HY-SNNMT", "department", "province", "Sở Nông nghiệp và Môi trường tỉnh Hưng Yên"),
         ("HY-UB-11953", "commune_committee", "commune", "Ủy ban nhân dân phường Phố Hiến")]


class OldBookTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tool = Tool()
        cls.addClassCleanup(cls.tool.close)
        cls.tool.done("migrate")
        for code, kind, level, name in ALONG:
            cls.tool.done("office", "add", code, "--kind", kind, "--level", level, "--name", name, "--symbol", code[3:], "--province", "33")
            cls.tool.done("user", "add", code.lower(), "--name", "Cán Bộ Thử", "--office", code, "--role", "clerk", "--role", "officer", "--role", "leader",
                          "--no-password")
        cls.wrong, cls.planted = cls.book("wrong.xlsx", "wrong")
        cls.right, cls.mended = cls.book("right.xlsx")

    @classmethod
    def book(cls, name, *more):
        path = cls.tool.folder / name
        made = subprocess.run([PYTHON, Path(__file__).parent / "old_book.py", TODAY, path, *more], text=True, capture_output=True, check=True)
        return path, json.loads(made.stdout)

    def value(self, question):
        return self.tool.sql(question)[0][0]

    def cases(self, code):
        return int(self.value(f"select count(*) from carried_case c join organisation o on o.id = c.organisation where o.code = '{code}'"))

    def errors(self, report):
        return sorted([remark["row"], remark["column"], remark["code"]] for remark in report["remarks"] if remark["weight"] == "error")

    def test_1_the_preview_names_every_mistake(self):
        before = self.value("select count(*) from journal")
        report = self.tool.json("import", "cases", self.wrong, "--office", "HY-TTHDND", "--preview")
        self.assertEqual(self.errors(report), self.planted["wrong"])
        self.assertEqual((report["lines"], report["ready"], report["errors"], report["already"], report["finished"]), (500, 476, 24, 0, 0))
        self.assertEqual((report["passedOver"], report["unknownColumns"], report["otherSheets"]), (10, ["Ngày QĐ"], ["Danh mục"]))
        self.assertGreaterEqual(report["warned"], 10, "hidden rows, numbers without their zeros")
        hidden = [remark for remark in report["remarks"] if remark["code"] == "row_hidden"]
        self.assertEqual(len(hidden), len([place for place in range(500) if place % 37 == 0]))
        divided = next(remark for remark in report["remarks"] if remark["code"] == "commune_ambiguous")
        self.assertIn("Phường Sơn Nam", divided["message"])
        self.assertIn("Xã Hiệp Cường", divided["message"])
        alike = next(remark for remark in report["remarks"] if remark["code"] == "office_unknown")
        self.assertIn("HY-SNNMT", alike["message"])
        self.assertEqual(alike["value"], "Sở Nông nghiệp Hưng Yên")
        said = self.tool.done("import", "cases", self.wrong, "--office", "HY-TTHDND", "--preview")
        self.assertIn("“31/02/2026” Ngày này không có trong lịch.", said)
        self.assertIn("500 lines: 476 ready", said)
        self.assertNotIn("Giấu Kín", said)
        self.assertEqual(self.value("select count(*) from journal"), before)
        self.assertEqual(self.cases("HY-TTHDND"), 0)

    def test_2_one_wrong_line_keeps_all_out(self):
        refused = self.tool.run("import", "cases", self.wrong, "--office", "HY-TTHDND")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("24 lines are wrong, nothing was written", refused.stderr)
        self.assertEqual(self.cases("HY-TTHDND"), 0)

    def test_3_the_mended_book_comes_along_whole_and_once(self):
        office = "(select id from organisation where code = 'HY-TTHDND')"
        report = self.tool.json("import", "cases", self.right, "--office", "HY-TTHDND")
        self.assertEqual((report["lines"], report["errors"], len(report["cases"]), self.cases("HY-TTHDND")), (500, 0, 500, 500))
        stands = dict(self.tool.sql(f"select c.old_number, r.received_on from carried_case c join registration r on r.id = c.registration where c.organisation = {office}"))
        self.assertEqual(stands, dict(self.mended["received"]))
        self.assertEqual(self.value(f"select count(*) from registration r join carried_case c on c.registration = r.id where c.organisation = {office} and r.number::text <> c.old_number"), "0")
        opened = self.tool.sql(f"select distinct j.event, j.actor, f.seq from journal j join case_file f on f.id = j.case_id where f.organisation = {office}")
        self.assertEqual(opened, [["imported", "operator", "1"]])
        # Old communes lie where they lie today, and stay beside it as they were written.
        people = self.tool.sql(f"select count(*), count(commune_code), count(nullif(old_address, '')) from person where organisation = {office}")[0]
        self.assertEqual(people[0], people[1])
        self.assertGreater(int(people[2]), 200)
        self.assertEqual(self.value("select count(*) from person s join commune c on c.code = s.commune_code and c.valid_to is null where c.province_code <> '33'"), "0")
        self.assertEqual(self.value("select count(*) from petition where reference_only"), str(self.mended["denunciations"]))
        # What was sent on waits at its recipient with its reminders.
        sent = self.tool.sql(f"select count(*), sum(reminders), count(answer_by) from referral where sender = {office}")[0]
        self.assertEqual(sent, [str(self.mended["sent"]), str(self.mended["reminders"]), str(self.mended["sent"])])
        self.assertEqual(self.tool.sql("select distinct state from case_file where subject = 'referral'"), [["delivered"]])
        # The law of the day of receipt, days counted, and nothing alarmed that had passed before.
        versions = self.tool.sql(f"""select distinct v.effective_from, r.received_on < '2026-07-01' from case_file f join procedure_version v on v.id = f.version
                                     join registration r on r.id = f.registration where f.organisation = {office} order by 2""")
        self.assertLessEqual({tuple(row) for row in versions}, {("2026-07-01", "f"), ("2021-11-15", "t")})
        late = "k.state = 'running' and k.ends <> 'lapse' and k.due < (now() at time zone 'Asia/Ho_Chi_Minh')::date"
        self.assertGreater(int(self.value(f"select count(*) from clock k where {late}")), 100)
        self.assertEqual(self.value(f"select count(*) from clock k where {late} and k.fired_at is null"), "0")
        self.assertEqual(self.value("select count(*) from outbox"), "0")
        self.assertEqual(self.tool.run("doctor").returncode, 0)
        overdue = [case for case in report["cases"] if case["overdue"]]
        self.assertTrue(all(case["nextDue"] < TODAY for case in overdue))

        again = self.tool.json("import", "cases", self.right, "--office", "HY-TTHDND")
        self.assertEqual((again["already"], again["cases"], again["remarks"]), (500, [], []))
        petition = {"channel": "post", "receivedOn": TODAY, "kind": "feedback", "title": "Đường ngập", "body": "Kính gửi quý cơ quan.",
                    "petitioners": [{"fullName": "Trần Thị Mới"}]}
        new = self.tool.json("petition", "register", "--as", "hy-tthdnd", stdin=json.dumps(petition))
        highest = max((int(number) for number, day in self.mended["received"] if day[:4] == TODAY[:4]), default=0)
        self.assertEqual(new["number"], highest + 1, "the book goes on after the highest number it kept")
        self.assertEqual(self.tool.run("doctor").returncode, 0)

    def test_4_the_right_lines_come_along_and_the_others_stay_beside_the_file(self):
        command = ("import", "cases", self.wrong, "--office", "HY-VPDBQH", "--as", "hy-vpdbqh")
        report = self.tool.json(*command, "--skip-errors")
        self.assertEqual((len(report["cases"]), report["errors"]), (476, 24))
        kept = self.tool.folder / "wrong.errors.csv"
        with open(kept, encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual({int(row["Hàng"]) for row in rows}, {row for row, _, _ in self.planted["wrong"]})
        self.assertEqual(kept.stat().st_mode & 0o777, 0o600)
        self.assertNotIn("Giấu Kín", kept.read_text(encoding="utf-8-sig"))
        stored = self.tool.sql("select count(*) from person where full_name like '%Giấu Kín%' or address like '%Giấu Kín%'")
        self.assertEqual(stored, [["0"]])
        noted = self.tool.sql("select payload->>'cases' from admin_journal where event = 'cases_carried' and actor = 'officer'")
        self.assertEqual(noted, [["476"]])
        rest = self.tool.json("import", "cases", self.right, "--office", "HY-VPDBQH", "--as", "hy-vpdbqh")
        self.assertEqual((len(rest["cases"]), rest["already"], self.cases("HY-VPDBQH")), (24, 476, 500))
        self.assertEqual(self.tool.run("doctor").returncode, 0)

    def test_5_csv_own_words_and_what_is_no_workbook(self):
        file = self.tool.folder / "sổ khác.csv"
        day = (date.fromisoformat(TODAY) - timedelta(days=3)).strftime("%d/%m/%Y")
        file.write_text(f"\ufeffMã HS;Ngày nhận;Họ tên;Loại đơn;Nội dung;Trạng thái\nA-1;{day};Trần Thị Bình;Kiến nghị;Đường ngập;Nằm ở phòng\n")
        words = self.tool.folder / "words.json"
        words.write_text(json.dumps({"columns": {"old_number": ["Mã HS"]}, "states": {"Nằm ở phòng": "Mới tiếp nhận"}}))
        command = ("import", "cases", file, "--office", "HY-UBND")
        refused = self.tool.run(*command, "--preview")
        self.assertEqual((refused.returncode, "Số vào sổ" in refused.stderr), (1, True), refused.stderr)
        report = self.tool.json(*command, "--mapping", words)
        self.assertEqual([(case["oldNumber"], case["number"], case["state"]) for case in report["cases"]], [("A-1", 1, "received")])
        words.write_text('{"columns": {"nonsense": ["A"]}}')
        self.assertIn("nonsense", self.tool.run(*command, "--mapping", words).stderr)

        clerk = self.tool.run(*command, "--as", "hy-snnmt", "--mapping", words)
        self.assertEqual(clerk.returncode, 1)
        for name, content, says in [("no.xlsx", b"no workbook", "not an .xlsx"), ("old.csv", "Số;Ngày".encode("utf-16-le") + b"\xff", "")]:
            path = self.tool.folder / name
            path.write_bytes(content)
            broken = self.tool.run("import", "cases", path, "--office", "HY-UBND", "--preview")
            self.assertEqual((broken.returncode, len(broken.stderr.splitlines())), (1, 1), broken.stderr)
            self.assertIn(says, broken.stderr)
        self.assertEqual(self.tool.run("import", "cases", "x.pdf", "--office", "HY-UBND").returncode, 64)
        self.assertIn("no such sheet", self.tool.run("import", "cases", self.right, "--office", "HY-UBND", "--sheet", "Khác", "--preview").stderr)
