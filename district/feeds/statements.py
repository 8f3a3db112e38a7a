"""A file of xAPI statements, from a path to the record: each valid, or none of them kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from district.events import StatementsStored
from district.feeds import followers, keeping, queue
from district.feeds.deriving import Change
from district.feeds.intake import Advance
from district.feeds.json_files import JsonFile, open_json, values
from district.feeds.keeping import Conflict, Kept
from district.feeds.report import Report
from district.feeds.steps import Outcome, Wishes
from district.models import FeedChange, FeedRun
from district.rules.xapi import Invalid, check_statement
from foundation import audit, db
from foundation.audit import Actor

XAPI_JSON = "xapi-json"
ENDINGS = (".json", ".jsonl", ".ndjson")
MOST_KINDS = 8


class _Rehearsed(Exception):
    """Undoes a rehearsal."""


def import_statements(path: Path, wishes: Wishes, *, by: Actor, at: datetime, today: date, advance: Advance) -> Outcome:
    """Bring the statements at `path` into the record. Raises Refused, with nothing stored."""
    report = Report()
    file = open_json(path, report)
    statements, lines = _valid_of(file, report, advance)
    source = wishes.source or XAPI_JSON
    try:
        with db.transaction():
            kept = keeping.keep(statements, source=source, at=at)
            run_id = _store(kept, file, report, source=source, by=by, at=at, today=today)
            if wishes.is_rehearsal:
                raise _Rehearsed
    except _Rehearsed:
        run_id = None
    except Conflict as conflict:
        message = (
            f"The statement {conflict.statement_id} (number {conflict.number} of the file) is known with another "
            "content. A statement never changes: its sender must void it and send another."
        )
        report.refuse("conflict", file.name, lines[conflict.number], message)
    _warn(kept, report, file.name)
    counts = {"statements": _counts(kept), "completions": _completions(kept.changes)}
    waiting = {code: sum(each.code == code for each in kept.open) for code in sorted({e.code for e in kept.open})}
    return Outcome(report, source, XAPI_JSON, counts, waiting, run_id, bool(kept.new))


def _valid_of(file: JsonFile, report: Report, advance: Advance) -> tuple[list[Any], list[int]]:
    """Every statement and the line it begins on. Raises Refused when one is invalid."""
    statements: list[Any] = []
    lines: list[int] = []
    for number, line, value in values(file, report):
        try:
            check_statement(value)
        except Invalid as invalid:
            message = f"Statement {number}, {invalid.path}: {invalid.why}"
            report.fault("invalid-statement", file.name, line, message)
            continue
        statements.append(value)
        lines.append(line)
        if number % 500 == 499:
            advance(file.name, 500, number)
    report.stop_if_broken()
    return statements, lines


def _store(
    kept: Kept, file: JsonFile, report: Report, *, source: str, by: Actor, at: datetime, today: date
) -> str | None:
    """The run and its trace; nothing where nothing is new."""
    report.counts |= _completions(kept.changes) | {
        "unchanged": kept.known,
        "skipped": sum(each.rows for each in kept.open),
    }
    if not kept.new:
        return None
    run = FeedRun(
        source=source,
        format=XAPI_JSON,
        digest=file.digest,
        started_at=at,
        applied_at=at,
        counts={**report.counts, "statements": kept.new, "file": file.name},
        warnings=report.warned,
    )
    write_trace(run, kept.changes)
    keeping.ask(kept.open, source=source, run_id=run.id, at=at)
    told = StatementsStored(
        run_id=run.public_id, source=source, digest=file.digest, statements=kept.new, **counted(kept.changes)
    )
    audit.record(told, by=by, at=at)
    followers.tell(kept.touched, at=at, today=today, by=by)
    return run.public_id


def write_trace(run: FeedRun, changes: Sequence[Change]) -> None:
    """A run of statements with its change rows, into the open transaction."""
    session = db.session()
    session.add(run)
    session.flush()
    if changes:
        rows = [
            {
                "run_id": run.id,
                "kind": each.kind,
                "record": "completion",
                "source_key": each.source_key,
                "person_id": each.person_id,
                "data": {},
            }
            for each in changes
        ]
        session.execute(insert(FeedChange), rows)


def _counts(kept: Kept) -> dict[str, int]:
    return {"created": kept.new, "updated": 0, "unchanged": kept.known, "deactivated": 0}


def counted(changes: Sequence[Change]) -> dict[str, int]:
    """By how many completions changed, in the words of the audit."""
    return {word: sum(each.kind == word for each in changes) for word in ("created", "updated", "ended")}


def _completions(changes: Sequence[Change]) -> dict[str, int]:
    number = counted(changes)
    return {
        "created": number["created"],
        "updated": number["updated"],
        "unchanged": 0,
        "deactivated": number["ended"],
    }


def _warn(kept: Kept, report: Report, file: str) -> None:
    """Name what waits for a person, and what was kept without counting."""
    queue.warn(report, kept.open, file=file)
    if kept.not_counted:
        most = ", ".join(f"{number:,} {what}" for what, number in kept.not_counted.most_common(MOST_KINDS))
        message = f"Statements that make no completion: {sum(kept.not_counted.values()):,} ({most})."
        report.warn("not-counted", file, 0, message)
