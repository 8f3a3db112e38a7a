"""The forms of the editor. Here: whom to look for, and at which school."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from district.rules.searching import sought
from foundation.web.forms import Form


class SearchForm(Form):
    """Names stay out of addresses: the form posts, and its answer is the page itself."""

    q = StringField(_("Whom are you looking for?"))
    school = SelectField(_("School"), default="")

    def among(self, schools: Iterable[tuple[str, str]]) -> SearchForm:
        """The same form, with these schools (public id, name) to choose from."""
        everywhere = SelectChoice("", _("Every school you reach"))
        self.school.choices = [everywhere, *(SelectChoice(*each) for each in schools)]
        return self

    def validate_q(self, field: StringField) -> None:
        if not sought(field.data or "").ways:
            raise ValidationError(_("Type two letters or more of a name, or a number, phone, email or address."))
