"""Whom and which course a training system means by its own words.

A person: as somebody chose for this source; else by employee number; else by an e-mail that exactly one member of staff
has. Nobody is ever made of a claim. A course: as somebody chose for this source; else by our own code, whether it is
the word itself or stands at the end of an address.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import func, select

from district.feeds import followers
from district.models import ContactPoint, PersonIdentifier, StaffAssignment, TrainingMatch
from district.rules.xapi.meaning import ACCOUNT, BETWEEN, EMAIL, EMAIL_SUM
from foundation import db

PERSON, COURSE, HOME_PAGE = "person", "course", "home-page"
"""Kinds of choices. Of a home page: that the names of its accounts are ids of its own, never employee numbers."""
LMS_IDS = "lms-ids"
AT_ONCE = 500

_LAST_PART = re.compile(r"[^/#:?=]+(?=[/]?\Z)")

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Claim:
    """Who it was, in the words of the training system."""

    who: str
    by: str


@dataclass(frozen=True, slots=True)
class Found:
    """Who is meant; nobody with `several` where more than one person fits."""

    person_id: int | None = None
    several: bool = False


NOBODY = Found()


def people_meant(claims: Collection[Claim], *, source: str) -> dict[Claim, Found]:
    """Who is meant by each claim; everything asked for is in the answer. A few statements."""
    chosen = choices(source, PERSON, [each.who for each in claims])
    own_ids = set(choices(source, HOME_PAGE, [_home_page(each) for each in claims]))
    found: dict[Claim, Found] = dict.fromkeys(claims, NOBODY)
    open_claims = []
    for each in claims:
        if (choice := chosen.get(each.who)) is not None and choice.person_id is not None:
            found[each] = Found(choice.person_id)
        else:
            open_claims.append(each)
    numbers = {each: _number(each) for each in open_claims if _number(each) and _home_page(each) not in own_ids}
    by_number = _by_number(numbers.values())
    for each, number in numbers.items():
        found[each] = by_number.get(number, NOBODY)
    emails = {each: _email(each) for each in open_claims if _email(each) and found[each] == NOBODY}
    by_email = _by_email(emails.values())
    for each, email in emails.items():
        found[each] = by_email.get(email, NOBODY)
    sums = {each: each.who for each in open_claims if each.by == EMAIL_SUM}
    by_sum = _by_sum() if sums else {}
    return found | {each: by_sum.get(hashed, NOBODY) for each, hashed in sums.items()}


def courses_meant(words: Collection[str], *, source: str) -> dict[str, str | None]:
    """The code of our course by each of these words; None where it is none of ours."""
    chosen = choices(source, COURSE, words)
    known = followers.known_courses()
    return {word: chosen[word].course if word in chosen else course_named(word, known) for word in words}


def course_named(word: str, known: Collection[str] | None) -> str | None:
    """Our course whose code is the word, or the last part of it; any code will do while no room has said."""
    last = _LAST_PART.search(word)
    for code in (word, last[0] if last else ""):
        if code and (code in known if known is not None else ":" not in code):
            return code
    return None


def choices(source: str, kind: str, keys: Collection[str]) -> dict[str, TrainingMatch]:
    """What was chosen for these keys of a source."""
    asked = select(TrainingMatch).where(
        TrainingMatch.source == source, TrainingMatch.kind == kind, TrainingMatch.is_remembered
    )
    return {
        each.key: each
        for some in portions(sorted({*keys} - {""}))
        for each in db.session().scalars(asked.where(TrainingMatch.key.in_(some)))
    }


def portions(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), AT_ONCE):
        yield items[start : start + AT_ONCE]


def _home_page(claim: Claim) -> str:
    return claim.who.split(BETWEEN, 1)[0] if claim.by == ACCOUNT else ""


def _number(claim: Claim) -> str:
    """What may be an employee number."""
    return claim.who.split(BETWEEN, 1)[1] if claim.by == ACCOUNT else ""


def _email(claim: Claim) -> str:
    said = _number(claim) if claim.by == ACCOUNT else claim.who if claim.by == EMAIL else ""
    return said.lower() if "@" in said else ""


def _by_number(numbers: Collection[str]) -> dict[str, Found]:
    called = select(
        PersonIdentifier.value, func.min(PersonIdentifier.person_id), func.count(PersonIdentifier.person_id.distinct())
    ).where(PersonIdentifier.type == "staff-id")
    return {
        value: Found(None if several > 1 else person_id, several > 1)
        for some in portions(sorted(set(numbers)))
        for value, person_id, several in db.session().execute(
            called.where(PersonIdentifier.value.in_(some)).group_by(PersonIdentifier.value)
        )
    }


def _by_email(emails: Collection[str]) -> dict[str, Found]:
    written = func.lower(ContactPoint.value)
    works_here = select(StaffAssignment.id).where(StaffAssignment.person_id == ContactPoint.person_id).exists()
    called = select(written, func.min(ContactPoint.person_id), func.count(ContactPoint.person_id.distinct())).where(
        ContactPoint.kind == "email", ContactPoint.ends.is_(None), works_here
    )
    return {
        value: Found(None if several > 1 else person_id, several > 1)
        for some in portions(sorted(set(emails)))
        for value, person_id, several in db.session().execute(called.where(written.in_(some)).group_by(written))
    }


def _by_sum() -> dict[str, Found]:
    """Everybody on staff by the SHA-1 sum of their address: it cannot be asked for the other way round."""
    works_here = select(StaffAssignment.id).where(StaffAssignment.person_id == ContactPoint.person_id).exists()
    found: dict[str, Found] = {}
    for person_id, value in db.session().execute(
        select(ContactPoint.person_id, ContactPoint.value).where(
            ContactPoint.kind == "email", ContactPoint.ends.is_(None), works_here
        )
    ):
        for written in {value, value.lower()}:
            hashed = hashlib.sha1(f"mailto:{written}".encode(), usedforsecurity=False).hexdigest()
            before = found.get(hashed)
            same = before is None or before.person_id == person_id
            found[hashed] = Found(person_id) if same else Found(None, several=True)
    return found
