"""What families of the demo told of health: Minh's asthma, in two versions, and a dose that the nurse is to correct."""

from __future__ import annotations

from datetime import datetime, timedelta

from demo.world import World
from foundation.audit import Actor
from portal.actions.health import ask_correction, change_condition, tell_condition
from portal.queries.health import conditions_of


def some_conditions(world: World, *, at: datetime) -> None:
    """Write into the open transaction what Hoa and Marisol told."""
    hoa, minh = world.hoa.id, world.minh.id
    by = Actor("account", person_id=hoa)
    title, care = "Asthma", "The inhaler is in the front pocket of his bag."
    tell_condition(minh, title, care, writer_id=hoa, by=by, at=at - timedelta(days=60))
    (asthma,) = conditions_of(minh)
    care = f"{care} Call me if he needs it twice in a day."
    change_condition(minh, asthma, title, care, seen=1, writer_id=hoa, by=by, at=at - timedelta(days=3))
    ask_correction(minh, hoa, "His second dose against hepatitis B was given in May 2010.", by=by, at=at)
    marisol = world.marisol.id
    told = "Alergia al cacahuate", "Su autoinyector está en la oficina. Llamen al 911 y después a mí."
    tell_condition(world.mateo.id, *told, writer_id=marisol, by=Actor("account", person_id=marisol), at=at)
