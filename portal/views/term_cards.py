"""A report card made of the final marks of a term: a page, and the same to keep. Each opening is kept."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.actions.report_cards import note_term_opening
from district.queries.attendance import attendance_of
from district.queries.term_cards import FinalMark, TermCard, final_marks_of, term_cards_of
from district.rules.attendance import Term, Totals, totals
from district.rules.grades import is_k_to_5
from foundation import clock, db
from foundation.web.gates import requires
from foundation.web.pages import page
from portal.rules.sections import Section
from portal.rules.term_cards import is_available
from portal.views.child_pages import ChildPage, shown
from portal.views.child_papers import paper_of
from portal.views.door import bp, me, settings
from portal.words import term_cards as words

PAGE = "/students/<public_id>/report-cards/terms/<int:session>"


@dataclass(frozen=True)
class _Found:
    card: TermCard
    marks: list[FinalMark]
    attended: Totals
    is_elementary: bool


@bp.get(PAGE)
@requires("family.home")
def term_card(public_id: str, session: int) -> Response:
    return shown(
        public_id,
        Section.REPORT_CARDS,
        lambda frame: page("portal/term_card.html", frame=frame, found=_opened(frame, session), words=words),
    )


@bp.get(f"{PAGE}/paper")
@requires("family.home")
def term_card_paper(public_id: str, session: int) -> Response:
    return shown(public_id, Section.REPORT_CARDS, lambda frame: _paper(frame, _opened(frame, session)))


def _paper(frame: ChildPage, found: _Found) -> Response:
    parts = words.parts_of(found.marks, found.attended, is_elementary=found.is_elementary)
    return paper_of(frame, parts, title=words.called(found.card), name="report-card", repeated=_("Unofficial"))


def _opened(frame: ChildPage, session: int) -> _Found:
    """The card, and a note that it was opened. Before its day, and without a final mark, it is not there."""
    student, days, on = frame.child.person_id, settings().report_card_days, clock.today()
    card = next((each for each in term_cards_of(student) if each.session_id == session), None)
    if card is None or not is_available(card.ends, days=days, on=on):
        abort(404)
    events = attendance_of(student, starts=card.starts, ends=card.ends)
    (attended,) = totals((each.mark for each in events), [Term(card.title, card.starts, card.ends)])
    found = _Found(card, final_marks_of(student, session), attended, is_k_to_5(frame.child.grade))
    with db.transaction():
        reader = me()
        note_term_opening(
            student, session, reader_id=reader.person_id, account_kind=reader.account_kind, at=clock.now()
        )
    return found
