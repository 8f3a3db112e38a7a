"""What somebody typed outlives the session it was typed in (C9, WCAG 2.2.1): nothing is lost by being slow.

The gate hands a form that came too late to a *keeper* of the room that knows accounts; it keeps the text sealed, for
that account at that browser. When they open the page of the form again, a `Form` there that has its fields is filled.
Passwords and other secrets are never among what is kept, and nothing is sent again by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeVar
from urllib.parse import urlsplit

from flask import Flask, current_app, g, request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import HTTPException

from foundation.web.pages import safe_path

Typed = dict[str, list[str]]
Keeper = Callable[[], str | None]
View = TypeVar("View", bound=Callable[..., object])

MOST_BYTES = 64 * 1024
SECRET = re.compile(r"password|passphrase|secret|token|otp|pin$", re.IGNORECASE)
"""Names of fields whose text is never kept; a house test holds every password field to one of them."""
KEEPER = "hearth-draft-keeper"


def typed() -> Typed:
    """The text of the form in this request, fit to be kept; empty when there is none, or more than is ever kept."""
    found = {name: values for name, values in request.form.to_dict(flat=False).items() if not SECRET.search(name)}
    size = sum(len(name) + sum(len(each.encode("utf-8", "replace")) for each in found[name]) for name in found)
    return found if size <= MOST_BYTES and any(any(values) for values in found.values()) else {}


def page_of_form() -> str | None:
    """The page this form came from, if one of ours shows it: the browser tells, or the form goes to its own page."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    query = f"?{came_from.query}" if came_from.query else ""
    candidates = [came_from.path + query] if came_from.netloc == request.host else []
    return next((each for each in (*candidates, request.path) if safe_path(each) and _can_be_read(each)), None)


def kept_by(app: Flask, keeper: Keeper) -> None:
    """Let `keeper` keep forms that come too late; it answers the page to come back to, or None where none is kept."""
    app.extensions[KEEPER] = keeper
    app.jinja_env.globals["draft_is_shown"] = is_shown


def never_kept(view: View) -> View:
    """A view that promises to store nothing: what was typed for it is not kept as a draft either."""
    view.never_kept = True  # type: ignore[attr-defined]
    return view


def keep() -> str | None:
    """Keep what was typed into the form of this request, if anything; the page to come back to."""
    keeper: Keeper | None = current_app.extensions.get(KEEPER)
    if keeper is None or request.method != "POST":
        return None
    view = current_app.view_functions.get(request.endpoint or "")
    return None if getattr(view, "never_kept", False) else keeper()


def fill_again(found: Typed) -> None:
    """Offer `found` to the forms of the page that is being made."""
    g.draft = found


def typed_for(names: Iterable[str]) -> ImmutableMultiDict[str, str] | None:
    """What was typed into a form with fields of these names, if everything that was typed has its place there."""
    found: Typed | None = g.get("draft")
    if not found:
        return None
    fields = set(names)
    if not all(each in fields or each.split("-")[0] in fields for each in found):
        return None
    g.draft_is_shown = True
    return ImmutableMultiDict([(name, value) for name, values in found.items() for value in values])


def is_shown() -> bool:
    """Whether a form of this page was filled with what was kept."""
    return bool(g.get("draft_is_shown"))


def _can_be_read(path: str) -> bool:
    adapter = current_app.create_url_adapter(request)
    if adapter is None:
        return False
    try:
        adapter.match(urlsplit(path).path, method="GET")
    except HTTPException:
        return False
    return True
