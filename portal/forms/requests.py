"""The forms of asking the office, and of the help desk that answers."""

from __future__ import annotations

from typing import Self

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from foundation.web.forms import LONGEST_TEXT, Form
from portal.forms.family import NewCodeForm
from portal.queries.office import Likely, Meant
from portal.rules.codes import Kind
from portal.rules.office import CLOSINGS, IdKind, OfficeRefusal, looks_like_a_number
from portal.words import requests as words

LONGEST_NOTE = 300


def _message() -> TextAreaField:
    return TextAreaField(
        _("How can the office reach you?"),
        [Length(max=LONGEST_TEXT, message=_("That is too long. Say it in fewer words."))],
        render_kw={"rows": 3},
    )


class MessageForm(Form):
    """What the office should know, where the rest was typed a moment ago."""

    message = _message()


class AskOfficeForm(NewCodeForm):
    """The whole question to the office."""

    message = _message()


class IssueForm(Form):
    """Whom the office has before it, and what photo ID was looked at."""

    person = RadioField(_("Who stands before you?"), [InputRequired(_("Choose the person."))], validate_choice=False)
    id_kind = SelectField(_("Which photo ID did you look at?"), validate_choice=False)
    note = StringField(
        _("Note for colleagues"),
        [Length(max=LONGEST_NOTE, message=_("That is too long. Say it in fewer words."))],
    )

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)
        self.person.choices = []
        self.id_kind.choices = _photo_ids()

    def offering(self, meant: Meant) -> Self:
        """Give the form the people who may be meant: those whom all fits first."""
        self.person.choices = [
            SelectChoice(
                value=f"{each.person.public_id}:{each.kind.value}",
                label=_called(each, meant.schools.get(each.person.person_id, ())),
            )
            for each in meant.people
        ]
        return self

    def chosen_person(self) -> str:
        """The public id of whom was chosen."""
        return str(self.person.data).partition(":")[0]

    def chosen_kind(self) -> str:
        """The kind of account, `parent` where the form was bent."""
        kind = str(self.person.data).partition(":")[2]
        return kind if kind in list(Kind) else Kind.PARENT.value

    def validate_id_kind(self, field: Field) -> None:
        _seen(field)

    def validate_note(self, field: Field) -> None:
        _no_number(field)


class CounterForm(Form):
    """What photo ID was looked at of somebody who came in, and why a code is given."""

    id_kind = SelectField(_("Which photo ID did you look at?"), validate_choice=False)
    reason = StringField(
        _("Why do they need a code?"),
        [
            InputRequired(_("Say why, in a few words: colleagues read it.")),
            Length(max=LONGEST_NOTE, message=_("That is too long. Say it in fewer words.")),
        ],
    )

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)
        self.id_kind.choices = _photo_ids()

    def validate_id_kind(self, field: Field) -> None:
        _seen(field)

    def validate_reason(self, field: Field) -> None:
        _no_number(field)


class CloseForm(Form):
    """Why a request ends without a code."""

    settlement = SelectField(_("Why is it closed?"), validate_choice=False)
    why = StringField(
        _("Note for colleagues"),
        [Length(max=LONGEST_NOTE, message=_("That is too long. Say it in fewer words."))],
    )

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)
        self.settlement.choices = [
            SelectChoice(value="", label=gettext("Choose a reason")),
            *(SelectChoice(value=each.value, label=words.settlement(each)) for each in CLOSINGS),
        ]

    def validate_settlement(self, field: Field) -> None:
        if field.data not in CLOSINGS:
            raise ValidationError(_("Choose a reason."))

    def validate_why(self, field: Field) -> None:
        _no_number(field)


def _photo_ids() -> list[SelectChoice]:
    return [
        SelectChoice(value="", label=gettext("Choose the one you have seen")),
        *(SelectChoice(value=each.value, label=words.photo_id(each)) for each in IdKind),
    ]


def _seen(field: Field) -> None:
    if field.data not in list(IdKind):
        raise ValidationError(_("Look at a photo ID and choose which one it was. Without one no code is given."))


def _no_number(field: Field) -> None:
    if looks_like_a_number(field.data or ""):
        raise ValidationError(_("Leave long numbers out: the number of an ID is kept nowhere."))


def _called(each: Likely, schools: tuple[str, ...]) -> str:
    """`Rosa Vega, as a parent or guardian (Willow Middle School): all that was typed fits`."""
    told = {"name": each.person.full_name, "schools": ", ".join(schools) or gettext("no school known")}
    who = (
        gettext("%(name)s, as a student (%(schools)s)", **told)
        if each.kind is Kind.STUDENT
        else gettext("%(name)s, as a parent or guardian (%(schools)s)", **told)
    )
    why = gettext("all that was typed fits") if each.fits else gettext("only the name fits")
    hindrance = "" if each.hindrance is None else f"; {_HINDRANCES[each.hindrance]()}"
    return f"{who}: {why}{hindrance}"


_HINDRANCES = {
    OfficeRefusal.HAS_ACCOUNT: lambda: gettext("has an account already"),
    OfficeRefusal.NOT_ENTITLED: lambda: gettext("may not have an account today"),
}
