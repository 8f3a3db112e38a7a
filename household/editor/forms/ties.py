"""The forms of relationships: what an adult is to a child, when it ends and why, and whom to call first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import DateField, Field, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional, ValidationError

from district.models import Relationship
from district.relationship_types import relationship_types
from district.rules.homes import Span
from district.rules.relationships import FLAGS, LAST_PLACE, TieFault, Wanted
from district.words.relationships import not_tied, type_name
from foundation.web.forms import EditForm
from household.editor.queries import PersonSeen

DAY = timedelta(days=1)
YES, NO, UNKNOWN = "yes", "no", "unknown"
_SAID = {YES: True, NO: False, UNKNOWN: None}
_ANSWERS = {value: answer for answer, value in _SAID.items()}
LONGEST_REASON = 300


def _answer(label: str) -> SelectField:
    choices = [SelectChoice(UNKNOWN, _("Not known")), SelectChoice(YES, _("Yes")), SelectChoice(NO, _("No"))]
    return SelectField(label, choices=choices, default=UNKNOWN)


def _place(form: EditForm, field: Field) -> None:
    typed = field.data or ""
    if typed and not (typed.isascii() and typed.isdecimal() and 1 <= int(typed[:4]) <= LAST_PLACE):
        raise ValidationError(not_tied(TieFault.NO_SUCH_PLACE))


class TieForm(EditForm):
    """What an adult is to a child. `tie` is the row that is changed; empty where one begins."""

    tie = HiddenField(default="")
    type = SelectField(_("What the adult is to the child"), choices=[], validate_choice=False)
    starts = DateField(_("First day"), [InputRequired(_("Choose the first day, as YYYY-MM-DD."))])
    last_day = DateField(_("Last day"), [Optional()])
    guardian = _answer(_("Guardian"))
    portal = _answer(_("Sees the child on the portal"))
    mailing = _answer(_("Gets the mail"))
    messenger = _answer(_("Gets messages"))
    may_pick_up = _answer(_("May pick up the child"))
    lives_with = _answer(_("Lives with the child"))
    emergency_priority = StringField(_("Place in the order to call"), [_place])

    def offering(self, row: Relationship | None) -> TieForm:
        """The same form with the types to choose from, that of the row among them."""
        names = list(relationship_types()) + ([row.type] if row and row.type not in relationship_types() else [])
        self.type.choices = [SelectChoice("", _("Choose")), *(SelectChoice(each, type_name(each)) for each in names)]
        return self

    def wanted(self) -> Wanted:
        """What is asked for; only of a form that validates."""
        ends = self.last_day.data + DAY if self.last_day.data else None
        flags = {each: _SAID[self[each].data] for each in FLAGS}
        place = int(self.emergency_priority.data) if self.emergency_priority.data else None
        return Wanted(self.type.data, Span(self.starts.data, ends), flags, place)


def tie_form(row: Relationship | None, *, today: date) -> TieForm:
    """A form that shows a relationship, or none yet."""
    return TieForm(data=said(row) if row else {"starts": today}).offering(row)


def said(row: Relationship) -> dict[str, Any]:
    """A relationship as its form shows it."""
    return {
        "tie": str(row.id),
        "version": str(row.version),
        "type": row.type,
        "starts": row.starts,
        "last_day": row.ends - DAY if row.ends else None,
        "emergency_priority": str(row.emergency_priority or ""),
        **{each: _ANSWERS[getattr(row, each)] for each in FLAGS},
    }


class EndTieForm(EditForm):
    """When a relationship ends, and why."""

    tie = HiddenField(default="")
    last_day = DateField(_("Last day"), [InputRequired(_("Choose the last day, as YYYY-MM-DD."))])
    reason = StringField(_("Reason"), [InputRequired(_("Say in a few words why. It stays in the audit."))])

    @property
    def first_day_after(self) -> date:
        """The first day on which it no longer holds; only of a form that validates."""
        return self.last_day.data + DAY  # type: ignore[no-any-return]

    def validate_reason(self, field: Field) -> None:
        if len(field.data or "") > LONGEST_REASON:
            raise ValidationError(_("Say it shorter, in at most 300 characters."))


class CallingOrderForm(EditForm):
    """Whom to call first, second, third: a place for each adult, none for who is not called."""

    def places(self) -> dict[str, int | None]:
        """By the adults' public ids; only of a form that validates."""
        named = {field.short_name.removeprefix("place_"): field.data for field in self if "place_" in field.short_name}
        return {public_id: int(typed) if typed else None for public_id, typed in named.items()}


def calling_order_form(adults: Sequence[tuple[PersonSeen, int | None]]) -> CallingOrderForm:
    """A form with a field for each adult (and the place on record)."""
    fields = {f"place_{each.public_id}": StringField(each.name, [_place]) for each, _now in adults}
    form: CallingOrderForm = type("Order", (CallingOrderForm,), fields)(
        data={f"place_{each.public_id}": str(place or "") for each, place in adults}
    )
    return form
