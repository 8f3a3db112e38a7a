"""Reads about codes for many at once: what would become of whom, and how far a campaign has come."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select

from accounts.models import Account
from district import queries as district
from district.models import HouseholdMember, Person, School
from district.queries import Entitled
from district.queries.own_family import own_family
from district.rules.guardianship import Reason, SightPolicy
from foundation import db
from portal.models import Campaign, CampaignPart
from portal.queries.codes import live_codes
from portal.rules import households
from portal.rules.campaigns import Fate, fate
from portal.rules.codes import Delivery, Kind

ENTITLED, NO_EMAIL, NO_ADDRESS = "entitled", "no-email", "no-address"
"""Counted beside the fates; the last two of those who need a code alone."""
NEEDING = (Fate.UNREACHED, Fate.GETS_CODE)


@dataclass(frozen=True)
class Invitation:
    """Who gets a code in one run, and why the other entitled people do not."""

    people: tuple[Entitled, ...]
    """Those of one school together, by name."""
    entitled: int
    have_account: int
    household_has_account: int
    code_is_alive: int
    refused: Counter[Reason]
    """The people on record who are not entitled, counted by why."""


@dataclass(frozen=True)
class Aim:
    """Whom one run is for. `own` are people it leaves out: the family of whoever runs it."""

    kind: Kind
    school_id: int | None
    whole_households: bool
    reissue: bool
    delivery: Delivery = Delivery.LETTER
    own: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Weighed:
    """What a run would do: counts as plain data, and the ids of those who get a code, a school after the other."""

    counts: dict[str, Any]
    people: tuple[int, ...]


def people_to_invite(
    kind: Kind,
    *,
    school_id: int | None,
    whole_households: bool,
    reissue: bool,
    on: date,
    at: datetime,
    policy: SightPolicy,
) -> Invitation:
    """Everyone entitled to an account of `kind` who has none, less those whose code is alive (unless `reissue`).

    With `whole_households`, less everyone in whose household somebody has an account already.
    """
    refused: Counter[Reason] = Counter()
    aim = Aim(kind, school_id, whole_households, reissue)
    chosen, counted = list[Entitled](), Counter[Fate]()
    for person, become in _fates(aim, on=on, at=at, policy=policy, refused=refused):
        counted[become] += 1
        if become is Fate.GETS_CODE:
            chosen.append(person)
    return Invitation(
        people=tuple(sorted(chosen, key=_place)),
        entitled=counted.total(),
        have_account=counted[Fate.HAS_ACCOUNT],
        household_has_account=counted[Fate.HOUSEHOLD_HAS_ACCOUNT],
        code_is_alive=counted[Fate.CODE_WORKS],
        refused=refused,
    )


def weigh(
    aim: Aim, *, on: date, at: datetime, policy: SightPolicy, advance: Callable[[int], None] = lambda count: None
) -> Weighed:
    """What a run would do for everybody, by school and by language. Whoever has children at two schools is at both."""
    everyone, refused = Counter[str](), Counter[Reason]()
    by_school: dict[str, Counter[str]] = defaultdict(Counter)
    by_language: dict[str, Counter[str]] = defaultdict(Counter)
    places = []
    for person, become in _fates(aim, on=on, at=at, policy=policy, refused=refused):
        told = _counted_as(person, become)
        for tally in (everyone, by_language[_plain(person.language)], *(by_school[each] for each in person.schools)):
            tally.update(told)
        if become is Fate.GETS_CODE:
            places.append(_place(person))
        advance(1)
    counts = {"all": dict(everyone), "by_school": _plainly(by_school), "by_language": _plainly(by_language)}
    return Weighed(counts, tuple(place[-1] for place in sorted(places)))


def family_of(person_id: int, *, on: date) -> frozenset[int]:
    """The ids of a colleague and the colleague's own family: nobody acts on these as staff. One statement."""
    return frozenset(db.session().scalars(own_family(), {"reader_id": person_id, "on": on}))


def still_to_invite(
    people: Sequence[int], aim: Aim, *, on: date, at: datetime, policy: SightPolicy
) -> tuple[list[Entitled], dict[int, int]]:
    """Those of `people` (a portion) who still need a code, in the order given, and the codes that would end with it."""
    holders = _holders(aim.kind, of=people)
    alive = live_codes(aim.kind, at=at, of=people)
    place = {person_id: number for number, person_id in enumerate(people)}
    chosen = [
        each
        for each in district.entitled_among(people, aim.kind, on=on, policy=policy)
        if _fate_of(each, aim, holders=holders, apart=None, alive=alive) is Fate.GETS_CODE
    ]
    return sorted(chosen, key=lambda each: place[each.person_id]), alive


@dataclass(frozen=True)
class Listed:
    """A campaign on the list of them all, or on a page of its own."""

    campaign: Campaign
    asked_by: str
    school: str | None
    """None: every school."""


@dataclass(frozen=True)
class Part:
    """A part of a campaign, without its letters."""

    number: int
    letters: int | None
    made_at: datetime | None
    holds_letters: bool
    fell_back: tuple[str, ...]


def campaigns_asked(*, limit: int) -> list[Listed]:
    """The latest campaigns of all colleagues, newest first. One statement."""
    return [Listed(*row) for row in db.session().execute(_LISTED.order_by(Campaign.id.desc()).limit(limit))]


def campaign_named(public_id: str) -> Listed | None:
    """One campaign, whoever asked for it."""
    row = db.session().execute(_LISTED.where(Campaign.public_id == public_id)).one_or_none()
    return None if row is None else Listed(*row)


def campaign_of_form(key: str, *, account_id: int) -> str | None:
    """The public id of the campaign that one filled-in form made for this account."""
    made = select(Campaign.public_id).where(Campaign.key == key, Campaign.account_id == account_id)
    return db.session().scalar(made)


def campaign_to_work(campaign_id: int) -> Campaign | None:
    """A campaign as a job finds it."""
    return db.session().get(Campaign, campaign_id)


def parts_of(campaign_id: int) -> list[Part]:
    """The parts of a campaign by number, without the letters themselves. One statement."""
    found = select(
        CampaignPart.number,
        CampaignPart.letters,
        CampaignPart.made_at,
        CampaignPart.sealed.is_not(None).label("holds_letters"),
        CampaignPart.people,
    ).where(CampaignPart.campaign_id == campaign_id)
    return [
        Part(row.number, row.letters, row.made_at, row.holds_letters, tuple(row.people.get("fell_back", ())))
        for row in db.session().execute(found.order_by(CampaignPart.number))
    ]


def part_to_make(campaign_id: int, number: int) -> list[int] | None:
    """The people of a part that was not made yet; None where there is no such part."""
    found = select(CampaignPart.people).where(
        CampaignPart.campaign_id == campaign_id, CampaignPart.number == number, CampaignPart.made_at.is_(None)
    )
    people = db.session().scalar(found)
    return None if people is None else list(people["ids"])


def last_part_of(campaign_id: int) -> int:
    """The number of the last part."""
    return (
        db.session().scalar(select(func.max(CampaignPart.number)).where(CampaignPart.campaign_id == campaign_id)) or 0
    )


def letters_of(campaign_id: int, number: int) -> tuple[bytes, datetime, int] | None:
    """The sealed letters of a part, when they were made, and how many; None where none are kept."""
    found = select(CampaignPart.sealed, CampaignPart.made_at, CampaignPart.letters).where(
        CampaignPart.campaign_id == campaign_id, CampaignPart.number == number, CampaignPart.sealed.is_not(None)
    )
    row = db.session().execute(found).one_or_none()
    return None if row is None else (row.sealed, row.made_at, row.letters)


def people_called(public_ids: Collection[str]) -> list[tuple[str, str]]:
    """Public id and name of people, by name."""
    found = db.session().scalars(select(Person).where(Person.public_id.in_(public_ids)))
    return sorted(((each.public_id, each.full_name) for each in found), key=lambda each: each[1])


_LISTED = (
    select(Campaign, Person.first_name + " " + Person.last_name, School.name)
    .join(Account, Account.id == Campaign.account_id)
    .join(Person, Person.id == Account.person_id)
    .outerjoin(School, School.id == Campaign.school_id)
)


def _fates(
    aim: Aim, *, on: date, at: datetime, policy: SightPolicy, refused: Counter[Reason]
) -> Iterator[tuple[Entitled, Fate]]:
    """Everybody entitled, and what becomes of each."""
    holders, alive, apart = _holders(aim.kind), live_codes(aim.kind, at=at), None
    if aim.whole_households:
        links = _links(on=on, policy=policy)
        apart = households.without_account(links, homes=_homes(on=on), activated=_holders(*Kind))
    entitled = district.entitled_guardians if aim.kind is Kind.PARENT else district.entitled_students
    for person in entitled(on=on, policy=policy, school_id=aim.school_id, refused=refused):
        yield person, _fate_of(person, aim, holders=holders, apart=apart, alive=alive)


def _fate_of(
    person: Entitled,
    aim: Aim,
    *,
    holders: Collection[int],
    apart: Collection[int] | None,
    alive: Collection[int],
) -> Fate:
    """`apart` are those in whose household nobody has an account; None where households are not asked about."""
    return fate(
        has_account=person.person_id in holders,
        household_has_account=apart is not None and person.person_id not in apart,
        is_own_family=person.person_id in aim.own,
        code_works=not aim.reissue and person.person_id in alive,
        is_reached=aim.delivery is not Delivery.EMAIL or person.email is not None,
    )


def _counted_as(person: Entitled, become: Fate) -> list[str]:
    told = [ENTITLED, become.value]
    if become in NEEDING and person.email is None:
        told.append(NO_EMAIL)
    if become in NEEDING and person.address is None:
        told.append(NO_ADDRESS)
    return told


def _place(person: Entitled) -> tuple[tuple[str, ...], str, str, int]:
    return person.schools, person.last_name, person.first_name, person.person_id


def _plain(language: str | None) -> str:
    """A language without its country; empty where none is on file."""
    return (language or "").replace("_", "-").split("-")[0].lower()


def _plainly(tallies: dict[str, Counter[str]]) -> dict[str, dict[str, int]]:
    return {name: dict(tallies[name]) for name in sorted(tallies)}


def _links(*, on: date, policy: SightPolicy) -> Iterator[tuple[int, int]]:
    """Every entitled guardian with every student seen, and every entitled student with themselves."""
    for guardian in district.entitled_guardians(on=on, policy=policy):
        yield from ((guardian.person_id, student) for student in guardian.student_ids)
    for each in district.entitled_students(on=on, policy=policy):
        yield each.person_id, each.person_id


def _homes(*, on: date) -> Iterator[tuple[int, int]]:
    """Everybody in a household of the record on that day, and the household. One statement."""
    member = HouseholdMember
    living = select(member.person_id, member.household_id).where(
        member.starts <= on, or_(member.ends.is_(None), member.ends > on)
    )
    for row in db.session().execute(living):
        yield row.person_id, row.household_id


def _holders(*kinds: Kind, of: Collection[int] | None = None) -> frozenset[int]:
    """Person ids of those who have an account of one of `kinds`; of everybody, or of some."""
    held = select(Account.person_id).where(Account.kind.in_(kinds))
    return frozenset(db.session().scalars(held if of is None else held.where(Account.person_id.in_(of))))
