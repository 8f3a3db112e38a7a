"""Who may enter: every view carries one gate, strangers only what is listed, and each role only what its rights open.

The crawl opens every GET page as a stranger and in every role, and compares with `accounts/rules/roles.py`.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from accounts.models import Account, AccountRole, SessionRecord
from accounts.rules import roles
from district.models import ClassEnrollment, Completion, Person, School, Section, StaffAssignment
from foundation import clock, db
from foundation.tokens import hash_of
from foundation.web.gates import Gate, gate_of, public, requires, signed_in
from household.access.models import ApprovalDelegation
from support.models import Organization, SupportContact

STRANGER = "stranger"
KIND_OF_ROLE = {role: kind for kind, role in roles.ROLE_OF_KIND.items()}
KIND_OF_ROLE |= dict.fromkeys(roles.GIVEN, "staff") | {role: kinds[0] for role, kinds in roles.DERIVED.items()}
HIRED, FINISHED = date(2020, 8, 1), date(2026, 9, 1)
NOBODY_HAS_THIS = "no-such-name"


def rules_of(app: Flask) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)


def deeds_of(rule: Rule) -> list[str]:
    return [f"{method} {rule.rule}" for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})]


def address_of(app: Flask, rule: Rule) -> str:
    """The rule with names in it that nobody has."""
    values = dict.fromkeys(rule.arguments, 0 if "int:" in rule.rule else NOBODY_HAS_THIS)
    with app.test_request_context():
        built = app.url_map.bind("localhost").build(rule.endpoint, values)
    return str(built)


def held_by(role: str) -> frozenset[str]:
    """Every role that somebody has who is known for this one."""
    return frozenset() if role == STRANGER else frozenset({role}) | roles.roles_of(KIND_OF_ROLE[role])


def enter_as(client: FlaskClient, role: str) -> None:
    """Sign `role` in by the session alone: a person with an account, and what gives the role where that is more."""
    if role == STRANGER:
        return
    token, now = f"token-of-{role}", clock.now()
    with db.transaction() as session:
        person = Person(first_name="Rosa", last_name="Aguilar", created_at=now)
        session.add(person)
        session.flush()
        account = Account(
            person_id=person.id,
            kind=KIND_OF_ROLE[role],
            username=role,
            username_key=role,
            password_hash="",
            password_changed_at=now,
            created_at=now,
        )
        session.add(account)
        session.flush()
        session.add_all(grounds_of(role, account, person))
        session.add(SessionRecord(token_hash=hash_of(token), account_id=account.id, created_at=now, last_seen_at=now))
    with client.session_transaction() as cookie:
        cookie.update(_user_id=token, _fresh=True)


def grounds_of(role: str, account: Account, person: Person) -> list[db.Base]:
    """What gives a role to a person with a staff account: the gift and a job, a job with its courses, a job that leads
    a school, or a colleague who leads it and names them."""
    if role not in roles.GIVEN and role not in roles.DERIVED:
        return []
    told = {"person_id": person.id, "source": "test"}
    at_school = {"category": "school", "location": "101", "starts": HIRED}
    if role in ("teacher", "school-office"):
        return at_a_school(role, person, {**told, **at_school})
    if role == "authorized-contact":
        return appointed(account)
    if role == "principal":
        return [StaffAssignment(**told, source_key="job", job_role="Principal", **at_school)]
    job = StaffAssignment(**told, source_key="job", job_role="Office Professional", **at_school)
    if role in roles.GIVEN:
        return [job, AccountRole(account_id=account.id, role=role, given_at=clock.now())]
    if role == "approval-delegate":
        return [job, *named_by_a_principal(person, at_school)]
    finished = {"completed_on": FINISHED, "status": "completed", "recorded_at": clock.now()}
    courses = ("IC-ENROLLMENT", "IC-HOUSEHOLD")
    return [job, *(Completion(**told, source_key=each, course=each, **finished) for each in courses)]


def at_a_school(role: str, person: Person, told: dict[str, Any]) -> list[db.Base]:
    """Somebody who works in the office of a school that is on record, or teaches a class there."""
    named = {"source": "test", "source_key": role}
    school = School(name="Ridgeline", kind="school", **named)
    db.session().add(school)
    db.session().flush()
    job = "Office Professional" if role == "school-office" else "Teacher"
    made: list[db.Base] = [StaffAssignment(**told, source_key="job", job_role=job, school_id=school.id)]
    if role == "teacher":
        section = Section(title="Biology", school_id=school.id, **named)
        db.session().add(section)
        db.session().flush()
        made.append(ClassEnrollment(person_id=person.id, section_id=section.id, role="teacher", **named))
    return made


def appointed(account: Account) -> list[db.Base]:
    """Somebody whom an organization of another district has appointed to ask the support desk."""
    now = clock.now()
    organization = Organization(name="Prairie Lane", kind="school", hosting="cloud", created_at=now)
    db.session().add(organization)
    db.session().flush()
    told = {"organization_id": organization.id, "account_id": account.id, "appointed_at": now}
    return [SupportContact(**told, kind="support", starts=HIRED)]


def named_by_a_principal(person: Person, at_school: dict[str, Any]) -> list[db.Base]:
    """Somebody who leads the school, and lets this person answer in their place."""
    principal = Person(first_name="Ingrid", last_name="Solberg", created_at=clock.now())
    db.session().add(principal)
    db.session().flush()
    return [
        StaffAssignment(
            person_id=principal.id, source="test", source_key="principal", job_role="Principal", **at_school
        ),
        ApprovalDelegation(
            principal_id=principal.id,
            delegate_id=person.id,
            location="101",
            starts=HIRED,
            ends=date.max,
            created_at=clock.now(),
        ),
    ]


def problem_with(gate: Gate, role: str, status: int, sent_to: str, *, is_named: bool) -> str | None:
    """What is wrong with this answer, by the table alone."""
    if gate.kind == "public":
        return None if status in (200, 303, 404, 410) else "a public page must open"
    if gate.kind == "key":
        return None if status == 401 else "only a program with a key is let in"
    if role == STRANGER:
        return None if status == 303 and sent_to.startswith("/sign-in") else "a stranger must be sent to sign in"
    if gate.kind == "right" and gate.right not in roles.rights_of(held_by(role)):
        return None if status == 403 else f"{role} does not hold {gate.right}"
    allowed = (404,) if is_named else (200, 303)
    return None if status in allowed else f"{role} holds the right and must get {allowed}"


def test_every_view_carries_exactly_one_gate(app: Flask) -> None:
    without = [name for name, view in app.view_functions.items() if gate_of(view) is None]

    assert without == []


def test_a_second_gate_is_refused() -> None:
    @public
    def view() -> str:
        return ""

    with pytest.raises(TypeError, match="two gates"):
        signed_in(view)
    with pytest.raises(TypeError, match="two gates"):
        requires("family.home")(view)


def test_a_view_without_a_gate_is_shut_to_everybody(app: Flask) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "open")

    assert app.test_client().get("/forgotten").status_code == 403


def test_every_right_a_gate_names_is_held_by_some_role(app: Flask) -> None:
    asked = {gate.right for view in app.view_functions.values() if (gate := gate_of(view)) and gate.kind == "right"}

    assert asked <= {grant.right for grant in roles.TABLE}


def test_strangers_may_do_only_what_is_listed(app: Flask) -> None:
    """Opening one more door to strangers is a decision: it needs a line in public-pages.txt."""
    listed = (Path(__file__).parent / "public-pages.txt").read_text(encoding="utf-8").splitlines()
    opened = [
        deed
        for rule in rules_of(app)
        if (gate := gate_of(app.view_functions[rule.endpoint])) and gate.kind == "public"
        for deed in deeds_of(rule)
    ]

    assert sorted(opened) == sorted(line for line in listed if line and not line.startswith("#"))


@pytest.mark.parametrize("role", [STRANGER, *sorted({grant.role for grant in roles.TABLE})])
def test_each_role_opens_what_its_rights_open_and_nothing_else(app: Flask, role: str) -> None:
    client = app.test_client()
    enter_as(client, role)
    wrong = []

    for rule in rules_of(app):
        gate = gate_of(app.view_functions[rule.endpoint])
        if "GET" not in (rule.methods or set()) or gate is None:
            continue
        answer = client.get(address_of(app, rule))
        problem = problem_with(
            gate, role, answer.status_code, answer.headers.get("Location", ""), is_named=bool(rule.arguments)
        )
        if problem:
            wrong.append(f"{rule.rule}: {answer.status_code}, but {problem}")

    assert wrong == []


@pytest.mark.parametrize("role", sorted({grant.role for grant in roles.TABLE}))
def test_each_role_holds_its_rights_whether_or_not_a_page_asks_for_them_yet(app: Flask, role: str) -> None:
    rights = sorted({grant.right for grant in roles.TABLE})
    for right in rights:
        app.add_url_rule(f"/asks/{right}", right.replace(".", "-"), requires(right)(lambda: "open"))
    client = app.test_client()
    enter_as(client, role)

    opened = {right for right in rights if client.get(f"/asks/{right}").status_code == 200}
    assert opened == roles.rights_of(held_by(role))


@pytest.mark.parametrize("role", [STRANGER, *sorted({grant.role for grant in roles.TABLE})])
def test_each_role_may_do_what_its_rights_open_and_nothing_else(app: Flask, role: str) -> None:
    """With a good CSRF token and nothing typed: what is not for the role is refused, what is for it is not."""
    client = app.test_client()
    enter_as(client, role)
    page = client.get("/sign-in" if role == STRANGER else "/settings/account").text
    token = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)[0]
    posts = [rule for rule in rules_of(app) if "POST" in (rule.methods or set())]
    wrong = []

    for rule in sorted(posts, key=lambda rule: rule.endpoint == "accounts.sign_out"):
        gate = gate_of(app.view_functions[rule.endpoint])
        if gate is None or gate.kind == "public":
            continue
        answer = client.post(address_of(app, rule), data={"csrf_token": token})
        if role == STRANGER:
            is_right = answer.status_code == 303 and answer.headers["Location"].startswith("/sign-in")
        else:
            may = gate.kind == "signed_in" or gate.right in roles.rights_of(held_by(role))
            is_right = (answer.status_code != 403) is may
        if not is_right:
            wrong.append(f"{rule.rule}: {answer.status_code}")

    assert wrong == []


def test_no_deed_passes_without_its_token(app: Flask) -> None:
    """The testing configuration keeps the CSRF token as production does."""
    client = app.test_client()
    enter_as(client, "guardian")
    posts = [rule for rule in rules_of(app) if "POST" in (rule.methods or set())]

    answers = {rule.rule: client.post(address_of(app, rule)).status_code for rule in posts}

    assert answers == {rule.rule: 400 for rule in posts}


def test_a_session_left_alone_no_longer_opens_anything(app: Flask) -> None:
    client = app.test_client()
    enter_as(client, "guardian")
    gated = [
        rule
        for rule in rules_of(app)
        if "GET" in (rule.methods or set())
        and getattr(gate_of(app.view_functions[rule.endpoint]), "kind", "") not in ("public", "key")
    ]

    with clock.at(clock.now() + timedelta(minutes=21)):
        answers = {rule.rule: client.get(address_of(app, rule)).status_code for rule in gated}

    assert answers == {rule.rule: 303 for rule in gated}
