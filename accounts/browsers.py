"""What a browser calls itself, as people would name it. The only user of ua-parser.

Everybody may call themselves anything: this is for recognizing one's own devices, and decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

LONGEST = 300
UNKNOWN = ("", "Other")


@dataclass(frozen=True)
class Browser:
    """The names of a program and of the system it runs on; empty where nobody knows."""

    program: str = ""
    system: str = ""


@lru_cache(maxsize=500)
def named(sent: str) -> Browser:
    """The browser that sent this `User-Agent`. Never raises.

    The parser is brought in here: commands and most requests do without it, and its tables take a while to load.
    """
    import ua_parser

    program = ua_parser.parse_user_agent(sent[:LONGEST])
    system = ua_parser.parse_os(sent[:LONGEST])
    return Browser(_known(program.family if program else ""), _known(system.family if system else ""))


def _known(name: str) -> str:
    return "" if name in UNKNOWN else name
