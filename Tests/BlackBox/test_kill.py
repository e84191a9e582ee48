"""kill -9 under load: what was acknowledged is there once, nothing else is half there."""

import http.client
import threading
import time
import unittest
import uuid

from daemon import draft
from world import WorldCase, today

CLIENTS = 6


class Load:
    """Clients that register without pause, each request with a key of its own, and remember what they were told."""

    def __init__(self, daemon, tokens):
        self.daemon, self.tokens = daemon, tokens
        self.acknowledged, self.unanswered = {}, {}
        self.surprises = []
        self.lock = threading.Lock()
        self.over = threading.Event()
        self.threads = [threading.Thread(target=self.client, args=(number,), daemon=True) for number in range(CLIENTS)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for thread in self.threads:
            thread.join(60)

    def client(self, number):
        token = self.tokens[number % len(self.tokens)]
        while not self.over.is_set():
            key = f"bb-{uuid.uuid4()}"
            if not self.send(token, key):
                time.sleep(0.1)

    def send(self, token, key):
        try:
            answer = self.daemon.register(token, draft(f"Đơn thử {key}", today()), key, timeout=20)
        except (OSError, http.client.HTTPException) as error:
            return self.not_told(token, key, error)
        if answer.status == 201:
            with self.lock:
                self.acknowledged[key] = (token, answer.json)
                self.unanswered.pop(key, None)
            return True
        if answer.status != 503:
            self.surprises.append(f"{answer.status}: {answer.body[:300]}")
        return self.not_told(token, key, answer.status)

    def not_told(self, token, key, reason):
        with self.lock:
            self.unanswered[key] = (token, reason)
        return False

    def wait_for_more(self, count, seconds=20):
        """Until so many more registrations are acknowledged: the load is really on."""
        goal = len(self.acknowledged) + count
        deadline = time.monotonic() + seconds
        while len(self.acknowledged) < goal:
            assert time.monotonic() < deadline, f"only {len(self.acknowledged)} of {goal} registrations came through: {list(self.unanswered.values())[-3:]}"
            time.sleep(0.02)


class KillTests(WorldCase):
    def test_acknowledged_registrations_survive_kill_9(self):
        daemon = self.daemon().started()
        with Load(daemon, self.tokens) as load:
            load.wait_for_more(30)
            daemon.kill()
            daemon.started()

            load.wait_for_more(30)
            self.cluster.kill()
            self.cluster.start()
            load.wait_for_more(30)

            self.cluster.kill()
            daemon.kill()
            self.cluster.start()
            daemon.started()
            load.wait_for_more(30)
            load.over.set()
        self.assertEqual(load.surprises, [], "only 503 is a fit answer while the house burns")
        self.assertTrue(load.unanswered, "nothing was in flight when the processes were killed: the test shows nothing")

        for key, (token, _) in list(load.unanswered.items()):
            self.assertTrue(load.send(token, key), f"the retry of {key} was not acknowledged")
        for key, (token, told) in list(load.acknowledged.items())[::5]:
            again = daemon.register(token, draft(f"Đơn thử {key}", today()), key)
            self.assertEqual(again.json, told, "a repetition must get the first answer")
            read = daemon.get(f"/api/v1/petitions/{told['petition']}", token)
            self.assertEqual((read.status, read.json["number"]), (200, told["number"]))

        rows = self.cluster.psql("tiepdan", """
            select substr(p.title, 9), r.organisation, r.book_year, r.number, p.receipt_code
              from tiepdan.registration r join tiepdan.petition p on p.id = r.petition order by 2, 3, 4""")
        stored = {row[0]: row for row in rows}
        self.assertEqual(len(stored), len(rows), "a registration was entered twice")
        self.assertEqual(set(stored), set(load.acknowledged), "acknowledged and stored are not the same")
        for key, (_, told) in load.acknowledged.items():
            self.assertEqual((int(stored[key][3]), stored[key][4]), (told["number"], told["receiptCode"].replace("-", "")))
        books = {}
        for _, organisation, year, number, _ in rows:
            books.setdefault((organisation, year), []).append(int(number))
        self.assertEqual(len(books), 2)
        for book, numbers in books.items():
            self.assertEqual(numbers, list(range(1, len(numbers) + 1)), f"book {book} has a hole or a double")
        self.assert_whole()


if __name__ == "__main__":
    unittest.main()
