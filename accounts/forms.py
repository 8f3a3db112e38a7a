"""The forms of signing in, of getting back in and of own settings."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Self

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, PasswordField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from accounts import words
from accounts.rules import addresses, passwords, usernames
from accounts.rules.problems import Problem
from accounts.weak_passwords import common_passwords
from foundation.web.forms import Form
from foundation.web.language import LANGUAGES

LONGEST_TYPED = 254


class SignInForm(Form):
    """Who comes in."""

    username = StringField(
        _("Username"),
        [InputRequired(_("Type your username.")), Length(max=LONGEST_TYPED, message=_("That is no username."))],
    )
    password = PasswordField(_("Password"), [InputRequired(_("Type your password."))])


class ForgotPasswordForm(Form):
    """Whose password to reset."""

    username = StringField(
        _("Username"),
        [InputRequired(_("Type your username.")), Length(max=LONGEST_TYPED, message=_("That is no username."))],
    )


class ForgotUsernameForm(Form):
    """Which address to mail the user names to."""

    email = StringField(_("Email"), [InputRequired(_("Type your email address."))])

    def validate_email(self, field: Field) -> None:
        _judge(field, addresses.problems_with(field.data))


class JudgedForm(Form):
    """A form in which a password is chosen: fields `password` and `confirm_password`, judged by the rule."""

    facts: Iterable[str] = ()
    mode = "district"

    def judged_by(self, *, facts: Iterable[str], mode: str) -> Self:
        """Give the form what the rule asks for: what everybody knows of the owner, and the rule's mode."""
        self.facts, self.mode = facts, mode
        return self

    def validate_password(self, field: Field) -> None:
        found = passwords.problems_with(field.data, known_facts=self.facts, common=common_passwords(), mode=self.mode)
        _judge(field, found)

    def validate_confirm_password(self, field: Field) -> None:
        if passwords.normalised(field.data or "") != passwords.normalised(self["password"].data or ""):
            raise ValidationError(_("The two passwords differ. Type the new one twice."))


class NewPasswordForm(JudgedForm):
    """A password to choose, by whoever holds the mailed link."""

    password = PasswordField(_("New password"), [InputRequired(_("Type a new password."))])
    confirm_password = PasswordField(_("New password, once more"))


class InvitationForm(JudgedForm):
    """How a member of staff will sign in."""

    username = StringField(_("Username"), [InputRequired(_("Choose a username."))])
    password = PasswordField(_("Password"), [InputRequired(_("Choose a password."))])
    confirm_password = PasswordField(_("Password again"))

    def judged_by(self, *, facts: Iterable[str], mode: str) -> Self:
        return super().judged_by(facts=[self.username.data or "", *facts], mode=mode)

    def validate_username(self, field: Field) -> None:
        _judge(field, usernames.problems_with(field.data))


class ChangePasswordForm(JudgedForm):
    """The present password and the new one, in the order of the page."""

    current_password = PasswordField(_("Current password"), [InputRequired(_("Type your current password."))])
    password = PasswordField(_("New password"), [InputRequired(_("Type a new password."))])
    confirm_password = PasswordField(_("New password, once more"))


class RecoveryEmailForm(Form):
    """S4's three questions."""

    recovery_email = StringField(_("New Account Security Email"), [InputRequired(_("Type your email address."))])
    confirm_recovery_email = StringField(_("Confirm New Account Security Email"))
    password = PasswordField(_("Enter Password"), [InputRequired(_("Type your current password."))])

    def validate_recovery_email(self, field: Field) -> None:
        _judge(field, addresses.problems_with(field.data))

    def validate_confirm_recovery_email(self, field: Field) -> None:
        if addresses.key_of(field.data or "") != addresses.key_of(self.recovery_email.data or ""):
            raise ValidationError(_("The two addresses differ. Type the same address twice."))


class ProveForm(Form):
    """The present password, before a deed that asks for it again."""

    password = PasswordField(_("Current password"), [InputRequired(_("Type your current password."))])


class RemoveEmailForm(Form):
    """The present password, to be without a recovery email."""

    password = PasswordField(_("Current password"), [InputRequired(_("Type your current password."))])


class UsernameForm(Form):
    """The new name to sign in by, and the present password."""

    username = StringField(_("New username"), [InputRequired(_("Choose a username."))])
    password = PasswordField(_("Current password"), [InputRequired(_("Type your current password."))])

    def validate_username(self, field: Field) -> None:
        _judge(field, usernames.problems_with(field.data))
        if passwords.is_known(self.password.data or "", facts=[field.data]):
            raise ValidationError(_("Choose a username that is not your password."))


class EndForm(Form):
    """Nothing is asked: the button says it."""


class LanguageForm(Form):
    """The language to be spoken and written to in; each is named in itself."""

    language = RadioField(
        _("Language"),
        [InputRequired(_("Choose a language."))],
        choices=[SelectChoice(value=code, label=name) for code, name in LANGUAGES.items()],
        validate_choice=True,
    )


def _judge(field: Field, found: list[Problem]) -> None:
    """Say everything there is to change, not only the first thing."""
    field.errors = [*field.errors, *(words.error(each) for each in found)]


class FinderForm(Form):
    """What a district is called, and its state. A GET: it changes nothing and needs no token."""

    class Meta(Form.Meta):
        csrf = False

    name = StringField(_("District"))
    state = SelectField(_("State"), validate_choice=False)

    def offering(self, states: Collection[str]) -> FinderForm:
        """The form with the states that have a district here."""
        self.state.choices = [
            SelectChoice("", gettext("Every state")),
            *(SelectChoice(each, each) for each in sorted(states)),
        ]
        return self
