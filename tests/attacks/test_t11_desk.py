"""T11 behind the sign-in: strange fields in every form of the help desk break nothing and reach no other account."""

from __future__ import annotations

from flask import Flask

from demo.staff import Staff
from demo.world import PASSPHRASE, World
from tests.attacks.devices import token_of
from tests.attacks.forms import send, stranger_at
from tests.attacks.test_t11_parameters import EVIL, STRANGE_VALUES, everybody

NAMES = (
    *("q", "because", "once", "role", "roles", "employee_id", "first_name", "last_name", "organization", "email"),
    *(
        "id_kind",
        "reason",
        "person",
        "note",
        "settlement",
        "why",
        "code",
        "audience",
        "school",
        "whom",
        "delivery",
        "key",
    ),
    *("key", "before", "after", "page", "state", "language", "kind"),
)
NOT_BROKEN = {200, 303, 400, 403, 404, 409, 413, 422}


def test_no_form_of_the_desk_breaks(app: Flask, world: World, staff: Staff) -> None:
    desk = stranger_at(app).signs_in("anita.desmarais", PASSPHRASE)
    token = token_of(desk.open("/settings/account"))
    real = {"public_id": world.hoa.public_id, "kind": "parent", "deed": "reset", "step": "entitled", "number": 1}
    real["role"] = "help-desk"
    before, wrong = everybody(), []
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/portal/desk") and "POST" in (rule.methods or set()):
            path = app.url_map.bind("localhost").build(
                rule.endpoint, {each: real[each] for each in rule.arguments}, method="POST"
            )
            for value in (*STRANGE_VALUES, EVIL, "2" * 64):
                for fields in (dict.fromkeys(NAMES, value), {f"{each}[]": value for each in NAMES}):
                    status = send(desk, path, {"csrf_token": token, **fields}).status_code
                    if status not in NOT_BROKEN:
                        wrong.append(f"{rule.rule}: {value[:9]!r}: {status}")

    assert wrong == []
    assert everybody() == before
