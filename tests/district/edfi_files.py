"""A small district in Ed-Fi XML that a test can change, break, and write as a folder.

    district = EdfiDistrict()
    district.contacts["gina"]["LegalGuardian"] = "true"
    folder = district.folder(tmp_path / "edfi")

Amy and Ben Reyes go to Elm High; Gina is their mother and Omar Ben's grandfather; Tom teaches.
"""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

NAMESPACE = "http://ed-fi.org/5.2.0"
DESCRIPTOR = "uri://ed-fi.org/{0}Descriptor#{1}"


def tag(name: str, *inside: str, text: str = "", **attributes: str) -> str:
    said = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{said}>{escape(text)}{''.join(inside)}</{name}>"


def said(name: str, text: str) -> str:
    return tag(name, text=text) if text else ""


def student_reference(number: str) -> str:
    return tag("StudentReference", tag("StudentIdentity", said("StudentUniqueId", number)))


def school_reference(number: str) -> str:
    return tag("SchoolReference", tag("SchoolIdentity", said("SchoolId", number)))


def org_reference(number: str) -> str:
    return tag(
        "EducationOrganizationReference",
        tag("EducationOrganizationIdentity", said("EducationOrganizationId", number)),
    )


def name(first: str, last: str) -> str:
    return tag("Name", said("FirstName", first), said("LastSurname", last))


def address(street: str, kind: str = "Home") -> str:
    return tag(
        "Address",
        said("StreetNumberName", street),
        said("City", "Denver"),
        said("StateAbbreviation", DESCRIPTOR.format("StateAbbreviation", "CO")),
        said("PostalCode", "80203"),
        said("AddressType", DESCRIPTOR.format("AddressType", kind)),
    )


def phone(number: str, kind: str, order: str = "") -> str:
    return tag(
        "Telephone",
        said("TelephoneNumber", number),
        said("TelephoneNumberType", DESCRIPTOR.format("TelephoneNumberType", kind)),
        said("OrderOfPriority", order),
    )


def email(value: str, kind: str = "Home/Personal") -> str:
    return tag(
        "ElectronicMail",
        said("ElectronicMailAddress", value),
        said("ElectronicMailType", DESCRIPTOR.format("ElectronicMailType", kind)),
    )


def student(number: str, first: str, last: str, *more: str, born: str = "2011-03-09") -> str:
    birth = tag("BirthData", said("BirthDate", born)) if born else ""
    return tag("Student", said("StudentUniqueId", number), name(first, last), birth, *more, id=f"STUD_{number}")


def contact(number: str, first: str, last: str, *more: str) -> str:
    return tag("Contact", said("ContactUniqueId", number), name(first, last), *more, id=f"PRNT_{number}")


def tie(number: str, adult: str, relation: str = "Mother", **flags: str) -> str:
    return tag(
        "StudentContactAssociation",
        student_reference(number),
        tag("ContactReference", ref=f"PRNT_{adult}"),
        said("Relation", DESCRIPTOR.format("Relation", relation)) if relation else "",
        *(said(flag, value) for flag, value in flags.items()),
    )


def enrollment(
    number: str, school: str = "101", starts: str = "2026-08-17", grade: str = "Tenth grade", **m: str
) -> str:
    return tag(
        "StudentSchoolAssociation",
        student_reference(number),
        school_reference(school),
        said("EntryDate", starts),
        said("EntryGradeLevel", DESCRIPTOR.format("GradeLevel", grade)) if grade else "",
        *(said(key, value) for key, value in m.items()),
    )


def shots(number: str, *inside: str) -> str:
    return tag("StudentHealth", student_reference(number), org_reference("1"), said("AsOfDate", "2026-08-17"), *inside)


class EdfiDistrict:
    """Interchanges by file name, each a list of records; `raw` holds bytes that replace or join the files written."""

    def __init__(self) -> None:
        self.namespace = NAMESPACE
        self.raw: dict[str, bytes] = {}
        at_home = address("12 Oak Street")
        self.files: dict[str, list[str]] = {
            "Contact.xml": [  # the ties come before what they point at, and before every student
                tie("1001", "501", "Mother", PrimaryContactStatus="true", LivesWith="true"),
                tie("1002", "501", "Mother", LivesWith="true", EmergencyContactStatus="true", ContactPriority="1"),
                tie("1002", "502", "Grandfather", LivesWith="false", EmergencyContactStatus="true"),
                contact(
                    "501",
                    "Gina",
                    "Reyes",
                    at_home,
                    address("PO Box 9", "Mailing"),
                    phone("(303) 555-0142", "Work", "2"),
                    phone("(303) 555-0143", "Mobile", "1"),
                    phone("(303) 555-0144", "Home", "1"),
                    phone("(303) 555-0145", "Fax", "1"),
                    email("gina@example.org"),
                ),
                contact("502", "Omar", "Núñez", address("7 Elm Court", "Home"), email("omar@example.org")),
            ],
            "Organization.xml": [
                tag(
                    "LocalEducationAgency",
                    said("NameOfInstitution", "Elm School District"),
                    said("LocalEducationAgencyId", "1"),
                    id="LEAG_1",
                ),
                tag(
                    "School",
                    said("NameOfInstitution", "Elm High"),
                    said("SchoolId", "101"),
                    tag("LocalEducationAgencyReference", ref="LEAG_1"),
                ),
            ],
            "Staff.xml": [
                tag(
                    "Staff",
                    said("StaffUniqueId", "901"),
                    name("Tom", "O’Hara"),
                    said("BirthDate", "1980-01-02"),
                    email("tom@example.org", "Work"),
                ),
                tag(
                    "StaffEducationOrganizationAssignmentAssociation",
                    tag("StaffReference", tag("StaffIdentity", said("StaffUniqueId", "901"))),
                    org_reference("101"),
                    said("StaffClassification", DESCRIPTOR.format("StaffClassification", "Teacher")),
                    said("PositionTitle", "Algebra teacher"),
                    said("BeginDate", "2020-08-15"),
                ),
            ],
            "Student.xml": [
                student("1001", "Amy", "Reyes", at_home),
                student("1002", "Ben", "Reyes", at_home, born="2013-10-30"),
            ],
            "StudentEnrollment.xml": [enrollment("1001"), enrollment("1002", grade="Eighth grade")],
        }

    def change(self, file: str, old: str, new: str) -> None:
        """Replace a text in every record of a file; it must be there."""
        assert any(old in record for record in self.files[file])
        self.files[file] = [record.replace(old, new) for record in self.files[file]]

    def text(self, file: str) -> str:
        """One interchange, a record on each line; the first record stands on line 3."""
        root = f"Interchange{file.removesuffix('.xml')}"
        records = "\n".join(self.files[file])
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{self.namespace}">\n{records}\n</{root}>\n'

    def folder(self, path: Path) -> Path:
        path.mkdir(parents=True, exist_ok=True)
        for file in self.files:
            (path / file).write_text(self.text(file), encoding="utf-8")
        for file, content in self.raw.items():
            (path / file).write_bytes(content)
        return path
