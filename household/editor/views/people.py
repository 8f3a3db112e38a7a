"""A person, and a person's family as relationships alone make it."""

from __future__ import annotations

from werkzeug.wrappers import Response

from district.actions.reads import CONFIDENTIAL_ADDRESS
from foundation.web.gates import requires
from foundation.web.pages import page
from household.editor import queries, words
from household.editor.rules.matrix import arrange
from household.editor.views.door import RECORDS, bp, note, person_open, reader
from household.editor.words import history
from household.editor.words.findings import found_wrong


@bp.get("/people/<public_id>")
@requires(RECORDS)
def person(public_id: str) -> Response:
    me = reader()
    subject = person_open(public_id, me)
    person_id = subject.line.person_id
    ties, has_more_ties = queries.ties_of(person_id, me)
    shows_confidential = me.sees_confidential and subject.hides_address
    note([subject.line], where=CONFIDENTIAL_ADDRESS if shows_confidential else "person", by=me)
    facts = queries.facts_about(person_id, history.EVENTS, me)
    return page(
        "household/person.html",
        subject=subject,
        facts=facts,
        changes=queries.latest(facts.of("change")),
        shows_confidential=shows_confidential,
        history=history,
        findings=found_wrong(facts.of("finding")),
        ties=ties,
        has_more_ties=has_more_ties,
        words=words,
    )


@bp.get("/people/<public_id>/family")
@requires(RECORDS)
def family(public_id: str) -> Response:
    me = reader()
    subject = person_open(public_id, me)
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
