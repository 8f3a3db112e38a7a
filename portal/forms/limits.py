"""The form by which a family says from when on it wants to be told."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import StringField

from foundation.web.forms import EditForm
from portal.rules.limits import Limits, Refusal, read_days, read_percent
from portal.words import limits as words


class LimitsForm(EditForm):
    """Both limits for one child; an empty one tells nothing."""

    mark_below = StringField(_("Tell me when a mark is below this many percent"), render_kw={"inputmode": "numeric"})
    absences = StringField(
        _("Tell me when the days of absence of the school year reach"), render_kw={"inputmode": "numeric"}
    )

    def read(self) -> Limits | None:
        """What was typed; None where it is no number, which stands at its field."""
        mark, days = read_percent(self.mark_below.data or ""), read_days(self.absences.data or "")
        for name, found in (("mark_below", mark), ("absences", days)):
            if isinstance(found, Refusal):
                self.add_error(name, words.refused(found))
        if isinstance(mark, Refusal) or isinstance(days, Refusal):
            return None
        return Limits(mark, days)

    def showing(self, mark_below: int | None, absences: int | None, version: int) -> None:
        """Fill the form with what is kept."""
        self.mark_below.data = "" if mark_below is None else str(mark_below)
        self.absences.data = "" if absences is None else str(absences)
        self.version.data = str(version)
