"""xAPI statements for tests: valid, small, and easily changed."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from district.feeds.statements import import_statements
from district.feeds.steps import Outcome, Wishes
from foundation import audit, clock, db

ADL = "http://adlnet.gov/expapi/verbs/"
CMI5 = "https://w3id.org/xapi/adl/verbs/"
HOME = "https://lms.example.org"
COURSE = "https://lms.example.org/courses/IC-HOUSEHOLD"

Statement = dict[str, Any]


def an_id(nth: int) -> str:
    return f"7ccd3322-e1a5-411a-a67d-{nth:012x}"


def statement(
    verb: str = f"{ADL}completed",
    *,
    nth: int | None = 1,
    who: Statement | str = "e1",
    course: str = COURSE,
    at: str | None = "2026-09-08T14:30:00Z",
    **more: Any,
) -> Statement:
    """That somebody (an employee number, or a whole actor) did something to a course."""
    actor = {"account": {"homePage": HOME, "name": who}} if isinstance(who, str) else who
    made: Statement = {"actor": actor, "verb": {"id": verb}, "object": {"id": course}, **more}
    if nth is not None:
        made["id"] = an_id(nth)
    if at is not None:
        made["timestamp"] = at
    return made


def voiding(target: int, *, nth: int = 900) -> Statement:
    return {
        "id": an_id(nth),
        "actor": {"account": {"homePage": HOME, "name": "the system"}},
        "verb": {"id": f"{ADL}voided"},
        "object": {"objectType": "StatementRef", "id": an_id(target)},
        "timestamp": "2026-09-30T08:00:00Z",
    }


def changed(whole: Statement, path: str, value: Any) -> Statement:
    """A copy with another value at a dotted path, made on the way where there is none."""
    made = copy.deepcopy(whole)
    *way, last = path.split(".")
    inner = made
    for key in way:
        inner = inner.setdefault(key, {})
    inner[last] = value
    return made


class StatementFeeding:
    """`bring(statement, …)` imports a file of them; `bring.text(…)` a file of that text."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *statements: Statement, name: str = "statements.json", **wishes: Any) -> Outcome:
        return self.text(json.dumps(statements), name=name, **wishes)

    def text(self, text: str | bytes, *, name: str = "statements.json", **wishes: Any) -> Outcome:
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        db.close()
        return import_statements(
            path,
            Wishes(**wishes),
            by=audit.command("test"),
            at=clock.now(),
            today=clock.today(),
            advance=lambda name, rows, expected: None,
        )
