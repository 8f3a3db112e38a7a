"""`flask transcripts`: courses finished and averages, from CSV files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from district.cli.mapped import mapping, mapping_option
from district.cli.telling import apply, wishes
from district.feeds.of_students import About, import_about_students
from district.feeds.transcripts import ABOUT_AVERAGES, ABOUT_COURSES, AVERAGES_CSV, COURSES_CSV

transcripts = AppGroup("transcripts", help="Courses that students have finished, and their averages.")
_file = click.argument("path", metavar="FILE.csv", type=click.Path(exists=True, dir_okay=False, path_type=Path))
_delta = click.option("--delta", "is_delta", is_flag=True, help="The file has changes only: what it leaves out stays.")


@transcripts.command("courses")
@_file
@_delta
@mapping_option
@wishes(f"The name of the source; {COURSES_CSV} when not given.")
def import_courses(path: Path, is_delta: bool, wanted_mapping: str | None, **asked: Any) -> None:
    """Bring the courses in FILE.csv, one of a student in a term a row, into the record.

    The file is the whole truth of its source. Exit status: 0 applied, or a clean rehearsal; 1 refused, with nothing
    stored; 2 wrong usage.
    """
    _bring("courses", path, ABOUT_COURSES, is_delta, wanted_mapping, asked)


@transcripts.command("averages")
@_file
@_delta
@mapping_option
@wishes(f"The name of the source; {AVERAGES_CSV} when not given.")
def import_averages(path: Path, is_delta: bool, wanted_mapping: str | None, **asked: Any) -> None:
    """Bring the grade point averages in FILE.csv into the record, as the other system worked them out.

    The file is the whole truth of its source. Exit status: 0 applied, or a clean rehearsal; 1 refused, with nothing
    stored; 2 wrong usage.
    """
    _bring("averages", path, ABOUT_AVERAGES, is_delta, wanted_mapping, asked)


def _bring(
    name: str, path: Path, about: About, is_delta: bool, wanted_mapping: str | None, asked: dict[str, Any]
) -> None:
    called = mapping(wanted_mapping, about.columns)
    command = f"flask transcripts {name}"
    apply(command, asked, import_about_students, path, about=about, called=called, is_delta=is_delta)
