"""The table of rights on paper is the table in force."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from accounts.rules import roles


def test_docs_roles_is_what_flask_roles_prints(app: Flask, root: Path) -> None:
    """After a change of the table: flask roles > docs/roles.md."""
    printed = app.test_cli_runner().invoke(args=["roles"])

    assert printed.exit_code == 0, printed.output
    assert printed.output == (root / "docs" / "roles.md").read_text(encoding="utf-8")


def test_every_cell_of_the_table_is_printed() -> None:
    page = roles.as_markdown()

    assert [grant for grant in roles.TABLE if f"| {grant.role} | `{grant.right}` | {grant.reach} |" not in page] == []


def test_a_role_holds_a_right_once() -> None:
    cells = [(grant.role, grant.right) for grant in roles.TABLE]

    assert len(cells) == len(set(cells))
