"""A family sets limits for a child; what reaches one is kept and told once, by the ways the family chose.

The mail says only that a limit was reached: what it is about stands in the portal. Of comparing and telling no event is
recorded: the rows are themselves the record, and the family is shown them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite

from foundation import audit, db, outbox
from foundation.audit import Actor
from foundation.outbox import Channel as Way
from portal.actions.message_digests import ARE_STILL_FOR
from portal.actions.message_mails import LATE_AFTER
from portal.events import FamilyLimitSaved
from portal.models import FamilyLimit, LimitReached
from portal.queries.limits import limit_of, open_of
from portal.rules.limits import Limits, Standing, What, is_reached, tell_at
from portal.rules.preferences import Channel

OPEN = ("person_id", "student_id", "what", "subject", "span")


def save_limits(person_id: int, student_id: int, limits: Limits, *, seen: int, by: Actor, at: datetime) -> bool:
    """Keep what somebody wants to be told of a student; False, and nothing kept, where it was changed since version
    `seen`. What they no longer ask about is told no more; what they ask now is looked at soon."""
    values = {"mark_below": limits.mark_below, "absences": limits.absences, "saved_at": at, "looked_at": None}
    if seen == 0:
        insert = (sqlite.insert if db.is_sqlite() else postgresql.insert)(FamilyLimit)
        written = insert.values(person_id=person_id, student_id=student_id, version=1, **values)
        kept = db.session().scalar(written.on_conflict_do_nothing().returning(FamilyLimit.id))
    else:
        mine = FamilyLimit.person_id == person_id, FamilyLimit.student_id == student_id
        changed = update(FamilyLimit).where(*mine, FamilyLimit.version == seen)
        kept = db.session().scalar(changed.values(version=seen + 1, **values).returning(FamilyLimit.id))
    if kept is None:
        return False
    asked = {What.MARK: limits.mark_below, What.ABSENCES: limits.absences}
    _end(person_id, student_id, [what for what, number in asked.items() if number is None], at=at)

    told = FamilyLimitSaved(person_id, student_id, limits.mark_below, limits.absences)
    audit.record(told, by=by, at=at)
    return True


def compare(
    limit: FamilyLimit,
    standing: Iterable[Standing],
    *,
    known: Collection[What],
    digest: time,
    zone: ZoneInfo,
    at: datetime,
) -> int:
    """Keep what has reached the limit since it was last compared, and what is over; how many are new.

    `known`: of what is looked at now. What a school hides is left as it stands.
    """
    limits = Limits(limit.mark_below, limit.absences)
    there = {each.key: each for each in standing if is_reached(limits, each)}
    stood = {(each.what, each.subject, each.span): each for each in open_of(limit.person_id, limit.student_id)}
    for key, each in stood.items():
        if key not in there and What(each.what) in known:
            each.over_at, each.tell_at = at, None
    new = 0
    for key, found in there.items():
        if key not in stood:
            new += _keep(limit, found, tell_at=tell_at(found.what, at, digest=digest, zone=zone), at=at)
    looked_at(limit, at=at)
    return new


def looked_at(limit: FamilyLimit, *, at: datetime) -> None:
    """That the record was compared with the limit as it stands."""
    mine = FamilyLimit.id == limit.id, FamilyLimit.version == limit.version
    db.session().execute(
        update(FamilyLimit).where(*mine).values(looked_at=at), execution_options={"synchronize_session": False}
    )


def tell(
    person_id: int,
    reached: Sequence[LimitReached],
    ways: Mapping[str, tuple[Channel, ...]],
    *,
    language: str,
    at: datetime,
) -> None:
    """Tell one person of what reached their limits: once by each channel that any of it takes. `ways` by kind."""
    by_channel: dict[Channel, list[LimitReached]] = {}
    for each in reached:
        for channel in ways.get(What(each.what).kind, ()):
            by_channel.setdefault(channel, []).append(each)
    for channel, some in by_channel.items():
        outbox.post(
            "limit-reached",
            to=channel.to,
            channel=Way(channel.by.value),
            language=language,
            at=at,
            once=f"limit:{person_id}:{channel.by.value}:{channel.to}:{some[-1].id}",
            expires_at=at + LATE_AFTER,
            only_while={
                "check": ARE_STILL_FOR,
                "person": person_id,
                "students": ",".join(str(each) for each in sorted({each.student_id for each in some})),
            },
            person_id=person_id,
            count=len(some),
        )


def note_told(reached: Iterable[LimitReached]) -> None:
    """That these are told, or are not to be told any more."""
    ids = [each.id for each in reached]
    db.session().execute(update(LimitReached).where(LimitReached.id.in_(ids)).values(tell_at=None))


def _keep(limit: FamilyLimit, found: Standing, *, tell_at: datetime, at: datetime) -> int:
    """1 where it was not kept yet: of two workers one keeps it."""
    asked = limit.mark_below if found.what is What.MARK else limit.absences
    insert = (sqlite.insert if db.is_sqlite() else postgresql.insert)(LimitReached)
    written = insert.values(
        person_id=limit.person_id,
        student_id=limit.student_id,
        what=found.what.value,
        subject=found.subject,
        span=found.span,
        value=found.value,
        limit_was=asked,
        basis=found.basis.value,
        title=found.title,
        span_title=found.span_title,
        as_of=found.as_of,
        reached_at=at,
        tell_at=tell_at,
    )
    return int(db.session().scalar(written.on_conflict_do_nothing().returning(LimitReached.id)) is not None)


def _end(person_id: int, student_id: int, what: Sequence[What], *, at: datetime) -> None:
    mine = LimitReached.person_id == person_id, LimitReached.student_id == student_id
    db.session().execute(
        update(LimitReached)
        .where(*mine, LimitReached.what.in_([each.value for each in what]), LimitReached.over_at.is_(None))
        .values(over_at=at, tell_at=None)
    )


__all__ = ["compare", "limit_of", "looked_at", "note_told", "save_limits", "tell"]
