"""The served house, and a person at a window before it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page

from foundation import postman

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@dataclass
class House:
    """The served house: its address, and the app behind it for what happens outside the browser."""

    app: Flask
    url: str
    mail: Path

    def command(self, *words: str) -> str:
        """Run `flask …` and hand back what it said."""
        ran = self.app.test_cli_runner().invoke(args=list(words))
        assert ran.exit_code == 0, ran.output
        return ran.output

    def deliver_mail(self) -> list[Path]:
        """Let the postman go round; the mails that lie in the folder now."""
        with self.app.app_context():
            postman.deliver(self.app)
        return sorted(self.mail.glob("*.eml"))


@dataclass
class Visit:
    """One person at one window, and everything the browser complained of."""

    page: Page
    house: House
    complaints: list[str] = field(default_factory=list)

    def inspect(self) -> None:
        """axe finds no violation, nothing runs off the side or out of its box, and the console is silent."""
        found = Axe().run(self.page, options={"runOnly": WCAG}).response["violations"]
        broken = [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]
        assert not broken, f"{self.page.url}: axe finds {broken}"
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} is {wide} pixels wider than the window"
        bursting = self.page.evaluate(
            "[...document.querySelectorAll('.notice, .card, .answer')]"
            ".filter(each => each.scrollWidth > each.clientWidth).map(each => each.innerText)"
        )
        assert not bursting, f"{self.page.url}: text sticks out of its box: {bursting}"
        assert not self.complaints, f"{self.page.url}: the browser complains of {self.complaints}"
