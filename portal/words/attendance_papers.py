"""Attendance on paper: what the page says of a school year, for whoever carries it to an office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from district.queries.attendance import EventSeen
from district.rules.attendance import Totals
from district.rules.calendar import SchoolYear
from foundation.web import formats
from portal.papers import Paragraph, Part, Table
from portal.words import attendance as words


def parts_of(
    year: SchoolYear,
    events: Sequence[EventSeen],
    by_term: Sequence[Totals],
    of_year: Totals,
    *,
    read_at: datetime | None,
) -> list[Part]:
    """The parts of the paper, in the order of the page."""
    parts: list[Part] = []
    if not events:
        parts.append(
            Paragraph(_("Nothing is on record for the school year %(year)s: no absence and no tardy.", year=year.name))
        )
    else:
        rows = tuple(tuple(words.totals_row(each)) for each in (*by_term, of_year))
        heads = tuple(words.totals_heads())
        parts += [
            Paragraph(words.in_short(of_year)),
            Table(_("Totals by term"), heads, rows, frozenset(range(1, len(heads)))),
            Table(
                _("Everything, the latest first"),
                (_("Day"), _("What"), _("When"), _("What the school noted")),
                tuple(
                    (formats.short_day(each.mark.day), words.what(each), words.where(each), words.why(each))
                    for each in events
                ),
            ),
        ]
    if read_at is not None:
        when = formats.moment(read_at)
        said = _(
            "The school’s attendance was read last on %(when)s. What was entered after that is not here yet.", when=when
        )
        parts.append(Paragraph(said))
    return parts
