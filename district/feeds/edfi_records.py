"""What the records of Ed-Fi say, as rows to stage: each kind of element of an interchange, one after the other.

Source: Ed-Fi Data Standard 2.0 to 5.2, Bulk XML. Version 2 calls a contact *Parent*. Keys of people are told apart by
kind (`student/604821`), since a contact may have the number of a student.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from typing import Any

from district.feeds.descriptors import Words, code_of, guardians_of_record
from district.feeds.edfi_people import PERSON_OF, said_of
from district.feeds.intake import day_after, role_row
from district.feeds.users import digest
from district.feeds.xml_files import Element

CONTACT_TIES = ("StudentContactAssociation", "StudentParentAssociation")
IDS = {"student": ("StudentUniqueId",), "contact": ("ContactUniqueId", "ParentUniqueId"), "staff": ("StaffUniqueId",)}
SHOTS = (("RequiredImmunization", "ImmunizationType"), ("AdditionalImmunization", "ImmunizationName"))
ORG_IDS = {
    "School": ("school", "SchoolId", "StateOrganizationId"),
    "LocalEducationAgency": ("district", "LocalEducationAgencyId", "StateOrganizationId"),
}
AT = 100_000_000
"""A place is the number of its file times this, and the line."""

Staged = dict[str, list[tuple[Any, ...]]]


class Unusable(Exception):
    """A record that must wait for a person: its code, sentence and key."""

    def __init__(self, code: str, key: str, message: str) -> None:
        super().__init__(message)
        self.code, self.key = code, key


class Spreading:
    """Spreads records over the staged tables. `seen` counts them by name; `words` what no descriptor file knows."""

    def __init__(self) -> None:
        self.words = Words()
        self.seen: Counter[str] = Counter()
        self.unknown: Counter[str] = Counter()
        """What a record that can say it did not say."""
        self.numbers: Counter[str] = Counter()
        self.file = ""
        self.place = 0
        self.readers: dict[str, Callable[[Element, Staged], None]] = {
            **dict.fromkeys(PERSON_OF, self._person),
            **dict.fromkeys(CONTACT_TIES, self._tie),
            **dict.fromkeys(ORG_IDS, self._org),
            "StudentEducationOrganizationAssociation": self._more,
            "StudentSchoolAssociation": self._enrollment,
            "StaffEducationOrganizationAssignmentAssociation": self._assignment,
            "Session": self._session,
            "Course": self._course,
            "Section": self._section,
            "StaffSectionAssociation": self._seat,
            "StudentSectionAssociation": self._seat,
            "StudentHealth": self._health,
        }

    def take(self, record: Element, staged: Staged) -> bool:
        """Spread one record. False when it is of a kind that is not read. Raises Unusable."""
        reader = self.readers.get(record.name)
        if reader is None:
            return False
        self.seen[record.name] += 1
        reader(record, staged)
        return True

    def add(self, staged: Staged, table: str, line: int, *values: Any) -> None:
        self.numbers[table] += 1
        staged[table].append((self.numbers[table], self.place + line, *values))

    def _person(self, record: Element, staged: Staged) -> None:
        kind = PERSON_OF[record.name]
        number = record.get(*IDS[kind])
        key = f"{kind}/{number}"
        if not number:
            raise Unusable("no-id", f"line {record.line}", f"This {record.name} has no unique id.")
        if not record.get("Name/FirstName") or not record.get("Name/LastSurname"):
            raise Unusable("no-name", key, f"{record.name} {number} has no first or no last name.")
        said = said_of(record, kind, self.words, self.file)
        born = record.get("BirthData/BirthDate", "BirthDate")
        birth_date = day(born, key)
        if birth_date is None:
            self.unknown[f"birth dates of {kind}s" if kind != "staff" else "birth dates of staff"] += 1
        called = f"{record.get('Name/FirstName')} {record.get('Name/LastSurname')}".casefold()
        ref = record.attributes.get("id", "")
        self.add(staged, "raw_person", record.line, kind, key, number, ref, _json(said), _person_named(record), called)
        if birth_date:
            self.add(staged, "in_birth", record.line, key, "", False, birth_date)

    def _more(self, record: Element, staged: Staged) -> None:
        """Address, telephone and e-mail of a student, which stand here since version 3."""
        key = who(record, "student")
        said = said_of(record, "student", self.words, self.file)
        self.add(staged, "raw_more", record.line, key, _json(said))

    def _tie(self, record: Element, staged: Staged) -> None:
        student, adult = who(record, "student"), who(record, "contact")
        key = f"{adult} → {student}"
        relation = record.one("Relation")
        word = self.words.of("relations", relation, self.file)
        legal, lives = flag(record, "LegalGuardian", key), flag(record, "LivesWith", key)
        emergency, primary = flag(record, "EmergencyContactStatus", key), flag(record, "PrimaryContactStatus", key)
        order = record.get("ContactPriority")
        if order and not order.isdecimal():
            raise Unusable("not-a-number", key, f"ContactPriority of {key} is no number.")
        for name, value in (
            ("relations", word or None),
            ("legal guardian flags", legal),
            ("lives-with flags", lives),
            ("emergency flags", emergency),
            ("contact priorities", order or None),
        ):
            self.unknown[name] += value is None
        guardian = legal if legal is not None else (True if word in guardians_of_record() else None)
        priority = int(order) if order and emergency is not False else None
        restriction = record.get("ContactRestrictions")
        flags = {"guardian": guardian, "lives_with": lives, "emergency": emergency, "primary_contact": primary}
        said = "; ".join(
            [word or "unknown"]
            + [f"{name}={'y' if value else 'n'}" for name, value in flags.items() if value is not None]
            + ([f"priority={priority}"] if priority is not None else [])
            + ([f"restricted={digest((restriction,))}"] if restriction else [])
            + [""]
        ).rstrip()
        self.add(
            staged,
            "in_tie",
            record.line,
            key,
            adult,
            student,
            word or "unknown",
            *flags.values(),
            priority,
            restriction,
            said,
        )

    def _org(self, record: Element, staged: Staged) -> None:
        kind, *ids = ORG_IDS[record.name]
        number = record.get(*ids) or record.get("EducationOrganizationIdentificationCode/IdentificationCode")
        name = record.get("NameOfInstitution")
        if not number or not name:
            raise Unusable("no-id", f"line {record.line}", f"This {record.name} has no id or no name.")
        parent = org_of(record.one("LocalEducationAgencyReference")) if kind == "school" else ""
        said = (name, kind, number, parent)
        self.add(staged, "in_org", record.line, number, digest(said), False, *said)
        if xml_id := record.attributes.get("id"):
            self.add(staged, "raw_ref", record.line, xml_id, number)

    def _enrollment(self, record: Element, staged: Staged) -> None:
        student, school = who(record, "student"), org_of(record.one("SchoolReference"))
        starts = record.get("EntryDate")
        key = f"{student}@{school}#{starts}"
        first, last = day(starts, key), day(record.get("ExitWithdrawDate"), key)
        if first and last and last < first:
            raise Unusable("ends-before-begin", key, f"ExitWithdrawDate {last} is before EntryDate {first}.")
        is_primary = flag(record, "PrimarySchool", key) is not False
        grade = self.words.of("grades", record.one("EntryGradeLevel"), self.file)
        self.unknown["grades"] += not grade
        self._role(staged, record, key, student, school, "student", is_primary, first, last)
        self.add(staged, "raw_grade", record.line, student, first or "", grade)

    def _assignment(self, record: Element, staged: Staged) -> None:
        staff, org = who(record, "staff"), org_of(record.one("EducationOrganizationReference"))
        job, starts = code_of(record.one("StaffClassification")), record.get("BeginDate")
        key = f"{staff}@{org}#{job}#{starts}"
        first, last = day(starts, key), day(record.get("EndDate"), key)
        if not job:
            raise Unusable("no-job", key, "This assignment has no StaffClassification.")
        if first and last and last < first:
            raise Unusable("ends-before-begin", key, f"EndDate {last} is before BeginDate {first}.")
        is_primary = record.get("OrderOfAssignment") in ("", "1")
        title = record.get("PositionTitle")
        self._role(staged, record, key, staff, org, job, is_primary, first, last, title=title)

    def _role(
        self,
        staged: Staged,
        record: Element,
        key: str,
        user: str,
        org: str,
        role: str,
        is_primary: bool,
        first: str | None,
        last: str | None,
        *,
        title: str = "",
    ) -> None:
        row = role_row(user, org, role, is_primary, first, day_after(last or ""), gone=False, title=title)
        self.add(staged, "in_role", record.line, key, *row)

    def _session(self, record: Element, staged: Staged) -> None:
        key = _session_key(record)
        first, last = day(record.get("BeginDate"), key), day(record.get("EndDate"), key)
        years = record.get("SchoolYear").split("-")
        if not first or not last or not years[-1].isdecimal():
            raise Unusable("no-days", key, "This session lacks its first day, its last day or its school year.")
        said = (record.get("SessionName"), "term", first, day_after(last), "", int(years[-1]))
        self.add(staged, "in_session", record.line, key, digest(map(str, said)), False, *said)

    def _course(self, record: Element, staged: Staged) -> None:
        code, org = record.get("CourseCode"), org_of(record.one("EducationOrganizationReference"))
        said = (record.get("CourseTitle") or code, code, org)
        if not code:
            raise Unusable("no-id", f"line {record.line}", "This course has no code.")
        self.add(staged, "in_course", record.line, f"{code}@{org}", digest(said), False, *said)

    def _section(self, record: Element, staged: Staged) -> None:
        key, code, school, session = section_key(record)
        period = periods_of(record)
        room = record.one("LocationReference")
        self.add(
            staged,
            "raw_class",
            record.line,
            key,
            record.get("SectionName"),
            code,
            room.deep("ClassroomIdentificationCode") if room else "",
            period,
            school,
            session,
        )

    def _seat(self, record: Element, staged: Staged) -> None:
        kind = "staff" if record.name.startswith("Staff") else "student"
        user, section = who(record, kind), section_key(record.one("SectionReference") or record)[0]
        role = "teacher" if kind == "staff" else "student"
        starts = record.get("BeginDate")
        key = f"{user}@{section}#{starts}"
        first, last = day(starts, key), day(record.get("EndDate"), key)
        if first and last and last < first:
            raise Unusable("ends-before-begin", key, f"EndDate {last} is before BeginDate {first}.")
        is_primary = kind == "staff" and code_of(record.one("ClassroomPosition")) == "Teacher of Record"
        ends = day_after(last or "")
        said = digest((user, section, role, str(is_primary), first or "", ends or ""))
        self.add(staged, "in_seat", record.line, key, said, False, section, user, role, is_primary, first, ends)

    def _health(self, record: Element, staged: Staged) -> None:
        student = who(record, "student")
        for required, name in SHOTS:
            for shot in record.all(required):
                vaccine, is_required = code_of(shot.one(name)), required == "RequiredImmunization"
                if not vaccine:
                    raise Unusable("no-vaccine", student, f"An immunization of {student} does not say against what.")
                reason = code_of(shot.one("MedicalExemption"))
                exempt_on = day(shot.get("MedicalExemptionDate"), student)
                days = [day(each.text, student) for each in shot.all("ImmunizationDate") if each.text]
                if reason or exempt_on:
                    self._shot(staged, shot, student, (vaccine, is_required, None, "medical", reason, exempt_on))
                self.unknown["days of immunizations"] += not days and not reason
                for given in days or ([] if reason or exempt_on else [None]):
                    self._shot(staged, shot, student, (vaccine, is_required, given, "", "", None))
        if other := record.one("NonMedicalImmunizationExemption"):
            since = day(record.get("NonMedicalImmunizationExemptionDate"), student)
            self._shot(staged, other, student, ("", True, None, "non-medical", code_of(other), since))

    def _shot(self, staged: Staged, at: Element, student: str, said: tuple[Any, ...]) -> None:
        key = f"{student}#{said[0]}#{said[2] or said[3]}"
        self.add(staged, "in_shot", at.line, key, digest(str(each or "") for each in said), False, student, *said)


def periods_of(record: Element) -> str:
    """The class periods a record names, comma-joined as OneRoster does."""
    return ",".join(each.deep("ClassPeriodName") for each in record.all("ClassPeriodReference"))


def _person_named(record: Element) -> str:
    """Which human the record is about, where it says so: number and system."""
    reference = record.one("PersonReference")
    number = reference.deep("PersonId") if reference else ""
    return f"{number}@{reference.deep('SourceSystem')}" if reference and number else ""


def _json(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def who(record: Element, kind: str) -> str:
    """The key of the person a record is about; `#ID` where it points at the XML id of one."""
    for name, own in PERSON_OF.items():
        if own == kind and (reference := record.one(f"{name}Reference")):
            for number in IDS[kind]:
                if found := reference.deep(number):
                    return f"{kind}/{found}"
            if points := reference.attributes.get("ref"):
                return f"#{points}"
    raise Unusable("no-id", f"line {record.line}", f"This {record.name} does not say which {kind} it is about.")


def org_of(reference: Element | None) -> str:
    """The key of the organization a reference names; `#ID` where it points at one; "" without any."""
    if reference is None:
        return ""
    names = ("SchoolId", "LocalEducationAgencyId", "EducationOrganizationId", "StateOrganizationId")
    found = next((number for name in names if (number := reference.deep(name))), "")
    return found or (f"#{reference.attributes['ref']}" if "ref" in reference.attributes else "")


def _session_key(record: Element) -> str:
    school = org_of(record.one("SchoolReference"))
    return f"{record.get('SessionName')}@{school}#{record.get('SchoolYear')}"


def section_key(record: Element) -> tuple[str, str, str, str]:
    """A section’s key, course code, school and session: its identifier alone is used by several sections."""
    number = record.deep("SectionIdentifier") or record.deep("UniqueSectionCode")
    if not number:
        raise Unusable("no-id", f"line {record.line}", "This does not say which section it is about.")
    offering = record.one("CourseOfferingReference") or record.one("SectionIdentity/CourseOfferingReference")
    inside = offering.one("CourseOfferingIdentity") if offering else None
    if inside is None:
        return number, "", "", ""
    school = org_of(inside.one("SchoolReference"))
    term = inside.one("SessionReference/SessionIdentity")
    code, session = inside.get("LocalCourseCode"), _session_key(term) if term else ""
    return "|".join((number, code, session or school)), code, school, session


def day(written: str, key: str) -> str | None:
    """A day as the standard writes it; None where none stands. Raises Unusable for anything else."""
    if not written:
        return None
    try:
        return date.fromisoformat(written[:10]).isoformat() if len(written) >= 10 else _no_day(written, key)
    except ValueError:
        return _no_day(written, key)


def _no_day(written: str, key: str) -> str | None:
    raise Unusable("bad-date", key, f"“{written[:20]}” of {key} is no day as YYYY-MM-DD.")


def flag(record: Element, name: str, key: str) -> bool | None:
    """True, false, or None where nothing is said. Raises Unusable for another word."""
    said = record.get(name).casefold()
    if said not in ("", "true", "false", "1", "0"):
        raise Unusable("not-yes-or-no", key, f"{name} of {key} is neither true nor false.")
    return None if not said else said in ("true", "1")


def empty() -> Staged:
    return defaultdict(list)


def count_from(last: int) -> Iterator[int]:
    """Numbers for further rows of a table that has `last` of them."""
    return count(last + 1)
