"""The forms of deciding about one person: why, and through which day."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import DateField, Field, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional, ValidationError

from foundation.web.forms import Form
from household.access.rules.proposals import Kind, Wish

LONGEST_REASON = 300
THROUGH, FOR_GOOD = "through", "for-good"


class ReasonForm(Form):
    """Why something is done."""

    because = StringField(_("Reason"), [InputRequired(_("Say in a few words why. It stays in the audit."))])

    def validate_because(self, field: Field) -> None:
        if len(field.data or "") > LONGEST_REASON:
            raise ValidationError(_("Say it shorter, in at most 300 characters."))


class GrantForm(ReasonForm):
    """Access by hand: why, and through which day."""

    last_day = DateField(_("Last day of access"), [InputRequired(_("Choose the last day, as YYYY-MM-DD."))])

    def wish(self) -> Wish:
        """What is asked for; only of a form that validates."""
        return Wish(Kind.GRANT, self.last_day.data)


class ReinstatementForm(ReasonForm):
    """Giving back what was taken away: why, and for how long."""

    how_long = RadioField(
        _("For how long"),
        choices=[
            SelectChoice(THROUGH, _("Through the day below; after it access is taken away again")),
            SelectChoice(FOR_GOOD, _("For good: the matter is settled, or it was a mistake")),
        ],
        default=THROUGH,
    )
    last_day = DateField(_("Last day of access"), [Optional()])

    def validate_last_day(self, field: Field) -> None:
        if self.how_long.data == THROUGH and field.data is None and not field.errors:
            raise ValidationError(_("Choose the last day, as YYYY-MM-DD."))

    def wish(self) -> Wish:
        """What is asked for; only of a form that validates."""
        return Wish(Kind.REINSTATEMENT, self.last_day.data if self.how_long.data == THROUGH else None)
