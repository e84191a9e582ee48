#!/usr/bin/env python3
"""Make calendar.csv: the weekdays off and the working Saturdays of 2024-2027.

    python3 scripts/catalogues/build_calendar.py

Holidays that fall on a weekend change nothing and are not listed; the weekday
that compensates them is (Bộ luật Lao động, Điều 111 khoản 3). A provisional
line is a day the authorities have not announced yet.
"""

import csv
from datetime import date
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent.parent / "sql" / "catalogues" / "calendar.csv"

RULE = "Bộ luật Lao động Đ.112"
COMPENSATED = "Bộ luật Lao động Đ.111.3"
MEM_2024 = "theo lịch nghỉ 2024, cần xác nhận"
SWAP_2024 = "tiepthigiadinh.vn tag 30-4-va-1-5"
LIST_2025 = "tet-amlich.com 2024/11 cac-ngay-nghi-le-2025"
LETTER_2026 = "12729/VPCP-KGVX ngày 25/12/2025"
TET_2026 = "vnanet.vn 165342"
GIO_TO_2026 = "baochinhphu.vn 102260424093821937"
MEM_2026 = "hoán đổi Quốc khánh 2026, cần xác nhận"
UNKNOWN_2027 = "chưa công bố"

OFF, WORK = "off", "work"


def run(days, title, source, provisional=False, kind=OFF):
    return [(day, kind, title, provisional, source) for day in days]


ENTRIES = [
    *run(["2024-01-01"], "Tết Dương lịch", RULE),
    *run(["2024-02-08", "2024-02-09", "2024-02-12", "2024-02-13", "2024-02-14"], "Tết Nguyên đán Giáp Thìn", MEM_2024),
    *run(["2024-04-18"], "Giỗ Tổ Hùng Vương", RULE),
    *run(["2024-04-29"], "Nghỉ hoán đổi (làm bù 04/05)", SWAP_2024),
    *run(["2024-04-30"], "Ngày Chiến thắng", RULE),
    *run(["2024-05-01"], "Ngày Quốc tế Lao động", RULE),
    *run(["2024-05-04"], "Làm bù cho 29/04", SWAP_2024, kind=WORK),
    *run(["2024-09-02", "2024-09-03"], "Quốc khánh", MEM_2024),

    *run(["2025-01-01"], "Tết Dương lịch", LIST_2025),
    *run(["2025-01-27", "2025-01-28", "2025-01-29", "2025-01-30", "2025-01-31"], "Tết Nguyên đán Ất Tỵ", LIST_2025),
    *run(["2025-04-07"], "Giỗ Tổ Hùng Vương", LIST_2025),
    *run(["2025-04-26"], "Làm bù cho 02/05", LIST_2025, kind=WORK),
    *run(["2025-04-30"], "Ngày Chiến thắng", LIST_2025),
    *run(["2025-05-01"], "Ngày Quốc tế Lao động", LIST_2025),
    *run(["2025-05-02"], "Nghỉ hoán đổi (làm bù 26/04)", LIST_2025),
    *run(["2025-09-01", "2025-09-02"], "Quốc khánh", LIST_2025),

    *run(["2026-01-01"], "Tết Dương lịch", RULE),
    *run(["2026-01-02"], "Nghỉ hoán đổi (làm bù 10/01)", LETTER_2026),
    *run(["2026-01-10"], "Làm bù cho 02/01", LETTER_2026, kind=WORK),
    *run(["2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20"], "Tết Nguyên đán Bính Ngọ", TET_2026),
    *run(["2026-04-27"], "Nghỉ bù Giỗ Tổ Hùng Vương", GIO_TO_2026),
    *run(["2026-04-30"], "Ngày Chiến thắng", RULE),
    *run(["2026-05-01"], "Ngày Quốc tế Lao động", RULE),
    *run(["2026-08-22"], "Làm bù cho 31/08", MEM_2026, kind=WORK),
    *run(["2026-08-31"], "Nghỉ hoán đổi (làm bù 22/08)", MEM_2026),
    *run(["2026-09-01", "2026-09-02"], "Quốc khánh", RULE),
    *run(["2026-11-24"], "Ngày Văn hóa Việt Nam", "Nghị quyết 28/2026/QH16"),

    *run(["2027-01-01"], "Tết Dương lịch", RULE),
    *run(["2027-02-05", "2027-02-08", "2027-02-09", "2027-02-10", "2027-02-11"], "Tết Nguyên đán Đinh Mùi",
         UNKNOWN_2027, provisional=True),
    *run(["2027-04-16"], "Giỗ Tổ Hùng Vương", RULE),
    *run(["2027-04-30"], "Ngày Chiến thắng", RULE),
    *run(["2027-05-03"], "Nghỉ bù Ngày Quốc tế Lao động", COMPENSATED),
    *run(["2027-09-02"], "Quốc khánh", RULE),
    *run(["2027-09-03"], "Quốc khánh (ngày liền kề)", UNKNOWN_2027, provisional=True),
    *run(["2027-11-24"], "Ngày Văn hóa Việt Nam", "Nghị quyết 28/2026/QH16"),
]


def main():
    """Write the file, refusing a day off that does not work anyway or a working day that does."""
    rows = sorted(ENTRIES)
    assert len({row[0] for row in rows}) == len(rows), "a day is listed twice"
    for day, kind, *_ in rows:
        weekend = date.fromisoformat(day).weekday() >= 5
        assert weekend == (kind == WORK), f"{day}: weekday does not fit {kind}"
    with open(OUT, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("day", "kind", "title", "provisional", "source"))
        for day, kind, title, provisional, source in rows:
            writer.writerow((day, kind, title, "t" if provisional else "f", source))
    print(f"{OUT.name}: {len(rows)} rows")


if __name__ == "__main__":
    main()
