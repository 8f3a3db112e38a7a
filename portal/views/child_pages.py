"""The frame of every page of one student: who may see it, its tabs, and what a school hides.

    return shown(public_id, Section.GRADES, lambda frame: page("portal/grades.html", frame=frame, …))

Every door of a section asks both questions, who sees the student and whether the page is hidden: also one that prints
or sends a file, and one that posts (`child_page`, then `frame.hidden`). The template extends `layouts/child.html` and
fills the block `section`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import abort, current_app, url_for
from werkzeug.wrappers import Response

from district.queries import Child
from foundation import clock
from foundation.web.pages import page
from portal import queries, words
from portal.queries.sections import Hidden, hidden_at
from portal.rules.codes import Kind
from portal.rules.sections import MAY_BE_HIDDEN, Section, endpoint_of
from portal.views.door import me, policy
from portal.words import sections

Tab = tuple[str, str, str]
"""Name of the section, address, words."""


@dataclass(frozen=True)
class ChildPage:
    """One page of a student whom the account signed in sees today."""

    child: Child
    section: Section
    hidden: Hidden | None
    """By whom, until when and why it is not shown; None where it is."""
    is_own: bool
    """Whether the reader is the student, and is spoken to so."""

    @property
    def heading(self) -> str:
        """`Grades of Leo Okonkwo`, `Your grades`: the title, and the heading unless a page says more."""
        return sections.heading(self.section, self.child.full_name, is_own=self.is_own)

    @property
    def about(self) -> str:
        """Where the student is: `Grade 10, Ridgeline High School`."""
        return words.standing(self.child)

    @property
    def tabs(self) -> list[Tab]:
        """The sections this house has, in their order."""
        return tabs_of(self.child)

    @property
    def tabs_called(self) -> str:
        """What the tabs are called."""
        return sections.pages_of(self.child.called, is_own=self.is_own)


def child_page(public_id: str, section: Section) -> ChildPage:
    """The student’s page for whoever is signed in. 404 where they do not see the student. At most two statements."""
    on = clock.today()
    account = me()
    child = queries.student_seen_by(account, public_id, on=on, policy=policy())
    if child is None:
        abort(404)
    hidden = hidden_at(child.school_public_id, section, on=on) if section in MAY_BE_HIDDEN else None
    return ChildPage(child, section, hidden, is_own=account.account_kind == Kind.STUDENT)


def shown(public_id: str, section: Section, show: Callable[[ChildPage], Response]) -> Response:
    """What `show` makes of the student’s page: the page, a paper; or by whom it is hidden."""
    frame = child_page(public_id, section)
    return hidden_page(frame) if frame.hidden else show(frame)


def hidden_page(frame: ChildPage) -> Response:
    """By whom the page is hidden, until when, and whom to ask."""
    return page("portal/section_hidden.html", frame=frame)


def tabs_of(child: Child) -> list[Tab]:
    """The pages of a student that this house has: a section without a view has no tab."""
    return [
        (each.value, url_for(endpoint_of(each), public_id=child.public_id), sections.name_of(each))
        for each in Section
        if endpoint_of(each) in current_app.view_functions
    ]
