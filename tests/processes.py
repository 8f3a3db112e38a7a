"""Hearth in processes of its own, for tests that kill them: settings become the environment, now becomes HEARTH_NOW."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from foundation import clock
from foundation.settings import Settings

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
FLASK = (str(BIN / "flask"),)


def environment(settings: Settings, *, now: datetime | None = None) -> dict[str, str]:
    """What a process needs to stand on the same settings; `now` (UTC) moves its clock."""
    given = {f"HEARTH_{name.upper()}": _text(value) for name, value in dataclasses.asdict(settings).items()}
    if now is not None:
        given["HEARTH_NOW"] = now.astimezone(clock.zone()).replace(tzinfo=None).isoformat()
    return {**os.environ, **given, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}


def start(settings: Settings, *command: str, now: datetime | None = None, **options: Any) -> subprocess.Popen[str]:
    """Start `flask COMMAND`, or a Python script when `command` begins with a path."""
    program = (sys.executable,) if command[0].endswith(".py") else FLASK
    return subprocess.Popen(
        [*program, *command],
        env=environment(settings, now=now),
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **options,
    )


def run(settings: Settings, *command: str, now: datetime | None = None) -> subprocess.CompletedProcess[str]:
    """Run it to its end."""
    process = start(settings, *command, now=now)
    out, err = process.communicate(timeout=60)
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def _text(value: Any) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)
