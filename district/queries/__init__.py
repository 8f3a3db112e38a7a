"""Reads that every room shares: who sees whom, who may have an account, who works here, what is on a schedule."""

from district.queries.children import Child, Tied, children_seen_by, children_tied_to, own_record, student_visible_to
from district.queries.contacts import OnFile, contacts_on_file
from district.queries.employment import (
    current_schools_of,
    has_job_now_or_later,
    holds_a_job,
    people_with_staff_id,
)
from district.queries.entitlement import (
    Entitled,
    OwnPlace,
    entitled_among,
    entitled_guardians,
    entitled_students,
    entitlement_of,
    is_entitled,
    students_among,
)
from district.queries.mailing import MailingAddress, email_on_file
from district.queries.policy import sight_policy
from district.queries.schedule import ClassSeen, classes_of

__all__ = [
    "Child",
    "ClassSeen",
    "Entitled",
    "MailingAddress",
    "OnFile",
    "OwnPlace",
    "Tied",
    "children_seen_by",
    "children_tied_to",
    "classes_of",
    "contacts_on_file",
    "current_schools_of",
    "email_on_file",
    "entitled_among",
    "entitled_guardians",
    "entitled_students",
    "entitlement_of",
    "has_job_now_or_later",
    "holds_a_job",
    "is_entitled",
    "own_record",
    "people_with_staff_id",
    "sight_policy",
    "student_visible_to",
    "students_among",
]
