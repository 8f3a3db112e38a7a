"""What a file is by its content, and what of it is kept. Pure: bytes in, a judged file or the reason against it out.

A name and a declared type say nothing: only content counts. Pictures are written anew without what cameras and programs
put beside the picture (where it was taken, by whom), and without whatever follows the picture's end.
"""

from __future__ import annotations

import hashlib
import re
import struct
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

LARGEST = 10 * 1024 * 1024
LONGEST_NAME = 100
LONGEST_SIDE = 20_000
"""Of a picture, in points: a small file that opens into more than this is made to stop whoever opens it."""


class Kind(StrEnum):
    """What may be attached. The value is the ending of the file's name."""

    PDF = "pdf"
    JPEG = "jpg"
    PNG = "png"
    TEXT = "txt"

    @property
    def mimetype(self) -> str:
        return {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png", "txt": "text/plain"}[self.value]


PAPERS = (Kind.PDF, Kind.JPEG, Kind.PNG)
"""What a scanner or a phone makes of a sheet of paper."""


class Fault(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    UNKNOWN = "unknown"
    DAMAGED = "damaged"
    ACTIVE = "active"


@dataclass(frozen=True)
class Upload:
    """A file fit to be kept. What it is called tells its kind truly, whatever it was called before."""

    name: str
    kind: Kind
    sha256: str
    content: bytes = field(repr=False)

    @property
    def size(self) -> int:
        return len(self.content)


def judged(name: str, content: bytes, *, kinds: Collection[Kind] = PAPERS) -> Upload | Fault:
    """The file as it may be kept, or what speaks against it."""
    if not content:
        return Fault.EMPTY
    if len(content) > LARGEST:
        return Fault.TOO_LARGE
    kind = _kind_of(content)
    if kind is None or kind not in kinds:
        return Fault.UNKNOWN
    kept = {Kind.PDF: _pdf, Kind.JPEG: _jpeg, Kind.PNG: _png, Kind.TEXT: _text}[kind](content)
    if isinstance(kept, Fault):
        return kept
    return Upload(safe_name(name, kind), kind, hashlib.sha256(kept).hexdigest(), kept)


def safe_name(name: str, kind: Kind) -> str:
    """What a file may be called: no path, no unseen sign, no sign a disk refuses, and the ending of what it is."""
    told = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))
    last = re.split(r"[/\\]", told)[-1]
    seen = "".join(each if unicodedata.category(each)[0] not in "CZ" else " " for each in last)
    plain = " ".join(re.sub(r'[<>:"|?*%]', " ", seen).split())
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", plain).strip(" .") or "file"
    return f"{stem[:LONGEST_NAME].rstrip(' .')}.{kind.value}"


def _kind_of(content: bytes) -> Kind | None:
    if content.startswith(b"%PDF-"):
        return Kind.PDF
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if content.startswith(PNG_SIGNATURE):
        return Kind.PNG
    return Kind.TEXT if _is_text(content) else None


# PDF

_ENDS_NEAR = 2048
_ACTIVE = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFile|RichMedia)\b")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


def _pdf(content: bytes) -> bytes | Fault:
    """As it came. One that says it would run something, or carries other files, is refused as far as that can be read
    without opening it; so each is handed out to be kept, and shown by no page of ours."""
    if b"%%EOF" not in content[-_ENDS_NEAR:]:
        return Fault.DAMAGED
    named = _ESCAPED.sub(lambda found: bytes((int(found[1], 16),)), content)
    return Fault.ACTIVE if _ACTIVE.search(named) else content


# JPEG

_STANDALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_TOLD = frozenset({0xE1, *range(0xE3, 0xEE), 0xEF, 0xFE})
"""What is told beside the picture: comments, and the segments of applications but those that say how to show it."""
_PICTURE_ENDS = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]", re.DOTALL)


def _jpeg(content: bytes) -> bytes | Fault:
    """The picture and how to turn it."""
    kept, turned, sized = [b"\xff\xd8"], b"", False
    try:
        for marker, segment in _segments(content):
            if marker == 0xE1:
                turned = turned or _turn_of(segment[4:])
            elif marker not in _TOLD:
                kept.append(segment)
            if marker in _FRAMES:
                height, width = struct.unpack(">HH", segment[5:9])
                sized = 0 < width <= LONGEST_SIDE and 0 < height <= LONGEST_SIDE
            if marker == 0xD9:
                return b"".join((kept[0], turned, *kept[1:])) if sized else Fault.DAMAGED
    except (struct.error, IndexError):
        return Fault.DAMAGED
    return Fault.DAMAGED


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each marker with its segment, that of a scan with the picture that follows it."""
    at = 2
    while at < len(content):
        if content[at] != 0xFF:
            raise IndexError
        while content[at] == 0xFF:
            at += 1
        marker, start = content[at], at - 1
        at += 1
        if marker not in _STANDALONE and marker != 0xD9:
            length = struct.unpack(">H", content[at : at + 2])[0]
            at += length
            if length < 2 or at > len(content):
                raise IndexError
        if marker == 0xDA:
            ends = _PICTURE_ENDS.search(content, at)
            at = ends.start() if ends else len(content)
        yield marker, content[start:at]


def _turn_of(exif: bytes) -> bytes:
    """A segment that says which way up the picture is and nothing else, made of the camera's; nothing without one."""
    if not exif.startswith(b"Exif\x00\x00"):
        return b""
    tiff = exif[6:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return b""
    try:
        first = struct.unpack(f"{order}I", tiff[4:8])[0]
        for number in range(struct.unpack(f"{order}H", tiff[first : first + 2])[0]):
            entry = tiff[first + 2 + 12 * number :][:12]
            tag, _, _, turn = struct.unpack(f"{order}HHIH", entry[:10])
            if tag == 0x0112 and 1 <= turn <= 8:
                said = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, 0x0112, 3, 1, turn, 0, 0)
                return b"\xff\xe1" + struct.pack(">H", len(said) + 8) + b"Exif\x00\x00" + said
    except struct.error:
        return b""
    return b""


# PNG

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PICTURE = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA sRGB cHRM iCCP sBIT bKGD pHYs".split())


def _png(content: bytes) -> bytes | Fault:
    """The picture, without words and days about it."""
    kept, at, drawn = [PNG_SIGNATURE], len(PNG_SIGNATURE), False
    while at + 12 <= len(content):
        length = struct.unpack(">I", content[at : at + 4])[0]
        name, chunk = content[at + 4 : at + 8], content[at : at + 12 + length]
        if len(chunk) != 12 + length or (len(kept) == 1 and name != b"IHDR"):
            return Fault.DAMAGED
        if name == b"IHDR" and not (length == 13 and all(0 < each <= LONGEST_SIDE for each in _sides(chunk))):
            return Fault.DAMAGED
        drawn = drawn or name == b"IDAT"
        if name in _PICTURE:
            kept.append(chunk)
        if name == b"IEND":
            return b"".join(kept) if drawn else Fault.DAMAGED
        at += 12 + length
    return Fault.DAMAGED


def _sides(header: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", header[8:16])
    return width, height


# Plain text

_NOT_TYPED = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")


def _is_text(content: bytes) -> bool:
    """Whether it is text in UTF-8 and no page or program's language that begins with a bracket."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not _NOT_TYPED.search(text) and not text.lstrip().startswith("<")


def _text(content: bytes) -> bytes | Fault:
    return content
