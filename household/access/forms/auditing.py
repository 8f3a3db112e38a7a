"""The form by which an auditor asks for a day."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import DateField
from wtforms.validators import InputRequired

from foundation.web.forms import Form


class DayForm(Form):
    """Which day. It changes nothing, so it carries no token."""

    class Meta(Form.Meta):
        csrf = False

    day = DateField(_("Day"), [InputRequired(_("Choose a day, as YYYY-MM-DD."))])


class OnDayForm(Form):
    """On which day one person’s answer is wanted. It changes nothing, so it carries no token."""

    class Meta(Form.Meta):
        csrf = False

    on = DateField(_("Day"), [InputRequired(_("Choose a day, as YYYY-MM-DD."))])
