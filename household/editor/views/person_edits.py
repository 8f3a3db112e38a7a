"""What was written wrongly of a person, and a new name from a day on."""

from __future__ import annotations

import json

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.actions import office_edits
from district.actions.office_edits import CORRECTED, LEGAL_NAMES, said_of
from foundation.web import formats
from foundation.web.gates import requires
from foundation.web.once import done
from household.editor import queries, words
from household.editor.forms.people import CorrectPersonForm, RenamePersonForm
from household.editor.queries import Reader, Subject
from household.editor.views.deeds import Leaf, Row, do, person_page, take_on, way_to_person
from household.editor.views.door import RECORDS, bp, me, person_open, reader
from household.editor.words import history


@bp.get("/people/<public_id>/correction")
@requires(RECORDS)
def correct_person(public_id: str) -> Response:
    asker = reader()
    subject = person_open(public_id, asker)
    known = _known(subject)
    born = subject.birth_date
    given = {**known, "birth_date": born, "was": json.dumps(known), "version": subject.version}
    return _correcting(CorrectPersonForm(data=given).about(known), subject, asker)


@bp.post("/people/<public_id>/correction")
@requires(RECORDS)
def person_corrected(public_id: str) -> Response:
    asker = reader()
    form = CorrectPersonForm().about(_known(person_open(public_id, asker)))

    def deed(by: Reader) -> Response:
        subject = person_open(public_id, by)
        person_id = subject.line.person_id
        take_on(people={person_id: form.seen})
        person = queries.person_by_id(person_id)
        is_new = office_edits.correct_fields(person, form.said, by=me(), at=by.at, reason=form.reason.data or "")
        said = _("Corrected. It stands until a feed’s own value changes; then a person is asked.")
        unchanged = _("That is so already. Nothing was changed.")
        return done(form, said if is_new else unchanged, "household.person", public_id=public_id)

    return do(form, deed, lambda status: _correcting(form, person_open(public_id, asker), asker, status))


@bp.get("/people/<public_id>/new-name")
@requires(RECORDS)
def rename_person(public_id: str) -> Response:
    asker = reader()
    subject = person_open(public_id, asker)
    known = {name: text for name, text in _known(subject).items() if name in LEGAL_NAMES}
    form = RenamePersonForm(data={**known, "starts": asker.on, "version": subject.version})
    return _renaming(form, subject, asker)


@bp.post("/people/<public_id>/new-name")
@requires(RECORDS)
def person_renamed(public_id: str) -> Response:
    asker = reader()
    form = RenamePersonForm()
    form.known = _known(person_open(public_id, asker))

    def deed(by: Reader) -> Response:
        subject = person_open(public_id, by)
        take_on(people={subject.line.person_id: form.seen})
        person = queries.person_by_id(subject.line.person_id)
        said = {name: form[name].data or "" for name in LEGAL_NAMES}
        why = form.reason.data or ""
        is_new = office_edits.rename_person(person, said, starts=form.starts.data, by=me(), at=by.at, reason=why)
        told = _("The new name counts. The former one is kept, and the person is still found by it.")
        unchanged = _("That is the name on record already. Nothing was changed.")
        return done(form, told if is_new else unchanged, "household.person", public_id=public_id)

    return do(form, deed, lambda status: _renaming(form, person_open(public_id, asker), asker, status))


def _known(subject: Subject) -> dict[str, str]:
    """What is on record now of what may be corrected."""
    person = queries.person_by_id(subject.line.person_id)
    return {field: said_of(person, field) for field in CORRECTED}


def _correcting(form: CorrectPersonForm, subject: Subject, asker: Reader, status: int = 200) -> Response:
    apart = None
    if status == 409:
        theirs = _known(subject)
        form.about(theirs).keep_theirs(theirs)
        apart = _apart(theirs, form.said)
    leaf = Leaf(
        heading=_("Correct the record of %(name)s", name=subject.line.name),
        aside=_(
            "For what was never so: a slip, a wrong birth date. When the name changed, enter a new name instead. "
            "What you set stands over the feed until the feed’s own value changes."
        ),
        label=_("Save the correction"),
        address=url_for("household.person_corrected", public_id=subject.line.public_id),
        back=way_to_person(subject),
    )
    return person_page(form, subject, leaf, asker, status, apart)


def _renaming(form: RenamePersonForm, subject: Subject, asker: Reader, status: int = 200) -> Response:
    said = {name: form[name].data or "" for name in LEGAL_NAMES}
    theirs = {name: text for name, text in _known(subject).items() if name in LEGAL_NAMES}
    leaf = Leaf(
        heading=_("A new name for %(name)s", name=subject.line.name),
        aside=_("For a name that has changed, by marriage or by a court. For a slip, correct the record instead."),
        label=_("Save the new name"),
        address=url_for("household.person_renamed", public_id=subject.line.public_id),
        back=way_to_person(subject),
    )
    return person_page(form, subject, leaf, asker, status, _apart(theirs, said))


def _apart(theirs: dict[str, str], typed: dict[str, str]) -> list[Row]:
    return [
        (str(history.FIELDS[name]), _shown(name, value), _shown(name, typed[name]))
        for name, value in theirs.items()
        if value != typed[name]
    ]


def _shown(name: str, value: str) -> str:
    if name == "birth_date" and value:
        return formats.iso_day(value)
    return words.language(value) if name == "language" else value
