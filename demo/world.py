"""The named cast: one family for each interesting situation, the same in the demo district, the tests and the pictures.

Every family has a marker, the name of a bird that stands in each member's middle name, street and e-mail and in the
title of the children's advisory, and nowhere else: a page of one family that holds another family's bird is a leak.
Days are relative to the day the world is made, so that the demo is alive whenever it is loaded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from demo import families
from demo.cast import Someone
from demo.homes import Home, homes_of
from demo.town import Town, a_town
from district.actions.search_terms import refresh_terms
from district.models import Person
from foundation import db

PASSPHRASE = "pine cones by the river"  # noqa: S105 - the demo's, printed to whoever loads it; never in production


@dataclass(frozen=True)
class SignIn:
    """An account of the cast. The password is PASSPHRASE."""

    username: str
    kind: str
    person: Someone
    account_id: int
    shows: str
    """What the situation is, in a few words for whoever tries the demo."""


@dataclass(frozen=True)
class World:
    """Everyone, by first name."""

    today: date
    town: Town

    marisol: Someone
    """Reads Spanish, has her account, two children in two schools."""
    lucia: Someone
    mateo: Someone

    denise: Someone
    """Entitled, not activated."""
    jalen: Someone

    patrick: Someone
    """Shares one e-mail with Siobhan; both have accounts."""
    siobhan: Someone
    nora: Someone

    grace: Someone
    """Guardian; whether she may use the portal is not known."""
    tobi: Someone

    victor: Someone
    """A court order keeps the records from him; he had his account before it."""
    joanna: Someone
    """The other parent: no order binds her."""
    eli: Someone

    samir: Someone
    """His daughter is 18 and no evidence of dependency is recorded: he sees nobody."""
    amira: Someone
    """18, with her own student account."""

    karin: Someone
    """Her son is 18 and evidence of dependency is recorded. Her recovery email is not confirmed yet."""
    jonah: Someone

    rosa: Someone
    """Her son turns 18 tomorrow."""
    diego: Someone

    mei: Someone
    """Her son enters in 30 days."""
    kai: Someone

    petra: Someone
    """Filip left 59 days ago and is still shown; Klara left 60 days ago and is not."""
    filip: Someone
    klara: Someone

    hoa: Someone
    """Nguyễn: the name is written as it is spelled."""
    minh: Someone
    """Grade 11, with his own student account."""

    carmen: Someone
    """De la Cruz; reads Spanish, entitled, not activated; her daughter is in kindergarten."""
    paloma: Someone

    ruth: Someone
    """A grandmother who is the guardian."""
    yolanda: Someone
    """An aunt: a relative without the guardian flag."""
    isaiah: Someone

    dana: Someone
    """Teaches biology at the high school and is a parent at Cedar Hill."""
    owen: Someone

    anke: Someone
    """Shares Maya with Robert; each has a household."""
    robert: Someone
    """The other parent, entitled, not activated."""
    lena: Someone
    """Robert's wife: lives with Maya half the week, not a guardian."""
    maya: Someone

    homes: Mapping[str, Home]
    """Households, by the first name of an adult who lives there."""

    sign_ins: tuple[SignIn, ...]

    def sign_in(self, person: Someone) -> SignIn:
        """That person's account in the cast. Raises StopIteration where there is none."""
        return next(each for each in self.sign_ins if each.person.id == person.id)

    @property
    def everyone(self) -> tuple[Someone, ...]:
        """All members of the families."""
        return tuple(each for each in vars(self).values() if isinstance(each, Someone))

    def markers_foreign_to(self, person: Someone) -> frozenset[str]:
        """Every family's marker but that person's own: none of them may stand on a page of theirs."""
        return frozenset(each.marker for each in self.everyone) - {person.marker}

    @property
    def without_account(self) -> tuple[tuple[Someone, str, str], ...]:
        """Those who may activate an account: person, kind, what it shows. The demo gives each a fresh code."""
        return tuple((getattr(self, name), kind, shows) for name, _, _, kind, shows in families.WITHOUT_ACCOUNT)


def a_world(*, today: date, at: datetime, password_hash: str) -> World:
    """Write the whole cast into the open transaction, as of `today`; every account has the same `password_hash`."""
    town = a_town(today)
    people = families.all_of_them(town, today)
    sign_ins = tuple(
        SignIn(
            username, kind, people[name], families.open_account(people[name], username, kind, password_hash, at), shows
        )
        for name, username, kind, shows in families.SIGN_INS
    )
    homes = homes_of(people, today)
    refresh_terms(db.session().scalars(select(Person.id)).all(), on=today)
    return World(today=today, town=town, homes=homes, sign_ins=sign_ins, **people)
