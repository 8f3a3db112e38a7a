"""What stands on every paper about a child, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import cast

from flask_babel import get_locale
from flask_babel import gettext as _

from foundation.web import formats
from portal.papers import Document, Part, paper
from portal.papers.typesetting import Language


def printed(
    title: str,
    *,
    child: str,
    details: Iterable[str],
    district: str,
    on: date,
    parts: Iterable[Part],
    repeated: str = "",
) -> bytes:
    """The paper in the language of the moment. Details that are empty are left out."""
    document = Document(
        title=title,
        district=district,
        child=child,
        details=tuple(each for each in details if each),
        made=_("Made on %(day)s", day=formats.short_day(on)),
        page_of=_("Page {page} of {pages}"),
        lost=_("A question mark stands where we cannot print a letter. The page in the portal shows it."),
        parts=tuple(parts),
        repeated=repeated,
    )
    return paper(document, _spoken())


def _spoken() -> Language:
    spoken = get_locale()
    return cast(Language, spoken.language if spoken else "en")
