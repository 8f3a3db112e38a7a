"""Who had access on a day, as an auditor reads it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from markupsafe import Markup

from foundation.sheets import Cell
from foundation.web.formats import short_day
from household.access.queries import Details, InForce, OnDay
from household.access.rules.telling import reason_of
from household.access.words.voice import Voice


def headline(day: date, number: int) -> Markup:
    """How many had access on the day."""
    told = {"day": short_day(day), "number": format_decimal(number)}
    sentence = ngettext(
        "On %(day)s <b>one person</b> had household access.",
        "On %(day)s <b>%(number)s people</b> had household access.",
        number,
        **told,
    )
    return Markup(sentence)  # noqa: S704


def why(held: InForce | None, voice: Voice) -> str:
    """The reasons the ledger gives."""
    return " ".join(voice.reason(reason_of(each)) for each in held.reasons) if held else ""


def otherwise(found: OnDay) -> str:
    """What facts that arrived late would have answered; nothing where they say the same."""
    if not found.is_otherwise:
        return ""
    if found.facts is None:
        return str(_("By facts that arrived later: no access"))
    if found.facts.through is None:
        return str(_("By facts that arrived later: access"))
    return str(_("By facts that arrived later: access through %(day)s", day=short_day(found.facts.through)))


def head() -> list[str]:
    """The head of the file."""
    return [
        _("Employee number"),
        _("Last name"),
        _("First name"),
        _("Jobs"),
        _("Had access"),
        _("From"),
        _("Through"),
        _("Track"),
        _("Policy version"),
        _("Why"),
        _("Late facts"),
    ]


def row(found: OnDay, details: Details, voice: Voice) -> Sequence[Cell]:
    """One person in the file."""
    held = found.ledger
    return [
        details.employee_id,
        details.last_name,
        details.first_name,
        "; ".join(", ".join(each) for each in details.jobs),
        _("yes") if held else _("no"),
        held.since if held else None,
        held.through if held else None,
        voice.track(held.track) if held else "",
        held.policy_version if held else None,
        why(held, voice),
        otherwise(found),
    ]
