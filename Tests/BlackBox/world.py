"""What the tests share: one migrated cluster with two offices, and a bearer token for the clerk of each."""

import datetime
import json
import unittest

from cluster import Cluster
from daemon import Daemon, tiepdan

OFFICES = [("HY-TTHDND", "people_council", "Thường trực Hội đồng nhân dân tỉnh Hưng Yên"), ("HY-BTCD", "reception_board", "Ban Tiếp công dân tỉnh Hưng Yên")]


def today():
    """The day in Việt Nam, where there is no summer time."""
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=7)).date().isoformat()


def populate(cluster):
    """Two offices with one officer each, as an operator makes them. Gives a bearer token per office."""
    tokens = []
    for code, kind, name in OFFICES:
        officer = code.lower() + ".canbo"
        tiepdan(cluster, "office", "add", code, "--kind", kind, "--level", "province", "--name", name, "--symbol", code[3:], "--province", "33")
        tiepdan(cluster, "user", "add", officer, "--name", "Cán Bộ Thử", "--office", code, "--role", "clerk", "--role", "officer", "--no-password")
        tokens.append(json.loads(tiepdan(cluster, "token", "add", officer, "--name", "black box", "--json").stdout)["token"])
    return tokens


class WorldCase(unittest.TestCase):
    """One cluster per class; each test starts the daemons it needs."""

    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster()
        cls.addClassCleanup(cls.cluster.close)
        tiepdan(cls.cluster, "migrate")
        cls.tokens = populate(cls.cluster)

    def daemon(self, cluster=None, **settings):
        daemon = Daemon(cluster or self.cluster, **settings)
        self.addCleanup(daemon.close)
        self.addCleanup(self.assert_discreet, daemon)
        return daemon

    def assert_discreet(self, daemon):
        """Whatever happened: no line of the log names a person, a letter or what stands in it."""
        said = daemon.log.read_text() if daemon.log.exists() else ""
        for word in ["Thử Nghiệm", "Đơn thử", "đường làng", "Tân Hưng"]:
            self.assertNotIn(word, said)

    def assert_whole(self, cluster=None, attachments="/nonexistent"):
        """The installation's own check: chains, numbers, clocks, registrations."""
        done = tiepdan(cluster or self.cluster, "doctor", attachments=attachments, check=False)
        self.assertEqual(done.returncode, 0, f"tiepdan doctor:\n{done.stdout}{done.stderr}")
