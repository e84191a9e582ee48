"""The law's tools: counting a deadline without a database, comparing and drawing versions, trying a version on stored cases."""

import json
import os
import subprocess
import tempfile
import unittest
from datetime import datetime, timedelta, timezone
from pathlib import Path
from xml.etree import ElementTree

from tool import BUILT, ROOT, Tool

PROCEDURES = ROOT / "Sources" / "Law" / "Procedures"
TODAY = datetime.now(timezone(timedelta(hours=7))).date().isoformat()


class Alone(unittest.TestCase):
    """No database anywhere: the settings name one that does not exist."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="tdlaw-", dir="/tmp")
        cls.addClassCleanup(cls.folder.cleanup)
        cls.settings = Path(cls.folder.name) / "tiepdan.env"
        cls.settings.write_text(f"TIEPDAN_DATABASE=host=/nonexistent dbname=none\nTIEPDAN_SHARE={ROOT}\n")

    def run_tool(self, *arguments):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("TIEPDAN_")}
        environment["TIEPDAN_SETTINGS"] = str(self.settings)
        return subprocess.run([BUILT / "tiepdan", "law", *map(str, arguments)], text=True, capture_output=True, env=environment, timeout=120)

    def done(self, *arguments):
        result = self.run_tool(*arguments)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def refused(self, *arguments, says, code=1):
        result = self.run_tool(*arguments)
        self.assertEqual(result.returncode, code, result.stdout + result.stderr)
        self.assertIn(says, result.stderr)
        if code == 1:
            self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)


class DueTest(Alone):
    def due(self, *arguments):
        return json.loads(self.done("due", *arguments, "--json"))

    def test_json(self):
        answer = self.due("KN-1", "--start", "2026-11-19")
        self.assertEqual((answer["nominal"], answer["due"], answer["unit"], answer["amount"]), ("2026-12-01", "2026-12-01", "working_days", 7))
        self.assertEqual(answer["derivation"][0], "19/11 xảy ra sự kiện, không tính")
        self.assertEqual(answer["derivation"][-1], "01/12 ngày 7: hết hạn")
        self.assertEqual((answer["rule"], answer["start"], answer["paused"], answer["provisional"]), ("KN-1", "2026-11-19", False, False))
        self.assertIn("NĐ 155/2026", answer["basis"])
        self.assertTrue(answer["version"].startswith("complaint@2026-07-01"))

    def test_every_option(self):
        for arguments, due in [
            (["KN-2", "--start", "2026-12-01", "--pause", "2026-12-11..2027-01-05"], "2027-01-25"),
            (["KN-2", "--start", "2026-12-01", "--complex"], "2027-01-15"),
            (["KN-3", "--start", "2026-12-01", "--complex"], "2027-02-01"),
            (["KN-2", "--start", "2026-12-01", "--complex", "--remote"], "2027-02-01"),
            (["TC-6", "--start", "2026-12-01", "--extend", "30"], "2027-02-01"),
            (["TC-6", "--start", "2026-12-01", "--extend", "30", "--extend", "30"], "2027-03-01"),
            (["TC-1", "--start", "2026-11-19", "--several"], "2026-12-04"),
            (["KN-1", "--start", "2026-06-15"], "2026-06-25"),
            (["KN-1", "--start", "2026-06-15", "--on", "2026-07-01"], "2026-06-24"),
            (["TCD-1", "--start", "2026-12-01"], "2026-11-23"),
        ]:
            self.assertEqual(self.due(*arguments)["due"], due, arguments)
        self.assertTrue(self.due("KN-2", "--start", "2026-12-01", "--pause", "2026-12-11..")["paused"])

    def test_text(self):
        said = self.done("due", "KN-3", "--start", "2026-12-01", "--complex")
        for words in ["vùng sâu, vùng xa", "60 ngày", "Ngày tính ra:  thứ bảy 30/01/2027", "Hạn theo luật: thứ hai 01/02/2027", "[found-old", "Cách tính:"]:
            self.assertIn(words, said)

    def test_a_calendar_of_ones_own(self):
        calendar = Path(self.folder.name) / "calendar.csv"
        calendar.write_text("day,kind,title,provisional,source\n2026-11-20,off,Nghỉ bão,f,thử\n")
        answer = self.due("KN-1", "--start", "2026-11-19", "--calendar", calendar)
        self.assertEqual((answer["due"], answer["calendar"]), ("2026-12-01", "calendar.csv"))
        self.assertIn("20/11 nghỉ lễ: Nghỉ bão, không tính", answer["derivation"])
        self.refused("due", "KN-1", "--start", "2026-11-19", "--calendar", "/nonexistent.csv", says="/nonexistent.csv")

    def test_what_cannot_be_counted(self):
        start = ("--start", "2026-12-01")
        self.refused("due", "KN-99", *start, says="KN-1, ")
        self.refused("due", "KN-2", *start, "--pause", "2026-11-01..2026-11-05", says="[pause] (pause_before_start)")
        self.refused("due", "KN-2", *start, "--pause", "2026-12-11..2026-12-10", says="pause_reversed")
        self.refused("due", "KN-2", *start, "--pause", "2026-12-05..2026-12-12", "--pause", "2026-12-10..2026-12-20", says="pause_overlaps")
        self.refused("due", "KN-1", *start, "--pause", "2026-12-02..2026-12-03", says="not_pausable")
        self.refused("due", "KN-1", *start, "--complex", says="no_complex_amount")
        self.refused("due", "KN-2", *start, "--extend", "30", says="no_extension")
        self.refused("due", "TC-6", *start, "--extend", "31", says="extension_out_of_range")
        self.refused("due", "TC-6", *start, "--extend", "-3", says="extension_out_of_range")
        self.refused("due", "KN-2", "--start", "2201-01-01", says="[start] (invalid_date)")
        eleven = [word for day in range(2, 13) for word in ("--pause", f"2026-12-{day:02}..2026-12-{day + 1:02}")]
        self.refused("due", "KN-2", *start, *eleven, says="too_many_pauses")
        self.refused("due", "KN-13", "--start", "2026-01-05", says="not_in_force")
        self.refused("due", "KN-1", says="--start", code=64)
        self.refused("due", "KN-1", "--start", "01/12/2026", says="--start", code=64)
        self.refused("due", "KN-2", *start, "--pause", "2026-12-11", says="--pause", code=64)

    def test_a_refusal_as_json(self):
        for arguments, code, field in [
            (["KN-99", "--start", "2026-12-01"], "unknown_rule", "rule"),
            (["KN-2", "--start", "2026-12-01", "--extend", "30"], "no_extension", "extend"),
        ]:
            refused = self.run_tool("due", *arguments, "--json")
            self.assertEqual(refused.returncode, 1, refused.stderr)
            answer = json.loads(refused.stdout)
            self.assertEqual((sorted(answer), answer["code"], answer["field"]), (["code", "field", "message"], code, field))


class ShowTest(Alone):
    def versions(self):
        return [line["id"] for line in json.loads(self.done("list", "--json"))]

    def test_every_version_is_drawn(self):
        namespace = "{http://www.w3.org/2000/svg}"
        for version in self.versions():
            outline = json.loads(self.done("show", version, "--json"))
            tree = ElementTree.fromstring(self.done("show", version, "--format", "svg"))
            self.assertEqual(tree.tag, namespace + "svg")
            words = " ".join("".join(text.itertext()) for text in tree.iter(namespace + "text"))
            for state in outline["states"]:
                self.assertIn(" ".join(state["title"].split()), " ".join(words.split()), version)
            # A3 across, in points: what is larger cannot be printed on one sheet.
            self.assertLessEqual(float(tree.get("width").removesuffix("pt")), 1191, version)
            self.assertLessEqual(float(tree.get("height").removesuffix("pt")), 1191, version)

    def test_as_text(self):
        self.assertTrue(self.done("show", "visit", "--format", "dot").startswith("digraph"))
        self.assertIn("| Thời hạn | Tên | Số lượng | Tính từ | Gia hạn |", self.done("show", "denunciation", "--format", "markdown"))
        marks = self.done("show", "complaint", "--format", "mermaid")
        for words in ["stateDiagram-v2", "▶ KN-2", "❚❚ KN-2", "▷ KN-2", "■ KN-1"]:
            self.assertIn(words, marks)

    def test_older_versions(self):
        self.assertIn("complaint@2020-12-10.", self.done("show", "complaint", "--on", "2026-06-30"))
        self.assertIn("complaint@2020-12-10.", self.done("show", "complaint@2020-12-10"))
        self.refused("show", "complaint@1990-01-01", says="complaint@1990-01-01")
        self.refused("show", "nothing", says="no procedure nothing")


class DiffTest(Alone):
    def test_old_and_new_complaints(self):
        said = self.done("diff", "complaint@2020-12-10", "complaint")
        self.assertIn("~ KN-1: ", said)
        self.assertIn("Số lượng: 10 ngày → 7 ngày làm việc", said)
        changes = json.loads(self.done("diff", "complaint@2020-12-10", "complaint@2026-07-01", "--json"))
        clock = next(c for c in changes["changes"] if c["part"] == "clock" and c["name"] == "KN-1")
        self.assertIn({"field": "Số lượng", "before": "10 ngày", "after": "7 ngày làm việc"}, clock["details"])

    def test_a_file(self):
        changed = Path(self.folder.name) / "visit@2026-07-01.yaml"
        changed.write_text((PROCEDURES / "visit@2026-07-01.yaml").read_text().replace("amount: 3,", "amount: 4,"))
        self.assertIn("3 ngày làm việc → 4 ngày làm việc", self.done("diff", "visit", changed))
        self.assertIn("Hai bản như nhau.", self.done("diff", "visit", "visit@2026-07-01.1"))
        self.refused("diff", "visit", "/nonexistent.yaml", says="/nonexistent.yaml")
        self.refused("diff", "visit", "nothing@2026-07-01", says="nothing@2026-07-01")


class CheckTest(Alone):
    def test_the_catalogue_is_checked_with_the_procedures(self):
        self.assertIn(" deadlines, ", self.done("check"))
        self.assertTrue(json.loads(self.done("check", "--json"))["sound"])


class DryRunTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tool = Tool()
        cls.addClassCleanup(cls.tool.close)
        cls.tool.done("migrate")
        cls.tool.done("office", "add", "HY-X", "--kind", "people_council", "--level", "province", "--name", "Thường trực HĐND tỉnh X",
                      "--symbol", "X", "--province", "33")
        cls.tool.done("user", "add", "hy-x", "--name", "Phạm Thị Ánh", "--office", "HY-X", "--role", "clerk", "--role", "officer", "--no-password")
        draft = {"channel": "post", "receivedOn": TODAY, "kind": "feedback", "title": "Đường ngập", "body": "Kính gửi.",
                 "petitioners": [{"fullName": "Trần Thị Dòng Lệnh"}]}
        cls.petition = cls.tool.json("petition", "register", "--as", "hy-x", stdin=json.dumps(draft))
        cls.tool.json("case", "step", cls.petition["case"], "classify", "--as", "hy-x", "--expect", 1, "--fact", "kind=feedback",
                      "--fact", "eligibility=eligible", "--fact", "jurisdiction=not_competent")

    def trial(self, old, new):
        """The forwarding procedure with one thing changed."""
        text = (PROCEDURES / "forwarding@2026-07-01.yaml").read_text()
        self.assertIn(old, text)
        path = self.tool.folder / "forwarding@2026-07-01.yaml"
        path.write_text(text.replace(old, new))
        return path

    def test_the_law_in_force_changes_nothing(self):
        report = self.tool.json("law", "dry-run", "forwarding", "--since", TODAY)
        self.assertEqual((report["cases"], report["same"], report["outcomes"]), (1, 1, []))
        said = self.tool.done("law", "dry-run", "forwarding", "--since", TODAY)
        self.assertIn("1 hồ sơ, 1 như cũ", said)
        later = (datetime.fromisoformat(TODAY) + timedelta(days=1)).date().isoformat()
        self.assertEqual(self.tool.json("law", "dry-run", "forwarding", "--since", later)["cases"], 0)

    def test_another_amount(self):
        before = self.tool.sql("select count(*), max(seq) from journal")
        old = "TCD-4: {title: Trả lời kết quả xử lý đơn, amount: 10"
        report = self.tool.json("law", "dry-run", self.trial(old, old.replace("10", "3")), "--since", TODAY)
        self.assertEqual((report["cases"], report["same"], report["clocks"]), (1, 0, 1))
        outcome = report["outcomes"][0]
        stored = self.tool.sql(f"select due from clock where case_id = {self.petition['case']} and rule = 'TCD-4'")[0][0]
        self.assertEqual((outcome["caseID"], outcome["clocks"][0]["rule"], outcome["clocks"][0]["stored"]), (self.petition["case"], "TCD-4", stored))
        self.assertLess(outcome["clocks"][0]["new"], stored)
        self.assertEqual(self.tool.sql("select count(*), max(seq) from journal"), before, "nothing is written")

    def test_what_is_no_version(self):
        for name in ["nothing", "/nonexistent.yaml"]:
            result = self.tool.run("law", "dry-run", name, "--since", TODAY)
            self.assertEqual((result.returncode, len(result.stderr.splitlines())), (1, 1), result.stderr)
            self.assertIn(name, result.stderr)


if __name__ == "__main__":
    unittest.main()
