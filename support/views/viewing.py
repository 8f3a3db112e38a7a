"""Who looks at cases, which of them they see, and whose records they reach."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from flask import abort

from accounts.queries import SignedIn
from district.actions.reads import note_read
from foundation import clock, db
from support.models import Case
from support.queries import Appointment, contact_of
from support.queries.case_page import CaseSeen, case_seen
from support.queries.cases import Viewer, case_held, case_numbered
from support.views.door import CASES, appointments, me

PAGE = "support-case"
"""Where a record was seen, as the family is told."""
Reached = Callable[[SignedIn, Collection[int], datetime], frozenset[int]]
_reached: list[Reached] = []


def records_reached_by(answer: Reached) -> None:
    """Let `answer` say whose records, of some people, an account reaches at a moment: the right to a record is another
    room’s, and handed down at start. Until then nobody reaches any."""
    _reached[:] = [answer]


def viewer() -> Viewer:
    """Whoever is signed in, as somebody who looks at cases."""
    account = me()
    return Viewer(account.account_id, account.person_id, appointments(), account.may(CASES), clock.today())


def asker() -> Viewer:
    """A contact about to do something, looked at again inside the transaction of the deed: the appointment may have
    ended while the form stood open."""
    account, today = me(), clock.today()
    return Viewer(account.account_id, account.person_id, contact_of(account.account_id, today), False, today)


def held(number: int) -> tuple[Case, Appointment]:
    """The case for a contact’s deed, which nobody else changes meanwhile, and as what the contact does it."""
    who = asker()
    case = case_held(who, number) or abort(404)
    as_contact = who.appointment_for(case.organization_id) or abort(404)
    return case, as_contact


def shown_case(number: int) -> tuple[CaseSeen, Viewer]:
    """The case as whoever is signed in sees it; whose records it shows is noted before it is shown."""
    return shown_to(viewer(), number)


def shown_to(who: Viewer, number: int) -> tuple[CaseSeen, Viewer]:
    """The same for a viewer who is known."""
    case = case_numbered(who, number) or abort(404)
    seen = case_seen(case, who, reach_of(who))
    if seen.read:
        with db.transaction():
            note_read(who.person_id, seen.read, page=PAGE, at=clock.now())
    return seen, who


def reach_of(who: Viewer) -> Callable[[Collection[int]], frozenset[int]]:
    """Whose records whoever is signed in reaches now."""
    account, at = me(), clock.now()
    return lambda ids: _reached[0](account, ids, at) if _reached and ids else frozenset()
