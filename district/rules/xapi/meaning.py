"""What a valid statement says of a course: who, which, when, and whether that can count as having done it.

Sources: the ADL verbs, cmi5 (satisfied, waived, moveOn), and the other addresses under which systems say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from district.rules.xapi import shapes
from district.rules.xapi.sameness import id_of


class Verb(StrEnum):
    """What was said, whatever address it was said by."""

    COMPLETED = "completed"
    PASSED = "passed"
    SATISFIED = "satisfied"
    """The system that teaches says that its own rule for the course is met."""
    WAIVED = "waived"
    """A person excused from the course, with a reason."""
    FAILED = "failed"
    VOIDED = "voided"
    OTHER = "other"


_ADL = "http://adlnet.gov/expapi/verbs/"
VERBS = {
    f"{_ADL}completed": Verb.COMPLETED,
    "http://id.tincanapi.com/verb/completed": Verb.COMPLETED,
    "http://activitystrea.ms/schema/1.0/complete": Verb.COMPLETED,
    f"{_ADL}passed": Verb.PASSED,
    f"{_ADL}failed": Verb.FAILED,
    f"{_ADL}voided": Verb.VOIDED,
    "https://w3id.org/xapi/adl/verbs/satisfied": Verb.SATISFIED,
    "https://w3id.org/xapi/adl/verbs/waived": Verb.WAIVED,
}
"""The addresses known, in exactly these letters: addresses are compared as they stand."""
CAN_COUNT = (Verb.COMPLETED, Verb.PASSED, Verb.SATISFIED, Verb.WAIVED)
REASON = "https://w3id.org/xapi/cmi5/result/extensions/reason"
MOVE_ON = "https://w3id.org/xapi/cmi5/context/extensions/moveon"
NOT_APPLICABLE = "NotApplicable"
"""The cmi5 rule by which a course is done before it has begun; nothing satisfied by it counts here."""

ACCOUNT, EMAIL, EMAIL_SUM, OPENID = "account", "email", "email-sum", "openid"
BETWEEN = " "
"""Between the home page and the name of an account: no address holds a space."""


@dataclass(frozen=True, slots=True)
class Said:
    """One statement, as far as completions go."""

    id: str
    verb: Verb
    counts: bool
    """Whether it may count as having done the course; which does, is the course’s rule."""
    who: str
    """The identifier of the actor; empty where it is not about one person."""
    who_by: str
    """Which of the four identifiers it is."""
    activity: str
    """The address of the course; empty where the object is none."""
    at: datetime | None
    """None where the statement does not say: then it was when it reached us."""
    score: float | None
    """In percent where it is scaled, else the points."""
    reason: str
    registration: str
    voids: str
    """The id of the statement this one undoes; empty for every other."""


def meaning_of(statement: Any) -> Said:
    """What a statement that `check_statement` let pass says."""
    verb = VERBS.get(statement["verb"]["id"], Verb.OTHER)
    about, result, context = statement["object"], statement.get("result", {}), statement.get("context", {})
    who, who_by = _who(statement["actor"])
    is_course = about.get("objectType", "Activity") == "Activity"
    return Said(
        id=id_of(statement),
        verb=verb,
        counts=verb in CAN_COUNT and is_course and bool(who) and not _is_denied(result, context, verb),
        who=who,
        who_by=who_by,
        activity=about["id"] if is_course else "",
        at=shapes.moment(statement["timestamp"], "$.timestamp") if "timestamp" in statement else None,
        score=_score(result.get("score", {})),
        reason=_text(result.get("extensions", {}).get(REASON)),
        registration=context.get("registration", "").lower(),
        voids=about["id"].lower() if verb is Verb.VOIDED else "",
    )


def _is_denied(result: Any, context: Any, verb: Verb) -> bool:
    """The result says no, or the course was satisfied without having to be done."""
    if result.get("success") is False or result.get("completion") is False:
        return True
    return verb is Verb.SATISFIED and context.get("extensions", {}).get(MOVE_ON) == NOT_APPLICABLE


def _who(actor: Any) -> tuple[str, str]:
    if actor.get("objectType") == "Group":
        return "", ""
    if "account" in actor:
        account = actor["account"]
        return f"{account['homePage']}{BETWEEN}{account['name'].strip()}", ACCOUNT
    if "mbox" in actor:
        return actor["mbox"].split(":", 1)[1].lower(), EMAIL
    if "mbox_sha1sum" in actor:
        return actor["mbox_sha1sum"].lower(), EMAIL_SUM
    return actor["openid"], OPENID


def _score(score: Any) -> float | None:
    if "scaled" in score:
        return round(float(score["scaled"]) * 100, 4)
    return float(score["raw"]) if "raw" in score else None


def _text(value: Any) -> str:
    return value[:500] if isinstance(value, str) else ""
