"""The daemon as a service: it waits for its database, drains when asked to stop, and refuses what does not fit it."""

import subprocess
import threading
import time
import unittest

from cluster import TOOLS, Cluster
from daemon import BUILT, Daemon, draft, surroundings, tiepdan
from world import WorldCase, today


class OutageTests(WorldCase):
    def assert_503(self, daemon):
        answer = daemon.register(self.tokens[0], draft("Đơn lúc mất cơ sở dữ liệu", today()), f"outage-{time.monotonic_ns()}")
        self.assertEqual(answer.status, 503, answer.body)
        self.assertGreater(int(answer.headers["Retry-After"]), 0)
        self.assertEqual(answer.headers["Content-Type"].split(";")[0], "application/problem+json")
        self.assertEqual(answer.json["code"], "database_unavailable")

    def test_a_daemon_started_without_database_waits_and_recovers(self):
        self.cluster.stop()
        try:
            daemon = self.daemon().start()
            daemon.wait("/healthz", 200)
            self.assertEqual(daemon.get("/readyz").status, 503)
            self.assert_503(daemon)
        finally:
            self.cluster.start()
        daemon.wait("/readyz", 200)
        answer = daemon.register(self.tokens[0], draft("Đơn sau khi hồi phục", today()), "outage-after-start")
        self.assertEqual(answer.status, 201, answer.body)

    def test_an_outage_gives_503_and_ends_by_itself(self):
        daemon = self.daemon().started()
        self.assertEqual(daemon.register(self.tokens[0], draft("Đơn trước khi mất", today()), "outage-before").status, 201)
        self.cluster.stop()
        try:
            self.assert_503(daemon)
            self.assertEqual(daemon.get("/readyz").status, 503)
            self.assertEqual(daemon.get("/healthz").status, 200)
            self.assertEqual(daemon.get(f"/api/v1/petitions/1", self.tokens[0]).status, 503)
            # An open page that needs no database answers an officer, too, whose cookie can not be looked up.
            cookie = {"Cookie": "tiepdan=" + "A" * 43}
            self.assertEqual(daemon.request("GET", "/tinh-han?han=KN-1&tu=19%2F11%2F2026", headers=cookie).status, 200)
            self.assertEqual(daemon.request("GET", "/don", headers=cookie).status, 503)
        finally:
            self.cluster.start()
        daemon.wait("/readyz", 200)
        again = daemon.register(self.tokens[0], draft("Đơn trước khi mất", today()), "outage-before")
        self.assertEqual(again.status, 201, "the same daemon must answer a repetition as before")
        self.assertIn("tiepdan_pool_reconnects_total", daemon.get("/metrics").body.decode())


class DrainTests(WorldCase):
    def test_sigterm_lets_the_request_in_flight_finish(self):
        daemon = self.daemon().started()
        self.assertEqual(daemon.register(self.tokens[0], draft("Đơn mở sổ", today()), "drain-first").status, 201)
        holder = subprocess.Popen(
            [str(TOOLS / "psql"), "-XAtq", "-d", self.cluster.conninfo("postgres"), "-c",
             "begin; lock table tiepdan.book_number in exclusive mode; select 'held'; select pg_sleep(2); commit"],
            stdout=subprocess.PIPE, text=True)
        self.addCleanup(holder.wait)
        self.addCleanup(holder.stdout.close)
        self.wait_until("select 1 from pg_locks where relation = 'tiepdan.book_number'::regclass and mode = 'ExclusiveLock' and granted")

        answers = []
        client = threading.Thread(
            target=lambda: answers.append(daemon.register(self.tokens[0], draft("Đơn đang vào sổ", today()), "drain-second")))
        client.start()
        self.wait_until("select 1 from pg_locks where relation = 'tiepdan.book_number'::regclass and not granted")
        asked = time.monotonic()
        code = daemon.terminate()
        client.join(10)
        self.assertEqual(code, 0, daemon.tail())
        self.assertGreater(time.monotonic() - asked, 0.5, "nothing was in flight: the test shows nothing")
        self.assertEqual([answer.status for answer in answers], [201], daemon.tail())
        stored = self.cluster.psql("tiepdan", "select count(*) from tiepdan.petition where title = 'Đơn đang vào sổ'")
        self.assertEqual(stored, [["1"]])

    def test_an_idle_connection_does_not_hold_the_daemon(self):
        import http.client
        daemon = self.daemon().started()
        idle = http.client.HTTPConnection("127.0.0.1", daemon.port, timeout=10)
        self.addCleanup(idle.close)
        idle.request("GET", "/healthz")
        idle.getresponse().read()
        asked = time.monotonic()
        self.assertEqual(daemon.terminate(), 0)
        self.assertLess(time.monotonic() - asked, 5)

    def wait_until(self, question, seconds=10):
        deadline = time.monotonic() + seconds
        while not self.cluster.psql("tiepdan", question):
            self.assertLess(time.monotonic(), deadline, question)
            time.sleep(0.05)


class RefusalTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster()
        cls.addClassCleanup(cls.cluster.close)

    def refused(self, **settings):
        """Starts the daemon on the database; gives its exit code and what it said outside of the log's JSON."""
        environment = surroundings(self.cluster, "/nonexistent") | settings
        done = subprocess.run([BUILT / "tiepdand"], env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20)
        return done.returncode, [line for line in done.stderr.splitlines() if not line.startswith("{")]

    def test_database_that_does_not_fit(self):
        code, said = self.refused()
        self.assertEqual((code, len(said)), (78, 1), said)
        self.assertIn("tiepdan migrate", said[0])

        tiepdan(self.cluster, "migrate")
        tiepdan(self.cluster, "migrate")
        taken = self.cluster.psql("tiepdan", """
            delete from tiepdan.schema_migration where version = (select max(version) from tiepdan.schema_migration)
            returning version, name, checksum, breaking, applied_at""")[0]
        code, said = self.refused()
        self.assertEqual((code, len(said)), (78, 1), said)
        self.assertIn(f"database is at migration {int(taken[0]) - 1}, this program needs {taken[0]}", said[0])
        values = ", ".join(f"'{value}'" for value in taken)
        self.cluster.psql("tiepdan", f"insert into tiepdan.schema_migration (version, name, checksum, breaking, applied_at) values ({values})")

        ahead = int(taken[0]) + 1
        self.cluster.psql("tiepdan", f"insert into tiepdan.schema_migration values ({ahead}, 'new_column', 'x', false, now())")
        daemon = Daemon(self.cluster)
        self.addCleanup(daemon.close)
        daemon.started()
        self.assertEqual(daemon.terminate(), 0)

        self.cluster.psql("tiepdan", f"update tiepdan.schema_migration set breaking = true where version = {ahead}")
        code, said = self.refused()
        self.assertEqual((code, len(said)), (78, 1), said)
        self.assertIn("breaking", said[0])

    def test_database_with_other_law(self):
        self.cluster.create_database("otherlaw")
        tiepdan(self.cluster, "migrate", database="otherlaw")
        self.cluster.psql("otherlaw", """
            set session_replication_role = replica;
            update tiepdan.procedure_version set sha256 = repeat('0', 64) where procedure = 'feedback'""")
        code, said = self.refused(TIEPDAN_DATABASE=self.cluster.conninfo("tiepdan_app", "otherlaw"))
        self.assertEqual((code, len(said)), (78, 1), said)
        self.assertIn("law version feedback@", said[0])
        self.assertIn("run `tiepdan migrate`", said[0])
        tiepdan(self.cluster, "migrate", database="otherlaw")
        daemon = Daemon(self.cluster, database="otherlaw")
        self.addCleanup(daemon.close)
        daemon.started()
        self.assertEqual(daemon.terminate(), 0)

    def test_settings_with_mistakes(self):
        code, said = self.refused(TIEPDAN_LANES="many", TIEPDAN_LANE="8")
        self.assertEqual(code, 78)
        self.assertEqual(len([line for line in said if "TIEPDAN_LANE" in line]), 2, said)

    def test_words_on_the_command_line(self):
        environment = surroundings(self.cluster, "/nonexistent")
        run = lambda *words: subprocess.run([BUILT / "tiepdand", *words], env=environment, capture_output=True, text=True, timeout=20)
        self.assertRegex(run("--version").stdout, r"^tiepdand \d+\.\d+\.\d+\n$")
        self.assertIn("TIEPDAN_LANES=8\n", run("--check-settings").stdout)
        self.assertEqual(run("--port", "80").returncode, 64)


if __name__ == "__main__":
    unittest.main()
