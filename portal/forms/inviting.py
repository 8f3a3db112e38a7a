"""The forms of inviting colleagues and contacts, and of giving roles."""

from __future__ import annotations

from typing import Self

from flask_babel import lazy_gettext as _
from wtforms import Field, SelectField, SelectMultipleField, StringField, widgets
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from accounts import words as account_words
from accounts.actions import NewContact
from accounts.rules import addresses
from accounts.rules.roles import GIVEN
from foundation.web.forms import Form
from portal.forms.people import ReasonForm
from portal.words import inviting as words

LONGEST_NUMBER, LONGEST_NAME = 40, 100


class InviteForm(Form):
    """Whom to invite, by the number human resources know, and with which roles."""

    employee_id = StringField(
        _("Employee number"),
        [
            InputRequired(_("Type the employee number.")),
            Length(max=LONGEST_NUMBER, message=_("That is no employee number.")),
        ],
    )
    roles = SelectMultipleField(
        _("Roles"), widget=widgets.ListWidget(prefix_label=False), option_widget=widgets.CheckboxInput()
    )

    def offering(self, *, may_give_roles: bool) -> Self:
        """The form with the roles whoever asks may give: all of them, or none."""
        self.roles.choices = [SelectChoice(name, words.role(name)) for name in GIVEN] if may_give_roles else []
        return self


class GiveRoleForm(ReasonForm):
    """Which role to give, and why."""

    role = SelectField(_("Role"))

    def offering(self) -> Self:
        """With every role there is."""
        self.role.choices = [SelectChoice(name, words.role(name)) for name in GIVEN]
        return self


class ContactForm(Form):
    """Somebody of another organization."""

    first_name = StringField(_("First name"), [InputRequired(_("Type the first name.")), Length(max=LONGEST_NAME)])
    last_name = StringField(_("Last name"), [InputRequired(_("Type the last name.")), Length(max=LONGEST_NAME)])
    organization = StringField(
        _("Organization"), [InputRequired(_("Type the name of the organization.")), Length(max=LONGEST_NAME)]
    )
    email = StringField(_("Email"), [InputRequired(_("Type their email address."))])

    def validate_email(self, field: Field) -> None:
        problems = [account_words.error(each) for each in addresses.problems_with(field.data or "")]
        if problems:
            raise ValidationError(problems[0])

    def contact(self) -> NewContact:
        """Who is added."""
        return NewContact(self.first_name.data, self.last_name.data, self.organization.data, self.email.data)
