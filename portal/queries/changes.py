"""Who may ask for which changes, and what they have asked so far: of nobody whom they do not see today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from accounts.queries import SignedIn
from district import queries as district
from district.models import Person
from district.queries import Child
from district.queries.requests import RequestSeen, request_of, requests_of
from district.rules.guardianship import SightPolicy, is_eligible_student
from foundation import db
from portal.rules.codes import Kind


@dataclass(frozen=True)
class Asker:
    """Whoever is signed in, and the students whose records they may ask about today."""

    person_id: int
    students: tuple[Child, ...]
    is_minor: bool = False
    """Whether it is a student whose guardians still ask for them."""

    @property
    def may_ask(self) -> bool:
        """Whether there is anybody to ask about. Whoever sees no student has no office that would answer."""
        return bool(self.students)

    @property
    def first(self) -> Child:
        """The student whose school’s office answers what is about the asker: the oldest one."""
        return self.students[0]

    def student(self, public_id: str) -> Child | None:
        """The student with that public id, where the asker may ask about them."""
        return next((each for each in self.students if each.public_id == public_id), None)

    def may_see(self, request: RequestSeen) -> bool:
        """Whether a request may still be shown: it is about the asker, or about a student they see today."""
        seen = {self.person_id, *(each.person_id for each in self.students)}
        return request.about_id in seen


def asker_of(account: SignedIn, *, on: date, policy: SightPolicy) -> Asker:
    """Who asks. A student asks for themselves from the day the rights are theirs. One or two statements."""
    if account.account_kind != Kind.STUDENT:
        students = district.children_seen_by(account.person_id, on=on, policy=policy)
        return Asker(account.person_id, tuple(students))
    born = db.session().scalar(select(Person.birth_date).where(Person.id == account.person_id))
    if not is_eligible_student(born, on=on):
        return Asker(account.person_id, (), is_minor=True)
    own = district.own_record(account.person_id, on=on, policy=policy)
    return Asker(account.person_id, (own,) if own else ())


def asked_by(asker: Asker) -> list[RequestSeen]:
    """What was asked, the latest first, of whom the asker still sees. One statement."""
    return [each for each in requests_of(asker.person_id) if asker.may_see(each)]


def asked_by_named(asker: Asker, public_id: str) -> RequestSeen | None:
    """One of these. One statement."""
    found = request_of(asker.person_id, public_id)
    return found if found is not None and asker.may_see(found) else None
