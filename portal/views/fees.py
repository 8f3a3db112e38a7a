"""What is owed for a student: a page, and the same to keep."""

from __future__ import annotations

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.queries.fees import FeesSeen, fees_of
from foundation import clock
from foundation.web import formats
from foundation.web.gates import requires
from foundation.web.pages import page
from portal.papers import Paragraph, Part, Table
from portal.rules.sections import Section
from portal.views.child_pages import ChildPage, shown
from portal.views.child_papers import paper_of
from portal.views.door import bp
from portal.words import fees as words


@bp.get("/students/<public_id>/fees")
@requires("family.home")
def fees(public_id: str) -> Response:
    return shown(
        public_id,
        Section.FEES,
        lambda frame: page("portal/fees.html", frame=frame, fees=_seen(frame), words=words),
    )


@bp.get("/students/<public_id>/fees/paper")
@requires("family.home")
def fees_paper(public_id: str) -> Response:
    return shown(public_id, Section.FEES, lambda frame: paper_of(frame, _parts(_seen(frame))))


def _seen(frame: ChildPage) -> FeesSeen:
    return fees_of(frame.child.person_id, on=clock.today())


def _parts(seen: FeesSeen) -> list[Part]:
    """The page as a paper, in the same order."""
    parts: list[Part] = [Paragraph(words.in_short(seen.sums))]
    if seen.open:
        columns = (_("For"), _("Due"), _("Amount"), _("Paid"), _("Still owed"))
        parts.append(Table(_("What is owed"), columns, tuple(words.open_rows(seen.open)), frozenset({2, 4})))
    if seen.settled:
        columns_ = (_("For"), _("Amount"), _("Paid"), _("How it stands"))
        parts.append(Table(_("Paid and waived"), columns_, tuple(words.settled_rows(seen.settled)), frozenset({1})))
    if seen.open or seen.settled:
        told = (formats.money(each) for each in (seen.sums.asked, seen.sums.paid, seen.sums.owed))
        sums = tuple(zip((_("All fees"), _("Paid"), _("Still owed")), told, strict=True))
        parts.append(Table(_("Together, without what is waived"), (_("Sum"), _("Amount")), sums, frozenset({1})))
    return parts
