"""What a family reads of how it is reached: kinds of messages, channels, and what became of what was sent."""

from __future__ import annotations

from flask_babel import gettext as _

from portal.rules.preferences import By


def by(way: By) -> str:
    """How a message travels: `Text message`."""
    return str(_WAYS[way]())


_WAYS = {
    By.MAIL: lambda: _("Email message"),
    By.TEXT: lambda: _("Text message"),
    By.VOICE: lambda: _("Phone call"),
}
