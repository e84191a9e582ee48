#!/usr/bin/env python3
"""Make demo/organisations.csv: the offices of Hưng Yên and Cần Thơ.

    python3 scripts/catalogues/build_organisations.py

Names and structure are those of the two-tier local government; phone numbers
are left empty and addresses name only the commune. Every commune of the two
provinces gets its People's Committee, two get their People's Council as well.
"""

import csv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HEADER = ("code", "parent", "kind", "level", "name", "short_name", "symbol",
          "province_code", "commune_code", "header_style", "phone", "address")

PROVINCES = [
    # code, prefix, genitive, short, Party committee, seat of the offices, communes whose council is listed
    ("33", "HY", "tỉnh Hưng Yên", "tỉnh", "Tỉnh ủy", "phường Phố Hiến, tỉnh Hưng Yên", ("11953", "12970")),
    ("92", "CT", "thành phố Cần Thơ", "thành phố", "Thành ủy", "phường Ninh Kiều, thành phố Cần Thơ", ("31135", "31507")),
]

DEPARTMENTS = [
    # suffix, name, symbol, short name
    ("SNV", "Sở Nội vụ", "SNV"),
    ("STC", "Sở Tài chính", "STC"),
    ("SXD", "Sở Xây dựng", "SXD"),
    ("SNNMT", "Sở Nông nghiệp và Môi trường", "SNNMT"),
    ("SCT", "Sở Công Thương", "SCT"),
    ("SKHCN", "Sở Khoa học và Công nghệ", "SKHCN"),
    ("SVHTTDL", "Sở Văn hóa, Thể thao và Du lịch", "SVHTTDL"),
    ("SGDDT", "Sở Giáo dục và Đào tạo", "SGDĐT"),
    ("SYT", "Sở Y tế", "SYT"),
    ("STP", "Sở Tư pháp", "STP"),
    ("SDTTG", "Sở Dân tộc và Tôn giáo", "SDTTG"),
]
WITH_ETHNIC_DEPARTMENT = {"92"}


def provincial(code, prefix, of, unit, party, seat):
    """The offices of one province, the People's Council first."""
    committee = f"{prefix}-UBND"

    def row(suffix, parent, kind, name, short, symbol, style="state"):
        return (f"{prefix}-{suffix}", parent, kind, "province", name, short, symbol, code, "", style, "", seat)

    party_of = f"{party} {of.split(' ', 1)[1] if unit == 'tỉnh' else of.removeprefix('thành phố ')}"
    yield row("TTHDND", "", "people_council", f"Thường trực Hội đồng nhân dân {of}", f"Thường trực HĐND {of}", "TTHĐND")
    yield row("VPDBQH", "", "na_delegation", f"Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân {of}",
              f"Văn phòng Đoàn ĐBQH và HĐND {of}", "VPĐĐBQHHĐND")
    yield row("VPTU", "", "party_office", f"Văn phòng {party_of}", f"Văn phòng {party_of}", "VPTU", "party")
    yield row("UBKT", "", "party_office", f"Ủy ban Kiểm tra {party_of}", f"Ủy ban Kiểm tra {party_of}", "UBKTTU", "party")
    yield row("BNC", "", "party_office", f"Ban Nội chính {party_of}", f"Ban Nội chính {party_of}", "BNCTU", "party")
    yield row("UBND", "", "people_committee", f"Ủy ban nhân dân {of}", f"UBND {of}", "UBND")
    yield row("BTCD", committee, "reception_board", f"Ban Tiếp công dân {of}", f"Ban Tiếp công dân {of}", "BTCD")
    yield row("TT", committee, "inspectorate", f"Thanh tra {of}", f"Thanh tra {of}", "TT")
    for suffix, name, symbol in DEPARTMENTS:
        if suffix == "SDTTG" and code not in WITH_ETHNIC_DEPARTMENT:
            continue
        yield row(suffix, committee, "department", f"{name} {of}", name, symbol)
    yield row("CA", "", "other", f"Công an {of}", f"Công an {of}", "CA")
    yield row("TAND", "", "other", f"Tòa án nhân dân {of}", f"Tòa án nhân dân {of}", "TAND")
    yield row("VKSND", "", "other", f"Viện kiểm sát nhân dân {of}", f"Viện kiểm sát nhân dân {of}", "VKSND")
    yield row("THADS", "", "other", f"Thi hành án dân sự {of}", f"Thi hành án dân sự {of}", "THADS")
    yield row("BHXH", "", "other", f"Bảo hiểm xã hội {of}", f"Bảo hiểm xã hội {of}", "BHXH")


def communal(code, prefix, of, councils):
    """The offices of the communes in force today, by code."""
    with open(ROOT / "sql" / "catalogues" / "communes.csv", encoding="utf-8", newline="") as file:
        communes = [r for r in csv.DictReader(file) if r["province_code"] == code and not r["valid_to"]]
    for commune in communes:
        unit, name = commune["name"].split(" ", 1)
        place = f"{unit.lower()} {name}"
        address = f"{place}, {of}"
        common = (code, commune["code"], "state", "", address)
        yield (f"{prefix}-UB-{commune['code']}", f"{prefix}-UBND", "commune_committee", "commune",
               f"Ủy ban nhân dân {place}", f"UBND {place}", "UBND", *common)
        if commune["code"] in councils:
            yield (f"{prefix}-HD-{commune['code']}", f"{prefix}-TTHDND", "commune_council", "commune",
                   f"Thường trực Hội đồng nhân dân {place}", f"Thường trực HĐND {place}", "HĐND", *common)


def main():
    rows = []
    for code, prefix, of, unit, party, seat, councils in PROVINCES:
        rows += provincial(code, prefix, of, unit, party, seat)
        rows += communal(code, prefix, of, councils)
    target = ROOT / "demo" / "organisations.csv"
    with open(target, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows)
    print(f"{target.name}: {len(rows)} rows")


if __name__ == "__main__":
    main()
