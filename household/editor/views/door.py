"""The blueprint these doors hang on, who stands before them, and how a read is noted before it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, current_app
from flask_login import current_user
from werkzeug.wrappers import Response

from accounts.queries import SignedIn, person_with_right
from district.actions.reads import CONFIDENTIAL_ADDRESS, note_read
from foundation import clock, db
from foundation.settings import Settings
from foundation.web.pages import page
from household.access import gate
from household.editor import queries
from household.editor.queries import HouseholdSeen, PersonSeen, Reader, Subject

bp = Blueprint("household", __name__, url_prefix="/household")

RECORDS, CONFIDENTIAL = "household.records", "household.confidential"
RESTRICTIONS = "household.restrictions"


def reader() -> Reader:
    """Who is asking, and how far they reach today."""
    user: Any = current_user
    account: SignedIn = user._get_current_object()
    at = clock.now()
    return _reader(account.person_id, gate.own_scope(account, on=clock.day_of(at)), at, account.may(CONFIDENTIAL))


def me() -> SignedIn:
    """The account signed in, as whoever does a deed."""
    user: Any = current_user
    account: SignedIn = user._get_current_object()
    return account


def editor() -> Reader:
    """The same, looked at again inside the transaction of a deed: the right may have ended while the form stood open.

    Raises gate.NoAccess, which is answered with how the person stands and what to do next.
    """
    account, at = me(), clock.now()
    today = clock.day_of(at)
    gate.require(account.person_id, on=today)
    scope = gate.scope_of(account.person_id, on=today)
    sees = account.may(CONFIDENTIAL) and person_with_right(account.account_id, CONFIDENTIAL, on=today) is not None
    return _reader(account.person_id, scope, at, sees)


def handler() -> Reader:
    """Who handles restrictions, looked at again inside the transaction of a deed.

    Raises gate.NoAccess, and shuts the page where the role was taken meanwhile. The role alone reaches nobody.
    """
    mine = editor()
    if person_with_right(me().account_id, RESTRICTIONS, on=mine.on) is None:
        abort(403)
    return mine


def note(people: Iterable[PersonSeen], *, where: str, by: Reader) -> None:
    """Write down whose records are about to be shown. What cannot be written is not shown."""
    new = {each.person_id for each in people if each.is_open and (not each.was_noted or where == CONFIDENTIAL_ADDRESS)}
    if new:
        with db.transaction():
            note_read(by.person_id, new, page=where, at=by.at)


def person_open(public_id: str, by: Reader) -> Subject:
    """The person, in reach. Out of reach is not found, whether it exists or not; one's own family is said to be."""
    subject = queries.subject(public_id, by)
    if subject is None or not (subject.line.is_in_reach or subject.line.is_own):
        abort(404)
    if subject.line.is_own:
        abort(own_family())
    return subject


def household_open(public_id: str, by: Reader) -> HouseholdSeen:
    """The household, in reach, with the same refusals."""
    seen = queries.household(public_id, by)
    if seen is None or not (seen.is_in_reach or seen.is_own):
        abort(404)
    if seen.is_own:
        abort(own_family())
    return seen


def _reader(person_id: int, scope: gate.Scope, at: datetime, sees_confidential: bool) -> Reader:
    settings: Settings = current_app.config["HEARTH"]
    return Reader(
        person_id=person_id,
        everywhere=scope.everywhere,
        school_ids=scope.school_ids,
        on=clock.day_of(at),
        at=at,
        entering_days=settings.portal_before_entry_days,
        sees_confidential=sees_confidential,
    )


def own_family() -> Response:
    """Nobody looks up their own family as staff; a colleague does."""
    return page("household/own_family.html", status=403)
