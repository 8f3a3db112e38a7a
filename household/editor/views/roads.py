"""The pages of a move and of a split: one road of three, with another first question. They show; the doors do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import abort, current_app, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.queries.moves import homes_as_they_are
from district.rules.moves import Asked, Fault, FaultKind, Home, Kind, Plan, planned, proof_is_due
from foundation.settings import Settings
from foundation.web import formats
from foundation.web.pages import page
from household.editor import queries, words
from household.editor.forms.moves import OWN, HomeForm, MoveForm, split_form
from household.editor.queries import HouseholdSeen, Member, Reader
from household.editor.queries.neighbours import AtAddress, Neighbours
from household.editor.views.door import household_open, note
from household.editor.views.mending import kept_apart
from household.editor.words import history
from household.editor.words import moves as said

FIELD_OF = {
    FaultKind.TOO_FAR: "day",
    FaultKind.CAME_LATER: "day",
    FaultKind.ADDRESS_IS_NEWER: "day",
    FaultKind.ADDRESS_ENDS_ALREADY: "day",
    FaultKind.THERE_LATER: "day",
    FaultKind.ENDS_TOO_EARLY: "through",
    FaultKind.NO_ADDRESS: "kind",
    FaultKind.SAME_ADDRESS: "line_1",
}
"""Beside which field a fault stands; the others beside who moves."""


PAGES = {
    "who": "household/move_who.html",
    "where": "household/move_where.html",
    "check": "household/move_check.html",
}


@dataclass(frozen=True)
class Road:
    """A move or a split: one road of three pages, with another first question."""

    name: str
    endpoint: str
    must_split: bool
    make: Callable[[dict[int, tuple[str, str]], HouseholdSeen], HomeForm]


def _split_form(members: dict[int, tuple[str, str]], seen: HouseholdSeen) -> HomeForm:
    return split_form(members, sharing=[each.person_id for each in seen.people if words.is_student(each)])


MOVE = Road("move", "household.move", False, lambda members, seen: MoveForm().among(members))
SPLIT = Road("split", "household.split", True, _split_form)


def home_to_move(public_id: str, by: Reader) -> HouseholdSeen:
    """The household, in reach. One with a confidential address is moved by those alone who may see that address."""
    seen = household_open(public_id, by)
    if seen.keeps_address and not by.sees_confidential:
        abort(page("household/move_kept.html", status=403, seen=seen))
    return seen


def form_for(road: Road, seen: HouseholdSeen, today: date) -> HomeForm:
    """The form of this household: with those who live there today to choose among."""
    members = {each.person.person_id: (each.person.public_id, _label(each)) for each in seen.members if each.is_current}
    form = road.make(members, seen)
    form.standing(today=today, proofs=settings().proofs_of_address)
    form.days_without_proof = settings().move_without_proof_days
    return form


def plan_of(
    road: Road, form: HomeForm, seen: HouseholdSeen, found: AtAddress, by: Reader
) -> tuple[Plan | Fault, dict[int, Home]]:
    """What the form comes to, by what is true now. Two statements."""
    into = chosen(form, found)
    homes = homes_as_they_are([seen.id, *([into.household_id] if into else [])], on=by.on)
    kind = form.kind_of_move
    through = form.through.data if isinstance(form, MoveForm) and kind is Kind.TEMPORARY else None
    asked = Asked(
        kind=kind,
        day=by.on if kind is Kind.CORRECTION else form.day.data,
        where=form.where,
        ends=through + timedelta(days=1) if through else None,
        into=home_of(homes, into),
        address_id=found.address_id,
        is_confidential=by.sees_confidential and bool(form.is_confidential.data),
    )
    return planned(homes[seen.id], asked, today=by.on, must_split=road.must_split), homes


def home_of(homes: dict[int, Home], into: Neighbours | None) -> Home | None:
    return homes.get(into.household_id) if into else None


def chosen(form: HomeForm, found: AtAddress) -> Neighbours | None:
    """The household they come to; None: one of their own."""
    return next((each for each in found.households if each.is_open and each.public_id == form.home.data), None)


def has_chosen_home(form: HomeForm, found: AtAddress) -> bool:
    """Whether it was said with whom they live, where somebody lives there already."""
    return form.home.data == OWN or chosen(form, found) is not None or not any(x.is_open for x in found.households)


def proof_due(form: HomeForm, today: date) -> date | None:
    has_proof = form.proof_seen is not None
    return proof_is_due(form.kind_of_move, has_proof=has_proof, on=today, days=form.days_without_proof)


def show(
    where: str,
    road: Road,
    form: HomeForm,
    seen: HouseholdSeen,
    by: Reader,
    *,
    found: AtAddress | None = None,
    status: int = 200,
    **more: object,
) -> Response:
    """One page of the road: `who`, `where` or `check`."""
    neighbours = [one for each in (found.households if found else ()) for one in each.people]
    note([*seen.people, *neighbours], where=road.name, by=by)
    return page(
        PAGES[where],
        status=status,
        road=road,
        form=form,
        seen=seen,
        found=found,
        words=words,
        said=said,
        may_keep=by.sees_confidential,
        **more,
    )


def fault(road: Road, form: HomeForm, seen: HouseholdSeen, by: Reader, why: Fault) -> Response:
    """Why it cannot be as asked, beside the field it is about."""
    name = FIELD_OF.get(why.kind, form.people_field)
    field = name if name in form else form.people_field
    mended = kept_apart((why.person_id, why.other_id), by) if why.person_id and why.other_id else None
    form.add_error(field, mended.sentence if mended else said.refused(why, _names(seen)))
    form.mend = mended.mend if mended else None
    return show("who" if field in form.WHO else "where", road, form, seen, by, status=422)


def ask_with_whom(road: Road, form: HomeForm, seen: HouseholdSeen, by: Reader, found: AtAddress) -> Response:
    """Somebody lives at that address: whether they come to them is said by a person."""
    open_ones = [each for each in found.households if each.is_open]
    form.offer((each.public_id, _("With %(names)s", names=_people(each))) for each in open_ones)
    form.add_error("home", _("Somebody lives at this address already. Say whether they come to them."))
    return show("where", road, form, seen, by, found=found, status=422)


def check_page(
    road: Road,
    form: HomeForm,
    seen: HouseholdSeen,
    by: Reader,
    found: AtAddress,
    plan: Plan,
    *,
    status: int = 200,
    **more: object,
) -> Response:
    """Exactly what will be written, with its days and how they were found."""
    into = chosen(form, found)
    lines = said.written(
        plan,
        names=_names(seen),
        address=", ".join(each for each in form.lines.all[:3] if each),
        other=_("the household of %(names)s", names=_people(into)) if into else "",
        phone=formats.phone(form.phone.data or ""),
    )
    proof = form.proof_seen
    return show(
        "check",
        road,
        form,
        seen,
        by,
        found=found,
        status=status,
        plan=plan,
        lines=lines,
        proof=(said.proof_kind(proof.kind, settings().proofs_of_address), proof.dated) if proof else None,
        proof_due=proof_due(form, by.on),
        **more,
    )


def meanwhile(road: Road, form: HomeForm, seen: HouseholdSeen, by: Reader, found: AtAddress) -> Response:
    """Somebody saved first: what is on record now beside what was typed, and the form as it stands (T27)."""
    form.version.data = str(seen.version)
    last = queries.changes_of_household(seen.id, [], history.EVENTS, by, page=1).lines[:1]
    facts = queries.facts_about_household(seen.id, [], [], [], by)
    address = next((each.texts[0] for each in facts.of("address") if each.is_current and each.is_sure), "")
    names = _names(seen)
    going = [names[each] for each in form.where if each in names]
    apart = [
        (_("Address"), address or _("not shown, or none"), form.line_1.data or ""),
        (_("Who lives here, and who moves"), words.joined(list(names.values())), words.joined(going)),
    ]
    more: dict[str, Any] = {
        "apart": apart,
        "who": last[0].actor if last else "",
        "moment": formats.moment(last[0].at) if last else "",
        "anew": url_for("household.household", public_id=seen.public_id),
    }
    plan, _homes = plan_of(road, form, seen, found, by)
    if isinstance(plan, Fault) or not has_chosen_home(form, found):
        if isinstance(plan, Fault):
            form.add_error(form.people_field, said.refused(plan, names))
        return show("who", road, form, seen, by, status=409, **more)
    return check_page(road, form, seen, by, found, plan, status=409, **more)


def settings() -> Settings:
    """What this district has set."""
    found: Settings = current_app.config["HEARTH"]
    return found


def _names(seen: HouseholdSeen) -> dict[int, str]:
    return {each.person_id: each.name for each in seen.people}


def _people(neighbours: Neighbours) -> str:
    return words.joined([each.name for each in neighbours.people])


def _label(member: Member) -> str:
    """`Mateo Ibarra, Grade 10, Ridgeline High (second home)`: the school of each is named."""
    name = ", ".join(each for each in (member.person.name, words.about(member.person)) if each)
    return _("%(name)s (second home)", name=name) if member.is_secondary else name
