"""What the clean-up queue says of a family is looked at again at once, in the transaction that changed it."""

from __future__ import annotations

from collections.abc import Collection

from household.editor.actions.findings import refresh
from household.editor.queries import Reader


def look_again(by: Reader, *, people: Collection[int] = (), households: Collection[int] = ()) -> None:
    """To be called at the end of a deed, with whom and what it changed."""
    refresh(people, households, entering_days=by.entering_days, on=by.on, at=by.at)
