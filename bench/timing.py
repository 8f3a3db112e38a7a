"""Whether time tells a stranger who is known here (T13): by distribution, in interleaved pairs, and not by the median.

A figure of a quiet machine. The tests hold what it stands on: the same hashes, statements and queued work on both sides
(tests/attacks/test_t13_work.py).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from accounts import actions as accounts
from accounts import hashing
from bench.ground import Ground
from bench.table import Row
from bench.visits import form_of
from demo import people, places
from demo.cast import Someone
from foundation import audit, clock, db
from portal import actions as portal
from portal.rules.codes import Delivery, Kind

PAIRS = 20 if os.environ.get("QUICK") else 200
LEAST, MOST = 0.40, 0.60
WRONG = "wrong password 1"
BASE = "http://localhost"
BY = audit.command("bench")
_doors = count()


@dataclass(frozen=True)
class Question:
    """What a stranger sends, where, and after which page."""

    page: str
    path: str
    fields: dict[str, str]


@dataclass(frozen=True)
class Pair:
    """The same question about what is known here and about what is not, `PAIRS` times each."""

    name: str
    known: list[Question]
    unknown: list[Question]


def rows(ground: Ground) -> list[Row]:
    """How often the known one took longer: 0.5 where nothing tells the two apart."""
    with ground.app() as app:
        with app.app_context(), db.transaction():
            pairs = pairs_of(app)
        found = [(pair.name, auc(*times_of(app, pair))) for pair in pairs]
    return [
        Row(f"time tells nothing: {name}", f"AUC {value:.2f} ({PAIRS} pairs)", "0.40–0.60", LEAST <= value <= MOST)
        for name, value in found
    ]


def auc(ones: list[float], others: list[float]) -> float:
    """How often one of `ones` is larger than one of `others`, ties counted half."""
    wins = sum((one > other) + (one == other) / 2 for one in ones for other in others)
    return wins / (len(ones) * len(others))


def times_of(app: Flask, pair: Pair) -> tuple[list[float], list[float]]:
    """Seconds of each side, asked in turn; which comes first changes from pair to pair."""
    known, unknown = list[float](), list[float]()
    for warm in (pair.known[0], pair.unknown[0]):
        asked(app, warm)()
    for number in range(PAIRS):
        turns = [(known, pair.known[number]), (unknown, pair.unknown[number])]
        for spent, question in turns if number % 2 else reversed(turns):
            asking = asked(app, question)
            begun = time.perf_counter()
            asking()
            spent.append(time.perf_counter() - begun)
    return known, unknown


def pairs_of(app: Flask) -> list[Pair]:
    """Every question of a stranger that names somebody or something."""
    guardians, names = _settle()
    nobody = [f"nobody{number:04d}" for number in range(PAIRS)]
    return [
        _typed("sign-in", "/sign-in", "username", names, nobody, password=WRONG),
        _typed("forgot password", "/forgot-password", "username", names, nobody),
        _typed("forgot username", "/forgot-username", "email", _mails(names), _mails(nobody)),
        _typed("activation code", "/portal/activate", "code", *_dead_codes(app, guardians)),
        _linked("invitation", "/staff/invitation/", *_dead_invitations()),
    ]


def _mails(names: list[str]) -> list[str]:
    return [f"{each}@example.org" for each in names]


def _typed(name: str, path: str, field: str, known: list[str], unknown: list[str], **more: str) -> Pair:
    sides = [[Question(path, path, {field: each, **more}) for each in side] for side in (known, unknown)]
    return Pair(name, sides[0], sides[1])


def _linked(name: str, path: str, replaced: list[str], expired: list[str]) -> Pair:
    """A link that a newer one ended against one too old: whether somebody was invited again is nobody's affair."""
    fields = {"username": "newcomer", "password": "a lamp in the hall 4", "confirm_password": "a lamp in the hall 4"}
    sides = [[Question("/sign-in", path + each, fields) for each in side] for side in (replaced, expired)]
    return Pair(name, sides[0], sides[1])


def _settle() -> tuple[list[Someone], list[str]]:
    """A guardian with an account for each pair."""
    at, kept = clock.now(), hashing.hash_of("quiet river 9")
    names = [f"guardian{number:04d}" for number in range(PAIRS)]
    school = places.a_school("Ridgeline High School")
    child = people.a_student("Leo", "Lopez", school=school, grade="10")
    guardians = [people.a_guardian("Ana", f"Lopez{number}", of=[child]) for number in range(PAIRS)]
    for guardian, name in zip(guardians, names, strict=True):
        mail = f"{name}@example.org"
        people.an_account(guardian, "parent", username=name, password_hash=kept, recovery_email=mail, at=at)
    return guardians, names


def _dead_codes(app: Flask, guardians: list[Someone]) -> tuple[list[str], list[str]]:
    """Codes too old whose people have an account, and codes ended by a newer one whose people have none."""
    now, long_ago = clock.now(), clock.now() - timedelta(days=90)
    school = places.a_school("Mesa High School")
    child = people.a_student("Sam", "Hill", school=school, grade="10")
    others = [people.a_guardian("Dora", f"Hill{number}", of=[child]) for number in range(PAIRS)]
    old, replaced = (
        [_code(app, each, at=long_ago) for each in guardians],
        [_code(app, each, at=now) for each in others],
    )
    for each in others:
        _code(app, each, at=now)
    return old, replaced


def _code(app: Flask, guardian: Someone, *, at: datetime) -> str:
    issued = portal.issue_code(
        guardian.id, kind=Kind.PARENT, delivery=Delivery.LETTER, settings=app.config["HEARTH"], by=BY, at=at
    )
    return str(issued.code)


def _dead_invitations() -> tuple[list[str], list[str]]:
    """Links that a newer one ended, and links too old, each to somebody else."""
    now, long_ago = clock.now(), clock.now() - timedelta(days=90)
    replaced, expired = list[str](), list[str]()
    school = places.a_school("Haddad School")
    for number in range(PAIRS):
        for links, moments in ((replaced, (now, now)), (expired, (long_ago,))):
            colleague = people.a_person("Noor", f"Haddad{number}")
            places.a_job(colleague, school, job_role="Office")
            made = [
                accounts.invite(colleague.id, roles=(), public_url=BASE, on=clock.today(), by=BY, at=each)
                for each in moments
            ]
            links.append(str(getattr(made[0], "url", "")).rsplit("/", 1)[1])
    return replaced, expired


def asked(app: Flask, question: Question) -> Callable[[], None]:
    """The question ready to be sent, from an address nobody came from yet."""
    token, cookies = form_of(app, question.page, "")
    door = next(_doors)
    environ = EnvironBuilder(
        path=question.path,
        method="POST",
        data=question.fields | {"csrf_token": token},
        headers=[("Cookie", cookies), ("Accept", "text/html"), ("Origin", "http://localhost")],
        environ_base={"REMOTE_ADDR": f"10.{door >> 16 & 255}.{door >> 8 & 255}.{door & 255}"},
    ).get_environ()

    def asking() -> None:
        body, status, _ = run_wsgi_app(app, environ, buffered=True)
        if status[:3] not in ("303", "404", "410", "422"):
            raise RuntimeError(f"{question.path} answered {status}.")
        b"".join(body)

    return asking
