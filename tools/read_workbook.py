#!/usr/bin/env python3
"""Reads one sheet of a workbook, or a CSV file, from standard input and prints its cells as JSON. Nothing is executed and nothing is written.

    read_workbook.py xlsx|csv [SHEET] < FILE

It limits itself before it looks at the file: memory, processor time, files, and no further processes. What a merged range covers repeats
the value of its first cell, the copies marked. Dates come as ISO text, formulas with the value that was last computed, and without one
where there is none; hidden rows are marked. Numbers keep the leading zeros that their format shows.

A cell is [kind, text]: t text, n number, d date, b yes or no, e an error value, u a formula never computed; with a third element `true`
where it only repeats a merged one; null when empty.
"""

import csv
import io
import json
import re
import resource
import sys

ROWS, COLUMNS, BYTES, UNPACKED, CELL = 20_000, 100, 50 << 20, 400 << 20, 32_767
MEMORY, SECONDS = 1_500 << 20, 60


class Unreadable(Exception):
    pass


def confine():
    for limit, most in [(resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, 256 << 20),
                        (resource.RLIMIT_NOFILE, 64), (resource.RLIMIT_CORE, 0)]:
        resource.setrlimit(limit, (most, most))
    if resource.getrlimit(resource.RLIMIT_NPROC)[1] != 0:
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def number(value):
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return repr(value)


def cell(value, form, uncomputed):
    import datetime
    if value is None:
        return ["u", ""] if uncomputed else None
    if isinstance(value, bool):
        return ["b", "1" if value else "0"]
    if isinstance(value, datetime.datetime):
        return ["d", value.date().isoformat()]
    if isinstance(value, datetime.date):
        return ["d", value.isoformat()]
    if isinstance(value, (datetime.time, datetime.timedelta)):
        return ["t", str(value)]
    if isinstance(value, (int, float)):
        text = number(value)
        if form and re.fullmatch("0{2,40}", form) and text.isdigit():
            text = text.zfill(len(form))
        return ["n", text]
    text = str(value)
    if len(text) > CELL:
        raise Unreadable(f"a cell holds more than {CELL} characters")
    if re.fullmatch(r"#(REF|N/A|NAME\?|VALUE|DIV/0|NUM|NULL)!?", text):
        return ["e", text]
    text = text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    return ["t", text] if text.strip() else None


def filled(row):
    while row and row[-1] is None:
        row.pop()
    return row


def of_csv(data):
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise Unreadable("the CSV file is neither UTF-8 nor UTF-16: save it as CSV UTF-8") from error
    head = text[:20_000]
    delimiter = max(",;\t", key=head.count)
    csv.field_size_limit(CELL)
    rows = []
    for index, fields in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1):
        if len(fields) > COLUMNS and any(field.strip() for field in fields[COLUMNS:]):
            raise Unreadable(f"row {index} has more than {COLUMNS} columns")
        cells = filled([cell(field, None, False) for field in fields[:COLUMNS]])
        if not cells:
            continue
        if len(rows) == ROWS:
            raise Unreadable(f"more than {ROWS} rows")
        rows.append({"row": index, "cells": cells})
    return {"sheet": "", "sheets": [], "rows": rows}


def marks(archive, path):
    """What reading cell by cell does not show: merged ranges, hidden rows, formulas without a value."""
    from xml.etree.ElementTree import iterparse
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    merged, hidden, uncomputed = [], set(), set()
    with archive.open(path) as stream:
        for _, element in iterparse(stream):
            if element.tag == space + "mergeCell":
                merged.append(element.get("ref"))
            elif element.tag == space + "c" and element.find(space + "f") is not None:
                value = element.find(space + "v")
                if (value is None or not value.text) and element.find(space + "is") is None:
                    uncomputed.add(element.get("r"))
            elif element.tag == space + "row":
                if element.get("hidden") in ("1", "true") and element.get("r"):
                    hidden.add(int(element.get("r")))
                element.clear()
    return merged, hidden, uncomputed


def of_workbook(stream, wanted):
    import zipfile
    try:
        archive = zipfile.ZipFile(stream)
        unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise Unreadable("not an .xlsx workbook (an .xls has to be saved as .xlsx)") from error
    if unpacked > UNPACKED or len(archive.infolist()) > 5_000:
        raise Unreadable("the workbook unpacks to too much")
    import warnings
    warnings.simplefilter("ignore")
    from openpyxl import load_workbook
    from openpyxl.utils import get_column_letter, range_boundaries
    stream.seek(0)
    try:
        book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    except (MemoryError, RecursionError):
        raise
    except Exception as error:
        raise Unreadable(f"the workbook cannot be read: {type(error).__name__}") from error
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    names = [sheet.title for sheet in sheets]
    if wanted is None:
        chosen = next((sheet for sheet in sheets if any(any(c is not None for c in r) for r in first(sheet))), None)
    else:
        chosen = next((sheet for sheet in book.worksheets if sheet.title == wanted), None)
    if chosen is None:
        raise Unreadable("there is no such sheet; sheets: " + ", ".join(names) if wanted is not None else "every sheet is empty")
    merged, hidden, uncomputed = marks(archive, chosen._worksheet_path)
    rows = {}
    chosen.reset_dimensions()
    for index, values in enumerate(chosen.iter_rows(), 1):
        cells = []
        for place, found in enumerate(values, 1):
            value = cell(found.value, getattr(found, "number_format", None), bool(uncomputed) and f"{get_column_letter(place)}{index}" in uncomputed)
            if value is not None and place > COLUMNS:
                raise Unreadable(f"row {index} has more than {COLUMNS} columns")
            if place <= COLUMNS:
                cells.append(value)
        if filled(cells):
            if len(rows) == ROWS:
                raise Unreadable(f"more than {ROWS} rows")
            rows[index] = cells
    for area in merged:
        left, top, right, bottom = range_boundaries(area)
        source = rows.get(top, [])[left - 1:left]
        if not source or source[0] is None:
            continue
        for index in range(top, min(bottom, top + ROWS) + 1):
            cells = rows.setdefault(index, [])
            cells.extend([None] * (min(right, COLUMNS) - len(cells)))
            for place in range(left - 1, min(right, COLUMNS)):
                if (index, place) != (top, left - 1):
                    cells[place] = [*source[0][:2], True]
        if len(rows) > ROWS:
            raise Unreadable(f"more than {ROWS} rows")
    listed = [{"row": index, "cells": rows[index], **({"hidden": True} if index in hidden else {})} for index in sorted(rows)]
    return {"sheet": chosen.title, "sheets": names, "rows": listed}


def first(sheet):
    sheet.reset_dimensions()
    return sheet.iter_rows(max_row=60, values_only=True)


def main():
    confine()
    kind, wanted = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None
    stream = sys.stdin.buffer
    if stream.seek(0, io.SEEK_END) > BYTES:
        raise Unreadable(f"the file has more than {BYTES >> 20} MB")
    stream.seek(0)
    found = of_csv(stream.read()) if kind == "csv" else of_workbook(stream, wanted)
    json.dump(found, sys.stdout, ensure_ascii=False, separators=(",", ":"))


try:
    main()
except Unreadable as error:
    sys.exit(f"{error}")
except csv.Error as error:
    sys.exit(f"the CSV file is malformed: {error}")
except MemoryError:
    sys.exit("the file needs too much memory")
