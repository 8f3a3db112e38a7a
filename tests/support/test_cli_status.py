"""`flask status`."""

from __future__ import annotations

import json
import re
from pathlib import Path

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


def test_it_is_published_as_files_that_need_nothing_of_the_house(app: Flask, database: Engine, tmp_path: Path) -> None:
    posted = incident()
    folder = tmp_path / "deep" / "status"
    done = app.test_cli_runner().invoke(args=["status", "publish", str(folder)])

    assert done.exit_code == 0, done.output
    sheets = [path.name for path in folder.glob("status-*.css")]
    assert {path.name for path in folder.iterdir()} == {"index.html", "es.html", "status.json", *sheets}
    english, spanish = (folder / name for name in ("index.html", "es.html"))
    told = " ".join(english.read_text(encoding="utf-8").split())
    assert "The family portal is slow" in told
    assert "Written November 18, 2026, 9:00 AM MST" in told
    assert "El portal de familias está lento" in spanish.read_text(encoding="utf-8")
    assert set(re.findall(r'(?:href|src)="([^"]+)"', told)) == {"#main", "es.html", *sheets}
    assert re.search(r"<script|<form|tel:|http", told) is None
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o644}

    read = json.loads((folder / "status.json").read_text(encoding="utf-8"))
    assert read["overall"] == "incident"
    assert read["written_at"] == "2026-11-18T16:00:00+00:00"
    assert [(each["id"], each["standing"]) for each in read["notices"]] == [(posted.public_id, "ongoing")]


def test_publishing_again_replaces_every_file_and_leaves_no_other(app: Flask, database: Engine, tmp_path: Path) -> None:
    run = app.test_cli_runner()
    (tmp_path / "status-0123456789ab.css").write_text("body {}")
    run.invoke(args=["status", "publish", str(tmp_path)])
    before = (tmp_path / "index.html").read_text(encoding="utf-8")
    incident()
    run.invoke(args=["status", "publish", str(tmp_path)])

    assert "The family portal is slow" not in before
    assert "The family portal is slow" in (tmp_path / "index.html").read_text(encoding="utf-8")
    assert len(list(tmp_path.glob("*.css"))) == 1
    assert list(tmp_path.glob(".writing-*")) == []


def test_a_folder_that_cannot_be_written_is_named_and_what_stood_there_stands(
    app: Flask, database: Engine, tmp_path: Path
) -> None:
    (tmp_path / "index.html").mkdir()
    done = app.test_cli_runner().invoke(args=["status", "publish", str(tmp_path)])

    assert done.exit_code == 1
    assert f"{tmp_path} cannot be written" in done.output
    assert list(tmp_path.glob(".writing-*")) == []
