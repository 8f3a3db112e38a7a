"""What the help desk is shown of a contact point: enough to know it again when its owner says it, and no more."""

from __future__ import annotations

import re

HIDDEN = "•••"
SHOWN_OF_NUMBER = 4


def masked_email(email: str) -> str:
    """`a•••@l•••.example` for `ana@lopez.example`: the first letters, and the end of the domain."""
    name, _at, domain = email.partition("@")
    host, dot, end = domain.rpartition(".")
    if not (name and host and dot and end):
        return HIDDEN
    return f"{name[0]}{HIDDEN}@{host[0]}{HIDDEN}.{end}"


def masked_number(number: str) -> str:
    """`•••0143`: the last four digits; nothing of a number that has hardly more."""
    digits = "".join(each for each in number if each.isdecimal())
    return f"{HIDDEN}{digits[-SHOWN_OF_NUMBER:]}" if len(digits) > SHOWN_OF_NUMBER + 2 else HIDDEN


def without_addresses(text: str) -> str:
    """What another mail server said, every address in it masked: it quotes those it was given."""
    return _ADDRESS.sub(lambda found: masked_email(found[0]), text)


_ADDRESS = re.compile(r"[^\s<>()\[\]:;,\"']+@[^\s<>()\[\]:;,\"']+")
