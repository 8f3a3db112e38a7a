"""The records every room shares."""

from district.models.families import EligibleStudentBasis, Relationship, Restriction
from district.models.feeds import FeedChange, FeedRun, PersonSource, QueuedRow
from district.models.people import (
    ContactPoint,
    FormerName,
    OfficeEdit,
    Person,
    PersonAddress,
    PersonIdentifier,
)
from district.models.schools import (
    AcademicSession,
    ClassEnrollment,
    Course,
    Enrollment,
    FromFeed,
    School,
    Section,
    StaffAssignment,
)

__all__ = [
    "AcademicSession",
    "ClassEnrollment",
    "ContactPoint",
    "Course",
    "EligibleStudentBasis",
    "Enrollment",
    "FeedChange",
    "FeedRun",
    "FormerName",
    "FromFeed",
    "OfficeEdit",
    "Person",
    "PersonAddress",
    "PersonIdentifier",
    "PersonSource",
    "QueuedRow",
    "Relationship",
    "Restriction",
    "School",
    "Section",
    "StaffAssignment",
]
