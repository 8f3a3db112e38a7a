"""What an adult may be to a student in this district (`starter/relationships.toml`). Read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from district.rules.relationships import TieType

STARTER = Path(__file__).parent / "starter" / "relationships.toml"


@cache
def relationship_types() -> Mapping[str, TieType]:
    """Every type by its name, in the order of the file."""
    return {
        name: TieType(name=name, **said) for name, said in tomllib.loads(STARTER.read_text(encoding="utf-8")).items()
    }
