"""How one training system writes its completions: headings, and beside them its words for people, courses and days.

employee_id = "Student SIS ID"
course = "Course Name"
completed_on = "Completed"
status = "State"

dates = "day-first"                # or month-first, or a pattern such as "%m/%d/%Y %I:%M %p"
finished = ["Completed", "Pass"]   # the words that mean done; completed and passed where this is left out

[courses]                          # their code or title = our code
"Infinite Campus Household 2026" = "IC-HOUSEHOLD"

[people]                           # their id = our employee number
"u4711" = "207249"
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from district.feeds import dates
from district.feeds.cells import Verdict
from district.feeds.columns import Column
from district.feeds.mappings import NoMapping, headings, load
from district.feeds.report import shown
from district.feeds.sheet_columns import TRAINING
from district.rules.training import FINISHED, NEVER_FINISHED

TABLES = ("courses", "people")
ORDERS = {"month-first": dates.Order.MONTH_FIRST, "day-first": dates.Order.DAY_FIRST}
_ASKED = datetime(2026, 11, 28, 15, 45, 30, tzinfo=UTC)
"""A moment whose parts tell each other apart: a pattern that does not read it back tells no day."""


@dataclass(frozen=True)
class TrainingMapping:
    """What a file is read by."""

    called: Mapping[str, str] = field(default_factory=dict)
    """The heading of each column that is not called by its own name."""
    courses: Mapping[str, str] = field(default_factory=dict)
    """Our code by their code or title, in folded letters."""
    people: Mapping[str, str] = field(default_factory=dict)
    """The employee number by their id."""
    finished: Collection[str] = FINISHED
    """In folded letters."""
    written: str = ""
    """How days are written: an order of `ORDERS`, or a pattern of `strptime`; empty: such that one day alone fits."""

    @property
    def order(self) -> dates.Order | None:
        return ORDERS.get(self.written)

    @property
    def pattern(self) -> str:
        return "" if self.written in ORDERS else self.written

    @property
    def told(self) -> str:
        """All of it as one text, for the digest of what was read."""
        parts = (self.called, self.courses, self.people, sorted(self.finished), self.written)
        return json.dumps(parts, sort_keys=True) if self != PLAIN else ""


PLAIN = TrainingMapping()
"""The file speaks our own words."""


def read_training_mapping(path: Path) -> TrainingMapping:
    """Raises NoMapping."""
    said = load(path)
    more = {name: said.pop(name) for name in (*TABLES, "finished", "dates") if name in said}
    courses, people = (_table(more.get(name, {}), name, path.name) for name in TABLES)
    return TrainingMapping(
        headings(said, path.name, TRAINING),
        {their.casefold(): ours for their, ours in courses.items()},
        people,
        _finished(more.get("finished", list(FINISHED)), path.name),
        _dates(more.get("dates", ""), path.name),
    )


def written(mapping: Mapping[str, Any]) -> str:
    """A mapping as TOML, as `load` gives it."""
    lines = [f"{name} = {_quoted(value)}" for name, value in mapping.items() if not isinstance(value, dict)]
    for name in TABLES:
        if table := mapping.get(name):
            lines += ["", f"[{name}]", *(f"{_quoted(their)} = {_quoted(ours)}" for their, ours in table.items())]
    return "\n".join(lines) + "\n"


def judge_day(column: Column, pattern: str, cell: str) -> Verdict:
    """A day written by the pattern of the mapping; the hour, where it has one, is the district’s."""
    value = cell.strip()
    if not value or dates.is_iso(value):
        return Verdict(value)
    try:
        return Verdict(datetime.strptime(value, pattern).date().isoformat())
    except ValueError:
        message = f"{column.name} {shown(value)} is not written as the mapping says ({pattern})."
        return Verdict("", "bad", "unreadable-date", message)


def _quoted(value: Any) -> str:
    """Text, or a list of texts: JSON writes both as TOML does."""
    return json.dumps(value, ensure_ascii=False)


def _table(said: Any, name: str, file: str) -> dict[str, str]:
    if not isinstance(said, dict) or not all(isinstance(each, str) and each.strip() for each in said.values()):
        raise NoMapping(f'{file}: under [{name}] write one line for each, such as "their word" = "our word".')
    return {their.strip(): ours.strip() for their, ours in said.items()}


def _finished(said: Any, file: str) -> frozenset[str]:
    if not isinstance(said, list) or not said or not all(isinstance(each, str) and each.strip() for each in said):
        raise NoMapping(f'{file}: write the words that mean done as finished = ["Completed", "Passed"].')
    words = frozenset(each.strip().casefold() for each in said)
    if never := sorted(words & set(NEVER_FINISHED)):
        raise NoMapping(
            f"{file}: {never[0]} does not say that a person has finished the course, so it cannot count as done."
        )
    return words


def _dates(said: Any, file: str) -> str:
    if said in ("", *ORDERS):
        return str(said)
    try:
        reads = isinstance(said, str) and datetime.strptime(_ASKED.strftime(said), said).date() == _ASKED.date()
    except ValueError:
        reads = False
    if not reads:
        raise NoMapping(
            f"{file}: dates is {' or '.join(ORDERS)}, or a pattern that tells a day, such as %m/%d/%Y %H:%M."
        )
    return str(said)
