"""Limits, attached files and fees before a real browser: at 320 pixels, in both languages, by keyboard."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from demo.fees import some_fees
from demo.grades import some_work_is_graded
from demo.limits import some_limits
from demo.staff import Staff
from demo.transcripts import some_transcripts
from demo.world import World
from foundation import clock, db
from foundation.settings import Settings
from tests.papers import PDF
from tests.stories.deeds import answered, fill, press, sign_in, tab_to
from tests.stories.test_help_desk import comes_in, opens, said
from tests.stories.visiting import House, Visit

WORDS = {
    "en": {
        "set": "This is what you are told from now on.",
        "reached": "below your",
        "asked": "The office has your request.",
        "with it": "The files go with it.",
        "owed": "$30.99 is owed.",
        "late": "Lost library book. Cedar Hill Elementary Late $15.99 November 9, 2026",
        "in part": "$15.00 January 17, 2027 $25.00 $10.00 on November 15, 2026",
        "together": "All fees $40.99 Paid $10.00 Still owed $30.99",
        "unofficial": "Unofficial This is for the family.",
        "credits": "Credits earned: 10",
        "a course": "Biology (SCI-10) 1 Grade 10, Juniper High School B 0.5",
        "no address": "There is no address yet.",
        "once": "Copy it now. It is shown this once and never again.",
        "ended": "The address is ended.",
    },
    "es": {
        "set": "De esto se le avisará desde ahora.",
        "reached": "por debajo de su",
        "asked": "La oficina tiene su solicitud.",
        "with it": "Los archivos lo acompañan.",
        "owed": "Se deben $30.99.",
        "late": "Lost library book. Cedar Hill Elementary Tarde $15.99 9 de noviembre de 2026",
        "in part": "$15.00 17 de enero de 2027 $25.00 $10.00 el 15 de noviembre de 2026",
        "together": "Todas las cuotas $40.99 Pagado $10.00 Falta por pagar $30.99",
        "unofficial": "No oficial Esto es para la familia.",
        "credits": "Créditos obtenidos: 10",
        "a course": "Biology (SCI-10) 1 Grado 10, Juniper High School B 0.5",
        "no address": "Todavía no hay ninguna dirección.",
        "once": "Cópiela ahora. Se muestra esta única vez y nunca más.",
        "ended": "La dirección ya no sirve.",
    },
}
WAYS = [("en", 320), ("es", 320)]


@pytest.fixture
def full(house: House, world: World, settings: Settings) -> World:
    """The families with grades, fees, transcripts and limits; a district that takes a new address from home."""
    with house.app.app_context(), db.transaction():
        some_work_is_graded(world, at=clock.now())
        some_fees(world)
        some_transcripts(world)
        some_limits(world, settings=settings, today=world.today, at=clock.now())
    by_request = dataclasses.replace(house.app.config["HEARTH"], address_change="request")
    house.app.config["HEARTH"] = house.app.jinja_env.globals["district"] = by_request
    return world


@pytest.mark.parametrize(("language", "width"), WAYS)
def test_a_family_sets_limits_by_keyboard_and_reads_what_reached_them(
    full: World, visit: Callable[..., Visit], language: str, width: int
) -> None:
    family = visit(width=width, language=language)
    comes_in(family, full.sign_in(full.hoa).username, language)
    opens(family, f"/portal/students/{full.minh.public_id}/limits")
    assert WORDS[language]["reached"] in said(family)
    tab_to(family.page, "absences")
    family.page.keyboard.press("Control+A")
    family.page.keyboard.type("x")
    with answered(family.page, status=422):
        family.page.keyboard.press("Enter")
    family.complaints.clear()  # of the status 422, which is meant
    family.inspect()
    fill(family.page, absences="4")
    press(family.page)
    family.inspect()
    assert WORDS[language]["set"] in said(family)


@pytest.mark.parametrize(("language", "width"), WAYS)
def test_a_family_attaches_its_proof(
    full: World, visit: Callable[..., Visit], tmp_path: Path, language: str, width: int
) -> None:
    bill = tmp_path / "bill with a rather long name, as phones and scanners give them.pdf"
    bill.write_bytes(PDF)
    family = visit(width=width, language=language)
    comes_in(family, full.sign_in(full.patrick).username, language)
    opens(family, "/portal/requests/address")
    fill(family.page, address="18 Grebe Hill\nJuniper Valley, CO 80999")
    family.page.locator("main [name=papers]").set_input_files(bill)
    press(family.page)
    family.inspect()
    assert WORDS[language]["asked"] in said(family)
    with family.page.expect_download() as download:
        family.page.locator("main a[download]").click()
    assert Path(download.value.path()).read_bytes() == PDF


@pytest.mark.parametrize(("language", "width"), WAYS)
def test_a_teacher_attaches_a_flyer(
    full: World, staff: Staff, visit: Callable[..., Visit], tmp_path: Path, language: str, width: int
) -> None:
    flyer = tmp_path / "flyer.pdf"
    flyer.write_bytes(PDF)
    teacher = visit(width=width, language=language)
    comes_in(teacher, "dana.whitfield.staff", language)
    opens(teacher, "/portal/staff/messages/templates/new")
    fill(teacher.page, name="Lab day", subject_en="The lab", body_en="Closed shoes.\n{teacher}")
    press(teacher.page)
    teacher.inspect()
    opens(teacher, "/portal/staff/messages/new")
    fill(teacher.page, subject_en="The lab", body_en="Closed shoes.\n{teacher}")
    press(teacher.page)
    teacher.inspect()
    teacher.page.locator("main [name=files]").set_input_files(flyer)
    with answered(teacher.page):
        teacher.page.locator("main form[action$='/files'] button").click()
    teacher.inspect()
    assert WORDS[language]["with it"] in said(teacher)


@pytest.mark.parametrize(("language", "width"), WAYS)
def test_a_family_reads_on_a_phone_what_it_owes_and_what_was_paid(
    full: World, visit: Callable[..., Visit], language: str, width: int
) -> None:
    family = visit(width=width, language=language)
    comes_in(family, full.sign_in(full.siobhan).username, language)
    opens(family, f"/portal/students/{full.nora.public_id}/fees")

    for each in ("owed", "late", "in part", "together"):
        assert WORDS[language][each] in said(family)


@pytest.mark.parametrize(("language", "width"), WAYS)
def test_a_family_reads_on_a_phone_the_transcript_by_year(
    full: World, visit: Callable[..., Visit], language: str, width: int
) -> None:
    family = visit(width=width, language=language)
    comes_in(family, full.sign_in(full.hoa).username, language)
    opens(family, f"/portal/students/{full.minh.public_id}/transcript")

    for each in ("unofficial", "credits", "a course"):
        assert WORDS[language][each] in said(family)
    assert family.page.locator("main h2").all_inner_texts() == ["2025–26", "2024–25"]


@pytest.mark.parametrize(("language", "width"), WAYS)
def test_a_calendar_reads_by_its_address_until_the_family_ends_it(
    full: World, visit: Callable[..., Visit], language: str, width: int
) -> None:
    family, told = visit(width=width, language=language), WORDS[language]
    comes_in(family, full.sign_in(full.hoa).username, language)
    links = f"/portal/students/{full.minh.public_id}/schedule/calendar"
    opens(family, links)
    assert told["no address"] in said(family)
    press(family.page)
    family.inspect()
    assert told["once"] in said(family)
    address = family.page.locator("main #address").input_value()

    program = visit().page.request
    assert program.get(address).text().startswith("BEGIN:VCALENDAR")
    opens(family, links)
    assert told["no address"] not in said(family)
    assert family.page.locator("main li form").count() == 1
    with answered(family.page):
        family.page.locator("main li form button").click()
    family.inspect()
    assert told["ended"] in said(family)
    assert told["no address"] in said(family)
    assert program.get(address).status == 410


def test_a_proof_is_sent_without_scripts(full: World, visit: Callable[..., Visit], tmp_path: Path) -> None:
    bill = tmp_path / "bill.pdf"
    bill.write_bytes(PDF)
    family = visit(width=320, scripts=False)
    sign_in(family, full.sign_in(full.patrick).username, "pine cones by the river")
    family.page.goto(f"{family.house.url}/portal/requests/address")
    fill(family.page, address="18 Grebe Hill\nJuniper Valley, CO 80999")
    family.page.locator("main [name=papers]").set_input_files(bill)
    press(family.page)
    assert "bill.pdf" in said(family)
