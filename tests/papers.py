"""Files that people choose in tests: whole ones, and ones that are not what they say."""

from __future__ import annotations

import contextvars
import struct
import zlib

from werkzeug.test import TestResponse

from foundation import db
from tests.browser import HOST, Browser

PDF = b"%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
GPS = b"GPS 39.7392 N 104.9903 W"


def png(*, width: int = 1, height: int = 1, told: bytes = b"") -> bytes:
    """A black picture; `told` is what its maker says about it."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    drawn = zlib.compress(b"\x00" * (min(width, 9) + 1) * min(height, 9))
    about = _chunk(b"tEXt", b"Comment\x00" + told) if told else b""
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + about + _chunk(b"IDAT", drawn) + _chunk(b"IEND", b"")


def jpeg(*, turn: int = 0, told: bytes = b"", width: int = 8) -> bytes:
    """What a camera writes, as far as anybody looks at it without drawing it; `turn` is which way it was held."""
    exif = b""
    if turn or told:
        directory = struct.pack(">H", 1) + struct.pack(">HHIHH", 0x0112, 3, 1, turn, 0) + struct.pack(">I", 0)
        exif = _segment(0xE1, b"Exif\x00\x00" + b"MM" + struct.pack(">HI", 42, 8) + directory + told)
    frame = _segment(0xC0, struct.pack(">BHHBBBB", 8, 8, width, 1, 1, 0x11, 0))
    scan = _segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"
    return b"\xff\xd8" + exif + _segment(0xFE, told or b"-") + frame + scan + b"\xff\xd9"


def fetch(browser: Browser, path: str) -> TestResponse:
    """What is kept at that address, asked for in a context of its own, as the test browser asks."""
    db.close()
    answer: TestResponse = contextvars.Context().run(browser.client.get, path, base_url=HOST)
    return answer


def _segment(marker: int, content: bytes) -> bytes:
    return b"\xff" + bytes((marker,)) + struct.pack(">H", len(content) + 2) + content


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
