"""The forms by which a family asks for a change. What may be asked, the rule says; its no stands at the field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Self

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from district.rules.requests import RELATIONS, FilingRefusal
from district.words import requests as words
from foundation.web.forms import EditForm, OnceForm
from foundation.web.uploads import FilesField


class AskForm(OnceForm):
    """A form that asks for a change. `shown` names the values its page showed."""

    shown = HiddenField(default="")

    def asked(self) -> dict[str, str]:
        """What was typed, by the names of the fields."""
        return {name: value or "" for name, value in self.answers().items() if name != "shown"}

    def refused(self, refusals: Mapping[str, FilingRefusal]) -> Self:
        """Each refusal at its field; those of the whole at the top."""
        for name, code in refusals.items():
            if name in self:
                self.add_error(name, words.not_filed(code))
            else:
                self.form_errors.append(words.not_filed(code))
        return self


class NameForm(AskForm):
    """One's own name."""

    first_name = StringField(_("First name"))
    middle_name = StringField(_("Middle name"))
    last_name = StringField(_("Last name"))
    preferred_first_name = StringField(_("First name in use, where it is another"))
    preferred_last_name = StringField(_("Last name in use, where it is another"))


def _relation() -> SelectField:
    return SelectField(_("What they are to the child"), validate_choice=False)


class RelationForm(AskForm):
    """A form that says what somebody is to a child."""

    relation: SelectField

    def offering(self, current: str = "") -> Self:
        """Give the form what a contact may be, with the word that stands on record now."""
        codes = (*RELATIONS, *([current] if current and current not in RELATIONS else []))
        self.relation.choices = [
            SelectChoice(value="", label=_("Choose")),
            *(SelectChoice(value=each, label=words.relation(each)) for each in codes),
        ]
        return self


class NewContactForm(RelationForm):
    """Somebody to be called about a child."""

    contact_first_name = StringField(_("First name of the contact"))
    contact_last_name = StringField(_("Last name of the contact"))
    relation = _relation()
    phone = StringField(_("Phone"))


class ContactChangeForm(RelationForm):
    """What is known of somebody who is called."""

    relation = _relation()
    phone = StringField(_("Phone"))


class ReachForm(AskForm):
    """How a child is reached."""

    email = StringField(_("Email"))
    phone = StringField(_("Phone"))
    sms = StringField(_("Mobile"))


class ContactEndForm(AskForm):
    """Somebody is to be called no longer."""


class WrongForm(AskForm):
    """Something on the record is wrong, in the family's own words."""

    about = SelectField(_("Whose record is it?"), validate_choice=False)
    text = TextAreaField(_("What is wrong, and how should it be?"), render_kw={"rows": 5})

    def offering(self, people: Iterable[tuple[str, str]]) -> Self:
        """Give the form whose record it may be: public id and name."""
        self.about.choices = [SelectChoice(value=public_id, label=name) for public_id, name in people]
        return self

    def asked(self) -> dict[str, str]:
        return {"text": self.text.data or ""}


class AddressForm(AskForm):
    """Where the family lives."""

    address = TextAreaField(_("New home address"), render_kw={"rows": 3})
    papers = FilesField(_("Your proof, if you have it at hand"))

    def asked(self) -> dict[str, str]:
        lines = (" ".join(each.split()) for each in (self.address.data or "").splitlines())
        return {"address": "\n".join(each for each in lines if each)}


class PapersForm(OnceForm):
    """A proof that comes after the request."""

    papers = FilesField(_("Your proof"), needed=_("Choose a file."))


class WithdrawForm(EditForm):
    """Take a request back."""
