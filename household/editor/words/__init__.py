"""The sentences of the editor: relationships both ways, flags, orders, and what people and households are called."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from babel import Locale, UnknownLocaleError
from flask_babel import get_locale, ngettext
from flask_babel import lazy_gettext as _

from district.words import FOUND_BY, grade
from district.words.relationships import both_ways as said_both_ways
from district.words.relationships import type_name
from foundation.web import formats
from household.editor.queries import Fact, HouseholdSeen, Line, Order, PersonSeen, Tie
from household.editor.rules.naming import last_names

FLAGS = {
    "guardian": _("guardian"),
    "mailing": _("mail"),
    "portal": _("portal"),
    "messenger": _("messages"),
    "may_pick_up": _("pick-up"),
    "lives_with": _("lives with"),
}
"""What each flag of a relationship is about."""

CONTACTS = {"email": _("Email"), "phone": _("Phone"), "sms": _("Mobile"), "home": _("Home phone"), "work": _("Work")}
NUMBERS = {"student-number": _("Student number"), "staff-id": _("Staff number")}
ACCOUNTS = {"parent": _("parent"), "student": _("student"), "staff": _("staff")}


def relation(tie: Tie) -> str:
    """`Parent`: what the adult is."""
    return type_name(tie.type)


def both_ways(tie: Tie, person: PersonSeen) -> str:
    """A relationship from either end, said on the page of `person`."""
    is_adult = tie.adult_id == person.person_id
    adult, student = (person.name, tie.other.name) if is_adult else (tie.other.name, person.name)
    return said_both_ways(tie.type, adult, student)


_SOURCES = {"office": _("the office"), "family": _("the family")}


def source(name: str) -> str:
    """Who says so: `the office`, else the feed by its name."""
    return str(_SOURCES[name]) if name in _SOURCES else name


def flags(tie: Tie) -> list[tuple[str, str]]:
    """Each flag as an answer (yes, no, unknown) and a word, what is so first. An order in force outweighs a yes."""
    order = {"yes": 0, "unknown": 1, "no": 2}
    answers = {True: "yes", False: "no", None: "unknown"}
    so = tie.flags | ({"may_pick_up": False} if tie.is_kept_from_pick_up else {})
    said = [(answers[value], str(FLAGS[name])) for name, value in so.items()]
    return sorted(said, key=lambda each: order[each[0]])


def call(place: int, *, is_tied: bool) -> str:
    """The place in the order to call: `Call: 2`."""
    return str(_("Call: %(place)s, tied", place=place) if is_tied else _("Call: %(place)s", place=place))


def restriction(order: Order) -> str:
    """What an order takes and when. Which paper it is those see who handle restrictions, on its own page."""
    taken = [
        word
        for is_taken, word in (
            (order.records, _("no records")),
            (order.contact, _("no contact")),
            (order.pick_up, _("no pick-up")),
        )
        if is_taken
    ]
    return f"{', '.join(map(str, taken))}. {period(order.starts, order.ends)}."


def period(starts: date | None, ends: date | None) -> str:
    """`since June 2, 2024`, `June 2, 2024 through August 31, 2027`, `through June 4, 2026`; empty for no days."""
    if starts and starts == ends:
        return str(_("entered by mistake, or taken back"))
    if starts and ends:
        return str(_("%(first)s through %(last)s", first=formats.short_day(starts), last=formats.last_day(ends)))
    if starts:
        return str(_("since %(day)s", day=formats.short_day(starts)))
    return str(_("through %(day)s", day=formats.last_day(ends))) if ends else ""


def about(person: PersonSeen) -> str:
    """What a person is today, in a line: `Grade 10, Ridgeline High, 204417`, or the job."""
    known = (grade(person.grade), person.school, person.number if person.grade or person.school else "", person.job)
    return ", ".join(each for each in known if each)


def reached(person: PersonSeen) -> str:
    """How an adult is reached, in a line: `(303) 555-0117, Spanish`."""
    return ", ".join(each for each in (formats.phone(person.phone), language(person.language)) if each)


def language(code: str) -> str:
    """`Spanish`; a code nobody knows as it is, nothing for nothing."""
    if not code:
        return ""
    try:
        name = Locale.parse(code.replace("_", "-"), sep="-").get_display_name(get_locale())
    except (ValueError, UnknownLocaleError):
        return code
    return name or code


def what_they_are(line: Line) -> str:
    """A line of results: what somebody is, and whose parent or guardian."""
    tied = _("tied to %(students)s", students=", ".join(line.children)) if line.children else ""
    return "; ".join(str(each) for each in (about(line.person), tied) if each) or str(_("nothing on record for today"))


def why_found(line: Line) -> str:
    """`Found by a former name, by phone.`"""
    return str(_("Found %(how)s.", how=", ".join(str(FOUND_BY[ground]) for ground in line.grounds)))


def where_masked(person: PersonSeen) -> str:
    """All that is told of somebody out of reach beside first name and initial: the school."""
    return person.school or str(_("no school on record"))


def found(total: int) -> str:
    """How many were found."""
    return str(ngettext("%(num)s person found", "%(num)s people found", total))


def household_name(seen: HouseholdSeen) -> str:
    """What a household is called: `Okonkwo and Reyes`."""
    adults = [each.last_name for each in seen.people if not is_student(each)]
    children = [each.last_name for each in seen.people if is_student(each)]
    return joined(last_names(adults, children)) or str(_("Household without members"))


def is_student(person: PersonSeen) -> bool:
    """Whether a line tells of a place at a school."""
    return bool(person.school or person.grade)


def joined(names: Sequence[str]) -> str:
    """`Okonkwo and Reyes`, `Abel, Okonkwo and Reyes`."""
    if len(names) < 2:
        return "".join(names)
    return str(_("%(names)s and %(last)s", names=", ".join(names[:-1]), last=names[-1]))


def household_story(seen: HouseholdSeen, places: Sequence[Fact], today: date) -> list[tuple[str, str, date, str]]:
    """What happened to a household, newest first: a state, what, on which day, and no more. What is to come is not
    history yet."""
    told: list[tuple[str, str, date | None]] = []
    for each in seen.members:
        if each.was_never:
            told.append(("", str(_("%(name)s was entered here by mistake", name=each.person.name)), each.starts))
            continue
        told.append(("good", str(_("%(name)s came", name=each.person.name)), each.starts))
        last = each.ends - timedelta(days=1) if each.ends else None
        told.append(("", str(_("%(name)s left", name=each.person.name)), last))
    for place in places:
        line = formats.phone(place.texts[0]) if place.kind == "phone" else place.texts[0]
        what = line or _("A confidential address")
        if place.starts == place.ends:
            told.append(("", str(_("%(what)s was entered by mistake", what=what)), place.starts))
            continue
        told.append(("good", str(_("%(what)s began to count", what=what)), place.starts))
        told.append(("", str(_("%(what)s no longer counts", what=what)), place.ends))
    dated = [(state, what, day, "") for state, what, day in told if day is not None and day <= today]
    return sorted(dated, key=lambda each: each[2], reverse=True)


def contact(fact: Fact) -> str:
    """What sort of contact point it is."""
    return contact_kind(fact.texts[1] or fact.kind)


def contact_kind(kind: str) -> str:
    """`Mobile`; a kind of the source's own as the source words it, `Phone` where it says none."""
    return str(CONTACTS.get(kind or "phone", kind))


def number(fact: Fact) -> str:
    """What sort of number it is."""
    return str(NUMBERS.get(fact.texts[0], _("Number")))


def accounts_held(kinds: Sequence[str]) -> str:
    """Which accounts somebody has: `yes, parent`."""
    if not kinds:
        return str(_("none"))
    return ", ".join(str(ACCOUNTS[kind]) for kind in kinds)
