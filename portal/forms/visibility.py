"""The form of reporting a child that is missing from one’s pages."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from foundation.web.forms import OnceForm

LONGEST_NAME, LONGEST_MESSAGE = 100, 500
_TOO_LONG = _("That is too long. Say it in fewer words.")


class MissingChildForm(OnceForm):
    """Who is missing; the office looks the child up, the page does not."""

    first_name = StringField(
        _("The child’s first name"),
        [DataRequired(_("Type the child’s first name.")), Length(max=LONGEST_NAME, message=_TOO_LONG)],
    )
    last_name = StringField(
        _("The child’s last name"),
        [DataRequired(_("Type the child’s last name.")), Length(max=LONGEST_NAME, message=_TOO_LONG)],
    )
    birth_date = DateField(_("The child’s birth date"), [Optional()])
    school = SelectField(_("School"), validate_choice=False)
    message = StringField(_("What should the office know?"), [Length(max=LONGEST_MESSAGE, message=_TOO_LONG)])

    def offering(self, schools: Sequence[tuple[str, str]]) -> MissingChildForm:
        """The form with the schools that teach today."""
        self.school.choices = [
            SelectChoice("", gettext("I am not sure")),
            *(SelectChoice(public_id, name) for public_id, name in schools),
        ]
        return self
