"""The public page `/status`, the banner over the pages of whoever is signed in, and the desk’s pages of its notices."""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, Flask, abort, current_app, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from accounts import queries as accounts
from accounts.queries import SignedIn
from foundation import clock, db
from foundation.web import once
from foundation.web.gates import public, requires
from foundation.web.look import Stretch, page_language
from foundation.web.pages import page
from support.actions import status as actions
from support.forms.status import NoticeForm, UpdateForm
from support.queries import status as queries
from support.queries.status import Notice
from support.rules.status import NoticeFault
from support.words import status as words

STATUS = "support.status"
KNOWN = "support.status"
"""Under this name whoever is signed in knows the edition of what stands."""

bp = Blueprint("status", __name__)


class NotPosted(Exception):
    """Nothing was posted, and why."""

    def __init__(self, fault: NoticeFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def show_banners(app: Flask) -> None:
    """Let every page of whoever is signed in say what stands. Its edition comes with the statement that says who they
    are; the notices are read when that is another one than this process has read, and never while nothing stands."""
    accounts.know_also(KNOWN, queries.EDITION)
    app.jinja_env.globals.update(standing_notices=standing_notices)


def standing_notices() -> list[words.Told]:
    """What stands now, as a banner says it."""
    edition = getattr(current_user, "known", {}).get(KNOWN)
    if not edition:
        return []
    read, notices = cast("tuple[str, list[Notice]]", current_app.extensions.get(KNOWN, ("", [])))
    if read != edition:
        notices = queries.open_notices()
        current_app.extensions[KNOWN] = (edition, notices)
    return words.told(notices, page_language(), at=clock.now())


@bp.get("/status")
@public
def public_page() -> Response:
    return page("status/public.html", **_shown(_number()))


@bp.get("/support/status")
@requires(STATUS)
def desk() -> Response:
    return page("status/desk.html", **_shown(_number(), for_desk=True))


@bp.get("/support/status/new")
@requires(STATUS)
def new_notice() -> Response:
    return page("status/new.html", form=NoticeForm().offering())


@bp.post("/support/status/new")
@requires(STATUS)
def post_notice() -> Response:
    form = NoticeForm().offering()
    if not form.is_whole(clock.zone()):
        return page("status/new.html", status=422, form=form)

    try:
        return _post(form)
    except NotPosted as refused:
        form.refuse(refused.fault)
    return page("status/new.html", status=422, form=form)


def _post(form: NoticeForm) -> Response:
    """Post what a whole form tells. Raises NotPosted, and nothing is done then."""
    with db.transaction():
        before = once.entered(form)
        if before is not None:
            return before
        posted = actions.post_notice(form.new(clock.zone()), key=_key(form), by=_me(), at=clock.now())
        if isinstance(posted, NoticeFault):
            raise NotPosted(posted)
        return once.done(
            form, _("It is posted, and stands on everybody’s pages now."), "status.notice", public_id=posted.public_id
        )


@bp.get("/support/status/<public_id>")
@requires(STATUS)
def notice(public_id: str) -> Response:
    return _notice(public_id, UpdateForm())


@bp.post("/support/status/<public_id>")
@requires(STATUS)
def say_more(public_id: str) -> Response:
    form = UpdateForm()
    if not form.validate():
        return _notice(public_id, form, status=422)

    closes = bool(form.closes.data)
    with db.transaction():
        found = queries.notice_called(public_id, hold=True) or abort(404)
        before = once.entered(form)
        if before is not None:
            return before
        if actions.say_more(found, form.texts(), closes=closes, key=_key(form), by=_me(), at=clock.now()):
            said = _("The notice is closed. It is kept on the status page.") if closes else _("The update is posted.")
            return once.done(form, said, "status.notice", public_id=public_id)
    return _notice(public_id, form, status=409)


def _notice(public_id: str, form: UpdateForm, *, status: int = 200) -> Response:
    found = queries.notice_shown(public_id) or abort(404)
    (told,) = words.told([found], page_language(), at=clock.now(), linked=queries.linked_cases([found]))
    return page("status/notice.html", status=status, form=form, found=found, told=told, is_late=status == 409)


def _shown(number: int, *, for_desk: bool = False) -> dict[str, Any]:
    """What stands, and one page of what is over; for the desk with how many cases are the same."""
    at = clock.now()
    standing = queries.open_notices()
    over, last = queries.closed_notices(number=number)
    if number > last:
        abort(404)
    linked = queries.linked_cases([*standing, *over]) if for_desk else None
    return {
        "overall": queries.overall_of(standing, at=at),
        "standing": words.told(standing, page_language(), at=at, linked=linked),
        "over": words.told(over, page_language(), at=at, linked=linked),
        "stretch": Stretch(number, last),
        "words": words,
    }


def _number() -> int:
    typed = request.args.get("page", "1")
    number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 0
    return number or abort(404)


def _key(form: NoticeForm | UpdateForm) -> str:
    return f"{_me().account_id}:{form.form_key.data}"


def _me() -> SignedIn:
    return cast(SignedIn, current_user)
