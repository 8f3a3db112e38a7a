"""All contact data of a family on one page, the language it is written to in, and that a card is still right."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.actions.confirming import confirm_card
from district.actions.letters import note_address_found_right
from district.actions.office_edits import correct_fields
from district.models import Person
from district.words import requests as request_words
from foundation import clock, db, versions
from foundation.web import once
from foundation.web.forms import EditForm
from foundation.web.gates import requires
from foundation.web.pages import go, page
from portal.forms.contact_data import StillCorrectForm, WrittenLanguageForm
from portal.queries.changes import Asker, asked_by
from portal.queries.contact_data import Card, cards_of
from portal.queries.reach import fates_of
from portal.views.changes import asker
from portal.views.door import bp, me, settings
from portal.words import contact_data as words
from portal.words import preferences as ways


@bp.get("/contact-data")
@requires("family.home")
def contact_data() -> Response:
    return _cards()


@bp.post("/contact-data/<public_id>/still-correct")
@requires("family.home")
def card_still_correct(public_id: str) -> Response:
    form = StillCorrectForm()
    if not form.validate():
        return _cards(status=422)
    with db.transaction():
        card = _of(cards_of(of_age(), on=clock.today()), public_id)
        before = once.entered(form)
        if before is not None:
            return before
        if form.seen == card.version:
            at = clock.now()
            confirm_card(card.person_id, by=me(), at=at)
            said = _("Thank you. The card of %(name)s is confirmed as of today.", name=card.called)
            if card.mark and note_address_found_right(card.person_id, card.mark.digest, by=me(), at=at):
                said = f"{said} {_('The office is told that the address is right.')}"
            return once.done(form, said, "portal.contact_data")
    return _cards(status=409)


@bp.get("/contact-data/language")
@requires("family.home")
def written_language() -> Response:
    return _language(WrittenLanguageForm(formdata=None))


@bp.post("/contact-data/language")
@requires("family.home")
def save_written_language() -> Response:
    form = WrittenLanguageForm().offering(_own(of_age()).language or "")
    if not form.validate():
        return _language(form, status=422)
    with db.transaction():
        own = _own(of_age())
        before = once.entered(form)
        if before is not None:
            return before
        if versions.move_on(Person, own.person_id, seen=form.seen):
            person = db.session().get_one(Person, own.person_id, populate_existing=True)
            correct_fields(person, {"language": form.language.data}, by=me(), at=clock.now())
            said = _("From now on we write to you in %(language)s.", language=words.language(form.language.data))
            return once.done(form, said, "portal.contact_data")
    return _language(form, status=409)


def of_age(*, of_one: bool = False) -> Asker:
    """Whoever keeps their own contact data. A student under 18, whose guardians keep them, is led from a page to what
    they choose themselves; nothing is changed here, and the address of `of_one` of their contacts is not there."""
    who = asker()
    if who.is_minor:
        abort(404 if of_one or request.method == "POST" else go("portal.contact_preferences"))
    return who


def shown_version(form: EditForm, version: int) -> None:
    """Let a form name the version its page shows."""
    form.version.data = str(version)


def _own(who: Asker) -> Card:
    return cards_of(who, on=clock.today())[0]


def _of(cards: Sequence[Card], public_id: str) -> Card:
    found = next((each for each in cards if each.public_id == public_id), None)
    if found is None:
        abort(404)
    return found


def _cards(*, status: int = 200) -> Response:
    who, ours = of_age(), settings()
    return page(
        "portal/contact_data.html",
        status=status,
        cards=[(card, _confirming(card)) for card in cards_of(who, on=clock.today())],
        may_ask=who.may_ask,
        asked=[each for each in asked_by(who) if each.is_open],
        fates=fates_of(who.person_id),
        is_late=status == 409,
        proofs=request_words.proofs(ours),
        closures=ours.closures,
        today=clock.today(),
        words=request_words,
        said=words,
        how=ways,
    )


def _confirming(card: Card) -> StillCorrectForm:
    form = StillCorrectForm(formdata=None)
    shown_version(form, card.version)
    return form


def _language(form: WrittenLanguageForm, *, status: int = 200) -> Response:
    own = _own(of_age())
    form.offering(own.language or "")
    if form.language.raw_data is None:
        form.language.data = own.language or ""
    shown_version(form, own.version)
    return page("portal/written_language.html", status=status, form=form, is_late=status == 409)
