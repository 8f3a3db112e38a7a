"""Who may do what: one table, role by right, with its reach. A test crawls it and `docs/roles.md` prints it.

A right opens a gate; the reach says whose records lie behind it, and is kept by the visibility functions.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Grant:
    """One cell of the table: a role holds a right over a reach."""

    role: str
    right: str
    reach: str


TABLE: tuple[Grant, ...] = (
    Grant("guardian", "family.home", "children the guardian may see today"),
    Grant("guardian", "settings.own", "own account"),
    Grant("student", "family.home", "self"),
    Grant("student", "settings.own", "own account"),
)

ROLE_OF_KIND = {"parent": "guardian", "student": "student"}


def roles_of(kind: str) -> frozenset[str]:
    """The roles an account has by its kind alone."""
    return frozenset({ROLE_OF_KIND[kind]}) if kind in ROLE_OF_KIND else frozenset()


def rights_of(roles: frozenset[str]) -> frozenset[str]:
    """Every right that one of `roles` holds."""
    return frozenset(each.right for each in TABLE if each.role in roles)


def as_markdown() -> str:
    """The table as the page docs/roles.md, which `flask roles` prints."""
    rows = [f"| {grant.role} | `{grant.right}` | {grant.reach} |" for grant in TABLE]
    return "\n".join((*_PAGE_OPENS, *rows)) + "\n"


_PAGE_OPENS = (
    "# Who may do what",
    "",
    "Printed by `flask roles` from `accounts/rules/roles.py`; a test compares the two, and another opens every page in",
    "every role. A right opens a gate. The reach says whose records lie behind it, and is kept where they are loaded:",
    "what is not yours is 404.",
    "",
    "| role | right | reach |",
    "| --- | --- | --- |",
)
