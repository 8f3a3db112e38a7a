"""The grid by which a family says how messages come to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wtforms import HiddenField, SelectMultipleField

from foundation.web.forms import EditForm
from portal.rules.preferences import Choice, MessageKind, Point


class PreferencesForm(EditForm):
    """Every box that is ticked, by its name; `shown` says which addresses and numbers the page showed."""

    wanted = SelectMultipleField(validate_choice=False)
    shown = HiddenField(default="")

    def boxes(self, kinds: Sequence[MessageKind], points: Sequence[Point]) -> dict[Choice, bool]:
        """How each box was left. Of what is not the sender’s, or was not shown, there is none."""
        shown, wanted = set((self.shown.data or "").split()), set(self.wanted.data or ())
        asked = [each for each in points if str(each.id) in shown]
        return {choice: name in wanted for choice, name in every_box(kinds, asked)}


def every_box(kinds: Sequence[MessageKind], points: Sequence[Point]) -> Iterator[tuple[Choice, str]]:
    """Each box of the grid: what it chooses, and its name on the page."""
    for kind in kinds:
        for point in points:
            for way in kind.ways:
                if way in point.ways:
                    yield (kind.code, way, point.to), box_name(kind.code, way, point.id)


def box_name(kind: str, way: str, point_id: int) -> str:
    """The name of a box: no address stands in it."""
    return f"{kind}.{way}.{point_id}"
