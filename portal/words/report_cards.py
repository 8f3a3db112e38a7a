"""What a family reads of report cards: which term, from when, and who has opened one."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _

from district.queries.report_cards import CardSeen, Opening
from foundation.web import formats
from portal.rules.codes import Kind
from portal.words.transcripts import year_name


def called(card: CardSeen) -> str:
    """`2025–26, Quarter 1: Progress report`."""
    named = f"{year_name(card.school_year)}, {card.term}"
    return f"{named}: {card.title}" if card.title else named


def opened(openings: Iterable[Opening], *, reader_id: int) -> list[str]:
    """Who opened a card and when, without names: one parent is not told where and who another one is."""
    return [f"{_who(each, reader_id)}: {_when(each)}" for each in openings]


def _who(opening: Opening, reader_id: int) -> str:
    if opening.reader_id == reader_id:
        return str(_("You"))
    return str(_("The student") if opening.account_kind == Kind.STUDENT else _("Another guardian"))


def _when(opening: Opening) -> str:
    first, last = formats.moment(opening.first_at), formats.moment(opening.last_at)
    return str(first if first == last else str(_("%(first)s, last on %(last)s", first=first, last=last)))
