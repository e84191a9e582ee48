#!/usr/bin/env python3
"""Make provinces.csv, communes.csv and former_units.csv.

    pip download --no-deps --only-binary=:all: --python-version 3.13 \\
        -d /tmp/units vietnam-provinces==2026.9.0
    python3 scripts/catalogues/build_units.py /tmp/units/vietnam_provinces-2026.9.0-py3-none-any.whl

What the package lacks (Đồng Nai becoming a city on 30 April 2026, a few codes
and spellings) is in amendments.csv beside this file, each line with its source.
The three catalogues are the output; never edit them by hand.
"""

import csv
import sys
import tempfile
import zipfile
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

from package import Package
from spelling import spelled

HERE = Path(__file__).resolve().parent
OUT = HERE.parent.parent / "sql" / "catalogues"
TWO_TIER_FROM = "2025-07-01"
THREE_TIER_TO = "2025-06-30"

# Island districts had no communes; each became one special zone (đặc khu).
ISLAND_DISTRICTS = {
    "Huyện Bạch Long Vĩ": "11948",
    "Huyện Cồn Cỏ": "19742",
    "Huyện Hoàng Sa": "20333",
    "Huyện Lý Sơn": "21548",
    "Huyện Côn Đảo": "26732",
}
PREFIXES = {"xã ": "xa", "phường ": "phuong", "đặc khu ": "dac_khu"}


def day_before(iso):
    return (date.fromisoformat(iso) - timedelta(days=1)).isoformat()


def kind_of(name):
    for prefix, kind in PREFIXES.items():
        if name.lower().startswith(prefix):
            return kind
    raise SystemExit(f"unknown kind of commune: {name}")


def amendments():
    with open(HERE / "amendments.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    codes = {row["old"]: row["new"] for row in rows if row["field"] == "code"}
    names = {row["code"]: row for row in rows if row["field"] == "name"}
    return codes, names


def write(name, header, rows):
    with open(OUT / name, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    print(f"{name}: {len(rows)} rows")


def periods(code, base, names):
    """The names a unit has had since July 2025: (name, valid_from, valid_to)."""
    change = names.get(code)
    if change is None:
        return [(base, TWO_TIER_FROM, "")]
    if base.lower() != change["old"].lower():
        raise SystemExit(f"{code}: amendment expects {change['old']}, package has {base}")
    if not change["valid_from"]:
        return [(change["new"], TWO_TIER_FROM, "")]
    start = change["valid_from"]
    return [(base, TWO_TIER_FROM, day_before(start)), (change["new"], start, "")]


def build_current(package, codes, names):
    provinces, communes, superseded = [], [], []
    for province in package.current():
        code = str(province["code"]).zfill(2)
        base = spelled(province["name"])
        if not base.startswith(("Tỉnh ", "Thành phố ")):
            base = "Tỉnh " + base
        *past, (name, start, end) = periods(code, base, names)
        kind = "thanh_pho" if name.startswith("Thành phố ") else "tinh"
        provinces.append((code, name, kind, start, end))
        superseded += [(old, "province", old, "", code, to) for old, _, to in past]
        old_name = past[0][0] if past else name
        for ward in province["wards"]:
            ward_code = str(ward["code"]).zfill(5)
            ward_code = codes.get(ward_code, ward_code)
            spans = periods(ward_code, spelled(ward["name"]), names)
            for ward_name, begin, to in spans:
                communes.append((ward_code, code, ward_name, kind_of(ward_name), "f", begin, to))
                if to:
                    superseded.append((ward_name, "commune", old_name, "", ward_code, to))
    return sorted(provinces), sorted(communes, key=lambda row: (row[0], row[5])), superseded


def build_former(package, codes):
    provinces = package.old_provinces()
    districts = package.old_districts()
    communes = package.old_communes()
    title = {code: spelled(unit.name) for code, unit in provinces.items()}
    rows, by_district, unmapped = [], defaultdict(set), []
    for code, targets in package.province_successors().items():
        rows += [(title[code], "province", title[code], "", target, THREE_TIER_TO) for target in targets]
    conversion = package.commune_successors()
    for code, unit in communes.items():
        district = districts[unit.parent]
        if code not in conversion:
            unmapped.append((code, unit.name))
        for target in conversion.get(code, ()):
            target = codes.get(target, target)
            by_district[unit.parent].add(target)
            rows.append((spelled(unit.name), "commune", title[district.parent],
                         spelled(district.name), target, THREE_TIER_TO))
    for code, district in districts.items():
        name = spelled(district.name)
        if name in ISLAND_DISTRICTS:
            by_district[code].add(ISLAND_DISTRICTS[name])
        rows += [(name, "district", title[district.parent], name, target, THREE_TIER_TO)
                 for target in by_district[code]]
    print(f"{len(unmapped)} old communes without a successor in the package: "
          + ", ".join(f"{code} {name}" for code, name in unmapped))
    return rows


def main(wheel):
    codes, names = amendments()
    with tempfile.TemporaryDirectory() as folder:
        zipfile.ZipFile(wheel).extractall(folder)
        package = Package(Path(folder))
        provinces, communes, superseded = build_current(package, codes, names)
        former = build_former(package, codes) + superseded
    order = {"province": 0, "district": 1, "commune": 2}
    former = sorted(set(former), key=lambda row: (order[row[1]], row[2], row[3], row[0], row[4], row[5]))
    write("provinces.csv", ("code", "name", "kind", "valid_from", "valid_to"), provinces)
    write("communes.csv", ("code", "province_code", "name", "kind", "remote", "valid_from", "valid_to"), communes)
    write("former_units.csv", ("name", "level", "old_province", "old_district", "successor_code", "valid_to"), former)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1])
