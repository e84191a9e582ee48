"""The built operator's tool against a database of its own on a private cluster."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "Tests" / "BlackBox"))

from cluster import DATABASE, Cluster  # noqa: E402

BUILT = Path(os.environ.get("BUILT", ROOT / ".build" / "debug"))


class Tool:
    """`tiepdan` with a settings file that points at a cluster of its own."""

    def __init__(self):
        self.cluster = Cluster()
        # Nobody pulls the plug here.
        self.cluster.psql("postgres", "alter system set fsync = off; alter system set synchronous_commit = off; select pg_reload_conf();")
        self.folder = Path(tempfile.mkdtemp(prefix="tdcli-", dir="/tmp"))
        self.attachments = self.folder / "attachments"
        self.attachments.mkdir()
        (self.folder / "tiepdan.env").write_text(
            f"TIEPDAN_DATABASE={self.cluster.conninfo('tiepdan_app')}\nTIEPDAN_SHARE={ROOT}\nTIEPDAN_ATTACHMENTS={self.attachments}\n")

    def close(self):
        self.cluster.close()
        shutil.rmtree(self.folder)

    def run(self, *arguments, stdin=""):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("TIEPDAN_")}
        environment["TIEPDAN_SETTINGS"] = str(self.folder / "tiepdan.env")
        return subprocess.run([BUILT / "tiepdan", *map(str, arguments)], input=stdin, text=True, capture_output=True, env=environment, timeout=120)

    def done(self, *arguments, stdin=""):
        """Its standard output; anything but exit code 0 fails the test."""
        result = self.run(*arguments, stdin=stdin)
        assert result.returncode == 0, f"{arguments} ended with {result.returncode}: {result.stderr}"
        return result.stdout

    def json(self, *arguments, stdin=""):
        return json.loads(self.done(*arguments, "--json", stdin=stdin))

    def sql(self, text):
        """Rows as the superuser sees them."""
        return self.cluster.psql(DATABASE, f"set search_path = tiepdan, public;\n{text};")
