"""All that is on record of one member of staff beside the jobs, in two statements, in columns that its kinds share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CompoundSelect,
    Date,
    Double,
    Select,
    String,
    cast,
    desc,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from accounts.models import Account
from district.models import Completion, Person, RecordRead
from foundation.db import UTCDateTime
from household.access.models import (
    AccessEvent,
    Approval,
    BulkReminded,
    BulkReminder,
    Grant,
    JobChangeNoted,
    Promise,
    Reminder,
    Revocation,
)
from household.access.queries.job_changes import MOST_SHOWN as MOST_CHANGES
from household.access.queries.promises import MOST_SHOWN as MOST_PROMISES

Row = Select[*tuple[Any, ...]]

_NO_DAY, _NO_TEXT = cast(null(), Date), literal("", String)
_NO_NUMBER, _NO_MOMENT = cast(null(), Double), cast(null(), UTCDateTime)
_NO, _NEVER = literal(False, Boolean), (_NO_MOMENT, _NO_MOMENT, _NO_MOMENT)


def told(person_id: int, *, courses: Sequence[str], area: str) -> CompoundSelect[*tuple[Any, ...]]:
    """Courses, approvals, revocations, grants, reminders, promises, the reminders sent with a list and how much was
    read, by the day each begins with."""
    completions = select(
        literal("course", String).label("kind"),
        Completion.completed_on.label("starts"),
        _NO_DAY.label("ends"),
        Completion.course.label("text"),
        Completion.score.label("number"),
        Completion.source.label("by"),
        Completion.recorded_at.label("at"),
        Completion.voided_at.is_not(None).label("flag"),
        _NO_MOMENT.label("due_at"),
        _NO_MOMENT.label("arrived_at"),
        _NO_MOMENT.label("ended_at"),
    ).where(Completion.person_id == person_id, Completion.course.in_(courses))
    approvals = _decided(
        "approval", Approval, Approval.approved_on, Approval.withdrawn_on, Approval.location, Approval.approved_by_id
    )
    revocations = _decided(
        "revocation", Revocation, Revocation.starts, Revocation.ends, Revocation.reason, Revocation.revoked_by_id
    )
    grants = _decided("grant", Grant, Grant.starts, Grant.ends, Grant.reason, Grant.confirmed_by_id)
    of_area = ((approvals, Approval), (revocations, Revocation), (grants, Grant), (_REMINDERS, Reminder))
    parts: list[Row] = [completions, _sent_with_lists(person_id, area), _reads(person_id), _promises(person_id, area)]
    parts += [each.where(model.person_id == person_id, model.area == area) for each, model in of_area]
    return union_all(*parts).order_by("starts")


def changed(person_id: int, *, area: str) -> CompoundSelect[*tuple[Any, ...]]:
    """The lines of the ledger, and what human resources changed of the jobs; of each the newest first."""
    ledger = select(
        literal("ledger", String).label("source"),
        AccessEvent.id.label("id"),
        AccessEvent.effective_on.label("day"),
        AccessEvent.recorded_at.label("at"),
        AccessEvent.kind.label("kind"),
        AccessEvent.access_ends.label("access_ends"),
        AccessEvent.facts.label("facts"),
        _NO_DAY.label("access_ended"),
        AccessEvent.policy_version.label("policy_version"),
        func.coalesce(func.nullif(AccessEvent.actor_label, ""), AccessEvent.actor_kind).label("actor"),
        _NO.label("is_mailed"),
    ).where(AccessEvent.person_id == person_id, AccessEvent.area == area)
    changes = (
        select(
            literal("job-change", String),
            JobChangeNoted.id,
            JobChangeNoted.noticed_on,
            JobChangeNoted.noticed_at,
            JobChangeNoted.effect,
            JobChangeNoted.access_ends,
            JobChangeNoted.facts,
            JobChangeNoted.access_ended,
            cast(null(), BigInteger),
            _NO_TEXT,
            JobChangeNoted.is_mailed,
        )
        .where(JobChangeNoted.person_id == person_id, JobChangeNoted.area == area)
        .order_by(JobChangeNoted.id.desc())
        .limit(MOST_CHANGES)
    )
    return union_all(ledger, select(changes.subquery())).order_by(desc("id"))


_REMINDERS = select(
    literal("reminder", String),
    Reminder.access_ends,
    _NO_DAY,
    _NO_TEXT,
    cast(Reminder.days_before, Double),
    _NO_TEXT,
    Reminder.written_at,
    Reminder.has_address,
    *_NEVER,
)


def _decided(kind: str, model: Any, starts: Any, ends: Any, text: Any, by: Any) -> Select[Any]:
    who = aliased(Person)
    name = func.coalesce(who.first_name + " " + who.last_name, "")
    return (
        select(literal(kind, String), starts, ends, text, _NO_NUMBER, name, model.recorded_at, _NO, *_NEVER)
        .outerjoin(who, who.id == by)
        .select_from(model)
    )


def _promises(person_id: int, area: str) -> Row:
    newest = (
        select(
            literal("promise", String),
            Promise.finished_on,
            Promise.last_day,
            Promise.course,
            cast(Promise.id, Double),
            _NO_TEXT,
            Promise.reported_at,
            _NO,
            Promise.due_at,
            Promise.arrived_at,
            Promise.ended_at,
        )
        .where(Promise.person_id == person_id, Promise.area == area)
        .order_by(Promise.id.desc())
        .limit(MOST_PROMISES)
    )
    return select(newest.subquery())


def _sent_with_lists(person_id: int, area: str) -> Row:
    first = func.coalesce(func.nullif(Person.preferred_first_name, ""), Person.first_name)
    last = func.coalesce(func.nullif(Person.preferred_last_name, ""), Person.last_name)
    return (
        select(
            literal("bulk", String),
            _NO_DAY,
            _NO_DAY,
            _NO_TEXT,
            cast(BulkReminded.id, Double),
            first + " " + last,
            BulkReminded.written_at,
            _NO,
            *_NEVER,
        )
        .join(BulkReminder, BulkReminder.id == BulkReminded.bulk_id)
        .join(Account, Account.id == BulkReminder.account_id)
        .join(Person, Person.id == Account.person_id)
        .where(BulkReminded.person_id == person_id, BulkReminded.written_at.is_not(None), BulkReminder.area == area)
    )


def _reads(person_id: int) -> Row:
    return select(
        literal("reads", String),
        _NO_DAY,
        _NO_DAY,
        _NO_TEXT,
        cast(func.count(), Double),
        _NO_TEXT,
        func.max(RecordRead.at),
        _NO,
        *_NEVER,
    ).where(RecordRead.reader_id == person_id)
