"""The rules of an area as a form: what is typed becomes the document that a file has, and the same rule reads it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Self

from flask_babel import lazy_gettext as _
from wtforms import Field, FieldList, FormField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Regexp

from foundation.web.forms import LONGEST_TEXT, Form
from household.access.rules.policy import AfterLapse, AfterReturn, OnChange, Policy
from household.access.rules.policy_reading import Fault, is_area, read_policy
from household.access.rules.policy_writing import document_of
from household.access.words import policy_faults
from household.access.words.labels import after_lapse, after_return, on_change
from household.access.words.policy_desk import category

ASSUMABLE = ("courses", "approvals", "central_teams")
MOST_ROWS = 40
NUMBERED = ("term_school_years", "course_fresh_school_years")
CHOSEN = ("on_job_change", "on_location_change", "after_lapse", "after_return")
YES, NO = "yes", "no"
_A_NUMBER = re.compile(r"-?[0-9]{1,6}\Z")
_IN_A_LIST = re.compile(r"(courses|tracks)\[(\d+)\]\.(\w+)")
_WHOLE = _("This form was not whole. Open the page again and fill it in once more.")


class Row(Form):
    """A course or a track among others; a row without a code and without titles is none."""

    class Meta(Form.Meta):
        csrf = False

    code = StringField(_("Code"))
    title_en = StringField(_("Title in English"))
    title_es = StringField(_("Title in Spanish"))
    place = StringField(_("Place in the order"), render_kw={"inputmode": "numeric"})

    @property
    def is_blank(self) -> bool:
        return not any((self.code.data, self.title_en.data, self.title_es.data))


class CourseRow(Row):
    """A course."""

    link = StringField(_("Where it is taken"), render_kw={"inputmode": "url"})


class TrackRow(Row):
    """A track."""

    category = SelectField(_("For jobs"), choices=[], validate_choice=False)
    job_roles = TextAreaField(_("Job roles"), render_kw={"rows": 3})
    courses = TextAreaField(_("Courses it asks for"), render_kw={"rows": 3})
    approval = SelectField(
        _("The principal’s approval"),
        choices=[SelectChoice(NO, _("is not asked for")), SelectChoice(YES, _("is asked for"))],
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.category.choices = [SelectChoice(each, category(each)) for each in ("school", "central")]


class PolicyForm(Form):
    """Everything a policy says. `revision` and `based_on` tell which draft and which version it began from."""

    revision = HiddenField(validators=[Regexp(r"[0-9]{1,9}\Z", message=_WHOLE)])
    based_on = HiddenField(validators=[Regexp(r"[0-9]{0,9}\Z", message=_WHOLE)])
    starts = StringField(_("First day in force"))
    courses = FieldList(FormField(CourseRow), label=_("Courses"), max_entries=MOST_ROWS)
    tracks = FieldList(FormField(TrackRow), label=_("Tracks"), max_entries=MOST_ROWS)
    central_teams = TextAreaField(_("Central teams"), render_kw={"rows": 6})
    term_school_years = StringField(_("Length of a term, in school years"), render_kw={"inputmode": "numeric"})
    window_opens = StringField(_("Window to renew opens on"))
    course_fresh_school_years = StringField(
        _("How old a course may be, in school years"), render_kw={"inputmode": "numeric"}
    )
    quiz_course = StringField(_("Code of the recertification quiz"))
    on_job_change = RadioField(_("When the job changes"), choices=[], validate_choice=False)
    on_location_change = RadioField(_("When the place of work changes"), choices=[], validate_choice=False)
    after_lapse = RadioField(_("The way back after a lapse"), choices=[], validate_choice=False)
    after_return = RadioField(_("After a departure and a return"), choices=[], validate_choice=False)
    reminder_days = StringField(_("Reminders, days before the last day"))
    confirmed_courses = RadioField(_("The list of required courses"), choices=[], default=NO)
    confirmed_approvals = RadioField(_("Which tracks ask for the principal’s approval"), choices=[], default=NO)
    confirmed_central_teams = RadioField(_("The list of central teams"), choices=[], default=NO)

    @classmethod
    def of(cls, policy: Policy, *, revision: int, based_on: int | None) -> Self:
        """The form with a policy in it, and a blank row more for a course and a track."""
        table = document_of(policy)
        data = {
            **{name: str(table[name]) for name in NUMBERED},
            **{name: table[name] for name in (*CHOSEN, "window_opens", "quiz_course")},
            "revision": str(revision),
            "based_on": "" if based_on is None else str(based_on),
            "starts": policy.starts.isoformat(),
            "central_teams": "\n".join(table["central_teams"]),
            "reminder_days": ", ".join(str(each) for each in table["reminder_days"]),
            "courses": [*(_course(each, place) for place, each in enumerate(table["courses"], 1)), {}],
            "tracks": [*(_track(each, place) for place, each in enumerate(table["tracks"], 1)), {}],
        }
        return cls(data=data)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        changes = [SelectChoice(each.value, on_change(each)) for each in OnChange]
        self.on_job_change.choices, self.on_location_change.choices = changes, list(changes)
        self.after_lapse.choices = [SelectChoice(each.value, after_lapse(each)) for each in AfterLapse]
        self.after_return.choices = [SelectChoice(each.value, after_return(each)) for each in AfterReturn]
        for name in ASSUMABLE:
            self[f"confirmed_{name}"].choices = [
                SelectChoice(NO, _("came with Hearth, and is still to be confirmed")),
                SelectChoice(YES, _("is confirmed by the district")),
            ]
        self.problems: list[tuple[str, str]] = []
        """What is wrong, each with the id of its field, in the order of the page."""

    def read(self, area: str, before: Policy, *, number: int, today: date) -> Policy | None:
        """The policy that was typed; None where something is wrong with it, which stands beside its field then.

        `before` is what the draft was begun from: what it marks as assumed stays so until somebody confirms it.
        """
        if not self.validate():
            for name in ("csrf_token", "revision", "based_on"):
                self.problems += [("", str(each)) for each in self[name].errors]
        starts = self._starts(today)
        table = self._document(before)
        found = read_policy({"areas": {area: table}}, number=number, starts=starts or today, area=area)
        if not isinstance(found, Policy):
            for fault in found:
                self._put(fault)
            return None
        return None if self.problems else found

    @property
    def began_from(self) -> int:
        """The revision it was filled in from; only of a form that was read."""
        return int(self.revision.data)

    @property
    def version_seen(self) -> int | None:
        """The newest version when it was filled in; only of a form that was read."""
        return int(self.based_on.data) if self.based_on.data else None

    def is_assumed(self, name: str, before: Policy) -> bool:
        """Whether the page asks to confirm a list."""
        return name in before.assumptions

    def _starts(self, today: date) -> date | None:
        try:
            starts = date.fromisoformat(self.starts.data or "")
        except ValueError:
            self._add(self.starts, str(_("The first day in force is no day. Write it as 2027-07-01, or choose it.")))
            return None
        if starts < today:
            self._add(self.starts, str(_("No rule begins in the past. Choose today or a later day.")))
        return starts

    def _document(self, before: Policy) -> Mapping[str, Any]:
        confirmed = {name for name in ASSUMABLE if self[f"confirmed_{name}"].data == YES}
        return {
            **{name: _number(self[name].data) for name in NUMBERED},
            **{name: self[name].data or "" for name in (*CHOSEN, "window_opens", "quiz_course")},
            "assumptions": [each for each in before.assumptions if each not in confirmed],
            "reminder_days": [_number(each) for each in re.split(r"[,;\s]+", self.reminder_days.data or "") if each],
            "central_teams": _lines(self.central_teams.data),
            "courses": [_course_typed(each) for each in _in_order(self.courses)],
            "tracks": [_track_typed(each) for each in _in_order(self.tracks)],
        }

    def _put(self, fault: Fault) -> None:
        inside = _IN_A_LIST.fullmatch(fault.where)
        said = policy_faults.fault(fault)
        if inside is not None:
            row = _in_order(self[inside[1]])[int(inside[2])]
            self._add(row[inside[3]], said)
            self[inside[1]].errors = [*self[inside[1]].errors, said]
        elif isinstance(self[fault.where], FieldList):
            first = self[fault.where].entries[0].form.code if self[fault.where].entries else self.starts
            self._add(first, said)
            self[fault.where].errors = [*self[fault.where].errors, said]
        else:
            self._add(self[fault.where], said)

    def _add(self, field: Field, said: str) -> None:
        field.errors = [*field.errors, said]
        self.problems.append((field.id, said))


class PublishForm(Form):
    """Why a draft becomes the next version; `revision` is the draft that was looked at."""

    revision = HiddenField(validators=[Regexp(r"[0-9]{1,9}\Z", message=_WHOLE)])
    reason = TextAreaField(
        _("Why the rules change"),
        validators=[
            Regexp(r".*\S", flags=re.DOTALL, message=_("Say why. It stands in the history of the rules.")),
            Length(max=LONGEST_TEXT, message=_("Say it in at most 1,000 letters.")),
        ],
        render_kw={"rows": 3},
    )


class AreaForm(Form):
    """An access area beside household."""

    area = StringField(_("Name of the area"))

    def named(self, taken: Sequence[str]) -> str | None:
        """The name that was typed, where an area may be called so; else what is wrong stands beside it."""
        self.validate()
        name = (self.area.data or "").lower()
        if not is_area(name):
            told = _("Write the name in small letters, digits and hyphens, as in walk-in-scheduling.")
            self.add_error("area", str(told))
        elif name in taken:
            self.add_error("area", str(_("There is an area called so. Choose it above, or take another name.")))
        return None if self.errors else name


def _course(table: Mapping[str, Any], place: int) -> dict[str, Any]:
    return {**table, "place": str(place)}


def _track(table: Mapping[str, Any], place: int) -> dict[str, Any]:
    lists = {name: "\n".join(table[name]) for name in ("job_roles", "courses")}
    return {**table, **lists, "approval": YES if table["approval"] else NO, "place": str(place)}


def _course_typed(row: Any) -> dict[str, Any]:
    return {name: row[name].data or "" for name in ("code", "title_en", "title_es", "link")}


def _track_typed(row: Any) -> dict[str, Any]:
    return {
        **{name: row[name].data or "" for name in ("code", "title_en", "title_es", "category")},
        "job_roles": _lines(row.job_roles.data),
        "courses": _lines(row.courses.data),
        "approval": row.approval.data == YES,
    }


def _in_order(rows: FieldList) -> list[Any]:
    """The rows that are filled in, by the place somebody gave them; of equals in the order of the page."""
    filled = [each.form for each in rows.entries if not each.form.is_blank]
    return sorted(filled, key=lambda row: int(row.place.data) if _A_NUMBER.match(row.place.data or "") else 10**6)


def _lines(text: str | None) -> list[str]:
    return [each.strip() for each in (text or "").splitlines() if each.strip()]


def _number(text: str | None) -> int | str | None:
    """A number where one was typed; what was typed where it is none; None where nothing was."""
    if not text:
        return None
    return int(text) if _A_NUMBER.match(text) else text
