"""A command whose database is away, too old or busy says so in one sentence and ends with exit status 1.

Apart from the commands themselves, so that those of a room start without loading what all others need.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import click
from flask import Flask
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from foundation import db, schema

BEHIND = "The database does not have the current schema. Run flask db upgrade."
AWAY = "The database does not answer. See that it runs and that HEARTH_DATABASE names it, then try again."


def speak_plainly(app: Flask) -> None:
    """Make every command of the house answer a database that is away or too old with one sentence, exit status 1."""
    for command in app.cli.commands.values():
        _speak_plainly(command)


def _speak_plainly(command: click.Command) -> None:
    if isinstance(command, click.Group):
        for each in command.commands.values():
            _speak_plainly(each)
    elif command.callback is not None and not hasattr(command.callback, "speaks_plainly"):
        command.callback = _plainly(command.callback)


def _plainly(callback: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(callback)
    def run(*given: Any, **named: Any) -> Any:
        try:
            return callback(*given, **named)
        except (DBAPIError, PoolTimeout) as problem:
            sentence = what_is_wrong(problem)
            if not sentence:
                raise
            raise click.ClickException(sentence) from problem

    run.speaks_plainly = True  # type: ignore[attr-defined]
    return run


def what_is_wrong(problem: Exception) -> str:
    """A sentence for a database that is away, too old or busy; nothing for a fault of ours."""
    db.close()
    try:
        if schema.is_behind(db.engine()):
            return BEHIND
    except (DBAPIError, PoolTimeout):
        return AWAY
    return _busy(problem)


def _busy(problem: Exception) -> str:
    said = str(problem)
    if "database is locked" in said or "lock timeout" in said:
        return "The database is busy with another's long work. Nothing was changed; try again in a while."
    return ""
