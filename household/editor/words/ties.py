"""What two versions of a relationship say differently, label by label."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Form

from district.words.relationships import type_name
from foundation.web import formats

_ANSWERS = {"yes": _("Yes"), "no": _("No"), "unknown": _("Not known")}


def apart(form: Form, theirs: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Rows of label, what is on record now and what was typed, of the fields where the two differ."""
    rows = []
    for name, on_record in theirs.items():
        typed = form[name].data if name in form else on_record
        if name not in ("tie", "version") and typed != on_record:
            rows.append((str(form[name].label.text), _plain(name, on_record), _plain(name, typed)))
    return rows


def _plain(name: str, value: Any) -> str:
    if isinstance(value, date):
        return formats.short_day(value)
    if name == "type":
        return type_name(value)
    return str(_ANSWERS.get(value, value)) if value else str(_("nothing"))
