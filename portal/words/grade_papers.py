"""Grades on paper: what the page says of a term, for whoever carries it to an office or a new school."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _

from foundation.web import formats
from portal.papers import Heading, Note, Paragraph, Part, Table
from portal.queries.gradebook import ClassSeen, Gradebook, Standard, WorkSeen
from portal.rules.grading import Shown
from portal.words import grades as words


def parts_of(book: Gradebook, classes: Iterable[tuple[ClassSeen, Shown]], *, is_elementary: bool) -> list[Part]:
    """The parts of the paper. A child in kindergarten to grade 5 has no percentages on it either."""
    parts: list[Part] = [Paragraph(words.term(book.term))] if book.term else []
    if book.updated_at is not None:
        moment = formats.moment(book.updated_at)
        parts.append(Paragraph(_("Last updated %(moment)s, when the school last sent something new.", moment=moment)))
    for seen, mark in classes:
        parts += _of_class(seen, mark, is_elementary=is_elementary)
    if not book.classes:
        parts.append(
            Paragraph(_("Nothing is recorded here yet. Assignments and scores appear when the school sends them."))
        )
    return parts


def _of_class(seen: ClassSeen, mark: Shown, *, is_elementary: bool) -> list[Part]:
    parts: list[Part] = [Heading(seen.title)]
    if place := words.place(seen):
        parts.append(Paragraph(place))
    if is_elementary:
        parts += [Paragraph(f"{each.mark} {each.comment}".strip()) for each in seen.marks if each.mark or each.comment]
    elif mark.is_anything:
        state = _("Final") if mark.is_final else _("In progress, not final")
        parts.append(Note(f"{words.mark(mark)}. {state}"))
        parts.append(Paragraph(words.source(mark)))
    if seen.standards:
        heads = (_("What is learned"), _("Progress"))
        parts.append(
            Table(_("Progress in %(class)s", **{"class": seen.title}), heads, tuple(map(_standard, seen.standards)))
        )
    if seen.works:
        heads = (_("Assignment"), _("Score"))
        caption = _("Assignments in %(class)s, the latest due first", **{"class": seen.title})
        parts.append(Table(caption, heads, tuple(map(_work, seen.works)), frozenset({1})))
    return parts


def _work(seen: WorkSeen) -> tuple[str, str]:
    said = [words.score(seen), *(text for text, _colour in words.tags(seen))]
    about = [seen.work.title, words.about(seen), seen.comment]
    return ". ".join(each.rstrip(".") for each in about if each), ", ".join(said)


def _standard(each: Standard) -> tuple[str, str]:
    title = f"{each.title.rstrip('.')}. {each.comment}" if each.comment else each.title
    return title, each.level or _("Not reported yet")
