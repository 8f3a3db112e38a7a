"""T03, T04, T10, T12, T13 for a student's prepared account: one winner, one name, and no stranger learns of it."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from accounts import jobs
from accounts.models import Account, PreparedAccount
from foundation import clock, db
from foundation.outbox import Mail
from portal.models import ActivationCode
from portal.rules.codes import Kind
from tests.attacks.test_t03_activation_race import finish, ready
from tests.attacks.test_t12_enumeration import answer_to
from tests.browser import Browser
from tests.portal.conftest import near as near
from tests.portal.neighbourhood import Neighbourhood
from tests.portal.test_pages_activation import PASSWORD, issue
from tests.racing import at_once
from tests.statements import statements

NAME = "leo.okonkwo29"
RACERS = 40


@pytest.fixture
def code(app: Flask, near: Neighbourhood) -> str:
    jobs.night()
    return issue(app, near.leo.id, Kind.STUDENT)


def test_t03_many_browsers_with_many_names_make_one_account_with_the_prepared_one(
    app: Flask, near: Neighbourhood, code: str
) -> None:
    racers = [ready(app, code, number) for number in range(RACERS)]
    answers = at_once([partial(finish, *racer, number) for number, racer in enumerate(racers)])

    assert Counter(each.status_code for each in answers) == {303: 1, 422: RACERS - 1}
    db.close()
    assert [(each.person_id, each.username) for each in db.session().scalars(select(Account))] == [(near.leo.id, NAME)]


def test_t04_a_dead_code_tells_nothing_of_the_prepared_account(app: Flask, near: Neighbourhood, code: str) -> None:
    issue(app, near.leo.id, Kind.STUDENT)  # ends the one in `code`
    answers = [answer_to(app, "/portal/activate", code=tried) for tried in (code, "0123456789abcdef0123456789abcdef")]

    assert [each[0] for each in answers] == [422, 422]
    assert answers[0] == answers[1]
    assert NAME not in answers[0][2]


@pytest.mark.parametrize("extra", ["person_id", "kind", "username", "stem", "number", "roles", "language"])
def test_t10_more_fields_than_were_asked_change_nothing(app: Flask, near: Neighbourhood, code: str, extra: str) -> None:
    client, token = ready(app, code, 1)
    sent = {"password": PASSWORD, "confirm_password": PASSWORD, "csrf_token": token, extra: str(near.ines.id)}

    assert client.post("/portal/activate/account", data=sent).status_code == 303
    db.close()
    made = db.session().scalars(select(Account)).one()
    assert (made.person_id, made.kind, made.username, made.language) == (near.leo.id, "student", NAME, None)
    kept = db.session().scalars(select(PreparedAccount.username).where(PreparedAccount.person_id == near.leo.id))
    assert kept.one() == NAME


@pytest.mark.parametrize(("path", "more"), [("/sign-in", {"password": "wrong password 1"}), ("/forgot-password", {})])
def test_t12_a_prepared_name_is_answered_like_one_that_is_not_there(
    app: Flask, code: str, path: str, more: dict[str, str]
) -> None:
    answers = [answer_to(app, path, username=username, **more) for username in (NAME, "nobody.here29")]

    assert answers[0] == answers[1]
    assert answers[0][0] in (303, 422)


def test_t12_the_work_behind_the_sign_in_page_is_the_same(app: Flask, database: Engine, code: str) -> None:
    said = []
    answer_to(app, "/sign-in", username="somebody-else", password="wrong password 1")  # the first finds no count yet
    for username in (NAME, "nobody.here29"):
        with statements(database) as asked:
            answer_to(app, "/sign-in", username=username, password="wrong password 1")
        said.append(asked)

    assert said[0] == said[1]


@pytest.mark.parametrize("password", ["", "!", "*", NAME, "None", "password"])
def test_t13_no_password_signs_a_prepared_student_in(app: Flask, code: str, password: str) -> None:
    browser = Browser(app).open("/sign-in").fill(username=NAME, password=password).press()

    assert browser.status == 422


def test_t13_nobody_resets_the_password_of_a_prepared_account(app: Flask, near: Neighbourhood, code: str) -> None:
    Browser(app).open("/forgot-password").fill(username=NAME).press()
    assert app.test_cli_runner().invoke(args=["worker", "--once"]).exit_code == 0

    db.close()
    assert db.session().scalars(select(Mail).where(Mail.template == "reset-password")).all() == []
    assert db.session().scalars(select(Account)).all() == []
    alive = select(ActivationCode.person_id).where(ActivationCode.expires_at > clock.now())
    assert db.session().scalars(alive).all() == [near.leo.id]
