"""What the queue is asked for, as an address has it; and the name a view of it is kept under."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from foundation.web.forms import OnceForm
from support import words
from support.queries.queue import Wanted, Whose
from support.rules.filters import CODED, MOST, Column, WrongLine, codes_that_hold, read
from support.words import cases

PARTS = ("column", "operator", "value")
WORDS: dict[Column, Mapping[Any, object]] = {
    Column.STATUS: cases.STATUSES,
    Column.PRIORITY: words.PRIORITIES,
    Column.MODULE: cases.MODULES,
    Column.TYPE: cases.TYPES,
}


@dataclass(frozen=True)
class Row:
    """One line of the filter as it was typed."""

    column: str = ""
    operator: str = ""
    value: str = ""


@dataclass(frozen=True)
class Asked:
    """What an address asks of the queue."""

    wanted: Wanted
    wrong: list[WrongLine]
    rows: list[Row]
    """As typed, those without a value left out, and one more to type into."""

    def address(self) -> dict[str, list[str]]:
        """What an address needs to ask the same again."""
        told = {part: [getattr(each, part) for each in self.rows[:-1]] for part in PARTS}
        return {"whose": [self.wanted.whose.value], **told}


def asked_of(typed: MultiDict[str, str]) -> Asked:
    """The queue as an address asks for it; a word that names nobody’s cases asks for all."""
    parts = [typed.getlist(part)[: MOST + 2] for part in PARTS]
    conditions, wrong = read(*parts)
    whose = typed.get("whose", "")
    coded = {place: WORDS[each.column] for place, each in enumerate(conditions) if each.column in CODED}
    codes = {place: codes_that_hold(conditions[place], _said(known)) for place, known in coded.items()}
    rows = [Row(*(told[place] if place < len(told) else "" for told in parts)) for place in range(len(parts[2]))]
    return Asked(
        Wanted(Whose(whose) if whose in frozenset(Whose) else Whose.ALL, conditions, codes),
        wrong,
        [*(each for each in rows if each.value.strip()), Row()],
    )


def _said(coded: Mapping[Any, object]) -> dict[str, str]:
    return {code.value: str(word) for code, word in coded.items()}


class ViewForm(OnceForm):
    """Under which name what is shown is kept."""

    name = StringField(
        lazy_gettext("Name of the view"),
        [
            InputRequired(lazy_gettext("Give the view a name.")),
            Length(max=60, message=lazy_gettext("Use at most 60 characters.")),
        ],
    )
