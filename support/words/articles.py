"""Articles in sentences."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from support.rules.articles import Audience

AUDIENCES = {Audience.CONTACTS: _("for every contact"), Audience.TECHNICAL: _("for technical contacts")}


def audience(code: Audience) -> str:
    """For whom an article is."""
    return str(AUDIENCES[code])
