"""The house's own commands: plain sentences, plain exit statuses, no secret shown."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, text

from app import create_app
from foundation import clock, db, jobs, plainly, schema
from foundation.outbox import post
from foundation.settings import Settings
from tests.mail_sink import plain_mail
from tests.processes import run


def put(address: str, template: str = "plain") -> None:
    with db.transaction():
        post(template, to=address, language="en", at=clock.now(), secret={"code": "CANARY"})


def test_sending_says_what_came_of_it(app: Flask, database: Engine) -> None:
    plain_mail(app)
    put("ana@example.org")
    put("ben@example.org", template="nowhere")
    put("nobody")

    result = app.test_cli_runner().invoke(args=["mail", "send"])

    assert (result.exit_code, result.output) == (
        0,
        "1 sent, 1 failed, 1 parked\nWhat was parked is not tried again. flask mail list says why.\n",
    )


def test_sending_where_nothing_can_be_sent_says_why_and_fails(settings: Settings) -> None:
    app = create_app(dataclasses.replace(settings, mail="smtp://127.0.0.1:1"))
    plain_mail(app)
    with app.app_context():
        put("ana@example.org")
        result = app.test_cli_runner().invoke(args=["mail", "send"])
    db.use(None)

    assert result.exit_code == 1
    assert result.output.splitlines()[0] == "0 sent, 0 failed, 0 parked"
    assert "stay in the outbox" in result.output
    assert "refused" in result.output


def test_the_list_shows_who_waits_and_why_others_were_parked_and_no_secret(app: Flask, database: Engine) -> None:
    plain_mail(app)
    put("nobody")
    app.test_cli_runner().invoke(args=["mail", "send"])
    put("ana@example.org")

    output = app.test_cli_runner().invoke(args=["mail", "list"]).output

    assert [line.split(",")[0].split("  ")[-1] for line in output.splitlines()] == [
        "Mails waiting: 1",
        "plain to ana@example.org",
        "Mails parked: 1",
        "plain to nobody",
    ]
    assert "tried once: The address is not one a mail can go to." in output
    assert "CANARY" not in output


def test_jobs_are_listed_with_their_kind(app: Flask, database: Engine) -> None:
    with db.transaction():
        jobs.queue("from-the-future", {"typed": "CANARY"}, at=clock.now())

    output = app.test_cli_runner().invoke(args=["jobs", "list"]).output

    assert "Jobs waiting: 1" in output
    assert "from-the-future" in output
    assert "CANARY" not in output


def test_the_schema_is_brought_up_and_checked(app: Flask, database: Engine) -> None:
    runner = app.test_cli_runner()
    schema.downgrade(database, to="base")

    before = runner.invoke(args=["db", "check"])
    upgraded = [runner.invoke(args=["db", "upgrade"]) for _ in range(2)]
    after = runner.invoke(args=["db", "check"])

    assert before.exit_code == 1
    assert [each.exit_code for each in (*upgraded, after)] == [0, 0, 0]
    assert after.output == f"The database stands at {schema.head()}, which is current.\n"


def test_a_database_newer_than_the_program_is_not_behind(app: Flask, database: Engine) -> None:
    """While a new version is rolled out, the old one goes on serving."""
    with database.connect().execution_options(writes=True) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.commit()

    assert not schema.is_current(database)
    assert not schema.is_behind(database)
    assert app.test_client().get("/sign-in").status_code == 200


@pytest.mark.parametrize("command", [["mail", "deliver"], ["audit"], ["worker", "--twice"], ["db", "upgrade", "now"]])
def test_wrong_usage_is_status_2(app: Flask, command: list[str]) -> None:
    assert app.test_cli_runner().invoke(args=command).exit_code == 2


def test_an_unsafe_start_is_one_sentence(settings: Settings) -> None:
    result = run(dataclasses.replace(settings, env="production"), "db", "check")

    assert result.returncode == 1
    assert result.stderr == (
        "Hearth does not start. HEARTH_NOW fixes the clock and is for development and testing only. Unset it.\n"
    )


def test_importing_the_app_writes_no_schema(settings: Settings, tmp_path: Path) -> None:
    """Several servers start at once; none of them may create tables."""
    path = tmp_path / "fresh.sqlite"
    create_app(dataclasses.replace(settings, database=f"sqlite:///{path}"))
    db.use(None)

    assert not path.exists()


def test_a_fault_of_ours_is_not_blamed_on_the_database(app: Flask, database: Engine) -> None:
    @app.cli.command("broken")
    def broken() -> None:
        with db.transaction() as session:
            session.execute(text("SELECT nothing FROM nowhere"))

    plainly.speak_plainly(app)

    result = app.test_cli_runner().invoke(args=["broken"])

    assert result.exit_code == 1
    assert result.exception is not None
    assert "nowhere" in str(result.exception)
