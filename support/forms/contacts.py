"""The forms of appointing contacts, ending and keeping them, and of naming building coaches."""

from __future__ import annotations

from typing import Self

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from foundation.web.forms import Form
from support.queries.coaches import Coached
from support.rules.contacts import ContactKind
from support.words import contacts as words

LONGEST_NAME, LONGEST_REASON = 200, 300


def who_field() -> StringField:
    """Somebody with an account here, by what colleagues know of them."""
    return StringField(
        _("Employee number, username, or the email of an invited contact"),
        [
            InputRequired(_("Type the employee number, the username or the email.")),
            Length(max=LONGEST_NAME, message=_("That is too long to be a number, a username or an email.")),
        ],
    )


class FindForm(Form):
    """Whom to appoint, and as what; nothing is done yet."""

    class Meta(Form.Meta):
        csrf = False

    who = who_field()
    kind = SelectField(_("As"), choices=[SelectChoice(each.value, words.CONTACT_KINDS[each]) for each in ContactKind])


class AppointForm(Form):
    """The same, said again beside the name it means."""

    who = who_field()
    kind = SelectField(_("As"), choices=[SelectChoice(each.value, words.CONTACT_KINDS[each]) for each in ContactKind])
    one_more = BooleanField(_("Appoint one more than the three that are recommended"))


class ReasonForm(Form):
    """Why; it is told to the contact."""

    because = StringField(_("Reason"), [InputRequired(_("Say in a few words why. The contact is told."))])

    def validate_because(self, field: Field) -> None:
        if len(field.data or "") > LONGEST_REASON:
            raise ValidationError(_("Say it shorter, in at most 300 characters."))


class CoachForm(Form):
    """Who helps their colleagues, and at which school."""

    school = SelectField(_("School"))
    employee_id = StringField(
        _("Employee number"),
        [
            InputRequired(_("Type the employee number.")),
            Length(max=LONGEST_NAME, message=_("That is no employee number.")),
        ],
    )

    def offering(self, schools: list[Coached]) -> Self:
        """With the schools of the organization."""
        self.school.choices = [SelectChoice(each.public_id, each.name) for each in schools]
        return self


class EmptyForm(Form):
    """A button and nothing else."""
