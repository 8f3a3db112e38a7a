"""The stop: a feed that would end more than the allowed share of anything asks first, and says who would lose what."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from district.feeds.diff import Difference
from district.feeds.report import Report
from district.feeds.staging import Stage
from district.rules.endings import too_many

NAMED = 20
_SIGHT = """
FROM relationship r JOIN person a ON a.id = r.adult_id JOIN person s ON s.id = r.student_id
WHERE r.portal AND (r.ends IS NULL OR r.ends > :today) AND (
  r.id IN (SELECT held_id FROM gone_relationship)
  OR r.source = :source AND r.adult_id IN (SELECT person_id FROM leaving)
  OR r.student_id IN (SELECT h.person_id FROM gone_enrollment g JOIN enrollment h ON h.id = g.held_id))"""


def stop_if_too_many(
    difference: Difference, report: Report, *, percent: float, guarded: Mapping[str, str], name: Callable[[], None]
) -> None:
    """Refuse the run when it would end more than `percent` of any guarded kind. Raises Refused.

    `guarded` has, for each kind, the file that would cause it; `name` puts into the report who would lose what.
    """
    for kind, file in guarded.items():
        ending, held = difference.counts[kind]["deactivated"], difference.held[kind]
        if too_many(ending, held, percent=percent):
            report.fault(
                "too-many-endings",
                file,
                0,
                f"This would end {ending:,} of {held:,} {kind} ({100 * ending / held:.1f} %); {percent:g} % may end. "
                f"Nothing was stored. If the file is right, run again with --allow-deactivations "
                f"{_enough(ending, held)}; if not, ask for a whole export.",
            )
    if report.errors:
        name()
    report.stop_if_broken()


def lost_sight(stage: Stage, report: Report, *, file: str) -> None:
    """Who would lose sight of a child: the first by name, then how many more."""
    number = stage.number(f"SELECT count(*) {_SIGHT}")
    rows = stage.rows(
        "SELECT a.first_name || ' ' || a.last_name AS adult, s.first_name || ' ' || s.last_name AS student "
        f"{_SIGHT} "
        f"ORDER BY a.last_name, a.first_name, s.first_name LIMIT {NAMED}"
    )
    for row in rows:
        report.fault("would-lose-sight", file, 0, f"{row.adult} would no longer see {row.student}.")
    if number > NAMED:
        report.fault("would-lose-sight", file, 0, f"{number - NAMED:,} more would no longer see a child.")


def _enough(ending: int, held: int) -> int:
    return min(100, -(-100 * ending // held))
