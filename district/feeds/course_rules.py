"""The district sets what statements mean: a course's rule from a day on, and what account names are. Doors."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from district.events import AccountNamesSet, CourseRuleSet
from district.feeds import followers
from district.feeds.claims import HOME_PAGE, LMS_IDS
from district.feeds.deriving import derive, starter_rules
from district.models import TrainingMatch, TrainingRule, TrainingStatement
from district.rules.training import CourseRule
from foundation import audit, db
from foundation.audit import Actor


def set_rule(course: str, rule: CourseRule, *, starts: date, by: Actor, at: datetime, today: date) -> int:
    """Set a course's rule from a day on; completions and access follow. Answers how many completions changed."""
    insert = sqlite.insert if db.is_sqlite() else postgresql.insert
    values = {"rule": rule.value, "set_at": at, "set_by_id": by.account_id}
    with db.transaction() as session:
        session.execute(
            insert(TrainingRule)
            .values(course=course, starts=starts, **values)
            .on_conflict_do_update(index_elements=["course", "starts"], set_=values)
        )
        told = select(TrainingStatement.person_id).where(
            TrainingStatement.course == course, TrainingStatement.person_id.is_not(None)
        )
        pairs = {(person_id, course) for person_id in session.scalars(told.distinct()) if person_id is not None}
        changes = derive(pairs, at=at)
        audit.record(CourseRuleSet(course, rule.value, starts), by=by, at=at)
        followers.tell(sorted({each.person_id for each in changes}), at=at, today=today, by=by)
    return len(changes)


def told(course: str | None) -> Iterator[str]:
    """The rules in force and to come, a line each; of one course where it is named."""
    for code, shipped in sorted(starter_rules().items()):
        if course in (None, code):
            yield f"{code}: {shipped.value} (shipped)"
    asked = select(TrainingRule.course, TrainingRule.starts, TrainingRule.rule)
    for code, starts, rule in db.session().execute(asked.order_by(TrainingRule.course, TrainingRule.starts)):
        if course in (None, code):
            yield f"{code}: {rule} from {starts.isoformat()} on"
    yield f"Every other course: {CourseRule.EITHER.value}"


def name_accounts(source: str, home_page: str, *, are_own: bool, by: Actor, at: datetime) -> None:
    """Say whether the names of a home page's accounts are ids of its own; what was placed stays so."""
    insert = sqlite.insert if db.is_sqlite() else postgresql.insert
    values = {"made_at": at, "made_by_id": by.account_id, "is_remembered": are_own, "course": LMS_IDS}
    with db.transaction() as session:
        session.execute(
            insert(TrainingMatch)
            .values(source=source, kind=HOME_PAGE, key=home_page, **values)
            .on_conflict_do_update(index_elements=["source", "kind", "key"], set_=values)
        )
        audit.record(AccountNamesSet(source, home_page, are_own), by=by, at=at)
