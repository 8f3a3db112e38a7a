"""Names a registrar would say, files a person can hold in mind, and no shadow over the standard library."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

FORBIDDEN = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "core",
    "misc",
    "manager",
    "managers",
    "handler",
    "handlers",
}
FORBIDDEN |= {"data", "tools", "lib", "base", "service", "services", "constants", "exceptions", "shared"}
LONGEST_FILE = 400
LONGEST_TESTS = 600
"""A file of tests is a list; it is read one test at a time."""
LONGEST_FUNCTION = 60
ON_THE_CARD = ("app.py", "pyproject.toml", "portal", "household", "static", "templates", "tests", "instance")


def kept_files(root: Path) -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=root, capture_output=True, text=True)
    return [name for name in listed.stdout.splitlines() if (root / name).is_file()]


def test_everything_on_the_card_stands_at_the_top(root: Path) -> None:
    assert [name for name in ON_THE_CARD if not (root / name).exists()] == []


def test_no_module_is_a_drawer_for_everything(python_files: list[Path], root: Path) -> None:
    named = {path: {path.stem, *path.relative_to(root).parent.parts} for path in python_files}

    assert {str(path.relative_to(root)): names & FORBIDDEN for path, names in named.items() if names & FORBIDDEN} == {}


def test_nothing_at_the_top_shadows_the_standard_library(root: Path) -> None:
    tops = {path.stem if path.is_file() else path.name for path in root.iterdir() if not path.name.startswith(".")}

    assert tops & set(sys.stdlib_module_names) == set()


def test_no_file_is_longer_than_a_person_can_hold_in_mind(python_files: list[Path], root: Path) -> None:
    lengths = {path.relative_to(root): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files}
    allowed = {"tests": LONGEST_TESTS, "migrations": sys.maxsize}

    assert {
        str(path): lines for path, lines in lengths.items() if lines > allowed.get(path.parts[0], LONGEST_FILE)
    } == {}


def test_no_function_is_longer_than_a_screen(python_files: list[Path], root: Path) -> None:
    long = {
        f"{path.relative_to(root)}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in python_files
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    }

    assert long == {}


def test_every_module_says_what_it_is_for(python_files: list[Path], root: Path) -> None:
    silent = [
        str(path.relative_to(root))
        for path in python_files
        if path.read_text(encoding="utf-8").strip()
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert silent == []


def test_no_file_names_the_machine_it_was_written_on(root: Path) -> None:
    own = str(Path(__file__).relative_to(root))
    told = ("/root/.", "/home/", "/work/", "/tmp/")
    found = []
    for name in kept_files(root):
        path = root / name
        if name == own or path.suffix in (".woff2", ".png", ".pdf", ".zip", ".gz", ".ico"):
            continue
        text = path.read_text(encoding="utf-8", errors="ignore")
        found += [f"{name}: {each}" for each in told if each in text]

    assert found == []


def test_no_page_is_told_something_under_a_name_its_layout_uses(root: Path, python_files: list[Path]) -> None:
    """A layout imports `account` and calls `language()`: told under these names, a page breaks or shows a macro."""
    taken = {path.stem for path in (root / "templates" / "components").glob("*.html")}
    taken |= {"language", "district", "static", "current_user", "hours", "room", "room_name"}
    told = {
        f"{path.relative_to(root)}: {word.arg}"
        for path in python_files
        if path.parent.name == "views"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "page"
        for word in node.keywords
        if word.arg in taken
    }

    assert told == set()
