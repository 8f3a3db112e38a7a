"""Adults by children: who stands in which row, what in which cell, and which orders to call are tied."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar


class Relation(Protocol):
    """What the arranging needs of a relationship."""

    @property
    def adult_id(self) -> int: ...

    @property
    def student_id(self) -> int: ...

    @property
    def emergency_priority(self) -> int | None: ...


Of = TypeVar("Of", bound=Relation)


@dataclass(frozen=True)
class Row(Generic[Of]):
    """One adult, with the relationships to each child in the order of the columns; none is an empty cell."""

    adult_id: int
    cells: tuple[tuple[Of, ...], ...]


@dataclass(frozen=True)
class Matrix(Generic[Of]):
    """The adults who live here, then those who live elsewhere."""

    here: tuple[Row[Of], ...]
    elsewhere: tuple[Row[Of], ...]
    tied: frozenset[tuple[int, int]]
    """Child and place in the order to call, where several adults have the same."""


def arrange(children: Sequence[int], relations: Iterable[Of], *, living_here: Collection[int]) -> Matrix[Of]:
    """The matrix of these children; adults in the order they come first, those who live here with or without a tie."""
    cells: dict[int, dict[int, list[Of]]] = {adult: defaultdict(list) for adult in living_here}
    calls: Counter[tuple[int, int]] = Counter()
    called: set[tuple[int, int, int]] = set()
    for each in relations:
        cells.setdefault(each.adult_id, defaultdict(list))[each.student_id].append(each)
        if each.emergency_priority is not None:
            called.add((each.student_id, each.emergency_priority, each.adult_id))
    calls.update((child, place) for child, place, _ in called)
    rows = [Row(adult, _in_order(children, found)) for adult, found in cells.items()]
    return Matrix(
        here=tuple(row for row in rows if row.adult_id in living_here),
        elsewhere=tuple(row for row in rows if row.adult_id not in living_here),
        tied=frozenset(call for call, adults in calls.items() if adults > 1),
    )


def _in_order(children: Sequence[int], found: Mapping[int, list[Of]]) -> tuple[tuple[Of, ...], ...]:
    return tuple(tuple(found.get(child, ())) for child in children)
