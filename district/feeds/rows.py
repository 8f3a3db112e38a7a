"""The rows of one file, checked and in one shape, streamed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from operator import itemgetter
from typing import Any

from district.feeds import dates
from district.feeds.columns import Column
from district.feeds.csv_files import CsvFile, Row
from district.feeds.headers import Layout
from district.feeds.readers import Remarks, reader_of
from district.feeds.report import Refused, Report

MOST_BAD_ROWS = 10_000
"""More than a person could ever settle: the file is broken."""
INTERVALS = {
    ("startDate", "endDate"): "end-before-begin",
    ("beginDate", "endDate"): "end-before-begin",
    ("begin_date", "end_date"): "end-before-begin",
    ("hire_date", "termination_date"): "left-before-hire",
    ("begin_date", "termination_date"): "begin-after-leaving",
}
"""Pairs of days that must come in this order, and the code of a row in which they do not."""
BETWEEN = " | "
"""Between the cells a row without an id is known by."""

Bad = dict[int, tuple[str, str]]
"""Code and message by the place of a row among those read together."""


@dataclass(frozen=True)
class BadRow:
    """A row for a person to settle. It is still *listed*: a bulk file that holds it does not end its record."""

    code: str
    file: str
    line: int
    source_key: str
    message: str
    owner: str = ""
    """Whose row it is, where its key says more than that."""


class RowReading:
    """One reading of one file from top to bottom. What it has to say goes into `report` and `bad_rows`.

    Its rows carry no id: a row is known by what stands in the columns of `key`, of which the first says whose it is.
    """

    def __init__(
        self,
        file: CsvFile,
        columns: Sequence[Column],
        layout: Layout,
        *,
        is_bulk: bool,
        report: Report,
        bad_rows: list[BadRow],
        key: Sequence[str] = (),
    ) -> None:
        self.file, self.layout, self.report, self.bad_rows = file, layout, report, bad_rows
        self.names = [column.name for column in columns]
        self.date_places = [
            place
            for column, place in zip(columns, layout.places, strict=True)
            if column.kind == "date" and place is not None
        ]
        self.readers = [reader_of(column, is_bulk=is_bulk, order=lambda: self.date_order) for column in columns]
        self.intervals = [pair for pair in INTERVALS if set(pair) <= set(self.names)]
        self.key_places = [layout.places[self.names.index(name)] for name in key]

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Good rows as `(line, *values)`; none after a fault. Raises `Refused` at the end of a faulty file."""
        for raw_lines, raw in self.file.chunks(self.report):
            lines, rows = self._even(raw_lines, raw)
            if not rows:
                continue
            columns, bad = self._read(lines, rows)
            if self._is_broken():
                continue  # nothing of this file will be kept; read on for what else is wrong
            if bad:
                good = [place not in bad for place in range(len(lines))]
                yield from compress(zip(lines, *columns, strict=True), good)
            else:
                yield from zip(lines, *columns, strict=True)
        self._look_back()
        self.report.stop_if_broken()

    def _is_broken(self) -> bool:
        return bool(self.report.errors)

    def _look_back(self) -> None:
        """Say what only the whole file shows."""

    def _identified(
        self, columns: Sequence[Sequence[str]], cells: Sequence[Row], lines: Sequence[int], bad: Bad
    ) -> Mapping[int, tuple[str, str]]:
        """Key and owner of each row to be set aside, by its place: what stands in the file, readable or not."""
        named = {}
        for place in bad:
            parts = [cells[place][at].strip() if at is not None else "" for at in self.key_places]
            named[place] = (BETWEEN.join(parts), parts[0])
        return named

    def _even(self, numbers: Sequence[int], rows: list[Row]) -> tuple[Sequence[int], list[Row]]:
        """The rows that have as many cells as the header, without the header and empty lines."""
        width, header = self.layout.width, self.layout.line
        if numbers[0] > header and set(map(len, rows)) == {width} and all(map(itemgetter(0), rows)):
            return numbers, rows
        lines: list[int] = []
        even: list[Row] = []
        for line, row in zip(numbers, rows, strict=True):
            if line == header:
                continue
            if not any(map(str.strip, row)):
                self.report.warn("empty-line", self.file.name, line, "This line is empty. It was passed over.")
            elif self._fits(line, row):
                lines.append(line)
                even.append(row[:width])
        return lines, even

    def _fits(self, line: int, row: Row) -> bool:
        """Whether a row's cells are those of the header.

        Empty cells at the end are one exporter's habit and let pass; but with a cell that begins with a space they are
        the mark of a comma in a text that should stand in quotes, and every cell after it is shifted.
        """
        width, length = self.layout.width, len(row)
        if length == width:
            return True
        shifted = any(cell.startswith(" ") for cell in row)
        if length > width and not shifted and not any(map(str.strip, row[width:])):
            message = f"This row has {length} cells and the header {width}. The empty cells at its end were left out."
            self.report.warn("extra-cells", self.file.name, line, message)
            return True
        message = f"This row has {length} cells and the header {width}, so its cells cannot be told apart."
        hint = " A comma inside a cell needs quotes around the cell." if length > width else ""
        self.report.fault("wrong-cell-count", self.file.name, line, message + hint)
        return False

    def _read(self, lines: Sequence[int], rows: list[Row]) -> tuple[list[Sequence[str]], Bad]:
        """The columns in our order and shape, and the rows set aside."""
        by_place = list(zip(*rows, strict=True))
        columns: list[Sequence[str]] = []
        bad: Bad = {}
        for reader, place, fill in zip(self.readers, self.layout.places, self.layout.fills, strict=True):
            if place is None:
                columns.append((fill,) * len(rows))
                continue
            values, remarks = reader.read(by_place[place])
            columns.append(values)
            if remarks:
                self._remark(remarks, lines, bad)
        self._judge(columns, bad)
        named = self._identified(columns, rows, lines, bad)
        for place in sorted(named):
            self._set_aside(*bad[place], lines[place], *named[place])
        return columns, bad

    def _remark(self, remarks: Remarks, lines: Sequence[int], bad: Bad) -> None:
        for place, verdict in remarks:
            if verdict.weight == "warning":
                self.report.warn(verdict.code, self.file.name, lines[place], verdict.message)
            elif verdict.weight == "fault":
                self.report.fault(verdict.code, self.file.name, lines[place], verdict.message)
            else:
                bad.setdefault(place, (verdict.code, verdict.message))

    def _set_aside(self, code: str, message: str, line: int, key: str, owner: str) -> None:
        self.bad_rows.append(BadRow(code, self.file.name, line, key, message, owner))
        self.report.warn(code, self.file.name, line, f"{message} The row waits for a person.")
        self.report.counts["skipped"] += 1
        if len(self.bad_rows) > MOST_BAD_ROWS:
            message = f"More than {MOST_BAD_ROWS:,} rows cannot be used. Correct the export and run again."
            self.report.refuse("too-many-bad-rows", self.file.name, line, message)

    def _judge(self, columns: Sequence[Sequence[str]], bad: Bad) -> None:
        """What only the cells of a row together show."""
        for begin, end in self.intervals:
            begins, ends = columns[self.names.index(begin)], columns[self.names.index(end)]
            if not any(ends):
                continue
            for place, (first, last) in enumerate(zip(begins, ends, strict=True)):
                if last < first and last:
                    bad.setdefault(place, (INTERVALS[begin, end], f"{end} {last} is before {begin} {first}."))

    @cached_property
    def date_order(self) -> dates.Order:
        """How the file writes its dates, from all of them: one with a part over 12 tells for the rest."""
        cells = (
            row[place]
            for _, rows in self.file.chunks(Report())
            for row in rows
            if len(row) >= self.layout.width
            for place in self.date_places
        )
        try:
            return dates.order_of(cells)
        except Refused:
            return dates.Order.UNKNOWN  # the reading itself will come to what is wrong, and name it
