"""The forms of an advisor’s deeds on a case. Each carries the version that its page showed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import DateField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from foundation.web.forms import EditForm
from support.actions.working import Then
from support.rules.calls import Check
from support.rules.escalation import Team
from support.rules.kinds import CaseType, Module
from support.rules.permissions import PermissionKind
from support.rules.response import Priority
from support.words import advisors, cases

LONGEST = 10_000
SHORT = 200


def _words(label: Any, missing: Any = None) -> TextAreaField:
    most = Length(max=LONGEST, message=lazy_gettext("Write at most 10,000 characters."))
    return TextAreaField(label, [InputRequired(missing), most] if missing is not None else [most])


def _line(label: Any, missing: Any = None) -> StringField:
    most = Length(max=SHORT, message=lazy_gettext("Write at most 200 characters."))
    return StringField(label, [InputRequired(missing), most] if missing is not None else [most])


def offered(told: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Choices as a field wants them."""
    return [SelectChoice(value, label) for value, label in told]


class DeedForm(EditForm):
    """A form whose choices are said in the reader’s language when it is made."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.offer()

    def offer(self) -> None:
        """Fill the fields that are chosen from."""

    def filled(self) -> dict[str, Any]:
        """What was typed into the fields that people see."""
        return {name: value for name, value in self.answers().items() if name not in ("form_key", "version")}


class BareForm(DeedForm):
    """Nothing but a button."""


class ReplyToContact(DeedForm):
    """What the contact reads, and where it leaves the case."""

    body = _words(lazy_gettext("Your reply"), lazy_gettext("Write what the contact reads."))
    then = RadioField(lazy_gettext("And then"), default=Then.STAY.value)
    on = DateField(lazy_gettext("Day"), [Optional()])

    def offer(self) -> None:
        self.then.choices = offered(
            [
                (Then.STAY.value, _("The desk goes on with it")),
                (Then.INPUT.value, _("The contact is asked for something")),
                (Then.SCHEDULE.value, _("The desk goes on with it on a day")),
            ]
        )


class NoteForm(DeedForm):
    """What advisors tell each other."""

    body = _words(lazy_gettext("Note"), lazy_gettext("Write what your colleagues should know."))
    asks = RadioField(lazy_gettext("Does a colleague have to look at it?"), default="no")

    def offer(self) -> None:
        self.asks.choices = offered([("no", _("No, it is a note only")), ("yes", _("Yes, I ask for help"))])


class TriageForm(DeedForm):
    """What a case is about, and how bad it is."""

    module = SelectField(lazy_gettext("Module"))
    type = SelectField(lazy_gettext("Type"))
    priority = SelectField(lazy_gettext("Priority"))

    def offer(self) -> None:
        self.module.choices = offered((each.value, cases.module(each.value)) for each in Module)
        self.type.choices = offered((each.value, cases.type_of(each.value)) for each in CaseType)
        self.priority.choices = offered((each.value, cases.priority(each.value)) for each in Priority)


class AssignForm(DeedForm):
    """Who has it from now on."""

    advisor = SelectField(lazy_gettext("Advisor"))


class ResolutionForm(DeedForm):
    """What was wrong and how it was solved."""

    body = _words(lazy_gettext("Resolution"), lazy_gettext("Write how it was solved, so that the contact can see it."))


class EscalateForm(DeedForm):
    """To which team, and what the contact is told."""

    team = SelectField(lazy_gettext("Team"))
    body = _words(lazy_gettext("Note that the contact reads"))

    def offer(self) -> None:
        self.team.choices = offered((each.value, advisors.team(each)) for each in Team)


class PermissionForm(DeedForm):
    """What the desk asks to do."""

    kind = RadioField(lazy_gettext("What you ask for"), default=PermissionKind.DATA_CHANGE.value)
    what = _words(lazy_gettext("What exactly would be done"))

    def offer(self) -> None:
        self.kind.choices = offered((each.value, advisors.permission(each)) for each in PermissionKind)


class StepForm(DeedForm):
    """What was done, and under which permission."""

    permission = SelectField(lazy_gettext("Permission"), validate_choice=False)
    body = _words(lazy_gettext("What you did"))


class DefectForm(DeedForm):
    """The number of an issue that is on record."""

    reference = _line(lazy_gettext("The developers’ issue"), lazy_gettext("Type the number of the issue."))


class CloseForm(DeedForm):
    """Why the desk closes it."""

    solved = RadioField(lazy_gettext("Is it solved?"), default="yes")
    body = _words(lazy_gettext("Reason"), lazy_gettext("Say why. The contacts read it."))

    def offer(self) -> None:
        self.solved.choices = offered([("yes", _("Yes")), ("no", _("No: a contact may reopen it within 60 days"))])


class DuplicateForm(DeedForm):
    """Which case goes on instead."""

    number = _line(lazy_gettext("Number of the other case"), lazy_gettext("Type the number of the case that goes on."))
    body = _words(
        lazy_gettext("What the contacts are told"), lazy_gettext("Say where it goes on. The contacts read it.")
    )


class ReopenForm(DeedForm):
    """Why a closed case is opened again."""

    body = _words(lazy_gettext("Reason"), lazy_gettext("Say why. The contacts read it."))


class HandOverForm(DeedForm):
    """Which contact has it from now on."""

    contact = SelectField(lazy_gettext("Contact"), validate_choice=False)
    body = _words(lazy_gettext("What the contact should know"))


class CallForm(DeedForm):
    """Who called, how they were known, and what was said."""

    contact = SelectField(lazy_gettext("Who called"), validate_choice=False)
    others = _line(lazy_gettext("Who else was on the line"))
    checks = SelectMultipleField(
        lazy_gettext("What you checked"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    body = _words(lazy_gettext("What was said"))

    def offer(self) -> None:
        self.checks.choices = offered((each.value, advisors.check(each)) for each in Check)


class EmergencyForm(DeedForm):
    """What somebody who is no contact reports, and why it cannot wait for one."""

    organization = SelectField(lazy_gettext("Organization"))
    caller = _line(lazy_gettext("Who calls, and from where"))
    because = _words(lazy_gettext("Why it cannot wait for a contact"))
    subject = _line(lazy_gettext("Subject"), lazy_gettext("Say in a few words what is wrong."))
    details = _words(lazy_gettext("What happened"), lazy_gettext("Write what the caller tells."))
    module = SelectField(lazy_gettext("Module"))
    type = SelectField(lazy_gettext("Type"))
    priority = SelectField(lazy_gettext("Priority"), default=Priority.CRITICAL.value)

    def offer(self) -> None:
        self.module.choices = offered((each.value, cases.module(each.value)) for each in Module)
        self.type.choices = offered((each.value, cases.type_of(each.value)) for each in CaseType)
        self.priority.choices = offered((each.value, cases.priority(each.value)) for each in Priority)


class NewDefectForm(DeedForm):
    """An issue of the developers’."""

    reference = _line(lazy_gettext("The developers’ issue"))
    title = _line(lazy_gettext("What goes wrong"))
    module = SelectField(lazy_gettext("Module"))

    def offer(self) -> None:
        self.module.choices = offered((each.value, cases.module(each.value)) for each in Module)


class TrialForm(DeedForm):
    """Where it was tried, and what was seen."""

    environment = _line(lazy_gettext("Environment"))
    showed = RadioField(lazy_gettext("Did it show?"), default="yes")
    note = _line(lazy_gettext("What you saw"))

    def offer(self) -> None:
        self.showed.choices = offered([("yes", _("Yes")), ("no", _("No"))])


class ReleaseForm(DeedForm):
    """The release that mends it."""

    name = _line(lazy_gettext("Release"))
    told = _words(lazy_gettext("What every contact involved is told"))
