"""Moves and splits of households: what changes, what is in the way, what is to be looked at."""

from district.rules.moves.facts import (
    Asked,
    Concern,
    Ending,
    Fault,
    FaultKind,
    Home,
    Kind,
    Member,
    NewPlace,
    NewStay,
    Place,
    Plan,
    Warned,
    Where,
    holds,
)
from district.rules.moves.planning import FARTHEST, planned
from district.rules.moves.proofs import may_lack_proof, proof_is_due

__all__ = [
    "FARTHEST",
    "Asked",
    "Concern",
    "Ending",
    "Fault",
    "FaultKind",
    "Home",
    "Kind",
    "Member",
    "NewPlace",
    "NewStay",
    "Place",
    "Plan",
    "Warned",
    "Where",
    "holds",
    "may_lack_proof",
    "planned",
    "proof_is_due",
]
