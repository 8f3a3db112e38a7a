"""Work of the district's record that nobody waits for, and what must hold when a mail about it is about to leave."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import current_app

from district import queries
from district.actions import coming_of_age, request_papers
from district.actions.search_terms import PORTION, refresh_terms
from district.feeds import waiting
from district.queries import sight_policy
from district.queries.found_by import ended_lately
from foundation import audit, clock, db, nightly, postman
from foundation.settings import Settings

BY = audit.job("training-queue")
NEAR_18 = 200
"""Students in one transaction."""


@nightly.step("training-queue")
def place_waiting() -> str:
    """Place the completions whose person or course has become known since: by a roster, or by new rules."""
    placed = waiting.place_all(by=BY, at=clock.now(), today=clock.today())
    return f"{len(placed.sources):,} sources looked at again, {placed.runs:,} with something placed"


@nightly.step("request-papers")
def let_go_of_old_papers() -> str:
    """Let go of the files attached to requests that were settled long ago. Twice lets go of nothing more."""
    gone = 0
    while True:
        with db.transaction():
            done = request_papers.let_go_of_papers(at=clock.now())
        gone += done
        if not done:
            return f"{gone:,} attached files let go"


@nightly.step("search-terms")
def refresh_what_ended() -> str:
    """Work out anew what people are found by of whom a name for them ended lately: nobody tells on the day itself."""
    today = clock.today()
    people = ended_lately(on=today)
    db.close()
    for start in range(0, len(people), PORTION):
        with db.transaction(is_lasting=False):
            refresh_terms(people[start : start + PORTION], on=today)
    return f"{len(people):,} people looked at again"


@nightly.step("coming-of-age")
def tell_near_18() -> str:
    """Tell the students who turn 18 soon, and whoever sees them, that rights pass: each once, portion by portion."""
    settings: Settings = current_app.config["HEARTH"]
    within, policy = timedelta(days=settings.eligible_notice_days), sight_policy(settings)
    students = coming_of_age.near_18(on=clock.today(), within=within)
    db.close()
    told = 0
    for start in range(0, len(students), NEAR_18):
        with db.transaction():
            portion = students[start : start + NEAR_18]
            told += coming_of_age.tell(portion, policy=policy, by=audit.job("coming-of-age"), at=clock.now())
    return f"{len(students):,} students turn 18 soon, {told:,} mails"


@postman.check("sees")
def sees(condition: dict[str, Any]) -> bool:
    """Whether the `adult` sees the `student` now: what was written to a guardian about a child leaves only then."""
    settings: Settings = current_app.config["HEARTH"]
    children = queries.children_seen_by(condition["adult"], on=clock.today(), policy=sight_policy(settings))
    return any(each.person_id == condition["student"] for each in children)


@postman.check("entitled")
def entitled(condition: dict[str, Any]) -> bool:
    """Whether the `person` may have an account of that `kind` now: a code is sent to nobody else."""
    settings: Settings = current_app.config["HEARTH"]
    policy = sight_policy(settings)
    return queries.is_entitled(condition["person"], condition["kind"], on=clock.today(), policy=policy)
