"""Reads of household access: the policy, the facts, how people stand, the ledger."""

from household.access.queries.facts import Known, Rows, everyone, facts_of, losing, rows_of
from household.access.queries.ledger import InForce, OnDay, ledger_on
from household.access.queries.people import employee_numbers, person_called, place_names
from household.access.queries.policies import Rulebook, known_courses, policies, rulebook
from household.access.queries.reminders import reminders_due

__all__ = [
    "InForce",
    "Known",
    "OnDay",
    "Rows",
    "Rulebook",
    "employee_numbers",
    "everyone",
    "facts_of",
    "known_courses",
    "ledger_on",
    "losing",
    "person_called",
    "place_names",
    "policies",
    "reminders_due",
    "rows_of",
    "rulebook",
]
