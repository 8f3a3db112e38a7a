"""What one cell says: the value we keep, and what is to be said of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from district.feeds import dates
from district.feeds.columns import Column
from district.feeds.report import shown

LONGEST_ID = 255
LONGEST_TEXT = 2_000
LONGEST_LIST = 20_000
GRADES = ("IT", "PR", "PK", "TK", "KG", *(f"{grade:02}" for grade in range(1, 14)), "PS", "UG", "Other")

Weight = Literal["", "warning", "bad", "fault"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A cell's value as we keep it, and what is to be said of it.

    `bad` sets the row aside for a person; `fault` refuses the file.
    """

    value: str
    weight: Weight = ""
    code: str = ""
    message: str = ""


BLANK = Verdict("")

_SCORE = re.compile(r"(\d{1,6}(?:\.\d{1,6})?) ?%?", re.ASCII)
_ID = re.compile(r"[0-9A-Za-z.\-_/@]+")
_YEAR = re.compile(r"(?:19|20|21)\d{2}", re.ASCII)
_TWO_YEARS = re.compile(r"((?:19|20|21)\d{2})[-/]((?:\d{2})?\d{2})", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})", re.ASCII)


def _bad(code: str, message: str) -> Verdict:
    return Verdict("", "bad", code, message)


def _let_pass(value: str, code: str, message: str) -> Verdict:
    return Verdict(value, "warning", code, message)


def _blank(column: Column) -> Verdict:
    if column.must_be_filled:
        return _bad("required-cell-empty", f"The cell {column.name} is empty. Fill it.")
    return BLANK


def _too_long(column: Column, limit: int) -> Verdict:
    return Verdict("", "fault", "too-long", f"The cell {column.name} is longer than {limit:,} characters. Shorten it.")


def _unpadded(column: Column, cell: str, verdict: Verdict) -> Verdict:
    """The verdict on a stripped cell, with the stripping remarked on when nothing graver was."""
    if verdict.weight or verdict.value == cell:
        return verdict
    return _let_pass(verdict.value, "padded-cell", f"Spaces around the value of {column.name} were left out.")


def one_id(column: Column, cell: str) -> Verdict:
    value = cell.strip()
    if not value:
        return _unpadded(column, cell, _blank(column))
    if len(value) > LONGEST_ID:
        return _too_long(column, LONGEST_ID)
    if not _ID.fullmatch(value):
        return _impossible_id(column, value)
    return _unpadded(column, cell, Verdict(value))


def _impossible_id(column: Column, value: str) -> Verdict:
    message = f"{column.name} {shown(value)} is no id: ids are letters, digits and . - _ / @ without spaces."
    return _bad("impossible-id", message)


def ids(column: Column, cell: str) -> Verdict:
    if len(cell) > LONGEST_LIST:
        return _too_long(column, LONGEST_LIST)
    ids = [item.strip() for item in cell.split(",") if item.strip()]
    for item in ids:
        if len(item) > LONGEST_ID:
            return _too_long(column, LONGEST_ID)
        if not _ID.fullmatch(item):
            return _impossible_id(column, item)
    return _rejoined(column, cell, ids)


def _rejoined(column: Column, cell: str, items: list[str]) -> Verdict:
    value = ",".join(items)
    if not value and column.must_be_filled:
        return _blank(column)
    if value != cell:
        return _let_pass(value, "list-spelling", f"Spaces or empty places in the list {column.name} were left out.")
    return Verdict(value)


def text(column: Column, cell: str) -> Verdict:
    value = cell.strip()
    if len(value) > LONGEST_TEXT:
        return _too_long(column, LONGEST_TEXT)
    return _unpadded(column, cell, Verdict(value) if value else _blank(column))


def name(column: Column, cell: str) -> Verdict:
    """A text by which something is found again: short enough for an index."""
    if len(cell.strip().encode("utf-8", "surrogatepass")) > LONGEST_ID:
        return _too_long(column, LONGEST_ID)
    return text(column, cell)


def texts(column: Column, cell: str) -> Verdict:
    if len(cell) > LONGEST_LIST:
        return _too_long(column, LONGEST_LIST)
    if '"' in cell:  # an item quoted inside the cell may hold a comma of its own
        return _unpadded(column, cell, Verdict(cell.strip()))
    return _rejoined(column, cell, [item.strip() for item in cell.split(",") if item.strip()])


def date(column: Column, order: Callable[[], dates.Order], cell: str) -> Verdict:
    value = cell.strip()
    if not value:
        return _unpadded(column, cell, _blank(column))
    if dates.is_iso(value):
        return _unpadded(column, cell, Verdict(value))
    try:
        day = dates.read(value, order())
    except dates.Ambiguous:
        message = f"{column.name} {shown(value)} may be two different days. Write it as YYYY-MM-DD."
        return Verdict("", "fault", "ambiguous-date", message)
    if day is None:
        message = f"{column.name} {shown(value)} is not a day. Write it as YYYY-MM-DD with a year of four digits."
        return _bad("unreadable-date", message)
    return _let_pass(day, "date-spelling", f"{column.name} {shown(value)} was read as {day}. Write it as YYYY-MM-DD.")


def moment(is_bulk: bool, cell: str) -> Verdict:
    value = cell.strip()
    if is_bulk:
        message = "dateLastModified is filled, which a bulk file leaves blank. It was not used."
        return _let_pass("", "filled-in-bulk", message) if value else BLANK
    if not value:
        return _let_pass("", "blank-in-delta", "dateLastModified is blank, which a delta file fills.")
    if not _MOMENT.fullmatch(value):
        message = f"dateLastModified {shown(value)} is not a moment as YYYY-MM-DDTHH:MM:SS.sssZ. It was not used."
        return _let_pass("", "unreadable-moment", message)
    return Verdict(value)


def status(is_bulk: bool, cell: str) -> Verdict:
    """Blank is active; `inactive` (1.0) is an end, and an end is an end also in a bulk file, which should say none."""
    value = cell.strip().casefold()
    if value not in ("", "active", "inactive", "tobedeleted"):
        return _bad("unknown-word", f"status {shown(cell)} is not a status. Write active or tobedeleted.")
    said = "tobedeleted" if value in ("inactive", "tobedeleted") else "active"
    if is_bulk and value:
        what = "It was read as an end." if said == "tobedeleted" else "It was not used."
        code = "ended-in-bulk" if said == "tobedeleted" else "filled-in-bulk"
        return _let_pass(said, code, f"status is {value}, which a bulk file leaves blank. {what}")
    if not is_bulk and not value:
        return _let_pass(said, "blank-in-delta", "status is blank, which a delta file fills. It was read as active.")
    if not is_bulk and cell != said:
        return _let_pass(said, "word-spelling", f"status {shown(cell)} was read as {said}.")
    return Verdict(said)


def truth(column: Column, cell: str) -> Verdict:
    value = cell.strip().casefold()
    if not value:
        return _unpadded(column, cell, _blank(column))
    if value not in ("true", "false"):
        return _bad("unknown-word", f"{column.name} {shown(cell)} is neither true nor false.")
    if value != cell:
        return _let_pass(value, "word-spelling", f"{column.name} {shown(cell)} was read as {value}.")
    return Verdict(value)


def year(column: Column, cell: str) -> Verdict:
    value = cell.strip()
    if not value:
        return _unpadded(column, cell, _blank(column))
    if _YEAR.fullmatch(value):
        return _unpadded(column, cell, Verdict(value))
    if (both := _TWO_YEARS.fullmatch(value)) and (end := str(int(both[1]) + 1)).endswith(both[2]):
        return _let_pass(end, "year-spelling", f"{column.name} {shown(value)} was read as the year it ends, {end}.")
    return _bad("unreadable-year", f"{column.name} {shown(value)} is not a year. Write the year it ends as YYYY.")


def word(column: Column, words: dict[str, str], cell: str) -> Verdict:
    value = cell.strip()
    if not value:
        return _unpadded(column, cell, _blank(column))
    if value in column.words or (column.takes_ext and value.startswith("ext:") and len(value) > len("ext:")):
        return _unpadded(column, cell, Verdict(value))
    if word := words.get(value.casefold()):
        return _let_pass(word, "word-spelling", f"{column.name} {shown(value)} was read as {word}.")
    return _bad("unknown-word", f"{column.name} {shown(value)} is not one of {', '.join(column.words)}.")


_GRADES = (
    {grade.casefold(): grade for grade in GRADES} | {"k": "KG"} | {str(grade): f"{grade:02}" for grade in range(1, 10)}
)


def grades(column: Column, cell: str) -> Verdict:
    """Grade codes are CEDS; a code of the exporter's own is kept, for it says more than nothing."""
    if len(cell) > LONGEST_LIST:
        return _too_long(column, LONGEST_LIST)
    items = [item.strip() for item in cell.split(",") if item.strip()]
    read = [_GRADES.get(item.casefold(), item) for item in items]
    value = ",".join(read)
    if unknown := [item for item in read if item not in GRADES]:
        return _let_pass(value, "unknown-grade", f"grades {shown(unknown[0])} is not a grade of the standard.")
    if value != cell:
        return _let_pass(value, "grade-spelling", f"grades {shown(cell)} was read as {shown(value)}.")
    return Verdict(value)


def score(column: Column, cell: str) -> Verdict:
    """Points or percent. What is no number is left out: a completion counts by its status, not by its score."""
    value = cell.strip()
    if not value:
        return _unpadded(column, cell, _blank(column))
    if points := _SCORE.fullmatch(value):
        return Verdict(points[1])
    return _let_pass("", "unreadable-score", f"{column.name} {shown(value)} is not a number. It was left out.")
