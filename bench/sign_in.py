"""How much of signing in is the password's hash, which is slow on purpose: the rest must stay small beside it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import median

from flask import Flask
from sqlalchemy import insert
from werkzeug.test import EnvironBuilder, run_wsgi_app

from accounts import hashing
from accounts.models import Account
from bench.ground import Ground
from bench.table import Row
from bench.visits import Visit, form_of
from demo import people, places
from foundation import clock, db

PEOPLE = 40
ROUNDS = 3
LEAST_SHARE = 0.85
PASSWORD = "quiet river 9"
PAGE = "/sign-in"


@dataclass(frozen=True)
class Measured:
    """Seconds (median) of a whole sign-in and of the bare check of its password, and milliseconds of the processor."""

    whole: float
    bare: float
    spent: float


def rows(ground: Ground) -> list[Row]:
    """Families sign in one after the other, each in turn with a bare check of the same hash."""
    with ground.app() as app:
        found = measure(app)
    share = found.bare / found.whole
    told = (
        f"{share:.2f} ({found.whole * 1000:.1f} ms, {found.bare * 1000:.1f} ms; {found.spent:.1f} ms of processor time)"
    )
    return [Row("sign-in: throughput ÷ bare Argon2 check", told, f"≥ {LEAST_SHARE}", share >= LEAST_SHARE)]


def measure(app: Flask) -> Measured:
    kept = hashing.hash_of(PASSWORD)
    with app.app_context():
        names = _settle(kept)
    _visit(app, names[0])()
    whole, bare, spent = list[float](), list[float](), list[float]()
    for _ in range(ROUNDS):
        for name, entering in [(each, _visit(app, each)) for each in names]:
            begun, worked = time.perf_counter(), time.process_time()
            entering()
            whole.append(time.perf_counter() - begun)
            spent.append(1000 * (time.process_time() - worked))
            begun = time.perf_counter()
            if not hashing.verify(PASSWORD, kept)[0]:
                raise RuntimeError(f"The password of {name} does not fit its hash.")
            bare.append(time.perf_counter() - begun)
    return Measured(median(whole), median(bare), median(spent))


def _settle(kept: str) -> list[str]:
    """Families with an account each; gives the user names."""
    at = clock.now()
    with db.transaction() as session:
        school = places.a_school("Ridgeline High School")
        guardians = [
            people.a_guardian("Ana", f"Lopez{number}", of=[people.a_student("Leo", "Lopez", school=school, grade="10")])
            for number in range(PEOPLE)
        ]
        names = [f"guardian{number:03d}" for number in range(PEOPLE)]
        session.execute(
            insert(Account),
            [
                {
                    "person_id": guardian.id,
                    "kind": "parent",
                    "username": name,
                    "username_key": name,
                    "password_hash": kept,
                    "password_changed_at": at,
                    "created_at": at,
                }
                for guardian, name in zip(guardians, names, strict=True)
            ],
        )
    return names


def _visit(app: Flask, name: str) -> Visit:
    """A browser before the sign-in page with everything typed."""
    token, cookies = form_of(app, PAGE, "")
    typed = {"username": name, "password": PASSWORD, "csrf_token": token}
    sent = [("Cookie", cookies), ("Accept", "text/html"), ("Origin", "http://localhost")]
    environ = EnvironBuilder(path=PAGE, method="POST", data=typed, headers=sent).get_environ()

    def visited() -> None:
        body, status, _ = run_wsgi_app(app, environ, buffered=True)
        if not status.startswith("303"):
            raise RuntimeError(f"Signing in as {name} answered {status}.")
        b"".join(body)

    return visited
