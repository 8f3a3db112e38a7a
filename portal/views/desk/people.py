"""Finding somebody who cannot get in, and their whole story: accounts and codes, and nothing of a family’s record."""

from __future__ import annotations

from flask import abort
from werkzeug.wrappers import Response

from district import words as district_words
from district.queries.mailing import letters_to
from foundation import clock
from foundation.web.gates import requires
from foundation.web.pages import page
from portal.forms import DeskSearchForm
from portal.queries.looking import Looked, look_for
from portal.queries.stories import AtDesk, at_desk, story_of
from portal.views.desk.door import HELP, bp, me, policy, settings
from portal.words import desk, story

GIVE_ROLES = "accounts.roles"


@bp.get("/people")
@requires(HELP)
def look() -> Response:
    return _search_page(DeskSearchForm(), None)


@bp.post("/people")
@requires(HELP)
def find() -> Response:
    form = DeskSearchForm()
    if not form.validate():
        return _search_page(form, None, status=422)
    return _search_page(form, look_for(form.q.data, on=clock.today(), policy=policy()))


@bp.get("/people/<public_id>")
@requires(HELP)
def person(public_id: str) -> Response:
    found = somebody(public_id)
    if found.is_own:
        return own_family()
    told = story_of(
        found,
        told=story.TOLD,
        may_give_roles=me().may(GIVE_ROLES),
        has_way=_has_way(found),
        on=clock.today(),
        at=clock.now(),
        policy=policy(),
    )
    return page(
        "desk/person.html",
        told=told,
        person=found,
        letters=letters_to(found.person_id, on=clock.today()) if found.letter_came_back else None,
        at=clock.now(),
        words=story,
        desk=desk,
    )


def somebody(public_id: str) -> AtDesk:
    """The person an address names, of the reader’s own family or not. Nobody there is 404."""
    at = clock.now()
    return at_desk(public_id, reader_id=me().person_id, on=clock.day_of(at), at=at) or abort(404)


def own_family() -> Response:
    """Nobody helps themselves or their own family as staff; a colleague does."""
    return page("desk/own_family.html", status=403)


def _has_way(person: AtDesk) -> bool:
    calls_or_texts = bool(settings().text or settings().voice)
    return bool(person.emails) or (bool(person.numbers) and calls_or_texts)


def _search_page(form: DeskSearchForm, found: Looked | None, *, status: int = 200) -> Response:
    return page(
        "desk/people.html", status=status, form=form, found=found, words=story, found_by=district_words.FOUND_BY
    )
