"""A household: who lives there, who is tied to its children, where it is and how it is reached, and who has looked."""

from __future__ import annotations

from flask import abort
from werkzeug.wrappers import Response

from foundation.web.gates import requires
from foundation.web.pages import page
from household.editor import queries, words
from household.editor.rules.matrix import arrange
from household.editor.views.door import bp, note, own_family, reader


@bp.get("/households/<public_id>")
@requires("household.records")
def household(public_id: str) -> Response:
    me = reader()
    seen = queries.household(public_id, me)
    if seen is None or not (seen.is_in_reach or seen.is_own):
        abort(404)
    if seen.is_own:
        return own_family()
    members = {each.person_id: each for each in seen.people}
    ties = queries.adults_of(members, me)
    tied = {tie.student_id for tie in ties}
    children = [each.person_id for each in seen.people if words.is_student(each) or each.person_id in tied]
    adults = {tie.adult_id: tie.other for tie in ties} | members
    note([*members.values(), *(tie.other for tie in ties)], where="household", by=me)
    return page(
        "household/household.html",
        seen=seen,
        children=[members[each] for each in children],
        adults=adults,
        arranged=arrange(children, ties, living_here=[each for each in members if each not in children]),
        facts=queries.facts_about_household(seen.id, members, me),
        words=words,
    )
