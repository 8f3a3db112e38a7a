"""Every mail has its three parts, a subject of one line, the same content for eyes and programs, and both languages."""

from __future__ import annotations

import email.policy
import re
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import meta

from foundation import clock, db, outbox, postman

PARTS = ("body.html", "body.txt", "subject.txt")
FOLDER = Path(__file__).parent.parent.parent / "templates" / "mail"
MAILS = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
LINK = "http://localhost/portal/activate?code=0123"
TOLD = {
    "name": "Rosa",
    "kind": "parent",
    "username": "rosa.aguilar",
    "usernames": ["rosa.aguilar", "rosa.work"],
    "changed_at": "2026-11-18T16:00:00+00:00",
    "signed_in_at": "2026-11-18T16:00:00+00:00",
    "program": "Chrome",
    "system": "Android",
    "address": "192.0.2.7",
    "is_new": True,
    "failures": 7,
    "last_day": "2027-06-30",
    "ends_by": "term",
    "can_renew": True,
    "effect": "earlier",
    "was": "2028-06-30",
    "broken": 2,
    "changed": 3,
    "changes": [{"kind": "moves", "day": "2027-02-01", "job_role": "Clerk", "location": "A", "other_location": "B"}],
    "reasons": [{"code": "job-ends-first", "day": "2027-06-30"}],
    "steps": [{"code": "ask-approval", "location": "A"}],
    "places": {"A": "Aspen Creek Elementary"},
    "asker": "Ana Torres",
    "job_role": "Teacher",
    "place": "Aspen Creek",
    "reason": "I enroll families on Mondays",
    "count": 2,
    "answer": "yes",
    "answered_by": "Ingrid Solberg",
    "is_correction": True,
    "outcome": "job-ended",
    "snag": "no-principal",
    "principal": "Ingrid Solberg",
    "first_day": "2026-11-19",
    "names": ["Lucía", "Mateo"],
    "is_to_come": True,
    "student": "Diego",
    "is_student": False,
    "day": "2026-12-18",
    "policy": "dependent",
    "request": "0123456789abcdef",
    "request_kind": "own-name",
    "status": "partly-answered",
    "accepted": ["first_name"],
    "declined": [["last_name", "Bring the court’s order."]],
    "deed": "changed",
    "sort": "email",
    "about": "ends",
    "awaits_approval": False,
    "sender": "Dana Whitfield, Juniper High School",
    "message": "0123456789abcdef",
    "headline": "The trip to the canyon",
    "words": "We leave at eight.\nBring a lunch.",
    "organization": "Prairie Lane Schools",
    "organization_id": "0123456789abcdef",
    "last_used": "2026-06-01",
    "was_used": True,
    "idle": 170,
    "flag_day": "2026-11-28",
    "spoken": "The school is closed today.",
    "written_in": "en",
    "is_emergency": False,
    "conversation": "0123456789abcdef",
    "number": "1000042",
    "what": "reply",
    "which": 2,
    "closes": "2026-12-03T00:00:00+00:00",
    "missed": 2,
    "is_over": False,
    "told": "The canyon\nDana Whitfield, Juniper High School\n\nWe leave at eight.",
}
SECRET = {"url": LINK, "opt_out_url": LINK, "code": "01234567-89ab-cdef-0123-456789abcdef"}
GIVEN_TO_ALL = {"district", "language", "public_url"}


def test_every_mail_that_is_posted_has_its_folder_and_every_folder_is_posted(root: Path) -> None:
    posted = {
        name
        for room in ("foundation", "district", "accounts", "portal", "household", "support")
        for path in (root / room).rglob("*.py")
        for name in re.findall(r'(?:outbox\.|\b_)post\(\s*"([a-z-]+)"', path.read_text(encoding="utf-8"))
    }

    assert posted == set(MAILS)
    assert posted != set()


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_has_a_subject_and_two_bodies(name: str) -> None:
    """Text for those who read it, HTML for those whose program shows nothing else."""
    assert tuple(sorted(path.name for path in (FOLDER / name).iterdir())) == PARTS


@pytest.mark.parametrize("name", MAILS)
def test_both_bodies_of_a_mail_are_told_the_same(app: Flask, name: str) -> None:
    assert asked_for(app, f"{name}/body.html") == asked_for(app, f"{name}/body.txt")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", MAILS)
def test_a_mail_goes_out_whole_in_each_language(app: Flask, tmp_path: Path, name: str, language: str) -> None:
    sent = delivered(app, tmp_path, name, language)

    parts = {part.get_content_type(): part.get_content() for part in sent.walk() if not part.is_multipart()}
    assert set(parts) == {"text/plain", "text/html"}
    assert 5 < len(sent["Subject"]) < 100
    assert "\n" not in sent["Subject"]
    assert f'<html lang="{language}"' in parts["text/html"]
    assert re.search(r"<(?:script|img|link|form)\b", parts["text/html"]) is None
    assert [line for line in parts["text/plain"].splitlines() if re.search(r"</?[a-z]+>|&\w+;", line)] == []


@pytest.mark.parametrize("name", MAILS)
def test_no_mail_carries_a_secret_or_a_name_in_its_subject(app: Flask, tmp_path: Path, name: str) -> None:
    """Subjects are shown on locked screens and kept in logs of mail servers."""
    subject = delivered(app, tmp_path, name, "en")["Subject"]

    assert [each for each in (*SECRET.values(), "Rosa", "rosa.aguilar") if each in subject] == []


@pytest.mark.parametrize("name", MAILS)
def test_links_of_a_mail_go_to_this_house_alone(app: Flask, tmp_path: Path, name: str) -> None:
    sent = delivered(app, tmp_path, name, "en")

    links = [found for part in sent.walk() if not part.is_multipart() for found in links_in(part.get_content())]
    assert [link for link in links if not link.startswith("http://localhost/")] == []


@pytest.mark.parametrize(("language", "hours"), [("en", "7:30 AM – 4:30 PM MST"), ("es", "7:30 a.m. – 4:30 p.m. MST")])
def test_a_mail_tells_the_help_desk_s_hours_as_its_reader_says_them(
    app: Flask, tmp_path: Path, language: str, hours: str
) -> None:
    sent = delivered(app, tmp_path, "password-changed", language)

    bodies = [" ".join(part.get_content().split()) for part in sent.walk() if not part.is_multipart()]
    assert [body for body in bodies if hours not in body] == []


def delivered(app: Flask, tmp_path: Path, name: str, language: str) -> EmailMessage:
    """The mail as the postman writes it into the folder."""
    with app.app_context():
        with db.transaction():
            outbox.post(name, to="rosa@example.org", language=language, at=clock.now(), secret=SECRET, **TOLD)
        assert postman.deliver(app).sent == 1
    written = next((tmp_path / "mail").glob("*.eml")).read_bytes()
    sent = email.message_from_bytes(written, policy=email.policy.default)
    assert isinstance(sent, EmailMessage)
    return sent


def links_in(body: str) -> list[str]:
    return re.findall(r"https?://[^\s\"<>]+", body)


def asked_for(app: Flask, template: str) -> set[str]:
    source = (FOLDER / template).read_text(encoding="utf-8")
    names = meta.find_undeclared_variables(app.jinja_env.parse(source))
    return names - set(app.jinja_env.globals) - GIVEN_TO_ALL
