"""A student's report cards: the list, and each file to those who see the student, from its day on."""

from __future__ import annotations

from flask import abort
from werkzeug.wrappers import Response

from district.actions.report_cards import note_opening
from district.queries.report_cards import card_named, cards_of, openings_of
from district.queries.term_cards import term_cards_of, term_openings_of
from district.report_card_store import content_of, store_in
from foundation import clock, db
from foundation.web.answers import pdf_answer
from foundation.web.gates import requires
from foundation.web.pages import page
from portal.rules.sections import Section
from portal.rules.term_cards import is_available
from portal.views.child_pages import child_page, hidden_page
from portal.views.door import bp, me, settings
from portal.words import report_cards as words
from portal.words import term_cards as term_words


@bp.get("/students/<public_id>/report-cards")
@requires("family.home")
def report_cards(public_id: str) -> Response:
    frame = child_page(public_id, Section.REPORT_CARDS)
    if frame.hidden:
        return hidden_page(frame)
    return page(
        "portal/report_cards.html",
        frame=frame,
        cards=cards_of(frame.child.person_id),
        openings=openings_of(frame.child.person_id),
        terms=term_cards_of(frame.child.person_id),
        term_openings=term_openings_of(frame.child.person_id),
        wait_days=settings().report_card_days,
        today=clock.today(),
        reader_id=me().person_id,
        words=words,
        term_words=term_words,
        is_there=is_available,
    )


@bp.get("/students/<public_id>/report-cards/<card>")
@requires("family.home")
def report_card(public_id: str, card: str) -> Response:
    """The file, and a note that it was opened. Before its day it is not there."""
    frame = child_page(public_id, Section.REPORT_CARDS)
    if frame.hidden:
        return hidden_page(frame)
    found = card_named(frame.child.person_id, card)
    if found is None or not found.is_available(on=clock.today()):
        abort(404)
    content = content_of(store_in(settings().instance), found.stored_as, sha256=found.sha256)
    if content is None:
        abort(404)
    with db.transaction():
        note_opening(found.id, reader_id=me().person_id, account_kind=me().account_kind, at=clock.now())
    return pdf_answer(content, name=f"report-card-{found.school_year - 1}-{found.school_year}")
