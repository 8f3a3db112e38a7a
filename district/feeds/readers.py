"""Columns read some hundred cells at a time, for speed.

The whole column is asked first. Columns of few values (dates, words) remember the values that pass; columns of ids and
text are swept together in C. Only a column with something in it to remark on is walked cell by cell.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from string import ascii_letters, digits

from district.feeds import cells as judges
from district.feeds import dates
from district.feeds.cells import LONGEST_ID, LONGEST_TEXT, Verdict
from district.feeds.columns import Column

MOST_REMEMBERED = 50_000

Judge = Callable[[str], Verdict]
Remarks = Sequence[tuple[int, Verdict]]
NO_REMARKS: Remarks = ()


class Reader:
    """Reads one column, some hundred cells at a time."""

    def __init__(self, judge: Judge, all_pass: Callable[[Sequence[str]], bool]) -> None:
        self.judge = judge
        self.all_pass = all_pass

    def read(self, cells: Sequence[str]) -> tuple[Sequence[str], Remarks]:
        """The values in place of the cells, and a remark with its place for each cell that deserves one."""
        if self.all_pass(cells):
            return cells, NO_REMARKS
        return _walk(cells, self.judge)


class RememberingReader:
    """Reads a column whose cells say the same few things over and over."""

    def __init__(self, judge: Judge) -> None:
        self.judge = judge
        self.plain: set[str] = set()
        self.known: dict[str, Verdict] = {}

    def read(self, cells: Sequence[str]) -> tuple[Sequence[str], Remarks]:
        """As `Reader.read`."""
        if self.plain.issuperset(cells):
            return cells, NO_REMARKS
        if len(self.known) > MOST_REMEMBERED:
            self.known.clear()
            self.plain.clear()
        said = set(cells)
        for cell in said - self.known.keys():
            self.known[cell] = verdict = self.judge(cell)
            if verdict.value == cell and not verdict.weight:
                self.plain.add(cell)
        if said <= self.plain:
            return cells, NO_REMARKS
        if len(said) == 1 and not self.known[cells[0]].weight:
            return (self.known[cells[0]].value,) * len(cells), NO_REMARKS
        return _walk(cells, self.known.__getitem__)


def reader_of(column: Column, *, is_bulk: bool, order: Callable[[], dates.Order]) -> Reader | RememberingReader:
    """The reader for a column. `order` says, when asked, how the file writes its dates."""
    match column.kind:
        case "id":
            return Reader(partial(judges.one_id, column), partial(_all_ids, column.must_be_filled))
        case "ids":
            return Reader(partial(judges.ids, column), partial(_all_id_lists, column.must_be_filled))
        case "text":
            return Reader(partial(judges.text, column), partial(_all_text, column.must_be_filled))
        case "name":
            return Reader(partial(judges.name, column), partial(_all_names, column.must_be_filled))
        case "texts":
            return Reader(partial(judges.texts, column), partial(_all_text_lists, column.must_be_filled))
        case "date":
            return RememberingReader(partial(judges.date, column, order))
        case "moment":
            return RememberingReader(partial(judges.moment, is_bulk))
        case "status":
            return RememberingReader(partial(judges.status, is_bulk))
        case "bool":
            return RememberingReader(partial(judges.truth, column))
        case "year":
            return RememberingReader(partial(judges.year, column))
        case "grades":
            return RememberingReader(partial(judges.grades, column))
        case "score":
            return RememberingReader(partial(judges.score, column))
        case "word":
            return RememberingReader(partial(judges.word, column, {word.casefold(): word for word in column.words}))


def _walk(cells: Sequence[str], judge: Judge) -> tuple[Sequence[str], Remarks]:
    verdicts = [judge(cell) for cell in cells]
    remarks = [(place, verdict) for place, verdict in enumerate(verdicts) if verdict.weight]
    return [verdict.value for verdict in verdicts], remarks


_OF_AN_ID = (ascii_letters + digits + ".-_/@").encode()
_OF_IDS = _OF_AN_ID + b",\n"
_UNEVEN = (",,", "\n,", ",\n", ", ", " ,", "\t")


def _all_ids(required: bool, cells: Sequence[str]) -> bool:
    if not any(cells):
        return not required
    together = "".join(cells)
    return (
        together.isascii()
        and not together.encode().translate(None, _OF_AN_ID)
        and max(map(len, cells)) <= LONGEST_ID
        and (not required or all(cells))
    )


def _all_id_lists(required: bool, cells: Sequence[str]) -> bool:
    if not any(cells):
        return not required
    together = "\n" + "\n".join(cells) + "\n"
    return (
        together.isascii()
        and not together.encode().translate(None, _OF_IDS)
        and ",," not in together
        and "\n," not in together
        and ",\n" not in together
        and max(map(len, cells)) <= LONGEST_ID
        and (not required or all(cells))
    )


def _all_text(required: bool, cells: Sequence[str]) -> bool:
    if not any(cells):
        return not required
    return (
        (not required or all(cells))
        and max(map(len, cells)) <= LONGEST_TEXT
        and tuple(map(str.strip, cells)) == tuple(cells)
    )


def _all_names(required: bool, cells: Sequence[str]) -> bool:
    """Plain and short enough; a letter takes four bytes at most."""
    return max(map(len, cells)) * 4 <= LONGEST_ID and _all_text(required, cells)


def _all_text_lists(required: bool, cells: Sequence[str]) -> bool:
    if not any(cells):
        return not required
    together = "\n" + "\n".join(cells) + "\n"
    return not any(map(together.__contains__, _UNEVEN)) and _all_text(required, cells)
