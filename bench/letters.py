"""Letters: time and memory of `flask codes issue` in a process of its own, at the full number and at a fifth of it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.district import GUARDIANS_A_STUDENT, fill
from bench.ground import Ground
from bench.table import Row
from foundation.settings import Settings
from portal.letters.typesetting import MOST_IN_ONE_PDF

MOST_SECONDS, FLAT = 60, 1.3
ASKED = 5_000


@dataclass(frozen=True)
class Run:
    """Letters written, seconds of processor time, and the most memory the process held (MB)."""

    letters: int
    seconds: float
    memory: float


def rows(ground: Ground) -> list[Row]:
    """The whole command, from the database to the PDFs."""
    small, large = (_run(ground, letters) for letters in (ground.sizes.letters // 5, ground.sizes.letters))
    seconds = large.seconds * ASKED / large.letters
    growth = large.memory / small.memory
    is_flat = growth <= FLAT if small.letters >= MOST_IN_ONE_PDF else None
    measured = f"{seconds:.0f} s of processor time ({large.letters:,} written in {large.seconds:.0f} s)"
    memory = f"{growth:.2f} ({large.memory:.0f} MB, {small.memory:.0f} MB)"
    return [
        Row(f"{ASKED:,} letters as PDF", measured, f"≤ {MOST_SECONDS} s", seconds <= MOST_SECONDS),
        Row(f"memory at {large.letters:,} letters ÷ at {small.letters:,}", memory, f"≤ {FLAT}", is_flat),
    ]


def _run(ground: Ground, letters: int) -> Run:
    with ground.app() as app, tempfile.TemporaryDirectory(dir=ground.folder) as folder:
        fill(app, students=round(letters / GUARDIANS_A_STUDENT), folder=ground.folder)
        return _issue(app.config["HEARTH"], Path(folder))


def _issue(settings: Settings, folder: Path) -> Run:
    """Run the command as the office does, and read from the system what it took."""
    given = {"HEARTH_DATABASE": settings.database, "HEARTH_INSTANCE": str(folder), "HEARTH_LOG_LEVEL": "CRITICAL"}
    words = ("codes", "issue", "--audience", "guardians", "--deliver", "letter", "--out", str(folder / "letters.pdf"))
    process = subprocess.Popen([sys.executable, "-m", "flask", *words], env=os.environ | given, stdout=subprocess.PIPE)
    said = process.stdout.read().decode() if process.stdout else ""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.stdout:
        process.stdout.close()
    if process.returncode:
        raise RuntimeError(f"flask codes issue ended with {process.returncode}:\n{said}")
    count = next(line.split()[0] for line in said.splitlines() if line.endswith("to get a code"))
    return Run(int(count.replace(",", "")), used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
