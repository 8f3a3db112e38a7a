"""`flask attendance`: who was absent or late, from a student system."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from district.cli.mapped import mapping, mapping_option
from district.cli.telling import apply, wishes
from district.feeds.attendance import import_attendance
from district.feeds.sheet_columns import ATTENDANCE, ATTENDANCE_CSV

attendance = AppGroup("attendance", help="Who was absent or late, on which day or in which class.")


@attendance.command("import")
@click.argument("path", metavar="FILE.csv", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--delta", "is_delta", is_flag=True, help="The file has changes only: what it leaves out stays.")
@mapping_option
@wishes(f"The name of the source; {ATTENDANCE_CSV} when not given.")
def import_events(path: Path, is_delta: bool, wanted_mapping: str | None, **asked: Any) -> None:
    """Bring the attendance in FILE.csv into the record.

    The file is the whole truth of its source for the days from its first to its last; other days stay as they are.
    Exit status: 0 applied, or a clean rehearsal; 1 refused, with nothing stored; 2 wrong usage.
    """
    called = mapping(wanted_mapping, ATTENDANCE)
    apply("flask attendance import", asked, import_attendance, path, called=called, is_delta=is_delta)
