"""Keys of programs are made, listed and ended by commands."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import Engine, select

from accounts.models import ProgramKey
from foundation import db

RIGHT = ("--right", "access.answers")


def test_a_key_is_shown_once_and_kept_as_a_hash(app: Flask, database: Engine) -> None:
    made = app.test_cli_runner().invoke(args=["keys", "make", "attendance system", *RIGHT])

    assert made.exit_code == 0
    kept = db.session().scalars(select(ProgramKey)).one()
    assert kept.token_hash not in made.output
    assert made.output.strip() not in app.test_cli_runner().invoke(args=["keys", "list"]).output
    assert (
        "attendance system\taccess.answers\tmade 2026-11-18"
        in app.test_cli_runner().invoke(args=["keys", "list"]).output
    )


def test_one_key_of_a_name_is_in_use_at_a_time(app: Flask, database: Engine) -> None:
    run = app.test_cli_runner().invoke
    run(args=["keys", "make", "lms", *RIGHT])

    again = run(args=["keys", "make", "lms", *RIGHT])
    assert again.exit_code == 1
    assert "lms has a key already. End it with flask keys end" in again.output

    assert run(args=["keys", "end", "lms"]).output == "The key of lms opens nothing any more.\n"
    assert run(args=["keys", "make", "lms", *RIGHT]).exit_code == 0


def test_a_key_that_is_none_is_not_ended(app: Flask, database: Engine) -> None:
    ended = app.test_cli_runner().invoke(args=["keys", "end", "lms"])

    assert ended.exit_code == 1
    assert "No key of lms is in use. flask keys list has them all." in ended.output


def test_an_unknown_right_is_wrong_usage(app: Flask, database: Engine) -> None:
    assert app.test_cli_runner().invoke(args=["keys", "make", "lms", "--right", "everything"]).exit_code == 2
