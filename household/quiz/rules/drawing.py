"""Which questions an attempt asks, and in which order it shows them and their answers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from random import Random

from household.quiz.rules.questions import Kind


@dataclass(frozen=True, slots=True)
class Ready:
    """A question that may be drawn, in its present version."""

    version_id: int
    question_id: int
    topic: str
    kind: str
    options: int
    """How many answers it has."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One question of an attempt: its version, and its answers in the order they are shown (places from 0)."""

    version_id: int
    shown: tuple[int, ...]


def draw(bank: Sequence[Ready], number: int, *, chance: Random, seen: Collection[int] = ()) -> list[Drawn]:
    """`number` questions spread over the topics as evenly as the bank allows, in random order; fewer if it has fewer.

    Of each topic those whose `question_id` was not `seen` today come first. The answers are shown in random order; of a
    true/false question as one is used to read them.
    """
    topics: dict[str, list[Ready]] = {}
    for each in sorted(bank, key=lambda each: each.version_id):
        topics.setdefault(each.topic, []).append(each)
    stacks = list(topics.values())
    chance.shuffle(stacks)
    for stack in stacks:
        chance.shuffle(stack)
        stack.sort(key=lambda each: each.question_id in seen)
    in_turn = [each for each in chain.from_iterable(zip_longest(*stacks)) if each is not None]
    drawn = in_turn[:number]
    chance.shuffle(drawn)
    return [Drawn(each.version_id, _shown(each, chance)) for each in drawn]


def _shown(ready: Ready, chance: Random) -> tuple[int, ...]:
    places = list(range(ready.options))
    if ready.kind != Kind.TRUE_FALSE:
        chance.shuffle(places)
    return tuple(places)
