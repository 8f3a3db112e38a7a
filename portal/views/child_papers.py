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


def paper_of(
    frame: ChildPage, parts: Iterable[Part], *, title: str = "", name: str = "", repeated: str = ""
) -> Response:
    """The section, or what of it is called `title`, as a tagged PDF in the reader’s language."""
    made = printed(
        title or frame.heading,
        child=frame.child.full_name,
        details=(frame.about,),
        district=settings().district_name,
        on=clock.today(),
        parts=parts,
        repeated=repeated,
    )
    return pdf_answer(made, name=name or frame.section.value)
