"""Which of the cast's markers stand on a page: each record holds its family's own, and no other family may meet it."""

from __future__ import annotations

import re
from collections.abc import Iterable

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="[^"]*"')


def markers_on(page: str, markers: Iterable[str]) -> list[str]:
    """Those of the markers that the page holds anywhere but in the tokens of its forms: these are letters by chance,
    and spell a short word once in some ten thousand pages."""
    read = _TOKEN.sub("", page)
    return sorted(each for each in markers if each and each in read)
