"""By which channels a message of a kind comes to a person: what they chose, else what the district’s file says.

An address or number that returned what was sent to it is not tried again, and one that a family typed and did not
confirm gets nothing about a child. A kind that always comes (an emergency) outweighs all of that: it goes by whatever
there is before it goes by nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum


class By(StrEnum):
    """How a message travels; the names are those of the outbox."""

    MAIL = "mail"
    TEXT = "text"
    VOICE = "voice"


NIGHT_STARTS, NIGHT_ENDS = time(21), time(7)
"""District time; from the first to the second no telephone rings for what can wait (spec “Messages”)."""


@dataclass(frozen=True)
class MessageKind:
    """One kind of messages as the district’s file tells of it (`starter/message_kinds.toml`)."""

    code: str
    ways: tuple[By, ...]
    by_default: tuple[By, ...]
    otherwise: tuple[By, ...] = ()
    always: bool = False
    any_hour: bool = False
    title: Mapping[str, str] = field(default_factory=dict)
    """By language code; English where a language is not there. So is `says`."""
    says: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Point:
    """One address or number of a person, however many sources name it."""

    id: int
    to: str
    ways: tuple[By, ...]
    """What it can take, and the district can send."""
    is_confirmed: bool = True
    """False for what a family typed and has not confirmed yet."""
    is_own: bool = True
    """False for a number that colleagues answer."""
    failed: frozenset[By] = frozenset()
    """By which of them the last message came back."""


@dataclass(frozen=True)
class Channel:
    """One way out, and where it ends."""

    by: By
    to: str


Choice = tuple[str, By, str]
"""Code of the kind, way, and address or number as it stands on record."""
Choices = Mapping[Choice, bool]


def channels_for(kind: MessageKind, points: Sequence[Point], choices: Choices) -> tuple[Channel, ...]:
    """The channels that a message of this kind takes to a person; none where nothing is open.

    An order of trust: what is wanted and works; for a kind that always comes, else what works, else whatever there is.
    """
    wanted = wanted_of(kind, points, choices)
    fit = tuple(each for each in _every(kind, points) if works(each, points) and _is_confirmed(each, points))
    chosen = tuple(each for each in fit if each in wanted)
    if chosen or not kind.always:
        return chosen
    unsure = tuple(each for each in _every(kind, points) if works(each, points))
    return tuple(each for each in unsure if each in wanted) or fit or unsure or _every(kind, points)


def wanted_of(kind: MessageKind, points: Sequence[Point], choices: Choices) -> frozenset[Channel]:
    """The channels that are ticked: as chosen, and by default where nothing was chosen for that one."""
    default = _default(kind, points)
    return frozenset(
        each for each in _every(kind, points) if choices.get((kind.code, each.by, each.to), each in default)
    )


def without_a_way(kinds: Iterable[MessageKind], points: Sequence[Point], choices: Choices) -> tuple[MessageKind, ...]:
    """The kinds that always come and that these choices would leave without a channel that works.

    Whoever has no channel that works at all is refused nothing: there is nothing they could tick.
    """
    return tuple(
        kind
        for kind in kinds
        if kind.always
        and any(works(each, points) for each in _every(kind, points))
        and not any(works(each, points) for each in wanted_of(kind, points, choices))
    )


def works(channel: Channel, points: Iterable[Point]) -> bool:
    """Whether the last message by this channel did not come back."""
    return any(point.to == channel.to and channel.by not in point.failed for point in points)


def leaves_at(kind: MessageKind, now: datetime) -> datetime:
    """When a text or a call of this kind may leave: at once, or at the end of the night. `now` in district time."""
    if kind.any_hour or NIGHT_ENDS <= now.time() < NIGHT_STARTS:
        return now
    day = now.date() + timedelta(days=now.time() >= NIGHT_STARTS)
    return datetime.combine(day, NIGHT_ENDS, now.tzinfo)


def _every(kind: MessageKind, points: Iterable[Point]) -> tuple[Channel, ...]:
    """Every channel the kind may take, in the order of the ways."""
    held = tuple(points)
    return tuple(Channel(by, point.to) for by in kind.ways for point in held if by in point.ways)


def _default(kind: MessageKind, points: Sequence[Point]) -> Collection[Channel]:
    own = [each for each in points if each.is_own]
    for ways in (kind.by_default, kind.otherwise):
        found = [each for each in _every(kind, own) if each.by in ways]
        if found:
            return found
    return _every(kind, points) if kind.always else ()


def _is_confirmed(channel: Channel, points: Iterable[Point]) -> bool:
    return any(point.to == channel.to and point.is_confirmed for point in points)
