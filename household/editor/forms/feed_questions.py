"""The form that says which of two values counts: the one on record, or a feed’s."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from district.queries.feed_questions import FeedQuestion
from foundation.web.forms import EditForm
from household.editor.forms.parts import optional_reason
from household.editor.words import feed_questions as words

KEEP, TAKE = "keep", "take"


class WhichCountsForm(EditForm):
    """`question` is the one that the page showed, `version` that of the record it is about."""

    question = HiddenField()
    answer = RadioField(
        _("Which value counts?"),
        [InputRequired(_("Say which value counts."))],
        choices=[SelectChoice(KEEP, KEEP), SelectChoice(TAKE, TAKE)],
    )
    reason = optional_reason()

    def about(self, question: FeedQuestion) -> WhichCountsForm:
        """The same form, with what each answer would do."""
        self.answer.choices = [SelectChoice(KEEP, words.keep(question)), SelectChoice(TAKE, words.take(question))]
        self.question.data, self.version.data = str(question.id), str(question.version)
        return self
