"""The forms of helping one person: whom to look for, and why something is done."""

from __future__ import annotations

import secrets

from flask_babel import lazy_gettext as _
from wtforms import Field, HiddenField, StringField
from wtforms.validators import InputRequired, ValidationError

from accounts.actions import Wish
from district.rules.searching import sought
from foundation.web.forms import Form

LONGEST_REASON = 300
BUTTON_BYTES, LONGEST_BUTTON = 16, 64


class DeskSearchForm(Form):
    """Names stay out of addresses: the form posts, and its answer is the page itself."""

    q = StringField(_("Whom are you helping?"))

    def validate_q(self, field: Field) -> None:
        if not sought(field.data or "").ways:
            raise ValidationError(_("Type two letters or more of a name, or a number, phone, email or username."))


class ReasonForm(Form):
    """Why something is done. `once` names the button as it stands on the page: pressed twice, it does its deed once."""

    because = StringField(_("Reason"), [InputRequired(_("Say in a few words why. It stays in the audit."))])
    once = HiddenField()

    def validate_because(self, field: Field) -> None:
        if len(field.data or "") > LONGEST_REASON:
            raise ValidationError(_("Say it shorter, in at most 300 characters."))

    def offered(self) -> ReasonForm:
        """The form as it is shown first, with a button of its own."""
        self.once.data = secrets.token_urlsafe(BUTTON_BYTES)
        return self

    def wish(self, *named: str) -> Wish:
        """What is asked for. The button belongs to the deed it stood under, whatever else the form says."""
        button = (self.once.data or secrets.token_urlsafe(BUTTON_BYTES))[:LONGEST_BUTTON]
        return Wish(":".join((*named, button)), self.because.data)
