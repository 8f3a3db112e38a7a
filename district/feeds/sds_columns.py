"""The files of School Data Sync, column by column. `Password` is not among the columns on purpose: it is never read.

Source: Microsoft's documentation of SDS v1 and v2.1 CSV, and its published samples (O365-EDU-Tools).
"""

from __future__ import annotations

from typing import Any

from district.feeds.columns import Column


def _must(name: str, kind: Any = "id") -> Column:
    return Column(name, kind, required=True)


OWN = _must("sourcedId")
USER = (
    OWN,
    Column("username"),
    _must("givenName", "text"),
    _must("familyName", "text"),
    Column("middleName"),
    Column("email"),
    Column("phone"),
    Column("sms"),
    Column("identifier"),
)
FILES: dict[str, tuple[Column, ...]] = {
    "orgs": (OWN, _must("name", "text"), Column("type"), Column("parentSourcedId", "id")),
    "academicSessions": (
        OWN,
        _must("title", "text"),
        Column("type"),
        _must("schoolYear", "year"),
        _must("startDate", "date"),
        _must("endDate", "date"),
    ),
    "courses": (OWN, Column("orgSourcedId", "id"), _must("title", "text"), Column("code")),
    "classes": (
        OWN,
        _must("orgSourcedId"),
        _must("title", "text"),
        Column("sessionSourcedIds", "ids"),
        Column("courseSourcedId", "id"),
        Column("code"),
    ),
    "users": (*USER, Column("orgSourcedIds", "ids"), Column("role"), Column("grade")),
    "roles": (
        _must("userSourcedId"),
        _must("orgSourcedId"),
        _must("role", "text"),
        Column("sessionSourcedId", "id"),
        Column("grade"),
        Column("isPrimary", "bool"),
        Column("roleStartDate", "date"),
        Column("roleEndDate", "date"),
    ),
    "relationships": (_must("userSourcedId"), _must("relationshipUserSourcedId"), _must("relationshipRole", "text")),
    "demographics": (_must("userSourcedId"), Column("birthDate", "date")),
    "enrollments": (_must("classSourcedId"), _must("userSourcedId"), _must("role", "text")),
}
KEYS = {
    "roles": ("userSourcedId", "orgSourcedId", "role"),
    "relationships": ("userSourcedId", "relationshipUserSourcedId"),
    "demographics": ("userSourcedId",),
    "enrollments": ("classSourcedId", "userSourcedId"),
}
_V1_PERSON = (
    _must("SIS ID"),
    _must("School SIS ID"),
    Column("Username"),
    _must("First Name", "text"),
    _must("Last Name", "text"),
    Column("Middle Name"),
    Column("Secondary Email"),
)
V1: dict[str, tuple[Column, ...]] = {
    "School": (_must("SIS ID"), _must("Name", "text")),
    "Section": (
        _must("SIS ID"),
        _must("School SIS ID"),
        _must("Section Name", "text"),
        Column("Term SIS ID", "id"),
        Column("Term Name"),
        Column("Term StartDate", "date"),
        Column("Term EndDate", "date"),
        Column("Course SIS ID", "id"),
        Column("Course Name"),
        Column("Course Number"),
        Column("Periods"),
    ),
    "Student": (*_V1_PERSON, Column("Student Number"), Column("Grade"), Column("Birthdate", "date")),
    "Teacher": (*_V1_PERSON, Column("Teacher Number")),
    "StudentEnrollment": (_must("Section SIS ID"), _must("SIS ID")),
    "TeacherRoster": (_must("Section SIS ID"), _must("SIS ID")),
}
V1_KEYS = {"StudentEnrollment": ("Section SIS ID", "SIS ID"), "TeacherRoster": ("Section SIS ID", "SIS ID")}
V1_NEEDED = ("School", "Section", "Student", "Teacher", "StudentEnrollment", "TeacherRoster")
NEEDED = ("orgs", "users", "classes", "enrollments")
OF_THE_UK = {
    "ID": "SIS ID",
    "School DfE Number": "School SIS ID",
    "DfE Number": "SIS ID",
    "Section ID": "Section SIS ID",
}
