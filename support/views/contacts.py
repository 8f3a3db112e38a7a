"""`/support/contacts`: who may ask for which organization, how many are missing, and who coaches at the schools."""

from __future__ import annotations

from typing import Any

from flask import abort
from werkzeug.wrappers import Response

from foundation import clock
from foundation.web.forms import Form
from foundation.web.gates import signed_in
from foundation.web.look import page_language
from foundation.web.pages import page
from support.articles import marked
from support.forms.contacts import CoachForm, FindForm
from support.models import Organization
from support.queries.appointments import appointments_of, ended_appointments, invited_for
from support.queries.coaches import coaches_of
from support.queries.organizations import organization_within, organizations_within, seen
from support.rules.appointing import missing
from support.views.door import bp
from support.views.front import whom_to_ask
from support.views.reach import chooses, reach
from support.words import appointments as words


@bp.get("/contacts")
@signed_in
def contacts() -> Response:
    found = organizations_within(reach())
    if not found:
        return whom_to_ask()
    if len(found) == 1:
        return organization_page(found[0])
    return page("support/organizations.html", found=seen(found, on=clock.today()), words=words)


@bp.get("/organizations/<public_id>")
@signed_in
def organization(public_id: str) -> Response:
    return organization_page(organization_within(public_id, reach()) or abort(404))


def organization_page(
    shown: Organization, *, finding: Form | None = None, coaching: CoachForm | None = None, status: int = 200
) -> Response:
    """The page of one organization, with the forms of whoever chooses its contacts."""
    today = clock.today()
    may_choose = chooses().holds(shown)
    current = appointments_of(shown, on=today)
    schools = coaches_of(shown, on=today)
    kinds = [each.contact.kind for each in current if each.counts]
    sent = coaching or finding
    told: dict[str, Any] = {} if sent is None else {"form": sent}
    if may_choose:
        told |= {
            "finding": finding or FindForm(formdata=None),
            "coaching": coaching or CoachForm(formdata=None).offering(schools),
            "ended": ended_appointments(shown),
            "outside": invited_for(shown) if shown.school_id is None else [],
        }
    return page(
        "support/organization.html",
        status=status,
        organization=shown,
        current=current,
        schools=schools,
        lacking=missing(kinds),
        how_many=len(kinds),
        flagged=sum(each.counts and each.contact.flagged_on is not None for each in current),
        may_choose=may_choose,
        today=today,
        to_know=marked(technical=True),
        language_read=page_language(),
        words=words,
        **told,
    )
