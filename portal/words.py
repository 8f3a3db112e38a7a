"""The sentences of this room that are not in its templates: what letters say, greetings, grades."""

from __future__ import annotations

from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _

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
            _("Choose a username and a password, then sign in."),
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


_WHY = {Kind.PARENT: _why_parent, Kind.STUDENT: _why_student}


def _day(value: date) -> str:
    return str(format_date(value, "long"))
