"""What a roster package is, told by what lies in it: OneRoster, Ed-Fi XML, Microsoft School Data Sync."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from district.feeds.archives import LIMITS, Limits, open_archive
from district.feeds.columns import FORMATS as ONEROSTER
from district.feeds.contents import look_into
from district.feeds.edfi import EDFI, is_edfi, open_edfi
from district.feeds.intake import Advance, Intake, Scope, scope_of
from district.feeds.packages import BadRow, Package
from district.feeds.queue import Question
from district.feeds.report import Report
from district.feeds.sds import SDS, is_sds, open_sds
from district.feeds.staging import Stage

FORMATS = (*ONEROSTER, EDFI, SDS)
"""What `--format` may say."""


class RosterPackage(Protocol):
    """An opened package of any format. Use it as a context manager."""

    bad_rows: list[BadRow]

    @property
    def format(self) -> str: ...

    @property
    def source(self) -> str | None:
        """What the package calls its source, where it does."""

    @property
    def digest(self) -> str: ...

    def take(self, stage: Stage, advance: Advance) -> Scope:
        """Stage everything; how much of the truth it is. Raises Refused, with nothing stored."""

    def spare(self, stage: Stage, scope: Scope) -> None:
        """Mark in `listed` what the package does not speak of, so that it stays."""

    def locate(self, question: Question) -> Question:
        """A question with its own file and line."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class OneRoster(Package):
    """A OneRoster package as every format is taken."""

    def take(self, stage: Stage, advance: Advance) -> Scope:
        Intake(self, stage).take(advance)
        return scope_of(self)

    def spare(self, stage: Stage, scope: Scope) -> None:
        """Its manifest says what it speaks of."""

    def locate(self, question: Question) -> Question:
        return question


def open_roster(path: Path, *, wanted_format: str | None, report: Report, limits: Limits = LIMITS) -> RosterPackage:
    """Open a ZIP or a folder of any format. Raises `Refused` with every reason found when it cannot be read safely."""
    archive = open_archive(path, report, limits)
    try:
        if wanted_format == EDFI or (wanted_format is None and is_edfi(archive, report)):
            return open_edfi(archive, path.name, report, limits)
        if wanted_format == SDS or (wanted_format is None and is_sds(archive)):
            return open_sds(archive, path.name, report, limits)
        return OneRoster(look_into(archive, path.name, wanted_format, report, limits), archive, report)
    except BaseException:
        archive.close()
        raise
