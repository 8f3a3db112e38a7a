"""A teacher writes to her class, a guardian reads on the phone and answers; a message in quiet hours waits."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from demo.staff import Staff
from demo.world import World
from tests.portal.writers import works
from tests.stories.deeds import answered, fill, follow, press, sign_in, tab_to, tab_to_link
from tests.stories.test_help_desk import comes_in, opens, said
from tests.stories.visiting import House, Visit

WORDS = {
    "en": {
        "reach": "It would reach",
        "sent": "It is on its way.",
        "answer": "Write back",
        "there": "Your message is there.",
        "unread": "A new message from the school",
    },
    "es": {
        "reach": "Llegaría a",
        "sent": "Va en camino.",
        "answer": "Responder",
        "there": "Su mensaje ya está ahí.",
        "unread": "Un mensaje nuevo de la escuela",
    },
}
NEW = "/portal/staff/messages/new"


def deed(visiting: Visit, action: str) -> None:
    """Press the button of the form that goes there."""
    with answered(visiting.page):
        visiting.page.locator(f"form[action$='{action}'] button").click()


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("es", 320)])
def test_a_teacher_writes_and_a_guardian_reads_and_answers(
    house: House, world: World, staff: Staff, visit: Callable[..., Visit], language: str, width: int
) -> None:
    words = WORDS[language]
    teacher = visit(width=width, language=language)
    comes_in(teacher, "dana.whitfield.staff", language)
    opens(teacher, "/portal/staff/messages")
    opens(teacher, NEW)
    press(teacher.page, status=422)
    teacher.complaints[:] = [each for each in teacher.complaints if "422" not in each]
    teacher.inspect()
    teacher.page.locator("select[name=to]").select_option(
        label="Biology, period 3, Juniper High School"
        if language == "en"
        else "Biology, período 3, Juniper High School"
    )
    fill(
        teacher.page,
        subject_en="The pond",
        body_en="We look at water.",
        subject_es="El estanque",
        body_es="Miramos agua.",
    )
    press(teacher.page)
    teacher.inspect()
    assert words["reach"] in said(teacher)
    deed(teacher, "/sending")
    teacher.inspect()
    assert words["sent"] in said(teacher)
    with house.app.app_context():
        works()

    family = visit(width=320, language=language)
    comes_in(family, "hoa.nguyen", language)
    opens(family, "/portal/")
    assert words["unread"] in said(family)
    opens(family, "/portal/messages")
    subject = "The pond" if language == "en" else "El estanque"
    follow(family.page, family.page.get_by_role("link", name=subject, exact=True))
    family.inspect()
    follow(family.page, family.page.locator("main").get_by_role("link", name=words["answer"], exact=True))
    family.inspect()
    fill(family.page, body="He will be there.")
    press(family.page)
    family.inspect()
    assert words["there"] in said(family)

    opens(teacher, "/portal/staff/messages/inbox")
    follow(teacher.page, teacher.page.locator("main td a, main th a").first)
    teacher.inspect()
    assert "He will be there." in said(teacher)
    fill(teacher.page, body="Good.")
    press(teacher.page)
    teacher.inspect()
    opens(teacher, "/portal/staff/messages/families")
    opens(teacher, "/portal/staff/messages")


def test_by_keyboard_alone_and_without_scripts_and_at_night_it_waits(
    house: House, world: World, staff: Staff, visit: Callable[..., Visit], at: object
) -> None:
    with at("2026-11-18 22:10"):  # type: ignore[operator]
        teacher = visit(scripts=False)
        sign_in(teacher, "dana.whitfield.staff", "pine cones by the river")
        tab_to_link(teacher.page, "Messages")
        with answered(teacher.page):
            teacher.page.keyboard.press("Enter")
        tab_to_link(teacher.page, "Write a message")
        with answered(teacher.page):
            teacher.page.keyboard.press("Enter")
        tab_to(teacher.page, "subject_en")
        teacher.page.keyboard.type("The pond")
        tab_to(teacher.page, "body_en")
        teacher.page.keyboard.type("We look at water.")
        tab_to(teacher.page, "day")
        with answered(teacher.page):
            teacher.page.keyboard.press("Enter")
        assert "It leaves on November 19, 2026, 7:00 AM MST." in said(teacher)
        deed(teacher, "/sending")
        with house.app.app_context():
            assert works() == 0
    with at("2026-11-19 07:00"), house.app.app_context():  # type: ignore[operator]
        works()
    with at("2026-11-19 07:05"):  # type: ignore[operator]
        there = teacher.page.url
        sign_in(teacher, "dana.whitfield.staff", "pine cones by the river")
        teacher.page.goto(there)
        assert "It was sent on November 19, 2026, 7:00 AM MST." in said(teacher)
