"""A household: who lives there, who is tied to its children, where it is and how it is reached, and who has looked."""

from __future__ import annotations

from werkzeug.wrappers import Response

from district.actions.reads import CONFIDENTIAL_ADDRESS
from foundation.web.forms import OnceForm
from foundation.web.gates import requires
from foundation.web.pages import page
from household.editor import queries, words
from household.editor.rules.matrix import arrange
from household.editor.views.door import RECORDS, bp, household_open, note, reader
from household.editor.words import history, moves
from household.editor.words.findings import found_wrong


@bp.get("/households/<public_id>")
@requires(RECORDS)
def household(public_id: str) -> Response:
    me = reader()
    seen = household_open(public_id, me)
    members = {each.person_id: each for each in seen.people}
    ties = queries.adults_of(members, me)
    tied = {tie.student_id for tie in ties}
    children = [each.person_id for each in seen.people if words.is_student(each) or each.person_id in tied]
    adults = {tie.adult_id: tie.other for tie in ties} | members
    fed = [each for each, person in members.items() if person.is_open]
    facts = queries.facts_about_household(seen.id, members, fed, history.EVENTS, me)
    shows_confidential = me.sees_confidential and any(each.texts[2] for each in facts.of("address"))
    where = CONFIDENTIAL_ADDRESS if shows_confidential else "household"
    note([*members.values(), *(tie.other for tie in ties)], where=where, by=me)
    return page(
        "household/household.html",
        seen=seen,
        children=[members[each] for each in children],
        adults=adults,
        arranged=arrange(children, ties, living_here=[each for each in members if each not in children]),
        facts=facts,
        changes=queries.latest(facts.of("change")),
        shows_confidential=shows_confidential,
        history=history,
        findings=found_wrong(facts.of("finding")),
        words=words,
        moves=moves,
        back=OnceForm(),
        today=me.on,
    )
