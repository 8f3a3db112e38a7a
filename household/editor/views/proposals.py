"""Households that were supposed from addresses and relationships: a person confirms, declines, or looks closer."""

from __future__ import annotations

from flask import abort
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.actions.proposals import AlreadySettled, NotConfirmed, confirm_proposal, decline_proposal
from district.actions.search_terms import refresh_terms
from district.rules.homes import Refused
from foundation import clock, db
from foundation.web.gates import requires
from foundation.web.once import done, entered, gone_on
from foundation.web.pages import page
from household.editor import words
from household.editor.actions.drafts import begin_draft
from household.editor.forms.entering import DeclineForm, DeedForm
from household.editor.queries import Reader, drafts_of
from household.editor.queries.proposals import ProposalSeen, proposal, proposals, ties_of_proposal
from household.editor.rules.drafts import MOST
from household.editor.rules.plan import Plan, PlannedPerson, PlannedPlace
from household.editor.views.door import bp, editor, me, note, own_family, reader
from household.editor.views.looking_again import look_again
from household.editor.views.mending import kept_apart
from household.editor.views.wizard.door import RECORDS
from household.editor.views.wizard.place import looked_at
from household.editor.words import entering, homes


@bp.get("/proposals")
@requires(RECORDS)
def proposals_page() -> Response:
    found, has_more = proposals(reader())
    return page("household/proposals.html", proposals=found, has_more=has_more, entering=entering)


@bp.get("/proposals/<public_id>")
@requires(RECORDS)
def proposal_page(public_id: str) -> Response:
    return _page(public_id)


@bp.post("/proposals/<public_id>/confirm")
@requires(RECORDS)
def confirm(public_id: str) -> Response:
    """Make the household as it was supposed, from today; only where everybody in it is in reach."""
    form, at = DeedForm(), clock.now()
    if not form.validate():
        return _page(public_id, status=422)
    is_late, refused = False, None
    try:
        with db.transaction():
            asking = editor()
            if (before := entered(form)) is not None:
                return before
            found = _in_reach(public_id, asking, lock=True)
            if found.is_whole:
                made = confirm_proposal(found.id, by=me(), at=at)
                people = [each.person.person_id for each in found.people]
                refresh_terms(people, on=clock.day_of(at))
                look_again(asking, people=people, households=[made.id])
                return done(form, _("The household is made."), "household.household", public_id=made.public_id)
    except AlreadySettled:
        is_late = True
    except NotConfirmed as found_so:
        refused = found_so.refused
    return _page(public_id, status=422 if refused else 409, is_late=is_late, refused=refused)


@bp.post("/proposals/<public_id>/decline")
@requires(RECORDS)
def decline(public_id: str) -> Response:
    """It is no household: the same people at the same address are not proposed again."""
    form = DeclineForm()
    if not form.validate():
        return _page(public_id, form, status=422)
    with db.transaction():
        asking = editor()
        if (before := entered(form)) is not None:
            return before
        found = _in_reach(public_id, asking, lock=True)
        decline_proposal(found.id, by=me(), at=clock.now(), reason=form.because.data or "")
        return done(form, _("The proposal is declined, and is not made again."), "household.proposals_page")


@bp.post("/proposals/<public_id>/open")
@requires(RECORDS)
def look_closer(public_id: str) -> Response:
    """Begin a draft with what the proposal says; saving it settles the proposal."""
    form, at = DeedForm(), clock.now()
    if not form.validate():
        return _page(public_id, status=422)
    with db.transaction():
        asking = editor()
        if (before := entered(form)) is not None:
            return before
        found = _in_reach(public_id, asking, lock=True)
        if len(drafts_of(asking.person_id)) < MOST:
            made = begin_draft(_plan(found, asking), owner_id=asking.person_id, at=at)
            return gone_on(form, "household.draft_people", draft=made.public_id)
    return _page(public_id, status=409, is_full=True)


def _plan(found: ProposalSeen, asking: Reader) -> Plan:
    """The proposal as a plan, with those in reach."""
    line_1, line_2, city, state, postal_code = found.lines
    place = PlannedPlace(line_1, line_2, city, state, postal_code, starts=asking.on)
    people = [
        PlannedPerson(
            key=str(number),
            is_child=each.is_student,
            person_id=each.person.person_id,
            birth_date=each.birth_date,
            is_settled=True,
        )
        for number, each in enumerate((one for one in found.people if one.person.is_open), start=1)
    ]
    settled = looked_at(place, asking) if place.line_1 else place
    return Plan(place=settled, people=tuple(people), proposal=found.public_id)


def _in_reach(public_id: str, asking: Reader, *, lock: bool = False) -> ProposalSeen:
    """The open proposal, in reach. One that is settled is not found; of one's own family it is said to be."""
    found = proposal(public_id, asking, lock=lock)
    if found is None:
        abort(404)
    if found.has_own:
        abort(own_family())
    return found


def _page(
    public_id: str,
    declining: DeclineForm | None = None,
    *,
    status: int = 200,
    is_full: bool = False,
    is_late: bool = False,
    refused: Refused | None = None,
) -> Response:
    asking = reader()
    found = _in_reach(public_id, asking)
    mended = kept_apart(refused.tie, asking) if refused else None
    ties = ties_of_proposal(found, asking)
    note((each.person for each in found.people), where="proposal", by=asking)
    return page(
        "household/proposal.html",
        status=status,
        found=found,
        ties=ties,
        form=declining or DeclineForm(formdata=None),
        deed_form=DeedForm(formdata=None),
        is_full=is_full,
        is_late=is_late,
        refused=mended.sentence if mended else homes.refused(refused.fault) if refused else "",
        mend=mended.mend if mended else None,
        entering=entering,
        words=words,
    )
