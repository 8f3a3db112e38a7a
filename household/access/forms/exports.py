"""What a list that leaves as a file is for: it is asked at every export, and stands in the audit."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from foundation.web.forms import Form


class ExportForm(Form):
    """`format` is that of the button pressed, where a list leaves in several."""

    reason = StringField(
        _("What the file is for"),
        [
            InputRequired(_("Say in a few words what the file is for: it stands in the audit.")),
            Length(max=300, message=_("Say it shorter, in at most 300 characters.")),
        ],
    )
    format = HiddenField()
