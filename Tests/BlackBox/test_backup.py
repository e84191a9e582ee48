"""A copy made by deploy/backup.sh, put into an empty cluster by deploy/restore.sh, is the installation again."""

import os
import subprocess
import tempfile
import shutil
import unittest
from pathlib import Path

from cluster import ROOT, Cluster
from daemon import Daemon, draft
from world import WorldCase, today

PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


class BackupTests(WorldCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="tdbb-backup-", dir="/tmp"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def script(self, name, *words, check=True):
        done = subprocess.run([ROOT / "deploy" / name, *map(str, words)], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60)
        if check:
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done

    def copies(self):
        return sorted(path for path in (self.folder / "copies").iterdir() if path.name.startswith("20"))

    def backup(self, daemon):
        self.script(
            "backup.sh", "--to", self.folder / "copies", "--keep", 2, "--owner", self.cluster.conninfo("tiepdan_owner"),
            "--attachments", daemon.attachments)
        return self.copies()[-1]

    def attach(self, daemon, petition, bytes):
        answer = daemon.request(
            "POST", f"/api/v1/petitions/{petition}/attachments?name=don.pdf", self.tokens[0], bytes, {"Content-Type": "application/pdf"})
        self.assertEqual(answer.status, 201, answer.body)
        return answer.json["id"]

    def test_backup_and_restore(self):
        daemon = self.daemon().started()
        registered = [daemon.register(self.tokens[0], draft(f"Đơn số {n}", today()), f"backup-{n}").json for n in range(3)]
        first = self.attach(daemon, registered[0]["petition"], PAPER)
        one = self.backup(daemon)
        second = self.attach(daemon, registered[1]["petition"], PAPER + b"% 2\n")
        two = self.backup(daemon)

        papers = {path.name: path for path in two.glob("attachments/*/*")}
        self.assertEqual(len(papers), 2)
        shared = next(iter(one.glob("attachments/*/*")))
        self.assertEqual(os.stat(shared).st_ino, os.stat(papers[shared.name]).st_ino, "an unchanged paper is stored once")
        original = next(daemon.attachments.glob(f"??/{shared.name}"))
        self.assertNotEqual(os.stat(shared).st_ino, os.stat(original).st_ino, "the copy must not be the daemon's own file")
        self.backup(daemon)
        self.assertEqual(len(self.copies()), 2, "the oldest copy is forgotten")
        self.assertFalse(one.exists())

        fresh = Cluster()
        self.addCleanup(fresh.close)
        restored = self.folder / "restored"
        words = [two, "--owner", fresh.conninfo("tiepdan_owner"), "--attachments", restored]
        self.script("restore.sh", *words)
        self.assert_whole(fresh, restored)
        again = self.script("restore.sh", *words, check=False)
        self.assertEqual(again.returncode, 1)
        self.assertIn("not empty", again.stderr)

        revived = self.daemon(fresh, attachments=restored).started()
        for number, attachment, bytes in [(0, first, PAPER), (1, second, PAPER + b"% 2\n")]:
            read = revived.get(f"/api/v1/attachments/{attachment}", self.tokens[0])
            self.assertEqual((read.status, read.body), (200, bytes))
            petition = revived.get(f"/api/v1/petitions/{registered[number]['petition']}", self.tokens[0]).json
            self.assertEqual(petition["receiptCode"], registered[number]["receiptCode"])
        next_one = revived.register(self.tokens[0], draft("Đơn sau khôi phục", today()), "after-restore")
        expected = max(told["number"] for told in registered) + 1
        self.assertEqual((next_one.status, next_one.json["number"]), (201, expected), "the book goes on where it stood")

        with open(papers[shared.name], "ab") as paper:
            paper.write(b"x")
        fresh.create_database("second")
        spoilt = self.script(
            "restore.sh", two, "--owner", fresh.conninfo("tiepdan_owner", "second"), "--attachments", self.folder / "second", check=False)
        self.assertEqual(spoilt.returncode, 1)
        self.assertIn("spoilt paper", spoilt.stderr)
        self.assertEqual(fresh.psql("second", "select 1 from pg_namespace where nspname = 'tiepdan'"), [], "nothing may be restored half")


if __name__ == "__main__":
    unittest.main()
