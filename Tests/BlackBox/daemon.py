"""The built daemon and the operator's tool, run as their users run them."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from cluster import ROOT

BUILT = Path(os.environ.get("BUILT", ROOT / ".build" / "debug"))

# An empty file: the machine's own settings must not reach a test.
NO_SETTINGS = Path(__file__).resolve().parent / "empty.env"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def surroundings(cluster, attachments, user="tiepdan_app", database="tiepdan", **more):
    """An environment that knows our settings and no others."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("TIEPDAN_")}
    return clean | {
        "TIEPDAN_SETTINGS": str(NO_SETTINGS), "TIEPDAN_DATABASE": cluster.conninfo(user, database), "TIEPDAN_SHARE": str(ROOT),
        "TIEPDAN_ATTACHMENTS": str(attachments)} | more


def tiepdan(cluster, *arguments, user="tiepdan_app", database="tiepdan", attachments="/nonexistent", check=True):
    """Runs the operator's tool. Gives the finished process."""
    done = subprocess.run(
        [BUILT / "tiepdan", *arguments], env=surroundings(cluster, attachments, user, database), text=True, capture_output=True,
        stdin=subprocess.DEVNULL, timeout=120)
    if check and done.returncode != 0:
        raise AssertionError(f"tiepdan {' '.join(arguments)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def json(self):
        return json.loads(self.body)


class Daemon:
    def __init__(self, cluster, database="tiepdan", attachments=None, **settings):
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="tdbb-daemon-", dir="/tmp"))
        self.attachments = Path(attachments or self.folder / "attachments")
        self.log = self.folder / "log"
        self.environment = surroundings(cluster, self.attachments, database=database, TIEPDAN_PORT=str(self.port)) | settings
        self.process = None

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [BUILT / "tiepdand"], env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        return self

    def started(self, seconds=20):
        """Starts it and waits until it can work."""
        self.start()
        self.wait("/readyz", 200, seconds)
        return self

    def wait(self, path, status, seconds=20):
        deadline = time.monotonic() + seconds
        seen = None
        while time.monotonic() < deadline:
            try:
                seen = self.get(path, timeout=2).status
                if seen == status:
                    return
            except OSError as error:
                seen = error
            if self.process.poll() is not None:
                raise AssertionError(f"the daemon ended with {self.process.returncode}:\n{self.tail()}")
            time.sleep(0.05)
        raise AssertionError(f"{path} did not answer {status} within {seconds} s, last {seen}:\n{self.tail()}")

    def request(self, method, path, token=None, body=None, headers=None, timeout=30):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            headers = dict(headers or {})
            if token:
                headers["Authorization"] = f"Bearer {token}"
            if isinstance(body, (dict, list)):
                body = json.dumps(body).encode()
                headers["Content-Type"] = "application/json"
            connection.request(method, path, body=body, headers=headers)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def get(self, path, token=None, timeout=30):
        return self.request("GET", path, token=token, timeout=timeout)

    def register(self, token, draft, key, timeout=30):
        return self.request("POST", "/api/v1/petitions", token, draft, {"Idempotency-Key": key}, timeout)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def terminate(self, seconds=30):
        """SIGTERM, and the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)

    def tail(self):
        return "\n".join(self.log.read_text().splitlines()[-15:])

    def close(self):
        if self.process and self.process.poll() is None:
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def draft(title, received_on):
    return {
        "channel": "post", "receivedOn": received_on, "kind": "feedback", "title": title,
        "body": "Kính gửi quý cơ quan, gia đình tôi kính mong được xem xét việc đường làng bị ngập nhiều năm nay.",
        "petitioners": [{"fullName": "Nguyễn Thị Thử Nghiệm", "address": "thôn Đông, xã Tân Hưng"}]}
