"""`flask staff`: who works where, from human resources."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from district.cli.mapped import mapping, mapping_option
from district.cli.telling import apply, wishes
from district.feeds.sheet_columns import STAFF, STAFF_CSV
from district.feeds.staff import import_staff

staff = AppGroup("staff", help="Who works here, where and as what.")


@staff.command("import")
@click.argument("path", metavar="FILE.csv", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--delta", "is_delta", is_flag=True, help="The file has changes only: what it leaves out does not end.")
@mapping_option
@wishes(f"The name of the source; {STAFF_CSV} when not given.")
def import_assignments(path: Path, is_delta: bool, wanted_mapping: str | None, **asked: Any) -> None:
    """Bring the staff assignments in FILE.csv into the record.

    The file is the whole truth of its source: jobs it does not list end today. Exit status: 0 applied, or a clean
    rehearsal; 1 refused, with nothing stored; 2 wrong usage.
    """
    called = mapping(wanted_mapping, STAFF)
    apply("flask staff import", asked, import_staff, path, called=called, is_delta=is_delta)
