"""The forms of getting an account."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from wtforms import Field, PasswordField, StringField
from wtforms.validators import InputRequired, ValidationError

from accounts import words as account_words
from accounts.rules import addresses, passwords, usernames
from accounts.rules.problems import Problem
from accounts.weak_passwords import common_passwords
from foundation.web.forms import LONGEST_TEXT, Form


class CodeForm(Form):
    """The code from a letter or an email. Whether it is one is asked of the record, not here."""

    code = StringField(_("Activation code"), [InputRequired(_("Type the code from your letter or email."))])

    def validate_code(self, field: Field) -> None:
        if len(field.data) > LONGEST_TEXT:
            raise ValidationError(_("That is longer than a code. Type the code from your letter or email."))


class AccountForm(Form):
    """How the person will sign in, and get back in."""

    username = StringField(_("Username"), [InputRequired(_("Choose a username."))])
    password = PasswordField(_("Password"), [InputRequired(_("Choose a password."))])
    confirm_password = PasswordField(_("Password again"))
    recovery_email = StringField(_("Recovery email"))
    confirm_recovery_email = StringField(_("Recovery email again"))

    facts: Iterable[str] = ()
    mode = "district"

    def judged_by(self, *, facts: Iterable[str], mode: str) -> AccountForm:
        """Give the form what the password rule asks for: what everybody knows of the owner, and the rule's mode."""
        self.facts, self.mode = facts, mode
        return self

    def validate_username(self, field: Field) -> None:
        _judge(field, usernames.problems_with(field.data))

    def validate_password(self, field: Field) -> None:
        facts = [self.username.data or "", *self.facts]
        _judge(field, passwords.problems_with(field.data, known_facts=facts, common=common_passwords(), mode=self.mode))

    def validate_confirm_password(self, field: Field) -> None:
        if passwords.normalised(field.data or "") != passwords.normalised(self.password.data or ""):
            raise ValidationError(_("The two passwords are different. Type the second one again."))

    def validate_recovery_email(self, field: Field) -> None:
        if field.data:
            _judge(field, addresses.problems_with(field.data))

    def validate_confirm_recovery_email(self, field: Field) -> None:
        if addresses.key_of(field.data or "") != addresses.key_of(self.recovery_email.data or ""):
            raise ValidationError(_("The two recovery emails are different. Type the second one again."))


def _judge(field: Field, found: list[Problem]) -> None:
    """Say everything there is to change, not only the first thing."""
    field.errors = [*field.errors, *(account_words.error(each) for each in found)]
