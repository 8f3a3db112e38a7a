"""The form that has a list counted for a reminder."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import HiddenField
from wtforms.validators import Regexp

from foundation.web.forms import Form

KEY_BYTES = 16


class BulkForm(Form):
    """One button. `key` names the form as it stands on the page: sent twice, it counts once."""

    key = HiddenField(
        validators=[Regexp(r"[0-9a-f]{32}\Z", message=_("This form was not whole. Fill it in again and send it."))]
    )
