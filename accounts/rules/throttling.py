"""How long to wait after tries that failed (spec "Signing in", NIST 63B-4 3.2.2, T14, T15).

A growing wait and never a lock: whoever types for an hour at somebody's account cannot shut its owner out. A browser
that has signed in to the account before is counted apart from strangers, so their failures make its owner wait for
nothing. After `MOST_IN_A_ROW` wrong passwords the password itself is over; the mailed way to a new one stays open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

NONE = timedelta(0)


@dataclass(frozen=True)
class Patience:
    """`free` failures cost nothing, the next costs `first`, each further one double, at most `longest`.

    A count is forgotten after `forgotten_after` without a failure.
    """

    free: int
    first: timedelta = timedelta(seconds=30)
    longest: timedelta = timedelta(hours=1)
    forgotten_after: timedelta = timedelta(hours=24)


ACCOUNT = Patience(free=4)
"""Wrong passwords of one account."""
SOURCE = Patience(free=100, forgotten_after=timedelta(hours=1))
"""Failures of one address. On activation night forty families stand behind one school address."""
MOST_IN_A_ROW = 100
"""Tries of one account without a right one between them; then its password counts no more until it is set anew (N12).

A thousand strangers share this count, and so does the owner: it is about the password, and not about who tries.
"""
MANY_BEFORE_SUCCESS = 5
"""So many wrong passwords before a right one are worth a mail to the owner (ASVS 6.3.5)."""
MAILS = Patience(free=2, first=timedelta(hours=1))
"""Mails asked for one account or address: three, then one an hour (T15)."""

USERNAME_CHANGES = Patience(free=2, first=timedelta(hours=1))
"""Of one account: three tries, then one an hour, so that nobody reads the list of names by trying them (T12)."""


def wait_before_next(failures: int, *, patience: Patience = ACCOUNT) -> timedelta:
    """How long after the last of `failures` in a row the next try counts."""
    over = failures - patience.free
    if over <= 0:
        return NONE
    doublings = min(over - 1, 40)
    return min(patience.first * int(2**doublings), patience.longest)


def source_of(address: str) -> str:
    """What counts as one source: an IPv4 address, or the /64 that one line of IPv6 is given (T14)."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ip_network(f"{parsed}/64", strict=False))
    return str(parsed)
