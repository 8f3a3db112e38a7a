"""The first page of the wizard: what was begun and not saved yet, and the address of a new household."""

from __future__ import annotations

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation import clock, db
from foundation.web.gates import requires
from foundation.web.once import done, entered, gone_on
from household.editor import queries
from household.editor.actions.drafts import begin_draft, throw_away
from household.editor.forms.entering import DeedForm, PlaceForm
from household.editor.queries import Reader
from household.editor.rules.drafts import KEPT_FOR, MOST
from household.editor.rules.plan import Plan, Step
from household.editor.views.door import bp, editor, reader
from household.editor.views.wizard.door import RECORDS, my_draft, step_page
from household.editor.views.wizard.place import looked_at


@bp.get("/new")
@requires(RECORDS)
def new_household() -> Response:
    return _front(PlaceForm(), reader())


@bp.post("/new")
@requires(RECORDS)
def begin() -> Response:
    form = PlaceForm()
    if not form.validate():
        return _front(form, reader(), status=422)
    at = clock.now()
    with db.transaction():
        me = editor()
        if (before := entered(form)) is not None:
            return before
        if len(queries.drafts_of(me.person_id)) < MOST:
            place = looked_at(form.place(), me)
            draft = begin_draft(Plan(place=place), owner_id=me.person_id, at=at)
            endpoint = "household.draft_people" if place.is_settled else "household.draft_address"
            return gone_on(form, endpoint, draft=draft.public_id)
    form.add_error("line_1", _("You have begun as many households as are kept. Finish one, or throw one away."))
    return _front(form, reader(), status=422)


@bp.post("/new/<draft>/forget")
@requires(RECORDS)
def forget_draft(draft: str) -> Response:
    form = DeedForm()
    if not form.validate():
        return _front(PlaceForm(formdata=None), reader(), status=422)
    with db.transaction():
        me = editor()
        if (before := entered(form)) is not None:
            return before
        throw_away(my_draft(draft, me, lock=True).record)
        return done(form, _("It is thrown away. Nothing of it was ever on record."), "household.new_household")


def _front(form: PlaceForm, me: Reader, *, status: int = 200) -> Response:
    return step_page(
        "household/wizard/new.html",
        Step.PLACE,
        None,
        status=status,
        form=form,
        deed_form=DeedForm(formdata=None),
        drafts=queries.drafts_of(me.person_id),
        kept_days=KEPT_FOR.days,
    )
