"""The forms about approvals: ask, answer, correct, let somebody stand in, name who answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import DateField, Field, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, StopValidation

from foundation.web.forms import Form
from household.access.rules.approvals import LONGEST_LENDING, Outcome

LONGEST_REASON = 500
_TOO_LONG = lazy_gettext("Say it in 500 characters or fewer.")


def _reason(label: Any, missing: Any) -> TextAreaField:
    return TextAreaField(
        label,
        validators=[InputRequired(message=missing), Length(max=LONGEST_REASON, message=_TOO_LONG)],
        render_kw={"rows": 4},
    )


class AskForm(Form):
    """For which school, and why. Only schools where an approval is missing today can be chosen."""

    location = RadioField(
        lazy_gettext("For which school?"), validators=[InputRequired(message=lazy_gettext("Choose a school."))]
    )
    reason = _reason(
        lazy_gettext("Why do you need household access?"),
        lazy_gettext("Say why you need it: whoever answers reads it."),
    )

    def for_places(self, places: Mapping[str, str]) -> AskForm:
        """Let these be chosen, by their codes; the only one is chosen already."""
        self.location.choices = [SelectChoice(code, name) for code, name in places.items()]
        if len(places) == 1 and not self.location.data:
            self.location.data = next(iter(places))
        return self


class AnswerForm(Form):
    """Yes or no. A no has a reason, which the person is told."""

    answer = RadioField(
        lazy_gettext("Your answer"),
        choices=[
            SelectChoice(Outcome.YES.value, lazy_gettext("Yes, I approve")),
            SelectChoice(Outcome.NO.value, lazy_gettext("No, I do not approve")),
        ],
        validators=[InputRequired(message=lazy_gettext("Choose yes or no."))],
    )
    reason = TextAreaField(
        lazy_gettext("Reason"), validators=[Length(max=LONGEST_REASON, message=_TOO_LONG)], render_kw={"rows": 3}
    )

    def validate_reason(self, field: Field) -> None:
        if self.answer.data == Outcome.NO.value and not field.data:
            raise StopValidation(_("Say why not: the person is told."))

    @property
    def outcome(self) -> Outcome:
        return Outcome(self.answer.data)


class CorrectionForm(Form):
    """Another answer than the one that counts. It always has a reason."""

    answer = HiddenField()
    reason = _reason(lazy_gettext("Why it changes"), lazy_gettext("Say why it changes: the person is told."))

    def outcome(self) -> Outcome | None:
        """The answer that is to count, None where the form was made up."""
        return next((each for each in (Outcome.YES, Outcome.NO) if each.value == self.answer.data), None)


class DelegateForm(Form):
    """Who stands in, where, and from which day through which."""

    location = SelectField(lazy_gettext("School"))
    employee_id = StringField(
        lazy_gettext("Employee number of your colleague"),
        validators=[
            InputRequired(message=lazy_gettext("Type the employee number.")),
            Length(max=60, message=lazy_gettext("That is no employee number.")),
        ],
    )
    first_day = DateField(
        lazy_gettext("First day"), validators=[InputRequired(message=lazy_gettext("Choose the first day."))]
    )
    last_day = DateField(
        lazy_gettext("Last day"), validators=[InputRequired(message=lazy_gettext("Choose the last day."))]
    )

    def for_places(self, places: Mapping[str, str], *, today: date) -> DelegateForm:
        self.location.choices = [SelectChoice(code, name) for code, name in places.items()]
        self.today = today
        return self

    def validate_first_day(self, field: Field) -> None:
        _is_a_day(field)
        if field.data < self.today:
            raise StopValidation(_("Choose today or a later day: nobody stands in for days gone by."))

    def validate_last_day(self, field: Field) -> None:
        _is_a_day(field)
        first = self.first_day.data
        if first is not None and field.data < first:
            raise StopValidation(_("The last day lies before the first."))
        if first is not None and field.data - first > LONGEST_LENDING:
            raise StopValidation(_("Choose a year at most; you can name your colleague again."))


class NameForm(Form):
    """Who is to answer a request that has nobody."""

    employee_id = StringField(
        lazy_gettext("Employee number of whoever is to answer"),
        validators=[
            InputRequired(message=lazy_gettext("Type the employee number.")),
            Length(max=60, message=lazy_gettext("That is no employee number.")),
        ],
    )


def _is_a_day(field: Field) -> None:
    if field.data is None:
        field.errors = []
        raise StopValidation(_("Type a day as month, day and year."))
