"""What a family reads of its contact data."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError
from flask_babel import get_locale
from flask_babel import gettext as _

from district.queries.contacts import FAMILY
from foundation import clock
from foundation.web import formats
from foundation.web.language import LANGUAGES
from portal.queries.contact_data import Held
from portal.rules.contact_data import PointProblem, Sort


def sort(code: Sort) -> str:
    """What sort of address or number it is."""
    return str(_SORTS[code]())


def called(kind: str, type: str) -> str:
    """What an address or number on record is called; as its kind where a source has a word of its own for it."""
    if type in set(Sort) and Sort(type).kind == kind:
        return sort(Sort(type))
    return str(_("Email") if kind == "email" else _("Phone"))


def value(held: Held) -> str:
    """An address as it is, a number as people write it."""
    return formats.phone(held.value) if held.kind == "phone" else held.value


def standing(held: Held) -> str:
    """What is known of an address or number, beside what came back."""
    if not held.is_valid:
        return str(_("It cannot be dialed. Change it."))
    if held.verified_at is not None:
        return str(_("Confirmed on %(day)s.")) % {"day": formats.short_day(clock.day_of(held.verified_at))}
    if held.source == FAMILY:
        return str(_("Not confirmed yet: nothing but an emergency is sent here."))
    return str(_("On record at the school."))


def problem(code: PointProblem) -> str:
    """Why an address or number is not taken, and what to do."""
    return str(_PROBLEMS[code]())


def language(code: str | None) -> str:
    """A language by its name in the language of the page."""
    if not code:
        return str(_("not known"))
    if code in LANGUAGES:
        return LANGUAGES[code]
    try:
        return Locale.parse(code.replace("-", "_")).get_language_name(str(get_locale())) or code
    except (UnknownLocaleError, ValueError):
        return code


_SORTS = {
    Sort.EMAIL: lambda: _("Email address"),
    Sort.MOBILE: lambda: _("Mobile phone"),
    Sort.HOME: lambda: _("Home phone"),
    Sort.WORK: lambda: _("Work phone"),
}
_PROBLEMS = {
    PointProblem.NO_SUCH_EMAIL: lambda: _("No mail can be sent to that. Look for a letter too few or too many."),
    PointProblem.NO_SUCH_PHONE: lambda: _("No phone has that number. Type it with its area code."),
    PointProblem.ON_RECORD: lambda: _("That is on record already, so nothing was changed."),
    PointProblem.SORT_TAKEN: lambda: _("You have one of this sort. Change that one instead."),
}
