"""A student’s grades: marks and how they came about, assignments, what is missing, and *what if*."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, request
from werkzeug.wrappers import Response

from district.rules.grades import is_k_to_5
from foundation import clock
from foundation.web.drafts import never_kept
from foundation.web.gates import requires
from foundation.web.pages import page
from portal.forms.grades import TermForm, WhatIfForm, ref_of, what_if_form
from portal.queries.gradebook import ClassSeen, Gradebook, gradebook_of
from portal.rules import grading
from portal.rules.grading import AddedUp, Shown
from portal.rules.sections import Section
from portal.views.child_pages import ChildPage, child_page, hidden_page
from portal.views.child_papers import paper_of
from portal.views.door import bp
from portal.words import grades as words
from portal.words.grade_papers import parts_of


@dataclass(frozen=True)
class ClassShown:
    """One class as the page has it."""

    seen: ClassSeen
    mark: Shown
    form: WhatIfForm
    supposed: AddedUp | None = None
    """What the supposed scores add up to, where some were sent."""

    @property
    def questions(self) -> list[str]:
        """The fields of *what if*."""
        return [name for name in self.form._fields if ref_of(name) is not None]


@bp.get("/students/<public_id>/grades")
@requires("family.home")
def grades(public_id: str) -> Response:
    frame = child_page(public_id, Section.GRADES)
    if frame.hidden:
        return hidden_page(frame)
    book = _book(frame, request.args.get("term", ""))
    return _page(frame, book, [_shown(each, book) for each in book.classes])


@bp.get("/students/<public_id>/grades.pdf")
@requires("family.home")
def grades_paper(public_id: str) -> Response:
    """The term chosen as a file to keep."""
    frame = child_page(public_id, Section.GRADES)
    if frame.hidden:
        return hidden_page(frame)
    book = _book(frame, request.args.get("term", ""))
    parts = parts_of(book, [(each, each.mark) for each in book.classes], is_elementary=is_k_to_5(frame.child.grade))
    return paper_of(frame, parts)


@bp.post("/students/<public_id>/grades")
@requires("family.home")
@never_kept
def what_if(public_id: str) -> Response:
    """The mark with supposed scores, on the same page. Nothing is stored: not here, not in a draft or an address."""
    frame = child_page(public_id, Section.GRADES)
    if frame.hidden:
        return hidden_page(frame)
    if is_k_to_5(frame.child.grade):
        abort(404)
    book = _book(frame, request.form.get("term", ""))
    asked = next((each for each in book.classes if str(each.section_id) == request.form.get("section")), None)
    if asked is None:
        abort(404)
    answered = _answered(asked, book)
    classes = [answered if each is asked else _shown(each, book) for each in book.classes]
    return _page(frame, book, classes, status=422 if answered.form.errors else 200, form=answered.form)


def _book(frame: ChildPage, term: str) -> Gradebook:
    asked = int(term) if term.isascii() and term.isdecimal() and len(term) < 12 else None
    return gradebook_of(frame.child.person_id, term_id=asked, on=clock.today())


def _shown(seen: ClassSeen, book: Gradebook) -> ClassShown:
    form = what_if_form(each.work for each in seen.works)(formdata=None)
    form.section.data, form.term.data = str(seen.section_id), str(book.term.session_id if book.term else "")
    return ClassShown(seen, seen.mark, form)


def _answered(seen: ClassSeen, book: Gradebook) -> ClassShown:
    form = what_if_form(each.work for each in seen.works)()
    if not form.validate():
        return ClassShown(seen, seen.mark, form)
    scores = form.supposed()
    if form.errors or not scores:
        return ClassShown(seen, seen.mark, form)
    return ClassShown(seen, seen.mark, form, grading.what_if([each.work for each in seen.works], scores))


def _page(
    frame: ChildPage, book: Gradebook, classes: list[ClassShown], *, status: int = 200, form: WhatIfForm | None = None
) -> Response:
    chooser = TermForm(formdata=None)
    chooser.term.choices = [(str(each.session_id), words.term(each)) for each in book.terms]
    chooser.term.data = str(book.term.session_id) if book.term else ""
    return page(
        "portal/grades.html",
        status=status,
        frame=frame,
        book=book,
        classes=classes,
        chooser=chooser,
        is_elementary=is_k_to_5(frame.child.grade),
        words=words,
        **({"form": form} if form else {}),
    )
