"""When a feed would end so much that a person must look first."""

from __future__ import annotations

ALLOWED_PERCENT = 5.0


def too_many(ending: int, held: int, *, percent: float = ALLOWED_PERCENT) -> bool:
    """Whether ending `ending` of `held` records in force is more than `percent` of them.

    One alone among several passes, or nobody could ever leave a school of nineteen; the last one does not.
    With `percent` 0 nothing may end at all.
    """
    if ending * 100 <= held * percent:
        return False
    return not (ending == 1 and held > 1 and percent > 0)
