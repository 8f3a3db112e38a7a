"""Other programs of the district read the answers of an access area, with a key that opens nothing else."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import Engine, select
from werkzeug.test import TestResponse

from accounts import actions
from accounts.models import ProgramKey
from accounts.rules.programs import ANSWERS
from demo.staff import Staff
from foundation import audit, clock, db
from foundation.audit import AuditEntry
from household.access import gate, handing_on
from tests.statements import statements

BY = audit.command("test")


@pytest.fixture
def key(staff: Staff) -> str:
    with db.transaction():
        made = actions.make_program_key("attendance system", right=ANSWERS, by=BY, at=clock.now())
    assert isinstance(made, str)
    return made


def asks(app: Flask, path: str, key: str | None, **asked: str) -> TestResponse:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return app.test_client().get(f"/api/v1/access/{path}", headers=headers, query_string=asked)


def test_everybody_is_told_as_the_file_tells_them(app: Flask, staff: Staff, key: str) -> None:
    told = asks(app, "household", key)
    with app.test_request_context():
        exported = list(handing_on.answers(gate.rulebook(), clock.today()))

    assert told.status_code == 200
    assert told.json is not None
    assert told.json["people"] == exported
    assert (told.json["area"], told.json["day"], told.json["next"]) == ("household", "2026-11-18", None)
    assert told.headers["Cache-Control"] == "no-store"


def test_one_person_on_another_day(app: Flask, staff: Staff, key: str) -> None:
    everybody = asks(app, "household", key, on="2027-03-01").json
    assert everybody is not None
    one = next(each for each in everybody["people"] if each["state"] == "active" and each["employee_id"])

    told = asks(app, f"household/{one['employee_id']}", key, on="2027-03-01").json

    assert told == {"area": "household", "day": "2027-03-01", "in_force": everybody["in_force"], **one}


def test_a_long_list_comes_in_pieces(app: Flask, staff: Staff, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = asks(app, "household", key).json
    assert whole is not None
    monkeypatch.setattr("household.access.views.api.AT_ONCE", 3)

    pieces, there = list[object](), "/api/v1/access/household"
    while there:
        piece = app.test_client().get(there, headers={"Authorization": f"Bearer {key}"}).json
        assert piece is not None
        assert len(piece["people"]) <= 3
        pieces += piece["people"]
        there = piece["next"]

    assert pieces == whole["people"]


@pytest.mark.parametrize("shown", [None, "", "nonsense", "Ü", "a.b.c"])
def test_without_a_key_nothing_is_told(app: Flask, staff: Staff, shown: str | None) -> None:
    told = asks(app, "household", shown)

    assert told.status_code == 401
    assert told.mimetype == "application/problem+json"
    assert told.headers["WWW-Authenticate"] == 'Bearer realm="hearth"'


def test_a_key_that_was_ended_or_opens_something_else_opens_nothing(app: Flask, staff: Staff, key: str) -> None:
    with db.transaction() as session:
        session.execute(ProgramKey.__table__.update().values(right="something.else"))
    assert asks(app, "household", key).status_code == 401

    with db.transaction() as session:
        session.execute(ProgramKey.__table__.update().values(right=ANSWERS))
        assert actions.end_program_key("attendance system", by=BY, at=clock.now())
    assert asks(app, "household", key).status_code == 401


def test_a_key_opens_no_page(app: Flask, staff: Staff, key: str) -> None:
    page = app.test_client().get("/household/reviews", headers={"Authorization": f"Bearer {key}"})

    assert page.status_code == 303
    assert page.headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize(
    ("path", "asked", "status", "detail"),
    [
        ("attendance", {}, 404, "Areas are: household."),
        ("household/nobody", {}, 404, "One person of that employee_id is not on record."),
        ("household", {"on": "18.11.2026"}, 400, "Write the day as YYYY-MM-DD"),
        ("household", {"after": "-1"}, 400, "Take the address"),
        ("household", {"after": "9" * 30}, 400, "Take the address"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(
    app: Flask, key: str, path: str, asked: dict[str, str], status: int, detail: str
) -> None:
    told = asks(app, path, key, **asked)

    assert told.status_code == status
    assert told.json is not None
    assert told.json["detail"].startswith(detail)


def test_who_read_stands_in_the_audit_and_the_use_of_the_key_beside_it(app: Flask, key: str) -> None:
    asks(app, "household", key)

    db.close()
    entry = db.session().scalars(select(AuditEntry).where(AuditEntry.event == "access-answers-exported")).one()
    assert (entry.actor_kind, entry.actor_label, entry.data["area"]) == ("program", "attendance system", "household")
    assert db.session().scalar(select(ProgramKey.last_used_at)) == clock.now()


def test_a_piece_takes_the_same_statements_however_many_are_in_it(app: Flask, key: str, database: Engine) -> None:
    asks(app, "household", key)
    with statements(database) as few:
        asks(app, "household", key, after="0")
    with statements(database) as none:
        asks(app, "household", key, after="999999999")

    assert len(few) <= 8
    assert len(none) <= len(few)
