"""The demo province: loaded once, looked at, stepped, examined, damaged and found damaged."""

import unittest

from tool import Tool


class DemoTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tool = Tool()
        cls.addClassCleanup(cls.tool.close)
        cls.tool.done("migrate")
        cls.demo = cls.tool.json("demo", "--province", "33")

    def test_01_what_it_tells_the_newcomer(self):
        leader = next(a for a in self.demo["accounts"] if a["username"] == "hy.hdnd.lanhdao")
        self.assertEqual((leader["name"], leader["roles"]), ("Nguyễn Hữu Tuyên", ["leader"]))
        self.assertEqual(len(self.demo["receipts"]), 3)
        self.assertEqual(len({r["state"] for r in self.demo["receipts"]}), 3)
        self.assertEqual(self.demo["petitions"], int(self.tool.sql("select count(*) from registration")[0][0]))

    def test_02_histories_are_believable(self):
        # A recipient's entry is dated by the delivery of the letter, everything else by the day it was typed.
        odd = self.tool.sql(
            """select event, case_id from journal where recorded_at > now()
               or (occurred_on <> (recorded_at at time zone 'Asia/Ho_Chi_Minh')::date and event <> 'register')""")
        self.assertEqual(odd, [])
        weekend = self.tool.sql(
            """select count(*) from journal j where j.actor = 'officer' and extract(isodow from j.occurred_on) > 5
               and not exists (select from calendar_day d where d.day = j.occurred_on and d.kind = 'work')""")
        self.assertEqual(weekend, [["0"]])
        states = {tuple(row[:2]): int(row[2]) for row in self.tool.sql(
            "select v.procedure, f.state, count(*) from case_file f join procedure_version v on v.id = f.version group by 1, 2")}
        for wanted in [("forwarding", "received"), ("forwarding", "guided"), ("forwarding", "transferred"), ("forwarding", "closed"),
                       ("forwarding", "filed"), ("referral", "declined"), ("referral", "answered"), ("complaint", "verifying"),
                       ("complaint", "closed"), ("denunciation", "accepted"), ("voter-petition", "sent"), ("feedback", "answered"),
                       ("visit", "refused"), ("reception-session", "closed")]:
            self.assertGreater(states.get(wanted, 0), 0, wanted)
        self.assertGreater(int(self.tool.sql("select count(*) from registration where instance = 2")[0][0]), 0, "second instance")
        overdue = int(self.tool.sql("select count(*) from case_file where not final and next_due < current_date and subject = 'petition'")[0][0])
        total = int(self.tool.sql("select count(*) from case_file where subject = 'petition'")[0][0])
        self.assertTrue(3 <= overdue <= total // 3, f"{overdue} of {total} overdue")
        self.assertEqual(self.tool.sql("select count(*) from outbox where done_at is null"), [["0"]])

    def test_02_work_goes_on_inside_the_offices(self):
        self.assertEqual(
            self.tool.sql("select u.name, p.username from unit u join officer p on p.id = u.head"), [["Phòng Dân nguyện", "hy.hdnd.chuyenvien"]])
        work = self.tool.sql(
            """select u.name, h.username, w.due_on > w.given_on, w.taken_on is null, (select count(*) from direction g where g.case_id = f.id)
                 from work_item w join case_file f on f.id = w.case_id join unit u on u.id = f.unit join officer h on h.id = f.handler
                 join organisation o on o.id = f.organisation where o.code = 'HY-TTHDND' and f.state = 'received'""")
        self.assertEqual(work, [["Phòng Dân nguyện", "hy.hdnd.chuyenvien2", "t", "t", "2"]])
        tasks = self.tool.sql(
            """select g.code, a.code, t.kind, f.final, s.final from task t join organisation g on g.id = t.giver
                 join organisation a on a.id = t.assignee join case_file f on f.task = t.id join case_file s on s.id = t.parent_case""")
        self.assertEqual(tasks, [["HY-UBND", "HY-SNNMT", "verify", "f", "f"]])
        listed = self.tool.sql(
            """select o.code, f.state, x.number, x.state, s.session_date > x.registered_on from session_appointment x
                 join session s on s.id = x.session join case_file f on f.session = s.id join organisation o on o.id = s.organisation order by x.number""")
        self.assertEqual(listed, [["HY-TTHDND", "published", number, "registered", "t"] for number in "12"])
        self.assertEqual(
            self.tool.sql("select denunciation, full_name = '' from session_appointment order by number"), [["f", "f"], ["t", "t"]])
        self.assertEqual(
            self.tool.sql("select coalesce(o.code, i.body), i.reply is not null from session_invitation i left join organisation o on o.id = i.organisation order by i.id"),
            [["HY-SNNMT", "t"], ["Tòa án nhân dân khu vực 1", "f"]])
        self.assertEqual(self.tool.sql("select state from clock where rule = 'TASK-EXT'"), [["running"]])
        self.assertEqual(
            self.tool.sql("""select g.username, t.username, h.from_day > current_date, h.until_day > h.from_day, h.begun_on is null
                               from hand_over h join officer g on g.id = h.from_officer join officer t on t.id = h.to_officer"""),
            [["hy.hdnd.chuyenvien2", "hy.hdnd.chuyenvien", "t", "t", "t"]])
        self.assertEqual(self.tool.sql("select asked_by, outcome from enquiry order by id"), [["code", "told"], ["name", "nothing"]])

    def test_02_the_post_has_come(self):
        states = dict(self.tool.sql("select e.state, count(*) from envelope e join organisation o on o.id = e.organisation where o.code = 'HY-TTHDND' group by 1"))
        self.assertEqual(states, {"waiting": "2", "opened": "1", "handed_on": "2", "tied": "1", "filed": "2"})
        self.assertEqual(
            self.tool.sql("select marking, count(*) from envelope where state = 'handed_on' and sender_name is null group by 1 order by 1"),
            [["personal", "1"], ["secret", "1"]])
        self.assertEqual(self.tool.sql("select state, count(*) from filing_proposal group by 1"), [["signed", "1"]])

    def test_02_somebody_may_sign_in_every_office_that_writes(self):
        nobody = self.tool.sql(
            """select distinct o.code from document d join case_file f on f.id = d.case_id join organisation o on o.id = f.organisation
                where exists (select from officer_role r where r.organisation = o.id)
                  and not exists (select from signing_authority a where a.organisation = o.id and a.form is null and a.valid_to is null)""")
        self.assertEqual(nobody, [])
        blocks = {each["officerName"]: each["lines"] for each in self.tool.json("signing", "list", "--office", "HY-TTHDND")}
        self.assertEqual(blocks["Nguyễn Hữu Tuyên"], ["TM. THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"])
        self.assertEqual(blocks["Đinh Thế Quang"], ["TL. THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN", "CHÁNH VĂN PHÒNG"])
        kinds = {row[0] for row in self.tool.sql("select distinct authority from signing_authority")}
        self.assertEqual(kinds, {"DIRECT", "TM", "KT", "TL", "TUQ"})
        self.assertEqual(
            self.tool.sql("select form, levels from approval_level order by form"), [["transfer_letter", "2"], ["urge_letter", "0"]])

    def test_02_documents_stand_in_every_state_of_their_life(self):
        rows = self.tool.sql(
            """select d.state, d.form, d.approvals || '/' || d.levels, coalesce(s.username, '') from draft d join organisation o on o.id = d.organisation
                 left join officer s on s.id = d.signer where o.code = 'HY-TTHDND' order by d.state, d.form""")
        self.assertEqual(rows, [
            ["approved", "urge_letter", "0/0", ""],
            ["dispatched", "urge_letter", "0/0", "hy.hdnd.chanhvp"],
            ["drafted", "supplement_request", "0/1", ""],
            ["issued", "urge_letter", "0/0", "hy.hdnd.chanhvp"],
            ["returned", "supplement_request", "0/1", ""],
            ["signed", "guidance", "1/1", "hy.hdnd.lanhdao"],
            ["submitted", "split_guidance", "0/1", ""],
            ["submitted", "transfer_letter", "1/2", ""],
        ])
        self.assertEqual(
            self.tool.sql("select count(*) from draft d join document p on p.id = d.document where d.state in ('issued', 'dispatched') and p.kind <> d.form"),
            [["0"]])
        sent = self.tool.sql(
            """select p.means, p.tracking like 'RE%VN', p.received_on >= p.sent_on, r.code from dispatch p join organisation r on r.id = p.organisation
                 join draft d on d.id = p.draft join organisation o on o.id = d.organisation where o.code = 'HY-TTHDND'""")
        self.assertEqual([row[:3] for row in sent], [["registered_post", "t", "t"]])
        # Nobody did it all alone, and nothing of a denunciation is drafted.
        self.assertEqual(
            self.tool.sql("""select d.id from draft d join draft_entry e on e.draft = d.id where d.state in ('issued', 'dispatched')
                              group by d.id having count(distinct e.officer) < 2"""), [])
        self.assertEqual(
            self.tool.sql("""select d.id from draft d join case_file f on f.id = d.case_id join registration r on r.id = f.registration
                              join petition p on p.id = r.petition where p.reference_only"""), [])

    def test_03_nobody_who_denounces_is_named(self):
        self.assertEqual(
            self.tool.sql("select count(*) from party y join petition p on p.id = y.petition where p.reference_only and y.role <> 'respondent'"), [["0"]])

    def test_04_loading_twice_changes_nothing(self):
        before = self.tool.sql("select count(*), max(recorded_at) from journal")
        again = self.tool.run("demo", "--province", "33")
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertIn("loaded already", again.stdout)
        self.assertEqual(self.tool.sql("select count(*), max(recorded_at) from journal"), before)

    def test_05_looking_is_not_journalled(self):
        before = self.tool.sql("select (select count(*) from journal), (select count(*) from admin_journal)")
        shown = self.tool.json("petition", "show", "1/2026", "--office", "HY-TTHDND", "--as", "hy.hdnd.chuyenvien")
        self.assertEqual((shown["petition"]["number"], shown["case"]["id"]), (1, shown["petition"]["case"]))
        self.assertTrue(all(clock["derivation"] for clock in shown["case"]["clocks"]))
        text = self.tool.done("petition", "show", shown["petition"]["id"], "--office", "HY-TTHDND")
        self.assertIn(shown["petition"]["title"], text)
        self.assertIn("không tính", text)
        self.assertEqual(self.tool.sql("select (select count(*) from journal), (select count(*) from admin_journal)"), before)
        other = self.tool.run("petition", "show", shown["petition"]["id"], "--office", "HY-VKSND")
        self.assertEqual((other.returncode, len(other.stderr.splitlines())), (1, 1))

    def test_06_a_step_in_an_officers_name(self):
        case, petition, seq = self.tool.sql(
            """select f.id, r.petition, f.seq from case_file f join registration r on r.id = f.registration join organisation o on o.id = f.organisation
                where o.code = 'HY-TTHDND' and f.state = 'received' order by f.id limit 1""")[0]
        step = ("case", "step", case, "classify", "--as", "hy.hdnd.chuyenvien", "--fact", "kind=feedback", "--fact", "eligibility=eligible")
        stale = self.tool.run(*step, "--fact", "jurisdiction=not_competent", "--expect", int(seq) + 5)
        self.assertEqual((stale.returncode, "stale_sequence" in stale.stderr), (1, True))
        wrong = self.tool.run(*step, "--fact", "jurisdiction=galactic", "--expect", seq)
        self.assertEqual((wrong.returncode, "jurisdiction" in wrong.stderr), (1, True))
        done = self.tool.json(*step, "--fact", "jurisdiction=not_competent", "--expect", seq)
        self.assertEqual((done["state"], done["sequence"]), ("classified", int(seq) + 1))
        self.assertEqual(
            self.tool.sql(f"select actor, p.username from journal j join officer p on p.id = j.officer where case_id = {case} and seq = {done['sequence']}"),
            [["officer", "hy.hdnd.chuyenvien"]])
        noted = self.tool.sql("select actor, payload->>'case' from admin_journal where event = 'impersonated' order by seq desc limit 1")
        self.assertEqual(noted, [["operator", case]])
        chain = self.tool.json("petition", "journal", petition)
        self.assertTrue(chain["whole"])

    def test_07_weekly_register(self):
        week = ("register", "weekly", "--office", "HY-TTHDND", "--from", "2026-01-01", "--to", "2026-12-31")
        register = self.tool.json(*week)
        self.assertIsNone(register.get("number"))
        self.assertGreater(len(register["open"]), 5)
        html = self.tool.done(*week, "--format", "html")
        self.assertIn("Thường trực", html)
        first = ("--from", "2026-07-01", "--to", "2026-07-07")
        issued = self.tool.json("register", "weekly", "--office", "HY-TTHDND", *first, "--issue", "--as", "hy.hdnd.lanhdao")
        self.assertGreater(issued["number"], 0)
        self.assertEqual(self.tool.run("register", "weekly", "--office", "HY-TTHDND", *first, "--issue").returncode, 64)

    def test_08_doctor(self):
        healthy = self.tool.json("doctor")
        self.assertEqual((healthy["healthy"], healthy["findings"]), (True, []))
        self.assertIn("chains", healthy["checks"])
        own, petition = self.tool.sql(
            """select f.id, r.petition from case_file f join registration r on r.id = f.registration where f.seq > 1 order by f.id limit 1""")[0]
        digest = "0" * 64
        self.tool.sql(
            f"""alter table journal disable trigger all; update journal set payload = '{{"forged": 1}}' where case_id = {own} and seq = 2;
                alter table journal enable trigger all;
                insert into blob (sha256, bytes, media_type, stored_at) values ('{digest}', 3, 'text/plain', now())""")
        sick = self.tool.run("doctor", "--json")
        self.assertEqual(sick.returncode, 1)
        self.assertIn("chains", sick.stdout)
        self.assertIn(f'"detail" : "{digest} is missing', sick.stdout)
        broken = self.tool.run("petition", "journal", petition)
        self.assertEqual(broken.returncode, 1)
        self.assertIn("BROKEN", broken.stdout)
        self.assertIn("chain broken", broken.stdout)

    def test_09_a_database_with_real_petitions_is_refused(self):
        self.tool.sql("alter table admin_journal disable trigger all; delete from admin_journal where event = 'demo_loaded'; alter table admin_journal enable trigger all")
        result = self.tool.run("demo", "--province", "92")
        self.assertEqual(result.returncode, 1)
        self.assertIn("petitions", result.stderr)
        self.assertEqual(self.tool.sql("select count(*) from organisation where province_code = '92'"), [["0"]])


if __name__ == "__main__":
    unittest.main()
