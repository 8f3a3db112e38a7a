"""T33, T01, T02: what is mailed, written down and refused tells nothing of a home that is confidential or far away."""

from __future__ import annotations

import email
import re
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from demo.world import World
from foundation import db, logs, postman
from foundation.audit import AuditEntry
from tests.attacks.canaries import (
    CANARIES,
    WHERE_THEY_LIVE,
    Nest,
    sung_in,
)
from tests.attacks.nesting import CLEARED, OFFICE, addresses, asked, csrf_of, enters
from tests.attacks.nesting import nest as nest
from tests.browser import Browser
from tests.household.access.desk import at_desk
from tests.household.editor.office import a_clerk
from tests.household.editor.test_pages_moves import begins, checks
from tests.household.editor.test_pages_requests import KEEP


@pytest.mark.parametrize(("who", "room"), [("noelle.archer", "household."), ("marisol.ibarra", "portal.")])
def test_out_of_reach_is_byte_for_byte_what_is_not_there(
    app: Flask, world: World, nest: Nest, who: str, room: str
) -> None:
    browser, told_apart, known = enters(app, world, who), [], set()
    draft = begun_by_another(app, world)
    csrf = csrf_of(browser, who)
    for method in ("GET", "POST"):
        for path in addresses(app, method, nest, draft=draft):
            if not app.url_map.bind("localhost").match(path, method)[0].startswith(room) or path == nowhere(path):
                continue
            real, none = (bare(browser, each, method, csrf) for each in (path, nowhere(path)))
            known |= {real[0]} if method == "GET" and "confidential" not in path else set()
            if real != none:
                told_apart.append(f"{method} {path}")

    assert told_apart == []
    assert known == {404}


def begun_by_another(app: Flask, world: World) -> str:
    """The id of a household that a colleague has begun to enter."""
    browser = enters(app, world, OFFICE).open("household.new_household")
    town = {"line_1": "7 Wren Way", "city": "Juniper Valley", "state": "CO", "postal_code": "80999"}
    browser.fill(starts="2026-11-01", **town).press("Go on")
    return browser.path.split("/")[3]


def nowhere(path: str) -> str:
    """The same address with ids that nobody has."""
    return re.sub(r"(?<=/)\d+(?=/|$)", "999999", re.sub(r"[0-9a-f]{16}", "0" * 16, path))


def bare(browser: Browser, path: str, method: str, csrf: str) -> tuple[int, str]:
    """An answer without what differs on every page: the token, and the address it was asked at."""
    options = {"data": {"csrf_token": csrf}} if method == "POST" else {}
    answer = asked(browser, path, method, headers={"Accept": "text/html"}, **options)
    return answer.status_code, re.sub(r'name="csrf_token" value="[^"]+"', "", answer.text.replace(path, ""))


def deeds_of_the_office(app: Flask, world: World, nest: Nest) -> None:
    """Joanna's request is declined, her home moves, and Eli leaves the other home for a third one."""
    browser = at_desk(Browser(app), a_clerk(), "confidential-addresses")
    browser.open("household.family_request", public_id=nest.requests[1])
    browser.fill(answer_last_name="declined", reason_last_name="Bring the order.").press(KEEP)
    checks(begins(browser, nest.home, *nest.home.members), line_1="77 Motmot Bellbirdlane").press("Save")
    checks(begins(browser, nest.other, nest.eli), line_1="3 Sedge Way").press("Save")
    assert browser.status == 200
    db.close()


def test_no_mail_tells_one_home_of_the_other(app: Flask, world: World, nest: Nest, tmp_path: Path) -> None:
    deeds_of_the_office(app, world, nest)
    with app.app_context():
        postman.deliver(app)
    mails = [email.message_from_bytes(each.read_bytes(), policy=policy.default) for each in tmp_path.rglob("*.eml")]
    read = {mail["Message-ID"]: f"{mail.items()}\n{_bodies(mail)}" for mail in mails}
    to = {mail["Message-ID"]: str(mail["To"]) for mail in mails}

    assert {"joanna@dotterel.example", "piet@calder.example"} <= set(to.values())
    everywhere = frozenset(each.of for each in CANARIES) - WHERE_THEY_LIVE
    heard = {
        (to[each], word)
        for each, text in read.items()
        for word in sung_in(text, everywhere if to[each] == "joanna@dotterel.example" else frozenset())
    }
    assert heard == set()


def _bodies(mail: EmailMessage) -> str:
    return "\n".join(part.get_content() for part in mail.walk() if not part.is_multipart())


def test_neither_the_audit_nor_a_log_holds_a_line_of_a_confidential_address(
    app: Flask,
    world: World,
    nest: Nest,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    logs.configure("DEBUG")
    with caplog.at_level("DEBUG"):
        deeds_of_the_office(app, world, nest)
        browser = enters(app, world, CLEARED)
        for path in addresses(app, "GET", nest):
            asked(browser, path)
    logged = "".join(capsys.readouterr()) + caplog.text

    written = [str(each) for each in db.session().scalars(select(AuditEntry.data))]
    others = frozenset(each.of for each in CANARIES) - WHERE_THEY_LIVE
    assert len(written) > 5
    assert sung_in("\n".join((*written, logged)), others) == set()
