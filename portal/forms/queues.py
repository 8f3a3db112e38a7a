"""The forms that narrow a list of what families ask of a school or the help desk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from foundation.web.forms import Form

OPEN, SETTLED = "open", "settled"


class QueueForm(Form):
    """What still waits, or what is settled. It changes nothing, so it carries no token."""

    class Meta(Form.Meta):
        csrf = False

    state = SelectField(_("State"), default=OPEN, validate_choice=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.state.choices = [SelectChoice(OPEN, gettext("Waiting")), SelectChoice(SETTLED, gettext("Settled"))]
        self.state.data = SETTLED if self.state.data == SETTLED else OPEN

    @property
    def is_open(self) -> bool:
        return bool(self.state.data == OPEN)


class SchoolQueueForm(QueueForm):
    """The same of all schools, or of one."""

    school = SelectField(_("School"), default="", validate_choice=False)

    def offering(self, schools: Iterable[tuple[str, str]]) -> Self:
        """Give the form the schools there are: public id and name."""
        named = (SelectChoice(value=public_id, label=name) for public_id, name in schools)
        self.school.choices = [SelectChoice(value="", label=gettext("All schools")), *named]
        self.school.data = self.school.data or ""
        return self
