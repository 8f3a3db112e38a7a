"""A student's report cards, and who of the family has opened them. Whoever asks has been let see the student."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BigInteger, bindparam, select

from district.models import ReportCard, ReportCardOpening
from foundation import db


@dataclass(frozen=True)
class CardSeen:
    """One report card."""

    id: int
    public_id: str
    school_year: int
    """The calendar year it ends in."""
    term: str
    title: str
    available_on: date | None
    """The first day on which the family may open it."""
    stored_as: str
    sha256: str
    size: int

    def is_available(self, *, on: date) -> bool:
        """Whether the family may open it on that day."""
        return self.available_on is None or self.available_on <= on


@dataclass(frozen=True)
class Opening:
    """Somebody of the family opened a card: the first time and the last."""

    card_id: int
    reader_id: int
    account_kind: str
    first_at: datetime
    last_at: datetime


def cards_of(person_id: int) -> list[CardSeen]:
    """Every report card on record, the latest year first. One statement."""
    return [CardSeen(*row) for row in db.session().execute(_CARDS, {"person_id": person_id})]


def card_named(person_id: int, public_id: str) -> CardSeen | None:
    """The card of that student with that public id. One statement."""
    row = db.session().execute(_ONE, {"person_id": person_id, "public_id": public_id}).one_or_none()
    return None if row is None else CardSeen(*row)


def openings_of(person_id: int) -> dict[int, list[Opening]]:
    """Who opened each card of a student, by the card's id, the earliest first. One statement."""
    found: dict[int, list[Opening]] = {}
    for row in db.session().execute(_OPENINGS, {"person_id": person_id}):
        found.setdefault(row.report_card_id, []).append(Opening(*row))
    return found


_OF_STUDENT = ReportCard.person_id == bindparam("person_id", type_=BigInteger)
_CARDS = (
    select(
        ReportCard.id,
        ReportCard.public_id,
        ReportCard.school_year,
        ReportCard.term,
        ReportCard.title,
        ReportCard.available_on,
        ReportCard.stored_as,
        ReportCard.sha256,
        ReportCard.size,
    )
    .where(_OF_STUDENT, ReportCard.is_current)
    .order_by(ReportCard.school_year.desc(), ReportCard.available_on.desc(), ReportCard.term.desc(), ReportCard.id)
)
_ONE = _CARDS.where(ReportCard.public_id == bindparam("public_id"))
_OPENINGS = (
    select(
        ReportCardOpening.report_card_id,
        ReportCardOpening.reader_id,
        ReportCardOpening.account_kind,
        ReportCardOpening.first_at,
        ReportCardOpening.last_at,
    )
    .join(ReportCard, ReportCard.id == ReportCardOpening.report_card_id)
    .where(_OF_STUDENT, ReportCard.is_current)
    .order_by(ReportCardOpening.first_at, ReportCardOpening.id)
)
