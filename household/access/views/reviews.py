"""DoTS’s review: who stands how, who loses access when, and one person’s whole story."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask import abort, request, url_for
from flask_babel import format_decimal
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation import clock
from foundation.web import charts
from foundation.web.exports import ExportForm
from foundation.web.gates import requires
from foundation.web.pages import page
from household.access import gate, queries, words
from household.access.forms import OnDayForm, ReviewFilter
from household.access.queries import Place, Proposed, Rulebook, StaffRecord, Wanted, Week
from household.access.rules.answers import WITH_ACCESS, EndsBy, State
from household.access.rules.bulk import about
from household.access.rules.watching import AT_RISK, STUCK
from household.access.views.door import Standing, bp, me, shown
from household.access.words import findings, headlines, proposals, whole_story

REVIEW = "household.review"
ROWS = 50
WEEKS = 53
COLUMNS = 8
"""Weeks drawn in the chart: more would not fit a telephone. The table has them all."""
TALLIED: tuple[str, ...] = (
    State.ACTIVE,
    State.RECERTIFY,
    AT_RISK,
    STUCK,
    State.AWAITING_APPROVAL,
    State.IN_PROGRESS,
    State.LAPSED,
    State.ENDED,
    State.REVOKED,
)


@bp.get("/reviews")
@requires(REVIEW)
def reviews() -> Response:
    book = gate.rulebook()
    return review_page(filter_asked(book), book)


@bp.get("/reviews/people/<public_id>")
@requires(REVIEW)
def reviewed_person(public_id: str) -> Response:
    today = clock.today()
    book = gate.rulebook()
    record = queries.record_called(public_id, courses=book.courses, area=book.area)
    if record is None:
        abort(404)
    facts = gate.facts_beside_own(me(), record.person_id, book, on=today)
    form = OnDayForm(formdata=request.args) if request.args.get("on") else OnDayForm(formdata=None, on=today)
    is_known = not request.args.get("on") or form.validate()
    on: date = form.on.data if is_known else today
    answer = book.standing(facts, on=on)
    proposed = queries.proposals_about(record.person_id, area=book.area, on=today)
    return page(
        "access/reviewed_person.html",
        status=200 if is_known else 422,
        form=form,
        today=today,
        on=on,
        headline=headlines.of_someone(answer, record.full_name),
        sign=headlines.STAMPS[answer.state],
        record=record,
        standing=_whole(shown(answer, record, book, on=on), record, proposed),
        ledger=whole_story.ledger(record),
        proposals=proposed,
        is_own=record.person_id == me().person_id,
        said=proposals,
        words=words,
    )


def _whole(standing: Standing, record: StaffRecord, proposed: Sequence[Proposed]) -> Standing:
    """The same with what DoTS alone reads in the story."""
    more = (*standing.proofs.more, *whole_story.happened(record, proposed))
    return replace(standing, proofs=replace(standing.proofs, more=more))


def filter_asked(book: Rulebook) -> ReviewFilter:
    """What the address asks to see."""
    return ReviewFilter.of(request.args, schools=queries.schools_to_choose(), policies=book.policies)


def review_page(form: ReviewFilter, book: Rulebook, *, export: ExportForm | None = None, status: int = 200) -> Response:
    """The review of what the filter asks for; of everybody with access where it cannot be understood."""
    today = clock.today()
    gate.own_answer(me(), book, on=today)
    if status == 200 and not form.validate():
        status = 422
    wanted = form.wanted() if status == 200 else Wanted(states=tuple(sorted(WITH_ACCESS)))
    numbers = queries.numbers_of(wanted, on=today, days=WEEKS * 7)
    counted = {each.value: number for each, number in numbers.by_state.items()} | numbers.watched
    people = queries.people_standing(wanted, on=today, after=_place(request.args.get("after", "")), limit=ROWS + 1)
    details = queries.details_of([each.person_id for each in people[:ROWS]], on=today, area=wanted.area)
    return page(
        "access/reviews.html",
        status=status,
        form=form,
        export=export or ExportForm(),
        today=today,
        headline=findings.who_has_access(sum(numbers.by_state[each] for each in WITH_ACCESS), numbers.endings),
        heading=_heading(wanted, counted),
        figures=_figures(form, counted),
        can_remind=status == 200 and all(about(each) is not None for each in wanted.states),
        is_stuck=wanted.only == STUCK,
        watched=words.what_is_watched(wanted.only) if wanted.only else "",
        people=[(each, details[each.person_id]) for each in people[:ROWS]],
        following=_address_of(people[ROWS - 1].place) if len(people) > ROWS else "",
        waiting=queries.number_of_open_proposals(area=wanted.area, on=today),
        voice=words.Voice(book.policies),
        words=words,
        **_drawn(numbers.endings, today),
    )


def _drawn(endings: Mapping[date, Mapping[EndsBy, int]], today: date) -> dict[str, Any]:
    """The chart of the coming year and its table."""
    weeks = [each for each in queries.by_week(endings, on=today, weeks=WEEKS) if each.numbers]
    shown_weeks = _told_by_the_chart(weeks)
    columns = charts.stacked_columns(findings.week_labels(shown_weeks), findings.week_series(shown_weeks))
    return {
        "finding": findings.when_it_ends(endings),
        "columns": columns if weeks else None,
        "weeks": findings.week_rows(weeks),
    }


def _told_by_the_chart(weeks: Sequence[Week]) -> list[Week]:
    """The next weeks with an ending, and the one with most of them wherever it lies, in their order."""
    if len(weeks) <= COLUMNS:
        return list(weeks)
    most = max(weeks, key=lambda each: sum(each.numbers.values()))
    nearest = list(weeks[:COLUMNS])
    return nearest if most in nearest else [*nearest[:-1], most]


def _figures(form: ReviewFilter, counted: Mapping[str, int]) -> list[tuple[str, str, str, bool]]:
    """The figures that filter: each shows its own list, with school and track as they are."""
    kept = {name: value for name, value in form.address().items() if name in ("school", "track")}
    return [
        (
            format_decimal(counted[each]),
            _name_of(each),
            url_for("access.reviews", state=each, **kept),  # type: ignore[arg-type]
            form.state.data == each,
        )
        for each in TALLIED
    ]


def _name_of(code: str) -> str:
    return words.watched(code) if code in (AT_RISK, STUCK) else words.state(code)


def _heading(wanted: Wanted, counted: Mapping[str, int]) -> str:
    """What the list holds, with its number where that is counted."""
    code = wanted.only or (wanted.states[0] if len(wanted.states) == 1 else "")
    name = _name_of(code) if code else str(_("With access"))
    if wanted.at_most_days is not None:
        return name
    number = counted[code] if code else sum(counted[each] for each in wanted.states)
    return str(_("%(state)s: %(number)s", state=name, number=format_decimal(number)))


def _address_of(place: Place) -> str:
    return f"{place.access_ends.isoformat() if place.access_ends else ''}.{place.person_id}"


def _place(text: str) -> Place | None:
    """Where the page before ended; from the top where that cannot be read."""
    ends, *rest = text.split(".", 1)
    person = rest[0] if rest else ""
    try:
        return Place(date.fromisoformat(ends) if ends else None, int(person)) if person else None
    except ValueError:
        return None
