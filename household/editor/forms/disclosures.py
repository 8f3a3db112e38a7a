"""The forms of disclosures: to whom the record went, on which ground and for what; and an entry set right."""

from __future__ import annotations

from typing import Self

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, Field, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from district.actions.disclosures import Told
from district.queries.disclosures import DisclosureSeen
from district.rules.disclosures import LONGEST, Basis
from district.words import disclosures as words
from foundation.web.forms import EditForm


def _short(form: EditForm, field: Field) -> None:
    if len(field.data or "") > LONGEST:
        raise ValidationError(_("Say it shorter, in at most 300 characters."))


class DisclosureForm(EditForm):
    """A new entry."""

    recipient = StringField(_("To whom"), [_short], description=_("The office or the person; families read it."))
    basis = SelectField(_("Ground"), choices=[], validate_choice=False)
    interest = StringField(
        _("For which purpose"), [_short], description=_("In an emergency: which threat to health or safety there was.")
    )
    what = StringField(_("What was disclosed"), [_short], description=_("Such as: transcript, immunizations."))
    disclosed_on = DateField(_("On which day"), [InputRequired(_("Choose the day, as YYYY-MM-DD."))])

    def offering(self) -> Self:
        """The form with the grounds to choose from."""
        self.basis.choices = [SelectChoice("", _("Choose the ground")), *(_choice(each) for each in Basis)]
        return self

    def told(self) -> Told:
        """What was filled in."""
        typed = (self.recipient.data or "", self.basis.data or "", self.interest.data or "", self.what.data or "")
        return Told(*typed, self.disclosed_on.data)


class CorrectDisclosureForm(DisclosureForm):
    """What is right instead."""

    is_void = BooleanField(_("It did not happen: the entry was a mistake"))
    because = StringField(_("Why it is corrected"), [_short], description=_("The family reads it."))

    @classmethod
    def of(cls, wrong: DisclosureSeen) -> CorrectDisclosureForm:
        """The form as the entry stands."""
        return cls(
            data={
                "recipient": wrong.recipient,
                "basis": wrong.basis.value,
                "interest": wrong.interest,
                "what": wrong.what,
                "disclosed_on": wrong.disclosed_on,
            }
        )


def _choice(basis: Basis) -> SelectChoice:
    return SelectChoice(basis.value, words.basis(basis))
