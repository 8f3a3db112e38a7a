"""The night's work: what each room does once a district day, soon after midnight, and again whenever it is asked to.

A step is done by the worker as a queued job of that day, and by `flask nightly` at once. It is a door: it opens its own
transactions, each whole by itself, reads the clock, and must be safe to run twice, late, or after a kill in the middle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import structlog

from foundation import jobs

Step = Callable[[], str]

_steps: dict[str, Step] = {}

log = structlog.get_logger()


def step(name: str) -> Callable[[Step], Step]:
    """Make a function a step of the night. It answers what it did, in a few words for whoever runs it by hand."""

    def register(work: Step) -> Step:
        @jobs.handler(name, once=jobs.each_day)
        def do(payload: dict[str, Any]) -> None:
            log.info("night-step", step=name, did=work())

        _steps[name] = work
        return work

    return register


def run() -> Iterator[tuple[str, str, Exception | None]]:
    """Do everything a district day asks for: the name of each piece, what it did, and what kept it from being done.

    One that fails keeps no other from being done.
    """
    for kind, slot in list(jobs.slots.items()):
        if slot is not jobs.each_day:
            continue
        try:
            if kind in _steps:
                yield kind, _steps[kind](), None
            else:
                jobs.handlers[kind]({})
                yield kind, "done", None
        except Exception as problem:
            yield kind, "", problem
