"""Accounts, offices, tokens, settings, law and calendar: what the operator does on an empty installation."""

import unittest
from datetime import date

from tool import ROOT, Tool


class AccountsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tool = Tool()
        cls.addClassCleanup(cls.tool.close)
        before = cls.tool.run("user", "list")
        assert before.returncode == 1 and "tiepdan migrate" in before.stderr, before.stderr
        cls.first = cls.tool.json("migrate")
        cls.tool.done("office", "add", "HY-X", "--kind", "people_council", "--level", "province", "--name", "Thường trực HĐND tỉnh X", "--symbol", "X",
                      "--province", "33")

    def refused(self, code, *arguments, stdin="", says=""):
        result = self.tool.run(*arguments, stdin=stdin)
        self.assertEqual(result.returncode, code, result.stderr)
        self.assertIn(says, result.stderr)
        self.assertNotIn("Fatal error", result.stderr)
        if code == 1:
            self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)

    def test_every_verb_explains_itself(self):
        for words in [[], ["user"], ["user", "add"], ["office", "add"], ["law", "show"], ["demo"]]:
            result = self.tool.run(*words, "--help")
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertIn("USAGE: tiepdan " + " ".join(words), result.stdout)

    def test_migrate_again_finds_nothing_to_do(self):
        self.assertEqual(self.first["migrations"], list(range(1, len(self.first["migrations"]) + 1)))
        self.assertEqual(self.first["catalogues"]["provinces"], 34)
        again = self.tool.json("migrate")
        self.assertEqual((again["migrations"], again["catalogues"], again["laws"]), ([], {}, []))
        # A calendar the operator imported stays in force.
        self.assertEqual(again["calendarVersion"], self.tool.json("calendar", "show")["version"])

    def test_user_life(self):
        added = self.tool.json("user", "add", "van.thu", "--name", "Phạm Thị Ngọc Ánh", "--office", "HY-X", "--role", "clerk", "--generate")
        self.assertGreaterEqual(len(added["password"]), 12)
        self.tool.done("user", "grant", "van.thu", "--office", "HY-X", "--role", "officer")
        self.tool.done("user", "revoke", "van.thu", "--office", "HY-X", "--role", "clerk")
        self.tool.done("user", "deactivate", "van.thu")
        account = next(a for a in self.tool.json("user", "list", "--office", "HY-X") if a["username"] == "van.thu")
        self.assertEqual(account["fullName"], "Phạm Thị Ngọc Ánh")
        self.assertEqual(account["posts"][0]["roles"], ["officer"])
        self.assertFalse(account["active"])
        stored = self.tool.sql("select password from officer where username = 'van.thu'")[0][0]
        self.tool.done("user", "password", "van.thu", stdin="mật khẩu mới dài\n")
        self.assertNotEqual(self.tool.sql("select password from officer where username = 'van.thu'")[0][0], stored)
        self.assertNotIn("mật khẩu", self.tool.sql("select password from officer where username = 'van.thu'")[0][0])

    def test_users_that_cannot_be(self):
        add = ("user", "add")
        self.refused(1, *add, "ai.do", "--name", "Ai", "--office", "HY-Y", "--role", "clerk", "--generate", says="HY-Y")
        self.refused(1, *add, "Có Dấu", "--name", "Ai", "--office", "HY-X", "--role", "clerk", "--generate", says="username")
        self.refused(1, *add, "ai.do", "--name", "Ai", "--office", "HY-X", "--role", "clerk", stdin="", says="password")
        self.refused(1, *add, "ai.do", "--name", "Ai", "--office", "HY-X", "--role", "clerk", stdin="ngan\n", says="8 characters")
        self.refused(64, *add, "ai.do", "--name", "Ai", "--office", "HY-X", "--role", "system", "--generate", says="system")
        self.refused(64, "user", "grant", "van.thu", "--office", "HY-X")
        self.refused(1, "user", "password", "khong.co", "--generate", says="khong.co")
        self.assertEqual(self.tool.sql("select count(*) from officer where username = 'ai.do'"), [["0"]])

    def test_tokens_show_their_secret_once(self):
        self.tool.done("user", "add", "may", "--name", "Máy quét", "--office", "HY-X", "--role", "clerk", "--no-password")
        made = self.tool.json("token", "add", "may", "--name", "máy quét", "--days", "30")
        self.assertNotIn(made["token"], self.tool.done("token", "list", "--json"))
        self.assertEqual(self.tool.sql(f"select count(*) from api_token where secret_hash like '%{made['token']}%'"), [["0"]])
        self.tool.done("token", "revoke", made["id"])
        self.assertIsNotNone(next(t for t in self.tool.json("token", "list") if t["id"] == made["id"])["revokedAt"])
        self.refused(1, "token", "revoke", made["id"])
        self.refused(64, "token", "add", "may", "--name", "x", "--days", "0")

    def test_offices(self):
        found = self.tool.json("office", "list", "hdnd tinh x")
        self.assertEqual([o["code"] for o in found], ["HY-X"])
        self.assertEqual(self.tool.json("office", "show", "HY-X")["office"]["kind"], "people_council")
        self.refused(1, "office", "show", "NOPE", says="NOPE")
        self.refused(64, "office", "add", "Z", "--kind", "kingdom", "--level", "province", "--name", "Z", "--symbol", "Z", says="kingdom")

    def test_units(self):
        for name in ["truong.ban", "uy.vien"]:
            self.tool.done("user", "add", name, "--name", f"Người {name}", "--office", "HY-X", "--role", "officer", "--no-password")
        made = self.tool.json("unit", "add", "Ban Pháp chế", "--office", "HY-X", "--head", "truong.ban", "--member", "uy.vien")
        self.assertEqual(sorted(m["fullName"] for m in made["members"]), ["Người truong.ban", "Người uy.vien"])
        self.refused(1, "unit", "add", "ban pháp chế", "--office", "HY-X", says="[name]")
        self.assertEqual(self.tool.json("unit", "rename", made["id"], "Ban Dân nguyện")["name"], "Ban Dân nguyện")
        staffed = self.tool.json("unit", "staff", made["id"], "--office", "HY-X", "--member", "uy.vien")
        self.assertEqual(([m["fullName"] for m in staffed["members"]], staffed.get("head")), (["Người uy.vien"], None))
        self.assertFalse(self.tool.json("unit", "close", made["id"])["active"])
        self.assertEqual(self.tool.json("unit", "list", "--office", "HY-X"), [])
        self.assertEqual([u["id"] for u in self.tool.json("unit", "list", "--office", "HY-X", "--closed")], [made["id"]])
        self.refused(1, "unit", "rename", made["id"], "Khác", says="not_found")
        self.refused(1, "unit", "list", "--office", "NOPE", says="NOPE")

    def test_settings(self):
        self.tool.done("settings", "set", "referral.decline_days", "7", "--office", "HY-X")
        line = next(s for s in self.tool.json("settings", "list", "--office", "HY-X") if s["key"] == "referral.decline_days")
        self.assertEqual((line["value"], line["from"]), (7, "office"))
        line = next(s for s in self.tool.json("settings", "list") if s["key"] == "referral.decline_days")
        self.assertEqual((line["value"], line["from"]), (5, "default"))
        self.refused(1, "settings", "set", "nothing.like.it", "7", says="nothing.like.it")

    def test_law(self):
        self.assertEqual(len(self.tool.json("law", "list")), len(list((ROOT / "Sources" / "Law" / "Procedures").glob("*.yaml"))))
        self.assertIn("stateDiagram", self.tool.done("law", "show", "referral", "--format", "mermaid"))
        self.assertIn("Luật Tiếp công dân", self.tool.done("law", "show", "forwarding"))
        self.refused(1, "law", "show", "forwarding", "--on", "2020-01-01", says="2020-01-01")
        self.tool.done("law", "check")
        good = (ROOT / "Sources" / "Law" / "Procedures" / "visit@2026-07-01.yaml").read_text()
        self.assertIn("to: identified", good)
        bad = self.tool.folder / "visit@2026-07-01.yaml"
        bad.write_text(good.replace("to: identified", "to: nowhere"))
        result = self.tool.run("law", "check", bad)
        self.assertEqual(result.returncode, 1)
        self.assertIn("nowhere", result.stdout)

    def test_calendar(self):
        days = self.tool.json("calendar", "days", "2026-08-31", "2026-09-06")
        self.assertEqual([d["working"] for d in days["days"]][1:3], [False, False], "1 and 2 September are the National Day")
        self.assertEqual(days["workingDays"], sum(d["working"] for d in days["days"]))
        text = (ROOT / "sql" / "catalogues" / "calendar.csv").read_text()
        extra = self.tool.folder / "calendar.csv"
        extra.write_text(text.rstrip("\n") + "\n2027-12-31,off,Ngày nghỉ thử,f,thử\n")
        before = self.tool.json("calendar", "show")["version"]
        imported = self.tool.json("calendar", "import", extra)
        self.assertEqual(([d["day"] for d in imported["added"]], imported["changed"], imported["removed"]), (["2027-12-31"], [], []))
        self.assertEqual((imported["previous"], self.tool.json("calendar", "show")["version"]), (before, imported["version"]))
        self.assertFalse(self.tool.json("calendar", "days", "2027-12-31", "2027-12-31")["days"][0]["working"])
        self.assertEqual(self.tool.json("calendar", "import", extra)["version"], imported["version"])
        broken = self.tool.folder / "broken.csv"
        broken.write_text("day,kind,title,provisional,source\n2027-13-01,off,x,f,y\n")
        self.refused(1, "calendar", "import", broken, says="2027-13-01")
        self.refused(64, "calendar", "days", "2026-09-06", date(2026, 8, 31).isoformat())

    def test_closings(self):
        closed = self.tool.json("calendar", "close", "HY-X", "2026-12-01", "--reason", "Chuyển trụ sở")
        self.assertEqual((closed["office"], closed["day"], closed["reason"]), ("HY-X", "2026-12-01", "Chuyển trụ sở"))
        told = {name: closed[name] for name in ("office", "officeName", "day", "reason")}
        self.assertEqual(self.tool.json("calendar", "show")["closings"], [told])
        self.assertEqual(self.tool.json("calendar", "show", "--year", "2027")["closings"], [])
        self.assertIn("2026-12-01  closed  HY-X, Chuyển trụ sở", self.tool.done("calendar", "show"))
        self.assertEqual(
            self.tool.sql("""select c.day, c.title from office_closing c join organisation o on o.id = c.organisation where o.code = 'HY-X'"""),
            [["2026-12-01", "Chuyển trụ sở"]])
        self.refused(1, "calendar", "close", "HY-X", "2026-12-01", "--reason", "Bão", says="already_closed")
        self.refused(1, "calendar", "close", "HY-X", "2026-12-06", "--reason", "Bão", says="[day]")
        self.refused(1, "calendar", "close", "NOPE", "2026-12-02", "--reason", "Bão", says="NOPE")
        self.refused(64, "calendar", "close", "HY-X", "2026-12-02", says="--reason")
        self.refused(64, "calendar", "close", "HY-X", "2026-13-02", "--reason", "Bão", says="2026-13-02")
        self.tool.done("calendar", "reopen", "HY-X", "2026-12-01")
        self.assertEqual(self.tool.json("calendar", "show")["closings"], [])
        self.refused(1, "calendar", "reopen", "HY-X", "2026-12-01", says="HY-X")
        noted = self.tool.sql("select event, payload->>'day' from admin_journal where topic = 'calendar' and event like 'office%' order by seq")
        self.assertEqual(noted, [["office_closed", "2026-12-01"], ["office_reopened", "2026-12-01"]])

    def test_remote_communes(self):
        made = self.tool.json("commune", "remote", "11953", "12970")
        self.assertEqual([(c["code"], c["province"], c["remote"]) for c in made], [("11953", "33", True), ("12970", "33", True)])
        self.assertEqual(self.tool.json("commune", "remote", "11953"), [])
        self.tool.done("commune", "remote", "12970", "--off")
        self.assertEqual([c["code"] for c in self.tool.json("commune", "list", "--remote")], ["11953"])
        self.assertEqual(self.tool.json("commune", "list", "--remote", "--province", "92"), [])
        self.assertGreater(len(self.tool.json("commune", "list", "--province", "33")), 50)
        self.refused(1, "commune", "remote", "99999", says="99999")
        self.refused(64, "commune", "remote", says="codes")
        # Loading the catalogues again does not take it back.
        self.tool.done("migrate")
        self.assertEqual([c["code"] for c in self.tool.json("commune", "list", "--remote")], ["11953"])
        noted = self.tool.sql("select event, target from admin_journal where topic = 'catalogue' and event like 'commune%' order by seq")
        self.assertEqual(noted, [["commune_remote", "11953"], ["commune_remote", "12970"], ["commune_not_remote", "12970"]])
        self.tool.done("commune", "remote", "11953", "--off")

    def test_usage(self):
        self.refused(64, "nonsense")
        for group in [(), ("user",), ("law",)]:
            self.assertIn("SUBCOMMANDS", self.tool.done(*group))
        self.assertEqual(self.tool.done("version"), self.tool.json("version")["version"] + "\n")

    def test_a_server_that_is_away(self):
        self.refused(1, "migrate", "--database", "host=/nonexistent dbname=tiepdan user=tiepdan_owner", says="database")


if __name__ == "__main__":
    unittest.main()
