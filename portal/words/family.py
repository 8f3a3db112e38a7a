"""What letters say, greetings, and what is known of a student."""

from __future__ import annotations

from datetime import date

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from district.queries import Child, ClassSeen
from district.rules.guardianship import Reason
from district.words import grade
from foundation.settings import Settings
from foundation.web import formats
from portal.letters.typesetting import Texts
from portal.rules.codes import Kind
from portal.rules.greetings import PartOfDay


def letter(kind: Kind, *, language: str, settings: Settings, issued_on: date, last_day: date) -> Texts:
    """What a letter says, in the language of the moment, which is `language`."""
    address = settings.public_url.rstrip("/")
    return Texts(
        language=language,
        issued_on=_day(issued_on),
        heading=_("Your code for the family portal"),
        greeting=_("Hello, %(name)s."),
        why=_WHY[kind](),
        code_label=_("Your activation code"),
        works_through=_("Works through %(day)s", day=_day(last_day)),
        square=_("Point a phone at the square to open the page with the code filled in."),
        square_means=_("QR code: opens the activation page with this code filled in"),
        steps=(
            _("Open %(address)s.", address=f"{address}/portal/activate"),
            _("Type the code in this frame. Capitals and hyphens make no difference."),
            _START[kind](),
        ),
        private=_(
            "Each parent has their own code, and so does each student in grades 6 to 12. This one works once, for the "
            "person named above: keep it to yourself. A newer letter or email makes it stop working."
        ),
        help=_(
            "Questions: portal help desk, %(phone)s or %(email)s.",
            phone=formats.phone(settings.help_desk_phone),
            email=settings.help_desk_email,
        ),
    )


def greeting(part: PartOfDay, name: str) -> str:
    """`Good evening, Adaeze.`"""
    if part is PartOfDay.MORNING:
        return str(_("Good morning, %(name)s.", name=name))
    if part is PartOfDay.AFTERNOON:
        return str(_("Good afternoon, %(name)s.", name=name))
    return str(_("Good evening, %(name)s.", name=name))


def not_entitled(reason: Reason) -> str:
    """Why somebody on record gets no code, said to the office."""
    return str(_NOT_ENTITLED[reason]())


def code_refused() -> str:
    """One answer for every code that opens nothing, whatever the reason."""
    return str(
        _(
            "This code does not open an account: if you have an account already, sign in or set a new password; if "
            "not, check the code against your letter, email or text message, or ask for a new one below."
        )
    )


def how_long(seconds: int) -> str:
    """`30 seconds`, `4 minutes`: a wait, never said shorter than it is."""
    if seconds <= 60:
        return str(ngettext("%(num)s second", "%(num)s seconds", seconds))
    return str(ngettext("%(num)s minute", "%(num)s minutes", -(-seconds // 60)))


def standing(child: Child) -> str:
    """Where a student is, as far as it is known: `Grade 10, Ridgeline High School`."""
    return ", ".join(each for each in (grade(child.grade), child.school) if each)


def not_told(child: Child) -> list[str]:
    """What nobody told us yet. It is said and not guessed."""
    said = []
    if not child.school:
        said.append(str(_("The district has not told us the school yet.")))
    if not grade(child.grade):
        said.append(str(_("The school has not told us the grade yet.")))
    return said


def place_in_day(seen: ClassSeen) -> str:
    """What is known of one class: `Period 3, Dana Whitfield, room 118`."""
    known = [
        _("Period %(period)s", period=seen.period) if seen.period else "",
        ", ".join(seen.teachers),
        _room(seen.location),
    ]
    return ", ".join(str(each) for each in known if each) or str(_("Period, teacher and room are not known yet"))


def _room(location: str) -> str:
    """`room 118`; a place with a name of its own (`Music room`, `Gym`) is called by it."""
    return str(_("room %(room)s", room=location)) if location[-1:].isdecimal() and " " not in location else location


def _why_parent() -> str:
    return str(
        _(
            "With this code you make your own account and see what the schools have on record about your children: "
            "school, grade and classes."
        )
    )


def _why_student() -> str:
    return str(
        _(
            "With this code you make your own account and see what your school has on record about you: "
            "school, grade and classes."
        )
    )


_NOT_ENTITLED = {
    Reason.NO_RELATIONSHIP: lambda: _("no relationship to a student"),
    Reason.RELATIONSHIP_NOT_BEGUN: lambda: _("the relationship has not begun"),
    Reason.RELATIONSHIP_ENDED: lambda: _("the relationship has ended"),
    Reason.RESTRICTED: lambda: _("a court order or other document restricts the records"),
    Reason.NOT_GUARDIAN: lambda: _("not a guardian"),
    Reason.GUARDIAN_UNKNOWN: lambda: _("nobody has said whether they are a guardian"),
    Reason.PORTAL_OFF: lambda: _("portal access is off"),
    Reason.PORTAL_UNKNOWN: lambda: _("the office has not confirmed portal access"),
    Reason.NEVER_ENROLLED: lambda: _("the student was never enrolled"),
    Reason.ENTERS_LATER: lambda: _("the student enters later"),
    Reason.LEFT: lambda: _("the student has left"),
    Reason.OF_AGE: lambda: _("the student is 18, and no ground on record lets a guardian see the record"),
    Reason.GRADE_WITHOUT_ACCOUNT: lambda: _("the student’s grade is not known or has no accounts"),
}

_START = {
    Kind.PARENT: lambda: str(_("Choose a username and a password, then sign in.")),
    Kind.STUDENT: lambda: str(_("Your username is there already. Choose a password, then sign in.")),
}
_WHY = {Kind.PARENT: _why_parent, Kind.STUDENT: _why_student}


def _day(value: date) -> str:
    return str(format_date(value, "long"))
