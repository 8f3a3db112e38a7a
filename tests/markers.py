"""Which of the cast's markers stand on a page: each record holds its family's own, and no other family may meet it."""

from __future__ import annotations

import re
from collections.abc import Iterable

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="[^"]*"')


def without_tokens(page: str) -> str:
    """The page without the tokens of its forms: no two pages have the same, and their letters are chance."""
    return _TOKEN.sub("", page)


def markers_on(page: str, markers: Iterable[str]) -> list[str]:
    """Those of the markers that the page holds anywhere but in tokens, which spell a short word once in some ten
    thousand pages."""
    read = without_tokens(page)
    return sorted(each for each in markers if each and each in read)
