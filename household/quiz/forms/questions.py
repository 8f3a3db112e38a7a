"""The form in which DoTS writes a question, in both languages side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import HiddenInput

from foundation.web.forms import Form
from household.quiz import words
from household.quiz.rules.questions import (
    MOST_OPTIONS,
    Content,
    Fault,
    Kind,
    Option,
    State,
    Topic,
    faults_of,
    true_or_false,
)

TRUE, FALSE = "true", "false"
PLACES = range(1, MOST_OPTIONS + 1)
TEXTS = ("text", "explanation", "procedure")
BESIDE: dict[Fault, str] = {
    Fault.TEXT_MISSING: "text_en",
    Fault.EXPLANATION_MISSING: "explanation_en",
    Fault.PROCEDURE_MISSING: "procedure_en",
    Fault.LINK_UNUSABLE: "link",
    Fault.TOO_LONG: "text_en",
    Fault.UNPRINTABLE: "text_en",
}
"""The field that an error stands beside; those of answers stand beside the first."""


def _area(label: str, rows: int) -> TextAreaField:
    return TextAreaField(label, render_kw={"rows": rows})


class QuestionForm(Form):
    """All that one version says. `based_on` is the version the writer had before them."""

    based_on = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(min=0, max=10**9)])
    topic = SelectField(_("Topic"))
    text_en = _area(_("Question, in English"), 3)
    text_es = _area(_("Question, in Spanish"), 3)
    explanation_en = _area(_("Why the right answer is right, in English"), 4)
    explanation_es = _area(_("Why the right answer is right, in Spanish"), 4)
    procedure_en = StringField(_("Name of the procedure, in English"))
    procedure_es = StringField(_("Name of the procedure, in Spanish"))
    link = StringField(_("Link to the procedure"))
    truth = SelectField(_("The statement is"))

    @classmethod
    def of(cls, kind: Kind, content: Content | None = None, *, based_on: int = 0) -> QuestionForm:
        """The form of a question of that kind, with what it says now."""
        form = cls(data=_data(content, based_on))
        form.kind = kind
        form.topic.choices = [SelectChoice(each.value, words.topic(each.value)) for each in Topic]
        form.truth.choices = [
            SelectChoice(TRUE, words.truth(is_true=True)),
            SelectChoice(FALSE, words.truth(is_true=False)),
        ]
        unused = ["truth"] if kind is not Kind.TRUE_FALSE else [name for n in PLACES for name in _row(n)]
        for name in unused:
            del form[name]
        return form

    @property
    def rows(self) -> Sequence[tuple[Any, Any, Any]]:
        """The fields of each answer: English, Spanish, whether it is right."""
        return [] if self.kind is Kind.TRUE_FALSE else [tuple(self[name] for name in _row(n)) for n in PLACES]

    def go_on_from(self, number: int) -> None:
        """What was typed comes back as what follows that version, not the one it was begun from."""
        self.based_on.data, self.based_on.raw_data = number, None

    def content(self) -> Content:
        """What was typed; only of a form that validates."""
        texts = {
            f"{name}_{language}": _plain(self[f"{name}_{language}"].data) for name in TEXTS for language in ("en", "es")
        }
        return Content(
            kind=self.kind, topic=Topic(self.topic.data), link=_plain(self.link.data), options=self._options(), **texts
        )

    def _options(self) -> tuple[Option, ...]:
        if self.kind is Kind.TRUE_FALSE:
            return true_or_false(is_true=self.truth.data == TRUE)
        typed = [(_plain(en.data), _plain(es.data), bool(right.data)) for en, es, right in self.rows]
        return tuple(Option(en, es, right) for en, es, right in typed if en or es or right)

    def is_fit_for(self, state: State) -> bool:
        """Whether what was typed can stand in that state; what is wrong stands beside its field."""
        if not self.validate():
            return False
        faults = faults_of(self.content(), state=state)
        for each in faults:
            self.add_error(self._beside(each), words.fault(each))
        return not faults

    def _beside(self, fault: Fault) -> str:
        answers = "truth" if self.kind is Kind.TRUE_FALSE else "option_en_1"
        if fault is Fault.SPANISH_MISSING:
            return next((f"{name}_es" for name in TEXTS if not self[f"{name}_es"].data), answers)
        return BESIDE.get(fault, answers)


for _number in PLACES:
    setattr(QuestionForm, f"option_en_{_number}", StringField(_("Answer %(number)s, in English", number=_number)))
    setattr(QuestionForm, f"option_es_{_number}", StringField(_("Answer %(number)s, in Spanish", number=_number)))
    setattr(QuestionForm, f"right_{_number}", BooleanField(_("Answer %(number)s is right", number=_number)))


class QuestionFilter(Form):
    """What narrows the list of questions. It changes nothing, so it carries no token."""

    class Meta(Form.Meta):
        csrf = False

    state = SelectField(_("State"))
    topic = SelectField(_("Topic"))
    review = SelectField(_("For the district’s review"))
    words = StringField(_("Words or number"))

    @classmethod
    def of(cls, asked: MultiDict[str, str]) -> QuestionFilter:
        form = cls(formdata=asked)
        form.state.choices = [
            SelectChoice("", words.any_state()),
            *(SelectChoice(each.value, words.state(each.value)) for each in State),
        ]
        form.topic.choices = [
            SelectChoice("", words.any_topic()),
            *(SelectChoice(each.value, words.topic(each.value)) for each in Topic),
        ]
        form.review.choices = [SelectChoice("", words.any_review()), SelectChoice("waiting", words.only_waiting())]
        for each in (form.state, form.topic, form.review, form.words):
            each.data = each.data or ""
        return form


class YearFilter(Form):
    """Of which school year the numbers are."""

    class Meta(Form.Meta):
        csrf = False

    year = SelectField(_("School year"))

    @classmethod
    def of(cls, asked: MultiDict[str, str], *, years: Sequence[str]) -> YearFilter:
        """The years by their names, newest first."""
        form = cls(formdata=asked)
        form.year.choices = [SelectChoice(each, each) for each in years]
        form.year.data = form.year.data or years[0]
        return form


def _row(number: int) -> tuple[str, str, str]:
    return (f"option_en_{number}", f"option_es_{number}", f"right_{number}")


def _plain(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n")


def _data(content: Content | None, based_on: int) -> dict[str, Any]:
    if content is None:
        return {"based_on": based_on}
    told: dict[str, Any] = {f"{n}_{lang}": getattr(content, f"{n}_{lang}") for n in TEXTS for lang in ("en", "es")}
    for number, each in enumerate(content.options, start=1):
        told |= dict(zip(_row(number), (each.en, each.es, each.is_right), strict=True))
    truth = TRUE if 0 in content.right else FALSE
    return {**told, "based_on": based_on, "topic": content.topic.value, "link": content.link, "truth": truth}
