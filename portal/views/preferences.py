"""How messages come to a family: the grid of kinds and ways, and what became of what was sent."""

from __future__ import annotations

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.queries.mailing import letters_to
from foundation import clock, db
from foundation.settings import Settings
from foundation.web import once
from foundation.web.gates import requires
from foundation.web.pages import page
from portal.actions.preferences import save_choices
from portal.forms.preferences import PreferencesForm, box_name, every_box
from portal.message_kinds import message_kinds
from portal.queries.messages import inbox
from portal.queries.preferences import LATELY, came_lately, preference_and_letters
from portal.queries.reach import Reach, reaches
from portal.rules.preferences import By, channels_for, wanted_of, without_a_way
from portal.views.changes import asker
from portal.views.door import bp, me, policy, settings
from portal.words import messages as message_words
from portal.words import preferences as words


def carried(ours: Settings) -> tuple[By, ...]:
    """The ways by which the district has somebody to carry messages."""
    return tuple(way for way, url in zip(By, (ours.mail, ours.text, ours.voice), strict=True) if url)


def own_reach() -> Reach:
    """How whoever is signed in is reached. Three statements."""
    account = me()
    return reaches([account.person_id], carried=carried(settings()), on=clock.today())[account.person_id]


@bp.get("/contact-preferences")
@requires("family.home")
def contact_preferences() -> Response:
    return _grid(PreferencesForm(formdata=None))


@bp.post("/contact-preferences")
@requires("family.home")
def save_contact_preferences() -> Response:
    form = PreferencesForm()
    if not form.validate():
        return _grid(form, status=422)
    kinds = tuple(message_kinds().values())
    with db.transaction():
        if _is_minor():
            return _grid(form, status=422)
        reach = own_reach()
        before = once.entered(form)
        if before is not None:
            return before
        boxes = form.boxes(kinds, reach.points)
        if lacking := without_a_way(kinds, reach.points, {**reach.choices, **boxes}):
            form.add_error("wanted", words.lacks_a_way(lacking))
        else:
            were = {each: each in _ticked(reach) for each in boxes}
            if save_choices(me().person_id, boxes, were=were, seen=form.seen, by=me(), at=clock.now()):
                return once.done(form, _("This is how messages come to you now."), "portal.contact_preferences")
    return _grid(form, status=422 if form.errors else 409)


def _is_minor() -> bool:
    """Whether guardians still decide for whoever is signed in."""
    return me().account_kind == "student" and asker().is_minor


def _ticked(reach: Reach) -> set[tuple[str, By, str]]:
    return {
        (kind.code, each.by, each.to)
        for kind in message_kinds().values()
        for each in wanted_of(kind, reach.points, reach.choices)
    }


def _grid(form: PreferencesForm, *, status: int = 200) -> Response:
    account, kinds = me(), tuple(message_kinds().values())
    if _is_minor():
        return page("portal/contact_preferences.html", status=status, is_minor=True, words=words)
    about = [each.person_id for each in inbox.students_seen(account, on=clock.today(), policy=policy())]
    reach, (kept, came_back) = own_reach(), preference_and_letters(account.person_id)
    if status != 422:
        ticked = _ticked(reach)
        form.wanted.data = [name for choice, name in every_box(kinds, reach.points) if choice in ticked]
    form.shown.data = " ".join(str(each.id) for each in reach.points)
    form.version.data = str(kept.version if kept else 0)
    return page(
        "portal/contact_preferences.html",
        status=status,
        is_minor=False,
        form=form,
        kinds=kinds,
        reach=reach,
        saved_at=kept.saved_at if kept else None,
        is_late=status == 409,
        columns=[(way, point) for point in reach.points for way in point.ways],
        comes_by={kind.code: channels_for(kind, reach.points, reach.choices) for kind in kinds},
        received=inbox.received(account.person_id, about)[:LATELY],
        lately=came_lately(account.person_id, {each.to for each in reach.points}),
        letters=letters_to(account.person_id, on=clock.today()) if came_back else None,
        box_name=box_name,
        words=words,
        inbox_words=message_words,
    )
