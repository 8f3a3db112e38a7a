"""What the family's home tells of grades: classes with missing work, and what is due today."""

from __future__ import annotations

from sqlalchemy import and_, func, or_, select

from district.models import AcademicSession, ClassEnrollment, Course, LineItem, Result, Section
from portal.queries.home_lines import ON, STUDENTS, Topic, line
from portal.rules import sections

_class = func.coalesce(Course.title, Section.title)
_is_missing = or_(
    Result.is_missing.is_(True),
    and_(Result.is_missing.is_(None), Result.status == "not-submitted", LineItem.due_on < ON),
)
_SETTLED = ("exempt", "graded", "partly-graded", "submitted")

_MISSING = (
    select(*line(Result.person_id, _class, day=func.min(LineItem.due_on), amount=func.count()))
    .select_from(Result)
    .join(LineItem, LineItem.id == Result.line_item_id)
    .join(Section, Section.id == LineItem.section_id)
    .outerjoin(Course, Course.id == Section.course_id)
    .outerjoin(AcademicSession, AcademicSession.id == LineItem.session_id)
    .where(
        Result.person_id.in_(STUDENTS),
        Result.is_current,
        Result.status != "exempt",
        _is_missing,
        LineItem.is_current,
        or_(
            AcademicSession.ends > ON,
            and_(LineItem.session_id.is_(None), or_(Section.ends.is_(None), Section.ends > ON)),
        ),
    )
    .group_by(Result.person_id, Section.id, _class)
)
_DUE = (
    select(*line(ClassEnrollment.person_id, LineItem.title, detail=_class, day=LineItem.due_on))
    .select_from(ClassEnrollment)
    .join(LineItem, LineItem.section_id == ClassEnrollment.section_id)
    .join(Section, Section.id == ClassEnrollment.section_id)
    .outerjoin(Course, Course.id == Section.course_id)
    .outerjoin(
        Result,
        and_(
            Result.line_item_id == LineItem.id,
            Result.person_id == ClassEnrollment.person_id,
            Result.is_current.is_(True),
        ),
    )
    .where(
        ClassEnrollment.person_id.in_(STUDENTS),
        ClassEnrollment.role == "student",
        or_(ClassEnrollment.starts.is_(None), ClassEnrollment.starts <= ON),
        or_(ClassEnrollment.ends.is_(None), ClassEnrollment.ends > ON),
        LineItem.is_current,
        LineItem.due_on == ON,
        or_(Result.status.is_(None), Result.status.not_in(_SETTLED)),
    )
)

MISSING_WORK = Topic(_MISSING, sections.Section.GRADES)
"""One line for each class of a term under way: `what` the class, `amount` how many, `day` the first that was due."""
DUE_TODAY = Topic(_DUE, sections.Section.GRADES)
"""One line for each assignment: `detail` is the class."""
