"""Who of the staff has seen a child's record: when, and from which office."""

from __future__ import annotations

from flask import abort
from werkzeug.wrappers import Response

from district.queries.reads import reads_of
from foundation import clock
from foundation.web.gates import requires
from foundation.web.pages import page
from portal import queries
from portal.views.door import bp, me, policy, settings

MOST_READS = 200


@bp.get("/students/<public_id>/reads")
@requires("family.home")
def reads(public_id: str) -> Response:
    child = queries.student_seen_by(me(), public_id, on=clock.today(), policy=policy())
    if child is None:
        abort(404)
    return page(
        "portal/reads.html",
        child=child,
        reads=reads_of([child.person_id], most=MOST_READS),
        most=MOST_READS,
        shows_names=settings().readers_shown == "name",
    )
