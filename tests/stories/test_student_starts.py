"""A student's first sign-in from a printed code: the username is there, the password is the student's own."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from demo.world import World
from tests.markers import markers_on
from tests.stories.deeds import fill, press, sign_in, sign_out, tab_to
from tests.stories.visiting import House, Visit

PASSWORD = "nine paper boats, 1 pond"


@dataclass(frozen=True)
class Student:
    """Who starts, in which language and at what window."""

    name: str
    username: str
    language: str
    width: int
    scripts: bool = True


STUDENTS = (
    Student("lucia", "lucia.ibarravega", "es", 320),
    Student("jalen", "jalen.carter", "en", 1280),
    Student("jalen", "jalen.carter", "en", 320, scripts=False),
)


@pytest.mark.parametrize("student", STUDENTS, ids=["narrow, Spanish", "wide, English", "without scripts"])
def test_a_student_starts_with_a_printed_code(
    house: House, world: World, visit: Callable[..., Visit], tmp_path: Path, student: Student
) -> None:
    house.command("accounts", "prepare")
    person = getattr(world, student.name)
    visiting = visit(width=student.width, language=student.language, scripts=student.scripts)
    page, inspect = visiting.page, visiting.inspect if student.scripts else lambda: None

    page.goto(code_of(house, person.public_id, tmp_path))
    inspect()
    press(page)
    inspect()
    box = page.locator("main [name=username]")
    username = box.input_value()
    assert username.startswith(student.username)
    assert box.get_attribute("readonly") is not None

    fill(page, password=PASSWORD, confirm_password=PASSWORD)
    press(page)
    inspect()

    sign_in(visiting, username, PASSWORD)
    page.goto(f"{house.url}/portal/")
    inspect()
    assert page.locator("html").get_attribute("lang") == student.language
    assert person.first_name in page.locator("main").inner_text()
    assert markers_on(page.content(), world.markers_foreign_to(person)) == []
    sign_out(page)


def test_the_second_page_is_walked_by_keyboard(
    house: House, world: World, visit: Callable[..., Visit], tmp_path: Path
) -> None:
    """The username can be reached and read, and not changed; Enter sends the form."""
    house.command("accounts", "prepare")
    page = visit().page
    page.goto(code_of(house, world.jalen.public_id, tmp_path))
    press(page)

    tab_to(page, "username")
    page.keyboard.type("principal")
    tab_to(page, "password")
    page.keyboard.type(PASSWORD)
    tab_to(page, "confirm_password")
    page.keyboard.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert page.url == f"{house.url}/portal/activate/done"


def code_of(house: House, public_id: str, tmp_path: Path) -> str:
    """The address in the square of the student's letter."""
    file = tmp_path / "codes.csv"
    house.command("codes", "issue", "--audience", "students", "--deliver", "letter", "--out", str(file))
    with file.open(encoding="utf-8", newline="") as opened:
        return next(row["url"] for row in csv.DictReader(opened) if row["person_id"] == public_id)
