"""A worker that dies in the middle, as by kill -9, once it has run a statement that begins with WORDS.

`mortal_worker.py WORDS`; without WORDS it does all that is due and ends. Periodic work is left out.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from sqlalchemy import event

from app import create_app
from foundation import db, jobs
from foundation.worker import Worker

words = sys.argv[1] if len(sys.argv) > 1 else ""


def look(connection: Any, cursor: Any, statement: str, *told: Any) -> None:
    if words and statement.startswith(words):
        os.kill(os.getpid(), signal.SIGKILL)


app = create_app()
jobs.slots.clear()
with app.app_context():
    event.listen(db.engine(), "after_cursor_execute", look)
    Worker(app).run_once()
