"""The kinds of messages this district sends (`starter/message_kinds.toml`). Read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from portal.rules.preferences import By, MessageKind

STARTER = Path(__file__).parent / "starter" / "message_kinds.toml"


@cache
def message_kinds() -> Mapping[str, MessageKind]:
    """Every kind by its code, in the order of the file."""
    read = tomllib.loads(STARTER.read_text(encoding="utf-8"))
    return {code: _kind(code, said) for code, said in read.items()}


def _kind(code: str, said: dict[str, Any]) -> MessageKind:
    ways = {name: tuple(By(each) for each in said[name]) for name in ("ways", "by_default", "otherwise")}
    return MessageKind(code, **{**said, **ways})
