"""What each adult is to each child: those who live here, and those who live elsewhere and are called."""

from __future__ import annotations

from dataclasses import replace

from werkzeug.wrappers import Response

from foundation.web.gates import requires
from household.editor import queries, words
from household.editor.forms.planned_ties import Pair, TiesForm, ties_form
from household.editor.queries import OnRecord, OpenDraft, Reader, Tie
from household.editor.rules.plan import Plan, Step
from household.editor.views.door import bp, note, reader
from household.editor.views.wizard.door import RECORDS, Turn, keep, mine, my_draft, not_so, step_page, turn


@bp.get("/new/<draft>/relationships")
@requires(RECORDS)
def draft_relationships(draft: str) -> Response:
    me = reader()
    return _page(my_draft(draft, me), me)


@bp.post("/new/<draft>/relationships")
@requires(RECORDS)
def keep_relationships(draft: str) -> Response:
    found, me = mine(draft)
    form = ties_form(pairs_of(found.plan, queries.on_record(found.plan, me)), version=0, is_sent=True)

    def again(now: OpenDraft, me: Reader, *, status: int = 409) -> Response:
        return _page(now, me, form if status == 422 else None, status=status, is_stale=status == 409)

    def change(plan: Plan, me: Reader) -> Turn:
        pairs = pairs_of(plan, queries.on_record(plan, me))
        is_as_shown = all(f"type_{pair.name}" in form for pair in pairs)
        if not is_as_shown or plan.place.starts is None:
            return not_so(plan, lambda: again(*mine(draft)))
        if not form.is_in_order(pairs, starts=plan.place.starts):
            return not_so(plan, lambda: again(*mine(draft), status=422))
        return turn(replace(plan, ties=form.ties(pairs)), "household.draft_check")

    return keep(form, draft, change, again)


def pairs_of(plan: Plan, record: OnRecord) -> list[Pair]:
    """The pairs of which nothing is on record, child by child."""
    held = {(tie.adult_id, tie.student_id) for tie in record.ties}
    pairs = []
    for child in plan.children:
        taken = frozenset(
            tie.emergency_priority
            for tie in record.ties
            if tie.student_id == child.person_id and tie.emergency_priority is not None
        )
        pairs += [
            Pair(adult.key, child.key, adult.is_member, adult.birth_date, child.birth_date, taken)
            for adult in plan.adults
            if (adult.person_id, child.person_id) not in held
        ]
    return pairs


def on_record_of(plan: Plan, record: OnRecord) -> dict[tuple[str, str], Tie]:
    """What is on record already between an adult and a child of the plan, by their keys."""
    held = {(tie.adult_id, tie.student_id): tie for tie in record.ties}
    return {
        (adult.key, child.key): held[adult.person_id, child.person_id]
        for child in plan.children
        for adult in plan.adults
        if adult.person_id is not None and child.person_id is not None and (adult.person_id, child.person_id) in held
    }


def _page(
    found: OpenDraft, me: Reader, form: TiesForm | None = None, *, status: int = 200, is_stale: bool = False
) -> Response:
    record = queries.on_record(found.plan, me)
    note(record.people.values(), where="household-draft", by=me)
    pairs = pairs_of(found.plan, record)
    return step_page(
        "household/wizard/relationships.html",
        Step.TIES,
        found,
        status=status,
        record=record,
        form=form or ties_form(pairs, found.plan.ties, version=found.version, is_sent=False),
        pairs={(each.adult, each.student): each for each in pairs},
        held=on_record_of(found.plan, record),
        is_stale=is_stale,
        words=words,
    )
