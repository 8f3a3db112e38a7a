"""The audit: what is written stays, and every deed is told or says why it is not."""

from __future__ import annotations

import ast
import dataclasses
import re
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from app import create_app
from foundation import audit, clock, db

PLAIN = {"str", "int", "float", "bool", "date", "datetime", "NoneType", "tuple", "frozenset", "dict", "list"}


@dataclasses.dataclass(frozen=True)
class ThingSeen(audit.Event):
    person_id: int
    thing: str


@pytest.fixture
def entry_written(database: Engine) -> Engine:
    with db.transaction():
        audit.record(ThingSeen(person_id=7, thing="a letter"), by=audit.command("test"), at=clock.now())
    return database


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE audit_entry SET actor_label = 'nobody'",
        "DELETE FROM audit_entry",
        "UPDATE audit_entry SET at = at WHERE person_id = 7",
    ],
)
def test_what_is_written_in_the_audit_stays(entry_written: Engine, deed: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"), entry_written.begin() as connection:
        connection.execute(text(deed))

    with entry_written.connect() as connection:
        assert connection.scalar(text("SELECT actor_label FROM audit_entry WHERE person_id = 7")) == "test"


def test_an_entry_is_gone_with_the_transaction_it_was_written_in(database: Engine) -> None:
    with pytest.raises(ValueError, match="changed my mind"), db.transaction():
        audit.record(ThingSeen(person_id=7, thing="a letter"), by=audit.command("test"), at=clock.now())
        raise ValueError("changed my mind")

    with database.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM audit_entry")) == 0


def test_every_action_module_tells_the_audit_or_says_why_not(root: Path, python_files: list[Path]) -> None:
    """A module that records nothing explains itself in its docstring: `Records no event: …`."""
    silent = [
        str(path.relative_to(root))
        for path in python_files
        if path.parent.name == "actions"
        and path.name != "__init__.py"
        and "audit.record(" not in path.read_text(encoding="utf-8")
        and not re.search(
            r"Records no event[^.]*:", ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        )
    ]

    assert silent == []


def test_every_event_is_frozen_told_in_plain_values_and_has_a_name_of_its_own() -> None:
    assert create_app is not None  # importing the front door loads every room's events
    events = [each for each in told() if each is not ThingSeen]

    assert [each for each in events if not each.__dataclass_params__.frozen] == []  # type: ignore[attr-defined]
    assert len({each.name() for each in events}) == len(events)
    assert {f"{each.__name__}.{name}: {odd}" for each in events for name, odd in not_plain(each)} == set()


def test_event_names_are_in_the_past_tense() -> None:
    """`CodeIssued`, not `IssueCode`: an event tells what has happened."""
    irregular = (
        "Sent",
        "Seen",
        "Read",
        "Set",
        "Begun",
        "Shut",
        "Hidden",
        "Shown",
        "Wrote",
        "Held",
        "Given",
        "Withdrawn",
        "Put",
        "Found",
        "Made",
        "Ran",
        "Left",
        "Taken",
    )
    present = [
        each.__name__
        for each in told()
        if not any(word.endswith("ed") or word in irregular for word in re.findall(r"[A-Z][a-z]+", each.__name__))
    ]

    assert present == []


def told(of: type[audit.Event] = audit.Event) -> list[type[audit.Event]]:
    """Every kind of event there is; one that others are kinds of only where it is told itself."""
    bases = {"HouseholdTold", "PersonTold", "RequestTold"}
    below = [deeper for each in of.__subclasses__() for deeper in (each, *told(each))]
    return [each for each in dict.fromkeys(below) if each.__name__ not in bases]


def not_plain(event: type[audit.Event]) -> list[tuple[str, str]]:
    return [(name, str(hint)) for name, hint in get_type_hints(event).items() if not names_in(hint) <= PLAIN]


def names_in(hint: Any) -> set[str]:
    """The names of the plain types a hint is made of."""
    parts = [each for each in get_args(hint) if each is not ...]
    return {getattr(hint, "__name__", str(hint))} if not parts else set().union(*map(names_in, parts))
