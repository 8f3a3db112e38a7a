"""The message to DoTS, filled in for whoever waits for a completion."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from flask_babel import gettext as _

from foundation.web.formats import moment, short_day
from household.access.queries.promises import PromiseOnRecord
from household.access.queries.records import StaffRecord
from household.access.words.proofs import Proofs


def subject(record: StaffRecord) -> str:
    """What the message is about."""
    return str(
        _("A finished course has not arrived: %(name)s, %(number)s", name=record.full_name, number=_number(record))
    )


def body(record: StaffRecord, proofs: Proofs, track: str, waiting: Sequence[PromiseOnRecord]) -> str:
    """Everything DoTS asks for: who, which job, what was finished when, what was promised, and what is on record."""
    lines = [
        _("Hello,"),
        "",
        _("I finished this, and no record of it has reached Hearth:"),
        *(_waits(each, proofs) for each in waiting),
        "",
        _("Name: %(name)s", name=record.full_name),
        _("Employee number: %(number)s", number=_number(record)),
        *(_("Job: %(job)s", job=each) for each in proofs.current_jobs()),
        _("Track: %(track)s", track=track or _("none")),
        "",
        _("On record today:"),
        *(f"- {what}: {word}. {proof}" for _sign, what, word, proof in proofs.checklist()),
    ]
    return "\n".join(str(each) for each in lines)


def mail_link(address: str, record: StaffRecord, text: str) -> str:
    """A link that opens the reader's own mail program with the message in it; nothing of it reaches a server."""
    body_of_mail = quote(text.replace("\n", "\r\n"))
    return f"mailto:{quote(address)}?subject={quote(subject(record))}&body={body_of_mail}"


def _number(record: StaffRecord) -> str:
    return record.employee_id or str(_("not known"))


def _waits(promise: PromiseOnRecord, proofs: Proofs) -> str:
    told = {
        "course": proofs.voice.course(promise.course),
        "day": short_day(promise.finished_on),
        "reported": moment(promise.reported_at),
        "due": moment(promise.due_at),
    }
    return str(_("- %(course)s, finished on %(day)s, reported on %(reported)s, promised by %(due)s", **told))
