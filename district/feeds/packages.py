"""A OneRoster package, opened safely and read row by row.

`open_package` looks at every file once (archive safety, encoding, line ends, headers) and refuses a broken one before
any row is given out. `Package.rows` then streams each file. Rows that cannot be used are not given out: they are in
`bad_rows`, warned of and counted in `skipped`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from district.feeds.report import Report

Mode = Literal["bulk", "delta", "absent"]


@dataclass(frozen=True)
class BadRow:
    """A row for a person to settle. It is still *listed*: a bulk file that holds it does not end its record."""

    code: str
    file: str
    line: int
    source_key: str
    message: str


@dataclass
class Package:
    """What is in the package. Use it as a context manager."""

    format: str
    """`oneroster-1.1` or `oneroster-1.2`."""
    source: str | None
    """The manifest's `source.systemCode`."""
    digest: str
    """SHA-256 over the files read, the same for a folder and for its ZIP."""
    names: tuple[str, ...]
    """Files to read (`orgs`, `users`, …), each after those it points at."""
    bad_rows: list[BadRow] = field(default_factory=list)

    def mode(self, name: str) -> Mode:
        """`bulk` (the whole truth), `delta` (changes only) or `absent` (nothing said)."""
        raise NotImplementedError

    def count(self, name: str) -> int:
        """Rows to expect, for a progress bar: line ends less the header."""
        raise NotImplementedError

    def rows(self, name: str) -> Iterator[tuple[Any, ...]]:
        """Each good row as `(line, *values)`, values in the order of `COLUMNS[format][name]`. Read each file once.

        Values are text, "" where blank: dates `YYYY-MM-DD`, booleans `true`/`false`, lists joined by commas alone,
        enumerations in the standard's spelling, `status` always `active` or `tobedeleted` (blank is `active`;
        `inactive` is `tobedeleted`, also in bulk). Raises `Refused` at the end of a file with errors: keep nothing.
        """
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        raise NotImplementedError


def open_package(path: Path, *, wanted_format: str | None, report: Report) -> Package:
    """Open a ZIP or a folder. Raises `Refused` with every reason found when it cannot be read safely."""
    raise NotImplementedError
