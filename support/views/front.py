"""`/support/`: a contact’s own page; everybody else is told whom to ask."""

from __future__ import annotations

from werkzeug.wrappers import Response

from district.queries import current_schools_of
from foundation import clock
from foundation.web.gates import signed_in
from foundation.web.pages import page
from support.queries import Named, contacts_of_places
from support.views.door import appointments, bp, me
from support.words import contacts as words


@bp.get("/")
@signed_in
def front() -> Response:
    mine = appointments()
    if not mine:
        return page("support/whom_to_ask.html", contacts=_contacts_of_colleague(), words=words)
    return page("support/front.html", appointments=mine, words=words)


def _contacts_of_colleague() -> tuple[Named, ...]:
    """Only staff are told names; families turn to the help desk, and other organizations know their own."""
    if me().account_kind != "staff":
        return ()
    today = clock.today()
    return contacts_of_places(current_schools_of(me().person_id, on=today), today)
