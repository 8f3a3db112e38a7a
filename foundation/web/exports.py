"""People’s data that leaves as a file, in every room alike: by a POST, for whoever gave the password a little while ago
(`requires(..., proved=True)`) and says what the file is for. The file is whole before its trace is written, and the
trace is written before it leaves.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import IO

from flask import send_file
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from foundation import db, sheets
from foundation.sheets import Cell
from foundation.web.forms import Form

CSV, XLSX = "csv", "xlsx"
TYPES = {CSV: "text/csv", XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
MOST_ROWS_OF_XLSX = 20_000
"""A workbook of so many rows takes some seconds to write; a larger list leaves as CSV."""


class ExportForm(Form):
    """What a list that leaves as a file is for: it is asked at every export, and stands in the audit."""

    reason = StringField(
        _("What the file is for"),
        [
            InputRequired(_("Say in a few words what the file is for: it stands in the audit.")),
            Length(max=300, message=_("Say it shorter, in at most 300 characters.")),
        ],
    )
    format = HiddenField()
    """That of the button pressed, where a list leaves in several."""

    @property
    def kind(self) -> str:
        return XLSX if self.format.data == XLSX else CSV


def written(
    head: Sequence[str], rows: Iterable[Sequence[Cell]], *, kind: str = CSV, title: str = ""
) -> tuple[IO[bytes], int]:
    """The whole file, and how many rows it has; `title` is that of a workbook's sheet. Nothing stays open meanwhile."""
    db.close()
    file = io.BytesIO()
    number = sheets.write_xlsx(file, head, rows, title=title) if kind == XLSX else sheets.write_csv(file, head, rows)
    file.seek(0)
    return file, number


def sent(file: IO[bytes], name: str, *, kind: str = CSV) -> Response:
    """Send `file` away, as `name` with the ending of its kind."""
    return send_file(file, mimetype=TYPES[kind], as_attachment=True, download_name=f"{name}.{kind}")


def too_long() -> str:
    """What a workbook is refused with that would have more than `MOST_ROWS_OF_XLSX`."""
    return str(gettext("A workbook holds at most 20,000 people. Narrow the list, or take the CSV."))
