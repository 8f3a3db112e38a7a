"""The forms of health: a condition, that it has ended, what is wrong of immunizations, and the nurse's answer."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from foundation.web.forms import EditForm, OnceForm
from portal.rules.health import LONGEST_BECAUSE, LONGEST_CARE, LONGEST_SAID, LONGEST_TITLE, Answer
from portal.words import health as words

TOO_LONG = _("That is too long. Say it in fewer words.")


class ConditionForm(EditForm):
    """What it is, and what the school should know or do."""

    title = StringField(_("What is it?"), [Length(max=LONGEST_TITLE, message=TOO_LONG)])
    care = TextAreaField(
        _("What should the school know or do?"), [Length(max=LONGEST_CARE, message=TOO_LONG)], render_kw={"rows": 4}
    )


class EndForm(EditForm):
    """One button: it is over."""


class CorrectionForm(OnceForm):
    """What is wrong."""

    said = TextAreaField(_("What is wrong?"), [Length(max=LONGEST_SAID, message=TOO_LONG)], render_kw={"rows": 4})


class AnswerForm(OnceForm):
    """What the nurse did, and what the family reads."""

    answer = RadioField(_("What did you do?"), default="", validate_choice=False)
    because = StringField(_("For the family to read"), [Length(max=LONGEST_BECAUSE, message=TOO_LONG)])

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.answer.choices = [SelectChoice(each.value, words.answer(each)) for each in Answer]
