"""The forms of a contact: a new case, an answer, a permission, a closing, a reopening; and what narrows the list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Self

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from foundation.file_kinds import PAPERS, Kind
from foundation.web.forms import EditForm, Form, OnceForm
from foundation.web.uploads import FilesField
from support.queries.case_lists import Wanted
from support.queries.case_page import NamedSeen
from support.queries.contacts import Appointment
from support.queries.status import Notice
from support.rules.contacts import Request, may_request
from support.rules.kinds import TECHNICAL, CaseType, Module
from support.rules.response import Priority
from support.rules.statuses import Status
from support.rules.submitting import Asked, SubmitProblem, ids_in, is_hosted, problems
from support.words import cases as words
from support.words import submitting

TAKEN = (*PAPERS, Kind.TEXT)
"""Kinds of file that a case takes."""
LONGEST_SUBJECT = 120
LONGEST_WORDS = 10_000
TOO_LONG = _("That is too long. Say it in fewer words.")


def _area(label: Any, *checks: Any, rows: int = 4, id: str | None = None) -> TextAreaField:
    long = Length(max=LONGEST_WORDS, message=TOO_LONG)
    return TextAreaField(label, [*checks, long], id=id, render_kw={"rows": rows})


def _files() -> FilesField:
    return FilesField(_("Files"), kinds=TAKEN)


def _flag() -> BooleanField:
    return BooleanField(_("It tells of students"))


class _WithFiles(OnceForm):
    """A form with files: the same form sent twice is known by what the files hold, not by their names alone."""

    files = _files()

    def answers(self) -> dict[str, Any]:
        return {**super().answers(), "files": [(each.name, each.sha256) for each in self.files.data]}


class NewCaseForm(_WithFiles):
    """A new case."""

    organization = SelectField(_("For which organization"), validate_choice=False)
    subject = StringField(
        _("Subject"),
        [DataRequired(_("Say in a few words what it is about.")), Length(max=LONGEST_SUBJECT, message=TOO_LONG)],
    )
    type = SelectField(_("Type"), default=CaseType.PROBLEM.value, validate_choice=False)
    module = SelectField(_("Part of the software"), default=Module.OTHER.value, validate_choice=False)
    priority = SelectField(_("Priority"), default=Priority.MEDIUM.value, validate_choice=False)
    incident = SelectField(_("Is it a posted incident?"), default="", validate_choice=False)
    details = _area(_("What happened"), DataRequired(_("Say what happened.")), rows=5)
    did = _area(_("What you did before"))
    expected = _area(_("What you expected"))
    steps = _area(_("Steps to see it"))
    people = StringField(_("Ids of the people affected"))
    has_student_data = _flag()
    due_on = DateField(_("By which day, if it is time-sensitive"), [Optional()])

    def offering(self, mine: Sequence[Appointment], incidents: Iterable[Notice], language: str) -> Self:
        """Give the form what this contact may choose."""
        self.organization.choices = [SelectChoice(each.organization_public_id, each.organization) for each in mine]
        requests = {each for one in mine for each in may_request(one.kind, one.hosting)}
        self.type.choices = [
            SelectChoice(each.value, words.type_of(each.value))
            for each in CaseType
            if (each not in TECHNICAL or Request(each.value) in requests)
            and (each is not CaseType.OUTAGE or any(is_hosted(one.hosting) for one in mine))
        ]
        self.module.choices = [SelectChoice(each.value, words.module(each.value)) for each in Module]
        self.priority.choices = [
            SelectChoice(each.value, f"{words.priority(each.value)}: {submitting.promise(each)}") for each in Priority
        ]
        self.incident.choices = [
            SelectChoice("", str(_("No, or I do not know"))),
            *(SelectChoice(each.public_id, each.title.get(language) or each.title["en"]) for each in incidents),
        ]
        return self

    def check(self, mine: Sequence[Appointment], *, today: date) -> Appointment | None:
        """The organization it is for, where all of it is right; what is not stands at its field."""
        self.validate()
        if self.due_on.errors:
            self.due_on.errors = [str(_("Write the day as month, day and year, or leave it empty."))]
        chosen = self.organization.data or (mine[0].organization_public_id if len(mine) == 1 else "")
        as_contact = next((each for each in mine if each.organization_public_id == chosen), None)
        if as_contact is None:
            self.add_error("organization", str(_("Choose one of the organizations that you ask for.")))
        for name, codes in (("type", CaseType), ("module", Module), ("priority", Priority)):
            if self[name].data not in set(codes):
                self.add_error(name, str(_("Choose one of the list.")))
        if self.incident.data and self.incident.data not in {each.value for each in self.incident.choices}:
            self.add_error("incident", str(_("That incident is over, or none of ours. Choose again.")))
        if as_contact is not None and not self["type"].errors:
            for each in problems(self._asked(as_contact), today=today):
                self.add_error(submitting.FIELDS[each], submitting.problem(each))
        return None if self.errors else as_contact

    def _asked(self, as_contact: Appointment) -> Asked:
        return Asked(
            type=CaseType(self["type"].data),
            kind=as_contact.kind,
            hosting=as_contact.hosting,
            due_on=self.due_on.data,
            steps=self.steps.data or "",
            people=ids_in(self.people.data or ""),
            has_student_data=bool(self.has_student_data.data),
        )


class CommentForm(_WithFiles):
    """Something to say on a case, with files or without."""

    body = _area(_("What you want to say"), rows=5)
    still_happens = BooleanField(_("It still happens with the release"))
    people = StringField(_("Ids of further people affected"))
    has_student_data = _flag()
    about = SelectField(_("Whose record it tells of"), default="", validate_choice=False)

    def offering(self, people: Iterable[NamedSeen]) -> Self:
        """Give the form the people who are named on the case."""
        self.about.choices = [
            SelectChoice("", str(_("Everybody whom the case is about"))),
            *(SelectChoice(str(each.id), each.name or each.written) for each in people),
        ]
        return self

    def check(self) -> bool:
        """Whether all of it is right; what is not stands at its field."""
        self.validate()
        if not self.body.data and not self.files.data and not self.errors:
            self.add_error("body", str(_("Write something, or choose a file.")))
        if self.about.data not in {each.value for each in self.about.choices}:
            self.add_error("about", str(_("Choose one of the list.")))
        named = len(self.about.choices) > 1 or ids_in(self.people.data or "")
        if self.has_student_data.data and not named:
            self.add_error("people", submitting.problem(SubmitProblem.NOBODY_NAMED))
        if len(ids_in(self.people.data or "")) > 20:
            self.add_error("people", submitting.problem(SubmitProblem.TOO_MANY))
        return not self.errors


class PermissionForm(OnceForm):
    """A written answer to what the desk asks to do."""

    answer = RadioField(
        _("Your answer"),
        [InputRequired(_("Say yes or no."))],
        choices=[SelectChoice("yes", _("Yes, I give permission for exactly this")), SelectChoice("no", _("No"))],
    )
    words = _area(_("What you want to say with it"), id="permission-words")

    def validate_words(self, field: TextAreaField) -> None:
        if self.answer.data == "no" and not field.data:
            raise ValidationError(_("Say why not, so that the desk can ask for something else."))


class CloseForm(EditForm):
    """A contact closes the case."""

    solved = RadioField(
        _("Is it solved?"),
        [InputRequired(_("Say whether it is solved."))],
        choices=[SelectChoice("yes", _("Yes, it is solved")), SelectChoice("no", _("No, close it all the same"))],
    )
    words = _area(_("What you want to say with it"))


class ReopenForm(EditForm):
    """A closed case is opened again, with what more there is to say."""

    body = _area(_("What is still wrong, and what you have seen since"), DataRequired(_("Say what is still wrong.")))
    has_student_data = _flag()


class RemoveForm(OnceForm):
    """A file is taken away; nothing is typed."""


class CaseFilter(Form):
    """What narrows the list. It changes nothing, so it carries no token."""

    class Meta(Form.Meta):
        csrf = False

    q = StringField(_("Case number or words"))
    status = SelectField(_("Status"), default="open")
    priority = SelectField(_("Priority"))
    module = SelectField(_("Part of the software"))
    organization = SelectField(_("Organization"))
    whose = SelectField(_("Whose"))

    @classmethod
    def of(cls, asked: MultiDict[str, str], mine: Sequence[Appointment]) -> CaseFilter:
        """The filter as an address has it; what the address leaves out is not narrowed, but to open cases."""
        form = cls(formdata=asked or None)
        every = SelectChoice("", str(_("All")))
        form.status.choices = [
            SelectChoice("open", str(_("Every open one"))),
            every,
            *(SelectChoice(each.value, words.status(each.value)) for each in Status),
        ]
        form.priority.choices = [every, *(SelectChoice(each.value, words.priority(each.value)) for each in Priority)]
        form.module.choices = [every, *(SelectChoice(each.value, words.module(each.value)) for each in Module)]
        form.organization.choices = [
            every,
            *(SelectChoice(each.organization_public_id, each.organization) for each in mine),
        ]
        form.whose.choices = [every, SelectChoice("mine", str(_("Submitted by me")))]
        if asked and "status" not in asked:
            form.status.data = "open"
        return form

    def wanted(self) -> Wanted:
        """What the list is narrowed to; what no choice offers narrows nothing."""

        def chosen(name: str) -> str:
            field = self[name]
            return str(field.data or "") if field.data in {each.value for each in field.choices} else ""

        return Wanted(
            text=(self.q.data or "")[:LONGEST_SUBJECT],
            status=chosen("status"),
            priority=chosen("priority"),
            module=chosen("module"),
            organization=chosen("organization"),
            mine=chosen("whose") == "mine",
        )
