"""What browsers call themselves, as people would name them."""

from __future__ import annotations

import pytest

from accounts.browsers import Browser, named

ANDROID = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile "
    "Safari/537.36"
)
CHROMEBOOK = "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.3"


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        (ANDROID, Browser("Chrome Mobile", "Android")),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0",
            Browser("Firefox", "Windows"),
        ),
        (CHROMEBOOK, Browser("Chrome", "Chrome OS")),
        ("curl/8.0", Browser("curl", "")),
        ("Werkzeug/3.1.9", Browser()),
        ("", Browser()),
        ("\x00<script>" * 100, Browser()),
    ],
)
def test_a_browser_is_named_and_a_stranger_is_not(sent: str, found: Browser) -> None:
    assert named(sent) == found
