"""Somebody at the door asks to get back in. The question is only put down here and answered by a job.

So the page costs the same work whoever is asked about, known or not, and its time tells nothing (T13). What was typed
is kept sealed: people type passwords into the wrong box. Records no event: the answer tells, where there is one.
"""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime
from typing import Any

from foundation import audit, jobs, sealing
from foundation.audit import Origin

RESET = "answer-reset-request"
USERNAMES = "answer-usernames-request"


def put_question(kind: str, typed: str, *, public_url: str, at: datetime) -> None:
    """Queue the question `kind` about `typed`, with where it came from."""
    asked = {"typed": typed, "public_url": public_url, "origin": dataclasses.asdict(audit.origin.get())}
    jobs.queue(kind, {"sealed": sealing.seal(json.dumps(asked).encode()).decode()}, at=at)


def read_question(payload: dict[str, Any]) -> tuple[str, str, Origin]:
    """What was typed, the base of mailed links, and where the question came from."""
    asked = json.loads(sealing.unseal(payload["sealed"].encode()))
    return str(asked["typed"]), str(asked["public_url"]), Origin(**asked["origin"])
