"""One person, two accounts: the way from one to the other, which is always a sign-in (spec "One account of a kind").

The accounts share a person and nothing else: no right, no session, no password. So nobody acts on their own family as
staff by mistake, and a browser left open at work opens no family’s pages.
"""

from __future__ import annotations

from werkzeug.wrappers import Response

from accounts import words
from accounts.forms import SignInForm
from accounts.views.door import bp, me
from foundation.web.gates import requires
from foundation.web.pages import go, page


@bp.get("/settings/other-account")
@requires("settings.own")
def other_account() -> Response:
    if not me().other_kinds:
        return go("accounts.settings")
    return page(
        "accounts/other_account.html",
        form=SignInForm(formdata=None),
        here=words.here_as(me().account_kind),
        others=[words.pages_of(kind) for kind in sorted(me().other_kinds)],
    )
