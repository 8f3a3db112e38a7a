"""One CSV file, read row by row, each row with the line it begins on.

Python's reader joins lines while a quote stands open, and without `strict` swallows the rest of the file as one cell
(security T24). With it, a quote left open ends in an error, far below; the line it opened on is found again and named.
A quoted cell that is closed on a later line is whole and let pass, unless it holds so many commas that it may have
swallowed a row: two broken rows can close each other's quotes.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO, NoReturn

from district.feeds.archives import DAMAGED
from district.feeds.report import Refused, Report

ROWS_TOGETHER = 500
"""Few enough to stay in the processor's cache: 2,000 take twice the time."""

Row = list[str]

_LEFT_OPEN = "A quote opens in this line and is not closed. Close it, or double it if it belongs to the text."
_BREAK = re.compile(r"\r\n|\r|\n")
_BREAK_IN_SPACE = re.compile(r"[ \t]*(?:\r|\n)\s*")


@dataclass(frozen=True)
class CsvFile:
    """A file that `scanning.scan` looked over. `open` gives its bytes from the start."""

    name: str
    open: Callable[[], BinaryIO]
    encoding: str
    lines: int
    """Physical lines, the header among them."""
    digest: str
    """SHA-256 of its bytes."""

    def text(self) -> io.TextIOWrapper:
        """The file as text with its line ends kept, so that LF, CRLF and a bare CR each end a line."""
        return io.TextIOWrapper(self.open(), encoding=self.encoding, newline="")

    def header(self, report: Report) -> tuple[int, Row]:
        """The first line with anything on it, and its number. Raises `Refused`."""
        with self.text() as text:
            try:
                for number, line in enumerate(text, start=1):
                    if line.strip():
                        return number, self._whole_row(number, line, report)
            except (UnicodeDecodeError, *DAMAGED) as error:
                self._changed(1, report, error)
        report.fault("empty-file", self.name, 0, "The file is empty. It needs at least its header line.")
        raise Refused(report)

    def chunks(self, report: Report) -> Iterator[tuple[Sequence[int], list[Row]]]:
        """Rows in order, some hundreds together, each with the line it begins on. An empty line is an empty row.

        The header is among them. Raises `Refused` where a quote is left open or closed amid text.
        """
        with self.text() as text:
            reader = csv.reader(text, strict=True)
            line = 1
            while True:
                try:
                    rows = list(islice(reader, ROWS_TOGETHER))
                except csv.Error as error:
                    self._name_broken_row(line, report, error)
                except (UnicodeDecodeError, *DAMAGED) as error:
                    self._changed(line, report, error)
                if not rows:
                    return
                after = reader.line_num + 1
                if after - line == len(rows):
                    yield range(line, after), rows
                else:
                    yield self._joined(line, rows, report)
                line = after

    def _joined(self, line: int, rows: list[Row], report: Report) -> tuple[list[int], list[Row]]:
        """Rows some of which go over several lines, with each break made a space."""
        lines: list[int] = []
        joined: list[Row] = []
        for row in rows:
            lines.append(line)
            breaks = sum(len(_BREAK.findall(cell)) for cell in row)
            if breaks:
                self._check_not_swallowed(line, row, report)
                message = "A cell goes over several lines. Each break was read as a space."
                report.warn("line-break-in-cell", self.name, line, message)
            joined.append([_BREAK_IN_SPACE.sub(" ", cell) for cell in row] if breaks else row)
            line += 1 + breaks
        return lines, joined

    def _check_not_swallowed(self, line: int, row: Row, report: Report) -> None:
        if any(_BREAK.search(cell) and cell.count(",") >= len(row) - 1 for cell in row):
            report.fault("unterminated-quote", self.name, line, _LEFT_OPEN)
            raise Refused(report)

    def _whole_row(self, line: int, text: str, report: Report) -> Row:
        try:
            return next(csv.reader([text], strict=True))
        except csv.Error as error:
            code, message = _about_quotes(str(error))
            report.fault(code, self.name, line, message)
            raise Refused(report) from error

    def _name_broken_row(self, start: int, report: Report, raised: csv.Error) -> NoReturn:
        """Find the line on which the row that raised begins, and refuse the file there."""
        with self.text() as text:
            reader = csv.reader(islice(text, start - 1, None), strict=True)
            line = start
            with suppress(csv.Error, StopIteration):
                while next(reader) is not None:
                    line = start + reader.line_num
        with self.text() as text:
            self._whole_row(line, next(islice(text, line - 1, None), ""), report)
        self._changed(line, report, raised)

    def _changed(self, line: int, report: Report, error: Exception) -> NoReturn:
        report.fault("changed-while-read", self.name, line, "The file changed or broke while it was read. Run again.")
        raise Refused(report) from error


def _about_quotes(error: str) -> tuple[str, str]:
    """What stands wrong in a line that is not a whole row, told by the words of Python's reader."""
    if "field larger" in error:
        return "too-long", f"A cell is longer than {csv.field_size_limit():,} characters. Shorten it."
    if "expected after" in error:
        return "stray-quote", "Text follows a closing quote. Double each quote that belongs to the text."
    return "unterminated-quote", _LEFT_OPEN
