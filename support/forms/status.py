"""The forms of a status notice: posting one, and saying more in it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from foundation.web.forms import OnceForm
from foundation.web.language import LANGUAGES
from support.actions.status import NewNotice
from support.rules.status import LONGEST_TEXT, LONGEST_TITLE, NoticeFault, NoticeKind, System
from support.words import status as words

TITLE = [
    DataRequired(_("Say in a line what it is. Both languages are needed: families read one of them.")),
    Length(max=LONGEST_TITLE, message=_("Say it shorter, in at most 120 characters.")),
]
TEXT = [
    DataRequired(_("Say what is known. Both languages are needed: families read one of them.")),
    Length(max=LONGEST_TEXT, message=_("Say it shorter, in at most 2,000 characters.")),
]
ROWS = {"rows": 4}


class UpdateForm(OnceForm):
    """More to say in a notice, and whether that is the end of it."""

    text_en = TextAreaField(_("What is known, in English"), TEXT, render_kw=ROWS)
    text_es = TextAreaField(_("What is known, in Spanish"), TEXT, render_kw=ROWS)
    closes = BooleanField(_("It is over: close the notice with this"))

    def texts(self) -> dict[str, str]:
        """By language."""
        return {each: self[f"text_{each}"].data or "" for each in LANGUAGES}


class NoticeForm(OnceForm):
    """A notice: what it is about, its words in both languages, and for maintenance its time."""

    kind = RadioField(_("What it is"), default=NoticeKind.INCIDENT.value)
    system = SelectField(_("Which system"), default=System.EVERYTHING.value)
    starts_on = StringField(_("First day"))
    starts_time = StringField(_("Begins at"))
    until_on = StringField(_("Last day"))
    until_time = StringField(_("Over by"))
    title_en = StringField(_("Title in English"), TITLE)
    text_en = TextAreaField(_("What is known, in English"), TEXT, render_kw=ROWS)
    title_es = StringField(_("Title in Spanish"), TITLE)
    text_es = TextAreaField(_("What is known, in Spanish"), TEXT, render_kw=ROWS)

    def offering(self) -> NoticeForm:
        """The form with what there is to choose."""
        self.kind.choices = [SelectChoice(each.value, words.kind(each)) for each in NoticeKind]
        self.system.choices = [SelectChoice(each.value, words.system(each)) for each in System]
        return self

    def is_whole(self, zone: ZoneInfo) -> bool:
        """Whether all that needs no look at the clock is right; what is not stands at its field."""
        is_valid = bool(self.validate())
        for name in ("starts", "until"):
            try:
                self._moment(name, zone)
            except ValueError:
                self.add_error(f"{name}_on", gettext("That is no day and time. Choose them again."))
                is_valid = False
        return is_valid

    def new(self, zone: ZoneInfo) -> NewNotice:
        """What is to be told; only of a form that is whole."""
        kind = NoticeKind(self.kind.data)
        is_planned = kind is NoticeKind.MAINTENANCE
        return NewNotice(
            kind=kind,
            system=System(self.system.data),
            title={each: self[f"title_{each}"].data or "" for each in LANGUAGES},
            texts={each: self[f"text_{each}"].data or "" for each in LANGUAGES},
            starts_at=self._moment("starts", zone) if is_planned else None,
            until_at=self._moment("until", zone) if is_planned else None,
        )

    def refuse(self, fault: NoticeFault) -> None:
        """Put what keeps it from being posted beside the field that it is about."""
        self.add_error(
            "starts_on" if fault in (NoticeFault.NO_WINDOW, NoticeFault.TOO_FAR) else "until_on", words.fault(fault)
        )

    def _moment(self, name: str, zone: ZoneInfo) -> datetime | None:
        """The moment typed, None where its day or its time is missing. Raises ValueError for what is neither."""
        day, hour = self[f"{name}_on"].data, self[f"{name}_time"].data
        typed = (date.fromisoformat(day) if day else None, time.fromisoformat(hour) if hour else None)
        if typed[0] is None or typed[1] is None:
            return None
        return datetime.combine(typed[0], typed[1].replace(tzinfo=None), zone).astimezone(UTC)
