"""When two statements are the same: what the receiver sets, and how a verb or an activity is called, do not count.

Source: xAPI 1.0.3, part 2, 2.3.1 (exceptions to immutability).
"""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any

from district.rules.xapi import shapes

_OURS = ("id", "stored", "authority", "version")
_NAMELESS = uuid.UUID("5a1d9c1e-6c1a-5a3e-9d0c-0b6f3b1f7d61")
"""Under this name a statement without an id gets one from its content, so that its sender’s retry is no other one."""


def digest_of(statement: Any) -> str:
    """SHA-256 of what a valid statement says, the same for every way of writing it."""
    said = {key: _plain(value, key) for key, value in statement.items() if key not in _OURS}
    written = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(written.encode()).hexdigest()


def id_of(statement: Any) -> str:
    """The id of a valid statement in small letters; one made of its content where it has none."""
    return statement["id"].lower() if "id" in statement else str(uuid.uuid5(_NAMELESS, digest_of(statement)))


def with_id(statement: Any) -> Any:
    """The statement as it is kept: without what only the receiver may say, and with an id."""
    kept = {key: value for key, value in statement.items() if key not in ("stored", "authority")}
    return {**kept, "id": id_of(statement)}


def _plain(value: Any, key: str) -> Any:
    if key == "extensions":
        return _numbers(value)
    if isinstance(value, dict):
        left_out = ("display",) if key == "verb" else ("definition",)
        members = {name: _plain(each, name) for name, each in value.items() if name not in left_out}
        if members.get("objectType") in ("Agent", "Activity"):
            del members["objectType"]  # what is meant where none is given; the two differ by their other members
        if key == "contextActivities":
            return {name: _in_order(each if isinstance(each, list) else [each]) for name, each in members.items()}
        return members
    if isinstance(value, list):
        each_plain = [_plain(each, "") for each in value]
        return _in_order(each_plain) if key == "member" else each_plain
    if key == "timestamp":
        return shapes.moment(value, "").isoformat()
    if key in ("registration", "id") and isinstance(value, str) and shapes.is_uuid(value):
        return value.lower()
    return _numbers(value)


def _in_order(items: list[Any]) -> list[Any]:
    return sorted(items, key=lambda each: json.dumps(each, sort_keys=True))


def _numbers(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value
