"""The form of a canned reply."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from foundation.web.forms import EditForm
from support.rules.canned import LONGEST_TEXT, LONGEST_TITLE


class ReplyForm(EditForm):
    """What it is chosen by, what it says, and in which language."""

    title = StringField(
        lazy_gettext("Title"),
        [
            InputRequired(lazy_gettext("Say in a few words when it is used.")),
            Length(max=LONGEST_TITLE, message=lazy_gettext("Say it in at most 80 characters.")),
        ],
    )
    language = SelectField(
        lazy_gettext("Language"),
        choices=[SelectChoice("en", lazy_gettext("English")), SelectChoice("es", lazy_gettext("Spanish"))],
    )
    body = TextAreaField(
        lazy_gettext("Text"),
        [
            InputRequired(lazy_gettext("Write what the contact reads.")),
            Length(max=LONGEST_TEXT, message=lazy_gettext("Write at most 5,000 characters.")),
        ],
    )
