"""Logs: one JSON line an event, UTC, never a secret. Values are escaped, so no one can forge a line (T44)."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

LONGEST = 2000
HIDDEN = "(hidden)"
SECRET_NAMES = ("password", "secret", "token", "code", "cookie")
PRIVATE_IN_PATH = re.compile(r"\?\S*|(?<=/)[\w.~-]{20,}")
"""What a request line may carry and a log may not: queries, and path segments as long as a token."""

DETAIL = re.compile(r"\nDETAIL:.*?(?=\n\[SQL:|\n\nThe above exception|\n\nDuring handling|\Z)", re.DOTALL)
"""PostgreSQL shows the whole row that broke a rule."""


def configure(level: str) -> None:
    """Send events of `level` and above to stderr, and keep tokens out of the development server's lines."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            hide_and_cut,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.getLogger("werkzeug").addFilter(shorten_request)


def hide_and_cut(logger: object, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The last guard before a line is written: no value under a secret's name, none of a megabyte.

    What matters of a traceback stands at its end.
    """
    for name, value in event.items():
        if any(each in name.lower() for each in SECRET_NAMES):
            event[name] = HIDDEN
        elif name == "exception":
            event[name] = without_rows(str(value))[-LONGEST:]
        elif isinstance(value, str) and len(value) > LONGEST:
            event[name] = value[:LONGEST] + "…"
    return event


def without_rows(error: str) -> str:
    """The text of an error without the values of the row it is about."""
    return DETAIL.sub(f"\nDETAIL: {HIDDEN}", error)


def shorten_request(record: logging.LogRecord) -> bool:
    """A logging filter: the development server names each request, and an address may hold a code or a token."""
    if isinstance(record.args, tuple):
        record.args = tuple(_shortened(each) for each in record.args)
    record.msg = _shortened(record.msg)
    return True


def _shortened(value: Any) -> Any:
    return PRIVATE_IN_PATH.sub(HIDDEN, value) if isinstance(value, str) else value
