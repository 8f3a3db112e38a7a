"""The forms about one household: who lives there and how, where it is, and how it is reached."""

from __future__ import annotations

import re
from typing import Self

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from district.actions.homes import Lines, Use
from district.rules.searching import sought
from foundation.web.forms import EditForm, Form
from household.editor import words
from household.editor.forms.parts import a_day, a_line, needed_reason, optional_reason

FIRST, SECOND = "first", "second"
HERE, EVERYWHERE = "here", "everywhere"
SORTS = ("home", "sms", "work")
LONGEST_NOTE = 1000
POSTAL_CODE = re.compile(r"\d{5}(-\d{4})?")


class WhomForm(Form):
    """Whom to look for. Names stay out of addresses: the form posts, and its answer is the page itself."""

    who = StringField(_("Whom are you looking for?"))

    def validate_who(self, field: Field) -> None:
        if not sought(field.data or "").ways:
            raise ValidationError(_("Type two letters or more of a name, or a number, phone, email or address."))


class AddMemberForm(EditForm):
    """From which day somebody lives in a household, and whether it is their first home."""

    starts = a_day(_("Lives here from"))
    home = RadioField(
        _("Which home it is"),
        [InputRequired(_("Choose which home it is."))],
        choices=[
            SelectChoice(FIRST, _("The first home: each person has one at a time")),
            SelectChoice(SECOND, _("A second home, beside the first one")),
        ],
    )
    notes = TextAreaField(
        _("Note"),
        [Length(max=LONGEST_NOTE, message=_("Say it shorter, in at most 1,000 characters."))],
        description=_("Not needed: such as which days of the week. Staff alone see it."),
    )
    reason = optional_reason()


class ChangeHomeForm(EditForm):
    """From which day a household is another kind of home to a member."""

    starts = a_day(_("From"))
    reason = optional_reason()


class NoteStayForm(EditForm):
    """What the office should know of a member's stay."""

    notes = TextAreaField(
        _("Note"),
        [Length(max=LONGEST_NOTE, message=_("Say it shorter, in at most 1,000 characters."))],
        description=_("Such as which days of the week. Staff alone see it."),
    )


class _LinesForm(EditForm):
    """A postal address, and what it is used for."""

    line_1 = a_line(_("Street and number"), _("Type the street and number."))
    line_2 = a_line(_("Unit or apartment"))
    city = a_line(_("City"), _("Type the city."))
    state = a_line(_("State"), _("Type the state, in two letters."), hint=_("Two letters: CO"))
    postal_code = a_line(_("ZIP code"), _("Type the ZIP code."))
    is_primary = BooleanField(_("Primary address: there is one at a time"))
    is_mailing = BooleanField(_("Mail goes here"))
    is_physical = BooleanField(_("People live here"))

    def validate_state(self, field: Field) -> None:
        if not re.fullmatch(r"[A-Za-z]{2}", field.data or ""):
            raise ValidationError(_("Type the state, in two letters."))

    def validate_postal_code(self, field: Field) -> None:
        if not POSTAL_CODE.fullmatch(field.data or ""):
            raise ValidationError(_("A ZIP code is five digits, or five and four with a hyphen between."))

    @property
    def lines(self) -> Lines:
        """The address as typed; the state in capitals."""
        typed = {name: self[name].data or "" for name in ("line_1", "line_2", "city", "state", "postal_code")}
        return Lines(**typed | {"state": typed["state"].upper()})

    def use(self, *, is_confidential: bool) -> Use:
        """What it is used for; whether it is confidential is never typed."""
        return Use(self.is_primary.data, self.is_mailing.data, self.is_physical.data, is_confidential)


class AddAddressForm(_LinesForm):
    """An address the household has from a day on."""

    starts = a_day(_("The household has it from"))
    reason = optional_reason()


class AddConfidentialAddressForm(_LinesForm):
    """The same of one that is kept from everybody without the right to see it."""

    starts = a_day(_("The household has it from"))
    reason = needed_reason()


class CorrectAddressForm(_LinesForm):
    """What was written wrongly of an address, and of whose."""

    scope = RadioField(_("Correct it for"), default=HERE)
    reason = optional_reason()

    def shared_with(self, households: int) -> Self:
        """The form of an address that so many other households in reach have, too."""
        if not households:
            del self.scope
            return self
        alone, all_of_them = _("this household alone"), _("all %(count)s households at it", count=households + 1)
        self.scope.choices = [SelectChoice(HERE, alone), SelectChoice(EVERYWHERE, all_of_them)]
        return self

    @property
    def is_for_all(self) -> bool:
        return "scope" in self and self.scope.data == EVERYWHERE


class ReasonForm(EditForm):
    """Why."""

    reason = needed_reason()


class AddHouseholdPhoneForm(EditForm):
    """A telephone of the household as a whole."""

    sort = RadioField(
        _("What it is"),
        [InputRequired(_("Choose what it is."))],
        choices=[SelectChoice(each, words.CONTACTS[each]) for each in SORTS],
    )
    value = a_line(
        _("Number"), _("Type the number."), hint=_("A number that cannot be dialed is kept as typed, and marked.")
    )
    starts = a_day(_("It counts from"))
