"""Tells people by mail that their access began, changed or is over, in the transaction that says so in the ledger.

Records no event: the ledger and its audit entry tell the deed; the outbox keeps the mail. Few are sent: what lies a
month back is no news, and a renewal or another track of whoever goes on working is told on the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from foundation import outbox
from household.access.actions.weighing import Verdict
from household.access.queries.addresses import reached
from household.access.queries.proposals import why_revoked
from household.access.rules.ledger import Change, EventKind
from household.access.rules.terms import DAY

NEWS = timedelta(days=31)
"""How long after its day a change is still told by mail; a district's first load tells nobody of old times."""


def post(verdicts: Sequence[Verdict], *, area: str, today: date, at: datetime) -> None:
    """One mail at most to each person: of how things stand after all that was told of them just now."""
    latest = {each.person_id: each.changes[-1][0] for each in verdicts if each.changes}
    news = {person_id: each for person_id, each in latest.items() if _is_news(each, today)}
    if not news:
        return
    revoked = [person_id for person_id, each in news.items() if each.kind is EventKind.REVOKED]
    reasons = why_revoked(revoked, area=area) if revoked else {}
    for person_id, person in reached(news, on=today).items():
        if person.address is not None:
            to = {"to": person.address, "language": person.language, "name": person.called}
            _post(news[person_id], at=at, reason=reasons.get(person_id, ""), **to)


def _is_news(change: Change, today: date) -> bool:
    if change.kind is EventKind.CHANGED_TRACK:
        return False
    begins = change.now.since if change.kind is EventKind.GRANTED else change.effective_on
    return begins is None or begins > today - NEWS


def _post(change: Change, *, to: str, language: str, name: str, reason: str, at: datetime) -> None:
    kind, ends = change.kind, change.now.access_ends
    last_day = (ends - DAY).isoformat() if ends else ""
    if kind is EventKind.LAPSED:
        outbox.post("access-lapsed", to=to, language=language, at=at, name=name, last_day=last_day)
    elif kind in (EventKind.ENDED, EventKind.REVOKED):
        told: dict[str, Any] = {"last_day": last_day, "kind": kind.value, "reason": reason}
        outbox.post("access-ended", to=to, language=language, at=at, name=name, **told)
    else:
        outbox.post("access-granted", to=to, language=language, at=at, name=name, last_day=last_day, kind=kind.value)
