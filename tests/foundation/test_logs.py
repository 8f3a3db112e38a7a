"""Logs: one JSON line an event, from the level asked for, in UTC. Hostile text: tests/attacks/test_t44_audit.py."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import structlog

from foundation import logs


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    yield stream
    logs.configure("CRITICAL")


def at_level(level: str, stream: io.StringIO) -> structlog.stdlib.BoundLogger:
    with contextlib.redirect_stderr(stream):
        logs.configure(level)
    logger: structlog.stdlib.BoundLogger = structlog.get_logger()
    return logger


def test_an_event_is_one_line_with_its_fields_level_and_moment(written: io.StringIO) -> None:
    at_level("info", written).warning("mail-failed", mail=7, error="451 later")

    told = json.loads(written.getvalue())
    moment = datetime.fromisoformat(told.pop("timestamp"))
    assert told == {"event": "mail-failed", "level": "warning", "mail": 7, "error": "451 later"}
    assert moment.tzinfo == UTC


def test_events_below_the_level_are_left_out(written: io.StringIO) -> None:
    log = at_level("WARNING", written)
    log.info("quiet")
    log.error("loud")

    assert [json.loads(line)["event"] for line in written.getvalue().splitlines()] == ["loud"]


def test_an_error_carries_its_traceback_on_the_same_line(written: io.StringIO) -> None:
    log = at_level("INFO", written)
    try:
        raise LookupError("no such thing")
    except LookupError:
        log.exception("broke")

    (line,) = written.getvalue().splitlines()
    assert json.loads(line)["exception"].endswith("LookupError: no such thing")


@pytest.mark.parametrize(
    ("error", "kept"),
    [
        (
            "NotNull: null value\nDETAIL:  Failing row contains (a,\nb).\n[SQL: INSERT]",
            "NotNull: null value\nDETAIL: (hidden)\n[SQL: INSERT]",
        ),
        ("Unique: twice\nDETAIL:  Key (x)=(y) exists.", "Unique: twice\nDETAIL: (hidden)"),
        ("LookupError: no such thing", "LookupError: no such thing"),
    ],
)
def test_an_error_is_told_without_the_row_it_is_about(error: str, kept: str) -> None:
    assert logs.without_rows(error) == kept
