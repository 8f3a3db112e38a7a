"""A house that is really served, and a real browser before it.

Stories drive Debian's Chromium; where there is none they are skipped and say so. HEARTH_TEST_CHROMIUM names another.
"""

from __future__ import annotations

import dataclasses
import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, sync_playwright
from werkzeug.serving import make_server

from app import create_app
from demo.world import World
from foundation import db
from foundation.settings import Settings
from tests.stories.visiting import House, Visit

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CHROMIUM = os.environ.get("HEARTH_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 15_000


@pytest.fixture
def house(settings: Settings, tmp_path: Path) -> Iterator[House]:
    """The whole app over this test's database, on a port of its own."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    app = create_app(dataclasses.replace(settings, public_url=url))
    server = make_server("127.0.0.1", port, kept_by_browsers(app), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield House(app, url, tmp_path / "mail")
    server.shutdown()
    thread.join()
    server.server_close()
    db.use(None)


@pytest.fixture
def world(furnished: tuple[str, World], house: House) -> World:
    """The families of the cast live in this house. Everyone's password is `demo.world.PASSPHRASE`."""
    return furnished[1]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed here (apt-get install chromium libatomic1).")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield launched
        launched.close()


@pytest.fixture
def visit(chromium: Chromium, house: House) -> Iterator[Callable[..., Visit]]:
    """Open a window: `visit(width=320, language="es", scripts=False)`."""
    contexts: list[BrowserContext] = []

    def open_window(*, width: int = 1280, language: str = "en", scripts: bool = True) -> Visit:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            locale={"en": "en-US", "es": "es-US"}[language],
            java_script_enabled=scripts,
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        visiting = Visit(context.new_page(), house)
        visiting.page.on("console", lambda said: note(visiting, said))
        visiting.page.on("pageerror", lambda error: visiting.complaints.append(str(error)))
        return visiting

    yield open_window
    for context in contexts:
        context.close()


def note(visiting: Visit, said: Any) -> None:
    if said.type in ("error", "warning"):
        visiting.complaints.append(said.text)


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def kept_by_browsers(app: WSGIApplication) -> WSGIApplication:
    """As in production, a browser asks once for a file of the look; else each page of a story asks for all of them."""

    def served(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        def begin(status: str, given: list[tuple[str, str]], *failed: Any) -> Callable[[bytes], object]:
            if environ["PATH_INFO"].startswith("/static/"):
                given = [each for each in given if each[0] != "Cache-Control"]
                given.append(("Cache-Control", "max-age=3600, immutable"))
            return start(status, given, *failed)

        return app(environ, begin)

    return served
