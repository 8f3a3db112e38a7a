"""The draft of an area's policy as it was saved last, and every version with who published it, when and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, bindparam, func, literal, select
from sqlalchemy.orm import aliased

from district.models import Person
from foundation import db
from household.access.models import PolicyDraft, PolicyVersion
from household.access.queries.policies import BrokenPolicy, Rulebook, areas, numbered, policies
from household.access.rules.policy import Policy
from household.access.rules.policy_reading import HOUSEHOLD, read_policy
from household.access.rules.policy_writing import document_of

SHIPPED = 1


@dataclass(frozen=True)
class Draft:
    """The rules of an area as they stand on the desk: the draft saved last, else the newest version as a beginning."""

    area: str
    revision: int
    """The last that was saved of this area, published since or not; 0: none ever was."""
    policy: Policy
    """Numbered as the next version would be."""
    versions: tuple[Policy, ...]
    """Every version that names the area, without the draft; none where the area is new."""
    based_on: int | None
    """The newest version when the draft was begun."""
    is_saved: bool
    """Whether there is a draft that has not been published."""
    saved_at: datetime | None = None
    saved_by: str = ""

    @property
    def newest(self) -> Policy | None:
        """The newest version that names the area; None where the area is new."""
        return self.versions[-1] if self.versions else None

    @property
    def is_overtaken(self) -> bool:
        """Whether a version was published since the draft was begun."""
        return self.based_on != (self.newest.number if self.newest else None)

    @property
    def is_otherwise(self) -> bool:
        """Whether it says anything that the newest version does not say."""
        return self.newest is None or document_of(self.policy) != document_of(self.newest)

    def book(self, before: Rulebook) -> Rulebook:
        """The rules with the draft among the versions."""
        return Rulebook((*before.policies, self.policy), before.year_starts, self.area)


@dataclass(frozen=True)
class Version:
    """One published version, or the one shipped."""

    number: int
    starts: date | None
    """None: since ever."""
    areas: tuple[str, ...]
    reason: str
    published_at: datetime | None
    published_by: str
    """Empty where a command did it."""


def draft_of(area: str, *, on: date) -> Draft | None:
    """What an editor of the area begins from; None where nobody has named such an area. Two statements."""
    versions, highest = numbered(area)
    newest = versions[-1] if versions else None
    number = highest + 1
    row = db.session().execute(_LATEST, {"area": area}).one_or_none()
    if row is None or row.is_published:
        if newest is None:
            return None
        policy = _read(document_of(newest), area, number, max(on, newest.starts))
        return Draft(area, row.revision if row else 0, policy, versions, newest.number, is_saved=False)
    policy = _read(row.rules, area, number, row.starts)
    return Draft(area, row.revision, policy, versions, row.based_on, True, row.saved_at, row.saved_by)


def shipped_like(area: str, household: Rulebook, *, on: date) -> Draft:
    """The beginning of an area that nobody has named: household's newest rules, to be rewritten."""
    table = {**document_of(household.policies[-1]), "assumptions": []}
    return Draft(area, 0, _read(table, area, newest_number() + 1, on), (), None, is_saved=False)


def policy_numbered(area: str, number: int | None) -> Policy | None:
    """One version of an area."""
    return next((each for each in policies(area) if each.number == number), None)


def areas_on_desk() -> tuple[str, ...]:
    """Every area that a version or a draft names: household first, then by their names."""
    drafted = set(db.session().scalars(select(PolicyDraft.area).distinct()))
    return (HOUSEHOLD, *sorted({*areas(), *drafted} - {HOUSEHOLD}))


def newest_number() -> int:
    """The highest number of any version."""
    return db.session().scalar(select(func.max(PolicyVersion.number))) or SHIPPED


def published_from(area: str, revision: int) -> int | None:
    """The version that was published from this save of the draft, or None."""
    asked = select(PolicyVersion.number).where(
        PolicyVersion.draft_area == area, PolicyVersion.draft_revision == revision
    )
    return db.session().scalar(asked)


def versions_of(area: str) -> list[tuple[Version, Policy, Policy | None]]:
    """Every version that names the area, newest first, with what it says and the version of the area before it."""
    named = {each.number: each for each in published()}
    found = policies(area)
    before = (None, *found[:-1])
    told = [(named.get(each.number) or _SHIPPED, each, old) for each, old in zip(found, before, strict=True)]
    return told[::-1]


def published() -> list[Version]:
    """Every version that was published, by number."""
    asked = (
        select(
            PolicyVersion.number,
            PolicyVersion.starts,
            PolicyVersion.rules,
            PolicyVersion.reason,
            PolicyVersion.published_at,
            _named(Person),
        )
        .outerjoin(Person, Person.id == PolicyVersion.published_by_id)
        .order_by(PolicyVersion.number)
    )
    return [
        Version(number, starts, tuple(rules.get("areas", {})), reason, at, by)
        for number, starts, rules, reason, at, by in db.session().execute(asked)
    ]


def _read(rules: dict[str, Any], area: str, number: int, starts: date) -> Policy:
    read = read_policy({"areas": {area: rules}}, number=number, starts=starts, area=area)
    if not isinstance(read, Policy):
        raise BrokenPolicy(f"The draft of {area} cannot be read: {', '.join(each.where for each in read)}.")
    return read


def _named(person: Any) -> ColumnElement[str]:
    first = func.coalesce(func.nullif(person.preferred_first_name, ""), person.first_name)
    last = func.coalesce(func.nullif(person.preferred_last_name, ""), person.last_name)
    return func.coalesce(first + literal(" ") + last, "")


_SHIPPED = Version(SHIPPED, None, (HOUSEHOLD,), "", None, "")
_SAVER = aliased(Person)
_LATEST = (
    select(
        PolicyDraft.revision,
        PolicyDraft.based_on,
        PolicyDraft.starts,
        PolicyDraft.rules,
        PolicyDraft.saved_at,
        _named(_SAVER).label("saved_by"),
        PolicyVersion.number.is_not(None).label("is_published"),
    )
    .outerjoin(_SAVER, _SAVER.id == PolicyDraft.saved_by_id)
    .outerjoin(
        PolicyVersion,
        and_(PolicyVersion.draft_area == PolicyDraft.area, PolicyVersion.draft_revision == PolicyDraft.revision),
    )
    .where(PolicyDraft.area == bindparam("area", type_=String))
    .order_by(PolicyDraft.revision.desc())
    .limit(1)
)
