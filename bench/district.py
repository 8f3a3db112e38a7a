"""A generated district of a given size in the open database, brought in by the roster feed as a real one would be."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from flask import Flask

from bench.ground import look_over
from demo.export import export
from district.feeds.roster import Wishes, import_roster
from district.rules.calendar import year_of
from foundation import audit, clock, db
from foundation.settings import Settings

PEOPLE_A_STUDENT = 2.27
"""Students with their guardians and the staff, in the districts that `flask demo export` writes."""
GUARDIANS_A_STUDENT = 1.15


def fill(app: Flask, *, students: int, folder: Path) -> None:
    """Write a district of so many students and import it."""
    settings: Settings = app.config["HEARTH"]
    written = Path(tempfile.mkdtemp(dir=folder))
    year = year_of(clock.today(), starts=settings.school_year_starts)
    export(written, students=students, seed=1, year=year, advance=lambda count: None)
    with app.app_context():
        import_roster(
            written / "oneroster",
            Wishes(source="bench"),
            portal_by_default=True,
            by=audit.command("bench"),
            at=clock.now(),
            today=clock.today(),
            advance=lambda *told: None,
        )
        db.close()
        look_over()
    shutil.rmtree(written)
