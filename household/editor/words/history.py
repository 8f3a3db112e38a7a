"""What was changed of a person or a household, in sentences: what happened, and each value before and after.

An event that is told of a person or a household and has no sentence here is a mistake that a house test finds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _

from district.words import relationships, requests
from foundation.web import formats
from household.editor import words
from household.editor.queries.changes import FEED, KEPT_BACK, Change

SAID = {
    "household-begun": _("The household was entered, from %(first)s on."),
    "household-ended": _("The household was closed; its last day: %(last)s."),
    "household-confirmed": _("The household was made of a proposal."),
    "member-joined": _("%(whom)s lives in the household from %(first)s on."),
    "member-left": _("%(whom)s leaves the household; the last day there: %(last)s."),
    "member-home-changed": _("The household is another kind of home to %(whom)s from %(first)s on."),
    "member-noted": _("The note about the stay of %(whom)s was changed."),
    "address-begun": _("The household has an address from %(first)s on: %(is_at)s."),
    "address-ended": _("The household has an address no more: %(was_at)s; its last day: %(last)s."),
    "address-corrected": _("An address was corrected: %(was_at)s was written, %(is_at)s is right."),
    "confidentiality-set": _("Who sees %(is_at)s was changed."),
    "household-phone-begun": _("The household is reached by %(value)s from %(first)s on."),
    "household-phone-ended": _("The household is reached by %(value)s no more; the last day: %(last)s."),
    "household-moved": _("A move was entered: %(whom)s, from %(first)s on."),
    "move-taken-back": _("The move of %(whom)s, planned for %(planned)s, was taken back."),
    "residence-proved": _("A proof of residence was seen: %(value)s."),
    "person-added": _("The person was entered by hand."),
    "person-corrected": _("The record was corrected."),
    "person-renamed": _("The person has another name from %(first)s on."),
    "contact-point-begun": _("%(value)s is a contact from %(first)s on."),
    "contact-point-ended": _("%(value)s is a contact no more; the last day: %(last)s."),
    "emergency-contact-added": _("%(whom)s is to be called in an emergency."),
    "emergency-contact-changed": _("What %(whom)s is as an emergency contact was changed."),
    "emergency-contact-ended": _("%(whom)s is called in an emergency no more."),
    "tie-begun": _("A relationship was entered: with %(whom)s, from %(first)s on."),
    "tie-changed": _("The relationship with %(whom)s was changed."),
    "tie-ended": _("The relationship with %(whom)s ends; its last day: %(last)s."),
    "person-question-settled": _("%(what)s: it was settled which value counts, for a feed had another."),
    "tie-question-settled": _(
        "Which value of the relationship with %(whom)s counts was settled: the feed had another."
    ),
    "calling-order-set": _("Whom to call first was set anew."),
    "restriction-recorded": _("A restriction on %(whom)s was recorded, in force from %(first)s on."),
    "restriction-verified": _("The paper behind a restriction on %(whom)s was read."),
    "restriction-lift-proposed": _("To lift a restriction on %(whom)s was proposed; it stands."),
    "restriction-lifted": _("A restriction on %(whom)s was lifted; its last day: %(last)s."),
    "restriction-lift-withdrawn": _("The proposal to lift a restriction on %(whom)s was taken back; it stands."),
    "eligible-basis-begun": _("Why %(whom)s still sees the record at 18 was recorded, from %(first)s on."),
    "eligible-basis-ended": _("Why %(whom)s still sees the record at 18 was withdrawn; the last day: %(last)s."),
    "disclosure-recorded": _("A disclosure of the record was entered."),
    "disclosure-corrected": _("An entry of a disclosure was corrected."),
    "coming-of-age-announced": _("The student and the guardians were told that rights pass to the student at 18."),
    "change-requested": _("The family asked for a change."),
    "request-papers-attached": _("The family attached files to what it had asked for."),
    "request-withdrawn": _("The family took back what it had asked for."),
    "request-answered": _("A change that the family asked for was answered."),
    "card-found-right": _("The family confirmed that the contact data are still right."),
    "contact-point-confirmed": _("%(value)s was confirmed by a code sent there."),
    "contact-preferences-saved": _("The family chose how messages come to it."),
}
"""By the name of the event."""

EVENTS = tuple(SAID)
"""What stands in a history; of a person’s account and codes others tell."""

_USED_OTHERWISE = _("What an address is used for was corrected: %(is_at)s.")

_FED = {
    ("created", "person"): _("The feed %(source)s added %(whom)s."),
    ("met", "person"): _("The feed %(source)s names %(whom)s too."),
    ("updated", "person"): _("The feed %(source)s changed what it says of %(whom)s."),
    ("ended", "person"): _("The feed %(source)s no longer lists %(whom)s."),
    ("created", "relationship"): _("The feed %(source)s added a relationship of %(whom)s."),
    ("updated", "relationship"): _("The feed %(source)s changed a relationship of %(whom)s."),
    ("ended", "relationship"): _("The feed %(source)s ended a relationship of %(whom)s."),
    ("created", "enrollment"): _("The feed %(source)s added an enrollment of %(whom)s."),
    ("updated", "enrollment"): _("The feed %(source)s changed an enrollment of %(whom)s."),
    ("ended", "enrollment"): _("The feed %(source)s ended an enrollment of %(whom)s."),
}
_FED_OTHERWISE = _("The feed %(source)s changed something of %(whom)s.")

FIELDS = {
    "first_name": _("First name"),
    "middle_name": _("Middle name"),
    "last_name": _("Last name"),
    "preferred_first_name": _("Preferred first name"),
    "preferred_last_name": _("Preferred last name"),
    "birth_date": _("Birth date"),
    "language": _("Language"),
    "email": _("Email"),
    "phone": _("Phone"),
    "sms": _("Mobile"),
    "notes": _("Note"),
    "is_secondary": _("Second home"),
    "is_primary": _("Primary address"),
    "is_mailing": _("Mail goes here"),
    "is_physical": _("People live here"),
    "is_confidential": _("Confidential"),
    "type": _("Relationship"),
    "relation": _("Relationship"),
    "guardian": _("Guardian"),
    "mailing": _("Gets mail"),
    "portal": _("Sees the portal"),
    "messenger": _("Gets messages"),
    "may_pick_up": _("May pick up"),
    "lives_with": _("Lives with the student"),
    "emergency_priority": _("Place in the order to call"),
}
"""What is told before and after, by the name of the value; of others the sentence tells."""

_KINDS = {"type": relationships.type_name, "relation": requests.relation}

_BY = {"command": _("by a command on the server"), "job": _("by Hearth itself")}


def what(change: Change) -> str:
    """The sentence of a change."""
    if change.name == FEED:
        key = (change.data["kind"], change.data["record"])
        return str(_FED.get(key, _FED_OTHERWISE)) % {"source": change.actor, "whom": change.whom}
    before, after = _sides(change)
    is_use_alone = change.name == "address-corrected" and before.get("address_id") == after.get("address_id")
    return str(_USED_OTHERWISE if is_use_alone else SAID[change.name]) % _given(change)


def apart(change: Change) -> list[str]:
    """`Language: English before, Spanish now.`, a line for each value; why, at the end, where somebody said."""
    before, after = _sides(change)
    changed = [name for name in FIELDS if name in {**before, **after} and before.get(name) != after.get(name)]
    said = [_apart(name, before.get(name), after.get(name)) for name in changed]
    reason = change.data.get("reason") or ""
    return [*said, str(_("Why: %(reason)s", reason=reason))] if reason else said


def _apart(name: str, before: Any, now: Any) -> str:
    given = {"what": FIELDS[name], "before": _shown(name, before), "now": _shown(name, now)}
    return str(_("%(what)s: %(before)s before, %(now)s now.")) % given


def who(change: Change) -> str:
    """`Noelle Archer, Office Professional, Cedar Hill`; what did it, where nobody did."""
    if change.name == FEED:
        return ""
    if change.by in _BY:
        return str(_BY[change.by])
    return ", ".join(each for each in (change.actor, change.office) if each) or str(_("by somebody unknown"))


def _sides(change: Change) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    if change.name == FEED:
        said: Mapping[str, Any] = change.data["said"] if change.data["record"] == "person" else {}
        return {name: was for name, (was, _now) in said.items()}, {name: now for name, (_was, now) in said.items()}
    before, after = change.data.get("before") or {}, change.data.get("after") or {}
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return before, after
    field = change.data.get("field", "")
    return {field: before}, {field: after}


def _given(change: Change) -> dict[str, str]:
    before, after = _sides(change)
    proof = after.get("kind") if change.name == "residence-proved" else ""
    value = proof or after.get("value") or after.get("phone") or before.get("value") or before.get("phone") or ""
    return {
        "whom": change.whom,
        "what": str(FIELDS.get(change.data.get("field", ""), "")),
        "first": _day(after.get("starts"), formats.short_day),
        "planned": _day(before.get("starts"), formats.short_day),
        "last": _day(after.get("ends"), formats.last_day),
        "was_at": _place(change.was_at),
        "is_at": _place(change.is_at),
        "value": formats.phone(str(value)),
    }


def _day(value: Any, said: Callable[[date], str]) -> str:
    return said(date.fromisoformat(value)) if value else str(_("a day not known"))


def _place(line: str) -> str:
    return str(_("a confidential address")) if line in ("", KEPT_BACK) else line


def _shown(name: str, value: Any) -> str:
    """A value as people write it."""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if not value:
        return str(_("not known") if name in words.FLAGS else _("nothing"))
    if name == "birth_date":
        return formats.short_day(date.fromisoformat(str(value)))
    if name == "language":
        return words.language(str(value))
    if name in _KINDS:
        return _KINDS[name](str(value))
    return formats.phone(str(value)) if name in ("phone", "sms") else str(value)
