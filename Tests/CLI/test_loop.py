"""The loop typed by an operator in the officers' names: session, visit, petition, referral, answer, told, closed, printed."""

import json
import unittest
from datetime import datetime, timedelta, timezone

from tool import Tool

TODAY = (datetime.now(timezone.utc) + timedelta(hours=7)).date().isoformat()


class LoopTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tool = Tool()
        cls.addClassCleanup(cls.tool.close)
        cls.tool.done("migrate")
        for code, kind, symbol in [("HY-TTHDND", "people_council", "TTHDND"), ("HY-SNNMT", "department", "SNNMT")]:
            cls.tool.done("office", "add", code, "--kind", kind, "--level", "province", "--name", f"Cơ quan {code}", "--symbol", symbol, "--province", "33")
            cls.tool.done("user", "add", code.lower(), "--name", "Cán Bộ Thử", "--office", code, "--role", "clerk", "--role", "officer", "--role", "leader",
                          "--no-password")

    def enter(self, what, verb, draft, officer="hy-tthdnd"):
        return self.tool.json(what, verb, "--as", officer, stdin=json.dumps(draft))

    def step(self, case, event, *facts, officer="hy-tthdnd", expect):
        arguments = [word for fact in facts for word in ("--fact", fact)]
        return self.tool.json("case", "step", case, event, "--as", officer, "--expect", expect, *arguments)

    def test_the_whole_loop(self):
        session = self.enter("session", "open", {
            "kind": "ad_hoc", "sessionDate": TODAY, "place": "Trụ sở Tiếp công dân", "hostName": "Ông Chủ Trì", "ground": "ADHOC-A"})
        self.assertEqual(session["state"], "in_session")
        visit = self.enter("visit", "register", {"session": session["session"], "visitors": [{"fullName": "Trần Thị Dòng Lệnh"}]})
        petition = self.enter("petition", "register", {
            "channel": "desk", "receivedOn": TODAY, "kind": "feedback", "title": "Đường ngập", "body": "Kính gửi quý cơ quan.", "visit": visit["visit"],
            "petitioners": [{"fullName": "Trần Thị Dòng Lệnh"}]})
        self.assertEqual((petition["number"], petition["state"]), (1, "received"))
        own = petition["case"]
        self.step(own, "classify", "kind=feedback", "eligibility=eligible", "jurisdiction=not_competent", expect=1)
        recipient = self.tool.sql("select id from organisation where code = 'HY-SNNMT'")[0][0]
        sent = self.step(own, "refer", f"recipient={recipient}", "letter_number=1/CV", f"letter_date={TODAY}", expect=2)
        track = sent["created"]["referralCase"]
        self.step(track, "acknowledge", officer="hy-snnmt", expect=2)
        self.step(track, "accept", officer="hy-snnmt", expect=3)
        self.step(track, "answer", "result=explained", "summary=Đã trả lời.", "flag_reason=Trả lời ngay.", officer="hy-snnmt", expect=4)
        told = self.step(own, "tell_citizen", f"told_on={TODAY}", "means=letter", expect=4)
        self.assertEqual(told["state"], "closed")
        book = self.tool.done("register", "weekly", "--from", TODAY, "--to", TODAY, "--office", "HY-TTHDND")
        self.assertIn("Đường ngập", book)
        self.assertEqual(self.tool.run("doctor").returncode, 0)
        acted = self.tool.sql("select count(*) from admin_journal where event = 'impersonated'")
        self.assertEqual(acted, [["9"]])

    def test_a_draft_that_cannot_be(self):
        for stdin, says in [("{", "JSON"), ('{"channel": "post"}', "receivedOn"), (json.dumps({
                "channel": "post", "receivedOn": TODAY, "kind": "feedback", "title": "A", "body": "B", "titel": "C"}), "unknown member titel")]:
            result = self.tool.run("petition", "register", "--as", "hy-tthdnd", stdin=stdin)
            self.assertEqual(result.returncode, 1, result.stderr)
            self.assertIn(says, result.stderr)
            self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)
        self.assertEqual(self.tool.sql("select count(*) from petition where title = 'A'"), [["0"]])


class BothProvinces(unittest.TestCase):
    """What scripts/run loads."""

    def test_the_demo_of_both_provinces_is_whole(self):
        tool = Tool()
        self.addCleanup(tool.close)
        tool.done("migrate")
        told = tool.json("demo")
        offices = {row[0] for row in tool.sql("select distinct province_code from organisation")}
        self.assertLessEqual({"33", "92"}, offices)
        self.assertGreater(int(tool.sql("""select count(*) from registration r join organisation o on o.id = r.organisation
                                           where o.province_code = '92'""")[0][0]), 10)
        self.assertGreater(told["petitions"], 50)
        done = tool.run("doctor")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
