"""What a user's row says, and the digest by which any row is told apart from what it said before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from operator import itemgetter
from typing import Any

from district.rules.phones import as_dialled

MAPPING = "1"
"""Part of every digest: raise it when what we make of a row changes, and the next run brings every row again."""

SAID = (
    "givenName",
    "middleName",
    "familyName",
    "preferredGivenName",
    "preferredFamilyName",
    "metadata.preferredLanguage",
    "email",
    "phone",
    "sms",
)
ADDRESS = tuple(f"metadata.{part}" for part in ("address1", "address2", "city", "state", "postCode"))
REST = ("identifier", "grades", "agentSourcedIds", "userIds", "username", "enabledUser")
_TYPED = re.compile(r"\{\s*([^:{}]+?)\s*:\s*([^{}]+?)\s*\}")


def digest(said: Iterable[str]) -> str:
    """64 bits of what a row says."""
    return blake2b((MAPPING + "\x1f".join(said)).encode(), digest_size=8).hexdigest()


class UserReading:
    """Reads users' rows by place. A column the file does not have is silence (None): it takes nothing back."""

    def __init__(self, columns: Sequence[str], says: set[str]) -> None:
        places = {name: place for place, name in enumerate(columns, start=1) if name in says}
        self._silent, self._blank = len(columns) + 1, len(columns) + 2
        self._said = self._picking(places, SAID, self._silent)
        self._address = self._picking(places, ADDRESS, self._silent)
        self._rest = self._picking(places, ("identifier", "grades", "agentSourcedIds", "enabledUser"), self._blank)
        self._digested = self._picking(places, (*SAID, *ADDRESS, *REST), self._blank)
        self._names = self._picking(places, ("identifier", "username", "email", "userIds"), self._blank)
        self._home = self._picking(places, ("orgSourcedIds", "role"), self._blank)
        self._has_grades = "grades" in says

    @staticmethod
    def _picking(places: dict[str, int], names: Sequence[str], otherwise: int) -> itemgetter[Any]:
        return itemgetter(*(places.get(name, otherwise) for name in names))

    def person(self, row: tuple[Any, ...]) -> tuple[list[str], tuple[Any, ...]]:
        """The keys this user is tied to, and the user as `in_user` holds it, from the digest on, without `gone`."""
        row = (*row, None, "")
        said, address = self._said(row), self._address(row)
        identifier, grades, agents, enabled = self._rest(row)
        tied = sorted(set(agents.split(","))) if "," in agents else [agents] if agents else []
        return tied, (
            digest(self._digested(row)),
            enabled == "true",
            *said,
            as_dialled(said[7]),
            as_dialled(said[8]),
            *(line or "" for line in address),
            _in_lines(address),
            identifier,
            (grades if "," not in grades else "") if self._has_grades else None,
            ",".join(tied),
            f"{said[0]} {said[2]}".casefold(),
        )

    def identifiers(self, row: tuple[Any, ...]) -> Iterator[tuple[str, str]]:
        """What the feed calls a user beside its key: `{type:id}` and the user name; repetitions say nothing."""
        identifier, username, email, typed = self._names((*row, None, ""))
        if username and username not in (row[1], identifier, email):
            yield "username", username
        for kind, value in _TYPED.findall(typed) if typed else ():
            if value not in (row[1], identifier, email):
                yield kind, value

    def home(self, row: tuple[Any, ...]) -> tuple[str, str]:
        """Organizations and role, as 1.1 has them on the user."""
        orgs, role = self._home((*row, None, ""))
        return orgs, role


def _in_lines(address: tuple[str | None, ...]) -> str | None:
    """The five lines of an address as one text; "" where all are blank, None where the file has no such columns."""
    if any(address):
        return "\n".join(line or "" for line in address)
    return None if address.count(None) == len(address) else ""
