"""T04, D4: an account made with a stolen code is told to its owner, who closes it, and whoever made it stays out."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from accounts.models import Account
from demo import places
from demo.cast import Someone
from foundation import audit, clock, db
from foundation.settings import Settings
from portal import actions
from portal.actions.issuing import IssuedCode
from portal.models import ActivationCode, OfficeRequest
from portal.rules.asking import Outcome
from portal.rules.codes import Delivery, Kind
from portal.rules.office import IdKind
from tests.browser import Browser
from tests.portal.askers import Askers, asked, askers
from tests.portal.waiting import Waiting, waiting

THIEF, OWNER = "seven green herons", "eight quiet ponds 9"


@pytest.fixture
def told(database: Engine) -> Askers:
    with db.transaction():
        return askers(places.a_school("Ridgeline High School"))


def a_letter_for(person: Someone, settings: Settings) -> str:
    db.close()
    with db.transaction():
        by = audit.command("test")
        return actions.issue_code(
            person.id, kind=Kind.PARENT, delivery=Delivery.LETTER, settings=settings, by=by, at=clock.now()
        ).code


def activates(app: Flask, code: str, username: str, password: str) -> Browser:
    """Whoever holds the code makes the account."""
    somebody = Browser(app)
    somebody.open("/portal/activate").fill(code=code).press("Continue")
    somebody.fill(username=username, password=password, confirm_password=password).press("Create my account")
    return somebody


def notices() -> list[Waiting]:
    return [each for each in waiting() if each.template == "account-activated"]


def link_of(notice: Waiting) -> str:
    assert notice.secret["url"].startswith("http://localhost/portal/not-me/")
    return notice.secret["url"].removeprefix("http://localhost")


def stolen(app: Flask, told: Askers, settings: Settings) -> tuple[Browser, str]:
    """A thief makes Ana María's account with her letter and signs in; and the link that she was sent."""
    thief = activates(app, a_letter_for(told.mailed, settings), "eve.adams", THIEF)
    thief.signs_in("eve.adams", THIEF)
    assert thief.open("/portal/").path == "/portal/"
    return thief, link_of(notices()[0])


def test_the_owner_is_told_by_mail_and_by_text(app: Flask, told: Askers, settings: Settings) -> None:
    activates(app, a_letter_for(told.mailed, settings), "eve.adams", THIEF)

    assert [(each.channel, each.to, each.language) for each in notices()] == [
        ("mail", "ana@vega.example", "es"),
        ("text", "+13035550101", "es"),
    ]
    assert notices()[0].secret == notices()[1].secret


def test_who_can_only_be_called_is_called(app: Flask, told: Askers, settings: Settings) -> None:
    activates(app, a_letter_for(told.called, settings), "eve.adams", THIEF)

    assert [(each.channel, each.to, each.secret) for each in notices()] == [("voice", "+13035550103", {})]


def test_opening_the_link_closes_nothing(app: Flask, told: Askers, settings: Settings) -> None:
    thief, link = stolen(app, told, settings)
    owner = Browser(app)
    for _ in range(3):
        assert owner.open(link).heading == "Close an account that you did not make"
    assert "Ana" not in owner.html
    assert owner.response is not None
    assert owner.response.headers["Referrer-Policy"] == "no-referrer"

    assert thief.open("/portal/").status == 200


def test_the_button_closes_the_account_and_ends_its_sessions_at_once(
    app: Flask, told: Askers, settings: Settings
) -> None:
    thief, link = stolen(app, told, settings)
    owner = Browser(app).open(link).press("This was not me: close the account")
    assert owner.heading == "The account is closed"

    assert thief.open("/portal/").path.startswith("/sign-in")
    assert thief.signs_in("eve.adams", THIEF).status == 422
    kept = db.session().scalars(select(Account)).one()
    assert (kept.disabled_at, kept.disowned_at, kept.recovery_email) == (clock.now(), clock.now(), None)
    request = db.session().scalars(select(OfficeRequest)).one()
    assert (request.reason, request.person_id, request.first_name) == ("not-me", told.mailed.id, "Ana María")


def test_the_link_works_once_and_for_two_weeks(app: Flask, told: Askers, settings: Settings) -> None:
    thief, link = stolen(app, told, settings)
    with clock.at(clock.now() + timedelta(days=14)):
        assert Browser(app).open(link).status == 410
    page = Browser(app).open(link)
    again = Browser(app).open(link)
    page.press("This was not me: close the account")
    again.press("This was not me: close the account")

    assert (again.status, again.heading) == (410, "This link does not work any more")
    assert len(db.session().scalars(select(OfficeRequest)).all()) == 1
    assert thief.open("/portal/").path.startswith("/sign-in")


@pytest.mark.parametrize("token", ["", "x", "a" * 300, "ImFiYyI.e30", "%00"])
def test_a_made_up_link_is_dead(app: Flask, told: Askers, token: str) -> None:
    assert app.test_client().get(f"/portal/not-me/{token}").status_code in (404, 410)


def test_a_thief_s_new_password_does_not_end_the_link(app: Flask, told: Askers, settings: Settings) -> None:
    thief, link = stolen(app, told, settings)
    thief.open("/settings/password").fill(
        current_password=THIEF, password="nine loud gulls 3", confirm_password="nine loud gulls 3"
    ).press()

    assert Browser(app).open(link).status == 200


def test_the_thief_s_recovery_address_brings_nobody_back(app: Flask, told: Askers, settings: Settings) -> None:
    _, link = stolen(app, told, settings)
    with db.transaction() as session:
        account = session.scalars(select(Account)).one()
        account.recovery_email, account.recovery_email_validated_at = "eve@evil.example", clock.now()
    Browser(app).open(link).press("This was not me: close the account")
    Browser(app).open("/forgot-password").fill(username="eve.adams").press()
    assert app.test_cli_runner().invoke(args=["mail", "send"]).exit_code == 0

    assert [each.to for each in waiting() if each.template == "reset-password"] == []


def test_only_the_office_gives_the_owner_the_next_code(app: Flask, told: Askers, settings: Settings) -> None:
    """Whoever read the stolen code may read the mail on file too."""
    _, link = stolen(app, told, settings)
    Browser(app).open(link).press("This was not me: close the account")
    db.close()
    with db.transaction():
        answer = actions.answer_new_code(
            asked(told.mailed, told.luz), settings=settings, on=clock.today(), by=audit.STRANGER, at=clock.now()
        )

    assert answer == [Outcome.DISOWNED]
    assert [each for each in waiting() if each.template == "activation-code"] == []


def test_a_code_that_was_alive_ends_with_the_account(app: Flask, told: Askers, settings: Settings) -> None:
    _, link = stolen(app, told, settings)
    a_letter_for(told.mailed, settings)
    Browser(app).open(link).press("This was not me: close the account")

    db.close()
    alive = select(ActivationCode).where(ActivationCode.used_at.is_(None), ActivationCode.superseded_at.is_(None))
    assert db.session().scalars(alive).all() == []


def test_the_owner_s_own_account_takes_the_place_of_the_stolen_one(
    app: Flask, told: Askers, settings: Settings
) -> None:
    thief, link = stolen(app, told, settings)
    with db.transaction() as session:
        account = session.scalars(select(Account)).one()
        account.recovery_email, account.recovery_email_validated_at = "eve@evil.example", clock.now()
    Browser(app).open(link).press("This was not me: close the account")
    db.close()
    with db.transaction():
        made = actions.issue_at_office(
            told.mailed.id,
            kind=Kind.PARENT,
            id_kind=IdKind.PASSPORT,
            reason="",
            settings=settings,
            on=clock.today(),
            by=audit.command("test"),
            at=clock.now(),
        )
    assert isinstance(made, IssuedCode)
    owner = activates(app, made.code, "ana.vega", OWNER)
    owner.signs_in("ana.vega", OWNER)

    assert owner.open("/portal/").path == "/portal/"
    assert re.search(r"Luz", owner.text)
    assert thief.signs_in("eve.adams", THIEF).status == 422
    assert thief.open("/portal/").path.startswith("/sign-in")
    kept = db.session().scalars(select(Account)).one()
    assert (kept.username, kept.disabled_at, kept.disowned_at) == ("ana.vega", None, None)
    assert (kept.recovery_email, kept.recovery_email_validated_at, kept.pending_email) == (None, None, None)


def test_a_user_name_that_is_taken_leaves_the_stolen_account_closed(
    app: Flask, told: Askers, settings: Settings
) -> None:
    _, link = stolen(app, told, settings)
    Browser(app).open(link).press("This was not me: close the account")
    activates(app, a_letter_for(told.texted, settings), "bruno.vega", OWNER)
    again = activates(app, a_letter_for(told.mailed, settings), "bruno.vega", OWNER)

    assert again.status == 422
    db.close()
    closed = db.session().scalars(select(Account).where(Account.person_id == told.mailed.id)).one()
    assert (closed.username, closed.disowned_at) == ("eve.adams", clock.now())
