"""The forms of getting an account."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Self

from flask_babel import lazy_gettext as _
from wtforms import DateField, Field, PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, StopValidation, ValidationError

from accounts import words as account_words
from accounts.rules import addresses, passwords, usernames
from accounts.rules.problems import Problem
from accounts.weak_passwords import common_passwords
from foundation import clock
from foundation.web.forms import LONGEST_TEXT, Form
from portal.rules.asking import Asked

EARLIEST = date(1900, 1, 1)


class CodeForm(Form):
    """The code from a letter or an email. Whether it is one is asked of the record, not here."""

    code = StringField(_("Activation code"), [InputRequired(_("Type the code from your letter or email."))])

    def validate_code(self, field: Field) -> None:
        if len(field.data) > LONGEST_TEXT:
            raise ValidationError(_("That is longer than a code. Type the code from your letter or email."))


class NewCodeForm(Form):
    """Who asks, and for the family of which student. All of it is compared with the record by a job, never here."""

    first_name = StringField(_("Your first name"), [InputRequired(_("Type your first name."))])
    last_name = StringField(_("Your last name"), [InputRequired(_("Type your last name."))])
    student_first_name = StringField(_("Student’s first name"), [InputRequired(_("Type the student’s first name."))])
    student_last_name = StringField(_("Student’s last name"), [InputRequired(_("Type the student’s last name."))])
    student_birth_date = DateField(
        _("Student’s birth date"), [InputRequired(_("Give the student’s birth date."))], format=["%Y-%m-%d", "%m/%d/%Y"]
    )
    student_number = StringField(_("Student number"))
    school = SelectField(_("School"), choices=[], validate_choice=False)

    def offering(self, schools: Iterable[tuple[str, str]]) -> Self:
        """Give the form the schools there are: public id and name."""
        self.school.choices = [
            SelectChoice(value="", label=_("Choose the school")),
            *(SelectChoice(value=public_id, label=name) for public_id, name in schools),
        ]
        return self

    def validate_student_birth_date(self, field: Field) -> None:
        if field.data is None or not EARLIEST <= field.data <= clock.today():
            field.errors.clear()
            raise StopValidation(_("Give a birth date that has been, as month, day and year."))

    def validate_school(self, field: Field) -> None:
        if not field.data and not self.student_number.data:
            raise ValidationError(_("Give the student number or choose the school."))

    def asked(self) -> Asked:
        """What was typed, each at most so long as a record is."""
        return Asked(
            first_name=self.first_name.data[:LONGEST_TEXT],
            last_name=self.last_name.data[:LONGEST_TEXT],
            student_first_name=self.student_first_name.data[:LONGEST_TEXT],
            student_last_name=self.student_last_name.data[:LONGEST_TEXT],
            student_birth_date=self.student_birth_date.data,
            student_number=(self.student_number.data or "")[:LONGEST_TEXT],
            school=(self.school.data or "")[:LONGEST_TEXT],
        )


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

    def with_username(self, username: str) -> AccountForm:
        """The account is prepared: this is its user name, whatever was sent."""
        self.username.data, self.username.raw_data = username, [username]
        self.username.label.text = _("Your username")
        self.username.render_kw = {"readonly": True}
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
