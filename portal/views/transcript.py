"""The unofficial transcript: courses, credits and averages as a page, and the same to keep."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.queries.transcripts import AverageSeen, CourseSeen, averages_of, courses_taken_by
from district.rules.transcripts import Average, Marked, average, points_of
from foundation.web.gates import requires
from foundation.web.pages import page
from portal.papers import Heading, Note, Paragraph, Part, Table
from portal.rules.sections import Section
from portal.views.child_pages import ChildPage, shown
from portal.views.child_papers import paper_of
from portal.views.door import bp, settings
from portal.words import transcripts as words


@dataclass(frozen=True)
class _Found:
    courses: list[CourseSeen]
    averages: list[AverageSeen]
    worked_out: Average | None


@bp.get("/students/<public_id>/transcript")
@requires("family.home")
def transcript(public_id: str) -> Response:
    return shown(
        public_id,
        Section.TRANSCRIPT,
        lambda frame: page("portal/transcript.html", frame=frame, found=_found(frame), words=words),
    )


@bp.get("/students/<public_id>/transcript/paper")
@requires("family.home")
def transcript_paper(public_id: str) -> Response:
    return shown(
        public_id,
        Section.TRANSCRIPT,
        lambda frame: paper_of(frame, _parts(_found(frame)), repeated=_("Unofficial")),
    )


def _found(frame: ChildPage) -> _Found:
    courses = courses_taken_by(frame.child.person_id)
    points = points_of(settings().gpa_points)
    marked = (Marked(each.mark, each.attempted) for each in courses)
    return _Found(courses, averages_of(frame.child.person_id), average(marked, points) if points else None)


def _parts(found: _Found) -> list[Part]:
    """The page as a paper, in the same order."""
    parts: list[Part] = [
        Note(_("Unofficial: for the family. A school or college asks the school’s office for an official transcript."))
    ]
    if not found.courses:
        parts.append(Paragraph(_("No finished course is on record.")))
    else:
        parts.append(Paragraph(words.credits(found.courses)))
    parts += [Paragraph(words.told(each)) for each in found.averages]
    if found.worked_out:
        parts.append(Paragraph(words.worked_out(found.worked_out)))
    for year, rows in words.years(found.courses):
        columns = (_("Course"), _("Term"), _("Where"), _("Mark"), _("Credits"))
        parts += [Heading(year), Table(_("Courses of %(year)s", year=year), columns, tuple(rows), frozenset({4}))]
    return parts
