"""The survey of a case that was closed: decided and mailed by the worker, soon after."""

from __future__ import annotations

from typing import Any

from flask import current_app

from foundation import audit, clock, db, jobs
from foundation.settings import Settings
from support.actions.casework import SURVEY
from support.actions.surveys import ask_how_it_went
from support.models import Case

BY = audit.job("case survey")


@jobs.handler(SURVEY, writes_mail=True)
def ask(payload: dict[str, Any]) -> None:
    """Ask the contact how it went, at most once for a case."""
    settings: Settings = current_app.config["HEARTH"]
    with db.transaction() as session:
        case = session.get_one(Case, payload["case"])
        ask_how_it_went(case, public_url=settings.public_url, by=BY, at=clock.now())
