"""Health conditions and corrections, in the words of the family and of the nurse."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from foundation.web import formats
from portal.queries.health import Correction, Version
from portal.rules.health import Answer, HealthFault

_FAULTS = {
    HealthFault.NO_TITLE: lazy_gettext("Say what it is, in a few words."),
    HealthFault.TOO_MANY: lazy_gettext("There are 20 conditions already. End one that is over, then add this one."),
    HealthFault.SAME: lazy_gettext("This is how it stands already. Change something, or go back."),
    HealthFault.NOTHING_SAID: lazy_gettext("Say what is wrong: which dose, and the day on which it was given."),
    HealthFault.TOO_MANY_WAIT: lazy_gettext(
        "Three corrections wait for the nurse already. Wait for her answer, or call the school."
    ),
    HealthFault.NO_ANSWER: lazy_gettext("Choose what you did."),
    HealthFault.NO_REASON: lazy_gettext("Say why it is not corrected, and what to bring: the family reads it."),
}
_ANSWERS = {
    Answer.CORRECTED: lazy_gettext("Corrected at the source"),
    Answer.DECLINED: lazy_gettext("Not corrected"),
}
SIGNS = {Answer.CORRECTED: "good", Answer.DECLINED: "bad", None: "wait"}


def fault(code: HealthFault) -> str:
    """Why it is not kept, and what to do."""
    return str(_FAULTS[code])


def answer(code: Answer) -> str:
    """What the nurse did."""
    return str(_ANSWERS[code])


def stands(asked: Correction) -> str:
    """How a correction stands, as a label."""
    return answer(asked.answer) if asked.answer else str(_("Waits for the nurse"))


def how_so(asked: Correction) -> str:
    """When it was answered, and why."""
    if asked.answered_at is None:
        return str(_("Asked on %(when)s.", when=formats.moment(asked.asked_at)))
    said = str(_("Answered on %(when)s.", when=formats.moment(asked.answered_at)))
    shows = _("It shows here with the next file of the school.") if asked.answer is Answer.CORRECTED else ""
    return " ".join(each for each in (said, asked.because, str(shows)) if each)


def written(each: Version, *, reader_id: int, own_id: int) -> str:
    """Who wrote a version and when, as a family reads it: another guardian has no name here."""
    when = formats.moment(each.written_at)
    if each.written_by_id == reader_id:
        return str(_("Written by you on %(when)s.", when=when))
    if each.written_by_id == own_id:
        return str(_("Written by the student on %(when)s.", when=when))
    return str(_("Written by another guardian on %(when)s.", when=when))
