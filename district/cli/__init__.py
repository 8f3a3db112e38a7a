"""Commands of the district's record: its feeds, and what people are found by."""

from __future__ import annotations

from flask import Flask

from district.cli.attendance import attendance
from district.cli.fees import fees
from district.cli.health import health
from district.cli.household import household
from district.cli.report_cards import report_cards
from district.cli.roster import roster
from district.cli.search import search
from district.cli.staff import staff
from district.cli.training import training
from district.cli.transcripts import transcripts


def install(app: Flask) -> None:
    """Hang this room's commands on `flask`."""
    for group in (attendance, fees, health, household, report_cards, roster, search, staff, training, transcripts):
        app.cli.add_command(group)
