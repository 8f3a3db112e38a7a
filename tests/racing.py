"""Many deeds at one moment, in threads of one process.

There are more racers than the database gives connections to one process. Who does not get one in time is told that the
server is busy, and comes again, as a browser does that is told `Retry-After`: what a race ends in does not hang on how
fast the machine is.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextvars import Context
from typing import TypeVar

from werkzeug.test import TestResponse

from foundation import db
from foundation.web.errors import GONE

PATIENCE_S = 120
TRIES = 20
T = TypeVar("T")


def at_once(deeds: Sequence[Callable[[], T]]) -> list[T]:
    """What each deed gave, all begun together, each in a thread and a session of its own; what one raised is raised."""
    gate, outcomes, failures = threading.Barrier(len(deeds)), dict[int, T](), list[BaseException]()

    def run(place: int) -> None:
        gate.wait(PATIENCE_S)
        try:
            outcomes[place] = _served(deeds[place])
        except BaseException as failure:
            failures.append(failure)
        finally:
            db.close()

    threads = [threading.Thread(target=Context().run, args=(run, place)) for place in range(len(deeds))]
    for each in threads:
        each.start()
    for each in threads:
        each.join(PATIENCE_S)
    if failures:
        raise failures[0]
    return [outcomes[place] for place in range(len(deeds))]


def _served(deed: Callable[[], T]) -> T:
    for _ in range(TRIES):
        try:
            outcome = deed()
        except GONE:
            db.close()
            continue
        if isinstance(outcome, TestResponse) and outcome.status_code == 503:
            assert outcome.headers["Retry-After"]
            continue
        return outcome
    raise AssertionError(f"No answer after {TRIES} tries.")
