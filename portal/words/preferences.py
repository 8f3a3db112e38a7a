"""What a family reads of how it is reached: kinds of messages, channels, and what became of what was sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from foundation.web import formats
from foundation.web.language import chosen
from portal.queries.contact_data import Held
from portal.queries.preferences import Came
from portal.queries.reach import Fate, Reach
from portal.rules.preferences import By, Channel, MessageKind, Point


def by(way: By) -> str:
    """How a message travels: `Text message`."""
    return str(_WAYS[way]())


def title(kind: MessageKind) -> str:
    """What families call a kind of messages, as the district’s file says it."""
    return _in_words(kind.title) or kind.code


def title_of(kinds: Sequence[MessageKind], code: str) -> str:
    """The same by its code; the code where the district’s file has that kind no longer."""
    return next((title(each) for each in kinds if each.code == code), code)


def says(kind: MessageKind) -> str:
    """What is sent under this kind, as the district’s file says it."""
    return _in_words(kind.says)


def column(way: By, point: Point) -> str:
    """The head of a column: `Text to (303) 555-0110`."""
    return str(_TO[way]()) % {"to": end(point.to)}


def box(kind: MessageKind, way: By, point: Point) -> str:
    """What a box says to whoever hears it: `Emergency: Text to (303) 555-0110`."""
    return f"{title(kind)}: {column(way, point)}"


def end(to: str) -> str:
    """An address as it is; a number as people write it."""
    return to if "@" in to else formats.phone(to)


def comes_by(channels: Sequence[Channel]) -> str:
    """By which ways something would come: all of them, or that it would only stand in the portal."""
    if not channels:
        return str(_("only here in the portal"))
    return ", ".join(str(_TO[each.by]()) % {"to": end(each.to)} for each in channels)


def lacks_a_way(kinds: Sequence[MessageKind]) -> str:
    """Why a grid is not saved, and the way out."""
    names = ", ".join(title(each) for each in kinds)
    return str(
        ngettext(
            "%(kinds)s needs one way at least that reaches you. Tick one in that row, then save.",
            "%(kinds)s need one way at least that reaches you. Tick one in each of those rows, then save.",
            len(kinds),
            kinds=names,
        )
    )


def fate(known: Fate | None) -> str:
    """What became of what was last sent by one way."""
    if known is None:
        return str(_("Nothing was sent here yet."))
    if known.has_failed and known.returned_at:
        return str(_("It came back on %(day)s.")) % {"day": formats.near_moment(known.returned_at)}
    if known.arrived_at:
        return str(_("Last sent on %(day)s; it did not come back.")) % {"day": formats.near_moment(known.arrived_at)}
    return str(_("Nothing was sent here yet."))


def stands(reach: Reach, way: By, point: Point) -> str:
    """What is known of one way to one address or number: not confirmed, or what became of what was sent."""
    if not point.is_confirmed:
        return str(_("You have not confirmed it yet: nothing but an emergency is sent here."))
    return fate(reach.fates.get(Channel(way, point.to)))


def came_back(fates: Mapping[Channel, Fate], held: Held) -> str:
    """When something last came back from an address or number on record; nothing where it did not."""
    for way in By:
        known = fates.get(Channel(way, held.value))
        if known is not None and known.has_failed:
            return fate(known)
    return ""


def has_failed(reach: Reach) -> bool:
    """Whether anything came back from an address or number that is shown."""
    return any(point.failed for point in reach.points)


def sent_to(came: Came) -> str:
    """Where something was sent: `Text to (303) 555-0110`."""
    return str(_TO[came.by]()) % {"to": end(came.to)}


def what(came: Came) -> str:
    """What something sent was about; nothing of its words, which others at the same address could read."""
    return str(_SENT[came.template]()) if came.template in _SENT else str(_("A message from the district"))


def became(came: Came) -> str:
    """What became of one thing sent."""
    if came.returned_at is not None:
        return str(_("came back"))
    if came.has_stopped:
        return str(_("not sent"))
    return str(_("sent") if came.sent_at is not None else _("on its way"))


def _in_words(said: Mapping[str, str]) -> str:
    return said.get(chosen()) or said.get("en", "")


_WAYS = {
    By.MAIL: lambda: _("Email message"),
    By.TEXT: lambda: _("Text message"),
    By.VOICE: lambda: _("Phone call"),
}
_TO = {
    By.MAIL: lambda: _("Email to %(to)s"),
    By.TEXT: lambda: _("Text to %(to)s"),
    By.VOICE: lambda: _("Call to %(to)s"),
}
_SENT = {
    "activation-code": lambda: _("Your code for the portal"),
    "account-activated": lambda: _("Your account was made"),
    "account-exists": lambda: _("You have an account already"),
    "coming-of-age": lambda: _("Rights pass to a student at 18"),
    "school-message": lambda: _("A message from the school"),
    "limit-reached": lambda: _("A limit that you set was reached"),
    "contact-code": lambda: _("A code to confirm an address or number"),
    "contact-changed": lambda: _("Your contact data were changed"),
    "request-answered": lambda: _("The office answered what you asked"),
}
