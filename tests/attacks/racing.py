"""A hundred requests at one moment: each is held back before its last header line, then all are let go at once."""

from __future__ import annotations

import contextlib
import dataclasses
import http.client
import socket
import subprocess
import urllib.parse
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from foundation.settings import Settings
from tests.attacks.test_t55_processes import answers, until
from tests.mail_sink import free_port
from tests.processes import BIN, environment

PATIENCE_S = 60
TRIES = 20


@dataclasses.dataclass(frozen=True)
class Came:
    """What one racer was answered."""

    status: int
    text: str


@dataclasses.dataclass(frozen=True)
class Door:
    """A browser before a form, by hand: where it is, what it shows as its own, and the token of the page."""

    port: int
    cookies: str = ""
    token: str = ""

    def open(self, path: str) -> Door:
        """The same browser before the form at `path`."""
        answer = _ask(self.port, "GET", path, self.cookies)
        with contextlib.closing(answer):
            page = answer.read().decode()
            token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
            return dataclasses.replace(self, cookies=_cookies(answer) or self.cookies, token=token)

    def send(self, path: str, **fields: str) -> Door:
        """Send one form; the browser stays where it is."""
        answer = _ask(self.port, "POST", path, self.cookies, {"csrf_token": self.token, **fields})
        with contextlib.closing(answer):
            answer.read()
            return dataclasses.replace(self, cookies=_cookies(answer) or self.cookies)

    def race(self, path: str, forms: Sequence[dict[str, str]]) -> list[Came]:
        """Send all forms at one moment; what each was answered. Who is told to come again sends the form again."""
        filled = [{"csrf_token": self.token, **fields} for fields in forms]
        waiting = [self._held_back(path, each) for each in filled]
        for opened, rest in waiting:
            opened.sendall(rest)
        with ThreadPoolExecutor(len(waiting)) as readers:
            return list(readers.map(lambda held, form: self._served(path, held[0], form), waiting, filled))

    def _served(self, path: str, opened: socket.socket, form: dict[str, str]) -> Came:
        came = _came(opened)
        for _ in range(TRIES):
            if came.status != 503:
                break
            opened, rest = self._held_back(path, form)
            opened.sendall(rest)
            came = _came(opened)
        return came

    def _held_back(self, path: str, fields: dict[str, str]) -> tuple[socket.socket, bytes]:
        body = urllib.parse.urlencode(fields)
        lines = (
            f"POST {path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            f"Cookie: {self.cookies}",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
            "Accept: text/html",
            "Connection: close",
        )
        opened = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_S)
        opened.sendall("\r\n".join(lines).encode())
        return opened, f"\r\n\r\n{body}".encode()


@contextlib.contextmanager
def serving(settings: Settings, *, processes: int) -> Iterator[int]:
    """Gunicorn as in production with that many processes of eight threads; gives its port."""
    port = free_port()
    options = ("--bind", f"127.0.0.1:{port}", "--workers", str(processes), "--threads", "8", "--preload")
    process = subprocess.Popen(
        [BIN / "gunicorn", *options, "--log-level", "critical", "app:create_app()"], env=environment(settings)
    )
    try:
        until(lambda: answers(port))
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def _ask(
    port: int, method: str, path: str, cookies: str, fields: dict[str, str] | None = None
) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    headers = {"Cookie": cookies, "Accept": "text/html", "Connection": "close"}
    if fields is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request(method, path, urllib.parse.urlencode(fields) if fields is not None else None, headers)
    return connection.getresponse()


def _came(opened: socket.socket) -> Came:
    with contextlib.closing(opened):
        answer = http.client.HTTPResponse(opened)
        answer.begin()
        return Came(answer.status, answer.read().decode())


def _cookies(answer: http.client.HTTPResponse) -> str:
    kept = (each.split(";")[0] for each in answer.headers.get_all("Set-Cookie") or [])
    return "; ".join(each for each in kept if each.startswith("hearth="))
