"""Who of the staff has seen a student’s record, and to whom outside the district it was disclosed (34 CFR 99.32)."""

from __future__ import annotations

from werkzeug.wrappers import Response

from district.queries.disclosures import disclosures_of
from district.queries.reads import reads_of
from district.words import disclosures
from foundation.web.gates import requires
from foundation.web.pages import go, page
from portal.rules.sections import Section
from portal.views.child_pages import child_page
from portal.views.door import bp, settings

MOST_READS = 200


@bp.get("/students/<public_id>/access-log")
@requires("family.home")
def access_log(public_id: str) -> Response:
    frame = child_page(public_id, Section.ACCESS_LOG)
    return page(
        "portal/access_log.html",
        frame=frame,
        reads=reads_of([frame.child.person_id], most=MOST_READS),
        most=MOST_READS,
        disclosed=disclosures_of(frame.child.person_id),
        disclosures=disclosures,
        shows_names=settings().readers_shown == "name",
    )


@bp.get("/students/<public_id>/reads")
@requires("family.home")
def reads(public_id: str) -> Response:
    """The address before; links and bookmarks of it go on."""
    child_page(public_id, Section.ACCESS_LOG)
    return go("portal.access_log", public_id=public_id)
