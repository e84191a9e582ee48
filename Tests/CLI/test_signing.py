"""Who may sign: granted, listed and ended by the operator; refused in words that say what is wrong."""

import unittest
from datetime import datetime, timedelta, timezone

from tool import Tool

NOW = datetime.now(timezone.utc) + timedelta(hours=7)
TODAY, YESTERDAY, TOMORROW = ((NOW + timedelta(days=days)).date().isoformat() for days in (0, -1, 1))


class SigningTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tool = Tool()
        cls.addClassCleanup(cls.tool.close)
        cls.tool.done("migrate")
        for code in ["HY-X", "HY-Y"]:
            cls.tool.done("office", "add", code, "--kind", "people_council", "--level", "province", "--name", f"Thường trực HĐND {code}",
                          "--symbol", code[-1], "--province", "33")
        for name, office in [("pho.chu.tich", "HY-X"), ("chanh.vp", "HY-X"), ("nguoi.khac", "HY-Y")]:
            cls.tool.done("user", "add", name, "--name", f"Người {name}", "--office", office, "--role", "leader", "--no-password")

    def grant(self, officer, *words, office="HY-X"):
        return ("signing", "grant", officer, "--office", office, *words)

    def refused(self, code, *arguments, says=""):
        before = self.tool.sql("select count(*) from signing_authority")
        result = self.tool.run(*arguments)
        self.assertEqual(result.returncode, code, result.stderr)
        self.assertIn(says, result.stderr)
        self.assertNotIn("Fatal error", result.stderr)
        if code == 1:
            self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)
        self.assertEqual(self.tool.sql("select count(*) from signing_authority"), before)

    def test_granted_listed_ended(self):
        made = self.tool.json(
            *self.grant("pho.chu.tich", "--authority", "KT", "--for", "Chủ tịch", "--lead", "TM. Thường trực HĐND", "--title", "Phó Chủ tịch",
                        "--from", "2026-01-01", "--basis", "7/QĐ-HĐND", "--basis-date", "2026-01-01"))
        self.assertEqual(made["lines"], ["TM. THƯỜNG TRỰC HĐND", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"])
        self.assertEqual((made["officerName"], made.get("form"), made["validFrom"], made["inForce"]), ("Người pho.chu.tich", None, "2026-01-01", True))
        said = self.tool.done(*self.grant("chanh.vp", "--authority", "tl.", "--for", "Thường trực HĐND", "--title", "Chánh Văn phòng",
                                          "--form", "transfer_letter", "--until", TOMORROW))
        self.assertIn("TL. THƯỜNG TRỰC HĐND / CHÁNH VĂN PHÒNG", said)
        listed = self.tool.json("signing", "list", "--office", "HY-X")
        self.assertEqual([(each["officerName"], each.get("form"), each.get("validTo")) for each in listed],
                         [("Người chanh.vp", "transfer_letter", TOMORROW), ("Người pho.chu.tich", None, None)])
        self.assertEqual(listed[0]["validFrom"], TODAY)
        self.assertTrue(listed[0]["formTitle"])
        self.assertEqual(self.tool.json("signing", "list", "--office", "HY-Y"), [])
        ended = self.tool.json("signing", "end", made["id"], "--on", YESTERDAY)
        self.assertEqual((ended["validTo"], ended["inForce"]), (YESTERDAY, False))
        self.assertEqual([each["inForce"] for each in self.tool.json("signing", "list", "--office", "HY-X")], [True, False])
        table = self.tool.done("signing", "list", "--office", "HY-X")
        self.assertIn("TM. THƯỜNG TRỰC HĐND / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH", table)
        self.assertIn("transfer_letter", table)
        self.refused(1, "signing", "end", made["id"], "--on", TODAY, says="đã hết")
        # The installation's chain says who did it; nobody else's name stands there.
        noted = self.tool.sql("select event, target, actor from admin_journal where event like 'signing%' order by seq")
        self.assertEqual([row[0] for row in noted], ["signing_granted", "signing_granted", "signing_ended"])
        self.assertEqual((noted[2][1], {row[2] for row in noted}), (str(made["id"]), {"operator"}))
        self.assertEqual(self.tool.run("doctor").returncode, 0)

    def test_the_head_in_his_own_right(self):
        made = self.tool.json(*self.grant("nguoi.khac", "--authority", "DIRECT", "--title", "Giám đốc", office="HY-Y"))
        self.assertEqual((made["lines"], made["validFrom"]), (["GIÁM ĐỐC"], TODAY))
        self.tool.done("signing", "end", made["id"])
        self.assertEqual(self.tool.json("signing", "list", "--office", "HY-Y")[0]["validTo"], TODAY)
        self.tool.sql("delete from signing_authority where officer = (select id from officer where username = 'nguoi.khac')")

    def test_what_cannot_be(self):
        kt = ("--authority", "KT", "--for", "Chủ tịch", "--title", "Phó Chủ tịch")
        self.refused(1, *self.grant("nguoi.khac", *kt), says="nguoi.khac")
        self.refused(1, *self.grant("khong.co", *kt), says="Không tìm thấy cán bộ khong.co")
        self.refused(1, *self.grant("pho.chu.tich", *kt, office="HY-NOPE"), says="HY-NOPE")
        self.refused(1, *self.grant("pho.chu.tich", "--authority", "PP", "--for", "Chủ tịch", "--title", "Phó"), says="Chỉ nhận")
        self.refused(1, *self.grant("pho.chu.tich", "--authority", "KT", "--title", "Phó Chủ tịch"), says="ký thay")
        self.refused(1, *self.grant("pho.chu.tich", "--authority", "DIRECT", "--for", "Chủ tịch", "--title", "Chủ tịch"), says="để trống")
        self.refused(1, *self.grant("pho.chu.tich", *kt, "--lead", "Thường trực HĐND"), says="[leadLine]")
        self.refused(1, *self.grant("pho.chu.tich", *kt, "--form", "love_letter"), says="Không có loại văn bản này")
        self.refused(1, *self.grant("pho.chu.tich", *kt, "--from", TODAY, "--until", YESTERDAY), says="Ngày cuối")
        self.refused(1, *self.grant("pho.chu.tich", *kt, "--basis-date", TOMORROW), says="[basisDate]")
        self.refused(1, "signing", "end", 999999, says="thẩm quyền ký")
        self.refused(1, "signing", "list", "--office", "HY-NOPE", says="HY-NOPE")
        self.refused(64, *self.grant("pho.chu.tich", *kt, "--from", "2026-13-01"), says="2026-13-01")
        self.refused(64, *self.grant("pho.chu.tich", "--authority", "KT", "--for", "Chủ tịch"), says="--title")
        self.refused(64, "signing", "list", says="--office")


if __name__ == "__main__":
    unittest.main()
