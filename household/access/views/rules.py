"""The rules of access: what is in force, the draft beside it, the dates that follow, and every version there was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import abort
from werkzeug.wrappers import Response

from accounts import queries as accounts
from foundation import clock, db, patience
from foundation.sheets import Cell
from foundation.web import exports
from foundation.web.exports import ExportForm
from foundation.web.gates import requires
from foundation.web.pages import go, page
from household.access import actions, gate, queries, words
from household.access.forms import AreaForm
from household.access.queries import Draft, Rulebook, Wanted
from household.access.rules.policy import Policy, policy_in_force
from household.access.rules.policy_changes import differences, doubts
from household.access.rules.policy_reading import HOUSEHOLD
from household.access.rules.worked_dates import Outcome, Tale, comes_out_otherwise, worked, worked_change
from household.access.views.door import bp, me
from household.access.views.exports import answers_head, answers_row
from household.access.words import policy_desk, policy_faults, policy_pages

RULES = "household.rules"


@dataclass(frozen=True)
class Desk:
    """What lies on the desk of whoever edits the rules of an area."""

    draft: Draft
    book: Rulebook
    """Without the draft; no versions, where the area is new."""

    @property
    def in_force(self) -> Policy | None:
        """The version in force today; None where the area is new."""
        return policy_in_force(self.book.policies, clock.today()) if self.book.policies else None

    @property
    def coming(self) -> list[Policy]:
        """Versions that begin on a later day."""
        return [each for each in self.book.policies if each.starts > clock.today()]

    @property
    def overtaken_by(self) -> list[Policy]:
        """Versions that would take over again from the draft."""
        return [each for each in self.book.policies if each.starts > self.draft.policy.starts]

    @property
    def has_draft(self) -> bool:
        """Whether a draft is saved that says something else than the newest version."""
        return self.draft.is_saved and self.draft.is_otherwise

    @property
    def voice(self) -> words.Voice:
        return words.Voice((*self.book.policies, self.draft.policy), area=self.draft.area)

    def changes(self) -> list[tuple[str, str, str]]:
        """Setting by setting, what the draft says otherwise than the newest version."""
        return [policy_desk.difference(each) for each in differences(self.draft.newest, self.draft.policy)]

    def doubts(self) -> list[str]:
        return [policy_faults.doubt(code, about) for code, about in doubts(self.draft.policy)]


@bp.get("/rules")
@requires(RULES)
def rules() -> Response:
    return rules_page(HOUSEHOLD, AreaForm())


@bp.get("/rules/<area>")
@requires(RULES)
def rules_of(area: str) -> Response:
    return rules_page(area, AreaForm())


@bp.post("/rules")
@requires(RULES)
def define_area() -> Response:
    """Open a draft for an area that no version names yet; nothing is stored before it is saved."""
    form = AreaForm()
    name = form.named(queries.areas_on_desk())
    return rules_page(HOUSEHOLD, form, status=422) if name is None else go("access.draft", area=name, new="yes")


@bp.get("/rules/<area>/dates")
@requires(RULES)
def worked_dates(area: str) -> Response:
    desk = desk_of(area)
    gate.own_answer(me(), gate.rulebook(), on=clock.today())
    pairs = pairs_of(desk)
    return page(
        "access/rules_dates.html",
        desk=desk,
        pairs=pairs,
        number=sum(is_otherwise for _, _, _, is_otherwise in pairs),
        desk_words=policy_desk,
        said=policy_pages,
        voice=desk.voice,
    )


@bp.get("/rules/<area>/versions")
@requires(RULES)
def versions(area: str) -> Response:
    gate.own_answer(me(), gate.rulebook(), on=clock.today())
    if area not in queries.areas_on_desk():
        abort(404)
    told = [
        (version, policy, [policy_desk.difference(each) for each in differences(before, policy)] if before else [])
        for version, policy, before in queries.versions_of(area)
    ]
    today = clock.today()
    in_force = policy_in_force([policy for _, policy, _ in told], today).number if told else None
    return page(
        "access/rules_versions.html",
        area=area,
        versions=told,
        in_force=in_force,
        today=today,
        desk_words=policy_desk,
        said=policy_pages,
    )


@bp.post("/rules/<area>/answers.csv")
@requires(RULES, proved=True)
def answers_csv(area: str) -> Response:
    """How everybody stands in an area, for whoever uses its answers."""
    book, today = gate.rules_of(area), clock.today()
    if not book.policies:
        abort(404)
    export = ExportForm()
    if not export.validate():
        return rules_page(area, AreaForm(formdata=None), export=export, status=422)
    file, people = exports.written(answers_head(), _answers(area, words.Voice(book.policies)))
    with db.transaction():
        look_again()
        actions.note_answers(area, on=today, people=people, reason=export.reason.data or "", by=me(), at=clock.now())
    return exports.sent(file, f"{area}-access-{today.isoformat()}")


def rules_page(area: str, form: AreaForm, *, export: ExportForm | None = None, status: int = 200) -> Response:
    """An area's rules as they are, and what is being prepared."""
    desk = desk_of(area)
    gate.own_answer(me(), gate.rulebook(), on=clock.today())
    rehearsal = queries.latest_rehearsal(area)
    pairs = pairs_of(desk) if desk.has_draft else []
    return page(
        "access/rules.html",
        status=status,
        form=form,
        export=export or ExportForm(),
        desk=desk,
        areas=queries.areas_on_desk(),
        pairs=pairs,
        number=sum(is_otherwise for _, _, _, is_otherwise in pairs),
        rehearsal=rehearsal,
        freshness=queries.freshness(rehearsal, desk.draft, today=clock.today()) if rehearsal else None,
        today=clock.today(),
        desk_words=policy_desk,
        said=policy_pages,
        words=words,
    )


def look_again() -> None:
    """Whether whoever is here still may, inside the transaction that writes."""
    if accounts.person_with_right(me().account_id, RULES, on=clock.today()) is None:
        abort(403)


def desk_of(area: str) -> Desk:
    """The rules of an area and its draft; 404 where nobody has named such an area."""
    draft = queries.draft_of(area, on=clock.today())
    return Desk(draft, gate.book_of(area, draft.versions)) if draft is not None else abort(404)


def pairs_of(desk: Desk) -> list[tuple[Tale, Outcome | None, Outcome | None, bool]]:
    """Every example, by the rules in force on the draft's first day and by the draft, and whether it differs."""
    today, starts = clock.today(), desk.book.year_starts
    draft = desk.draft.policy
    current = policy_in_force(desk.book.policies, draft.starts) if desk.book.policies else None
    before = worked(current, today=today, year_starts=starts) if current is not None else {}
    after = worked(draft, today=today, year_starts=starts)
    told = [
        (tale, before.get(tale), after.get(tale), comes_out_otherwise(before.get(tale), after.get(tale)))
        for tale in Tale
        if tale in before or tale in after
    ]
    if current is not None and (kept := worked_change(current, draft, year_starts=starts)) is not None:
        told.append((Tale.RULES_CHANGE, kept, kept, False))
    return told


def _answers(area: str, voice: words.Voice) -> Iterator[Sequence[Cell]]:
    today = clock.today()
    for portion in queries.everybody_standing(Wanted(area=area), on=today):
        patience.start_over()
        for listed, details in portion:
            yield answers_row(listed, details, voice, today)
