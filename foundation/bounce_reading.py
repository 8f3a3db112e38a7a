"""The worker reads mails that came back, where the district names the folder they arrive in (HEARTH_MAIL_BOUNCES).

Four times an hour what is new, and each night all of it: a report that came late is read then. Reading twice changes
nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import current_app

from foundation import bounces, clock, db, jobs, nightly
from foundation.bounces import Read

NEW_FOR = timedelta(hours=2)
"""What was changed since then is read in between: the worker may have stood still for a while."""


@jobs.handler("mail-bounces", once=jobs.each_quarter)
def read_new(payload: dict[str, Any]) -> None:
    """Read the reports that arrived lately."""
    read(since=clock.now() - NEW_FOR)


@nightly.step("mail-bounces-all")
def read_all() -> str:
    """Read every report there is."""
    found = read()
    return f"{found.marked:,} mails came back" if found else "no folder is named"


def read(*, since: datetime | None = None) -> Read | None:
    """Mark the mails that came back; None where the district names no folder."""
    folder = current_app.config["HEARTH"].mail_bounces
    if not folder:
        return None
    if not Path(folder).is_dir():
        raise NotADirectoryError(f"HEARTH_MAIL_BOUNCES names {folder}, and there is no such folder. Name one that is.")
    with db.transaction():
        return bounces.read_folder(Path(folder), at=clock.now(), since=since)
