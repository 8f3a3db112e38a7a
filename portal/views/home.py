"""The family's home: a card for each child a guardian sees, or for the student who signed in."""

from __future__ import annotations

from werkzeug.wrappers import Response

from foundation import clock
from foundation.web.gates import requires
from foundation.web.pages import page
from portal import queries, words
from portal.rules.greetings import part_of
from portal.views.child_pages import tabs_of
from portal.views.door import bp, me, policy


@bp.get("/")
@requires("family.home")
def home() -> Response:
    account = me()
    at = clock.now()
    local = at.astimezone(clock.zone())
    return page(
        "portal/home.html",
        greeting=words.greeting(part_of(local.time()), account.called),
        today=local.date(),
        family=queries.home_of(account, on=local.date(), at=at, policy=policy()),
        tabs_of=tabs_of,
        words=words,
    )
