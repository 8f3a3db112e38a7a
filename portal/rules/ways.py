"""By which way a code goes to somebody: mail, else text, else voice call, and only to what is on file."""

from __future__ import annotations

from dataclasses import dataclass

from portal.rules.codes import Delivery


@dataclass(frozen=True)
class Way:
    """One way, and where it ends: an e-mail address, or a number as E.164."""

    delivery: Delivery
    to: str


def way_to(*, email: str | None, text: str | None, voice: str | None, sends_texts: bool, calls: bool) -> Way | None:
    """The first way that is on file and that the district has somebody to carry; None where there is none.

    Mail first: it shows a whole link and costs nothing. A text before a call: it can be read again.
    """
    if email:
        return Way(Delivery.EMAIL, email)
    if text and sends_texts:
        return Way(Delivery.TEXT, text)
    if voice and calls:
        return Way(Delivery.VOICE, voice)
    return None


def ways_to_tell(
    *, email: str | None, text: str | None, voice: str | None, sends_texts: bool, calls: bool
) -> tuple[Way, ...]:
    """By which ways an owner is told that their account was made: mail and text both, for a code may have gone astray
    by one of them; a call only where there is neither."""
    written = (
        *((Way(Delivery.EMAIL, email),) if email else ()),
        *((Way(Delivery.TEXT, text),) if text and sends_texts else ()),
    )
    return written or ((Way(Delivery.VOICE, voice),) if voice and calls else ())
