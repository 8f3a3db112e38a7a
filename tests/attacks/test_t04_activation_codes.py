"""T04: whoever holds, guesses or bends an activation code gets at most what its letter promised, and learns nothing."""

from __future__ import annotations

import re
import secrets
from collections import Counter
from contextvars import Context

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape
from sqlalchemy import inspect, select, text

from accounts.models import Account
from demo.world import World
from district.models import Person, PersonSource
from foundation import audit, clock, db
from foundation.throttle import Throttle
from portal import actions
from portal.models import ActivationCode
from portal.rules import codes
from portal.rules.codes import Delivery, Kind

STEP_1, STEP_2 = "/portal/activate", "/portal/activate/account"
NEUTRAL = "This code does not open an account"
ANSWERS = {"username": "eve.adams", "password": "seven green herons", "confirm_password": "seven green herons"}


def issue(app: Flask, person_id: int, kind: Kind = Kind.PARENT) -> str:
    with db.transaction():
        issued = actions.issue_code(
            person_id,
            kind=kind,
            delivery=Delivery.LETTER,
            settings=app.config["HEARTH"],
            by=audit.command("test"),
            at=clock.now(),
        )
    return issued.code


def present(client: FlaskClient, typed: str, source: str = "203.0.113.9") -> tuple[int, str]:
    return send(client, STEP_1, {"code": typed}, source)


def send(client: FlaskClient, path: str, fields: dict[str, str], source: str = "203.0.113.9") -> tuple[int, str]:
    """The status, and the body without what differs from one request to the next. Each request in a fresh context."""
    db.close()
    page = Context().run(client.get, STEP_1).get_data(as_text=True)
    token = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)[0]
    given = {"csrf_token": token, **fields}
    answer = Context().run(client.post, path, data=given, environ_base={"REMOTE_ADDR": source})
    body = re.sub(r'name="csrf_token"[^>]*>', "", answer.get_data(as_text=True))
    return answer.status_code, body.replace(str(escape(fields.get("code") or "\0")), "TYPED")


def accounts() -> int:
    db.close()
    return len(db.session().scalars(select(Account.id)).all())


def test_what_names_a_person_is_no_code(app: Flask, world: World) -> None:
    """In real districts the key was the person’s own GUID, which staff and web forms show (4.2)."""
    issue(app, world.denise.id)
    client, before = app.test_client(), accounts()
    person = db.session().get_one(Person, world.denise.id)
    names = [person.public_id, person.public_id * 2, str(person.id), f"{person.id:032x}", world.denise.email]
    names += list(db.session().scalars(select(PersonSource.source_key).where(PersonSource.person_id == person.id)))

    for name in names:
        status, body = present(client, name)
        assert (status, NEUTRAL in body) == (422, True)
    assert accounts() == before


def test_no_page_gives_a_code_to_whoever_knows_a_name_and_a_birth_date(app: Flask, world: World) -> None:
    """F7: names, numbers and birth dates are no proof of who asks. All they do is send one to what is on file."""
    denise, jalen = world.denise, world.jalen
    typed = {
        "first_name": denise.first_name,
        "last_name": denise.last_name,
        "student_first_name": jalen.first_name,
        "student_last_name": jalen.last_name,
        "student_birth_date": str(jalen.born),
        "student_number": jalen.number,
    }
    client = app.test_client()
    status, body = send(client, "/portal/new-code", typed)
    body += Context().run(client.get, "/portal/new-code?asked=").get_data(as_text=True)
    assert app.test_cli_runner().invoke(args=["mail", "send"]).exit_code == 0

    issued = db.session().scalars(select(ActivationCode.delivery)).all()
    assert (status, len(issued)) == (303, 1), "the question reached somebody, or this test says nothing"
    assert re.search(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}", body) is None


def test_an_issued_code_can_be_read_nowhere_again(app: Flask, world: World) -> None:
    """Not by staff and not in a copied database: no column of any table holds it."""
    code = issue(app, world.denise.id)
    present(app.test_client(), code)
    ways = (code, codes.grouped(code), code.upper(), codes.grouped(code).upper())

    for table in inspect(db.engine()).get_table_names():
        rows = db.session().execute(text(f'SELECT * FROM "{table}"')).all()  # noqa: S608 - our own table names
        assert not [row for row in rows if any(way in str(row) for way in ways)], table


def test_every_failure_looks_the_same(app: Flask, world: World) -> None:
    used = issue(app, world.denise.id)
    client = app.test_client()
    present(client, used)
    send(client, STEP_2, ANSWERS)
    superseded = issue(app, world.carmen.id)
    issue(app, world.carmen.id)
    withdrawn, not_a_guardian = issue(app, world.klara.id, Kind.STUDENT), issue(app, world.lena.id)
    active, never = issue(app, world.hoa.id), secrets.token_hex(16)
    odd = [
        f"urn:uuid:{codes.grouped(never)}",
        never.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        never[:-1],
    ]

    answers = [
        present(app.test_client(), each)
        for each in (used, superseded, withdrawn, not_a_guardian, active, never, *odd, "' OR 1=1 --", "x" * 999)
    ]

    assert Counter(status for status, _ in answers) == {422: len(answers)}
    assert len({body for _, body in answers}) == 1


@pytest.mark.parametrize(
    "written",
    [
        str.upper,
        lambda code: "{" + code + "}",
        lambda code: code.replace("-", ""),
        lambda code: f"  {code} ",
        lambda code: "{" + code.replace("-", "").upper() + "}",
    ],
)
def test_another_way_of_writing_is_the_same_guess(app: Flask, world: World, written: object) -> None:
    code = codes.grouped(secrets.token_hex(16))
    present(app.test_client(), code)
    present(app.test_client(), written(code), source="198.51.100.7")  # type: ignore[operator]

    db.close()
    counts = Counter(
        {each.scope: each.failures for each in db.session().scalars(select(Throttle).order_by(Throttle.failures))}
    )
    assert counts == {"code": 2, "code-source": 1}


def test_two_hundred_guesses_meet_a_limit(app: Flask, world: World) -> None:
    client = app.test_client()
    statuses = [present(client, secrets.token_hex(16))[0] for _ in range(200)]

    assert statuses == [422] * 101 + [429] * 99
    assert present(client, issue(app, world.denise.id))[0] == 429
    assert present(app.test_client(), issue(app, world.denise.id), source="198.51.100.7")[0] == 303


def test_addresses_of_one_ipv6_line_are_one_source(app: Flask, world: World) -> None:
    for number in range(101):
        present(app.test_client(), secrets.token_hex(16), source=f"2001:db8:1:2::{number:x}")

    assert present(app.test_client(), secrets.token_hex(16), source="2001:db8:1:2:ffff::1")[0] == 429
    assert present(app.test_client(), secrets.token_hex(16), source="2001:db8:1:3::1")[0] == 422


def test_forty_families_behind_one_address_all_come_in(app: Flask, world: World) -> None:
    """Activation night: successes are not counted, and two slips each do not shut the school’s door."""
    for person in (world.denise, world.carmen, world.robert) * 14:
        code = issue(app, person.id)
        for _ in range(2):
            present(app.test_client(), secrets.token_hex(16))
        assert present(app.test_client(), code)[0] == 303


@pytest.mark.parametrize("fields", [ANSWERS, {**ANSWERS, "code": "0" * 32}, {}])
def test_the_second_step_alone_makes_nothing(app: Flask, world: World, fields: dict[str, str]) -> None:
    before = accounts()
    status, _ = send(app.test_client(), STEP_2, fields)

    assert (status, accounts()) == (303, before)


def test_another_s_code_in_the_second_step_counts_for_nothing(app: Flask, world: World) -> None:
    mine, hers = issue(app, world.denise.id), issue(app, world.carmen.id)
    client = app.test_client()
    present(client, mine)
    status, _ = send(client, STEP_2, {**ANSWERS, "code": hers, "person_id": str(world.carmen.id), "kind": "student"})

    assert status == 303
    made = db.session().scalars(select(Account).where(Account.username == "eve.adams")).one()
    assert (made.person_id, made.kind) == (world.denise.id, "parent")
    unused = db.session().scalars(select(ActivationCode).where(ActivationCode.used_at.is_(None))).all()
    assert [each.person_id for each in unused] == [world.carmen.id]


def test_a_student_s_code_makes_a_student_s_account_whoever_holds_it(app: Flask, world: World) -> None:
    """A parent who uses her son’s letter gets no guardian’s view by it."""
    client = app.test_client()
    present(client, issue(app, world.jalen.id, Kind.STUDENT))
    send(client, STEP_2, ANSWERS)

    made = db.session().scalars(select(Account).where(Account.username == "eve.adams")).one()
    assert (made.person_id, made.kind) == (world.jalen.id, "student")


def test_activating_signs_nobody_in(app: Flask, world: World) -> None:
    client = app.test_client()
    present(client, issue(app, world.denise.id))
    send(client, STEP_2, ANSWERS)

    assert Context().run(client.get, "/portal/").headers["Location"].startswith("/sign-in")


def test_nothing_is_said_of_the_person_before_the_code_is_right(app: Flask, world: World) -> None:
    ended = issue(app, world.denise.id)
    issue(app, world.denise.id)
    _, body = present(app.test_client(), ended)

    assert "Denise" not in body
    assert "Carter" not in body
