"""What was changed of a person or a household, by whom and when, page by page."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from district.actions.reads import CONFIDENTIAL_ADDRESS
from foundation.web.gates import requires
from foundation.web.pages import page
from household.editor import queries, words
from household.editor.queries import Changes, Reader
from household.editor.views.door import RECORDS, bp, household_open, note, person_open, reader
from household.editor.words import history


@bp.get("/people/<public_id>/history")
@requires(RECORDS)
def person_history(public_id: str) -> Response:
    me = reader()
    line = person_open(public_id, me).line
    changes = queries.changes_of_person(line.person_id, history.EVENTS, me, page=_number())
    note([line], where=_where(changes, me), by=me)
    return page("household/person_history.html", line=line, changes=changes, history=history)


@bp.get("/households/<public_id>/history")
@requires(RECORDS)
def household_history(public_id: str) -> Response:
    me = reader()
    seen = household_open(public_id, me)
    fed = [each.person_id for each in seen.people if each.is_open]
    changes = queries.changes_of_household(seen.id, fed, history.EVENTS, me, page=_number())
    note(seen.people, where=_where(changes, me), by=me)
    return page("household/household_history.html", seen=seen, changes=changes, history=history, words=words)


def _where(changes: Changes, me: Reader) -> str:
    """What is written of the look: whoever may see confidential addresses sees those of the past here, too."""
    has_lines = any(each.was_at or each.is_at for each in changes.lines)
    return CONFIDENTIAL_ADDRESS if me.sees_confidential and has_lines else "history"


def _number() -> int:
    """The page asked for, from 1."""
    typed = request.args.get("page", "")[:4]
    return max(1, int(typed)) if typed.isascii() and typed.isdecimal() else 1
