"""What becomes of people's access by facts that the open transaction has stored and may take back.

Records no event: nothing is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from household.access.actions.refreshing import PORTION, foretell
from household.access.actions.weighing import Verdict
from household.access.queries.facts import rows_of
from household.access.queries.policies import Rulebook
from household.access.rules.answers import Answer, Reason
from household.access.rules.prospects import Prospect, ProspectKind, prospect


@dataclass(frozen=True)
class Foretold:
    """One person whose access changes, and how they would stand."""

    person_id: int
    prospect: Prospect
    answer: Answer

    @property
    def why(self) -> tuple[Reason, ...]:
        """Why access comes or goes; where only its last day moves, the prospect says it."""
        return tuple(self.answer.reasons[:1]) if self.prospect.kind in (ProspectKind.LOSES, ProspectKind.GAINS) else ()


def foretold(person_ids: Sequence[int], *, book: Rulebook, today: date) -> list[Foretold]:
    """Those of these people whose access in force today changes: losses first. Statements by portions of people."""
    found: list[Foretold] = []
    for start in range(0, len(person_ids), PORTION):
        verdicts = foretell(person_ids[start : start + PORTION], book=book, today=today)
        changed = {each.person_id: seen for each in verdicts if (seen := _prospect(each, today)) is not None}
        rows = rows_of(list(changed), book) if changed else {}
        found += [
            Foretold(person_id, seen, book.standing(rows[person_id].values(), on=today))
            for person_id, seen in changed.items()
        ]
    order = list(ProspectKind)
    return sorted(found, key=lambda each: order.index(each.prospect.kind))


def _prospect(verdict: Verdict, today: date) -> Prospect | None:
    before = [stored.segment for stored in (*verdict.gone, *verdict.stays)]
    return prospect(before, verdict.now, on=today)
