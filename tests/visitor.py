"""Somebody at a browser who comes over real HTTP, and asks again for a page when a server is lost, as browsers do."""

from __future__ import annotations

import http.client
import http.cookiejar
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
LOST = (ConnectionError, http.client.HTTPException, TimeoutError)
BUSY = 503
TRIES = 100


@dataclass(frozen=True)
class Answer:
    """What came in the end, redirects followed."""

    status: int
    path: str
    text: str


class ServerLost(Exception):
    """The connection ended without an answer, so that nobody knows whether the deed was done; or come again (503)."""


class Visitor:
    """One person at one device."""

    def __init__(self, port: int) -> None:
        self.port = port
        """Another one is another server, to which this browser shows the same cookies."""
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._browser = urllib.request.build_opener(cookies)

    def open(self, path: str) -> Answer:
        """Read a page; reading again does no harm."""
        for _ in range(TRIES):
            try:
                return self._ask(path)
            except ServerLost:
                time.sleep(0.05)
        raise ServerLost(path)

    def send(self, path: str, **fields: str) -> Answer:
        """Send the form on the page `path`, once. Raises ServerLost."""
        token = TOKEN.search(self.open(path).text)
        assert token is not None, f"{path} has no form"
        return self._ask(path, {"csrf_token": token[1], **fields})

    def _ask(self, path: str, fields: dict[str, str] | None = None) -> Answer:
        sent = urllib.parse.urlencode(fields).encode() if fields is not None else None
        try:
            with self._browser.open(f"http://127.0.0.1:{self.port}{path}", sent, timeout=30) as came:
                return Answer(came.status, urllib.parse.urlsplit(came.url).path, came.read().decode())
        except urllib.error.HTTPError as refused:
            with refused:
                if refused.code == BUSY:
                    raise ServerLost(path) from refused
                return Answer(refused.code, path, refused.read().decode())
        except urllib.error.URLError as problem:
            if isinstance(problem.reason, OSError):
                raise ServerLost(path) from problem
            raise
        except LOST as problem:
            raise ServerLost(path) from problem
