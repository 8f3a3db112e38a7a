"""A feed says another value than is on record: the field, both values, and what an answer does."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _

from district.queries.feed_questions import FeedQuestion
from district.rules.tie_questions import GONE, LISTED, YES_OR_NO
from district.words.relationships import type_name
from foundation.web import formats
from household.editor.words import language
from household.editor.words.history import FIELDS

_MORE = {
    "emergency": _("Called in an emergency"),
    "primary_contact": _("Called first on any day"),
    "ends": _("Last day"),
}
PHONES = ("phone", "sms")
_LISTS = {LISTED: _("lists the two together"), GONE: _("lists the two together no more")}


def field(question: FeedQuestion) -> str:
    """What the two disagree on."""
    named: Any = _MORE.get(question.field) or FIELDS[question.field]
    return str(named)


def value(question: FeedQuestion, said: str) -> str:
    """A value as people write it."""
    if said in _LISTS:
        return str(_LISTS[said])
    if question.field in YES_OR_NO:
        return str({"yes": _("yes"), "no": _("no")}.get(said, _("not known")))
    if question.field == "ends":
        return formats.last_day(date.fromisoformat(said)) if said else str(_("no last day"))
    if question.field == "type":
        return type_name(said)
    if said and question.field == "birth_date":
        return formats.iso_day(said)
    if said and question.field == "language":
        return language(said)
    if said and question.field in PHONES:
        return formats.phone(said)
    return said or str(_("nothing"))


def rows(question: FeedQuestion) -> list[tuple[str, str, str]]:
    """Who says what, and since when."""
    edited = formats.moment(question.edited_at) if question.edited_at else ""
    by = question.edited_by or str(_("A colleague"))
    before = _("It said until then: %(value)s.", value=value(question, question.before))
    return [
        (
            str(_("What is on record")),
            value(question, question.office),
            str(_("%(name)s set it on %(moment)s.", name=by, moment=edited)) if edited else "",
        ),
        (
            question.asked.source,
            value(question, question.now),
            " ".join((str(_("Told on %(moment)s.", moment=formats.moment(question.told_at))), str(before))),
        ),
    ]


def keep(question: FeedQuestion) -> str:
    """What it means to keep the value on record, be it of the office or of the family."""
    said = _(
        "Keep what is on record: %(value)s. It stands until %(source)s says something else again.",
        value=value(question, question.office),
        source=question.asked.source,
    )
    return str(said)


def take(question: FeedQuestion) -> str:
    """What it means to take the feed's."""
    if question.now == GONE:
        return str(_("Take the feed’s: the relationship ends today. Nothing is deleted."))
    said = _(
        "Take the feed’s: %(value)s. What %(source)s says of it later counts too.",
        value=value(question, question.now),
        source=question.asked.source,
    )
    return str(said)
