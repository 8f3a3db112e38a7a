"""How everybody stands in an access area, as other programs read it: by the command, as a file, and by the API."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from foundation import db
from household.access import queries, words
from household.access.queries import Rulebook
from household.access.rules.answers import Answer

AT_ONCE = 500
COLUMNS = ("employee_id", "state", "from", "through", "track", "policy_version", "reasons", "next_steps")


def answers(book: Rulebook, on: date) -> Iterator[dict[str, Any]]:
    """Everybody who has, had or will have a job: how they stand on the day, in the order of their records."""
    after = 0
    while people := queries.people_to_decide(after=after, limit=AT_ONCE):
        yield from answers_of(people, book, on)
        after = people[-1]
        db.close()


def answers_of(people: Sequence[int], book: Rulebook, on: date) -> list[dict[str, Any]]:
    """How these people stand on the day: some hundreds at most, in two statements."""
    numbers = queries.employee_numbers(people)
    voice = words.Voice(book.policies, area=book.area)
    found = queries.rows_of(people, book)
    return [_told(numbers.get(each), book.standing(found[each].values(), on=on), voice) for each in people]


def _told(employee_id: str | None, answer: Answer, voice: words.Voice) -> dict[str, Any]:
    return {
        "employee_id": employee_id,
        "state": answer.state.value,
        "from": answer.since.isoformat() if answer.since else None,
        "through": answer.through.isoformat() if answer.through else None,
        "track": answer.track or None,
        "policy_version": answer.policy_version,
        "reasons": [voice.reason(each) for each in answer.reasons],
        "next_steps": [voice.step(each) for each in answer.next_steps],
    }
