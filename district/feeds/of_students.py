"""Feeds that are one CSV file about students by their numbers: fees, courses finished. Each row has an id of its own.

A file is the whole truth of its source: what it does not list is gone, unless it is a delta. A row whose student nobody
knows, or whose id stands in the file twice, waits for a person; its record stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Any

from district.events import StudentsFileApplied
from district.feeds import apply, changes, places, queue
from district.feeds.columns import Column
from district.feeds.diff import Difference, compare_kind, latest_run, touched
from district.feeds.endings import stop_if_too_many
from district.feeds.filling import is_founding
from district.feeds.intake import Advance, Scope, batches
from district.feeds.kinds import Kind
from district.feeds.manifests import Mode
from district.feeds.queue import Question
from district.feeds.report import Report, shown
from district.feeds.rows import RowReading
from district.feeds.sheets import Sheet, open_sheet
from district.feeds.staging import ROW, Stage
from district.feeds.steps import Feed, Outcome, Wishes, conclude
from district.feeds.users import digest
from foundation import db
from foundation.audit import Actor


@dataclass(frozen=True)
class About:
    """One such feed: its columns, the first two of which are the id of a row and the student’s number."""

    format: str
    """Also the name of its source when none is given."""
    file: str
    """How the queue calls the file, whatever its name on the day."""
    columns: tuple[Column, ...]
    kind: Kind
    staged: str
    """The columns of the staged table after those of every feed, as SQL: names and types in the order of `take`."""
    take: Callable[[tuple[Any, ...]], tuple[Any, ...]]
    """The cells of a row after its line, id and student, as they are staged."""
    reading: Callable[..., RowReading] = RowReading
    school: str = ""
    """The staged column with the code of a school, where there is one."""
    told: Callable[[tuple[Any, ...]], tuple[Any, ...]] = tuple
    """What a row says, of which a change is a change: its cells, and more where they do not say all."""
    once: str = ""
    """The staged column of which a value stands in one row only; whichever rows share one wait for a person."""


def import_about_students(
    path: Path,
    wishes: Wishes,
    *,
    about: About,
    called: Mapping[str, str],
    is_delta: bool,
    by: Actor,
    at: datetime,
    today: date,
    advance: Advance,
) -> Outcome:
    """Bring the file at `path` into the record; `called` is as in `open_sheet`. Raises Refused, with nothing stored."""
    report = Report()
    sheet = open_sheet(path, about.columns, called=called, report=report)
    return bring_sheet(
        sheet, wishes, about=about, report=report, is_delta=is_delta, by=by, at=at, today=today, advance=advance
    )


def bring_sheet(
    sheet: Sheet,
    wishes: Wishes,
    *,
    about: About,
    report: Report,
    make: Callable[..., StudentFeed] | None = None,
    is_delta: bool,
    by: Actor,
    at: datetime,
    today: date,
    advance: Advance,
) -> Outcome:
    """The same for a file that is open already; `make` makes the feed where it does more. Raises Refused."""
    source = wishes.source or about.format
    db.close()
    with Stage(db.engine(), source=source, at=at, today=today) as stage:
        _take(about, sheet, stage, advance)
        feed = (make or StudentFeed)(
            stage,
            report,
            wishes,
            source=source,
            format=about.format,
            digest=sheet.digest,
            remembers={"file": sheet.name, "is_delta": is_delta},
            about=about,
            sheet=sheet,
            mode="delta" if is_delta else "bulk",
        )
        return conclude(feed, by=by, at=at, today=today)


def _take(about: About, sheet: Sheet, stage: Stage, advance: Advance) -> None:
    stage.make(about.kind.staged, f"{ROW}, student TEXT, person_id {{number}}, {about.staged}")
    own = tuple(part.split()[0] for part in about.staged.split(", "))
    columns = ("n", "line", "key", "digest", "gone", "student", *own)
    numbers = count(1)
    key = (about.columns[0].name,)
    for batch in batches(sheet.rows(key=key, reading=about.reading)):
        rows = [
            (next(numbers), line, key_, digest((student, *about.told(cells))), False, student, *about.take(cells))
            for line, key_, student, *rest in batch
            for cells in (tuple(rest),)
        ]
        stage.fill(about.kind.staged, columns, rows)
        advance(sheet.name, len(batch), sheet.count)
    stage.index(about.kind.staged, "key")
    stage.look_at(about.kind.staged)
    stage.rest()


@dataclass
class StudentFeed(Feed):
    """One staged file about students on its way into the record."""

    about: About = field(kw_only=True)
    sheet: Sheet = field(kw_only=True)
    mode: Mode = field(kw_only=True)

    def __post_init__(self) -> None:
        self.event = StudentsFileApplied

    def compare(self) -> Difference:
        stage, kind, found = self.stage, self.about.kind, Difference(seen_run=latest_run(self.stage))
        self._set_aside()
        if self.about.school:
            places.know(stage, f"SELECT DISTINCT {self.about.school} AS code FROM {kind.staged}")
        stage.make("unheld", "file TEXT, line {number}, key TEXT")
        scope = Scope(modes={kind.staged: self.mode}, files={kind.staged: self.about.file})
        found.counts[kind.name], found.held[kind.name] = compare_kind(stage, kind, scope)
        return found

    def questions(self) -> list[Question]:
        rows = self.stage.rows("SELECT code, line, key, student FROM aside ORDER BY line")
        asked = [
            queue.question(
                row.code,
                self.about.file,
                row.line,
                row.key,
                shown(row.key if row.code == "same-id-twice" else row.student),
                {"refers": row.student},
            )
            for row in rows
        ]
        return queue.of_bad_rows(self.sheet.bad_rows_in(self.about.file)) + asked

    def warn(self, asked: list[Question]) -> None:
        queue.warn(self.report, asked, file=self.sheet.name)

    def guard(self, difference: Difference) -> None:
        stop_if_too_many(
            difference,
            self.report,
            percent=self.wishes.allowed_percent,
            guarded={self.about.kind.name: self.sheet.name},
            name=lambda: None,
        )

    def write(self) -> Sequence[int]:
        founding = is_founding(self.stage, self.about.kind.record)
        apply.write_kind(self.stage, self.about.kind, founding)
        if founding:
            self.stage.look_at(self.about.kind.record)
        return sorted(touched(self.stage, self.about.kind))

    def leave_trace(self, *, run_id: int, is_first: bool) -> None:
        changes.write_kind(self.stage, self.about.kind, run_id=run_id, is_first=is_first)

    def settle(self, *, run_id: int, at: datetime) -> None:
        if self.mode == "bulk":
            queue.settle_unasked(source=self.source, run_id=run_id, at=at)

    def _set_aside(self) -> None:
        """Give each row its student; fill `aside` with the rows for a person to settle, still listed for their records.

        A student is known by any number of theirs that is not one of an employee.
        """
        stage, staged = self.stage, self.about.kind.staged
        twice = "(SELECT {0} FROM " + staged + " WHERE {0} <> '' GROUP BY {0} HAVING count(*) > 1)"
        shared = f"s.{self.about.once} IN {twice.format(self.about.once)}" if self.about.once else "false"
        stage.make("known_student", "student TEXT, person_id {number}, number {number}")
        stage.run(
            "INSERT INTO known_student SELECT c.student, min(x.person_id), count(DISTINCT x.person_id) "
            f"FROM (SELECT DISTINCT student FROM {staged}) c JOIN person_identifier x ON x.value = c.student "
            "WHERE x.type <> 'staff-id' AND EXISTS (SELECT 1 FROM enrollment e WHERE e.person_id = x.person_id) "
            "GROUP BY c.student"
        )
        stage.index("known_student", "student")
        stage.look_at("known_student")
        stage.make("aside", "n {row}, code TEXT, line {number}, key TEXT, student TEXT")
        stage.run(
            "INSERT INTO aside SELECT n, code, line, key, student FROM (SELECT s.n, s.line, s.key, s.student, CASE "
            f"WHEN s.key IN {twice.format('key')} THEN 'same-id-twice' WHEN {shared} THEN 'same-file-twice' "
            "WHEN k.person_id IS NULL THEN 'unknown-student' "
            f"WHEN k.number > 1 THEN 'several-students' END AS code FROM {staged} s "
            "LEFT JOIN known_student k ON k.student = s.student) x WHERE code IS NOT NULL"
        )
        stage.run(
            f"UPDATE {staged} SET person_id = (SELECT k.person_id FROM known_student k "
            f"WHERE k.student = {staged}.student) WHERE n NOT IN (SELECT n FROM aside)"
        )
        stage.make("listed", "file TEXT, key TEXT")
        stage.run("INSERT INTO listed SELECT DISTINCT :file, key FROM aside", file=self.about.file)
        listed = {row.owner or row.source_key for row in self.sheet.bad_rows}
        stage.fill("listed", ("file", "key"), [(self.about.file, each) for each in sorted(listed)])
