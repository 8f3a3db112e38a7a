"""What every step of the wizard shares: whose draft it is, and a change of it, done once, to the version seen.

A draft of somebody else, a finished one and one that never was are the same: not found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import abort
from werkzeug.wrappers import Response

from foundation import clock, db
from foundation.web.forms import EditForm
from foundation.web.once import entered, gone_on
from foundation.web.pages import page
from household.editor import queries
from household.editor.actions.drafts import keep_draft
from household.editor.queries import OnRecord, OpenDraft, Reader
from household.editor.rules.plan import Plan, Step, without_stale_ties
from household.editor.views.door import editor, own_family, reader
from household.editor.words import entering as words

RECORDS = "household.records"
Change = Callable[[Plan, Reader], "Turn"]
Again = Callable[[OpenDraft, Reader], Response]


@dataclass(frozen=True)
class Turn:
    """What a form made of the plan, and the page that follows; or a page instead, and nothing is kept."""

    plan: Plan
    endpoint: str = ""
    values: tuple[tuple[str, Any], ...] = ()
    instead: Callable[[], Response] | None = None


def turn(plan: Plan, endpoint: str, **values: Any) -> Turn:
    """Keep this plan, and go on to that page."""
    return Turn(without_stale_ties(plan), endpoint, tuple(values.items()))


def not_so(plan: Plan, answer: Callable[[], Response]) -> Turn:
    """Keep nothing, and answer this once the transaction is over."""
    return Turn(plan, instead=answer)


def my_draft(public_id: str, me: Reader, *, lock: bool = False) -> OpenDraft:
    """The open draft of that name, of whoever asks."""
    draft = queries.draft_of(me.person_id, public_id, lock=lock)
    if draft is None:
        abort(404)
    return draft


def mine(public_id: str) -> tuple[OpenDraft, Reader]:
    """The draft with whoever asks, outside a transaction."""
    me = reader()
    return my_draft(public_id, me), me


def keep(form: EditForm, public_id: str, change: Change, again: Again) -> Response:
    """Change a draft by what was sent, once. `again` shows its page as the draft stands where it changed meanwhile."""
    at = clock.now()
    with db.transaction():
        me = editor()
        if (before := entered(form)) is not None:
            return before
        draft = my_draft(public_id, me, lock=True)
        made = change(draft.plan, me)
        if made.instead is None and keep_draft(draft.record, made.plan, seen=form.seen, at=at):
            return gone_on(form, made.endpoint, draft=public_id, **dict(made.values))
    if made.instead is not None:
        return made.instead()
    me = reader()
    now = my_draft(public_id, me)
    form.version.data = str(now.version)
    return again(now, me)


def step_page(
    template: str,
    step: Step,
    draft: OpenDraft | None,
    *,
    status: int = 200,
    record: OnRecord | None = None,
    **shown: Any,
) -> Response:
    """A page of the wizard; 403 where somebody of the plan belongs to the reader’s own family."""
    if record is not None and record.has_own:
        return own_family()
    return page(
        template,
        status=status,
        step=step,
        Step=Step,
        draft=draft,
        record=record,
        entering=words,
        **shown,
    )
