"""A registrar appoints a contact, who meets the desk; another lapses, is flagged by night and kept, in a browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from demo.careers import a_role
from demo.cast import LONG_AGO_AT
from demo.served import an_appointment, an_organization
from demo.staff import Staff
from demo.world import PASSPHRASE, World
from foundation import db
from tests.stories.deeds import answered, fill, press, sign_in
from tests.stories.visiting import House, Visit

WORDS = {
    "en": {
        "missing": "1 authorized contact. One support contact is missing. The technical contact is missing.",
        "appointed": "2 authorized contacts. One support contact is missing.",
        "may ask": "You may ask the support desk, Felix.",
        "technical": "the firewall",
        "flagged": "flagged for deactivation",
        "kept": "They stay a contact. 180 days are counted anew from today.",
    },
    "es": {
        "missing": "1 contacto autorizado. Falta un contacto de soporte. Falta el contacto técnico.",
        "appointed": "2 contactos autorizados. Falta un contacto de soporte.",
        "may ask": "Felix, usted puede consultar al servicio de soporte.",
        "technical": "el cortafuegos",
        "flagged": "marcado para desactivar",
        "kept": "Sigue siendo contacto. Los 180 días se cuentan de nuevo desde hoy.",
    },
}


@pytest.fixture
def here(house: House, world: World, staff: Staff) -> Staff:
    """Anita's colleague Maeve is the registrar, and Noelle a contact who has not come for 180 days."""
    with db.transaction():
        ours = an_organization("Juniper Valley", kind="district", school=world.town.district, hosting="cloud-choice")
        a_role(staff.sign_in(staff.maeve).account_id, "registrar", at=LONG_AGO_AT)
        noelle = staff.sign_in(staff.noelle).account_id
        an_appointment(noelle, ours, starts=date(2026, 1, 12), used=date(2026, 5, 22))
    return staff


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("es", 320)], ids=["wide, English", "narrow, Spanish"])
def test_a_contact_is_appointed_and_another_kept(
    house: House, here: Staff, visit: Callable[..., Visit], language: str, width: int
) -> None:
    words = WORDS[language]
    registrar, contact = visit(width=width, language=language), visit(width=width, language=language)
    comes_in(registrar, here, here.maeve.id, language)
    goes(registrar, "/support/contacts")
    assert words["missing"] in said(registrar)

    fill(registrar.page, who="felix.moreau")
    registrar.page.locator("main select[name=kind]").first.select_option("technical")
    with answered(registrar.page):
        registrar.page.locator("main form[method=get] button").click()
    registrar.inspect()
    press(registrar.page)
    registrar.inspect()
    assert words["appointed"] in said(registrar)

    comes_in(contact, here, here.felix.id, language)
    goes(contact, "/support/mine")
    goes(contact, "/support/mine")
    assert words["may ask"] in said(contact)
    assert words["technical"] in said(contact)

    assert "0 idle contacts told, 1 flagged" in house.command("nightly")
    goes(registrar, "/support/contacts")
    assert words["flagged"] in said(registrar)
    with answered(registrar.page):
        registrar.page.locator("main a[href$='/keep']").click()
    registrar.inspect()
    fill(registrar.page, because="Ms. Archer is on leave until spring")
    press(registrar.page)
    registrar.inspect()
    assert words["kept"] in said(registrar)
    assert words["flagged"] not in said(registrar)


def comes_in(window: Visit, staff: Staff, person_id: int, language: str) -> None:
    """Signed in, and reading the language of this window whatever the account prefers."""
    someone = next(each for each in staff.everyone if each.id == person_id)
    sign_in(window, staff.sign_in(someone).username, PASSPHRASE)
    switch = window.page.locator(f".language-switch button[lang={language}]")
    if switch.count():
        with answered(window.page):
            switch.click()


def goes(window: Visit, path: str) -> None:
    with answered(window.page):
        window.page.goto(window.house.url + path)
    window.inspect()


def said(window: Visit) -> str:
    return " ".join(window.page.locator("main").inner_text().split())
