"""The forms of the clean-up queue: what narrows the list, and who looks after a finding until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict
from wtforms import DateField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from foundation.web.forms import EditForm, Form
from household.editor.queries import School
from household.editor.queries.queue import Owner, Wanted
from household.editor.rules.findings import RULES, Code, Severity
from household.editor.words import findings as said

AGES = (7, 30, 90)
"""Days; a list may be narrowed to what is so old at least."""
NAMES = ("severity", "kind", "school", "age", "owner")


class CleanupFilter(Form):
    """Severity, kind, school, age and owner. It changes nothing, so it carries no token."""

    class Meta(Form.Meta):
        csrf = False

    severity = SelectField(lazy_gettext("How bad"))
    kind = SelectField(lazy_gettext("What is wrong"))
    school = SelectField(lazy_gettext("School"))
    age = SelectField(lazy_gettext("How long"))
    owner = SelectField(lazy_gettext("Who looks after it"))

    @classmethod
    def of(cls, asked: MultiDict[str, str], *, schools: Sequence[School]) -> CleanupFilter:
        """The filter as an address has it; what the address leaves out is not narrowed."""
        form = cls(formdata=asked)
        form.schools = {each.public_id: each.id for each in schools}
        form.severity.choices = [
            SelectChoice("", _("All")),
            *(SelectChoice(each.name.lower(), said.severity(each)) for each in Severity),
        ]
        kinds = sorted(Code, key=lambda each: (RULES[each].severity, said.what(each)))
        form.kind.choices = [SelectChoice("", _("Everything"))] + [
            SelectChoice(each.value, said.what(each)) for each in kinds
        ]
        form.school.choices = [SelectChoice("", _("Every school you reach"))] + [
            SelectChoice(each.public_id, each.name) for each in schools
        ]
        form.age.choices = [SelectChoice("", _("Any time"))] + [
            SelectChoice(str(each), said.at_least(each)) for each in AGES
        ]
        form.owner.choices = [SelectChoice(each.value, said.owner(each)) for each in Owner]
        for name in NAMES:
            form[name].data = form[name].data or ""
        return form

    def wanted(self, *, today: date) -> Wanted:
        """What to ask the list for; only of a filter that validates."""
        chosen = self.severity.data
        return Wanted(
            severity=Severity[chosen.upper()] if chosen else None,
            code=Code(self.kind.data) if self.kind.data else None,
            school_id=self.schools.get(self.school.data),
            seen_by=today - timedelta(days=int(self.age.data)) if self.age.data else None,
            owner=Owner(self.owner.data),
        )

    def address(self) -> dict[str, str]:
        """What an address needs to ask the same again, without what is left open."""
        asked = {name: self[name].data for name in NAMES}
        return {name: value for name, value in asked.items() if value}


class GiveForm(EditForm):
    """To whom a finding goes."""

    colleague = StringField(
        lazy_gettext("Colleague"),
        [InputRequired(lazy_gettext("Type the user name or the employee number of a colleague.")), Length(max=200)],
    )


class LeaveForm(EditForm):
    """Until when a finding is left, and why."""

    until = DateField(lazy_gettext("Until"), [InputRequired(lazy_gettext("Choose a day, as YYYY-MM-DD."))])
    because = StringField(
        lazy_gettext("Reason"),
        [
            InputRequired(lazy_gettext("Say in a few words why. It stays in the audit.")),
            Length(max=300, message=lazy_gettext("Say it shorter, in at most 300 characters.")),
        ],
    )
