"""The sentences of entering a household: who is alike and why, what is in the way, and what will be written."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from flask_babel import ngettext

from district.rules.likeness import Band, Reason
from district.rules.places_alike import PlaceReason
from district.words.relationships import both_ways, type_name
from foundation.web import formats
from household.editor.queries import Alike, HomeSeen, Neighbour, OnRecord, PersonSeen, PlaceAlike, Tie
from household.editor.queries.proposals import ProposalSeen, Supposed
from household.editor.rules.plan import Home, Plan, PlanFault, PlanGap, PlannedPerson, PlannedPlace, Step
from household.editor.words import FLAGS, about, call, joined, language

STEPS = {
    Step.PLACE: _("Address"),
    Step.PEOPLE: _("People"),
    Step.TIES: _("Relationships"),
    Step.CHECK: _("Check and save"),
}

BANDS = {
    Band.SAME: _("Almost surely the same"),
    Band.LIKELY: _("Likely the same"),
    Band.POSSIBLE: _("Possibly the same"),
}

REASONS = {
    Reason.NAME: _("the name agrees"),
    Reason.NAME_ORDER: _("first and last name are the other way round"),
    Reason.SURNAME_PART: _("one of two last names agrees"),
    Reason.NICKNAME: _("the first name is a short form"),
    Reason.FORMER_NAME: _("a former name agrees"),
    Reason.SPELLING: _("the names are one letter apart"),
    Reason.LAST_NAME: _("the last name agrees"),
    Reason.FIRST_NAME: _("the first name agrees"),
    Reason.BIRTH_DATE: _("the birth date agrees"),
    Reason.DAY_AND_MONTH: _("day and month of birth are the other way round"),
    Reason.ONE_DIGIT: _("the birth dates are one digit apart"),
    Reason.NUMBER: _("the student number agrees"),
    Reason.EMAIL: _("the email agrees"),
    Reason.PHONE: _("the phone agrees"),
    Reason.ADDRESS: _("the address agrees"),
    Reason.OTHER_BIRTH_DATE: _("the birth date is another one"),
    Reason.NAME_AND_BIRTH_DATE: _("name and birth date agree"),
}

PLACES = {
    PlaceReason.WRITTEN_ALIKE: _("it is written alike"),
    PlaceReason.UNIT_LEFT_OUT: _("one names a unit, the other none"),
    PlaceReason.OTHER_UNIT: _("it is another unit of the same house"),
    PlaceReason.OTHER_KIND: _("the street has the same name and another kind or direction"),
}

HOMES = {
    Home.HERE: _("lives here"),
    Home.SECOND: _("second home here"),
    Home.ELSEWHERE: _("lives elsewhere"),
}

_FAULTS = {
    PlanFault.NO_PLACE: _("There is no address yet. Type it first."),
    PlanFault.PLACE_OPEN: _("The address is like others on record. Say which it is."),
    PlanFault.NOBODY: _("Nobody lives in this household yet. Add its people."),
    PlanFault.PERSON_OPEN: _("%(name)s is like somebody on record. Say whether it is the same person."),
    PlanFault.NO_STUDENT_IN_REACH: _(
        "No student of your schools lives in this household, so you could not open it again. Add the student, or ask a "
        "colleague at the student’s school, or in the central office, to enter it."
    ),
    PlanFault.OUT_OF_REACH: _(
        "%(name)s is not in your reach any more. Take them off, or ask a colleague at their school."
    ),
    PlanFault.HAS_FIRST_HOME: _("%(name)s has a first home elsewhere. Let this be a second home, or take them off."),
    PlanFault.ONLY_CALLED: _(
        "%(name)s is only called in an emergency about a child here, and by that lives elsewhere. Change the "
        "relationship, or say that they live elsewhere."
    ),
    PlanFault.TIED_TO_NOBODY: _("%(name)s lives elsewhere and is tied to no child here. Say what they are to a child."),
}

_GAPS = {
    PlanGap.NO_CHILD: _("No child lives in this household."),
    PlanGap.NO_GUARDIAN: _("%(name)s has no guardian on record."),
    PlanGap.NOBODY_CALLED: _("For %(name)s nobody is named to be called in an emergency."),
    PlanGap.NO_PHONE: _("No phone is on record: the school could call nobody."),
}


def why_alike(alike: Alike) -> str:
    """`The name agrees, the birth date agrees.`"""
    return _sentence([str(REASONS[each]) for each in alike.likeness.reasons])


def why_place(alike: PlaceAlike) -> str:
    """`It is written alike.`"""
    return _sentence([str(PLACES[alike.found.likeness.reason])])


def score(alike: Alike) -> str:
    """`80 of 100`."""
    return str(_("%(score)s of 100", score=alike.likeness.score))


def address(place: PlannedPlace) -> str:
    """`2214 Larkspur Court, Unit B, Juniper Valley, CO 80999`."""
    return written(place.lines)


def written(lines: Sequence[str]) -> str:
    """An address in one line."""
    street, second, city, state, postal_code = lines
    return ", ".join(each for each in (street, second, city, f"{state} {postal_code}".strip()) if each)


def ask_at(person: PersonSeen) -> str:
    """Whom to ask about somebody out of reach."""
    if person.school:
        return str(_("If it is the same person, ask a colleague at %(school)s.", school=person.school))
    return str(_("If it is the same person, ask a colleague of Enrollment Services in the central office."))


def called(person: PlannedPerson, record: OnRecord) -> str:
    """The name of somebody of the plan, on record or typed."""
    held = record.people.get(person.person_id) if person.person_id is not None else None
    return held.name if held else person.name


def what_they_are(person: PlannedPerson, record: OnRecord) -> str:
    """What is known of somebody of the plan, in a line."""
    held = record.people.get(person.person_id) if person.person_id is not None else None
    if held:
        return ", ".join(each for each in (str(_("on record")), about(held)) if each)
    return ", ".join(each for each in (str(_("new person")), typed(person)) if each)


def typed(person: PlannedPerson) -> str:
    """What was typed of somebody new, beside the name: `born March 9, 2014, (303) 555-0117, Spanish`."""
    born = str(_("born %(day)s", day=formats.short_day(person.birth_date))) if person.birth_date else ""
    contact = (formats.phone(person.phone), person.email, language(person.language))
    return ", ".join(each for each in (born, *contact) if each)


def known(alike: Alike) -> str:
    """What is on record of somebody in reach who is alike: `born March 9, 2014, Grade 7, Ridgeline Middle, 204417`."""
    born = str(_("born %(day)s", day=formats.short_day(alike.birth_date))) if alike.birth_date else ""
    return ", ".join(each for each in (born, about(alike.person)) if each)


def although(person: PlannedPerson, alike: int) -> str:
    """The button that adds somebody new, with how many are alike."""
    if not alike:
        return str(_("Add %(name)s as a new person", name=person.name))
    return str(
        ngettext(
            "Add %(name)s as a new person, although %(num)s is alike",
            "Add %(name)s as a new person, although %(num)s are alike",
            alike,
            name=person.name,
        )
    )


def home_name(home: Neighbour) -> str:
    """What a household that lives at an address is called."""
    return joined(home.last_names) or str(_("Household without members"))


def place_lines(place: PlannedPlace) -> list[tuple[str, str]]:
    """The household itself, fact by fact."""
    rows = [
        (str(_("Address")), address(place)),
        (str(_("Lives there since")), formats.short_day(place.starts) if place.starts else ""),
        (str(_("Mail")), str(_("comes to this address") if place.is_mailing else _("does not come to this address"))),
        (str(_("Phone")), formats.phone(place.phone)),
        (
            str(_("Confidential")),
            str(_("yes: no page shows the address once it is saved")) if place.is_confidential else "",
        ),
        (str(_("Although others are alike")), place.although),
    ]
    return [(label, value) for label, value in rows if value]


def people_lines(plan: Plan, record: OnRecord) -> list[tuple[str, str]]:
    """Everybody, with what is written of each."""
    rows = []
    for each in plan.people:
        why = str(_("new although others are alike: %(why)s", why=each.although)) if each.although else ""
        said = (role(each), what_they_are(each, record), why)
        rows.append((called(each, record), "; ".join(part for part in said if part)))
    return rows


def role(person: PlannedPerson) -> str:
    """`child, second home here`."""
    kind = _("child") if person.is_child else _("adult")
    return f"{kind}, {HOMES[person.home]}"


def fault(found: tuple[PlanFault, str], plan: Plan, record: OnRecord) -> str:
    """What must be mended, with the name of whom it is about."""
    return str(_FAULTS[found[0]]) % {"name": _name(found[1], plan, record)}


def gap(found: tuple[PlanGap, str], plan: Plan, record: OnRecord) -> str:
    """What is missing, with the name of whom it is about."""
    return str(_GAPS[found[0]]) % {"name": _name(found[1], plan, record)}


def where_now(home: HomeSeen) -> str:
    """Where somebody’s first home is, so much as may be told."""
    if home.address:
        return home.address
    if home.is_in_reach:
        return str(_("a household whose address is confidential, or not on record"))
    return str(_("a household at another school"))


def tie_lines(plan: Plan, record: OnRecord) -> list[str]:
    """What is written of who is what to whom, from both ends, with the flags."""
    said = []
    for tie in plan.ties:
        adult, student = (_name(key, plan, record) for key in (tie.adult, tie.student))
        parts = [both_ways(tie.type, adult, student)]
        for value, sentence in ((True, _("Yes: %(what)s.")), (False, _("No: %(what)s."))):
            words = [str(FLAGS[name]) for name in tie.flags if tie.flags[name] is value]
            if words:
                parts.append(str(sentence) % {"what": ", ".join(words)})
        if tie.place is not None:
            parts.append(f"{call(tie.place, is_tied=False)}.")
        said.append(" ".join(parts))
    return said


def proposal_title(found: ProposalSeen) -> str:
    """What a proposed household is called: the last names of those in it who are in reach."""
    return joined(tuple(dict.fromkeys(each.person.last_name for each in found.people if each.person.is_open))[:3])


def why_supposed(each: Supposed, ties: Sequence[Tie], found: ProposalSeen) -> str:
    """Why somebody seems to live there."""
    if each.is_student:
        return str(
            _("A student without a household: this is their address on record, or that of an adult they live with.")
        )
    students = {one.person.person_id: one.person.name for one in found.students}
    tied = [
        f"{type_name(tie.type)}: {students[tie.student_id]}" for tie in ties if tie.adult_id == each.person.person_id
    ]
    said = str(_("Has this address on record, and is tied to the students."))
    return " ".join([said, *(f"{one}." for one in tied)])


def draft_title(plan: Plan) -> str:
    """What a household being entered is called in a list."""
    names = [each.last_name for each in plan.people if each.last_name]
    return joined(tuple(dict.fromkeys(names))[:3]) or plan.place.line_1 or str(_("A household without an address"))


def _name(key: str, plan: Plan, record: OnRecord) -> str:
    person = plan.person(key)
    return called(person, record) if person else ""


def _sentence(parts: Sequence[str]) -> str:
    text = ", ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."
