"""Where a feed says another name, birth date, language, email or phone of a person than the office has set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import aliased

from district.models import FeedRun, OfficeEdit, Person, QueuedRow
from district.queries.feed_questions import FeedQuestion
from district.rules.tie_questions import OFFICE_EDIT
from foundation import db


@dataclass(frozen=True)
class PersonQuestion(FeedQuestion):
    """One field of one person with both values: a day is written as ISO, what is not known is empty."""

    person: Person
    set_to: str
    """What the office has set."""

    @property
    def office(self) -> str:
        return self.set_to

    @property
    def version(self) -> int:
        return self.person.version


def of_open_person_questions(chosen: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The select of `chosen` over every open question (`QueuedRow`) and its `OfficeEdit`.

    None is open where the office has come to say what the feed says. Fields of people and of relationships have no
    name in common, so an edit is found by the field.
    """
    asked, edit = QueuedRow, OfficeEdit
    of_it = and_(edit.person_id == asked.person_id, edit.field == asked.data["field"].as_string())
    return (
        chosen.select_from(asked)
        .join(edit, of_it)
        .where(asked.code == OFFICE_EDIT, asked.settled_at.is_(None), edit.value != asked.data["feed_now"].as_string())
    )


def questions_about(person_id: int) -> list[PersonQuestion]:
    """What is open of one person, in the order in which it was asked. One statement."""
    editor = aliased(Person)
    asked = (
        of_open_person_questions(select(QueuedRow, Person, OfficeEdit, FeedRun.applied_at, editor))
        .join(Person, Person.id == QueuedRow.person_id)
        .join(FeedRun, FeedRun.id == QueuedRow.last_run_id)
        .outerjoin(editor, editor.id == OfficeEdit.edited_by_id)
        .where(QueuedRow.person_id == person_id)
        .order_by(QueuedRow.id)
    )
    return [
        PersonQuestion(
            asked=row[0],
            person=row[1],
            set_to=row[2].value,
            edited_at=row[2].edited_at,
            told_at=row[3],
            edited_by=row[4].full_name if row[4] else "",
        )
        for row in db.session().execute(asked)
    ]
