"""Of which time the numbers are, and whether everybody may see them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from foundation.web.forms import Form
from support.rules.numbers import Period
from support.words import numbers as words


class PeriodFilter(Form):
    """So many days back."""

    class Meta(Form.Meta):
        csrf = False

    days = SelectField(_("Cases of"), default=str(Period.QUARTER.value))

    @classmethod
    def of(cls, asked: MultiDict[str, str]) -> PeriodFilter:
        form = cls(formdata=asked)
        form.days.choices = [SelectChoice(str(each.value), words.period(each)) for each in Period]
        form.days.data = form.days.data or form.days.default
        return form

    def period(self) -> Period:
        """What was chosen; a quarter where that is none of them."""
        return next((each for each in Period if str(each.value) == self.days.data), Period.QUARTER)


class PublishingForm(Form):
    """One button: shown to everybody, or no more."""
