"""Reminders to a whole list: count it, look at the counts and at the mail, and only then let the worker send it.

Colleagues see each other's. Sending and stopping is for whoever asked.
"""

from __future__ import annotations

import secrets
from typing import Any

from flask import abort, current_app, render_template, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation import clock, db
from foundation.settings import Settings
from foundation.web.gates import requires
from foundation.web.language import LANGUAGES
from foundation.web.pages import done, go, page
from household.access import gate, queries, words
from household.access.actions import bulk as actions
from household.access.forms import BulkForm
from household.access.forms.bulk import KEY_BYTES
from household.access.models import BulkReminder
from household.access.queries import Bulk
from household.access.queries.addresses import reached
from household.access.rules.bulk import KEPT_FOR, WAITING, Fate, Progress, Stop, about
from household.access.views.door import bp, me
from household.access.views.reviews import REVIEW, filter_asked, review_page
from household.access.words import bulk as said

SHOWN = 20


@bp.get("/reviews/reminders")
@requires(REVIEW)
def bulk_reminders() -> Response:
    """The list as it stands in the address, with one button that has it counted; and what was asked for before."""
    book = gate.rulebook()
    gate.own_answer(me(), book, on=clock.today())
    narrowed = filter_asked(book)
    if not narrowed.validate():
        return review_page(narrowed, book)
    return _choosing(BulkForm(formdata=None, key=secrets.token_hex(KEY_BYTES)))


@bp.post("/reviews/reminders")
@requires(REVIEW)
def rehearse_bulk() -> Response:
    form, book = BulkForm(), gate.rulebook()
    narrowed = filter_asked(book)
    if not narrowed.validate():
        return review_page(narrowed, book)
    if not form.validate() or any(about(each) is None for each in narrowed.wanted().states):
        form.key.data = secrets.token_hex(KEY_BYTES)
        return _choosing(form, status=422)
    at, key = clock.now(), form.key.data
    with db.transaction():
        actions.rehearse(narrowed.wanted(), key=key, account_id=me().account_id, by=me(), at=at)
        made = queries.bulk_of_form(key, account_id=me().account_id)
    return go("access.bulk_reminder", public_id=made) if made else abort(404)


@bp.get("/reviews/reminders/<public_id>")
@requires(REVIEW)
def bulk_reminder(public_id: str) -> Response:
    found = _called(public_id)
    run, book = found.run, gate.rulebook()
    return page(
        "access/reviews_reminder.html",
        run=run,
        asked_by=found.asked_by,
        headline=said.headline(run),
        whom=said.whom(run, words.Voice(book.policies), queries.schools_to_choose()),
        is_mine=run.account_id == me().account_id,
        is_waiting=Progress(run.state) in WAITING,
        is_fresh=run.counted_at is not None and clock.now() < run.counted_at + KEPT_FOR,
        to_write=(run.counts or {}).get(Fate.WRITE.value, 0),
        samples=_samples(run) if run.state == Progress.COUNTED else [],
        said=said,
    )


@bp.post("/reviews/reminders/<public_id>/send")
@requires(REVIEW)
def send_bulk(public_id: str) -> Response:
    with db.transaction():
        run = _mine(public_id)
        begun = actions.start(run, by=me(), at=clock.now())
    if not begun and run.state == Progress.COUNTED:
        return done(_("The counts are a day old. Count the list anew, look at it, and send it then."), "access.reviews")
    return go("access.bulk_reminder", public_id=public_id)


@bp.post("/reviews/reminders/<public_id>/stop")
@requires(REVIEW)
def stop_bulk(public_id: str) -> Response:
    with db.transaction():
        actions.stop(_mine(public_id), Stop.BY_HAND, by=me(), at=clock.now())
    return go("access.bulk_reminder", public_id=public_id)


def _choosing(form: BulkForm, *, status: int = 200) -> Response:
    book = gate.rulebook()
    narrowed = filter_asked(book)
    wanted = narrowed.wanted() if narrowed.validate() else abort(404)
    probe = BulkReminder(wanted=queries.kept(wanted), area=wanted.area)
    voice, schools = words.Voice(book.policies), queries.schools_to_choose()
    asked = queries.last_bulks(limit=SHOWN)
    return page(
        "access/reviews_reminders.html",
        status=status,
        form=form,
        action=url_for("access.rehearse_bulk", **narrowed.address()),  # type: ignore[arg-type]
        back=url_for("access.reviews", **narrowed.address()),  # type: ignore[arg-type]
        whom=said.whom(probe, voice, schools),
        can_be=all(about(each) is not None for each in wanted.states),
        asked=[(each, said.whom(each.run, voice, schools)) for each in asked],
        said=said,
    )


def _samples(run: BulkReminder) -> list[tuple[str, str, str]]:
    """(language, subject, body) of the mail to one person of the list, in every language."""
    person_id = queries.one_to_write(run.id)
    if person_id is None:
        return []
    today = clock.today()
    now = queries.standing_now([person_id], area=run.area, on=today).get(person_id)
    subject = about(now.state) if now else None
    if now is None or subject is None:
        return []
    settings: Settings = current_app.config["HEARTH"]
    person = reached([person_id], on=today)[person_id]
    told: dict[str, Any] = actions.said(person.called, subject.value, now)
    told["public_url"] = settings.public_url.rstrip("/")
    samples = []
    for language in LANGUAGES:
        with force_locale(language):
            parts = [
                render_template(f"mail/access-reminder/{part}", **told, language=language)
                for part in ("subject.txt", "body.txt")
            ]
        samples.append((language, parts[0].strip(), parts[1].strip()))
    return samples


def _called(public_id: str) -> Bulk:
    return queries.bulk_called(public_id) or abort(404)


def _mine(public_id: str) -> BulkReminder:
    """A run of whoever is here; a colleague's is not there to act on."""
    run = _called(public_id).run
    return run if run.account_id == me().account_id else abort(404)
