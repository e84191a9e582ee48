#!/usr/bin/python3
"""An office's old book as offices keep it: an Excel sheet of 500 open cases that grew over the years. Made by a seed, the same every time.

    old_book.py DAY FILE.xlsx [wrong]

prints what an import must find: for each row of the sheet with a planted mistake its column and code, and how the cases are shared out.

Two rows of headings below a merged title, merged cells, parts with titles of their own, sums, headings again on each printed page, hidden
rows, days as text in five forms beside real dates, numbers that lost their zeros, addresses before and after the reform of 2025.
"""

import csv
import json
import random
import sys
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook

ROOT = Path(__file__).resolve().parent.parent.parent
COLUMNS = ["STT", "Số vào sổ", "Ngày nhận", "Họ và tên", "Địa chỉ", "CMND/CCCD", "Loại đơn", "Nội dung", "Tình trạng xử lý", "Ngày thụ lý", "Ngày QĐ",
           "Số", "Ngày", "Chuyển đến", "Hạn trả lời", "Đôn đốc", "Chuyên viên", "Ghi chú", "Bí danh", "Hồ sơ lưu"]
SURNAMES = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô"]
MIDDLES = ["Văn", "Thị", "Đức", "Minh", "Thanh", "Hữu"]
GIVEN = ["An", "Bình", "Cường", "Dung", "Giang", "Hà", "Hùng", "Lan", "Mai", "Nam", "Phúc", "Quang", "Sơn", "Tâm", "Yến"]
MATTERS = ["Tranh chấp đất ngõ đi", "Bồi thường giải phóng mặt bằng", "Ô nhiễm bãi rác", "Cấp giấy chứng nhận quyền sử dụng đất", "Đường thôn xuống cấp",
           "Chế độ người có công", "Nước thải làng nghề", "Quy hoạch treo"]
OFFICES = ["HY-SNNMT", "Sở Nông nghiệp và Môi trường tỉnh Hưng Yên", "UBND tỉnh Hưng Yên", "UBND phường Phố Hiến"]


class Book:
    """The lines of the book as one would wish them; `wrong` plants mistakes and remembers what each must be called."""

    def __init__(self, today, seed=2026, count=500):
        self.today = today
        self.chance = random.Random(seed)
        self.lines = [self.line(number) for number in range(1, count + 1)]
        self.expected = {}  # place of the line → (column, code)

    # A former commune whose successor is one commune only, a divided one, and communes of today.
    def communes(self):
        former, today = {}, []
        with open(ROOT / "sql/catalogues/former_units.csv", encoding="utf-8") as file:
            for unit in csv.DictReader(file):
                if unit["level"] == "commune" and unit["old_province"] == "Tỉnh Hưng Yên":
                    former.setdefault((unit["name"], unit["old_district"]), set()).add(unit["successor_code"])
        with open(ROOT / "sql/catalogues/communes.csv", encoding="utf-8") as file:
            today = [unit["name"] for unit in csv.DictReader(file) if unit["province_code"] == "33" and not unit["valid_to"]]
        return sorted(unit for unit, codes in former.items() if len(codes) == 1), sorted(today)

    def address(self):
        if not hasattr(self, "units"):
            self.units = self.communes()
        former, today = self.units
        if self.chance.random() < 0.6:
            name, district = self.chance.choice(former)
            district = self.chance.choice([district, district.replace("Huyện", "H.").replace("Thành phố", "TP.").replace("Thị xã", "TX")])
            return f"Thôn {self.chance.randint(1, 9)}, {self.short(name)}, {district}, tỉnh Hưng Yên"
        return f"Số {self.chance.randint(1, 99)}, {self.short(self.chance.choice(today))}, Hưng Yên"

    def short(self, name):
        return self.chance.choice([name, name.lower(), name.replace("Xã ", "xã ").replace("Phường ", "P. ")])

    def line(self, number):
        kind = self.chance.choices(["Kiến nghị, phản ánh", "Khiếu nại", "KN", "Tố cáo", "Kiến nghị"], [40, 25, 10, 8, 17])[0]
        received = self.today - timedelta(days=self.chance.randint(2, 300))
        line = {
            "Số vào sổ": str(number), "Ngày nhận": received, "Loại đơn": kind, "Nội dung": f"{self.chance.choice(MATTERS)} (việc {number})",
            "Tình trạng xử lý": self.chance.choice(["Mới tiếp nhận", "đã tiếp nhận", "ĐANG XỬ LÝ", "Chưa phân loại"]),
        }
        if kind == "Tố cáo":
            line |= {"Bí danh": f"Người tố cáo {number}", "Hồ sơ lưu": f"TC-{number}/HS"}
        else:
            name = f"{self.chance.choice(SURNAMES)} {self.chance.choice(MIDDLES)} {self.chance.choice(GIVEN)}"
            line |= {"Họ và tên": self.chance.choice(["", "Ông ", "Bà "]) + name + self.chance.choice(["", "", "", " và 11 hộ dân"]),
                     "Địa chỉ": self.address(), "CMND/CCCD": "0330" + str(self.chance.randint(10_000_000, 99_999_999))}
        if self.chance.random() < 0.45:
            sent = received + (self.today - received) / 2
            line |= {"Tình trạng xử lý": self.chance.choice(["Đã chuyển", "Đã chuyển, chờ kết quả", "chờ trả lời"]), "Số": f"{number}/CV-HĐND",
                     "Ngày": sent, "Chuyển đến": self.chance.choice(OFFICES), "Hạn trả lời": sent + timedelta(days=30),
                     "Đôn đốc": self.chance.choice(["", "1", "2 lần"])}
        return line

    # MARK: mistakes

    def wrong(self):
        """Plants one mistake in each of twenty-four lines, a kind of mistake after the other."""
        named = [index for index, line in enumerate(self.lines) if "Họ và tên" in line]
        sent = [index for index in named if "Chuyển đến" in self.lines[index]]
        denounced = [index for index, line in enumerate(self.lines) if "Bí danh" in line]
        future = (self.today + timedelta(days=20)).strftime("%d/%m/%Y")
        mistakes = [
            (named, {"Ngày nhận": "31/02/2026"}, ("Ngày nhận", "date_impossible")),
            (named, {"Ngày nhận": "11/25/2025"}, ("Ngày nhận", "date_impossible")),
            (named, {"Ngày nhận": "11/2025"}, ("Ngày nhận", "date_ambiguous")),
            (named, {"Ngày nhận": "05/11/2025; 12/11/2025"}, ("Ngày nhận", "date_ambiguous")),
            (named, {"Ngày nhận": future}, ("Ngày nhận", "date_in_future")),
            (named, {"Ngày nhận": "đầu tháng"}, ("Ngày nhận", "date_unreadable")),
            (named, {"Ngày nhận": None}, ("Ngày nhận", "required")),
            (named, {"Loại đơn": "Đơn xin"}, ("Loại đơn", "kind_unknown")),
            (named, {"Tình trạng xử lý": "Để đấy"}, ("Trạng thái", "state_unknown")),
            (named, {"Nội dung": "#REF!"}, ("Nội dung", "cell_error")),
            (named, {"Họ và tên": None}, ("Họ tên", "required")),
            (named, {"Địa chỉ": "Thôn 1, xã Ngọc Thanh, huyện Kim Động, tỉnh Hưng Yên"}, ("Địa chỉ", "commune_ambiguous")),
            (sent, {"Chuyển đến": "Sở Nông nghiệp Hưng Yên"}, ("Cơ quan nhận", "office_unknown")),
            (sent, {"Chuyển đến": None}, ("Cơ quan nhận", "required")),
            (sent, {"Đôn đốc": "nhiều lần"}, ("Số lần đôn đốc", "number_unreadable")),
            (sent, {"Hạn trả lời": "01/01/2020"}, ("Hạn trả lời", "date_order")),
            (denounced, {"Họ và tên": "Lê Thị Giấu Kín"}, ("Họ tên", "denouncer_not_stored")),
            (denounced, {"Địa chỉ": "Thôn Giấu Kín"}, ("Địa chỉ", "denouncer_not_stored")),
            (denounced, {"Bí danh": None}, ("Bí danh", "required")),
            (denounced, {"Hồ sơ lưu": None}, ("Số hồ sơ giấy", "required")),
        ]
        used = set()
        for places, change, expected in mistakes:
            place = self.chance.choice([place for place in places if place not in used and place > 20])
            used.add(place)
            self.lines[place] = {**self.lines[place], **change}
            self.expected[place] = expected
        # Four numbers that stand in the book of their year before: said where they stand the second time.
        free = [place for place in named if place not in used and place > 20 and place not in sent]
        for first, place in enumerate(self.chance.sample(free, 4)):
            self.lines[place] = {**self.lines[place], "Số vào sổ": f"0{first + 1}", "Ngày nhận": self.lines[first]["Ngày nhận"]}
            self.expected[place] = ("Số vào sổ", "number_twice")
        return self

    # MARK: the sheet

    def written(self, day):
        """A day in one of the forms that stand side by side in such a book."""
        if not isinstance(day, date):
            return day
        form = self.chance.choice(["%d/%m/%Y", "short", "%Y-%m-%d", "ngày %d tháng %m năm %Y", "%d.%m.%Y", "real", "serial"])
        if form == "real":
            return day
        if form == "serial":
            return (day - date(1899, 12, 30)).days
        if form == "short":
            return f"{day.day}-{day.month}-{day:%y}"
        return day.strftime(form)

    def save(self, path):
        """Writes the workbook. - Returns: row of the sheet → place of the line."""
        book = Workbook()
        sheet = book.active
        sheet.title = "Sổ 2026"
        book.create_sheet("Danh mục").append(["không đọc"])
        sheet.append(["SỔ THEO DÕI ĐƠN CÒN TỒN"])
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(COLUMNS))
        sheet.append([])
        # "Văn bản cuối" stands above its number and its day; every other heading goes over both rows.
        sheet.append(["Văn bản cuối" if name == "Số" else None if name == "Ngày" else name for name in COLUMNS])
        sheet.append([name if name in ("Số", "Ngày") else None for name in COLUMNS])
        for place, name in enumerate(COLUMNS, 1):
            if name == "Số":
                sheet.merge_cells(start_row=3, start_column=place, end_row=3, end_column=place + 1)
            elif name != "Ngày":
                sheet.merge_cells(start_row=3, start_column=place, end_row=4, end_column=place)
        sheet.append(list(range(1, len(COLUMNS) + 1)))
        rows = {}
        dated = {"Ngày nhận", "Ngày thụ lý", "Ngày QĐ", "Ngày", "Hạn trả lời"}
        for place, line in enumerate(self.lines):
            if place % 100 == 0:
                sheet.append([f"PHẦN {place // 100 + 1}"])
                sheet.merge_cells(start_row=sheet.max_row, start_column=1, end_row=sheet.max_row, end_column=8)
            if place % 160 == 159:
                sheet.append(COLUMNS[:8])
            cells = {**line, "STT": place + 1}
            for name in dated & cells.keys():
                cells[name] = self.written(cells[name])
            if self.chance.random() < 0.3 and str(cells["Số vào sổ"]).isdigit() and not str(cells["Số vào sổ"]).startswith("0"):
                cells["Số vào sổ"] = int(cells["Số vào sổ"])
            if self.chance.random() < 0.2 and cells.get("CMND/CCCD"):
                cells["CMND/CCCD"] = int(cells["CMND/CCCD"])
            sheet.append([cells.get(name) or None for name in COLUMNS])
            rows[sheet.max_row] = place
            if place % 37 == 0:
                sheet.row_dimensions[sheet.max_row].hidden = True
        sheet.append(["Tổng cộng", len(self.lines)])
        self.merge_names(sheet, rows)
        book.save(path)
        return rows

    def merge_names(self, sheet, rows):
        """Who stands twice below himself has his name and address written once."""
        column = COLUMNS.index("Họ và tên") + 1
        for row, place in list(rows.items())[:-1]:
            line, below = self.lines[place], self.lines[place + 1]
            if place % 41 != 5 or rows.get(row + 1) != place + 1 or place in self.expected or place + 1 in self.expected:
                continue
            if "Họ và tên" in line and "Họ và tên" in below:
                for offset in (0, 1):
                    sheet.cell(row + 1, column + offset).value = None
                    sheet.merge_cells(start_row=row, start_column=column + offset, end_row=row + 1, end_column=column + offset)


def main():
    book = Book(date.fromisoformat(sys.argv[1]))
    if len(sys.argv) > 3:
        book.wrong()
    rows = book.save(sys.argv[2])
    right = [line for place, line in enumerate(book.lines) if place not in book.expected]
    print(json.dumps({
        "lines": len(book.lines),
        "wrong": sorted([row, *book.expected[place]] for row, place in rows.items() if place in book.expected),
        "sent": sum("Chuyển đến" in line for line in right),
        "reminders": sum(int(line["Đôn đốc"][:1] or 0) for line in right if "Chuyển đến" in line),
        "denunciations": sum("Bí danh" in line for line in right),
        "received": sorted({line["Số vào sổ"]: line["Ngày nhận"].isoformat() for line in right}.items()),
    }, ensure_ascii=False))


if __name__ == "__main__":
    main()
