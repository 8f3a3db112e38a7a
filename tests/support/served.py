"""Whom the tests of the support desk know."""

from __future__ import annotations

from dataclasses import dataclass

from demo.cast import Place, Someone


@dataclass(frozen=True)
class Account:
    """Somebody with an account. Everybody's password is `demo.world.PASSPHRASE`."""

    id: int
    person: Someone
    username: str
    email: str


@dataclass(frozen=True)
class Served:
    """`ours` is this district's organization (hosted by choice), `theirs` one of another district; both are ids."""

    district: Place
    high: Place
    ours: int
    theirs: int
    denise: Account
    """Support contact of ours; works at the high school."""
    theo: Account
    """Technical contact of ours; works at the high school."""
    nadia: Account
    """Works at the high school and is no contact."""
    carla: Account
    """Support contact of theirs, with an account of kind `contact`."""
    regina: Account
    """Registrar, with a job in the district's offices."""
    tomas: Account
    """Support advisor."""
    anita: Account
    """District administrator."""
