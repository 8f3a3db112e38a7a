"""A whole afternoon: a letter comes, a guardian makes her account with its code and sees her children, and leaves."""

from __future__ import annotations

import csv
import email.policy
import re
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Page

from demo.cast import Someone
from demo.world import PASSPHRASE, World
from tests.markers import markers_on
from tests.stories.deeds import fill, press, sign_out, tab_to
from tests.stories.visiting import House, Visit

PASSWORD = "four quiet owls, 1 pond"


@dataclass(frozen=True)
class Guardian:
    """Who makes her account, in which language and at what window."""

    name: str
    child: str
    username: str
    address: str
    language: str
    width: int
    scripts: bool = True


GUARDIANS = (
    Guardian("robert", "maya", "robert.boone", "robert@example.org", "en", 1280),
    Guardian("carmen", "paloma", "carmen.delacruz", "carmen@example.org", "es", 320),
    Guardian("denise", "jalen", "denise.carter", "denise@example.org", "en", 320, scripts=False),
)


@pytest.mark.parametrize("guardian", GUARDIANS, ids=["wide, English", "narrow, Spanish", "without scripts"])
def test_a_guardian_activates_her_account_and_sees_her_children(
    house: House, world: World, visit: Callable[..., Visit], tmp_path: Path, guardian: Guardian
) -> None:
    herself, child = getattr(world, guardian.name), getattr(world, guardian.child)
    visiting = visit(width=guardian.width, language=guardian.language, scripts=guardian.scripts)
    page = visiting.page
    inspect = visiting.inspect if guardian.scripts else lambda: None

    page.goto(letter_of(house, herself, tmp_path)["url"])
    inspect()
    press(page)
    inspect()
    fill(
        page,
        username=guardian.username,
        password=PASSWORD,
        confirm_password=PASSWORD,
        recovery_email=guardian.address,
        confirm_recovery_email=guardian.address,
    )
    press(page)
    inspect()

    page.goto(link_in(mail_to(house, guardian.address), house))
    inspect()
    press(page)
    inspect()

    page.goto(f"{house.url}/sign-in")
    if "/sign-in" in page.url:
        inspect()
        fill(page, username=guardian.username, password=PASSWORD)
        press(page)
    page.goto(f"{house.url}/portal/")
    inspect()
    shown = page.locator("body").inner_text()
    assert page.locator("html").get_attribute("lang") == guardian.language
    assert child.first_name in shown
    assert markers_on(page.content(), world.markers_foreign_to(herself)) == []

    copied = page.context.cookies()
    sign_out(page)
    inspect()
    page.go_back()
    assert child.first_name not in page.locator("body").inner_text()
    assert is_sent_to_sign_in(page, house)
    page.context.add_cookies(copied)
    assert is_sent_to_sign_in(page, house)


def test_the_way_in_is_walked_by_keyboard(house: House, world: World, visit: Callable[..., Visit]) -> None:
    """Tab reaches each field in reading order, and Enter sends the form."""
    visiting = visit()
    page = visiting.page
    page.goto(f"{house.url}/sign-in")

    tab_to(page, "username")
    page.keyboard.type(world.sign_in(world.marisol).username)
    tab_to(page, "password")
    page.keyboard.type(PASSPHRASE)
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert page.url == f"{house.url}/portal/"
    assert visiting.complaints == []


def test_a_long_address_that_waits_to_be_confirmed_stays_in_its_box(
    house: House, world: World, visit: Callable[..., Visit]
) -> None:
    visiting = visit(width=320, language="es")
    page = visiting.page
    page.goto(f"{house.url}/sign-in")
    fill(page, username=world.sign_in(world.marisol).username, password=PASSPHRASE)
    press(page)

    page.goto(f"{house.url}/settings/account")
    address = "marisol.ibarra.vega.de.montemayor@correo-de-las-familias.example"
    fill(page, recovery_email=address, confirm_recovery_email=address, password=PASSPHRASE)
    press(page)

    assert address in page.locator("main .notice--wait").inner_text()
    visiting.inspect()


def test_the_inspection_would_notice_a_nameless_field(house: House, visit: Callable[..., Visit]) -> None:
    """Or the stories above could never fail."""
    visiting = visit()
    visiting.page.goto(f"{house.url}/sign-in")
    visiting.inspect()

    visiting.page.evaluate("document.querySelector('label[for=username]').remove()")

    with pytest.raises(AssertionError, match="label"):
        visiting.inspect()


def letter_of(house: House, person: Someone, tmp_path: Path) -> dict[str, str]:
    """Her row of the file a mail house prints letters from."""
    file = tmp_path / "codes.csv"
    house.command("codes", "issue", "--audience", "guardians", "--deliver", "letter", "--out", str(file))
    with file.open(encoding="utf-8", newline="") as opened:
        return next(row for row in csv.DictReader(opened) if row["person_id"] == person.public_id)


def mail_to(house: House, address: str) -> EmailMessage:
    """The mail that came to `address` with a link in it."""
    came = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in house.deliver_mail()]
    return next(each for each in came if isinstance(each, EmailMessage) and address in each["To"])


def link_in(mail: EmailMessage, house: House) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(rf"{re.escape(house.url)}/portal/recovery-email/\S+", body.get_content())
    assert found is not None, body.get_content()
    return found.group()


def is_sent_to_sign_in(page: Page, house: House) -> bool:
    page.goto(f"{house.url}/portal/")
    return page.url.startswith(f"{house.url}/sign-in")
