"""`flask fees`: what families owe, from a CSV file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from district.cli.mapped import mapping, mapping_option
from district.cli.telling import apply, wishes
from district.feeds.fees import ABOUT_FEES, FEES, FEES_CSV
from district.feeds.of_students import import_about_students

fees = AppGroup("fees", help="What families owe.")


@fees.command("import")
@click.argument("path", metavar="FILE.csv", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--delta", "is_delta", is_flag=True, help="The file has changes only: what it leaves out stays.")
@mapping_option
@wishes(f"The name of the source; {FEES_CSV} when not given.")
def import_fees(path: Path, is_delta: bool, wanted_mapping: str | None, **asked: Any) -> None:
    """Bring the fees in FILE.csv into the record.

    The file is the whole truth of its source: a fee it does not list is no longer shown. Exit status: 0 applied, or a
    clean rehearsal; 1 refused, with nothing stored; 2 wrong usage.
    """
    called = mapping(wanted_mapping, FEES)
    apply("flask fees import", asked, import_about_students, path, about=ABOUT_FEES, called=called, is_delta=is_delta)
