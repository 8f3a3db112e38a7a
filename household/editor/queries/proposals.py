"""Households that feeds let us suppose, as the office sees them: those with a student of the reader’s schools."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, exists, not_, select
from sqlalchemy.orm import aliased

from district.models import HouseholdProposal, HouseholdProposalMember, Person
from district.queries.own_family import own_family
from foundation import db
from household.editor.queries.briefs import PersonSeen, line_about, seen
from household.editor.queries.person_facts import has_hidden_address
from household.editor.queries.reach import Reader, is_student_in_reach, students_here
from household.editor.queries.ties import Tie, adults_of

A_PAGE = 30


@dataclass(frozen=True)
class Supposed:
    """Somebody who seems to live at the address."""

    person: PersonSeen
    birth_date: date | None
    is_student: bool
    is_student_in_reach: bool


@dataclass(frozen=True)
class ProposalSeen:
    """An open proposal, with the people in it."""

    id: int
    public_id: str
    lines: tuple[str, str, str, str, str]
    """Empty where a household of one of them has a confidential address."""
    people: tuple[Supposed, ...]

    @property
    def students(self) -> list[Supposed]:
        return [each for each in self.people if each.is_student]

    @property
    def is_in_reach(self) -> bool:
        """Whether a student of the reader’s schools is among them."""
        return any(each.is_student and each.is_student_in_reach for each in self.people)

    @property
    def has_own(self) -> bool:
        """Whether one of them belongs to the reader’s own family."""
        return any(each.person.is_own for each in self.people)

    @property
    def is_whole(self) -> bool:
        """Whether everybody in it is in reach, so that it can be confirmed as it is."""
        return all(each.person.is_open for each in self.people)


def proposals(reader: Reader) -> tuple[list[ProposalSeen], bool]:
    """The oldest open proposals in reach, none of one’s own family, and whether there are more. Two statements."""
    asked = _EVERY if reader.everywhere else _HERE
    ids = [row.id for row in db.session().execute(asked, reader.given)]
    return _seen(ids[:A_PAGE], reader), len(ids) > A_PAGE


def proposal(public_id: str, reader: Reader, *, lock: bool = False) -> ProposalSeen | None:
    """The open proposal of that name, in reach or of the reader’s own family. Two statements."""
    asked = select(HouseholdProposal.id).where(
        HouseholdProposal.public_id == public_id, HouseholdProposal.state_now == "open"
    )
    found = db.session().scalar(asked.with_for_update() if lock else asked)
    made = _seen([found], reader) if found is not None else []
    return made[0] if made and made[0].is_in_reach else None


def ties_of_proposal(found: ProposalSeen, reader: Reader) -> list[Tie]:
    """What its adults are to its students, on record. One statement."""
    adults = {each.person.person_id for each in found.people if not each.is_student}
    ties = adults_of([each.person.person_id for each in found.students], reader)
    return [each for each in ties if each.adult_id in adults]


def _seen(ids: list[int], reader: Reader) -> list[ProposalSeen]:
    if not ids:
        return []
    rows: dict[int, list[Any]] = defaultdict(list)
    for row in db.session().execute(_PEOPLE, reader.given | {"proposals": ids}):
        rows[row.proposal_id].append(row)
    return [_one(rows[each]) for each in ids if rows[each]]


def _one(rows: list[Any]) -> ProposalSeen:
    first = rows[0]
    lines = (first.line_1, first.line_2, first.city, first.state, first.postal_code)
    people = (Supposed(seen(row), row.birth_date, row.is_student, row.is_student_in_reach) for row in rows)
    is_kept = any(row.hides_address for row in rows)
    return ProposalSeen(
        first.proposal_id, first.proposal_public_id, ("", "", "", "", "") if is_kept else lines, tuple(people)
    )


def _open() -> Select[int]:
    """The ids of open proposals, the oldest first, none with somebody of the reader’s own family."""
    member = aliased(HouseholdProposalMember)
    is_own = exists().where(member.proposal_id == HouseholdProposal.id, member.person_id.in_(own_family()))
    return (
        select(HouseholdProposal.id)
        .where(HouseholdProposal.state_now == "open", not_(is_own))
        .order_by(HouseholdProposal.id)
        .limit(A_PAGE + 1)
    )


def _here() -> Select[int]:
    member = aliased(HouseholdProposalMember)
    holding = select(member.proposal_id).where(member.is_student.is_(True), member.person_id.in_(students_here()))
    return _open().where(HouseholdProposal.id.in_(holding))


def _people() -> Select[*tuple[Any, ...]]:
    member = HouseholdProposalMember
    lines = ("line_1", "line_2", "city", "state", "postal_code")
    proposals: BindParameter[int] = bindparam("proposals", expanding=True)
    return (
        select(
            member.proposal_id,
            member.is_student,
            HouseholdProposal.public_id.label("proposal_public_id"),
            *(getattr(HouseholdProposal, line) for line in lines),
            *line_about(Person),
            Person.birth_date,
            is_student_in_reach(Person.id).label("is_student_in_reach"),
            has_hidden_address(Person.id).label("hides_address"),
        )
        .join(HouseholdProposal, HouseholdProposal.id == member.proposal_id)
        .join(Person, Person.id == member.person_id)
        .where(member.proposal_id.in_(proposals))
        .order_by(member.proposal_id, member.is_student, Person.birth_date.is_(None), Person.birth_date, member.id)
    )


_EVERY, _HERE = _open(), _here()
_PEOPLE = _people()
