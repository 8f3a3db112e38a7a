"""The mails about approvals, in the transaction of the deed they tell of: asked, answered, waiting, delegated.

Records no event: the deeds that write them do. Each carries no more than its reader may know.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from foundation import db, outbox, tokens
from household.access.models import ApprovalLink, ApprovalRequest
from household.access.queries.addresses import Reached, reached
from household.access.queries.approvals import Asked, details, written_to
from household.access.queries.approvers import Circle, dots_administrators
from household.access.queries.people import place_names
from household.access.rules.approvals import ApprovalRules, Outcome, Snag

PURPOSE = "approval"
LINK_LASTS = timedelta(days=60)
"""Longer than all reminders and DoTS's look: whoever comes back from a leave finds it working."""


def write_to_approvers(
    requests: Sequence[ApprovalRequest], circle: Circle, *, ours: ApprovalRules, on: date, at: datetime
) -> int:
    """Write to everybody who may answer these and was not written to yet, once for each; answers to how many."""
    told = written_to([each.id for each in requests])
    new = [
        (asked, answerer.person_id)
        for asked in requests
        for answerer in circle.of(asked)
        if (asked.id, answerer.person_id) not in told
    ]
    if not new:
        return 0
    shown = {each.request.id: each for each in details([asked for asked, _ in new], on=on)}
    people = reached({person_id for _, person_id in new}, on=on)
    for asked, person_id in new:
        _write_link(shown[asked.id], person_id, people[person_id], ours=ours, at=at)
    return len(new)


def remind_approvers(
    person_ids: Collection[int], *, counts: dict[int, int], location: str, on: date, at: datetime
) -> int:
    """Remind each of how many requests wait; answers how many have no address."""
    people = reached(person_ids, on=on)
    place = _place(location)
    for person_id in sorted(person_ids):
        _post("approval-reminder", people[person_id], at=at, place=place, count=counts[person_id])
    return sum(each.address is None for each in people.values())


def tell_outcome(
    asked: ApprovalRequest,
    outcome: Outcome,
    *,
    reason: str,
    answered_by: str,
    last_day: date | None,
    is_correction: bool,
    on: date,
    at: datetime,
) -> None:
    """Tell the person how the request was answered, and through which day they have access now, if they have."""
    who = reached([asked.person_id], on=on)[asked.person_id]
    _post(
        "approval-answered",
        who,
        at=at,
        place=_place(asked.location),
        answer=outcome.value,
        reason=reason,
        answered_by=answered_by,
        last_day=last_day.isoformat() if last_day else "",
        is_correction=is_correction,
    )


def tell_closed(asked: ApprovalRequest, outcome: Outcome, *, on: date, at: datetime) -> None:
    """Tell the person that the request ended because nothing is to be asked any more."""
    who = reached([asked.person_id], on=on)[asked.person_id]
    _post("approval-closed", who, at=at, place=_place(asked.location), outcome=outcome.value)


def tell_dots(requests: Sequence[tuple[ApprovalRequest, Snag]], location: str, *, on: date, at: datetime) -> None:
    """Tell every DoTS administrator that so many requests of one place need them."""
    place = _place(location)
    for who in reached(dots_administrators(on=on), on=on).values():
        _post("approval-unanswered", who, at=at, place=place, count=len(requests))


def tell_person_it_waits(asked: ApprovalRequest, snag: Snag, *, on: date, at: datetime) -> None:
    """Tell whoever asked that DoTS looks at it now, and why."""
    who = reached([asked.person_id], on=on)[asked.person_id]
    once = f"approval-waits:{asked.id}"
    _post("approval-waits", who, at=at, once=once, place=_place(asked.location), snag=snag.value)


def tell_delegate(
    delegate_id: int, *, principal: str, location: str, starts: date, last_day: date, on: date, at: datetime
) -> None:
    """Tell a colleague for whom and on which days they answer."""
    who = reached([delegate_id], on=on)[delegate_id]
    days = {"first_day": starts.isoformat(), "last_day": last_day.isoformat()}
    _post("approval-delegated", who, at=at, principal=principal, place=_place(location), **days)


def _post(template: str, who: Reached, *, at: datetime, once: str | None = None, **told: Any) -> None:
    """Write to somebody in their language. Who has no address on file is written to by nobody."""
    if who.address is not None:
        outbox.post(template, to=who.address, language=who.language, at=at, once=once, name=who.called, **told)


def _write_link(asked: Asked, person_id: int, who: Reached, *, ours: ApprovalRules, at: datetime) -> None:
    token, kept = tokens.make(PURPOSE)
    expires_at = at + LINK_LASTS
    db.session().add(
        ApprovalLink(
            request_id=asked.request.id,
            person_id=person_id,
            token_hash=kept,
            has_address=who.address is not None,
            created_at=at,
            expires_at=expires_at,
        )
    )
    db.session().flush()
    _post(
        "approval-asked",
        who,
        at=at,
        once=f"approval-asked:{asked.request.id}:{person_id}",
        secret={"url": f"{ours.public_url.rstrip('/')}/household/approvals/link/{token}"},
        expires_at=expires_at,
        asker=asked.name,
        job_role=asked.job_role,
        place=asked.place,
        reason=asked.request.reason,
    )


def _place(location: str) -> str:
    return place_names([location]).get(location, location)
