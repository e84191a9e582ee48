"""A calendar that changes under open cases: previewed, imported, closed for one office, taken up again."""

import unittest
from datetime import datetime, timedelta

from test_loop import TODAY, Offices
from tool import ROOT


class CalendarTest(Offices):
    LETTER = {"channel": "post", "receivedOn": TODAY, "kind": "feedback", "title": "Đường ngập", "body": "Kính gửi quý cơ quan.",
              "petitioners": [{"fullName": "Trần Thị Dòng Lệnh"}]}

    def working(self, first, last):
        """Ordinary working days of the calendar in force."""
        days = self.tool.json("calendar", "days", first, last)["days"]
        return [day["day"] for day in days if day["working"] and day["note"] == ""]

    def later(self, day, days):
        return (datetime.fromisoformat(day) + timedelta(days=days)).date().isoformat()

    def due(self, case):
        return self.tool.sql(f"select due from clock where case_id = {case} and rule = 'TCD-4'")[0][0]

    def entries(self, case):
        return [row[0] for row in self.tool.sql(f"select actor || ' ' || event from journal where case_id = {case} and event = 'redate' order by seq")]

    def calendar(self, name, *off):
        text = (ROOT / "sql" / "catalogues" / "calendar.csv").read_text().rstrip("\n")
        file = self.tool.folder / name
        file.write_text(text + "".join(f"\n{day},off,Nghỉ bão,f,thử" for day in off) + "\n")
        return file

    def own(self, lines, case):
        return [(line["rule"], line["before"], line["after"]) for line in lines if line["case"] == case and line["rule"] == "TCD-4"]

    def test_an_import_moves_what_runs(self):
        petition = self.enter("petition", "register", self.LETTER)
        case, before = petition["case"], self.due(petition["case"])
        closed = [day for day in self.working(TODAY, before) if day > TODAY][2]
        after = self.working(self.later(before, 1), self.later(before, 30))[0]
        session = self.enter("session", "open", {
            "kind": "scheduled", "sessionDate": self.working(self.later(TODAY, 25), self.later(TODAY, 40))[0], "place": "Trụ sở Tiếp công dân",
            "hostName": "Ông Chủ Trì"})
        self.step(session["case"], "publish", expect=1)
        meeting = self.tool.sql(f"select session_date from session where id = {session['session']}")[0][0]
        file = self.calendar("storm.csv", closed, meeting)

        version = self.tool.json("calendar", "show")["version"]
        stored = self.tool.sql("select * from clock order by id")
        preview = self.tool.json("calendar", "import", file, "--preview")
        self.assertEqual((preview["preview"], preview["version"], preview["previous"]), (True, version, version))
        self.assertLessEqual({closed, meeting}, {day["day"] for day in preview["added"]})
        self.assertEqual(self.own(preview["moved"], case), [("TCD-4", before, after)])
        self.assertEqual([line["number"] for line in preview["moved"] if line["case"] == case], [f"{petition['number']}/{petition['bookYear']}"])
        self.assertEqual([(hit["session"], hit["day"], hit["reason"]) for hit in preview["sessions"]], [(session["session"], meeting, "Nghỉ bão")])
        self.assertIn("would move", self.tool.done("calendar", "import", file, "--preview"))
        self.assertEqual((self.tool.sql("select * from clock order by id"), self.tool.json("calendar", "show")["version"]), (stored, version))

        imported = self.tool.json("calendar", "import", file)
        self.assertGreater(imported["version"], version)
        self.assertEqual((imported["moved"], imported["sessions"]), (preview["moved"], preview["sessions"]))
        self.assertEqual((self.due(case), self.entries(case)), (after, ["operator redate"]))
        again = self.tool.json("calendar", "import", file)
        self.assertEqual((again["version"], again["moved"], again["marked"]), (imported["version"], [], []))
        said = self.tool.done("calendar", "redate")
        self.assertIn("moved 0 deadline(s)", said)
        self.assertIn(f"session {session['session']} of HY-TTHDND on {meeting} (Nghỉ bão): postpone with notice, Luật TCD Đ.24.4", said)
        self.assertEqual(self.entries(case), ["operator redate"])
        # The file of before rules again.
        back = self.tool.done("calendar", "import", self.calendar("before.csv"))
        self.assertIn(f"{after}  {before}", back)
        self.assertEqual(self.due(case), before)
        self.assertEqual(self.tool.run("doctor").returncode, 0)

    def test_a_closing_moves_its_office_only(self):
        cases = {officer: self.enter("petition", "register", self.LETTER, officer=officer)["case"] for officer in ["hy-tthdnd", "hy-snnmt"]}
        before = {officer: self.due(case) for officer, case in cases.items()}
        day = [day for day in self.working(TODAY, before["hy-snnmt"]) if day > TODAY][1]
        close = ("calendar", "close", "HY-SNNMT", day, "--reason", "Chuyển trụ sở")
        preview = self.tool.json(*close, "--preview")
        self.assertEqual({line["office"] for line in preview["moved"]}, {"HY-SNNMT"})
        self.assertEqual({officer: self.due(case) for officer, case in cases.items()}, before)
        self.assertEqual(self.tool.json("calendar", "show")["closings"], [])
        closed = self.tool.json(*close)
        self.assertEqual((closed["moved"], closed["day"], closed["reason"]), (preview["moved"], day, "Chuyển trụ sở"))
        self.assertEqual(self.own(closed["moved"], cases["hy-snnmt"])[0][2], self.due(cases["hy-snnmt"]))
        self.assertGreater(self.due(cases["hy-snnmt"]), before["hy-snnmt"])
        self.assertEqual(self.due(cases["hy-tthdnd"]), before["hy-tthdnd"])
        reopen = ("calendar", "reopen", "HY-SNNMT", day)
        self.assertIn("would work", self.tool.done(*reopen, "--preview"))
        self.assertIn(f"HY-SNNMT works on {day}", self.tool.done(*reopen))
        self.assertEqual({officer: self.due(case) for officer, case in cases.items()}, before)
        self.assertEqual(self.tool.run("doctor").returncode, 0)


if __name__ == "__main__":
    unittest.main()
