"""Messages, in the words of those who write them and of the families who read them."""

from __future__ import annotations

from datetime import datetime

from flask_babel import format_decimal, get_locale, ngettext
from flask_babel import gettext as _

from district.words import grade
from foundation.web import formats
from foundation.web.language import LANGUAGES
from portal.message_kinds import message_kinds
from portal.queries.messages.lists import Figures, Written
from portal.rules.messages.leaving import State, Stop
from portal.rules.messages.placeholders import Fault, Found
from portal.rules.messages.reaching import Because
from portal.rules.messages.writing import (
    LONGEST_BODY,
    LONGEST_SUBJECT,
    MOST_FILES,
    Audience,
    FilesRefusal,
    Refusal,
    spoken_in,
)
from portal.words import desk


def number(value: int) -> str:
    """A number as the language writes it."""
    return str(format_decimal(value))


def page_language() -> str:
    """The code of the language the page speaks."""
    spoken = get_locale()
    return spoken.language if spoken else "en"


def kind(code: str) -> str:
    """What families call this kind of message, as the district's file says it."""
    titles = message_kinds()[code].title
    return titles.get(page_language()) or titles["en"]


def subject(texts: dict[str, list[str]]) -> str:
    """The subject in the page's language, where there is one in it."""
    return texts[spoken_in(texts, page_language())][0]


def sender(found: Written) -> str:
    """Who wrote, and for which school: names alone, the same in every language."""
    return f"{found.author}, {found.school}" if found.school else found.author


def audience(code: str) -> str:
    """Who of those around the students a message is for."""
    return str(_AUDIENCES[Audience(code)]())


def whom(found: Written) -> str:
    """`Families of Biology, Juniper High School`: for whom a message is, in few words."""
    of = found.student or ", ".join(each for each in (found.section, found.school) if each)
    narrowed = [grade(found.message.grade), desk.language(found.message.language) if found.message.language else ""]
    parts = [audience(found.message.audience), of or str(_("the whole district")), *narrowed]
    return ": ".join((parts[0], ", ".join(each for each in parts[1:] if each)))


def state(code: str) -> str:
    """How far a message has come, in a word."""
    return str(_STATES[State(code)]())


def stamp(code: str) -> str:
    """The sign beside it."""
    return {State.SENT: "good", State.STOPPED: "bad", State.CANCELLED: ""}.get(State(code), "wait")


def headline(found: Written) -> str:
    """How far a message has come, as a whole sentence."""
    message = found.message
    at = State(message.state)
    if at is State.SCHEDULED and message.goes_at is not None:
        return str(_("It leaves on %(moment)s.", moment=formats.moment(message.goes_at)))
    if at is State.SENDING:
        told = {"done": number(message.done), "total": number(message.total)}
        return str(_("It is leaving: the families of %(done)s of %(total)s students are done.", **told))
    if at is State.SENT and message.sent_at is not None:
        return str(_("It was sent on %(moment)s.", moment=formats.moment(message.sent_at)))
    return str(_HEADLINES[at]())


def waits_because(wanted: datetime | None, goes_at: datetime | None) -> str:
    """Why a message leaves later than its author wants; empty where it does not."""
    if goes_at is None or wanted is None or goes_at <= wanted:
        return ""
    return str(_("From 9 PM to 7 AM families are left in peace, except in an emergency."))


def why_stopped(code: str) -> str:
    """Why a message was stopped, and what to do."""
    return str(_STOPS[Stop(code)]())


def because(code: Because) -> str:
    """Why somebody gets nothing, and what would change it."""
    return str(_BECAUSE[code]())


def refused(code: Refusal) -> str:
    """Why a message may not be written so."""
    return str(_REFUSED[code]())


def not_filled(found: Found) -> str:
    """What is wrong with a placeholder, and where it stands."""
    said = _NOT_FILLED[found.fault]()
    place = _("line %(line)s, character %(sign)s", line=found.line, sign=found.sign)
    return str(_("“%(written)s” (%(place)s): %(said)s", written=found.written, place=place, said=said))


def files_refused(code: FilesRefusal) -> str:
    """Why files are not attached, or not taken away."""
    return str(_FILES_REFUSED[code]())


def ways(reached: str) -> str:
    """`email, portal`: how something comes to one person."""
    return ", ".join(way(each) for each in reached.split(",") if each) or str(_("not reached"))


def way(code: str) -> str:
    """One way, in a word or two."""
    return str(_WAYS[code]())


def figures(found: Figures) -> list[tuple[str, str]]:
    """How far a message came, line by line."""
    lines = [(str(_("People it is for")), number(found.people)), (str(_("Read in the portal")), number(found.read))]
    return [*lines, *((str(_TOLD[name]()), number(count)) for name, count in found.by)]


def would_reach(people: int, nobody: int) -> str:
    """What a preview found, as its first sentence."""
    told = ngettext("It would reach %(said)s person.", "It would reach %(said)s people.", people, said=number(people))
    if not nobody:
        return str(told)
    return f"{told} " + str(
        ngettext("%(said)s would not be reached.", "%(said)s would not be reached.", nobody, said=number(nobody))
    )


def written_in(shown: str, reader: str) -> str:
    """The label of a message that is not in the reader's language; empty where it is."""
    if shown == reader[:2].lower():
        return ""
    return str(_("Written in %(language)s only", language=LANGUAGES.get(shown, shown)))


_AUDIENCES = {
    Audience.FAMILIES: lambda: _("Families"),
    Audience.STUDENTS: lambda: _("Students"),
    Audience.BOTH: lambda: _("Families and students"),
}
_STATES = {
    State.DRAFT: lambda: _("Draft"),
    State.SCHEDULED: lambda: _("Scheduled"),
    State.SENDING: lambda: _("On its way"),
    State.SENT: lambda: _("Sent"),
    State.CANCELLED: lambda: _("Taken back"),
    State.STOPPED: lambda: _("Stopped"),
}
_HEADLINES = {
    State.DRAFT: lambda: _("Nothing has left yet."),
    State.CANCELLED: lambda: _("It was taken back. Nothing left."),
    State.STOPPED: lambda: _("It was stopped."),
}
_STOPS = {
    Stop.RIGHT_ENDED: lambda: _(
        "When it was to leave, these families were no longer within your reach: a class, a job or an account had "
        "ended. Whoever teaches or leads there now can write it anew."
    ),
    Stop.RESTORED: lambda: _(
        "A backup was restored while it waited, and it may have left before. Look at what families have, then write it "
        "anew if it is missing."
    ),
}
_BECAUSE = {
    Because.NO_WAY: lambda: _(
        "No email or phone that works for this kind, and no portal account. The help desk can give a code."
    ),
    Because.NO_MESSAGES: lambda: _("The record says: no messages. The office can change it."),
    Because.NO_PORTAL: lambda: _("Not on record as a guardian with portal access. The office can change it."),
    Because.NOBODY: lambda: _("Nobody of this student’s family is reached. Call, or send a letter."),
}
_REFUSED = {
    Refusal.NOT_REACHED: lambda: _("Choose one of these. You write to the families of your own classes or schools."),
    Refusal.KIND: lambda: _("Choose one of these kinds."),
    Refusal.NO_WORDS: lambda: _("Write a subject and a message, in one language at least."),
    Refusal.HALF_WORDS: lambda: _("In this language one of the two is missing. Write it, or empty the other."),
    Refusal.SUBJECT_TOO_LONG: lambda: _("A subject has at most %(most)s characters.", most=number(LONGEST_SUBJECT)),
    Refusal.BODY_TOO_LONG: lambda: _("A message has at most %(most)s characters.", most=number(LONGEST_BODY)),
}
_NOT_FILLED = {
    Fault.UNKNOWN: lambda: _("no such placeholder. There are {child}, {school} and {teacher}."),
    Fault.NO_ONE_CHILD: lambda: _("this message is not about one child. Write to one family, or write it without."),
    Fault.NO_ONE_SCHOOL: lambda: _("this message is not of one school. Choose a school, or write it without."),
}
_FILES_REFUSED = {
    FilesRefusal.LEFT: lambda: _("It has left, or was taken back, so its files stay as they are."),
    FilesRefusal.TOO_MANY: lambda: _("A message has at most %(most)s files.", most=number(MOST_FILES)),
}
_WAYS = {
    "mail": lambda: _("email"),
    "text": lambda: _("text message"),
    "voice": lambda: _("call"),
    "portal": lambda: _("portal"),
}
_TOLD = {
    "mail": lambda: _("By email"),
    "text": lambda: _("By text message"),
    "voice": lambda: _("By call"),
    "portal": lambda: _("In the portal alone"),
    "nobody": lambda: _("Not reached"),
}
