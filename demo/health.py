"""Immunizations of the demo's students: complete, lacking one, exempt, and one of which no day is known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from demo.cast import SOURCE, Someone, keep
from demo.world import World
from district.models import Immunization
from district.rules.immunizations import after_months
from foundation import db

MONTHS: Mapping[str, tuple[int, ...]] = {
    "DTaP": (2, 4, 6, 16, 55),
    "IPV": (2, 4, 15, 55),
    "MMR": (13, 54),
    "VAR": (13, 54),
    "HepB": (0, 2, 9),
    "Tdap": (136,),
}
"""At which ages, in months, a child who lacks nothing got each."""
_TRIP = timedelta(days=9)


def some_immunizations(world: World) -> None:
    """Write them into the open transaction: Mateo and Eli lack nothing, Lucía a booster, Nora a second dose; of one of
    Minh's no day is known; Isaiah is exempt."""
    for child, lacks in (
        (world.mateo, {}),
        (world.eli, {}),
        (world.lucia, {"Tdap": 1}),
        (world.jonah, {}),
        (world.nora, {"MMR": 1}),
        (world.maya, {"VAR": 1, "IPV": 2}),
        (world.minh, {"HepB": 1}),
        (world.isaiah, {"MMR": 2}),
    ):
        give(child, lacks, today=world.today)
    an_immunization(world.minh, "HepB", None)
    an_exemption(world.isaiah, "MMR", kind="medical", since=world.today - timedelta(days=400))
    an_immunization(world.lucia, "Typhoid", world.today - timedelta(days=500), required=False)


def give(child: Someone, lacks: Mapping[str, int], *, today: date) -> None:
    """Every dose due by `today` at the usual ages, less the last ones of what the child lacks."""
    if child.born is None:
        return
    for vaccine, months in MONTHS.items():
        for age in months[: len(months) - lacks.get(vaccine, 0)]:
            day = after_months(child.born, age) + _TRIP
            if day <= today:
                an_immunization(child, vaccine, day)


def an_immunization(child: Someone, vaccine: str, day: date | None, *, required: bool = True) -> None:
    """One dose, of which the day may not be known."""
    _keep(child, vaccine, given_on=day, is_required=required)


def an_exemption(child: Someone, vaccine: str = "", *, kind: str, since: date | None = None) -> None:
    """From one vaccine, or from all."""
    _keep(child, vaccine, exemption=kind, exempt_on=since)


def _keep(
    child: Someone,
    vaccine: str,
    *,
    given_on: date | None = None,
    is_required: bool = True,
    exemption: str = "",
    exempt_on: date | None = None,
) -> None:
    keep(
        Immunization(
            person_id=child.id,
            vaccine=vaccine,
            is_required=is_required,
            given_on=given_on,
            exemption=exemption,
            reason="",
            exempt_on=exempt_on,
            is_current=True,
            source=SOURCE,
            source_key=db.new_public_id(),
        )
    )
