"""`flask codes issue` as the tests run it, and the table it writes."""

from __future__ import annotations

import csv
from pathlib import Path

from flask import Flask

from foundation import db


class Ran:
    """One run of the command: how it ended and what it said."""

    def __init__(self, app: Flask, *words: str) -> None:
        db.close()
        answer = app.test_cli_runner().invoke(args=["codes", "issue", *words])
        if answer.exception is not None and not isinstance(answer.exception, SystemExit):
            raise answer.exception
        self.exit_code, self.output = answer.exit_code, answer.output


def issue_codes(app: Flask, audience: str, out: Path, *more: str) -> Ran:
    """Codes on paper for `audience`, into `out`."""
    return Ran(app, "--audience", audience, "--deliver", "letter", "--out", str(out), *more)


def rows_of(path: Path) -> list[dict[str, str]]:
    """The table a run wrote, row by row."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
