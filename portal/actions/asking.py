"""Somebody at the door asks for a new code. The question is only put down; a job answers it, by the way on file.

So the page does the same work whether all that was typed fits somebody or nobody, and its time tells nothing (T13).
A code ends the person's older ones (spec), so asking could kill a letter in the post. It does only where the newer one
is sure to be on its way: it is issued and posted in one transaction, only where a valid contact point is on file and
the district has somebody to carry it there, and at most three times in an hour. Whoever knows a child and asks can so
do no more than send the child's own parent a working code, three times (docs/decisions/0009).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from accounts.actions import asking, spend_try
from accounts.rules import throttling
from district.queries import sight_policy
from foundation import audit, outbox
from foundation.audit import Actor, Origin
from foundation.settings import Settings
from portal import queries
from portal.actions.sending import CHANNELS, OTHERWISE, send_code, way_on_file
from portal.events import NewCodeRequested
from portal.queries import Candidate
from portal.rules.asking import Asked, Outcome, as_text, from_text
from portal.rules.codes import Delivery
from portal.rules.ways import Way

NEW_CODE = "answer-new-code-request"
SOURCE = "new-code-source"
PERSON = "new-code-person"


def ask_for_new_code(asked: Asked, *, source: str, public_url: str, at: datetime) -> bool:
    """Queue the question, the same work whoever is meant; False, and nothing queued, while that source must wait."""
    if not spend_try(SOURCE, throttling.source_of(source), patience=throttling.SOURCE, at=at):
        return False
    asking.put_question(NEW_CODE, as_text(asked), public_url=public_url, at=at)
    return True


def read_new_code_question(payload: dict[str, Any]) -> tuple[Asked, Origin]:
    """What was asked, and where the question came from."""
    typed, _, origin = asking.read_question(payload)
    return from_text(typed), origin


def answer_new_code(asked: Asked, *, settings: Settings, on: date, by: Actor, at: datetime) -> list[Outcome]:
    """Send a new code to whoever is meant and may have one, and write down for the office what became of it."""
    meant = queries.who_is_meant(asked, on=on, policy=sight_policy(settings))
    return [_answer(each, settings=settings, on=on, by=by, at=at) for each in meant]


def _answer(meant: Candidate, *, settings: Settings, on: date, by: Actor, at: datetime) -> Outcome:
    way = way_on_file(meant.person.person_id, settings=settings, on=on)
    outcome = _outcome(meant, way, at)

    if way is not None and outcome is Outcome.HAS_ACCOUNT:
        _tell_of_account(meant, way, at)
    elif way is not None and outcome == way.delivery.value:
        send_code(meant.person, kind=meant.kind, way=way, settings=settings, by=by, at=at)

    audit.record(NewCodeRequested(meant.person.person_id, meant.kind.value, outcome.value), by=by, at=at)
    return outcome


def _outcome(meant: Candidate, way: Way | None, at: datetime) -> Outcome:
    if not meant.is_entitled:
        return Outcome.NOT_ENTITLED
    if meant.is_disowned:
        return Outcome.DISOWNED
    if way is None:
        return Outcome.NO_WAY
    key = f"{meant.kind}:{meant.person.person_id}"
    if not spend_try(PERSON, key, patience=throttling.MAILS, at=at):
        return Outcome.WAITS
    return Outcome.HAS_ACCOUNT if meant.has_account else Outcome(way.delivery.value)


def _tell_of_account(meant: Candidate, way: Way, at: datetime) -> None:
    """Who forgot that they have an account would wait for a code for ever. A call would say it to whoever answers."""
    if way.delivery is Delivery.VOICE:
        return
    outbox.post(
        "account-exists",
        to=way.to,
        channel=CHANNELS[way.delivery],
        language=meant.person.language or OTHERWISE,
        at=at,
        person_id=meant.person.person_id,
        name=meant.person.called,
    )
