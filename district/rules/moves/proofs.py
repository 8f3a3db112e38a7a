"""When a move needs a proof of residence, and until when it may lack one."""

from __future__ import annotations

from datetime import date, timedelta

from district.rules.moves.facts import Kind


def proof_is_due(kind: Kind, *, has_proof: bool, on: date, days: int) -> date | None:
    """Until when a proof of residence is still to be brought; None: none is asked for any more.

    A correction moves nobody, and whoever had to leave a home is not asked for papers.
    """
    return on + timedelta(days=days) if kind is Kind.MOVE and not has_proof else None


def may_lack_proof(kind: Kind, *, days: int) -> bool:
    """Whether it is saved without a proof for now. Of a move only where the district gives days to bring one."""
    return kind is not Kind.MOVE or days > 0
