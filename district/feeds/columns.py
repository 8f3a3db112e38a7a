"""The OneRoster files the roster feed reads, column by column: which are required and what a cell may hold.

Source: OneRoster 1.1 and 1.2 CSV bindings. `password` is not among the columns on purpose: it is never read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "status", "moment", "id", "ids", "name", "text", "texts", "date", "year", "bool", "word", "grades", "score"
]

ONEROSTER_1_1 = "oneroster-1.1"
ONEROSTER_1_2 = "oneroster-1.2"
FORMATS = (ONEROSTER_1_1, ONEROSTER_1_2)


@dataclass(frozen=True)
class Column:
    """One column: its kind, whether each row must fill it, and the words of an enumeration."""

    name: str
    kind: Kind = "text"
    required: bool = False
    words: tuple[str, ...] = ()
    takes_ext: bool = False
    """Also `ext:…`, as 1.2 allows where it says so."""
    may_be_blank: bool = False
    """The header must have it, a row need not fill it."""

    @property
    def may_be_left_out(self) -> bool:
        """A header without this column is still read, with a warning."""
        return not self.required

    @property
    def must_be_filled(self) -> bool:
        """A row that leaves it blank cannot be used."""
        return self.required and not self.may_be_blank


STATUS = Column("status", "status")
MODIFIED = Column("dateLastModified", "moment")
OWN_ID = Column("sourcedId", "id", required=True)
COMMON = (OWN_ID, STATUS, MODIFIED)

METADATA_USED = ("address1", "address2", "city", "state", "postCode", "preferredLanguage")
"""`metadata.*` columns of users that we read; blank where the file has none. Other extensions are legal and left."""

RACES = (
    "americanIndianOrAlaskaNative",
    "asian",
    "blackOrAfricanAmerican",
    "nativeHawaiianOrOtherPacificIslander",
    "white",
    "demographicRaceTwoOrMoreRaces",
    "hispanicOrLatinoEthnicity",
)
ROLES_1_1 = ("administrator", "aide", "guardian", "parent", "proctor", "relative", "student", "teacher")
ROLES_1_2 = (
    "aide",
    "counselor",
    "districtAdministrator",
    "guardian",
    "parent",
    "principal",
    "proctor",
    "relative",
    "siteAdministrator",
    "student",
    "systemAdministrator",
    "teacher",
)


def _id(name: str) -> Column:
    return Column(name, "id", required=True)


def _text(name: str) -> Column:
    return Column(name, "text", required=True)


def _word(name: str, words: tuple[str, ...], *, takes_ext: bool) -> Column:
    return Column(name, "word", required=True, words=words, takes_ext=takes_ext)


def _orgs(later: bool) -> tuple[Column, ...]:
    kinds = ("department", "school", "district", "local", "state", "national")
    return (
        *COMMON,
        _text("name"),
        _word("type", kinds, takes_ext=later),
        Column("identifier"),
        Column("parentSourcedId", "id"),
    )


def _sessions(later: bool) -> tuple[Column, ...]:
    return (
        *COMMON,
        _text("title"),
        _word("type", ("gradingPeriod", "semester", "schoolYear", "term"), takes_ext=later),
        Column("startDate", "date", required=True),
        Column("endDate", "date", required=True),
        Column("parentSourcedId", "id"),
        Column("schoolYear", "year", required=True),
    )


def _courses(later: bool) -> tuple[Column, ...]:
    return (
        *COMMON,
        Column("schoolYearSourcedId", "id"),
        _text("title"),
        Column("courseCode"),
        Column("grades", "grades"),
        _id("orgSourcedId"),
        Column("subjects", "texts"),
        Column("subjectCodes", "texts"),
    )


def _classes(later: bool) -> tuple[Column, ...]:
    return (
        *COMMON,
        _text("title"),
        Column("grades", "grades"),
        _id("courseSourcedId"),
        Column("classCode"),
        _word("classType", ("homeroom", "scheduled"), takes_ext=later),
        Column("location"),
        _id("schoolSourcedId"),
        Column("termSourcedIds", "ids", required=True),
        Column("subjects", "texts"),
        Column("subjectCodes", "texts"),
        Column("periods", "texts"),
    )


def _users(later: bool) -> tuple[Column, ...]:
    home = () if later else (Column("orgSourcedIds", "ids", required=True), _word("role", ROLES_1_1, takes_ext=False))
    more = (
        Column("userMasterIdentifier"),
        Column("preferredGivenName"),
        Column("preferredMiddleName"),
        Column("preferredFamilyName"),
        Column("primaryOrgSourcedId", "id"),
        Column("pronouns"),
    )
    return (
        *COMMON,
        Column("enabledUser", "bool", required=True),
        *home,
        _text("username"),
        Column("userIds", "texts"),
        _text("givenName"),
        _text("familyName"),
        Column("middleName"),
        Column("identifier"),
        Column("email"),
        Column("sms"),
        Column("phone"),
        Column("agentSourcedIds", "ids"),
        Column("grades", "grades"),
        *(more if later else ()),
        *(Column(f"metadata.{name}") for name in METADATA_USED),
    )


def _roles(later: bool) -> tuple[Column, ...]:
    return (
        *COMMON,
        _id("userSourcedId"),
        _word("roleType", ("primary", "secondary"), takes_ext=False),
        _word("role", ROLES_1_2, takes_ext=later),
        Column("beginDate", "date"),
        Column("endDate", "date"),
        _id("orgSourcedId"),
        Column("userProfileSourcedId", "id"),
    )


def _demographics(later: bool) -> tuple[Column, ...]:
    sexes = ("male", "female", "unspecified", "other") if later else ("male", "female")
    return (
        *COMMON,
        Column("birthDate", "date"),
        Column("sex", "word", words=sexes, takes_ext=later),
        *(Column(race, "bool") for race in RACES),
        Column("countryOfBirthCode"),
        Column("stateOfBirthAbbreviation"),
        Column("cityOfBirth"),
        Column("publicSchoolResidenceStatus"),
    )


def _enrollments(later: bool) -> tuple[Column, ...]:
    return (
        *COMMON,
        _id("classSourcedId"),
        _id("schoolSourcedId"),
        _id("userSourcedId"),
        _word("role", ("administrator", "proctor", "student", "teacher"), takes_ext=later),
        Column("primary", "bool"),
        Column("beginDate", "date"),
        Column("endDate", "date"),
    )


def _categories(later: bool) -> tuple[Column, ...]:
    return (*COMMON, _text("title"), *((Column("weight", "score"),) if later else ()))


def _line_items(later: bool) -> tuple[Column, ...]:
    """Two columns changed their names with 1.2, and 1.2 names the school, which the class tells us already."""
    return (
        *COMMON,
        _text("title"),
        Column("description"),
        Column("assignDate", "date", required=True),
        Column("dueDate", "date", required=True),
        _id("classSourcedId"),
        _id("categorySourcedId"),
        _id("academicSessionSourcedId" if later else "gradingPeriodSourcedId"),
        Column("resultValueMin", "score", required=not later, may_be_blank=True),
        Column("resultValueMax", "score", required=not later, may_be_blank=True),
        *((_id("schoolSourcedId"),) if later else ()),
    )


def _results(later: bool) -> tuple[Column, ...]:
    """`score` is required in 1.1, and yet blank for what is not scored yet: the header must have it, a row need not."""
    said = ("exempt", "fully graded", "not submitted", "partially graded", "submitted")
    more = (
        Column("textScore"),
        Column("classSourcedId", "id"),
        *(Column(name, "bool") for name in ("inProgress", "incomplete", "late", "missing")),
    )
    return (
        *COMMON,
        _id("lineItemSourcedId"),
        _id("studentSourcedId"),
        _word("scoreStatus", said, takes_ext=later),
        Column("score", "score", required=not later, may_be_blank=True),
        Column("scoreDate", "date", required=True),
        Column("comment"),
        *(more if later else ()),
    )


def _files(later: bool) -> dict[str, tuple[Column, ...]]:
    """The files read, each after those it points at."""
    files = {
        "orgs": _orgs(later),
        "academicSessions": _sessions(later),
        "courses": _courses(later),
        "classes": _classes(later),
        "users": _users(later),
        "roles": _roles(later),
        "demographics": _demographics(later),
        "enrollments": _enrollments(later),
        "categories": _categories(later),
        "lineItems": _line_items(later),
        "results": _results(later),
    }
    if not later:
        del files["roles"]
    return files


FILES: dict[str, dict[str, tuple[Column, ...]]] = {ONEROSTER_1_1: _files(False), ONEROSTER_1_2: _files(True)}

COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    version: {name: tuple(column.name for column in columns) for name, columns in files.items()}
    for version, files in FILES.items()
}
"""Column names in the order in which `Package.rows` gives the values, after the line."""
