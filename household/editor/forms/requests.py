"""The forms of the queue: what narrows the list, and an answer to each field of one request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self, cast

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from district.queries.requests import RequestSeen
from district.rules.requests import LONGEST_REASON, Answer, AnswerProblem, Difference, Given, answers_for
from district.words import requests as words
from foundation.web.forms import EditForm, Form

OPEN, LATE, SETTLED = "open", "late", "settled"
SOMEBODY_NEW = "new"
LATER = ""
ANSWER, REASON = "answer_", "reason_"


class QueueForm(Form):
    """What narrows the queue. It changes nothing, so it carries no token."""

    class Meta(Form.Meta):
        csrf = False

    state = SelectField(_("State"), default=OPEN, validate_choice=False)
    school = SelectField(_("School"), default="", validate_choice=False)

    def offering(self, schools: Iterable[str]) -> Self:
        """Give the form the schools there are, by their names."""
        self.state.choices = [
            SelectChoice(value=OPEN, label=gettext("Waiting")),
            SelectChoice(value=LATE, label=gettext("Late")),
            SelectChoice(value=SETTLED, label=gettext("Settled")),
        ]
        self.school.choices = [
            SelectChoice(value="", label=gettext("All schools")),
            *(SelectChoice(value=each, label=each) for each in schools),
        ]
        self.state.data = self.state.data if self.state.data in (LATE, SETTLED) else OPEN
        self.school.data = self.school.data or ""
        return self


class AnswerForm(EditForm):
    """An answer and a reason for each field. `shown` names the values that were true when its page was made."""

    shown = HiddenField(default="")

    def given(self) -> dict[str, Given]:
        """What was answered, by field; a field left for later is not among them."""
        chosen = {name.removeprefix(ANSWER): self[name].data for name in self._fields if name.startswith(ANSWER)}
        return {
            field: Given(Answer(answer), self[REASON + field].data or "")
            for field, answer in chosen.items()
            if answer in (Answer.ACCEPTED, Answer.DECLINED)
        }

    def refused(self, problems: Mapping[str, Iterable[AnswerProblem]]) -> Self:
        """Each problem at its field; those of the whole at the top."""
        for field, codes in problems.items():
            for code in codes:
                if not field:
                    self.form_errors.append(words.not_answered(code))
                else:
                    name = REASON if code is AnswerProblem.REASON_MISSING else ANSWER
                    self.add_error(name + field, words.not_answered(code))
        return self

    def offering(self, stands: Mapping[str, Difference], alike: Iterable[tuple[str, str]], *, may_wait: bool) -> Self:
        """Give each field the answers it allows, and a new contact those on record who may be meant."""
        later = [(LATER, _("Later"))] if may_wait else []
        for field, difference in stands.items():
            possible = [(each.value, _DEEDS[each]) for each in answers_for(difference)]
            self[ANSWER + field].choices = [
                SelectChoice(value=value, label=label) for value, label in (*possible, *later)
            ]
        if "known" in self:
            self["known"].choices = [
                *(SelectChoice(value=public_id, label=said) for public_id, said in alike),
                SelectChoice(value=SOMEBODY_NEW, label=_("Somebody new on record")),
            ]
        return self


_DEEDS = {Answer.ACCEPTED: _("Accept"), Answer.DECLINED: _("Decline")}


def answer_form(request: RequestSeen, *, asks_who: bool) -> AnswerForm:
    """The form of one request: with a choice of who is meant where somebody on record may be."""
    made: dict[str, Any] = {}
    for each in request.fields:
        made[ANSWER + each.field] = RadioField(_("Your answer"), default=LATER, choices=[], validate_choice=False)
        made[REASON + each.field] = StringField(
            _("Reason, for the family to read"),
            [Length(max=LONGEST_REASON, message=_("That is too long. Say it in fewer words."))],
        )
    if asks_who:
        made["known"] = RadioField(_("Who is this on record?"), default=SOMEBODY_NEW, choices=[], validate_choice=False)
    return cast("AnswerForm", type("RequestAnswerForm", (AnswerForm,), made)())
