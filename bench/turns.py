"""Two districts of two sizes, opened in turn: what else the machine does meanwhile, it does to both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from flask import Flask

from bench.visits import Visit, seconds, statements, stay_signed_in
from foundation import db

TURNS = 4
Times = dict[str, list[float]]


@dataclass(frozen=True)
class District:
    """An app over a filled database, and what is opened there, by name."""

    app: Flask
    visits: Mapping[str, Sequence[Visit]]

    def open(self) -> None:
        """Put its database in use; whoever is signed in there is here."""
        db.connect(self.app.config["HEARTH"].database)
        with self.app.app_context():
            stay_signed_in()

    def most_statements(self, *names: str) -> int:
        """Of any single visit of these names; its first, which notes the read, too. Its database must be in use."""
        with self.app.app_context():
            stay_signed_in()
        with statements() as counts:
            for each in (visit for name in names for visit in self.visits[name]):
                counts.append(0)
                each()
        return max(counts)


def take_turns(few: District, many: District, *, rounds: int) -> tuple[Times, Times]:
    """Seconds of every visit by its name, in the smaller and in the larger district, `rounds` times in each turn."""
    taken: tuple[Times, Times] = ({}, {})
    for _ in range(TURNS):
        for district, times in zip((few, many), taken, strict=True):
            district.open()
            for visits in district.visits.values():
                for each in visits:
                    each()
            for _ in range(rounds):
                for name, visits in district.visits.items():
                    times.setdefault(name, []).extend(map(seconds, visits))
    return taken


def growth(few: Times, many: Times, name: str) -> tuple[float, str]:
    """How many times the median of the smaller district the larger one's is; and that with both, in words."""
    small, large = median(few[name]), median(many[name])
    return large / small, f"{large / small:.2f} ({large * 1000:.1f} ms, {small * 1000:.1f} ms)"
