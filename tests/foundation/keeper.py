"""Makes or restores a backup and stops half-way, a process for tests to kill: `keeper.py make|restore FILE WORD`.

It stops when it would tell a terminal WORD, prints "stopped" and waits.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from app import create_app
from foundation import audit, backups, clock

deed, file, word = sys.argv[1], Path(sys.argv[2]), sys.argv[3]


def tell(said: str) -> None:
    if said == word:
        print("stopped", flush=True)
        time.sleep(60)


app = create_app()
by, at, revived = audit.command("test"), clock.now(), app.extensions[backups.REVIVED]
with app.app_context():
    if deed == "make":
        backups.make(file, by=by, at=at, tell=tell)
    else:
        backups.restore(file, replacing=True, revived=revived, by=by, at=at, tell=tell)
