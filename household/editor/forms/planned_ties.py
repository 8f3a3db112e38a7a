"""What each adult of a household being entered is to each child: a form with as many fields as there are pairs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _
from wtforms import Field, SelectField, SelectMultipleField, StringField, widgets
from wtforms.fields.choices import SelectChoice

from district.relationship_types import relationship_types
from district.rules.homes import Span
from district.rules.relationships import End, Wanted, refusal_to_tie
from district.words.relationships import not_tied, type_name
from foundation.web.forms import EditForm
from household.editor.rules.plan import FLAGS, PlannedTie
from household.editor.words import FLAGS as FLAG_WORDS

UNKNOWN, NO = "unknown", "no"


@dataclass(frozen=True)
class Pair:
    """An adult and a child of the plan between whom nothing is on record yet."""

    adult: str
    student: str
    lives_here: bool
    adult_born: date | None
    student_born: date | None
    taken: frozenset[int]
    """Places in the order to call about the child that are taken on record."""

    @property
    def name(self) -> str:
        """Of its fields, after a dash."""
        return f"{self.adult}_{self.student}"


class TiesForm(EditForm):
    """The fields of a pair are `type`, `yes`, `rest` and `place`, each with the name of the pair."""

    def of(self, part: str, pair: Pair) -> Field:
        """A field of a pair."""
        return self[f"{part}_{pair.name}"]

    def ties(self, pairs: Iterable[Pair]) -> tuple[PlannedTie, ...]:
        """What was said; only of a form without faults."""
        return tuple(each for pair in pairs if (each := self._tie(pair)) is not None)

    def is_in_order(self, pairs: Iterable[Pair], *, starts: date) -> bool:
        """Whether everything said fits both ends, and no two have one place to be called. Puts the errors in place."""
        is_right: bool = self.validate()
        taken: dict[str, set[int]] = {}
        for number, pair in enumerate(pairs):
            if (typed := self.of("place", pair).data) and not (
                typed.isascii() and typed.isdecimal() and len(typed) < 4
            ):
                self.add_error(f"place_{pair.name}", str(_("A place in the order to call is a number from 1 to 20.")))
                is_right = False
                continue
            if (tie := self._tie(pair)) is None:
                continue
            places = taken.setdefault(pair.student, set(pair.taken))
            wanted = Wanted(tie.type, Span(starts), {**tie.flags, "lives_with": pair.lives_here}, tie.place)
            ends = End(2 * number + 1, pair.adult_born), End(2 * number + 2, pair.student_born)
            fault = refusal_to_tie(wanted, *ends, types=relationship_types(), places_taken=places)
            if fault is not None:
                part = "place" if "place" in fault.value else "type"
                self.add_error(f"{part}_{pair.name}", not_tied(fault))
                is_right = False
            elif tie.place is not None:
                places.add(tie.place)
        return is_right

    def _tie(self, pair: Pair) -> PlannedTie | None:
        type = self.of("type", pair).data
        if not type:
            return None
        yes, rest = self.of("yes", pair).data or [], self.of("rest", pair).data
        flags = {name: True if name in yes else False if rest == NO else None for name in FLAGS}
        place = self.of("place", pair).data
        return PlannedTie(pair.adult, pair.student, type, flags, int(place) if place else None)


def ties_form(pairs: Iterable[Pair], ties: Iterable[PlannedTie] = (), *, version: int, is_sent: bool) -> TiesForm:
    """The form of these pairs, as it was sent, or with what the plan says so far."""
    pairs = list(pairs)
    fields: dict[str, Field] = {}
    for pair in pairs:
        fields |= _fields(pair)
    made: Callable[..., TiesForm] = type("TiesForm", (TiesForm,), fields)
    if is_sent:
        return made()
    said: dict[str, object] = {"version": str(version)}
    for tie in ties:
        name = f"{tie.adult}_{tie.student}"
        said[f"type_{name}"] = tie.type
        said[f"yes_{name}"] = [flag for flag, value in tie.flags.items() if value]
        said[f"rest_{name}"] = NO if any(value is False for value in tie.flags.values()) else UNKNOWN
        said[f"place_{name}"] = "" if tie.place is None else str(tie.place)
    return made(formdata=None, data=said)


def _is_place(typed: str) -> bool:
    return not typed or (typed.isascii() and typed.isdecimal() and len(typed) < 4)


def _fields(pair: Pair) -> dict[str, Field]:
    types = [name for name, kind in relationship_types().items() if not (kind.elsewhere and pair.lives_here)]
    choices = [SelectChoice("", _("No relationship")), *(SelectChoice(each, type_name(each)) for each in types)]
    return {
        f"type_{pair.name}": SelectField(_("Is to the child"), choices=choices, default=""),
        f"yes_{pair.name}": SelectMultipleField(
            _("Yes to"),
            choices=[SelectChoice(name, FLAG_WORDS[name]) for name in FLAGS],
            option_widget=widgets.CheckboxInput(),
        ),
        f"rest_{pair.name}": SelectField(
            _("What is not ticked"),
            choices=[SelectChoice(UNKNOWN, _("is not known yet")), SelectChoice(NO, _("is a no"))],
            default=UNKNOWN,
        ),
        f"place_{pair.name}": StringField(_("Call in this place (optional)"), render_kw={"inputmode": "numeric"}),
    }
