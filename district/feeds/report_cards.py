"""The report cards feed: a list as CSV, and the PDFs it names in a folder or a ZIP, kept under names that tell nothing.

A file is looked at before anything is stored: it is a PDF by its content, not too large, inside the folder, and named
by one row only, or a family would read another child's. Files go into the store before the record that names them is
committed, and leave it again where it is not.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from district.feeds.amounts import MoneyReading
from district.feeds.archives import DAMAGED, MEGABYTE, Archive, Limits, open_archive
from district.feeds.cells import Verdict
from district.feeds.columns import Column
from district.feeds.intake import Advance
from district.feeds.kinds import Kind
from district.feeds.of_students import About, StudentFeed, bring_sheet
from district.feeds.readers import Reader
from district.feeds.report import Report, shown
from district.feeds.rows import Bad
from district.feeds.sheets import open_sheet
from district.feeds.steps import Outcome, Wishes
from district.report_card_store import path_in
from foundation.audit import Actor

CARDS_CSV = "report-cards-csv"
LARGEST = 10 * MEGABYTE
LIMITS = Limits(files=200_000, bytes_of_a_file=LARGEST, bytes_together=20_480 * MEGABYTE)
_HEAD, _TAIL = 1024, 2048
"""Where in a file the marks of a PDF stand (ISO 32000-2, 7.5.2 and 7.5.5; readers allow them some room)."""

CARDS = (
    Column("card_id", "id", required=True),
    Column("student_number", "id", required=True),
    Column("school_year", "year", required=True),
    Column("term", "name", required=True),
    Column("title", "name"),
    Column("file", "name", required=True),
    Column("available_date", "date"),
)
"""One report card a row; `available_date` is the first day on which the family may open it."""


@dataclass
class Shelf:
    """The files that came, looked at once each, and the store they go to."""

    archive: Archive
    store: Path
    looked: dict[str, tuple[str, int] | tuple[str, str]] = field(default_factory=dict)
    """By name: digest and size; or a code and a sentence where it cannot be kept."""
    kept: list[str] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)

    def fault_of(self, name: str) -> tuple[str, str] | None:
        """Why a file cannot be kept: code and sentence."""
        code, more = self._look(name)
        return (code, more) if isinstance(more, str) else None

    def facts_of(self, name: str) -> tuple[str, int]:
        """Digest and size of a file that can be kept."""
        digest, size = self._look(name)
        if isinstance(size, str):
            raise ValueError(size)
        return digest, size

    def keep(self, name: str, stored_as: str) -> None:
        """Copy a file into the store. What is copied is what was looked at."""
        self.store.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = path_in(self.store, stored_as)
        with self.archive.open(name) as file:
            content = file.read(LARGEST + 1)
        if hashlib.sha256(content).hexdigest() != self.facts_of(name)[0]:
            raise OSError(f"{name} has changed since it was looked at. Run this again.")
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self.kept.append(stored_as)
        with open(opened, "wb") as copy:
            copy.write(content)
            copy.flush()
            os.fsync(copy.fileno())

    def settle(self, *, is_applied: bool) -> None:
        """Take out of the store what the record no longer names."""
        for each in self.outdated if is_applied else self.kept:
            path_in(self.store, each).unlink(missing_ok=True)

    def _look(self, name: str) -> tuple[str, int] | tuple[str, str]:
        if name not in self.looked:
            self.looked[name] = self._judge(name)
        return self.looked[name]

    def _judge(self, name: str) -> tuple[str, int] | tuple[str, str]:
        if name not in self.archive.names:
            return "no-such-file", f"The file {shown(name)} is not among the files. Add it, or take the row out."
        try:
            with self.archive.open(name) as file:
                content = file.read(LARGEST + 1)
        except DAMAGED:
            return "no-pdf", f"The file {shown(name)} is damaged and cannot be read."
        if len(content) > LARGEST:
            return "too-large", f"The file {shown(name)} is larger than {LARGEST // MEGABYTE} MB."
        if b"%PDF-" not in content[:_HEAD] or b"%%EOF" not in content[-_TAIL:]:
            return "no-pdf", f"The file {shown(name)} is no PDF, whatever it is called."
        return hashlib.sha256(content).hexdigest(), len(content)


class CardReading(MoneyReading):
    """A reading that looks at the file of each row."""

    texts = ("term", "title")

    def __init__(self, *given: Any, shelf: Shelf, **named: Any) -> None:
        super().__init__(*given, **named)
        self.shelf = shelf
        self.readers[self.names.index("file")] = Reader(_plain_name, lambda cells: False)

    def _judge(self, columns: Sequence[Sequence[str]], bad: Bad) -> None:
        super()._judge(columns, bad)
        for place, name in enumerate(columns[self.names.index("file")]):
            if place not in bad and not self._is_broken() and (fault := self.shelf.fault_of(name)):
                bad[place] = fault


@dataclass
class CardFeed(StudentFeed):
    """One list of report cards on its way into the record, with its files."""

    shelf: Shelf = field(kw_only=True)

    def write(self) -> Sequence[int]:
        for row in self.stage.rows(
            "SELECT s.file, s.stored_as, h.stored_as AS was FROM todo_report_card t JOIN in_report_card s ON s.n = t.n "
            "LEFT JOIN report_card h ON h.id = t.held_id ORDER BY s.n"
        ):
            self.shelf.keep(row.file, row.stored_as)
            if row.was:
                self.shelf.outdated.append(row.was)
        return super().write()


def import_report_cards(
    path: Path,
    wishes: Wishes,
    *,
    files: Path,
    store: Path,
    called: Mapping[str, str],
    is_delta: bool,
    by: Actor,
    at: datetime,
    today: date,
    advance: Advance,
) -> Outcome:
    """Bring the report cards that `path` lists into the record and their files into `store`. Raises Refused."""
    report = Report()
    sheet = open_sheet(path, CARDS, called=called, report=report)
    archive = open_archive(files, report, LIMITS)
    shelf = Shelf(archive, store)
    about = replace(
        ABOUT_CARDS,
        reading=partial(CardReading, shelf=shelf),
        take=partial(_staged, shelf),
        told=lambda cells: (*cells, shelf.facts_of(cells[3])[0]),
    )
    outcome = None
    try:
        feed = partial(CardFeed, shelf=shelf)
        outcome = bring_sheet(
            sheet,
            wishes,
            about=about,
            make=feed,
            report=report,
            is_delta=is_delta,
            by=by,
            at=at,
            today=today,
            advance=advance,
        )
        return outcome
    finally:
        shelf.settle(is_applied=outcome is not None and outcome.run_id is not None)
        archive.close()


def _staged(shelf: Shelf, cells: tuple[Any, ...]) -> tuple[Any, ...]:
    year, term, title, file, available = cells
    digest, size = shelf.facts_of(file)
    day = date.fromisoformat(available) if available else None
    return (int(year), term, title, file, day, secrets.token_hex(16), size, digest)


def _plain_name(cell: str) -> Verdict:
    """The name of a file and no way to one: what leads elsewhere refuses the whole list."""
    value = cell.strip()
    if not value:
        return Verdict("", "bad", "required-cell-empty", "The cell file is empty. Fill it.")
    if any(each in value for each in "/\\:\0") or value in (".", "..") or not value.isprintable():
        message = f"file {shown(value)} is no plain name of a file. Write the name alone, without a folder."
        return Verdict("", "fault", "path-outside", message)
    return Verdict(value)


_OWN = ("school_year", "term", "title", "available_on", "stored_as", "size", "sha256")
ABOUT_CARDS = About(
    format=CARDS_CSV,
    file="report-cards.csv",
    columns=CARDS,
    kind=Kind(
        name="report cards",
        record="report_card",
        staged="in_report_card",
        values={"person_id": "s.person_id", **{each: f"s.{each}" for each in _OWN}, "is_current": "true"},
        only="s.person_id IS NOT NULL",
        at_birth={"public_id": "{public_id}"},
    ),
    staged="school_year {number}, term TEXT, title TEXT, file TEXT, available_on {day}, stored_as TEXT, "
    "size {number}, sha256 TEXT",
    take=tuple,
    once="file",
)
