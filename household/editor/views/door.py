"""The blueprint these doors hang on, who stands before them, and how a read is noted before it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask import Blueprint, current_app
from flask_login import current_user
from werkzeug.wrappers import Response

from accounts.queries import SignedIn
from district.actions.reads import note_read
from foundation import clock, db
from foundation.settings import Settings
from foundation.web.pages import page
from household.access import gate
from household.editor.queries import PersonSeen, Reader

bp = Blueprint("household", __name__, url_prefix="/household")


def reader() -> Reader:
    """Who is asking, and how far they reach today."""
    user: Any = current_user
    account: SignedIn = user._get_current_object()
    at = clock.now()
    return _reader(account.person_id, gate.own_scope(account, on=clock.day_of(at)), at)


def me() -> SignedIn:
    """The account signed in, as whoever does a deed."""
    user: Any = current_user
    account: SignedIn = user._get_current_object()
    return account


def editor() -> Reader:
    """The same, looked at again inside the transaction of a deed: the right may have ended while the form stood open.

    Raises gate.NoAccess, which is answered with how the person stands and what to do next.
    """
    user: Any = current_user
    at = clock.now()
    gate.require(user.person_id, on=clock.day_of(at))
    scope = gate.scope_of(user.person_id, on=clock.day_of(at))
    return _reader(user.person_id, scope, at)


def note(people: Iterable[PersonSeen], *, where: str, by: Reader) -> None:
    """Write down whose records are about to be shown. What cannot be written is not shown."""
    new = {each.person_id for each in people if each.is_open and not each.was_noted}
    if new:
        with db.transaction():
            note_read(by.person_id, new, page=where, at=by.at)


def _reader(person_id: int, scope: gate.Scope, at: datetime) -> Reader:
    settings: Settings = current_app.config["HEARTH"]
    return Reader(
        person_id=person_id,
        everywhere=scope.everywhere,
        school_ids=scope.school_ids,
        on=clock.day_of(at),
        at=at,
        entering_days=settings.portal_before_entry_days,
    )


def own_family() -> Response:
    """Nobody looks up their own family as staff; a colleague does."""
    return page("household/own_family.html", status=403)
