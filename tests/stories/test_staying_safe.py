"""Getting back in, changing one's mail, ending a device, and a session that ends while somebody types."""

from __future__ import annotations

import email.policy
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.message import EmailMessage

import pytest
from playwright.sync_api import Page, expect

from demo.world import PASSPHRASE, World
from foundation import clock
from tests.stories.deeds import DEEDS, answered, fill, press, sign_in, sign_out, tab_to_link
from tests.stories.visiting import House, Visit

NEW_PASSWORD = "seven slow herons, 2 ponds"
NEW_ADDRESS = "a.new.address@correo-de-las-familias.example"
WINDOWS = [
    pytest.param({"width": 1280, "language": "en"}, id="wide, English"),
    pytest.param({"width": 320, "language": "es"}, id="narrow, Spanish"),
    pytest.param({"width": 320, "language": "en", "scripts": False}, id="without scripts"),
]


def inspect(visiting: Visit, window: dict[str, object]) -> None:
    """axe is a script itself: where none runs, there is nothing to ask it."""
    if window.get("scripts", True):
        visiting.inspect()


def mails_to(house: House, address: str) -> list[str]:
    """The text of every mail that lies there for `address`."""
    house.command("mail", "send")
    came = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in house.deliver_mail()]
    found = [each for each in came if isinstance(each, EmailMessage) and address in each["To"]]
    return [part.get_content() for each in found if (part := each.get_body(("plain",))) is not None]


def link_to(house: House, address: str, path: str) -> str:
    """The latest link to a page under `path` that was mailed to `address`."""
    wanted = re.compile(rf"{re.escape(house.url)}{path}\S+")
    links = [link for text in mails_to(house, address) for link in wanted.findall(text)]
    assert links, f"no link to {path} was mailed"
    return links[-1]


@contextmanager
def after(page: Page, minutes: float) -> Iterator[None]:
    """So much later, on the server's clock and on the page's, whose `page.clock` was installed before it was opened."""
    with clock.at(clock.now() + timedelta(minutes=minutes)):
        page.clock.fast_forward(int(minutes * 60_000))
        yield


@pytest.mark.parametrize("window", WINDOWS)
def test_somebody_who_forgot_both_gets_back_in(
    house: House, world: World, visit: Callable[..., Visit], window: dict[str, object]
) -> None:
    known = world.sign_in(world.siobhan)
    visiting = visit(**window)
    page = visiting.page
    page.goto(f"{house.url}/sign-in")
    with answered(page):
        page.locator("main a[href='/forgot-username']").click()
    inspect(visiting, window)
    fill(page, email=world.siobhan.email)
    press(page)
    inspect(visiting, window)
    assert known.username in mails_to(house, world.siobhan.email)[-1]

    page.goto(f"{house.url}/forgot-password")
    inspect(visiting, window)
    fill(page, username=known.username)
    press(page)
    page.goto(link_to(house, world.siobhan.email, "/reset-password/"))
    inspect(visiting, window)
    fill(page, password=NEW_PASSWORD, confirm_password=NEW_PASSWORD)
    press(page)
    fill(page, username=known.username, password=NEW_PASSWORD)
    press(page)

    assert page.url == f"{house.url}/portal/"


@pytest.mark.parametrize("window", WINDOWS)
def test_a_recovery_email_is_changed_and_the_change_taken_back(
    house: House, world: World, visit: Callable[..., Visit], window: dict[str, object]
) -> None:
    visiting = visit(**window)
    page = visiting.page
    sign_in(visiting, world.sign_in(world.siobhan).username, PASSPHRASE)
    page.goto(f"{house.url}/settings/account")
    inspect(visiting, window)
    fill(page, recovery_email=NEW_ADDRESS, confirm_recovery_email=NEW_ADDRESS, password=PASSPHRASE)
    press(page)
    inspect(visiting, window)

    page.goto(link_to(house, NEW_ADDRESS, "/portal/recovery-email/"))
    inspect(visiting, window)
    press(page)
    inspect(visiting, window)
    page.goto(f"{house.url}/settings/account")
    inspect(visiting, window)
    assert NEW_ADDRESS in page.locator("main").inner_text()

    page.goto(link_to(house, world.siobhan.email, "/undo-recovery-email/"))
    inspect(visiting, window)
    press(page)
    inspect(visiting, window)
    page.goto(f"{house.url}/settings/account")
    assert page.url.startswith(f"{house.url}/sign-in")
    page.goto(link_to(house, world.siobhan.email, "/reset-password/"))
    fill(page, password=NEW_PASSWORD, confirm_password=NEW_PASSWORD)
    press(page)


@pytest.mark.parametrize("window", WINDOWS)
def test_a_lost_device_is_signed_out_from_another(
    house: House, world: World, visit: Callable[..., Visit], window: dict[str, object]
) -> None:
    username = world.sign_in(world.siobhan).username
    lost, visiting = visit(), visit(**window)
    sign_in(lost, username, PASSPHRASE)
    sign_in(visiting, username, PASSPHRASE)
    page = visiting.page
    page.goto(f"{house.url}/settings/devices")
    inspect(visiting, window)
    with answered(page):
        page.locator("form[action$='/end'] button").first.click()
    inspect(visiting, window)
    page.goto(f"{house.url}/settings/history")
    inspect(visiting, window)

    lost.page.goto(f"{house.url}/portal/")
    assert lost.page.url.startswith(f"{house.url}/sign-in")
    page.goto(f"{house.url}/portal/")
    assert page.url == f"{house.url}/portal/"


@pytest.mark.parametrize("window", WINDOWS)
def test_a_session_ends_while_somebody_types_and_the_text_survives(
    house: House, world: World, visit: Callable[..., Visit], window: dict[str, object]
) -> None:
    username = world.sign_in(world.siobhan).username
    visiting = visit(**window)
    page = visiting.page
    sign_in(visiting, username, PASSPHRASE)
    page.goto(f"{house.url}/settings/account")
    fill(page, recovery_email=NEW_ADDRESS, confirm_recovery_email=NEW_ADDRESS, password=PASSPHRASE)
    with clock.at(clock.now() + timedelta(hours=1)):
        press(page)
        assert page.url.startswith(f"{house.url}/sign-in")
        inspect(visiting, window)
        fill(page, username=username, password=PASSPHRASE)
        press(page)
        inspect(visiting, window)

        assert page.url == f"{house.url}/settings/account"
        assert page.locator("[name=recovery_email]").input_value() == NEW_ADDRESS
        assert page.locator("main [name=password]").input_value() == ""
        fill(page, password=PASSPHRASE)
        press(page)
        assert NEW_ADDRESS in page.locator("main .notice--wait").inner_text()


@pytest.mark.parametrize("window", WINDOWS[:2])
def test_before_its_end_a_session_asks_and_a_key_keeps_it(
    house: House, world: World, visit: Callable[..., Visit], window: dict[str, object]
) -> None:
    visiting = visit(**window)
    page = visiting.page
    page.clock.install()
    sign_in(visiting, world.sign_in(world.siobhan).username, PASSPHRASE)
    page.goto(f"{house.url}/settings/account")
    banner = page.locator("[data-session-left]")
    expect(banner).to_be_hidden()
    with after(page, 18.5):
        expect(banner).to_be_visible()
        expect(banner.locator("[data-session-count]")).to_contain_text(re.compile(r"^1:[0-3]\d$"))
        visiting.inspect()
        page.keyboard.press("Shift")
        expect(banner).to_be_hidden()
        with after(page, 18):
            page.goto(f"{house.url}/settings/devices")
            assert page.url == f"{house.url}/settings/devices"


def test_a_session_that_ended_says_so_on_the_open_page(house: House, world: World, visit: Callable[..., Visit]) -> None:
    visiting = visit()
    page = visiting.page
    page.clock.install()
    sign_in(visiting, world.sign_in(world.siobhan).username, PASSPHRASE)
    page.goto(f"{house.url}/settings/account")
    with after(page, 21):
        expect(page.locator("[data-session-over]")).to_be_visible()
        expect(page.locator("[data-session-left] button")).to_be_hidden()
        visiting.inspect()


def test_settings_are_walked_by_keyboard(house: House, world: World, visit: Callable[..., Visit]) -> None:
    username = world.sign_in(world.siobhan).username
    lost, visiting = visit(), visit()
    sign_in(lost, username, PASSPHRASE)
    sign_in(visiting, username, PASSPHRASE)
    page = visiting.page
    page.goto(f"{house.url}/settings/account")
    tab_to_link(page, "My devices")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('form')?.action.endsWith('/others/end') ?? false"):
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert page.url == f"{house.url}/settings/devices"
    lost.page.goto(f"{house.url}/portal/")
    assert lost.page.url.startswith(f"{house.url}/sign-in")
    sign_out(page)
    assert page.locator(DEEDS).count() == 1
    assert visiting.complaints == []
