"""The forms in which a family writes to the school, and either side says more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Self

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from foundation.web.forms import OnceForm
from portal.queries.messages.conversations import TEACHES, Correspondent
from portal.rules.messages.writing import LONGEST_BODY, LONGEST_SUBJECT


def _body() -> TextAreaField:
    return TextAreaField(
        _("Message"),
        [
            InputRequired(_("Write your message.")),
            Length(max=LONGEST_BODY, message=_("That is too long. Say it in fewer words.")),
        ],
        render_kw={"rows": 6},
    )


class SayForm(OnceForm):
    """One more line."""

    body = _body()


class WriteForm(OnceForm):
    """A family's first words to somebody."""

    to = SelectField(_("To"), validate_choice=False)
    subject = StringField(
        _("Subject"),
        [
            InputRequired(_("Write a subject.")),
            Length(max=LONGEST_SUBJECT, message=_("That is too long. Say it in fewer words.")),
        ],
    )
    body = _body()

    def offering(self, people: Iterable[Correspondent], names: Mapping[int, str]) -> Self:
        """Give the form the teachers and offices there are; `names` are those of the students."""
        self.to.choices = [SelectChoice(key_of(each), _called(each, names)) for each in people]
        return self

    def check(self) -> bool:
        """Whether all of it is right; what is not stands at its field."""
        self.validate()
        if self.to.data not in {each.value for each in self.to.choices}:
            self.add_error("to", gettext("Choose a teacher or an office of your child."))
        return not self.errors


def key_of(each: Correspondent) -> str:
    """The value by which a form names somebody to write to, about one student."""
    return f"{each.what}:{each.public_id}:{each.student_id}"


def _called(each: Correspondent, names: Mapping[int, str]) -> str:
    told = {"name": each.name, "student": names.get(each.student_id, "")}
    if each.what == TEACHES:
        return str(gettext("%(name)s, %(classes)s (about %(student)s)", classes=each.classes, **told))
    return str(gettext("Office of %(name)s (about %(student)s)", **told))
