"""Opening pages of an app without a server between: as a browser with a session would, with the statements counted."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy import event, update
from werkzeug.test import EnvironBuilder, run_wsgi_app

from accounts.models import Account, SessionRecord
from foundation import clock, db, tokens

Visit = Callable[[], None]


def cookie(app: Flask, token: str) -> str:
    """What the browser of that session sends."""
    client = app.test_client()
    with client.session_transaction() as session:
        session.update(_user_id=token, _fresh=True)
    return "; ".join(f"{each.key}={each.value}" for each in (client._cookies or {}).values())


def sign_in(person_id: int, kind: str, token: str, *, at: datetime) -> int:
    """The id of an account made in the open transaction, whose session that token opens. It has no password."""
    account = Account(
        person_id=person_id,
        kind=kind,
        username=token,
        username_key=token,
        password_hash="",
        password_changed_at=at,
        created_at=at,
    )
    db.session().add(account)
    db.session().flush()
    kept = tokens.hash_of(token)
    db.session().add(SessionRecord(token_hash=kept, account_id=account.id, created_at=at, last_seen_at=at))
    return account.id


def stay_signed_in() -> None:
    """To build a larger district takes longer than a session may rest; whoever waits for it is here all the same."""
    with db.transaction() as session:
        session.execute(update(SessionRecord).values(last_seen_at=clock.now()))


def visit(app: Any, path: str, cookies: str) -> Visit:
    """A GET of that page."""
    return _visit(app, EnvironBuilder(path=path, headers=[("Cookie", cookies), ("Accept", "text/html")]))


def submission(app: Flask, form: str, path: str, cookies: str, typed: dict[str, str]) -> Visit:
    """A POST to `path` of what is typed into the form on the page `form`, with its token."""
    token, kept = form_of(app, form, cookies)
    sent = [("Cookie", kept), ("Accept", "text/html"), ("Origin", "http://localhost")]
    return _visit(app, EnvironBuilder(path=path, method="POST", data=typed | {"csrf_token": token}, headers=sent))


def form_of(app: Flask, form: str, cookies: str) -> tuple[str, str]:
    """The token of the form on that page, and what the browser sends from then on."""
    asked = EnvironBuilder(path=form, headers=[("Cookie", cookies), ("Accept", "text/html")]).get_environ()
    body, status, headers = run_wsgi_app(app, asked, buffered=True)
    page = b"".join(body).decode()
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    if found is None:
        raise RuntimeError(f"{form} answered {status} without a form.")
    kept = [each.partition(";")[0] for each in headers.getlist("Set-Cookie")]
    return found[1], "; ".join(kept) or cookies


def seconds(visited: Visit) -> float:
    """How long one visit takes."""
    begun = time.perf_counter()
    visited()
    return time.perf_counter() - begun


@contextmanager
def statements() -> Iterator[list[int]]:
    """One count a visit: append 0, visit, and read."""
    counts: list[int] = []

    def count(connection: object, cursor: object, statement: str, *rest: object) -> None:
        counts[-1] += not statement.startswith("BEGIN")

    event.listen(db.engine(), "before_cursor_execute", count)
    yield counts
    event.remove(db.engine(), "before_cursor_execute", count)


def _visit(app: Any, asked: EnvironBuilder) -> Visit:
    environ = asked.get_environ()

    def visited() -> None:
        environ["wsgi.input"].seek(0)
        body, status, _ = run_wsgi_app(app, dict(environ), buffered=True)
        if not status.startswith("200"):
            raise RuntimeError(f"{asked.path} answered {status}.")
        b"".join(body)

    return visited
