"""What DoTS alone reads of one person's story: who took away and gave by hand and why, and the ledger line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from foundation import clock
from foundation.web.formats import moment, short_day
from household.access.queries import BulkNote, Proposed, Reads
from household.access.queries.records import StaffRecord
from household.access.words import proposals as said
from household.access.words.labels import event
from household.access.words.proofs import Happening

DAY = timedelta(days=1)


def happened(record: StaffRecord, proposed: Sequence[Proposed]) -> list[Happening]:
    """What people decided, with their reasons, the reminders a colleague sent, and the reads."""
    return [*_decided(record), *_proposed(proposed), *_reminded(record.bulk), *_read(record.reads)]


def ledger(record: StaffRecord) -> list[tuple[str, ...]]:
    """Every line, newest first: from which day, what, the last day known then, the rules, by whom, written when."""
    return [
        (
            short_day(each.effective_on),
            event(each.kind),
            short_day(each.access_ends - DAY) if each.access_ends else "",
            str(each.policy_version) if each.policy_version is not None else "",
            each.actor,
            moment(each.recorded_at),
        )
        for each in record.ledger
    ]


def _decided(record: StaffRecord) -> Iterator[Happening]:
    for each in record.decisions:
        by = _("By %(name)s.", name=each.by) if each.by else ""
        if each.kind == "revocation":
            yield "bad", _("Somebody took access away"), each.starts, f"{_whole(each.text)} {by}".strip()
            if each.ends is not None:
                yield "good", _("What was taken away was given back"), each.ends, ""
        elif each.kind == "grant" and each.ends is not None:
            through = _("Through %(day)s.", day=short_day(each.ends - DAY))
            told = " ".join(part for part in (through, _whole(each.text), str(by)) if part)
            yield "good", _("Access was given by hand"), each.starts, told


def _proposed(proposed: Sequence[Proposed]) -> Iterator[Happening]:
    for each in proposed:
        about = f"{_whole(each.reason)} " + _("By %(name)s.", name=each.proposed_by)
        yield "wait", _("Proposed: %(what)s", what=said.what(each)), clock.day_of(each.proposed_at), about
        if each.settled_at is not None:
            name = _("By %(name)s.", name=each.settled_by) if each.settled_by else ""
            what = _("%(what)s: %(course)s", what=said.what(each), course=said.course(each))
            yield "", what, clock.day_of(each.settled_at), str(name)


def _reminded(bulk: Sequence[BulkNote]) -> Iterator[Happening]:
    for each in bulk:
        yield (
            "wait",
            _("A reminder was sent with a list"),
            clock.day_of(each.written_at),
            _("By %(name)s.", name=each.by),
        )


def _read(reads: Reads) -> Iterator[Happening]:
    if reads.number and reads.last_at is not None:
        what = ngettext(
            "Opened one record of a family, the last time",
            "Opened %(num)s records of families, the last time",
            reads.number,
        )
        yield "", what, clock.day_of(reads.last_at), ""


def _whole(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
