"""Tells people by mail that their access began, changed or is over, in the transaction that says so in the ledger; and
that human resources changed their job, where their access goes on.

Records no event: the ledger and its audit entry tell the deed; the outbox keeps the mail. One mail at most goes to each
person, of how things stand after all that was told of them just now, with the reason and what to do next. What lies a
month back is no news.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from foundation import outbox
from household.access.actions.noticing import NEWS, JobNews
from household.access.actions.weighing import Case, Verdict
from household.access.queries.addresses import Reached, reached
from household.access.queries.people import place_names
from household.access.queries.policies import Rulebook
from household.access.queries.proposals import why_revoked
from household.access.rules.answers import Answer
from household.access.rules.ledger import TAKES, Change, EventKind
from household.access.rules.telling import plain
from household.access.rules.terms import DAY


def post(
    verdicts: Sequence[Verdict],
    news: Mapping[int, JobNews],
    cases: Mapping[int, Case],
    book: Rulebook,
    *,
    today: date,
    at: datetime,
) -> set[int]:
    """Write the mails; answers to whom."""
    told = {person_id: each for person_id, each in _latest(verdicts).items() if _is_news(each, today)}
    wanted = set(told) | {person_id for person_id, each in news.items() if each.is_news(today)}
    if not wanted:
        return set()
    people = {person_id: each for person_id, each in reached(wanted, on=today).items() if each.address is not None}
    answers = {each: news[each].answer if each in news else _answer(cases[each], book, today) for each in people}
    spoken = {each: _places(answers[each], news.get(each)) for each in people}
    names = place_names(set().union(*spoken.values()))
    revoked = [each for each in people if each in told and told[each].kind is EventKind.REVOKED]
    why = why_revoked(revoked, area=book.area) if revoked else {}
    for person_id, person in people.items():
        places = {code: names[code] for code in sorted(spoken[person_id]) if code in names}
        context = _context(answers[person_id], news.get(person_id), places)
        if person_id in told:
            _post(told[person_id], person, {"reason": why.get(person_id, ""), **context}, at=at)
        else:
            _post_news(news[person_id], person, context, at=at)
    return set(people)


def _latest(verdicts: Sequence[Verdict]) -> dict[int, Change]:
    return {each.person_id: each.changes[-1][0] for each in verdicts if each.changes}


def _is_news(change: Change, today: date) -> bool:
    if change.kind is EventKind.CHANGED_TRACK:
        return False
    begins = change.now.since if change.kind is EventKind.GRANTED else change.effective_on
    return begins is None or begins > today - NEWS


def _answer(case: Case, book: Rulebook, today: date) -> Answer:
    return book.standing(case.rows.values(), on=today)


def _places(answer: Answer, news: JobNews | None) -> set[str]:
    """The codes of the places that a mail speaks of."""
    told = {each.location for each in answer.reasons} | {each.other_location for each in answer.reasons}
    told |= {each.location for each in (answer.next_steps if news is None else news.steps)}
    for change in news.changes if news is not None else ():
        told |= {change.location, change.other_location}
    return told - {""}


def _context(answer: Answer, news: JobNews | None, places: Mapping[str, str]) -> dict[str, Any]:
    """What each of these mails says beside its first sentence."""
    return {
        "changes": [plain(each) for each in news.changes] if news is not None else [],
        "reasons": [plain(each) for each in answer.reasons],
        "steps": [plain(each) for each in (answer.next_steps if news is None else news.steps)],
        "places": dict(places),
    }


def _post(change: Change, person: Reached, context: dict[str, Any], *, at: datetime) -> None:
    kind = change.kind
    last_day = _last(change.now.access_ends)
    given: dict[str, Any] = {"name": person.called, "last_day": last_day, "kind": kind.value, **context}
    to, language = person.address or "", person.language
    if kind is EventKind.LAPSED:
        outbox.post("access-lapsed", to=to, language=language, at=at, **given)
    elif kind in TAKES:
        outbox.post("access-ended", to=to, language=language, at=at, **given)
    else:
        outbox.post("access-granted", to=to, language=language, at=at, **given)


def _post_news(news: JobNews, person: Reached, context: dict[str, Any], *, at: datetime) -> None:
    outbox.post(
        "access-job-changed",
        to=person.address or "",
        language=person.language,
        at=at,
        name=person.called,
        effect=news.effect.value,
        last_day=_last(news.now.access_ends),
        was=_last(news.before.access_ends),
        **context,
    )


def _last(ends: date | None) -> str:
    return (ends - DAY).isoformat() if ends else ""
