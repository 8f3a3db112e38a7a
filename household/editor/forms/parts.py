"""Fields that several forms of the editor have."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import DateField, StringField
from wtforms.validators import InputRequired, Length, Optional

LONGEST_REASON, LONGEST_LINE = 300, 200
_SHORTER = _("Say it shorter, in at most 300 characters.")


def optional_reason() -> Any:
    """Why, for whoever wants to say."""
    return StringField(
        _("Reason"),
        [Length(max=LONGEST_REASON, message=_SHORTER)],
        description=_("Not needed. It stays in the history, with your name."),
    )


def needed_reason() -> Any:
    """Why, which has to be said."""
    return StringField(
        _("Reason"),
        [InputRequired(_("Say in a few words why.")), Length(max=LONGEST_REASON, message=_SHORTER)],
        description=_("It stays in the history, with your name."),
    )


def a_day(label: Any, hint: Any = "", *, is_needed: bool = True) -> Any:
    """A day, as the browser's own field gives it."""
    needed = InputRequired(_("Choose the day, as YYYY-MM-DD.")) if is_needed else Optional()
    return DateField(label, [needed], description=hint)


def a_line(label: Any, missing: Any = None, *, most: int = LONGEST_LINE, hint: Any = "") -> Any:
    """A line of text; `missing`: what is said where it has to be there and is not."""
    needed = [InputRequired(missing)] if missing is not None else []
    too_long = _("Say it shorter, in at most %(count)s characters.", count=most)
    return StringField(label, [*needed, Length(max=most, message=too_long)], description=hint)
