"""The forms of grounds at 18: who still sees the record, why, and what was seen; and why one is withdrawn."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from wtforms import DateField, Field, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from district.rules.eligibility import Ground
from foundation.web.forms import EditForm
from household.editor.queries import PersonSeen
from household.editor.words.eligibility import ground

LONGEST = 300


def _short(form: EditForm, field: Field) -> None:
    if len(field.data or "") > LONGEST:
        raise ValidationError(_("Say it shorter, in at most 300 characters."))


class BasisForm(EditForm):
    """A ground on which one guardian still sees the student."""

    adult = SelectField(_("Guardian"), choices=[], validate_choice=False)
    kind = SelectField(_("Ground"), choices=[], validate_choice=False)
    note = StringField(
        _("What was seen"),
        [_short],
        description=_("Such as the first page of a federal tax return, or the folder with the signed consent."),
    )
    starts = DateField(_("Since"), [InputRequired(_("Choose the day, as YYYY-MM-DD."))])

    def among(self, guardians: Iterable[PersonSeen]) -> BasisForm:
        """The same form with these guardians, and the grounds, to choose from."""
        self.adult.choices = [SelectChoice(each.public_id, each.name) for each in guardians]
        self.kind.choices = [SelectChoice(each.value, ground(each)) for each in Ground]
        return self


class WithdrawBasisForm(EditForm):
    """Why a ground is withdrawn."""

    reason = StringField(_("Reason"), [InputRequired(_("Say in a few words why. It stays in the audit.")), _short])
