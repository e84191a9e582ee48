"""Random histories, answered by the oracle and by the engine; every difference is shown.

    python3 Tests/Oracle/differential.py [--histories N] [--seed S] [--jobs J] [--show K] [--engine COMMAND]
    python3 Tests/Oracle/differential.py --file HISTORIES        the histories of a file, one a line

The engine is `law-histories CHECKOUT` of the build named by BUILT (else .build/debug). The same seed and number make the same histories
whatever the number of jobs. Exit code: 0 no difference, 1 differences, 2 the run itself failed.
"""

import argparse
import json
import multiprocessing
import os
import queue
import random
import shlex
import subprocess
import sys
import threading
import time
import traceback
from collections import Counter
from pathlib import Path

from clocks import replay
from histories import Generator
from procedures import load
from workdays import Calendars

ROOT = Path(__file__).resolve().parent.parent.parent
CHUNK = 1000


class EngineFailed(Exception):
    """It ended, or answered something that is no answer."""


class Engine:
    """A process that answers a line with a line."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        self.lines = queue.Queue()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put(None)

    def ask(self, questions):
        try:
            self.process.stdin.write("".join(question + "\n" for question in questions))
            self.process.stdin.flush()
        except OSError:
            pass
        answers = []
        for question in questions:
            line = self.lines.get()
            if line is None:
                raise EngineFailed(f"the engine ended with {self.process.wait()} at: {question}")
            try:
                answers.append(json.loads(line))
            except ValueError:
                raise EngineFailed(f"no answer: {line[:2000]}\nto: {question}") from None
        return answers

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def differences(expected, answer):
    """What the two answers do not agree on, as sentences; empty when they agree."""
    if isinstance(expected, list):
        return [] if expected == answer else [f"period: the oracle says {expected}, the engine {answer}"]
    if not isinstance(answer, dict) or set(answer) != set(expected):
        return [f"the engine answers {answer}"]
    found = []
    if len(expected["events"]) != len(answer["events"]):
        found.append(f"{len(expected['events'])} events, the engine answers {len(answer['events'])}")
    for number, (mine, theirs) in enumerate(zip(expected["events"], answer["events"]), 1):
        # Of an event with several faults it does not matter which one is told.
        if theirs != mine if isinstance(mine, str) else theirs not in mine:
            found.append(f"event {number}: the oracle says {mine if isinstance(mine, str) else sorted(mine)}, the engine {theirs}")
    if expected["state"] != answer["state"]:
        found.append(f"state: the oracle says {expected['state']}, the engine {answer['state']}")
    mine, theirs = expected["clocks"], answer["clocks"]
    for number in range(max(len(mine), len(theirs))):
        ours = mine[number] if number < len(mine) else None
        other = theirs[number] if number < len(theirs) else None
        if ours != other:
            found.append(f"clock {number + 1}:\n    the oracle says {json.dumps(ours)}\n    the engine      {json.dumps(other)}")
    return found


def shown(question, expected, answer, found):
    """A difference in full."""
    history = json.loads(question)
    lines = ["-" * 100]
    if "events" in history:
        lines.append(json.dumps({name: value for name, value in history.items() if name != "events"}, ensure_ascii=False))
        mine, theirs = expected["events"], answer.get("events", []) if isinstance(answer, dict) else []
        for number, event in enumerate(history["events"]):
            other = theirs[number] if number < len(theirs) else None
            agreed = other == mine[number] if isinstance(mine[number], str) else other in mine[number]
            lines.append(f"  {number + 1:2} {json.dumps(event, ensure_ascii=False)}  →  {other}" + ("" if agreed else "   <<<"))
    lines.append("as one line: " + question)
    return "\n".join(lines + ["* " + sentence for sentence in found])


def compare(engine, questions, expected):
    return [
        shown(question, mine, answer, found) for question, mine, answer in zip(questions, expected, engine.ask(questions))
        if (found := differences(mine, answer))]


def work(number, arguments, reports):
    """One of several workers: every J-th chunk."""
    try:
        engine = Engine(arguments.engine)
        generator = Generator(load(ROOT), Calendars(ROOT), random.Random(f"{arguments.seed}"))
        if number == 0 and generator.unknown:
            reports.put(("note", f"not walked, conditions unknown to the oracle: {', '.join(sorted(generator.unknown))}"))
        for chunk in range(number, (arguments.histories + CHUNK - 1) // CHUNK, arguments.jobs):
            generator.random = random.Random(f"{arguments.seed}:{chunk}")
            size = min(CHUNK, arguments.histories - chunk * CHUNK)
            pairs = [generator.next() for _ in range(size)]
            questions = [json.dumps(history, ensure_ascii=False, separators=(",", ":")) for history, _ in pairs]
            reports.put(("chunk", size, compare(engine, questions, [answer for _, answer in pairs])))
        engine.close()
        reports.put(("end", generator.tally, generator.taken))
    except (EngineFailed, OSError) as error:
        reports.put(("failed", str(error)))
    except Exception:
        reports.put(("failed", traceback.format_exc()))


def run(arguments):
    started = time.monotonic()
    reports = multiprocessing.Queue()
    workers = [multiprocessing.Process(target=work, args=(n, arguments, reports), daemon=True) for n in range(arguments.jobs)]
    for worker in workers:
        worker.start()
    done = different = ended = 0
    tally, taken, told = Counter(), Counter(), started
    while ended < len(workers):
        try:
            report = reports.get(timeout=5)
        except queue.Empty:
            if any(worker.exitcode for worker in workers):
                print("a worker died", file=sys.stderr)
                return 2
            continue
        if report[0] == "failed":
            print(report[1], file=sys.stderr)
            return 2
        if report[0] == "note":
            print(report[1], flush=True)
        elif report[0] == "end":
            ended += 1
            tally.update(report[1])
            taken.update(report[2])
        else:
            for text in report[2][:max(0, arguments.show - different)]:
                print(text, flush=True)
            done += report[1]
            different += len(report[2])
            if time.monotonic() - told > 10:
                told = time.monotonic()
                print(f"… {done} histories, {different} differences, {told - started:.0f} s", flush=True)
    never = [f"{version} {event}" for (version, event, _), times in taken.items() if times == 0]
    print("; ".join(f"{count} {name}" for name, count in sorted(tally.items())))
    print(f"{len(taken) - len(never)} of {len(taken)} rows walked" + (f"; never: {', '.join(never)}" if never else ""))
    print(f"{done} histories, {different} differences, seed {arguments.seed}, {time.monotonic() - started:.0f} s")
    return 1 if different else 0


def run_file(arguments):
    """The histories of a file, in full."""
    versions, calendars = load(ROOT), Calendars(ROOT)
    questions = [line for line in Path(arguments.file).read_text("utf-8").splitlines() if line.strip()]
    found = compare(Engine(arguments.engine), questions, [replay(versions, calendars, json.loads(question)) for question in questions])
    print("\n".join(found))
    print(f"{len(questions)} histories, {len(found)} differences")
    return 1 if found else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--histories", type=int, default=20_000)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--show", type=int, default=5, help="how many differences to show in full")
    parser.add_argument("--engine", type=shlex.split)
    parser.add_argument("--file")
    arguments = parser.parse_args()
    arguments.engine = arguments.engine or [str(Path(os.environ.get("BUILT", ROOT / ".build" / "debug")) / "law-histories"), str(ROOT)]
    return run_file(arguments) if arguments.file else run(arguments)


if __name__ == "__main__":
    sys.exit(main())
