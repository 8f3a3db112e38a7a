"""Where a form may send one on to (T38)."""

from __future__ import annotations

import pytest

from foundation.web.pages import safe_path


@pytest.mark.parametrize("path", ["/", "/portal/", "/portal/students/7f?tab=grades", "/a%20b", "/niño"])
def test_a_path_of_ours_is_safe(path: str) -> None:
    assert safe_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None, "", "portal", "//evil.example", "/\\evil.example", "/\t/evil.example", "/\n/evil.example",
        "\t//evil.example",
        "https://evil.example", "http:evil.example", "javascript:alert(1)", "///evil.example", "/a\\b", "/a\rb",
        "/\x00", "/\u2028", " /portal", "/" + "a" * 2000,
    ],
)  # fmt: skip
def test_a_way_out_is_not(path: str | None) -> None:
    """T38."""
    assert safe_path(path) is None
