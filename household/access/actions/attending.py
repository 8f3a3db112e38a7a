"""Looks after what waits for one place: closes what is no longer needed, writes to whoever may answer since today,
reminds, and tells DoTS of what does not get its answer by itself.

All of it is one transaction that holds the requests: run twice, late or killed in the middle, nobody is
written to twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from foundation import audit
from foundation.audit import Actor
from household.access.actions.approval_mails import (
    remind_approvers,
    tell_closed,
    tell_dots,
    tell_person_it_waits,
    write_to_approvers,
)
from household.access.actions.asking import close_request
from household.access.events import ApprovalEscalated, ApproversReminded
from household.access.models import ApprovalRequest
from household.access.queries.approvals import open_at, written_to
from household.access.queries.approvers import Circle, circle_for
from household.access.queries.facts import rows_of
from household.access.queries.policies import Rulebook
from household.access.rules.approvals import ApprovalRules, Outcome, Snag, dots_looks_on, reminder_due
from household.access.rules.asking import places_to_ask
from household.access.rules.facts import Facts


def attend(location: str, *, book: Rulebook, ours: ApprovalRules, today: date, by: Actor, at: datetime) -> Counter[str]:
    """Do what is due for one place; answers how many were closed, written to, reminded, and told to DoTS."""
    done: Counter[str] = Counter()
    waiting = _still_needed(open_at(location, area=book.area), book, today=today, by=by, at=at, done=done)
    if not waiting:
        return done
    circle = circle_for(waiting, ours=ours, on=today)
    before = written_to([each.id for each in waiting])
    done["written"] = write_to_approvers(waiting, circle, ours=ours, on=today, at=at)
    done["reminded"] = _remind(waiting, before, circle, ours=ours, today=today, by=by, at=at)
    done["told"] = _tell_dots(waiting, circle, ours=ours, today=today, by=by, at=at)
    return done


def _still_needed(
    requests: Sequence[ApprovalRequest],
    book: Rulebook,
    *,
    today: date,
    by: Actor,
    at: datetime,
    done: Counter[str],
) -> list[ApprovalRequest]:
    rows = rows_of({each.person_id for each in requests}, book)
    left = []
    for each in requests:
        facts = rows[each.person_id].values()
        if each.location in places_to_ask(facts, book.policies, today, year_starts=book.year_starts):
            left.append(each)
            continue
        outcome = Outcome.NOT_NEEDED if _works_at(each.location, facts, today) else Outcome.JOB_ENDED
        close_request(each, outcome, by=by, at=at)
        tell_closed(each, outcome, on=today, at=at)
        done["closed"] += 1
    return left


def _works_at(location: str, facts: Facts, today: date) -> bool:
    return any(
        job.location == location
        and job.starts <= today
        and (job.ends is None or job.ends > today)
        and (job.employed_until is None or job.employed_until > today)
        for job in facts.jobs
    )


def _remind(
    waiting: Sequence[ApprovalRequest],
    before: set[tuple[int, int]],
    circle: Circle,
    *,
    ours: ApprovalRules,
    today: date,
    by: Actor,
    at: datetime,
) -> int:
    """Remind whoever was written to before today; who is written to for the first time needs no reminder."""
    due: Counter[int] = Counter()
    reminded = 0
    for each in waiting:
        days = reminder_due(each.asked_on, today, ours=ours, sent=each.reminded)
        if days is not None:
            each.reminded = days
            reminded += 1
            due.update(who.person_id for who in circle.of(each) if (each.id, who.person_id) in before)
    if not due:
        return 0
    open_for = Counter(who.person_id for each in waiting for who in circle.of(each))
    location = waiting[0].location
    unreached = remind_approvers(list(due), counts=open_for, location=location, on=today, at=at)
    told = ApproversReminded(location, today, requests=reminded, people=len(due), unreached=unreached)
    audit.record(told, by=by, at=at)
    return len(due)


def _tell_dots(
    waiting: Sequence[ApprovalRequest],
    circle: Circle,
    *,
    ours: ApprovalRules,
    today: date,
    by: Actor,
    at: datetime,
) -> int:
    new: list[tuple[ApprovalRequest, Snag]] = []
    for each in waiting:
        snag = circle.snag(each)
        if snag is None and dots_looks_on(each.asked_on, ours=ours) <= today:
            snag = Snag.NO_ANSWER
        if snag is None:
            continue
        if each.snag != snag.value:
            each.snag = snag.value
        if each.dots_told_at is None:
            each.dots_told_at = at
            new.append((each, snag))
    for each, snag in new:
        tell_person_it_waits(each, snag, on=today, at=at)
        audit.record(ApprovalEscalated(each.person_id, each.id, snag.value), by=by, at=at)
    if new:
        tell_dots(new, new[0][0].location, on=today, at=at)
    return len(new)
