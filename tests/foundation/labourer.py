"""A worker with one kind of job of its own, a process for tests to kill: `labourer.py NOTES SECONDS [--ready]`.

Each job appends its number to the file NOTES when it begins and, SECONDS later, when it ends. With --ready it
prints "ready" after its first look at the queue.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from app import create_app
from foundation import jobs
from foundation.worker import Worker

notes, seconds = Path(sys.argv[1]), float(sys.argv[2])


@jobs.handler("note")
def note(payload: dict[str, Any]) -> None:
    with notes.open("a") as file:
        file.write(f"begin {payload['n']}\n")
        file.flush()
        time.sleep(seconds)
        file.write(f"end {payload['n']}\n")


jobs.slots.clear()
app = create_app()
with app.app_context():
    worker = Worker(app)
    if "--ready" in sys.argv:
        worker.do_what_is_due()
        print("ready", flush=True)
    worker.run()
