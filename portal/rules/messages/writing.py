"""Who of the staff may write to whom: a teacher to the families of her own classes, an office to those of its own
schools, the district's administrators to everybody. What one reaches follows from facts of the day, and is looked at
again when the message leaves."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

OWN_NAMES = {"en": "English", "es": "Español"}
"""Languages as they call themselves: a label that needs no translation."""
LONGEST_SUBJECT = 150
LONGEST_BODY = 5000


class Audience(StrEnum):
    """Who of those around the chosen students a message is for."""

    FAMILIES = "families"
    STUDENTS = "students"
    BOTH = "both"


class Kind(StrEnum):
    """What a message is about; families choose for each how it comes to them (`portal.rules.preferences`)."""

    EMERGENCY = "emergency"
    ATTENDANCE = "attendance"
    BEHAVIOR = "behavior"
    GENERAL = "general"
    TEACHER = "teacher"
    FOOD_SERVICE = "food-service"
    PRIORITY = "priority"


OF_TEACHERS = (Kind.TEACHER, Kind.BEHAVIOR)
"""The kinds a teacher writes. What wakes a district at night is for its offices."""


class Refusal(StrEnum):
    """Why a message may not be written, or not as it is."""

    NOT_REACHED = "not-reached"
    KIND = "kind"
    NO_WORDS = "no-words"
    HALF_WORDS = "half-words"
    SUBJECT_TOO_LONG = "subject-too-long"
    BODY_TOO_LONG = "body-too-long"


MOST_FILES = 5
"""That go with one message."""


class FilesRefusal(StrEnum):
    """Why files are not attached to a message, or not taken from it."""

    LEFT = "left"
    TOO_MANY = "too-many-files"


@dataclass(frozen=True)
class Reach:
    """Whose families somebody on staff writes to: of these classes, of these schools, or of all."""

    sections: frozenset[int] = frozenset()
    schools: frozenset[int] = frozenset()
    everywhere: bool = False

    @property
    def is_nobody(self) -> bool:
        return not (self.sections or self.schools or self.everywhere)

    @property
    def is_office(self) -> bool:
        """Whether a whole school is within reach."""
        return self.everywhere or bool(self.schools)


@dataclass(frozen=True)
class Target:
    """The students whose families are written to: of one class, of one school, one student, or (nothing named) all.

    `grade` and `language` narrow it: the CEDS code of the students' grade, the language of those who are reached.
    """

    section_id: int | None = None
    section_school_id: int | None = None
    school_id: int | None = None
    student_id: int | None = None
    grade: str = ""
    language: str = ""


def may_write(
    reach: Reach,
    target: Target,
    *,
    student_sections: Collection[int] = (),
    student_schools: Collection[int] = (),
) -> bool:
    """Whether a target lies within reach. Of one student: the classes and the schools of that day."""
    if reach.everywhere:
        return True
    if target.student_id is not None:
        return bool(reach.sections.intersection(student_sections) or reach.schools.intersection(student_schools))
    if target.section_id is not None:
        return target.section_id in reach.sections or target.section_school_id in reach.schools
    return target.school_id is not None and target.school_id in reach.schools


def kinds_for(reach: Reach) -> tuple[Kind, ...]:
    """The kinds of messages that somebody with this reach writes, the most usual first."""
    if reach.is_office:
        return (Kind.GENERAL, *(each for each in Kind if each is not Kind.GENERAL))
    return OF_TEACHERS if reach.sections else ()


def faults_of(texts: Mapping[str, tuple[str, str]]) -> dict[str, Refusal]:
    """What is wrong with the words, by `subject_en` and the like; `texts` are subject and body by language.

    One language whole is enough. A half one is a slip, and is asked about.
    """
    faults: dict[str, Refusal] = {}
    if not any(subject or body for subject, body in texts.values()):
        first = next(iter(texts))
        return {f"subject_{first}": Refusal.NO_WORDS}
    for language, (subject, body) in texts.items():
        if bool(subject) != bool(body):
            faults[f"{'body' if subject else 'subject'}_{language}"] = Refusal.HALF_WORDS
        if len(subject) > LONGEST_SUBJECT:
            faults[f"subject_{language}"] = Refusal.SUBJECT_TOO_LONG
        if len(body) > LONGEST_BODY:
            faults[f"body_{language}"] = Refusal.BODY_TOO_LONG
    return faults


def spoken_in(texts: Mapping[str, object], language: str | None) -> str:
    """The language in which a message is shown to a reader: theirs where it was written in it, else the first one."""
    wanted = (language or "").lower()[:2]
    return wanted if wanted in texts else next(iter(texts))
