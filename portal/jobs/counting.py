"""Everybody on the way in is counted, when something changed and at least once a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import islice
from typing import Any

import structlog
from flask import current_app

from district import queries as district
from district.queries import Entitled, sight_policy
from foundation import clock, db, jobs
from foundation.settings import Settings
from portal.actions import counting, desk_lists
from portal.actions.counting import PORTION, Sums
from portal.queries import ways_in
from portal.rules.codes import Kind
from portal.rules.funnel import is_due

ENTITLED = {Kind.PARENT: district.entitled_guardians, Kind.STUDENT: district.entitled_students}

log = structlog.get_logger()


@jobs.handler("look-whether-to-count", once=jobs.each_minute)
def look(payload: dict[str, Any]) -> None:
    """Count anew where that is due; mostly it is not, and this costs a few lookups."""
    run = ways_in.last_run()
    brought, used = ways_in.last_news()
    began, ended = (run.began_at, run.ended_at) if run else (None, None)
    db.close()
    if is_due(began=began, ended=ended, brought=brought, used=used, at=clock.now()):
        log.info("ways-in-counted", people=count())


@jobs.handler(desk_lists.COUNT)
def count_anew(payload: dict[str, Any]) -> None:
    """Count because somebody at the help desk asks for it."""
    log.info("ways-in-counted", people=count())


def count(*, advance: Callable[[int], None] = lambda count: None) -> int:
    """Count everybody entitled, each portion in a transaction of its own. How many there were."""
    settings: Settings = current_app.config["HEARTH"]
    at, today, policy = clock.now(), clock.today(), sight_policy(settings)
    sums: Sums = Counter()
    people = 0
    with db.transaction():
        run_id = counting.begin_run(at=at)
    for kind, entitled in ENTITLED.items():
        found = entitled(on=today, policy=policy)
        while portion := list[Entitled](islice(found, PORTION)):
            with db.transaction():
                counting.count_portion(run_id, kind, portion, sums, at=at)
            people += len(portion)
            advance(len(portion))
    with db.transaction():
        counting.end_run(run_id, sums, at=clock.now())
    is_left = True
    while is_left:
        with db.transaction():
            is_left = counting.clear_portion(run_id, at=clock.now())
    return people
