"""`flask roster`: schools, classes, people and their ties."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from district.cli.telling import apply, wishes
from district.feeds.formats import FORMATS
from district.feeds.roster import import_roster
from foundation.settings import Settings

roster = AppGroup("roster", help="The roster of schools, classes, people and their ties.")


@roster.command("import")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--format", "wanted_format", type=click.Choice(FORMATS), help="What PATH is; found out when not given.")
@wishes("The name of the source; its manifest's, or the format's, when not given.")
def import_package(path: Path, wanted_format: str | None, **asked: Any) -> None:
    """Bring the package at PATH (OneRoster, Ed-Fi XML or SDS; a ZIP or a folder) into the record.

    Exit status: 0 applied, or a clean rehearsal; 1 refused, with nothing stored; 2 wrong usage.
    """
    settings: Settings = current_app.config["HEARTH"]
    by_default = settings.portal_flag_default == "guardians-of-record"
    apply("flask roster import", asked, import_roster, path, format=wanted_format, portal_by_default=by_default)
