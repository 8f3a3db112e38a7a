"""Files attached to what families ask: kept while it waits, and let go when it has been settled a while."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import insert, select

from district.events import RequestPapersAttached
from district.models import ChangeRequest, RequestPaper
from district.queries.request_papers import how_many_papers, papers_done_with
from district.rules.requests import MOST_PAPERS, PAPERS_KEPT_DAYS, FilingRefusal
from foundation import audit, db, files
from foundation.audit import Actor
from foundation.file_kinds import Upload

PORTION = 200


def attach_papers(request_id: int, papers: Sequence[Upload], *, by: Actor, at: datetime) -> FilingRefusal | None:
    """Keep files with a request that waits; why not, where they are too many.

    Whoever attaches them must have been let see the request, by the door, in this transaction.
    """
    request = db.session().scalars(select(ChangeRequest).where(ChangeRequest.id == request_id).with_for_update()).one()
    if how_many_papers(request_id) + len(papers) > MOST_PAPERS:
        return FilingRefusal.TOO_MANY_PAPERS
    kept = files.keep(papers, at=at)
    db.session().execute(insert(RequestPaper), [{"file_id": each.id, "request_id": request_id} for each in kept])

    told = RequestPapersAttached(request.about_id, request.asker_id, request.public_id, len(kept))
    audit.record(told, by=by, at=at)
    return None


def let_go_of_papers(*, at: datetime) -> int:
    """Let go of what was attached to requests that were settled long ago; how many files. One portion.

    Records no event of its own: what was attached, and that it is no longer kept, stands on the request.
    """
    done = papers_done_with(before=at - timedelta(days=PAPERS_KEPT_DAYS), limit=PORTION)
    if done:
        files.let_go(done, at=at)
    return len(done)
