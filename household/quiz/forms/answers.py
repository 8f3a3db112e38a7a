"""The answer to one question. What is sent is the place in which an answer stood on the page, never what it is."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from foundation.web.forms import Form
from household.quiz.queries import Asked
from household.quiz.rules.questions import Kind


class DeedForm(Form):
    """A button and nothing to fill in."""


class AnswerForm(Form):
    """One answer, or all that apply."""

    one = RadioField(lazy_gettext("One answer is right"), validate_choice=False)
    several = SelectMultipleField(
        lazy_gettext("Choose all that apply"),
        validate_choice=False,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    @classmethod
    def of(cls, asked: Asked, language: str, *, given: Sequence[int] | None = None) -> AnswerForm:
        """The form of a question, its answers in the order of the attempt, with what was answered before."""
        places = [str(asked.shown.index(each) + 1) for each in given or ()]
        form = cls(data={"one": places[0] if places else None, "several": places})
        form.asked = asked
        choices = [
            SelectChoice(str(number), asked.content.options[place].text(language))
            for number, place in enumerate(asked.shown, start=1)
        ]
        form.field.choices = choices
        del form[form.other]
        return form

    @property
    def other(self) -> str:
        return "one" if self.asked.content.kind is Kind.MULTIPLE else "several"

    @property
    def field(self) -> RadioField | SelectMultipleField:
        """The question's own field."""
        return self.several if self.asked.content.kind is Kind.MULTIPLE else self.one

    def validate(self, extra_validators: object = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if not self.places():
            self.add_error(self.field.name, _("Choose an answer, or leave the question for later."))
            return False
        return True

    def places(self) -> list[int]:
        """The places in the bank of what was chosen; none where anything was sent that was not on the page."""
        sent = self.field.data or []
        numbers = [sent] if isinstance(sent, str) else list(sent)
        known = {str(number): place for number, place in enumerate(self.asked.shown, start=1)}
        if any(each not in known for each in numbers) or len(set(numbers)) < len(numbers):
            return []
        return [known[each] for each in numbers]
