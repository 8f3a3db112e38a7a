"""Students of 18: who turns 18 soon, on which grounds guardians still see the record, and a ground withdrawn."""

from __future__ import annotations

from flask import abort, current_app, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.actions import eligibility as deeds
from district.models import EligibleStudentBasis
from district.rules.eligibility import BasisFault, turns_18
from foundation.settings import Settings
from foundation.web.gates import requires
from foundation.web.once import done
from foundation.web.pages import page
from household.editor import queries, words
from household.editor.forms.eligibility import BasisForm, WithdrawBasisForm
from household.editor.queries import PersonSeen, Reader, Subject
from household.editor.views.deeds import Leaf, Unfit, do, person_page, take_on
from household.editor.views.door import RECORDS, bp, me, note, person_open, reader
from household.editor.words import eligibility as said

BESIDE = {BasisFault.NO_GROUND: "kind", BasisFault.NO_NOTE: "note", BasisFault.TO_COME: "starts"}
PAGE = "/people/<public_id>/eligibility"


@bp.get("/turning-18")
@requires(RECORDS)
def turning_18() -> Response:
    mine = reader()
    near, has_more = queries.turning_18(mine)
    note([each.person for each in near], where="turning-18", by=mine)
    return page("household/turning_18.html", near=near, has_more=has_more, policy=_policy(), said=said, words=words)


@bp.get(PAGE)
@requires(RECORDS)
def eligibility(public_id: str) -> Response:
    mine = reader()
    subject = person_open(public_id, mine)
    guardians = _guardians(subject, mine)
    note([subject.line, *guardians.values()], where="eligibility", by=mine)
    return page(
        "household/eligibility.html",
        subject=subject,
        turns_on=turns_18(subject.birth_date) if subject.birth_date else None,
        on=mine.on,
        bases=queries.bases_of(subject.line.person_id),
        guardians=guardians,
        policy=_policy(),
        said=said,
        words=words,
    )


@bp.get(f"{PAGE}/new")
@requires(RECORDS)
def add_basis(public_id: str) -> Response:
    mine = reader()
    subject = person_open(public_id, mine)
    return _adding(BasisForm(data={"starts": mine.on, "version": subject.version}), subject, mine)


@bp.post(f"{PAGE}/new")
@requires(RECORDS)
def basis_added(public_id: str) -> Response:
    form, mine = BasisForm(), reader()

    def deed(by: Reader) -> Response:
        subject = person_open(public_id, by)
        adult = next((e for e in _guardians(subject, by).values() if e.public_id == form.adult.data), None) or abort(
            404
        )
        take_on(people={subject.line.person_id: form.seen})
        made = deeds.record_basis(
            adult.person_id,
            subject.line.person_id,
            kind=form.kind.data or "",
            note=form.note.data or "",
            starts=form.starts.data,
            by=me(),
            at=by.at,
        )
        if isinstance(made, BasisFault):
            raise Unfit(BESIDE.get(made, "adult"), said.not_recorded(made))
        return done(form, _("Noted. It counts from this moment on."), "household.eligibility", public_id=public_id)

    return do(form, deed, lambda status: _adding(form, person_open(public_id, mine), mine, status))


@bp.get(f"{PAGE}/<int:number>/end")
@requires(RECORDS)
def withdraw_basis(public_id: str, number: int) -> Response:
    mine = reader()
    subject = person_open(public_id, mine)
    return _withdrawing(WithdrawBasisForm(data={"version": subject.version}), subject, _basis(subject, number), mine)


@bp.post(f"{PAGE}/<int:number>/end")
@requires(RECORDS)
def basis_withdrawn(public_id: str, number: int) -> Response:
    form, mine = WithdrawBasisForm(), reader()

    def deed(by: Reader) -> Response:
        subject = person_open(public_id, by)
        take_on(people={subject.line.person_id: form.seen})
        if not deeds.withdraw_basis(_basis(subject, number), by=me(), at=by.at, reason=form.reason.data or ""):
            raise Unfit("reason", _("This ground has ended already. Nothing was changed."))
        return done(form, _("Withdrawn. It counts no longer."), "household.eligibility", public_id=public_id)

    def show(status: int) -> Response:
        subject = person_open(public_id, mine)
        return _withdrawing(form, subject, _basis(subject, number), mine, status)

    return do(form, deed, show)


def _policy() -> str:
    settings: Settings = current_app.config["HEARTH"]
    return settings.eligible_student_policy


def _guardians(subject: Subject, by: Reader) -> dict[int, PersonSeen]:
    """The guardians of today whom the reader may see, by id."""
    ties = queries.adults_of([subject.line.person_id], by)
    return {each.adult_id: each.other for each in ties if each.flags["guardian"] and each.other.is_open}


def _basis(subject: Subject, number: int) -> EligibleStudentBasis:
    found = next((each for each in queries.bases_of(subject.line.person_id) if each.id == number), None)
    return found or abort(404)


def _adding(form: BasisForm, subject: Subject, by: Reader, status: int = 200) -> Response:
    form.among(_guardians(subject, by).values())
    leaf = Leaf(
        heading=_("Note why a guardian of %(name)s still sees the record", name=subject.line.name),
        label=_("Note this"),
        address=url_for("household.basis_added", public_id=subject.line.public_id),
        back=url_for("household.eligibility", public_id=subject.line.public_id),
        aside=said.policy(_policy()),
    )
    return person_page(form, subject, leaf, by, status)


def _withdrawing(
    form: WithdrawBasisForm, subject: Subject, basis: EligibleStudentBasis, by: Reader, status: int = 200
) -> Response:
    leaf = Leaf(
        heading=_("Withdraw what was noted for %(name)s", name=subject.line.name),
        label=_("Withdraw it now"),
        address=url_for("household.basis_withdrawn", public_id=subject.line.public_id, number=basis.id),
        back=url_for("household.eligibility", public_id=subject.line.public_id),
        aside=f"{said.ground(basis.kind)}: {basis.note}",
    )
    return person_page(form, subject, leaf, by, status)
