"""A private PostgreSQL 15 cluster on a Unix socket, with real fsync, that may be killed."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TOOLS = Path("/usr/lib/postgresql/15/bin")
DATABASE = "tiepdan"
VIETNAM = timezone(timedelta(hours=7))


def to_midnight(now):
    """What is left of the day in Việt Nam."""
    return (now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)) - now


def within_one_day(minutes):
    """Waits for the new day when the old one ends within so many minutes: what was typed for "today" must still be today when it is sent."""
    left = to_midnight(datetime.now(VIETNAM))
    if left < timedelta(minutes=minutes):
        time.sleep(left.total_seconds() + 1)


class Cluster:
    """The server runs as the user postgres when the tests run as root, who may not."""

    def __init__(self, minutes=2):
        within_one_day(minutes)
        self.folder = Path(tempfile.mkdtemp(prefix="tdbb-", dir="/tmp"))
        self.as_root = os.geteuid() == 0
        if self.as_root:
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        self.run("initdb", "-D", f"{self.folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        self.start()
        self.psql("postgres", (ROOT / "sql" / "roles.sql").read_text())
        self.create_database(DATABASE)

    def command(self, tool, *arguments):
        line = [str(TOOLS / tool), *arguments]
        return ["runuser", "-u", "postgres", "--", *line] if self.as_root else line

    def run(self, tool, *arguments, **options):
        return subprocess.run(
            self.command(tool, *arguments), cwd="/", check=True, text=True, stdin=options.pop("stdin", subprocess.DEVNULL),
            stdout=options.pop("stdout", subprocess.DEVNULL), stderr=subprocess.STDOUT, **options)

    def start(self):
        """The server is our own child: a postmaster that is killed must not stay a zombie, which looks alive to the next one."""
        with open(self.folder.with_suffix(".log"), "ab") as log:
            self.server = subprocess.Popen(
                self.command("postgres", "-D", f"{self.folder}/data", "-k", str(self.folder), "-c", "listen_addresses=", "-c", "port=5432",
                             "-c", "max_connections=60", "-c", "shared_buffers=32MB"),
                cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        deadline = time.monotonic() + 60
        while subprocess.run([TOOLS / "pg_isready", "-q", "-h", self.folder]).returncode != 0:
            if self.server.poll() is not None or time.monotonic() > deadline:
                raise AssertionError("PostgreSQL does not start:\n" + self.folder.with_suffix(".log").read_text()[-2000:])
            time.sleep(0.05)

    def postmaster(self):
        return int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    def stop(self):
        """As a machine that goes down: no checkpoint, connections cut."""
        os.kill(self.postmaster(), signal.SIGQUIT)
        self.server.wait(30)

    def kill(self):
        """kill -9 of the postmaster and of every process it started, at one stroke."""
        postmaster = self.postmaster()
        children = [int(pid) for pid in Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()]
        for pid in [postmaster, *children]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.server.wait(10)
        deadline = time.monotonic() + 10
        while any(alive(pid) for pid in children):
            assert time.monotonic() < deadline, "a process outlived kill -9"
            time.sleep(0.01)

    def create_database(self, name):
        self.run("createdb", "-h", str(self.folder), "-U", "postgres", "-O", "tiepdan_owner", "-T", "template0", "-E", "UTF8",
                 "--locale=C.UTF-8", name)

    def conninfo(self, user, database=DATABASE):
        return f"host={self.folder} dbname={database} user={user}"

    def psql(self, database, text, user="postgres"):
        """Runs SQL; gives the rows as lists of text."""
        done = subprocess.run(
            [str(TOOLS / "psql"), "-XAtq", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-d", self.conninfo(user, database), "-f", "-"],
            input=text, text=True, capture_output=True)
        if done.returncode != 0:
            raise AssertionError(f"psql: {done.stderr}")
        return [line.split("\t") for line in done.stdout.splitlines()]

    def close(self):
        if self.server.poll() is None:
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.with_suffix(".log").unlink(missing_ok=True)


def alive(pid):
    """A zombie whose parent has not looked yet counts as dead."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in ("Z", "X")
    except (FileNotFoundError, ProcessLookupError):
        return False
