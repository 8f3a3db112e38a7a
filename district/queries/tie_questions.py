"""Where a feed says another value of a relationship than the office has set, and nobody has settled it yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import aliased

from district.models import FeedRun, Person, PersonSource, QueuedRow, Relationship, TieEdit
from district.queries.feed_questions import FeedQuestion
from district.rules.tie_questions import OFFICE_EDIT, kept
from foundation import db


@dataclass(frozen=True)
class TieQuestion(FeedQuestion):
    """One field of one relationship with both values, as `district.rules.tie_questions` keeps them."""

    tie: Relationship

    @property
    def office(self) -> str:
        return kept(self.field, getattr(self.tie, self.field))

    @property
    def version(self) -> int:
        return self.tie.version


def of_open_questions(chosen: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The select of `chosen` over every open question (`QueuedRow`) and its `Relationship`.

    A question names its pair by the feed's own keys.
    """
    asked, tie = QueuedRow, Relationship
    adult, student = aliased(PersonSource), aliased(PersonSource)
    named = adult.source_key + " → " + student.source_key + " "
    return (
        chosen.select_from(asked)
        .join(tie, and_(tie.source == asked.source, tie.student_id == asked.person_id))
        .join(adult, and_(adult.source == asked.source, adult.person_id == tie.adult_id))
        .join(student, and_(student.source == asked.source, student.person_id == tie.student_id))
        .where(
            asked.code == OFFICE_EDIT,
            asked.settled_at.is_(None),
            func.substr(asked.source_key, 1, func.length(named)) == named,
        )
    )


def questions_between(adult_id: int, student_id: int) -> list[TieQuestion]:
    """What is open of two people, in the order in which it was asked. One statement."""
    asked = (
        of_open_questions(select(QueuedRow, Relationship, FeedRun.applied_at, TieEdit.edited_at, Person))
        .join(FeedRun, FeedRun.id == QueuedRow.last_run_id)
        .outerjoin(
            TieEdit,
            and_(
                TieEdit.relationship_id == Relationship.id,
                TieEdit.field == QueuedRow.data["field"].as_string(),
            ),
        )
        .outerjoin(Person, Person.id == TieEdit.edited_by_id)
        .where(Relationship.adult_id == adult_id, Relationship.student_id == student_id)
        .order_by(QueuedRow.id)
    )
    return [
        TieQuestion(
            asked=row[0], tie=row[1], told_at=row[2], edited_by=row[4].full_name if row[4] else "", edited_at=row[3]
        )
        for row in db.session().execute(asked)
    ]
