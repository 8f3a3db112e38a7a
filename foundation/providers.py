"""Who carries texts and voice calls: a folder of files, or a provider that the district has installed.

HEARTH_TEXT and HEARTH_VOICE name one as an address. `file:DIR` writes each message as a file, which is also how a
gateway of the district's own can be fed. Any other scheme belongs to a Python package that declares an entry point of
that name in the group `hearth.providers`: a function that takes the whole setting and gives back a `Carrier`. The
outbox promises the rest: written with its cause, tried again, parked, never late; so a provider only hands over.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Protocol, cast

from foundation.outbox import Channel

GROUP = "hearth.providers"
FILE = "file"


class Refused(Exception):
    """This mail, text or call was not taken. `is_final` when trying again is no use."""

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.is_final = is_final


RETURNED = re.compile(r"5\d\d |The (?:address|number) is not ")
"""How the reason of a parked row begins where its address takes nothing at all: the other end said so for good, or it
is none. A row that expired or waited through a restore says nothing of its address."""


class Unreachable(Exception):
    """Nothing can be sent just now; no mail, text or call is to blame."""


class Parcel(Protocol):
    """What is handed over: a mail (`foundation.envelopes`), a text or a voice script (`foundation.scripts`)."""

    def as_bytes(self) -> bytes:
        """The whole of it, as a file keeps it."""


class Carrier(Protocol):
    def send(self, message: Any, *, name: str) -> None:
        """Hand over one parcel. `name` sorts by time and is the parcel's own. Raises Refused, Unreachable."""


class Folder:
    """Each parcel a file. Written aside and moved into place, so that no reader meets half of one."""

    def __init__(self, path: Path, *, ending: str) -> None:
        self._path, self._ending = path, ending

    def send(self, message: Parcel, *, name: str) -> None:
        """The same parcel sent twice is the same file."""
        try:
            self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=self._path, prefix=".", delete=False) as aside:
                self._write(message, Path(aside.name), self._path / f"{name}.{self._ending}")
        except OSError as problem:
            raise Unreachable(f"{self._path}: {problem.strerror}") from problem

    def _write(self, message: Parcel, aside: Path, path: Path) -> None:
        try:
            aside.write_bytes(message.as_bytes())
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)


class Nobody:
    """Stands where a channel has no provider: whatever is sent there is refused for good, and the reason says why."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def send(self, message: Parcel, *, name: str) -> None:
        setting = f"HEARTH_{self._channel.name}"
        raise Refused(f"Nobody carries it: {setting} names no provider.", is_final=True)


def named(url: str, channel: Channel) -> Carrier:
    """The carrier that a setting names. The start has seen that there is one (`is_known`)."""
    if not url:
        return Nobody(channel)
    if url.startswith(f"{FILE}:"):
        return Folder(Path(url.removeprefix(f"{FILE}:")), ending="txt")
    return _installed(_scheme(url))(url)


def is_known(url: str) -> bool:
    """Whether a setting names a folder or a provider that is installed; empty says that nobody carries."""
    scheme = _scheme(url)
    if scheme == FILE:
        return len(url) > len(f"{FILE}:")
    return not url or scheme in entry_points(group=GROUP).names


def _scheme(url: str) -> str:
    return url.partition(":")[0]


def _installed(scheme: str) -> Callable[[str], Carrier]:
    return cast(Callable[[str], Carrier], entry_points(group=GROUP)[scheme].load())
