"""The form in which somebody on staff writes a message, and what narrows the search for one family."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Self
from zoneinfo import ZoneInfo

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from district.rules import grades
from district.words import grade
from foundation.web.forms import EditForm, Form, OnceForm
from foundation.web.language import LANGUAGES
from foundation.web.uploads import FilesField
from portal.models import Message
from portal.queries.messages.within import Class
from portal.rules.messages.leaving import moment_of
from portal.rules.messages.placeholders import Found, Placeholder, filled, unknown_in
from portal.rules.messages.writing import LONGEST_SUBJECT, MOST_FILES, Audience, Kind, Refusal, faults_of
from portal.words import messages as words

SECTION, SCHOOL, STUDENT, ALL = "section", "school", "student", "all"
OWN, SHARED = "own", "shared"
WORDS = ("subject_en", "body_en", "subject_es", "body_es")


def _subject(label: str) -> StringField:
    return StringField(label)


def _body(label: str) -> TextAreaField:
    return TextAreaField(label, render_kw={"rows": 6})


class WordsForm(EditForm):
    """Subject and message in each language. Each form of words has the four fields at their place on its page."""

    def texts(self) -> dict[str, tuple[str, str]]:
        """Subject and body of each language that was written in."""
        return {language: words for language, words in self.typed_words().items() if any(words)}

    def typed_words(self) -> dict[str, tuple[str, str]]:
        """The same of every language."""
        return {each: (self[f"subject_{each}"].data or "", self[f"body_{each}"].data or "") for each in LANGUAGES}

    def show_words(self, texts: Mapping[str, Sequence[str]]) -> None:
        """Fill the form with words as they were kept."""
        for language, (subject, body) in texts.items():
            self[f"subject_{language}"].data, self[f"body_{language}"].data = subject, body

    def check_words(self) -> None:
        """What is missing or too long stands at its field."""
        for name, fault in faults_of(self.typed_words()).items():
            self.add_error(name, words.refused(fault))

    def check_placeholders(self, faults_in: Callable[[str], list[Found]]) -> None:
        """What stands in braces and cannot be filled, with its place, at its field."""
        for field in WORDS:
            for found in faults_in(self[field].data or ""):
                self.add_error(field, words.not_filled(found))

    def fill(self, names: Mapping[Placeholder, str]) -> None:
        """Put the names where the placeholders stand."""
        for field in WORDS:
            self[field].data = filled(self[field].data or "", names)


class TemplateForm(WordsForm):
    """Words to be written again."""

    name = StringField(_("Name of the template"))
    whose = RadioField(_("For whom"), default=OWN, validate_choice=False)
    subject_en, body_en = _subject(_("Subject in English")), _body(_("Message in English"))
    subject_es, body_es = _subject(_("Subject in Spanish")), _body(_("Message in Spanish"))

    def offering(self, *, everywhere: bool) -> Self:
        """Give the form whose it may be: the district’s is for whoever writes to everybody."""
        self.whose.choices = [SelectChoice(OWN, gettext("For me"))]
        if everywhere:
            self.whose.choices.append(SelectChoice(SHARED, gettext("For all of the district who write")))
        return self

    def check(self) -> bool:
        """Whether it may be kept as it is; what may not stands at its field."""
        if not self.name.data:
            self.add_error("name", gettext("Give it a name by which you find it again."))
        if len(self.name.data or "") > LONGEST_SUBJECT:
            self.add_error("name", gettext("That is too long. Say it in fewer words."))
        if self.whose.data not in {each.value for each in self.whose.choices}:
            self.whose.data = OWN
        self.check_words()
        self.check_placeholders(unknown_in)
        return not self.errors


class ComposeForm(WordsForm):
    """A message: to whom, what about, the words in each language, and when it leaves."""

    to = SelectField(_("To"), validate_choice=False)
    audience = RadioField(_("For whom"), default=Audience.FAMILIES.value, validate_choice=False)
    grade = SelectField(_("Only students of this grade"), default="", validate_choice=False)
    reads = SelectField(_("Only those who read"), default="", validate_choice=False)
    kind = RadioField(_("What it is about"), validate_choice=False)
    subject_en, body_en = _subject(_("Subject in English")), _body(_("Message in English"))
    subject_es, body_es = _subject(_("Subject in Spanish")), _body(_("Message in Spanish"))
    day = StringField(_("Day"))
    hour = StringField(_("Time"))

    def offering(
        self,
        classes: Iterable[Class],
        schools: Iterable[tuple[str, str]],
        kinds: Iterable[Kind],
        *,
        everywhere: bool,
        student: tuple[str, str] | None = None,
    ) -> Self:
        """Give the form what its author may choose; `student` is the public id and name of the one family meant."""
        self.to.choices = [
            *([SelectChoice(f"{STUDENT}:{student[0]}", student[1])] if student else []),
            *(SelectChoice(f"{SECTION}:{each.id}", _class(each)) for each in classes),
            *(SelectChoice(f"{SCHOOL}:{public_id}", name) for public_id, name in schools),
            *([SelectChoice(ALL, gettext("Every school"))] if everywhere else []),
        ]
        self.kind.choices = [SelectChoice(each.value, words.kind(each.value)) for each in kinds]
        self.audience.choices = [SelectChoice(each.value, words.audience(each.value)) for each in Audience]
        self.grade.choices = [
            SelectChoice("", gettext("Every grade")),
            *(SelectChoice(each, grade(each)) for each in (*grades.KINDERGARTEN_TO_FIVE, *grades.SIX_TO_TWELVE)),
        ]
        self.reads.choices = [
            SelectChoice("", gettext("Every language")),
            *(SelectChoice(code, name) for code, name in LANGUAGES.items()),
        ]
        self.kind.data = self.kind.data or next((each.value for each in self.kind.choices), "")
        return self

    def showing(self, message: Message, to: str, zone: ZoneInfo) -> Self:
        """Fill the form with a draft as it was kept."""
        self.to.data, self.audience.data, self.kind.data = to, message.audience, message.kind
        self.grade.data, self.reads.data = message.grade, message.language
        self.version.data = str(message.version)
        self.show_words(message.texts)
        if message.wanted_at is not None:
            local = message.wanted_at.astimezone(zone)
            self.day.data, self.hour.data = local.date().isoformat(), f"{local:%H:%M}"
        return self

    def check(self, *, now: datetime, zone: ZoneInfo) -> bool:
        """Whether all that needs no look at the record is right; what is not stands at its field."""
        for name in ("to", "kind"):
            offered = {each.value for each in self[name].choices}
            if self[name].data not in offered:
                refusal = Refusal.NOT_REACHED if name == "to" else Refusal.KIND
                self.add_error(name, words.refused(refusal))
        for name in ("audience", "grade", "reads"):
            if self[name].data not in {each.value for each in self[name].choices}:
                self[name].data = self[name].default
        self.check_words()
        self._check_moment(now, zone)
        return not self.errors

    def wanted_at(self, zone: ZoneInfo) -> datetime | None:
        """The moment typed, or None where it may leave at once; only of a form that was checked."""
        if not self.day.data:
            return None
        at = time.fromisoformat(self.hour.data) if self.hour.data else time(8)
        return moment_of(date.fromisoformat(self.day.data), at, zone=zone)

    def _check_moment(self, now: datetime, zone: ZoneInfo) -> None:
        if self.hour.data and not self.day.data:
            self.add_error("day", gettext("A time needs its day."))
            return
        try:
            wanted = self.wanted_at(zone)
        except ValueError:
            self.add_error("day", gettext("That is no day and time. Choose them again, or leave both empty."))
            return
        if wanted is not None and wanted < now:
            self.add_error("day", gettext("That moment has gone. Choose one to come, or leave both empty."))


class AttachForm(OnceForm):
    """Files that go with a message."""

    files = FilesField(_("Files to attach"), most=MOST_FILES, needed=_("Choose a file."))


class FamilyForm(Form):
    """What one looks for a family by. It changes nothing, so it carries no token."""

    class Meta(Form.Meta):
        csrf = False

    q = StringField(_("Name of the student"))


def _class(each: Class) -> str:
    """`Biology, period 3, Juniper High School`."""
    period = gettext("period %(period)s", period=each.period) if each.period else ""
    return ", ".join(part for part in (each.title, period, each.school) if part)
