"""Agents and groups: who did something. An agent has exactly one identifier. Source: xAPI 1.0.3, part 2, 2.4.2."""

from __future__ import annotations

from typing import Any

from district.rules.xapi import shapes
from district.rules.xapi.shapes import Invalid, below

IDENTIFIERS = ("mbox", "mbox_sha1sum", "openid", "account")
_AGENT = ("objectType", "name", *IDENTIFIERS)
_GROUP = (*_AGENT, "member")
KINDS = ("Agent", "Group")


def check_actor(value: Any, path: str) -> None:
    """An agent, or a group."""
    if isinstance(value, dict) and value.get("objectType") == "Group":
        check_group(value, path)
    else:
        check_agent(value, path)


def check_agent(value: Any, path: str) -> None:
    agent = shapes.an_object(value, path, _AGENT)
    if "objectType" in agent and agent["objectType"] != "Agent":
        raise Invalid(below(path, "objectType"), "This must be Agent or Group, in exactly these letters.")
    _check_name(agent, path)
    if _identifiers(agent, path) != 1:
        raise Invalid(path, f"An agent needs exactly one of {', '.join(IDENTIFIERS)}.")


def check_group(value: Any, path: str) -> None:
    """A group with an identifier, or without one and with its members, who are agents."""
    group = shapes.an_object(value, path, _GROUP, needed=("objectType",))
    if group["objectType"] != "Group":
        raise Invalid(below(path, "objectType"), "This must be Group, in exactly these letters.")
    _check_name(group, path)
    named = _identifiers(group, path)
    if named > 1:
        raise Invalid(path, f"A group has at most one of {', '.join(IDENTIFIERS)}.")
    if not named and "member" not in group:
        raise Invalid(path, "A group without an identifier needs its members.")
    if "member" in group:
        for nth, member in enumerate(shapes.an_array(group["member"], below(path, "member"))):
            check_agent(member, below(below(path, "member"), nth))


def check_authority(value: Any, path: str) -> None:
    """Who vouches for a statement: an agent, or a nameless group of exactly two."""
    check_actor(value, path)
    if value.get("objectType") == "Group" and (
        len(value.get("member", ())) != 2 or any(name in value for name in IDENTIFIERS)
    ):
        raise Invalid(path, "A group that vouches for a statement has no identifier and exactly two members.")


def _check_name(actor: shapes.Object, path: str) -> None:
    if "name" in actor:
        shapes.text(actor["name"], below(path, "name"))


def _identifiers(actor: shapes.Object, path: str) -> int:
    """How many there are, each in its shape."""
    for name in IDENTIFIERS:
        if name not in actor:
            continue
        place = below(path, name)
        match name:
            case "mbox":
                shapes.mail(actor[name], place)
            case "mbox_sha1sum":
                shapes.sha1(actor[name], place)
            case "openid":
                shapes.iri(actor[name], place)
            case _:
                _check_account(actor[name], place)
    return sum(name in actor for name in IDENTIFIERS)


def _check_account(value: Any, path: str) -> None:
    account = shapes.an_object(value, path, ("homePage", "name"), needed=("homePage", "name"))
    shapes.iri(account["homePage"], below(path, "homePage"))
    shapes.name(account["name"], below(path, "name"))
