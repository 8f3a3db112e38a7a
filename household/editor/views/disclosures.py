"""To whom outside the district a student's record was disclosed: the list, a new entry, and an entry corrected.

Whoever reaches the student by household access records it (decision 0028): they answer such requests anyhow, and the
family reads each entry at once.
"""

from __future__ import annotations

from flask import abort, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.actions import disclosures as deeds
from district.queries.disclosures import DisclosureSeen, disclosure_of, disclosures_of
from district.rules.disclosures import DisclosureFault
from district.words import disclosures as said
from foundation.web.gates import requires
from foundation.web.once import done
from foundation.web.pages import page
from household.editor import words
from household.editor.forms.disclosures import CorrectDisclosureForm, DisclosureForm
from household.editor.queries import Reader, Subject
from household.editor.views.deeds import Leaf, Unfit, do, person_page
from household.editor.views.door import RECORDS, bp, me, note, person_open, reader

PAGE = "/people/<public_id>/disclosures"
BESIDE = {
    DisclosureFault.NO_RECIPIENT: "recipient",
    DisclosureFault.NO_BASIS: "basis",
    DisclosureFault.NO_INTEREST: "interest",
    DisclosureFault.NO_THREAT: "interest",
    DisclosureFault.NOTHING_DISCLOSED: "what",
    DisclosureFault.TO_COME: "disclosed_on",
    DisclosureFault.NO_REASON: "because",
}


@bp.get(PAGE)
@requires(RECORDS)
def disclosures(public_id: str) -> Response:
    mine = reader()
    subject = person_open(public_id, mine)
    note([subject.line], where="disclosures", by=mine)
    entries = disclosures_of(subject.line.person_id)
    return page("household/disclosures.html", subject=subject, entries=entries, said=said, words=words)


@bp.get(f"{PAGE}/new")
@requires(RECORDS)
def add_disclosure(public_id: str) -> Response:
    mine = reader()
    return _adding(DisclosureForm(data={"disclosed_on": mine.on}), person_open(public_id, mine), mine)


@bp.post(f"{PAGE}/new")
@requires(RECORDS)
def disclosure_added(public_id: str) -> Response:
    form, mine = DisclosureForm().offering(), reader()

    def deed(by: Reader) -> Response:
        subject = person_open(public_id, by)
        _fit(deeds.record_disclosure(subject.line.person_id, form.told(), by=me(), at=by.at))
        return done(form, _("Entered. The family reads it from now on."), "household.disclosures", public_id=public_id)

    return do(form, deed, lambda status: _adding(form, person_open(public_id, mine), mine, status))


@bp.get(f"{PAGE}/<int:number>")
@requires(RECORDS)
def correct_disclosure(public_id: str, number: int) -> Response:
    mine = reader()
    subject = person_open(public_id, mine)
    wrong = _entry(subject, number)
    return _correcting(CorrectDisclosureForm.of(wrong), subject, wrong, mine)


@bp.post(f"{PAGE}/<int:number>")
@requires(RECORDS)
def disclosure_corrected(public_id: str, number: int) -> Response:
    form, mine = CorrectDisclosureForm().offering(), reader()

    def deed(by: Reader) -> Response:
        subject = person_open(public_id, by)
        wrong, told = _entry(subject, number), None if form.is_void.data else form.told()
        because = form.because.data or ""
        _fit(deeds.correct_disclosure(subject.line.person_id, wrong, told, because=because, by=me(), at=by.at))
        said_ = _("Corrected. The family reads both entries.")
        return done(form, said_, "household.disclosures", public_id=public_id)

    def show(status: int) -> Response:
        subject = person_open(public_id, mine)
        return _correcting(form, subject, _entry(subject, number), mine, status)

    return do(form, deed, show)


def _fit(fault: DisclosureFault | None) -> None:
    if fault is not None:
        raise Unfit(BESIDE.get(fault, ""), said.fault(fault))


def _entry(subject: Subject, number: int) -> DisclosureSeen:
    return disclosure_of(subject.line.person_id, number) or abort(404)


def _adding(form: DisclosureForm, subject: Subject, by: Reader, status: int = 200) -> Response:
    form.offering()
    leaf = Leaf(
        heading=_("Enter a disclosure of the record of %(name)s", name=subject.line.name),
        label=_("Enter it"),
        address=url_for("household.disclosure_added", public_id=subject.line.public_id),
        back=url_for("household.disclosures", public_id=subject.line.public_id),
        aside=_(
            "To somebody outside the district. The family reads it at once and for ever. What goes to guardians, to "
            "the student or to our own staff is not entered, nor is a subpoena that orders secrecy: ask counsel."
        ),
    )
    return person_page(form, subject, leaf, by, status)


def _correcting(
    form: DisclosureForm, subject: Subject, wrong: DisclosureSeen, by: Reader, status: int = 200
) -> Response:
    form.offering()
    leaf = Leaf(
        heading=_("Correct a disclosure of the record of %(name)s", name=subject.line.name),
        label=_("Correct it by a later entry"),
        address=url_for("household.disclosure_corrected", public_id=subject.line.public_id, number=wrong.id),
        back=url_for("household.disclosures", public_id=subject.line.public_id),
        aside=_("The wrong entry stays, with the correction beside it. Nothing of this list is ever deleted."),
    )
    return person_page(form, subject, leaf, by, status)
