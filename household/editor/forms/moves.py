"""The forms of moves and splits: one form over several pages, each of which carries what the others asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from district.actions.homes import Lines
from district.actions.moving import Proof
from district.rules.moves import Kind, Where, may_lack_proof
from foundation.web.forms import EditForm
from household.editor.words import moves as words

LONGEST_LINE = 120
OWN = "own"
"""They come to a household of their own, rather than to one that is there."""
_TOO_LONG = _("Write it in 120 characters or fewer.")
_STATE = re.compile(r"[A-Za-z]{2}")
_ZIP = re.compile(r"\d{5}(-\d{4})?")


def _line(label: Any) -> StringField:
    return StringField(label, [Length(max=LONGEST_LINE, message=_TOO_LONG)])


class ProofForm(EditForm):
    """A paper that proves where a household lives, which whoever fills this in has seen."""

    proof = SelectField(_("Proof of residence you have seen"), default="", validate_choice=False)
    proof_dated = DateField(_("Day on the paper"), [Optional()])

    today: date

    def standing(self, *, today: date, proofs: Sequence[tuple[str, str]]) -> None:
        """Fill in what the day and the district decide."""
        self.today = today
        none = SelectChoice("", gettext("Not brought yet"))
        self.proof.choices = [none, *(SelectChoice(each[0], words.proof_kind(each[0], proofs)) for each in proofs)]

    @property
    def proof_seen(self) -> Proof | None:
        return Proof(self.proof.data, self.proof_dated.data) if self.proof.data else None

    def check_proof(self, *, may_lack: bool) -> None:
        """What is to be changed of it is put beside its fields."""
        if self.proof.data not in [each.value for each in self.proof.choices or ()]:
            self.add_error("proof", gettext("Choose one of the papers."))
        elif not self.proof.data and not may_lack:
            self.add_error("proof", gettext("Choose the paper you have seen: the district asks for one here."))
        if self.proof.data:
            self.need_day("proof_dated", _("Choose the day on the paper."))
        if self.proof.data and self.proof_dated.data and self.proof_dated.data > self.today:
            self.add_error("proof_dated", gettext("The day on the paper lies ahead. Look at the paper again."))

    def need_day(self, name: str, missing: Any) -> None:
        """A day is to be there, and to be one."""
        field = self[name]
        if field.data is None:
            field.errors = []
            typed = any(field.raw_data or ())
            self.add_error(name, gettext("Type a day as month, day and year.") if typed else str(missing))


class HomeForm(ProofForm):
    """Where to, and what proves it. `step` is the page that was asked for by the button pressed."""

    WHO: ClassVar[tuple[str, ...]] = ("day",)
    WHERE: ClassVar[tuple[str, ...]] = (
        *("line_1", "line_2", "city", "state", "postal_code", "is_confidential", "home", "phone"),
        *("proof", "proof_dated"),
    )

    step = HiddenField(default="who")
    day = DateField(_("First day at the new address"), [Optional()])
    line_1 = _line(_("Street and number"))
    line_2 = _line(_("Apartment or unit (if there is one)"))
    city = _line(_("City"))
    state = StringField(_("State"), [Length(max=2, message=_("Write the state in two letters, such as CO."))])
    postal_code = StringField(_("ZIP code"), [Length(max=10, message=_("Write a ZIP code of five digits."))])
    is_confidential = BooleanField(_("Keep the new address confidential"))
    home = RadioField(_("With whom do they live there?"), default="", validate_choice=False)
    phone = StringField(_("Phone of the other home (if there is one)"), [Length(max=40, message=_TOO_LONG)])

    days_without_proof = 0
    """How long a move may lack a proof; 0: it may not."""

    def offer(self, households: Iterable[tuple[str, str]]) -> None:
        """Ask whether they come to one of these households (public id, who lives there)."""
        own = SelectChoice(OWN, gettext("In a household of their own"))
        self.home.choices = [own, *(SelectChoice(*each) for each in households)]

    @property
    def kind_of_move(self) -> Kind:
        return Kind.MOVE

    @property
    def where(self) -> dict[int, Where]:
        """Where each person lives afterwards, as far as it was said: nobody moves who is not named."""
        return {}

    @property
    def leaves_some(self) -> bool:
        """Whether somebody stays here: then the other home has a phone of its own."""
        return True

    @property
    def people_field(self) -> str:
        """The field that a mistake about a person stands beside."""
        return "day"

    @property
    def lines(self) -> Lines:
        typed = (self.line_1, self.line_2, self.city, self.state, self.postal_code)
        line_1, line_2, city, state, postal_code = (each.data or "" for each in typed)
        return Lines(line_1, line_2, city, state.upper(), postal_code)

    def page_to_mend(self, upto: str) -> str | None:
        """The first page, of those up to and with `upto`, on which something is to be changed."""
        self.validate()
        pages = {"who": self.WHO, "where": self.WHERE}
        asked = ("who",) if upto == "who" else ("who", "where")
        for name, field in self._fields.items():
            if not any(name in pages[each] for each in asked):
                field.errors = []
        self._check_who()
        if upto != "who":
            self._check_where()
        return next((each for each in asked if set(pages[each]) & set(self.errors)), None)

    def carried(self, *shown: str) -> list[tuple[str, str]]:
        """What the fields that are not shown hold, as it was typed."""
        left = [each for each in self if each.name not in (*shown, "csrf_token", "form_key", "version", "step")]
        return [(each.name, str(value)) for each in left for value in (each.raw_data or ())]

    def _check_who(self) -> None:
        self.need_day("day", _("Choose the first day at the new address."))

    def _check_where(self) -> None:
        needed = {
            "line_1": _("Type the street and the number."),
            "city": _("Type the city."),
            "state": _("Write the state in two letters, such as CO."),
            "postal_code": _("Write a ZIP code of five digits."),
        }
        patterns = {"state": _STATE, "postal_code": _ZIP}
        for name, message in needed.items():
            pattern = patterns.get(name, re.compile(".+"))
            if not self[name].errors and not pattern.fullmatch(self[name].data or ""):
                self.add_error(name, str(message))
        self.check_proof(may_lack=may_lack_proof(self.kind_of_move, days=self.days_without_proof))


class MoveForm(HomeForm):
    """What happened, and who moves. Nobody is ticked to begin with."""

    WHO = ("kind", "who", "day", "through")

    kind = RadioField(_("What happened?"), default="", validate_choice=False)
    who = SelectMultipleField(
        _("Who moves?"),
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    through = DateField(_("Last day there, for a time alone"), [Optional()])

    def among(self, members: Mapping[int, tuple[str, str]]) -> MoveForm:
        """The same form, with these members (public id, who that is) to tick."""
        self.ids = {public_id: person_id for person_id, (public_id, _label) in members.items()}
        self.who.choices = [SelectChoice(*each) for each in members.values()]
        self.kind.choices = [SelectChoice(each.value, words.kind(each)) for each in Kind]
        return self

    @property
    def kind_of_move(self) -> Kind:
        return Kind(self.kind.data)

    @property
    def where(self) -> dict[int, Where]:
        ticked = set(self.who.data or ())
        return {person_id: Where.THERE for public_id, person_id in self.ids.items() if public_id in ticked}

    @property
    def leaves_some(self) -> bool:
        return len(self.where) < len(self.ids)

    @property
    def people_field(self) -> str:
        return "who"

    def _check_who(self) -> None:
        if self.kind.data not in {each.value for each in Kind}:
            self.add_error("kind", gettext("Say what happened."))
        if not self.where:
            self.add_error("who", gettext("Tick whoever lives elsewhere now. Nobody moves who is not ticked."))
        if self.kind.data != Kind.CORRECTION.value:
            super()._check_who()
        if self.kind.data == Kind.TEMPORARY.value:
            self.need_day("through", _("Choose the last day there: a later move makes it longer."))


class SplitForm(HomeForm):
    """Where each member lives after one household has become two."""

    names: Mapping[int, str]

    @property
    def where(self) -> dict[int, Where]:
        known = {each.value for each in Where}
        chosen = {who: self[name].data for who, name in self.names.items()}
        return {who: Where(said) for who, said in chosen.items() if said in known}

    @property
    def people_field(self) -> str:
        return next(iter(self.names.values()), "day")

    def _check_who(self) -> None:
        super()._check_who()
        for name in self.names.values():
            if self[name].data not in [each.value for each in self[name].choices]:
                self.add_error(name, gettext("Choose one of these."))


def split_form(members: Mapping[int, tuple[str, str]], *, sharing: Iterable[int]) -> HomeForm:
    """The form of a split: where each of these members lives afterwards; those in `sharing` may live in both homes."""
    shared = set(sharing)
    names = {person_id: f"where_{public_id}" for person_id, (public_id, _label) in members.items()}
    fields: dict[str, Any] = {}
    for person_id, (_public_id, label) in members.items():
        choices = [each for each in Where if person_id in shared or each in (Where.HERE, Where.THERE)]
        fields[names[person_id]] = RadioField(
            label,
            default=Where.HERE.value,
            validate_choice=False,
            choices=[SelectChoice(each.value, words.where(each)) for each in choices],
        )
    made: type[SplitForm] = type("SplitFormOfOne", (SplitForm,), {**fields, "WHO": ("day", *fields)})
    form = made()
    form.names = names
    return form
