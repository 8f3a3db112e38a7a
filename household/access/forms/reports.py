"""The form “I finished this course on …”."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from flask_babel import lazy_gettext as _
from wtforms import DateField, Field, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation

from foundation import clock
from foundation.web.forms import Form
from household.access.words import Voice


class ReportForm(Form):
    """Which course, and on which day. Whether it may be reported is decided where it is written down."""

    course = SelectField(_("I finished this course"), choices=[], validate_choice=False)
    finished_on = DateField(_("On this day"), format=["%Y-%m-%d", "%m/%d/%Y"])

    def offering(self, courses: Sequence[str], voice: Voice) -> Self:
        """Give the form the courses there are to report."""
        self.course.choices = [SelectChoice(value=code, label=_capital(voice.course(code))) for code in courses]
        if not self.is_submitted() and self.finished_on.data is None:
            self.finished_on.data = clock.today()
        return self

    def validate_finished_on(self, field: Field) -> None:
        if field.data is None:
            field.errors.clear()
            raise StopValidation(_("Give the day on which you finished it, as month, day and year."))


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]
