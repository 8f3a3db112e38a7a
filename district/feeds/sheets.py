"""A feed that is one CSV file: looked over once before any row of it is given out, then streamed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from district.feeds.columns import Column
from district.feeds.csv_files import CsvFile
from district.feeds.headers import Layout, Names, match
from district.feeds.report import Refused, Report, plain
from district.feeds.rows import BadRow, RowReading
from district.feeds.scanning import scan

_NOT_CSV = {".json": "a JSON file", ".xml": "an XML file"}


@dataclass
class Sheet:
    """One file, ready to be read."""

    file: CsvFile
    columns: tuple[Column, ...]
    layout: Layout
    digest: str
    """SHA-256 of the file and of the headings it was read by."""
    _report: Report
    bad_rows: list[BadRow] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The file's name, as messages show it."""
        return self.file.name

    @property
    def count(self) -> int:
        """Rows to expect, for a progress bar: lines less the header."""
        return max(0, self.file.lines - 1)

    def says(self, column: str) -> bool:
        """Whether the file has this column: what a feed does not say is unknown, never empty."""
        return self.layout.places[[each.name for each in self.columns].index(column)] is not None

    def bad_rows_in(self, file: str) -> list[BadRow]:
        """The rows set aside, as of a file that is called the same every day: a row seen again is known again."""
        return [replace(row, file=file) for row in self.bad_rows]

    def rows(self, *, key: Sequence[str], reading: Callable[..., RowReading] = RowReading) -> Iterator[tuple[Any, ...]]:
        """Each good row as `(line, *values)`, values in the order of the columns. Read it once.

        A row that cannot be used is in `bad_rows`, known by its cells in the columns of `key`. Raises `Refused` at
        the end of a file with errors: keep nothing.
        """
        return reading(
            self.file,
            self.columns,
            self.layout,
            is_bulk=True,
            report=self._report,
            bad_rows=self.bad_rows,
            key=key,
        ).rows()


def open_sheet(
    path: Path,
    columns: tuple[Column, ...],
    *,
    called: Mapping[str, str],
    report: Report,
    may_lack: Collection[str] = (),
) -> Sheet:
    """Open a CSV file; `called` has the heading of each column that is not called by its own name.

    Columns it `may_lack` are left out without a word.

    Raises `Refused` with every reason found when it cannot be read safely.
    """
    name = plain(path.name)
    if kind := _NOT_CSV.get(path.suffix.casefold()):
        report.refuse("not-csv", name, 0, f"This is {kind}. Give a CSV file.")
    file = scan(name, lambda: path.open("rb"), report)
    if file is None:
        raise Refused(report)
    line, header = file.header(report)
    layout = match(name, columns, line, header, report, Names(called=called, may_lack=may_lack))
    if layout is None:
        raise Refused(report)
    told = hashlib.sha256(file.digest.encode())
    told.update("\n".join(f"{column}={heading}" for column, heading in sorted(called.items())).encode())
    return Sheet(file, columns, layout, told.hexdigest(), report)
