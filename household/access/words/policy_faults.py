"""What is wrong with a policy, said with the field it is in, what is wrong, and the way out."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask_babel import gettext as _

from household.access.rules.policy import CATEGORIES, AfterLapse, AfterReturn, OnChange
from household.access.rules.policy_changes import Doubt
from household.access.rules.policy_reading import LONGEST, MOST_DAYS_BEFORE, MOST_YEARS, Fault
from household.access.rules.publishing import PublishRefusal

_IN_A_LIST = re.compile(r"(courses|tracks)\[(\d+)\]\.(\w+)")

_SETTINGS: dict[str, Callable[[], str]] = {
    "assumptions": lambda: _("To be confirmed"),
    "term_school_years": lambda: _("Length of a term, in school years"),
    "window_opens": lambda: _("Window to renew opens on"),
    "course_fresh_school_years": lambda: _("How old a course may be, in school years"),
    "quiz_course": lambda: _("Code of the recertification quiz"),
    "on_job_change": lambda: _("When the job changes"),
    "on_location_change": lambda: _("When the place of work changes"),
    "after_lapse": lambda: _("The way back after a lapse"),
    "after_return": lambda: _("After a departure and a return"),
    "reminder_days": lambda: _("Reminders, days before the last day"),
    "central_teams": lambda: _("Central teams"),
    "courses": lambda: _("Courses"),
    "tracks": lambda: _("Tracks"),
}

_FIELDS: dict[str, Callable[[], str]] = {
    "code": lambda: _("Code"),
    "title_en": lambda: _("Title in English"),
    "title_es": lambda: _("Title in Spanish"),
    "link": lambda: _("Where it is taken"),
    "category": lambda: _("For jobs"),
    "job_roles": lambda: _("Job roles"),
    "courses": lambda: _("Courses it asks for"),
    "approval": lambda: _("The principal’s approval"),
}

_FAULTS: dict[str, Callable[[str, str], str]] = {
    "missing": lambda place, name: _("%(place)s is empty. Fill it in.", place=place),
    "not-text": lambda place, name: _("%(place)s is no text. Write words, and leave no line empty.", place=place),
    "not-a-number": lambda place, name: _("%(place)s is no whole number. Write digits alone.", place=place),
    "out-of-range": lambda place, name: _(
        "%(place)s is out of range. Write a number from %(least)s to %(most)s.",
        place=place,
        least=1 if name == "term_school_years" else 0,
        most=MOST_DAYS_BEFORE if name == "reminder_days" else MOST_YEARS,
    ),
    "not-yes-or-no": lambda place, name: _("%(place)s is neither yes nor no. Write true or false.", place=place),
    "not-a-list": lambda place, name: _("%(place)s is no list. Write one, in square brackets.", place=place),
    "empty": lambda place, name: _("%(place)s: there is none. Add at least one.", place=place),
    "not-a-day": lambda place, name: _(
        "%(place)s is no day that every year has. Write the month and the day, as 04-01 for April 1.", place=place
    ),
    "not-one-of": lambda place, name: _(
        "%(place)s is none of the answers there are. Choose one of: %(choices)s.",
        place=place,
        choices=", ".join(_CHOICES.get(name, ())),
    ),
    "twice": lambda place, name: _("%(place)s: two have the same code. Give each a code of its own.", place=place),
    "unknown-course": lambda place, name: _(
        "%(place)s names a course that does not stand among the courses. Write the codes as they stand there, or "
        "nothing for all courses.",
        place=place,
    ),
    "not-plain": lambda place, name: _(
        "%(place)s has a line break or a sign that cannot be seen. Write it anew, on one line.", place=place
    ),
    "too-long": lambda place, name: _(
        "%(place)s is too long. Write at most %(most)s letters, of a link four times as many.",
        place=place,
        most=LONGEST,
    ),
    "not-a-link": lambda place, name: _(
        "%(place)s is no address of a page. Write it from https:// on, or leave it empty.", place=place
    ),
    "unknown": lambda place, name: _(
        "There is no setting called %(place)s. Take it out, or correct its name.", place=place
    ),
}

_CHOICES: dict[str, tuple[str, ...]] = {
    "on_job_change": tuple(OnChange),
    "on_location_change": tuple(OnChange),
    "after_lapse": tuple(AfterLapse),
    "after_return": tuple(AfterReturn),
    "category": CATEGORIES,
}

_DOUBTS: dict[Doubt, Callable[[str], str]] = {
    Doubt.NO_TEAM: lambda code: _(
        "The track %(code)s is for central teams, and none is named: it is for nobody.", code=code
    ),
    Doubt.NEVER_REACHED: lambda code: _(
        "The track %(code)s is for nobody: a track above it takes every such job. Move it up.", code=code
    ),
    Doubt.UNUSED_COURSE: lambda code: _("No track asks for the course %(code)s.", code=code),
    Doubt.QUIZ_IS_COURSE: lambda code: _(
        "The recertification quiz %(code)s is one of the courses: whoever passes it has taken a course as well.",
        code=code,
    ),
}

_REFUSALS: dict[PublishRefusal, Callable[[], str]] = {
    PublishRefusal.NO_DRAFT: lambda: _("There is no draft to publish. Edit the rules and save them first."),
    PublishRefusal.SAVED_MEANWHILE: lambda: _(
        "The draft was saved by somebody after you opened this page. Read it again before you publish it."
    ),
    PublishRefusal.OVERTAKEN: lambda: _(
        "Another version was published since this draft was begun. Open the draft, see what differs, and save it again."
    ),
    PublishRefusal.IN_THE_PAST: lambda: _(
        "The first day of the draft is over, and no rule begins in the past. Open the draft and choose today or later."
    ),
    PublishRefusal.NO_CHANGE: lambda: _(
        "The draft says what the newest version says. There is nothing to publish; edit it first."
    ),
}


def setting(name: str) -> str:
    """What a setting of a policy is called; its own name where it has no other."""
    said = _SETTINGS.get(name)
    return said() if said is not None else name


def field(name: str) -> str:
    """What a field of a course or a track is called."""
    return _FIELDS[name]()


def fault(found: Fault) -> str:
    """The whole sentence."""
    inside = _IN_A_LIST.fullmatch(found.where)
    name = inside[3] if inside else found.where
    return _FAULTS[found.code](_place(found.where), name)


def doubt(code: Doubt, about: str) -> str:
    """What may not be meant; `about` is the code of a track or a course."""
    return _DOUBTS[code](about)


def not_published(refusal: PublishRefusal) -> str:
    """Why a draft stays a draft, and what to do."""
    return _REFUSALS[refusal]()


def _place(where: str) -> str:
    inside = _IN_A_LIST.fullmatch(where)
    if inside is None:
        return setting(where)
    number = int(inside[2]) + 1
    said = field(inside[3])
    if inside[1] == "courses":
        return str(_("Course %(number)s, “%(field)s”", number=number, field=said))
    return str(_("Track %(number)s, “%(field)s”", number=number, field=said))
