"""Report cards made of final marks, in words: the card itself for the family, and who opened cards for the school."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import ngettext

from district.queries.term_cards import FinalMark, TermCard
from district.rules.attendance import Totals
from district.words import grade
from foundation.web import formats
from portal.papers import Note, Paragraph, Part, Table
from portal.queries.card_openings import OpenedBy, Sent
from portal.rules.codes import Kind
from portal.rules.term_cards import available_on
from portal.words import grades
from portal.words.transcripts import year_name


def called(card: TermCard | Sent) -> str:
    """`2026–27, Quarter 1`."""
    title = card.title if isinstance(card, TermCard) else card.term
    return f"{year_name(card.school_year)}, {title}"


def from_when(ends: date, days: int) -> str:
    """From which day on it may be opened, and how that day is found."""
    day = formats.short_day(available_on(ends, days=days))
    counted = ngettext(
        "%(num)s day after the last day of the term", "%(num)s days after the last day of the term", days
    )
    return str(_("Available from %(day)s: %(counted)s", day=day, counted=counted))


def row(each: FinalMark, *, is_elementary: bool) -> tuple[str, str, str]:
    """Course, mark, and the teacher's words. A child in kindergarten to grade 5 has no percentage."""
    told = [each.mark] if each.mark else []
    if each.percent is not None and not is_elementary:
        told.append(grades.percent(Decimal(str(each.percent))))
    return (each.course, ", ".join(told) or _("No mark"), each.comment)


def columns() -> tuple[str, str, str]:
    """The heads of the marks."""
    return (_("Course"), _("Final mark"), _("What the teacher wrote"))


def unofficial() -> str:
    """What the card is, and what it is not."""
    return str(
        _(
            "Unofficial: made for the family of the final marks on record. A school or college asks the school’s "
            "office for an official one."
        )
    )


def attended(term: Totals) -> str:
    """Attendance of the term, in one sentence."""
    days = ngettext("%(num)s day absent", "%(num)s days absent", term.days.total)
    tardy = ngettext("tardy %(num)s time", "tardy %(num)s times", term.tardy)
    return str(_("Attendance: %(days)s, %(tardy)s.", days=days, tardy=tardy))


def parts_of(marks: Sequence[FinalMark], term: Totals, *, is_elementary: bool) -> list[Part]:
    """The card as a paper, in the order of the page."""
    rows = tuple(row(each, is_elementary=is_elementary) for each in marks)
    return [Note(unofficial()), Table(_("Final marks"), columns(), rows), Paragraph(attended(term))]


def grade_of(each: OpenedBy) -> str:
    """The grade of a student, or nothing."""
    return grade(each.grade)


def opened(each: OpenedBy) -> str:
    """Who has opened a card, for the school: no names."""
    if each.first_at is None:
        return str(_("Nobody of the family yet"))
    who = _("The student") if each.account_kind == Kind.STUDENT and each.readers == 1 else _("A guardian")
    count = ngettext("%(num)s person", "%(num)s people", each.readers)
    first = formats.moment(each.first_at)
    return str(_("%(who)s; %(count)s, first on %(when)s", who=who, count=count, when=first))
