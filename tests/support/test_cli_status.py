"""`flask status`."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import Engine

from tests.support.notices import incident


def test_the_list_says_what_stands(app: Flask, database: Engine) -> None:
    run = app.test_cli_runner()
    assert "There is no incident" in run.invoke(args=["status", "list"]).output

    incident()
    listed = run.invoke(args=["status", "list"])
    assert listed.exit_code == 0
    assert "The family portal is slow" in listed.output
    assert "There is an incident" in listed.output
