"""`flask demo load`: an empty database becomes a district to try; any other is left alone."""

from __future__ import annotations

import dataclasses
import json
from datetime import timedelta

from flask import Flask
from sqlalchemy import Engine, func, select

from accounts.models import Account, PreparedAccount
from app import create_app
from demo.people import a_person, an_account
from demo.world import PASSPHRASE
from district.models import Person
from foundation import clock, db
from foundation.audit import AuditEntry
from foundation.settings import Settings
from household.access import queries as access
from household.access.models import ApprovalRequest
from household.access.rules.promises import PromiseState
from portal.models import ActivationCode
from portal.queries import figures, last_run
from portal.queries.funnel import Narrowed
from portal.rules import codes
from portal.rules.funnel import Step


def load(app: Flask, *arguments: str):  # type: ignore[no-untyped-def]
    return app.test_cli_runner().invoke(args=["demo", "load", *arguments])


def count(record: type[db.Base]) -> int:
    return db.session().scalar(select(func.count()).select_from(record)) or 0


def test_an_empty_database_becomes_the_demo_district(app: Flask, database: Engine) -> None:
    said = load(app)

    assert said.exit_code == 0, said.output
    assert "The demo district is loaded." in said.output
    assert PASSPHRASE in said.output
    for username in db.session().scalars(select(Account.username)):
        assert username in said.output
    assert db.session().scalars(select(AuditEntry.event).where(AuditEntry.event == "demo-loaded")).one()


def test_the_codes_that_are_printed_work(app: Flask, database: Engine) -> None:
    printed = json.loads(load(app, "--json").output)

    live = set(db.session().scalars(select(ActivationCode.code_hash).where(ActivationCode.used_at.is_(None))))
    assert {codes.hash_of(codes.canonical(each["code"]) or "") for each in printed["codes"]} < live
    assert len(printed["codes"]) == 5


def test_run_again_it_changes_no_record_and_prints_codes_that_work(app: Flask, database: Engine) -> None:
    first = json.loads(load(app, "--json").output)
    people, accounts = count(Person), count(Account)

    again = json.loads(load(app, "--json").output)
    assert (count(Person), count(Account)) == (people, accounts)
    assert (first["loaded"], again["loaded"]) == (True, False)
    assert again["accounts"] == first["accounts"]
    live = select(ActivationCode.code_hash).where(ActivationCode.superseded_at.is_(None))
    assert {codes.hash_of(codes.canonical(each["code"]) or "") for each in again["codes"]} < set(
        db.session().scalars(live)
    )
    assert len(again["codes"]) == 5


def test_the_help_desk_has_people_at_every_step_to_look_at(app: Flask, database: Engine) -> None:
    load(app)

    run = last_run()
    assert run is not None
    assert [step for step in Step if not figures(run.id, Narrowed()).all[step]] == []


def test_dots_has_promises_and_a_move_to_look_at(app: Flask, database: Engine) -> None:
    load(app)
    now, today = clock.now(), clock.today()

    board = access.promises_on_board(
        tuple(PromiseState), area="household", since=now - timedelta(days=30), now=now, today=today, limit=9
    )
    changed = access.changed_people(area="household", before=None, limit=9)

    assert {each.first_name: each.state.value for each in board} == {"Imani": "running", "Howard": "broken"}
    assert [(each.first_name, each.noted.changes[0].kind.value) for each in changed] == [("Wanda", "moves")]


def test_who_has_activated_meanwhile_is_listed_with_the_accounts_and_gets_no_code(app: Flask, database: Engine) -> None:
    load(app)
    with db.transaction() as session:
        denise = session.scalars(
            select(Person).where(Person.first_name == "Denise", Person.last_name == "Carter")
        ).one()
        session.add(
            Account(
                person_id=denise.id,
                kind="parent",
                username="denise",
                username_key="denise",
                password_hash="-",
                password_changed_at=denise.created_at,
                created_at=denise.created_at,
            )
        )

    assert "Denise Carter" not in load(app).output


def test_a_database_that_holds_other_people_is_left_alone(app: Flask, database: Engine) -> None:
    with db.transaction():
        an_account(a_person("Real", "Person"), "parent", username="real.person", password_hash="-")

    said = load(app)
    assert said.exit_code == 1
    assert "records that are not the demo's" in said.output
    assert count(Person) == 1
    assert load(app, "--if-empty").exit_code == 0
    assert count(Person) == 1


def test_the_demo_is_never_loaded_in_production(settings: Settings) -> None:
    production = dataclasses.replace(
        settings,
        env="production",
        public_url="https://portal.example.org",
        trusted_hosts=("portal.example.org",),
        now="",
    )
    app = create_app(production)
    try:
        said = load(app)
        assert said.exit_code == 1
        assert "not loaded in production" in said.output
        with app.app_context():
            assert count(Person) == 0
    finally:
        db.use(None)


def test_every_kind_of_account_is_there_to_try(app: Flask, database: Engine) -> None:
    printed = json.loads(load(app, "--json").output)
    assert {each["kind"] for each in printed["accounts"]} == {"contact", "parent", "student", "staff"}
    assert {each["kind"] for each in printed["codes"]} == {"parent", "student"}


def test_the_staff_follow_the_school_year_of_the_settings(settings: Settings) -> None:
    """Loaded in July where years begin in August: what is of the year before stands as such."""
    app = create_app(dataclasses.replace(settings, school_year_starts="08-01", now="2026-07-20T09:00"))
    try:
        assert load(app).exit_code == 0
        said = json.loads(app.test_cli_runner().invoke(args=["access", "explain", "E2004", "--json"]).output)
        assert (said["state"], said["through"]) == ("recertify", "2026-07-31")
    finally:
        db.use(None)


def test_the_students_of_the_demo_are_prepared(app: Flask) -> None:
    load(app)
    with app.app_context():
        prepared = set(db.session().scalars(select(PreparedAccount.username)))
        holders = set(db.session().scalars(select(Account.person_id).where(Account.kind == "student")))
        kept = set(db.session().scalars(select(PreparedAccount.person_id)))

    assert "jalen.carter32" in prepared
    assert not holders & kept


def test_a_principal_has_requests_to_answer_and_dots_one_that_waits_in_vain(app: Flask, database: Engine) -> None:
    assert load(app).exit_code == 0

    open_ones = select(ApprovalRequest.snag).where(ApprovalRequest.closed_at.is_(None)).order_by(ApprovalRequest.snag)
    assert list(db.session().scalars(open_ones)) == ["", "", "no-account"]
    ended = select(ApprovalRequest.outcome).where(ApprovalRequest.closed_at.is_not(None))
    assert list(db.session().scalars(ended)) == ["no"]
