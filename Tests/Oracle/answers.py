"""Answers histories on standard input as the engine would: the oracle behind the engine's protocol (see `histories.py`).

    python3 Tests/Oracle/answers.py CHECKOUT <histories
"""

import json
import sys

from clocks import replay
from procedures import load
from workdays import Calendars


def plain(answer):
    """Of several reasons to refuse the first by name."""
    if isinstance(answer, dict):
        answer["events"] = [event if isinstance(event, str) else min(event) for event in answer["events"]]
    return answer


def main(root):
    versions, calendars = load(root), Calendars(root)
    for line in sys.stdin:
        print(json.dumps(plain(replay(versions, calendars, json.loads(line)))), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
