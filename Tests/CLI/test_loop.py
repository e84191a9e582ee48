"""The loop typed by an operator in the officers' names: session, visit, petition, referral, answer, told, closed, printed."""

import json
import os
import unittest
from datetime import datetime, timedelta, timezone

from tool import Tool

TODAY = (datetime.now(timezone.utc) + timedelta(hours=7)).date().isoformat()


class Offices(unittest.TestCase):
    """Two offices with one officer each, who may do everything."""

    @classmethod
    def setUpClass(cls):
        cls.tool = Tool()
        cls.addClassCleanup(cls.tool.close)
        cls.tool.done("migrate")
        for code, kind, symbol in [("HY-TTHDND", "people_council", "TTHDND"), ("HY-SNNMT", "department", "SNNMT")]:
            cls.tool.done("office", "add", code, "--kind", kind, "--level", "province", "--name", f"Cơ quan {code}", "--symbol", symbol, "--province", "33")
            cls.tool.done("user", "add", code.lower(), "--name", "Cán Bộ Thử", "--office", code, "--role", "clerk", "--role", "officer", "--role", "leader",
                          "--no-password")

    def refused(self, *arguments, says, stdin=""):
        result = self.tool.run(*arguments, stdin=stdin)
        self.assertEqual((result.returncode, len(result.stderr.splitlines())), (1, 1), result.stderr)
        self.assertIn(says, result.stderr)

    def enter(self, what, verb, draft, officer="hy-tthdnd"):
        return self.tool.json(what, verb, "--as", officer, stdin=json.dumps(draft))

    def step(self, case, event, *facts, officer="hy-tthdnd", expect):
        arguments = [word for fact in facts for word in ("--fact", fact)]
        return self.tool.json("case", "step", case, event, "--as", officer, "--expect", expect, *arguments)


class LoopTest(Offices):
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


class CounterTest(Offices):
    """What a clerk does at the counter beside the loop: the citizen's look-up, scans, the list of a group, the schedule."""

    LETTER = {"channel": "post", "receivedOn": TODAY, "kind": "feedback", "title": "Đường ngập", "body": "Kính gửi quý cơ quan.",
              "petitioners": [{"fullName": "Trần Thị Dòng Lệnh"}]}

    def noted(self, entered):
        return self.tool.sql(f"select payload->>'to' from admin_journal where event = 'impersonated' and payload->>'entered' = '{entered}' order by seq")

    def test_the_citizen_looks_up(self):
        petition = self.enter("petition", "register", self.LETTER)
        before = self.tool.sql("select count(*) from admin_journal")
        found = self.tool.json("petition", "lookup", petition["receiptCode"])
        self.assertEqual([(stage["office"], stage["closed"]) for stage in found["stages"]], [("Cơ quan HY-TTHDND", False)])
        said = self.tool.done("petition", "lookup", petition["receiptCode"].lower().replace("-", ""))
        self.assertIn(found["stages"][0]["words"], said)
        self.assertNotIn("Dòng Lệnh", said)
        self.assertEqual(self.tool.sql("select count(*) from admin_journal"), before)
        self.refused("petition", "lookup", "KHONG-CO", says="unknown_receipt")

    def test_scans(self):
        petition = self.enter("petition", "register", self.LETTER)
        scan = self.tool.folder / "Đơn gốc.pdf"
        scan.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 1000)
        # The daemon's own user owns the folder; what root brings must not shut him out.
        owner = 65534 if os.geteuid() == 0 else os.geteuid()
        os.chown(self.tool.attachments, owner, -1)
        attach = ("petition", "attach", petition["petition"], scan, "--as", "hy-tthdnd")
        stored = self.tool.json(*attach, "--key", "quet-lan-mot")
        self.assertEqual((stored["name"], stored["mediaType"], stored["bytes"]), ("Đơn gốc.pdf", "application/pdf", 256009))
        self.assertEqual(self.tool.json(*attach, "--key", "quet-lan-mot"), stored)
        place = self.tool.attachments / stored["sha256"][:2] / stored["sha256"]
        self.assertEqual(place.read_bytes(), scan.read_bytes())
        for path in [place, place.parent, self.tool.attachments / "incoming"]:
            self.assertEqual(path.stat().st_uid, owner, path)
        number = f"{petition['number']}/{petition['bookYear']}"
        self.assertIn("Đơn gốc.pdf", self.tool.done("petition", "attach", number, scan, "--as", "hy-tthdnd", "--kind", "evidence"))
        self.assertEqual(self.tool.sql(f"select kind from attachment where petition = {petition['petition']} order by id"), [["scan"], ["evidence"]])
        self.assertEqual(self.noted("attachment"), [[str(petition["petition"])]] * 3)
        scan.write_bytes(b"%PDF-1.7 another")
        self.refused(*attach, "--key", "quet-lan-mot", says="idempotency_key_reused")
        self.refused(*attach, "--kind", "virus", says="kind")
        scan.write_text("no paper")
        self.refused(*attach, says="[file]")
        self.refused("petition", "attach", petition["petition"], self.tool.folder / "none.pdf", "--as", "hy-tthdnd", says="none.pdf")
        self.refused("petition", "attach", petition["petition"], scan, "--as", "hy-snnmt", says="not_found")
        self.assertEqual(list((self.tool.attachments / "incoming").iterdir()), [])
        self.assertEqual(self.tool.run("doctor").returncode, 0)

    def test_the_list_of_a_group(self):
        session = self.enter("session", "open", {
            "kind": "ad_hoc", "sessionDate": TODAY, "place": "Trụ sở Tiếp công dân", "hostName": "Ông Chủ Trì", "ground": "ADHOC-A"})
        visit = self.enter("visit", "register", {"session": session["session"], "visitors": [{"fullName": "Trần Thị Đại Diện"}]})
        names = self.tool.folder / "đoàn.txt"
        names.write_text("\ufeffNguyễn Văn Một\r\n\n  Lê Thị Hai \nPhạm Ba\n")
        people = ("visit", "people", visit["visit"], "--as", "hy-tthdnd", "--file")
        listed = self.tool.json(*people, names)["parties"]
        self.assertEqual(
            sorted(person["fullName"] for person in listed), ["Lê Thị Hai", "Nguyễn Văn Một", "Phạm Ba", "Trần Thị Đại Diện"])
        self.assertIn("1 people added, 5 listed", self.tool.done(*people, "-", stdin="Đỗ Bốn\n"))
        self.assertEqual(self.noted("people"), [[str(visit["visit"])]] * 2)
        self.refused(*people, "-", stdin="\n \n", says="no names")
        self.refused(*people, self.tool.folder / "none.txt", says="none.txt")
        self.refused("visit", "people", visit["visit"], "--as", "hy-snnmt", "--file", names, says="not_found")

    def test_the_schedule(self):
        day = (datetime.fromisoformat(TODAY) + timedelta(days=40)).date().isoformat()
        soon = (datetime.fromisoformat(TODAY) + timedelta(days=1)).date().isoformat()
        schedule = ("session", "schedule", "--as", "hy-tthdnd", "--place", "Phòng tiếp công dân", "--hours", "7 giờ 30 – 11 giờ 30", "--from")
        made = self.tool.json(*schedule, day)
        self.assertEqual((made["validFrom"], made["publishedOn"], made["place"]), (day, TODAY, "Phòng tiếp công dân"))
        self.refused(*schedule, day, says="schedule_exists")
        self.refused(*schedule, soon, says="[lateReason]")
        self.assertIn(soon, self.tool.done(*schedule, soon, "--late-reason", "Chuyển trụ sở đột xuất"))
        stored = self.tool.sql("select valid_from, coalesce(published_late_reason, '') from reception_schedule order by valid_from")
        self.assertEqual(stored, [[soon, "Chuyển trụ sở đột xuất"], [day, ""]])
        self.assertEqual(len(self.noted("schedule")), 4)
        self.assertEqual(self.tool.run(*schedule[:-3], "--from", day).returncode, 64)


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
