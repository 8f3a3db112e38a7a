"""Templates of messages: one's own and the district's, filled for whom they go to, and checked with their place."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from foundation import db
from portal.models import MessageTemplate
from tests.browser import Browser
from tests.portal.writers import Writers, enters, the_message
from tests.portal.writers import writers as writers

KEEP = "Keep it and look whom it reaches"


def writes(browser: Browser, name: str = "Lab day", **typed: str) -> Browser:
    words = {"subject_en": "{child} in the lab", "body_en": "{child} needs closed shoes.\n{teacher}, {school}", **typed}
    return browser.open("messages.new_template").fill(name=name, **words).press("Keep the template")


def begun(browser: Browser, **place: str) -> Browser:
    db.close()
    template = db.session().scalars(select(MessageTemplate.public_id).order_by(MessageTemplate.id.desc())).first()
    db.close()
    return browser.open("messages.new_message", template=template, **place)


def test_words_are_kept_and_filled_for_the_family_they_go_to(app: Flask, writers: Writers) -> None:
    browser = writes(enters(app, writers.theo))
    assert "The template is kept." in browser.text
    assert "Lab day {child} in the lab Yours Begin a message" in browser.text
    begun(browser, student=writers.near.leo.public_id).press(KEEP)

    assert the_message().texts == {
        "en": ["Leo in the lab", f"Leo needs closed shoes.\nTheo Reed, {writers.near.high.name}"]
    }
    assert "Leo needs closed shoes." in browser.text


def test_to_a_class_there_is_no_one_child_and_the_place_is_said(app: Flask, writers: Writers) -> None:
    browser = begun(writes(enters(app, writers.theo))).press(KEEP)

    assert browser.status == 422
    said = "this message is not about one child. Write to one family, or write it without."
    assert browser.errors == [f"“{{child}}” (line 1, character 1): {said}"] * 2
    browser.fill(subject_en="The lab", body_en="Closed shoes.\n{teacher}, {school}").press(KEEP)
    assert the_message().texts["en"][1].splitlines()[1] == f"Theo Reed, {writers.near.high.name}"


def test_to_every_school_there_is_no_one_school(app: Flask, writers: Writers) -> None:
    browser = enters(app, writers.dora).open("messages.new_message")
    browser.fill(to="all", subject_en="News", body_en="Of\n  {school}").press(KEEP)

    assert browser.errors == [
        "“{school}” (line 2, character 3): this message is not of one school. Choose a school, or write it without."
    ]


def test_a_template_with_a_mistake_is_not_kept_and_its_place_is_said(app: Flask, writers: Writers) -> None:
    browser = writes(enters(app, writers.theo), name="", subject_en="For {chidl}", body_es="x")

    assert browser.status == 422
    assert browser.errors == [
        "Give it a name by which you find it again.",
        "“{chidl}” (line 1, character 5): no such placeholder. There are {child}, {school} and {teacher}.",
        "In this language one of the two is missing. Write it, or empty the other.",
    ]
    assert db.session().scalars(select(MessageTemplate.id)).all() == []


def test_the_district_s_templates_are_for_all_who_write_and_changed_by_who_writes_to_all(
    app: Flask, writers: Writers
) -> None:
    district = enters(app, writers.dora).open("messages.new_template")
    district.fill(name="Snow", whose="shared", subject_en="Snow", body_en="Two hours later.").press("Keep the template")
    teacher = enters(app, writers.theo).open("messages.templates")

    assert "Snow Snow The district’s" in teacher.text
    assert begun(teacher).page is not None
    assert "Two hours later." in teacher.html
    public_id = db.session().scalars(select(MessageTemplate.public_id)).one()
    db.close()
    assert teacher.open("messages.edit_template", public_id=public_id).status == 404
    district.open("messages.edit_template", public_id=public_id).press("Let it go")
    assert "There is no template yet." in district.text


@pytest.mark.parametrize("place", ["messages.edit_template", "messages.new_message"])
def test_another_s_own_template_is_not_there(app: Flask, writers: Writers, place: str) -> None:
    writes(enters(app, writers.theo))
    public_id = db.session().scalars(select(MessageTemplate.public_id)).one()
    db.close()
    named = {"public_id": public_id} if "edit" in place else {"template": public_id}
    for other in (writers.wilma, writers.dora):
        browser = enters(app, other)
        assert browser.open(place, **named).status == 404
        assert "Lab day" not in browser.open("messages.templates").text


def test_a_teacher_shares_none_with_the_district(app: Flask, writers: Writers) -> None:
    browser = enters(app, writers.theo).open("messages.new_template")
    assert 'name="whose"' not in browser.html
    writes(browser)
    assert db.session().scalars(select(MessageTemplate.owner_id)).all() == [writers.theo.id]


def test_two_pages_do_not_undo_each_other(app: Flask, writers: Writers) -> None:
    one = writes(enters(app, writers.theo)).follow("Lab day")
    other = enters(app, writers.theo).open(one.path)
    one.fill(name="Lab").press("Keep the template")
    other.fill(name="Shoes").press("Keep the template")

    assert "Somebody changed this template while you had it open" in other.text
    assert db.session().scalars(select(MessageTemplate.name)).all() == ["Lab"]


def test_what_is_typed_stays_text_on_every_page(app: Flask, writers: Writers) -> None:
    """T17: names and words with markup are shown as they were typed."""
    nasty = '"><svg/onload=1>'
    browser = writes(enters(app, writers.theo), name=nasty, subject_en=nasty, body_en=nasty)
    assert nasty in browser.text
    assert nasty in browser.open("messages.new_message").text
