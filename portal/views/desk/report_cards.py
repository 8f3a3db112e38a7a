"""Who has opened report cards, for whoever leads the school or works in its office. No mark stands here."""

from __future__ import annotations

from flask import abort, request
from werkzeug.wrappers import Response

from foundation import clock
from foundation.web.gates import requires
from foundation.web.pages import page
from portal.queries.card_openings import MOST_SHOWN, Sent, opened_file, opened_term, sent_at
from portal.queries.hiding import schools_reached
from portal.rules.term_cards import is_available
from portal.views.desk.door import bp, me, settings
from portal.views.messages.door import reach
from portal.words import term_cards as words

REPORT_CARDS = "family.report-cards"


@bp.get("/report-cards")
@requires(REPORT_CARDS)
def report_cards() -> Response:
    """The cards of each term; with `school`, `year`, `term` or `session` in the address, each student’s of one."""
    schools, on = _schools(), clock.today()
    sent = [each for each in sent_at(schools, on=on) if _is_there(each)]
    chosen = None
    students = []
    if request.args.get("school"):
        chosen = next((each for each in sent if _address(each) == request.args.to_dict()), None) or abort(404)
        students = (
            opened_file(schools, chosen.school_public_id, chosen.school_year, chosen.term, on=on)
            if chosen.session_id is None
            else opened_term(schools, chosen.school_public_id, chosen.session_id, on=on)
        )
    return page(
        "desk/report_cards.html",
        sent=[(each, _address(each)) for each in sent],
        chosen=chosen,
        students=students[:MOST_SHOWN],
        has_more=len(students) > MOST_SHOWN,
        words=words,
    )


def _schools() -> frozenset[int]:
    """The schools in whose office one works, and those one leads."""
    leading = {each.casefold() for each in settings().approver_job_roles}
    led = schools_reached(me().person_id, everywhere=False, leading=leading, on=clock.today())
    return reach().schools | {each.school_id for each in led}


def _is_there(each: Sent) -> bool:
    """Whether families may open these: files have a day each, cards of marks one for all."""
    return each.ends is None or is_available(each.ends, days=settings().report_card_days, on=clock.today())


def _address(each: Sent) -> dict[str, str]:
    """What stands in the address of one term’s cards."""
    if each.session_id is not None:
        return {"school": each.school_public_id, "session": str(each.session_id)}
    return {"school": each.school_public_id, "year": str(each.school_year), "term": each.term}
