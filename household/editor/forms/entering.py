"""The forms of entering a household: where it is, who belongs to it, and what is decided about those who are alike."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, Field, HiddenField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from district.rules.phones import as_dialled
from foundation import clock
from foundation.web.forms import EditForm
from household.editor.rules.plan import Home, Plan, PlannedPerson, PlannedPlace
from household.editor.words import language

LONGEST_LINE, LONGEST_NAME, LONGEST_REASON = 120, 100, 300
LANGUAGES = ("en", "es", "vi", "ar", "zh", "so", "ru", "am", "ne", "my")
"""Those most families of a district write; another is set on the person’s page."""
DAYS = ("%Y-%m-%d", "%m/%d/%Y")
FIRST_DAY = date(1900, 1, 1)
ADULT, CHILD, CONTACT = "adult", "child", "contact"


class DeedForm(EditForm):
    """A button that changes the draft."""


class PlaceForm(EditForm):
    """Where the household is, since when, and how it is reached as a whole."""

    line_1 = StringField(
        _("Street and number"), [InputRequired(_("Type the street and number.")), Length(max=LONGEST_LINE)]
    )
    line_2 = StringField(_("Apartment or unit (optional)"), [Length(max=LONGEST_LINE)])
    city = StringField(_("City"), [InputRequired(_("Type the city.")), Length(max=LONGEST_NAME)])
    state = StringField(_("State"), [InputRequired(_("Type the state, as CO.")), Length(max=20)])
    postal_code = StringField(_("ZIP code"), [InputRequired(_("Type the ZIP code.")), Length(max=10)])
    starts = DateField(
        _("Lives there since"), [InputRequired(_("Choose the first day, as YYYY-MM-DD."))], format=list(DAYS)
    )
    phone = StringField(_("Phone of the whole household (optional)"), [Length(max=40)])
    is_mailing = BooleanField(_("The household gets its mail there"), default=True)
    is_confidential = BooleanField(_("Confidential: kept from every page once it is saved"))

    @classmethod
    def of(cls, place: PlannedPlace, *, version: int) -> PlaceForm:
        """The form with what was typed so far."""
        names = ("line_1", "line_2", "city", "state", "postal_code", "starts", "phone", "is_mailing", "is_confidential")
        return cls(data={name: getattr(place, name) for name in names} | {"version": str(version)})

    def place(self) -> PlannedPlace:
        """What was typed; only of a form that validates."""
        return PlannedPlace(**_whole(self.answers(), "starts"))

    def validate_postal_code(self, field: Field) -> None:
        digits = (field.data or "").replace("-", "")
        if not (digits.isascii() and digits.isdecimal() and len(digits) in (5, 9)):
            raise ValidationError(_("A ZIP code has five digits, or nine, as 80999 or 80999-1234."))

    def validate_starts(self, field: Field) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError(
                _("Choose today or an earlier day. A household that begins later is entered on that day.")
            )
        if field.data and field.data < FIRST_DAY:
            raise ValidationError(_("That is too long ago. Choose a day from 1900 on."))

    def validate_phone(self, field: Field) -> None:
        _must_dial(field)


class PersonForm(EditForm):
    """Somebody of the household: described first, so that those on record who are alike can be looked at."""

    role = RadioField(
        _("In this household"),
        [InputRequired(_("Choose what the person is in this household."))],
        choices=[
            SelectChoice(ADULT, _("An adult who lives here")),
            SelectChoice(CHILD, _("A child who lives here")),
            SelectChoice(CONTACT, _("Somebody to call who lives elsewhere")),
        ],
    )
    first_name = StringField(_("First name"), [InputRequired(_("Type the first name.")), Length(max=LONGEST_NAME)])
    middle_name = StringField(_("Middle name (optional)"), [Length(max=LONGEST_NAME)])
    last_name = StringField(_("Last name"), [InputRequired(_("Type the last name.")), Length(max=LONGEST_NAME)])
    preferred_first_name = StringField(_("Called (optional)"), [Length(max=LONGEST_NAME)])
    birth_date = DateField(_("Birth date"), [Optional()], format=list(DAYS))
    phone = StringField(_("Phone (optional)"), [Length(max=40)])
    email = StringField(_("Email (optional)"), [Length(max=254)])
    number = StringField(_("Student number (optional)"), [Length(max=40)])
    language = SelectField(_("Language (optional)"), choices=[], default="")

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.language.choices = [SelectChoice("", _("Not known"))]
        self.language.choices += [SelectChoice(each, language(each)) for each in LANGUAGES]

    def person(self, plan: Plan) -> PlannedPerson:
        """What was typed, as one more of the plan; only of a form that validates."""
        typed = _whole(self.answers(), "birth_date")
        role = typed.pop("role")
        home = Home.ELSEWHERE if role == CONTACT else Home.HERE
        return PlannedPerson(key=plan.next_key, home=home, is_child=role == CHILD, **typed)

    def validate_birth_date(self, field: Field) -> None:
        if field.data and not FIRST_DAY <= field.data <= clock.today():
            raise ValidationError(_("Nobody was born on that day. Correct the birth date."))

    def validate_phone(self, field: Field) -> None:
        _must_dial(field)

    def validate_email(self, field: Field) -> None:
        name, at, host = (field.data or "").partition("@")
        if field.data and not (name and at and "." in host and " " not in field.data and "@" not in host):
            raise ValidationError(_("That is no email address. Correct it, or leave it empty."))


class LookForm(EditForm):
    """What somebody decided about those who are alike: which one it is, or why it is none of them."""

    who = HiddenField(default="")
    although = StringField(_("Why it is none of them"), [Length(max=LONGEST_REASON)])


class HomeForm(EditForm):
    """What the new household is to somebody."""

    home = HiddenField(default=Home.SECOND.value)


class DeclineForm(EditForm):
    """Why a proposal is no household."""

    because = StringField(
        _("Why it is no household"),
        [InputRequired(_("Say in a few words why. It stays in the audit.")), Length(max=LONGEST_REASON)],
    )


def _whole(typed: dict[str, Any], day: str) -> dict[str, Any]:
    """What a form did not send at all is empty, save the day."""
    return {name: "" if value is None and name != day else value for name, value in typed.items()}


def _must_dial(field: Field) -> None:
    if field.data and not as_dialled(field.data):
        raise ValidationError(_("That number cannot be dialled. Type it with its area code, as 303-555-0142."))
