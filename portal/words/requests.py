"""What the office reads of codes that somebody asked for."""

from __future__ import annotations

from flask_babel import gettext as _

from portal.rules.asking import Outcome


def new_code(outcome: Outcome) -> str:
    """What became of a new code that somebody asked for at the door."""
    return str(_OUTCOMES[outcome]())


_OUTCOMES = {
    Outcome.EMAIL: lambda: _("a new code went to the email on file"),
    Outcome.TEXT: lambda: _("a new code went as a text to the phone on file"),
    Outcome.VOICE: lambda: _("a new code went as a call to the phone on file"),
    Outcome.NO_WAY: lambda: _("no code went: no valid email or phone is on file"),
    Outcome.NOT_ENTITLED: lambda: _("no code went: the person may not have an account today"),
    Outcome.HAS_ACCOUNT: lambda: _("no code went: the person has an account, and was told so"),
    Outcome.WAITS: lambda: _("no code went: three were sent within the hour"),
}
