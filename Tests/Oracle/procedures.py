"""The procedure files as the oracle reads them: rows, clock rules, windows. Shares with the engine nothing but the files."""

import glob

import yaml

from workdays import FIRST


def many(value):
    """A list, or a single value standing for a list of one."""
    return [] if value is None else value if isinstance(value, list) else [value]


def date(value):
    """A date of the file as a day, perhaps long before the first that counts; PyYAML makes dates of them by itself."""
    return None if value is None else (value - FIRST).days


class Row:
    """One event from some states."""

    def __init__(self, index, body, states):
        self.index = index
        self.event = body["event"]
        # In the order of the file, as keys: walks must not depend on how Python hashes.
        self.states = {}
        for name in many(body["from"]):
            group = {"open": [n for n, s in states.items() if not s.get("final")], "any": list(states)}.get(name, [name])
            self.states.update(dict.fromkeys(group))
        self.to = body["to"]
        self.actors = [f"{role}/{relation}" for by in many(body["by"]) for role in many(by["roles"]) for relation in many(by["relation"])]
        self.allowed = frozenset(self.actors)
        self.offices = many(body.get("offices"))
        self.takes = {}
        for name, kind in (body.get("takes") or {}).items():
            required = kind.endswith("!")
            kind = kind.rstrip("!")
            words = kind[7:-1].split("|") if kind.startswith("choice(") else None
            self.takes[name] = ("choice" if words else kind, words, required)
        self.required = [name for name, (_, _, required) in self.takes.items() if required]
        self.blocks = many(body.get("blocks"))
        self.flags = many(body.get("flags"))
        self.since, self.until = date(body.get("since")), date(body.get("until"))
        clocks = body.get("clocks") or {}
        # Rule, conditions, and the dated fact it counts from in this row before the one that the rule names.
        self.start = [
            (s, [], None) if isinstance(s, str) else (s["rule"], many(s.get("when")), s.get("from")) for s in many(clocks.get("start"))]
        self.stop, self.lapse, self.pause, self.resume, self.extend, self.recount = (
            many(clocks.get(name)) for name in ("stop", "lapse", "pause", "resume", "extend", "recount"))

    def guards(self, rules):
        """Every condition that the row may ask, those of the amounts of its clocks among them."""
        yield from self.blocks
        yield from self.flags
        for rule, when, _ in self.start:
            yield from when
            yield from rules[rule].guards()
        for rule in self.recount:
            yield from rules[rule].guards()


class Rule:
    """How a clock counts."""

    def __init__(self, name, body):
        self.name = name
        self.amount, self.complex, self.remote, self.remote_complex = (
            body.get(key) for key in ("amount", "complex", "remote", "remote_complex"))
        self.variants = [(many(variant["when"]), variant["amount"]) for variant in many(body.get("variants"))]
        self.unit = "date" if "until" in body else body["unit"]
        self.start, self.until = body.get("from"), body.get("until")
        self.ends = body.get("ends", "stop")
        self.cap = body.get("cap_days")
        extension = body.get("extension") or {}
        self.extension_days = extension.get("days")
        self.times = extension.get("times")
        self.specially_complex = extension.get("specially_complex", self.times)

    def guards(self):
        return (word for when, _ in self.variants for word in when)

    def amounts(self):
        yield from (self.amount, self.complex, self.remote, self.remote_complex)
        yield from (amount for _, amount in self.variants)


class Version:
    """One procedure from a day on."""

    def __init__(self, body):
        self.procedure = body["procedure"]
        self.since, self.until = date(body["effective"]["from"]), date(body["effective"].get("until"))
        self.id = f"{self.procedure}@{body['effective']['from']}.{body.get('revision', 1)}"
        self.final = {name for name, state in body["states"].items() if state.get("final")}
        self.rows = [Row(index, row, body["states"]) for index, row in enumerate(body["transitions"])]
        self.events, self.kinds = {}, {}
        for row in self.rows:
            self.events.setdefault(row.event, []).append(row)
            for name, (kind, _, _) in row.takes.items():
                self.kinds.setdefault(row.event, {}).setdefault(name, kind)
        self.rules = {name: Rule(name, rule) for name, rule in (body.get("clocks") or {}).items()}
        self.settings = sorted({
            amount["setting"] for rule in self.rules.values() for amount in rule.amounts() if isinstance(amount, dict)})
        settles = body.get("settles") or {}
        self.kinds_settled, self.offices_settling = many(settles.get("kinds")), many(settles.get("offices"))

    def guards(self):
        """Every word the file uses as a condition."""
        return {word for row in self.rows for word in row.guards(self.rules)}


def load(root):
    """All versions by id."""
    versions = {}
    for name in sorted(glob.glob(f"{root}/Sources/Law/Procedures/*.yaml")):
        with open(name, encoding="utf-8") as file:
            version = Version(yaml.load(file, yaml.CSafeLoader))
        versions[version.id] = version
    return versions
