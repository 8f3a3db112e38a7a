"""Follow-ups and closings in the night and when the desk closes; what is asked before a mail about a case leaves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import current_app
from jinja2 import TemplateNotFound

from foundation import audit, clock, db, jobs, nightly, postman
from support.actions.casework import STILL_A_CONTACT
from support.actions.following_up import TEMPLATES, cases_to_follow_up, follow_up
from support.queries.involved import contact_in_force
from support.rules.followups import office_day
from support.rules.office_hours import closing_of

BY = audit.job("support-cases")
PARTS = ("subject.txt", "body.txt", "body.html")


class TemplateMissing(Exception):
    """A mail of the plan has no template: nothing is sent, nothing is closed, and whoever runs the night is told."""


@postman.check(STILL_A_CONTACT)
def is_still_a_contact(told: dict[str, Any]) -> bool:
    """Whether whoever a mail was written to may read the case still."""
    return contact_in_force(int(told["contact"]), on=clock.today())


@nightly.step("support-cases")
def night() -> str:
    """Send the follow-ups that are due and close what nobody answered: one transaction each, so that a kill repeats
    nothing, and a night that was missed is made up for. Raises TemplateMissing."""
    _look_for_templates()
    waiting = cases_to_follow_up(clock.now())
    db.close()
    sent = missed = closed = 0
    for case_id in waiting:
        with db.transaction():
            done = follow_up(case_id, by=BY, at=clock.now())
        sent += done.send is not None
        missed += len(done.missed)
        closed += done.close
    return f"{sent:,} follow-ups, {missed:,} missed, {closed:,} closed"


def _each_closing(at: datetime) -> str:
    """The slot of work done once when the desk has closed: cases close then, and not in the night after."""
    day = office_day(at)
    return f"{day.isoformat()}:{'closed' if at >= closing_of(day) else 'open'}"


@jobs.handler("support-cases-closing", once=_each_closing)
def close_with_the_desk(payload: dict[str, Any]) -> None:
    """The same when the desk closes: its tenth business day ends then."""
    night()


def _look_for_templates() -> None:
    for name in TEMPLATES:
        for part in PARTS:
            try:
                current_app.jinja_env.get_template(f"mail/{name}/{part}")
            except TemplateNotFound as problem:
                raise TemplateMissing(
                    f"The template mail/{name}/{part} is missing. Put it back and run flask nightly again."
                ) from problem
