"""The plain records of a roster feed: what is staged where, what becomes of it, and when a record counts as in force.

In the SQL, `s` is the staged row, `h` the record held, `t` the difference; other names come from a kind's joins.
People and relationships are not plain: `people.py` and `relationships.py` have them.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Need:
    """A reference that must resolve, or the row is set aside with this code."""

    code: str
    column: str
    known: str
    """The temporary table that knows every key one may refer to."""
    only: str = "true"
    """Which of the staged rows refer to anything: SQL over `s`."""


@dataclass(frozen=True)
class Kind:
    """One sort of record, and how a staged row becomes one."""

    name: str
    """How the report calls them."""
    record: str
    staged: str
    values: dict[str, str]
    """Column of the record: SQL over `s` and the joins."""
    joins: str = ""
    only: str = "true"
    """Which of the staged rows are of this kind."""
    is_live: str = "h.is_current"
    ending: str = "is_current = false"
    at_birth: dict[str, str] = field(default_factory=dict)
    """Columns set when the record is made and never again."""
    afterwards: str = ""
    """One more statement once all rows of the kind stand, for references among themselves."""
    needs: tuple[Need, ...] = ()
    about_person: bool = False
    is_same: str = ""
    """When a record held, `was`, and a staged row under a key of its own are one: SQL, empty where never."""


IN_FORCE = "(h.ends IS NULL OR h.ends > :today)"
END_TODAY = "ends = CASE WHEN starts > :today THEN starts ELSE :today END"
PERSON = "JOIN known_user who ON who.key = s.user_key"
ORG = "LEFT JOIN school org ON org.source = :source AND org.source_key = s.org"
PLACED = {"person_id": "who.person_id", "school_id": "org.id", "is_primary": "s.is_primary"}
DAYS = {"starts": "s.starts", "ends": "s.ends"}
SAME_PLACE = "was.person_id = who.person_id AND was.school_id = org.id"


def _parent(record: str, staged: str) -> str:
    return f"""
UPDATE {record} SET parent_id = v.parent_id
FROM (SELECT h.id, p.id AS parent_id FROM todo_{record} t JOIN {staged} s ON s.n = t.n
      JOIN {record} h ON h.source = :source AND h.source_key = s.key
      LEFT JOIN {record} p ON p.source = :source AND p.source_key = s.parent AND p.id <> h.id) v
WHERE {record}.id = v.id"""


SCHOOLS = Kind(
    name="schools",
    record="school",
    staged="in_org",
    values={"name": "s.name", "kind": "s.kind", "identifier": "s.identifier", "is_open": "true"},
    is_live="h.is_open",
    ending="is_open = false",
    at_birth={"public_id": "{public_id}"},
    afterwards=_parent("school", "in_org"),
)
SESSIONS = Kind(
    name="sessions",
    record="academic_session",
    staged="in_session",
    values={"title": "s.title", "kind": "s.kind", "school_year": "s.school_year", "is_current": "true", **DAYS},
    afterwards=_parent("academic_session", "in_session"),
)
COURSES = Kind(
    name="courses",
    record="course",
    staged="in_course",
    values={"title": "s.title", "code": "s.code", "school_id": "org.id", "is_current": "true"},
    joins=ORG,
)
SECTIONS = Kind(
    name="classes",
    record="section",
    staged="in_class",
    values={
        "title": "s.title",
        "code": "s.code",
        "kind": "s.kind",
        "location": "s.location",
        "period": "s.period",
        "course_id": "course.id",
        "school_id": "org.id",
        "is_current": "true",
        **DAYS,
    },
    joins=f"LEFT JOIN course ON course.source = :source AND course.source_key = s.course {ORG}",
)
ENROLLMENTS = Kind(
    name="enrollments",
    record="enrollment",
    staged="in_role",
    values={**PLACED, **DAYS, "grade": "coalesce(u.grade, h.grade, '')"},
    joins=f"{PERSON} {ORG} LEFT JOIN in_user u ON u.key = s.user_key LEFT JOIN enrollment h ON h.id = t.held_id",
    only="s.side = 'student'",
    about_person=True,
    is_same=SAME_PLACE,
    is_live=IN_FORCE,
    ending=END_TODAY,
)
ASSIGNMENTS = Kind(
    name="staff assignments",
    record="staff_assignment",
    staged="in_role",
    values={**PLACED, **DAYS, "job_role": "s.role", "job_title": "s.title"},
    at_birth=dict.fromkeys(("category", "team", "location"), "''"),
    joins=f"{PERSON} {ORG}",
    only="s.side = 'staff'",
    about_person=True,
    is_same=SAME_PLACE,
    is_live=IN_FORCE,
    ending=END_TODAY,
)
SEATS = Kind(
    name="class enrollments",
    record="class_enrollment",
    staged="in_seat",
    values={
        "person_id": "who.person_id",
        "section_id": "section.id",
        "role": "s.role",
        "is_primary": "s.is_primary",
        **DAYS,
    },
    joins=f"{PERSON} JOIN section ON section.source = :source AND section.source_key = s.class",
    needs=(Need("unknown-class", "class", "known_class"), Need("unknown-person", "user_key", "known_user")),
    about_person=True,
    is_live=IN_FORCE,
    ending=END_TODAY,
)

IMMUNIZATIONS = Kind(
    name="immunizations",
    record="immunization",
    staged="in_shot",
    values={
        "person_id": "who.person_id",
        **{name: f"s.{name}" for name in ("vaccine", "is_required", "given_on", "exemption", "reason", "exempt_on")},
        "is_current": "true",
    },
    joins=PERSON,
    needs=(Need("unknown-person", "user_key", "known_user"),),
    about_person=True,
)

SAID_NOW = {"updated_at": ":at", "is_current": "true"}
SECTION = "JOIN section ON section.source = :source AND section.source_key = s.class"
TERM = "LEFT JOIN academic_session term ON term.source = :source AND term.source_key = s.session"
CATEGORIES = Kind(
    name="grade categories",
    record="grade_category",
    staged="in_category",
    values={**{name: f"s.{name}" for name in ("title", "weight", "purpose")}, "is_current": "true"},
)
LINE_ITEMS = Kind(
    name="line items",
    record="line_item",
    staged="in_item",
    values={
        "section_id": "section.id",
        "category_id": "category.id",
        "session_id": "term.id",
        **{name: f"s.{name}" for name in ("title", "description", "assigned_on", "due_on", "points")},
        **SAID_NOW,
    },
    joins=f"{SECTION} {TERM} LEFT JOIN grade_category category ON category.source = :source "
    "AND category.source_key = s.category",
)
RESULTS = Kind(
    name="results",
    record="result",
    staged="in_result",
    values={
        "person_id": "who.person_id",
        "line_item_id": "item.id",
        **{name: f"s.{name}" for name in ("status", "score", "text_score", "comment", "scored_on")},
        **{name: f"s.{name}" for name in ("is_late", "is_missing", "is_incomplete", "in_progress")},
        **SAID_NOW,
    },
    joins=f"{PERSON} JOIN line_item item ON item.source = :source AND item.source_key = s.item",
    needs=(Need("unknown-line-item", "item", "known_item"), Need("results-of-unknown", "user_key", "known_user")),
)
TERM_GRADES = Kind(
    name="term grades",
    record="term_grade",
    staged="in_mark",
    values={
        "person_id": "who.person_id",
        "section_id": "section.id",
        "session_id": "term.id",
        **{name: f"s.{name}" for name in ("title", "mark", "percent", "is_final", "comment", "earned_on")},
        **SAID_NOW,
    },
    joins=f"{PERSON} {SECTION} {TERM}",
    needs=(Need("marks-of-unknown", "class", "known_class"), Need("results-of-unknown", "user_key", "known_user")),
)
"""Results and marks are not *about a person* as the others are: they stay when she leaves the feed, since her family
looks at them for some time yet. A whole file ends those it leaves out."""

MEETINGS = Kind(
    name="bell times",
    record="meeting_time",
    staged="in_meeting",
    values={
        "school_id": "org.id",
        **{name: f"s.{name}" for name in ("period", "begins", "finishes")},
        "is_current": "true",
    },
    joins=ORG,
    needs=(Need("unknown-org", "org", "known_org"),),
)
ATTENDANCE = Kind(
    name="attendance",
    record="attendance_event",
    staged="in_attendance",
    values={
        "person_id": "who.person_id",
        "school_id": "coalesce(org.id, section.school_id)",
        "section_id": "section.id",
        "period": "coalesce(nullif(s.period, ''), section.period, '')",
        **{name: f"s.{name}" for name in ("day", "category", "excused", "reason", "comment", "said")},
        "is_current": "true",
    },
    joins=f"{PERSON} {ORG} LEFT JOIN section ON section.source = :source AND section.source_key = s.class",
    needs=(
        Need("unknown-person", "user_key", "known_user"),
        Need("unknown-class", "class", "known_class", only="s.class <> ''"),
        Need("unknown-org", "org", "known_org", only="s.org <> ''"),
    ),
)
"""Whoever leaves keeps what was told of her days: it happened."""

PLACES = (SCHOOLS, SESSIONS, COURSES, SECTIONS, MEETINGS, CATEGORIES, LINE_ITEMS)
MEMBERSHIPS = (ENROLLMENTS, ASSIGNMENTS, SEATS, IMMUNIZATIONS, ATTENDANCE, RESULTS, TERM_GRADES)
PLAIN = (*PLACES, *MEMBERSHIPS)
