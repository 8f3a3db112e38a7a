"""`flask report-cards`: report cards as PDFs, by a list of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from district.cli.mapped import mapping, mapping_option
from district.cli.telling import apply, wishes
from district.feeds.report_cards import CARDS, CARDS_CSV, import_report_cards
from district.report_card_store import store_in
from foundation.settings import Settings

report_cards = AppGroup("report-cards", help="Report cards as PDFs.")


@report_cards.command("import")
@click.argument("path", metavar="MANIFEST.csv", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--files",
    required=True,
    metavar="DIR|ZIP",
    type=click.Path(exists=True, path_type=Path),
    help="Where the PDFs are.",
)
@click.option("--delta", "is_delta", is_flag=True, help="The list has changes only: what it leaves out stays.")
@mapping_option
@wishes(f"The name of the source; {CARDS_CSV} when not given.")
def import_cards(path: Path, files: Path, is_delta: bool, wanted_mapping: str | None, **asked: Any) -> None:
    """Bring the report cards that MANIFEST.csv lists into the record, with their PDFs.

    The list is the whole truth of its source: a card it leaves out is no longer shown. Exit status: 0 applied, or a
    clean rehearsal; 1 refused, with nothing stored; 2 wrong usage.
    """
    settings: Settings = current_app.config["HEARTH"]
    apply(
        "flask report-cards import",
        asked,
        import_report_cards,
        path,
        files=files,
        store=store_in(settings.instance),
        called=mapping(wanted_mapping, CARDS),
        is_delta=is_delta,
    )
