"""The group `flask demo`. Its commands are brought in when one of them is asked for: nothing else needs them."""

from __future__ import annotations

from importlib import import_module

import click
from flask import Flask
from flask.cli import AppGroup

COMMANDS = ("export", "load")


class Demo(AppGroup):
    """The commands of `demo/commands.py`, by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return getattr(import_module("demo.commands"), cmd_name) if cmd_name in COMMANDS else None


def install(app: Flask) -> None:
    """Hang the demo's commands on `flask`."""
    app.cli.add_command(Demo("demo", help="A small district to try, and districts of any size for load tests."))
