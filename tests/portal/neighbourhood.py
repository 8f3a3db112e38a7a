"""Two families of one neighbourhood, for the tests of this room."""

from __future__ import annotations

from dataclasses import dataclass

from demo.cast import Place, Someone


@dataclass(frozen=True)
class Neighbourhood:
    """Adaeze and Chidi Okonkwo with Leo (10th) and Amaya (3rd); Rosa Vega with Ines (6th) at another school."""

    high: Place
    elementary: Place
    middle: Place
    leo: Someone
    amaya: Someone
    ines: Someone
    adaeze: Someone
    chidi: Someone
    rosa: Someone
