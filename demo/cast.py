"""What a builder hands back, and how it writes: plain values that outlive the transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar

from foundation import db

SOURCE = "demo"
SIS, HR, TRAINING = "Infinite Campus", "Human Resources", "Juniper Learning"
"""The systems that contacts, jobs and finished courses came from, as pages name them."""
LONG_AGO = date(2015, 1, 1)
LONG_AGO_AT = datetime(2015, 1, 1, tzinfo=UTC)

Record = TypeVar("Record", bound=db.Base)


@dataclass(frozen=True)
class Someone:
    """A person as plain values. `marker` is a word that stands in every record of the family and nowhere else."""

    id: int
    public_id: str
    first_name: str
    last_name: str
    full_name: str
    marker: str = ""
    email: str = ""
    number: str = ""
    """Student number or employee id."""
    born: date | None = None
    language: str | None = None


@dataclass(frozen=True)
class Place:
    """A school, or the district."""

    id: int
    public_id: str
    name: str
    code: str = ""
    """What human resources call the place."""


def write(record: Record) -> Record:
    """Add one record to the open transaction, so that it has its id."""
    current = db.session()
    current.add(record)
    current.flush()
    return record


def keep(record: db.Base) -> None:
    """Add one record to the open transaction; it gets its id with the next one that needs it."""
    db.session().add(record)
