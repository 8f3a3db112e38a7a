"""`/support/`: the cases of a contact’s organizations; everybody else is told whom to ask."""

from __future__ import annotations

from typing import Any

from werkzeug.wrappers import Response

from accounts.queries import devices_of
from accounts.words import browser
from district.queries import current_schools_of
from foundation import clock
from foundation.web.gates import requires, signed_in
from foundation.web.look import page_language
from foundation.web.pages import page
from support.articles import marked
from support.queries import Named, contacts_of_places
from support.queries.appointments import own_appointments
from support.rules.contacts import may_request
from support.rules.places import AT_ONCE, Use, elsewhere
from support.views.case_list import list_page
from support.views.door import ASK, appointments, bp, me
from support.words import appointments as said
from support.words import contacts as words


@bp.get("/")
@signed_in
def front() -> Response:
    return list_page(**_in_use_elsewhere()) if appointments() else whom_to_ask()


@bp.get("/mine")
@requires(ASK)
def own_page() -> Response:
    """For whom a contact asks, what they may ask for, and their training."""
    mine = appointments()
    technical = [each for each in mine if each.is_technical]
    return page(
        "support/own_page.html",
        appointments=mine,
        trainings=_trainings(),
        technical=technical,
        requests=[(each.organization, sorted(may_request(each.kind, each.hosting))) for each in technical],
        **_in_use_elsewhere(),
        to_know=marked(technical=bool(technical)),
        language_read=page_language(),
        words=words,
    )


def _in_use_elsewhere() -> dict[str, Any]:
    """What the notice of another place says."""
    return {"elsewhere": used_elsewhere(), "at_once": int(AT_ONCE.total_seconds() // 60), "program_of": browser}


def _trainings() -> list[str]:
    """The courses one should have done, each said once however many organizations ask for it."""
    own = own_appointments(me().account_id, on=clock.today())
    return list(dict.fromkeys(said.training(course) for each in own for course in each.courses))


def whom_to_ask() -> Response:
    """The page for everybody who may not ask: who may, as far as the reader works with them."""
    return page("support/whom_to_ask.html", contacts=_contacts_of_colleague(), words=words)


def used_elsewhere() -> list[Use]:
    """From where else this account is in use just now. One statement."""
    at = clock.now()
    devices = devices_of(me().account_id, kind=me().account_kind, this=me().session_id, at=at)
    here = next((each.address for each in devices if each.is_this), "")
    others = [Use(each.address, each.browser, each.last_seen_at) for each in devices if not each.is_this]
    return elsewhere(here, others, at=at)


def _contacts_of_colleague() -> tuple[Named, ...]:
    """Only staff are told names; families turn to the help desk, and other organizations know their own."""
    if me().account_kind != "staff":
        return ()
    today = clock.today()
    return contacts_of_places(current_schools_of(me().person_id, on=today), today)
