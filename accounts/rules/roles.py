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
    Grant("staff", "household.own-access", "own household access, also after the job has ended"),
    Grant("staff", "settings.own", "own account"),
    Grant("dots-admin", "household.review", "everyone’s household access; no family’s record"),
    Grant("dots-admin", "household.audit", "who had household access on any past day; no family’s record"),
    Grant("auditor", "household.audit", "who had household access on any past day; no family’s record"),
    Grant("dots-admin", "household.quiz", "the questions of the quiz and their numbers; nobody’s single answers"),
    Grant("dots-admin", "household.rules", "the rules of access, and whose access a draft would change"),
    Grant("dots-admin", "household.training", "names and courses of everyone on staff; no family’s record"),
    Grant(
        "confidential-addresses",
        "household.confidential",
        "confidential addresses of the families one reaches by household access; alone it opens nothing",
    ),
    Grant(
        "restrictions",
        "household.restrictions",
        "orders that restrict an adult of the families one reaches by household access; alone it opens nothing",
    ),
    Grant("help-desk", "accounts.help", "accounts, codes and invitations of everyone; no family’s record"),
    Grant("district-admin", "accounts.help", "accounts, codes and invitations of everyone; no family’s record"),
    Grant("district-admin", "accounts.roles", "given roles of everyone else; no family’s record"),
    Grant(
        "principal",
        "household.approvals",
        "requests for approval of the staff of the schools one leads; never one’s own",
    ),
    Grant("principal", "family.sections", "which pages the schools one leads show to families; no family’s record"),
    Grant("district-admin", "family.sections", "the same of every school; no family’s record"),
    Grant(
        "school-office",
        "family.absences",
        "what families ask to have excused at the schools in whose office one works today",
    ),
    Grant("district-admin", "family.absences", "the same of every school"),
    Grant("principal", "family.report-cards", "who opened report cards of the schools one leads; no mark of theirs"),
    Grant("school-office", "family.report-cards", "the same of the schools in whose office one works today"),
    Grant("nurse", "family.health", "health conditions of students at the schools one works at today; central: all"),
    Grant("school-office", "family.health", "the same at the schools in whose office one works today"),
    Grant("nurse", "family.immunizations", "what families say is wrong of immunizations, with the same reach"),
    Grant("approval-delegate", "household.approvals", "the same requests, on the days and for whom one was named"),
    Grant("teacher", "messages.write", "families and students of the classes one teaches today"),
    Grant("school-office", "messages.write", "families and students of the schools in whose office one works today"),
    Grant("district-admin", "messages.write", "every family and student; what one writes, and no record of theirs"),
    Grant(
        "authorized-contact", "support.ask", "cases of the organizations that appointed one; everybody else’s are shut"
    ),
    Grant("support-advisor", "support.cases", "cases of every organization; no family’s record"),
    *(
        Grant(role, "support.articles", "articles; nobody’s record")
        for role in ("authorized-contact", "support-advisor", "registrar", "district-admin")
    ),
    Grant("support-advisor", "support.numbers", "how the desk answers, in numbers; nobody’s record"),
    Grant("district-admin", "support.numbers", "the same numbers"),
    Grant("district-admin", "support.publish", "whether everybody may see how satisfied contacts are"),
    Grant("support-advisor", "support.status", "status notices, which everybody reads; nobody’s record"),
    Grant(
        "registrar", "support.contacts", "contacts of the organizations one works for today, and its building coaches"
    ),
    Grant("district-admin", "support.contacts", "contacts and building coaches of every organization"),
    Grant("contact", "support.home", "own page"),
    Grant("contact", "settings.own", "own account"),
    Grant(
        "household-access",
        "household.records",
        "families of students at the schools of one’s current jobs; central staff: every family",
    ),
)

ROLE_OF_KIND = {"parent": "guardian", "student": "student", "staff": "staff", "contact": "contact"}
"""The role that every account of a kind has."""

GIVEN = (
    "auditor",
    "confidential-addresses",
    "district-admin",
    "dots-admin",
    "help-desk",
    "nurse",
    "registrar",
    "restrictions",
    "support-advisor",
)
"""Roles that are stored with a staff account. They count while the person has a job here, and not a day longer."""

DERIVED = {
    "household-access": ("staff",),
    "principal": ("staff",),
    "approval-delegate": ("staff",),
    "teacher": ("staff",),
    "school-office": ("staff",),
    "authorized-contact": ("contact", "staff"),
}
"""Roles that are never stored, each with the kinds of account that may hold it: facts decide at every request."""


def roles_of(kind: str) -> frozenset[str]:
    """The roles an account has by its kind alone."""
    return frozenset({ROLE_OF_KIND[kind]}) if kind in ROLE_OF_KIND else frozenset()


def given_in(names: str | None) -> frozenset[str]:
    """The given roles among comma-joined `names`; a word that is none counts for nothing."""
    return frozenset((names or "").split(",")) & frozenset(GIVEN)


def rights_of(roles: frozenset[str]) -> frozenset[str]:
    """Every right that one of `roles` holds."""
    return frozenset(each.right for each in TABLE if each.role in roles)


def derived_with(right: str, *, kind: str) -> frozenset[str]:
    """The derived roles that hold `right` and that an account of `kind` may have."""
    return frozenset(each.role for each in TABLE if each.right == right and kind in DERIVED.get(each.role, ()))


def as_markdown() -> str:
    """The table as the page docs/roles.md, which `flask roles` prints."""
    rows = [f"| {grant.role} | `{grant.right}` | {grant.reach} |" for grant in TABLE]
    return "\n".join((*_PAGE_OPENS, *rows, *_PAGE_ENDS)) + "\n"


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

_PAGE_ENDS = (
    "",
    "## How a role is held",
    "",
    "- **By the kind of account:** guardian (`parent`), student, staff, contact. Somebody with two accounts keeps them",
    "  apart: signed in as a parent one has no role of the staff account, and the other way round.",
    f"- **Given** to a staff account, and ended, by a district administrator or `flask staff`: {', '.join(GIVEN)}.",
    "  It counts while the person has a job: on the first day without one its pages are shut, whether or not anybody",
    "  ended it. Nobody gives a role to themselves, or ends one of their own.",
    f"- **Derived**, stored nowhere: {', '.join(DERIVED)}.",
    "  Facts decide at each request: the job, the courses, the dates; who leads a school, and whom they named to stand",
    "  in; the classes one teaches, and the job in a school’s office; who is appointed to ask the support desk. All",
    "  are held by staff accounts; the last one by accounts of contacts, too.",
)
