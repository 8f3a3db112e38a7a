"""The survey’s form: five rates, and nothing to write in, so that no student is told of."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from foundation.web.forms import Form
from support.rules.surveys import HIGHEST, LOWEST, Area
from support.words import surveys as words

MISSING = _("Choose one of the five.")


class SurveyForm(Form):
    """One rate for each area."""

    courtesy = RadioField(_("Courtesy: were you treated kindly?"), validate_choice=False)
    knowledge = RadioField(_("Knowledge: did the advisor know the matter?"), validate_choice=False)
    timeliness = RadioField(_("Timeliness: were you answered soon enough?"), validate_choice=False)
    quality = RadioField(_("Quality: did the answer solve it?"), validate_choice=False)
    overall = RadioField(_("Overall: how was our service?"), validate_choice=False)

    def offering(self) -> SurveyForm:
        """The form with the rates there are."""
        for area in Area:
            self[area.value].choices = [
                SelectChoice(str(number), words.rate(number)) for number in range(LOWEST, HIGHEST + 1)
            ]
        return self

    def is_whole(self) -> bool:
        """Whether every area has a rate; what has none stands at its field."""
        is_valid = bool(self.validate())
        known = {str(number) for number in range(LOWEST, HIGHEST + 1)}
        for area in Area:
            if self[area.value].data not in known:
                self.add_error(area.value, str(MISSING))
                is_valid = False
        return is_valid

    def given(self) -> dict[Area, int]:
        """The rate of each area; only of a form that is whole."""
        return {area: int(self[area.value].data) for area in Area}


class SurveysForm(Form):
    """One button: surveys, or none; mails about incidents, or none."""
