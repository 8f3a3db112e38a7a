"""Saved mappings: how another system's headings are called here.

A mapping is a small TOML file, kept in `instance/mappings/NAME.toml`: our column, and the heading it has there.

    employee_id = "EMPLID"
    begin_date = "Effective Date"

A column it does not name keeps its own name.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from district.feeds.columns import Column

FOLDER = "mappings"


class NoMapping(Exception):
    """The mapping asked for cannot be used; says why."""


def find(wanted: str, *, instance: Path) -> Path:
    """The file a mapping is kept in: a path as given, or the name of one saved. Raises NoMapping."""
    saved = instance / FOLDER / f"{wanted}.toml"
    for path in (Path(wanted), saved):
        if path.is_file():
            return path
    raise NoMapping(f"There is no mapping {wanted}: neither that file nor {saved}.")


def saved_in(instance: Path) -> list[Path]:
    """The mappings saved, by name."""
    return sorted((instance / FOLDER).glob("*.toml"))


def read_mapping(path: Path, columns: Sequence[Column]) -> Mapping[str, str]:
    """The heading of each column the mapping names. Raises NoMapping."""
    return headings(load(path), path.name, columns)


def load(path: Path) -> dict[str, Any]:
    """What a mapping says. Raises NoMapping."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise NoMapping(f"{path.name} cannot be read: {error}.") from error


def headings(said: Mapping[str, Any], file: str, columns: Sequence[Column]) -> Mapping[str, str]:
    """The heading of each column named, checked. Raises NoMapping."""
    names = [column.name for column in columns]
    if strange := sorted(said.keys() - set(names)):
        raise NoMapping(f"{file} names {', '.join(strange)}. The columns are {', '.join(names)}.")
    if odd := [name for name, heading in said.items() if not isinstance(heading, str) or not heading.strip()]:
        raise NoMapping(f'{file}: write the heading of {odd[0]} in quotes, such as {odd[0]} = "Heading".')
    called = {name: heading.strip() for name, heading in said.items()}
    folded = [called.get(name, name).casefold() for name in names]
    if twice := [name for name, heading in zip(names, folded, strict=True) if folded.count(heading) > 1]:
        raise NoMapping(f"{file}: {' and '.join(twice)} would have the same heading.")
    return called
