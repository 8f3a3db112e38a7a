"""The forms of excusing absences: what a family asks, what the office answers, and which answers leave as a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Self, cast

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from foundation.web.exports import ExportForm
from foundation.web.forms import EditForm, OnceForm
from portal.rules.excuses import LONGEST_WORDS, Answer, Reason
from portal.words import excuses as words

LONGEST_BECAUSE = 300
LONGEST_SPAN = timedelta(days=366)
LATER = ""
ANSWER, BECAUSE = "answer_", "because_"


class ExcuseForm(OnceForm):
    """Which days, and why."""

    days = SelectMultipleField(
        _("Days"), validate_choice=False, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    reason = RadioField(_("Why"), default="", validate_choice=False)
    said = TextAreaField(
        _("In your words"),
        [Length(max=LONGEST_WORDS, message=_("That is too long. Say it in fewer words."))],
        render_kw={"rows": 3},
    )

    def offering(self, days: Mapping[date, str]) -> Self:
        """Give the form the days that may be asked about."""
        self.days.choices = [SelectChoice(day.isoformat(), said) for day, said in days.items()]
        self.reason.choices = [SelectChoice(each.value, words.reason(each)) for each in Reason]
        return self

    def check(self) -> bool:
        """Whether all of it is right; what is not stands at its field."""
        self.validate()
        if not self.chosen():
            self.add_error("days", gettext("Choose the days."))
        if self.reason.data not in set(Reason):
            self.add_error("reason", gettext("Choose why your child was away, or “Something else”."))
        elif self.reason.data == Reason.OTHER and not self.said.data:
            self.add_error("said", gettext("Say in a few words why."))
        return not self.errors

    def chosen(self) -> frozenset[date]:
        """The days that were ticked; what is no day is none."""
        return frozenset(found for each in self.days.data or () if (found := _day(each)) is not None)


class AnswerExcuseForm(EditForm):
    """An answer and a reason for each day that waits."""

    def check(self) -> bool:
        """Whether something is answered, and each day that is declined says why."""
        self.validate()
        given = self.given()
        for day, (answer, because) in given.items():
            if answer is Answer.DECLINED and not because:
                self.add_error(BECAUSE + day.isoformat(), gettext("Say why it is declined: the family reads it."))
        if not given:
            self.add_error("", gettext("Accept or decline one day at least."))
        return not self.errors

    def given(self) -> dict[date, tuple[Answer, str]]:
        """What was answered, by day; a day left for later is not among them."""
        names = [name.removeprefix(ANSWER) for name in self._fields if name.startswith(ANSWER)]
        chosen = {name: self[ANSWER + name].data for name in names}
        return {
            date.fromisoformat(name): (Answer(answer), self[BECAUSE + name].data or "")
            for name, answer in chosen.items()
            if answer in set(Answer)
        }


class DecisionsForm(ExportForm):
    """Whose answers leave as a file, and what for: those given from one day through another."""

    first = DateField(_("Answered from"), [InputRequired(_("Choose the day, as YYYY-MM-DD."))])
    last = DateField(_("Answered through"), [InputRequired(_("Choose the day, as YYYY-MM-DD."))])

    def check(self) -> bool:
        """Whether they are two days in their order, and no more than a year."""
        self.validate()
        if not self.errors:
            first, last = self.first.data, self.last.data
            if last < first:
                self.add_error("last", gettext("The last day comes before the first. Choose a later one."))
            elif last - first > LONGEST_SPAN:
                self.add_error("last", gettext("That is more than a year. Take it in parts."))
        return not self.errors


def answer_form(days: Iterable[date]) -> AnswerExcuseForm:
    """The form of one request, with the days that wait."""
    made: dict[str, Any] = {}
    for each in days:
        made[ANSWER + each.isoformat()] = RadioField(
            _("Your answer"),
            default=LATER,
            choices=[SelectChoice(value, label) for value, label in _DEEDS],
            validate_choice=False,
        )
        made[BECAUSE + each.isoformat()] = StringField(
            _("Reason, for the family to read"),
            [Length(max=LONGEST_BECAUSE, message=_("That is too long. Say it in fewer words."))],
        )
    return cast("AnswerExcuseForm", type("OneAnswerExcuseForm", (AnswerExcuseForm,), made)())


_DEEDS = ((Answer.ACCEPTED.value, _("Accept")), (Answer.DECLINED.value, _("Decline")), (LATER, _("Later")))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
