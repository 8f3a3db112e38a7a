"""The doors of the editor: search, a person, a family, a household, relationships, moves, what changed, what families
ask."""

from household.editor.views import (
    calling,
    cleanup,
    confidential,
    contacts,
    history,
    households,
    joining,
    members,
    moves,
    people,
    person_edits,
    phones,
    places,
    proofs,
    requests,
    search,
    ties,
)
from household.editor.views.door import bp

__all__ = [
    "bp",
    "calling",
    "cleanup",
    "confidential",
    "contacts",
    "history",
    "households",
    "joining",
    "members",
    "moves",
    "people",
    "person_edits",
    "phones",
    "places",
    "proofs",
    "requests",
    "search",
    "ties",
]
