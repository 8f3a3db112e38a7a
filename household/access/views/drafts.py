"""The draft of an area's rules: edited, saved, thrown away, and published as the next version."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation import clock, db
from foundation.web.gates import requires
from foundation.web.pages import done, page
from household.access import actions, gate, queries
from household.access.actions import Published
from household.access.forms import PolicyForm, PublishForm
from household.access.queries import Draft, shipped_like
from household.access.rules.policy import Policy
from household.access.rules.policy_changes import Difference, differences
from household.access.rules.policy_reading import is_area
from household.access.rules.policy_writing import document_of
from household.access.rules.publishing import PublishRefusal
from household.access.views.door import bp, me
from household.access.views.rules import RULES, desk_of, look_again
from household.access.words import policy_desk, policy_faults, policy_pages


@bp.get("/rules/<area>/draft")
@requires(RULES)
def draft(area: str) -> Response:
    found = _begun(area)
    newest = found.newest.number if found.newest else None
    return _editing(PolicyForm.of(found.policy, revision=found.revision, based_on=newest), found)


@bp.post("/rules/<area>/draft")
@requires(RULES)
def save_draft(area: str) -> Response:
    found, form = _begun(area), PolicyForm()
    policy = form.read(area, found.policy, number=found.policy.number, today=clock.today())
    if policy is None:
        return _editing(form, found, status=422)
    with db.transaction():
        look_again()
        kept = actions.save_draft(
            area,
            document_of(policy),
            starts=policy.starts,
            began_from=form.began_from,
            based_on=form.version_seen,
            by=me(),
            at=clock.now(),
        )
    if not kept:
        return _meanwhile(area, form, policy)
    return done(_("The draft is saved. Nothing is in force before it is published."), "access.rules_of", area=area)


@bp.post("/rules/<area>/draft/drop")
@requires(RULES)
def drop_draft(area: str) -> Response:
    """Let the draft say again what the newest version says. What it said stays on record as a revision."""
    found = desk_of(area).draft
    with db.transaction():
        look_again()
        if found.newest is not None and found.is_saved:
            actions.save_draft(
                area,
                document_of(found.newest),
                starts=max(found.policy.starts, clock.today()),
                began_from=found.revision,
                based_on=found.newest.number,
                by=me(),
                at=clock.now(),
            )
    return done(_("The draft says again what the newest version says."), "access.rules_of", area=area)


@bp.get("/rules/<area>/publish")
@requires(RULES)
def publish(area: str) -> Response:
    return _publishing(area, PublishForm(data={"revision": str(desk_of(area).draft.revision)}))


@bp.post("/rules/<area>/publish")
@requires(RULES)
def do_publish(area: str) -> Response:
    desk_of(area)
    form = PublishForm()
    if not form.validate():
        return _publishing(area, form, status=422)
    with db.transaction():
        look_again()
        outcome = actions.publish_draft(
            area,
            looked_at=int(form.revision.data),
            reason=form.reason.data,
            today=clock.today(),
            by=me(),
            at=clock.now(),
        )
    if isinstance(outcome, PublishRefusal):
        return _publishing(area, form, refusal=outcome, status=409)
    return _published(area, outcome)


def _published(area: str, outcome: Published) -> Response:
    told = (
        _("Version %(number)s is published. Everybody is being looked at anew.", number=outcome.number)
        if outcome.is_new
        else _("This draft was published already, as version %(number)s.", number=outcome.number)
    )
    return done(told, "access.versions", area=area)


def _begun(area: str) -> Draft:
    """The draft of an area; of one that nobody has named yet household's rules, where it was asked for as a new one."""
    found = queries.draft_of(area, on=clock.today())
    if found is not None:
        return found
    if not (is_area(area) and request.values.get("new")):
        abort(404)
    return shipped_like(area, gate.rulebook(), on=clock.today())


def _editing(form: PolicyForm, found: Draft, *, status: int = 200) -> Response:
    gate.own_answer(me(), gate.rulebook(), on=clock.today())
    changed: Sequence[Difference] = ()
    if found.is_saved and found.is_overtaken and found.newest is not None:
        changed = differences(queries.policy_numbered(found.area, found.based_on), found.newest)
    return page(
        "access/rules_draft.html",
        status=status,
        form=form,
        found=found,
        overtaken=[policy_desk.difference(each) for each in changed],
        theirs=None,
        apart=[],
        today=clock.today(),
        desk_words=policy_desk,
        said=policy_pages,
    )


def _meanwhile(area: str, form: PolicyForm, mine: Policy) -> Response:
    """Somebody saved first. Both are shown; what was typed stays in the form, and saving it again replaces theirs."""
    theirs = _begun(area)
    gate.own_answer(me(), gate.rulebook(), on=clock.today())
    form.revision.data = str(theirs.revision)
    form.based_on.data = str(theirs.newest.number) if theirs.newest else ""
    return page(
        "access/rules_draft.html",
        status=409,
        form=form,
        found=theirs,
        overtaken=[],
        theirs=theirs,
        apart=[policy_desk.difference(each) for each in differences(theirs.policy, mine)],
        starts=(theirs.policy.starts, mine.starts),
        today=clock.today(),
        desk_words=policy_desk,
        said=policy_pages,
    )


def _publishing(area: str, form: PublishForm, *, refusal: PublishRefusal | None = None, status: int = 200) -> Response:
    desk = desk_of(area)
    gate.own_answer(me(), gate.rulebook(), on=clock.today())
    rehearsal = queries.latest_rehearsal(area)
    return page(
        "access/rules_publish.html",
        status=status,
        form=form,
        desk=desk,
        refusal=policy_faults.not_published(refusal) if refusal else "",
        rehearsal=rehearsal,
        freshness=queries.freshness(rehearsal, desk.draft, today=clock.today()) if rehearsal else None,
        desk_words=policy_desk,
        said=policy_pages,
    )
