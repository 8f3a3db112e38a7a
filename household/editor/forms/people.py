"""The forms about one person: what was written wrongly, a new name, and how somebody is reached."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Self

from flask_babel import lazy_gettext as _
from wtforms import Field, HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from accounts.rules import addresses
from district.rules.names import LONGEST_NAME, may_stand_in_a_name
from foundation import clock
from foundation.web.forms import EditForm
from household.editor import words
from household.editor.forms.parts import a_day, a_line, needed_reason, optional_reason

EARLIEST = date(1900, 1, 1)
LANGUAGES = ("en", "es", "am", "ar", "fa", "fr", "hi", "ko", "my", "ne", "pt", "ru", "so", "sw", "uk", "vi", "zh")
"""The preferred languages one may choose from, beside the one on record."""
SORTS = ("sms", "phone", "home", "work", "email")


def _a_name(label: Any, missing: Any = None, hint: Any = "") -> Any:
    return a_line(label, missing, most=LONGEST_NAME, hint=hint)


class _NamesForm(EditForm):
    """Names, of which what stands on record already is never a mistake of whoever sends the form."""

    known: Mapping[str, str] = {}

    def _look_at(self, field: Field) -> None:
        typed = field.data or ""
        if typed != self.known.get(field.name) and not may_stand_in_a_name(typed):
            raise ValidationError(_("A name has no quotes, parentheses or brackets. A nickname is a preferred name."))

    validate_first_name = validate_middle_name = validate_last_name = _look_at


class CorrectPersonForm(_NamesForm):
    """What was written wrongly; `was` is what stood there when the page was opened."""

    first_name = _a_name(_("First name"), _("Type the first name."))
    middle_name = _a_name(_("Middle name"))
    last_name = _a_name(_("Last name"), _("Type the last name."))
    preferred_first_name = _a_name(
        _("Preferred first name"), hint=_("What the person wants to be called; empty where it is the first name.")
    )
    preferred_last_name = _a_name(_("Preferred last name"))
    birth_date = a_day(_("Birth date"), is_needed=False)
    language = SelectField(_("Preferred language"), default="")
    reason = optional_reason()
    was = HiddenField(default="{}")

    validate_preferred_first_name = validate_preferred_last_name = _NamesForm._look_at

    def about(self, known: Mapping[str, str]) -> Self:
        """The form about a person of whom this is on record."""
        self.known = known
        codes = list(dict.fromkeys((*LANGUAGES, known["language"]) if known["language"] else LANGUAGES))
        named = sorted(((code, words.language(code)) for code in codes), key=lambda each: each[1])
        self.language.choices = [SelectChoice("", _("not known")), *(SelectChoice(*each) for each in named)]
        return self

    def validate_birth_date(self, field: Field) -> None:
        if field.data and not EARLIEST <= field.data <= clock.today():
            raise ValidationError(_("That is no day on which somebody was born."))

    @property
    def said(self) -> dict[str, str]:
        """What is asked, by field; a day as ISO."""
        found = {name: self[name].data or "" for name in self.known}
        return found | {"birth_date": self.birth_date.data.isoformat() if self.birth_date.data else ""}

    def keep_theirs(self, theirs: Mapping[str, str]) -> None:
        """Where nothing else was typed than stood there, let what somebody else has saved meanwhile stand."""
        seen, said = _written(self.was.data or ""), self.said
        for name, value in theirs.items():
            if name in seen and said[name] == seen[name] != value:
                self[name].data = (date.fromisoformat(value) if value else None) if name == "birth_date" else value
        self.was.data = json.dumps(dict(theirs))


class RenamePersonForm(_NamesForm):
    """Another legal name, from a day on."""

    first_name = _a_name(_("First name"), _("Type the first name."))
    middle_name = _a_name(_("Middle name"))
    last_name = _a_name(_("Last name"), _("Type the last name."))
    starts = a_day(_("The name counts from"), _("Today or a day before. The former name is kept, and still found."))
    reason = optional_reason()

    def validate_starts(self, field: Field) -> None:
        if field.data and not EARLIEST <= field.data <= clock.today():
            raise ValidationError(_("That day is still to come. Enter the name on the day it counts."))


class _ContactForm(EditForm):
    """How somebody is reached."""

    value = a_line(
        _("Number or email address"),
        _("Type the number or the address."),
        hint=_("A number that cannot be dialed is kept as typed, and marked."),
    )
    starts = a_day(_("It counts from"))

    sort_of = ""

    def validate_value(self, field: Field) -> None:
        if self.sort_of == "email" and addresses.problems_with(field.data or ""):
            raise ValidationError(_("That is no email address. It looks like name@example.org."))


class AddContactForm(_ContactForm):
    """A contact point nobody had on record."""

    sort = RadioField(
        _("What it is"),
        [InputRequired(_("Choose what it is."))],
        choices=[SelectChoice(each, words.CONTACTS[each]) for each in SORTS],
    )
    value = _ContactForm.value
    starts = _ContactForm.starts

    def validate_value(self, field: Field) -> None:
        self.sort_of = self.sort.data or ""
        super().validate_value(field)


class ReplaceContactForm(_ContactForm):
    """Another number or address of the same sort."""

    reason = optional_reason()

    def of_sort(self, kind: str) -> Self:
        """The form for an `email` or a `phone`."""
        self.sort_of = kind
        return self


class LastDayForm(EditForm):
    """Through which day something counts."""

    last_day = a_day(_("Last day"), _("Through this day it still counts. Nothing is deleted."))
    reason = optional_reason()


class LastDayForReasonForm(EditForm):
    """The same, with the reason that has to be said."""

    last_day = a_day(_("Last day"), _("Through this day it still counts. Nothing is deleted."))
    reason = needed_reason()


def _written(text: str) -> dict[str, Any]:
    """What a page wrote into its own form; nothing, where that is something else."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
