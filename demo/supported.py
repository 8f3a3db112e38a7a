"""Who has to do with the support desk in the demo: organizations, their contacts, who appoints them, who answers.

They stand beside the cast of families and staff and have nothing of a family’s to see. The district has its three
contacts, one of whom has not come for half a year; the high school has one who is new; Aspen Creek has nobody yet; and
Prairie Lane is of another district.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.models import OutsideContact
from accounts.rules import addresses
from demo.careers import a_completion, a_role, an_employment
from demo.cast import LONG_AGO_AT, Place, Someone, keep
from demo.people import a_person, an_account
from demo.places import a_job
from demo.served import a_coach, an_appointment, an_organization
from demo.staff import Staff
from demo.world import SignIn, World
from district.actions.search_terms import refresh_terms
from foundation.audit import Actor
from household.access import actions as access
from household.access.queries import Rulebook
from support.rules.inactivity import FLAGGED_AFTER
from support.rules.training import FUNDAMENTALS, INTRODUCTION

PRAIRIE = "Prairie Lane School District"
_STAFF, _CONTACT = "staff", "contact"


@dataclass(frozen=True)
class Known:
    """Somebody as the demo lists them: how they sign in, as what, and what that shows."""

    name: str
    kind: str
    works_as: str
    employee_id: str
    shows: str
    role: str = ""
    language: str = "en"

    @property
    def username(self) -> str:
        return self.name.lower().replace(" ", ".").replace("á", "a")


KNOWN = {
    "lorraine": Known(
        "Lorraine Bishop",
        _STAFF,
        "Registrar",
        "E2301",
        "registrar: appoints the contacts of the support desk",
        "registrar",
    ),
    "tomas": Known(
        "Tomás Arriaga", _STAFF, "Support Advisor", "E2302", "support advisor: works on cases", "support-advisor"
    ),
    "denise": Known(
        "Denise Kowalczyk", _STAFF, "Data Manager", "E2303", "support contact of the district: asks the support desk"
    ),
    "nathan": Known(
        "Nathan Okafor",
        _STAFF,
        "Network Administrator",
        "E2304",
        "technical contact of the district: servers and updates",
    ),
    "gwen": Known(
        "Gwen Abara", _STAFF, "Data Clerk", "E2305", "support contact flagged after 180 days without use", language="es"
    ),
    "priya": Known("Priya Raman", _STAFF, "Office Professional", "E2306", "support contact of the high school, new"),
    "carla": Known("Carla Mendes", _CONTACT, "", "", f"support contact of another district, {PRAIRIE}"),
}
SIGN_INS = tuple((each.username, each.kind, each.shows) for each in KNOWN.values())
"""User name of the account, its kind, what it shows."""


@dataclass(frozen=True)
class Supported:
    """Organizations and appointments by id, people by name."""

    district: int
    high: int
    aspen: int
    prairie: int
    people: dict[str, Someone]
    accounts: dict[str, int]
    contacts: dict[str, int]
    sign_ins: tuple[SignIn, ...]

    @property
    def everyone(self) -> Iterable[Someone]:
        return self.people.values()


def some_organizations(
    world: World, staff: Staff, *, book: Rulebook, password_hash: str, by: Actor, at: datetime
) -> Supported:
    """Write them into the open transaction, as of the world’s day; none of them has household access by `book`."""
    town, today = world.town, world.today
    places = {"priya": town.high}
    people = {name: _person(each, places.get(name, town.district)) for name, each in KNOWN.items()}
    accounts = {name: _account(KNOWN[name], people[name], password_hash, at) for name in KNOWN}
    district = an_organization(town.district.name, kind="district", school=town.district, hosting="cloud-choice")
    high = an_organization(town.high.name, school=town.high)
    aspen = an_organization(town.aspen.name, school=town.aspen)
    prairie = an_organization(PRAIRIE, kind="district", hosting="on-site")
    _invited(people["carla"], by=staff.hazel)
    contacts = _appoint(accounts, people, district=district, high=high, prairie=prairie, today=today)
    _train(people, today)
    a_coach(staff.wanda, town.aspen, starts=_ago(today, 60))
    a_coach(staff.noelle, town.high, starts=_ago(today, 60))
    employed = [person.id for name, person in people.items() if KNOWN[name].kind == _STAFF]
    refresh_terms(employed, on=today)
    access.refresh(employed, book=book, at=at, today=today, by=by)
    sign_ins = tuple(
        SignIn(each.username, each.kind, people[name], accounts[name], each.shows) for name, each in KNOWN.items()
    )
    return Supported(district, high, aspen, prairie, people, accounts, contacts, sign_ins)


def _person(known: Known, place: Place) -> Someone:
    first, last = known.name.split()
    outside = known.kind == _CONTACT
    email = f"{known.username}@{'prairie-lane' if outside else 'juniper-valley'}.example"
    made = a_person(first, last, email=email, employee_id=known.employee_id, language=known.language)
    if not outside:
        central = not known.works_as.startswith("Office")
        a_job(
            made,
            place,
            job_role="Central Office" if central else known.works_as,
            category="central" if central else "school",
            team=known.works_as if central else "",
            employment=an_employment(made),
        )
    return made


def _account(known: Known, person: Someone, password_hash: str, at: datetime) -> int:
    account = an_account(
        person,
        known.kind,
        username=known.username,
        password_hash=password_hash,
        recovery_email=person.email,
        language=known.language,
        at=at,
    )
    if known.role:
        a_role(account, known.role, at=at)
    return account


def _invited(person: Someone, *, by: Someone) -> None:
    """That the help desk added somebody of the other district."""
    keep(
        OutsideContact(
            person_id=person.id,
            organization=PRAIRIE,
            email=person.email,
            email_key=addresses.key_of(person.email),
            added_at=LONG_AGO_AT,
            added_by_id=by.id,
        )
    )


def _appoint(
    accounts: dict[str, int], people: dict[str, Someone], *, district: int, high: int, prairie: int, today: date
) -> dict[str, int]:
    lorraine = people["lorraine"]
    last = _ago(today, FLAGGED_AFTER + 7)
    begun = _ago(today, 400)
    return {
        "denise": an_appointment(accounts["denise"], district, starts=begun, used=_ago(today, 2), by=lorraine),
        "nathan": an_appointment(
            accounts["nathan"], district, kind="technical", starts=begun, used=_ago(today, 9), by=lorraine
        ),
        "gwen": an_appointment(
            accounts["gwen"], district, starts=begun, used=last, flagged=_ago(today, 7), by=lorraine
        ),
        "priya": an_appointment(accounts["priya"], high, starts=_ago(today, 3), by=lorraine),
        "carla": an_appointment(accounts["carla"], prairie, starts=begun, used=_ago(today, 5)),
    }


def _train(people: dict[str, Someone], today: date) -> None:
    for name in ("denise", "nathan", "gwen", "carla"):
        a_completion(people[name], INTRODUCTION, on=_ago(today, 390))
    a_completion(people["nathan"], FUNDAMENTALS, on=_ago(today, 380))


def _ago(today: date, days: int) -> date:
    return today - timedelta(days=days)
