"""One repair: a page that says what will happen and asks why, and the deed behind its button."""

from __future__ import annotations

import secrets

from flask import abort
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts import hashing
from foundation import clock, db
from foundation.web.gates import requires
from foundation.web.pages import done, page
from portal.actions import repairing
from portal.forms import ReasonForm
from portal.queries.stories import AtDesk
from portal.rules.repairs import Refusal, Repair
from portal.views.desk.door import HELP, bp, me, settings
from portal.views.desk.people import GIVE_ROLES, own_family, somebody
from portal.words import story

KINDS = ("parent", "student", "staff", "contact")


@bp.get("/people/<public_id>/<kind>/<deed>")
@requires(HELP)
def repair(public_id: str, kind: str, deed: str) -> Response:
    wanted, person = _deed(kind, deed), somebody(public_id)
    if person.is_own:
        return own_family()
    return _page(ReasonForm().offered(), person, kind, wanted)


@bp.post("/people/<public_id>/<kind>/<deed>")
@requires(HELP)
def do_repair(public_id: str, kind: str, deed: str) -> Response:
    wanted, person = _deed(kind, deed), somebody(public_id)
    form = ReasonForm()
    if not person.is_own and not form.validate():
        return _page(form, person, kind, wanted, status=422)

    nobodys_hash = hashing.hash_of(secrets.token_urlsafe(32)) if wanted is Repair.GIVE_UP else ""
    with db.transaction():
        at = clock.now()
        answer = repairing.repair(
            public_id,
            kind,
            wanted,
            form.wish(wanted.value, public_id, kind),
            here=repairing.Setting(
                by=me(),
                on=clock.day_of(at),
                at=at,
                settings=settings(),
                may_give_roles=me().may(GIVE_ROLES),
                nobodys_hash=nobodys_hash,
            ),
        )
    if answer is None:
        abort(404)
    if answer is Refusal.OWN_FAMILY:
        return own_family()
    said = story.done(wanted) if answer is True else story.refused(answer)
    return done(said, "desk.person", public_id=public_id)


def _deed(kind: str, deed: str) -> Repair:
    if kind not in KINDS or deed not in set(Repair):
        abort(404)
    return Repair(deed)


def _page(form: ReasonForm, person: AtDesk, kind: str, deed: Repair, *, status: int = 200) -> Response:
    return page(
        "desk/repair.html",
        status=status,
        form=form,
        person=person,
        kind=kind,
        deed=deed.value,
        heading=_("%(deed)s: %(name)s", deed=story.repair(deed), name=person.full_name),
        label=story.repair(deed),
        effect=story.effect(deed),
        whose=story.title_of_account(kind),
    )
