#!/usr/bin/env python3
"""Check the shipped catalogues and the demonstration data. Standard library only.

    python3 scripts/catalogues/check.py [other-list-of-communes.csv]

With a second list (columns province_code, code, name) the communes in force must equal it.
Exits with 1 and one line per finding when something is wrong.
"""

import csv
import json
import re
import sys
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CATALOGUES, DEMO = ROOT / "sql" / "catalogues", ROOT / "demo"

# Communes in force on 30 April 2026 per province: xã, phường, đặc khu.
TOTALS = {
    "01": (75, 51, 0), "04": (53, 3, 0), "08": (117, 7, 0), "11": (42, 3, 0), "12": (36, 2, 0),
    "14": (67, 8, 0), "15": (89, 10, 0), "19": (77, 15, 0), "20": (61, 4, 0), "22": (22, 30, 2),
    "24": (66, 33, 0), "25": (133, 15, 0), "31": (67, 45, 2), "33": (93, 11, 0), "37": (97, 32, 0),
    "38": (147, 19, 0), "40": (119, 11, 0), "42": (60, 9, 0), "44": (69, 8, 1), "46": (19, 21, 0),
    "48": (70, 23, 1), "51": (86, 9, 1), "52": (110, 25, 0), "56": (48, 16, 1), "66": (88, 14, 0),
    "68": (103, 20, 1), "75": (62, 33, 0), "79": (54, 113, 1), "80": (82, 14, 0), "82": (82, 20, 0),
    "86": (105, 19, 0), "91": (85, 14, 3), "92": (72, 31, 0), "96": (55, 9, 0),
}
KINDS = ("xa", "phuong", "dac_khu")
OFFICE_KINDS = {"people_council", "na_delegation", "party_office", "reception_board", "people_committee",
                "department", "inspectorate", "commune_committee", "commune_council", "other"}
ROLES = {"clerk", "officer", "leader", "records_clerk", "auditor", "admin"}
PETITION_KINDS = {"complaint", "denunciation", "feedback", "mixed", "voter_petition"}
CHANNELS = {"post", "desk", "oral", "forwarded", "online_session", "email", "portal"}
STORIES = {"new", "classified", "guided", "referred", "acknowledged", "declined", "accepted",
           "answered", "closed", "overdue", "filed", "settling", "decided"}
WITH_RECIPIENT = {"acknowledged", "declined"}
OUTCOMES = {"petition", "explained_again", "guided", "shown_other_body", "status_asked", "appointment", "left", "refused"}
GROUNDS = {"R1", "R2", "R3", "Ra", "Rb", "Rc", "Rd", "Rđ", "Re", "Rg", "Rh", "Ri", "Rk"}
ID_LENGTH = {"citizen_id": 12, "id_certificate": 12, "old_id": 9}

findings = []


def expect(truth, message):
    if not truth:
        findings.append(message)


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def strings(value):
    """Every text inside a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def check_units(other):
    provinces, communes = table(CATALOGUES / "provinces.csv"), table(CATALOGUES / "communes.csv")
    codes = {row["code"] for row in provinces}
    expect(len(provinces) == len(codes) == 34, f"provinces: {len(provinces)} rows")
    expect(all(re.fullmatch(r"[0-9]{2}", code) for code in codes), "provinces: code format")
    current = [row for row in communes if not row["valid_to"]]
    expect(len(current) == len({row["code"] for row in current}) == 3321, f"communes in force: {len(current)}")
    split = Counter((row["province_code"], row["kind"]) for row in current)
    for code, totals in TOTALS.items():
        found = tuple(split[code, kind] for kind in KINDS)
        expect(found == totals, f"province {code}: {found}, expected {totals}")
    national = tuple(sum(row["kind"] == kind for row in current) for kind in KINDS)
    expect(national == (2611, 697, 13), f"split {national}")
    for row in communes:
        where = f"commune {row['code']}"
        expect(re.fullmatch(r"[0-9]{5}", row["code"]), f"{where}: code format")
        expect(row["province_code"] in codes, f"{where}: province")
        expect(row["kind"] in KINDS and row["remote"] in ("t", "f"), f"{where}: kind or remote")
        expect(row["valid_from"] <= (row["valid_to"] or "9999"), f"{where}: validity")
    known = {row["code"] for row in current}
    keys = Counter((row["code"], row["valid_from"]) for row in communes)
    expect(max(keys.values()) == 1, "communes: code and valid_from repeat")
    former = table(CATALOGUES / "former_units.csv")
    expect(len({tuple(row.values()) for row in former}) == len(former), "former_units: a row repeats")
    for row in former:
        target = codes if row["level"] == "province" else known
        expect(row["successor_code"] in target, f"former unit {row['name']}: successor {row['successor_code']}")
        expect(row["level"] in ("province", "district", "commune"), f"former unit {row['name']}: level")
        date.fromisoformat(row["valid_to"])
    old = {row["name"] for row in former if row["level"] == "province" and row["valid_to"] == "2025-06-30"}
    expect(len(old) == 63, f"old provinces: {len(old)}")
    districts = {(row["old_province"], row["name"]) for row in former if row["level"] == "district"}
    expect(len(districts) == 696, f"old districts: {len(districts)}")
    if other:
        mine = {(row["province_code"], row["code"], row["name"]) for row in current}
        theirs = {(row["province_code"], row["code"], row["name"]) for row in table(other)}
        expect(mine == theirs, f"communes differ from {other}: {sorted(mine ^ theirs)[:5]}")
    return codes, known


def check_calendar():
    rows = table(CATALOGUES / "calendar.csv")
    days = [row["day"] for row in rows]
    expect(days == sorted(set(days)), "calendar: order or a repeated day")
    for row in rows:
        weekday = date.fromisoformat(row["day"]).weekday()
        fits = weekday < 5 if row["kind"] == "off" else weekday == 5
        expect(fits and row["kind"] in ("off", "work"), f"calendar {row['day']}: {row['kind']} on weekday {weekday}")
        expect(row["provisional"] in ("t", "f") and row["title"] and row["source"], f"calendar {row['day']}: empty")
        expect("2024" <= row["day"][:4] <= "2027", f"calendar {row['day']}: year")
    per_year = Counter((row["day"][:4], row["kind"]) for row in rows)
    # Every swap of a weekday is paid with a Saturday of the same year.
    for year in ("2024", "2025", "2026", "2027"):
        swaps = sum(row["day"][:4] == year and "hoán đổi" in row["title"] for row in rows)
        expect(swaps == per_year[year, "work"], f"calendar {year}: swaps and working Saturdays differ")


def check_fields():
    rows = table(CATALOGUES / "fields.csv")
    seen = set()
    for row in rows:
        expect(not row["parent"] or row["parent"] in seen, f"field {row['code']}: parent must come first")
        seen.add(row["code"])
        applies = row["applies_to"].split("|")
        for kind in ("complaint", "denunciation", "feedback"):
            expect(bool(row[f"cell_{kind}"]) == (kind in applies), f"field {row['code']}: cell of {kind}")
    groups = table(CATALOGUES / "ethnic_groups.csv")
    expect(len({row["code"] for row in groups}) == len(groups) == 56, f"ethnic groups: {len(groups)}")
    return {row["code"]: row["applies_to"].split("|") for row in rows}, {row["code"] for row in groups}


def check_offices(provinces, communes):
    rows = table(DEMO / "organisations.csv")
    codes = {row["code"] for row in rows}
    expect(len(codes) == len(rows), "organisations: a code repeats")
    for row in rows:
        where = f"organisation {row['code']}"
        expect(row["kind"] in OFFICE_KINDS, f"{where}: kind")
        expect(not row["parent"] or row["parent"] in codes, f"{where}: parent")
        expect(row["province_code"] in provinces, f"{where}: province")
        expect((row["level"] == "commune") == bool(row["commune_code"]), f"{where}: level")
        expect(not row["commune_code"] or row["commune_code"] in communes, f"{where}: commune")
        expect(row["header_style"] == ("party" if row["kind"] == "party_office" else "state"), f"{where}: header style")
    for province, count in (("33", 104), ("92", 103)):
        found = sum(r["kind"] == "commune_committee" and r["province_code"] == province for r in rows)
        expect(found == count, f"committees of communes in {province}: {found}")
    officers = table(DEMO / "officers.csv")
    expect(len({row["username"] for row in officers}) == len(officers), "officers: a username repeats")
    for row in officers:
        expect(row["organisation_code"] in codes, f"officer {row['username']}: office")
        expect(set(row["roles"].split("|")) <= ROLES, f"officer {row['username']}: roles")
        expect(re.fullmatch(r"[a-z0-9.]{2,64}", row["username"]), f"officer {row['username']}: username")
    return codes


def check_person(where, person, communes, groups):
    """A petitioner, visitor or representative."""
    number, kind = person["id_number"], person["id_kind"]
    expect((number is None) == (kind == "none"), f"{where}: id number without kind or the reverse")
    if kind in ID_LENGTH:
        expect(re.fullmatch(r"[0-9]+", number) and len(number) == ID_LENGTH[kind], f"{where}: id number {number}")
    if "people" in person:
        expect(person["commune_code"] is None or person["commune_code"] in communes, f"{where}: commune")
        expect(person["ethnic"] is None or person["ethnic"] in groups, f"{where}: ethnic group")
        limit = 2 if person["people"] <= 10 else 5
        expect(len(person["representatives"]) <= limit, f"{where}: too many representatives")
        for member in person["representatives"]:
            check_person(where, member, communes, groups)


def check_petitions(communes, fields, groups, offices):
    rows = json.loads((DEMO / "petitions.json").read_text(encoding="utf-8"))
    keys = {row["key"] for row in rows}
    expect(len(rows) == len(keys) == 121, f"petitions: {len(rows)}")
    for row in rows:
        where = f"petition {row['key']}"
        expect(row["kind"] in PETITION_KINDS and row["channel"] in CHANNELS, f"{where}: kind or channel")
        expect(row["story"] in STORIES, f"{where}: story {row['story']}")
        expect(row["field"] in fields, f"{where}: field {row['field']}")
        # What voters ask for is counted among proposals and feedback.
        counted = "feedback" if row["kind"] == "voter_petition" else row["kind"]
        expect(counted == "mixed" or counted in fields.get(row["field"], ()), f"{where}: field not for this kind")
        expect(200 <= len(row["body"]) <= 2500, f"{where}: body has {len(row['body'])} characters")
        expect(0 <= row["received_days_ago"] <= 200, f"{where}: received")
        expect(row["letter_days_ago"] is None or row["letter_days_ago"] >= row["received_days_ago"], f"{where}: letter date")
        expect(row["book_office"] in offices, f"{where}: office")
        expect(row["refer_to"] is None or row["refer_to"] in offices - {row["book_office"]}, f"{where}: refer_to")
        expect(row["story"] not in WITH_RECIPIENT | {"referred"} or row["refer_to"], f"{where}: referred to nobody")
        expect(row.get("duplicate_of") is None or row["duplicate_of"] in keys, f"{where}: duplicate of")
        secret = row["kind"] == "denunciation"
        expect(secret == row.get("reference_only", False), f"{where}: reference only")
        expect(not secret or row["petitioner"]["id_number"] is None and row["paper_file_number"], f"{where}: identity")
        check_person(where, row["petitioner"], communes, groups)
        nfc = all(unicodedata.is_normalized("NFC", text) for text in strings(row))
        expect(nfc != row.get("nfd", False), f"{where}: Unicode form")
    expect(sum(row.get("nfd", False) for row in rows) >= 3, "petitions: decomposed samples missing")
    return keys


def check_visits(communes, fields, groups, offices):
    rows = json.loads((DEMO / "visits.json").read_text(encoding="utf-8"))
    expect(len({row["key"] for row in rows}) == len(rows) == 40, f"visits: {len(rows)}")
    for row in rows:
        where = f"visit {row['key']}"
        expect(row["office"] in offices and row["session_kind"] in ("regular", "scheduled", "ad_hoc"), f"{where}: session")
        expect(row["outcome"] in OUTCOMES, f"{where}: outcome")
        expect((row["outcome"] == "refused") == (row["refusal_ground"] in GROUNDS), f"{where}: ground")
        expect((row["outcome"] == "shown_other_body") == (row["shown_to"] in offices), f"{where}: shown to")
        expect(row["field"] is None or row["field"] in fields, f"{where}: field")
        expect(row["session_kind"] != "ad_hoc" or row.get("session_ground"), f"{where}: ground of the session")
        expect(0 <= row["days_ago"] <= 200, f"{where}: day")
        check_person(where, row["visitor"], communes, groups)
        expect(all(unicodedata.is_normalized("NFC", text) for text in strings(row)), f"{where}: Unicode form")


def main(other=None):
    for path in sorted([*CATALOGUES.glob("*.csv"), *DEMO.glob("*.csv")]):
        text = path.read_bytes().decode("utf-8")
        expect(unicodedata.is_normalized("NFC", text), f"{path.name}: not NFC")
        expect("\r" not in text and "\ufeff" not in text, f"{path.name}: carriage return or byte order mark")
    provinces, communes = check_units(other)
    check_calendar()
    fields, groups = check_fields()
    offices = check_offices(provinces, communes)
    check_petitions(communes, fields, groups, offices)
    check_visits(communes, fields, groups, offices)
    for finding in findings:
        print(finding, file=sys.stderr)
    print("catalogues and demo data: " + (f"{len(findings)} findings" if findings else "ok"))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
