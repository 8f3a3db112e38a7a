"""docs/settings.md says what foundation/settings.py does, setting by setting."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

from foundation.settings import Settings

PAGE = Path(__file__).parent.parent.parent / "docs" / "settings.md"
ROW = re.compile(r"^\| `HEARTH_(?P<name>[A-Z_]+)` \|(?P<default>[^|]*)\|(?P<meaning>[^|]*)\|$", re.MULTILINE)
MADE_AT_START = {"secret_key", "database", "mail", "text", "voice"}


def _rows() -> dict[str, str]:
    return {row["name"].lower(): row["default"].strip().strip("`") for row in ROW.finditer(PAGE.read_text("utf-8"))}


def _fields() -> dict[str, object]:
    return {each.name: each.default for each in dataclasses.fields(Settings) if each.name != "instance"}


def test_every_setting_has_its_row_and_every_row_its_setting() -> None:
    assert set(_rows()) == set(_fields())


def test_the_page_shows_the_defaults_that_hold() -> None:
    written = {name: default for name, default in _rows().items() if name not in MADE_AT_START}
    held = {
        name: ",".join(default) if isinstance(default, tuple) else str(default)
        for name, default in _fields().items()
        if name not in MADE_AT_START
    }

    assert written == held


def test_every_row_says_what_the_setting_is_for() -> None:
    assert [row["name"] for row in ROW.finditer(PAGE.read_text("utf-8")) if len(row["meaning"].strip()) < 10] == []
