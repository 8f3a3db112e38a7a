"""Activities: what something was done to. Source: xAPI 1.0.3, part 2, 2.4.4.1 and appendix C."""

from __future__ import annotations

from typing import Any

from district.rules.xapi import shapes
from district.rules.xapi.shapes import Invalid, below

INTERACTIONS: dict[str, tuple[str, ...]] = {
    "true-false": (),
    "choice": ("choices",),
    "fill-in": (),
    "long-fill-in": (),
    "matching": ("source", "target"),
    "performance": ("steps",),
    "sequencing": ("choices",),
    "likert": ("scale",),
    "numeric": (),
    "other": (),
}
"""Kinds of interaction, each with the lists it may have."""
_LISTS = ("choices", "scale", "source", "target", "steps")
_DEFINITION = (
    "name",
    "description",
    "type",
    "moreInfo",
    "extensions",
    "interactionType",
    "correctResponsesPattern",
    *_LISTS,
)


def check_activity(value: Any, path: str) -> None:
    activity = shapes.an_object(value, path, ("objectType", "id", "definition"), needed=("id",))
    if "objectType" in activity and activity["objectType"] != "Activity":
        raise Invalid(below(path, "objectType"), "This must be Activity, in exactly these letters.")
    shapes.iri(activity["id"], below(path, "id"))
    if "definition" in activity:
        _check_definition(activity["definition"], below(path, "definition"))


def _check_definition(value: Any, path: str) -> None:
    definition = shapes.an_object(value, path, _DEFINITION)
    for name, check in (
        ("name", shapes.language_map),
        ("description", shapes.language_map),
        ("type", shapes.iri),
        ("moreInfo", shapes.iri),
        ("extensions", shapes.extensions),
    ):
        if name in definition:
            check(definition[name], below(path, name))
    _check_interaction(definition, path)


def _check_interaction(definition: shapes.Object, path: str) -> None:
    lists = [name for name in _LISTS if name in definition]
    if "interactionType" not in definition:
        if lists or "correctResponsesPattern" in definition:
            raise Invalid(path, "interactionType is missing, which the other words about an interaction need.")
        return
    kind = shapes.one_of(definition["interactionType"], below(path, "interactionType"), INTERACTIONS)
    if "correctResponsesPattern" in definition:
        place = below(path, "correctResponsesPattern")
        for nth, pattern in enumerate(shapes.an_array(definition["correctResponsesPattern"], place)):
            shapes.text(pattern, below(place, nth))
    for name in lists:
        if name not in INTERACTIONS[kind]:
            raise Invalid(below(path, name), f"An interaction of the kind {kind} has no such list.")
        _check_components(definition[name], below(path, name))


def _check_components(value: Any, path: str) -> None:
    seen: set[str] = set()
    for nth, each in enumerate(shapes.an_array(value, path)):
        place = below(path, nth)
        component = shapes.an_object(each, place, ("id", "description"), needed=("id",))
        name = shapes.text(component["id"], below(place, "id"))
        if name in seen:
            raise Invalid(below(place, "id"), "Another of this list has the same id.")
        seen.add(name)
        if "description" in component:
            shapes.language_map(component["description"], below(place, "description"))
