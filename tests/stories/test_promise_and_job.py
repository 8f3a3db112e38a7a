"""An office professional and her own page, before a real browser: a course on its way, a new school, a lapse, the way
back. What happens comes by files, as a district brings them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from demo.world import World
from foundation import clock
from tests.district.staff_files import StaffFile, TrainingFile
from tests.stories.deeds import answered, fill, press, sign_in
from tests.stories.visiting import House, Visit

USERNAME, PASSWORD = "wren.castillo", "a heron over the pond 7"

WORDS = {
    "en": {
        "report": "Report it as finished",
        "promise": "Finished Tuesday, November 17. If it is not here by Thursday, November 19, 5:00 PM MST, "
        "contact DoTS.",
        "way": "On its way",
        "message": "Read the message to DoTS",
        "sent to": "A finished course has not arrived: Wren Castillo, E4712",
        "access": "You have household access through June 30, 2028.",
        "in time": "in time.",
        "moves": "Place of work from January 4, 2027 on: Cottonwood Middle School, instead of Juniper High School.",
        "goes on": "Household access goes on, through June 30, 2028.",
        "lapsed": "it lapsed, and June 30, 2028 was its last day",
        "way back": "The shortest way back:",
        "again": "You have household access through June 30, 2030.",
    },
    "es": {
        "report": "Informar que lo terminé",
        "promise": "Terminado el martes, 17 de noviembre. Si no está aquí a más tardar el jueves, 19 de noviembre, "
        "5:00 p.m. MST, comuníquese con DoTS.",
        "way": "En camino",
        "message": "Leer el mensaje para DoTS",
        "sent to": "Un curso terminado no ha llegado: Wren Castillo, E4712",
        "access": "Usted tiene acceso a hogares hasta el 30 de junio de 2028 inclusive.",
        "in time": "a tiempo.",
        "moves": "Lugar de trabajo a partir del 4 de enero de 2027: Cottonwood Middle School, en lugar de Juniper High "
        "School.",
        "goes on": "El acceso a hogares continúa, hasta el 30 de junio de 2028 inclusive.",
        "lapsed": "venció, y su último día fue el 30 de junio de 2028",
        "way back": "El camino más corto para recuperarlo:",
        "again": "Usted tiene acceso a hogares hasta el 30 de junio de 2030 inclusive.",
    },
}


class Wren:
    """At one window, and what the district's files say of her."""

    def __init__(self, house: House, world: World, visiting: Visit, language: str, folder: Path) -> None:
        self.house, self.town, self.visiting, self.folder = house, world.town, visiting, folder
        self.page, self.words = visiting.page, WORDS[language]
        self.staff = StaffFile()
        self.staff.rows.clear()
        self.job = self.staff.add(
            "E4712",
            first_name="Wren",
            last_name="Castillo",
            email="wren.castillo@district.example",
            job_role="Office Professional",
            category="school",
            location=self.town.high.code,
            begin_date="2026-08-03",
            hire_date="2026-08-03",
        )

    @property
    def said(self) -> str:
        return " ".join(self.page.locator("main").inner_text().replace("\u202f", " ").replace("\u00a0", " ").split())

    def brings(self, feed: str, file: StaffFile | TrainingFile) -> None:
        self.house.command(feed, "import", str(file.write(self.folder / f"{feed}.csv")))

    def finishes(self, **days: str) -> None:
        """The training system's file: `enrollment="2026-10-02"`."""
        file = TrainingFile()
        for course, on in days.items():
            file.add("E4712", course=f"IC-{course.upper()}", completed_on=on, status="passed")
        self.brings("training", file)

    def comes_in(self) -> None:
        """By her invitation, once."""
        printed = self.house.command("staff", "invite", "--employee-id", "E4712").split()
        self.page.goto(next(each for each in printed if each.startswith(self.house.url)))
        fill(self.page, username=USERNAME, password=PASSWORD, confirm_password=PASSWORD)
        press(self.page)
        self.signs_in()

    def signs_in(self) -> None:
        sign_in(self.visiting, USERNAME, PASSWORD)
        self.looks()

    def looks(self) -> None:
        with answered(self.page):
            self.page.goto(f"{self.house.url}/household/access")
        self.visiting.inspect()

    def sees(self, *names: str) -> None:
        said = self.said
        for each in names:
            assert self.words[each] in said, (each, said)

    def reports(self, course: str, on: str) -> None:
        self.page.locator("main [name=course]").select_option(course)
        fill(self.page, finished_on=on)
        with answered(self.page):
            self.page.get_by_role("button", name=self.words["report"]).click()
        self.visiting.inspect()


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("es", 320)], ids=["wide, English", "narrow, Spanish"])
def test_a_course_is_promised_a_job_changes_and_a_lapse_is_mended(
    house: House, world: World, visit: Callable[..., Visit], tmp_path: Path, language: str, width: int
) -> None:
    wren = Wren(house, world, visit(language=language, width=width), language, tmp_path)
    wren.brings("staff", wren.staff)
    wren.finishes(enrollment="2026-10-02")
    wren.comes_in()

    waits_for_her_course(wren)
    with clock.at("2026-11-19 16:59"):
        has_it_in_time(wren)
    with clock.at("2026-12-14 07:00"):
        moves_to_another_school(wren)
    with clock.at("2028-07-03 09:00"):
        lapses(wren)
    with clock.at("2028-07-20 09:00"):
        comes_back_by_courses(wren)


def waits_for_her_course(wren: Wren) -> None:
    wren.looks()
    wren.reports("IC-HOUSEHOLD", "2026-11-17")
    wren.sees("promise", "way")
    with answered(wren.page):
        wren.page.get_by_role("link", name=wren.words["message"]).click()
    wren.visiting.inspect()
    wren.sees("sent to")


def has_it_in_time(wren: Wren) -> None:
    wren.finishes(household="2026-11-17")
    wren.signs_in()
    wren.sees("access", "in time")


def moves_to_another_school(wren: Wren) -> None:
    """Told three weeks ahead, by mail and on her page; access goes on."""
    wren.job["end_date"] = "2027-01-03"
    wren.staff.rows.append(wren.job | {"end_date": "", "begin_date": "2027-01-04", "location": wren.town.middle.code})
    wren.brings("staff", wren.staff)
    wren.signs_in()
    wren.sees("access", "moves", "goes on")
    mails = [each.read_text("utf-8", errors="replace") for each in wren.house.deliver_mail()]
    assert any("wren.castillo@district.example" in each and "/household/access" in each for each in mails)


def lapses(wren: Wren) -> None:
    wren.signs_in()
    wren.sees("lapsed", "way back")


def comes_back_by_courses(wren: Wren) -> None:
    wren.finishes(enrollment="2028-07-10", household="2028-07-18")
    wren.signs_in()
    wren.sees("again")
