"""What Ed-Fi tells of the gradebook: entries, what students have in them, marks of a grading period, and the periods.

Source: Ed-Fi Data Standard 5.2, interchanges StudentGradebook, StudentGrade, EducationOrgCalendar. A type of entry is
taken as its category; the standard has no weights. A number without points earned is a grade the source worked out for
the work: it is shown, and adds up to nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from district.feeds import gradebook
from district.feeds.descriptors import code_of
from district.feeds.edfi_records import Spreading, Staged, Unusable, day, flag, org_of, section_key, who
from district.feeds.intake import day_after
from district.feeds.users import digest
from district.feeds.xml_files import Element


def readers(spreading: Spreading) -> dict[str, Callable[[Element, Staged], None]]:
    """The readers of the gradebook's records, by the record's name."""
    reading = _Reading(spreading)
    return {
        "GradingPeriod": reading.period,
        "GradebookEntry": reading.entry,
        "StudentGradebookEntry": reading.result,
        "Grade": reading.mark,
    }


class _Reading:
    def __init__(self, spreading: Spreading) -> None:
        self.spreading = spreading
        self.categories: set[str] = set()

    def period(self, record: Element, staged: Staged) -> None:
        key = _period_key(record)
        first, last = day(record.get("BeginDate"), key), day(record.get("EndDate"), key)
        years = record.get("SchoolYear").split("-")
        if not first or not last or not years[-1].isdecimal():
            raise Unusable("no-days", key, "This grading period lacks its first day, its last day or its school year.")
        title = record.get("GradingPeriodName") or code_of(record.one("GradingPeriod"))
        said = (title, "gradingPeriod", first, day_after(last), "", int(years[-1]))
        self.spreading.add(staged, "in_session", record.line, key, digest(map(str, said)), False, *said)

    def entry(self, record: Element, staged: Staged) -> None:
        key = _entry_key(record)
        section, _, _, session = section_key(record.one("SectionReference") or record)
        period = record.one("GradingPeriodReference/GradingPeriodIdentity")
        category = code_of(record.one("GradebookEntryType"))
        days = day(record.get("DateAssigned"), key), day(record.get("DueDate"), key)
        points = _number(record, "MaxPoints", key)
        told = (record.get("Title"), record.get("Description"), *days, points)
        for name, value in (("due days of assignments", days[1]), ("points possible of assignments", points)):
            self.spreading.unknown[name] += value is None
        self.spreading.unknown["types of assignments"] += not category
        if category and category not in self.categories:
            self.categories.add(category)
            self.spreading.add(staged, "in_category", record.line, *gradebook.category(category, category, None))
        said = (section, category, _period_key(period) if period else session, *told)
        self.spreading.add(staged, "in_item", record.line, key, _digest(said), False, *said)
        if xml_id := record.attributes.get("id"):
            self.spreading.add(staged, "raw_ref", record.line, xml_id, key)

    def result(self, record: Element, staged: Staged) -> None:
        student, item = who(record, "student"), _entry_of(record)
        key = f"{student}#{item}"
        submitted = self.spreading.words.of("submissions", record.one("SubmissionStatus"), self.spreading.file)
        late = self.spreading.words.of("lateness", record.one("AssignmentLateStatus"), self.spreading.file)
        score, number = _number(record, "PointsEarned", key), _number(record, "NumericGradeEarned", key)
        level = code_of(record.one("CompetencyLevel"))
        text = (
            record.get("LetterGradeEarned") or level or (f"{number:g}" if score is None and number is not None else "")
        )
        said = (
            *(item, student, {"missing": "not-submitted", "incomplete": ""}.get(submitted, submitted), score, text),
            *(record.get("DiagnosticStatement"), None, {"late": True, "on-time": False}.get(late)),
            True if submitted == "missing" or late == "missing" else None,
            True if submitted == "incomplete" else None,
            None,
        )
        self.spreading.add(staged, "in_result", record.line, key, _digest(said), False, *said)

    def mark(self, record: Element, staged: Staged) -> None:
        seat = record.one("StudentSectionAssociationReference/StudentSectionAssociationIdentity")
        if seat is None:
            raise Unusable("no-id", f"line {record.line}", "This grade does not say of which student and class it is.")
        student, section = who(seat, "student"), section_key(seat.one("SectionReference") or seat)[0]
        period = record.one("GradingPeriodReference/GradingPeriodIdentity")
        session, kind = _period_key(period) if period else "", code_of(record.one("GradeType"))
        key = f"{student}@{section}#{session}#{kind}"
        is_final = self.spreading.words.of("grade types", record.one("GradeType"), self.spreading.file) == "final"
        if flag(record, "CurrentGradeIndicator", key):
            is_final = False
        said = (
            *(section, student, session, kind, record.get("LetterGradeEarned")),
            *(_number(record, "NumericGradeEarned", key), is_final, record.get("DiagnosticStatement")),
            day(record.get("CurrentGradeAsOfDate"), key),
        )
        if not said[4] and said[5] is None:
            raise Unusable("no-mark", key, "This grade has neither a letter nor a number.")
        self.spreading.add(staged, "in_mark", record.line, key, _digest(said), False, *said)


def _entry_key(record: Element) -> str:
    """An entry's own number, which is one within its namespace."""
    number = record.get("GradebookEntryIdentifier")
    if not number:
        raise Unusable("no-id", f"line {record.line}", f"This {record.name} has no identifier.")
    return f"{number}@{record.get('Namespace')}"


def _entry_of(record: Element) -> str:
    """The key of the entry a result is of; `#ID` where it points at the XML id of one."""
    reference = record.one("GradebookEntryReference")
    if reference is not None and (inside := reference.one("GradebookEntryIdentity")):
        return _entry_key(inside)
    if reference is not None and "ref" in reference.attributes:
        return f"#{reference.attributes['ref']}"
    raise Unusable("no-id", f"line {record.line}", "This result does not say which gradebook entry it is of.")


def _period_key(record: Element) -> str:
    name = record.get("GradingPeriodName") or code_of(record.one("GradingPeriod"))
    return f"{name}@{org_of(record.one('SchoolReference'))}#{record.get('SchoolYear')}"


def _number(record: Element, name: str, key: str) -> float | None:
    """A number of zero or more; None where none stands. Raises Unusable for anything else."""
    written = record.get(name)
    if not written:
        return None
    if not written.replace(".", "", 1).isdecimal() or not written.isascii() or len(written) > 14:
        raise Unusable("not-a-number", key, f"{name} of {key} is no number.")
    return float(written)


def _digest(said: tuple[Any, ...]) -> str:
    return digest("" if each is None else str(each) for each in said)
