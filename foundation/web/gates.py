"""Who may enter. Every view carries exactly one gate; a view without one is shut to everybody (ASVS 8.1, T09).

A gate names a *right*; which roles hold it stands in one table, `accounts/rules/roles.py`. What a right reaches
(own children, own school) is decided where records are loaded, by the visibility functions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from foundation import clock
from foundation.audit import Actor
from foundation.web import drafts
from foundation.web.answers import problem

View = TypeVar("View", bound=Callable[..., Any])
SIGN_IN = "accounts.sign_in"
PROVE = "accounts.prove"
KEYS = "hearth-keys"

_explained: dict[str, Callable[[], Response | None]] = {}


@dataclass(frozen=True)
class Gate:
    """`public` to strangers, `signed_in` to any account, `right` to those whose roles hold it, `key` to programs.

    `is_proved`: to those alone who gave their password a little while ago (ASVS 7.5.3).
    """

    kind: str
    right: str = ""
    is_proved: bool = False


def public(view: View) -> View:
    """Open to strangers."""
    return _hang(view, Gate("public"))


def signed_in(view: View) -> View:
    """Open to every account, whatever its roles."""
    return _hang(view, Gate("signed_in"))


def requires(right: str, *, proved: bool = False) -> Callable[[View], View]:
    """Open to accounts whose roles hold `right`; with `proved`, once they have given their password again.

    What was typed into a form that is not let in for want of that is kept, and stands there again afterwards.
    """
    return lambda view: _hang(view, Gate("right", right, is_proved=proved))


def by_key(right: str) -> Callable[[View], View]:
    """Open to programs that show a key with `right`, and to nobody who is signed in."""
    return lambda view: _hang(view, Gate("key", right))


def keys_read_by(app: Flask, reader: Callable[[str, str], Actor | None]) -> None:
    """Let `reader` answer whose the key is that a program shows for a right; None where it opens nothing."""
    app.extensions[KEYS] = reader


def explain(right: str, view: Callable[[], Response | None]) -> None:
    """Let `view` make the page for somebody signed in who lacks `right`: why, and what to do next.

    It goes out as 403 whatever its status. Where `view` answers None, and for other rights, it is the bare 403.
    """
    _explained[right] = view


def gate_of(view: Callable[..., Any]) -> Gate | None:
    """The gate a view carries, or None."""
    found: Gate | None = getattr(view, "gate", None)
    return found


def stand_guard() -> Response | None:
    """Before each request: let in, send to sign in (what was typed is kept meanwhile), or refuse."""
    if request.endpoint is None:
        return None
    if "\x00" in request.path:
        abort(404)  # no record is named so, and PostgreSQL takes no text with it
    gate = gate_of(current_app.view_functions[request.endpoint])
    if gate is None:
        abort(403)
    if gate.kind == "public":
        return None
    if gate.kind == "key":
        return _look_at_key(gate.right)
    if not current_user.is_authenticated:
        wanted = request.full_path.rstrip("?") if request.method in ("GET", "HEAD") else drafts.keep()
        return redirect(url_for(SIGN_IN, next=wanted), 303)
    if gate.kind == "right" and not current_user.may(gate.right):
        return _refuse(gate.right)
    if gate.is_proved and not current_user.is_proved(clock.now()):
        return redirect(url_for(PROVE, next=_wanted()), 303)
    return None


def _look_at_key(right: str) -> Response | None:
    shown = request.authorization
    token = shown.token if shown is not None and shown.type == "bearer" else None
    program = current_app.extensions[KEYS](token, right) if token else None
    if program is None:
        return problem(
            401, "No key", "Show a key that is in use, as Authorization: Bearer KEY. flask keys make makes one."
        )
    g.program = program
    return None


def _wanted() -> str | None:
    """Where to come back to: this page, or the one whose form this is, with what was typed kept."""
    return (
        request.full_path.rstrip("?") if request.method in ("GET", "HEAD") else drafts.keep() or drafts.page_of_form()
    )


def _refuse(right: str) -> Response:
    explained = _explained[right]() if right in _explained else None
    if explained is None:
        abort(403)
    explained.status_code = 403
    return explained


def _hang(view: View, gate: Gate) -> View:
    if gate_of(view) is not None:
        raise TypeError(f"{view.__name__} carries two gates; a view has exactly one.")
    view.gate = gate  # type: ignore[attr-defined]
    return view
