"""Reads of household access: the policy, the facts, how people stand, the ledger."""

from household.access.queries.details import (
    Details,
    SchoolToChoose,
    details_of,
    everybody_standing,
    schools_to_choose,
)
from household.access.queries.facts import due, facts_of, losing, rows_of
from household.access.queries.ledger import InForce, OnDay, Uncounted, ledger_on, uncounted
from household.access.queries.lists import (
    Listed,
    Place,
    Wanted,
    Week,
    by_week,
    endings_by_day,
    numbers_by_state,
    people_standing,
)
from household.access.queries.people import employee_numbers, person_called, place_names
from household.access.queries.policies import (
    NoSuchArea,
    Rulebook,
    areas,
    known_courses,
    policies,
    rulebook,
    rulebooks,
)
from household.access.queries.promises import (
    OnBoard,
    PromiseOnRecord,
    promise_numbers,
    promises_of,
    promises_on_board,
)
from household.access.queries.records import StaffRecord, record_called, record_of
from household.access.queries.reminders import reminders_due

__all__ = [
    "Details",
    "InForce",
    "Listed",
    "NoSuchArea",
    "OnBoard",
    "OnDay",
    "Place",
    "PromiseOnRecord",
    "Rulebook",
    "SchoolToChoose",
    "StaffRecord",
    "Uncounted",
    "Wanted",
    "Week",
    "areas",
    "by_week",
    "details_of",
    "due",
    "employee_numbers",
    "endings_by_day",
    "everybody_standing",
    "facts_of",
    "known_courses",
    "ledger_on",
    "losing",
    "numbers_by_state",
    "people_standing",
    "person_called",
    "place_names",
    "policies",
    "promise_numbers",
    "promises_of",
    "promises_on_board",
    "record_called",
    "record_of",
    "reminders_due",
    "rows_of",
    "rulebook",
    "rulebooks",
    "schools_to_choose",
    "uncounted",
]
