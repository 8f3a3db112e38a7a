"""A right from its first refusal to its last day, before a real browser; and DoTS, who reviews it and takes it away."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from icalendar import Calendar
from playwright.sync_api import Locator, Page

from demo.staff import Staff
from demo.world import PASSPHRASE, World
from foundation import clock
from tests.district.staff_files import SheetFile, StaffFile, TrainingFile
from tests.stories.deeds import answered, fill, follow, press, sign_in, tab_to, tab_to_link
from tests.stories.visiting import House, Visit

USERNAME, PASSWORD = "noor.haddad", "a heron over the pond 7"
LAST_DAY = date(2028, 6, 30)
"""Of a term that begins in November 2026: the second school year ends."""
LAST_EVENING, NEXT_MORNING = "2028-06-30 23:55", "2028-07-01 00:05"
REFUSED = "the server responded with a status of 403"

WORDS = {
    "en": {
        "no course": "none of the courses is on record yet",
        "way": "Take Infinite Campus Enrollment.",
        "access": "You have household access through June 30, 2028.",
        "household": "Household of Anke Fischer",
        "calendar": "Put these days into my calendar",
        "last day": "Last day of household access",
        "lapsed": "it lapsed, and June 30, 2028 was its last day",
        "way back": "The shortest way back: Take Infinite Campus Enrollment again.",
        "table": "The same as a table",
        "formerly": "has no household access: it lapsed",
        "CSV": "Export as CSV",
        "XLSX": "Export as XLSX",
    },
    "es": {
        "no course": "todavía no consta ninguno de los cursos",
        "way": "Tome Infinite Campus: inscripción.",
        "access": "Usted tiene acceso a hogares hasta el 30 de junio de 2028 inclusive.",
        "household": "Hogar de Anke Fischer",
        "calendar": "Poner estos días en mi calendario",
        "last day": "Último día de acceso a hogares",
        "lapsed": "venció, y su último día fue el 30 de junio de 2028",
        "way back": "El camino más corto para recuperarlo: Tome Infinite Campus: inscripción de nuevo.",
        "table": "Lo mismo en una tabla",
        "formerly": "no tiene acceso a hogares: venció",
        "CSV": "Exportar como CSV",
        "XLSX": "Exportar como XLSX",
    },
}


@dataclass(frozen=True)
class Window:
    """In which language somebody reads, at what width, and whether scripts run."""

    language: str
    width: int
    scripts: bool = True


WIDE, NARROW, BARE = Window("en", 1280), Window("es", 320), Window("en", 320, scripts=False)


class Sitting:
    """One person at one window who looks at every page that comes."""

    def __init__(self, visit: Callable[..., Visit], window: Window) -> None:
        self.visiting = visit(width=window.width, language=window.language, scripts=window.scripts)
        self.page, self.house = self.visiting.page, self.visiting.house
        self.window, self.words = window, WORDS[window.language]

    @property
    def said(self) -> str:
        """The words of the page, one space between them."""
        return " ".join(self.page.locator("main").inner_text().split())

    def look(self) -> None:
        """The page speaks the reader's language; where scripts run, axe goes over it."""
        assert self.page.locator("html").get_attribute("lang") == self.window.language
        if self.window.scripts:
            self.visiting.inspect()

    def opens(self, path: str, *, status: int = 200) -> None:
        with answered(self.page, status=status):
            self.page.goto(f"{self.house.url}{path}")
        self._forget_refusal(status)
        self.look()

    def press(self, *, status: int = 200) -> None:
        press(self.page, status=status)
        self._forget_refusal(status)
        self.look()

    def follow(self, words: str) -> None:
        follow(self.page, self.page.get_by_role("link", name=words, exact=True).first)
        self.look()

    def take(self, deed: Locator) -> bytes:
        """The file that a link or a button gives."""
        with self.page.expect_download() as given:
            deed.click()
        return Path(given.value.path()).read_bytes()

    def _forget_refusal(self, status: int) -> None:
        """The browser's console tells of a page that came with 403; that is what was asked for."""
        if status == 403:
            self.visiting.complaints[:] = [each for each in self.visiting.complaints if REFUSED not in each]


@pytest.mark.parametrize("window", [WIDE, NARROW, BARE], ids=["wide, English", "narrow, Spanish", "without scripts"])
def test_a_right_is_refused_earned_used_seen_by_the_family_and_over(
    house: House, world: World, visit: Callable[..., Visit], tmp_path: Path, window: Window
) -> None:
    hire(house, world, tmp_path)
    noor = Sitting(visit, window)

    accepts_her_invitation(noor)
    is_told_why_not(noor)
    with clock.at("2026-11-18 09:05"):
        finish_the_courses(house, tmp_path)
        has_access(noor)
        reads_a_family(noor, world)
    with clock.at("2026-11-18 09:10"):
        the_family_sees_it(Sitting(visit, window), world)
    loses_access_in_an_open_form(noor)


def test_a_family_is_found_and_read_by_keyboard(staff: Staff, world: World, visit: Callable[..., Visit]) -> None:
    noelle = Sitting(visit, WIDE)
    sign_in(noelle.visiting, staff.sign_in(staff.noelle).username, PASSPHRASE)
    page = noelle.page
    enter(page, "Search")

    tab_to(page, "q")
    page.keyboard.type("nguyen")
    with answered(page):
        page.keyboard.press("Enter")
    enter(page, "Minh Nguyễn")
    enter(page, "See the family")

    assert "Hoa Nguyễn" in noelle.said
    assert noelle.visiting.complaints == []


@pytest.mark.parametrize(
    ("name", "window"), [("maeve", WIDE), ("pilar", NARROW)], ids=["wide, English", "narrow, Spanish"]
)
def test_dots_reviews_who_has_access_and_takes_the_list_along(
    house: House, staff: Staff, world: World, visit: Callable[..., Visit], tmp_path: Path, name: str, window: Window
) -> None:
    house.command("staff", "invite", "--employee-id", "E2007", "--role", "dots-admin")
    hire(house, world, tmp_path, last_name="=1+1")
    finish_the_courses(house, tmp_path)
    dots = Sitting(visit, window)
    sign_in(dots.visiting, staff.sign_in(getattr(staff, name)).username, PASSPHRASE)

    dots.opens("/household/reviews")
    the_chart_has_its_table(dots)
    takes_the_list_along(dots)
    reads_the_story_of_who_lapsed(dots, staff)


def hire(house: House, world: World, folder: Path, *, last_name: str = "Haddad") -> None:
    """Human resources' file brings somebody into Enrollment Services, whose access is to every family."""
    file = StaffFile()
    file.rows.clear()
    file.add(
        "E4711",
        first_name="Noor",
        last_name=last_name,
        email="noor.haddad@district.example",
        job_role="Specialist",
        category="central",
        team="Enrollment Services",
        location=world.town.district.code,
        begin_date="2026-08-03",
        hire_date="2026-08-03",
    )
    bring(house, "staff", file, folder)


def finish_the_courses(house: House, folder: Path) -> None:
    """The training system's file of the day: both courses, the second finished yesterday."""
    file = TrainingFile()
    file.add("E4711", course="IC-ENROLLMENT", completed_on="2026-10-02", score="91", status="passed")
    file.add("E4711", course="IC-HOUSEHOLD", completed_on="2026-11-17", score="88", status="passed")
    bring(house, "training", file, folder)


def bring(house: House, feed: str, file: SheetFile, folder: Path) -> None:
    """Import a file as whoever runs the house does."""
    house.command(feed, "import", str(file.write(folder / f"{feed}.csv")))


def accepts_her_invitation(noor: Sitting) -> None:
    printed = noor.house.command("staff", "invite", "--employee-id", "E4711").split()
    noor.opens(next(each for each in printed if each.startswith(noor.house.url)).removeprefix(noor.house.url))
    fill(noor.page, username=USERNAME, password=PASSWORD, confirm_password=PASSWORD)
    noor.press()
    signs_in(noor)


def signs_in(noor: Sitting) -> None:
    sign_in(noor.visiting, USERNAME, PASSWORD)
    noor.look()


def is_told_why_not(noor: Sitting) -> None:
    noor.opens("/household/access")
    assert noor.words["no course"] in noor.said
    assert noor.words["way"] in noor.said

    noor.opens("/household/", status=403)
    assert noor.words["no course"] in noor.said
    assert noor.words["way"] in noor.said
    follow(noor.page, noor.page.locator("main a.button"))
    assert noor.page.url == f"{noor.house.url}/household/access"


def has_access(noor: Sitting) -> None:
    noor.opens("/household/access")
    assert noor.words["access"] in noor.said

    file = noor.take(noor.page.get_by_role("link", name=noor.words["calendar"]))
    days = {str(each["summary"]): each["dtstart"].dt for each in Calendar.from_ical(file).walk("VEVENT")}
    assert days[noor.words["last day"]] == LAST_DAY


def reads_a_family(noor: Sitting, world: World) -> None:
    searches(noor, "Nguyen")
    noor.follow("Minh Nguyễn")
    assert world.hoa.full_name in noor.said
    follow(noor.page, noor.page.locator(f"main a[href$='/people/{world.minh.public_id}/family']"))
    noor.look()
    assert world.hoa.full_name in noor.said

    searches(noor, "Anke Fischer")
    noor.follow(noor.words["household"])
    assert world.maya.full_name in noor.said


def searches(noor: Sitting, typed: str) -> None:
    noor.opens("/household/")
    fill(noor.page, q=typed)
    noor.press()
    assert typed not in noor.page.url


def the_family_sees_it(hoa: Sitting, world: World) -> None:
    """In the family portal, from the child's card: when, and from which office; the reader's name is not told."""
    sign_in(hoa.visiting, world.sign_in(world.hoa).username, PASSPHRASE)
    switch = hoa.page.locator(f".language-switch button[lang={hoa.window.language}]")
    if switch.count():
        with answered(hoa.page):
            switch.click()
    hoa.look()
    follow(hoa.page, hoa.page.locator("main a[href$='/access-log']"))
    hoa.look()

    assert "Enrollment Services" in hoa.said
    assert "Noor" not in hoa.said


def loses_access_in_an_open_form(noor: Sitting) -> None:
    """The form is opened five minutes before midnight of the last day, and sent five minutes after."""
    with clock.at(LAST_EVENING):
        signs_in(noor)
        noor.opens("/household/")
        fill(noor.page, q="Nguyen")
    with clock.at(NEXT_MORNING):
        noor.press(status=403)
        assert noor.words["lapsed"] in noor.said
        assert "Minh" not in noor.said
        noor.opens("/household/access")
        assert noor.words["lapsed"] in noor.said
        assert noor.words["way back"] in noor.said


def enter(page: Page, words: str) -> None:
    """Go to the link that says `words` by Tab, and through it by Enter."""
    tab_to_link(page, words)
    with answered(page):
        page.keyboard.press("Enter")


def the_chart_has_its_table(dots: Sitting) -> None:
    """Each column's number stands in the table, and the figures on top count the people of the list."""
    chart = dots.page.locator(".chart")
    drawn = chart.locator("svg .chart__value").all_text_contents()
    chart.get_by_text(dots.words["table"]).click()
    rows = chart.locator("table tbody tr")
    dots.look()

    assert drawn
    assert [row.locator("td").last.inner_text() for row in rows.all()] == drawn
    listed = dots.page.locator("section[aria-labelledby=people] tbody tr").count()
    assert sum(int(figure) for figure in dots.page.locator(".tally b").all_inner_texts()[:2]) == listed


def takes_the_list_along(dots: Sitting) -> None:
    """Both files hold the people of the page; a name that is a formula comes as text."""
    listed = dots.page.locator("section[aria-labelledby=people] tbody tr").count()
    dots.page.locator("input[name=reason]").fill("For the yearly review")
    text = dots.take(dots.page.get_by_role("button", name=dots.words["CSV"])).decode("utf-8-sig")
    file = dots.take(dots.page.get_by_role("button", name=dots.words["XLSX"]))
    book = openpyxl.load_workbook(io.BytesIO(file))
    rows = {row[0]: row for row in csv.reader(io.StringIO(text, newline=""))}
    cells = {row[0].value: row for row in book.worksheets[0].iter_rows()}

    assert len(rows) == len(cells) == listed + 1
    assert rows["E4711"][1] == "'=1+1"
    assert (cells["E4711"][1].value, cells["E4711"][1].data_type) == ("=1+1", "s")
    assert cells["E4711"][7].value.date() == LAST_DAY


def reads_the_story_of_who_lapsed(dots: Sitting, staff: Staff) -> None:
    dots.page.locator("[name=state]").select_option("lapsed")
    with answered(dots.page):
        dots.page.locator("form.filters button").click()
    dots.look()
    assert re.search(r"[?&]state=lapsed\b", dots.page.url)

    dots.follow("Pike, Howard")
    assert f"{staff.howard.full_name} {dots.words['formerly']}" in dots.said
