"""Brings test packages into the record, and finds the people they name."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import func, select

from district.actions.ties import change_tie
from district.feeds.roster import Outcome, Wishes, import_roster
from district.models import Person, PersonSource, QueuedRow, Relationship
from district.rules.homes import Span
from district.rules.relationships import FLAGS, Wanted
from foundation import audit, clock, db

ALL = 100.0


class Package(Protocol):
    """A test package of any format."""

    def folder(self, path: Path) -> Path: ...


class Feeding:
    """`bring(roster)` imports it, all endings allowed unless the test says otherwise."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.number = 0

    def __call__(
        self, roster: Package, *, portal_by_default: bool = True, percent: float = ALL, **wishes: Any
    ) -> Outcome:
        db.close()
        self.number += 1
        return import_roster(
            roster.folder(self.folder / f"package-{self.number}"),
            Wishes(allowed_percent=percent, **wishes),
            portal_by_default=portal_by_default,
            by=audit.command("test"),
            at=clock.now(),
            today=clock.today(),
            advance=lambda name, rows, expected: None,
        )


def person_of(key: str, source: str = "elm-sis") -> Person:
    """The person a source calls `key`, read afresh."""
    db.close()
    return (
        db.session()
        .scalars(
            select(Person)
            .join(PersonSource, PersonSource.person_id == Person.id)
            .where(PersonSource.source == source, PersonSource.source_key == key)
        )
        .one()
    )


def tie(adult: str, student: str) -> Relationship:
    """The relationship of two people of the usual source."""
    adult_id, student_id = person_of(adult).id, person_of(student).id
    return (
        db.session()
        .scalars(select(Relationship).where(Relationship.adult_id == adult_id, Relationship.student_id == student_id))
        .one()
    )


def office_says(row: Relationship, **said: Any) -> None:
    """The office sets the type, a flag, a day or the place to be called of a relationship, and leaves the rest."""
    row_id = row.id
    db.close()
    with db.transaction() as session:
        held = session.get_one(Relationship, row_id)
        now = {name: said.get(name, getattr(held, name)) for name in ("type", "starts", "ends", "emergency_priority")}
        flags = {name: said.get(name, getattr(held, name)) for name in FLAGS}
        wanted = Wanted(now["type"], Span(now["starts"], now["ends"]), flags, now["emergency_priority"])
        assert change_tie(held, wanted, by=audit.command("test"), at=clock.now()) is None


def number_of(model: type[Any]) -> int:
    """How many records of one kind there are."""
    db.close()
    return db.session().scalar(select(func.count()).select_from(model)) or 0


def queued() -> list[tuple[str, str]]:
    """Code and key of every row of the queue."""
    db.close()
    return sorted((row.code, row.source_key) for row in db.session().scalars(select(QueuedRow)))
