"""The form of a calendar address: what it shows beside the classes."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField

from foundation.web.forms import OnceForm


class CalendarLinkForm(OnceForm):
    """A new address."""

    shows_work = BooleanField(_("Also the days on which assignments are due"))
