"""The forms by which a family changes its own contact data, and says that a card is right."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from foundation.web.forms import EditForm, OnceForm
from foundation.web.language import LANGUAGES
from portal.rules.contact_data import Sort
from portal.words import contact_data as words


class PointForm(EditForm):
    """Another address or number in the place of one."""

    value = StringField(_("Email address or phone number"), [InputRequired(_("Type the address or the number."))])


class NewPointForm(PointForm):
    """One more."""

    sort = SelectField(_("What is it?"), validate_choice=False)

    def offering(self) -> NewPointForm:
        """Give the form the sorts there are."""
        self.sort.choices = [SelectChoice(value=each.value, label=words.sort(each)) for each in Sort]
        return self


class RemoveForm(EditForm):
    """An address or number is of use no more."""


class CodeForm(OnceForm):
    """The code that was sent to an address or number."""

    code = StringField(_("Code"), [InputRequired(_("Type the code that we sent."))])


class SendCodeForm(OnceForm):
    """Send a new one."""


class WrittenLanguageForm(EditForm):
    """The language in which the district writes."""

    language = SelectField(_("Language we write to you in"))

    def offering(self, current: str) -> WrittenLanguageForm:
        """Give the form the languages there are, and the one on record where it is another."""
        known = {**LANGUAGES, **({current: words.language(current)} if current and current not in LANGUAGES else {})}
        blank = [] if current else [SelectChoice(value="", label=_("Choose"))]
        self.language.choices = blank + [SelectChoice(value=code, label=name) for code, name in known.items()]
        return self


class StillCorrectForm(EditForm):
    """A card is still right."""
