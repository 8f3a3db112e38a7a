"""Commands of household access: who has it, why, and what changed."""

from __future__ import annotations

from flask import Flask
from flask.cli import AppGroup

from household.access import models

access = AppGroup("access", help="Household access: who has it, from when through when, and why.")
RECORDS = (models.Standing, models.AccessEvent)


def install(app: Flask) -> None:
    """Hang this room's commands on `flask`."""
    app.cli.add_command(access)
