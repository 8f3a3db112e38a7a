"""T55 for campaigns: a worker killed at any point leaves codes with their letters or neither; the next one finishes."""

from __future__ import annotations

import io
import re
import signal
from datetime import timedelta

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from foundation import clock, db, sealing
from foundation.settings import Settings
from portal.models import ActivationCode
from portal.rules import codes
from tests.portal.campaigners import Helper, its_parts, the_campaign
from tests.portal.campaigners import vera as vera
from tests.portal.conftest import near as near
from tests.portal.neighbourhood import Neighbourhood
from tests.portal.test_actions_campaigns import begun
from tests.processes import run

WORKER = "tests/attacks/mortal_worker.py"
A_CODE = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LEASE_OVER = timedelta(minutes=20)


@pytest.mark.parametrize(
    "words",
    [
        "INSERT INTO campaign_part",
        "UPDATE campaign_part SET made_at",
        "INSERT INTO activation_code",
        "UPDATE campaign_part SET people",
        "UPDATE campaign SET given",
        "UPDATE campaign SET state",
        "UPDATE job SET leased_until",
    ],
)
def test_a_worker_killed_in_the_middle_leaves_all_or_nothing(
    settings: Settings, near: Neighbourhood, vera: Helper, words: str
) -> None:
    begun(vera)
    db.close()
    killed = run(settings, WORKER, words)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert set(codes_in_letters()) == set(codes_kept())

    finished = run(settings, WORKER, now=clock.now() + LEASE_OVER)
    assert finished.returncode == 0, finished.stderr
    assert (the_campaign().state, the_campaign().given) == ("done", 3)
    assert len(codes_kept()) == 3
    assert sorted(codes_in_letters()) == sorted(codes_kept())


def codes_kept() -> list[str]:
    """The hashes of all codes that live."""
    db.close()
    return list(db.session().scalars(select(ActivationCode.code_hash).where(ActivationCode.superseded_at.is_(None))))


def codes_in_letters() -> list[str]:
    """The hashes of all codes that stand in letters."""
    found = []
    for part in its_parts():
        if part.sealed is not None:
            for page in PdfReader(io.BytesIO(sealing.unseal(part.sealed))).pages:
                said = A_CODE.findall(page.extract_text().replace("\n", ""))
                found += [codes.hash_of(codes.canonical(each) or "") for each in said[:1]]
    return found
