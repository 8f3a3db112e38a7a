"""A family as relationships alone make it: the students who share adults, and every adult tied to one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Select, bindparam, desc, select, union
from sqlalchemy.orm import aliased

from district.models import Person, Relationship
from foundation import db
from household.editor.queries.briefs import PersonSeen, line_about, seen
from household.editor.queries.reach import Reader, current
from household.editor.queries.ties import Tie, adults_of

MOST_CHILDREN = 12
"""Columns of a matrix. Whoever has more students is an office rather than a family; it is said that there are more."""


@dataclass(frozen=True)
class Family:
    """The children in reach, the others, and the relationships of the former."""

    children: tuple[PersonSeen, ...]
    elsewhere: tuple[PersonSeen, ...]
    """Children of the same adults at schools that are not the reader’s."""
    ties: tuple[Tie, ...]
    has_more: bool


def family_of(person_id: int, reader: Reader) -> Family:
    """The students this person is tied to, or the student and those who share a guardian. Two statements."""
    children = [seen(row) for row in db.session().execute(_CHILDREN, reader.given | {"person_id": person_id})]
    shown = children[:MOST_CHILDREN]
    within = [each for each in shown if each.is_open]
    ties = adults_of([each.person_id for each in within], reader) if within else []
    return Family(
        children=tuple(within),
        elsewhere=tuple(each for each in shown if not each.is_open),
        ties=tuple(ties),
        has_more=len(children) > MOST_CHILDREN,
    )


_PERSON = bindparam("person_id", type_=BigInteger)


def _children() -> Select[*tuple[Any, ...]]:
    """Students of the person; the person as a student; and students of the adults who are this student’s guardians."""
    own, shared, to_adult = (aliased(Relationship) for _ in range(3))
    child = aliased(Person)
    of_adult = select(own.student_id).where(own.adult_id == _PERSON, current(own.starts, own.ends))
    themself = select(own.student_id).where(own.student_id == _PERSON)
    of_shared_adult = (
        select(shared.student_id)
        .join(to_adult, to_adult.adult_id == shared.adult_id)
        .where(
            to_adult.student_id == _PERSON,
            to_adult.guardian.is_not(False),
            shared.guardian.is_not(False),
            current(to_adult.starts, to_adult.ends),
            current(shared.starts, shared.ends),
        )
    )
    return (
        select(*line_about(child))
        .where(child.id.in_(union(of_adult, themself, of_shared_adult)))
        .order_by(
            (child.id == _PERSON).desc(), desc("is_in_reach"), child.birth_date.is_(None), child.birth_date, child.id
        )
        .limit(MOST_CHILDREN + 1)
    )


_CHILDREN = _children()
