"""The forms of restrictions: an order as its paper says it, the paper behind a feed's word, and why one is lifted."""

from __future__ import annotations

from datetime import date, timedelta

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, Field, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional, ValidationError

from district.rules.homes import Span
from district.rules.restrictions import Instrument, OrderFault, Paper, Taken
from foundation.web.forms import OnceForm
from household.editor.words.restrictions import instrument

DAY = timedelta(days=1)
LONGEST = 300
BESIDE = {
    OrderFault.NOTHING_TAKEN: "records",
    OrderFault.NO_INSTRUMENT: "instrument",
    OrderFault.NO_NUMBER: "number",
    OrderFault.NO_COURT: "court",
    OrderFault.ENDS_BEFORE_IT_BEGINS: "last_day",
    OrderFault.OVER: "last_day",
    OrderFault.READ_MEANWHILE: "instrument",
    OrderFault.ONESELF: "instrument",
}
"""The field that a fault is about."""


class BecauseForm(OnceForm):
    """Why something is done about an order."""

    because = StringField(_("Reason"), [InputRequired(_("Say in a few words why. It stays in the audit."))])

    def validate_because(self, field: Field) -> None:
        if len(field.data or "") > LONGEST:
            raise ValidationError(_("Say it shorter, in at most 300 characters."))


class PaperForm(BecauseForm):
    """What the paper says, read by whoever fills this in."""

    instrument = SelectField(_("What the paper is"), choices=[], validate_choice=False)
    number = StringField(_("Its number"))
    court = StringField(_("Court"))
    copy = StringField(_("Where the scanned copy is kept"))

    def offering(self) -> PaperForm:
        """The same form with the kinds of papers to choose from."""
        kinds = [SelectChoice(each.value, instrument(each.value)) for each in Instrument]
        self.instrument.choices = [SelectChoice("", _("Choose")), *kinds]
        return self

    def paper(self) -> Paper:
        """The document; whether it is enough the action says."""
        return Paper(
            self.instrument.data or "", self.number.data or "", self.court.data or "", copy=self.copy.data or ""
        )


class OrderForm(PaperForm):
    """An order: what the paper says, what it takes and from when."""

    records = BooleanField(_("The records: this adult sees nothing of the child"))
    contact = BooleanField(_("Contact: this adult may not meet or call the child"))
    pick_up = BooleanField(_("Pick-up: the child does not leave with this adult"))
    starts = DateField(_("Effective day"), [InputRequired(_("Choose the day, as YYYY-MM-DD."))])
    last_day = DateField(_("Last day"), [Optional()])

    def taken(self) -> Taken:
        return Taken(self.records.data, self.contact.data, self.pick_up.data)

    def span(self) -> Span:
        """Its days; only of a form that validates."""
        ends: date | None = self.last_day.data + DAY if self.last_day.data else None
        return Span(self.starts.data, ends)
