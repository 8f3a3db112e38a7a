"""A section of a student's pages as a file to keep."""

from __future__ import annotations

from collections.abc import Iterable

from werkzeug.wrappers import Response

from foundation import clock
from foundation.web.answers import pdf_answer
from portal.papers import Part
from portal.views.child_pages import ChildPage
from portal.views.door import settings
from portal.words.papers import printed


def paper_of(frame: ChildPage, parts: Iterable[Part], *, repeated: str = "") -> Response:
    """The section as a tagged PDF, in the reader’s language."""
    made = printed(
        frame.heading,
        child=frame.child.full_name,
        details=(frame.about,),
        district=settings().district_name,
        on=clock.today(),
        parts=parts,
        repeated=repeated,
    )
    return pdf_answer(made, name=frame.section.value)
