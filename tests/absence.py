"""A database that is away and comes back: SQLite's behind a folder not there yet, PostgreSQL's behind a proxy."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.engine import make_url

from tests.mail_sink import free_port


class Away:
    """The database at `url`, reachable at `.url` only inside `with away.back():`."""

    def __init__(self, url: str, tmp_path: Path) -> None:
        self._real = make_url(url)
        self._is_sqlite = self._real.get_backend_name() == "sqlite"
        self._door = tmp_path / "door"
        self._port = free_port()
        seen = (
            self._real.set(database=str(self._door / Path(str(self._real.database)).name))
            if self._is_sqlite
            else self._real.set(host="127.0.0.1", port=self._port)
        )
        self.url = seen.render_as_string(hide_password=False)

    @contextlib.contextmanager
    def back(self) -> Iterator[None]:
        """There again, until the block ends."""
        if self._is_sqlite:
            self._door.symlink_to(Path(str(self._real.database)).parent)
            yield
            self._door.unlink()
            return
        with Proxy(self._port, (self._real.host or "127.0.0.1", self._real.port or 5432)):
            yield


class Proxy:
    """Passes bytes between a port and a server; `freeze()` keeps every connection open and passes nothing more."""

    def __init__(self, port: int, server: tuple[str, int]) -> None:
        self._server, self._lines = server, list[socket.socket]()
        self._flows = threading.Event()
        self._flows.set()
        self._door = socket.create_server(("127.0.0.1", port))
        self._keeper = threading.Thread(target=self._keep_door, daemon=True)

    def __enter__(self) -> Proxy:
        self._keeper.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self.thaw()
        for line in self._lines:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()

    def freeze(self) -> None:
        self._flows.clear()

    def thaw(self) -> None:
        self._flows.set()

    def _keep_door(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _ = self._door.accept()
                server = socket.create_connection(self._server)
                self._lines += [caller, server]
                for here, there in ((caller, server), (server, caller)):
                    threading.Thread(target=self._pass, args=(here, there), daemon=True).start()

    def _pass(self, here: socket.socket, there: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while part := here.recv(65536):
                self._flows.wait()
                there.sendall(part)
            there.shutdown(socket.SHUT_WR)
