"""What DoTS says of a question a training system left open."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from district.queries.training_queue import StaffMember
from foundation.web.forms import LONGEST_TEXT, Form

ALWAYS, ONCE = "always", "once"


class StaffSearchForm(Form):
    """Who is meant is looked for among staff. It posts, so that no name stands in an address."""

    q = StringField(
        lazy_gettext("Name or employee number"),
        validators=[
            InputRequired(lazy_gettext("Type a name or an employee number.")),
            Length(max=100, message=lazy_gettext("Type at most 100 characters.")),
        ],
        render_kw={"autocomplete": "off"},
    )


class _RememberingForm(Form):
    remember = RadioField(lazy_gettext("For how long"), default=ALWAYS)

    def for_source(self, source: str) -> None:
        self.remember.choices = [
            SelectChoice(ALWAYS, _("Always, for everything from %(source)s", source=source)),
            SelectChoice(ONCE, _("Only for what waits now")),
        ]

    @property
    def is_remembered(self) -> bool:
        return bool(self.remember.data == ALWAYS)


class PlacePersonForm(_RememberingForm):
    """Who is meant."""

    person = RadioField(lazy_gettext("Who is meant"), validators=[InputRequired(lazy_gettext("Choose who is meant."))])

    @classmethod
    def among(cls, people: Sequence[StaffMember], *, source: str) -> PlacePersonForm:
        """The form with somebody to choose from."""
        form = cls()
        form.for_source(source)
        form.person.choices = [SelectChoice(each.public_id, _told(each)) for each in people]
        return form


class PlaceCourseForm(_RememberingForm):
    """Which course is meant."""

    course = SelectField(lazy_gettext("Our course"))

    @classmethod
    def among(cls, courses: Sequence[tuple[str, str]], *, source: str) -> PlaceCourseForm:
        """The form with the courses that any policy asks for, by code and title."""
        form = cls()
        form.for_source(source)
        form.course.choices = [SelectChoice("", _("Choose a course"))] + [
            SelectChoice(code, f"{title} ({code})" if title else code) for code, title in courses
        ]
        form.course.validators = [InputRequired(_("Choose a course."))]
        return form


class SetAsideForm(Form):
    """Why a question is no concern of this district."""

    reason = TextAreaField(
        lazy_gettext("Reason"),
        validators=[
            InputRequired(lazy_gettext("Say why.")),
            Length(max=LONGEST_TEXT, message=lazy_gettext("Type at most 1,000 characters.")),
        ],
        render_kw={"rows": 2},
    )


def _told(each: StaffMember) -> str:
    """A member of staff in one line: name, employee number, jobs."""
    return ". ".join((each.full_name, *each.employee_ids[:2], *each.jobs[:2]))
