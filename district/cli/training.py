"""`flask training`: which courses staff have finished."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from district.cli.mapped import mapping_option
from district.cli.telling import apply, wishes
from district.cli.training_mapping import mapping, mapping_for
from district.cli.training_queue import queue
from district.cli.training_rules import account_names, rule
from district.feeds.sheet_columns import TRAINING_CSV
from district.feeds.statements import ENDINGS, XAPI_JSON, import_statements
from district.feeds.training import import_training

training = AppGroup("training", help="Which courses staff have finished.")
for _command in (mapping, queue, rule, account_names):
    training.add_command(_command)


@training.command("import")
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@mapping_option
@wishes(f"The name of the source; {TRAINING_CSV} when not given. A mapping of that name is used by itself.")
def import_completions(path: Path, wanted_mapping: str | None, **asked: Any) -> None:
    """Bring the course completions in FILE (CSV, or a JSON file of xAPI statements) into the record.

    A CSV file adds and corrects; it never takes a completion away. Exit status: 0 applied, or a clean rehearsal;
    1 refused, with nothing stored; 2 wrong usage.
    """
    if path.suffix.casefold() in ENDINGS:
        apply("flask training import", asked, import_statements, path)
    else:
        read_by = mapping_for(wanted_mapping, asked["source"])
        apply("flask training import", asked, import_training, path, mapping=read_by)


@training.command("statements")
@click.argument("path", metavar="FILE.json", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@wishes(f"The name of the source; {XAPI_JSON} when not given.")
def import_xapi(path: Path, **asked: Any) -> None:
    """Bring the xAPI statements in FILE.json into the record.

    The file holds a list, one statement, statements line by line, or the answer of a learning record store. One invalid
    statement refuses the whole file. Exit status: 0 applied, or a clean rehearsal; 1 refused, with nothing stored;
    2 wrong usage.
    """
    apply("flask training statements", asked, import_statements, path)
