"""What the office reads of codes that somebody asked for, and of what somebody asked it."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask_babel import format_timedelta
from flask_babel import gettext as _

from portal.rules.asking import Outcome
from portal.rules.office import Ground, IdKind, OfficeRefusal, Settlement

A_MINUTE = timedelta(minutes=1)


def new_code(outcome: Outcome) -> str:
    """What became of a new code that somebody asked for at the door."""
    return str(_OUTCOMES[outcome]())


def ground(code: Ground) -> str:
    """Why somebody asks the office."""
    return str(_GROUNDS[code]())


def photo_id(kind: IdKind) -> str:
    """The kind of a photo ID."""
    return str(_ID_KINDS[kind]())


def settlement(code: Settlement) -> str:
    """How a request ended."""
    return str(_SETTLEMENTS[code]())


def office_refusal(code: OfficeRefusal) -> str:
    """Why no code is issued, and what to do next."""
    return str(_REFUSALS[code]())


def age(since: datetime, *, at: datetime) -> str:
    """`3 days`: how long something has waited, at least a minute."""
    return str(format_timedelta(max(at - since, A_MINUTE), granularity="minute", threshold=1.5))


_OUTCOMES = {
    Outcome.EMAIL: lambda: _("a new code went to the email on file"),
    Outcome.TEXT: lambda: _("a new code went as a text to the phone on file"),
    Outcome.VOICE: lambda: _("a new code went as a call to the phone on file"),
    Outcome.NO_WAY: lambda: _("no code went: no valid email or phone is on file"),
    Outcome.NOT_ENTITLED: lambda: _("no code went: the person may not have an account today"),
    Outcome.HAS_ACCOUNT: lambda: _("no code went: the person has an account, and was told so"),
    Outcome.DISOWNED: lambda: _("no code went: the account was given up, so only the office gives one"),
    Outcome.WAITS: lambda: _("no code went: three were sent within the hour"),
}
_GROUNDS = {
    Ground.NO_WAY: lambda: _("No email or phone on file reaches them"),
    Ground.NOT_ME: lambda: _("Somebody else made their account"),
    Ground.MISSING_CHILD: lambda: _("A child is missing from their pages"),
}
_ID_KINDS = {
    IdKind.DRIVER_LICENSE: lambda: _("Driver’s license"),
    IdKind.STATE_ID: lambda: _("State ID card"),
    IdKind.PASSPORT: lambda: _("Passport of any country"),
    IdKind.CONSULAR_CARD: lambda: _("Consular ID card (matrícula consular)"),
    IdKind.TRIBAL_ID: lambda: _("Tribal ID"),
    IdKind.MILITARY_ID: lambda: _("Military ID"),
    IdKind.RESIDENT_CARD: lambda: _("Permanent resident card"),
    IdKind.STUDENT_ID: lambda: _("Student ID"),
    IdKind.OTHER_PHOTO_ID: lambda: _("Another ID with a photo"),
}
_SETTLEMENTS = {
    Settlement.ISSUED: lambda: _("A code was given"),
    Settlement.NOT_FOUND: lambda: _("Nobody on record fits"),
    Settlement.NOT_ENTITLED: lambda: _("The person may not have an account"),
    Settlement.HAS_ACCOUNT: lambda: _("The person has an account and can get back in"),
    Settlement.NO_ID: lambda: _("No photo ID was shown"),
    Settlement.TWICE: lambda: _("The same was asked before"),
    Settlement.CORRECTED: lambda: _("The school’s office corrected the record"),
    Settlement.OTHERWISE: lambda: _("It was settled in another way"),
}
_REFUSALS = {
    OfficeRefusal.OWN_FAMILY: lambda: _("This is you or your own family. Ask a colleague to serve them."),
    OfficeRefusal.NOT_ENTITLED: lambda: _(
        "This person may not have such an account today: no student they may see is enrolled, or the grade has none. "
        "The school’s office can correct the record."
    ),
    OfficeRefusal.HAS_ACCOUNT: lambda: _(
        "This person has an account already. Help them get back in with “Forgot your Password?” instead."
    ),
    OfficeRefusal.SETTLED: lambda: _("A colleague has settled this request meanwhile. No code was issued."),
}
