"""The records every room shares."""

from district.models.attendance import AttendanceEvent, MeetingTime
from district.models.confirmed import CardConfirmed
from district.models.disclosures import Disclosure
from district.models.families import (
    ComingOfAge,
    EligibleStudentBasis,
    Relationship,
    Restriction,
    RestrictionLift,
    TieEdit,
)
from district.models.feeds import FeedChange, FeedRun, PersonSource, QueuedRow
from district.models.fees import Fee
from district.models.gradebook import GradeCategory, LineItem, Result, TermGrade
from district.models.health import Immunization
from district.models.households import Address, Household, HouseholdAddress, HouseholdMember, HouseholdPhone
from district.models.letters import ReturnedLetter
from district.models.moves import Move, MovePart, ProofOfResidence
from district.models.people import (
    ContactPoint,
    FormerName,
    OfficeEdit,
    Person,
    PersonAddress,
    PersonIdentifier,
)
from district.models.proposals import HouseholdProposal, HouseholdProposalMember
from district.models.reads import RecordRead
from district.models.report_cards import ReportCard, ReportCardOpening, TermCardOpening
from district.models.requests import ChangeRequest, RequestField, RequestPaper
from district.models.schools import (
    AcademicSession,
    ClassEnrollment,
    Course,
    Enrollment,
    FromFeed,
    School,
    Section,
)
from district.models.search import PersonTerms
from district.models.sections import HiddenSection
from district.models.staff import Completion, StaffAssignment, StaffEmployment
from district.models.training import TrainingMatch, TrainingRule, TrainingStatement, WaitingCompletion
from district.models.transcripts import CourseTaken, GradeAverage

__all__ = [
    "AcademicSession",
    "Address",
    "AttendanceEvent",
    "CardConfirmed",
    "ChangeRequest",
    "ClassEnrollment",
    "ComingOfAge",
    "Completion",
    "ContactPoint",
    "Course",
    "CourseTaken",
    "Disclosure",
    "EligibleStudentBasis",
    "Enrollment",
    "Fee",
    "FeedChange",
    "FeedRun",
    "FormerName",
    "FromFeed",
    "GradeAverage",
    "GradeCategory",
    "HiddenSection",
    "Household",
    "HouseholdAddress",
    "HouseholdMember",
    "HouseholdPhone",
    "HouseholdProposal",
    "HouseholdProposalMember",
    "Immunization",
    "LineItem",
    "MeetingTime",
    "Move",
    "MovePart",
    "OfficeEdit",
    "Person",
    "PersonAddress",
    "PersonIdentifier",
    "PersonSource",
    "PersonTerms",
    "ProofOfResidence",
    "QueuedRow",
    "RecordRead",
    "Relationship",
    "ReportCard",
    "ReportCardOpening",
    "RequestField",
    "RequestPaper",
    "Restriction",
    "RestrictionLift",
    "Result",
    "ReturnedLetter",
    "School",
    "Section",
    "StaffAssignment",
    "StaffEmployment",
    "TermCardOpening",
    "TermGrade",
    "TieEdit",
    "TrainingMatch",
    "TrainingRule",
    "TrainingStatement",
    "WaitingCompletion",
]
