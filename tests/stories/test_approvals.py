"""A teacher asks her principal for household access: a yes by the mailed link, a no with its reason, in a browser."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from demo.cast import Someone
from demo.staff import Staff
from demo.world import PASSPHRASE
from tests.stories.deeds import answered, fill, press, sign_in, sign_out
from tests.stories.visiting import House, Visit

WORDS = {
    "en": {
        "ask": "Ask the principal for approval",
        "it went to": "Ingrid Solberg (leads the school)",
        "one waits": "One person waits for your approval.",
        "with a yes": "All courses are done: with your yes, access begins at once.",
        "access": "You have household access through June 30, 2028",
        "yes": "Approved by Ingrid Solberg",
        "no": "Not approved by Ingrid Solberg",
        "nobody waits": "Nobody waits for your approval.",
    },
    "es": {
        "ask": "Pedir la aprobación a la dirección",
        "it went to": "Ingrid Solberg (dirige la escuela)",
        "one waits": "Una persona espera su aprobación.",
        "with a yes": "Todos los cursos están hechos: con su sí, el acceso empieza de inmediato.",
        "access": "Usted tiene acceso a hogares hasta el 30 de junio de 2028 inclusive",
        "yes": "Aprobada por Ingrid Solberg",
        "no": "No aprobada por Ingrid Solberg",
        "nobody waits": "Nadie espera su aprobación.",
    },
}
WHY, WHY_NOT = "I enroll families on Mondays.", "The office does this."


@dataclass
class Window:
    """One person at a window, in one language, who looks at every page that comes."""

    visiting: Visit
    language: str

    @property
    def words(self) -> dict[str, str]:
        return WORDS[self.language]

    @property
    def said(self) -> str:
        return " ".join(self.visiting.page.locator("main").inner_text().split())

    def goes(self, address: str, *, status: int = 200) -> None:
        house = self.visiting.house.url
        with answered(self.visiting.page, status=status):
            self.visiting.page.goto(address if address.startswith("http") else house + address)
        self.visiting.complaints[:] = [each for each in self.visiting.complaints if f"status of {status}" not in each]
        self.visiting.inspect()

    def comes_in(self, staff: Staff, person: Someone) -> None:
        """Signed in, and reading the language of this window whatever the account prefers."""
        sign_in(self.visiting, staff.sign_in(person).username, PASSPHRASE)
        switch = self.visiting.page.locator(f".language-switch button[lang={self.language}]")
        if switch.count():
            with answered(self.visiting.page):
                switch.click()
        self.visiting.inspect()

    def asks(self) -> None:
        self.goes("/household/access")
        with answered(self.visiting.page):
            self.visiting.page.get_by_role("link", name=self.words["ask"]).click()
        self.visiting.inspect()
        fill(self.visiting.page, reason=WHY)
        press(self.visiting.page)
        self.visiting.inspect()
        assert self.words["it went to"] in self.said

    def answers(self, answer: str, reason: str = "") -> None:
        self.visiting.page.locator(f"main input[name=answer][value={answer}]").check()
        fill(self.visiting.page, reason=reason)
        with answered(self.visiting.page):
            self.visiting.page.locator("main form:has(input[name=answer]) button").click()
        self.visiting.inspect()


@pytest.fixture(params=[("en", 1280), ("es", 320)], ids=["wide, English", "narrow, Spanish"])
def opens(request: pytest.FixtureRequest, visit: Callable[..., Visit]) -> Callable[[], Window]:
    """One more window, in the language and at the width of this story."""
    language, width = request.param
    return lambda: Window(visit(width=width, language=language), language)


def test_a_yes_by_the_mailed_link_gives_access(house: House, staff: Staff, opens: Callable[[], Window]) -> None:
    caleb, ingrid = opens(), opens()
    caleb.comes_in(staff, staff.caleb)
    caleb.asks()

    ingrid.visiting.page.goto(link_in(house.deliver_mail()))
    fill(ingrid.visiting.page, username=staff.sign_in(staff.ingrid).username, password=PASSPHRASE)
    press(ingrid.visiting.page)
    ingrid.visiting.inspect()
    assert ingrid.words["with a yes"] in ingrid.said
    assert WHY in ingrid.said
    ingrid.answers("yes")
    assert ingrid.words["yes"] in ingrid.said

    caleb.goes("/household/access")
    assert caleb.words["access"] in caleb.said


def test_a_no_is_told_with_its_reason_and_nothing_waits_any_more(
    house: House, staff: Staff, opens: Callable[[], Window]
) -> None:
    caleb, ingrid = opens(), opens()
    caleb.comes_in(staff, staff.caleb)
    caleb.asks()

    ingrid.comes_in(staff, staff.ingrid)
    ingrid.goes("/household/approvals")
    assert ingrid.words["one waits"] in ingrid.said
    with answered(ingrid.visiting.page):
        ingrid.visiting.page.locator("main table a.button").click()
    ingrid.answers("no", WHY_NOT)
    ingrid.goes("/household/approvals")
    assert ingrid.words["nobody waits"] in ingrid.said
    ingrid.goes("/household/approvals/delegates")

    caleb.goes("/household/access/request")
    assert caleb.words["no"] in caleb.said
    assert WHY_NOT in caleb.said
    link = link_in(house.deliver_mail())
    sign_out(caleb.visiting.page)
    caleb.comes_in(staff, staff.pilar)
    caleb.goes(link, status=404)
    assert WHY not in caleb.said


def link_in(mails: list[Path]) -> str:
    """The link of the mail that asks for an approval."""
    for each in mails:
        sent = email.message_from_bytes(each.read_bytes(), policy=email.policy.default)
        body = sent.get_body(("plain",))  # type: ignore[attr-defined]
        found = re.search(r"https?://\S+/household/approvals/link/\S+", body.get_content() if body else "")
        if found:
            return found.group(0)
    raise AssertionError("No mail asks for an approval.")
