"""Tables that leave as files for spreadsheets: CSV as every program reads it, XLSX with real days and numbers.

Nothing in them is ever a formula (T23). In CSV an apostrophe goes before what begins like one, since a reader of CSV
cannot be told otherwise; in XLSX the cell itself says that it is text, and its value stays as it is.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import IO, Any

FORMULA_STARTS = tuple("=+-@|;\t\r\n\x00＝＋－＠")
WIDEST, NARROWEST = 40, 10
"""Columns of an XLSX, in characters."""

Cell = str | int | date | None


def without_formula(text: str) -> str:
    """`text` so that no spreadsheet runs it: an apostrophe before what begins like a formula."""
    return f"'{text}" if _begins_like_one(text) else text


def write_csv(file: IO[bytes], head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write a table; returns its rows without the head.

    It begins with the mark by which spreadsheets know UTF-8, or they would take `Ñ` for two letters. Days are ISO.
    """
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    table = csv.writer(text)
    table.writerow([_plain(each) for each in head])
    count = 0
    for row in rows:
        table.writerow([_plain(each) for each in row])
        count += 1
    text.detach()
    return count


def write_xlsx(file: IO[bytes], head: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str) -> int:
    """Write a workbook of one sheet, row by row in little memory; returns its rows without the head."""
    import xlsxwriter  # takes longer to load than most of Hearth, and few starts write a workbook

    book = xlsxwriter.Workbook(file, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet(title)
    strong, text = book.add_format({"bold": True}), book.add_format({"quote_prefix": True})
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(head):
        sheet.set_column(column, column, min(WIDEST, max(NARROWEST, len(name) + 4)))
        sheet.write_string(0, column, name, strong)
    count = 0
    for row in rows:
        count += 1
        for column, value in enumerate(row):
            _write(sheet, count, column, value, text)
    book.close()
    return count


def _write(sheet: Any, row: int, column: int, value: Cell, text: Any) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value, text if _begins_like_one(value) else None)
    elif isinstance(value, int):
        sheet.write_number(row, column, value)
    elif value is not None:
        sheet.write_datetime(row, column, value)


def _begins_like_one(text: str) -> bool:
    return text.lstrip(" ").startswith(FORMULA_STARTS)


def _plain(value: Cell) -> str | int:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return without_formula(value)
    return "" if value is None else value
