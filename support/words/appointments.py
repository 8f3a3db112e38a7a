"""What is said of appointments: what is missing, why nobody was appointed, how long somebody has been idle."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from foundation.web import formats
from support.queries.appointments import Over, Shown, Trained
from support.queries.organizations import Seen
from support.rules.appointing import AppointRefusal, Missing, missing
from support.rules.inactivity import FLAGGED_AFTER
from support.rules.training import FUNDAMENTALS, INTRODUCTION
from support.words.contacts import contact_kind, hosting, organization_kind, request

__all__ = [
    "contact_kind",
    "course",
    "headline",
    "hosting",
    "idle",
    "lacking",
    "organization_kind",
    "refused",
    "request",
    "row",
    "rows_over",
    "stamp",
    "training",
    "trainings",
]


def headline(how_many: int, lacks: Missing, flagged: int) -> str:
    """How an organization stands, in a sentence."""
    if how_many == 0:
        return str(_("Nobody may ask for this organization: all three contacts are missing."))
    return " ".join(filter(None, (_how_many(how_many, lacks), lacking(lacks), _flagged(flagged))))


def _how_many(how_many: int, lacks: Missing) -> str:
    if lacks.total == 0:
        return str(_("%(num)s authorized contacts; none is missing.", num=how_many))
    said: str = ngettext("%(num)s authorized contact.", "%(num)s authorized contacts.", how_many)
    return said


def _flagged(flagged: int) -> str:
    said: str = ngettext("One is flagged: decide about it.", "%(num)s are flagged: decide about them.", flagged)
    return said if flagged else ""


def lacking(lacks: Missing) -> str:
    """What is missing of the three that are recommended; empty where nothing is."""
    support = ngettext("One support contact is missing.", "%(num)s support contacts are missing.", lacks.support)
    said = [support] if lacks.support else []
    if lacks.technical:
        said.append(_("The technical contact is missing."))
    return " ".join(said)


def stamp(lacks: Missing, flagged: int) -> str:
    """The state of an organization for its stamp."""
    return "wait" if lacks.total or flagged else "good"


def row(each: Seen) -> list[str]:
    """One organization in the list."""
    lacks = missing(each.kinds)
    flagged = str(_("%(num)s to decide about", num=each.flagged)) if each.flagged else ""
    return [
        organization_kind(each.organization.kind),
        str(len(each.kinds)),
        " ".join(filter(None, (lacking(lacks), flagged))) or _("none is missing"),
    ]


def idle(each: Shown, today: date) -> str:
    """When a contact last used the desk, and what follows when."""
    use = each.use
    days = use.idle_days(today)
    ago = ngettext("%(num)s day ago", "%(num)s days ago", days) if days else _("today")
    return _IDLE[_how(each)]() % {
        "day": formats.day(use.day_zero),
        "ago": ago,
        "flag": formats.day(use.flag_day),
        "flagged": formats.day(use.flagged_on) if use.flagged_on else "",
        "after": FLAGGED_AFTER,
    }


def _how(each: Shown) -> str:
    if each.use.has_come_back:
        return "back"
    if each.use.flagged_on is not None:
        return "flagged"
    if each.use.day_zero == each.use.last_active_on:
        return "used"
    return "kept" if each.use.day_zero == each.use.kept_on else "never"


_IDLE: dict[str, Callable[[], str]] = {
    "used": lambda: _("Last used on %(day)s, %(ago)s. Unused until %(flag)s, %(after)s days later, it is flagged."),
    "kept": lambda: _("Kept on %(day)s, %(ago)s. Unused until %(flag)s, %(after)s days later, it is flagged."),
    "never": lambda: _(
        "Never used since the appointment on %(day)s, %(ago)s. Unused until %(flag)s, %(after)s days later, it is "
        "flagged."
    ),
    "flagged": lambda: _("Flagged on %(flagged)s: not used for %(after)s days since %(day)s."),
    "back": lambda: _("Flagged on %(flagged)s, and used again on %(day)s."),
}


def course(code: str) -> str:
    """What a course of contacts is called."""
    return str({INTRODUCTION: _("Introduction to Support"), FUNDAMENTALS: _("Fundamentals")}[code])


def trainings(each: Shown) -> str:
    """The courses a contact should have done, and which of them are."""
    return "; ".join(training(course) for course in each.courses)


def training(each: Trained) -> str:
    """One course, and whether it is done."""
    if each.completed_on is None:
        return str(_("%(course)s: not yet", course=course(each.course)))
    return str(_("%(course)s: done on %(day)s", course=course(each.course), day=formats.day(each.completed_on)))


def rows_over(ended: Iterable[Over]) -> list[list[str]]:
    """Ended appointments in their table."""
    return [
        [
            each.full_name,
            contact_kind(each.kind),
            formats.short_day(each.starts),
            _last_day(each),
            _("%(reason)s (%(by)s)", reason=each.because, by=each.ended_by or _("a command on the server")),
        ]
        for each in ended
    ]


def _last_day(each: Over) -> str:
    """Who was ended on the day they were appointed never had a whole one."""
    return formats.last_day(each.ends) if each.ends > each.starts else _("ended the same day")


def refused(code: AppointRefusal) -> str:
    """Why nobody was appointed, and what to do next."""
    return _REFUSED[code]()


_REFUSED: dict[AppointRefusal, Callable[[], str]] = {
    AppointRefusal.NOBODY: lambda: _(
        "Nobody is known by that. Look the number up in human resources; a contact of another organization is invited "
        "by the help desk first."
    ),
    AppointRefusal.SEVERAL: lambda: _("That means more than one account. Type the username of the one you mean."),
    AppointRefusal.NO_ACCOUNT: lambda: _(
        "This person has no account yet. The help desk invites them; then appoint them."
    ),
    AppointRefusal.NO_JOB: lambda: _(
        "This person has no job here today. If that is wrong, human resources correct it."
    ),
    AppointRefusal.ONESELF: lambda: _("Nobody appoints themselves: ask a colleague, or a district administrator."),
    AppointRefusal.ALREADY: lambda: _(
        "They are a contact of this organization already. To change what kind, end that appointment first."
    ),
    AppointRefusal.SECOND_TECHNICAL: lambda: _(
        "An organization has one technical contact, so that no request is made twice. End the appointment of the other "
        "one first, or appoint a support contact."
    ),
    AppointRefusal.FOURTH: lambda: _(
        "Three contacts are recommended, and there are as many. More people then speak for the organization. If you "
        "want one more, tick the box and appoint again."
    ),
}
