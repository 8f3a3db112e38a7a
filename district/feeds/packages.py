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
from typing import Any, Self

from district.feeds.archives import LIMITS, Archive, Limits, open_archive
from district.feeds.columns import FILES
from district.feeds.contents import Contents, look_into
from district.feeds.manifests import Mode
from district.feeds.report import Report
from district.feeds.rows import BadRow
from district.feeds.rows_with_ids import ReadingByIds

__all__ = ["BadRow", "Mode", "Package", "open_package"]


@dataclass
class Package:
    """What is in the package. Use it as a context manager."""

    _contents: Contents
    _archive: Archive
    _report: Report
    bad_rows: list[BadRow] = field(default_factory=list)

    @property
    def format(self) -> str:
        """`oneroster-1.1` or `oneroster-1.2`."""
        return self._contents.format

    @property
    def source(self) -> str | None:
        """The manifest's `source.systemCode`."""
        return self._contents.source

    @property
    def digest(self) -> str:
        """SHA-256 over the files read, the same for a folder and for its ZIP."""
        return self._contents.digest

    @property
    def names(self) -> tuple[str, ...]:
        """Files to read (`orgs`, `users`, …), each after those it points at."""
        return tuple(self._contents.files)

    def mode(self, name: str) -> Mode:
        """`bulk` (the whole truth), `delta` (changes only) or `absent` (nothing said)."""
        return self._contents.modes.get(name, "absent")

    def count(self, name: str) -> int:
        """Rows to expect, for a progress bar: lines less the header."""
        return max(0, self._contents.files[name].lines - 1)

    def says(self, name: str, column: str) -> bool:
        """Whether a file is there and has this column: what a feed does not say is unknown, never empty."""
        if name not in self._contents.layouts:
            return False
        wanted = [each.name for each in FILES[self.format][name]]
        return self._contents.layouts[name].places[wanted.index(column)] is not None

    def rows(self, name: str) -> Iterator[tuple[Any, ...]]:
        """Each good row as `(line, *values)`, values in the order of `COLUMNS[format][name]`. Read each file once.

        Values are text, "" where blank: dates `YYYY-MM-DD`, booleans `true`/`false`, lists joined by commas alone,
        enumerations in the standard's spelling, `status` always `active` or `tobedeleted` (blank is `active`;
        `inactive` is `tobedeleted`, also in bulk). Raises `Refused` at the end of a file with errors: keep nothing.
        """
        return ReadingByIds(
            self._contents.files[name],
            FILES[self.format][name],
            self._contents.layouts[name],
            is_bulk=self._contents.modes[name] == "bulk",
            report=self._report,
            bad_rows=self.bad_rows,
        ).rows()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._archive.close()


def open_package(path: Path, *, wanted_format: str | None = None, report: Report, limits: Limits = LIMITS) -> Package:
    """Open a ZIP or a folder. Raises `Refused` with every reason found when it cannot be read safely."""
    archive = open_archive(path, report, limits)
    try:
        return Package(look_into(archive, path.name, wanted_format, report, limits), archive, report)
    except BaseException:
        archive.close()
        raise
