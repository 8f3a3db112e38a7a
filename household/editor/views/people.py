"""A person, and a person's family as relationships alone make it."""

from __future__ import annotations

from flask import abort
from werkzeug.wrappers import Response

from foundation.web.gates import requires
from foundation.web.pages import page
from household.editor import queries, words
from household.editor.queries import Reader, Subject
from household.editor.rules.matrix import arrange
from household.editor.views.door import bp, note, own_family, reader


@bp.get("/people/<public_id>")
@requires("household.records")
def person(public_id: str) -> Response:
    me = reader()
    subject = _in_reach(public_id, me)
    if subject.line.is_own:
        return own_family()
    person_id = subject.line.person_id
    ties, has_more_ties = queries.ties_of(person_id, me)
    note([subject.line], where="person", by=me)
    return page(
        "household/person.html",
        subject=subject,
        facts=queries.facts_about(person_id, me),
        ties=ties,
        has_more_ties=has_more_ties,
        words=words,
    )


@bp.get("/people/<public_id>/family")
@requires("household.records")
def family(public_id: str) -> Response:
    me = reader()
    subject = _in_reach(public_id, me)
    if subject.line.is_own:
        return own_family()
    found = queries.family_of(subject.line.person_id, me)
    adults = {tie.adult_id: tie.other for tie in found.ties}
    note([subject.line, *found.children, *adults.values()], where="family", by=me)
    children = [each.person_id for each in found.children]
    return page(
        "household/family.html",
        subject=subject,
        family=found,
        adults=adults,
        arranged=arrange(children, found.ties, living_here=()),
        words=words,
    )


def _in_reach(public_id: str, me: Reader) -> Subject:
    """The person, in reach or of the reader's own family. Out of reach is not found, whether it exists or not."""
    subject = queries.subject(public_id, me)
    if subject is None or not (subject.line.is_in_reach or subject.line.is_own):
        abort(404)
    return subject
