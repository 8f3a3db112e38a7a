"""What is wrong with an answer, as a code with its limit; `accounts/words.py` says it in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing to correct. `limit` is the number its sentence names, where it names one."""

    code: str
    limit: int = 0
