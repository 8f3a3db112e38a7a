"""What the family’s home shows: the students one sees, what needs somebody, and what today brings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, Subquery, bindparam, case, literal, select, union_all

from accounts.models import Account
from accounts.queries import SignedIn
from district import queries as district
from district.models import HiddenSection, School
from district.queries import Child, ClassSeen
from district.queries.health import Entry, Shots, shots_of
from district.rules import grades
from district.rules.attendance import new_since
from district.rules.guardianship import SightPolicy
from foundation import hot
from portal.queries.home_lines import NEW_FOR, ON, SCHOOLS, HomeLine, Topic, line
from portal.queries.needs import NEEDS, SHOTS, TODAY, WORKED_OUT
from portal.queries.sections import is_hidden_on
from portal.rules.codes import Kind
from portal.rules.sections import Section

HIDDEN, EMAIL, SHOT = "section-hidden", "recovery-email", "shot"
(LACKING,) = WORKED_OUT


@dataclass(frozen=True)
class ChildAtHome:
    """A student's card at home: what is known, and nothing guessed."""

    child: Child
    classes: tuple[ClassSeen, ...]
    needs: tuple[HomeLine, ...]
    """What is due first, first."""
    today: tuple[HomeLine, ...]
    hidden: tuple[HomeLine, ...]
    """Sections the student’s school hides today: `what` is the section, `detail` the job of whoever hid it."""

    @property
    def is_k_to_5(self) -> bool:
        """Whether the schedule is for grading only, and no picture of the day (S4)."""
        return grades.is_k_to_5(self.child.grade)

    @property
    def shows_classes(self) -> bool:
        """Whether the school lets the schedule be seen today."""
        return Section.SCHEDULE.value not in {each.what for each in self.hidden}


@dataclass(frozen=True)
class Home:
    """What the home page of one account shows."""

    children: tuple[ChildAtHome, ...]
    needs: tuple[HomeLine, ...]
    """What is of no one student."""
    is_own: bool
    """Whether the one student shown is the reader."""
    has_recovery_email: bool
    recovery_email_waits: bool
    """An address was given and its link not confirmed yet."""

    @property
    def how_many_needs(self) -> int:
        """Of the family and of every student."""
        return len(self.needs) + sum(len(each.needs) for each in self.children)


def home_of(
    account: SignedIn,
    *,
    on: date,
    at: datetime,
    policy: SightPolicy,
    lacking: Callable[[Child, Shots], int],
) -> Home:
    """The students this account sees on that day, and what is to be told. Three statements, however much there is.

    `lacking` says how many required immunizations lack on the record of a student.
    """
    person_id = account.person_id or 0
    is_own = account.account_kind == Kind.STUDENT
    if is_own:
        own = district.own_record(person_id, on=on, policy=policy)
        children = [own] if own else []
    else:
        children = district.children_seen_by(person_id, on=on, policy=policy)
    classes = district.classes_of([each.person_id for each in children], on=on)
    told = _told(account, children, on=on, at=at)
    told += _of_rules(children, told, lacking)
    return Home(
        children=tuple(_at_home(each, tuple(classes[each.person_id]), told) for each in children),
        needs=_due_first(each for each in told if each.kind in NEEDS and each.student_id is None),
        is_own=is_own,
        has_recovery_email=not any(each.kind == EMAIL for each in told),
        recovery_email_waits=any(each.kind == EMAIL and each.what for each in told),
    )


def _at_home(child: Child, classes: tuple[ClassSeen, ...], told: list[HomeLine]) -> ChildAtHome:
    """One card. What belongs to a section that the school hides is not told on it either."""
    hidden = tuple(each for each in told if each.kind == HIDDEN and each.ref == child.school_public_id)
    away = {each.what for each in hidden}
    own = [each for each in told if each.student_id == child.person_id and _section_of(each) not in away]
    today = [name for name in TODAY for each in own if each.kind == name]
    return ChildAtHome(
        child=child,
        classes=classes,
        needs=_due_first(each for each in own if each.kind in NEEDS or each.kind in WORKED_OUT),
        today=tuple(sorted((each for each in own if each.kind in today), key=lambda each: today.index(each.kind))),
        hidden=hidden,
    )


def _of_rules(
    children: Sequence[Child], told: Sequence[HomeLine], lacking: Callable[[Child, Shots], int]
) -> list[HomeLine]:
    """What lacks of immunizations. Of whom no line is on record nothing is said: it may be kept elsewhere."""
    said: list[HomeLine] = []
    for child in children:
        entries = [each for each in told if each.kind == SHOT and each.student_id == child.person_id]
        if not entries:
            continue
        born = date.fromisoformat(entries[0].ref) if entries[0].ref else None
        shots = shots_of(born, (Entry(each.what, each.detail, each.day) for each in entries))
        if shots.doses and (count := lacking(child, shots)):
            said.append(HomeLine(LACKING, child.person_id, "", "", None, count, ""))
    return said


def _section_of(said: HomeLine) -> str:
    if said.kind in WORKED_OUT:
        return WORKED_OUT[said.kind].value
    topic = NEEDS.get(said.kind) or TODAY.get(said.kind)
    return topic.section.value if topic is not None and topic.section is not None else ""


def _due_first(lines: Iterable[HomeLine]) -> tuple[HomeLine, ...]:
    return tuple(sorted(lines, key=lambda each: (each.day or date.max, each.kind, each.what)))


def _told(account: SignedIn, children: list[Child], *, on: date, at: datetime) -> list[HomeLine]:
    given = {
        "students": [each.person_id for each in children],
        "schools": [each.school_public_id for each in children if each.school_public_id],
        "reader": account.person_id or 0,
        "account": account.account_id,
        "on": on,
        "since": at - NEW_FOR,
        "since_day": new_since(on),
    }
    return [HomeLine(*row) for row in hot.rows(_TOLD, given)]


_HIDDEN = (
    select(
        *line(
            None,
            HiddenSection.section,
            detail=HiddenSection.hidden_by_title,
            day=HiddenSection.ends,
            ref=School.public_id,
        )
    )
    .join(School, School.id == HiddenSection.school_id)
    .where(School.public_id.in_(SCHOOLS), is_hidden_on(ON))
)
_EMAIL = select(*line(None, case((Account.pending_email.is_not(None), "waits"), else_=""))).where(
    Account.id == bindparam("account"), Account.recovery_email_validated_at.is_(None)
)
_TOPICS = {HIDDEN: Topic(_HIDDEN), EMAIL: Topic(_EMAIL), SHOT: Topic(SHOTS), **NEEDS, **TODAY}


def _of(kind: str, topic: Topic) -> Any:
    lines: Subquery = topic.lines.subquery()
    return select(literal(kind, String).label("kind"), *lines.c)


_TOLD = hot.statement(union_all(*(_of(kind, topic) for kind, topic in _TOPICS.items())))
