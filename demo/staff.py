"""The named staff of Juniper Valley: one for each track and each state of household access.

They are built upon the world, for whoever needs them: tests of the staff's pages and the demo district. Each has a
marker, the name of a stone that stands in the middle name, street and e-mail, but for those the town had already.
The states hold on any day of the school year; only the terms of Felix and Odessa come into their window in spring.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from demo import colleagues
from demo.careers import a_role
from demo.cast import Someone
from demo.colleagues import Setting
from demo.people import an_account
from demo.world import SignIn, World
from district.actions.search_terms import refresh_terms
from district.rules.calendar import year_of
from foundation.audit import Actor
from household.access import actions
from household.access.queries import Rulebook

_BEFORE_ALL_COURSES = timedelta(days=1000)
"""Before today: nobody of the cast had finished a course by then."""


@dataclass(frozen=True)
class Staff:
    """Everyone, by first name; each has a staff account."""

    noelle: Someone
    """Office professional at Juniper High: access through the end of the next school year."""
    wanda: Someone
    """Office professional at Aspen Creek: renewed by the quiz last spring."""
    felix: Someone
    """Office professional at Cottonwood Middle: the term ends with this school year, the window opens April 1."""
    desmond: Someone
    """Office professional at Aspen Creek: the job ends in 24 days, long before the term."""
    odessa: Someone
    """Nurse at Juniper High, approved by the principal: the term ends with this school year."""
    pilar: Someone
    """Central office, Enrollment Services: every family. Reads Spanish."""
    dana: Someone
    """The parent of the families' cast. She teaches at Juniper High, and works in the office of her son's school."""

    tamara: Someone
    """Office professional at Cedar Hill, no course yet: `none`, though a track applies."""
    bruno: Someone
    """Central office, Finance: `none`, no track applies."""
    imani: Someone
    """Office professional at Cottonwood Middle, one course: `in-progress`."""
    caleb: Someone
    """Counselor at Aspen Creek, both courses: `awaiting-approval`."""
    howard: Someone
    """Office professional at Juniper High: `lapsed` with the last school year; the first course taken again since."""
    selma: Someone
    """Office professional at Cedar Hill: `revoked` nine days ago."""
    gordon: Someone
    """Office professional at Aspen Creek whose last day was 21 days ago: `ended`."""
    leona: Someone
    """Office professional until 30 days ago, now a teacher at Cottonwood Middle: `ended`."""

    ingrid: Someone
    """Principal of Aspen Creek: `none`."""
    maeve: Someone
    """Central office, Technology Services: DoTS administrator, no access of her own."""
    rhea: Someone
    """Central office, Technology Services: the other DoTS administrator, who confirms what Maeve proposes."""
    otis: Someone
    """Central office, Internal Audit: auditor."""
    hazel: Someone
    """Central office, Portal Help Desk: helps people get in."""
    anita: Someone
    """Central office, Administration: gives roles and invites colleagues."""

    sign_ins: tuple[SignIn, ...]

    def sign_in(self, person: Someone) -> SignIn:
        """That person's staff account. Raises StopIteration where there is none."""
        return next(each for each in self.sign_ins if each.person.id == person.id)

    @property
    def everyone(self) -> tuple[Someone, ...]:
        return tuple(each for each in vars(self).values() if isinstance(each, Someone))

    def markers_foreign_to(self, person: Someone) -> frozenset[str]:
        """Every marker but that person's own: none of them may stand where one sees only oneself."""
        return frozenset(each.marker for each in self.everyone) - {person.marker, ""}


def a_staff(world: World, *, book: Rulebook, password_hash: str, by: Actor, at: datetime) -> Staff:
    """Write the staff into the open transaction, as of the world's day, with the access that follows by `book`."""
    here = Setting(world.town, year_of(world.today, starts=book.year_starts), world.today, at)
    people = colleagues.all_of_them(here, dana=world.dana)
    sign_ins = tuple(
        SignIn(username, "staff", people[name], _account(name, people[name], username, password_hash, at), shows)
        for name, username, shows in colleagues.SIGN_INS
    )
    refresh_terms([each.id for each in people.values()], on=world.today)
    _follow(world, people, book=book, by=by, at=at)
    return Staff(sign_ins=sign_ins, **people)


def _account(name: str, person: Someone, username: str, password_hash: str, at: datetime) -> int:
    account = an_account(
        person,
        "staff",
        username=username,
        password_hash=password_hash,
        recovery_email=person.email,
        language=person.language,
        at=at,
    )
    if name in colleagues.GIVEN_ROLES:
        a_role(account, colleagues.GIVEN_ROLES[name], at=at)
    return account


def _follow(world: World, people: dict[str, Someone], *, book: Rulebook, by: Actor, at: datetime) -> None:
    """Weigh the facts as of long ago, then as of today: so the ledger tells each change on its own day."""
    ids = {each.id for each in (*world.town.staff.values(), *people.values())}
    for day in (world.today - _BEFORE_ALL_COURSES, world.today):
        actions.refresh(ids, book=book, at=at, today=day, by=by)
