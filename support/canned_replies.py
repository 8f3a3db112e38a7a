"""The canned replies that the desk begins with (`starter/canned_replies.toml`). Read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

STARTER = Path(__file__).parent / "starter" / "canned_replies.toml"


@dataclass(frozen=True)
class Starter:
    """One reply in one language, as the file has it."""

    code: str
    title: str
    body: str
    language: str


@cache
def starters() -> Mapping[str, Starter]:
    """Every reply of the file by its code, each language its own, in the order of the file."""
    read = tomllib.loads(STARTER.read_text(encoding="utf-8"))
    found = (
        Starter(f"{code}-{language}", told["title"][language], body.strip(), language)
        for code, told in read.items()
        for language, body in told["text"].items()
    )
    return {each.code: each for each in found}
