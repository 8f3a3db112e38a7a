"""The night's work of household access, a process for tests that kills itself: `reviewer.py COMMITS [after]
[approvals]`.

It dies by kill -9 at the COMMITS-th commit: just before the database takes it, or just `after`. One person a portion.
"""

from __future__ import annotations

import os
import signal
import sys

from sqlalchemy import event
from sqlalchemy.orm import Session

from app import create_app
from foundation import db
from household.access import jobs

left, when = int(sys.argv[1]), "after" if "after" in sys.argv else "before"


def count(*given: object) -> None:
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)


jobs.PORTION = 1
app = create_app()
with app.app_context():
    if when == "before":
        event.listen(db.engine(), "commit", count)
    else:
        event.listen(Session, "after_commit", count)
    print(jobs.approvals_night() if "approvals" in sys.argv else jobs.night())
