"""The forms of hiding a page of a school’s students, and of showing it again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flask_babel import lazy_gettext as _
from wtforms import DateField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from foundation.web.forms import EditForm, OnceForm
from portal.actions.hiding import Asked
from portal.queries.hiding import Reached
from portal.rules.hiding import HidingFault
from portal.rules.sections import MAY_BE_HIDDEN, Section
from portal.words import sections

LONGEST = 300
BESIDE = {
    HidingFault.ALWAYS_SHOWN: "section",
    HidingFault.HIDDEN_ALREADY: "section",
    HidingFault.BEGINS_IN_THE_PAST: "starts",
    HidingFault.ENDS_BEFORE_IT_BEGINS: "last_day",
}
"""The field that a fault is about."""


class HideForm(OnceForm):
    """Which page, of which school, on which days and why."""

    school = SelectField(_("School"))
    section = SelectField(_("Page"))
    starts = DateField(_("First day hidden"), [InputRequired(_("Choose the day, as YYYY-MM-DD."))])
    last_day = DateField(_("Last day hidden"), [Optional()])
    reason = StringField(
        _("What families are told"),
        [
            DataRequired(_("Say in a few words why; families read it.")),
            Length(max=LONGEST, message=_("Say it shorter, in at most 300 characters.")),
        ],
    )

    def offering(self, schools: Sequence[Reached]) -> HideForm:
        """The form with the schools one reaches, and every page that may be hidden."""
        self.school.choices = [SelectChoice(each.public_id, each.name) for each in schools]
        pages = [each for each in Section if each in MAY_BE_HIDDEN]
        self.section.choices = [SelectChoice(each.value, sections.name_of(each)) for each in pages]
        return self

    def asked(self) -> Asked:
        """What is to be hidden; only of a form that validates."""
        ends = self.last_day.data + timedelta(days=1) if self.last_day.data else None
        return Asked(Section(self.section.data), self.starts.data, ends, self.reason.data or "")


class ShowForm(EditForm):
    """One button: shown again."""
