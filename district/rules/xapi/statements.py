"""Whether a statement is valid xAPI 1.0.3. Source: xAPI 1.0.3, part 2, 2.2 to 2.4.

What the specification leaves to the receiver: content of attachments is not received here, so an attachment must say
where its content lies (`fileUrl`).
"""

from __future__ import annotations

from typing import Any

from district.rules.xapi import shapes
from district.rules.xapi.activities import check_activity
from district.rules.xapi.actors import check_actor, check_authority, check_group
from district.rules.xapi.shapes import Invalid, below

VOIDED = "http://adlnet.gov/expapi/verbs/voided"
_OF_BOTH = ("actor", "verb", "object", "result", "context", "timestamp", "attachments")
_STATEMENT = (*_OF_BOTH, "id", "stored", "authority", "version")
_OBJECTS = ("Activity", "Agent", "Group", "SubStatement", "StatementRef")
_ATTACHMENT = ("usageType", "display", "description", "contentType", "length", "sha2", "fileUrl")


def check_statement(value: Any, path: str = "$") -> None:
    """Raises Invalid at the first fault found."""
    shapes.check_texts(value)
    statement = shapes.an_object(value, path, _STATEMENT, needed=("actor", "verb", "object"))
    if "id" in statement:
        shapes.uuid(statement["id"], below(path, "id"))
    if "stored" in statement:
        shapes.moment(statement["stored"], below(path, "stored"))
    if "authority" in statement:
        check_authority(statement["authority"], below(path, "authority"))
    if "version" in statement and not shapes.text(statement["version"], below(path, "version")).startswith("1.0."):
        raise Invalid(below(path, "version"), "Only version 1.0 of xAPI is understood here.")
    _check_deed(statement, path, is_within=False)


def _check_deed(deed: shapes.Object, path: str, *, is_within: bool) -> None:
    """What a statement and one within another have in common."""
    check_actor(deed["actor"], below(path, "actor"))
    _check_verb(deed["verb"], below(path, "verb"))
    kind = _check_object(deed["object"], below(path, "object"), is_within=is_within)
    if deed["verb"]["id"] == VOIDED and kind != "StatementRef":
        raise Invalid(below(path, "object"), "What is voided must be a StatementRef.")
    if "result" in deed:
        _check_result(deed["result"], below(path, "result"))
    if "context" in deed:
        _check_context(deed["context"], below(path, "context"), about=kind)
    if "timestamp" in deed:
        shapes.moment(deed["timestamp"], below(path, "timestamp"))
    if "attachments" in deed:
        _check_attachments(deed["attachments"], below(path, "attachments"))


def _check_verb(value: Any, path: str) -> None:
    verb = shapes.an_object(value, path, ("id", "display"), needed=("id",))
    shapes.iri(verb["id"], below(path, "id"))
    if "display" in verb:
        shapes.language_map(verb["display"], below(path, "display"))


def _check_object(value: Any, path: str, *, is_within: bool) -> str:
    """Answers which kind of object it is."""
    if not isinstance(value, dict):
        raise Invalid(path, "This must be an object in braces.")
    kind = shapes.one_of(value.get("objectType", "Activity"), below(path, "objectType"), _OBJECTS)
    match kind:
        case "Activity":
            check_activity(value, path)
        case "Agent" | "Group":
            check_actor(value, path)
        case "StatementRef":
            _check_reference(value, path)
        case _:
            if is_within:
                raise Invalid(path, "A statement within a statement has no third one within.")
            within = shapes.an_object(value, path, ("objectType", *_OF_BOTH), needed=("actor", "verb", "object"))
            _check_deed(within, path, is_within=True)
    return kind


def _check_reference(value: Any, path: str) -> None:
    reference = shapes.an_object(value, path, ("objectType", "id"), needed=("objectType", "id"))
    if reference["objectType"] != "StatementRef":
        raise Invalid(below(path, "objectType"), "This must be StatementRef, in exactly these letters.")
    shapes.uuid(reference["id"], below(path, "id"))


def _check_result(value: Any, path: str) -> None:
    known = ("score", "success", "completion", "response", "duration", "extensions")
    result = shapes.an_object(value, path, known)
    for name, check in (
        ("score", _check_score),
        ("success", shapes.truth),
        ("completion", shapes.truth),
        ("response", shapes.text),
        ("duration", shapes.duration),
        ("extensions", shapes.extensions),
    ):
        if name in result:
            check(result[name], below(path, name))


def _check_score(value: Any, path: str) -> None:
    score = shapes.an_object(value, path, ("scaled", "raw", "min", "max"))
    given = {name: shapes.number(score[name], below(path, name)) for name in score}
    if not -1 <= given.get("scaled", 0) <= 1:
        raise Invalid(below(path, "scaled"), "A scaled score lies between -1 and 1.")
    least, most = given.get("min"), given.get("max")
    if least is not None and most is not None and least >= most:
        raise Invalid(below(path, "min"), "The least score must be less than the most.")
    raw = given.get("raw")
    if raw is not None and ((least is not None and raw < least) or (most is not None and raw > most)):
        raise Invalid(below(path, "raw"), "The score lies outside of min and max.")


def _check_context(value: Any, path: str, *, about: str) -> None:
    known = (
        "registration",
        "instructor",
        "team",
        "contextActivities",
        "revision",
        "platform",
        "language",
        "statement",
        "extensions",
    )
    context = shapes.an_object(value, path, known)
    for name, check in (
        ("registration", shapes.uuid),
        ("instructor", check_actor),
        ("team", check_group),
        ("contextActivities", _check_context_activities),
        ("revision", shapes.text),
        ("platform", shapes.text),
        ("language", shapes.language),
        ("statement", _check_reference),
        ("extensions", shapes.extensions),
    ):
        if name in context:
            check(context[name], below(path, name))
    for name in ("revision", "platform"):
        if name in context and about != "Activity":
            raise Invalid(below(path, name), "Only a statement about an activity has this.")


def _check_context_activities(value: Any, path: str) -> None:
    activities = shapes.an_object(value, path, ("parent", "grouping", "category", "other"))
    for name, held in activities.items():
        place = below(path, name)
        if isinstance(held, list):
            for nth, each in enumerate(held):
                check_activity(each, below(place, nth))
        else:
            check_activity(held, place)


def _check_attachments(value: Any, path: str) -> None:
    needed = ("usageType", "display", "contentType", "length", "sha2")
    for nth, each in enumerate(shapes.an_array(value, path)):
        place = below(path, nth)
        attachment = shapes.an_object(each, place, _ATTACHMENT, needed=needed)
        shapes.iri(attachment["usageType"], below(place, "usageType"))
        shapes.language_map(attachment["display"], below(place, "display"))
        shapes.text(attachment["contentType"], below(place, "contentType"))
        shapes.sha2(attachment["sha2"], below(place, "sha2"))
        length = attachment["length"]
        if isinstance(length, bool) or not isinstance(length, int) or length < 0:
            raise Invalid(below(place, "length"), "This must be a whole number of bytes.")
        if "description" in attachment:
            shapes.language_map(attachment["description"], below(place, "description"))
        if "fileUrl" not in attachment:
            raise Invalid(place, "Content of attachments is not received here; only one with a fileUrl is taken.")
        shapes.iri(attachment["fileUrl"], below(place, "fileUrl"))
